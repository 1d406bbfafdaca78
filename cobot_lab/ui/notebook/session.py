"""The conversation of one lesson, between a page and the rooms below: dictionaries in and out, no widget, no browser.

Every method gives dictionaries that JSON can hold. None of them raises for what a pupil did, nor for a full disk or a
killed process: such things come back in words, under `says`.
"""

from __future__ import annotations

import itertools
import secrets
import threading
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from cobot_lab.findings import Finding, Report, Verdict
from cobot_lab.language.blocks.read_blocks import SIZE_MAX
from cobot_lab.language.faces import Face
from cobot_lab.program.program import Program
from cobot_lab.school.attempts import read_attempts, write_attempts
from cobot_lab.school.goals import goals_of
from cobot_lab.school.programs import ProgramStore, StoreError
from cobot_lab.school.versions import Why
from cobot_lab.school.work import Work, writable
from cobot_lab.service.client import Checker
from cobot_lab.service.events import Answer, Found, Sought, Stage, Watched
from cobot_lab.service.question import Question, Wish
from cobot_lab.service.trouble import ServiceError
from cobot_lab.ui.notebook.conversation import asked
from cobot_lab.ui.notebook.faces import Faces, begun, edited, opened, spoken
from cobot_lab.ui.notebook.handing import hand_in
from cobot_lab.ui.notebook.hints import hints
from cobot_lab.ui.notebook.remarks import remarks, spoken_steps
from cobot_lab.ui.notebook.setting import of_lesson
from cobot_lab.ui.notebook.state import attempts_state, goals_state, lesson_state, versions_state
from cobot_lab.ui.sentences import Language
from cobot_lab.ui.widgets.opening import open_block
from cobot_lab.verify.first_look import look_over

Json = dict[str, Any]


class LessonSession:
    """One pupil's window on one lesson.

    Args:
        number: Of the lesson.
        language: Of every sentence, and of the names in text made from blocks.
        folder: Where the program is kept, beside the notebook.
        checker: Whom to ask for verdicts.

    Attributes:
        setting: The lesson and its cell.
        answer: The last verdict, with plan and recording for whoever shows them; nothing when there is none, or the
            program has become another one since.

    Raises:
        DescriptionError: No such lesson, or it cannot be used.
    """

    def __init__(
        self, number: str, language: Language = "fr", folder: Path | None = None, checker: Checker | None = None
    ) -> None:
        self.setting = of_lesson(number)
        assert self.setting.lesson is not None  # `of_lesson` gives one
        self.lesson = self.setting.lesson
        self.words = self.setting.words(language)
        self.answer: Answer | None = None
        self._checker = checker or Checker()
        self._client, self._turns = secrets.token_hex(8), itertools.count(1)
        self._store = ProgramStore((folder or Path.cwd()).absolute(), self.lesson.number)
        self._attempts = read_attempts(self._store.beside)
        self._digest = ""
        self._fix: Json | None = None
        self._fix_of = ""
        self._notice = ""
        self._faces = self._found()
        self._report = self._looked()

    # What a page shows

    def open(self) -> Json:
        """Give everything that a page begins with: the lesson, and the program as in `edit`, with the versions."""
        lesson = lesson_state(self.setting, self.lesson, self.words)
        return {**lesson, **self._program(), "versions": self.versions(), "says": self._notice}

    @property
    def work(self) -> Work:
        """The program as it is kept."""
        return self._faces.work

    def versions(self) -> list[Json]:
        """Give the earlier states that were kept, the latest first."""
        return versions_state(self._store.versions(), self.words)

    def wake(self) -> None:
        """Have the checker started in the background, so that the first press of *Vérifier* does not wait for it."""
        threading.Thread(target=self._checker.wake, daemon=True).start()

    # What a page tells

    def edit(self, face: Face, content: str, seq: int = 0) -> Json:
        """Take a change of the program.

        Args:
            face: The face that was edited.
            content: All of it, as it is now.
            seq: Number of the change, given back so that a page may drop answers to changes that it has overtaken.

        Returns:
            `seq`, `face`, `python`, `blocks`, `in_step`, `remarks`, `steps`, `goals`, `attempts`, `saved`, `says`.
        """
        content = writable(content)
        if len(content.encode()) > SIZE_MAX:
            return {**self._program(), "seq": seq, "saved": False, "says": self.words.word("lesson.too_large")}
        return {**self._become(edited(self.work, face, content, self.words.language)[0], None), "seq": seq}

    def open_block(self, block: str, content: str) -> Json:
        """Replace a block by the steps inside it (*ouvrir le bloc*); what does not open stays. Gives as `edit`.

        Args:
            block: Its identifier.
            content: The workspace that it stands in.
        """
        return self.edit("blocks", open_block(content, block, self.setting.cell.limits.approach * 1000.0) or content)

    def speak(self, language: Language) -> Json:
        """Change the language: of every sentence, and of the names in the text where it can be read.

        Returns:
            As `open`.
        """
        self.words = self.setting.words(language)
        self._become(spoken(self._faces, language), None)
        return self.open()

    @property
    def program(self) -> Program | None:
        """What the face edited last says; nothing when it has no form yet."""
        return self._faces.program

    def restore(self, number: int | None = None) -> Json:
        """Bring a version back; what stands there now becomes a version itself.

        Args:
            number: Of the version; nothing for the latest one that differs (*revenir en arrière*).

        Returns:
            As `edit`.
        """
        numbers = [each.number for each in self._store.versions()] if number is None else [number]
        works = (self._store.version(each) for each in numbers)
        found = next((work for work in works if work is not None and (number is not None or work != self.work)), None)
        if found is None:
            return {**self._program(), "saved": True, "says": self.words.word("lesson.no_version")}
        return self._become(opened(found), Why.RESTORED)

    async def check(self) -> AsyncIterator[Json]:
        """Have the program judged.

        Gives `stage` events, then `found` with the remarks so far, and last either `verdict` or `trouble`. A newer
        question of this session takes the place of an older one. Leaving the iteration takes the question back.
        """
        kept = self._kept(Why.CHECKED)
        faces = self._faces
        async for event in self._ask(self._question("check", faces)):
            if isinstance(event, Answer):
                yield {**self._judged(event, faces), "saved": not kept, "notice": kept}
            elif isinstance(event, Found):
                yield {"event": "found", "remarks": remarks(event.report, faces, self.words)}
            elif isinstance(event, dict):
                yield event

    def hint(self, grade: int, index: int = 0, face: Face | None = None) -> Json:
        """Give help with a finding.

        Args:
            grade: 1 a question, 2 the place, 3 the shape of the missing step, 4 the fix.
            index: Number of the remark in the list last given, counted from 0.
            face: The face that is looked at, whose blocks or lines are spoken of; by default the one edited last.

        Returns:
            `grade`, `says`, and the remark under `about`, or None when there is nothing to help with.
        """
        if not 0 <= index < len(self._report.findings) or not 1 <= grade <= 4:
            return {"grade": grade, "says": self.words.word("lesson.no_hint"), "about": None}
        finding: Finding = self._report.findings[index]
        about = remarks(Report(findings=(finding,)), self._faces, self.words)[0]
        search = self._fix if self._fix_of == self.work.content else None
        said = hints(finding, self._faces, self.words, search, face)
        return {"grade": grade, "says": said[grade - 1], "about": about}

    async def seek(self) -> AsyncIterator[Json]:
        """Look for the least change with which the program passes: `stage` events, then `fix` or `trouble`.

        `fix` holds `ended_by`, and where there is one, `source` in the face edited last, and `edits`.
        """
        faces = self._faces
        async for event in self._ask(self._question("fix", faces)):
            if isinstance(event, Sought):
                self._fix, self._fix_of = event.search, faces.work.content
                key = "found" if "source" in event.search else "none"
                yield {"event": "fix", **event.search, "says": self.words.word(f"lesson.fix.{key}")}
            elif isinstance(event, dict):
                yield event

    def accept(self) -> Json:
        """Take the fix that was found; what stood there becomes a version. Gives as `edit`."""
        if self._fix is None or "source" not in self._fix or self._fix_of != self.work.content:
            return {**self._program(), "saved": True, "says": self.words.word("lesson.fix.gone")}
        source, self._fix = str(self._fix["source"]), None
        return self._become(edited(self.work, self.work.face, source, self.words.language)[0], Why.FIXED)

    async def watch(self, planned: bytes) -> AsyncIterator[Json]:
        """Have one way through the plan that was judged played, to look at it: `watched` or `trouble`.

        It takes nothing away from a verdict that is being asked for meanwhile; a newer wish to watch takes its place.

        Args:
            planned: The plan of that way, as stored.

        Yields:
            `event`, and under `recording` what the physics showed, as stored.
        """
        client, turn = f"{self._client}.watch", next(self._turns)
        question = Question(planned, lesson=self.lesson.number, client=client, wish="watch", turn=turn)
        async for event in self._ask(question):
            if isinstance(event, Watched):
                yield {"event": "watched", "recording": event.recording}
            elif isinstance(event, dict) and event["event"] == "trouble":
                yield event

    def hand_in(self) -> Json:
        """Put a program that passed into a file for the teacher: `handed_in`, `file` and `says`."""
        return hand_in(self._store, self.work, self.answer, self._attempts, self.words)

    # What becomes of it

    def _question(self, wish: Wish, faces: Faces) -> Question:
        work = faces.work
        turn = next(self._turns)
        source = work.content.encode()
        return Question(source, work.face, self.lesson.number, client=self._client, wish=wish, turn=turn)

    async def _ask(self, question: Question) -> AsyncIterator[Json | Answer | Found | Sought | Watched]:
        """Ask the checker; stages and troubles come as dictionaries already."""
        last: Json = {}
        try:
            async for event in asked(self._checker, question):
                if not isinstance(event, Stage):
                    yield event
                elif (stage := self._stage(event)) != last:
                    last = stage
                    yield stage
        except ServiceError as problem:
            trouble = problem.trouble.value
            yield {"event": "trouble", "trouble": trouble, "says": self.words.word(f"service.trouble.{trouble}")}

    def _stage(self, stage: Stage) -> Json:
        stages = self.words.table["service"]["stages"]
        said_as = stage.name if stage.name in stages else "motion"
        return {"event": "stage", "stage": said_as, "says": stages[said_as], "fraction": stage.fraction}

    def _judged(self, answer: Answer, faces: Faces) -> Json:
        goals = goals_of(self.lesson.task, answer.report)
        reached = sum(goal.reached is True for goal in goals)
        blocks = 0 if faces.program is None else sum(1 for _ in faces.program.walk())
        self._attempts = self._attempts.tried(answer.report, reached, answer.duration, blocks)
        try:
            write_attempts(self._store.beside, self._attempts)
        except StoreError as problem:
            self._notice = self._unsaved(problem)
        current = faces.work.content == self.work.content
        if current:
            self.answer, self._report, self._digest = answer, answer.report, answer.program
        report = answer.report
        return {
            "event": "verdict",
            **self._verdict(report),
            "current": current,
            "remarks": remarks(report, faces, self.words),
            "goals": goals_state(goals, self.words),
            "attempts": attempts_state(self._attempts),
            "report": report.to_dict(),
            "program": answer.program,
            "plan": answer.plan,
            "duration": answer.duration,
            "instants": [[each.step, each.start, each.end] for each in answer.instants],
            "recorded": bool(answer.recording),
        }

    def _become(self, faces: Faces, why: Why | None) -> Json:
        self._faces = faces
        self._report = self._looked()
        return {**self._program(), **self._save(why)}

    def _looked(self) -> Report:
        """Say what can be said at once; the verdict stands only while the program means the same."""
        work = self.work
        _, report = look_over(work.content, self.setting.cell, self.lesson.task, work.face)
        digest = "" if self._faces.program is None else self._faces.program.digest
        if self.answer is not None and digest != self._digest:
            self.answer = None
        if self.answer is None or self._faces.program is None:
            return report
        # Lines and blocks may have other places now; the steps are the same.
        return replace(self.answer.report, findings=tuple(map(self._placed, self.answer.report.findings)))

    def _placed(self, finding: Finding) -> Finding:
        program = self._faces.program
        if program is None or finding.step is None:
            return finding
        return replace(finding, span=program.span_of(finding.step))

    def _program(self) -> Json:
        work = self.work
        judged = None if self.answer is None else self.answer.report
        return {
            "face": work.face,
            "python": work.python,
            "blocks": work.blocks,
            "in_step": work.in_step,
            "remarks": remarks(self._report, self._faces, self.words),
            "steps": spoken_steps(self._faces.program, self.words),
            "goals": goals_state(goals_of(self.lesson.task, judged), self.words),
            "attempts": attempts_state(self._attempts),
            "stands": [place.to_dict() for place in self._faces.stands()],
            "judged": None if judged is None else self._verdict(judged),
        }

    def _verdict(self, report: Report) -> Json:
        counts = {"run": len(report.run), "not_run": len(report.not_run)}
        return {
            "verdict": report.verdict.value,
            "passed": report.verdict is Verdict.PASSED,
            "says": self.words.word(f"terminal.verdict.{report.verdict.value}", **counts),
        }

    def _found(self) -> Faces:
        """Read the program that is kept, or begin with what the lesson starts with."""
        start = begun(self.lesson.number, (self.lesson.folder / "start.py").read_text(encoding="utf-8"))
        try:
            found = self._store.open()
        except StoreError as problem:
            self._notice = self._unsaved(problem)
            return opened(start)
        if found.bitten:
            key = "bitten" if found.work is not None else "bitten_start"
            self._notice = self.words.word(f"lesson.store.{key}")
        return opened(start if found.work is None else found.work)

    def _save(self, why: Why | None) -> Json:
        try:
            elsewhere = self._store.save(self.work, why)
        except StoreError as problem:
            return {"saved": False, "says": self._unsaved(problem)}
        return {"saved": True, "says": self.words.word("lesson.store.elsewhere") if elsewhere else ""}

    def _kept(self, why: Why) -> str:
        """Keep the program as it is now, saved and as a version; gives what stands in the way, in words."""
        try:
            self._store.save(self.work)
            self._store.keep(self.work, why)
        except StoreError as problem:
            return self._unsaved(problem)
        return ""

    def _unsaved(self, problem: StoreError) -> str:
        return self.words.word(f"lesson.store.{problem.reason}")
