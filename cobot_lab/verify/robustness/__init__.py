"""The same plan in cells a little different from the description: n of N, and where in its seat a part may lie.

Owns worlds: a cell with every part moved, turned, heavier, slippier or larger within the cell's tolerances
(`changes`, `draw`), whether such a cell can be at all (`possible`), what becomes of a plan in one (`judgement`), many
of them on all cores (`crew`, `hand`), and what that amounts to: `trials` for n of N, `chart` for a map, `picture` for
the map on paper.

The plan is made once, for the cell as described, and never again. What is true in a world is physics; what was meant is
the story of the described cell: a part lands where the plan meant to put it, wherever it lay before. Of the checks of
motion only one is asked again, whether the arm touches a part that lies elsewhere now: all others look at the plan or
at what stands still, and hold in every world. A world has no tolerances of its own, and no clearance is asked in it:
both are there so that worlds like this one do no harm.

Does not know lessons or sentences. It is not part of a verdict unless the task asks for it (`Task.robust`).
"""
