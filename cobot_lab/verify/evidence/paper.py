"""Figures without a screen, and their bytes: equal figures give equal bytes."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from matplotlib.figure import Figure

INK, SOFT, LIMIT, ACCENT, FAULT = "#1f2933", "#7b8794", "#c0392b", "#1f6fb2", "#d9541e"
"""Colours of text, of what is by the way, of limits, of what is measured, of what went wrong."""


def sheet(width: float, height: float) -> Figure:
    """Give an empty figure of a size in inches."""
    from matplotlib.figure import Figure as Sheet  # noqa: PLC0415 - 0.3 s: only for those who draw

    return Sheet(figsize=(width, height), dpi=120, facecolor="white", layout="constrained")


def printed(figure: Figure, kind: Literal["png", "svg"]) -> bytes:
    """Give the bytes of a figure, without date or maker."""
    import matplotlib as mpl  # noqa: PLC0415
    from matplotlib.backends.backend_agg import FigureCanvasAgg  # noqa: PLC0415
    from matplotlib.backends.backend_svg import FigureCanvasSVG  # noqa: PLC0415

    (FigureCanvasAgg if kind == "png" else FigureCanvasSVG)(figure)
    data = BytesIO()
    metadata = {"Software": None} if kind == "png" else {"Date": None, "Creator": None}
    with mpl.rc_context({"svg.hashsalt": "cobot_lab", "svg.fonttype": "path"}):
        figure.savefig(data, format=kind, metadata=metadata)
    return data.getvalue()
