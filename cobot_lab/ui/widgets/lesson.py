"""The lesson screen: one lesson in a notebook, from the first block to the program that is handed in.

The widget decides nothing: it carries what the page says to the session of the lesson, and what the session says, with
the motion to watch, to the page. Nothing of it is widget state; a page that opens asks for everything.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from typing import Any

import anywidget

from cobot_lab.language.faces import Face
from cobot_lab.ui.notebook.session import LessonSession
from cobot_lab.ui.sentences import Language
from cobot_lab.ui.widgets.bundle import shim
from cobot_lab.ui.widgets.changes import changes
from cobot_lab.ui.widgets.lesson_film import Films, films, marked
from cobot_lab.ui.widgets.scene import scene_of
from cobot_lab.ui.widgets.vocabulary import toolboxes, vocabulary
from cobot_lab.verify.recording import Recording

Json = dict[str, Any]


class LessonScreen(anywidget.AnyWidget):
    """A lesson on the screen.

    Args:
        session: The conversation of the lesson; it keeps the program.

    Attributes:
        session: The same.
    """

    _esm = ""

    def __init__(self, session: LessonSession) -> None:
        super().__init__(_esm=shim("lesson"))
        self.session = session
        cell, task = session.setting.cell, session.lesson.task
        places = [place.name for place in cell.places]
        self._fixed = {
            "vocabulary": vocabulary(task.toolbox, places),
            "toolbox": toolboxes(task.toolbox, places),
            "scene": scene_of(cell),
        }
        self._films: Films | None = None
        self._running: set[asyncio.Task[None]] = set()
        self._watching: asyncio.Task[None] | None = None
        self.on_msg(self._hear)

    def __repr__(self) -> str:
        """What stands where widgets cannot be shown."""
        return self.session.words.word("screen.again")

    def _ipython_display_(self) -> None:
        # A page that finds no kernel behind its widgets shows this sentence; the screen hides it as long as it lives.
        again = self.session.words.word("screen.again")
        sentence = f'<p class="cobot-run-again" lang="{self.session.words.language}">▶ {again}</p>'
        _publish({"text/plain": again, "text/html": sentence}, {})
        data, metadata = self._repr_mimebundle_() or ({}, {})
        _publish(data, metadata)

    # What the page says

    def _hear(self, _widget: object, content: Mapping[str, Any], _buffers: object) -> None:
        answers: dict[str, Callable[[Mapping[str, Any]], None]] = {
            "start": lambda _: self._start(),
            "edit": self._edit,
            "open": self._open,
            "language": self._speak,
            "check": lambda _: self._go(self._check()),
            "seek": lambda _: self._go(self._seek()),
            "stop": lambda _: self._stop(),
            "hint": self._hint,
            "accept": lambda _: self._changed(self.session.accept()),
            "restore": self._restore,
            "hand_in": lambda _: self.send({"do": "handed", **self.session.hand_in()}),
            "outcome": lambda told: self._show(str(told.get("id"))),
            "ping": lambda _: self.send({"do": "pong", "working": bool(self._running)}),
        }
        act = answers.get(str(content.get("do")))
        if act is not None:
            act(content)

    def _start(self) -> None:
        opened = self.session.open()
        language = self.session.words.language
        told = {name: opened[name] for name in ("lesson", "title", "assignment", "versions")}
        self.send({"do": "start", "lang": language, **told, **self._fixed, "program": self._program(opened)})
        self._send_films()

    def _edit(self, told: Mapping[str, Any]) -> None:
        face: Face = "blocks" if told.get("face") == "blocks" else "python"
        if told.get("lang") not in (None, self.session.words.language):
            self.session.speak(_language(told))
        answer = self.session.edit(face, str(told.get("content", "")), int(told.get("seq", 0)))
        self._changed(answer, answer["seq"], face)

    def _open(self, told: Mapping[str, Any]) -> None:
        answer = self.session.open_block(str(told.get("block")), str(told.get("content", "")))
        self._changed(answer, int(told.get("seq", 0)))

    def _restore(self, told: Mapping[str, Any]) -> None:
        number = told.get("number")
        self._changed(self.session.restore(number if isinstance(number, int) else None))

    def _speak(self, told: Mapping[str, Any]) -> None:
        opened = self.session.speak(_language(told))
        words = {name: opened[name] for name in ("title", "assignment", "versions")}
        self.send({"do": "spoken", "lang": self.session.words.language, **words, "program": self._program(opened)})

    def _hint(self, told: Mapping[str, Any]) -> None:
        grade, index = int(told.get("grade", 1)), int(told.get("index", 0))
        shown: Face = "python" if told.get("face") == "python" else "blocks"
        self.send({"do": "hint", "index": index, **self.session.hint(grade, index, shown)})

    # What the checker says

    async def _check(self) -> None:
        async for event in self._told(self.session.check()):
            match event["event"]:
                case "found":
                    self.send({"do": "found", "findings": marked(event["remarks"])})
                case "verdict" if event["current"]:
                    self._watch()
                    self.send({"do": "verdict", "program": self._program(self.session.open(), again=True)})
                    self._send_films()
                case "verdict":
                    self.send({"do": "overtaken", "attempts": event["attempts"]})

    async def _seek(self) -> None:
        async for event in self._told(self.session.seek()):
            if event["event"] == "fix":
                rows = changes(self.session.program, event.get("source"), self.session.work.face, self._language)
                self.send({"do": "fix", "says": event["says"], "rows": rows})

    async def _told(self, events: AsyncIterator[Json]) -> AsyncIterator[Json]:
        """Pass on how far it is and what stood in the way."""
        async for event in events:
            if event["event"] in {"stage", "trouble"}:
                self.send({"do": event["event"], **event})
            else:
                yield event

    def _go(self, work: Any) -> None:
        """Do something that takes its time; what was under way is given up."""
        self._stop()
        task = asyncio.get_running_loop().create_task(work)
        self._running.add(task)
        task.add_done_callback(self._running.discard)

    def _stop(self) -> None:
        for task in self._running:
            task.cancel()

    # What is shown

    @property
    def _language(self) -> Language:
        return self.session.words.language

    def _changed(self, answer: Json, seq: int | None = None, face: Face | None = None) -> None:
        if self.session.answer is None and self._films is not None:
            self._unwatch()
            self.send({"do": "film", "meta": None})
        self.send({"do": "program", "seq": seq, "program": self._program(answer, face)})

    def _program(self, answer: Json, face: Face | None = None, *, again: bool = False) -> Json:
        """Give a program as the page takes it.

        Args:
            answer: From the session.
            face: The face in which somebody writes: it is not given back to them.
            again: Only what is said about the program is news.
        """
        other_waits = {"python": "blocks", "blocks": "python"}[answer["face"]] if not answer["in_step"] else None
        shown = {name: None if again or face == name else answer[name] for name in ("blocks", "python")}
        stays = ("steps", "stands", "goals", "attempts", "judged", "face")
        return {
            "blocks": shown["blocks"],
            "text": shown["python"],
            "waits": other_waits,
            "findings": marked(answer["remarks"], self._films),
            **{name: answer[name] for name in stays},
            "saved": answer.get("saved", True),
            "says": answer.get("says", ""),
            "versions": self.session.versions(),
        }

    # What there is to watch

    def _watch(self) -> None:
        answer, program = self.session.answer, self.session.program
        self._unwatch()
        if answer is not None and program is not None:
            self._films = films(answer, program, self.session.setting.cell)

    def _unwatch(self) -> None:
        self._films = None
        if self._watching is not None:
            self._watching.cancel()

    def _send_films(self) -> None:
        if self._films is None or not self._films.films:
            self.send({"do": "film", "meta": None})
            return
        self.send({"do": "outcomes", "outcomes": self._films.offered()})
        self._show(self._films.first())

    def _show(self, outcome: str) -> None:
        """Send the film of an outcome; where only the plan is known of it, have the physics played as well."""
        if self._films is None or outcome not in self._films.films:
            return
        self._send_film(outcome)
        if self._films.simulated and self._films.films[outcome].recording is None:
            if self._watching is not None:
                self._watching.cancel()
            self._watching = asyncio.get_running_loop().create_task(self._record(self._films, outcome))

    def _send_film(self, outcome: str) -> None:
        assert self._films is not None  # whoever calls this has looked
        meta, buffer = self._films.made(outcome)
        self.send({"do": "film", "meta": meta}, buffers=[buffer])

    async def _record(self, watched: Films, outcome: str) -> None:
        async for event in self.session.watch(watched.films[outcome].way.alone.to_bytes()):
            if self._films is not watched:
                return
            if event["event"] == "watched":
                watched.recorded(outcome, Recording.from_bytes(event["recording"]))
                self._send_film(outcome)
            else:
                self.send({"do": "unwatched", "outcome": outcome, "says": event["says"]})


def _publish(data: Mapping[str, Any], metadata: Mapping[str, Any]) -> None:
    from IPython.display import publish_display_data  # noqa: PLC0415 - only where there is a notebook

    publish_display_data(data, metadata)  # type: ignore[no-untyped-call]


def _language(told: Mapping[str, Any]) -> Language:
    return "en" if told.get("lang") == "en" else "fr"
