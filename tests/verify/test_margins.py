"""What a plan leaves: the worst of each measure, found without measuring everywhere, in step with the checks."""

from __future__ import annotations

from dataclasses import replace
from types import ModuleType

import numpy as np
import pytest

from cobot_lab.cell.cell import Cell
from cobot_lab.cell.load import load_cell
from cobot_lab.cell.thing import Thing
from cobot_lab.findings import Report
from cobot_lab.language.reader import read
from cobot_lab.motion.plan_data import Plan
from cobot_lab.motion.planner import plan
from cobot_lab.school.lesson import load_lesson
from cobot_lab.verify.chapter import chapters, ways
from cobot_lab.verify.checker import check
from cobot_lab.verify.checks import grip_margin, singularity, surface_speed, tool_speed
from cobot_lab.verify.clearance import EXACT, SHARE, Tape
from cobot_lab.verify.contact_energy import HAND
from cobot_lab.verify.inertias import riders
from cobot_lab.verify.margins import REACH, Margin, margins, measurable, merged
from cobot_lab.verify.margins_of import margins_of
from cobot_lab.verify.pinch_gap import FINGERTIP
from cobot_lab.verify.subject import Subject


@pytest.fixture(scope="module")
def subject(cell: Cell, good: Plan) -> Subject:
    return Subject(good, cell)


@pytest.fixture(scope="module")
def found(subject: Subject) -> dict[str, Margin]:
    return {margin.name: margin for margin in margins(subject)}


def test_a_clean_plan_leaves_room_in_every_measure(found: dict[str, Margin], good: Plan) -> None:
    judged = {"clearance", "grip", "joint", "singularity", "tool_speed", "surface_speed"}
    assert set(found) == judged | {"contact_energy", "pinch_gap"}
    for margin in found.values():
        assert margin.room > 0.0 or margin.name == "pinch_gap", margin
        assert 0.0 <= margin.t <= good.duration
        under_way = [action.step for t, action in good.timeline() if t <= margin.t <= t + action.duration]
        assert margin.step in under_way


def test_the_tightest_gap_is_the_one_that_measuring_everywhere_finds(subject: Subject) -> None:
    with Tape(subject, REACH) as tape:
        quick = tape.tightest()
        everywhere = [gap for gap in tape.along(0.0) if gap.wanted == subject.cell.limits.clearance]
    smallest = min(gap.distance for gap in everywhere)
    assert quick is not None
    assert len(everywhere) > 100
    assert smallest <= quick.distance <= smallest + max(EXACT, SHARE * smallest)


@pytest.mark.parametrize(
    ("name", "check", "wished"),
    [
        ("tool_speed", tool_speed, lambda cell, v: replace(cell, limits=replace(cell.limits, tool_speed=v))),
        ("surface_speed", surface_speed, lambda cell, v: replace(cell, limits=replace(cell.limits, surface_speed=v))),
    ],
)
def test_a_limit_just_under_the_worst_speed_is_refused_and_one_just_above_is_not(
    found: dict[str, Margin], cell: Cell, good: Plan, name: str, check: ModuleType, wished: object
) -> None:
    worst = found[name].value
    assert list(check.look(Subject(good, wished(cell, worst * 0.9999)))) != []  # type: ignore[operator]
    assert list(check.look(Subject(good, wished(cell, worst * 1.0001)))) == []  # type: ignore[operator]


def test_the_grip_margin_is_the_one_that_is_judged(found: dict[str, Margin], subject: Subject) -> None:
    worst = found["grip"].value
    for factor, refused in ((0.999, False), (1.001, True)):
        strict = replace(subject, criteria=replace(subject.criteria, grip_margin=factor * worst))
        assert bool(list(grip_margin.look(strict))) is refused


def test_the_singularity_margin_is_the_one_that_is_judged(found: dict[str, Margin], subject: Subject) -> None:
    worst = found["singularity"].value
    for factor, refused in ((1.001, False), (0.999, True)):
        strict = replace(subject, criteria=replace(subject.criteria, ratio=factor * worst - 1.0))
        assert bool(list(singularity.look(strict))) is refused


def test_a_plan_that_grips_nothing_has_no_grip(author: object, cell: Cell) -> None:
    plan = author.go("plateau", up=0.1).rest().plan()  # type: ignore[attr-defined]
    assert "grip" not in {margin.name for margin in margins(Subject(plan, cell))}


def test_far_from_everything_the_clearance_is_only_said_to_be_larger(author: object, cell: Cell) -> None:
    high = author.joint(cell.robot.q_rest + 0.05, 1.0).rest().plan()  # type: ignore[attr-defined]
    (margin,) = [one for one in margins(Subject(high, cell)) if one.name == "clearance"]
    assert (margin.value, margin.about) == (REACH, ())


def test_of_several_ways_the_worst_counts() -> None:
    wide = Margin("grip", 5.0, 2.0, True, 1, 0.0)
    tight = Margin("grip", 3.0, 2.0, True, 4, 1.0)
    fast = Margin("tool_speed", 0.2, 0.25, False, 2, 0.5)
    faster = Margin("tool_speed", 0.24, 0.25, False, 3, 0.6)
    assert merged(((wide, faster), (tight, fast))) == (tight, faster)
    assert np.isclose(faster.room, 0.01)


def test_a_plan_whose_motion_was_not_judged_is_not_measured() -> None:
    assert not measurable(Report(run=("duration",), not_run=("tool_speed",)))
    assert measurable(Report(run=("duration", "tool_speed")))


@pytest.fixture(scope="module")
def forked() -> tuple[Plan, Cell]:
    lesson = load_lesson("10")
    cell = load_cell(lesson.cell)
    program = read((lesson.folder / "solution.py").read_bytes())[0]
    assert program is not None
    made = plan(program, cell)[0]
    assert made is not None
    assert made.fork is not None
    return made, cell


def test_a_plan_with_forks_leaves_what_the_tightest_of_its_ways_leaves(forked: tuple[Plan, Cell]) -> None:
    made, cell = forked
    found = {margin.name: margin for margin in margins_of(made, cell)}
    ways_left = []
    for _, scenes in ways(chapters(made, cell)):
        way = replace(made, actions=tuple(scene.action for scene in scenes), fork=None)
        ways_left.append({margin.name: margin for margin in margins(Subject(way, cell, told=scenes))})
    assert len(ways_left) > 1
    for name, margin in found.items():
        least = min(left[name].room for left in ways_left if name in left)
        slack = max(EXACT, SHARE * abs(least)) if name == "clearance" else 1e-9
        assert margin.room == pytest.approx(least, abs=slack), name
        assert any(abs(left[name].t - margin.t) < 1e-9 for left in ways_left if name in left) or name == "clearance"


def test_of_very_many_stretches_clearances_are_not_measured(
    forked: tuple[Plan, Cell], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cobot_lab.verify.margins_of.MOST", 1)
    assert {margin.name for margin in margins_of(*forked)} == {
        "grip", "joint", "singularity", "tool_speed", "surface_speed", "contact_energy",
        "pinch_gap",
    }  # fmt: skip


def test_a_plan_without_forks_is_measured_as_it_is(good: Plan, cell: Cell, found: dict[str, Margin]) -> None:
    assert margins_of(good, cell) == tuple(found.values())


def test_contact_energy_is_that_of_the_reduced_mass(subject: Subject, found: dict[str, Margin]) -> None:
    margin, cell = found["contact_energy"], subject.cell
    fastest = max(float(motion.speeds.max()) for motion in subject.motions)
    assert margin.value <= 0.5 * HAND * fastest**2, "never more than from an arm that nothing stops"
    moving = sum(body.mass for body in riders(cell.robot, cell.tool)) - cell.tool.mass
    for load in (0.0, 0.03):  # empty, or with the blank
        arm = 0.5 * moving + cell.tool.mass + load
        if np.isclose(margin.value, 0.5 * fastest**2 * HAND * arm / (HAND + arm), rtol=1e-3):
            return
    raise AssertionError(margin)


def test_the_pinch_gap_is_what_each_finger_travels(subject: Subject, found: dict[str, Margin]) -> None:
    margin, cell = found["pinch_gap"], subject.cell
    part = next(part for part in cell.parts if part.name == margin.about[0])
    widths = sorted({shape.size[0] for shape in part.shapes})
    assert margin.limit == FINGERTIP
    assert any(np.isclose(margin.value, 0.5 * (cell.tool.width_max - width), atol=1e-4) for width in widths)


BESIDE = 'decale("magasin", 40, 0, 14)'
LOW = f'aller_au_dessus({BESIDE}, 60)\nmode("ligne")\naller_a({BESIDE})\nattendre(1)\nremonter(60)\naller_a("repos")\n'
"""A finger passes about 8 mm above where a blank may have slid, and 4 mm more above what it would lie on."""
TAKEN = 'if piece_presente("magasin"):\n    prendre("magasin")\n    deposer("bac_bonnes")\n'


def _of_the_feeder(source: str) -> tuple[Plan, Cell]:
    cell = load_cell(load_lesson("06").cell)
    program = read(source.encode())[0]
    assert program is not None
    made = plan(program, cell)[0]
    assert made is not None
    return made, cell


def _clearance(found: tuple[Margin, ...]) -> Margin:
    return next(margin for margin in found if margin.name == "clearance")


def test_a_part_that_may_have_come_unseen_counts_among_the_clearances() -> None:
    made, cell = _of_the_feeder(LOW)
    margin = _clearance(margins_of(made, cell))
    assert margin.about[1] == cell.arrivals[0].parts[0]
    assert cell.limits.clearance < margin.value < 0.009
    with Tape(Subject(made, cell), REACH) as tape:
        least = min(gap.distance for gap in tape.along(0.0) if gap.wanted == cell.limits.clearance)
    assert least <= margin.value <= least + max(EXACT, SHARE * least)
    alone = _clearance(margins_of(made, replace(cell, arrivals=(), things=_without_parts(cell))))
    assert alone.value > margin.value + 0.003
    assert check(made, replace(cell, limits=replace(cell.limits, clearance=margin.value - EXACT)))[1].findings == ()
    nearer = replace(cell, limits=replace(cell.limits, clearance=margin.value + EXACT))
    assert [one.code.value for one in check(made, nearer)[1].findings] == ["C05"]


def _without_parts(cell: Cell) -> tuple[Thing, ...]:
    return tuple(thing for thing in cell.things if thing not in cell.parts)


def test_behind_a_fork_the_next_part_may_have_come() -> None:
    made, cell = _of_the_feeder(TAKEN + LOW)
    margin = _clearance(margins_of(made, cell))
    assert made.fork is not None
    assert margin.about[1] in cell.arrivals[0].parts
    assert margin.value == pytest.approx(_clearance(margins_of(*_of_the_feeder(LOW))).value, abs=EXACT)


def test_what_looks_alike_is_measured_again_where_no_part_can_come_any_more(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same way behind the last part is another stretch than with one that may come."""
    made, cell = _of_the_feeder(TAKEN + LOW)
    few = tuple(replace(arrival, parts=arrival.parts[:1]) for arrival in cell.arrivals)
    only = tuple(thing for thing in cell.things if thing not in cell.parts or thing.name == few[0].parts[0])
    measured: list[tuple[str, ...]] = []
    tightest = Tape.tightest

    def noted(tape: Tape) -> object:
        gap = tightest(tape)
        measured.append(() if gap is None else (gap.body, gap.other))
        return gap

    monkeypatch.setattr(Tape, "tightest", noted)
    margin = _clearance(margins_of(made, replace(cell, arrivals=few, things=only)))
    assert margin.about[1] == few[0].parts[0]
    assert len({each[1] for each in measured if each}) > 1
