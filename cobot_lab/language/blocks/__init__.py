"""Blocks: a workspace as Blockly saves it (JSON) to `Program` and back, and what the editor has to know of blocks.

Owns the types, inputs and fields of the blocks (`definitions`, `toolbox_json`), all made from the vocabulary table;
reading a workspace, denied by default (`read_blocks`); writing one (`write_blocks`); and where the blocks lie on the
screen (`layout`), which is never part of a program. `shapes` holds the names that reading, writing and the definitions
share; `json_text` reads and writes JSON without recursion, since a stack of blocks is nested as deep as it is long.

Does not know how a browser draws. A line belongs here when it would change with Blockly's saved form or with what a
pupil sees of a block; what a step means belongs to `program`.
"""
