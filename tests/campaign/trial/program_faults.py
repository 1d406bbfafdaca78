"""Faults of what a pupil writes. Each says by which rule of geometry or logic it truly is one."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from trial.coal_cell import CoalCell, distance
from trial.oracle import Touch, touches
from trial.planted import Harmless, Planted, planned
from trial.work import Work, thing_of, work

Plant = Callable[[np.random.Generator, int], Planted]
PROGRAM_FAULTS: dict[str, Plant] = {}
DEEP = 5e-4
"""Overlap from which coal's verdict counts as a true collision [m]."""


def plants(function: Plant) -> Plant:
    PROGRAM_FAULTS[function.__name__] = function
    return function


def planted(function: str, seed: int, job: Work, lines: set[int], codes: str, why: str) -> Planted:
    return Planted(function, seed, job, frozenset(lines), frozenset(codes.split()), why)


def collides(
    kind: str, seed: int, job: Work, codes: str, why: str, *, zones: bool = False, early: frozenset[int] = frozenset()
) -> Planted:
    """Plant a fault if, by coal, bodies truly overlap; right are the lines up to the first touch."""
    program, made = planned(job)
    near: set[int] = set()
    first: Touch | None = None
    for touch in touches(made, job.cell, zones=zones):
        if touch.distance < -DEEP:
            first = touch
            break
        if touch.distance < job.cell.limits.clearance + 5e-4:
            near.add(touch.step)
    if first is None:
        raise Harmless("nothing touches")
    spans = [program.span_of(step) for step in {first.step, *(step for step in near if step >= first.step - 1)}]
    lines = {span.line for span in spans if span is not None} | early
    why = f"{why}; coal: {first.body} {-1e3 * first.distance:.1f} mm into {first.other} at {first.t:.2f} s"
    return planted(kind, seed, job, lines, codes, why)


def target(job: Work, x: float = 0.0, y: float = 0.0, z: float = 0.0) -> str:
    dx, dy = job.at
    return f'decale("plateau", {dx + x:g}, {dy + y:g}, {z:g})'


@plants
def missing_open(rng: np.random.Generator, seed: int) -> Planted:
    job = work(rng).without("open")
    return planted("missing_open", seed, job, {job.line("rest")}, "G03 G01", "no opening stands after the closing")


@plants
def missing_close(rng: np.random.Generator, seed: int) -> Planted:
    job = work(rng).without("close")
    lines = {job.line(role) for role in ("place", "open", "rest")}
    return planted("missing_close", seed, job, lines, "L21 G01 C01", "the gripper never closes")


@plants
def missing_rest(rng: np.random.Generator, seed: int) -> Planted:
    job = work(rng).without("rest")
    _, made = planned(job)
    away = np.abs(made.actions[-1].trajectory.q[-1] - job.cell.robot.q_rest).max()  # type: ignore[union-attr]
    if away < 0.02:
        raise Harmless("ends at rest")
    return planted("missing_rest", seed, job, {job.line("up")}, "G02 L30", f"ends {away:.2f} rad from rest")


@plants
def lowered_approach(rng: np.random.Generator, seed: int) -> Planted:
    """Down to beside the seat, deep enough for the fingertips to reach into its foot."""
    job = work(rng)
    deep = int(rng.integers(27, 34))
    job = job.put("down", f'descendre_vers(decale("magasin", 0, 0, -{deep}))')
    return collides("lowered_approach", seed, job, "C01 C02", f"down {deep} mm too far")


@plants
def lowered_place(rng: np.random.Generator, seed: int) -> Planted:
    job = work(rng)
    deep = int(rng.integers(10, 50)) / 10
    job = job.put("place", f"descendre_vers({target(job, z=-deep)})")
    return collides("lowered_place", seed, job, "C01 C04", f"pressed {deep} mm into the tray")


@plants
def closes_above(rng: np.random.Generator, seed: int) -> Planted:
    job = work(rng)
    high = int(rng.integers(8, 30))
    job = job.put("down", f'descendre_vers(decale("magasin", 0, 0, {high}))')
    over = high - 2 - 4
    return planted(
        "closes_above", seed, job, {job.line("close")}, "P01", f"the fingertips close {over} mm above the part"
    )


@plants
def closes_beside(rng: np.random.Generator, seed: int) -> Planted:
    """Along the fingers' pads, past the end of the part."""
    job = work(rng)
    side = int(rng.integers(44, 60)) * int(rng.choice([-1, 1]))
    x, y = (0, side) if job.cell.robot.name == "ur3e" else (side, 0)
    job = job.put("above", f'aller_au_dessus(decale("magasin", {x}, {y}, 45), 40)')
    job = job.put("down", f'descendre_vers(decale("magasin", {x}, {y}, 45))')
    return planted(
        "closes_beside", seed, job, {job.line("close")}, "P01", f"closes {abs(side) - 32} mm beside the part"
    )


@plants
def swapped_points(rng: np.random.Generator, seed: int) -> Planted:
    job = work(rng)
    here, there = '"magasin"', target(job)
    up = int(rng.integers(60, 76))
    job = job.put("above", f"aller_au_dessus({there}, {up})").put("down", f"descendre_vers({there})")
    job = job.put("over", f"aller_au_dessus({here}, {up})").put("place", f"descendre_vers({here})")
    lines = {job.line("down"), job.line("close"), job.line("place")}  # shut fingers come down on the part there
    return planted(
        "swapped_points", seed, job, lines, "P01 C02", "no part lies where the gripper closes: the tray is empty"
    )


@plants
def swapped_steps(rng: np.random.Generator, seed: int) -> Planted:
    """Closed first, then down: shut fingers cannot take anything."""
    job = work(rng)
    job = job.without("close").before("down", "fermer_pince()", "close")
    lines = {job.line("close"), job.line("down")}
    codes = "P01 L23 L22 C02 C01 C04"
    return planted("swapped_steps", seed, job, lines, codes, "the gripper closes above the part, with nothing between")


@plants
def dropped_from_high(rng: np.random.Generator, seed: int) -> Planted:
    job = work(rng)
    high = int(rng.integers(5, 45))
    job = job.put("place", f"descendre_vers({target(job, z=high)})")
    lines = {job.line("open")}
    return planted("dropped_from_high", seed, job, lines, "P10", f"let go {high} mm above the tray")


@plants
def put_on_the_edge(rng: np.random.Generator, seed: int) -> Planted:
    """On the rim of the inspection post, with its middle beyond it: borne when it is let go, it tips over then."""
    job = work(rng)
    over = int(rng.integers(1, 7))
    x, y = (-30 - over, 0) if job.cell.robot.name == "ur3e" else (0, -30 - over)
    spot = f'decale("controle", {x}, {y}, 0)'
    job = job.put("over", f"aller_au_dessus({spot}, 60)").put("place", f"descendre_vers({spot})")
    why = f"its middle is {over} mm beyond the edge of the post"
    return planted("put_on_the_edge", seed, job, {job.line("open")}, "P04", why)


@plants
def opened_on_the_way(rng: np.random.Generator, seed: int) -> Planted:
    job = work(rng)
    job = job.before("over", "ouvrir_pince()")
    lines = {job.line("planted"), job.line("open")}
    return planted("opened_on_the_way", seed, job, lines, "P10 L21", "let go high above the magazine")


@plants
def wrong_place(rng: np.random.Generator, seed: int) -> Planted:
    job = work(rng)
    off = int(rng.integers(4, 20)) * int(rng.choice([-1, 1]))
    job = job.put("place", f"descendre_vers({target(job, y=off)})")
    return planted(
        "wrong_place", seed, job, {job.line("rest")}, "G01", f"put {abs(off)} mm beside the goal, on the flat tray"
    )


@plants
def too_long(rng: np.random.Generator, seed: int) -> Planted:
    job = work(rng)
    wait = int(job.task.duration_max) + int(rng.integers(1, 20))
    waits = [f"attendre({min(wait, 60)})", *([f"attendre({wait - 60})"] if wait > 60 else [])]
    job = job.before("over", waits[0], "w1")
    job = job.before("over", waits[1], "w2") if len(waits) > 1 else job
    lines = {number for number, (role, _) in enumerate(job.lines, start=1) if role in {"w1", "w2", "over", "place"}}
    lines |= {job.line("open"), job.line("up"), job.line("rest")}
    return planted("too_long", seed, job, lines, "Z04", f"waits {wait} s alone, of {job.task.duration_max} s")


@plants
def opens_too_little(rng: np.random.Generator, seed: int) -> Planted:
    job = work(rng)
    width = 20.0 + int(rng.integers(0, 20)) / 100
    job = job.put("open", f"ouvrir_pince({width})")
    return planted("opens_too_little", seed, job, {job.line("open")}, "P09", f"opens to {width} mm around 20 mm ± 0.1")


@plants
def out_of_reach(rng: np.random.Generator, seed: int) -> Planted:
    job = work(rng)
    far = int(rng.integers(450, 900))
    job = job.put("over", f"aller_au_dessus({target(job, x=far)}, 60)")
    place = job.cell.place("plateau")
    assert place is not None
    arm = sum(float(np.linalg.norm(joint.T_origin[:3, 3])) for joint in job.cell.robot.joints[1:])
    shoulder = job.cell.T_WB[:3, 3] + job.cell.robot.joints[0].T_origin[:3, 3]
    away = float(np.linalg.norm(place.T_WP[:3, 3] + (far / 1e3, 0.0, 0.0) - shoulder))
    longest = (
        arm + float(np.linalg.norm(job.cell.tool.T_FT[:3, 3])) + float(np.linalg.norm(job.cell.robot.T_flange[:3, 3]))
    )
    if away <= longest:
        raise Harmless(f"{away:.3f} m is within {longest:.3f} m")
    return planted(
        "out_of_reach", seed, job, {job.line("over")}, "M01", f"{away:.2f} m away, the arm is {longest:.2f} m long"
    )


@plants
def turned_part(rng: np.random.Generator, seed: int) -> Planted:
    job = work(rng)
    turn = int(rng.integers(14, 60)) * int(rng.choice([-1, 1]))
    job = job.before("place", f"tourner_outil({turn})").put("place", "decaler(0, 0, -60)")
    job = job.put("over", f"aller_au_dessus({target(job)}, 60)")
    return planted(
        "turned_part", seed, job, {job.line("rest")}, "G05", f"turned by {turn}° in the gripper before it is put down"
    )


@plants
def no_lift(rng: np.random.Generator, seed: int) -> Planted:
    """Sideways at once after closing, low above the seat, towards the neighbour."""
    job = work(rng)
    part, other = thing_of(job.cell, "ebauche"), thing_of(job.cell, "temoin")
    way = 1e3 * (other.T_WO[:2, 3] - part.T_WO[:2, 3]) * float(rng.uniform(0.8, 1.1))
    up = int(rng.integers(6, 12))
    job = job.put("lift", f"remonter({up})", f"decaler({way[0]:.0f}, {way[1]:.0f}, 0)")
    return collides("no_lift", seed, job, "C01 C02 C04", f"lifted {up} mm only, then moved over to the neighbour")


@plants
def self_collision(rng: np.random.Generator, seed: int) -> Planted:
    """One joint turned far enough for the arm to fold into itself, by coal."""
    job = work(rng)
    cell = job.cell
    turned = {}
    for joint in (2, 3, 4, 5):
        low, high = cell.robot.joints[joint - 1].q_min, cell.robot.joints[joint - 1].q_max
        now = float(cell.robot.q_rest[joint - 1])
        turned[joint] = float(np.clip(now + rng.normal(0.0, 1.0), max(low, -2.9), min(high, 2.9)))
    q = cell.robot.q_rest.copy()
    for joint, angle in turned.items():
        q[joint - 1] = round(np.degrees(angle), 1) * np.pi / 180.0
    coal = CoalCell(cell)
    at_rest, folded = coal.bodies(cell.robot.q_rest, cell.tool.width_max), coal.bodies(q, cell.tool.width_max)
    names = list(folded)
    joints = {name: number for name, number, _ in coal.links} | dict.fromkeys(
        ("tool", "finger_right", "finger_left"), 99
    )
    deepest = ("", "", 0.0)
    for i, a in enumerate(names):
        for b in names[i + 1 :]:
            near = abs(min(joints[a], len(q)) - min(joints[b], len(q))) <= 1
            if near or distance(at_rest[a], at_rest[b]) < 0.0:
                continue
            deepest = min(deepest, (a, b, distance(folded[a], folded[b])), key=lambda found: found[2])
    if deepest[2] > -DEEP:
        raise Harmless("does not fold into itself")
    for joint, angle in turned.items():
        job = job.before("above", f"articulation({joint}, {np.degrees(angle):.1f})", "fold")
    planned(job)
    lines = {number for number, (role, _) in enumerate(job.lines, start=1) if role == "fold"}
    why = f"coal: {deepest[0]} {-1e3 * deepest[2]:.1f} mm into {deepest[1]}"
    return planted("self_collision", seed, job, lines, "C03 C01 C02", why)


@plants
def neighbour_taken(rng: np.random.Generator, seed: int) -> Planted:
    """The reference part is put elsewhere; nobody asked for that."""
    job = work(rng, "ur3e")
    other, place = thing_of(job.cell, "temoin"), job.cell.place("magasin")
    assert place is not None
    off = 1e3 * (other.T_WO[:3, 3] - place.T_WP[:3, 3])
    spot = f'decale("magasin", {off[0]:.0f}, {off[1]:.0f}, {off[2] + 15:.0f})'
    away = int(rng.integers(4, 30))
    for text in (
        f"aller_au_dessus({spot}, 60)",
        f"descendre_vers({spot})",
        "fermer_pince()",
        "remonter(30)",
        f"decaler({away}, 0, 0)",
        "decaler(0, 0, -30)",
        "ouvrir_pince()",
        "remonter(80)",
    ):
        job = job.before("above", text, "grip" if text.startswith("fermer") else "more")
    return planted("neighbour_taken", seed, job, {job.line("grip")}, "G04", f"the reference part ends {away} mm away")
