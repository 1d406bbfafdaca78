"""Where to look at a failing instant: the bodies that a finding names, and the point between them."""

from __future__ import annotations

from cobot_lab.cell.cell import Cell
from cobot_lab.codes import Code
from cobot_lab.findings import Finding
from cobot_lab.motion.trajectory import Array
from cobot_lab.verify.evidence.instant import Instant
from cobot_lab.verify.evidence.look import Colour, pieces_of
from cobot_lab.verify.evidence.view import View

_FIRST: Colour = (0.98, 0.55, 0.12)
_SECOND: Colour = (0.85, 0.20, 0.18)
_OWN = 0.45
"""Share of its own colour that the second body keeps: it may be large."""


def named(finding: Finding, cell: Cell) -> tuple[str, ...]:
    """Give the names of the links, things and zones that a finding is about, the one that moves first."""
    facts = dict(finding.facts)
    known = {thing.name for thing in cell.things} | {zone.name for zone in cell.zones}
    known |= {piece.body for piece in pieces_of(cell)}
    links = {joint.name: joint.link for joint in cell.robot.joints}
    given = [facts.get(name) for name in ("body", "part", "joint", "thing", "other", "zone")]
    names = [links.get(str(name), str(name)) for name in given if name is not None]
    return tuple(dict.fromkeys(name for name in names if name in known))


def marked(names: tuple[str, ...], cell: Cell) -> dict[str, Colour]:
    """Give the colours that show which bodies are meant."""
    own = {piece.body: piece.colour for piece in pieces_of(cell)}
    result = {}
    for number, name in enumerate(names[:2]):
        red, green, blue = own.get(name, _SECOND)
        share = _OWN if number else 0.0
        to = _SECOND if number else _FIRST
        result[name] = tuple(
            share * mine + (1.0 - share) * aim for mine, aim in zip((red, green, blue), to, strict=True)
        )
    return {name: (red, green, blue) for name, (red, green, blue) in result.items()}


def spot(finding: Finding, cell: Cell, instant: Instant, view: View) -> Array:
    """Give the point to mark, shape (3,) in the world [m].

    It lies between two bodies where they are nearest, at the middle of a part, at the frame of a link, else at the tool
    point.
    """
    names, poses = named(finding, cell), dict(instant.poses)
    if len(names) >= 2 and finding.code is not Code.PART_NOT_AT_GOAL:
        found = view.between(names[0], names[1])
        if found is not None:
            return found
    for name in names:
        if name in poses:
            return poses[name][:3, 3]
    T_WF = poses[cell.robot.flange_link]
    point: Array = (T_WF @ cell.tool.T_FT)[:3, 3]
    return point
