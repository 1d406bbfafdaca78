"""How much room a finger of somebody's hand has where the gripper closes: an indicator to teach with, judging nothing.

ISO 13857:2019, table 4: no fingertip gets into a slot of 4 mm or less. What is closed from further away can pinch one;
the lesson is to open no wider than the part needs. No gripper is made safe by this figure.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cobot_lab.motion.actions import Grip
from cobot_lab.verify.story import Scene

FINGERTIP = 0.004
"""Widest slot that no fingertip gets into [m]."""


def pinch_gaps(story: Sequence[Scene]) -> Iterator[tuple[Scene, float]]:
    """Give every closing that takes a part, and the gap that each finger closes on average [m]."""
    for scene in story:
        if isinstance(scene.action, Grip) and scene.closes_on:
            yield scene, 0.5 * (scene.width - scene.width_after)
