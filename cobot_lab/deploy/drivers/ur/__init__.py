"""Universal Robots e-Series with PolyScope 5: the programs that are made for it from a plan.

`script` writes them; they are read by a person, hashed, and sent as they are. Nothing here sends anything yet. No
physical controller has played one: they have been played on the virtual controller only.
"""
