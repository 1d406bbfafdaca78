"""Every check of the physics: real runs for what is gripped, changed outcomes for the borders."""

from dataclasses import replace

import numpy as np
import pytest

from cobot_lab.cell.cell import Cell
from cobot_lab.cell.task import Goal, Task
from cobot_lab.codes import Code
from cobot_lab.findings import Finding
from cobot_lab.motion.plan_data import Plan
from cobot_lab.verify.checks.goal import GoalError
from cobot_lab.verify.checks.grip_margin import G
from cobot_lab.verify.checks.registry import CHECKS
from cobot_lab.verify.criteria import CRITERIA
from cobot_lab.verify.outcome import Bump, Outcome
from cobot_lab.verify.played import simulate
from cobot_lab.verify.story import tell
from cobot_lab.verify.subject import Subject

LOOKS = {check.name: check.look for check in CHECKS}


def found(name: str, plan: Plan, cell: Cell, outcome: Outcome, task: Task | None = None) -> list[Finding]:
    return list(LOOKS[name](Subject(plan, cell, task, outcome=outcome)))


def run(plan: Plan, cell: Cell) -> Outcome:
    return simulate(cell, tell(plan, cell), CRITERIA)


def test_clean_plan_passes_all(cell, good, outcome, task):
    for name in ("grasp_forms", "part_dropped", "grasp_slips", "part_lands", "part_disturbed", "tracking", "torque"):
        assert found(name, good, cell, outcome) == []
    assert found("goal", good, cell, outcome, task) == []


def test_grip_sinks_and_slips_little(outcome):
    (closing,), (hold,) = outcome.closings, outcome.holds
    assert closing.width == pytest.approx(0.020, abs=3e-4)
    assert hold.slip.max() < 2e-4
    assert hold.turn.max() < 0.005


def test_closing_on_nothing(cell, author):
    plan = author.go("magasin", up=0.08).close().plan()
    (one,) = found("grasp_forms", plan, cell, run(plan, cell))
    assert (one.code, one.step) == (Code.NO_GRASP, 2)
    assert one.fact("width") == pytest.approx(cell.tool.width_min, abs=1e-3)


def test_closing_not_as_wide_as_the_part(cell, good, outcome):
    (closing,) = outcome.closings
    for off, count in ((0.0008, 0), (0.0012, 1)):
        other = replace(outcome, closings=(replace(closing, width=0.020 + off),))
        assert len(found("grasp_forms", good, cell, other)) == count


@pytest.mark.parametrize("mass", [0.03, 0.4])
def test_weak_grip_drops_and_strong_grip_holds(cell, author, mass):
    part = replace(cell.parts[0], mass=mass)
    heavy = replace(cell, things=tuple(part if thing.name == part.name else thing for thing in cell.things))
    friction = part.friction * cell.tool.friction
    author.go("magasin", up=0.08, time=1.2).line("magasin", time=0.8)
    before = tuple(author.actions)
    for margin, codes in ((0.9, [Code.PART_DROPPED]), (2.0, [])):
        author.actions, author.q = list(before), author.solve(author.target("magasin"), author.q)
        plan = author.close(margin * mass * G / (2 * friction)).line("magasin", up=0.08, time=2.0).plan()
        outcome = run(plan, heavy)
        assert [one.code for one in found("part_dropped", plan, heavy, outcome)] == codes
        assert found("grasp_slips", plan, heavy, outcome) == []
        if codes:
            assert found("part_dropped", plan, heavy, outcome)[0].step == 4


def test_slip_and_turn(cell, good, outcome):
    (hold,) = outcome.holds
    for slip, turn, count in ((0.0009, 0.03, 0), (0.0011, 0.0, 1), (0.0, 0.036, 1), (np.nan, 0.0, 0)):
        still = np.zeros_like(hold.slip)
        late = replace(hold, slip=still + np.where(hold.t > 5.0, slip, 0), turn=still + np.where(hold.t > 5.0, turn, 0))
        found_ones = found("grasp_slips", good, cell, replace(outcome, holds=(late,)))
        assert len(found_ones) == count
        for one in found_ones:
            assert (one.code, one.step, one.t) == (Code.GRASP_SLIPS, 5, pytest.approx(5.0, abs=0.02))
        lost = found("part_dropped", good, cell, replace(outcome, holds=(late,)))
        assert len(lost) == (1 if np.isnan(slip) else 0)  # what cannot be measured counts as lost


def test_part_let_go_in_the_air(cell, author):
    author.go("magasin", up=0.08).line("magasin").close().line("magasin", up=0.08).go("plateau", 2.8, up=0.08).open()
    plan = author.rest(2.5).plan()
    (one,) = found("part_lands", plan, cell, run(plan, cell))
    assert (one.code, one.step, one.fact("part")) == (Code.NOT_LANDED, 6, "ebauche")
    assert one.fact("offset") == pytest.approx(0.08, abs=0.01)


def test_landing_borders(cell, good, outcome):
    (landing,) = outcome.landings
    tilted = np.array(landing.T_WO)
    c, s = np.cos(0.04), np.sin(0.04)
    tilted[:3, :3] = np.array([[1, 0, 0], [0, c, -s], [0, s, c]]) @ tilted[:3, :3]
    for values, count in (
        ({"speed": 0.004}, 0),
        ({"speed": 0.006}, 1),
        ({"speed": np.nan}, 1),
        ({"T_WO": tilted}, 1),
    ):
        ones = found("part_lands", good, cell, replace(outcome, landings=(replace(landing, **values),)))
        assert len(ones) == count
        assert all((one.step, one.fact("place")) == (7, "plateau") for one in ones)


def turned(T, angle):
    c, s = np.cos(angle), np.sin(angle)
    result = np.array(T)
    result[:3, :3] = np.array([[c, -s, 0], [s, c, 0], [0, 0, 1]]) @ result[:3, :3]
    return result


def test_a_landing_part_may_not_turn(cell, good, outcome):
    (landing,) = outcome.landings
    for angle, count in ((np.radians(1.5), 0), (np.radians(2.5), 1), (np.radians(179.0), 1)):
        other = replace(outcome, landings=(replace(landing, T_WO=turned(landing.T_WO, angle)),))
        ones = found("part_lands", good, cell, other)
        assert len(ones) == count
        assert all(one.fact("tilt") == pytest.approx(angle, abs=0.01) for one in ones)


def test_a_part_at_its_goal_lies_along_the_place(cell, good, outcome, task):
    final = dict(outcome.final)
    for degrees, count in ((9.5, 0), (10.5, 1), (90.0, 1), (171.0, 0), (180.0, 0)):
        T = turned(final["ebauche"], np.radians(degrees))
        other = replace(outcome, final=tuple((final | {"ebauche": T}).items()))
        ones = found("goal_turn", good, cell, other, task)
        assert [one.code for one in ones] == [Code.PART_TURNED] * count
        assert found("goal", good, cell, other, task) == []


def test_others_are_back_at_the_end(cell, author, outcome, task):
    """The clean plan's outcome, under a plan that grips the reference part first."""
    author.go("magasin", up=0.1, offset=(0.038, 0.072, 0.0)).line("magasin", offset=(0.038, 0.072, 0.015)).close()
    plan, final = author.plan(), dict(outcome.final)
    for shift, angle, codes in (
        (4e-4, 0.0, []),
        (6e-4, 0.0, [(Code.PART_TAKEN_AWAY, 3)]),
        (0.0, np.radians(1.5), []),
        (0.0, np.radians(2.5), [(Code.PART_TAKEN_AWAY, 3)]),
    ):
        T = turned(final["temoin"], angle)
        T[0, 3] += shift
        other = replace(outcome, final=tuple((final | {"temoin": T}).items()))
        assert [(one.code, one.step) for one in found("others_back", plan, cell, other, task)] == codes
        assert found("others_back", plan, cell, other) == []


def test_a_part_that_was_put_down_is_watched_again(cell, author):
    """It is put back at once and then pushed by the shut gripper; here only the physics is asked."""
    author.go("magasin", up=0.08, time=1.2).line("magasin", time=0.8).close().open()
    author.line("magasin", up=0.03).close().line("magasin", up=0.03, offset=(0.04, 0.0, 0.0))
    author.line("magasin", offset=(0.04, 0.0, 0.0)).line("magasin", offset=(0.015, 0.0, 0.0))
    plan = author.plan()
    outcome = run(plan, cell)
    assert [(bump.part, bump.step) for bump in outcome.bumps] == [("ebauche", 9)]


def test_a_knocked_part_is_seen(cell, good, outcome):
    bumped = replace(outcome, bumps=(Bump("temoin", 4, 3.5, 0.01),))
    (one,) = found("part_disturbed", good, cell, bumped)
    assert (one.code, one.step, one.t, one.fact("part")) == (Code.PART_DISTURBED, 4, 3.5, "temoin")


def test_the_physics_sees_a_part_that_falls_over(cell, author):
    """The reference part stands in the way of the lowered gripper; here only the physics is asked."""
    author.go("magasin", up=0.08, offset=(0.009, 0.0, 0.0)).line("magasin", offset=(0.009, 0.0, 0.01), time=1.5)
    plan = author.line("magasin", offset=(0.009, 0.06, 0.01)).plan()
    outcome = run(plan, cell)
    assert [(bump.part, bump.step) for bump in outcome.bumps if bump.part == "temoin"] == [("temoin", 3)]
    assert all(bump.offset > 0.0005 for bump in outcome.bumps)


@pytest.mark.parametrize(("name", "code"), [("tracking", Code.TRACKING), ("torque", Code.TORQUE)])
def test_tracking_and_torque(cell, good, outcome, name, code):
    at = int(np.searchsorted(outcome.t, 4.5))
    efforts = [joint.effort_max for joint in cell.robot.joints]
    borders = {"tracking": ("error", 1e-3), "torque": ("torque", 0.8 * efforts[1])}
    field, limit = borders[name]
    for factor, count in ((0.999, 0), (1.001, 1), (np.nan, 1)):
        values = np.zeros_like(outcome.error)
        values[at, 1] = -limit * factor
        ones = found(name, good, cell, replace(outcome, **{field: values}))
        assert len(ones) == count
        assert all((one.code, one.step, one.fact("joint")) == (code, 5, good.joints[1]) for one in ones)


def test_goal(cell, good, outcome):
    (one,) = found("goal", good, cell, outcome, Task("x", (Goal("ebauche", "rebut"),), False, 60.0))
    assert (one.code, one.fact("place")) == (Code.PART_NOT_AT_GOAL, "rebut")
    with pytest.raises(GoalError, match="nowhere"):
        found("goal", good, cell, outcome, Task("x", (Goal("ebauche", "nowhere"),), False, 60.0))


def test_asking_before_the_physics_is_a_bug(cell, good):
    with pytest.raises(RuntimeError, match="before the physics"):
        list(LOOKS["goal"](Subject(good, cell, Task("x", (Goal("ebauche", "plateau"),), False, 60.0))))
