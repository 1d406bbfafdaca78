"""Four blanks from a rack to a tray: from the text to a plan whose motion is judged, against the plan of mplib."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from time import process_time
from typing import Any

import numpy as np

from cobot_lab.cell.cell import Cell
from cobot_lab.cell.load import load_cell
from cobot_lab.cell.shape import Box
from cobot_lab.cell.thing import Kind
from cobot_lab.school.lesson import load_lesson
from cobot_lab.verify.checks.check import Stage
from cobot_lab.verify.checks.registry import CHECKS
from cobot_lab.verify.composed import compose
from cobot_lab.verify.frames import quat_of
from cobot_lab.verify.subject import Subject

sys.path.insert(0, str(Path(__file__).parent))

from table import Line, planned

INTERPRETER = "COBOT_LAB_MPLIB"
"""Variable of the environment with a Python that has mplib, where this one has not."""
FOUR = (
    "for i in range(4):\n"
    '    prendre(decale("casier", 50 * i, 0, 0))\n'
    '    deposer(decale("plateau", 50 * i, 0, 0))\n'
    'aller_a("repos")\n'
)


def four_blanks(quick: bool) -> list[Line]:
    """Measure both, in seconds of the processor: what else the machine does matters less to these."""
    cell, rounds = load_cell(load_lesson("03").cell), 1 if quick else 5

    def whole() -> None:
        subject = Subject(planned(FOUR, cell), cell)
        for check in CHECKS:
            if check.stage is not Stage.PHYSICS:
                tuple(check.look(subject))

    ours, alone = _least(whole, rounds), _least(lambda: planned(FOUR, cell), rounds)
    duration = planned(FOUR, cell).duration
    said = f"text to judged motion {1e3 * ours:.0f} ms, planning alone {1e3 * alone:.0f} ms (processor)"
    what = f"four blanks, {duration:.0f} s of motion"
    theirs = mplib(cell, rounds)
    if theirs is None:
        return [Line("G2", what, said, "mplib is absent: no ratio in this run", "–", "not measured")]
    least = min(theirs["seconds"])
    peer = f"mplib {theirs['version']}, {theirs['moves']} moves planned and timed {1e3 * least:.0f} ms (processor)"
    ratio = least / ours
    return [Line("G2", what, said, peer, f"{ratio:.1f} × quicker (wanted ≥ 15)", "yes" if ratio >= 15 else "no")]


def _least(job: Any, times: int) -> float:
    taken = []
    for _ in range(times):
        start = process_time()
        job()
        taken.append(process_time() - start)
    return min(taken)


def mplib(cell: Cell, rounds: int) -> dict[str, Any] | None:
    """Have mplib plan the same moves, checked against the same fixtures; nothing where there is no mplib.

    Parts are left out for it, since it would have to be told which of them the gripper holds.
    """
    python = sys.executable if find_spec("mplib") else os.environ.get(INTERPRETER)
    if not python:
        return None
    with tempfile.TemporaryDirectory() as folder:
        urdf, job = Path(folder) / "arm.urdf", Path(folder) / "job.json"
        urdf.write_text(compose(cell.robot, cell.tool, 0.0), encoding="utf-8")
        job.write_text(json.dumps(_job(cell, str(urdf), rounds)), encoding="utf-8")
        script = str(Path(__file__).with_name("mplib_peer.py"))
        done = subprocess.run([python, script, str(job)], check=True, capture_output=True, text=True)
    answer: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    if "failed" in answer:
        raise RuntimeError(f"mplib did not plan {answer['failed']}")
    return answer


def _job(cell: Cell, urdf: str, rounds: int) -> dict[str, Any]:
    joints = cell.robot.joints
    return {
        "urdf": urdf,
        "tip": cell.robot.flange_link,
        "limits": [[joint.qd_max, joint.qdd_max] for joint in joints],
        "q": cell.robot.q_rest.tolist(),
        "hand": [0.5 * cell.tool.width_max] * 2,
        "solids": list(_solids(cell)),
        "moves": list(_moves(cell)),
        "rounds": rounds,
    }


def _solids(cell: Cell) -> Iterator[tuple[str, list[float], list[float], list[float]]]:
    """Give kind, size, position and quaternion w, x, y, z of each solid of the fixtures."""
    for thing in cell.things:
        for shape in thing.shapes if thing.kind is Kind.FIXTURE else ():
            box = isinstance(shape, Box)
            size = list(shape.size) if isinstance(shape, Box) else [shape.radius, shape.height]
            yield "box" if box else "cylinder", size, *_pose(np.linalg.inv(cell.T_WB) @ thing.T_WO @ shape.T_OS)


def _moves(cell: Cell) -> Iterator[tuple[str, list[float], list[float]]]:
    """Give kind, position and quaternion of the flange for each move of the program."""
    for number in range(4):
        for name in ("casier", "plateau"):
            place = cell.place(name)
            assert place is not None
            for kind, up in (("joint", cell.limits.approach), ("line", 0.0), ("line", cell.limits.approach)):
                T = place.T_WP.copy()
                T[:3, 3] += (0.05 * number, 0.0, up)
                yield kind, *_pose(np.linalg.inv(cell.T_WB) @ T @ np.linalg.inv(cell.tool.T_FT))


def _pose(T: np.ndarray) -> tuple[list[float], list[float]]:
    x, y, z, w = quat_of(T[:3, :3]).tolist()
    return T[:3, 3].tolist(), [w, x, y, z]
