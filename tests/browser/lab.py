"""A real JupyterLab on a desk of its own, with real kernels and a real checker; nothing but this machine is asked."""

from __future__ import annotations

import os
import re
import secrets
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import nbformat
from jupyter_core.paths import jupyter_path
from playwright.sync_api import Page, expect

from cobot_lab.service.runtime import FOLDER, read_address
from cobot_lab.ui.notebook.first_look import first_look, lay_out_once
from cobot_lab.ui.widgets.bundle import bundle

PATIENCE = 60_000
"""The machine may have other things to do [ms]."""
LESSON = ".cl .cl-primary, .cd .ct"
"""What a lesson has once it can be used."""
BEGUN = re.compile(r"\[(\*|\d+)\]:")
"""Beside a cell that was run."""
EXTENSION = "labextensions/cobot-lab/static/opening.js"
"""Where JupyterLab finds what opens lessons by itself, in one of its folders of data."""
WAIT = 90.0
"""How long the server may take to start [s]."""


@dataclass
class Lab:
    """A Jupyter server that runs.

    Attributes:
        address: Where it is.
        token: What it asks for.
        desk: The folder that it shows.
        service: The checker's folder.
        spaces: Where JupyterLab keeps what is open.
    """

    address: str
    token: str
    desk: Path
    service: Path
    spaces: Path

    def notebook(self, name: str, number: str, lang: str = "fr") -> Path:
        """Put a notebook with one lesson on the desk."""
        source = f'from cobot_lab import lesson\n\nlesson("{number}", lang="{lang}")'
        book = nbformat.v4.new_notebook(
            cells=[nbformat.v4.new_code_cell(source)],
            metadata={"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}},
        )
        file = self.desk / name / f"{number}.ipynb"
        file.parent.mkdir(exist_ok=True)
        nbformat.write(book, file)
        return file

    def page_of(self, file: Path, app: str = "lab/tree") -> str:
        """Give the address of a notebook's page."""
        return f"{self.address}/{app}/{file.relative_to(self.desk).as_posix()}?token={self.token}"

    @contextmanager
    def checker_held(self) -> Iterator[None]:
        """Let the checker stand still meanwhile, so that a verdict is under way."""
        address = read_address(self.service)
        assert address is not None, "no checker runs"
        group = os.getpgid(address.pid)
        os.killpg(group, signal.SIGSTOP)
        try:
            yield
        finally:
            os.killpg(group, signal.SIGCONT)

    def kill_checker(self) -> None:
        """End the checker with all that it does, as a crash would."""
        address = read_address(self.service)
        assert address is not None, "no checker runs"
        os.killpg(os.getpgid(address.pid), signal.SIGKILL)


def _require_extension() -> None:
    """Say at once when what opens lessons by itself is not what was built: it is copied when cobot_lab is installed."""
    places = [Path(place, EXTENSION) for place in jupyter_path()]
    found = next((place for place in places if place.is_file()), None)
    assert found is not None, f"{EXTENSION} is nowhere: pip install --editable ."
    assert found.read_bytes() == bundle("opening").read_bytes(), f"{found} is an older one: pip install --editable ."


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@contextmanager
def running_lab(folder: Path, app: str = "jupyterlab") -> Iterator[Lab]:
    """Start a Jupyter server in an empty folder, and end it with its kernels and its checker."""
    _require_extension()
    desk, service, port, token = folder / "desk", folder / "run", _free_port(), secrets.token_hex(8)
    desk.mkdir(parents=True)
    places = {"JUPYTER_CONFIG_DIR": "config", "JUPYTER_DATA_DIR": "data", "JUPYTER_RUNTIME_DIR": "runtime"}
    places |= {"JUPYTERLAB_SETTINGS_DIR": "settings", "IPYTHONDIR": "ipython"}
    look = first_look(desk, "fr")
    environment = os.environ | {name: str(folder / place) for name, place in places.items()} | look
    environment |= {FOLDER: str(service)}
    arguments = [
        "--no-browser", "--allow-root", f"--ServerApp.root_dir={desk}", f"--ServerApp.port={port}",
        "--ServerApp.port_retries=0", f"--IdentityProvider.token={token}", "--LabApp.news_url=None",
        "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate", "--LabApp.extension_manager=readonly",
    ]  # fmt: skip
    with (folder / "server.log").open("wb") as log:
        server = subprocess.Popen([sys.executable, "-m", app, *arguments], env=environment, stdout=log, stderr=log)
        try:
            lab = Lab(f"http://127.0.0.1:{port}", token, desk, service, Path(look["JUPYTERLAB_WORKSPACES_DIR"]))
            _wait(lab, server, folder / "server.log")
            yield lab
        finally:
            server.terminate()
            with suppress(subprocess.TimeoutExpired):
                server.wait(20)
            server.kill()
            address = read_address(service)
            if address is not None:
                os.kill(address.pid, signal.SIGTERM)


def _wait(lab: Lab, server: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + WAIT
    while time.monotonic() < deadline and server.poll() is None:
        with suppress(OSError), urllib.request.urlopen(f"{lab.address}/api?token={lab.token}", timeout=5):
            return
        time.sleep(0.2)
    raise AssertionError(f"JupyterLab did not start:\n{log.read_text()[-4000:]}")


def open_lesson(page: Page, lab: Lab, file: Path, app: str = "lab/tree") -> float:
    """Open a notebook, until its lesson has opened by itself; give how long that took from the cell's start [s]."""
    lay_out_once(lab.spaces, anew=True)  # what the last page had open stays closed
    page.goto(lab.page_of(file, app))
    expect(page.locator(".jp-CodeCell .jp-InputPrompt").first).to_have_text(BEGUN, timeout=PATIENCE)
    begun = time.monotonic()
    page.wait_for_selector(LESSON)
    took = time.monotonic() - begun
    in_view(page)
    return took


def in_view(page: Page) -> None:
    """Bring the lesson under the eyes, as a pupil scrolls."""
    page.evaluate("document.querySelector('.cl, .cd').scrollIntoView()")
