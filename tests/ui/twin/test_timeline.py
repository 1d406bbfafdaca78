"""What stands along the line of time, and its words."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from cobot_lab.cell.cell import Cell
from cobot_lab.cell.shape import Box
from cobot_lab.codes import Code
from cobot_lab.findings import Finding, Report
from cobot_lab.ui.widgets.contact import point_of
from cobot_lab.ui.widgets.replay import Replay, replay
from cobot_lab.ui.widgets.timeline import film_of, findings_of, passages
from cobot_lab.ui.widgets.trace import held_part, trace
from cobot_lab.verify.source import Checked


def _watched(checked: Checked, cell: Cell) -> Replay:
    assert checked.plan is not None
    watched = replay(checked.plan, cell, checked.recording)
    assert watched is not None
    return watched


def test_passages_follow_one_another_to_the_end(tray_edge: Checked) -> None:
    assert tray_edge.plan is not None
    found = passages(tray_edge.plan)
    assert [passage.step for passage in found] == [1, 2, 3, 4, 5, 6, 7, 8]
    assert found[0].t0 == 0.0
    assert found[-1].t1 == pytest.approx(tray_edge.plan.duration)
    for one, next_one in itertools.pairwise(found):
        assert one.t1 == pytest.approx(next_one.t0)


def test_steps_are_said_in_both_languages_with_their_place(cell: Cell, tray_edge: Checked) -> None:
    assert tray_edge.program is not None
    assert tray_edge.plan is not None
    film = film_of(tray_edge.program, tray_edge.plan, cell, tray_edge.recording)
    assert film is not None
    first = film[0]["steps"][0]
    assert first["says"]["fr"].replace("\N{NO-BREAK SPACE}", " ") == "Prendre la pièce à « magasin »."
    assert "magasin" in first["says"]["en"]
    assert first["says"]["en"] != first["says"]["fr"]
    assert first["number"] == "1"
    assert first["span"]["line"] == 2


def test_trace_tells_where_the_tool_is_and_what_it_holds(cell: Cell, solution: Checked) -> None:
    assert solution.plan is not None
    watched = _watched(solution, cell)
    french = trace(passages(solution.plan), cell, watched, "fr")
    assert french[1] == (
        "l’outil est à 80\N{NO-BREAK SPACE}mm au-dessus du point «\N{NO-BREAK SPACE}magasin\N{NO-BREAK SPACE}», "
        "pince fermée, tient l’ébauche"
    )
    assert french[2].endswith("pince ouverte de 50\N{NO-BREAK SPACE}mm, ne tient rien")
    english = trace(passages(solution.plan), cell, watched, "en")
    assert english[1] == "the tool is 80 mm above the point “magasin”, gripper closed, holds the blank"


def test_trace_sees_that_a_part_was_dropped(cell: Cell, dropped_high: Checked) -> None:
    watched = _watched(dropped_high, cell)
    held = held_part(cell, watched, 5.0)
    assert held is not None
    assert held.name == "ebauche"
    assert held_part(cell, watched, 6.5) is None
    assert held_part(cell, watched, 0.0) is None


def test_a_collision_is_shown_between_the_two_that_touch(cell: Cell, tray_edge: Checked) -> None:
    (found,) = findings_of(tray_edge.report, cell, tray_edge.plan, tray_edge.recording)
    assert found["code"] == "C01"
    assert found["t"] == tray_edge.report.findings[0].t
    assert found["span"]["line"] == 6
    assert found["says"]["fr"] == "Un doigt de la pince touche le plateau."
    assert found["says"]["en"] == "A finger of the gripper touches the tray."
    tray = next(thing for thing in cell.things if thing.name == "bac")
    watched = _watched(tray_edge, cell)
    T_WO = watched.pose("finger_right", found["t"])
    assert T_WO is not None
    point = np.array(found["point"])
    reach = 0.006 + cell.limits.clearance
    assert _distance(tray.shapes, tray.T_WO, point) <= reach
    assert _distance(cell.tool.finger, T_WO, point) <= reach


def _distance(shapes: object, T_WO: np.ndarray, point: np.ndarray) -> float:
    nearest = np.inf
    for shape in shapes:  # type: ignore[attr-defined]
        assert isinstance(shape, Box)
        T = T_WO @ shape.T_OS
        over = np.abs((point - T[:3, 3]) @ T[:3, :3]) - 0.5 * np.array(shape.size)
        nearest = min(nearest, float(np.linalg.norm(np.maximum(over, 0.0))))
    return nearest


def test_a_finding_without_instant_stands_where_its_step_begins(cell: Cell, solution: Checked) -> None:
    assert solution.plan is not None
    report = Report(findings=(Finding.of(Code.STILL_HOLDING, step=3, part="ebauche"),))
    (found,) = findings_of(report, cell, solution.plan, solution.recording)
    assert found["t"] == passages(solution.plan)[2].t0


def test_a_place_that_cannot_be_reached_is_pointed_at(cell: Cell) -> None:
    finding = Finding.of(Code.UNREACHABLE, step=1, place="etagere", distance=0.2)
    place = cell.place("etagere")
    assert place is not None
    np.testing.assert_allclose(point_of(finding, cell, None), place.T_WP[:3, 3])
    assert point_of(Finding.of(Code.NAME_NEVER_SET, name="n"), cell, None) is None
    (found,) = findings_of(Report(findings=(finding,)), cell)
    assert found["t"] is None
