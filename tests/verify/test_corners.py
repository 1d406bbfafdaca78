"""Rounded corners, judged: a plan as it was made, and plans that cut more than they say."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from cobot_lab.codes import Code
from cobot_lab.findings import Verdict
from cobot_lab.language.reader import read
from cobot_lab.motion.actions import Move, Path
from cobot_lab.motion.plan_data import Plan
from cobot_lab.motion.planner import plan
from cobot_lab.motion.trajectory import Trajectory
from cobot_lab.verify.checker import check
from cobot_lab.verify.checks.corners import look
from cobot_lab.verify.subject import Subject

TEXT = """
mode("ligne")
arrondir(20)
prendre("magasin")
deposer("plateau")
aller_a("repos")
"""


@pytest.fixture(scope="module")
def rounded(cell) -> Plan:
    program, _ = read(TEXT.encode())
    assert program is not None
    made, report = plan(program, cell)
    assert made is not None, report.findings
    return made


def blend_of(made: Plan) -> tuple[int, Move]:
    return next((i, a) for i, a in enumerate(made.actions) if isinstance(a, Move) and a.path is Path.BLEND)


def changed(made: Plan, **values: object) -> Plan:
    i, blend = blend_of(made)
    return replace(made, actions=(*made.actions[:i], replace(blend, **values), *made.actions[i + 1 :]))


def found(made: Plan, cell) -> list[tuple[Code, int | None]]:
    return [(finding.code, finding.step) for finding in look(Subject(made, cell))]


def test_a_rounded_way_passes_every_check(cell, rounded) -> None:
    _, report = check(rounded, cell)
    assert (report.findings, report.not_run, report.verdict) == ((), (), Verdict.PASSED)


def test_a_corner_cut_by_more_than_the_plan_states_is_refused(cell, rounded) -> None:
    _, blend = blend_of(rounded)
    first, second = blend.corners
    assert found(rounded, cell) == []
    modest = replace(second, deviation=second.deviation - 1e-3)
    assert found(changed(rounded, corners=(first, modest)), cell) == [(Code.CORNER_CUT, 4)]
    tight = replace(second, radius=second.radius / 4)
    assert (Code.CORNER_CUT, 4) in found(changed(rounded, corners=(first, tight)), cell)


def test_a_corner_that_is_not_declared_or_is_elsewhere_is_refused(cell, rounded) -> None:
    _, blend = blend_of(rounded)
    first, second = blend.corners
    assert Code.CORNER_CUT in {code for code, _ in found(changed(rounded, corners=(first,)), cell)}
    x, y, z = second.at
    assert found(changed(rounded, corners=(first, replace(second, at=(x, y + 0.03, z)))), cell)
    assert found(changed(rounded, corners=(second, first)), cell)
    assert found(changed(rounded, path=Path.LINE, corners=()), cell) == []
    _, report = check(changed(rounded, path=Path.LINE, corners=()), cell)
    assert Code.LINE_NOT_STRAIGHT.value in report.codes


def test_a_way_that_strays_between_the_corners_is_refused(cell, rounded) -> None:
    _, blend = blend_of(rounded)
    t, q, qd = (array.copy() for array in (blend.trajectory.t, blend.trajectory.q, blend.trajectory.qd))
    middle = len(t) // 2
    q[middle, 3] += 0.004
    assert (Code.CORNER_CUT, 4) in found(changed(rounded, trajectory=Trajectory(t, q, qd)), cell)


def test_nan_is_refused(cell, rounded) -> None:
    _, blend = blend_of(rounded)
    lost = tuple(replace(corner, deviation=np.nan) for corner in blend.corners)
    assert found(changed(rounded, corners=lost), cell)


def test_an_accident_behind_a_corner_is_told_at_its_own_step(cell) -> None:
    text = 'mode("ligne")\narrondir(20)\naller_au_dessus("magasin", 80)\ndecaler(60, 72, 0)\ndecaler(0, 0, -60)\n'
    program, _ = read(text.encode())
    assert program is not None
    made, report = plan(program, cell)
    assert made is not None, report.findings
    codes = [(finding.code, finding.step) for finding in check(made, cell)[1].findings]
    assert (Code.COLLISION_PART, 5) in codes
    assert all(step == 5 for code, step in codes if code is Code.COLLISION_PART)
