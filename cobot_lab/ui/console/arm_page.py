"""One arm: what is ready for it, what was read from it, a person's yes, the run, and what came of it."""

from __future__ import annotations

import math

from nicegui import ui

from cobot_lab.deploy.aftermath import Gripper
from cobot_lab.deploy.reading import Reading
from cobot_lab.deploy.start import OUTPUT
from cobot_lab.deploy.states import State
from cobot_lab.findings import Fact
from cobot_lab.service.gateway.ledger import Submission
from cobot_lab.service.gateway.post import Post
from cobot_lab.service.gateway.refusal import GatewayError, Refusal
from cobot_lab.service.gateway.roles import Right
from cobot_lab.service.gateway.stand import Now
from cobot_lab.trust.approval import Mode
from cobot_lab.ui.console.afterwards import afterwards
from cobot_lab.ui.console.frame import Visitor, frame
from cobot_lab.ui.console.parts import button, module
from cobot_lab.ui.console.queue_page import lesson_words
from cobot_lab.ui.console.words import Words

_OVER = (State.DONE, State.INTERRUPTED)
_MOVING = (State.SENT, State.RUNNING)
_LIVE = """
import { createLive } from "/static/live.js";
const live = createLive(document.getElementById("live"), { lang: LANGUAGE });
window.cobotLive = live;
const path = `/api/arms/${POST}`;
const figure = (name) => document.getElementById(`figure-${name}`);
const decimal = (value, digits, unit) => value === null
  ? "–"
  : value.toLocaleString(LANGUAGE, { maximumFractionDigits: digits, minimumFractionDigits: digits }) + unit;
const degrees = 180 / Math.PI;
let drawn = null;
async function look() {
  let wait = 500;
  try {
    const answer = await fetch(`${path}/now`);
    if (answer.status === 401) { location.href = "/sign-in"; return; }
    if (!answer.ok) throw new Error(`${answer.status}`);
    const now = await answer.json();
    if (drawn !== now.bundle) {
      live.setScene(await (await fetch(`${path}/scene`)).json());
      drawn = now.bundle;
    }
    if (now.q) {
      live.show(now.q, now.planned, now.width);
      const part = now.duration ? Math.min(1, now.progress / now.duration) : 0;
      figure("progress").style.width = `${100 * part}%`;
      figure("time").textContent = `${decimal(now.progress, 1, " s")} / ${decimal(now.duration, 1, " s")}`;
      figure("speed").textContent = decimal(now.joint_speed === null ? null : now.joint_speed * degrees, 0, "°/s");
      figure("error").textContent = decimal(now.error === null ? null : now.error * degrees, 2, "°");
    }
    if (now.state === "running" || now.state === "sent") wait = 80;
  } catch (problem) {
    console.warn(problem);  // the connection, or one answer: an arm is not left with an old picture
  }
  setTimeout(look, wait);
}
look();
async function stop() {
  await fetch(`${path}/stop`, { method: "POST", headers: { "X-CSRF": CSRF } });
}
document.getElementById("stop").addEventListener("click", stop);
document.addEventListener("keydown", (event) => { if (event.key === "Escape") stop(); });
"""


def arm_page(who: Visitor, name: str) -> None:
    """Draw the page.

    Raises:
        GatewayError: There is no such arm, or it is not theirs to see.
    """
    words = who.words
    who.ask(who.gateway.now, name)
    post = next((each for each in who.gateway.posts if each.name == name), None)
    if post is None:
        raise GatewayError(Refusal.NO_SUCH_ARM, name)
    with frame(who, f"/arm/{name}"):
        with ui.element("div").classes("title-row"):
            ui.label(words("arm.title", name=name)).classes("title").props('role="heading" aria-level="1"')
            kind = "arm.simulated" if post.mode is Mode.SIMULATED else "arm.real"
            ui.label(f"{words(kind)} · {words('arm.serial', serial=post.serial)}").classes("note")
            who.keep_fresh(lambda: who.ask(who.gateway.now, name).state, lambda state: _state(words, state), 0.3)
        with ui.element("div").classes("arm"):
            with ui.element("div").classes("left"):
                ui.element("div").props('id="live"').classes("live")
                _figures(words)
                with (
                    ui.element("button").props('id="stop" type="button" aria-keyshortcuts="Escape"').classes("act stop")
                ):
                    ui.label(words("arm.stop"))
                ui.label(words("arm.stop_note")).classes("note")
            with ui.element("div").classes("right"):
                _sections(who, post)
    module(_LIVE, POST=name, LANGUAGE=words.language, CSRF=who.known.session.csrf)


def _sections(who: Visitor, post: Post) -> None:
    name, words = post.name, who.words

    def now() -> Now:
        found: Now = who.ask(who.gateway.now, name)
        return found

    who.keep_fresh(
        lambda: bool(who.ask(who.gateway.left_over, name)) and now().state not in _MOVING,
        lambda asked: _gripper(who, post) if asked else None,
    )
    who.keep_fresh(lambda: _prepared(who, now()), lambda said: _named_first(words, said), 0.3)
    who.keep_fresh(
        lambda: (now().state in _OVER, now().record, now().trouble, now().unwritten), lambda _: _after(who, post), 0.5
    )
    who.keep_fresh(lambda: _ready(who, post, now()), lambda rows: _choose(who, post, rows))
    who.keep_fresh(lambda: (now().state, now().report), lambda _: _checks(who, now()), 0.3)
    who.keep_fresh(lambda: (now().state, now().number), lambda seen: _enabling(who, post, *seen), 0.3)


def _state(words: Words, state: State | None) -> None:
    value = "none" if state is None else state.value
    ui.label(words(f"state.{value}")).classes(f"chip state-{value}").props('role="status"')


def _figures(words: Words) -> None:
    with ui.element("div").classes("figures"):
        with ui.element("div").classes("bar"):
            ui.element("div").props('id="figure-progress"')
        for key, name in (("time", "progress"), ("speed", "speed_now"), ("error", "error_now")):
            with ui.element("div"):
                ui.label(words(f"arm.{name}")).classes("label")
                ui.label("–").props(f'id="figure-{key}"').classes("value")
        ui.label(words("arm.live")).classes("note")


def _gripper(who: Visitor, post: Post) -> None:
    words = who.words
    with ui.element("div").classes("card ask"):
        ui.label(words("arm.gripper")).classes("subtitle")
        if not who.may(Right.DEPLOY):
            return
        with ui.element("div").classes("ends"):
            for gripper in Gripper:

                async def answer(gripper: Gripper = gripper) -> None:
                    await who.wish(who.gateway.answer, post.name, gripper)

                button(words(f"arm.gripper_{gripper.value}"), lambda _, answer=answer: answer())


def _ready(who: Visitor, post: Post, now: Now) -> list[tuple[int, str, int]] | None:
    """Give number, words and speed of what is approved for an arm; nothing while it is busy with one."""
    if now.state in (*_MOVING, State.PREFLIGHT, State.ENABLED):
        return None
    clock = who.gateway.wall()
    rows = []
    submissions: tuple[Submission, ...] = who.ask(who.gateway.queue)
    for each in submissions:
        given = [one for one in each.usable(clock) if one.robot == post.serial]
        if given:
            rows.append((each.seq, f"{lesson_words(each.lesson, who.words)} · {each.who}", given[-1].speed_pct))
    return rows


def _choose(who: Visitor, post: Post, rows: list[tuple[int, str, int]] | None) -> None:
    words = who.words
    if rows is None:
        return
    ui.label(words("arm.choose")).classes("subtitle")
    if not rows:
        ui.label(words("arm.choose_none")).classes("note")
    for seq, said, speed in rows:
        with ui.element("div").classes("ready"):
            ui.link(said, f"/program/{seq}")
            ui.label(f"{speed} %").classes("chip")

            async def prepare(seq: int = seq) -> None:
                await who.wish(who.gateway.prepare, seq, post.name)

            if who.may(Right.DEPLOY):
                button(words("arm.prepare"), lambda _, prepare=prepare: prepare(), "act main")
    if post.put_back is not None and who.may(Right.DEPLOY):

        async def put_back() -> None:
            await who.wish(who.gateway.put_back, post.name)

        button(words("arm.put_back"), put_back, "quiet")


def _prepared(who: Visitor, now: Now) -> str:
    """Say whose program is at the arm: two people's may be the same, byte for byte."""
    if not now.submission:
        return ""
    submission: Submission = who.ask(who.gateway.submission, now.submission)
    return f"{lesson_words(submission.lesson, who.words)} · {submission.who}"


def _named_first(words: Words, said: str) -> None:
    if said:
        ui.label(words("arm.at_arm")).classes("subtitle")
        ui.label(said)


def _checks(who: Visitor, now: Now) -> None:
    words = who.words
    if now.state in _OVER:
        return
    ui.label(words("arm.checks")).classes("subtitle")
    if now.state is State.REFUSED:
        ui.label(words("arm.refused")).classes("verdict bad").props('role="status"')
    for code, says, helps in words.findings(now.report):
        ui.label(f"{code}  {says}").classes("finding")
        ui.label(helps).classes("note")
    if not now.readings:
        ui.label(words("arm.checks_none")).classes("note")
        return
    with ui.element("div").classes("table readings").props('role="table"'):
        for reading in now.readings:
            mood = "good" if reading.good else "bad"
            with ui.element("div").classes(f"row {mood}").props('role="row"'):
                ui.label("✓" if reading.good else "✗").props(f'aria-label="{words("arm." + mood)}" role="cell"')
                ui.label(_named(words, reading)).props('role="cell"')
                ui.label(_said(words, reading.name, reading.found)).classes("value").props('role="cell"')
                wanted = "" if reading.wanted is None else _said(words, reading.name, reading.wanted)
                ui.label(wanted if not reading.good else "").classes("note").props('role="cell"')


def _enabling(who: Visitor, post: Post, state: State | None, number: str) -> None:
    words, gateway = who.words, who.gateway
    if not who.may(Right.DEPLOY) or state not in (State.PREFLIGHT, State.ENABLED):
        return

    async def drop() -> None:
        await who.wish(gateway.drop, post.name)

    with ui.element("div").classes("card enabling"):
        if state is State.PREFLIGHT:
            said = ui.checkbox(words("arm.statement"))

            async def enable() -> None:
                if said.value:
                    await who.wish(gateway.enable, post.name, number)

            yes = button(words("arm.enable"), enable, "act main").props("disabled")
            said.on_value_change(lambda: yes.props(remove="disabled") if said.value else yes.props("disabled"))
        else:
            # Apart from the buttons: what has the focus must not be drawn anew each second.
            who.keep_fresh(
                lambda: math.ceil(who.ask(gateway.now, post.name).left), lambda left: _left(words, left), 0.3
            )

            async def run() -> None:
                await who.wish(gateway.run, post.name, number)

            button(words("arm.run"), run, "act main run")
        button(words("arm.drop"), drop, "quiet")


def _left(words: Words, left: int) -> None:
    ui.label(words("arm.enabled", left=left)).classes("verdict wait").props('role="timer"')


def _after(who: Visitor, post: Post) -> None:
    now: Now = who.ask(who.gateway.now, post.name)
    if now.state in _OVER or now.trouble or now.unwritten:
        afterwards(who, post.name, now)


def _named(words: Words, reading: Reading) -> str:
    name, joint = reading.name, reading.name.removeprefix("q ")
    if joint != name:
        said: str = words.main.table["words"]["joint"].get(joint, joint)
        return said
    signal = name.removeprefix(OUTPUT)
    return words("arm.output", signal=signal) if signal != name else words.of_table("reading", name)


def _said(words: Words, name: str, value: Fact) -> str:
    if isinstance(value, bool):
        return words.of_table("arm_state", "true" if value else "false")
    if isinstance(value, str):
        return words.of_table("arm_state", value[:60])
    if name.startswith("q "):
        return words.number(float(value), "deg2")
    return words.main.reading(name, float(value))
