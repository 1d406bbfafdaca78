"""The tool goes down to a place without having come above it first."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping

from cobot_lab.codes import Code
from cobot_lab.findings import Finding, Severity
from cobot_lab.program.checks.subject import Check, Position, Subject, once_a_step
from cobot_lab.program.commands import (
    Command,
    Descend,
    GoAbove,
    GoTo,
    GoToRest,
    MoveBy,
    Rise,
    SetJoint,
    Spot,
)


def look(subject: Subject) -> Iterator[Finding]:
    """Advise against a way down that is flatter than 45°: it comes from beside the place, not from above.

    Only advice: whether that way is free is measured later.
    """
    for run in subject.runs:
        tool: Position | None = None
        for command in run:
            if isinstance(command, Descend):
                target = _position(command.spot, subject.places)
                if target is not None and not _above(tool, target):
                    yield Finding.of(
                        Code.NO_APPROACH, severity=Severity.ADVICE, step=command.step, place=command.spot.said
                    )
            tool = _after(command, tool, subject.places)


def _above(tool: Position | None, target: Position) -> bool:
    if tool is None:
        return False
    beside = math.hypot(tool[0] - target[0], tool[1] - target[1])
    return tool[2] - target[2] >= beside - 1e-9


def _after(command: Command, tool: Position | None, places: Mapping[str, Position]) -> Position | None:
    """Give where the tool point is after a command; nothing when orders alone cannot tell."""
    match command:
        case GoTo(spot=spot) | Descend(spot=spot):
            return _position(spot, places)
        case GoAbove(spot=spot, height=height):
            return _moved(_position(spot, places), (0.0, 0.0, height))
        case Rise(height=height):
            return _moved(tool, (0.0, 0.0, height))
        case MoveBy(offset=offset):
            return _moved(tool, offset)
        case GoToRest() | SetJoint():
            return None
        case _:
            return tool


def _moved(position: Position | None, by: Position) -> Position | None:
    return None if position is None else (position[0] + by[0], position[1] + by[1], position[2] + by[2])


def _position(spot: Spot, places: Mapping[str, Position]) -> Position | None:
    shares = spot.shares or ((spot.name, 1.0),)
    if any(name not in places for name, _ in shares):
        return None
    x, y, z = (sum(part * places[name][axis] for name, part in shares) for axis in range(3))
    return _moved((x, y, z), spot.offset)


CHECK = Check("approach", lambda subject: once_a_step(look(subject)), along=True)
