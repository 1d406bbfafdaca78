"""One line of a program read by itself, with the functions that the program has."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from cobot_lab.language.reader import draft
from cobot_lab.language.writer import write
from cobot_lab.program import steps as s
from cobot_lab.program.program import Program


def understood(program: Program, line: str) -> Any | None:
    """Give the step that a line says, without a span; nothing when it is none of the language.

    Args:
        program: The program that it is for: its functions may be called.
        line: The text of one step, not indented.
    """
    known = tuple(replace(function, body=()) for function in program.functions.values())
    found, _ = draft(write(Program.of(known)) + line + "\n")
    steps = [step for step in found.body if not isinstance(step, s.Comment | s.Blank)] if found else []
    if len(steps) != len(known) + 1 or isinstance(steps[-1], s.Raw):
        return None
    return replace(steps[-1], span=None, number=0)
