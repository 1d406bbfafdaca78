"""The language: text to `Program` and back. A strict subset of Python, in French and in English, denied by default.

Owns everything that depends on how a program is written: bytes, characters, syntax, spans, comments, the names of the
steps as Python calls them (`reader`, `writer`), and which steps an activity lets a pupil use (`toolbox`). A program's
text is parsed with `ast` into data; nothing of it is ever executed.

Does not know robots, cells or motion. A line belongs here when it would change with the face or the language of a
program; what a step means belongs to `program`. Stays light to import: no numpy, no pydantic.
"""
