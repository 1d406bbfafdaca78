"""A cell as the twin draws it: bodies with their solids, named points, zones, and the chain of joints.

The twin computes nothing about what is allowed: it draws what stands here. Lengths in metres, angles in radians; a pose
is `x, y, z` and the unit quaternion `x, y, z, w`, a transform the sixteen numbers of its rows.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from cobot_lab.cell.cell import Cell
from cobot_lab.cell.shape import Box, Pose, Shape
from cobot_lab.cell.thing import Label, Thing
from cobot_lab.ui.sentences import LANGUAGES, Language, sentences
from cobot_lab.ui.widgets.links import Link, links
from cobot_lab.verify.frames import quat_of

SCHEMA = "cobot_lab/twin-scene/1"

Json = dict[str, Any]


def scene_of(cell: Cell) -> Json:
    """Give the scene of a cell, ready for JSON.

    Args:
        cell: The cell; its robot's solids come from the URDF.

    Returns:
        `bodies` (links first, then things), `places`, `zones`, `signals`, and `arm`: what forward kinematics needs.

    Raises:
        UrdfError: The arm's URDF cannot be used.
    """
    robot, tool = cell.robot, cell.tool
    return {
        "schema": SCHEMA,
        "name": cell.name,
        "label": _label(cell.label),
        "digest": cell.digest,
        "arm": {
            "title": robot.title,
            "joints": [
                {
                    "name": joint.name,
                    "label": {lang: _joint(joint.name, number, lang) for lang in LANGUAGES},
                    "T_origin": _rows(joint.T_origin),
                    "axis": joint.axis.tolist(),
                    "q_min": joint.q_min,
                    "q_max": joint.q_max,
                }
                for number, joint in enumerate(robot.joints, start=1)
            ],
            "T_WB": _rows(cell.T_WB),
            "T_flange": _rows(robot.T_flange),
            "T_FT": _rows(tool.T_FT),
            "q_rest": robot.q_rest.tolist(),
            "width_min": tool.width_min,
            "width_max": tool.width_max,
        },
        "bodies": [*map(_link, links(robot, tool)), *map(_thing, cell.things)],
        "places": [
            {"name": place.name, "label": _label(place.label), "pose": pose_of(place.T_WP)} for place in cell.places
        ],
        "zones": [{"name": zone.name, "label": _label(zone.label), "solid": _solid(zone.box)} for zone in cell.zones],
        "signals": [
            {"name": signal.name, "label": _label(signal.label), "kind": signal.kind, "which": signal.which}
            for signal in cell.signals
        ],
        "tool_speed": cell.limits.tool_speed,
    }


def labels_of(cell: Cell, language: Language) -> dict[str, str]:
    """Give the words for everything in a cell that has a name."""
    labels = {zone.name: zone.label for zone in cell.zones}
    labels |= {signal.name: signal.label for signal in cell.signals}
    labels |= {thing.name: thing.label for thing in cell.things}
    labels |= {place.name: place.label for place in cell.places if place.name not in labels}
    return {name: getattr(label, language) for name, label in labels.items()}


def pose_of(T: Pose) -> list[float]:
    """Give a pose as `x, y, z` [m] and the unit quaternion `x, y, z, w`."""
    return [*T[:3, 3].tolist(), *quat_of(T[:3, :3]).tolist()]


def _link(link: Link) -> Json:
    words = (sentences(language).table["words"]["any"].get(link.name, "") for language in LANGUAGES)
    return {
        "name": link.name,
        "kind": "link",
        "label": dict(zip(LANGUAGES, words, strict=True)),
        "ride": link.ride,
        "T_ride": _rows(link.T_JL),
        "side": link.side,
        "solids": [{**_solid(solid.shape), "role": solid.role} for solid in link.drawn],
        "checked": [_solid(shape) for shape in link.checked],
    }


def _thing(thing: Thing) -> Json:
    solids = [_solid(shape) for shape in thing.shapes]
    return {
        "name": thing.name,
        "kind": thing.kind.value,
        "label": _label(thing.label),
        "colour": list(thing.colour),
        "pose": pose_of(thing.T_WO),
        "solids": solids,
        "checked": solids,
    }


def _solid(shape: Shape) -> Json:
    if isinstance(shape, Box):
        return {"kind": "box", "size": list(shape.size), "pose": pose_of(shape.T_OS)}
    return {"kind": "cylinder", "radius": shape.radius, "height": shape.height, "pose": pose_of(shape.T_OS)}


def _label(label: Label) -> Json:
    return {"fr": label.fr, "en": label.en}


def _joint(name: str, number: int, language: Language) -> str:
    said: str = sentences(language).table["words"]["joint"].get(name, str(number))
    return said


def _rows(T: Pose) -> list[float]:
    rows: list[float] = np.asarray(T, dtype=np.float64).ravel().tolist()
    return rows
