"""The text trace: where the tool is at the end of each step, whether the gripper is open, what it holds.

It says what the replay shows, so that whoever does not see the picture has the same facts.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np

from cobot_lab.cell.cell import Cell
from cobot_lab.cell.shape import Pose
from cobot_lab.cell.thing import Thing
from cobot_lab.motion.trajectory import Array
from cobot_lab.ui.sentences import Language
from cobot_lab.ui.widgets.links import links
from cobot_lab.ui.widgets.replay import Replay
from cobot_lab.verify.frames import inverse
from cobot_lab.verify.solids import hull, moved

_NEAR = 6e-3
"""Horizontal distance within which the tool is said to be at or above a place [m]."""
_BETWEEN = 2e-3
"""Most that the gap of the fingers may differ from a part's width while they hold it [m]."""

_WORDS = {
    "fr": {
        "tool": "l’outil est {where}",
        "at": "au point «\N{NO-BREAK SPACE}{place}\N{NO-BREAK SPACE}»",
        "above": "à {height}\N{NO-BREAK SPACE}mm au-dessus du point «\N{NO-BREAK SPACE}{place}\N{NO-BREAK SPACE}»",
        "xyz": "à x {x}, y {y}, z {z}\N{NO-BREAK SPACE}mm",
        "open": "pince ouverte de {width}\N{NO-BREAK SPACE}mm",
        "closed": "pince fermée",
        "holds": "tient {part}",
        "empty": "ne tient rien",
    },
    "en": {
        "tool": "the tool is {where}",
        "at": "at the point “{place}”",
        "above": "{height} mm above the point “{place}”",
        "xyz": "at x {x}, y {y}, z {z} mm",
        "open": "gripper open by {width} mm",
        "closed": "gripper closed",
        "holds": "holds {part}",
        "empty": "holds nothing",
    },
}


class Timed(Protocol):
    """Something that ends at an instant."""

    @property
    def t1(self) -> float:
        """When it ends [s]."""


def trace(steps: Sequence[Timed], cell: Cell, replay: Replay, language: Language) -> tuple[str, ...]:
    """Say for each step how things stand at its end.

    Args:
        steps: Passages of steps, in order.
        cell: The cell.
        replay: What is shown.
        language: `fr` or `en`.

    Returns:
        One sentence for each, without a number: « l’outil est au point « plateau », pince ouverte de 50 mm, ne tient
        rien ».
    """
    return tuple(_told(cell, replay, step.t1, language) for step in steps)


def _told(cell: Cell, replay: Replay, t: float, language: Language) -> str:
    words = _WORDS[language]
    T_WT = tool_pose(cell, replay, t)
    width = float(replay.recording.width[replay.frame(t)])
    held = held_part(cell, replay, t)
    gripper = words["closed"]
    if held is None and width > cell.tool.width_min + _BETWEEN:
        gripper = words["open"].format(width=_mm(width))
    holds = words["empty"] if held is None else words["holds"].format(part=getattr(held.label, language))
    return ", ".join((words["tool"].format(where=_where(cell, T_WT[:3, 3], language)), gripper, holds))


def _where(cell: Cell, at: Array, language: Language) -> str:
    words = _WORDS[language]
    for place in cell.places:
        x, y, z = at - place.T_WP[:3, 3]
        if np.hypot(x, y) <= _NEAR and z >= -_NEAR:
            height = "" if z <= _NEAR else _mm(z)
            return words["above" if height else "at"].format(place=place.name, height=height)
    return words["xyz"].format(x=_mm(at[0]), y=_mm(at[1]), z=_mm(at[2]))


def tool_pose(cell: Cell, replay: Replay, t: float) -> Pose:
    """Give `T_WT`, where the tool point is at an instant of a replay."""
    flange = next(link for link in links(cell.robot, cell.tool) if link.name == cell.robot.flange_link)
    T_WF = replay.pose(flange.name, t)
    if T_WF is None:
        raise ValueError(f"the replay does not show the flange {flange.name!r}")
    T_WT: Pose = T_WF @ cell.tool.T_FT
    return T_WT


def held_part(cell: Cell, replay: Replay, t: float) -> Thing | None:
    """Give the part between the fingers at an instant: as wide as their gap, and around the tool point."""
    T_TW = inverse(tool_pose(cell, replay, t))
    width = float(replay.recording.width[replay.frame(t)])
    for part in cell.parts:
        T_WO = replay.pose(part.name, t)
        if T_WO is None:
            continue
        points = moved(T_TW @ T_WO, hull(part.shapes))
        low, high = points.min(axis=0), points.max(axis=0)
        fits = abs((high[0] - low[0]) - width) <= _BETWEEN and abs(high[0] + low[0]) <= 2 * _BETWEEN
        if fits and np.all(low[1:] <= 0.0) and np.all(high[1:] >= 0.0):
            return part
    return None


def _mm(length: float) -> str:
    """Write a length in whole millimetres, never « -0 »."""
    return f"{round(1000 * float(length)) + 0:d}".replace("-", "\N{MINUS SIGN}")
