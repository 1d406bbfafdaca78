"""A second process that plays stretches of the same plan.

It gets the plan and the cell, then the numbers of chapters and the moments in which they begin, and answers with what
was seen. Both are this program, so they talk in pickles.
"""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from contextlib import suppress
from types import TracebackType

from cobot_lab.cell.cell import Cell
from cobot_lab.findings import CobotLabError
from cobot_lab.motion.plan_data import Plan
from cobot_lab.verify.chapter import chapters
from cobot_lab.verify.moment import Moment
from cobot_lab.verify.physics import play
from cobot_lab.verify.recall import Recall
from cobot_lab.verify.rig import Rig
from cobot_lab.verify.segment import Segment

Task = tuple[int, Moment]
"""Number of a chapter, in the order of `Chapter.walk`, and where it begins."""


class MateError(CobotLabError):
    """The second process of the physics gave no answer."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"second process of the physics: {reason}; expected an answer")


class Mate:
    """The second process. Use it in a `with` statement."""

    def __init__(self, plan: Plan, cell: Cell) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "cobot_lab.verify.mate"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        self._begin: tuple[bytes, Cell] | None = (plan.to_bytes(), cell)

    def __enter__(self) -> Mate:
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

    def play(self, tasks: list[Task], recall: Recall | None = None) -> list[Segment]:
        """Have chapters played.

        Args:
            tasks: Which, and the moments in which they begin.
            recall: Where what is played is kept, too.

        Raises:
            MateError: The process ended.
        """
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        try:
            if self._begin is not None:
                pickle.dump(self._begin, self._process.stdin)
                self._begin = None
            pickle.dump(tasks, self._process.stdin)
            self._process.stdin.flush()
            answers = [pickle.load(self._process.stdout) for _ in tasks]  # noqa: S301, its own other half
        except (OSError, EOFError, pickle.UnpicklingError) as problem:
            raise MateError(f"{type(problem).__name__}, exit code {self._process.poll()}") from problem
        if recall is not None:
            for _, fresh in answers:
                for kept in fresh:
                    recall.add(kept)
        return [segment for segment, _ in answers]


def main() -> None:
    """Play what is asked on standard input, until it ends."""
    from cobot_lab.verify.played import scenes_of  # noqa: PLC0415, which knows this module

    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # the engine prints
    plan, cell = pickle.load(sys.stdin.buffer)  # noqa: S301
    story = tuple(chapters(Plan.from_bytes(plan), cell).walk())
    recall = Recall()
    with Rig(cell) as rig:
        while True:
            try:
                tasks: list[Task] = pickle.load(sys.stdin.buffer)  # noqa: S301
            except EOFError:
                return
            for number, moment in tasks:
                chapter = story[number]
                segment = play(rig, moment, scenes_of(chapter, cell), last=not chapter.children, recall=recall)
                pickle.dump((segment, recall.fresh()), answers)
                answers.flush()


if __name__ == "__main__":
    main()
