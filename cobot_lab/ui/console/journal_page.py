"""The journal: what happened here, whether it is whole, and its head as words to note on paper."""

from __future__ import annotations

from typing import Any

from nicegui import ui

from cobot_lab.findings import Report
from cobot_lab.service.gateway.roles import Right
from cobot_lab.trust.journal_data import Entry
from cobot_lab.trust.journal_file import JournalError
from cobot_lab.ui.console.frame import Visitor, frame
from cobot_lab.ui.console.parts import button
from cobot_lab.ui.console.words import Words

SHOWN = 100
"""Entries of the page, the latest first."""
_HIDDEN = frozenset({"envelope", "number", "until", "key", "plan"})
"""Facts that mean nothing to a reader; the export has them."""
_CUT = 16


def journal_page(who: Visitor) -> None:
    """Draw the page."""
    words = who.words
    with frame(who, "/journal"):
        ui.label(words("journal.title")).classes("title").props('role="heading" aria-level="1"')
        with ui.element("div").classes("journal"):
            with ui.element("div").classes("left"):
                who.keep_fresh(lambda: _read(who), lambda found: _shown(words, found))
            with ui.element("div").classes("right"):
                _head(who)


def _read(who: Visitor) -> tuple[Entry, ...] | Report:
    """Give the entries, or what is wrong with their chain."""
    try:
        entries: tuple[Entry, ...] = who.ask(who.gateway.entries)
    except JournalError:
        report: Report = who.ask(who.gateway.verify)
        if not report.findings:
            raise
        return report
    return entries


def _shown(words: Words, found: tuple[Entry, ...] | Report) -> None:
    if isinstance(found, Report):
        _verified(words, found, 0)
    else:
        _entries(words, found)


def _head(who: Visitor) -> None:
    words, gateway = who.words, who.gateway
    ui.label(words("journal.head")).classes("subtitle")
    who.keep_fresh(lambda: who.ask(gateway.head_words), _show_head)
    ui.label(words("journal.head_note")).classes("note")
    noted = ui.input(words("journal.noted")).classes("noted")
    answer = ui.element("div")

    async def verify() -> None:
        done, report = await who.wish(gateway.verify, noted.value.strip() or None)
        if done:
            answer.clear()
            with answer:
                _verified(words, report, 0 if report.findings else len(who.ask(gateway.entries)))

    button(words("journal.verify"), verify, "act main")
    if who.may(Right.EXPORT):
        ui.link(words("journal.export"), "/api/journal").classes("act").props("download")

        async def end() -> None:
            done, _ = await who.wish(gateway.end_visit)
            if done:
                who.tell(words("journal.ended"))

        button(words("journal.end"), end)


def _show_head(said: str) -> None:
    ui.label(said).classes("head-words")


def _verified(words: Words, report: Report, count: int) -> None:
    if not report.findings:
        ui.label(words("journal.whole", count=count)).classes("verdict good").props('role="status"')
        return
    ui.label(words("journal.broken")).classes("verdict bad").props('role="status"')
    for code, says, _ in words.findings(report):
        ui.label(f"{code}  {says}").classes("finding")


def _entries(words: Words, entries: tuple[Entry, ...]) -> None:
    with ui.element("div").classes("table entries").props('role="table"'):
        with ui.element("div").classes("row head-row").props('role="row"'):
            for key in ("seq", "when", "kind", "facts"):
                ui.label(words(f"journal.{key}")).props('role="columnheader"')
        for entry in reversed(entries[-SHOWN:]):
            with ui.element("div").classes("row").props('role="row"'):
                ui.label(str(entry.seq)).props('role="cell"')
                ui.label(words.when(entry.at)).props('role="cell"')
                ui.label(words.of_table("kind", entry.kind)).classes(f"kind {entry.kind}").props('role="cell"')
                ui.label(_facts(words, entry.body)).classes("note").props('role="cell"')


def _facts(words: Words, body: Any) -> str:
    said = []
    for name, value in body.items():
        if name in _HIDDEN or value == "":
            continue
        text = ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
        if name == "cause":
            text = words.cause(text)
        elif name in {"mode", "state", "gripper"}:
            text = words.of_table("arm_state", text)
        elif name == "speed_pct":
            text = words.number(value / 100, "pct")
        elif name == "submission":
            text = words("journal.submission", seq=text)
        elif name in {"bundle", "record", "added", "revoked", "id"}:
            text = text[:_CUT]
        said.append(text[:200])
    return " · ".join(said)
