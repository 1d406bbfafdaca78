"""What URScript is compiled to: closures over a frame, plain ones that answer at once and flowing ones that take time.

A flowing closure is a generator: it yields a `Wait` wherever the program lets time pass. What cannot let time pass is
plain, so that arithmetic costs no generators.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import Any, Protocol, TypeAlias

from cobot_lab.deploy.virtual.ur.script.values import ScriptError, Value
from cobot_lab.findings import CobotLabError

TURNS_MAX = 10_000
"""Turns of loops and calls that a thread may take without letting time pass."""
DEPTH_MAX = 60
"""Calls inside calls."""


class Wait(Enum):
    """What a thread waits for."""

    CYCLE = "cycle"
    """The next control cycle."""
    MOTION = "motion"
    """The end of the motion that it has asked for, or the next cycle, whichever comes first."""


Flow: TypeAlias = Generator[Wait, None, Any]
Run: TypeAlias = Callable[["Frame"], Any]


@dataclass(slots=True)
class Budget:
    """How much a thread has done since it last let time pass."""

    turns: int = 0
    depth: int = 0

    def spend(self) -> None:
        """Count one turn.

        Raises:
            ScriptError: The thread takes no time at all.
        """
        self.turns += 1
        if self.turns > TURNS_MAX:
            raise ScriptError("infinite_loop")


class Program(Protocol):
    """What running code may ask of the program that it belongs to."""

    def launch(self, name: str, body: Code, outer: Frame, arguments: dict[str, Value]) -> int:
        """Start a thread; give its number."""

    def kill(self, number: int) -> None:
        """End a thread and whatever it moves."""

    def alive(self, number: int) -> bool:
        """Whether a thread has not ended."""

    def acquire(self, thread: int) -> None:
        """Let a thread move the arm, or raise ScriptError."""


@dataclass(slots=True, eq=False)
class Frame:
    """Variables of one call.

    Attributes:
        program: What it belongs to.
        budget: Of its thread.
        thread: Number of its thread.
        outer: Frame of the definition around; None for the outermost.
        names: Values by name.
        value: What the call gives back.
    """

    program: Program
    budget: Budget
    thread: int
    outer: Frame | None = None
    names: dict[str, Any] = field(default_factory=dict)
    value: Value = None

    def find(self, name: str) -> Frame | None:
        """Give the nearest frame, from here outwards, that has a name."""
        frame: Frame | None = self
        while frame is not None and name not in frame.names:
            frame = frame.outer
        return frame

    def read(self, name: str) -> Any:
        """Give a variable's value.

        Raises:
            ScriptError: There is no such variable.
        """
        frame = self.find(name)
        if frame is None:
            raise ScriptError(f"name_not_found:{name}:")
        return frame.names[name]

    def write(self, name: str, value: Value) -> None:
        """Set a variable where it is; make it here when it is nowhere."""
        (self.find(name) or self).names[name] = value

    def root(self) -> Frame:
        """Give the outermost frame, where globals are."""
        frame = self
        while frame.outer is not None:
            frame = frame.outer
        return frame


@dataclass(frozen=True, slots=True)
class Code:
    """A compiled piece.

    Attributes:
        run: Takes a frame; gives a value (an expression) or a `Signal` (a statement), or a generator of one.
        flows: Whether `run` makes a generator.
    """

    run: Run
    flows: bool = False


class ProgramHalt(CobotLabError):  # noqa: N818 (a program that halts has made no error)
    """The program has ended itself."""

    def __init__(self) -> None:
        super().__init__("halt")


class Signal(Enum):
    """How a statement ends."""

    NEXT = "next"
    LEAVE = "leave"
    AGAIN = "again"
    RETURN = "return"


def computed(parts: Sequence[Code], frame: Frame) -> Generator[Wait, None, list[Any]]:
    """Compute parts one after another, letting time pass where they do."""
    values: list[Any] = []
    for part in parts:
        values += [(yield from part.run(frame)) if part.flows else part.run(frame)]
    return values


def combined(parts: Sequence[Code], join: Callable[..., Any]) -> Code:
    """Compute parts one after another, then `join(*values)`."""
    if any(part.flows for part in parts):

        def flowing(frame: Frame) -> Flow:
            return join(*(yield from computed(parts, frame)))

        return Code(flowing, flows=True)
    if len(parts) == 1:
        one = parts[0].run
        return Code(lambda frame: join(one(frame)))
    if len(parts) == 2:
        first, second = parts[0].run, parts[1].run
        return Code(lambda frame: join(first(frame), second(frame)))
    runs = [part.run for part in parts]
    return Code(lambda frame: join(*[run(frame) for run in runs]))
