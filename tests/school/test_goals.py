"""Goals tick for what was checked and found right, and for nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from cobot_lab.cell.task import Goal, Lamp, Quota, Sorting, Task, Trials
from cobot_lab.codes import Code
from cobot_lab.findings import Finding, Report
from cobot_lab.school.attempts import FILE, Attempts, read_attempts, write_attempts
from cobot_lab.school.goals import goals_of
from cobot_lab.school.programs import StoreError

TASK = Task("03", (Goal("a", "plateau"), Goal("b", "plateau")), at_rest=True, duration_max=45.0, blocks_max=12)
ALL = ("blocks", "duration", "at_rest", "goal", "goal_turn")


def _reached(report: Report | None) -> list[bool | None]:
    return [goal.reached for goal in goals_of(TASK, report)]


def test_nothing_is_ticked_before_a_check() -> None:
    assert _reached(None) == _reached(Report()) == [None] * 5
    assert [goal.kind for goal in goals_of(TASK)] == ["part", "part", "rest", "time", "blocks"]


def test_everything_is_ticked_when_all_was_checked_and_nothing_found() -> None:
    assert _reached(Report(run=ALL)) == [True] * 5


def test_a_goal_is_missed_by_its_own_part_only() -> None:
    found = Finding.of(Code.PART_NOT_AT_GOAL, part="b", place="plateau", offset=0.1)
    assert _reached(Report(run=ALL, findings=(found,))) == [True, False, True, True, True]
    turned = Finding.of(Code.PART_TURNED, part="a", place="plateau", turn=1.0)
    assert _reached(Report(run=ALL, findings=(turned,))) == [False, True, True, True, True]


@pytest.mark.parametrize("missing", ["goal", "goal_turn"])
def test_what_was_not_checked_is_never_ticked(missing: str) -> None:
    run = tuple(name for name in ALL if name != missing)
    assert _reached(Report(run=run, not_run=(missing,)))[:2] == [None, None]


@pytest.mark.parametrize(
    ("finding", "at"),
    [
        (Finding.of(Code.NOT_AT_REST, distance=0.5), 2),
        (Finding.of(Code.TOO_LONG, duration=50.0, limit=45.0), 3),
        (Finding.of(Code.TOO_MANY_BLOCKS, count=13, limit=12), 4),
    ],
)
def test_a_limit_that_is_passed_is_not_ticked(finding: Finding, at: int) -> None:
    assert [number for number, goal in enumerate(_reached(Report(run=ALL, findings=(finding,)))) if goal is False] == [
        at
    ]


def test_a_task_shows_only_the_goals_it_has() -> None:
    task = Task("x", (), at_rest=False, duration_max=10.0)
    assert [goal.kind for goal in goals_of(task)] == ["time"]


SORTS = Task(
    "04",
    (),
    at_rest=False,
    duration_max=45.0,
    sorting=(
        Sorting("couleur", "rouge", "bac_rouge"),
        Sorting("epaisseur", "", "bac_bonnes", between=(0.0079, 0.0081)),
        Sorting("epaisseur", "", "bac_rebut", outside=(0.0079, 0.0081)),
    ),
    quotas=(Quota("bac_bonnes", 4, "presence"),),
    machined=("ebauche",),
    robust=Trials(50, 48, 1),
)
KINDS = ["sorted", "within", "outside", "quota", "machined", "time", "robust"]
CHECKED = ("sorted_parts", "seen_parts", "awaited_parts", "quota", "machined_parts", "duration", "robustness")


def test_what_is_sorted_counted_and_machined_is_a_goal() -> None:
    goals = goals_of(SORTS)
    assert [goal.kind for goal in goals] == KINDS
    assert {goal.reached for goal in goals} == {None}
    assert {goal.reached for goal in goals_of(SORTS, Report(run=CHECKED))} == {True}


@pytest.mark.parametrize(
    ("finding", "missed"),
    [
        (Finding.of(Code.PART_NOT_SORTED, part="a", answer="rouge", wanted="bac_rouge"), ["sorted"]),
        (
            Finding.of(
                Code.PART_MEASURED_ELSEWHERE,
                part="a",
                sensor="epaisseur",
                measured=0.007,
                wanted="bac_rebut",
                reading=1,
            ),
            ["outside"],
        ),
        (Finding.of(Code.PART_NEVER_SEEN, part="a", sensor="epaisseur"), ["within", "outside"]),
        (Finding.of(Code.QUOTA_MISSED, thing="bac_bonnes", count=3, wanted=4), ["quota"]),
        (Finding.of(Code.PART_NOT_MACHINED, part="ebauche"), ["machined"]),
        (
            Finding.of(Code.TOO_FEW_WORLDS, passed=40, total=50, wanted=48, worlds=50, mishap="P04", times=10),
            ["robust"],
        ),
    ],
)
def test_each_goal_is_missed_by_its_own_findings(finding: Finding, missed: list[str]) -> None:
    goals = goals_of(SORTS, Report(run=CHECKED, findings=(finding,)))
    assert [goal.kind for goal in goals if goal.reached is False] == missed


LIT = Task(
    "10",
    (),
    at_rest=False,
    duration_max=45.0,
    lamps=(Lamp("vert", "said", "entree_1", True), Lamp("rouge", "incomplete"), Lamp("bleu", "working")),
)
LAMP_CHECKS = ("lamps_lit", "lamps_dark", "lamp_at_work", "duration")


def test_lamps_are_goals() -> None:
    assert [goal.kind for goal in goals_of(LIT)] == ["lit_said", "lit_incomplete", "lit_working", "time"]
    assert {goal.reached for goal in goals_of(LIT)} == {None}
    assert {goal.reached for goal in goals_of(LIT, Report(run=LAMP_CHECKS))} == {True}


@pytest.mark.parametrize("missing", ["lamps_lit", "lamps_dark"])
def test_a_lamp_that_was_not_looked_at_is_not_ticked(missing: str) -> None:
    run = tuple(name for name in LAMP_CHECKS if name != missing)
    assert [goal.reached for goal in goals_of(LIT, Report(run=run))] == [None, None, True, True]


@pytest.mark.parametrize(
    ("finding", "reached"),
    [
        (Finding.of(Code.LAMP_NOT_LIT, signal="vert", case="said"), [False, None, None, True]),
        (Finding.of(Code.LAMP_LIT, signal="rouge", case="incomplete"), [None, False, None, True]),
        (Finding.of(Code.LAMP_OUT_AT_WORK, signal="bleu"), [None, None, False, True]),
    ],
)
def test_a_lamp_is_missed_by_its_own_findings_and_the_others_stay_open(
    finding: Finding, reached: list[bool | None]
) -> None:
    assert [goal.reached for goal in goals_of(LIT, Report(run=LAMP_CHECKS, findings=(finding,)))] == reached


def test_parts_are_counted_and_lie_side_by_side() -> None:
    task = Task("06", (), False, 45.0, quotas=(Quota("bac", 4, "presence", side_by_side=True),))
    run = ("duration", "quota", "side_by_side")
    assert [goal.kind for goal in goals_of(task)] == ["beside", "time"]
    assert goals_of(task, Report(run=run))[0].reached is True
    assert goals_of(task, Report(run=run[:2]))[0].reached is None
    found = Finding.of(Code.LIES_ON_ANOTHER, part="a", other="b", thing="bac")
    assert goals_of(task, Report(run=run, findings=(found,)))[0].reached is False


def test_how_the_work_is_done_is_a_goal_where_the_task_says_so() -> None:
    task = Task("08", (), at_rest=False, duration_max=45.0, wait_max=10.0, own_functions=True)
    assert [(goal.kind, goal.limit) for goal in goals_of(task)][1:] == [("waits", 10.0), ("functions", 0.0)]
    run = ("duration", "waits", "own_functions")
    assert [goal.reached for goal in goals_of(task, Report(run=run))] == [True, True, True]
    assert [goal.reached for goal in goals_of(task, Report(run=run[:1]))] == [True, None, None]
    found = (Finding.of(Code.WAITS_TOO_LONG, time=20.0, limit=10.0), Finding.of(Code.HANDLED_OUTSIDE, name="pick"))
    assert [goal.reached for goal in goals_of(task, Report(run=run, findings=found))] == [True, False, False]


def test_tries_are_counted_and_the_best_is_kept(tmp_path: Path) -> None:
    failed = Report(run=ALL, findings=(Finding.of(Code.NOT_AT_REST, distance=0.5),))
    attempts = Attempts().tried(failed, 4, 9.0, 5).tried(Report(run=ALL), 5, 12.0, 7).tried(Report(run=ALL), 5, 10.0, 8)
    assert attempts == Attempts(3, 2, 5, 10.0, 7)
    write_attempts(tmp_path / "beside", attempts)
    assert read_attempts(tmp_path / "beside") == attempts
    (tmp_path / "beside" / FILE).write_bytes(b"{")
    assert read_attempts(tmp_path / "beside") == Attempts()


def test_what_was_not_verified_is_no_success() -> None:
    assert Attempts().tried(Report(run=ALL, not_run=("x",)), 5, 10.0, 7).passed == 0


def test_counters_that_cannot_be_written_are_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(StoreError):
        write_attempts(tmp_path / "file" / "beside", Attempts())
