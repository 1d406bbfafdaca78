"""How hard a hand would be hit by an arm that moves: an indicator to teach with, which judges nothing.

ISO/TS 15066:2016, annex A: the energy that goes over when a moving arm meets a body region is ½ µ v², µ being the
reduced mass of both; an arm counts with half the mass of its moving parts and all that it carries (A.3), a hand with
0.6 kg (table A.3), and bears 0.49 J when hit for a moment (table A.4). No arm is made safe by this figure.
"""

from __future__ import annotations

from cobot_lab.cell.cell import Cell
from cobot_lab.verify.inertias import riders
from cobot_lab.verify.motion import Motion
from cobot_lab.verify.story import thing_of

HAND = 0.6
"""Effective mass of a hand [kg]."""
BEARS = 0.49
"""What a hand bears [J]."""


def contact_energy(motion: Motion, cell: Cell) -> tuple[float, float, str]:
    """Give the highest energy with which any surface would hit a hand in a move [J], when [s], and which body."""
    highest = motion.speeds.max(axis=1)
    k = int(highest.argmax())
    body = motion.bodies[int(motion.speeds[k].argmax())]
    return 0.5 * _reduced(motion, cell) * float(highest[k]) ** 2, float(motion.t[k]), body


def _reduced(motion: Motion, cell: Cell) -> float:
    """Give the reduced mass of arm and hand [kg]."""
    carried = motion.scene.carried
    load = cell.tool.mass + (0.0 if carried is None else thing_of(cell, carried.part).mass)
    moving = sum(body.mass for body in riders(cell.robot, cell.tool)) - cell.tool.mass
    return 1.0 / (1.0 / HAND + 1.0 / (0.5 * moving + load))
