"""Solids seen as points, and turned into the engine's shapes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from cobot_lab.cell.outline import corners, hull, moved
from cobot_lab.cell.shape import Box, Cylinder, Shape
from cobot_lab.motion.trajectory import Array
from cobot_lab.verify.frames import quat_of

__all__ = ["SHAPES_MAX", "corners", "hull", "mirrored", "moved", "shifted", "volume"]
SHAPES_MAX = 16
"""Most solids that the engine takes as one body."""


def mirrored(shape: Shape) -> Shape:
    """Give the mirror image of a solid in the plane x = 0."""
    M = np.diag([-1.0, 1.0, 1.0, 1.0])
    T = M @ shape.T_OS @ M  # both kinds of solid are their own mirror image
    return Box(shape.size, T) if isinstance(shape, Box) else Cylinder(shape.radius, shape.height, T)


def shifted(shape: Shape, x: float) -> Shape:
    """Give a solid moved along the x axis of its body [m]."""
    T = shape.T_OS.copy()
    T[0, 3] += x
    return Box(shape.size, T) if isinstance(shape, Box) else Cylinder(shape.radius, shape.height, T)


def volume(shape: Shape) -> float:
    """Give the volume [m³]."""
    if isinstance(shape, Box):
        return float(np.prod(shape.size))
    return float(np.pi * shape.radius**2 * shape.height)


@dataclass(frozen=True, slots=True, eq=False)
class Inertia:
    """How the mass of a body lies, solids of one density taken together.

    Attributes:
        mass: [kg].
        centre: Centre of mass in the body's frame, shape (3,) [m].
        tensor: About the centre of mass, body axes, shape (3, 3) [kg m²].
    """

    mass: float
    centre: Array
    tensor: Array


def inertia(shapes: tuple[Shape, ...], mass: float) -> Inertia:
    """Give the inertia of solids of one density that weigh `mass` [kg] together (Steiner's theorem)."""
    volumes = np.array([volume(shape) for shape in shapes])
    masses = mass * volumes / volumes.sum()
    centres = np.array([shape.T_OS[:3, 3] for shape in shapes])
    centre = masses @ centres / mass
    tensor = np.zeros((3, 3))
    for shape, m, c in zip(shapes, masses, centres - centre, strict=True):
        R = shape.T_OS[:3, :3]
        tensor += R @ np.diag(m * _unit_inertia(shape)) @ R.T + m * (c @ c * np.eye(3) - np.outer(c, c))
    return Inertia(mass, centre, tensor)


def together(a: Inertia, b: Inertia) -> Inertia:
    """Give the inertia of two bodies that are one (Steiner's theorem)."""
    mass = a.mass + b.mass
    centre = (a.mass * a.centre + b.mass * b.centre) / mass
    tensor = np.zeros((3, 3))
    for body in (a, b):
        away = body.centre - centre
        tensor += body.tensor + body.mass * (away @ away * np.eye(3) - np.outer(away, away))
    return Inertia(mass, centre, tensor)


def _unit_inertia(shape: Shape) -> Array:
    if isinstance(shape, Box):
        x, y, z = np.square(shape.size) / 12.0
        return np.array([y + z, x + z, x + y])
    r, h = shape.radius**2, shape.height**2
    return np.array([r / 4 + h / 12, r / 4 + h / 12, r / 2])


def engine_shape(
    p: Any,
    client: int,
    shapes: tuple[Shape, ...],
    pad: float = 0.0,
    shift: Array | None = None,
    scale: float = 1.0,
) -> int:
    """Make one collision shape of the engine from solids.

    Args:
        p: The engine.
        client: Its world.
        shapes: The solids, in the body's frame.
        pad: How much wider to make them on every side [m].
        shift: Origin of the engine's body in the body's frame, shape (3,) [m]; its own origin by default.
        scale: How many times as large to make everything.

    Returns:
        The engine's number of the shape.

    Raises:
        ValueError: More solids than the engine takes as one body (`MAX_COMPOUND_COLLISION_SHAPES`); it would drop the
            rest without a word.
    """
    if len(shapes) > SHAPES_MAX:
        raise ValueError(f"{len(shapes)} solids in one body; the engine takes {SHAPES_MAX}")
    origin = np.zeros(3) if shift is None else shift
    return int(
        p.createCollisionShapeArray(
            shapeTypes=[p.GEOM_BOX if isinstance(shape, Box) else p.GEOM_CYLINDER for shape in shapes],
            halfExtents=[
                [scale * (0.5 * length + pad) for length in shape.size] if isinstance(shape, Box) else [0.0, 0.0, 0.0]
                for shape in shapes
            ],
            radii=[scale * (shape.radius + pad) if isinstance(shape, Cylinder) else 0.0 for shape in shapes],
            lengths=[scale * (shape.height + 2 * pad) if isinstance(shape, Cylinder) else 0.0 for shape in shapes],
            collisionFramePositions=[(scale * (shape.T_OS[:3, 3] - origin)).tolist() for shape in shapes],
            collisionFrameOrientations=[quat_of(shape.T_OS[:3, :3]).tolist() for shape in shapes],
            physicsClientId=client,
        )
    )
