"""Where a part may lie: a map of offsets around its place, each passed or failed with a code."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from itertools import product
from typing import Any

from cobot_lab import stored
from cobot_lab.cell.cell import Cell, Tolerances
from cobot_lab.cell.task import Task
from cobot_lab.findings import CobotLabError, Finding
from cobot_lab.motion.plan_data import Plan
from cobot_lab.verify.robustness.changes import Change, changed
from cobot_lab.verify.robustness.crew import judge_all
from cobot_lab.verify.robustness.possible import possible

SCHEMA = "cobot_lab/chart/1"
STEPS = 7
"""Offsets along each axis, an odd number so that the part's own place is among them."""
REACH = 3.0
"""How far the offsets go, as a multiple of the tolerance of position."""
TURNS = (-2.0, 0.0, 2.0)
"""Turns, as multiples of the tolerance of angle."""


class ChartError(CobotLabError):
    """A map was asked for of what no cell has, or over no offsets."""

    def __init__(self, what: str, given: str, wanted: str) -> None:
        self.what, self.given, self.wanted = what, given, wanted
        super().__init__(f"map, {what}: {given}; expected {wanted}")


@dataclass(frozen=True, slots=True)
class Spot:
    """One offset of the part.

    Attributes:
        x: Along the world's x axis [m].
        y: Along the world's y axis [m].
        turn: About the vertical [rad].
        room: Whether the part can lie there: not inside its seat or another part.
        finding: The first thing found, in time; nothing when the plan passes, or when there is no room.
    """

    x: float
    y: float
    turn: float
    room: bool
    finding: Finding | None = None

    @property
    def passed(self) -> bool:
        """Whether the plan passes with the part there."""
        return self.room and self.finding is None


@dataclass(frozen=True, slots=True)
class Chart:
    """A map.

    Attributes:
        part: Name of the part.
        spots: Turn by turn, in it y by y from high to low, in it x by x: as one reads a page, x to the right.
        tolerances: Of the cell.
    """

    part: str
    spots: tuple[Spot, ...]
    tolerances: Tolerances

    @property
    def axes(self) -> tuple[tuple[float, ...], tuple[float, ...], tuple[float, ...]]:
        """The offsets in x [m], in y, from high to low [m], and the turns [rad], as the spots have them."""
        x, y, turn = (tuple(dict.fromkeys(getattr(spot, key) for spot in self.spots)) for key in ("x", "y", "turn"))
        return x, y, turn

    def to_dict(self) -> dict[str, Any]:
        """Give the JSON form."""
        spots = [
            {"x": spot.x, "y": spot.y, "turn": spot.turn, "room": spot.room, "passed": spot.passed}
            | ({} if spot.finding is None else {"finding": spot.finding.to_dict()})
            for spot in self.spots
        ]
        return {"schema": SCHEMA, "part": self.part, "tolerances": asdict(self.tolerances), "spots": spots}

    @classmethod
    def from_dict(cls, document: Mapping[str, Any]) -> Chart:
        """Read the JSON form back; whether a spot passed is derived anew.

        Raises:
            StoredFormError: It is not one.
        """
        if document.get("schema") != SCHEMA:
            raise stored.StoredFormError("chart", str(document.get("schema")), SCHEMA)
        spots = tuple(
            Spot(
                each["x"],
                each["y"],
                each["turn"],
                each["room"],
                Finding.from_dict(each["finding"]) if "finding" in each else None,
            )
            for each in document["spots"]
        )
        return cls(document["part"], spots, Tolerances(**document["tolerances"]))


def chart(
    plan: Plan,
    cell: Cell,
    part: str,
    task: Task | None = None,
    *,
    reach: float | None = None,
    steps: int | None = None,
    turns: tuple[float, ...] | None = None,
    progress: Callable[[float], None] | None = None,
    processes: int | None = None,
) -> Chart:
    """Play a plan with a part at every offset of a grid, all else as described.

    Args:
        plan: Made for the cell as described, and passed there.
        cell: As described.
        part: Name of the part.
        task: What the plan has to achieve, or nothing.
        reach: How far the offsets go, either way [m]; by default a multiple of the cell's tolerance.
        steps: Offsets along each axis; by default an odd number.
        turns: About the vertical [rad]; by default none and a multiple of the cell's tolerance, either way.
        progress: Told the fraction done.
        processes: How many may work; all cores by default. The answer is the same.

    Raises:
        ChartError: The cell has no such part, or the grid has no points.
        CompanionError: A process ended before its time.
    """
    known = [each.name for each in cell.parts]
    if part not in known:
        raise ChartError("part", repr(part), f"one of {', '.join(known)}")
    far = REACH * cell.tolerances.position if reach is None else reach
    count = STEPS if steps is None else steps
    if not (far > 0.0 and count >= 2):
        raise ChartError("grid", f"{count} steps to {far:g} m", "at least 2 steps, further than 0")
    about = tuple(dict.fromkeys(each * cell.tolerances.angle for each in TURNS)) if turns is None else turns
    along = [far * (2 * number / (count - 1) - 1.0) for number in range(count)]
    changes = [Change(part, x, y, turn) for turn, y, x in product(about, reversed(along), along)]
    room = [possible(changed(cell, (each,))) for each in changes]
    worlds = [(each,) for each, free in zip(changes, room, strict=True) if free]
    found = iter(judge_all(plan, cell, task, worlds, progress, processes))
    spots = tuple(
        Spot(each.x, each.y, each.turn, free, next(found) if free else None)
        for each, free in zip(changes, room, strict=True)
    )
    return Chart(part, spots, cell.tolerances)
