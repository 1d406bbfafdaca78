"""The job: one approved plan, one arm, at most one run."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from cobot_lab.codes import Code
from cobot_lab.deploy import aftermath, gate, preflight
from cobot_lab.deploy.chain import Event
from cobot_lab.deploy.claim import claimed
from cobot_lab.deploy.clock import Clock, MonotonicClock, Times
from cobot_lab.deploy.course import Course
from cobot_lab.deploy.driver import Driver, DriverError, Transmitter
from cobot_lab.deploy.gate import Ticket
from cobot_lab.deploy.judge import Cause, Interruption, Limits
from cobot_lab.deploy.keyboard import interrupts_as
from cobot_lab.deploy.reading import Reading
from cobot_lab.deploy.record import Head, RunRecord
from cobot_lab.deploy.recording import News, Recording
from cobot_lab.deploy.standards import Standards
from cobot_lab.deploy.states import State, following
from cobot_lab.deploy.watch import Watch
from cobot_lab.findings import CobotLabError, Fact, Finding, Report
from cobot_lab.trust import instants
from cobot_lab.trust.approval import Mode
from cobot_lab.trust.journal import Journal
from cobot_lab.trust.journal_file import JournalError
from cobot_lab.trust.manifest import unreadable
from cobot_lab.trust.store import TrustStore

ENABLING_LIMIT = 60.0
"""How long a person's yes to a run is good for [s]."""
READING_LIMIT = 300.0
"""How long what was read from the arm before a run counts [s]; a tool or a payload may be changed meanwhile."""


class ClockError(CobotLabError):
    """A real arm was to be watched by a clock that is not the computer's own."""

    def __init__(self, serial: str, clock: Clock) -> None:
        super().__init__(f"{serial} is real and cannot be watched by a {type(clock).__name__}; expected MonotonicClock")


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a job relies on, for its whole life.

    Attributes:
        journal: Where every state that matters is written before it is acted on.
        clock: Paces the watch; the computer's own for a real arm.
        times: The computer's clocks.
        limits: How far a run may stray.
        gate: Examines bundle and approval once more, by the keys and standards that count now; told the one-time number
            once it is used up for this run.
    """

    journal: Journal
    clock: Clock
    times: Times
    limits: Limits
    gate: Callable[[str], Report]


def open(  # noqa: A001 (the room's verb; called as `job.open` or `cobot_lab.open`)
    bundle: bytes,
    approval: bytes,
    *,
    driver: Driver,
    trust: TrustStore | Callable[[], TrustStore],
    journal: Journal,
    standards: Standards | Callable[[], Standards],
    clock: Clock | None = None,
    times: Times | None = None,
    limits: Limits | None = None,
    observers: Sequence[Callable[[News], None]] = (),
) -> tuple[Job | None, Report]:
    """Bring a bundle and its approval to the gate of an arm.

    Args:
        bundle: The bundle's bytes as received.
        approval: The approval's bytes as received.
        driver: The arm.
        trust: The keys that count, or who gives them: then they are asked for again when a run is to begin.
        journal: Which numbers were used, and where this is written down.
        standards: What a bundle has to come up to here, or who says so, likewise.
        clock: Paces the watch: the monotonic one, or a `PacedClock` shared with a twin.
        times: The computer's clocks, unless given.
        limits: How far the run may stray; the defaults of `Limits` unless given.
        observers: Told of every event and sample, from a thread of their own; nothing they do reaches the run.

    Returns:
        The job, or nothing; and the report of the gate, every reason for a refusal in it.

    Raises:
        JournalError: The journal cannot be opened or written.
        ClockError: The arm is real and the clock is not.
    """
    identity, clock, times = driver.identity, clock or MonotonicClock(), times or Times()
    if identity.mode is not Mode.SIMULATED and type(clock) is not MonotonicClock:
        raise ClockError(identity.serial, clock)
    instant = times.wall()

    def examined(now: datetime, spent: str = "") -> tuple[Ticket | None, Report]:
        keys, wanted = trust() if callable(trust) else trust, standards() if callable(standards) else standards
        about = bundle, approval
        return gate.examine(
            *about, identity=identity, trust=keys, journal=journal, now=now, standards=wanted, spent=spent
        )

    ticket, report = examined(instant)
    if ticket is not None and isinstance(driver, Transmitter):
        ticket, report = _supplied(driver, ticket, report)
    broken = Code.JOURNAL_BROKEN.value in report.codes  # a broken chain takes no entry
    left = None if broken else aftermath.objection(journal, identity.serial)
    if left is not None:
        ticket, report = None, report.joined(Report(findings=(left,)))
    facts = {"bundle": report.subject, "robot": identity.serial}
    if ticket is None:
        if not broken:
            journal.append("refused", {**facts, "codes": sorted(set(report.codes))})
        return None, report
    journal.append("opened", {**facts, "number": ticket.approval.number, "plan": ticket.plan_digest})
    envelope = approval.decode("utf-8", errors="backslashreplace")
    head = Head(ticket.bundle_digest, ticket.plan_digest, envelope, identity, instants.text(instant))
    limits = replace(limits or Limits(), speed=ticket.approval.speed)
    surroundings = Surroundings(journal, clock, times, limits, lambda spent: examined(times.wall(), spent)[1])
    return Job(ticket, driver, report, surroundings, Recording(head, clock.now(), observers)), report


def _supplied(driver: Transmitter, ticket: Ticket, report: Report) -> tuple[Ticket | None, Report]:
    """Give a driver that makes no bytes those that were signed; without them there is no way through the gate."""
    try:
        driver.supply(ticket.plan, ticket.transmitted)
    except DriverError as problem:
        finding = unreadable("transmit", str(problem))
        return None, report.joined(Report(findings=(finding,)))
    return ticket, report


class Job:
    """One approved plan on one arm. Made by `open`; goes from state to state by the table in `states`, never back.

    Attributes:
        ticket: What the gate let through.
        report: What the gate and the preflight found.
        record: What the job left; None until its last state.
    """

    def __init__(
        self, ticket: Ticket, driver: Driver, report: Report, surroundings: Surroundings, recording: Recording
    ) -> None:
        self.ticket = ticket
        self.report = report
        self.record: RunRecord | None = None
        self._driver, self._around, self._recording = driver, surroundings, recording
        self._state = State.OPENED
        self._turn = threading.RLock()
        self._readings: tuple[Reading, ...] = ()
        self._enabled_at = self._read_at = 0.0
        self._enabled_wall = surroundings.times.wall()
        self._withdrawn: str | None = None
        self._unwritten: tuple[str, Mapping[str, Any]] | None = None
        self._claim = ExitStack()
        self._opened = surroundings.times.wall(), surroundings.times.seconds()
        self._watch: Watch | None = None
        recording.event(surroundings.clock.now(), "state", state=State.OPENED.value)

    @property
    def state(self) -> State:
        """Where the job stands."""
        return self._state

    @property
    def readings(self) -> tuple[Reading, ...]:
        """What the preflight read from the arm, good and bad; nothing before it."""
        return self._readings

    @property
    def events(self) -> tuple[Event, ...]:
        """What happened so far."""
        return self._recording.events

    def preflight(self) -> Report:
        """Read the arm. What is not as it should be ends the job as refused.

        Raises:
            JobStateError: It was done before, or the job is over.
        """
        with self._turn:
            following(self._state, State.PREFLIGHT)
            self._read_at = self._around.times.seconds()
            self._readings, report = preflight.read(
                *(self._driver, self.ticket.plan, self.ticket.identity, self.ticket.start, self._around.clock),
                speed=self.ticket.approval.speed,
            )
            self.report = self.report.joined(report)
            if report.findings or report.not_run:
                self._refuse()
            else:
                self._enter(State.PREFLIGHT)
            return report

    def enable(self, who: str) -> None:
        """Take a person's yes to this one run, now. Good once, for `ENABLING_LIMIT`.

        Args:
            who: Whoever stands at the arm and says it.

        Raises:
            JobStateError: The arm was not read yet, or a yes was given before.
        """
        with self._turn:
            self._enter(State.ENABLED, who=who)
            self._withdrawn = None
            self._enabled_at, self._enabled_wall = self._around.times.seconds(), self._around.times.wall()

    def play(self) -> RunRecord:
        """Consume the approval, send the plan once, watch it, and give the record of how it ended.

        Whatever goes wrong at the arm ends in the record, not in an exception. Nothing is tried again. Until the record
        is closed, an interrupt from the keyboard is a stop; until its end is written down, the arm is held (`leave`).

        Raises:
            JobStateError: Nobody said yes, or the job was played before.
            JournalError: The journal cannot be written; before the approval is consumed, nothing was sent.
        """
        robot = self.ticket.identity.serial
        with interrupts_as(lambda: self.stop("keyboard")):
            held = self._claim.enter_context(claimed(self._around.journal, robot))
            try:
                return self._play(Finding.of(Code.ARM_TAKEN, robot=robot) if not held else None)
            finally:
                if self._unwritten is None or self._state is State.REFUSED:
                    self.leave()

    def _play(self, finding: Finding | None) -> RunRecord:
        """Play on an arm that is held, unless something stands in the way."""
        with self._turn:
            following(self._state, State.SENT)
            finding = finding or self._objection()
            if finding is not None:
                self.report = self.report.joined(Report(findings=(finding,)))
                return self._refuse()
            self._enter(State.SENT)
            self._watch = Watch(
                self._driver,
                self.ticket.curve,
                self._recording,
                clock=self._around.clock,
                limits=self._around.limits,
                course=Course(self.ticket.plan),
            )
        if self._withdrawn is not None:  # while the approval was being consumed
            self._watch.interrupt(Interruption.of(Cause.OPERATOR, reason=self._withdrawn))
        return self._run(self._watch)

    def stop(self, reason: str) -> None:
        """Stop the arm, from any thread; a yes to a run that has not begun is taken back.

        The arm's emergency stop is its own.
        """
        self._withdrawn = reason
        watch = self._watch
        if watch is not None and not self._state.final:
            watch.interrupt(Interruption.of(Cause.OPERATOR, reason=reason))

    def write_end(self) -> None:
        """Write the end of the job into the journal, if that could not be done when it came; harmless otherwise.

        Raises:
            JournalError: It still cannot be done.
        """
        with self._turn:
            if self._unwritten is None:
                return
            kind, facts = self._unwritten
            number = self.ticket.approval.number
            found = [run for run in aftermath.runs(self._around.journal.entries()) if run.number == number]
            if not any(run.end is not None for run in found):  # nobody closed it meanwhile, as left open
                self._around.journal.append(kind, facts)
            self._unwritten = None
            self.leave()

    def leave(self) -> None:
        """Hold the arm no more: an end that is not written down is for the next start to close."""
        self._claim.close()

    def _objection(self) -> Finding | None:
        """Say what changed since the gate, and consume the one-time number when nothing did."""
        approval, robot = self.ticket.approval, self.ticket.identity.serial
        found = self._of_time() or aftermath.objection(self._around.journal, robot)
        found = found or self._at_the_gate()
        if found is not None:
            return found
        if self._withdrawn is not None:
            return Finding.of(Code.STOPPED_BEFORE, reason=self._withdrawn)
        facts = {"bundle": self.ticket.bundle_digest, "plan": self.ticket.plan_digest}
        if self._around.journal.consume(approval.number, {**facts, "robot": robot}) is None:
            return Finding.of(Code.ALREADY_USED, number=approval.number)
        return None

    def _at_the_gate(self) -> Finding | None:
        """Say why the gate would not let the plan through any more: a key may have been revoked, a cell changed.

        This is the one place where that is asked again: before the approval is consumed, and just before the start.
        """
        spent = self.ticket.approval.number if self._state in (State.SENT, State.RUNNING) else ""
        try:
            report = self._around.gate(spent)
            missed = Finding.of(Code.CHECKS_MISSING, names=", ".join(report.not_run)) if report.not_run else None
            return next(iter(report.findings), missed)
        except JournalError:
            raise
        except CobotLabError as problem:
            return unreadable("trust", str(problem))

    def _of_time(self) -> Finding | None:
        """Say when the yes is too old, the clock was set back, or the approval does not hold now."""
        age = self._around.times.seconds() - self._enabled_at
        if not 0 <= age <= ENABLING_LIMIT:
            return Finding.of(Code.NOT_ENABLED, age=age, limit=ENABLING_LIMIT)
        read = self._around.times.seconds() - self._read_at
        if not 0 <= read <= READING_LIMIT:
            return Finding.of(Code.ARM_DATA_OLD, age=read, limit=READING_LIMIT)
        return self._of_approval() or self._of_wall()

    def _of_approval(self) -> Finding | None:
        """Say when the clock was set back, or the approval does not hold now."""
        approval, instant = self.ticket.approval, self._around.times.wall()
        wall, seconds = self._opened
        since = wall + timedelta(seconds=self._around.times.seconds() - seconds)
        if instant < since - gate.CLOCK_SLACK:
            return Finding.of(Code.CLOCK_BEHIND, now=instants.text(instant), seen=instants.text(since))
        if instant < approval.not_before:
            return Finding.of(Code.NOT_YET_VALID, since=instants.text(approval.not_before))
        if not instant < approval.not_after:
            return Finding.of(Code.EXPIRED, until=instants.text(approval.not_after))
        return None

    def _of_wall(self) -> Finding | None:
        """Say when the yes is too old by the wall clock: any other may have stood still while the computer slept."""
        age = (self._around.times.wall() - self._enabled_wall).total_seconds()
        if age <= ENABLING_LIMIT + gate.CLOCK_SLACK.total_seconds():
            return None
        return Finding.of(Code.NOT_ENABLED, age=age, limit=ENABLING_LIMIT)

    def _run(self, watch: Watch) -> RunRecord:
        try:
            if not watch.interrupted:
                self._driver.load(watch.first or self.ticket.plan)
                watch.play(self._begin)
        except DriverError as problem:
            watch.interrupt(Interruption.of(Cause.DRIVER_FAILED, detail=str(problem)))
        except Exception as problem:  # a driver that breaks its contract must still end in a stop and a record
            detail = f"{type(problem).__name__}: {problem}"
            watch.interrupt(Interruption.of(Cause.DRIVER_FAILED, detail=detail))
        return self._end(watch)

    def _begin(self) -> Interruption | None:
        """Write that the arm is about to move, and say why it may not: to load and to write may have taken any time."""
        found = self._of_time()
        if found is None:
            self._around.journal.append("running", {"number": self.ticket.approval.number})
            self._enter(State.RUNNING)
            found = self._of_time() or self._at_the_gate()
        if found is None:
            return None
        self.report = self.report.joined(Report(findings=(found,)))
        return Interruption.of(Cause.NOT_ALLOWED, code=found.code.value)

    def _end(self, watch: Watch) -> RunRecord:
        found = watch.interruption
        state = State.DONE if found is None else State.INTERRUPTED
        cause = "" if found is None else found.cause.value
        self._enter(state, rounds=watch.rounds, longest_gap=watch.longest_gap)
        return self._close("ended", {"state": state.value, "cause": cause})

    def _refuse(self) -> RunRecord:
        codes = sorted(set(self.report.codes))
        self._enter(State.REFUSED, codes=",".join(codes))
        return self._close("refused", {"robot": self.ticket.identity.serial, "codes": codes})

    def _close(self, kind: str, facts: Mapping[str, Any]) -> RunRecord:
        self.record = self._recording.closed(self._around.clock.now(), self.report, self._readings)
        number = self.ticket.approval.number
        self._unwritten = kind, {**facts, "number": number, "record": self.record.digest}
        self._around.journal.append(*self._unwritten)
        self._unwritten = None
        return self.record

    def _enter(self, state: State, **facts: Fact) -> None:
        with self._turn:
            self._state = following(self._state, state)
            self._recording.event(self._around.clock.now(), "state", state=state.value, **facts)
