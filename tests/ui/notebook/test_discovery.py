"""The conversation of a lesson to discover a cell: in plain words, and kept in a file."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import cobot_lab
from cobot_lab.school.activity import activities
from cobot_lab.ui.notebook.discovery import DiscoverySession
from cobot_lab.ui.widgets.discover import Discover, answered, scene


@pytest.fixture
def session(tmp_path: Path) -> DiscoverySession:
    return DiscoverySession("00", "fr", tmp_path)


def _rest(session: DiscoverySession) -> list[float]:
    rest: list[float] = session.cell.robot.q_rest.tolist()
    return rest


def test_it_opens_with_nothing_done(session: DiscoverySession) -> None:
    state = session.open()
    assert json.loads(json.dumps(state)) == state
    assert state["progress"] == "Repères\N{NO-BREAK SPACE}: 0 sur 3. Questions\N{NO-BREAK SPACE}: 0 sur 4."
    assert not state["whole"]
    assert [mark["reached"] for mark in state["marks"]] == [False] * 3
    assert all("right" not in question or question["right"] is None for question in state["questions"])
    assert "right" not in json.dumps([question["choices"] for question in state["questions"]])


def test_only_joint_positions_are_believed(session: DiscoverySession) -> None:
    mark = session.lesson.marks[0]
    claimed = [1, 0, 0, mark.at[0], 0, -1, 0, mark.at[1], 0, 0, -1, mark.at[2], 0, 0, 0, 1]
    state = session.taught({"name": "rouge", "T_WP": claimed, "q": _rest(session)})
    assert state["mark"] == ""
    assert "(vers la droite du robot)" in state["says"]
    assert "(vers le bas)" in state["says"]


def test_a_mark_that_is_reached_stays_reached(session: DiscoverySession, tmp_path: Path) -> None:
    at = {"name": "jaune", "T_WP": [], "q": _at(session, session.lesson.marks[2].at)}
    state = session.taught(at)
    assert state["mark"] == "jaune"
    assert state["says"].startswith("Repère atteint")
    again = DiscoverySession("00", "en", tmp_path).open()
    assert [mark["reached"] for mark in again["marks"]] == [False, False, True]
    assert again["progress"] == "Marks: 1 of 3. Questions: 0 of 4."


def _at(session: DiscoverySession, at: tuple[float, float, float]) -> list[float]:
    import numpy as np  # noqa: PLC0415

    from cobot_lab.motion.inverse import Inverse  # noqa: PLC0415

    cell = session.cell
    T_WT = cell.places[0].T_WP.copy()
    T_WT[:3, 3] = at
    found = Inverse(cell.robot).solve(np.linalg.inv(cell.T_WB) @ T_WT @ np.linalg.inv(cell.tool.T_FT))
    best: list[float] = min(found, key=lambda q: float(np.abs(q - cell.robot.q_rest).max())).tolist()
    return best


@pytest.mark.parametrize("point", [None, {}, {"q": "x"}, {"q": [float("nan")] * 6}])
def test_a_point_that_is_none_is_answered_in_words(session: DiscoverySession, point: object) -> None:
    assert session.taught(point)["says"].startswith("Un axe du bras dépasse sa limite.")


def test_every_answer_is_told_why(session: DiscoverySession) -> None:
    for question in session.lesson.questions:
        for index, choice in enumerate(question.choices):
            state = session.answer(question.name, index)
            (told,) = (each for each in state["questions"] if each["name"] == question.name)
            assert told["right"] is choice.right
            assert told["because"]
    assert session.answer("axe", 9)["says"] == "Choisis d'abord une réponse."
    assert session.answer("nothing", 0)["says"] == "Choisis d'abord une réponse."


def test_all_done_is_said(session: DiscoverySession) -> None:
    for mark in session.lesson.marks:
        session.taught({"q": _at(session, mark.at)})
    for question in session.lesson.questions:
        right = next(index for index, choice in enumerate(question.choices) if choice.right)
        state = session.answer(question.name, right)
    assert state["whole"]
    assert state["progress"].endswith("Tu connais la cellule\N{NO-BREAK SPACE}!")


def test_a_folder_that_cannot_be_written_is_said_and_nothing_is_lost_meanwhile(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    session = DiscoverySession("00", "fr", tmp_path / "file")
    state = session.answer("axe", 1)
    assert "n'a pas pu être enregistrée" in state["says"]
    assert state["questions"][0]["right"]


def test_the_marks_are_drawn_and_the_page_is_answered(session: DiscoverySession) -> None:
    drawn = scene(session)
    assert [body["name"] for body in drawn["bodies"] if body["name"].startswith("mark_")] == [
        "mark_rouge", "mark_bleu", "mark_jaune",
    ]  # fmt: skip
    assert json.loads(json.dumps(drawn)) == drawn
    started = answered(session, {"do": "start"})
    assert started is not None
    assert started["state"]["title"] == "Découvrir la cellule"
    assert answered(session, {"do": "what"}) is None


def test_the_notebook_gets_the_widget(tmp_path: Path) -> None:
    shown = cobot_lab.lesson("00", folder=tmp_path)
    assert isinstance(shown, Discover)
    assert "Relance la cellule" in repr(shown)
    sent: list[object] = []
    shown.send = lambda content, buffers=None: sent.append(content)  # type: ignore[method-assign]
    shown._hear(shown, {"do": "start"}, [])
    shown._hear(shown, {"do": "unheard of"}, [])
    assert len(sent) == 1
    assert {type(each).__name__ for each in activities()} == {"Lesson", "Discovery"}
