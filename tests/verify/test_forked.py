"""Plans with forks: every way is judged, each stretch once."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cobot_lab.cell.cell import Cell
from cobot_lab.cell.load import load_cell
from cobot_lab.cell.task import Sorting, Task
from cobot_lab.cell.thing import Sensor
from cobot_lab.codes import Code
from cobot_lab.findings import Verdict
from cobot_lab.paths import data_room
from cobot_lab.verify.source import Checked, check_source

TASK = Task(
    "04",
    (),
    at_rest=True,
    duration_max=60.0,
    sorting=(Sorting("couleur", "rouge", "bac_rouge"), Sorting("couleur", "bleu", "bac_bleu")),
)
ONE = """prendre("magasin")
aller_a("controle")
if couleur_piece() == "rouge":
    deposer("bac_rouge")
else:
    deposer("{blue}")
aller_a("repos")
"""


@pytest.fixture(scope="module")
def tri() -> Cell:
    """The sorting cell with one part."""
    cell = load_cell(data_room("robots") / "ur3e" / "cells" / "tri.toml")
    things = tuple(thing for thing in cell.things if not thing.name.startswith("ebauche") or thing.name == "ebauche_1")
    presence = Sensor("presence", "part_present", "magasin", (True, False))
    return replace(cell, things=things, sensors=(*cell.sensors, presence))


def checked(source: str, cell: Cell, task: Task | None = TASK) -> Checked:
    return check_source(source.encode(), cell, task)


@pytest.fixture(scope="module")
def sorted_well(tri: Cell) -> Checked:
    return checked(ONE.format(blue="bac_bleu"), tri)


def test_a_program_that_sorts_passes_with_every_check_run(sorted_well: Checked) -> None:
    report = sorted_well.report
    assert (report.findings, report.not_run, report.verdict) == ((), (), Verdict.PASSED)
    assert {"outcomes", "sorted_parts", "goal"} <= set(report.run)
    assert sorted_well.recording is not None


def test_a_program_that_forgets_an_outcome_is_told_which(tri: Cell) -> None:
    report = checked(ONE.format(blue="bac_rouge"), tri).report
    (finding,) = report.findings
    assert (finding.code, finding.outcomes) == (Code.PART_NOT_SORTED, (("couleur", "bleu"),))
    assert report.verdict is Verdict.FAILED


def test_the_report_is_the_same_again(tri: Cell) -> None:
    once, again = (checked(ONE.format(blue="bac_rouge"), tri).report for _ in range(2))
    assert once.to_dict() == again.to_dict()


def test_a_part_that_was_never_seen_may_be_of_any_kind(tri: Cell) -> None:
    report = checked('prendre("magasin")\ndeposer("bac_rouge")\naller_a("repos")\n', tri).report
    (finding,) = report.findings
    assert finding.code is Code.PART_NEVER_SEEN
    assert (finding.fact("part"), finding.fact("sensor"), finding.outcomes) == ("ebauche_1", "couleur", ())


def test_a_motion_that_only_one_outcome_has_is_judged_with_that_outcome(tri: Cell) -> None:
    wrong = ONE.format(blue="bac_bleu").replace(
        '    deposer("bac_bleu")', '    descendre_vers("magasin")\n    remonter(-40)'
    )
    report = checked(wrong, tri).report
    assert report.verdict is Verdict.FAILED
    assert all(found.outcomes in {(), (("couleur", "bleu"),)} for found in report.findings)


def test_a_part_that_is_not_there_is_not_asked_for(tri: Cell) -> None:
    there = 'if piece_presente("magasin"):\n' + "".join(
        f"    {line}\n" for line in ONE.format(blue="bac_bleu").splitlines()
    )
    report = checked(there + "attendre(1)\n", tri).report
    assert report.findings == ()
    assert report.verdict is Verdict.PASSED
