"""What a kernel asks the checker."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, cast

from cobot_lab.language.faces import Face
from cobot_lab.service.protocol import Document, NotUnderstoodError, text

Wish = Literal["check", "fix", "watch"]
WISHES: tuple[Wish, ...] = ("check", "fix", "watch")
"""The verdict on a program, the least change with which it passes, or the physics of a plan that was judged."""


@dataclass(frozen=True, slots=True)
class Question:
    """A program to be judged, or a plan to be watched.

    Attributes:
        source: The program as stored, text or blocks; to watch, the plan's bytes.
        face: Which of them.
        lesson: Number of the lesson it is for, or empty.
        cell: File of the cell it is for when there is no lesson.
        client: Who asks: a newer question of the same client takes the place of an older one. Empty: nobody's.
        wish: What is wanted.
        turn: Which of its client's questions it is; one with a smaller number that arrives late takes nobody's place.
    """

    source: bytes = field(repr=False)
    face: Face = "python"
    lesson: str = ""
    cell: Path | None = None
    client: str = ""
    wish: Wish = "check"
    turn: int = 0

    def head(self) -> Document:
        """Give what is sent before the source, which follows as bytes."""
        return {
            "ask": self.wish,
            "face": self.face,
            "lesson": self.lesson,
            "cell": "" if self.cell is None else str(self.cell.absolute()),
            "client": self.client,
            "turn": self.turn,
        }

    @classmethod
    def read(cls, head: Document, source: str | bytes) -> Question:
        """Read what was sent.

        Raises:
            NotUnderstoodError: It is not a question.
        """
        face, cell, turn = text(head, "face"), text(head, "cell"), head.get("turn", 0)
        if not isinstance(turn, int):
            raise NotUnderstoodError(f"a turn {turn!r}")
        if face not in {"python", "blocks"} or not isinstance(source, bytes):
            raise NotUnderstoodError(f"a program of the face {face!r}")
        if head["ask"] not in WISHES:
            raise NotUnderstoodError(f"asked {head['ask']!r}")
        if not text(head, "lesson") and not cell:
            raise NotUnderstoodError("neither a lesson nor a cell")
        return cls(
            source,
            cast("Face", face),
            text(head, "lesson"),
            Path(cell) if cell else None,
            text(head, "client"),
            cast("Wish", head["ask"]),
            turn,
        )
