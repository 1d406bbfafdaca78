"""What is left of a run that did not end as planned: in the journal, and in the gripper.

A run that began has three ends: done, interrupted with a cause, or none at all, because its process was killed, the
computer lost its power, or the disk was full. Whoever still has the job writes its end later (`ending.Ending`);
otherwise `reconcile` gives the third kind its end, at the next start of whoever holds the keys. After any end but the
first, the arm is not run again before a person has looked at it and said what its gripper holds (`answer`). Nothing
goes on by itself: the way back to rest is a plan of its own, checked and approved as any other.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from cobot_lab.codes import Code
from cobot_lab.deploy.claim import claimed
from cobot_lab.deploy.judge import Cause
from cobot_lab.deploy.states import State
from cobot_lab.findings import CobotLabError, Finding
from cobot_lab.trust.journal import Journal
from cobot_lab.trust.journal_data import Entry

ANSWERED = "aftermath"
"""Kind of the journal's entry that says what a person saw."""


class Gripper(str, Enum):
    """What a person saw in the gripper after a run that did not end as planned."""

    EMPTY = "empty"
    REMOVED = "removed"
    """It held a part, which was taken out by hand."""
    HOLDING = "holding"
    """It still holds a part: the arm stays where it is."""


@dataclass(frozen=True, slots=True)
class Run:
    """A run as the journal tells it.

    Attributes:
        number: One-time number of the approval that it used up.
        robot: Serial number of the arm.
        bundle: SHA-256 of the bundle's manifest.
        since: When the approval was used up.
        begun: Whether the arm was about to be told to start, or more.
        end: Its last state; None while it has none.
        cause: Why it was interrupted; empty otherwise.
        record: SHA-256 of its record; empty when it left none.
        gripper: What a person saw in the gripper afterwards; None while nobody looked.
    """

    number: str
    robot: str
    bundle: str
    since: datetime
    begun: bool = False
    end: State | None = None
    cause: str = ""
    record: str = ""
    gripper: Gripper | None = None

    @property
    def unresolved(self) -> bool:
        """Whether the arm may hold a part, or stand anywhere, and nobody said otherwise."""
        ended_well = self.end is State.DONE or not self.begun
        return not ended_well and self.gripper not in (Gripper.EMPTY, Gripper.REMOVED)


class NothingToAnswerError(CobotLabError):
    """There is no run of an arm that a person would have to look after."""

    def __init__(self, robot: str) -> None:
        super().__init__(f"{robot}: no run of it awaits an answer; expected an arm whose last run was interrupted")


def runs(entries: Iterable[Entry]) -> tuple[Run, ...]:
    """Read the runs out of a journal, oldest first: every approval that was used up is one."""
    found: dict[str, dict[str, object]] = {}
    for entry in entries:
        body = entry.body
        if entry.kind == "consumed":
            facts = {"robot": str(body.get("robot", "")), "bundle": str(body.get("bundle", ""))}
            found[entry.number] = {**facts, "since": entry.at}
            continue
        run = found.get(str(body.get("number", "")))
        if run is None:
            continue
        if entry.kind == "running":
            run["begun"] = True
        elif entry.kind == "ended":
            run |= {"end": State(body["state"]), "cause": str(body["cause"]), "record": str(body["record"])}
        elif entry.kind == ANSWERED:
            run["gripper"] = Gripper(body["gripper"])
    return tuple(Run(number, **facts) for number, facts in found.items())  # type: ignore[arg-type]


def reconcile(journal: Journal) -> tuple[Run, ...]:
    """Close every run that has no end and that no living process is making: interrupted, its end not told.

    To be called once by whoever is about to run arms, before the first job is opened; harmless at any time.

    Args:
        journal: The journal.

    Returns:
        The runs that were closed now, with their end.

    Raises:
        JournalError: The journal cannot be read or written.
    """
    closed: list[Run] = []
    for robot in sorted({run.robot for run in runs(journal.entries()) if run.end is None}):
        with claimed(journal, robot) as held:
            if held:  # else it is under way
                closed += _closed(journal, robot)
    return tuple(closed)


def _closed(journal: Journal, robot: str) -> tuple[Run, ...]:
    """Close the open runs of an arm that is held."""
    numbers = [run.number for run in runs(journal.entries()) if run.robot == robot and run.end is None]
    for number in numbers:
        facts = {"state": State.INTERRUPTED.value, "cause": Cause.LEFT_OPEN.value}
        journal.append("ended", {**facts, "number": number, "record": ""})
    return tuple(run for run in runs(journal.entries()) if run.number in numbers)


def unresolved(journal: Journal, robot: str) -> tuple[Run, ...]:
    """Give the runs of an arm after which nobody said yet that its gripper is empty; oldest first.

    Raises:
        JournalError: The journal cannot be read, or its chain is broken.
    """
    return tuple(run for run in runs(journal.entries()) if run.robot == robot and run.unresolved)


def answer(journal: Journal, robot: str, who: str, gripper: Gripper) -> tuple[Run, ...]:
    """Write down what a person saw in the gripper of an arm.

    Args:
        journal: The journal.
        robot: Serial number of the arm.
        who: Whoever looked.
        gripper: What was seen; with `Gripper.HOLDING` the arm stays where it is.

    Returns:
        The runs that this was said about.

    Raises:
        NothingToAnswerError: No run of this arm awaits it, one that is under way included.
        JournalError: The journal cannot be read or written.
    """
    awaited = tuple(run for run in unresolved(journal, robot) if run.end is not None)
    if not awaited:
        raise NothingToAnswerError(robot)
    for run in awaited:
        journal.append(ANSWERED, {"number": run.number, "robot": robot, "who": who, "gripper": gripper.value})
    return awaited


def objection(journal: Journal, robot: str) -> Finding | None:
    """Say what an arm's last runs left to be looked after, as the finding that keeps the next one from beginning.

    Raises:
        JournalError: The journal cannot be read, or its chain is broken.
    """
    left = unresolved(journal, robot)
    if not left:
        return None
    said = left[-1].gripper
    return Finding.of(
        Code.RUN_UNRESOLVED,
        robot=robot,
        cause=left[-1].cause or Cause.LEFT_OPEN.value,
        gripper="unknown" if said is None else said.value,
    )
