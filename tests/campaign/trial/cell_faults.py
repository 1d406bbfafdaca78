"""Faults of the cell or the parts: the program is clean, what stands there is not as it should be."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
from trial.pin_arm import PinArm
from trial.planted import Harmless, Planted, planned
from trial.program_faults import collides, planted
from trial.work import Work, shifted, thing_of, with_thing, work

from cobot_lab.cell.cell import Cell
from cobot_lab.cell.shape import Box, Cylinder
from cobot_lab.cell.thing import Kind, Label, Thing, Zone
from cobot_lab.motion.actions import Move

Plant = Callable[[np.random.Generator, int], Planted]
CELL_FAULTS: dict[str, Plant] = {}
G = 9.80665
SAME = Label("un obstacle", "an obstacle")


def plants(function: Plant) -> Plant:
    CELL_FAULTS[function.__name__] = function
    return function


def _force(job: Work) -> float:
    text = next(text for role, text in job.lines if role == "force")
    return float(text.removeprefix("force_pince(").removesuffix(")"))


def _part(job: Work, **changes: object) -> Work:
    return replace(job, cell=with_thing(job.cell, "ebauche", **changes))


def _statics(job: Work) -> float:
    """Grip force over the least that holds the part at rest: an upper bound of the margin in motion."""
    part = thing_of(job.cell, "ebauche")
    return 2.0 * part.friction * job.cell.tool.friction * _force(job) / (part.mass * G)


def _weak(kind: str, seed: int, job: Work, what: str) -> Planted:
    margin = _statics(job)
    if margin >= 2.0 or thing_of(job.cell, "ebauche").mass + job.cell.tool.mass > job.cell.robot.payload:
        raise Harmless(f"margin {margin:.2f}")
    why = f"{what}: 2 µ F / (m g) = {margin:.2f} < 2"
    return planted(kind, seed, job, {job.line("close")}, "P06", why)


@plants
def heavy_part(rng: np.random.Generator, seed: int) -> Planted:
    job = work(rng)
    mass = thing_of(job.cell, "ebauche").mass * _statics(job) / float(rng.uniform(0.3, 1.9))
    return _weak("heavy_part", seed, _part(job, mass=mass), f"the part weighs {mass:.3f} kg")


@plants
def slippery_part(rng: np.random.Generator, seed: int) -> Planted:
    job = work(rng)
    friction = thing_of(job.cell, "ebauche").friction / _statics(job) * float(rng.uniform(0.3, 1.9))
    return _weak("slippery_part", seed, _part(job, friction=friction), f"the part's friction is {friction:.4f}")


@plants
def weak_grip(rng: np.random.Generator, seed: int) -> Planted:
    """A part that the default force holds, and the force asked for does not."""
    job = work(rng, "ur3e")
    job = job.put("force", f"force_pince({int(rng.integers(10, 14))})")
    mass = float(rng.uniform(0.8, 1.1))
    job = _part(job, mass=mass)
    job = replace(job, cell=replace(job.cell, robot=replace(job.cell.robot, payload=5.0)))
    return _weak("weak_grip", seed, job, f"{_force(job):.0f} N for {mass:.2f} kg")


@plants
def overload(rng: np.random.Generator, seed: int) -> Planted:
    job = work(rng)
    room = job.cell.robot.payload - job.cell.tool.mass
    job = _part(job, mass=room * float(rng.uniform(1.02, 1.6)), friction=50.0)  # held in any case
    mass = thing_of(job.cell, "ebauche").mass + job.cell.tool.mass
    why = f"{mass:.2f} kg at the flange, {job.cell.robot.payload:.2f} kg allowed"
    return planted("overload", seed, job, {job.line("close")}, "Z05", why)


@plants
def moved_magazine(rng: np.random.Generator, seed: int) -> Planted:
    """Seat and part stand elsewhere: where the gripper closes there is nothing, or a finger comes down on something."""
    job = work(rng)
    off = float(rng.uniform(0.036, 0.07)) * float(rng.choice([-1, 1]))
    x, y = (off, 0.0) if job.cell.robot.name == "ur3e" else (0.0, off)
    cell = job.cell
    for name in ("support_magasin", "ebauche"):
        cell = with_thing(cell, name, T_WO=shifted(thing_of(cell, name).T_WO, x, y))
    clear = np.abs((x, y)).max() - 0.5 * 0.02 > 0.5 * cell.tool.width_max
    if not clear:
        raise Harmless("the part is still between the fingers")
    job = replace(job, cell=cell)
    lines = {job.line("down"), job.line("close"), job.line("lift")}
    return planted(
        "moved_magazine", seed, job, lines, "P01 C01 C02", f"the part lies {1e3 * abs(off):.0f} mm from the place"
    )


@plants
def moved_tray(rng: np.random.Generator, seed: int) -> Planted:
    """The tray stands elsewhere, so that nothing or a wall is under the goal."""
    job = work(rng)
    place, tray = job.cell.place("plateau"), thing_of(job.cell, "bac")
    assert place is not None
    angle = float(rng.uniform(0.0, 2.0 * np.pi))
    far = float(rng.uniform(0.06, 0.2))
    moved = replace(
        job, cell=with_thing(job.cell, "bac", T_WO=shifted(tray.T_WO, far * np.cos(angle), far * np.sin(angle)))
    )
    centre = place.T_WP[:3, 3] + (job.at[0] / 1e3, job.at[1] / 1e3, 0.0)
    floor = moved.cell.things[[thing.name for thing in moved.cell.things].index("bac")]
    box = floor.shapes[0]
    assert isinstance(box, Box)
    local = np.linalg.inv(floor.T_WO @ box.T_OS) @ np.append(centre, 1.0)
    if (np.abs(local[:2]) < 0.5 * np.array(box.size[:2]) + 0.004).all():
        raise Harmless("the middle of the part is still over the tray")
    lines = {moved.line(role) for role in ("over", "place", "open", "up")}
    codes = "P10 P04 P05 C01 C02 C04 G01"
    return planted("moved_tray", seed, moved, lines, codes, "the middle of the part is let go beside the tray, 5 mm up")


@plants
def too_wide(rng: np.random.Generator, seed: int) -> Planted:
    job = work(rng)
    part, most = thing_of(job.cell, "ebauche"), job.cell.tool.width_max
    wide = most + float(rng.uniform(0.001, 0.012))
    box = part.shapes[0]
    assert isinstance(box, Box)
    job = _part(job, shapes=(Box((wide, box.size[1], box.size[2]), box.T_OS),))
    why = f"the part is {1e3 * wide:.0f} mm wide, the gripper opens to {1e3 * most:.0f} mm"
    return planted("too_wide", seed, job, {job.line("down"), job.line("close")}, "C02 P01", why)


@plants
def neighbour_close(rng: np.random.Generator, seed: int) -> Planted:
    """The reference part stands where a finger comes down."""
    job = work(rng)
    part, other = thing_of(job.cell, "ebauche"), thing_of(job.cell, "temoin")
    box = other.shapes[0]
    assert isinstance(box, Box)
    off = 0.5 * job.cell.tool.width_max + 0.5 * box.size[0] + float(rng.uniform(-0.004, 0.004))
    out = part.T_WO[:3, 0] * off * float(rng.choice([-1, 1]))
    T = other.T_WO.copy()
    T[:2, 3] = part.T_WO[:2, 3] + out[:2]
    foot = Box((0.012, box.size[1], box.size[2]), box.T_OS)
    fixture = with_thing(job.cell, "temoin", T_WO=T, shapes=(foot,))
    seat = thing_of(fixture, "support_magasin")
    narrow = tuple(shape for shape in seat.shapes[1:])
    fixture = with_thing(fixture, "support_magasin", shapes=narrow)  # no foot, so that the neighbour stands beside it
    return collides("neighbour_close", seed, replace(job, cell=fixture), "C02", "the neighbour stands under a finger")


def _way(job: Work, role: str) -> list[Move]:
    program, made = planned(job)
    moves = []
    for action in made.actions:
        span = program.span_of(action.step)
        if isinstance(action, Move) and span is not None and span.line == job.line(role):
            moves.append(action)
    return moves


def _obstacle(cell: Cell, name: str, shape: Box | Cylinder, T: np.ndarray) -> Cell:
    thing = Thing(name, SAME, Kind.FIXTURE, (shape,), T, 0.0, 0.6, (0.5, 0.5, 0.5))
    return replace(cell, things=(*cell.things, thing))


@plants
def wall_in_the_way(rng: np.random.Generator, seed: int) -> Planted:
    """A wall 4 mm thin, across the way from the magazine to the tray."""
    job = work(rng)
    move = _way(job, "over")[-1]
    share = float(rng.uniform(0.35, 0.65))
    q = move.trajectory.sample(np.array([share * move.duration]))[0][0]
    point = PinArm(job.cell).tool_pose(q)[:3, 3]
    high = float(point[2] + rng.uniform(-0.004, 0.05))
    along = np.arctan2(point[1], point[0])
    c, s = np.cos(along), np.sin(along)
    T = np.eye(4)
    T[:2, :2] = [[c, -s], [s, c]]
    T[:3, 3] = (point[0], point[1], 0.5 * high)
    wall = Box((0.10, 0.004, high), np.eye(4))
    job = replace(job, cell=_obstacle(job.cell, "mur", wall, T))
    return collides("wall_in_the_way", seed, job, "C01 C04", f"a wall {1e3 * high:.0f} mm high")


@plants
def post_at_the_elbow(rng: np.random.Generator, seed: int) -> Planted:
    """A post where the forearm or the wrist passes."""
    job = work(rng)
    move = _way(job, "over")[-1]
    q = move.trajectory.sample(np.array([float(rng.uniform(0.4, 0.7)) * move.duration]))[0][0]
    link = str(rng.choice([joint.link for joint in job.cell.robot.joints[2:4]]))
    at = PinArm(job.cell).frame_pose(link, q)[:3, 3]
    if np.hypot(at[0], at[1]) < 0.14:
        raise Harmless("it would stand in the base")
    high = float(at[2] + 0.02)
    T = np.eye(4)
    T[:3, 3] = (at[0], at[1], 0.5 * high)
    job = replace(job, cell=_obstacle(job.cell, "poteau", Cylinder(0.012, high, np.eye(4)), T))
    return collides("post_at_the_elbow", seed, job, "C01 C04", f"a post {1e3 * high:.0f} mm high under {link}")


@plants
def zone_on_the_way(rng: np.random.Generator, seed: int) -> Planted:
    job = work(rng)
    move = _way(job, "over")[-1]
    q = move.trajectory.sample(np.array([float(rng.uniform(0.2, 0.8)) * move.duration]))[0][0]
    point = PinArm(job.cell).tool_pose(q)[:3, 3]
    size = float(rng.uniform(0.01, 0.08))
    zone = Zone("interdit", SAME, Box((size, size, size), shifted(np.eye(4), *point)))
    job = replace(job, cell=replace(job.cell, zones=(zone,)))
    return collides(
        "zone_on_the_way", seed, job, "Z03", f"a forbidden cube of {1e3 * size:.0f} mm on the way", zones=True
    )


def _long_part(rng: np.random.Generator) -> tuple[Work, str]:
    """A long part gripped far from its middle: more torque than two pads can hold, however large their lever."""
    job = work(rng, "ur3e")
    part = thing_of(job.cell, "ebauche")
    long, off = float(rng.uniform(0.16, 0.2)), float(rng.uniform(0.05, 0.065))
    box = part.shapes[0]
    assert isinstance(box, Box)
    mass = float(rng.uniform(0.35, 0.5))
    seat = thing_of(job.cell, "support_magasin")
    wide = Box((0.016, long + 0.01, 0.022), seat.shapes[1].T_OS)
    cell = with_thing(job.cell, "support_magasin", shapes=(wide,), T_WO=shifted(seat.T_WO, y=-off))
    cell = with_thing(cell, "ebauche", shapes=(Box((box.size[0], long, box.size[2]), box.T_OS),), mass=mass)
    cell = with_thing(cell, "ebauche", T_WO=shifted(part.T_WO, y=-off))
    cell = with_thing(cell, "temoin", T_WO=shifted(thing_of(cell, "temoin").T_WO, 0.15, 0.05))
    floor = Box((0.30, 0.40, 0.005), thing_of(cell, "bac").shapes[0].T_OS)  # the tray without its walls
    cell = with_thing(cell, "bac", shapes=(floor,))
    job = replace(job, cell=cell).put("force", "force_pince(15)")
    lever = 0.5 * float(np.hypot(0.015, box.size[2]))
    moment, most = mass * G * off, 2.0 * part.friction * job.cell.tool.friction * 15.0 * lever
    if moment <= 1.3 * most or _statics(job) < 2.3:
        raise Harmless(f"{moment:.3f} Nm against at most {most:.3f} Nm")
    return job, f"{moment:.3f} Nm of its own weight against {most:.3f} Nm that friction gives at the pads' corners"


@plants
def held_by_the_end(rng: np.random.Generator, seed: int) -> Planted:
    """Carried away, the part swings down in the gripper."""
    job, why = _long_part(rng)
    return planted("held_by_the_end", seed, job, {job.line("lift"), job.line("close")}, "P02 P03 P06", why)


@plants
def turns_in_the_grip(rng: np.random.Generator, seed: int) -> Planted:
    """Lifted a little and put back: one end stays on the seat, so the part turns in the gripper and is not lost."""
    job, why = _long_part(rng)
    up = int(rng.integers(4, 8))
    for role in ("over", "place"):
        job = job.without(role)
    job = job.put("lift", f"remonter({up})", 'descendre_vers("magasin")')
    job = replace(job, task=replace(job.task, goals=()))
    return planted(
        "turns_in_the_grip", seed, job, {job.line("lift"), job.line("close")}, "P02 P06", f"{why}; lifted {up} mm"
    )


@plants
def never_measured(rng: np.random.Generator, seed: int) -> Planted:
    """A part lighter than any whose grip was compared with mechanics."""
    job = work(rng)
    mass = float(rng.uniform(2e-4, 1.9e-3))
    job = replace(job, cell=with_thing(job.cell, "ebauche", mass=mass))
    return planted("never_measured", seed, job, {job.line("close")}, "P11", f"weighs {1e3 * mass:.1f} g")


@plants
def toppling_neighbour(rng: np.random.Generator, seed: int) -> Planted:
    """The reference part stands with its middle beyond the edge of what bears it, and falls while the program runs."""
    job = work(rng)
    other = thing_of(job.cell, "temoin")
    box = other.shapes[0]
    assert isinstance(box, Box)
    over = float(rng.uniform(0.0005, 0.003))
    side = 0.09 if job.cell.robot.name == "ur3e" else 0.07
    foot = Box((box.size[0], box.size[1], 0.015), np.eye(4))
    T_foot, T_part = np.eye(4), other.T_WO.copy()
    T_foot[:3, 3] = (other.T_WO[0, 3] + side, other.T_WO[1, 3] - 0.02, 0.0075)
    T_part[:3, 3] = T_foot[:3, 3] + (0.5 * box.size[0] + over, 0.0, 0.0075 + 0.5 * box.size[2])
    cell = _obstacle(with_thing(job.cell, "temoin", T_WO=T_part), "socle", foot, T_foot)
    why = f"its middle is {1e3 * over:.1f} mm beyond the edge that bears it"
    lines = set(range(1, len(job.lines) + 1))
    return planted("toppling_neighbour", seed, replace(job, cell=cell), lines, "P05", why)


def _motor(kind: str, seed: int, job: Work, factor: float, codes: str, what: str) -> Planted:
    arm, joints = PinArm(job.cell), job.cell.robot.joints
    _, made = planned(job)
    q = [action.trajectory.q for action in made.actions if isinstance(action, Move)]
    needed = np.max([np.abs(arm.holding_torque(each)) for each in np.vstack(q)[::10]], axis=0)
    number = int(np.argmax(needed))
    effort = float(needed[number] * factor)
    spoilt = tuple(replace(joint, effort_max=effort) if i == number else joint for i, joint in enumerate(joints))
    job = replace(job, cell=replace(job.cell, robot=replace(job.cell.robot, joints=spoilt)))
    why = f"{what}: {joints[number].name} needs {needed[number]:.1f} Nm to hold the bare arm, has {effort:.1f} Nm"
    return planted(kind, seed, job, set(range(1, len(job.lines) + 1)), codes, why)


@plants
def motor_gives_way(rng: np.random.Generator, seed: int) -> Planted:
    """It cannot even hold the bare arm: it has to be told that the joint does not follow."""
    return _motor("motor_gives_way", seed, work(rng), float(rng.uniform(0.5, 0.9)), "P07", "gives way")


@plants
def motor_strained(rng: np.random.Generator, seed: int) -> Planted:
    """It holds the bare arm with more than 80 % of what it has."""
    return _motor("motor_strained", seed, work(rng), float(rng.uniform(1.0, 1.2)), "P08", "strained")
