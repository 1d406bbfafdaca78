"""Whose socket a page listens to: only one with the cookie of the session that the page was made for.

The framework knows a page by an identifier that travels in each message of a socket. Whoever learnt it could speak for
that page from another session; here each message is compared with the cookie its socket was opened with.
"""

from __future__ import annotations

import inspect
import logging
import urllib.parse
from collections.abc import Callable
from typing import Any

from nicegui import Client, core

from cobot_lab.ui.console.guard import COOKIE, cookie

log = logging.getLogger(__name__)
_MESSAGES = ("handshake", "event", "javascript_response", "ack", "log")

Handler = Callable[..., Any]


class SocketGuard:
    """Remembers which session each page was made for."""

    def __init__(self) -> None:
        """Stand before every message of every socket."""
        self._tokens: dict[str, str] = {}
        handlers: dict[str, Handler] = core.sio.handlers["/"]
        unknown = set(handlers) - {*_MESSAGES, "connect", "disconnect"}
        if unknown:  # the framework has learnt to hear something that nobody stands before
            raise RuntimeError(f"messages that are not guarded: {', '.join(sorted(unknown))}")
        for name in _MESSAGES:
            core.sio.on(name, self._checked(handlers[name]))
        core.sio.on("connect", self._connecting(handlers["connect"]))

    def made(self, client: Client, token: str) -> None:
        """Remember the session that a page is made for, as long as the page lives."""
        self._tokens[client.id] = token
        client.on_delete(lambda: self._tokens.pop(client.id, None))

    def belongs(self, sid: str, client: object) -> bool:
        """Tell whether a socket may speak for a page."""
        header = str(core.sio.get_environ(sid).get("HTTP_COOKIE", ""))
        token = self._tokens.get(str(client))
        return token is not None and token == cookie(header, COOKIE)

    def _checked(self, handler: Handler) -> Handler:
        async def heard(sid: str, message: Any) -> Any:
            client = message.get("client_id", "") if isinstance(message, dict) else ""
            if not self.belongs(sid, client):
                log.warning("a socket spoke for a page of another session and was closed")
                await core.sio.disconnect(sid)
                return False
            answer = handler(sid, message)
            return await answer if inspect.isawaitable(answer) else answer

        return heard

    def _connecting(self, handler: Handler) -> Handler:
        async def connected(sid: str, environ: Any, auth: Any = None) -> Any:
            query = urllib.parse.parse_qs(environ.get("QUERY_STRING", ""))
            if "true" in query.get("implicit_handshake", []) and not self.belongs(sid, query["client_id"][0]):
                return False
            return await handler(sid, environ, auth)

        return connected
