"""The queue as the journal tells it: what was handed in, what was decided, what was run."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum
from typing import Any

from cobot_lab.deploy.aftermath import Run, runs
from cobot_lab.deploy.states import State
from cobot_lab.trust import instants
from cobot_lab.trust.journal_data import Entry

HANDED_IN, APPROVED, SENT_BACK, VISIT_ENDED = "handed_in", "approved", "sent_back", "visit_ended"
"""Kinds of entries that the gateway writes; `deploy` writes those of a run."""


class Standing(Enum):
    """Where a bundle stands."""

    WAITING = "waiting"
    SENT_BACK = "sent_back"
    APPROVED = "approved"
    """An approval is there that holds and was not used."""
    LAPSED = "lapsed"
    """It was approved; the time of that has passed."""
    PLAYED = "played"
    INTERRUPTED = "interrupted"
    """It was run and did not come to its end; what was being run when the gateway died counts too."""
    REPLACED = "replaced"
    """The same program was made anew, for the table as it was measured."""


@dataclass(frozen=True, slots=True)
class Given:
    """An approval that was given.

    Attributes:
        number: Its one-time number.
        robot: Serial of the arm it is for.
        by: Who gave it.
        until: First instant at which it no longer holds.
        speed_pct: The part of the planned speed that is allowed [%].
        envelope: It itself.
    """

    number: str
    robot: str
    by: str
    until: datetime
    speed_pct: int
    envelope: bytes


@dataclass(frozen=True, slots=True)
class Submission:
    """A bundle that was handed in.

    Attributes:
        bundle: SHA-256 of its manifest.
        who: Who handed it in.
        lesson: Number of the lesson; empty without one.
        at: When.
        seq: Number of the entry that says so.
        word: What it was last sent back with.
        back: Whether that is the last that was decided.
        replaced: Whether the same program was made anew since.
        given: Approvals, oldest first.
        runs: Runs, oldest first.
    """

    bundle: str
    who: str
    lesson: str
    at: datetime
    seq: int
    word: str = ""
    back: bool = False
    replaced: bool = False
    given: tuple[Given, ...] = ()
    runs: tuple[Run, ...] = ()

    def usable(self, now: datetime) -> tuple[Given, ...]:
        """Give the approvals that hold and were not used, oldest first."""
        used = {run.number for run in self.runs}
        return tuple(each for each in self.given if each.number not in used and now < each.until)

    def standing(self, now: datetime) -> Standing:
        """Say where it stands."""
        if self.replaced:
            return Standing.REPLACED
        if self.back:
            return Standing.SENT_BACK
        if self.usable(now):
            return Standing.APPROVED
        if self.runs:
            return Standing.PLAYED if self.runs[-1].end is State.DONE else Standing.INTERRUPTED
        return Standing.LAPSED if self.given else Standing.WAITING


def submissions(entries: Iterable[Entry]) -> tuple[Submission, ...]:
    """Read the queue.

    Args:
        entries: Of the journal, in order.

    Returns:
        Every bundle that was handed in here, in the order of that. What the command line approved or ran without it
        having been handed in is not in the queue.
    """
    entries = tuple(entries)
    found: dict[str, Submission] = {}
    for entry in entries:
        body = entry.body
        digest = str(body.get("bundle", ""))
        if digest in found:
            found[digest] = _told(found[digest], entry, body)
        elif entry.kind == HANDED_IN:
            found[digest] = Submission(digest, body["who"], body["lesson"], entry.at, entry.seq)
            before = str(body.get("instead_of", ""))
            if before in found:
                found[before] = replace(found[before], replaced=True)
    made = runs(entries)
    return tuple(
        replace(each, runs=tuple(run for run in made if run.bundle == digest)) for digest, each in found.items()
    )


def _told(submission: Submission, entry: Entry, body: Mapping[str, Any]) -> Submission:
    if entry.kind == SENT_BACK:
        return replace(submission, word=body["word"], back=True)
    if entry.kind == HANDED_IN:
        return replace(submission, back=False)
    if entry.kind == APPROVED and "envelope" in body:
        facts = body["number"], body["robot"], body["by"], instants.read(body["until"]), body["speed_pct"]
        given = (*submission.given, Given(*facts, body["envelope"].encode()))
        return replace(submission, given=given, back=False)
    return submission
