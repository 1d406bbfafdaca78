"""What is different between the pupil's program and another version of it, step by step."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass, replace
from typing import Any, Literal

from cobot_lab.coach.tree import Spot, spots
from cobot_lab.language.writer import write
from cobot_lab.program import steps as s
from cobot_lab.program.program import Program
from cobot_lab.program.vocabulary import Language

Kind = Literal["replaced", "inserted", "removed", "moved"]
Key = tuple[object, bool, int]


@dataclass(frozen=True, slots=True)
class Edit:
    """One step that is different.

    Attributes:
        kind: What became of it.
        step: Its number in the pupil's program; of an inserted step, the number of the pupil's step next to it.
        behind: Whether an inserted or moved step comes behind its neighbour rather than in front of it.
        neighbour: Number, in the pupil's program, of the step that an inserted or moved one stands next to; else 0.
        block: Identifier of the block of `step`, for programs in blocks.
        line: Line of `step`, or of its neighbour, in the pupil's text; 0 for programs in blocks.
        at: Its number in the other version; 0 when it is gone.
        before: Its line in the pupil's program; empty for an inserted step.
        after: Its line in the other version; empty for a removed step.
    """

    kind: Kind
    step: int
    behind: bool
    neighbour: int
    block: str | None
    at: int
    before: str
    after: str
    line: int = 0

    def to_dict(self) -> dict[str, Any]:
        """Give the JSON form; what does not apply is left out."""
        told: dict[str, Any] = {"kind": self.kind, "step": self.step, "before": self.before, "after": self.after}
        if self.neighbour:
            told |= {"neighbour": self.neighbour, "behind": self.behind}
        if self.block is not None:
            told["block"] = self.block
        known = {"at": self.at, "line": self.line}
        return told | {name: value for name, value in known.items() if value}


def line_of(step: Any, language: Language) -> str:
    """Give the line of a step without what stands inside it, its comment and its colon."""
    if isinstance(step, s.Case):
        step = s.If((replace(step, body=()),))
    bare = replace(step, note="", **{name: () for name in ("body",) if hasattr(step, name)})
    line = write(Program((bare,)), language).split("\n")[0].removesuffix(":")
    return re.sub(r", (-?\d+) \+ 1\)$", lambda found: f", {int(found[1]) + 1})", line)


def head_of(step: Any) -> Any:
    """Give a step without what stands inside it, to compare it with another."""
    bodies = {name: () for name in ("cases", "body", "otherwise") if hasattr(step, name)}
    return replace(step, number=0, **bodies)


class Match:
    """Which step of one program is which of another.

    Attributes:
        old: The pupil's steps by key.
        new: The steps of the other version that the pupil wrote, by key; the others have none.
        moved: Keys of the steps that stand somewhere else.
    """

    def __init__(self, before: Program, after: Program) -> None:
        """Compare two versions; the steps of the second keep the spans of the first."""
        self.old, _ = _keyed(before)
        self.new, self.fresh = _keyed(after)
        self.key_of = {spot.step.number: key for key, spot in self.new.items()}
        self.moved = self._moved()

    def _moved(self) -> frozenset[Key]:
        order = {key: at for at, key in enumerate(self.old)}
        kept = [key for key in self.new if key in order]
        away = {key for key in kept if self._home(self.old[key], self.old) != self._home(self.new[key], self.new)}
        still = [key for key in kept if key not in away]
        stays = {still[at] for at in _rising([order[key] for key in still])}
        away |= {key for key in still if key not in stays}
        return frozenset(key for key in away if self._home(self.old[key], self.old) not in away)

    def _home(self, spot: Spot, keys: dict[Key, Spot]) -> Key | None:
        if not spot.around:
            return None
        number = spot.around[-1].number
        return next((key for key, other in keys.items() if other.step.number == number), None)


def _keyed(program: Program) -> tuple[dict[Key, Spot], list[Spot]]:
    """Give the steps that somebody wrote by their places, and those that nobody has written yet."""
    seen: Counter[tuple[object, bool]] = Counter()
    keyed: dict[Key, Spot] = {}
    fresh = []
    for spot in spots(program):
        if spot.step.span is None:
            fresh.append(spot)
            continue
        place = (spot.step.span, isinstance(spot.step, s.Case))
        keyed[(*place, seen[place])] = spot
        seen[place] += 1
    return keyed, fresh


def _rising(numbers: list[int]) -> list[int]:
    """Give the places of a longest rising sequence among numbers (patience sorting)."""
    tails: list[int] = []
    at_tail: list[int] = []
    before: list[int] = []
    for at, number in enumerate(numbers):
        length = bisect_left(tails, number)
        tails[length : length + 1] = [number]
        at_tail[length : length + 1] = [at]
        before.append(at_tail[length - 1] if length else -1)
    found = []
    at = at_tail[-1] if at_tail else -1
    while at >= 0:
        found.append(at)
        at = before[at]
    return found[::-1]


def difference(before: Program, after: Program, language: Language = "fr") -> tuple[Edit, ...]:
    """Give what is different, in the order of the new version, removed steps last.

    Args:
        before: The pupil's program.
        after: Another version of it, whose steps keep their spans.
        language: In which names lines are written.
    """
    match = Match(before, after)
    edits = [edit for spot in spots(after) if (edit := _edit(match, spot, language)) is not None]
    gone = [spot for key, spot in match.old.items() if key not in match.new]
    inside = {id(step) for spot in gone for step in Program((spot.step,)).walk() if step is not spot.step}
    for spot in gone:
        if id(spot.step) not in inside and not isinstance(spot.step, s.Case):
            line = line_of(spot.step, language)
            edits.append(Edit("removed", spot.step.number, False, 0, _block(spot.step), 0, line, "", _line(spot.step)))
    return tuple(edits)


def _edit(match: Match, spot: Spot, language: Language) -> Edit | None:
    step = spot.step
    key = match.key_of.get(step.number) if step.span is not None else None
    if key is None:
        neighbour, behind = neighbour_of(match, spot)
        beside = 0 if neighbour is None else neighbour.number
        block, at = (None, 0) if neighbour is None else (_block(neighbour), _line(neighbour))
        return Edit("inserted", beside, behind, beside, block, step.number, "", line_of(step, language), at)
    old = match.old[key].step
    before, after = line_of(old, language), line_of(step, language)
    if key in match.moved:
        neighbour, behind = neighbour_of(match, spot)
        beside, at = (0, 0) if neighbour is None else (neighbour.number, _line(neighbour))
        return Edit("moved", old.number, behind, beside, _block(old), step.number, before, after, at)
    if head_of(old) != head_of(step):
        return Edit("replaced", old.number, False, 0, _block(old), step.number, before, after, _line(old))
    return None


def neighbour_of(match: Match, spot: Spot) -> tuple[Any | None, bool]:
    """Give the pupil's step that a new or moved one stands next to, and whether it comes behind it.

    The nearest step in front of it that has stayed, else the nearest behind it; nothing where its body has none.
    """
    for steps, behind in ((spot.steps[: spot.at][::-1], True), (spot.steps[spot.at + 1 :], False)):
        for step in steps:
            key = match.key_of.get(step.number)
            if key is not None and key not in match.moved:
                return match.old[key].step, behind
    return None, False


def _block(step: s.Written) -> str | None:
    return step.span.block if step.span else None


def _line(step: s.Written) -> int:
    return step.span.line if step.span else 0
