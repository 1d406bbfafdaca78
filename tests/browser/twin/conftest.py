"""The twin in a real browser, with lesson 01 checked for real; nothing but this machine is ever asked."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page

from cobot_lab.cell.cell import Cell
from cobot_lab.cell.load import load_cell
from cobot_lab.school.lesson import load_lesson
from cobot_lab.ui.widgets.bundle import bundle
from cobot_lab.ui.widgets.scene import scene_of
from cobot_lab.ui.widgets.timeline import film_of, findings_of
from cobot_lab.verify.source import Checked, check_source

from ..guard import Guard  # isort: skip

PROGRAMS = ("solution", "wrong_tray_edge")
KINDS = {
    ".js": "text/javascript",
    ".json": "application/json",
    ".html": "text/html",
    ".bin": "application/octet-stream",
}


@dataclass(frozen=True)
class Site:
    """A server of the page and its data, on this machine.

    Attributes:
        address: Where it is.
        cell: The cell of the scene.
        checked: What became of each program.
    """

    address: str
    cell: Cell
    checked: dict[str, Checked]


def _data(cell: Cell, checked: dict[str, Checked]) -> dict[str, bytes]:
    data = {"/data/scene.json": json.dumps(scene_of(cell)).encode()}
    for name, one in checked.items():
        assert one.program is not None
        assert one.plan is not None
        film = film_of(one.program, one.plan, cell, one.recording)
        assert film is not None
        findings = findings_of(one.report, cell, one.plan, one.recording)
        data[f"/data/{name}.json"] = json.dumps({"meta": film[0], "findings": findings}).encode()
        data[f"/data/{name}.bin"] = film[1]
    return data


@pytest.fixture(scope="session")
def site() -> Iterator[Site]:
    lesson = load_lesson("01")
    cell = load_cell(lesson.cell)
    checked = {name: check_source((lesson.folder / f"{name}.py").read_bytes(), cell, lesson.task) for name in PROGRAMS}
    files = {
        "/": Path(__file__).with_name("page.html").read_bytes(),
        "/static/twin.js": bundle("twin").read_bytes(),
        **_data(cell, checked),
    }

    class Requests(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            path = urlsplit(self.path).path
            body = files.get(path)
            self.send_response(200 if body is not None else 404)
            self.send_header("Content-Type", f"{KINDS.get(Path(path).suffix, 'text/html')}; charset=utf-8")
            self.send_header("Content-Length", str(len(body or b"")))
            self.end_headers()
            self.wfile.write(body or b"")

        def log_message(self, *_: object) -> None:
            """Say nothing for each request."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Requests)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield Site(f"http://127.0.0.1:{server.server_port}", cell, checked)
    server.shutdown()
    server.server_close()
    thread.join()


Open = Callable[..., Page]


@pytest.fixture
def opened(browser: Browser, site: Site) -> Iterator[Open]:
    """Open pages that ask nobody but this machine, say nothing in their console, and let no failure pass."""
    guard = Guard()
    pages: list[Page] = []

    def open_page(query: str = "", width: int = 700, height: int = 600, reduced: bool = True) -> Page:
        page = browser.new_page(
            viewport={"width": width, "height": height}, reduced_motion="reduce" if reduced else "no-preference"
        )
        pages.append(page)
        guard.watch(page)
        page.goto(f"{site.address}/?{query}")
        page.wait_for_function("window.ready === true")
        return page

    yield open_page
    for page in pages:
        page.close()
    guard.require_quiet()
