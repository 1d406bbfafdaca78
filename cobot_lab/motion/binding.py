"""Binding a program's commands to the cell: names become poses, forces and widths are held against the tool."""

from __future__ import annotations

import difflib
import math
from copy import copy
from dataclasses import replace

import numpy as np

from cobot_lab.cell.cell import Cell
from cobot_lab.cell.shape import Pose
from cobot_lab.codes import Code
from cobot_lab.findings import Finding
from cobot_lab.motion.actions import Grip, Output, Path, Read, Show, Wait
from cobot_lab.motion.kinematics import Array, tool_pose
from cobot_lab.motion.legs import Item, Leg
from cobot_lab.motion.route import Route
from cobot_lab.motion.spots import spot_pose, spun
from cobot_lab.motion.twist import inverse_pose, twists
from cobot_lab.program import commands as c

MOVES_MAX = 1000
"""Most moves of a plan: at a second each, far beyond any slot in class."""
SETTLING = 0.3
"""Time after the fingers' way for the grip force to build up and the part to come to rest [s]."""
_TURN_MAX = math.radians(120.0)
"""Most that one line turns the tool [rad]; well below half a turn, where the way round would be ambiguous."""
_STILL = 1e-9
"""Poses closer than this are one [m and rad]."""


class Binder:
    """What the commands come to so far.

    Attributes:
        items: Legs and actions, in order.
        findings: What does not fit the cell, in order.
    """

    def __init__(self, cell: Cell, route: Route | None = None) -> None:
        """Begin at the rest position.

        Args:
            cell: Where.
            route: What the legs are added to; asked where the joints stand when only they can tell.
        """
        self._route = Route(cell) if route is None else route
        self._behind: list[Item] = []
        self.items: list[Item] = []
        self.findings: list[Finding] = []
        self._cell = cell
        self._T_BW = inverse_pose(cell.T_WB)
        self._T_rest = tool_pose(cell.robot, cell.robot.q_rest, cell.tool.T_FT)
        self._T_BT: Pose | None = self._T_rest
        self._at_rest = True
        self._above = ""
        self._travel = Path.JOINT
        self._spin = 0.0
        self._radius = 0.0
        self._radius_before = 0.0
        self._fraction = 1.0
        self._force = cell.tool.force
        self._width: float | None = None
        self._carrying = False
        self._moves = 0

    def branched(self, route: Route | None = None) -> Binder:
        """Give a binder that goes on from here by itself, with the same findings and no items yet.

        Args:
            route: What its legs are added to, empty; nothing to go on along the same route.
        """
        other = copy(self)
        other._behind = [] if route is not None else [*self._behind, *self.items]  # noqa: SLF001, one of the same kind
        other._route = self._route if route is None else route  # noqa: SLF001
        other.items = []
        return other

    @property
    def full(self) -> bool:
        """Whether the program has more moves than a plan may have."""
        return self._moves > MOVES_MAX

    def add(self, command: c.Command | Read) -> None:  # noqa: C901, PLR0912, one case for each command
        """Bind one command."""
        match command:
            case c.GoToRest(step):
                self._go_to_rest(step)
            case c.GoTo(step, spot):
                self._spin = 0.0
                self._go(step, self._travel, self._pose(step, spot), spot.said)
            case c.GoAbove(step, spot, height):
                x, y, z = spot.offset
                above = replace(spot, offset=(x, y, z + height))
                self._spin = 0.0
                self._go(step, self._travel, self._pose(step, above), spot.said)
            case c.Descend(step, spot):
                self._go(step, Path.LINE, self._pose(step, spot), spot.said)
            case c.Rise(step, height):
                self._go(step, Path.LINE, self._shifted((0.0, 0.0, height)), self._above)
            case c.MoveBy(step, offset):
                self._go(step, Path.LINE, self._shifted(offset), "")
            case c.SetSpeed(step, fraction):
                self._set_speed(step, fraction)
            case c.SetMode(_, straight):
                self._travel = Path.LINE if straight else Path.JOINT
            case c.SetBlend(_, radius):
                self._radius = radius
            case c.TurnTool(step, angle):
                self._turn(step, angle)
            case c.SetJoint(step, number, angle):
                self._joint(step, number, angle)
            case c.Signal():
                self._signal(command)
            case c.Open(step, width):
                self._open(step, width)
            case c.Close(step):
                self._close(step)
            case c.SetGripForce(step, force):
                tool = self._cell.tool
                if self._fits(step, "force", force, tool.force_min, tool.force_max):
                    self._force = force
            case c.Pause(step, duration):
                if duration != 0.0:
                    self.items.append(Wait(step, duration))
            case c.Tell(step, text, reading):
                self.items.append(Show(step, text, None if reading is None else reading.number))
            case Read():
                self.items.append(command)
            case _:
                raise TypeError(f"no plan is known for the command {type(command).__name__}")

    def _go_to_rest(self, step: int) -> None:
        if not self._at_rest:
            self._leg(step, Path.JOINT, None, "")
        self._T_BT, self._at_rest, self._above, self._spin = self._T_rest, True, "", 0.0

    def _go(self, step: int, path: Path, T_BT: Pose | None, place: str) -> None:
        """Add a leg to a pose, or forget where the tool is when there is none."""
        still = T_BT is not None and self._T_BT is not None and _same(T_BT, self._T_BT)
        if T_BT is not None and not still:
            self._leg(step, path, T_BT, place)
        self._at_rest = self._at_rest and still
        self._T_BT, self._above = T_BT, place

    def _leg(self, step: int, path: Path, T_BT: Pose | None, place: str, q_to: Array | None = None) -> None:
        self._moves += 1
        if self._moves == MOVES_MAX + 1:
            self.findings.append(Finding.of(Code.RUNS_TOO_LONG, step=step, limit=MOVES_MAX))
        corner = self._corner()
        self.items.append(Leg(step, path, T_BT, self._T_BT, place, self._fraction, self._carrying, q_to, corner))
        self._radius_before = self._radius

    def _corner(self) -> float:
        """Give the radius with which the leg before may pass into the next one: none after an action or a new speed."""
        before = self.items[-1] if self.items else None
        if not isinstance(before, Leg) or before.fraction != self._fraction:
            return 0.0
        return min(self._radius_before, self._radius)

    def _pose(self, step: int, spot: c.Spot) -> Pose | None:
        """Give the tool point's pose at a spot, turned as `turn_tool` has left it."""
        names = dict.fromkeys((spot.name, *(name for name, _ in spot.shares)))
        missing = [name for name in names if self._cell.place(name) is None]
        for name in missing:
            self._unknown(step, name)
        if missing:
            return None
        T_BT: Pose = self._T_BW @ spun(spot_pose(self._cell, spot), self._spin)
        return T_BT

    def _shifted(self, offset: tuple[float, float, float]) -> Pose | None:
        if self._T_BT is None:
            return None
        T_BT = self._T_BT.copy()
        T_BT[:3, 3] += self._T_BW[:3, :3] @ np.array(offset)
        return T_BT

    def _turn(self, step: int, angle: float) -> None:
        """Turn in place; half a turn and more is done in equal parts, since a line's turn is the shorter way round."""
        self._spin += angle
        if self._T_BT is None:
            return
        parts = max(1, math.ceil(abs(angle) / _TURN_MAX))
        for _ in range(parts):
            place, T_BT = self._above, spun(self._T_BT, angle / parts)
            self._go(step, Path.LINE, T_BT, place)

    def _joint(self, step: int, number: int, angle: float) -> None:
        """Set one joint, from where the cheapest way so far has the others."""
        joints = self._cell.robot.joints
        if number > len(joints):
            self.findings.append(Finding.of(Code.NO_SUCH_JOINT, step=step, number=number, limit=len(joints)))
            return
        joint = joints[number - 1]
        if not joint.q_min <= angle <= joint.q_max:
            finding = Finding.of(
                Code.JOINT_LIMIT, step=step, joint=joint.name, q=angle, q_min=joint.q_min, q_max=joint.q_max
            )
            self.findings.append(finding)
            return
        q = self._route.settled([*self._behind, *self.items])
        if q is None:
            self._T_BT, self._at_rest = None, False
            return
        if abs(q[number - 1] - angle) > _STILL:
            q[number - 1] = angle
            T_BT = tool_pose(self._cell.robot, q, self._cell.tool.T_FT)
            self._leg(step, Path.JOINT, T_BT, "", q_to=q)
            self._T_BT, self._at_rest, self._above, self._spin = T_BT, False, "", 0.0

    def _signal(self, command: c.Signal) -> None:
        signal = self._cell.signal(command.kind, command.which)
        if signal is None:
            known = ", ".join(one.which or one.name for one in self._cell.signals if one.kind == command.kind)
            name = command.which or "1"
            self.findings.append(
                Finding.of(Code.UNKNOWN_SIGNAL, step=command.step, kind=command.kind, name=name, known=known)
            )
            return
        self.items.append(Output(command.step, signal.name, command.value, command.pulse))

    def _unknown(self, step: int, name: str) -> None:
        known = sorted(place.name for place in self._cell.places)
        close = difflib.get_close_matches(name, known, n=1, cutoff=0.6)
        finding = Finding.of(
            Code.UNKNOWN_PLACE, step=step, name=name, suggestion="".join(close), known=", ".join(known)
        )
        if finding not in self.findings:
            self.findings.append(finding)

    def _set_speed(self, step: int, fraction: float) -> None:
        if 0.0 < fraction < float("inf"):
            self._fraction = fraction
            return
        self.findings.append(
            Finding.of(
                Code.NUMBER_OUT_OF_RANGE,
                step=step,
                name="speed",
                parameter="percent",
                minimum=0.0,
                maximum=1.0,
                value=fraction,
                unit="percent",
            )
        )

    def _open(self, step: int, width: float | None) -> None:
        tool = self._cell.tool
        wanted = tool.width_max if width is None else width
        if self._fits(step, "width", wanted, tool.width_min, tool.width_max):
            # Where the fingers are is not known while planning: a part may be between them.
            farthest = max(wanted - tool.width_min, tool.width_max - wanted)
            self.items.append(Grip(step, closing=False, width=wanted, force=0.0, time=self._time(farthest)))
            self._width, self._carrying = wanted, False

    def _close(self, step: int) -> None:
        tool = self._cell.tool
        open_now = tool.width_max if self._width is None else self._width
        time = self._time(open_now - tool.width_min)
        self.items.append(Grip(step, closing=True, width=0.0, force=self._force, time=time))
        self._carrying = True

    def _time(self, width: float) -> float:
        """Give the time that both fingers, half the width each, need, with the settling."""
        return width / 2 / self._cell.tool.finger_speed + SETTLING

    def _fits(self, step: int, quantity: str, value: float, minimum: float, maximum: float) -> bool:
        if minimum <= value <= maximum:
            return True
        self.findings.append(
            Finding.of(
                Code.GRIP_OUT_OF_RANGE, step=step, quantity=quantity, value=value, minimum=minimum, maximum=maximum
            )
        )
        return False


def _same(T_a: Pose, T_b: Pose) -> bool:
    return bool(np.max(np.abs(twists(T_a, T_b[None])[0])) <= _STILL)
