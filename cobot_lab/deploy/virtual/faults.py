"""What may go wrong, on purpose: for rehearsals and tests. Nothing of it happens unless it is asked for."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Generic, Protocol, TypeVar


class Kind(Protocol):
    """One kind of fault of one kind of cabinet; in truth a member of an enumeration."""

    @property
    def value(self) -> Any:
        """Its word on the command line."""

    @property
    def usual(self) -> float:
        """How much of it there is, unless told."""


K = TypeVar("K", bound=Kind)


@dataclass(frozen=True)
class Fault(Generic[K]):
    """One thing that goes wrong.

    Attributes:
        kind: What.
        at: When: seconds after the start of the first program; from the beginning when negative.
        value: How much, where the kind says so; NaN for its usual value.
    """

    kind: K
    at: float = -1.0
    value: float = math.nan

    @property
    def size(self) -> float:
        """How much."""
        return self.kind.usual if math.isnan(self.value) else self.value


def parse(text: str, kinds: Callable[[str], K]) -> Fault[K]:
    """Read `kind`, `kind@seconds`, or either with `=value`.

    Args:
        text: What was written.
        kinds: The enumeration of the kinds that there are.

    Raises:
        ValueError: The text is no fault.
    """
    head, _, value = text.partition("=")
    kind, _, at = head.partition("@")
    fault = Fault(kinds(kind), float(at) if at else -1.0, float(value) if value else math.nan)
    if not math.isfinite(fault.at) or not math.isfinite(fault.size):
        raise ValueError(f"{text!r} is not finite")
    return fault


@dataclass(slots=True)
class Faults(Generic[K]):
    """Faults that wait, and those that have begun.

    Attributes:
        waiting: Not yet due.
        begun: By kind.
    """

    waiting: list[Fault[K]] = field(default_factory=list)
    begun: dict[K, Fault[K]] = field(default_factory=dict)

    def has(self, kind: K) -> bool:
        """Whether a fault has begun."""
        return kind in self.begun

    def size(self, kind: K) -> float:
        """How large a fault that has begun is; 0 when it has not."""
        fault = self.begun.get(kind)
        return 0.0 if fault is None else fault.size

    def due(self, since_start: float | None) -> tuple[Fault[K], ...]:
        """Begin what is due, and give it.

        Args:
            since_start: Time since the first program started [s]; None while none has.
        """
        if not self.waiting:
            return ()
        now = -1.0 if since_start is None else since_start
        due = tuple(fault for fault in self.waiting if fault.at < 0 or fault.at <= now)
        self.waiting = [fault for fault in self.waiting if fault not in due]
        self.begun |= {fault.kind: fault for fault in due}
        return due

    def clear(self) -> None:
        """Let nothing go wrong any more."""
        self.waiting.clear()
        self.begun.clear()
