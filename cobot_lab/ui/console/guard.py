"""What stands before every page, call and socket: who may come in, from where, and with which headers.

Only the sign-in page is open. A request that changes something has to come from a page of this very server: browsers
say where theirs come from (`Origin`), and the cookie does not travel with requests that others make (`SameSite`).
"""

from __future__ import annotations

from collections.abc import Callable
from http.cookies import CookieError, SimpleCookie
from typing import Any

from starlette.responses import PlainTextResponse, RedirectResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

COOKIE = "cobot_lab_session"
LANGUAGE_COOKIE = "cobot_lab_language"
SIGN_IN = "/sign-in"
OPEN = (SIGN_IN, "/static/console.css")
"""What may be seen without a session."""
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
MAX_BODY = 66 << 20
"""Longest body that is read [bytes]: a bundle and a little more."""
MAX_FORM = 1 << 14
"""Longest form that is read [bytes]."""

# The pages' framework writes its scripts into the page and compiles its templates in the browser.
_POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'"
)
HEADERS = (
    (b"content-security-policy", _POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
    (b"cross-origin-opener-policy", b"same-origin"),
)


def cookie(header: str, name: str = COOKIE) -> str:
    """Give a cookie out of a header, or an empty text."""
    try:
        found = SimpleCookie(header).get(name)
    except CookieError:
        return ""
    return "" if found is None else found.value


class Guard:
    """Stands before the application.

    Attributes:
        app: What is behind.
        known: Tells whether a token is that of a session.
        hosts: Names under which this server is asked for, with the port; any when it listens on every address.
    """

    def __init__(self, app: ASGIApp, known: Callable[[str], bool], hosts: frozenset[str] | None) -> None:
        self.app, self.known, self.hosts = app, known, hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through, or answer it."""
        if scope["type"] not in {"http", "websocket"}:
            await self.app(scope, receive, send)
            return
        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
        refused = self._refused(scope, headers)
        if scope["type"] == "websocket":
            if refused:
                await send({"type": "websocket.close", "code": 1008})
            else:
                await self.app(scope, receive, send)
            return
        answer = self._answer(scope, refused)
        await (answer or self.app)(scope, receive, _with_headers(send, scope["path"]))

    def _refused(self, scope: Scope, headers: dict[str, str]) -> int:
        """Give the status to refuse a request with, or 0."""
        host, origin = headers.get("host", ""), headers.get("origin")
        if self.hosts is not None and host not in self.hosts:
            return 421
        changes = scope["type"] == "websocket" or scope["method"] not in SAFE
        if changes and origin is not None and origin.partition("://")[2] != host:
            return 403
        if changes and origin is None and headers.get("sec-fetch-site", "none") not in {"none", "same-origin"}:
            return 403
        length = headers.get("content-length", "0")
        if not length.isdigit() or int(length) > MAX_BODY:
            return 413
        if scope["path"] in OPEN:  # whoever has no session may send a form, and nothing else
            return 413 if int(length) > MAX_FORM or "transfer-encoding" in headers else 0
        return 0 if self.known(cookie(headers.get("cookie", ""))) else 401

    def _answer(self, scope: Scope, refused: int) -> ASGIApp | None:
        if not refused:
            return None
        page = scope["method"] == "GET" and not scope["path"].startswith(("/api", "/_nicegui", "/static"))
        if refused == 401 and page:
            return RedirectResponse(SIGN_IN, 303)
        return PlainTextResponse("", refused)


def _with_headers(send: Send, path: str) -> Send:
    kept = path.startswith(("/_nicegui/", "/static/"))

    async def sent(message: Message) -> None:
        if message["type"] == "http.response.start":
            given: list[Any] = list(message.get("headers", []))
            given += HEADERS
            if not kept:
                given = [pair for pair in given if pair[0].lower() != b"cache-control"]
                given.append((b"cache-control", b"no-store"))
            message["headers"] = given
        await send(message)

    return sent
