"""Where a finding is to be shown: the point where two bodies touch, or the place that it names."""

from __future__ import annotations

import numpy as np

from cobot_lab.cell.cell import Cell
from cobot_lab.cell.shape import Box, Shape
from cobot_lab.findings import Finding
from cobot_lab.motion.trajectory import Array
from cobot_lab.ui.widgets.links import links
from cobot_lab.ui.widgets.replay import Replay
from cobot_lab.verify.frames import inverse
from cobot_lab.verify.solids import moved

_FIRST = ("body", "part")
_SECOND = ("thing", "other", "zone")
_STEPS = 13
"""Points along each edge of a solid's surface when the nearest one is looked for."""


def point_of(finding: Finding, cell: Cell, replay: Replay | None) -> tuple[float, float, float] | None:
    """Give the point in the world to show a finding at [m], or nothing when it has none.

    Two bodies that are named meet where their surfaces are deepest in one another, or nearest, at the finding's
    instant. One part alone is shown where it is then, a place where it is.
    """
    facts = dict(finding.facts)
    first = next((str(facts[name]) for name in _FIRST if name in facts), "")
    second = next((str(facts[name]) for name in _SECOND if name in facts), "")
    if replay is not None and finding.t is not None:
        if first and second:
            met = _met(cell, replay, finding.t, first, second)
            if met is not None:
                return met
        T_WO = replay.pose(first, finding.t)
        if T_WO is not None:
            x, y, z = map(float, T_WO[:3, 3])
            return x, y, z
    place = cell.place(str(facts.get("place", "")))
    if place is None:
        return None
    x, y, z = map(float, place.T_WP[:3, 3])
    return x, y, z


def _met(cell: Cell, replay: Replay, t: float, first: str, second: str) -> tuple[float, float, float] | None:
    a, b = _solids(cell, replay, t, first), _solids(cell, replay, t, second)
    best, at = np.inf, None
    for ours, theirs in ((a, b), (b, a)):
        for shape, T in ours:
            points = moved(T, _surface(shape))
            for other, T_other in theirs:
                depth = _distance(other, moved(inverse(T_other), points))
                # Deep points tie on flat faces: their middle is where people would point at.
                nearest = float(depth.min())
                if nearest < best:
                    best, at = nearest, points[depth <= nearest + 5e-4].mean(axis=0)
    if at is None:
        return None
    x, y, z = map(float, at)
    return x, y, z


def _solids(cell: Cell, replay: Replay, t: float, name: str) -> list[tuple[Shape, Array]]:
    zone = next((zone for zone in cell.zones if zone.name == name), None)
    if zone is not None:
        return [(zone.box, zone.box.T_OS)]
    bodies = {link.name: link.checked for link in links(cell.robot, cell.tool)}
    bodies |= {thing.name: thing.shapes for thing in cell.things}
    T_WO = replay.pose(name, t)
    if T_WO is None or name not in bodies:
        return []
    return [(shape, T_WO @ shape.T_OS) for shape in bodies[name]]


def _surface(shape: Shape) -> Array:
    """Give points of a solid's surface in its own frame, shape (p, 3)."""
    u = np.linspace(-1.0, 1.0, _STEPS)
    if isinstance(shape, Box):
        grid = np.stack(np.meshgrid(u, u, u, indexing="ij"), axis=-1).reshape(-1, 3)
        on = np.abs(grid).max(axis=1) == 1.0
        return np.asarray(grid[on] * 0.5 * np.array(shape.size))
    angle = np.linspace(0.0, 2.0 * np.pi, 4 * _STEPS, endpoint=False)
    rim = np.column_stack((np.cos(angle), np.sin(angle)))
    side = np.vstack([np.column_stack((shape.radius * rim, np.full(len(rim), 0.5 * shape.height * z))) for z in u])
    ends = [
        np.column_stack((shape.radius * r * rim, np.full(len(rim), 0.5 * shape.height * z)))
        for z in (-1.0, 1.0)
        for r in (0.0, 0.35, 0.7)
    ]
    return np.vstack((side, *ends))


def _distance(shape: Shape, points: Array) -> Array:
    """Give the signed distance of points in a solid's own frame to its surface, shape (p,) [m]."""
    if isinstance(shape, Box):
        over = np.abs(points) - 0.5 * np.array(shape.size)
    else:
        radial = np.hypot(points[:, 0], points[:, 1]) - shape.radius
        over = np.column_stack((radial, np.abs(points[:, 2]) - 0.5 * shape.height))
    outside = np.linalg.norm(np.maximum(over, 0.0), axis=1)
    return np.asarray(outside + np.minimum(over.max(axis=1), 0.0))
