"""The cell: what exists and where, read from the descriptions in `robots/`.

Owns: the frozen data of robots, tools, things, places, zones, sensors, tolerances, limits and tasks; reading and
refusing the files that describe them; their digest. Files speak millimetres, degrees, kilograms and newtons, each
key saying so by its suffix; from here on everything is SI and poses.

What moves by itself is declared as data (`automation`) and means what `doings` says, for whoever follows a program
through the cell: parts that arrive at uncertain instants, machines, zones that a signal closes and a sensor opens.
Parts on a conveyor set off one at a time, once the station is free and the belt runs. So while the belt runs, and until
a part was seen at its end, the whole lane is closed, and nothing can meet a part whenever it comes; when the belt
stands and a part was seen, no other is in the lane.

Does not know: programs, motion, any simulation engine, who uses the cell.

A line belongs here when it says what is there, or why a description cannot be trusted. Whether an arm can reach a
place belongs to motion; whether a move is safe belongs to verify.

Entry points: `load.load_cell`, `load.load_robot`, `load.cell_from_files`, `load.robots`, `load.cells`.
"""
