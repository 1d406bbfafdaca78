"""Where the gripper stands along a run, as far as orders alone can tell."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import Enum

from cobot_lab.program.commands import Close, Command, Descend, GoAbove, GoTo, GoToRest, MoveBy, Open


class Grip(Enum):
    """What the orders so far say of the gripper."""

    OPEN = "open"
    CLOSED = "closed"
    """Closed where a part may have been: whether one is held is for the physics to say."""
    EMPTY = "empty"
    """Closed high above any place: nothing can be held."""


def followed(run: Iterable[Command], approach: float) -> Iterator[tuple[Command, Grip]]:
    """Give each command with the grip just before it; a gripper begins open.

    Args:
        run: The commands of one run.
        approach: A gripper that closes at least this high above a place takes nothing [m].
    """
    grip, high = Grip.OPEN, True
    for command in run:
        yield command, grip
        match command:
            case Open():
                grip = Grip.OPEN
            case Close():
                grip = Grip.EMPTY if high and grip is not Grip.CLOSED else Grip.CLOSED
            case GoToRest():
                high = True
            case GoAbove(height=height):
                high = height >= approach
            case GoTo() | Descend() | MoveBy():
                high = False
            case _:
                pass
