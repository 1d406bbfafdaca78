"""On which answers of the sensors a finding depends that was made while a tree of commands was gone through."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Protocol

from cobot_lab.findings import Fact, Finding

Told = tuple[tuple[str, Fact], ...]
Turn = tuple[bool, Told]
"""Whether the condition of a fork holds, and what that tells: sensor and answer of each reading."""


class Forked(Protocol):
    """A stretch of a tree."""

    @property
    def turns(self) -> tuple[tuple[Turn, Forked], ...]:
        """The turn to each stretch that may follow, and that one."""


def with_outcomes(root: Forked, found: Sequence[tuple[Finding, Forked]]) -> list[Finding]:
    """Give each finding once, with the fewest first answers behind which every way comes to it.

    Args:
        root: The tree.
        found: Findings, and the stretch in which each was made.
    """
    ways = list(_ways(root, ()))
    ends = [turns for node, turns in ways if not node.turns]
    place = {id(node): turns for node, turns in ways}
    shown: dict[Finding, list[tuple[Turn, ...]]] = {}
    for finding, node in found:
        shown.setdefault(finding, []).append(place.get(id(node), ()))
    return [replace(finding, outcomes=_needed(at, ends) + finding.outcomes) for finding, at in shown.items()]


def _needed(at: list[tuple[Turn, ...]], ends: list[tuple[Turn, ...]]) -> Told:
    first = at[0]
    for n in range(len(first)):
        behind = [end for end in ends if end[:n] == first[:n]]
        if all(any(end[: len(turns)] == turns for turns in at) for end in behind):
            first = first[:n]
            break
    return tuple(answer for _, told in first for answer in told)


def _ways(node: Forked, turns: tuple[Turn, ...]) -> Iterator[tuple[Forked, tuple[Turn, ...]]]:
    yield node, turns
    for turn, child in node.turns:
        yield from _ways(child, (*turns, turn))
