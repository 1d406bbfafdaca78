"""A camera before the cell at one instant: PyBullet's software renderer, the same picture on every machine."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from types import TracebackType

import numpy as np
from numpy.typing import NDArray

from cobot_lab.cell.cell import Cell
from cobot_lab.cell.shape import Box
from cobot_lab.motion.trajectory import Array
from cobot_lab.verify.evidence.instant import Instant
from cobot_lab.verify.evidence.look import Colour, Piece, pieces_of
from cobot_lab.verify.frames import quat_of
from cobot_lab.verify.solids import engine_shape
from cobot_lab.verify.world import World

Image = NDArray[np.float64]

FINER = 2
"""Pixels drawn in each direction for one of the picture."""
_LIGHT = (0.5, -0.9, 1.6)
_SKY = ((0.93, 0.95, 0.97), (0.78, 0.82, 0.86))
"""Colours behind everything, at the top and at the bottom."""


@dataclass(frozen=True, slots=True)
class Camera:
    """Where a picture is taken from.

    Attributes:
        target: What it looks at, in the world [m].
        distance: From there [m].
        yaw: Direction in which it stands, from the x axis of the world [rad].
        pitch: Its height above the target, as an angle [rad].
        field: Angle that it sees [rad].
    """

    target: tuple[float, float, float]
    distance: float
    yaw: float
    pitch: float
    field: float = 0.7

    @property
    def eye(self) -> Array:
        """Where it stands, shape (3,) [m]."""
        flat = np.cos(self.pitch)
        way = np.array([flat * np.cos(self.yaw), flat * np.sin(self.yaw), np.sin(self.pitch)])
        eye: Array = np.array(self.target) + self.distance * way
        return eye


class View:
    """The cell as it stands at an instant, to be looked at and measured; use it in a `with` statement."""

    def __init__(self, cell: Cell, instant: Instant, marked: dict[str, Colour]) -> None:
        """Build it.

        Args:
            cell: The cell.
            instant: Where its bodies are.
            marked: Bodies to show in another colour.
        """
        self._world = World(cell)
        self._numbers: dict[str, list[int]] = {}
        poses = dict(instant.poses)
        for piece in pieces_of(cell):
            if piece.body in poses:
                number = self._show(piece, poses[piece.body], marked.get(piece.body, piece.colour))
                self._numbers.setdefault(piece.body, []).append(number)
        for zone in cell.zones:
            if zone.name in marked:
                piece = Piece(zone.name, (zone.box,), marked[zone.name])
                self._numbers[zone.name] = [self._show(piece, np.eye(4), piece.colour)]

    def __enter__(self) -> View:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._world.__exit__(kind, problem, trace)

    def between(self, body: str, other: str) -> Array | None:
        """Give the point between two bodies where they are nearest, shape (3,) [m]; nothing when one is not here."""
        nearest = None
        for a in self._numbers.get(body, ()):
            for b in self._numbers.get(other, ()):
                for point in self._world.call(self._world.p.getClosestPoints, a, b, distance=10.0):
                    if nearest is None or point[8] < nearest[8]:
                        nearest = point
        return None if nearest is None else 0.5 * (np.array(nearest[5]) + np.array(nearest[6]))

    def hidden(self, camera: Camera, point: Array, *, but: tuple[str, ...] = ()) -> float:
        """Tell how much of the way from the camera to a point lies behind other bodies, from 0 (seen) to 1."""
        own = {number for name in but for number in self._numbers.get(name, ())}
        way = camera.eye - point
        rays = [point + 0.004 * way / np.linalg.norm(way) + shift for shift in _around(way)]
        hits = self._world.call(self._world.p.rayTestBatch, [list(ray) for ray in rays], [list(camera.eye)] * len(rays))
        blocked = [hit[0] >= 0 and hit[0] not in own for hit in hits]
        return float(np.mean(blocked))

    def shoot(self, camera: Camera, width: int, height: int) -> Image:
        """Take a picture, shape (height, width, 3), values from 0 to 1."""
        p, size = self._world.p, (FINER * width, FINER * height)
        view, projection = self._matrices(camera, width / height)
        _, _, pixels, _, bodies = self._world.call(
            p.getCameraImage,
            *size,
            viewMatrix=view,
            projectionMatrix=projection,
            lightDirection=_LIGHT,
            lightColor=(1.0, 1.0, 1.0),
            lightAmbientCoeff=0.62,
            lightDiffuseCoeff=0.42,
            lightSpecularCoeff=0.08,
            shadow=1,
            renderer=p.ER_TINY_RENDERER,
        )
        drawn = np.reshape(np.asarray(pixels, dtype=np.float64), (size[1], size[0], 4))[:, :, :3] / 255.0
        nothing = np.reshape(np.asarray(bodies), (size[1], size[0])) < 0
        drawn[nothing] = _sky(size)[nothing]
        image: Image = drawn.reshape(height, FINER, width, FINER, 3).mean(axis=(1, 3))
        return image

    def pixel(self, camera: Camera, width: int, height: int, point: Array) -> tuple[float, float]:
        """Tell where a point of the world is in a picture: column and row."""
        view, projection = (np.reshape(matrix, (4, 4), order="F") for matrix in self._matrices(camera, width / height))
        x, y, _, w = projection @ view @ np.append(point, 1.0)
        return float((0.5 + 0.5 * x / w) * width), float((0.5 - 0.5 * y / w) * height)

    def _matrices(self, camera: Camera, aspect: float) -> tuple[tuple[float, ...], tuple[float, ...]]:
        p = self._world.p
        view = p.computeViewMatrix(camera.eye.tolist(), list(camera.target), (0.0, 0.0, 1.0))
        return view, p.computeProjectionMatrixFOV(np.degrees(camera.field), aspect, 0.02, 6.0)

    def _show(self, piece: Piece, T: Array, colour: Colour) -> int:
        p, call = self._world.p, self._world.call
        solid = engine_shape(p, self._world.client, piece.shapes)
        boxes = [isinstance(shape, Box) for shape in piece.shapes]
        visual = call(
            p.createVisualShapeArray,
            shapeTypes=[p.GEOM_BOX if box else p.GEOM_CYLINDER for box in boxes],
            halfExtents=[
                [0.5 * length for length in shape.size] if isinstance(shape, Box) else [0.0, 0.0, 0.0]
                for shape in piece.shapes
            ],
            radii=[0.0 if isinstance(shape, Box) else shape.radius for shape in piece.shapes],
            lengths=[0.0 if isinstance(shape, Box) else shape.height for shape in piece.shapes],
            visualFramePositions=[shape.T_OS[:3, 3].tolist() for shape in piece.shapes],
            visualFrameOrientations=[quat_of(shape.T_OS[:3, :3]).tolist() for shape in piece.shapes],
            rgbaColors=[[*colour, 1.0]] * len(piece.shapes),
        )
        number = call(
            p.createMultiBody,
            baseCollisionShapeIndex=solid,
            baseVisualShapeIndex=visual,
            basePosition=T[:3, 3].tolist(),
            baseOrientation=quat_of(T[:3, :3]).tolist(),
        )
        call(p.changeVisualShape, number, -1, rgbaColor=[*colour, 1.0])
        return int(number)


def _around(way: Array) -> Iterator[Array]:
    """Give small shifts across a direction, none among them."""
    across = np.cross(way, (0.0, 0.0, 1.0))
    across = 0.006 * across / np.linalg.norm(across)
    up = np.cross(across, way)
    up = 0.006 * up / np.linalg.norm(up)
    yield from (np.zeros(3), across, -across, up, -up)


def _sky(size: tuple[int, int]) -> Image:
    share = np.linspace(0.0, 1.0, size[1])[:, None, None]
    top, bottom = np.array(_SKY[0]), np.array(_SKY[1])
    return np.broadcast_to((1.0 - share) * top + share * bottom, (size[1], size[0], 3))
