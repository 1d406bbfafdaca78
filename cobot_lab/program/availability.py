"""What a program uses that nothing runs yet: found before running, wherever it stands."""

from __future__ import annotations

from cobot_lab.codes import Code
from cobot_lab.findings import Finding
from cobot_lab.program.expressions import Value
from cobot_lab.program.program import Program
from cobot_lab.program.steps import Act, Raw
from cobot_lab.program.table import BY_OP
from cobot_lab.program.values import values_of


def unavailable(program: Program) -> tuple[Finding, ...]:
    """Find the steps and values of the vocabulary that cannot be run, and the lines outside the language."""
    found = []
    for step in program.walk():
        if isinstance(step, Raw):
            found.append(Finding.of(Code.NOT_IN_LANGUAGE, step=step.number, span=step.span, construct="line", hint=""))
        used = [value for value in values_of(step) if isinstance(value, Value)]
        uses: list[Act | Value] = [*([step] if isinstance(step, Act) else []), *used]
        for use in uses:
            row = BY_OP[use.op]
            if not row.available:
                span = use.span or step.span
                found.append(
                    Finding.of(Code.NOT_YET_AVAILABLE, step=step.number, span=span, name=row.op, lesson=row.lesson)
                )
    return tuple(found)
