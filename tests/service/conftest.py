"""A checker of the test's own, in a folder of its own, ended with it."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from cobot_lab.paths import data_room
from cobot_lab.service.client import Checker
from cobot_lab.service.events import Answer
from cobot_lab.service.launch import Launch
from cobot_lab.service.question import Question
from cobot_lab.service.runtime import read_address

LESSON = data_room("lessons") / "01_prendre_deposer"
RIGHT = (LESSON / "solution.py").read_bytes()
WRONG = (LESSON / "wrong_no_rest.py").read_bytes()
QUESTION = Question(RIGHT, lesson="01", client="test")
LONG = replace(QUESTION, source=(data_room("lessons") / "04_rouge_ou_bleu" / "solution.py").read_bytes(), lesson="04")
"""A question of the same client whose 64 orders take seconds: something can happen meanwhile."""

Wait = Callable[[Callable[[], object]], None]


def until(true: Callable[[], object], seconds: float = 20.0) -> None:
    """Wait until something is true."""
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, "it did not come true"
        time.sleep(0.02)


def alive(pid: int) -> bool:
    """Tell whether a process lives; one that has ended and is only not asked for yet does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def below(pid: int) -> list[int]:
    """Give the processes that a process has started, and those that these have."""
    of_threads = (file.read_text(encoding="ascii").split() for file in Path(f"/proc/{pid}/task").glob("*/children"))
    found = [int(each) for children in of_threads for each in children]
    return found + [deeper for each in found for deeper in below(each)]


def pid_of(checker: Checker) -> int:
    """Give the process of a checker."""
    assert checker.folder is not None
    address = read_address(checker.folder)
    assert address is not None
    return address.pid


def workers_of(checker: Checker) -> list[int]:
    """Give the workers of a checker: what the fork server has started."""
    return [worker for server in below(pid_of(checker)) for worker in below(server)]


def passes(checker: Checker) -> Answer:
    """Ask for a verdict on a program that is right, and see that it is."""
    answer = checker.answer(QUESTION)
    assert answer.report.verdict.value == "PASSED"
    return answer


def end(folder: Path) -> None:
    """End the checker of a folder."""
    address = read_address(folder)
    if address is not None and alive(address.pid):
        os.kill(address.pid, signal.SIGCONT)
        os.kill(address.pid, signal.SIGTERM)
        until(lambda: not alive(address.pid))


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Checker]:
    """One checker for all the tests that leave it as it was."""
    folder = tmp_path_factory.mktemp("shared") / "run"
    yield Checker(folder, Launch())
    end(folder)


@pytest.fixture
def own(tmp_path: Path) -> Iterator[Checker]:
    """A checker for a test that breaks it."""
    folder = tmp_path / "run"
    yield Checker(folder, Launch())
    end(folder)
