"""A lesson's whole conversation, without a browser."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest

from cobot_lab import stored
from cobot_lab.cell.problems import DescriptionError
from cobot_lab.language.blocks.write_blocks import write_blocks
from cobot_lab.language.reader import read
from cobot_lab.school.programs import ProgramStore, StoreError
from cobot_lab.school.versions import Why
from cobot_lab.service.client import Checker
from cobot_lab.service.trouble import Trouble
from cobot_lab.ui.notebook.session import LessonSession

from .conftest import RIGHT, WRONG, broken  # isort: skip

Json = dict[str, Any]


@pytest.fixture
def session(tmp_path: Path, checker: Checker) -> LessonSession:
    """Lesson 01 in an empty folder."""
    return LessonSession("01", "fr", tmp_path, checker)


def _told(session: LessonSession, what: str = "check") -> list[Json]:
    async def collect() -> list[Json]:
        return [event async for event in getattr(session, what)()]

    events = asyncio.run(collect())
    json.dumps(events)
    return events


def test_a_lesson_opens_with_all_that_a_page_needs(session: LessonSession, tmp_path: Path) -> None:
    opened = session.open()
    json.dumps(opened)
    assert (opened["lesson"], opened["title"], opened["language"]) == ("01", "Prendre – déposer", "fr")
    assert "magasin" in opened["places"]
    assert opened["python"].startswith("# L'ébauche")
    assert json.loads(opened["blocks"])["blocks"]["blocks"]
    assert {each["type"] for each in opened["definitions"]} >= {"cobot_pick", "cobot_when_started"}
    drawers = [block["type"] for drawer in opened["toolbox"]["contents"] for block in drawer["contents"]]
    assert "cobot_pick" in drawers
    assert "cobot_repeat" not in drawers
    assert [goal["reached"] for goal in opened["goals"]] == [None] * 3
    assert all(goal["says"] for goal in opened["goals"])
    assert (opened["remarks"], opened["versions"], opened["says"]) == ([], [], "")
    assert not list(tmp_path.iterdir())


def test_the_same_in_english(tmp_path: Path, checker: Checker) -> None:
    opened = LessonSession("1", "en", tmp_path, checker).open()
    assert opened["title"] == "Pick and place"
    assert opened["toolbox"]["contents"][0]["name"] == "Moves"


def test_an_unknown_lesson_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DescriptionError):
        LessonSession("77", "fr", tmp_path)


def test_text_becomes_blocks_and_blocks_become_text(session: LessonSession) -> None:
    after = session.edit("python", RIGHT, 7)
    assert (after["seq"], after["in_step"], after["saved"], after["python"]) == (7, True, True, RIGHT)
    program, _ = read(RIGHT)
    assert program is not None
    assert after["blocks"] == write_blocks(program)
    changed = after["blocks"].replace('"plateau"', '"rebut"')
    back = session.edit("blocks", changed, 8)
    assert back["blocks"] == changed
    assert back["python"] == RIGHT.replace('deposer("plateau")', 'deposer("rebut")')
    assert [step["says"] for step in back["steps"]][-1].startswith("Aller")


def test_where_the_blocks_lie_is_kept_while_the_text_is_edited(session: LessonSession) -> None:
    blocks = json.loads(session.edit("python", RIGHT)["blocks"])
    blocks["blocks"]["blocks"][0] |= {"x": 333, "y": 77}
    session.edit("blocks", json.dumps(blocks))
    after = json.loads(session.edit("python", WRONG)["blocks"])
    assert (after["blocks"]["blocks"][0]["x"], after["blocks"]["blocks"][0]["y"]) == (333, 77)


def test_half_a_line_is_kept_and_the_blocks_wait(session: LessonSession, tmp_path: Path) -> None:
    before = session.edit("python", RIGHT)["blocks"]
    half = session.edit("python", 'prendre("mag')
    assert (half["in_step"], half["python"], half["blocks"]) == (False, 'prendre("mag', before)
    assert half["remarks"][0]["text"]["line"] == 1
    again = LessonSession("01", "fr", tmp_path).open()
    assert (again["python"], again["in_step"], again["face"]) == ('prendre("mag', False, "python")


def test_a_block_with_a_gap_is_kept_and_the_text_waits(session: LessonSession) -> None:
    session.edit("python", RIGHT)
    pick = {"block": {"type": "cobot_pick", "id": "hole"}}
    start = {"type": "cobot_when_started", "id": "s", "next": pick}
    gap = json.dumps({"schema": "cobot_lab/blocks/1", "blocks": {"languageVersion": 0, "blocks": [start]}})
    after = session.edit("blocks", gap)
    assert (after["in_step"], after["blocks"], after["python"]) == (False, gap, RIGHT)
    assert [(each["code"], each["block"]) for each in after["remarks"]] == [("L42", "hole")]


def test_a_line_outside_the_language_comes_back_byte_for_byte(session: LessonSession, tmp_path: Path) -> None:
    text = 'prendre("magasin")\nimport   os ;  x=[1,\t2]\n'
    after = session.edit("python", text)
    assert "import   os" in after["blocks"]
    stays = session.edit("blocks", after["blocks"])
    assert "import   os" in stays["python"]
    assert stays["remarks"]
    assert LessonSession("01", "fr", tmp_path).work.blocks == after["blocks"]


def test_a_finding_stands_in_both_faces(session: LessonSession) -> None:
    after = session.edit("python", 'deposer("plateau")\n' + RIGHT)
    (remark,) = after["remarks"]
    assert remark["code"] == "L21"
    assert remark["text"]["line"] == 1
    assert f'"id":"{remark["block"]}"' in after["blocks"]
    assert remark["where"] == {"python": "ligne 1", "blocks": "bloc 1, «\xa0Déposer la pièce à «\xa0plateau\xa0»\xa0»"}
    assert remark["says"].endswith(".")


def test_help_speaks_of_what_is_looked_at(session: LessonSession) -> None:
    session.edit("python", '# Sans pièce.\ndeposer("plateau")\n' + RIGHT)
    assert "ligne 2" in session.hint(2, face="python")["says"]
    assert "bloc 1" in session.hint(2, face="blocks")["says"]
    assert session.hint(2) == session.hint(2, face="python")  # the one edited last


def test_the_sentences_are_the_procedure_with_its_sinon(tmp_path: Path, checker: Checker) -> None:
    text = "if piece_tenue():\n    ouvrir_pince()\nelse:\n    attendre(1)\n"
    after = LessonSession("04", "fr", tmp_path, checker).edit("python", "# Un choix.\n" + text)
    said = [(each["number"], each["depth"], each["step"]) for each in after["steps"]]
    assert said == [("1", 0, 1), ("1.1", 1, 3), ("2", 0, 0), ("2.1", 1, 4)]
    assert after["steps"][2]["says"] == "Sinon\N{NO-BREAK SPACE}:"


def test_what_is_too_large_is_not_kept(session: LessonSession) -> None:
    session.edit("python", RIGHT)
    after = session.edit("python", "#" * 2_000_000, 5)
    assert (after["saved"], after["python"], after["seq"]) == (False, RIGHT, 5)
    assert after["says"]


def test_a_whole_path_from_wrong_to_handed_in(session: LessonSession, tmp_path: Path) -> None:
    session.edit("python", WRONG)
    assert not session.hand_in()["handed_in"]
    *_, verdict = _told(session)
    assert (verdict["event"], verdict["verdict"], verdict["passed"]) == ("verdict", "FAILED", False)
    assert [(each["code"], each["text"]["line"], each["block"]) for each in verdict["remarks"]] == [("G02", 2, "s2")]
    assert [goal["reached"] for goal in verdict["goals"]] == [True, False, True]
    assert not session.hand_in()["handed_in"]
    said = [session.hint(grade)["says"] for grade in (1, 2, 3, 4)]
    assert len(set(said)) == 4
    assert all(said)
    assert session.hint(9)["about"] is None
    assert session.hint(1, 5)["about"] is None

    *_, fix = _told(session, "seek")
    assert (fix["event"], fix["ended_by"]) == ("fix", "fixed")
    assert "aller_a" in session.hint(4)["says"]
    accepted = session.accept()
    assert accepted["python"] == WRONG + 'aller_a("repos")\n'
    assert [goal["reached"] for goal in accepted["goals"]] == [None] * 3
    assert session.accept()["says"]

    events = _told(session)
    stages = [event["stage"] for event in events if event["event"] == "stage"]
    assert stages[0] == "start"
    assert "physics" in stages
    assert all(event["says"] for event in events if event["event"] == "stage")
    verdict = events[-1]
    assert verdict["passed"]
    assert verdict["attempts"] == {
        "tries": 2,
        "passed": 1,
        "goals_best": 3,
        "duration_best": verdict["duration"],
        "blocks_best": 3,
    }
    assert session.answer is not None
    assert len(session.answer.recording) > 100_000
    handed = session.hand_in()
    assert handed["handed_in"]
    document = stored.parse((tmp_path / handed["file"]).read_bytes(), "cobot_lab/hand-in/1")
    assert (document["source"], document["program"]) == (accepted["python"], verdict["program"])

    again = LessonSession("01", "fr", tmp_path).open()
    assert again["attempts"]["tries"] == 2
    assert again["python"] == accepted["python"]


def test_a_verdict_stands_while_the_program_means_the_same(session: LessonSession) -> None:
    session.edit("python", RIGHT)
    *_, verdict = _told(session)
    assert verdict["passed"]
    noted = session.edit("python", "# une note\n" + RIGHT)
    assert [goal["reached"] for goal in noted["goals"]] == [True] * 3
    assert session.hand_in()["handed_in"]
    other = session.edit("python", WRONG)
    assert [goal["reached"] for goal in other["goals"]] == [None] * 3
    assert session.answer is None
    assert not session.hand_in()["handed_in"]


def test_going_back(session: LessonSession) -> None:
    assert session.restore()["says"]
    session.edit("python", RIGHT)
    session._kept(Why.CHECKED)
    session.edit("python", WRONG)
    back = session.restore()
    assert back["python"] == RIGHT
    assert session.versions()[0]["why"] == "restored"
    assert session.restore()["python"] == WRONG
    first = session.versions()[-1]["number"]
    assert session.restore(first)["python"] == RIGHT
    assert session.restore(999)["says"]


def test_another_window_is_told_of(session: LessonSession, tmp_path: Path, checker: Checker) -> None:
    session.edit("python", RIGHT)
    other = LessonSession("01", "fr", tmp_path, checker)
    other.edit("python", WRONG)
    told = session.edit("python", RIGHT + "# encore\n")
    assert told["saved"]
    assert "autre fenêtre" in told["says"]
    assert session.versions()[0]["why"] == "elsewhere"


def test_a_bitten_file_is_told_of(session: LessonSession, tmp_path: Path, checker: Checker) -> None:
    session.edit("python", RIGHT)
    session._kept(Why.CHECKED)
    (tmp_path / "01.cobot.json").write_bytes(b"{")
    opened = LessonSession("01", "fr", tmp_path, checker).open()
    assert opened["python"] == RIGHT
    assert "dernière version entière" in opened["says"]


def test_a_program_that_cannot_be_saved_is_still_worked_on(
    session: LessonSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> bool:
        raise StoreError(OSError(28, "No space left on device", "x"))

    monkeypatch.setattr(ProgramStore, "save", full)
    after = session.edit("python", RIGHT)
    assert (after["saved"], after["python"]) == (False, RIGHT)
    assert "disque est plein" in after["says"]
    *_, verdict = _told(session)
    assert verdict["passed"]
    assert not verdict["saved"]
    assert verdict["notice"]


@pytest.mark.parametrize("trouble", Trouble)
def test_every_trouble_is_one_sentence(tmp_path: Path, trouble: Trouble) -> None:
    for language in ("fr", "en"):
        session = LessonSession("01", language, tmp_path, Checker(tmp_path / "run", broken(trouble).launch))
        *_, last = _told(session)
        assert (last["event"], last["trouble"]) == ("trouble", trouble.value)
        assert last["says"].endswith(".")


def test_a_question_that_is_left_is_taken_back(session: LessonSession) -> None:
    session.edit("python", RIGHT)

    async def leave() -> Json:
        events = session.check()
        first = await anext(events)
        await events.aclose()
        *_, last = [event async for event in session.check()]
        return {"first": first, "last": last}

    told = asyncio.run(leave())
    assert told["first"]["stage"] == "start"
    assert told["last"]["passed"]


def test_a_newer_question_supersedes_the_older(session: LessonSession) -> None:
    session.edit("python", RIGHT)

    async def twice() -> tuple[Json, Json]:
        older = session.check()
        while (await anext(older))["event"] == "stage":
            pass
        newer = [event async for event in session.check()]
        rest = [event async for event in older]
        return rest[-1], newer[-1]

    older, newer = asyncio.run(twice())
    assert older["event"] in {"trouble", "verdict"}
    assert newer["passed"]
