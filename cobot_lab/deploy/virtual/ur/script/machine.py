"""A program that runs: its threads, one control cycle after another."""

from __future__ import annotations

import inspect
from collections.abc import Generator
from dataclasses import dataclass, field
from typing import Any

from cobot_lab.deploy.virtual.ur.arm import CYCLE, Arm
from cobot_lab.deploy.virtual.ur.script.code import Budget, Code, Frame, ProgramHalt, Wait
from cobot_lab.deploy.virtual.ur.script.compiler import Compiled
from cobot_lab.deploy.virtual.ur.script.values import ScriptError, Value

THREADS_MAX = 50
_TURNS_IN_A_CYCLE = 10
_EPSILON = 1e-9


@dataclass(slots=True)
class _Thread:
    flow: Generator[Wait, None, Any]
    budget: Budget
    waits: Wait = Wait.CYCLE


@dataclass(slots=True)
class Machine:
    """Runs one program on an arm.

    Attributes:
        compiled: The program.
        arm: What it moves.
        running: Whether it has not ended.
        mover: Number of the thread whose motion is under way.
    """

    compiled: Compiled
    arm: Arm
    running: bool = True
    mover: int = 0
    _threads: dict[int, _Thread] = field(default_factory=dict)
    _count: int = 0

    def __post_init__(self) -> None:
        self.launch("", self.compiled.body, None, {})

    @property
    def may_move(self) -> bool:
        """Whether the program may move the arm: one that runs beside another may not."""
        return not self.compiled.secondary

    def launch(self, _: str, body: Code, outer: Frame | None, arguments: dict[str, Value]) -> int:
        """Start a thread; the first is the program itself."""
        if len(self._threads) >= THREADS_MAX:
            raise ScriptError("too_many_threads")
        self._count += 1
        budget = Budget()
        frame = Frame(self, budget, self._count, outer, dict(arguments))
        self._threads[self._count] = _Thread(_started(body, frame), budget)
        return self._count

    def kill(self, number: int) -> None:
        """End a thread and whatever it moves; harmless when there is none."""
        thread = self._threads.pop(number, None)
        if self.mover == number:
            self.arm.command = None
        if thread is not None and inspect.getgeneratorstate(thread.flow) != inspect.GEN_RUNNING:
            thread.flow.close()

    def alive(self, number: int) -> bool:
        """Whether a thread has not ended."""
        return number in self._threads

    def acquire(self, thread: int) -> None:
        """Let a thread move the arm.

        Raises:
            ScriptError: Another one is moving it, or this program may not.
        """
        if not self.may_move:
            raise ScriptError("secondary_program_moves")
        if self.arm.command is not None and self.mover != thread:
            raise ScriptError("another_thread_controls_the_robot")
        self.mover = thread

    def begin(self) -> None:
        """Run up to where the program first lets time pass; the arm stands meanwhile.

        Raises:
            ScriptError: The program did what it may not.
        """
        self._resume(tuple(self._threads))

    def cycle(self, scaling: float) -> None:
        """Run for one control cycle, in which `scaling` of a cycle is motion time.

        Raises:
            ScriptError: The program did what it may not.
            JointLimitError: It asked for more than a joint can do.
        """
        self._resume(tuple(self._threads))
        left = self.arm.move(CYCLE * scaling)
        for _ in range(_TURNS_IN_A_CYCLE):
            if left <= _EPSILON or not self.running:
                break
            self._resume(tuple(key for key, thread in self._threads.items() if thread.waits is Wait.MOTION))
            if self.arm.command is None:
                break
            left = self.arm.move(left)
        if left > _EPSILON:
            self.arm.coast(left)

    def end(self) -> None:
        """End the program; the arm is left without a command."""
        self.running = False
        for number in tuple(self._threads):
            self.kill(number)
        if self.may_move:
            self.arm.command = None

    def _resume(self, numbers: tuple[int, ...]) -> None:
        for number in numbers:
            thread = self._threads.get(number)
            if thread is None or not self.running:
                continue
            thread.budget.turns = 0
            try:
                thread.waits = next(thread.flow)
            except StopIteration:
                self._threads.pop(number, None)
                if number == 1:
                    self.end()
            except ProgramHalt:
                self.end()
            except RecursionError as problem:
                raise ScriptError("stack_overflow") from problem


def _started(body: Code, frame: Frame) -> Generator[Wait, None, Any]:
    if body.flows:
        yield from body.run(frame)
    else:
        body.run(frame)
