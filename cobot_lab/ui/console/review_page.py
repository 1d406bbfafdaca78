"""The review: everything that a referent wants to see before putting a name under a program, in one look."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from nicegui import ui

from cobot_lab.cell.cell import Cell
from cobot_lab.cell.problems import DescriptionError
from cobot_lab.language.procedure import procedure
from cobot_lab.language.reader import read
from cobot_lab.program.program import Program
from cobot_lab.school.lesson import load_lesson
from cobot_lab.service.gateway.gateway import cell_of
from cobot_lab.service.gateway.ledger import Submission
from cobot_lab.service.gateway.look import Look
from cobot_lab.service.gateway.looks import Seen
from cobot_lab.trust import manifest
from cobot_lab.trust.bundle import Bundle
from cobot_lab.ui.console.changes import Kind, changes
from cobot_lab.ui.console.decisions import decisions
from cobot_lab.ui.console.frame import Visitor, frame
from cobot_lab.ui.console.parts import module
from cobot_lab.ui.console.queue_page import lesson_words, people
from cobot_lab.ui.console.words import Words
from cobot_lab.verify.margins import REACH, Margin

_UNITS = {"clearance": "mm1", "tool_speed": "mm/s", "surface_speed": "mm/s", "grip": "times"}
_SHOW = """
import { createTwin } from "/static/twin.js";
const ask = async (rest) => (await fetch(`/api/programs/${DIGEST}/${rest}`)).json();
let wanted = 0;
const twin = createTwin(document.getElementById("twin"), { lang: LANGUAGE }, { onOutcome: (id) => show(id) });
async function show(id) {
  const mine = ++wanted;
  const path = `/api/programs/${DIGEST}/film/${encodeURIComponent(id)}`;
  const [meta, poses] = await Promise.all([fetch(path), fetch(`${path}/poses`)]);
  if (!meta.ok || !poses.ok || mine !== wanted) return;
  twin.setRecording(await meta.json(), new Float32Array(await poses.arrayBuffer()));
}
const told = await ask("scene");
twin.setScene(told.scene);
twin.setOutcomes(told.outcomes);
twin.setFindings(told.findings);
if (told.first) await show(told.first);
window.cobotTwin = twin;
"""


def review_page(who: Visitor, seq: int) -> None:
    """Draw the page.

    Raises:
        GatewayError: Nothing was handed in under that number, or it is not theirs to see.
    """
    words = who.words
    submission: Submission = who.ask(who.gateway.submission, seq)
    digest = submission.bundle
    bundle: Bundle = who.ask(who.gateway.bundle, digest)
    cell = cell_of(bundle)
    with frame(who, f"/program/{seq}"):
        with ui.element("div").classes("title-row"):
            title = f"{words('review.title')} · {lesson_words(submission.lesson, words)}"
            ui.label(title).classes("title").props('role="heading" aria-level="1"')
            ui.label(words("review.who", who=submission.who, when=words.when(submission.at))).classes("note")
            ui.label(digest[:16]).classes("digest")
        who.keep_fresh(lambda: who.ask(who.gateway.same, seq), lambda others: _same(words, others))
        with ui.element("div").classes("review"):
            with ui.element("div").classes("left"):
                ui.element("div").props('id="twin"').classes("twin")
                _program(who, bundle)
            with ui.element("div").classes("right"):
                who.keep_fresh(
                    lambda: replace(who.ask(who.gateway.glanced, digest)), lambda seen: _seen(who, seen, cell), 0.5
                )
                who.keep_fresh(lambda: who.ask(who.gateway.submission, seq), lambda known: _history(words, known), 1.0)
                _changes(who, bundle, submission)
        decisions(who, seq)
    who.ask(who.gateway.seen, digest)
    _show_when_looked_at(who, digest)


def _show_when_looked_at(who: Visitor, digest: str) -> None:
    """Begin the film once there is one."""

    async def begin() -> None:
        if who.ask(who.gateway.glanced, digest).look is not None:
            timer.deactivate()
            module(_SHOW, DIGEST=digest, LANGUAGE=who.words.language)

    timer = ui.timer(0.5, begin)


def _seen(who: Visitor, seen: Seen, cell: Cell) -> None:
    words, look = who.words, seen.look
    if seen.trouble:
        ui.label(words("look.trouble", detail=seen.trouble[:200])).classes("verdict bad").props('role="status"')
        return
    if look is None:
        ui.label(words("review.looking")).classes("verdict wait").props('role="status"')
        return
    key, mood = ("look_passed", "good") if look.passed else ("look_refused", "bad")
    ui.label(words(f"review.{key}")).classes(f"verdict {mood}").props('role="status"')
    for code, says, _ in words.findings(look.report, cell):
        ui.label(f"{code}  {says}").classes("finding")
    with ui.element("dl").classes("facts"):
        for name, value, note in _facts(words, seen, look, cell):
            with ui.element("dt"):
                ui.label(name)
            with ui.element("dd"):
                ui.label(value).classes("value")
                if note:
                    ui.label(note).classes("note")


def _facts(words: Words, seen: Seen, look: Look, cell: Cell) -> Iterator[tuple[str, str, str]]:
    told = words.about(cell)
    partly = words("review.measured", measured=look.measured, ways=look.ways) if look.measured < look.ways else ""
    for name, unit in _UNITS.items():
        margin = next((each for each in look.margins if each.name == name), None)
        if margin is not None:
            limit = words.number(margin.limit, unit)
            note = [words("review.limit_least" if margin.least else "review.limit_most", limit=limit), partly]
            if margin.about:
                note.insert(0, " – ".join(told.named(each) for each in margin.about))
            yield words(f"review.{name}"), _value(words, margin, unit), ", ".join(filter(None, note))
    yield words("review.duration"), words.number(look.duration, "s"), ""
    yield words("review.robust"), _robust(words, seen, look), ""
    read = words("review.outcomes_value", ways=look.ways) if look.ways > 1 else words("review.outcomes_none")
    yield words("review.outcomes"), read, ""
    parts = ", ".join(told.named(part) for part in look.parts) or words("review.parts_none")
    yield words("review.parts"), parts, ""
    yield words("review.cell"), cell.label.fr if words.language == "fr" else cell.label.en, cell.robot.title


def _value(words: Words, margin: Margin, unit: str) -> str:
    said = words.number(min(margin.value, REACH) if margin.name == "clearance" else margin.value, unit)
    return words("review.beyond", limit=said) if margin.name == "clearance" and not margin.about else said


def _robust(words: Words, seen: Seen, look: Look) -> str:
    if seen.robust is not None:
        passed, total = seen.robust
        return words("review.robust_value", passed=passed, total=total)
    if seen.shaking:
        return words("review.robust_running")
    return words("review.robust_forked" if look.ways > 1 else "review.robust_off")


def _program(who: Visitor, bundle: Bundle) -> None:
    """Show the program as text and as sentences; whatever its author wrote stays text."""
    words = who.words
    source = _shown(bundle.files[manifest.SOURCE])
    program, _ = read(bundle.files[manifest.SOURCE])
    with ui.tabs().props("dense align=left no-caps") as tabs:
        sentences = ui.tab("sentences", words("review.sentences"))
        ui.tab("text", words("review.text"))
        written = "blocks_from" if manifest.BLOCKS in bundle.files else "text_from"
        ui.label(words(f"review.{written}")).classes("note")
    with ui.tab_panels(tabs, value=sentences).classes("panels"):
        with ui.tab_panel("sentences"), ui.element("div").classes("procedure"):
            for line in procedure(program, words.language) if program is not None else ():
                with ui.element("div").classes("line").style(f"padding-left: {1.4 * line.depth:.1f}em"):
                    ui.label(line.number).classes("number")
                    ui.label(line.text)
        with ui.tab_panel("text"):
            ui.label(source).classes("source")


def _changes(who: Visitor, bundle: Bundle, submission: Submission) -> None:
    words = who.words
    now, _ = read(bundle.files[manifest.SOURCE])
    before: Bundle | None = who.ask(who.gateway.approved_before, submission.seq)
    approved = None if before is None else read(before.files[manifest.SOURCE])[0]
    for key, other in (("approved", approved), ("template", _template(submission.lesson))):
        if key == "template" and other is None:
            continue
        ui.label(words(f"review.changes_{key}")).classes("subtitle")
        if other is None or now is None:
            ui.label(words("review.first")).classes("note")
            continue
        found = [each for each in changes(other, now, words.language) if each.kind is not Kind.KEPT]
        if not found:
            ui.label(words("review.same")).classes("note")
        with ui.element("div").classes("changes"):
            for each in found:
                sign = "+" if each.kind is Kind.ADDED else "−"
                ui.label(f"{sign} {each.text}").classes(each.kind.value)


def _template(lesson: str) -> Program | None:
    """Give the program that a lesson begins with; nothing without one."""
    try:
        file = load_lesson(lesson).folder / "start.py"
        return read(file.read_bytes())[0]
    except (DescriptionError, OSError):
        return None


def _same(words: Words, others: tuple[Submission, ...]) -> None:
    if others:
        ui.label(words("review.same_as", who=people([each.who for each in others], words))).classes("note")


def _history(words: Words, known: Submission) -> None:
    if known.word:
        ui.label(f"{words('standing.sent_back')} : {known.word}").classes("finding")
    for given in known.given:
        until = words.when(given.until)
        facts = {"by": given.by, "robot": given.robot, "until": until, "speed": given.speed_pct}
        ui.label(words("review.approval", **facts)).classes("note")
    for run in known.runs:
        end = "open" if run.end is None else run.end.value
        said = words(f"review.run_{end}", cause=words.cause(run.cause))
        ui.label(words("review.run", robot=run.robot, when=words.when(run.since), end=said)).classes("note")


def _shown(source: bytes) -> str:
    text = source.decode("utf-8", "replace")
    return "".join(each if each.isprintable() or each == "\n" else "\N{REPLACEMENT CHARACTER}" for each in text)
