"""Collision checks of one program by several engines, on identical geometry."""

from __future__ import annotations

import sys
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from time import perf_counter

import numpy as np

from cobot_lab.cell.cell import Cell
from cobot_lab.cell.load import load_cell
from cobot_lab.motion.actions import Move
from cobot_lab.motion.plan_data import Plan
from cobot_lab.school.lesson import load_lesson
from cobot_lab.verify.frames import joint_poses
from cobot_lab.verify.stage import Meets, Stage
from cobot_lab.verify.subject import Subject
from cobot_lab.verify.world import World

for folder in (Path(__file__).parent, Path(__file__).parents[1] / "campaign"):
    sys.path.insert(0, str(folder))

from table import Line, best, planned  # noqa: E402
from urdf_peers import urdf_peers  # noqa: E402

UNSURE = 2e-4
"""Distance below which engines may tell touching from not touching apart [m]."""


def _ten_seconds(cell: Cell) -> Plan:
    """Moves without parts, so that the scene stays the same for everyone."""
    return planned(
        'aller_au_dessus("magasin")\naller_au_dessus("plateau")\ndescendre_vers("plateau")\nremonter(80)\n'
        'aller_au_dessus("controle")\ndescendre_vers("controle")\nremonter(90)\naller_au_dessus("rebut")\naller_a("repos")\n',
        cell,
    )


def _along(made: Plan, count: int) -> np.ndarray:
    """Configurations along a plan, evenly in time."""
    moves = [(t, action) for t, action in made.timeline() if isinstance(action, Move)]
    starts = np.array([t for t, _ in moves])
    result = []
    for t in np.linspace(0.0, made.duration, count):
        start, action = moves[max(0, int(np.searchsorted(starts, t, side="right")) - 1)]
        result.append(action.trajectory.sample(np.array([t - start]))[0][0])
    return np.array(result)


def collisions(quick: bool) -> list[Line]:
    lesson = load_lesson("01")
    cell = load_cell(lesson.cell)
    made, count = _ten_seconds(cell), 201 if quick else 1001
    Q, width = _along(made, count), cell.tool.width_max

    def sweep() -> None:
        subject = Subject(made, cell)
        _ = subject.motions
        start = perf_counter()
        _ = subject.accidents
        taken.append(perf_counter() - start)

    taken: list[float] = []
    best(sweep, 3)
    ours, lines = min(taken), []
    for name, check in _engines(cell, Q, width).items():
        theirs = best(check, 3) * 1001 / count
        differing, pairs = _differing(cell, Q, width, name)
        verdicts = f"{differing} of {pairs} verdicts differ"
        if name == "mujoco":
            ratio = ours / theirs
            reached = "yes" if ratio <= 0.4 and not differing else "no"
            lines.append(
                Line("G1", f"collision, program of {made.duration:.1f} s", f"sweep {1e3 * ours:.0f} ms",
                     f"MuJoCo, 1001 checks {1e3 * theirs:.1f} ms ({1e6 * theirs / 1001:.0f} µs each); {verdicts}",
                     f"{ratio:.2f} (wanted ≤ 0.40)", reached)
            )  # fmt: skip
        else:
            lines.append(
                Line("G1", "the same against coal through Pinocchio", f"sweep {1e3 * ours:.0f} ms",
                     f"coal, 1001 checks {1e3 * theirs:.1f} ms ({1e6 * theirs / 1001:.0f} µs each); {verdicts}",
                     f"{ours / theirs:.2f}", "yes" if not differing else "no")
            )  # fmt: skip
    for name, check in urdf_peers(cell).items():
        theirs = best(lambda check=check: [check(q) for q in Q], 3) * 1001 / count  # type: ignore[misc]
        verdicts = _differing_whole(cell, Q, width, check) if find_spec("coal") else "verdicts not compared"
        peer = f"{name}, 1001 checks {1e3 * theirs:.1f} ms ({1e6 * theirs / 1001:.0f} µs each); {verdicts}"
        lines.append(
            Line("G1", f"the same against {name}", f"sweep {1e3 * ours:.0f} ms", peer, f"{ours / theirs:.2f}", "–")
        )
    if find_spec("pybullet_planning"):
        theirs = best(pybullet_planning(cell, Q[:: max(1, count // 101)]), 2) / len(Q[:: max(1, count // 101)]) * 1001
        peer = f"pybullet_planning, 1001 checks {1e3 * theirs:.0f} ms ({1e6 * theirs / 1001:.0f} µs each)"
        ratio = f"{ours / theirs:.2f}"
        lines.append(Line("G1", "the same against pybullet_planning", f"sweep {1e3 * ours:.0f} ms", peer, ratio, "–"))
    fast = best(lambda: _own_checks(cell, Q, width), 2) * 1001 / count
    each = 1e6 * fast / 1001
    lines.append(Line("–", "one own check with its distances", f"{each:.0f} µs", "–", "–", "–"))
    return lines


def _engines(cell: Cell, Q: np.ndarray, width: float) -> dict[str, Callable[[], object]]:
    found: dict[str, Callable[[], object]] = {}
    if find_spec("mujoco"):
        from trial.mujoco_cell import MujocoCell  # noqa: PLC0415 - optional

        mujoco = MujocoCell(cell)
        mujoco.meetings(Q[0], width)
        found["mujoco"] = lambda: [mujoco.check(q) for q in Q]
    if find_spec("coal") and find_spec("pinocchio"):
        check = _pinocchio(cell, width)
        found["coal"] = lambda: [check(q) for q in Q]
    return found


def pybullet_planning(cell: Cell, Q: np.ndarray) -> Callable[[], object]:
    """Its own collision function, on the same bodies and pairs."""
    import pybullet_planning as pp  # noqa: PLC0415 - optional

    world = World(cell)
    arm = world.arm(self_collision=True)
    things = [world.thing(thing).number for thing in cell.things]
    pp.set_client(world.client)
    arm.set(Q[0], cell.tool.width_max)
    links = [number for number in arm.rides if number >= 0]
    built = {(a, b) for a in links for b in links if abs(arm.rides[a] - arm.rides[b]) <= 1}
    collides = pp.get_collision_fn(
        arm.number, arm.joints, obstacles=things, self_collisions=True, disabled_collisions=built
    )
    return lambda: [collides(tuple(q)) for q in Q]


def _pinocchio(cell: Cell, width: float) -> Callable[[np.ndarray], bool]:
    """The arm, its gripper and the things in one geometry model, every pair asked that the verifier asks."""
    import pinocchio as pin  # noqa: PLC0415 - optional
    from trial.coal_cell import CoalCell  # noqa: PLC0415 - optional
    from trial.geometry import _pairs  # noqa: PLC0415 - optional

    coal = CoalCell(cell)
    model, data = coal.arm.model, coal.arm.data
    geometry, owner = pin.GeometryModel(), {}
    flange = model.frames[coal.arm.flange]
    last = flange.placement.homogeneous
    solids = [(name, joint, solid, T) for name, joint, (solid, T) in coal.links]
    solids += [("tool", flange.parentJoint, solid, last @ T) for solid, T in coal.body]
    for side, name in ((1.0, "finger_right"), (-1.0, "finger_left")):
        for solid, T in coal.finger:
            M = T.copy()
            M[0, 3] = side * (T[0, 3] + 0.5 * width)
            solids.append((name, flange.parentJoint, solid, last @ M))
    T_BW = np.linalg.inv(cell.T_WB)
    solids += [
        (thing.name, 0, solid, T_BW @ thing.T_WO @ T) for thing in cell.things for solid, T in coal.things[thing.name]
    ]
    for number, (name, joint, solid, T) in enumerate(solids):
        item = pin.GeometryObject(f"{name}/{number}", joint, pin.SE3(T), solid)
        owner.setdefault(name, []).append(geometry.addGeometryObject(item))
    with Stage(cell) as stage:
        pairs = _pairs(stage, cell)
    for a, b in pairs:
        for i in owner[a]:
            for j in owner[b]:
                geometry.addCollisionPair(pin.CollisionPair(i, j))
    space = pin.GeometryData(geometry)
    return lambda q: bool(pin.computeCollisions(model, data, geometry, space, q, False))


def _differing_whole(cell: Cell, Q: np.ndarray, width: float, check: Callable[[np.ndarray], bool]) -> str:
    """Compare whether anything touches, along the program and on as many random configurations, with coal."""
    coal, rng = _pinocchio(cell, width), np.random.default_rng(6)
    asked = np.vstack((Q, rng.uniform(-np.pi, np.pi, Q.shape)))
    differing = sum(coal(q) != check(q) for q in asked)
    return f"{differing} of {len(asked)} verdicts differ from coal's"


def _own_checks(cell: Cell, Q: np.ndarray, width: float) -> None:
    flanges = joint_poses(cell.robot, cell.T_WB, Q)[:, -1] @ cell.robot.T_flange
    with Stage(cell) as stage:
        stage.arrange(tuple((part.name, part.T_WO) for part in cell.parts), None)
        for q, T in zip(Q, flanges, strict=True):
            stage.meetings(q, width, T)


def _differing(cell: Cell, Q: np.ndarray, width: float, name: str) -> tuple[int, int]:
    """Compare who touches whom along the program and on as many random configurations, pair by pair."""
    from trial.coal_cell import CoalCell, distance  # noqa: PLC0415 - optional
    from trial.geometry import _pairs  # noqa: PLC0415 - optional
    from trial.mujoco_cell import MujocoCell  # noqa: PLC0415 - optional

    coal, mujoco, rng = CoalCell(cell), MujocoCell(cell), np.random.default_rng(5)
    wild = rng.uniform(-np.pi, np.pi, (len(Q) // 10, Q.shape[1]))
    differing = pairs_asked = 0
    with Stage(cell) as stage:
        stage.arrange(tuple((part.name, part.T_WO) for part in cell.parts), None)
        pairs = _pairs(stage, cell)
        for q in np.vstack((Q[::10], wild)):
            T = coal.arm.flange_pose(q)
            ours = {
                tuple(sorted((one.body, one.other))): one.distance
                for one in stage.meetings(q, width, T)
                if one.meets is not Meets.ZONE
            }
            bodies = coal.bodies(q, width) | {each.name: coal.thing(each.name, each.T_WO) for each in cell.things}
            contacts = mujoco.meetings(q, width) if name == "mujoco" else {}
            for pair in pairs:
                mine = ours.get(pair, 1.0)
                far = distance(bodies[pair[0]], bodies[pair[1]])
                if abs(mine) < UNSURE or abs(far) < UNSURE:
                    continue
                pairs_asked += 1
                theirs = contacts.get(pair, 1.0) if name == "mujoco" else far
                differing += (mine < 0.0) != (theirs < 0.0)
    return differing, pairs_asked
