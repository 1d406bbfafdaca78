"""How long a fix is looked for, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from cobot_lab.coach.difference import Edit
from cobot_lab.findings import Report
from cobot_lab.program.program import Program
from cobot_lab.program.vocabulary import Language

Ending = Literal["fixed", "passes", "not_readable", "nothing_to_try", "all_tried", "candidates", "seconds"]
"""Why a search ended: a fix was found; there was nothing to repair; the program could not be read; no idea answers
its findings; every idea was tried; as many as allowed were; the time was over."""


@dataclass(frozen=True, slots=True)
class Budget:
    """What a search may cost.

    Attributes:
        candidates: How many versions are checked at most.
        seconds: Wall time for the whole search [s]; a check that is under way then is given up.
        depth: How many ideas may be put one upon another.
    """

    candidates: int = 60
    seconds: float = 30.0
    depth: int = 2


@dataclass(frozen=True, slots=True)
class Trial:
    """One version that was checked.

    Attributes:
        ideas: Names of the ideas that made it.
        refused: Code of the first refusal; empty when it passed, or when the time was over before that.
    """

    ideas: tuple[str, ...]
    refused: str


@dataclass(frozen=True, slots=True)
class Fix:
    """A version of the pupil's program that passed the whole check.

    Attributes:
        program: The version.
        source: The same in the face of the pupil's program, with all that was not changed as it was.
        edits: What is different.
        report: Of the check that it passed.
        language: Names in which the lines of the edits are written.
    """

    program: Program
    source: bytes
    edits: tuple[Edit, ...]
    report: Report
    language: Language


@dataclass(frozen=True, slots=True)
class Search:
    """What became of a search.

    Attributes:
        fix: The fix, or nothing.
        tried: Every version that was checked, in order.
        seconds: Wall time [s].
        ended_by: Why it ended.
        report: Of the pupil's own program.
    """

    fix: Fix | None
    tried: tuple[Trial, ...]
    seconds: float
    ended_by: Ending
    report: Report

    def to_dict(self) -> dict[str, Any]:
        """Give the JSON form."""
        told: dict[str, Any] = {
            "schema": "cobot_lab/search/1",
            "ended_by": self.ended_by,
            "seconds": round(self.seconds, 3),
            "tried": [{"ideas": list(trial.ideas), "refused": trial.refused} for trial in self.tried],
        }
        if self.fix is not None:
            told["edits"] = [edit.to_dict() for edit in self.fix.edits]
            told["source"] = self.fix.source.decode()
        return told
