"""One entry of the journal, its digest, and the walk along the chain."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any

from cobot_lab import stored
from cobot_lab.trust import exact, instants

SCHEMA = "cobot_lab/journal/1"
BEFORE = "0" * 64
"""What the first entry calls its predecessor."""

Row = tuple[Any, Any, Any, Any]
"""seq, prev, body, sha256 as SQLite gave them; nothing about them is believed yet."""


class ChainError(ValueError):
    """The chain does not hold at an entry."""

    def __init__(self, seq: int, reason: str) -> None:
        super().__init__(f"entry {seq}: {reason}")
        self.seq = seq
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry that fits the chain.

    Attributes:
        seq: From 1, without gaps.
        prev: SHA-256 of the entry before.
        kind: What happened, one word.
        at: When it was written down, by this machine's clock, UTC.
        number: The one-time number it consumed; empty when none.
        body: The facts; read-only.
        sha256: Digest over seq, prev and the body's bytes.
    """

    seq: int
    prev: str
    kind: str
    at: datetime
    number: str
    body: Mapping[str, Any]
    sha256: str


def text_of(kind: str, at: datetime, number: str, body: Mapping[str, Any]) -> bytes:
    """Give the bytes of an entry's body, as stored."""
    return stored.canonical(
        {"schema": SCHEMA, "kind": kind, "at": instants.text(at), "number": number, "body": dict(body)}
    )


def digest(seq: int, prev: str, text: bytes) -> str:
    """Give an entry's digest. The lines in front have no other reading, so neither has the whole."""
    return stored.sha256(b"%d\n%b\n%b" % (seq, prev.encode(), text))


def chained(rows: Iterable[Row]) -> tuple[Entry, ...]:
    """Walk along the chain.

    Args:
        rows: All rows in order of `seq`, texts as bytes.

    Raises:
        ChainError: The first entry that does not fit, and why.
    """
    entries: list[Entry] = []
    prev = BEFORE
    for wanted, row in enumerate(rows, start=1):
        if row[0] != wanted:
            raise ChainError(wanted, "missing")
        if row[1] != prev.encode():
            raise ChainError(wanted, "does not follow the entry before")
        entries.append(entry(row))
        prev = entries[-1].sha256
    if not entries:
        raise ChainError(1, "missing")
    return tuple(entries)


def entry(row: Row) -> Entry:
    """Read one row whose digest fits what it holds.

    Raises:
        ChainError: It was altered, or is no entry.
    """
    seq, prev, text, given = row
    if not all(isinstance(value, bytes) for value in (prev, text, given)):
        raise ChainError(seq, "altered")
    before = prev.decode(errors="replace")
    if given != digest(seq, before, text).encode():
        raise ChainError(seq, "altered")
    try:
        facts = exact.shaped(exact.read(text), schema=str, kind=str, at=str, number=str, body=dict)
        if facts["schema"] != SCHEMA:
            raise ValueError(f"the schema is {facts['schema']!r}")
        at = instants.read(facts["at"])
    except ValueError as problem:
        raise ChainError(seq, str(problem)) from problem
    body = MappingProxyType(facts["body"])
    return Entry(seq, before, facts["kind"], at, facts["number"], body, given.decode())
