"""A place with people and keys, programs handed in, and a gateway on it: a process as a school would start it."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
import urllib.parse
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from http.client import HTTPConnection
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Any

from cobot_lab.cell.load import load_cell
from cobot_lab.school.lesson import load_lesson
from cobot_lab.service.gateway.ledger import HANDED_IN
from cobot_lab.service.gateway.people import People
from cobot_lab.service.gateway.roles import Role
from cobot_lab.trust.keyring import Keyring
from cobot_lab.ui.terminal.seal import sealed_bytes
from cobot_lab.verify.source import check_source

PASSPHRASE = "quatre mots sans suite"
PASSWORD = "le mot de passe de {}"
POST = "twin:ur3e"
PAYLOADS = (
    "<script>window.bitten = 1</script>",
    "<img src=x onerror='window.bitten = 2'>",
    "<svg/onload=window.bitten=3>",
    "</textarea><script>window.bitten=4</script>",
    "javascript:window.bitten=5",
    "<a href='javascript:window.bitten=6'>ici</a>",
    "{{ window.bitten = 7 }}",
    "${window.bitten = 8}",
    "<iframe srcdoc='<script>parent.bitten=9</script>'>",
    "&lt;script&gt;window.bitten=10&lt;/script&gt;",
    "<style>@import 'http://example.invalid/x.css';</style>",
    "</script><script>window.bitten=12</script>",
    "<math><mtext><table><mglyph><style><img src=x onerror=window.bitten=13>",
    "`;window.bitten=14;//",
    "<details open ontoggle=window.bitten=15>",
)
"""What would run a script if it ever were taken for more than text; none holds a double quote."""
NASTY = "<img src=x onerror=window.bitten=20>"
"""A pupil of that name."""


def sealed(source: bytes, number: str = "01") -> bytes:
    """Seal a program of a lesson."""
    lesson = load_lesson(number)
    cell = load_cell(lesson.cell)
    data, report = sealed_bytes(source, check_source(source, cell, lesson.task), cell, lesson.task)
    assert data is not None, report.findings
    return data


def nasty() -> bytes:
    """Give a program that passes, with every payload in a comment and in what it shows."""
    lines = [f"# {payload}\nafficher({json.dumps(payload)})\n" for payload in PAYLOADS]
    return "".join(lines).encode() + (load_lesson("01").folder / "solution.py").read_bytes()


def made(folder: Path) -> Keyring:
    """Make the place."""
    ring, now = Keyring(folder), datetime.now(timezone.utc) - timedelta(hours=1)
    ring.set_up(PASSPHRASE)
    ring.add("camille", "Camille", "referent", PASSPHRASE, PASSPHRASE, now)
    people = People(folder / "people.json")
    for name, role, key in (
        ("camille", Role.REFERENT, "camille"),
        ("sacha", Role.TEACHER, ""),
        ("lou", Role.PUPIL, ""),
        ("noa", Role.PUPIL, ""),
        (NASTY, Role.PUPIL, ""),
    ):
        people.add(name, role, PASSWORD.format(name), key)
    return ring


@dataclass
class Asker:
    """Somebody's script: one session."""

    address: str
    token: str = ""
    csrf: str = ""

    def ask(self, path: str, data: bytes | Iterator[bytes] | None = None, **headers: str) -> tuple[int, bytes, Any]:
        """Send a request and give status, body and headers; redirections are not followed."""
        given = {"Cookie": f"cobot_lab_session={self.token}", "X-CSRF": self.csrf, **headers}
        if data is not None:
            given.setdefault("Content-Type", "application/x-www-form-urlencoded")
        method, chunked = "GET" if data is None else "POST", "Transfer-Encoding" in given
        with closing(HTTPConnection(self.address.removeprefix("http://"), timeout=60)) as connection:
            with suppress(BrokenPipeError, ConnectionResetError):  # refused by its head, before the body was sent
                connection.request(method, path, data, given, encode_chunked=chunked)
            answer = connection.getresponse()
            return answer.status, answer.read(), answer.headers


@dataclass
class Running:
    """A gateway that runs.

    Attributes:
        address: Without a slash at its end.
        ring: Its folder.
        pid: Its process.
    """

    address: str
    ring: Keyring
    pid: int
    askers: dict[str, Asker] = field(default_factory=dict)

    def hand_in(self, name: str, data: bytes) -> int:
        """Hand a bundle in for somebody, and give the number that it is known by."""
        status, body, _ = self.of(name).ask("/api/bundles", data)
        assert status == 200, body
        return [entry.seq for entry in self.ring.journal.entries() if entry.kind == HANDED_IN][-1]

    def of(self, name: str) -> Asker:
        """Sign somebody in, once."""
        if name not in self.askers:
            form = urllib.parse.urlencode({"name": name, "password": PASSWORD.format(name)}).encode()
            status, _, headers = Asker(self.address).ask("/sign-in", form)
            assert status == 303, status
            asker = Asker(self.address, SimpleCookie(headers["Set-Cookie"])["cobot_lab_session"].value)
            asker.csrf = json.loads(asker.ask("/api/session")[1])["csrf"]
            self.askers[name] = asker
        return self.askers[name]


@contextmanager
def running(folder: Path, *arguments: str) -> Iterator[Running]:
    """Start a gateway on a new place, and end it."""
    ring = made(folder)
    command = [sys.executable, "-m", "cobot_lab", "gateway", "--port", "0", "--home", str(folder), *arguments]
    environment = {**os.environ, "COBOT_LAB_LANG": "fr", "PYTHONUNBUFFERED": "1"}
    said = folder / "said.txt"
    with said.open("wb") as out:
        process = subprocess.Popen(command, stdout=out, stderr=subprocess.STDOUT, env=environment)
    try:
        while (found := re.search(r"http://[0-9.]+:\d+", said.read_text())) is None:
            assert process.poll() is None, f"the gateway ended: {said.read_text()}"
            time.sleep(0.05)
        yield Running(found[0], ring, process.pid)
    finally:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
