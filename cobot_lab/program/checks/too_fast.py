"""A speed is asked for that the activity does not allow."""

from __future__ import annotations

from collections.abc import Iterator

from cobot_lab.codes import Code
from cobot_lab.findings import Finding
from cobot_lab.program.checks.subject import Check, Subject, once_a_step
from cobot_lab.program.commands import SetSpeed
from cobot_lab.program.table import BY_OP


def look(subject: Subject) -> Iterator[Finding]:
    """Refuse `speed` beyond the activity's limit; what nobody asked for is the cell's own pace."""
    (percent,) = BY_OP["speed"].parameters
    for run in subject.runs:
        for command in run:
            if isinstance(command, SetSpeed) and not command.fraction <= subject.speed_max:
                yield Finding.of(
                    Code.NUMBER_OUT_OF_RANGE,
                    step=command.step,
                    name="speed",
                    parameter=percent.name.en,
                    minimum=percent.unit.to_si(percent.minimum),
                    maximum=subject.speed_max,
                    value=command.fraction,
                    unit=percent.unit.value,
                )


CHECK = Check("speed", lambda subject: once_a_step(look(subject)), along=True)
