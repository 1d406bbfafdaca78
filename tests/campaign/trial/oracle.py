"""What truly touches along a plan: asked of coal and Pinocchio, which share nothing with the verifier."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from trial.coal_cell import CoalCell, Solid, distance

from cobot_lab.cell.cell import Cell
from cobot_lab.motion.actions import Grip, Move
from cobot_lab.motion.plan_data import Plan

STEP = 0.02
"""Time between two looks [s]."""
FAR = 0.02
"""Distance from which bodies are not measured exactly [m]."""


@dataclass(frozen=True, slots=True)
class Touch:
    """The tightest pair at one look."""

    step: int
    t: float
    body: str
    other: str
    distance: float


def touches(plan: Plan, cell: Cell, *, zones: bool = False) -> Iterator[Touch]:
    """Look along every move; the part that a closing finds between the fingers is carried until the next opening."""
    coal, q = CoalCell(cell), plan.q_start
    poses = {thing.name: thing.T_WO for thing in cell.things}
    parts = {part.name for part in cell.parts}
    held, T_FO, width = "", np.eye(4), cell.tool.width_max
    for start, action in plan.timeline():
        if isinstance(action, Grip):
            if action.closing:
                held = held or _between(coal, cell, q, poses, parts)
                T_FO = np.linalg.inv(coal.arm.flange_pose(q)) @ poses[held] if held else np.eye(4)
                width = _width(cell, held) if held else cell.tool.width_min
            else:
                held, width = "", max(action.width, cell.tool.width_min)
        if not isinstance(action, Move):
            continue
        count = max(2, int(np.ceil(action.duration / STEP)) + 1)
        for t in np.linspace(0.0, action.duration, count):
            q = action.trajectory.sample(np.array([t]))[0][0]
            T_WF = coal.arm.flange_pose(q)
            if held:
                poses[held] = T_WF @ T_FO
            yield _look(coal, cell, q, width, poses, held, (action.step_at(t), start + t), zones=zones)


def _look(
    coal: CoalCell,
    cell: Cell,
    q: np.ndarray,
    width: float,
    poses: dict[str, np.ndarray],
    held: str,
    when: tuple[int, float],
    *,
    zones: bool,
) -> Touch:
    moving = {name: solids for name, solids in coal.bodies(q, width).items() if name != cell.robot.joints[0].link}
    base = next(name for name, joint, _ in coal.links if joint == 0)
    moving.pop(base, None)
    if held:
        moving[held] = coal.thing(held, poses[held])
    standing = {zone.name: coal.zones[zone.name] for zone in cell.zones} if zones else {}
    if not zones:
        standing = {name: coal.thing(name, T) for name, T in poses.items() if name != held}
    best = Touch(*when, "", "", FAR)
    for name, solids in moving.items():
        for other, obstacles in standing.items():
            if _apart(solids, obstacles):
                continue
            far = distance(solids, obstacles)
            if far < best.distance:
                best = Touch(*when, name, other, far)
    return best


def _apart(a: list[Solid], b: list[Solid]) -> bool:
    return all(_gap(solid, T, other, U) > FAR for solid, T in a for other, U in b)


def _gap(solid: object, T: np.ndarray, other: object, U: np.ndarray) -> float:
    return float(np.linalg.norm(_centre(T, U)) - _radius(solid) - _radius(other))


def _centre(T: np.ndarray, U: np.ndarray) -> np.ndarray:
    return T[:3, 3] - U[:3, 3]


def _radius(solid: object) -> float:
    half = getattr(solid, "halfSide", None)
    if half is not None:
        return float(np.linalg.norm(half))
    return float(np.hypot(solid.radius, solid.halfLength))  # type: ignore[attr-defined]


def _width(cell: Cell, part: str) -> float:
    thing = next(each for each in cell.parts if each.name == part)
    return float(min(thing.shapes[0].size[:2]))  # type: ignore[union-attr]


def _between(coal: CoalCell, cell: Cell, q: np.ndarray, poses: dict[str, np.ndarray], parts: set[str]) -> str:
    """The part whose middle is between the fingers, near enough to the tool point."""
    T_TW = np.linalg.inv(coal.arm.tool_pose(q))
    for name in sorted(parts):
        x, y, z = (T_TW @ poses[name])[:3, 3]
        half = 0.5 * next(part for part in cell.parts if part.name == name).shapes[0].size[2]  # type: ignore[union-attr]
        if abs(x) < 0.5 * cell.tool.width_max and abs(y) < 0.02 and abs(z) < half + 0.001:
            return name
    return ""
