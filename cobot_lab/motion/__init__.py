"""Motion: a program in a cell becomes a plan, computed to the last knot.

Owns: forward and inverse kinematics, the choice of a branch over the whole program, paths, timing under the limits of
the joints, and the plan that comes out. Names of places are bound to the cell here, and nowhere else.

Does not know: any simulation engine, collisions, physics, text or blocks, messages for people. It plans at the speed
that was asked and leaves it to `verify` to refuse what is too fast.

An action of a plan carries the number of its step, not a span: the same program has the same plan, byte for byte,
whatever face and language it was written in. Whoever holds the program turns a number into a place (`Report.placed`).

Where a line belongs: the plan as data (`trajectory`, `actions`, `plan_data`) is what `deploy` may import; whatever
computes it (`planner` and what stands below it) is not. A new kind of path is a file of its own that gives a
`Trajectory`; a rule about which plans are allowed belongs to `verify`.
"""
