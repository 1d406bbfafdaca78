"""A place with a referent, a teacher and two pupils; lesson 01 sealed; a gateway with a virtual arm."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from cobot_lab.cell.load import load_cell
from cobot_lab.deploy.clock import Times
from cobot_lab.findings import Report
from cobot_lab.school.lesson import load_lesson
from cobot_lab.service.gateway.gateway import Gateway
from cobot_lab.service.gateway.look import Look
from cobot_lab.service.gateway.looks import Seen
from cobot_lab.service.gateway.people import People
from cobot_lab.service.gateway.post import Post, twin_post
from cobot_lab.service.gateway.roles import Role
from cobot_lab.trust.bundle import Bundle
from cobot_lab.trust.keyring import Keyring
from cobot_lab.ui.terminal.programs import review_programs
from cobot_lab.ui.terminal.seal import sealed_bytes
from cobot_lab.ui.terminal.standards import standards
from cobot_lab.verify.source import check_source

PASSPHRASE = "quatre mots sans suite"
PASSWORDS = {"camille": "mot de passe 1", "sacha": "mot de passe 2", "lou": "mot de passe 3", "noa": "mot de passe 4"}
POST = "twin:ur3e"


def sealed(source: bytes, number: str = "01") -> bytes:
    """Seal a program of a lesson."""
    lesson = load_lesson(number)
    cell = load_cell(lesson.cell)
    data, report = sealed_bytes(source, check_source(source, cell, lesson.task), cell, lesson.task)
    assert data is not None, report.findings
    return data


@pytest.fixture(scope="session")
def right() -> bytes:
    return sealed((load_lesson("01").folder / "solution.py").read_bytes())


@pytest.fixture(scope="session")
def digest(right: bytes) -> str:
    opened, _ = Bundle.open(right)
    assert opened is not None
    return opened.digest


@pytest.fixture(scope="session")
def made_place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("place") / "home"
    ring, now = Keyring(folder), datetime.now(timezone.utc) - timedelta(hours=1)
    ring.set_up(PASSPHRASE)
    ring.add("camille", "Camille", "referent", PASSPHRASE, PASSPHRASE, now)
    ring.add("sacha", "Sacha", "teacher", PASSPHRASE, PASSPHRASE, now)
    people = People(folder / "people.json")
    people.add("camille", Role.REFERENT, PASSWORDS["camille"], "camille")
    people.add("sacha", Role.TEACHER, PASSWORDS["sacha"], "sacha")
    people.add("lou", Role.PUPIL, PASSWORDS["lou"])
    people.add("noa", Role.PUPIL, PASSWORDS["noa"])
    return folder


@pytest.fixture
def ring(made_place: Path, tmp_path: Path) -> Keyring:
    shutil.copytree(made_place, tmp_path / "home")
    return Keyring(tmp_path / "home")


@dataclass
class Hands:
    """A gateway, its clocks, and the tokens of whoever signed in."""

    gateway: Gateway
    tokens: dict[str, str] = field(default_factory=dict)
    hours: float = 0.0
    seconds: float = 0.0

    def of(self, name: str) -> str:
        if name not in self.tokens:
            self.tokens[name] = self.gateway._sessions.open(name)  # tests of signing in do sign in
        return self.tokens[name]

    def looked(self, digest: str, look: Look | None = None) -> None:
        """Put a second look in place of the one that another process would make."""
        self.gateway._looks._seen[digest] = Seen(look or Look(Report(digest, ("everything",)), ways=1))

    def handed(self, right: bytes, digest: str, who: str = "lou") -> int:
        """Hand a bundle in, and give the number that it is known by."""
        self.looked(digest)
        assert not self.gateway.hand_in(self.of(who), right).report.findings
        return next(each.seq for each in self.gateway.own(self.of(who)) if each.bundle == digest)

    def approved(self, right: bytes, digest: str, speed_pct: int = 100, who: str = "lou") -> int:
        seq = self.handed(right, digest, who)
        self.gateway.approve(self.of("camille"), seq, POST, PASSPHRASE, speed_pct)
        return seq


Opened = Callable[..., Hands]


@pytest.fixture
def opened(ring: Keyring) -> Iterator[Opened]:
    """Open a gateway on the place; the one before is closed as a dead process leaves it."""
    made: list[Gateway] = []

    def open_one(*posts: Post, scale: float = float("inf")) -> Hands:
        hands = Hands(None)  # type: ignore[arg-type]
        times = Times(lambda: datetime.now(timezone.utc) + timedelta(hours=hands.hours), lambda: 1000.0 + hands.seconds)
        told = {"standards": standards, "programs": review_programs, "times": times, "worlds": 0}
        hands.gateway = Gateway(ring, posts or (twin_post("ur3e", scale),), **told)
        made.append(hands.gateway)
        return hands

    yield open_one
    for gateway in made:
        gateway.close()


@pytest.fixture
def hands(opened: Opened) -> Hands:
    return opened()
