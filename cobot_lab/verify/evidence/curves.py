"""Speeds and clearance along the program, with their limits drawn and the steps marked."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Literal

import numpy as np

from cobot_lab.findings import Finding
from cobot_lab.motion.trajectory import Array
from cobot_lab.verify.clearance import Gap, Tape
from cobot_lab.verify.evidence.paper import ACCENT, FAULT, INK, LIMIT, SOFT, printed, sheet
from cobot_lab.verify.evidence.words import Words
from cobot_lab.verify.subject import Subject

if TYPE_CHECKING:
    from matplotlib.axes import Axes

REACH = 0.08
"""Distance beyond which a gap is drawn as wide open [m]."""
STRIDE = 0.01
"""Way of the fastest surface between two gaps that are drawn, at most [m]; the tightest one is drawn in any case."""


@dataclass(frozen=True, slots=True, eq=False)
class Curves:
    """What is drawn.

    Attributes:
        t: Instants of the speeds, shape (k,) [s].
        tool_speed: Of the tool point, shape (k,) [m/s].
        surface_speed: Of the fastest surface point, shape (k,) [m/s].
        gaps: The tightest gap at instants, in the order of time.
        steps: Number, start and end [s] of each stretch of one step.
        duration: Of the plan [s].
    """

    t: Array
    tool_speed: Array
    surface_speed: Array
    gaps: tuple[Gap, ...]
    steps: tuple[tuple[int, float, float], ...]
    duration: float


def curves_of(subject: Subject) -> Curves:
    """Measure a plan along its whole way."""
    t, tool, surface = [np.zeros(1)], [np.zeros(1)], [np.zeros(1)]
    for motion in subject.motions:
        t.append(motion.scene.t + motion.t)
        tool.append(motion.tool_speed)
        surface.append(motion.speeds.max(axis=1))
    t.append(np.array([subject.plan.duration]))
    tool.append(np.zeros(1))
    surface.append(np.zeros(1))
    with Tape(subject, REACH) as tape:
        gaps = tuple(tape.along(STRIDE))
    return Curves(
        np.concatenate(t), np.concatenate(tool), np.concatenate(surface), gaps, _steps(subject), subject.plan.duration
    )


def _steps(subject: Subject) -> tuple[tuple[int, float, float], ...]:
    """Give the stretches of the plan that belong to one step; a blend belongs to several."""
    starts: list[tuple[float, int]] = []
    for t, action in subject.plan.timeline():
        corners = getattr(action, "corners", ())
        starts += [(t, action.step), *((t + corner.t, corner.step) for corner in corners)]
    ends = [*(t for t, _ in starts[1:]), subject.plan.duration]
    stretches = [(step, t, end) for (t, step), end in zip(starts, ends, strict=True)]
    joined = (list(group) for _, group in groupby(stretches, key=lambda stretch: stretch[0]))
    return tuple((group[0][0], group[0][1], group[-1][2]) for group in joined)


def draw(
    curves: Curves, subject: Subject, findings: tuple[Finding, ...], words: Words
) -> dict[Literal["png", "svg"], bytes]:
    """Draw the curves.

    Args:
        curves: From `curves_of`.
        subject: The plan in its cell, for the limits.
        findings: Those with an instant are marked.
        words: Labels.
    """
    figure = sheet(10.4, 6.6)
    speed, gap = figure.subplots(2, 1, sharex=True, height_ratios=(1.0, 1.0))
    figure.suptitle(words.title, color=INK)
    _speeds(speed, curves, subject, words)
    _gaps(gap, curves, words)
    gap.set_xlabel(words.labels["time"], color=INK)
    for axes in (speed, gap):
        _steps_on(axes, curves)
        for finding in findings:
            if finding.t is not None:
                axes.axvline(finding.t, color=FAULT, linewidth=1.6)
        axes.set_xlim(0.0, max(curves.duration, 1e-3))
        axes.grid(axis="y", color="#e4e7eb", linewidth=0.8)
        axes.set_axisbelow(True)
        axes.spines[["top", "right"]].set_visible(False)
        axes.tick_params(colors=INK, labelsize=9)
        axes.legend(loc="upper right", fontsize=8.5, frameon=True, framealpha=0.9, edgecolor="none", ncols=2)
    _names_on(speed, curves, words)
    for finding in findings:
        if finding.t is not None:
            place = gap.get_xaxis_transform()
            gap.text(
                finding.t, 0.86, f" {finding.code.value}", transform=place, color=FAULT, fontsize=10, fontweight="bold"
            )
    return {"png": printed(figure, "png"), "svg": printed(figure, "svg")}


def _speeds(axes: Axes, curves: Curves, subject: Subject, words: Words) -> None:
    limits = subject.cell.limits
    axes.fill_between(curves.t, 1e3 * curves.tool_speed, color=ACCENT, alpha=0.18, linewidth=0)
    axes.plot(curves.t, 1e3 * curves.tool_speed, color=ACCENT, linewidth=1.8, label=words.labels["tool_speed"])
    axes.plot(curves.t, 1e3 * curves.surface_speed, color=SOFT, linewidth=1.0, label=words.labels["surface_speed"])
    axes.axhline(1e3 * limits.tool_speed, color=LIMIT, linewidth=1.4, label=words.labels["tool_limit"])
    axes.axhline(
        1e3 * limits.surface_speed, color=LIMIT, linewidth=1.2, linestyle="--", label=words.labels["surface_limit"]
    )
    fastest = max(float(curves.surface_speed.max()), limits.surface_speed, limits.tool_speed)
    axes.set_ylim(0.0, 1.34e3 * fastest)
    axes.set_ylabel("mm/s", color=INK)


def _gaps(axes: Axes, curves: Curves, words: Words) -> None:
    t = np.array([gap.t for gap in curves.gaps])
    distance = 1e3 * np.array([gap.distance for gap in curves.gaps])
    wanted = 1e3 * np.array([gap.wanted for gap in curves.gaps])
    low = min(0.0, float(distance.min(initial=0.0))) - 3.0
    axes.fill_between(t, low, wanted, color=LIMIT, alpha=0.10, linewidth=0)
    axes.plot(t, wanted, color=LIMIT, linewidth=1.4, label=words.labels["gap_limit"])
    axes.plot(t, distance, color=ACCENT, linewidth=1.8, label=words.labels["gap"])
    under = distance < wanted
    if under.any():
        axes.scatter(t[under], distance[under], s=14, color=FAULT, zorder=3)
    axes.set_ylim(low, 1.3e3 * REACH)
    axes.set_ylabel("mm", color=INK)
    ticks = [0, 20, 40, 60, 80]
    axes.set_yticks(ticks, [*map(str, ticks[:-1]), "80+"])


def _steps_on(axes: Axes, curves: Curves) -> None:
    for number, (_, start, end) in enumerate(curves.steps):
        if number % 2:
            axes.axvspan(start, end, color="#f1f4f8", linewidth=0, zorder=-2)
        if number:
            axes.axvline(start, color="#cbd2d9", linewidth=0.7, zorder=-1)


def _names_on(axes: Axes, curves: Curves, words: Words) -> None:
    """Write above the picture which step is which, as much of it as there is room for."""
    place = axes.get_xaxis_transform()
    for step, start, end in curves.steps:
        share = (end - start) / max(curves.duration, 1e-3)
        letters = int(118 * share)
        if letters < 2:
            continue
        said = words.steps.get(step, f"{words.labels['step']} {step}")
        if len(said) > letters:
            said = f"{said[: letters - 1]}…" if letters > 5 else str(step)
        axes.text(
            start + 0.5 * (end - start), 1.02, said, transform=place, ha="center", fontsize=8, color=INK, clip_on=False
        )
