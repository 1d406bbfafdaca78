"""Handing a program in: a file for the teacher, of a program that passed and of nothing else."""

from __future__ import annotations

from typing import Any

from cobot_lab import stored
from cobot_lab.findings import Verdict
from cobot_lab.school.attempts import Attempts
from cobot_lab.school.programs import ProgramStore, StoreError
from cobot_lab.school.work import Work
from cobot_lab.service.events import Answer
from cobot_lab.ui.sentences import Sentences

SCHEMA = "cobot_lab/hand-in/1"


def hand_in(
    store: ProgramStore, work: Work, answer: Answer | None, attempts: Attempts, words: Sentences
) -> dict[str, Any]:
    """Write the file `<lesson>.rendu.json` beside the program.

    It holds no name, and its verdict is a claim: whoever takes it in checks the program again.

    Args:
        store: Where the program is kept.
        work: The program.
        answer: Its verdict, as long as the program still means the same.
        attempts: The counters.
        words: The language.
    """
    if answer is None or answer.report.verdict is not Verdict.PASSED:
        return {"handed_in": False, "file": "", "says": words.word("lesson.hand_in.not_passed")}
    file = store.file.with_name(f"{work.lesson}.rendu.json")
    document = {"lesson": work.lesson, "face": work.face, "source": work.content, "program": answer.program}
    counted = {"plan": answer.plan, "duration": answer.duration, "tries": attempts.tries}
    try:
        stored.put(file, stored.canonical({"schema": SCHEMA, **document, **counted}), mode=0o644)
    except OSError as problem:
        says = words.word(f"lesson.store.{StoreError(problem).reason}")
        return {"handed_in": False, "file": "", "says": says}
    return {"handed_in": True, "file": file.name, "says": words.word("lesson.hand_in.done", file=file.name)}
