"""What a pupil sees: their own programs, what became of them, and how to hand one in."""

from __future__ import annotations

from nicegui import ui

from cobot_lab.service.gateway.ledger import Standing, Submission
from cobot_lab.service.gateway.roles import Right
from cobot_lab.ui.console.frame import Visitor, frame
from cobot_lab.ui.console.parts import module
from cobot_lab.ui.console.queue_page import lesson_words
from cobot_lab.ui.console.words import Words

_SEND = """
const form = document.getElementById("hand-in");
const input = form.querySelector("input"), chosen = document.getElementById("chosen"), none = chosen.textContent;
input.addEventListener("change", () => { chosen.textContent = input.files[0]?.name ?? none; });
form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const file = input.files[0];
  if (!file) return;
  const answer = await fetch("/api/bundles", { method: "POST", body: file, headers: { "X-CSRF": CSRF } });
  const told = answer.headers.get("content-type")?.startsWith("application/json") ? await answer.json() : {};
  const said = document.getElementById("said");
  said.replaceChildren(...(told.says ?? [String(answer.status)]).map((line) => {
    const shown = document.createElement("div");
    shown.textContent = line;
    return shown;
  }));
});
"""


def own_page(who: Visitor) -> None:
    """Draw the page."""
    words = who.words
    with frame(who, "/own" if who.may(Right.SEE_QUEUE) else "/"):
        ui.label(words("own.title")).classes("title").props('role="heading" aria-level="1"')
        with ui.element("form").classes("card").props('id="hand-in"'):
            ui.label(words("own.choose")).props('id="what"')
            with ui.element("label").classes("act file"):
                ui.label(words("own.pick")).props('id="pick"')
                ui.element("input").props('type="file" accept=".cobotlab" aria-labelledby="what pick chosen"')
            ui.label(words("own.none")).classes("note").props('id="chosen"')
            with ui.element("button").classes("act main").props('type="submit"'):
                ui.label(words("own.send"))
            ui.element("div").props('id="said" role="status"')
        who.keep_fresh(lambda: _read(who), lambda rows: _rows(words, rows), 2.0)
    module(_SEND, CSRF=who.known.session.csrf)


def _read(who: Visitor) -> list[tuple[Submission, Standing]]:
    now = who.gateway.wall()
    return [(each, each.standing(now)) for each in reversed(who.ask(who.gateway.own))]


def _rows(words: Words, rows: list[tuple[Submission, Standing]]) -> None:
    if not rows:
        ui.label(words("own.empty")).classes("note")
        return
    with ui.element("div").classes("table own").props('role="table"'):
        for each, standing in rows:
            with ui.element("div").classes("row").props('role="row"'):
                ui.label(words(f"standing.{standing.value}")).classes(f"chip {standing.value}").props('role="cell"')
                ui.label(lesson_words(each.lesson, words)).props('role="cell"')
                ui.label(words.when(each.at)).props('role="cell"')
                word = f"{words('own.word')} : {each.word}" if each.word else ""
                ui.label(word).classes("word").props('role="cell"')
