"""The queue as the journal tells it: what was handed in, what was decided, what was run.

What a person handed in is theirs: two people may hand in the same bundle, byte for byte, and each of the two is decided
and run for itself. So a submission is known by the number of the entry that handed it in, and every decision names it.
"""

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
SUBMISSION = "submission"
"""The fact by which a decision names what it is about. Journals begun when a bundle was one person's have none: there
the bundle says it all."""


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
        seq: Number of the entry that says so.
        number: Its one-time number.
        robot: Serial of the arm it is for.
        by: Who gave it.
        until: First instant at which it no longer holds.
        speed_pct: The part of the planned speed that is allowed [%].
        envelope: It itself.
    """

    seq: int
    number: str
    robot: str
    by: str
    until: datetime
    speed_pct: int
    envelope: bytes


@dataclass(frozen=True, slots=True)
class Submission:
    """A bundle that somebody handed in.

    Attributes:
        bundle: SHA-256 of its manifest.
        who: Who handed it in.
        lesson: Number of the lesson; empty without one.
        at: When.
        seq: Number of the entry that says so first, by which it is known.
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
        Everything that was handed in here, in the order of that; one for each person and bundle. What the command line
        approved without it having been handed in is not in the queue; what it ran is told with whoever handed the
        bundle in first.
    """
    entries = tuple(entries)
    found: dict[int, Submission] = {}
    known: dict[tuple[str, str], int] = {}  # by bundle and person
    first: dict[str, int] = {}  # by bundle
    for entry in entries:
        body = entry.body
        digest = str(body.get("bundle", ""))
        if entry.kind == HANDED_IN:
            seq = known.setdefault((digest, body["who"]), entry.seq)
            first.setdefault(digest, seq)
            handed = Submission(digest, body["who"], body["lesson"], entry.at, entry.seq)
            found[seq] = replace(found.get(seq, handed), back=False)
            before = known.get((str(body.get("instead_of", "")), body["who"]))
            if before is not None:
                found[before] = replace(found[before], replaced=True)
        elif (told := body.get(SUBMISSION, first.get(digest))) in found:
            found[told] = _told(found[told], entry, body)
    ran = _ran(entries, found, first)
    return tuple(replace(each, runs=tuple(ran.get(seq, ()))) for seq, each in found.items())


def _ran(entries: tuple[Entry, ...], found: Mapping[int, Submission], first: Mapping[str, int]) -> dict[int, list[Run]]:
    """Give the runs of each submission: those that its own approvals were used up for."""
    owner = {given.number: seq for seq, each in found.items() for given in each.given}
    ran: dict[int, list[Run]] = {}
    for run in runs(entries):
        ran.setdefault(owner.get(run.number, first.get(run.bundle, 0)), []).append(run)
    return ran


def _told(submission: Submission, entry: Entry, body: Mapping[str, Any]) -> Submission:
    if entry.kind == SENT_BACK:
        return replace(submission, word=body["word"], back=True)
    if entry.kind == APPROVED and "envelope" in body:
        facts = body["number"], body["robot"], body["by"], instants.read(body["until"]), body["speed_pct"]
        given = (*submission.given, Given(entry.seq, *facts, body["envelope"].encode()))
        return replace(submission, given=given, back=False)
    return submission
