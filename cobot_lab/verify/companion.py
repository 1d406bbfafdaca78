"""A second process of this program: it is told how things begin, then asked, and it answers.

Both sides are this program, so they talk in pickles on the pipes of its standard input and output. `multiprocessing`
would run the main module of whoever imports this again, which may be a pupil's notebook.
"""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from types import TracebackType
from typing import Any, TypeVar

from cobot_lab.findings import CobotLabError

C = TypeVar("C", bound="Companion")


class CompanionError(CobotLabError):
    """The second process gave no answer."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"second process of the physics: {reason}; expected an answer")


class Companion:
    """The second process, seen by who asks it. Use it in a `with` statement."""

    def __init__(self, module: str, begin: object) -> None:
        """Start it.

        Args:
            module: Name of the module that it runs, which listens by `Asked`.
            begin: What it is told first.
        """
        command = [sys.executable, "-m", module]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)  # noqa: S603, our own
        self._untold: list[object] = [begin]

    def __enter__(self: C) -> C:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.kill()
        self._process.wait()
        for stream in (self._process.stdin, self._process.stdout):
            assert stream is not None
            with suppress(BrokenPipeError):  # it did not read what was written last
                stream.close()

    def ask(self, question: object, answers: int = 1) -> list[Any]:
        """Ask it something and wait for its answers, as many as it gives to that question.

        Raises:
            CompanionError: The process ended.
        """
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        try:
            for message in (*self._untold, question):
                pickle.dump(message, self._process.stdin)
            self._untold.clear()
            self._process.stdin.flush()
            return [pickle.load(self._process.stdout) for _ in range(answers)]  # noqa: S301, its own other half
        except (OSError, EOFError, pickle.UnpicklingError) as problem:
            raise CompanionError(f"{type(problem).__name__}, exit code {self._process.poll()}") from problem


class Asked:
    """What the second process is told and asked, in order, until nobody asks any more."""

    def __init__(self) -> None:
        self._answers = os.fdopen(os.dup(1), "wb")
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # the engine prints

    def __iter__(self) -> Iterator[Any]:
        while True:
            try:
                question = pickle.load(sys.stdin.buffer)  # noqa: S301, its own other half
            except EOFError:
                return
            yield question

    def answer(self, answer: object) -> None:
        """Give one answer."""
        pickle.dump(answer, self._answers)
        self._answers.flush()
