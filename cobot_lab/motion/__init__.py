"""Motion: a program in a cell becomes a plan, computed to the last knot.

Owns: forward and inverse kinematics, the choice of a branch over the whole program, paths, timing under the limits of
the joints, and the plan that comes out. Names of places are bound to the cell here, and nowhere else.

Does not know: any simulation engine, collisions, physics, text or blocks, messages for people. It plans at the speed
that was asked and leaves it to `verify` to refuse what is too fast.

An action of a plan carries the number of its step, not a span: the same program has the same plan, byte for byte,
whatever face and language it was written in. Whoever holds the program turns a number into a place (`Report.placed`).

A program that asks sensors becomes a tree: `outlook` follows it through every outcome that the cell declares (`sight`
says what a question looks at, `possible` which answers are left, `whereabouts` where the parts are), `branch_plan`
turns the tree of commands into one of actions, `fork` is that tree as data. The world's geometry never depends on an
answer except by a part that is not there: colours and sizes concern goals only. Within the budget every outcome is
planned; beyond it the check `outcomes` is not run. What is measured may come out anywhere in its range: `turning` finds
the values between which a decision changes, and both of them are explored.

Where a line belongs: the plan as data (`trajectory`, `actions`, `plan_data`) is what `deploy` may import; whatever
computes it (`planner` and what stands below it) is not. A new kind of path is a file of its own that gives a
`Trajectory`; a rule about which plans are allowed belongs to `verify`.
"""
