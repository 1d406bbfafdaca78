"""A real JupyterLab on a desk of its own, with real kernels and a real checker; nothing but this machine is asked."""

from __future__ import annotations

import os
import secrets
import shutil
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
from playwright.sync_api import Browser, Page, Playwright, Route
from playwright.sync_api import TimeoutError as NotYet

from cobot_lab.service.runtime import FOLDER, read_address

FLAGS = (
    "--no-sandbox", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update",
    "--disable-sync", "--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader",
)  # fmt: skip
PATIENCE = 120_000
"""The machine may have other things to do [ms]."""
HERE = ("127.0.0.1", "localhost")


@dataclass
class Lab:
    """A Jupyter server that runs.

    Attributes:
        address: Where it is.
        token: What it asks for.
        desk: The folder that it shows.
        service: The checker's folder.
    """

    address: str
    token: str
    desk: Path
    service: Path

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
        return f"{self.address}/{app}/{file.relative_to(self.desk).as_posix()}?token={self.token}&reset"

    def kill_checker(self) -> None:
        """End the checker with all that it does, as a crash would."""
        address = read_address(self.service)
        assert address is not None, "no checker runs"
        os.killpg(os.getpgid(address.pid), signal.SIGKILL)


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@contextmanager
def running_lab(folder: Path, app: str = "jupyterlab") -> Iterator[Lab]:
    """Start a Jupyter server in an empty folder, and end it with its kernels and its checker."""
    desk, service, port, token = folder / "desk", folder / "run", _free_port(), secrets.token_hex(8)
    desk.mkdir(parents=True)
    places = {"JUPYTER_CONFIG_DIR": "config", "JUPYTER_DATA_DIR": "data", "JUPYTER_RUNTIME_DIR": "runtime"}
    places |= {"JUPYTERLAB_SETTINGS_DIR": "settings", "JUPYTERLAB_WORKSPACES_DIR": "spaces", "IPYTHONDIR": "ipython"}
    environment = os.environ | {name: str(folder / place) for name, place in places.items()} | {FOLDER: str(service)}
    arguments = [
        "--no-browser", "--allow-root", f"--ServerApp.root_dir={desk}", f"--ServerApp.port={port}",
        "--ServerApp.port_retries=0", f"--IdentityProvider.token={token}", "--LabApp.news_url=None",
        "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate", "--LabApp.extension_manager=readonly",
    ]  # fmt: skip
    with (folder / "server.log").open("wb") as log:
        server = subprocess.Popen([sys.executable, "-m", app, *arguments], env=environment, stdout=log, stderr=log)
        try:
            lab = Lab(f"http://127.0.0.1:{port}", token, desk, service)
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
    deadline = time.monotonic() + 90
    while time.monotonic() < deadline and server.poll() is None:
        with suppress(OSError), urllib.request.urlopen(f"{lab.address}/api?token={lab.token}", timeout=5):
            return
        time.sleep(0.2)
    raise AssertionError(f"JupyterLab did not start:\n{log.read_text()[-4000:]}")


def launched(playwright: Playwright) -> Browser:
    """Start the Chromium of the system, with WebGL drawn by the processor."""
    found = shutil.which("chromium")
    assert found is not None, "the browser tests need Chromium: apt-get install chromium"
    return playwright.chromium.launch(executable_path=found, headless=True, args=list(FLAGS))


def open_lesson(page: Page, lab: Lab, file: Path, app: str = "lab/tree") -> float:
    """Open a notebook and run its cell; give how long the lesson took to be there [s]."""
    page.goto(lab.page_of(file, app))
    cell = page.locator(".jp-CodeCell").first
    begun = time.monotonic()
    for _ in range(12):  # what is run before the kernel is there is forgotten
        begun = time.monotonic()
        cell.locator(".cm-content").first.click()
        page.keyboard.press("Shift+Enter")
        with suppress(NotYet):
            page.wait_for_function("/[*0-9]/.test(document.querySelector('.jp-InputPrompt').textContent)", timeout=4000)
            break
    page.wait_for_selector(".cl .cl-primary")
    took = time.monotonic() - begun
    in_view(page)
    return took


def in_view(page: Page) -> None:
    """Bring the lesson under the eyes, as a pupil scrolls."""
    page.evaluate("document.querySelector('.cl').scrollIntoView()")


def watched(page: Page, outside: list[str]) -> None:
    """Note, and stop, every request that is not for this machine."""

    def watch(route: Route) -> None:
        address = route.request.url
        if address.split("/")[2].split(":")[0] in HERE:
            route.continue_()
            return
        outside.append(address)
        route.abort()

    page.route(lambda url: url.startswith("http"), watch)
    page.set_default_timeout(PATIENCE)
