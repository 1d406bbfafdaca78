"""The command line run in this process, and one place with keys, a sealed bundle and its approval."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from cobot_lab.school.lesson import load_lesson
from cobot_lab.ui.terminal.app import main
from cobot_lab.ui.terminal.keys import HOME, PASSPHRASE, ROOT_PASSPHRASE

LESSON = load_lesson("01").folder
SERIAL = "TWIN-ur3e"


@dataclass(frozen=True)
class Answered:
    """What a command wrote, and how it left."""

    exit: int
    out: str
    err: str


Command = Callable[..., Answered]


def _run(*arguments: object) -> int:
    try:
        main([str(argument) for argument in arguments])
    except SystemExit as leaving:
        return int(leaving.code or 0)
    return 0


@pytest.fixture
def cobot_lab(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Command:
    """Run a command; the language is French unless it says otherwise."""
    monkeypatch.setenv("COBOT_LAB_LANG", "fr")
    monkeypatch.setenv("COLUMNS", "140")

    def run(*arguments: object) -> Answered:
        code = _run(*arguments)
        out, err = capfd.readouterr()
        return Answered(code, out, err)

    return run


@dataclass(frozen=True)
class Site:
    """A place with keys, and what was sealed and approved there."""

    home: Path
    bundle: Path
    approval: Path


@pytest.fixture(scope="session")
def _made(tmp_path_factory: pytest.TempPathFactory) -> Site:
    folder = tmp_path_factory.mktemp("site")
    site = Site(folder / "home", folder / "p.cobotlab", folder / "p.approval.json")
    with pytest.MonkeyPatch.context() as patch:
        for name, value in {
            PASSPHRASE: "correct horse",
            ROOT_PASSPHRASE: "battery staple",
            HOME: str(site.home),
        }.items():
            patch.setenv(name, value)
        assert _run("keys", "new", "martin", "--holder", "Mme Martin") == 0
        assert _run("keys", "new", "durand", "--holder", "M. Durand", "--role", "teacher") == 0
        assert _run("seal", LESSON / "solution.py", "--lesson", "01", "-o", site.bundle) == 0
        assert _run("approve", site.bundle, "--key", "martin", "--robot", SERIAL, "-o", site.approval) == 0
    return site


@pytest.fixture
def site(_made: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Site:
    """A copy of that place, to be played with."""
    copy = Site(tmp_path / "home", tmp_path / "p.cobotlab", tmp_path / "p.approval.json")
    shutil.copytree(_made.home, copy.home)
    shutil.copy(_made.bundle, copy.bundle)
    shutil.copy(_made.approval, copy.approval)
    for name, value in {PASSPHRASE: "correct horse", ROOT_PASSPHRASE: "battery staple", HOME: str(copy.home)}.items():
        monkeypatch.setenv(name, value)
    return copy
