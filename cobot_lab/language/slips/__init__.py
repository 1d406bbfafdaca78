"""Slips of the pen in Python: what a pupil most likely did where a line cannot be read, and where to look.

Owns the cutting of broken text into statements (`statements`), the rules that recognise a slip in one of them (one
file for each family), the layout of bodies (`bodies`), and the reading of everything else as if the broken lines were
not there (`diagnosis`). A rule gives a key and a narrow place, never a sentence, and never Python's own.

A line belongs here when it is about text that is not Python, or about Python that hardly anybody means. What is Python
but not in the language is for the visitors of `language`.
"""
