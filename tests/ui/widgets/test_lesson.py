"""The lesson screen as a widget, without a browser: what it says to its page, and that its state holds nothing."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from cobot_lab.paths import data_room
from cobot_lab.service.client import Checker
from cobot_lab.service.trouble import ServiceError, Trouble
from cobot_lab.ui.notebook.session import LessonSession
from cobot_lab.ui.widgets.lesson import LessonScreen

LESSONS = data_room("lessons")
FIRST = LESSONS / "01_prendre_deposer"
RIGHT = (FIRST / "solution.py").read_text(encoding="utf-8")
EDGE = (FIRST / "wrong_tray_edge.py").read_text(encoding="utf-8")
FORK = """prendre("magasin")
aller_a("controle")
if couleur_piece() == "rouge":
    deposer("bac_rouge")
else:
    deposer("bac_bleu")
aller_a("repos")
"""
NO_REST = 'prendre("magasin")\ndeposer("plateau")\n'

Json = dict[str, Any]
HEAVY = {"pybullet", "roboticstoolbox", "ruckig", "cobot_lab.motion.planner", "cobot_lab.verify.checker"}
"""What judges a program is loaded by the checker alone: pupils' kernels are many."""


class Page:
    """A page that hears everything."""

    def __init__(self, screen: LessonScreen, patch: pytest.MonkeyPatch) -> None:
        self.screen = screen
        self.heard: list[tuple[Json, list[bytes]]] = []
        patch.setattr(screen, "send", lambda content, buffers=None: self.heard.append((content, list(buffers or ()))))

    def say(self, **told: object) -> list[Json]:
        """Say something and give what comes back."""
        before = len(self.heard)

        async def converse() -> None:
            self.screen._hear(self.screen, told, [])
            while self.screen._running or (self.screen._watching and not self.screen._watching.done()):
                await asyncio.sleep(0.01)

        asyncio.run(converse())
        said = [content for content, _ in self.heard[before:]]
        json.dumps(said)
        return said

    def write(self, text: str, face: str = "python") -> Json:
        """Write a program and give the answer."""
        return self.say(do="edit", seq=1, face=face, content=text, lang="fr")[-1]["program"]


@pytest.fixture
def talk(tmp_path: Path, checker: Checker, monkeypatch: pytest.MonkeyPatch) -> Page:
    return Page(LessonScreen(LessonSession("01", "fr", tmp_path, checker)), monkeypatch)


def test_the_state_kept_in_a_notebook_holds_no_program_and_no_bundle(talk: Page) -> None:
    state = str(talk.screen.get_state())
    assert "Bonjour" not in state
    assert len(state) < 2500


def test_a_page_that_opens_is_told_everything(talk: Page) -> None:
    start, film = talk.say(do="start")
    assert (start["do"], start["lesson"], start["title"]) == ("start", "01", "Prendre – déposer")
    assert start["program"]["text"].startswith("# L'ébauche")
    assert json.loads(start["program"]["blocks"])["blocks"]["blocks"]
    assert start["scene"]["arm"]["joints"]
    assert set(start["toolbox"]) == {"fr", "en"}
    assert [goal["reached"] for goal in start["program"]["goals"]] == [None] * 3
    assert film == {"do": "film", "meta": None}


def test_what_is_written_in_one_face_comes_back_in_the_other(talk: Page) -> None:
    program = talk.write(RIGHT)
    assert program["text"] is None
    assert "cobot_pick" in program["blocks"]
    assert {stand["line"] for stand in program["stands"]} >= {2, 3, 4, 5}
    assert all(stand["blockId"] for stand in program["stands"])
    back = talk.write(program["blocks"].replace('"plateau"', '"rebut"'), "blocks")
    assert back["blocks"] is None
    assert 'deposer("rebut")' in back["text"]
    half = talk.write('prendre("mag')
    assert (half["waits"], half["text"]) == ("blocks", None)


def test_a_wrong_program_is_shown_at_its_block_and_instant_and_repaired(talk: Page) -> None:
    talk.write(EDGE)
    said = talk.say(do="check")
    assert said[0]["do"] == "stage"
    verdict = next(each for each in said if each["do"] == "verdict")["program"]
    assert (verdict["judged"]["passed"], verdict["blocks"], verdict["text"]) == (False, None, None)
    (remark,) = verdict["findings"]
    assert (remark["code"], remark["text"]["line"]) == ("C01", 6)
    assert remark["block"]
    assert 0 < remark["t"] < 20
    film, buffers = talk.heard[-1]
    assert film["meta"]["duration"] > remark["t"]
    (mark,) = film["meta"]["marks"]
    assert mark["t"] == remark["t"]
    assert len(mark["point"]) == 3
    assert remark["outcome"] == film["meta"]["outcome"]
    assert len(buffers[0]) > 10_000

    talk.write(NO_REST)
    talk.say(do="check")
    fix = talk.say(do="seek")[-1]
    assert {row["kind"] for row in fix["rows"]} >= {"same", "in"}
    gone, accepted = talk.say(do="accept")
    assert gone == {"do": "film", "meta": None}
    assert accepted["program"]["judged"] is None
    after = talk.say(do="check")
    passed = next(each for each in after if each["do"] == "verdict")["program"]
    assert passed["judged"]["passed"]
    assert all(goal["reached"] for goal in passed["goals"])
    assert talk.say(do="hand_in")[0]["handed_in"]


def test_a_reload_finds_verdict_and_film_again(talk: Page) -> None:
    talk.write(RIGHT)
    talk.say(do="check")
    start, outcomes, film = talk.say(do="start")
    assert start["program"]["judged"]["passed"]
    assert len(outcomes["outcomes"]) == 1
    assert film["meta"]["source"] == "physics"


def test_what_means_the_same_keeps_its_verdict_and_its_places(talk: Page) -> None:
    talk.write(EDGE)
    talk.say(do="check")
    moved = talk.write("\n\n" + EDGE)
    assert moved["judged"]["passed"] is False
    assert [(each["code"], each["text"]["line"]) for each in moved["findings"]] == [("C01", 8)]
    assert talk.write(RIGHT)["judged"] is None


def test_in_english_everything_is_said_again(talk: Page) -> None:
    talk.write(RIGHT)
    (spoken,) = talk.say(do="language", lang="en")
    assert (spoken["lang"], spoken["title"]) == ("en", "Pick and place")
    assert 'pick("magasin")' in spoken["program"]["text"]
    assert spoken["program"]["steps"][-1]["says"].startswith("Go to")


def test_hints_come_in_four_grades_about_the_remark_chosen(talk: Page) -> None:
    talk.write('deposer("plateau")\n' + RIGHT)
    said = [talk.say(do="hint", grade=grade, index=0)[0] for grade in (1, 2, 3, 4)]
    assert [each["grade"] for each in said] == [1, 2, 3, 4]
    assert len({each["says"] for each in said}) == 4
    assert talk.say(do="hint", grade=1, index=7)[0]["about"] is None


def test_a_checker_that_is_not_there_is_told_in_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def launch(_: Path) -> Any:
        raise ServiceError(Trouble.NOT_STARTED, "for the test")

    talk = Page(LessonScreen(LessonSession("01", "fr", tmp_path, Checker(tmp_path / "run", launch))), monkeypatch)
    talk.write(RIGHT)
    last = talk.say(do="check")[-1]
    assert last["do"] == "trouble"
    assert last["says"].startswith("Le vérificateur n'a pas pu démarrer")


def test_versions_come_back(talk: Page) -> None:
    talk.write(RIGHT)
    talk.say(do="check")
    program = talk.write(EDGE)
    number = program["versions"][0]["number"]
    (restored,) = talk.say(do="restore", number=number)
    assert restored["program"]["text"] == RIGHT
    assert restored["seq"] is None


def test_a_block_opens_into_its_steps(talk: Page) -> None:
    blocks = talk.write('prendre("magasin")\n')["blocks"]
    (opened,) = talk.say(do="open", seq=3, block="s1", content=blocks)
    assert "descendre_vers" in opened["program"]["text"]
    (same,) = talk.say(do="open", seq=4, block="nothing", content=blocks)
    assert same["program"]["text"] == 'prendre("magasin")\n'


def test_what_the_page_never_says_is_left_alone(talk: Page) -> None:
    assert talk.say(do="dance") == []


def test_a_forked_program_offers_every_outcome(
    tmp_path: Path, checker: Checker, monkeypatch: pytest.MonkeyPatch
) -> None:
    talk = Page(LessonScreen(LessonSession("04", "fr", tmp_path, checker)), monkeypatch)
    talk.write(FORK)
    said = talk.say(do="check")
    offered = next(each for each in said if each["do"] == "outcomes")["outcomes"]
    words = [each["words"]["fr"].replace("\N{NO-BREAK SPACE}", " ") for each in offered]
    assert words == ["Cas 1 : la pièce est rouge", "Cas 2 : la pièce est bleue"]
    assert [each["words"]["en"] for each in offered][1] == "Case 2: the part is blue"
    assert (said[-1]["meta"]["source"], said[-1]["meta"]["outcome"]) == ("physics", "1")
    planned, played = talk.say(do="outcome", id="2")
    assert [each["meta"]["source"] for each in (planned, played)] == ["plan", "physics"]
    assert {each["meta"]["outcome"] for each in (planned, played)} == {"2"}
    assert [each["meta"]["source"] for each in talk.say(do="outcome", id="2")] == ["physics"]
    assert talk.say(do="outcome", id="3") == []


def test_what_happens_in_one_outcome_only_is_shown_in_that_one(
    tmp_path: Path, checker: Checker, monkeypatch: pytest.MonkeyPatch
) -> None:
    talk = Page(LessonScreen(LessonSession("04", "fr", tmp_path, checker)), monkeypatch)
    talk.write(FORK.replace("bac_bleu", "bac_rouge"))
    said = talk.say(do="check")
    program = next(each for each in said if each["do"] == "verdict")["program"]
    (at,) = [number for number, each in enumerate(program["findings"]) if each["code"] == "G50"]
    assert program["findings"][at]["outcome"] == "2"
    assert program["findings"][at]["says"].startswith("Si la pièce est bleue")
    films = {film["meta"]["outcome"]: film["meta"]["marks"][at] for film, _ in talk.heard if film["do"] == "film"}
    for outcome in ("1", "2"):
        for film in talk.say(do="outcome", id=outcome):
            films[outcome] = film["meta"]["marks"][at]
    assert films["1"] is None
    assert films["2"]["t"] > 0


def test_a_film_that_cannot_be_played_is_said(
    tmp_path: Path, checker: Checker, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = LessonSession("04", "fr", tmp_path, checker)
    talk = Page(LessonScreen(session), monkeypatch)
    talk.write(FORK)
    talk.say(do="check")

    def launch(_: Path) -> Any:
        raise ServiceError(Trouble.NOT_STARTED, "for the test")

    session._checker = Checker(tmp_path / "run", launch)
    planned, told = talk.say(do="outcome", id="2")
    assert planned["meta"]["source"] == "plan"
    assert (told["do"], told["outcome"]) == ("unwatched", "2")
    assert told["says"].startswith("Le vérificateur n'a pas pu démarrer")


def test_a_kernel_with_a_lesson_stays_light(tmp_path: Path) -> None:
    code = f"""
import sys
from cobot_lab.ui.notebook.session import LessonSession
from cobot_lab.ui.widgets.lesson import LessonScreen
LessonScreen(LessonSession("01"))
print(sorted({HEAVY!r} & set(sys.modules)))
"""
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.stdout.strip() == "[]", done.stderr
