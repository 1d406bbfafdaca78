"""A plan with forks is looked at again before it is approved."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest

from cobot_lab.cell.cell import Cell
from cobot_lab.cell.load import load_cell
from cobot_lab.codes import Code
from cobot_lab.findings import Verdict
from cobot_lab.language.reader import read
from cobot_lab.motion.actions import Read, Show
from cobot_lab.motion.plan_data import Plan
from cobot_lab.motion.planner import plan
from cobot_lab.paths import data_room
from cobot_lab.program.residual import Compound, Reading
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
