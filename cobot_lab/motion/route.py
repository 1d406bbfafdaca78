"""From legs to moves: reachability, lines, branches, timing, for a whole program at once."""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy
from dataclasses import replace

import numpy as np

from cobot_lab.cell.cell import Cell
from cobot_lab.cell.shape import Pose
from cobot_lab.codes import Code
from cobot_lab.findings import Finding
from cobot_lab.motion.actions import Move, Path
from cobot_lab.motion.blend_move import Chain, Followed, blend_move, roundable
from cobot_lab.motion.branches import Layer, afresh, cheapest, joint_layer, line_layer, near_rest, only, start
from cobot_lab.motion.inverse import Inverse
from cobot_lab.motion.joint_move import joint_move
from cobot_lab.motion.kinematics import Array
from cobot_lab.motion.legs import Item, Leg
from cobot_lab.motion.line import Line
from cobot_lab.motion.line_move import line_move
from cobot_lab.motion.pace import Pace
from cobot_lab.motion.reach import beyond_reach
from cobot_lab.motion.tracking import FINE_STEP, Tracked, track
from cobot_lab.motion.twist import inverse_pose
from cobot_lab.motion.ways import Ways

_STILL = 1e-9
"""Joint moves smaller than this are none [rad]."""


class Route:
    """The way of the joints through the legs of one program.

    Attributes:
        findings: What is out of reach or cannot be followed, in the order of the legs.
    """

    def __init__(self, cell: Cell, ways: Ways | None = None) -> None:
        self.findings: list[Finding] = []
        self._cell = cell
        self._inverse = Inverse(cell.robot)
        self._ways = Ways() if ways is None else ways
        self._begin(cell.robot.q_rest)

    def _begin(self, q: Array) -> None:
        self._legs: list[Leg] = []
        self._lines: list[Line | None] = []
        self._layers: list[Layer] = [start(q)]
        self._standing: Layer | None = self._layers[0]

    def from_here(self, q: Array | None) -> Route:
        """Give an empty route that starts elsewhere, with the findings and all that is known of this one.

        Args:
            q: Where, shape (n,) [rad]; nothing when that is not known, so that lines from there are not looked at.
        """
        other = copy(self)
        other._begin(self._cell.robot.q_rest if q is None else q)  # noqa: SLF001, one of the same kind
        if q is None:
            other._standing = None  # noqa: SLF001
        return other

    def add(self, leg: Leg) -> None:
        """Add a leg behind the others, and say what keeps it from being done."""
        line = Line.between(leg.T_from, leg.T_BT) if self._follows(leg) else None  # type: ignore[arg-type]
        layer = self._jump(leg) if line is None else self._along(leg, line)
        self._legs.append(leg)
        self._lines.append(line)
        self._standing = layer
        if layer is not None:
            self._layers.append(layer)

    def settled(self, items: Sequence[Item]) -> Array | None:
        """Add those of the items that are not yet here, and decide where the joints stand behind them.

        The cheapest way so far is taken; what follows no longer changes it.

        Args:
            items: All items up to now, those that are here already first.

        Returns:
            Joint positions, shape (n,) [rad]; nothing when the way there cannot be done.
        """
        self.follow(items)
        if self._standing is None:
            return None
        self._standing = self._layers[-1] = only(self._standing)
        q: Array = self._standing.Q[0].copy()
        return q

    def follow(self, items: Sequence[Item]) -> None:
        """Add the legs among the items that are not yet here; `items` grows from call to call."""
        for leg in [item for item in items if isinstance(item, Leg)][len(self._legs) :]:
            self.add(leg)

    def moves(self) -> list[Move | None]:
        """Give the move of each leg, nothing for those that would not move.

        A line that the joints lose between the points it was tracked at becomes a finding.

        Raises:
            ValueError: There are findings, so there is no way to time.
        """
        if self.findings:
            raise ValueError("a route with findings has no moves")
        chosen = cheapest(self._layers)
        pace = Pace(self._cell)
        moves: list[Move | None] = []
        for run in self._runs(chosen):
            blended = self._blended(pace, run, chosen)
            if blended is None:
                moves.extend(self._move(pace, i, chosen) for i in run)
            else:
                moves.extend([blended] + [None] * (len(run) - 1))
        return moves

    def _runs(self, chosen: list[int]) -> list[list[int]]:
        """Give the numbers of the legs in runs: the lines of one run pass into one another."""
        runs: list[list[int]] = []
        used = 0.0
        for i in range(len(self._legs)):
            before, after = (self._followed_line(k, chosen) if k >= 0 else None for k in (i - 1, i))
            if before is not None and after is not None and roundable(before, after, used):
                runs[-1].append(i)
                used = after.leg.corner
            else:
                runs.append([i])
                used = 0.0
        return runs

    def _blended(self, pace: Pace, run: list[int], chosen: list[int]) -> Move | None:
        if len(run) == 1:
            return None
        parts = tuple(part for i in run if (part := self._followed_line(i, chosen)) is not None)
        leg = self._legs[run[0]]
        key = b"".join(_of_part(part) for part in parts)
        if key not in self._ways.rounded:
            self._ways.rounded[key] = blend_move(pace, Chain(parts), leg.fraction, carrying=leg.carrying)
        known = self._ways.rounded[key]
        return None if known is None else replace(known)

    def _followed_line(self, i: int, chosen: list[int]) -> Followed | None:
        line, after = self._lines[i], self._layers[i + 1]
        if line is None or after.tracked is None:
            return None
        return Followed(self._legs[i], line, after.tracked, after.columns[chosen[i + 1]])

    def _follows(self, leg: Leg) -> bool:
        return leg.path is Path.LINE and leg.T_from is not None and self._standing is not None

    def _jump(self, leg: Leg) -> Layer | None:
        """Give the layer of a joint move, or of a line whose start is not known."""
        robot, T_FT = self._cell.robot, self._cell.tool.T_FT
        Q = self._ends(leg)
        if len(Q) == 0:
            # Only a consequence when it is a line from where the arm could not come.
            if leg.path is Path.JOINT or (leg.place and not self._reported(leg.place)):
                self._unreachable(leg)
            return None
        if self._standing is None or leg.path is Path.LINE:
            return afresh(robot, T_FT, Q)
        return joint_layer(robot, T_FT, self._standing, Q)

    def _ends(self, leg: Leg) -> Array:
        """Give the configurations that a leg may end in, shape (c, n) [rad]."""
        if leg.q_to is not None:
            return leg.q_to[None]
        return self._cell.robot.q_rest[None] if leg.T_BT is None else self._candidates(leg.T_BT)

    def _along(self, leg: Leg, line: Line) -> Layer | None:
        """Give the layer of a line."""
        assert self._standing is not None
        tracked = self._tracked(line, self._standing)
        if len(tracked.through) > 0:
            return line_layer(self._cell.robot, self._standing, tuple(range(len(self._standing.Q))), tracked)
        assert leg.T_BT is not None
        Q = self._candidates(leg.T_BT)
        if len(Q) == 0:
            self._unreachable(leg)
            return None
        self._say(Finding.of(Code.LINE_BLOCKED, step=leg.step, place=leg.place, fraction=float(max(tracked.fraction))))
        return afresh(self._cell.robot, self._cell.tool.T_FT, Q)

    def _tracked(self, line: Line, before: Layer) -> Tracked:
        earlier = self._lines[-1] if self._lines else None
        if before.tracked is not None and earlier is not None and line.back_along(earlier):
            return before.tracked.backwards()
        key = b"".join(np.ascontiguousarray(a).tobytes() for a in (line.T_from, line.T_to, before.Q))
        if key not in self._ways.followed:
            self._ways.followed[key] = self._track(line, before.Q)
        return self._ways.followed[key]

    def _track(self, line: Line, Q: Array) -> Tracked:
        robot, T_FT = self._cell.robot, self._cell.tool.T_FT
        tracked = track(robot, T_FT, line, Q)
        return tracked if len(tracked.through) > 0 else track(robot, T_FT, line, Q, FINE_STEP)

    def _candidates(self, T_BT: Pose) -> Array:
        key = np.ascontiguousarray(T_BT).tobytes()
        if key not in self._ways.branches:
            T_BF = T_BT @ inverse_pose(self._cell.tool.T_FT)
            robot = self._cell.robot
            self._ways.branches[key] = near_rest(robot, self._inverse.branches(T_BF, robot.q_rest[None]))
        return self._ways.branches[key]

    def _move(self, pace: Pace, i: int, chosen: list[int]) -> Move | None:
        leg, line = self._legs[i], self._lines[i]
        before, after = self._layers[i], self._layers[i + 1]
        if line is None:
            q_from, q_to = before.Q[chosen[i]], after.Q[chosen[i + 1]]
            if np.max(np.abs(q_to - q_from)) < _STILL:
                return None
            key = _key(q_from, q_to, leg)
            timed = self._ways.timed.get(key)
            if timed is None:
                timed = self._ways.timed[key] = joint_move(pace, q_from, q_to, leg.fraction, carrying=leg.carrying)
        else:
            assert after.tracked is not None
            column = after.columns[chosen[i + 1]]
            key = _key(after.tracked.Q[:, column], np.stack((line.T_from, line.T_to)), leg)
            timed = self._ways.timed.get(key)
            if timed is None:
                timed = line_move(pace, line, after.tracked, column, leg.fraction, carrying=leg.carrying)
                self._ways.timed[key] = timed
        if isinstance(timed, float):
            self._say(Finding.of(Code.LINE_BLOCKED, step=leg.step, place=leg.place, fraction=timed))
            return None
        return Move(leg.step, leg.path, timed, leg.place)

    def _unreachable(self, leg: Leg) -> None:
        assert leg.T_BT is not None
        distance = beyond_reach(self._inverse, leg.T_BT, self._cell.tool.T_FT)
        self._say(Finding.of(Code.UNREACHABLE, step=leg.step, place=leg.place, distance=distance))

    def _reported(self, place: str) -> bool:
        return any(finding.fact("place") == place for finding in self.findings)

    def _say(self, finding: Finding) -> None:
        same = (finding.code, finding.step, finding.fact("place"))
        if same not in [(other.code, other.step, other.fact("place")) for other in self.findings]:
            self.findings.append(finding)


def _key(a: Array, b: Array, leg: Leg) -> bytes:
    """Name what a move's trajectory depends on."""
    what = f"{leg.path.value} {leg.fraction!r} {leg.carrying}".encode()
    return b"".join((np.ascontiguousarray(a).tobytes(), np.ascontiguousarray(b).tobytes(), what))


def _of_part(part: Followed) -> bytes:
    """Name what a line's share in a blend depends on."""
    leg, line = part.leg, part.line
    own = f"{leg.step} {leg.place!r} {leg.corner!r} ".encode()
    return own + _key(part.tracked.Q[:, part.column], np.stack((line.T_from, line.T_to)), leg)
