"""Events of a run, each linked to the one before by its digest."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cobot_lab import stored
from cobot_lab.findings import Fact


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened in a run.

    Attributes:
        seq: Its number, from 0.
        prev: Digest of the event before; of the record's head for the first.
        t: Instant since the job was opened, on the run's clock [s].
        kind: What happened.
        facts: Name and value pairs in SI units, sorted by name.
    """

    seq: int
    prev: str
    t: float
    kind: str
    facts: tuple[tuple[str, Fact], ...]

    @property
    def digest(self) -> str:
        """SHA-256 over the whole event, the digest before it included."""
        return stored.sha256(stored.canonical(self.to_dict()))

    def fact(self, name: str) -> Fact:
        """Give one fact by name.

        Raises:
            KeyError: The event holds no such fact.
        """
        return dict(self.facts)[name]

    def to_dict(self) -> dict[str, Any]:
        """Give the JSON form."""
        return {"seq": self.seq, "prev": self.prev, "t": self.t, "kind": self.kind, "facts": dict(self.facts)}

    @classmethod
    def from_dict(cls, document: Mapping[str, Any]) -> Event:
        """Read the JSON form back."""
        facts = tuple(sorted(document["facts"].items()))
        return cls(document["seq"], document["prev"], float(document["t"]), document["kind"], facts)


def linked(events: tuple[Event, ...], head: str, t: float, kind: str, **facts: Fact) -> Event:
    """Make the event that follows.

    Args:
        events: Those before.
        head: Digest that the first event is linked to.
        t: Its instant [s].
        kind: What happened.
        **facts: In SI units.
    """
    prev = events[-1].digest if events else head
    return Event(len(events), prev, t, kind, tuple(sorted((name, said(fact)) for name, fact in facts.items())))


def broken_at(events: tuple[Event, ...], head: str) -> int | None:
    """Give the number of the first event that does not follow from what is before it, or nothing."""
    prev = head
    for seq, event in enumerate(events):
        if (event.seq, event.prev) != (seq, prev):
            return seq
        prev = event.digest
    return None


_WHOLE = 2**53
"""From here on a whole number is none of JSON's."""


def said(fact: Fact) -> Fact:
    r"""Give a fact as canonical JSON can say it, whatever an arm said: what it has no word for becomes a text.

    >>> said(float("nan")), said(2**60), said("\ud800")
    ('nan', '1152921504606846976', '\\ud800')
    """
    if isinstance(fact, str):
        return fact.encode("utf-8", "backslashreplace").decode()
    unsayable = (isinstance(fact, float) and not math.isfinite(fact)) or (isinstance(fact, int) and abs(fact) >= _WHOLE)
    return str(fact) if unsayable else fact
