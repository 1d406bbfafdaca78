"""The language: text and blocks to `Program` and back, in French and in English, denied by default.

Owns everything that depends on how a program is written: bytes, characters, syntax, spans, comments, the names of the
steps as Python calls them (`reader`, `writer`), the same in blocks (`blocks`), which steps an activity lets a pupil use
(`toolbox`), and a program said in plain words (`procedure`). The text is a strict subset of Python, parsed with `ast`
into data; nothing of it is ever executed. `faces` tells text from blocks.

Does not know robots, cells or motion. A line belongs here when it would change with the face or the language of a
program; what a step means belongs to `program`. Stays light to import: no numpy, no pydantic.
"""
