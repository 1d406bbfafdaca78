"""What may be changed in a program that does not pass: one idea for each kind of slip, each small.

An idea only proposes programs; whether one of them is any good is found out by checking it. Each says which codes it
answers. A line belongs here when it turns a finding into another version of the pupil's own tree.
"""
