"""How the cell has to stand where a plan starts: a plan was checked from there, and from nowhere else.

Every plan is checked with an empty gripper, wide open. One that starts at rest is checked with nothing under way in the
cell; one that starts elsewhere goes on after a run that stopped, and is checked as if all were under way.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from cobot_lab.cell.cell import Cell
from cobot_lab.deploy.reading import Reading
from cobot_lab.motion.plan_data import Plan

OUTPUT = "output "
"""How the name of a reading of an output begins; the name of its signal follows."""
GRIPPER = "gripper "
"""How the name of a reading of the gripper begins."""
OPENING_TOLERANCE = 0.002
"""How far the gripper's opening may be off [m]: as far as a gripper that is told a gap may stay from it."""
REST = 1e-3
"""How far a joint may be from rest where a plan counts as starting there [rad], as when it is checked."""
ON, OFF, NOT_READ, UNKNOWN = "on", "off", "not read", "unknown"


@dataclass(frozen=True, slots=True)
class Start:
    """How the cell has to stand where a plan starts.

    Attributes:
        moving: Names of the signals that set something moving: a machine's start, a conveyor's drive, and whatever
            closes a zone to the arm; sorted.
        still: Whether each of them has to be off; otherwise it is only kept in the record.
        opening: Of the gripper, empty [m].
    """

    moving: tuple[str, ...]
    still: bool
    opening: float

    @classmethod
    def of(cls, cell: Cell, plan: Plan) -> Start:
        """Take it from the cell that is sealed with a plan."""
        drives = {signal.name for signal in cell.signals if signal.kind == "conveyor"}
        drives |= {arrival.conveyor for arrival in cell.arrivals} | {machine.start for machine in cell.machines}
        drives |= {closes for zone in cell.zones for closes in (zone.closed_while, zone.closed_from)}
        rest = cell.robot.q_rest
        rests = rest.shape == plan.q_start.shape and bool(np.abs(plan.q_start - rest).max() <= REST)
        return cls(tuple(sorted(drives - {""})), rests, cell.tool.width_max)

    def outputs(self, levels: Mapping[str, float] | None) -> tuple[Reading, ...]:
        """Judge the outputs that set something moving.

        Args:
            levels: Value of every output that the arm tells, by name of its signal; nothing when it tells none, which
                is then said and stops nobody. One that is missing among others is unknown, and never off.
        """
        if levels is None:
            return tuple(Reading(f"{OUTPUT}{name}", NOT_READ) for name in self.moving)
        found = {name: UNKNOWN if name not in levels else ON if levels[name] else OFF for name in self.moving}
        return tuple(Reading(f"{OUTPUT}{name}", said, OFF if self.still else None) for name, said in found.items())

    def opened(self, opening: float) -> Reading:
        """Judge how far the gripper is open [m]."""
        return Reading(f"{GRIPPER}opening", opening, self.opening, OPENING_TOLERANCE)


def open_or_not(told: bool | None) -> Reading:
    """Judge a gripper that says whether it is open; nothing when it does not."""
    return Reading(f"{GRIPPER}open", NOT_READ) if told is None else Reading(f"{GRIPPER}open", told, wanted=True)


def holding_or_not(told: bool | None) -> Reading:
    """Judge a gripper that says whether it holds a part; nothing when it does not."""
    return Reading(f"{GRIPPER}holding", NOT_READ) if told is None else Reading(f"{GRIPPER}holding", told, wanted=False)
