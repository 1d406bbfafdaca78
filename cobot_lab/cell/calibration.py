"""Where the arm's base really stands: measured by touching marks whose places on the table are known.

A calibration replaces the base's pose of a cell's description, and nothing else. It is one more file of the cell, so
the cell's digest changes with it, and with that everything that was made for the cell as it was before.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np

from cobot_lab import stored
from cobot_lab.cell.frames import pose
from cobot_lab.cell.problems import DescriptionError, Problem
from cobot_lab.cell.shape import Pose
from cobot_lab.codes import Code
from cobot_lab.findings import Finding

SCHEMA = "cobot_lab/calibration/1"
FILE = "calibration.json"
LEAST, MOST = 3, 12
"""How many marks there may be."""
SPREAD_MIN = 0.1
"""How far the marks have to stand off the line through any two of them [m]: nearer, a slip turns the frame."""
RESIDUAL_MAX = 1e-3
"""How far a mark may lie from where the fitted frame has it [m]: what a person does not touch better."""
OFFSET_MAX = 0.05
TURN_MAX = np.deg2rad(5.0)
"""How far the base may stand from where the description has it [m, rad]: farther, it is another cell's."""
TILT_MAX = np.deg2rad(1.0)
"""How far the base may lean from upright [rad]."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark that was touched.

    Attributes:
        p_W: Where it is on the table, in the world [m].
        p_B: Where the tool point was when it touched the mark, in the arm's base frame [m].
    """

    p_W: tuple[float, float, float]
    p_B: tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Calibration:
    """A measured base.

    Attributes:
        cell: Name of the cell.
        robot: Name of the robot's folder in `robots/`.
        serial: Serial number of the arm that touched the marks.
        by: Who did it.
        at: When, UTC, ISO 8601.
        marks: What was touched.
    """

    cell: str
    robot: str
    serial: str
    by: str
    at: str
    marks: tuple[Mark, ...]

    @property
    def T_WB(self) -> Pose:
        """Pose of the base in the world: the rigid motion that fits the marks best.

        Least squares over rotations by the singular value decomposition (K. S. Arun, T. S. Huang and S. D. Blostein,
        IEEE PAMI 9(5), 1987), with the determinant's sign kept (S. Umeyama, IEEE PAMI 13(4), 1991).
        """
        world, base = self._points()
        centre_W, centre_B = world.mean(axis=0), base.mean(axis=0)
        U, _, Vt = np.linalg.svd((world - centre_W).T @ (base - centre_B))
        R = U @ np.diag([1.0, 1.0, np.sign(np.linalg.det(U @ Vt))]) @ Vt
        return pose(centre_W - R @ centre_B, R)

    @property
    def residual(self) -> float:
        """Largest distance of a mark from where the fitted frame has it [m]."""
        world, base = self._points()
        T = self.T_WB
        return float(np.linalg.norm(world - (base @ T[:3, :3].T + T[:3, 3]), axis=1).max())

    @property
    def spread(self) -> float:
        """How far the marks stand off the line through any two of them, at the least pair [m]."""
        world, _ = self._points()
        heights = []
        for a, b in combinations(world, 2):
            way = b - a
            length = float(np.linalg.norm(way))
            off = np.linalg.norm(np.cross(world - a, way), axis=1) / length if length else np.zeros(1)
            heights.append(float(off.max()))
        return min(heights)

    def findings(self, described: Pose) -> Iterator[Finding]:
        """Say what speaks against it.

        Args:
            described: Pose of the base as the cell's description has it.
        """
        if not self.spread >= SPREAD_MIN:
            yield Finding.of(Code.MARKS_IN_LINE, spread=self.spread, limit=SPREAD_MIN)
            return  # a frame through marks in line is anything
        if not self.residual <= RESIDUAL_MAX:
            yield Finding.of(Code.MARKS_DISAGREE, residual=self.residual, limit=RESIDUAL_MAX)
        T = self.T_WB
        offset = float(np.linalg.norm(T[:3, 3] - described[:3, 3]))
        if not offset <= OFFSET_MAX:
            yield Finding.of(Code.BASE_ELSEWHERE, offset=offset, limit=OFFSET_MAX)
        R = described[:3, :3].T @ T[:3, :3]
        turn = float(
            np.arctan2(np.linalg.norm([R[2, 1] - R[1, 2], R[0, 2] - R[2, 0], R[1, 0] - R[0, 1]]), np.trace(R) - 1)
        )
        if not turn <= TURN_MAX:
            yield Finding.of(Code.BASE_TURNED, turn=turn, limit=float(TURN_MAX))
        tilt = float(np.arccos(np.clip(T[2, 2], -1.0, 1.0)))
        if not tilt <= TILT_MAX:
            yield Finding.of(Code.BASE_TILTED, tilt=tilt, limit=float(TILT_MAX))

    def to_bytes(self) -> bytes:
        """Give the stored form."""
        return stored.canonical(
            {
                "schema": SCHEMA,
                "cell": self.cell,
                "robot": self.robot,
                "serial": self.serial,
                "by": self.by,
                "at": self.at,
                "marks": [{"p_W": list(mark.p_W), "p_B": list(mark.p_B)} for mark in self.marks],
            }
        )

    @classmethod
    def from_bytes(cls, data: bytes) -> Calibration:
        """Read the stored form back.

        Raises:
            DescriptionError: It is not one.
        """
        try:
            document = stored.parse(data, SCHEMA)
            cell, robot, serial, by, at = (document[name] for name in ("cell", "robot", "serial", "by", "at"))
            marks = tuple(Mark(_point(mark["p_W"]), _point(mark["p_B"])) for mark in document["marks"])
            if (
                not all(isinstance(text, str) for text in (cell, robot, serial, by, at))
                or not LEAST <= len(marks) <= MOST
            ):
                raise ValueError(f"texts, and {LEAST} to {MOST} marks")
            read = cls(cell, robot, serial, by, at, marks)
            if read.to_bytes() != data:
                raise ValueError("another form than it is stored in")
        except (KeyError, TypeError, ValueError, stored.StoredFormError) as problem:
            raise DescriptionError((Problem(FILE, "", str(problem)[:200], SCHEMA),)) from problem
        return read

    def _points(self) -> tuple[Any, Any]:
        return np.array([mark.p_W for mark in self.marks]), np.array([mark.p_B for mark in self.marks])


def _point(given: Any) -> tuple[float, float, float]:
    x, y, z = (float(value) for value in given)
    if not all(abs(value) < 10.0 for value in (x, y, z)):
        raise ValueError("a point is not within 10 m")
    return x, y, z
