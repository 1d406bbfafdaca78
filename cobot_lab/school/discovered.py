"""How far a pupil came with a lesson to discover a cell: kept beside the notebook, with the counters."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from cobot_lab import stored
from cobot_lab.school.attempts import Attempts, read_attempts, write_attempts
from cobot_lab.school.discovery import Discovery
from cobot_lab.school.programs import StoreError

SCHEMA = "cobot_lab/discovered/1"
FILE = "discovered.json"


@dataclass(frozen=True, slots=True)
class Discovered:
    """What was done so far. It says what, never by whom.

    Attributes:
        marks: Names of the marks reached, in the order in which they were.
        answers: Question and number of the choice, for each question answered; the last answer counts.
    """

    marks: tuple[str, ...] = ()
    answers: tuple[tuple[str, int], ...] = ()

    def reached(self, mark: str) -> Discovered:
        """Add a mark."""
        return self if mark in self.marks else replace(self, marks=(*self.marks, mark))

    def answered(self, question: str, choice: int) -> Discovered:
        """Add an answer in place of an earlier one."""
        others = tuple(each for each in self.answers if each[0] != question)
        return replace(self, answers=(*others, (question, choice)))

    def answer(self, question: str) -> int | None:
        """Give the choice of a question, counted from 0; nothing while there is none."""
        return dict(self.answers).get(question)

    def score(self, lesson: Discovery) -> int:
        """Count the marks reached and the questions answered rightly."""
        right = 0
        for question in lesson.questions:
            choice = self.answer(question.name)
            right += choice is not None and 0 <= choice < len(question.choices) and question.choices[choice].right
        return right + sum(mark.name in self.marks for mark in lesson.marks)

    def whole(self, lesson: Discovery) -> bool:
        """Tell whether nothing is left to do."""
        return self.score(lesson) == len(lesson.marks) + len(lesson.questions)


def read_discovered(folder: Path) -> Discovered:
    """Read how far it went; a file that is missing or is none begins from nothing.

    Args:
        folder: The hidden folder beside the notebook.
    """
    try:
        document = stored.parse((folder / FILE).read_bytes(), SCHEMA)
        return Discovered(
            tuple(str(mark) for mark in document["marks"]),
            tuple((str(question), int(choice)) for question, choice in document["answers"]),
        )
    except (OSError, stored.StoredFormError, KeyError, TypeError, ValueError):
        return Discovered()


def write_discovered(folder: Path, discovered: Discovered) -> None:
    """Write how far it went.

    Raises:
        StoreError: It cannot be written.
    """
    document = {"marks": list(discovered.marks), "answers": [list(each) for each in discovered.answers]}
    try:
        folder.mkdir(exist_ok=True)
        stored.put(folder / FILE, stored.canonical({"schema": SCHEMA, **document}), mode=0o644)
    except OSError as problem:
        raise StoreError(problem) from problem


def count(folder: Path, score: int, whole: bool) -> Attempts:
    """Count a try of this lesson in its counters, and give them.

    Args:
        folder: The hidden folder beside the notebook.
        score: Marks and right answers now.
        whole: Whether nothing is left to do.

    Raises:
        StoreError: They cannot be written.
    """
    before = read_attempts(folder)
    later = replace(
        before,
        tries=before.tries + 1,
        passed=before.passed + int(whole),
        goals_best=max(before.goals_best, score),
    )
    write_attempts(folder, later)
    return later
