"""Lesson 00 in a real browser, by the keyboard alone, with the real conversation behind it; nothing asks outside."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from cobot_lab.ui.notebook.discovery import DiscoverySession
from cobot_lab.ui.widgets.bundle import bundle
from cobot_lab.ui.widgets.discover import answered

from ..guard import Guard, serious, small  # isort: skip


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    """A server of the page that answers as a notebook's kernel does, its progress in a folder."""
    files = {
        "/": Path(__file__).with_name("page.html").read_bytes(),
        "/static/discover.js": bundle("discover").read_bytes(),
        **{f"/static/fonts/{font.name}": font.read_bytes() for font in bundle("discover").parent.glob("fonts/*")},
    }
    kinds = {".js": "text/javascript", ".woff2": "font/woff2"}

    class Requests(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            path = urlsplit(self.path).path
            self._send(files[path], kinds.get(Path(path).suffix, "text/html"))

        def do_POST(self) -> None:
            message = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            # Another session each time: what counts is in the file.
            answer = answered(DiscoverySession("00", "fr", tmp_path), message)
            self._send(json.dumps([] if answer is None else [answer]).encode(), "application/json")

        def _send(self, body: bytes, kind: str) -> None:
            self.send_response(200)
            self.send_header("Content-Type", f"{kind}; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing for each request."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Requests)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def shown(browser: Browser, address: str) -> Iterator[Page]:
    """The page, which asks nobody but this machine and says nothing in its console."""
    page = browser.new_page(viewport={"width": 560, "height": 700}, reduced_motion="reduce")
    guard = Guard()
    guard.watch(page)
    page.goto(address)
    page.wait_for_function("window.ready === true")
    yield page
    page.close()
    guard.require_quiet()


def _press(page: Page, way: str, times: int) -> None:
    page.get_by_role("button", name=f"Déplacer l’outil {way}").focus()
    for _ in range(times):
        page.keyboard.press("Enter")


def _teach(page: Page, name: str) -> None:
    page.get_by_role("textbox", name="Nom du point").focus()
    page.keyboard.type(name)
    page.keyboard.press("Enter")


def test_a_mark_is_reached_and_a_question_answered_by_keyboard_and_kept(shown: Page) -> None:
    assert small(shown, ".cd") == []
    assert serious(shown, ".cd") == []
    said = shown.locator(".cd > .cd-said")
    expect(shown.locator(".cd-progress")).to_have_text("Repères : 0 sur 3. Questions : 0 sur 4.")
    _press(shown, "x +", 2)
    _press(shown, "y −", 13)
    _teach(shown, "essai")
    expect(said).to_contain_text("vers le bas")
    expect(shown.locator(".cd-marks .cd-done")).to_have_count(0)
    _press(shown, "z −", 8)
    _teach(shown, "rouge")
    expect(said).to_contain_text("Repère atteint : le repère rouge")
    expect(shown.locator(".cd-marks .cd-done")).to_have_count(1)
    expect(shown.locator(".cd-marks .cd-done")).to_contain_text("✓ atteint")

    group = shown.get_by_role("group", name="Sur quel axe")
    group.get_by_role("radio").first.focus()
    shown.keyboard.press("Space")
    shown.keyboard.press("Enter")
    feedback = shown.locator(".cd-questions .cd-said")
    expect(feedback).to_contain_text("Pas tout à fait.")
    group.get_by_role("radio").first.focus()
    shown.keyboard.press("ArrowDown")
    shown.keyboard.press("Enter")
    expect(feedback).to_contain_text("Bonne réponse.")
    assert shown.evaluate("stolen") == []  # a notebook around it hears nothing of this

    shown.reload()
    shown.wait_for_function("window.ready === true")
    expect(shown.locator(".cd-progress")).to_have_text("Repères : 1 sur 3. Questions : 1 sur 4.")
