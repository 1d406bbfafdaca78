"""After a run: how it ended, its cycle time, and what was measured against what was planned."""

from __future__ import annotations

import math
from typing import Any

from nicegui import ui

from cobot_lab.deploy.record import RunRecord
from cobot_lab.deploy.states import State
from cobot_lab.service.gateway.refusal import GatewayError
from cobot_lab.service.gateway.stand import Now
from cobot_lab.ui.console.frame import Visitor
from cobot_lab.ui.console.words import Words

POINTS = 240
"""Points of each line of the picture."""
_COLOURS = ("#1d5c8f", "#b3261e", "#2e7d32", "#7a4d00", "#6a3fa0", "#00707a", "#555f69")


def afterwards(who: Visitor, post: str, now: Now) -> None:
    """Draw what came of the latest run at an arm."""
    words = who.words
    ui.label(words("arm.after")).classes("subtitle")
    if now.trouble:
        ui.label(words("arm.trouble", detail=now.trouble[:200])).classes("verdict bad")
    if now.unwritten:
        ui.label(words("arm.unwritten", detail=words.trouble(now.unwritten))).classes("verdict bad").props(
            'role="alert"'
        )
    if not now.record:
        return
    try:
        record: RunRecord = who.ask(who.gateway.record, now.record)
    except GatewayError as problem:
        ui.label(words.refusal(problem)).classes("verdict bad")
        return
    if record.end is State.DONE:
        ui.label(words("arm.ended_done")).classes("verdict good").props('role="status"')
    else:
        cause = "" if record.cause is None else words.cause(record.cause.value)
        ui.label(words("arm.ended_interrupted", cause=cause)).classes("verdict bad").props('role="status"')
    if record.left_paused:
        ui.label(words("arm.left_paused")).classes("verdict bad").props('role="alert"')
    with ui.element("dl").classes("facts"):
        planned = words.number(now.duration / now.speed, "s")
        cycle = words("arm.cycle_value", measured=words.number(record.duration, "s"), planned=planned)
        largest = words.number(record.largest_following_error, "deg2")
        for key, value in (("cycle", cycle), ("largest", largest), ("allowed", words.number(now.speed, "pct"))):
            with ui.element("dt"):
                ui.label(words(f"arm.{key}"))
            with ui.element("dd"):
                ui.label(value).classes("value")
    trail: tuple[tuple[float, ...], ...] = who.ask(who.gateway.trail, post)
    if trail:
        said = words("arm.picture")
        ui.echart(picture(trail, words)).classes("chart").props(f'role="img" aria-label="{said}"')
        with ui.element("div").classes("key"):
            for joint in range((len(trail[0]) - 2) // 2):
                colour = _COLOURS[joint % len(_COLOURS)]
                ui.label(words("arm.joint", number=joint + 1)).classes("note").style(f"border-color: {colour}")
        ui.label(words("arm.lines")).classes("note")
    ui.label(words("arm.record", record=record.digest[:16])).classes("digest")


def picture(trail: tuple[tuple[float, ...], ...], words: Words) -> dict[str, Any]:
    """Give the picture of a run: each joint's angle over time, as measured and as planned.

    Args:
        trail: See `Stand.trail`.
        words: For its legends.
    """
    kept = trail[:: max(1, len(trail) // POINTS)]
    start, joints = kept[0][0], (len(kept[0]) - 2) // 2
    series: list[dict[str, Any]] = []
    for joint in range(joints):
        for shift, name, style in ((2, "measured", "solid"), (2 + joints, "planned", "dashed")):
            series.append(
                {
                    "name": f"{words('arm.joint', number=joint + 1)}, {words('arm.' + name)}",
                    "type": "line",
                    "showSymbol": False,
                    "animation": False,
                    "lineStyle": {"type": style, "width": 1.6 if name == "measured" else 1.2},
                    "color": _COLOURS[joint % len(_COLOURS)],
                    "data": [[row[0] - start, math.degrees(row[shift + joint])] for row in kept],
                }
            )
    written = f"value => value.toLocaleString({words.language!r})"
    axis = {"type": "value", "nameLocation": "middle", "axisLabel": {":formatter": written}}
    return {
        "grid": {"left": 46, "right": 12, "top": 14, "bottom": 34},
        "tooltip": {"trigger": "axis", "show": False},
        "xAxis": {"name": words("arm.time"), "nameGap": 22, **axis},
        "yAxis": {"name": words("arm.angle"), "nameGap": 34, "scale": True, **axis},
        "series": series,
    }
