"""What the outputs, lamps and conveyors of a cell show over time."""

from __future__ import annotations

import numpy as np

from cobot_lab.motion.actions import Output
from cobot_lab.motion.trajectory import Array
from cobot_lab.verify.story import Scene


def left_on(story: tuple[Scene, ...]) -> dict[str, Scene]:
    """Give the signals that are on at the end, each with the scene that set it last; a pulse ends by itself."""
    on: dict[str, Scene] = {}
    for scene in story:
        if isinstance(scene.action, Output):
            on.pop(scene.action.name, None)
            if scene.action.value > 0.0 and not scene.action.time > 0.0:
                on[scene.action.name] = scene
    return on


def levels_over(story: tuple[Scene, ...], signals: tuple[str, ...], t: Array) -> Array:
    """Give the value of each signal at instants; all are 0 at the start.

    Args:
        story: From `story.tell`.
        signals: Names, those of every output of the story among them.
        t: Instants on the plan's timeline, shape (k,) [s].

    Returns:
        Shape (k, len(signals)).
    """
    levels = np.zeros((len(t), len(signals)))
    for scene in story:
        if isinstance(scene.action, Output):
            column = signals.index(scene.action.name)
            levels[t >= scene.t, column] = scene.action.value
            if scene.action.time > 0.0:
                levels[t >= scene.t + scene.action.time, column] = 0.0
    return levels
