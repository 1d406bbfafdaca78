"""What every page has: who asks, the head with its ways, and how a wish reaches the gateway."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from fastapi import Request
from nicegui import run, ui

from cobot_lab.findings import CobotLabError
from cobot_lab.service.gateway.gateway import Gateway, Known
from cobot_lab.service.gateway.refusal import GatewayError, Refusal
from cobot_lab.service.gateway.roles import Right
from cobot_lab.ui.console.guard import COOKIE, SIGN_IN
from cobot_lab.ui.console.parts import module
from cobot_lab.ui.console.sign_in import language_of
from cobot_lab.ui.console.socket_guard import SocketGuard
from cobot_lab.ui.console.words import Words
from cobot_lab.ui.sentences import Language

_FOCUS = """
let held = null;
document.addEventListener("focusin", (event) => { held = event.target.closest(".fresh"); });
document.addEventListener("pointerdown", () => { held = null; });
new MutationObserver(() => {
  if (!held?.isConnected || document.activeElement !== document.body) return;
  held.tabIndex = -1;
  held.focus({ preventScroll: true });
}).observe(document.body, { childList: true, subtree: true });
"""
"""Where what had the focus was drawn anew, the place has it: the next Tab goes on from there, not from the top."""


@dataclass(frozen=True, slots=True)
class Console:
    """What the pages share.

    Attributes:
        gateway: Decides everything.
        sockets: Knows whose page is whose.
        language: Of who did not choose one.
    """

    gateway: Gateway
    sockets: SocketGuard
    language: Language


@dataclass(frozen=True, slots=True)
class _Refused:
    """Why there is nothing to draw, in words: equal as long as the reason is."""

    says: str


@dataclass(slots=True)
class Visitor:
    """Whoever a page is made for. Their wishes carry their token, and nothing else.

    Attributes:
        gateway: That is asked.
        token: Of their session.
        known: Who they were when the page was made.
        words: In their language.
    """

    gateway: Gateway
    token: str
    known: Known
    words: Words

    def may(self, right: Right) -> bool:
        """Tell whether something is worth showing; whether it is done is decided again when it is asked for."""
        return self.known.may(right)

    def ask(self, call: Callable[..., Any], *given: Any) -> Any:
        """Ask the gateway for something to show, here and now.

        Raises:
            GatewayError: It is refused.
        """
        return call(self.token, *given)

    async def wish(self, call: Callable[..., Any], *given: Any) -> tuple[bool, Any]:
        """Ask the gateway to do something, away from the thread that serves the pages.

        Returns:
            Whether it was done, and the answer; why it was not is told on the page.
        """
        try:
            return True, await run.io_bound(call, self.token, *given)
        except (CobotLabError, OSError) as problem:
            self.tell(self.words.problem(problem), good=False)
            if isinstance(problem, GatewayError) and problem.refusal is Refusal.NOT_SIGNED_IN:
                ui.navigate.to(SIGN_IN)
        return False, None

    def keep_fresh(self, read: Callable[[], Any], draw: Callable[[Any], None], every: float = 1.0) -> None:
        """Draw something now, and again each time that it has changed.

        Args:
            read: Gives what is drawn.
            draw: Draws it into an element made here, emptied before.
            every: How often to look [s].
        """
        holder, last = ui.element("div").classes("fresh"), [object()]

        def look() -> None:
            try:
                found = read()
            except CobotLabError as problem:  # a journal that does not hold is nothing to lose a page over
                if isinstance(problem, GatewayError) and problem.refusal is Refusal.NOT_SIGNED_IN:
                    timer.cancel()
                    ui.navigate.to(SIGN_IN)
                    return
                found = _Refused(self.words.problem(problem))
            if found == last[0]:
                return
            last[0] = found
            holder.clear()
            with holder:
                if isinstance(found, _Refused):
                    ui.label(found.says).classes("refused").props('role="alert"')
                else:
                    draw(found)

        timer = ui.timer(every, look, immediate=False)
        look()

    def tell(self, text: str, *, good: bool = True) -> None:
        """Say something at the edge of the page."""
        ui.notify(text, type="positive" if good else "negative", position="top", timeout=5000 if good else 9000)


def visitor(console: Console, request: Request) -> Visitor:
    """Give whoever asks for a page, and bind the page to their session.

    Raises:
        GatewayError: Nobody is signed in.
    """
    token = request.cookies.get(COOKIE, "")
    known = console.gateway.known(token)
    console.sockets.made(ui.context.client, token)
    return Visitor(console.gateway, token, known, Words.of(language_of(request, console.language)))


@contextmanager
def frame(who: Visitor, here: str) -> Iterator[None]:
    """Draw the head of a page; what is made inside stands below it.

    Args:
        who: Whoever asks.
        here: Address of this page.
    """
    words, known = who.words, who.known
    module(_FOCUS)
    ui.add_head_html('<link rel="stylesheet" href="/static/console.css">')
    ui.page_title(words("title"))
    with ui.element("header").classes("head"):
        ui.label("cobot_lab").classes("brand")
        with ui.element("nav"):
            for address, text in _ways(who):
                way = ui.link(text, address)
                if address == here:
                    way.props('aria-current="page"')
        ui.label(f"{known.person.name} · {words('role.' + known.person.role.value)}").classes("who")
        with (
            ui.element("form").props('method="post" action="/sign-out"'),
            ui.element("button").classes("quiet").props('type="submit"'),
        ):
            ui.label(words("sign_in.out"))
    with ui.element("main").classes("page"):
        yield


def _ways(who: Visitor) -> Iterator[tuple[str, str]]:
    if who.may(Right.SEE_QUEUE):
        yield "/", who.words("nav.queue")
        for post in who.gateway.posts:
            yield f"/arm/{post.name}", who.words("nav.arm", name=post.name)
        yield "/journal", who.words("nav.journal")
        yield "/own", who.words("nav.hand_in")
    else:
        yield "/", who.words("nav.own")
