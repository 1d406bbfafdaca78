"""One way through a plan as it was seen: its stretches joined, each part under its own name."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from cobot_lab.cell.cell import Cell
from cobot_lab.motion.actions import Grip
from cobot_lab.motion.trajectory import Array
from cobot_lab.verify.segment import Segment, Still
from cobot_lab.verify.story import Scene


@dataclass(frozen=True, slots=True, eq=False)
class Piece:
    """One stretch of a way.

    Attributes:
        scenes: As this way tells them.
        t: Instant at which it begins on this way [s].
        segment: How it was played, maybe for another way that came to the same.
        order: For each part of this way, the number of the part that stood for it.
    """

    scenes: tuple[Scene, ...]
    t: float
    segment: Segment
    order: tuple[int, ...]

    def part(self, number: int) -> int:
        """Give which part of this way one of the segment's stands for; -1 for none."""
        return self.order.index(number) if number >= 0 else -1


@dataclass(frozen=True, slots=True, eq=False)
class Edge:
    """A scene in which the gripper works begins or ends.

    Attributes:
        scene: The scene.
        begins: Whether it begins.
        t: The instant on the way [s].
        looks: How many looks there were on the way before.
        flange: Pose of the flange, shape (7,).
        parts: Pose of each part of the way, shape (p, 7).
        speeds: Of each, shape (p,) [m/s].
        width: Distance between the fingers [m].
        touched: Number of the part that both fingers touch; -1 for none.
    """

    scene: Scene
    begins: bool
    t: float
    looks: int
    flange: Array
    parts: Array
    speeds: Array
    width: float
    touched: int


@dataclass(eq=False)
class Footage:
    """Everything seen on a way.

    Attributes:
        cell: The cell.
        pieces: Its stretches, in order; the last one has looks.
    """

    cell: Cell
    pieces: tuple[Piece, ...]

    @property
    def scenes(self) -> tuple[Scene, ...]:
        """All scenes, in order."""
        return tuple(scene for piece in self.pieces for scene in piece.scenes)

    @cached_property
    def t(self) -> Array:
        """Instants of the steps, shape (k,) [s]."""
        return np.concatenate([piece.t + piece.segment.t for piece in self.pieces])

    @cached_property
    def error(self) -> Array:
        """Distance of each joint from its command, shape (k, n) [rad]."""
        return np.concatenate([piece.segment.error for piece in self.pieces])

    @cached_property
    def torque(self) -> Array:
        """Torque of each joint's motor, shape (k, n) [Nm]."""
        return np.concatenate([piece.segment.torque for piece in self.pieces])

    @cached_property
    def looks(self) -> Array:
        """Instants of the looks, shape (m,) [s]."""
        return np.concatenate([piece.t + piece.segment.looks for piece in self.pieces])

    @cached_property
    def links(self) -> Array:
        """Pose of each link at each look, shape (m, links, 7)."""
        return np.concatenate([piece.segment.links for piece in self.pieces])

    @cached_property
    def parts(self) -> Array:
        """Pose of each part at each look, shape (m, p, 7)."""
        return np.concatenate([piece.segment.parts[:, piece.order] for piece in self.pieces])

    @cached_property
    def speeds(self) -> Array:
        """Speed of each part's centre at each look, shape (m, p) [m/s]."""
        return np.concatenate([piece.segment.speeds[:, piece.order] for piece in self.pieces])

    @cached_property
    def width(self) -> Array:
        """Distance between the fingers at each look, shape (m,) [m]."""
        return np.concatenate([piece.segment.width for piece in self.pieces])

    @property
    def end(self) -> Edge:
        """The end of the way."""
        piece = self.pieces[-1]
        before = len(self.looks) - len(piece.segment.looks)
        return self._edge(piece, piece.scenes[-1], piece.segment.last, before, begins=False)

    def since(self, part: str) -> int:
        """Give the first look at which a part is there: it may have come on the way."""
        looks = 0
        for piece in self.pieces:
            for number, scene in enumerate(piece.scenes):
                if part in dict(scene.standing) or (scene.carried is not None and scene.carried.part == part):
                    return looks + int(np.searchsorted(piece.segment.scenes, number))
            looks += len(piece.segment.looks)
        return 0

    def scene_at(self, look: int) -> Scene:
        """Give the scene under way at a look."""
        for piece in self.pieces:
            if look < len(piece.segment.looks):
                return piece.scenes[int(piece.segment.scenes[look])]
            look -= len(piece.segment.looks)
        raise IndexError(look)

    def edges(self) -> Iterator[Edge]:
        """Give where the gripper begins and ends to work, in the order of time."""
        before = 0
        for piece in self.pieces:
            for number, scene in enumerate(piece.scenes):
                if isinstance(scene.action, Grip):
                    begin, end = piece.segment.stills[number]
                    yield self._edge(piece, scene, begin, before, begins=True)
                    yield self._edge(piece, scene, end, before, begins=False)
            before += len(piece.segment.looks)

    def _edge(self, piece: Piece, scene: Scene, still: Still, before: int, *, begins: bool) -> Edge:
        return Edge(
            scene,
            begins,
            piece.t + still.t,
            before + still.looks,
            still.flange,
            still.parts[list(piece.order)],
            still.speeds[list(piece.order)],
            still.width,
            piece.part(still.touched),
        )
