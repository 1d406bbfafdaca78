"""What a job leaves behind: a record that can be read for ever and not be changed unseen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from cobot_lab import stored
from cobot_lab.deploy.chain import Event, broken_at, said
from cobot_lab.deploy.driver import Identity
from cobot_lab.deploy.judge import Cause
from cobot_lab.deploy.reading import Reading
from cobot_lab.deploy.states import State
from cobot_lab.deploy.trace import Trace
from cobot_lab.deploy.watch import LEFT_PAUSED
from cobot_lab.findings import Fact, Report
from cobot_lab.trust.approval import Mode

SCHEMA = "cobot_lab/run/1"


@dataclass(frozen=True, slots=True)
class Head:
    """What is known before anything happens; the first event is linked to its digest.

    Attributes:
        bundle: SHA-256 of the bundle's manifest.
        plan: SHA-256 of the plan's bytes.
        approval: The approval's envelope, as it came.
        identity: Which arm.
        opened: When the job was opened, by the wall clock, UTC, ISO 8601.
    """

    bundle: str
    plan: str
    approval: str
    identity: Identity
    opened: str

    @property
    def digest(self) -> str:
        """SHA-256 of the stored form."""
        return stored.sha256(stored.canonical(self.to_dict()))

    def to_dict(self) -> dict[str, Any]:
        """Give the JSON form."""
        arm = self.identity
        return {
            "bundle": self.bundle,
            "plan": self.plan,
            "approval": self.approval,
            "opened": self.opened,
            "robot": {
                "model": arm.model,
                "serial": arm.serial,
                "mode": arm.mode.value,
                "joints": list(arm.joints),
                "software": arm.software,
            },
        }

    @classmethod
    def from_dict(cls, document: dict[str, Any]) -> Head:
        """Read the JSON form back."""
        arm = document["robot"]
        identity = Identity(arm["model"], arm["serial"], Mode(arm["mode"]), tuple(arm["joints"]), arm["software"])
        return cls(document["bundle"], document["plan"], document["approval"], identity, document["opened"])


@dataclass(frozen=True, slots=True, eq=False)
class RunRecord:
    """Facts about one job, from its opening to its last state. What follows from them is derived.

    Attributes:
        head: What was known before.
        report: What the gate and the preflight checked and found.
        readings: What was read from the arm before the run.
        events: Linked by their digests; the last one holds the digests of everything else.
        trace: What was measured.
    """

    head: Head
    report: Report
    readings: tuple[Reading, ...]
    events: tuple[Event, ...]
    trace: Trace

    @property
    def end(self) -> State:
        """The last state."""
        return State(next(event.fact("state") for event in reversed(self.events) if event.kind == "state"))

    @property
    def cause(self) -> Cause | None:
        """Why the run ended before its end; None when it was complete, or never began."""
        return next((Cause(event.fact("cause")) for event in self.events if event.kind == "interrupted"), None)

    @property
    def left_paused(self) -> bool:
        """Whether a program was left paused at the arm, where somebody has to press Stop and not Play."""
        return any(event.kind == LEFT_PAUSED for event in self.events)

    @property
    def answers(self) -> tuple[tuple[str, Fact], ...]:
        """What was read during the run: sensor and value, in order."""
        read = (event for event in self.events if event.kind == "reading")
        return tuple((str(event.fact("sensor")), event.fact("value")) for event in read)

    @property
    def duration(self) -> float:
        """Time from the start of the motion to its end [s]; 0 without a run."""
        t = {event.fact("state"): event.t for event in self.events if event.kind == "state"}
        return t[self.end.value] - t["running"] if "running" in t else 0.0

    @property
    def largest_following_error(self) -> float:
        """Largest distance of a joint from the plan at the arm's own progress [rad]; 0 without a run, NaN stays NaN."""
        return float(np.max(self.trace.error)) if len(self.trace.error) else 0.0

    @property
    def digest(self) -> str:
        """SHA-256 of the stored form: what the journal keeps."""
        return stored.sha256(self.to_bytes())

    def to_bytes(self) -> bytes:
        """Give the stored form."""
        return stored.canonical(
            {
                "schema": SCHEMA,
                "head": self.head.to_dict(),
                **annexes(self.report, self.readings, self.trace),
                "events": [event.to_dict() for event in self.events],
            }
        )

    @classmethod
    def from_bytes(cls, data: bytes) -> RunRecord:
        """Read the stored form back and check that every part follows from the one before.

        Raises:
            StoredFormError: Not a record, or one that was changed.
        """
        document = stored.parse(data, SCHEMA)
        try:
            head = Head.from_dict(document["head"])
            record = cls(
                head,
                Report.from_dict(document["report"]),
                tuple(Reading(**reading) for reading in document["readings"]),
                tuple(map(Event.from_dict, document["events"])),
                Trace.from_dict(document["trace"], len(head.identity.joints)),
            )
            record._examine()
            _ = record.end, record.cause, record.duration
            if record.to_bytes() != data:
                raise ValueError("the bytes are not those that this record is stored as")
        except (AttributeError, KeyError, StopIteration, TypeError, ValueError) as problem:
            raise stored.StoredFormError("run", f"{type(problem).__name__} {problem}", SCHEMA) from problem
        return record

    def _examine(self) -> None:
        """Raise ValueError when something was changed since the record was closed."""
        broken = broken_at(self.events, self.head.digest)
        if broken is not None:
            raise ValueError(f"event {broken} does not follow from the one before")
        if not self.events or self.events[-1].kind != "closed":
            raise ValueError("the record was never closed")
        for name, digest in digests(self.report, self.readings, self.trace).items():
            if self.events[-1].fact(name) != digest:
                raise ValueError(f"the {name} is not the one the record was closed with")


def annexes(report: Report, readings: tuple[Reading, ...], trace: Trace) -> dict[str, Any]:
    """Give the JSON forms of the parts whose digests close a record."""
    return {
        "report": report.to_dict(),
        "readings": [
            {
                "name": reading.name,
                "found": said(reading.found),
                "wanted": None if reading.wanted is None else said(reading.wanted),
                "tolerance": reading.tolerance,
            }
            for reading in readings
        ],
        "trace": trace.to_dict(),
    }


def digests(report: Report, readings: tuple[Reading, ...], trace: Trace) -> dict[str, str]:
    """Give the SHA-256 of each part that a record is closed with."""
    parts = annexes(report, readings, trace)
    return {name: stored.sha256(stored.canonical({name: part})) for name, part in parts.items()}
