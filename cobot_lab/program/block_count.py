"""How many blocks a program is made of."""

from __future__ import annotations

from cobot_lab.codes import Code
from cobot_lab.findings import Finding
from cobot_lab.program.program import Program


def too_many(program: Program, limit: int) -> tuple[Finding, ...]:
    """Find the first block beyond what an activity allows.

    Counted is every numbered step of the program, loops, cases and definitions among them; comments and the values
    inside a step are not.

    Args:
        program: The program.
        limit: How many blocks it may have; 0 for as many as it likes.
    """
    steps = tuple(program.walk())
    if limit == 0 or len(steps) <= limit:
        return ()
    return (Finding.of(Code.TOO_MANY_BLOCKS, step=steps[limit].number, count=len(steps), limit=limit),)
