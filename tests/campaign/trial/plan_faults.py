"""Faults of a plan, or of a cell that allows less than the plan was made for: plans may come from elsewhere.

Peaks are taken from plain finite differences of the sampled curve and from Pinocchio's kinematics, not from the
verifier's own formulas.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
from trial.pin_arm import PinArm
from trial.planted import Harmless, Planted, Spoil, planned
from trial.work import Work, work

from cobot_lab.cell.cell import Cell
from cobot_lab.motion.actions import Move, Path, Read
from cobot_lab.motion.plan_data import Plan
from cobot_lab.motion.trajectory import Trajectory

Plant = Callable[[np.random.Generator, int], Planted]
PLAN_FAULTS: dict[str, Plant] = {}
DT = 1e-3
"""Time between samples for finite differences: a controller's millisecond [s]."""


def plants(function: Plant) -> Plant:
    PLAN_FAULTS[function.__name__] = function
    return function


def _planted(kind: str, seed: int, job: Work, lines: set[int], codes: str, why: str, spoil: Spoil) -> Planted:
    return Planted(kind, seed, job, frozenset(lines), frozenset(codes.split()), why, spoil)


def _moves(job: Work) -> list[tuple[int, Move, int]]:
    """Number of the action, the move, and the line it belongs to."""
    program, made = planned(job)
    found = []
    for number, action in enumerate(made.actions):
        span = program.span_of(action.step)
        if isinstance(action, Move) and span is not None and action.duration > 0.1:
            found.append((number, action, span.line))
    return found


def _sampled(move: Move) -> tuple[np.ndarray, np.ndarray]:
    t = np.arange(0.0, move.duration, DT)
    return t, move.trajectory.sample(t)[0]


def _differences(move: Move, order: int) -> np.ndarray:
    """Peaks of a derivative of each joint, by finite differences."""
    _, q = _sampled(move)
    return np.abs(np.diff(q, n=order, axis=0) / DT**order).max(axis=0)


def _stricter(cell: Cell, number: int, **limits: float) -> Cell:
    joints = tuple(replace(joint, **limits) if i == number else joint for i, joint in enumerate(cell.robot.joints))
    return replace(cell, robot=replace(cell.robot, joints=joints))


def _over_a_limit(kind: str, seed: int, rng: np.random.Generator, order: int, name: str, code: str) -> Planted:
    """One joint may do less than the plan asks of it; right are the lines whose own peak is above the new limit."""
    job = work(rng)
    moves = _moves(job)
    peaks = np.array([_differences(move, order) for _, move, _ in moves])
    joint = int(rng.integers(peaks.shape[1]))
    top = float(peaks[:, joint].max())
    if top < 1e-2:
        raise Harmless("the joint does not move")
    limit = top * float(rng.uniform(0.55, 0.97))
    lines = {line for (_, _, line), peak in zip(moves, peaks[:, joint], strict=True) if peak > 0.97 * limit}
    why = f"{job.cell.robot.joints[joint].name} peaks at {top:.3f}, may do {limit:.3f} (differences of order {order})"
    return _planted(
        kind, seed, job, lines, code, why, lambda made, cell: (made, _stricter(cell, joint, **{name: limit}))
    )


@plants
def joint_speed_over(rng: np.random.Generator, seed: int) -> Planted:
    return _over_a_limit("joint_speed_over", seed, rng, 1, "qd_max", "M04 M07")


@plants
def joint_acceleration_over(rng: np.random.Generator, seed: int) -> Planted:
    return _over_a_limit("joint_acceleration_over", seed, rng, 2, "qdd_max", "M05")


@plants
def joint_jerk_over(rng: np.random.Generator, seed: int) -> Planted:
    return _over_a_limit("joint_jerk_over", seed, rng, 3, "qddd_max", "M06")


@plants
def joint_range_left(rng: np.random.Generator, seed: int) -> Planted:
    job = work(rng)
    moves = _moves(job)
    joint = int(rng.integers(len(job.cell.robot.joints)))
    tops = np.array([_sampled(move)[1][:, joint].max() for _, move, _ in moves])
    bottom = min(float(_sampled(move)[1][:, joint].min()) for _, move, _ in moves)
    if tops.max() - bottom < 0.05:
        raise Harmless("the joint hardly moves")
    limit = float(tops.max() - rng.uniform(0.01, 0.9) * (tops.max() - bottom))
    lines = {line for (_, _, line), top in zip(moves, tops, strict=True) if top > limit}
    why = f"{job.cell.robot.joints[joint].name} goes to {tops.max():.3f} rad, its range ends at {limit:.3f}"
    return _planted(
        "joint_range_left", seed, job, lines, "M03", why, lambda made, cell: (made, _stricter(cell, joint, q_max=limit))
    )


def _tool_peaks(job: Work, moves: list[tuple[int, Move, int]]) -> np.ndarray:
    arm, peaks = PinArm(job.cell), []
    for _, move, _ in moves:
        t = np.arange(0.0, move.duration, 4e-3)
        points = np.array([arm.tool_pose(q)[:3, 3] for q in move.trajectory.sample(t)[0]])
        peaks.append(float(np.linalg.norm(np.diff(points, axis=0), axis=1).max() / 4e-3))
    return np.array(peaks)


@plants
def tool_too_fast(rng: np.random.Generator, seed: int) -> Planted:
    job = work(rng)
    moves = _moves(job)
    peaks = _tool_peaks(job, moves)
    limit = float(peaks.max() * rng.uniform(0.6, 0.98))
    lines = {line for (_, _, line), peak in zip(moves, peaks, strict=True) if peak > 0.97 * limit}
    why = f"the tool point reaches {1e3 * peaks.max():.0f} mm/s, {1e3 * limit:.0f} mm/s are allowed"

    def spoil(made: Plan, cell: Cell) -> tuple[Plan, Cell]:
        return made, replace(cell, limits=replace(cell.limits, tool_speed=limit))

    return _planted("tool_too_fast", seed, job, lines, "Z01", why, spoil)


@plants
def surface_too_fast(rng: np.random.Generator, seed: int) -> Planted:
    """The tool point is a point of the moving surface as good as any: what it does, the surface does."""
    job = work(rng)
    moves = _moves(job)
    peaks = _tool_peaks(job, moves)
    limit = float(peaks.max() * rng.uniform(0.6, 0.98))
    lines = {line for _, _, line in moves}
    why = f"the gripper reaches {1e3 * peaks.max():.0f} mm/s, {1e3 * limit:.0f} mm/s are allowed for any surface"

    def spoil(made: Plan, cell: Cell) -> tuple[Plan, Cell]:
        return made, replace(cell, limits=replace(cell.limits, surface_speed=limit))

    return _planted("surface_too_fast", seed, job, lines, "Z02", why, spoil)


def _changed(made: Plan, number: int, trajectory: Trajectory) -> Plan:
    move = made.actions[number]
    assert isinstance(move, Move)
    actions = (*made.actions[:number], replace(move, trajectory=trajectory), *made.actions[number + 1 :])
    return replace(made, actions=actions)


@plants
def played_too_fast(rng: np.random.Generator, seed: int) -> Planted:
    """One move in less time than it was planned for."""
    job = work(rng)
    moves = _moves(job)
    number, move, line = moves[int(rng.integers(len(moves)))]
    factor = float(rng.uniform(1.1, 3.0))
    jerk = _differences(move, 3) * factor**3
    limits = np.array([joint.qddd_max for joint in job.cell.robot.joints])
    if not (jerk > 1.05 * limits).any():
        raise Harmless("still within every limit")
    curve = move.trajectory
    quick = Trajectory(curve.t / factor, curve.q.copy(), curve.qd * factor)
    why = f"{factor:.2f} times as fast: jerk {float((jerk / limits).max()):.2f} of its limit by finite differences"
    codes = "M04 M05 M06 M07 Z01 Z02"
    return _planted(
        "played_too_fast", seed, job, {line}, codes, why, lambda made, cell: (_changed(made, number, quick), cell)
    )


@plants
def jump(rng: np.random.Generator, seed: int) -> Planted:
    """A move begins elsewhere than the last one ended."""
    job = work(rng)
    moves = _moves(job)
    number, move, line = moves[int(rng.integers(1, len(moves)))]
    shift = np.zeros(move.trajectory.q.shape[1])
    joint = int(rng.integers(len(shift)))
    shift[joint] = float(rng.uniform(1e-5, 0.3)) * float(rng.choice([-1, 1]))
    curve = move.trajectory
    moved = Trajectory(curve.t.copy(), curve.q + shift, curve.qd.copy())
    following = [other for n, _, other in moves if n > number][:1]
    why = f"joint {joint + 1} jumps by {abs(shift[joint]):.5f} rad between two moves"
    lines = {line, *following}
    return _planted("jump", seed, job, lines, "M10", why, lambda made, cell: (_changed(made, number, moved), cell))


@plants
def bent_line(rng: np.random.Generator, seed: int) -> Planted:
    job = work(rng).before("above", 'mode("ligne")')
    lines = [each for each in _moves(job) if each[1].path is Path.LINE]
    number, move, line = lines[int(rng.integers(len(lines)))]
    curve, arm = move.trajectory, PinArm(job.cell)
    size = float(rng.uniform(2e-3, 2e-2))
    joint = int(rng.integers(4))
    bend = np.zeros_like(curve.q)
    bend[:, joint] = size * np.sin(np.pi * curve.t / curve.duration) ** 2
    rate = np.zeros_like(curve.q)
    rate[:, joint] = size * np.pi / curve.duration * np.sin(2 * np.pi * curve.t / curve.duration)
    bent = Trajectory(curve.t.copy(), curve.q + bend, curve.qd + rate)
    points = np.array([arm.tool_pose(q)[:3, 3] for q in bent.sample(np.linspace(0.0, bent.duration, 60))[0]])
    way = points[-1] - points[0]
    away = points - points[0] - np.outer((points - points[0]) @ way / (way @ way), way)
    deviation = float(np.linalg.norm(away, axis=1).max())
    if deviation < 2e-4:
        raise Harmless(f"{1e6 * deviation:.0f} µm off the line")
    why = f"the tool point leaves its line by {1e3 * deviation:.2f} mm (Pinocchio)"
    return _planted("bent_line", seed, job, {line}, "M09", why, lambda made, cell: (_changed(made, number, bent), cell))


@plants
def wrist_flip(rng: np.random.Generator, seed: int) -> Planted:
    """In the middle of a line the wrist turns over to the other solution that holds the tool alike."""
    job = work(rng).before("above", 'mode("ligne")')
    lines = [each for each in _moves(job) if each[1].path is Path.LINE]
    number, move, line = lines[int(rng.integers(len(lines)))]
    curve = move.trajectory
    n = curve.q.shape[1]
    other = np.zeros(n)
    other[3], other[5] = np.pi, -np.pi
    share = np.clip((curve.t / curve.duration - 0.4) / 0.2, 0.0, 1.0)[:, None]
    s = share * share * (3 - 2 * share)
    flipped = curve.q + s * (other + np.eye(n)[4] * -2.0 * curve.q)
    t = curve.t
    rate = np.gradient(flipped, t, axis=0)
    rate[0] = rate[-1] = 0.0
    turned = Trajectory(t.copy(), flipped, rate)
    arm = PinArm(job.cell)
    middle = turned.sample(np.array([0.5 * turned.duration]))[0][0]
    wanted = curve.sample(np.array([0.5 * curve.duration]))[0][0]
    off = float(np.linalg.norm(arm.tool_pose(middle)[:3, 3] - arm.tool_pose(wanted)[:3, 3]))
    if off < 1e-3:
        raise Harmless("the tool hardly moves")
    codes = "M03 M04 M05 M06 M07 M09 M10 Z01 Z02 C01 C02 C03 C04"
    why = f"the wrist turns over in the line; the tool strays by {1e3 * off:.0f} mm (Pinocchio)"
    return _planted(
        "wrist_flip", seed, job, {line}, codes, why, lambda made, cell: (_changed(made, number, turned), cell)
    )


@plants
def near_singular_line(rng: np.random.Generator, seed: int) -> Planted:
    """A joint cannot follow a line at the line's own speed; the line creeps there so that nobody notices."""
    job = work(rng).before("above", 'mode("ligne")')
    lines = [each for each in _moves(job) if each[1].path is Path.LINE]
    number, move, line = lines[int(rng.integers(len(lines)))]
    curve, arm = move.trajectory, PinArm(job.cell)
    t = np.linspace(0.0, curve.duration, 400)
    q, qd, _, _ = curve.sample(t)
    peak = np.abs(qd).max(axis=0)
    joint = int(np.argmax(peak))
    limit = float(peak[joint] * rng.uniform(0.5, 0.85))
    slower = np.maximum(1.0, np.abs(qd[:, joint]) / (0.9 * limit))
    warped = np.concatenate(([0.0], np.cumsum(0.5 * (slower[1:] + slower[:-1]) * np.diff(t))))
    creeping = Trajectory(warped, q, qd / slower[:, None])
    speeds = [float(np.linalg.norm((arm.jacobian(a) @ b)[:3])) for a, b in zip(q, qd / slower[:, None], strict=True)]
    middle = int(np.argmax(np.abs(qd[:, joint])))
    way = (arm.jacobian(q[middle]) @ qd[middle])[:3]
    needed = np.linalg.lstsq(
        arm.jacobian(q[middle]), np.concatenate((way, np.zeros(3))) / np.linalg.norm(way), rcond=None
    )[0]
    ratio = abs(float(needed[joint])) * max(speeds) / limit
    if not ratio > 1.02:
        raise Harmless(f"ratio {ratio:.2f}")

    def spoil(made: Plan, cell: Cell) -> tuple[Plan, Cell]:
        loose = {"qdd_max": 1e3, "qddd_max": 1e6}
        for i in range(len(cell.robot.joints)):
            cell = _stricter(cell, i, **loose)
        return _changed(made, number, creeping), _stricter(cell, joint, qd_max=limit)

    why = f"at the line's own speed joint {joint + 1} would need {ratio:.2f} of its limit (Pinocchio's Jacobian)"
    return _planted("near_singular_line", seed, job, {line}, "M07", why, spoil)


@plants
def corner_cut(rng: np.random.Generator, seed: int) -> Planted:
    """A rounded corner is passed farther off than the plan admits."""
    job = work(rng).before("above", 'mode("ligne")').before("above", f"arrondir({int(rng.integers(15, 31))})")
    program, made = planned(job)
    blends = [(i, action) for i, action in enumerate(made.actions) if isinstance(action, Move) and action.corners]
    if not blends:
        raise Harmless("no corner was rounded")
    number, move = blends[int(rng.integers(len(blends)))]
    arm = PinArm(job.cell)
    points = np.array([arm.tool_pose(q)[:3, 3] for q in _sampled(move)[1][::4]])
    which = int(rng.integers(len(move.corners)))
    corner = move.corners[which]
    sharp = job.cell.T_WB[:3, :3] @ np.array(corner.at) + job.cell.T_WB[:3, 3]
    passed = float(np.linalg.norm(points - sharp, axis=1).min())
    said = passed * float(rng.uniform(0.1, 0.8))
    if passed - said < 3e-4:
        raise Harmless("hardly cut")
    lied = replace(corner, deviation=said)
    corners = (*move.corners[:which], lied, *move.corners[which + 1 :])
    spans = [program.span_of(step) for step in {move.step, corner.step}]
    lines = {span.line for span in spans if span is not None}

    def spoil(made: Plan, cell: Cell) -> tuple[Plan, Cell]:
        action = replace(made.actions[number], corners=corners)  # type: ignore[call-arg]
        return replace(made, actions=(*made.actions[:number], action, *made.actions[number + 1 :])), cell

    why = f"passes the corner at {1e3 * passed:.1f} mm (Pinocchio), the plan says {1e3 * said:.1f} mm"
    return _planted("corner_cut", seed, job, lines, "M20", why, spoil)


@plants
def answer_left_out(rng: np.random.Generator, seed: int) -> Planted:
    """The plan has no way for what the gripper says once it holds the part."""
    job = work(rng)
    job = job.before(str(rng.choice(["lift", "over", "place"])), "afficher(piece_tenue())")

    def spoil(made: Plan, cell: Cell) -> tuple[Plan, Cell]:
        actions = (replace(each, may_see=(False,)) if isinstance(each, Read) else each for each in made.actions)
        return replace(made, actions=tuple(actions)), cell

    why = "the fingers have closed on the part, and the plan foresees an empty gripper only"
    return _planted("answer_left_out", seed, job, {job.line("planted")}, "B54", why, spoil)
