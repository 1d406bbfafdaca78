"""The program: the tree of steps, the one vocabulary table, and the interpreter that turns a program into commands.

Owns the closed list of steps (`steps`, `expressions`), the only table that blocks, Python names in French and English,
help and toolboxes are made from (`vocabulary`, `table`), and what running a program means (`interpreter`): commands in
SI units, the same for every face and language.

What a sensor answers is a symbol while a program is run: expressions over it stay as they are (`residual`), a condition
over it is a decision that whoever runs the program makes, and nothing else may depend on it (`machine`, `evaluation`).

Does not know cells, robots, Python's `ast` or the JSON of blocks. A line belongs here when it is true of every program
in every cell and face; how a program is written belongs to `language`, what its places are belongs to `motion`.
"""
