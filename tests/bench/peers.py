"""What others would use for the same job, in one run: `python tests/bench/peers.py`.

Geometry, trajectories and poses are identical for everyone; each peer is optional and named as absent when it cannot be
imported. Times are the least of several: what else the machine does only ever adds. The table is printed and written to
`tests/bench/RESULTS.md`; `--quick` looks at fewer poses and a shorter program, and writes nothing.

Measured are the sweep of a whole program for every approach nearer than the clearance against 1001 configurations asked
for contacts, four blanks from the text to a plan whose motion is judged, the physics of a long program against the arm
alone, how soon an answer is there, and inverse kinematics with 5 % near-singular poses against roboticstoolbox with its
defaults. What the campaign counted last (`tests/campaign/run.py --write`) is put into the same table.
"""

from __future__ import annotations

import argparse
import os
import sys
from importlib.util import find_spec
from pathlib import Path
from time import perf_counter
from typing import Any

import numpy as np
from rich.console import Console

from cobot_lab.cell.cell import Cell
from cobot_lab.cell.load import load_cell
from cobot_lab.motion.inverse import Inverse
from cobot_lab.motion.kinematics import forward, jacobian
from cobot_lab.motion.toolbox import Toolbox
from cobot_lab.school.lesson import load_lesson
from cobot_lab.verify.criteria import CRITERIA
from cobot_lab.verify.played import simulate
from cobot_lab.verify.subject import Subject

sys.path.insert(0, str(Path(__file__).parent))

from answers import answers
from collisions import collisions
from floor import arm_only
from four_blanks import INTERPRETER, four_blanks
from table import Line, best, markdown, planned, table

RESULTS = Path(__file__).with_name("RESULTS.md")
PEERS = {
    "mujoco": "mujoco",
    "coal": "coal",
    "pinocchio": "pinocchio",
    "pydrake": "drake",
    "tesseract_robotics": "tesseract-robotics",
    "pybullet_planning": "pybullet_planning",
    "mplib": "mplib",
}


def main() -> None:
    """Measure and show."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--quick", action="store_true", help="fewer poses, a shorter program; RESULTS.md stays as it is"
    )
    quick: bool = parser.parse_args().quick
    console, lines = Console(width=150), []
    for job in (collisions, four_blanks, _physics, answers, _inverse):
        for line in job(quick):
            lines.append(line)
            console.print(f"{line.target} {line.what}: {line.ours} | {line.peer} | {line.ratio}", soft_wrap=True)
    lines.sort(key=lambda line: (not line.target.startswith("G"), int(line.target[1:] or 0)))
    elsewhere = {"mplib"} if os.environ.get(INTERPRETER) else set()
    absent = [name for module, name in PEERS.items() if find_spec(module) is None and name not in elsewhere]
    console.print(table(lines))
    console.print(f"absent here: {', '.join(absent) or 'none'}")
    if not quick:
        RESULTS.write_text(markdown(lines, absent), encoding="utf-8")


def _physics(quick: bool) -> list[Line]:
    lesson = load_lesson("01" if quick else "03")
    cell = load_cell(lesson.cell)
    made = planned((lesson.folder / "solution.py").read_text(encoding="utf-8"), cell)
    subject = Subject(made, cell, lesson.task)
    story = subject.story
    times = 1 if quick else 2
    floor, ours = best(lambda: arm_only(made, cell), times), best(lambda: simulate(cell, story, CRITERIA), times)
    said = f"{ours:.2f} s ({made.duration / ours:.0f} × real time)"
    peer = f"arm alone {floor:.2f} s ({made.duration / floor:.0f} × real time)"
    ratio = ours / floor
    return [
        Line(
            "G3",
            f"physics of {made.duration:.0f} s",
            said,
            peer,
            f"{ratio:.2f} (wanted ≤ 1.15)",
            "yes" if ratio <= 1.15 else "no",
        )
    ]


def _inverse(quick: bool) -> list[Line]:
    lines = []
    for arm in ("ur3e", "ned2"):
        cell = load_cell(Path(load_lesson("01").folder).parents[1] / "robots" / arm / "cells" / "atelier.toml")
        poses = _poses(cell, (200, 10) if quick else (9500, 500))
        lines.append(_inverse_of(cell, arm, poses, 40 if quick else 400))
    return lines


def _poses(cell: Cell, counts: tuple[int, int]) -> list[np.ndarray]:
    """Poses that can be reached, the last ones near a singular configuration."""
    rng, robot = np.random.default_rng(11), cell.robot
    low = np.array([max(joint.q_min, -np.pi) for joint in robot.joints])
    high = np.array([min(joint.q_max, np.pi) for joint in robot.joints])
    Q = list(rng.uniform(low, high, (counts[0], len(low))))
    while len(Q) < sum(counts):
        q = rng.uniform(low, high)
        q[2 if rng.random() < 0.5 else 4] = float(np.clip(rng.normal(0.0, 1e-3), low[2], high[2]))
        if np.linalg.svd(jacobian(robot, q, cell.tool.T_FT), compute_uv=False)[-1] < 5e-3:
            Q.append(q)
    return [forward(robot, q) for q in Q]


def _inverse_of(cell: Cell, arm: str, poses: list[np.ndarray], asked: int) -> Line:
    robot, inverse = cell.robot, Inverse(cell.robot)
    low, high = (np.array([getattr(joint, name) for joint in robot.joints]) for name in ("q_min", "q_max"))
    solved, worst, outside, taken = 0, 0.0, 0, []
    for T in poses:
        start = perf_counter()
        found = inverse.solve(T)
        taken.append(perf_counter() - start)
        solved += len(found) > 0
        for q in found[:1]:
            worst = max(worst, float(np.linalg.norm(forward(robot, q)[:3, 3] - T[:3, 3])))
            outside += bool((q < low - 1e-9).any() or (q > high + 1e-9).any())
    theirs = _toolbox_defaults(robot, poses[:: max(1, len(poses) // asked)])
    median = 1e6 * float(np.median(taken))
    said = (
        f"{solved} of {len(poses)}, worst {worst:.0e} m, {outside} out of limits, median {median:.0f} µs (all branches)"
    )
    reached = "yes" if solved == len(poses) and worst <= 1e-9 and not outside else "no"
    ratio = f"{float(np.median(taken)) / theirs[1]:.2f} × its time"
    return Line("G6", f"IK, {arm}", said, theirs[0], ratio, reached)


def _toolbox_defaults(robot: Any, poses: list[np.ndarray]) -> tuple[str, float]:
    ets = Toolbox(robot)._ets
    good, claimed, worst, taken = 0, 0, 0.0, []
    for T in poses:
        start = perf_counter()
        answer = ets.ik_LM(np.array(T))
        taken.append(perf_counter() - start)
        if answer.success:
            claimed += 1
            off = float(np.linalg.norm(forward(robot, np.array(answer.q))[:3, 3] - T[:3, 3]))
            good += off <= 1e-9
            worst = max(worst, off)
    median = float(np.median(taken))
    said = f"{claimed} of {len(poses)} claimed, {good} within 1e-9 m, worst {1e3 * worst:.2f} mm"
    return f"RTB ik_LM defaults: {said}, {1e6 * median:.0f} µs (one)", median


if __name__ == "__main__":
    main()
