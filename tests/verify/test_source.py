"""From a source to a verdict: what is seen before any physics is said before any physics."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest

from cobot_lab.cell.cell import Cell
from cobot_lab.cell.load import load_cell
from cobot_lab.cell.task import Goal, Task
from cobot_lab.cell.thing import Sensor
from cobot_lab.codes import Code
from cobot_lab.findings import Severity, Verdict
from cobot_lab.motion.planner import BINDING
from cobot_lab.paths import data_room
from cobot_lab.program.checks.registry import NAMES as STATIC
from cobot_lab.verify.checker import NAMES
from cobot_lab.verify.source import Checked, check_source

TASK = Task("01", (Goal("ebauche", "plateau"),), at_rest=True, duration_max=45.0)
RIGHT = 'prendre("magasin")\ndeposer("plateau")\naller_a("repos")\n'


@cache
def _cell() -> Cell:
    return load_cell(data_room("robots") / "ur3e" / "cells" / "atelier.toml")


def _checked(source: str, task: Task | None = TASK) -> Checked:
    return check_source(source.encode(), _cell(), task)


@pytest.mark.parametrize(
    ("source", "code", "line"),
    [
        ('# sans fin\nwhile True:\n    prendre("magasin")\n    deposer("plateau")\n', Code.ENDLESS_LOOP, 2),
        (f'fermer_pince()\naller_au_dessus("magasin")\ndescendre_vers("magasin")\n{RIGHT}', Code.DESCENDS_CLOSED, 3),
        (f'deposer("plateau")\n{RIGHT}', Code.PLACES_NOTHING, 1),
    ],
)
def test_a_refusal_comes_before_planning_and_physics(source: str, code: Code, line: int) -> None:
    checked = _checked(source)
    assert [(finding.code, finding.span and finding.span.line) for finding in checked.report.findings] == [(code, line)]
    assert set(STATIC) <= set(checked.report.run)
    assert set(NAMES) <= set(checked.report.not_run)
    assert checked.plan is None


def test_advice_does_not_stand_in_the_way() -> None:
    source = RIGHT + "if False:\n    attendre(1)\n"
    checked = _checked(source)
    (finding,) = checked.report.findings
    assert (finding.code, finding.severity) == (Code.NEVER_REACHED, Severity.ADVICE)
    assert finding.span is not None
    assert finding.span.line == 5
    assert set(BINDING) <= set(checked.report.run)
    assert checked.report.verdict is Verdict.PASSED


@pytest.mark.parametrize(("task", "codes"), [(TASK, ["G02"]), (replace(TASK, at_rest=False), ["L30"]), (None, ["L30"])])
def test_the_way_back_to_rest_is_spoken_of_once(task: Task | None, codes: list[str]) -> None:
    report = _checked('prendre("magasin")\ndeposer("plateau")\n', task).report
    assert list(report.codes) == codes
    assert report.verdict is (Verdict.FAILED if codes == ["G02"] else Verdict.PASSED)


def test_an_activity_may_allow_less_speed() -> None:
    report = _checked(f"vitesse(40)\n{RIGHT}", replace(TASK, speed_max=0.3)).report
    (finding,) = report.findings
    assert (finding.code, finding.fact("maximum"), finding.fact("value")) == (Code.NUMBER_OUT_OF_RANGE, 0.3, 0.4)


def test_the_approach_is_judged_by_where_the_places_are() -> None:
    report = _checked('aller_au_dessus("plateau", 80)\ndescendre_vers("magasin")\n').report
    assert Code.NO_APPROACH in [finding.code for finding in report.findings]


def test_more_outcomes_than_can_be_followed_are_not_verified_and_not_refused() -> None:
    cell = load_cell(data_room("robots") / "ur3e" / "cells" / "tri.toml")
    cell = replace(cell, sensors=(*cell.sensors, Sensor("vert", "button", "", (True, False))))
    source = 'while not bouton("vert"):\n    compter("essais")\naller_au_dessus("magasin", 80)\naller_a("repos")\n'
    checked = check_source(source.encode(), cell)
    assert checked.report.codes == ("B53",)
    assert checked.report.verdict is Verdict.NOT_VERIFIED
    assert {"outcomes", *NAMES} <= set(checked.report.not_run)
