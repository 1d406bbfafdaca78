"""The cell: what exists and where, read from the descriptions in `robots/`.

Owns: the frozen data of robots, tools, things, places, zones, sensors, tolerances, limits and tasks; reading and
refusing the files that describe them; their digest. Files speak millimetres, degrees, kilograms and newtons, each
key saying so by its suffix; from here on everything is SI and poses.

Does not know: programs, motion, any simulation engine, who uses the cell.

A line belongs here when it says what is there, or why a description cannot be trusted. Whether an arm can reach a
place belongs to motion; whether a move is safe belongs to verify.

Entry points: `load.load_cell`, `load.load_robot`, `load.cell_from_files`, `load.robots`, `load.cells`.
"""
