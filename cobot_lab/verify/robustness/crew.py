"""Many worlds on all cores: each is judged by itself, so who judges it does not matter."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from queue import Empty, SimpleQueue

from cobot_lab.cell.cell import Cell
from cobot_lab.cell.task import Task
from cobot_lab.findings import Finding
from cobot_lab.motion.plan_data import Plan
from cobot_lab.verify.companion import Companion
from cobot_lab.verify.robustness.changes import Changes
from cobot_lab.verify.robustness.judgement import judge

HAND = "cobot_lab.verify.robustness.hand"
"""What the processes run that judge worlds."""
Done = tuple[int, Finding | None]
"""Number of a world, and the first thing found in it."""


def cores() -> int:
    """Tell how many processes may run at once."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def judge_all(
    plan: Plan,
    cell: Cell,
    task: Task | None,
    worlds: Sequence[Changes],
    progress: Callable[[float], None] | None = None,
    processes: int | None = None,
    spare: int | None = None,
) -> tuple[Finding | None, ...]:
    """Play a plan in many worlds.

    Args:
        plan: Made for the cell as described, and passed there.
        cell: As described.
        task: What it has to achieve, or nothing.
        worlds: What makes each of them.
        progress: Told the fraction of the worlds that are done.
        processes: How many may work; all cores by default.
        spare: In how many worlds it may fail before the others no longer matter; in all of them by default.

    Returns:
        For each world the first thing found in time, or nothing when it passed, up to the one from which on the others
        do not matter; the same however many work.

    Raises:
        CompanionError: A process ended before its time.
    """
    count = min(cores() if processes is None else processes, len(worlds))
    tell = progress or _silent
    found: dict[int, Finding | None] = {}
    if count <= 1:
        for number, changes in enumerate(worlds):
            found[number] = first(plan, cell, task, changes)
            tell(len(found) / len(worlds))
            if _decided(found, spare):
                break
        return _counted(found, spare)
    waiting: SimpleQueue[int] = SimpleQueue()
    for number in range(len(worlds)):
        waiting.put(number)
    done: SimpleQueue[Done | BaseException] = SimpleQueue()
    # The hands are let go before the threads, so that nobody is waited for who still waits for a hand.
    with ThreadPoolExecutor(count) as threads, ExitStack() as hands:
        for hand in [hands.enter_context(Companion(HAND, (plan.to_bytes(), cell, task))) for _ in range(count)]:
            threads.submit(_work, hand, worlds, waiting, done)
        while len(found) < len(worlds) and not _decided(found, spare):
            answer = done.get()
            if isinstance(answer, BaseException):
                raise answer
            found[answer[0]] = answer[1]
            tell(len(found) / len(worlds))
    return _counted(found, spare)


def _counted(found: Mapping[int, Finding | None], spare: int | None) -> tuple[Finding | None, ...]:
    """Give what was found in the worlds that count: without a gap from the first, and none after what decides."""
    counted: list[Finding | None] = []
    failed = 0
    while len(counted) in found and not (spare is not None and failed > spare):
        counted.append(found[len(counted)])
        failed += counted[-1] is not None
    return tuple(counted)


def _decided(found: Mapping[int, Finding | None], spare: int | None) -> bool:
    """Tell whether more worlds than may fail have failed, none of those before them being still under way."""
    return spare is not None and sum(one is not None for one in _counted(found, spare)) > spare


def first(plan: Plan, cell: Cell, task: Task | None, changes: Changes) -> Finding | None:
    """Give the first thing found in a world, or nothing when the plan passes there."""
    return next(iter(judge(plan, cell, task, changes).findings), None)


def _work(
    hand: Companion, worlds: Sequence[Changes], waiting: SimpleQueue[int], done: SimpleQueue[Done | BaseException]
) -> None:
    try:
        while True:
            number = waiting.get_nowait()
            done.put((number, *hand.ask(worlds[number])))
    except Empty:
        return
    except Exception as problem:  # raised again where the worlds were asked for
        done.put(problem)


def _silent(_fraction: float) -> None:
    return
