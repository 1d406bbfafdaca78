"""The decision about a program: approve, approve at reduced speed, send back with a word."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from nicegui import ui

from cobot_lab.service.gateway.desk import LONGEST_WORD
from cobot_lab.service.gateway.roles import Right
from cobot_lab.ui.console.frame import Visitor
from cobot_lab.ui.console.parts import button

SLOW = 30
"""What reduced speed is at first [%]."""
SLOWEST = 10


def decisions(who: Visitor, seq: int) -> None:
    """Draw the bar with the decisions, at the foot of the page.

    Args:
        who: Whoever decides.
        seq: Of what was handed in.
    """
    words = who.words
    with ui.element("footer").classes("decide"):
        if who.may(Right.APPROVE):
            full, slow = _approving(who, seq, slow=False), _approving(who, seq, slow=True)
            button(words("decide.approve"), full.open, "act main")
            button(words("decide.approve_slow"), slow.open)
        else:
            ui.label(words("decide.teacher")).classes("note")
        if who.may(Right.SEND_BACK):
            button(words("decide.send_back"), _sending_back(who, seq).open)
        if who.may(Right.DEPLOY):
            for post in who.gateway.posts:
                ui.link(f"{words('queue.to_arm')} {post.name}", f"/arm/{post.name}").classes("quiet to-arm")


def _approving(who: Visitor, seq: int, *, slow: bool) -> ui.dialog:
    words = who.words
    title = words("decide.approve_slow" if slow else "decide.approve")
    with _dialog(title) as dialog, ui.card().classes("dialog"):
        ui.label(title).classes("subtitle")
        ui.label(words("decide.explain")).classes("note")
        posts = {post.name: post.name for post in who.gateway.posts}
        arm = ui.select(posts, value=next(iter(posts), None), label=words("decide.arm"))
        speed: ui.slider | None = None
        if slow:
            ui.label(words("decide.explain_slow")).classes("note")
            ui.label(words("decide.speed")).classes("label")
            speed = ui.slider(min=SLOWEST, max=100, step=5, value=SLOW).props("label-always")
        phrase = ui.input(words("decide.passphrase"), password=True)
        phrase.props('autocomplete="off" autofocus')

        async def sign() -> None:
            pct = 100 if speed is None else int(speed.value)
            given, phrase.value = phrase.value, ""
            done, _ = await who.wish(who.gateway.approve, seq, str(arm.value), given, pct)
            if done:
                dialog.close()
                who.tell(words("decide.approved"))

        phrase.on("keydown.enter", sign)
        _ends(who, dialog, "decide.confirm", sign)
    return dialog


def _sending_back(who: Visitor, seq: int) -> ui.dialog:
    words = who.words
    with _dialog(words("decide.send_back")) as dialog, ui.card().classes("dialog"):
        ui.label(words("decide.send_back")).classes("subtitle")
        word = ui.textarea(words("decide.word")).props(f'maxlength="{LONGEST_WORD}" autofocus')

        async def send() -> None:
            done, _ = await who.wish(who.gateway.send_back, seq, str(word.value or ""))
            if done:
                word.value = ""
                dialog.close()
                who.tell(words("decide.sent_back"))

        _ends(who, dialog, "decide.word_send", send)
    return dialog


def _dialog(title: str) -> ui.dialog:
    """Make a dialog that says what it is for to those who do not see it."""
    return ui.dialog().props(f'aria-label="{title}"')


def _ends(who: Visitor, dialog: ui.dialog, key: str, act: Callable[..., Any]) -> None:
    with ui.element("div").classes("ends"):
        button(who.words("decide.cancel"), dialog.close, "quiet")
        button(who.words(key), act, "act main")
