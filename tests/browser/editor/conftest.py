"""The editor in a real browser, with the real conversation behind it; nothing but this machine is ever asked."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page

from cobot_lab.program.table import workshop_toolbox
from cobot_lab.ui.widgets.bundle import STATIC, bundle
from cobot_lab.ui.widgets.conversation import Conversation
from cobot_lab.ui.widgets.vocabulary import toolboxes, vocabulary

from ..guard import Guard  # isort: skip

PLACES = ("magasin", "plateau", "controle", "repos")


@dataclass
class Kernel:
    """A server of the page that answers as a notebook's kernel does.

    Attributes:
        heard: What the page said.
        source: The program that a fresh page shows.
    """

    conversation: Conversation
    source: str = ""
    heard: list[dict[str, Any]] = field(default_factory=list)
    address: str = ""

    def hear(self, message: dict[str, Any]) -> dict[str, Any]:
        self.heard.append(message)
        if message["do"] != "start":
            answer = self.conversation.hear(message)
            assert answer is not None
            return answer
        options = message["options"]
        ops = workshop_toolbox() if options.get("toolbox") == "workshop" else ()
        self.conversation = Conversation(options.get("lang", "fr"), ops, approach_mm=80.0)
        shown = self.conversation.show(self.source, "python")
        return {
            "lang": options.get("lang", "fr"),
            "vocabulary": vocabulary(ops, PLACES),
            "toolbox": toolboxes(ops, PLACES),
            "program": {name: shown[name] for name in ("blocks", "text", "steps")},
            "readOnly": "readonly" in options,
            "face": options.get("face", "blocks"),
            "shown": shown,
        }


class _Requests(BaseHTTPRequestHandler):
    kernel: Kernel

    def do_GET(self) -> None:
        path = urlsplit(self.path).path
        file = (
            STATIC / path.removeprefix("/static/")
            if path.startswith("/static/")
            else Path(__file__).with_name("page.html")
        )
        self._send(file.read_bytes(), "text/javascript" if file.suffix == ".js" else "text/html")

    def do_POST(self) -> None:
        message = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self._send(json.dumps(self.kernel.hear(message)).encode(), "application/json")

    def _send(self, body: bytes, kind: str) -> None:
        self.send_response(200)
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing for each request."""


@pytest.fixture
def kernel() -> Iterator[Kernel]:
    """A page's server on this machine, with its conversation."""
    bundle("editor")
    kernel = Kernel(Conversation())
    requests = type("Requests", (_Requests,), {"kernel": kernel})
    server = ThreadingHTTPServer(("127.0.0.1", 0), requests)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    kernel.address = f"http://127.0.0.1:{server.server_port}"
    yield kernel
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def shown(page: Page) -> Iterator[Page]:
    """A page that asks nobody but this machine, says nothing in its console, and lets no failure pass."""
    guard = Guard()
    guard.watch(page)
    page.set_viewport_size({"width": 1366, "height": 768})
    yield page
    guard.require_quiet()
