"""Waits, arrivals, machines and closed zones under judgement."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cobot_lab.cell.load import load_cell
from cobot_lab.cell.task import Goal, Task
from cobot_lab.codes import Code
from cobot_lab.language.reader import read
from cobot_lab.motion.planner import plan
from cobot_lab.paths import data_room
from cobot_lab.verify.chapter import chapters
from cobot_lab.verify.checker import check
from cobot_lab.verify.plan_error import PlanError
from cobot_lab.verify.review import review
from cobot_lab.verify.source import check_source
from cobot_lab.verify.story import IDLE, Waiting

CELLS = data_room("robots") / "ur3e" / "cells"
WAIT = 'convoyeur(50)\nattendre_piece("convoyeur", delai=10)\nconvoyeur(0)\n'
FETCH = 'if piece_presente("convoyeur"):\n    prendre("convoyeur")\n    deposer("plateau")\n'
REST = 'aller_a("repos")\n'
TASK = Task("essai", (Goal("ebauche_1", "plateau"),), at_rest=True, duration_max=60.0)


@pytest.fixture(scope="module")
def conveyor():
    return load_cell(CELLS / "convoyeur.toml")


@pytest.fixture(scope="module")
def mill():
    return load_cell(CELLS / "fraiseuse.toml")


def planned(source, cell):
    program, report = read(source.encode())
    assert program is not None, report.findings
    made, report = plan(program, cell)
    assert made is not None, report.findings
    return made


def found(source, cell, task=None):
    report = check_source(source.encode(), cell, task).report
    return [(finding.code, finding.step, finding.outcomes) for finding in report.findings]


def test_a_part_is_nowhere_until_it_was_seen(conveyor):
    root = chapters(planned(WAIT + FETCH + REST, conveyor), conveyor)
    assert root.absent == {"ebauche_1", "ebauche_2"}
    in_time, too_late = root.children
    assert (in_time.arrived, in_time.absent) == ({"ebauche_1"}, {"ebauche_2"})
    assert dict(in_time.before.standing).keys() == {"ebauche_1"}
    assert (too_late.arrived, too_late.absent) == (frozenset(), {"ebauche_1", "ebauche_2"})
    assert too_late.doings.late == {"ebauches"}
    assert in_time.decided == (("barriere@10", True),)
    after_all, never = too_late.children
    assert after_all.arrived == {"ebauche_1"}
    assert never.absent == {"ebauche_1", "ebauche_2"}


def test_a_wait_is_told_as_a_short_pause(conveyor):
    root = chapters(planned(WAIT + FETCH + REST, conveyor), conveyor)
    assert root.scenes[-1].action == Waiting(2, IDLE, 10.0)


def test_a_part_that_came_is_fetched_in_every_outcome(conveyor):
    checked = check_source((WAIT + FETCH + REST).encode(), conveyor, TASK)
    assert checked.report.findings == ()
    assert checked.report.not_run == ()
    assert checked.report.coverage.ways == 3


def test_nothing_enters_the_lane_while_the_belt_runs(conveyor):
    ((code, step, outcomes),) = found('convoyeur(50)\naller_a("convoyeur")\nconvoyeur(0)\n' + REST, conveyor)
    assert (code, step, outcomes) == (Code.ZONE_WHILE_ON, 2, ())


def test_starting_the_belt_with_the_gripper_in_the_lane_is_told_where_it_is_started(conveyor):
    source = (
        'aller_au_dessus("convoyeur")\nouvrir_pince()\ndescendre_vers("convoyeur")\nconvoyeur(50)\nattendre(1)\n'
        "convoyeur(0)\n" + REST
    )
    assert [each[:2] for each in found(source, conveyor)] == [(Code.ZONE_WHILE_ON, 4)]


def test_nothing_enters_the_lane_before_a_part_was_seen(conveyor):
    ((code, step, outcomes),) = found(WAIT + 'prendre("convoyeur")\ndeposer("plateau")\n' + REST, conveyor)
    assert (code, step) == (Code.ZONE_NOT_YET_OPEN, 4)
    assert outcomes[-1] == ("barriere@10", False)


def test_a_conveyor_that_never_ran_may_be_entered_and_holds_nothing(conveyor):
    assert [code for code, _, _ in found('prendre("convoyeur")\n' + REST, conveyor)] == [Code.NO_GRASP]


def test_a_part_of_the_task_has_to_be_waited_for(conveyor):
    assert [code for code, _, _ in found("attendre(1)\n", conveyor, TASK)] == [Code.PART_NOT_AWAITED]
    source = WAIT.replace("10", "5") + FETCH + REST
    codes = {code for code, _, outcomes in found(source, conveyor, TASK) if ("barriere@5", False) in outcomes}
    assert codes == {Code.PART_NOT_AWAITED}


@pytest.mark.parametrize(("limit", "codes"), [(10, set()), (58, {Code.TOO_LONG})])
def test_the_whole_limit_counts(conveyor, limit, codes):
    source = WAIT.replace("10", str(limit)) + FETCH + REST
    assert {code for code, _, _ in found(source, conveyor, TASK)} == codes


def test_a_machine_is_not_entered_while_it_may_work(mill):
    load = 'prendre("magasin")\ndeposer("etau")\naller_a("repos")\nimpulsion(1, 0.5)\n'
    fetch = 'prendre("etau")\ndeposer("plateau")\n'
    assert [each[:2] for each in found(load + fetch + REST, mill)] == [(Code.ZONE_NOT_YET_OPEN, 5)]
    wait = "attendre_que(entree(1), delai=15)\n"
    ((code, step, outcomes),) = found(load + wait + 'prendre("etau")\ndeposer("plateau")\n' + REST, mill)
    assert (code, step, outcomes) == (Code.ZONE_NOT_YET_OPEN, 6, (("entree_1@15", False),))


def test_a_machine_is_not_started_empty_nor_around_the_gripper(mill):
    assert [each[:2] for each in found("impulsion(1, 0.5)\nattendre_que(entree(1), delai=9)\n", mill)] == [
        (Code.MACHINE_EMPTY, 1)
    ]
    inside = 'prendre("magasin")\ndeposer("etau")\nimpulsion(1, 0.5)\n' + REST
    assert [each[:2] for each in found(inside, mill)] == [(Code.ZONE_NOT_YET_OPEN, 3)]


def test_a_part_that_has_to_be_machined_was_in_the_machine(mill):
    task = Task("essai", (), at_rest=True, duration_max=60.0, machined=("ebauche",))
    assert [code for code, _, _ in found("attendre(1)\n", mill, task)] == [Code.PART_NOT_MACHINED]
    assert Task.from_bytes(task.to_bytes()) == task


@pytest.mark.parametrize("change", [{"limit": -1.0}, {"limit": float("nan")}, {"asked": (7,)}, {"asked": ()}])
def test_a_wait_that_makes_no_sense_is_no_plan(conveyor, change):
    made = planned(WAIT + REST, conveyor)
    with pytest.raises(PlanError, match=r"step 2|duration"):
        check(replace(made, fork=replace(made.fork, **change)), conveyor)


@pytest.mark.parametrize("change", [{"limit": 9.0}, {"no": None}])
def test_a_referent_is_told_of_a_plan_that_waits_otherwise(conveyor, change):
    source = (WAIT + REST).encode()
    program, _ = read(source)
    made = planned(source.decode(), conveyor)
    other = replace(made, fork=replace(made.fork, **change))
    report = review(source, program.to_bytes(), other.to_bytes(), conveyor, None)
    assert ("what", "outcomes") in [fact for finding in report.findings for fact in finding.facts]
