"""Plan × Cell -> Report: the checks, the simulated world, the recording for replay.

Owns the judgement of a plan. A *check* is one function with one code in one file of `checks/`, and `checks/registry.py`
says which there are and in which order. What they look at is computed once and shared: `frames` and `motion` (where
every link is and how fast its surface moves), `story` (what is held when), `sweep` (every approach of two bodies) with
`allowance` (where and when they may come nearer), `physics` (what becomes of the parts). Limits come from the robot,
the cell and the task; tolerances of judging from `criteria`.

Does not know who wrote the program, what is signed, or how sentences are made. It computes its own kinematics from the
robot's description, so that a fault of the planner is not shared by what judges it. Nothing outside this room imports
PyBullet, and inside it only `engine` does. Importing this room is light: the engine is loaded when a world is made.

`first_look` says what can be said before anything is planned. `source` is the way from a text to a verdict, for
whoever asks: it only puts that, `motion.plan` and `check` one after another. They stand here because this is the
lowest room that may know all three.

A plan with forks is a tree of chapters (`chapter`). Its motion is judged stretch by stretch (`forked`, `known`). Its
physics is played chapter by chapter: what comes of one is a function of its actions and of the moment in which it
begins (`physics`, `rig`, `moment`), the same in any process and after anything else (`mate`; `companion` is how a
second process of this program is asked). Ways that were measured
to have come to the same state (`likeness`) share what follows (`played`). What was seen (`camera`, `segment`) is joined
for each way again (`footage`), and what is asked of a whole way is asked of every one (`witness`, then the checks).
Findings say on which answers they depend.

The physics simulates what may touch something, and nothing else: where the arm moves alone, with what it holds, its
motion is computed (`free_motion`, which looks at the `vicinity`, at how a part is held (`holding`) and at the torques
that the motion needs (`dynamics`, `inertias`)). The sweep measures only where simple bounds (`culling`, `separation`,
`bounds`, on the solids of a `skeleton`) do not show that all is far apart. What was computed for an earlier plan is
recalled where the same is asked again (`recall`): takes of the physics (`take`), scenes (`known.Scenery`), ways. Where
the fingers press on a part is computed from the story (`pads`) for the check of the grip, and read from the engine for
the physics.

A part that arrives is nowhere until a sensor has seen it; then it stands at its station. Until then the zone of its
lane, or for a feeder the sweep itself (`due`), holds it to be there for whoever comes near. A wait for sensors is told
as a short pause in front of the fork, and counts with its whole limit in the duration. A plan that does not begin at
rest follows an interrupted run: whatever that may have started is under way.

A line belongs here when it decides whether a plan is good; what makes plans good belongs in `motion`.
"""
