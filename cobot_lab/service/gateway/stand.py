"""One arm and its one job: prepared, enabled by a person, run once, stopped by anybody who stands there."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass, field, replace

import numpy as np

from cobot_lab.cell.cell import Cell
from cobot_lab.deploy import aftermath, job
from cobot_lab.deploy.aftermath import Gripper
from cobot_lab.deploy.clock import Times
from cobot_lab.deploy.driver import DriverError
from cobot_lab.deploy.ending import Ending
from cobot_lab.deploy.job import ENABLING_LIMIT
from cobot_lab.deploy.reading import Reading
from cobot_lab.deploy.record import RunRecord
from cobot_lab.deploy.recording import News
from cobot_lab.deploy.standards import Standards
from cobot_lab.deploy.states import JobStateError, State
from cobot_lab.deploy.watch import Sample
from cobot_lab.findings import CobotLabError, Report
from cobot_lab.service.gateway.ledger import Submission
from cobot_lab.service.gateway.post import Link, Post
from cobot_lab.service.gateway.refusal import GatewayError, Refusal
from cobot_lab.trust.journal_file import JournalError
from cobot_lab.trust.keyring import Keyring

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Now:
    """What there is to see at an arm now.

    Attributes:
        bundle: Digest of the bundle that is prepared or was last run; empty without one.
        submission: Number of what was handed in that it is of; 0 without one.
        number: One-time number of its approval: of two runs of the same bundle, it says which; empty without a job.
        state: Of its job; nothing without one.
        report: Of gate and preflight.
        readings: What was read from the arm.
        left: How long the person's yes still holds [s]; 0 when it does not.
        duration: Of the plan's first stretch, or of all of a plan without forks [s].
        speed: The fraction of the planned speed that was approved.
        sample: The latest look of the watch; nothing before the first.
        joint_speed: Speed of the fastest joint then [rad/s].
        events: What happened, as kind and facts in words.
        record: Digest of the record of the run; empty until there is one.
        trouble: What went wrong beside the run; empty when nothing did.
        unwritten: Why the end of the run is not written down yet, such as a full disk; empty when it is.
    """

    bundle: str = ""
    submission: int = 0
    number: str = ""
    state: State | None = None
    report: Report = field(default_factory=Report)
    readings: tuple[Reading, ...] = ()
    left: float = 0.0
    duration: float = 0.0
    speed: float = 1.0
    sample: Sample | None = None
    joint_speed: float = 0.0
    events: tuple[tuple[float, str, str], ...] = ()
    record: str = ""
    trouble: str = ""
    unwritten: str = ""


class Stand:
    """One arm of the gateway.

    Attributes:
        post: Which one.
    """

    def __init__(
        self,
        post: Post,
        ring: Keyring,
        standards: Callable[[], Standards],
        times: Times,
        keep: Callable[[RunRecord], object],
    ) -> None:
        """Stand by; nothing is connected.

        Args:
            post: The arm.
            ring: Whose keys count, and the journal.
            standards: What a bundle has to come up to at this arm; asked anew for each job.
            times: The computer's clocks.
            keep: Puts the record of a run where it stays.
        """
        self.post = post
        self._ring, self._standards, self._times = ring, standards, times
        self._work = threading.RLock()  # held by whoever changes something, for as long as the arm takes to answer
        self._turn = threading.Lock()  # held for a moment, by whoever looks too
        self._now = Now()
        self._job: job.Job | None = None
        self._link: Link | None = None
        self._enabled_at: float | None = None
        self._thread: threading.Thread | None = None
        self._running = False
        self._trail: list[tuple[float, ...]] = []
        self._ending = Ending(keep, self._tell)

    @property
    def now(self) -> Now:
        """What there is to see."""
        with self._turn:
            held = self._job
            state = None if held is None else held.state
            events = () if held is None else tuple((e.t, e.kind, _facts(e.facts)) for e in held.events[-12:])
            age = None if self._enabled_at is None else self._times.seconds() - self._enabled_at
            left = max(0.0, ENABLING_LIMIT - age) if age is not None and state is State.ENABLED else 0.0
            return replace(self._now, state=state or self._now.state, left=left, events=events or self._now.events)

    @property
    def busy(self) -> bool:
        """Whether a run is under way."""
        return self._running

    def trail(self) -> tuple[tuple[float, ...], ...]:
        """Give the latest run, look by look: instant [s], progress [s], measured and planned joint positions [rad]."""
        with self._turn:
            return tuple(self._trail)

    def answer(self, who: str, gripper: Gripper) -> None:
        """Write down what a person saw in the gripper.

        Raises:
            GatewayError: A run is under way, or a program is paused on the arm, or it cannot be asked.
            NothingToAnswerError: Nobody asked.
        """
        with self._work:
            self._require_free()
            self._require_unpaused()
            aftermath.answer(self._ring.journal, self.post.serial, who, gripper)
            if gripper is not Gripper.HOLDING and self.post.emptied is not None:
                self.post.emptied()

    def prepare(self, submission: Submission, bundle: bytes, envelope: bytes, cell: Cell) -> Report:
        """Bring an approved bundle to the gate, and read the arm.

        Args:
            submission: What was handed in.
            bundle: The bytes of its bundle.
            envelope: Its approval.
            cell: Its cell.

        Returns:
            What gate and preflight found. Without a finding the job waits for a person's yes.

        Raises:
            GatewayError: A run is under way, or the arm cannot be reached.
            JournalError: The journal cannot be read or written.
        """
        with self._work:
            self._require_free()
            self._let_go()
            shown = Now(submission.bundle, submission.seq)
            self._show(None, shown)
            try:
                link = self._link = self.post.connect(cell)
            except DriverError as problem:
                raise GatewayError(Refusal.ARM_AWAY, str(problem)) from problem
            report = self._brought(shown, bundle, envelope, cell, link)
            if report.findings:
                self._let_go()
            return report

    def _brought(self, shown: Now, bundle: bytes, envelope: bytes, cell: Cell, link: Link) -> Report:
        opened, report = job.open(
            bundle,
            envelope,
            driver=link.driver,
            trust=self._ring.trusted,
            journal=self._ring.journal,
            standards=self._standards,
            clock=link.clock,
            times=self._times,
            limits=link.limits,
            observers=[self._hear],
        )
        if opened is None:
            self._show(None, replace(shown, state=State.REFUSED, report=report))
            return report
        shown = replace(shown, number=opened.ticket.approval.number)
        self._show(opened, replace(shown, report=report))
        if link.learn is not None:
            link.learn(opened.ticket.plan, cell)
        opened.preflight()
        duration, speed = opened.ticket.curve.duration, opened.ticket.approval.speed
        read = replace(shown, report=opened.report, readings=opened.readings, duration=duration, speed=speed)
        self._show(opened, read)
        return opened.report

    def enable(self, who: str, number: str | None = None) -> None:
        """Take a person's yes to the prepared run.

        Args:
            who: Whoever says it.
            number: Of the run that they looked at, see `Now`; nothing for whichever is prepared.

        Raises:
            GatewayError: Nothing is prepared, or another run than that.
        """
        with self._work:
            held = self._held(number)
            try:
                held.enable(who)
            except JobStateError as problem:
                raise GatewayError(Refusal.NOT_PREPARED, str(problem)) from problem
            self._enabled_at = self._times.seconds()

    def run(self, number: str | None = None) -> None:
        """Run what was enabled, once; comes back at once, `now` tells how it goes.

        What it was let through by is asked about again by the job itself, which is then refused.

        Args:
            number: Of the run that was looked at, as in `enable`.

        Raises:
            GatewayError: A run is under way, or nobody said yes.
        """
        with self._work:
            self._require_free()
            held = self._held(number)
            if held.state is not State.ENABLED:
                raise GatewayError(Refusal.NOT_PREPARED, held.state.value)
            self._thread = threading.Thread(target=self._play, args=(held,), name=f"run {self.post.name}")
            self._running = True
            try:
                self._thread.start()
            except BaseException:
                self._running = False
                raise

    def stop(self, reason: str) -> None:
        """Stop the arm; without effect when nothing runs. Waits for nothing that others ask for."""
        held = self._job
        if held is not None:
            held.stop(reason)

    def drop(self) -> None:
        """Give up what was prepared and did not begin.

        Raises:
            GatewayError: A run is under way.
        """
        with self._work:
            self._require_free()
            self._let_go()
            self._show(None, Now())

    def put_back(self) -> None:
        """Set a virtual arm back to rest.

        Raises:
            GatewayError: A run is under way, or the arm is real.
        """
        with self._work:
            if self.post.put_back is None:
                raise GatewayError(Refusal.NO_SUCH_ARM, self.post.name)
            self.drop()
            self.post.put_back()

    def close(self) -> None:
        """Stop what runs, wait for its record, and let the arm go."""
        self.stop("gateway closed")
        if self._thread is not None:
            self._thread.join(30.0)
        with self._work:
            self._ending.close()
            self._let_go()

    def _play(self, held: job.Job) -> None:
        """Play a job and show what came of it, whatever that is: nobody else hears of what happens in this thread."""
        broken = self._broken(held)
        trouble = broken
        try:
            self._let_go()
        except Exception as problem:
            log.exception("%s: the connection did not end as it should", self.post.name)
            trouble = broken or _words(problem)
        shown = self.now
        with self._turn:
            self._now = replace(self._now, report=held.report, trouble=trouble)
            if broken and not held.state.final:  # it comes no further: nobody plays it any more, and its arm is let go
                state = State.INTERRUPTED if held.state in (State.SENT, State.RUNNING) else None
                self._job, self._now = None, replace(self._now, state=state, events=shown.events)
        try:
            if not broken:
                self._ending.write(held)
        except Exception as problem:
            log.exception("%s: the end of a run was not written down", self.post.name)
            with self._turn:
                self._now = replace(self._now, trouble=_words(problem))
        finally:
            self._running = False
        self._ending.later(self._work)

    def _broken(self, held: job.Job) -> str:
        """Play a job to its end; say in words what kept it from one, the arm being at rest."""
        try:
            held.play()
        except (CobotLabError, OSError) as problem:
            if not isinstance(problem, JournalError) or held.record is None:
                return _words(problem)
            # else its end is known, and is written down as soon as that can be done
        except Exception as problem:
            log.exception("%s: a run ended without a record", self.post.name)
            return _words(problem)
        return ""

    def _tell(self, unwritten: str, record: str) -> None:
        with self._turn:
            self._now = replace(self._now, unwritten=unwritten, record=record)

    def _show(self, held: job.Job | None, now: Now) -> None:
        with self._turn:
            self._job, self._now = held, now
            self._trail = []

    def _hear(self, news: News) -> None:
        if not isinstance(news, Sample):
            return
        speed = float(np.abs(news.state.qd).max())
        row = (news.t, news.state.progress, *news.state.q.tolist(), *news.planned.tolist())
        with self._turn:
            self._now = replace(self._now, sample=news, joint_speed=speed)
            self._trail.append(row)

    def _held(self, number: str | None) -> job.Job:
        if self._job is None:
            raise GatewayError(Refusal.NOT_PREPARED)
        if number not in (None, self._job.ticket.approval.number):
            raise GatewayError(Refusal.ANOTHER_RUN)
        return self._job

    def _require_free(self) -> None:
        if self.busy:
            raise GatewayError(Refusal.BUSY, self.post.name)
        self._ending.again()
        if not self._ending.written:
            raise GatewayError(Refusal.UNWRITTEN, self._now.unwritten)

    def _require_unpaused(self) -> None:
        """Refuse to take the cell for seen to while Play would have the arm go on."""
        try:
            paused = self.post.paused is not None and self.post.paused()
        except DriverError as problem:
            raise GatewayError(Refusal.ARM_AWAY, str(problem)) from problem
        if paused:
            raise GatewayError(Refusal.PAUSED, self.post.serial)

    def _let_go(self) -> None:
        self._enabled_at = None
        link, self._link = self._link, None
        if link is not None:
            link.let_go()


def _words(problem: Exception) -> str:
    return f"{type(problem).__name__}: {problem}"


def _facts(facts: tuple[tuple[str, object], ...]) -> str:
    return ", ".join(f"{name} {value}" for name, value in facts)
