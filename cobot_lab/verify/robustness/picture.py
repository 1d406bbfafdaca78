"""A map on paper: what is passed and what is not is written in every field, not only coloured."""

from __future__ import annotations

import math
from collections.abc import Mapping
from io import BytesIO
from typing import TYPE_CHECKING, Any

import numpy as np

from cobot_lab.verify.robustness.chart import Chart, Spot

if TYPE_CHECKING:
    from matplotlib.axes import Axes

WORDS = ("title", "x", "y", "turn", "passed", "no_room", "tolerance", "decimal")
"""Keys of the labels that a picture needs."""

_PASSED, _FAILED, _NO_ROOM, _INK = "#cfe8d5", "#f4c7bd", "#e4e7eb", "#1f2933"


def picture(chart: Chart, words: Mapping[str, str]) -> dict[str, bytes]:
    """Draw a map, one panel for each turn.

    Args:
        chart: The map.
        words: Labels in somebody's language, by the keys `WORDS`; `turn` holds `{turn}` for an angle in degrees.

    Returns:
        Its bytes, under `png` and `svg`: equal maps give equal bytes.
    """
    import matplotlib as mpl  # noqa: PLC0415 - 0.3 s: only for those who draw
    from matplotlib.figure import Figure  # noqa: PLC0415

    xs, ys, turns = chart.axes
    figure = Figure(figsize=(1.2 + 3.6 * len(turns), 4.6), dpi=120, facecolor="white", layout="constrained")
    figure.suptitle(words["title"], color=_INK)
    spots = iter(chart.spots)
    for axes, turn in zip(np.ravel(figure.subplots(1, len(turns), squeeze=False)), turns, strict=True):
        _panel(axes, [[next(spots) for _ in xs] for _ in ys], chart, words)
        axes.set_title(words["turn"].format(turn=_number(math.degrees(turn), words)), color=_INK, fontsize=10)
    keys = ((words["passed"], _PASSED), (words["no_room"], _NO_ROOM))
    handles: list[Any] = [mpl.patches.Patch(facecolor=colour, edgecolor=_INK, label=label) for label, colour in keys]
    handles.append(mpl.patches.Patch(facecolor="none", edgecolor=_INK, linestyle="--", label=words["tolerance"]))
    figure.legend(handles=handles, loc="outside lower center", ncols=3, frameon=False, fontsize=9)
    printed = {}
    with mpl.rc_context({"svg.hashsalt": "cobot_lab", "svg.fonttype": "path"}):
        for kind, metadata in (("png", {"Software": None}), ("svg", {"Date": None, "Creator": None})):
            data = BytesIO()
            figure.savefig(data, format=kind, metadata=metadata)
            printed[kind] = data.getvalue()
    return printed


def _panel(axes: Axes, rows: list[list[Spot]], chart: Chart, words: Mapping[str, str]) -> None:
    from matplotlib.patches import Rectangle  # noqa: PLC0415

    xs, ys, _ = (tuple(1000 * each for each in axis) for axis in chart.axes)
    wide, high = xs[1] - xs[0], ys[0] - ys[1]
    for row in rows:
        for spot in row:
            x, y = 1000 * spot.x, 1000 * spot.y
            colour = _NO_ROOM if not spot.room else _PASSED if spot.passed else _FAILED
            axes.add_patch(Rectangle((x - wide / 2, y - high / 2), wide, high, facecolor=colour, edgecolor="white"))
            axes.text(x, y, mark(spot), ha="center", va="center", fontsize=8, color=_INK)
    within = 1000 * chart.tolerances.position
    axes.add_patch(Rectangle((-within, -within), 2 * within, 2 * within, fill=False, edgecolor=_INK, linestyle="--"))
    axes.set_xlim(xs[0] - wide / 2, xs[-1] + wide / 2)
    axes.set_ylim(ys[-1] - high / 2, ys[0] + high / 2)
    axes.set_aspect("equal")
    axes.set_xticks(xs, [_number(x, words) for x in xs], fontsize=8)
    axes.set_yticks(ys, [_number(y, words) for y in ys], fontsize=8)
    axes.set_xlabel(words["x"])
    axes.set_ylabel(words["y"])


def mark(spot: Spot) -> str:
    """Give the sign of a spot: a tick, the code of what is found first, or a dash where there is no room."""
    if not spot.room:
        return "–"
    return "✓" if spot.finding is None else spot.finding.code.value


def _number(value: float, words: Mapping[str, str]) -> str:
    return f"{round(value, 2) + 0.0:g}".replace("-", "−").replace(".", words["decimal"])
