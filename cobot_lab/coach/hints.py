"""Hints on a finding, in four grades: a question, the place, the shape of what is missing, the fix.

Only keys and facts are chosen here; the sentences stand in `ui/messages/hints.<language>.toml`. The fourth grade gives
steps with their values only when they come from a version that passed the whole check, and only the steps that
differ: never a whole program.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from cobot_lab.coach.budget import Fix
from cobot_lab.coach.difference import Edit
from cobot_lab.codes import Code
from cobot_lab.findings import Finding
from cobot_lab.program.program import Program

Grade = Literal[1, 2, 3, 4]

FAMILIES = "LBMCZPG"
"""Letters of the codes that a pupil can get."""

PUPIL_CODES: tuple[Code, ...] = tuple(code for code in Code if code.value[0] in FAMILIES)
"""The codes that have hints."""

PARTS = ("question", "place", "shape", "last")
"""What the hints of a code are called in the messages, one for each grade; `last` where no fix is known."""

_EDITS_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Hint:
    """One hint.

    Attributes:
        grade: From 1, a question, to 4, the fix.
        key: Which sentence says it: `question`, `place`, `shape`, `last` of the finding's code, or `fix`.
        finding: What it is about; its facts fill the sentence.
        step: Number of the step to look at; 0 for the program as a whole.
        line: Line of that step, for programs in text; 0 where it is not known.
        block: Its block, for programs in blocks.
        edits: What to change, for the key `fix`.
    """

    grade: Grade
    key: str
    finding: Finding
    step: int = 0
    line: int = 0
    block: str | None = None
    edits: tuple[Edit, ...] = ()


def hints_for(finding: Finding, program: Program | None, fix: Fix | None = None) -> tuple[Hint, ...]:
    """Give the hints on a finding, one for each grade.

    Args:
        finding: What stands in the way.
        program: The program that it is about, or nothing when it could not be read.
        fix: A version that passed the whole check, when one was found. One of more than three changed steps is too
            much for a hint: the last grade then helps in words.

    Raises:
        ValueError: The finding is not one that a pupil gets.
    """
    if finding.code not in PUPIL_CODES:
        raise ValueError(f"{finding.code.value} has no hints: it is not about a pupil's program")
    span = finding.span or (program.span_of(finding.step) if program is not None and finding.step else None)
    step = finding.step or 0
    line, block = (span.line, span.block) if span is not None else (0, None)
    first, second, third, last = (Hint(grade, key, finding, step, line, block) for grade, key in _GRADES)
    if fix is not None and 0 < len(fix.edits) <= _EDITS_SHOWN:
        last = Hint(4, "fix", finding, step, line, block, fix.edits)
    return first, second, third, last


_GRADES: tuple[tuple[Grade, str], ...] = ((1, "question"), (2, "place"), (3, "shape"), (4, "last"))
