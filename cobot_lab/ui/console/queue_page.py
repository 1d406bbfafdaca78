"""The queue: what was handed in, where it stands, and the way to look at it."""

from __future__ import annotations

from collections.abc import Sequence

from nicegui import ui

from cobot_lab.cell.problems import DescriptionError
from cobot_lab.school.lesson import load_lesson
from cobot_lab.service.gateway.ledger import Standing, Submission
from cobot_lab.service.gateway.looks import Seen
from cobot_lab.ui.console.frame import Visitor, frame
from cobot_lab.ui.console.words import Words

SHOWN = 60
"""Rows of the page."""
NAMED = 3
"""People named who handed in the same program; of more, how many there are."""
Row = tuple[Submission, Standing, str, tuple[str, ...]]
"""What was handed in, where it stands, what the second look at it says, and who else handed the same bundle in."""
_ORDER = (Standing.WAITING, Standing.APPROVED, Standing.INTERRUPTED, Standing.LAPSED, Standing.SENT_BACK)


def queue_page(who: Visitor) -> None:
    """Draw the page."""
    words = who.words
    with frame(who, "/"):
        ui.label(words("queue.title")).classes("title").props('role="heading" aria-level="1"')
        who.keep_fresh(lambda: _read(who), lambda rows: _rows(words, rows))


def _read(who: Visitor) -> list[Row]:
    now, found = who.gateway.wall(), _sorted(who)
    by: dict[str, list[str]] = {}
    for each in found:
        by.setdefault(each.bundle, []).append(each.who)
    return [
        (
            each,
            each.standing(now),
            look_words(who.ask(who.gateway.glanced, each.bundle), who.words),
            tuple(name for name in by[each.bundle] if name != each.who),
        )
        for each in found
    ]


def _sorted(who: Visitor) -> list[Submission]:
    """What has to be decided first, then what may be run, then the rest; the latest first."""
    now = who.gateway.wall()
    order = {standing: place for place, standing in enumerate(_ORDER)}
    found: tuple[Submission, ...] = who.ask(who.gateway.queue)
    return sorted(found, key=lambda each: (order.get(each.standing(now), len(order)), -each.seq))


def _rows(words: Words, rows: list[Row]) -> None:
    if not rows:
        ui.label(words("queue.empty")).classes("note")
        return
    with ui.element("div").classes("table queue").props('role="table"'):
        _table(words, rows[:SHOWN])
    if len(rows) > SHOWN:
        ui.label(words("queue.older", count=len(rows) - SHOWN)).classes("note")


def _table(words: Words, rows: list[Row]) -> None:
    with ui.element("div").classes("row head-row").props('role="row"'):
        for key in ("standing", "lesson", "who", "when", "look"):
            ui.label(words(f"queue.{key}")).props('role="columnheader"')
        ui.label("")
    for each, standing, look, others in rows:
        with ui.element("div").classes("row").props('role="row"'):
            ui.label(words(f"standing.{standing.value}")).classes(f"chip {standing.value}").props('role="cell"')
            ui.label(lesson_words(each.lesson, words)).props('role="cell"')
            with ui.element("div").props('role="cell"'):
                ui.label(each.who)
                if others:
                    ui.label(words("queue.same", who=people(others, words))).classes("note")
            ui.label(words.when(each.at)).props('role="cell"')
            ui.label(look).classes("look").props('role="cell"')
            with ui.element("div").props('role="cell"'):
                ui.link(words("queue.open"), f"/program/{each.seq}").classes("act")


def people(names: Sequence[str], words: Words) -> str:
    """Give names in one phrase; of many the first ones, and how many more there are."""
    said, more = ", ".join(names[:NAMED]), len(names) - NAMED
    return words("queue.more", who=said, count=more) if more > 0 else said


def lesson_words(number: str, words: Words) -> str:
    """Give number and title of a lesson; the number alone when there is no such lesson here."""
    if not number:
        return words("review.no_lesson")
    try:
        title = load_lesson(number).title
    except DescriptionError:
        return number
    return f"{number} · {title.fr if words.language == 'fr' else title.en}"


def look_words(seen: Seen, words: Words) -> str:
    """Say how far the second look at a bundle has come."""
    if seen.trouble:
        return words("look.trouble", detail=seen.trouble[:60])
    if seen.look is None:
        return words("look.running")
    return words("look.passed" if seen.look.passed else "look.refused")
