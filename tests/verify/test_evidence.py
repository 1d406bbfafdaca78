"""Exhibits: the failing instant as it is, a still that shows the contact, curves with their limits; equal bytes."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO

import numpy as np
import pytest
from matplotlib.image import imread

from cobot_lab.cell.cell import Cell
from cobot_lab.cell.load import load_cell
from cobot_lab.cell.task import Goal, Task
from cobot_lab.codes import Code
from cobot_lab.findings import Finding, Report
from cobot_lab.motion.plan_data import Plan
from cobot_lab.school.lesson import load_lesson
from cobot_lab.verify.checker import NAMES
from cobot_lab.verify.evidence.curves import curves_of, draw
from cobot_lab.verify.evidence.exhibits import gather
from cobot_lab.verify.evidence.instant import failing, instant_at
from cobot_lab.verify.evidence.look import pieces_of
from cobot_lab.verify.evidence.shown import shown
from cobot_lab.verify.evidence.spot import named, spot
from cobot_lab.verify.evidence.view import Camera, View
from cobot_lab.verify.evidence.words import WORDS, Words
from cobot_lab.verify.outcome import Outcome
from cobot_lab.verify.recording import Recording
from cobot_lab.verify.source import Checked, check_source
from cobot_lab.verify.subject import Subject

LABELS = Words({key: f"{key} {{t}}" if key in {"seen", "planned"} else key for key in WORDS}, "title", "sentence")
HIT = Finding.of(Code.COLLISION_CELL, step=2, t=3.0, body="finger_right", thing="bac", depth=0.001)


@pytest.fixture(scope="module")
def subject(cell: Cell, good: Plan) -> Subject:
    return Subject(good, cell, Task("01", (Goal("ebauche", "plateau"),), True, 45.0))


def _picture(data: bytes) -> np.ndarray:
    return imread(BytesIO(data), format="png")


def test_the_planned_instant_is_where_the_recording_shows_it(subject: Subject, outcome: Outcome) -> None:
    for t in (0.0, 1.0, 3.9, 6.0, subject.plan.duration):
        planned, seen = (dict(instant_at(subject, t, one).poses) for one in (None, outcome.recording))
        assert planned.keys() == seen.keys()
        for name, T in planned.items():
            assert np.allclose(T[:3, 3], seen[name][:3, 3], atol=3e-3), (t, name)


def test_the_failing_instant_is_that_of_the_first_refusal_that_has_one() -> None:
    nowhere, later = Finding.of(Code.NOTHING_TO_DO), replace(HIT, t=7.0)
    assert failing(Report(findings=(nowhere, HIT, later))) is HIT
    assert failing(Report(findings=(nowhere,))) is None


def test_everything_that_is_there_has_a_look(cell: Cell) -> None:
    bodies = {piece.body for piece in pieces_of(cell)}
    assert {thing.name for thing in cell.things} <= bodies
    assert {"tool", "finger_right", "finger_left", "forearm_link"} <= bodies
    assert len({piece.colour for piece in pieces_of(cell)}) > 5


def test_a_finding_names_its_bodies_and_a_joint_its_link(cell: Cell) -> None:
    assert named(HIT, cell) == ("finger_right", "bac")
    assert named(Finding.of(Code.TORQUE, joint="elbow_joint", ratio=0.9), cell) == ("forearm_link",)
    assert named(Finding.of(Code.NO_GRASP, width=0.01), cell) == ()
    zone = Finding.of(Code.FORBIDDEN_ZONE, body="tool", zone="public")
    assert named(zone, cell) == ("tool", "public")


def test_the_mark_is_between_the_bodies_and_in_the_middle_of_the_near_picture(cell: Cell, subject: Subject) -> None:
    instant = instant_at(subject, 2.6)
    poses = dict(instant.poses)
    with View(cell, instant, {}) as view:
        point = spot(
            Finding.of(Code.COLLISION_PART, body="finger_right", thing="ebauche", depth=0.0), cell, instant, view
        )
        assert np.linalg.norm(point - poses["ebauche"][:3, 3]) < 0.04
        camera = Camera((float(point[0]), float(point[1]), float(point[2])), 0.3, 0.6, 0.5)
        assert np.allclose(view.pixel(camera, 200, 100, point), (100.0, 50.0), atol=0.1)
        tool_point = spot(Finding.of(Code.NO_GRASP, width=0.01), cell, instant, view)
        assert np.allclose(tool_point, (poses["wrist_3_link"] @ cell.tool.T_FT)[:3, 3])


def test_what_stands_before_a_point_hides_it(cell: Cell, subject: Subject) -> None:
    with View(cell, instant_at(subject, 0.0), {}) as view:
        behind = np.array([0.45, 0.0, 0.10])  # the inspection post's column stands 4 cm in front of it
        assert view.hidden(Camera((0.45, 0.0, 0.1), 0.5, 0.0, 0.0), behind) > 0.9
        assert view.hidden(Camera((0.45, 0.0, 0.1), 0.5, np.pi / 2, 0.3), behind) < 0.1
        assert view.hidden(Camera((0.45, 0.0, 0.1), 0.5, 0.0, 0.0), behind, but=("poste_controle",)) < 0.1


def test_marked_bodies_are_seen_in_their_colour(cell: Cell, subject: Subject) -> None:
    instant = instant_at(subject, 0.0)
    camera = Camera((0.31, 0.17, 0.0), 0.6, 0.5, 0.9)
    pictures = []
    for colours in ({}, {"bac": (1.0, 0.0, 0.0)}):
        with View(cell, instant, colours) as view:
            pictures.append(view.shoot(camera, 80, 60))
    red = [((picture[:, :, 0] - picture[:, :, 2]) > 0.4).mean() for picture in pictures]
    assert red[0] < 0.02
    assert red[1] > 0.1


def test_a_refused_plan_has_a_still_and_curves_in_equal_bytes(subject: Subject) -> None:
    report = Report(run=NAMES, findings=(HIT,))
    first, second = (gather(report, subject.plan, subject.cell, subject.task, None, LABELS) for _ in range(2))
    assert [exhibit.name for exhibit in first] == ["still.png", "curves.png", "curves.svg"]
    assert first == second
    assert _picture(first[0].data).shape[:2] > (500, 1000)
    assert np.unique(_picture(first[0].data).reshape(-1, 4), axis=0).shape[0] > 1000


def test_a_passing_plan_has_its_recording_and_no_still(subject: Subject, outcome: Outcome) -> None:
    made = gather(Report(run=NAMES), subject.plan, subject.cell, subject.task, outcome.recording, LABELS)
    assert [exhibit.kind for exhibit in made] == ["recording", "curves", "curves_svg"]
    assert Recording.from_bytes(made[0].data).digest == outcome.recording.digest
    assert made[2].data.startswith(b"<?xml")


def test_a_plan_whose_motion_was_not_judged_has_no_curves(subject: Subject) -> None:
    late = Finding.of(Code.TOO_LONG, step=1, t=2.0, duration=400.0, limit=300.0)
    report = Report(run=("duration",), not_run=NAMES[1:], findings=(late,))
    made = gather(report, subject.plan, subject.cell, subject.task, None, LABELS)
    assert [exhibit.kind for exhibit in made] == ["still"]


def test_curves_hold_every_step_and_the_whole_way(subject: Subject) -> None:
    curves = curves_of(subject)
    assert [step for step, _, _ in curves.steps] == list(range(1, len(subject.plan.actions) + 1))
    assert curves.steps[0][1] == 0.0
    assert curves.steps[-1][2] == pytest.approx(subject.plan.duration)
    assert (np.diff(curves.t) >= 0.0).all()
    assert curves.tool_speed.max() == max(motion.tool_speed.max() for motion in subject.motions)
    assert min(gap.distance for gap in curves.gaps) < 0.001  # where the part is put down
    assert {gap.wanted for gap in curves.gaps} >= {0.0, subject.cell.limits.clearance}


def test_limits_and_findings_change_the_picture(subject: Subject) -> None:
    curves = curves_of(subject)
    plain = draw(curves, subject, (), LABELS)["svg"]
    fast = replace(subject.cell, limits=replace(subject.cell.limits, tool_speed=0.2))
    assert draw(curves, replace(subject, cell=fast), (), LABELS)["svg"] != plain
    assert draw(curves, subject, (HIT,), LABELS)["svg"] != plain
    assert draw(curves, subject, (), LABELS)["svg"] == plain


@pytest.fixture(scope="module")
def late() -> Checked:
    """A program that forgets that a part may be late: refused on one of its ways, not the first."""
    lesson = load_lesson("07")
    return check_source((lesson.folder / "wrong_forgets_late.py").read_bytes(), load_cell(lesson.cell), lesson.task)


def test_of_a_plan_with_forks_the_way_is_shown_that_is_refused(late: Checked) -> None:
    cell = load_cell(load_lesson("07").cell)
    finding, plan = failing(late.report), late.plan
    assert finding is not None
    assert finding.outcomes
    assert plan is not None
    subject, first = shown(plan, cell, None, finding)
    assert not first
    assert (finding.t or 0.0) <= subject.plan.duration
    assert (False,) in subject.answers.values()
    other, first = shown(plan, cell, None, None)
    assert first
    assert (False,) not in other.answers.values()
    kinds = [one.kind for one in gather(late.report, plan, cell, None, None, LABELS)]
    assert kinds == ["still", "curves", "curves_svg"]


def test_outcomes_that_no_way_has_show_the_first(late: Checked) -> None:
    cell, plan = load_cell(load_lesson("07").cell), late.plan
    assert plan is not None
    finding = failing(late.report)
    assert finding is not None
    strange = replace(finding, outcomes=(("nobody", True),))
    assert shown(plan, cell, None, strange)[1], "the first way, where none agrees"
