"""A plan with forks is looked at again before it is approved."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from cobot_lab.cell.cell import Cell
from cobot_lab.cell.load import load_cell
from cobot_lab.codes import Code
from cobot_lab.findings import Report, Verdict
from cobot_lab.language.reader import read
from cobot_lab.motion.actions import Move, Read, Show
from cobot_lab.motion.alike import alike
from cobot_lab.motion.plan_data import Plan
from cobot_lab.motion.planner import plan
from cobot_lab.motion.trajectory import Trajectory
from cobot_lab.paths import data_room
from cobot_lab.program.residual import Compound, Reading
from cobot_lab.school.lesson import load_lesson
from cobot_lab.verify.homeward import SOURCE as HOMEWARD
from cobot_lab.verify.homeward import check_homeward
from cobot_lab.verify.plan_error import PlanError
from cobot_lab.verify.review import review
from cobot_lab.verify.soundness import require_sound

SOURCE = b"""prendre("magasin")
aller_a("controle")
if couleur_piece() == "rouge":
    deposer("bac_rouge")
else:
    deposer("bac_bleu")
aller_a("repos")
"""


@cache
def tri() -> Cell:
    return load_cell(data_room("robots") / "ur3e" / "cells" / "tri.toml")


@cache
def planned() -> tuple[bytes, Plan]:
    program, _ = read(SOURCE)
    assert program is not None
    found, report = plan(program, tri())
    assert found is not None, report.findings
    return program.to_bytes(), found


def reviewed(handed_in: Plan) -> list[tuple[Code, object]]:
    report = review(SOURCE, planned()[0], handed_in.to_bytes(), tri(), None)
    assert report.verdict is Verdict.PASSED if not report.findings else Verdict.FAILED
    return [(finding.code, finding.fact("what")) for finding in report.findings]


def test_a_plan_with_every_outcome_passes_again() -> None:
    assert planned()[1].fork is not None
    assert reviewed(planned()[1]) == []


def test_a_plan_that_leaves_an_outcome_out_is_not_the_programs() -> None:
    whole = planned()[1]
    assert whole.fork is not None
    assert reviewed(replace(whole, fork=replace(whole.fork, no=None))) == [(Code.REVIEW_DIFFERS, "outcomes")]


def test_a_sensor_said_to_see_less_than_the_cell_declares_is_not_the_programs() -> None:
    whole = planned()[1]
    assert whole.fork is not None
    narrow = tuple(
        replace(action, may_see=("rouge",)) if isinstance(action, Read) else action for action in whole.actions
    )
    blind = replace(whole, actions=narrow, fork=replace(whole.fork, no=None))
    assert reviewed(blind) == [(Code.REVIEW_DIFFERS, "outcomes")]


def test_a_plan_whose_readings_make_no_sense_cannot_be_judged() -> None:
    whole = planned()[1]
    assert whole.fork is not None
    see = next(action for action in whole.actions if isinstance(action, Read))

    def reading(**changes: object) -> Plan:
        return replace(whole, actions=tuple(replace(a, **changes) if a is see else a for a in whole.actions))

    wrong = {
        "a branch for False": reading(may_see=("rouge",)),
        "reading 0": reading(may_see=()),
        "sensor 'odeur'": reading(sensor="odeur"),
        "part 'personne'": reading(sees="personne"),
        "a condition over readings": reading(reading=1),
        "without a value": replace(whole, fork=replace(whole.fork, condition=Compound("<", Reading(0), 3))),
        "no branch": replace(whole, fork=replace(whole.fork, yes=None, no=None)),
        "it shows reading 4": replace(whole, actions=(*whole.actions, Show(1, "", 4))),
    }
    for words, broken in wrong.items():
        with pytest.raises(PlanError, match=words):
            require_sound(broken, tri())


def _differs(report: Report) -> list[object]:
    return [finding.fact("what") for finding in report.findings if finding.code is Code.REVIEW_DIFFERS]


def _moved(whole: Plan, change: float) -> Plan:
    """Move the middle of the first move."""
    at = next(number for number, action in enumerate(whole.actions) if isinstance(action, Move))
    move = whole.actions[at]
    assert isinstance(move, Move)
    knots = move.trajectory
    q = knots.q.copy()
    q[1:-1, 0] += change
    other = replace(move, trajectory=Trajectory(knots.t.copy(), q, knots.qd.copy()))
    return replace(whole, actions=(*whole.actions[:at], other, *whole.actions[at + 1 :]))


def test_a_plan_that_moves_otherwise_than_its_program_is_not_the_programs() -> None:
    whole = planned()[1]
    assert _differs(review(SOURCE, planned()[0], _moved(whole, 1e-3).to_bytes(), tri(), None)) == ["motion", "verdict"]
    assert reviewed(_moved(whole, 1e-9)) == []


@pytest.mark.parametrize(
    ("lines", "changes", "code"),
    [
        ("", {}, None),
        ("articulation(6, 0)", {}, Code.OUTSIDE_TOOLBOX),
        ("while False:\n    attendre(1)", {"toolbox": ()}, Code.NEVER_REACHED),
        ("vitesse(60)", {"speed_max": 0.5, "toolbox": ()}, Code.NUMBER_OUT_OF_RANGE),
        ("attendre(0.1)", {"blocks_max": 3, "toolbox": ()}, Code.TOO_MANY_BLOCKS),
    ],
)
def test_what_a_lesson_asks_of_a_program_is_asked_again(
    lines: str, changes: dict[str, object], code: Code | None
) -> None:
    lesson = load_lesson("01")
    cell, task = load_cell(lesson.cell), replace(lesson.task, **changes)
    source = f'{lines}\nprendre("magasin")\ndeposer("plateau")\naller_a("repos")\n'.encode()
    program, _ = read(source)
    assert program is not None
    made, found = plan(program, cell)
    assert made is not None, found.findings
    report = review(source, program.to_bytes(), made.to_bytes(), cell, task)
    assert {"toolbox", "blocks", "speed"} <= set(report.run)
    refused = code not in {None, Code.NEVER_REACHED}  # that one is a piece of advice
    assert code is None or code in report.codes
    assert report.verdict is (Verdict.FAILED if refused else Verdict.PASSED)
    assert _differs(report) == ["verdict"] * refused


def _bulging(curve: Trajectory, speed: float) -> Trajectory:
    """Leave a curve between its two knots farthest apart: the same at all knots, old and new, to a few micrometres."""
    k = int(np.argmax(np.diff(curve.t)))
    soon = 0.01
    shape = np.array([0.0, 0.5, 1.0, 1.0, 0.5, 0.0])
    at = np.array([0.0, soon / 2, soon, -soon, -soon / 2, 0.0]) + curve.t[[k, k, k, k + 1, k + 1, k + 1]]
    t = np.union1d(curve.t, at)
    q, qd = (array.copy() for array in curve.sample(t)[:2])
    q[:, 0] += np.interp(t, at, np.array([0.0, 1 / 12, 0.5, 0.5, 1 / 12, 0.0]) * speed * soon)
    qd[:, 0] += np.interp(t, at, shape * np.array([1.0, 1.0, 1.0, -1.0, -1.0, -1.0]) * speed)
    return Trajectory(t, q, qd)


def test_a_move_that_bulges_between_its_knots_is_not_the_programs() -> None:
    source = b'vitesse(1)\naller_au_dessus("magasin", 200)\nvitesse(100)\naller_a("repos")\n'
    whole = _plan_of(source)
    move = next(action for action in whole.actions if isinstance(action, Move))
    curve = move.trajectory
    for speed, same in ((1e-3, False), (1e-9, True)):
        other = _bulging(curve, speed)
        off = [
            np.abs(other.sample(t)[0] - curve.sample(t)[0]).max() for t in (other.t, np.linspace(0, curve.t[-1], 9999))
        ]
        assert off[0] <= 1e-5
        assert bool(off[1] <= 1e-5) is same
        changed = tuple(replace(a, trajectory=other) if a is move else a for a in whole.actions)
        assert alike(whole, replace(whole, actions=changed)) is same


def _plan_of(source: bytes) -> Plan:
    program, _ = read(source)
    assert program is not None
    made, report = plan(program, tri())
    assert made is not None, report.findings
    return made


def test_a_plan_of_more_than_its_program_is_not_the_programs() -> None:
    source = b'prendre("magasin")\naller_a("repos")\n'
    program, more = read(source)[0], read(source + b'attendre(1)\naller_a("magasin")\n')[0]
    assert program is not None
    assert more is not None
    made, _ = plan(more, tri())
    assert made is not None
    forged = replace(made, program=program.digest)
    report = review(source, program.to_bytes(), forged.to_bytes(), tri(), None)
    assert "motion" in _differs(report)


def test_the_way_back_is_planned_again_from_where_the_arm_was_left() -> None:
    start = tri().robot.q_rest + 0.05
    checked = check_homeward(start, tri())
    assert checked.plan is not None
    assert checked.program is not None
    args = HOMEWARD, checked.program.to_bytes()
    assert not review(*args, checked.plan.to_bytes(), tri(), None).findings
    report = review(*args, _moved(checked.plan, 1e-3).to_bytes(), tri(), None)
    assert "motion" in _differs(report)
