"""Which rule had closed a zone when something entered it."""

from __future__ import annotations

from enum import Enum

from cobot_lab.cell.cell import Cell
from cobot_lab.cell.thing import Zone
from cobot_lab.verify.sweep import Accident


class Rule(Enum):
    """Why a zone is closed that is not always."""

    WHILE_ON = "while_on"
    """A signal is on."""
    NOT_YET_OPEN = "not_yet_open"
    """A signal closed it, and no sensor has opened it since."""


def rule(cell: Cell, accident: Accident) -> Rule | None:
    """Give the rule that had closed the zone of an accident; nothing for a zone that is always forbidden."""
    zone = zone_of(cell, accident)
    if not (zone.closed_while or zone.closed_from):
        return None
    return Rule.WHILE_ON if zone.closed_while in accident.doings.on else Rule.NOT_YET_OPEN


def zone_of(cell: Cell, accident: Accident) -> Zone:
    """Give the zone of an accident, which has to be one with a zone."""
    return next(zone for zone in cell.zones if zone.name == accident.other)
