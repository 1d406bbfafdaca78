"""Which address shows which page."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress

from fastapi import Request
from fastapi.responses import RedirectResponse, Response
from nicegui import ui

from cobot_lab.findings import CobotLabError
from cobot_lab.service.gateway.refusal import GatewayError, Refusal
from cobot_lab.service.gateway.roles import Right
from cobot_lab.trust.journal_file import JournalError
from cobot_lab.ui.console.arm_page import arm_page
from cobot_lab.ui.console.frame import Console, Visitor, frame, visitor
from cobot_lab.ui.console.guard import SIGN_IN
from cobot_lab.ui.console.journal_page import journal_page
from cobot_lab.ui.console.own_page import own_page
from cobot_lab.ui.console.queue_page import queue_page
from cobot_lab.ui.console.review_page import review_page

_SEQ = re.compile(r"[1-9][0-9]{0,11}")


def add_pages(console: Console) -> None:
    """Add the pages."""

    @ui.page("/")
    def first(request: Request) -> Response | None:
        return _shown(console, request, lambda who: (queue_page if who.may(Right.SEE_QUEUE) else own_page)(who))

    @ui.page("/own")
    def own(request: Request) -> Response | None:
        return _shown(console, request, own_page)

    @ui.page("/program/{number}")
    def review(request: Request, number: str) -> Response | None:
        seq = int(number) if _SEQ.fullmatch(number) else 0  # no entry has that
        return _shown(console, request, lambda who: review_page(who, seq))

    @ui.page("/arm/{name}")
    def arm(request: Request, name: str) -> Response | None:
        return _shown(console, request, lambda who: arm_page(who, name))

    @ui.page("/journal")
    def journal(request: Request) -> Response | None:
        def draw(who: Visitor) -> None:
            with suppress(JournalError):  # that it cannot be read is what the page is there to say
                who.ask(who.gateway.entries)
            journal_page(who)

        return _shown(console, request, draw)


def _shown(console: Console, request: Request, draw: Callable[[Visitor], None]) -> Response | None:
    """Draw a page for whoever asks; what they may not see is said instead of it."""
    try:
        who = visitor(console, request)
    except GatewayError:
        return RedirectResponse(SIGN_IN, 303)
    try:
        draw(who)
    except CobotLabError as problem:
        if isinstance(problem, GatewayError) and problem.refusal is Refusal.NOT_SIGNED_IN:
            return RedirectResponse(SIGN_IN, 303)
        with frame(who, ""):
            ui.label(who.words.problem(problem)).classes("refused").props('role="alert"')
    return None
