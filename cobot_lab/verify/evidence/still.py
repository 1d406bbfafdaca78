"""A still of the failing instant: the whole cell, and from near the point where it went wrong."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from cobot_lab.findings import Finding
from cobot_lab.motion.trajectory import Array
from cobot_lab.verify.evidence.instant import Instant
from cobot_lab.verify.evidence.paper import FAULT, INK, SOFT, printed, sheet
from cobot_lab.verify.evidence.spot import marked, named, spot
from cobot_lab.verify.evidence.view import Camera, View
from cobot_lab.verify.evidence.words import Words
from cobot_lab.verify.subject import Subject

if TYPE_CHECKING:
    from matplotlib.axes import Axes

WIDTH, HEIGHT = 600, 540
"""Size of each of the two pictures [pixels]."""
_NEAR = 0.30
_FAR = 1.45
"""Distances of the camera [m]."""


def still(subject: Subject, finding: Finding, instant: Instant, words: Words) -> bytes:
    """Draw the failing instant.

    Args:
        subject: The plan in its cell.
        finding: What went wrong; its bodies are shown in another colour.
        instant: Where everything is then.
        words: Labels.

    Returns:
        A PNG.
    """
    cell = subject.cell
    names = named(finding, cell)
    figure = sheet(10.4, 5.5)
    left, right = figure.subplots(1, 2)
    with View(cell, instant, marked(names, cell)) as view:
        point = spot(finding, cell, instant, view)
        for axes, camera, label in (
            (left, _whole(view, subject, point, names), words.labels["whole"]),
            (right, _close(view, point, names), words.labels["close"]),
        ):
            axes.imshow(view.shoot(camera, WIDTH, HEIGHT), interpolation="nearest")
            _mark(axes, *view.pixel(camera, WIDTH, HEIGHT, point))
            axes.set_title(label, fontsize=10, color=SOFT, loc="left")
            axes.set_axis_off()
    how = words.labels["seen" if instant.seen else "planned"].format(t=words.number(instant.t, 2))
    step = "" if finding.step is None else words.steps.get(finding.step, "")
    figure.suptitle(f"{finding.code.value}  {words.finding}\n{' — '.join(filter(None, (step, how)))}", color=INK)
    return printed(figure, "png")


def _mark(axes: Axes, x: float, y: float) -> None:
    axes.scatter([x], [y], s=620, facecolors="none", edgecolors="white", linewidths=5.0)
    axes.scatter([x], [y], s=620, facecolors="none", edgecolors=FAULT, linewidths=2.4)
    axes.scatter([x], [y], s=26, facecolors=FAULT, edgecolors="white", linewidths=1.0)
    axes.set_xlim(0, WIDTH)
    axes.set_ylim(HEIGHT, 0)


def _whole(view: View, subject: Subject, point: Array, names: tuple[str, ...]) -> Camera:
    """Look at the whole arm and the point, from where the point is not hidden."""
    base = subject.cell.T_WB[:3, 3] + (0.0, 0.0, 0.25)
    target = tuple(float(value) for value in 0.55 * base + 0.45 * point)
    wide = _FAR + 0.7 * float(np.linalg.norm(point - base))
    return _clearest(view, point, names, ((target[0], target[1], target[2]), wide), (0.50, 0.75))


def _close(view: View, point: Array, names: tuple[str, ...]) -> Camera:
    x, y, z = (float(value) for value in point)
    return _clearest(view, point, names[:1], ((x, y, z), _NEAR), (0.30, 0.55, 0.85))


def _clearest(
    view: View,
    point: Array,
    names: tuple[str, ...],
    framing: tuple[tuple[float, float, float], float],
    pitches: tuple[float, ...],
) -> Camera:
    """Choose the direction in which least of the point is hidden; the public's side comes first."""
    cameras = [Camera(framing[0], framing[1], yaw, pitch) for pitch in pitches for yaw in _directions()]
    return min(cameras, key=lambda camera: round(view.hidden(camera, point, but=names), 1))


def _directions() -> Iterator[float]:
    """Give directions from the front outwards [rad]."""
    for turn in np.radians((35.0, 0.0, 65.0, 100.0, 140.0)):
        yield float(turn)
        yield float(-turn)
