"""The way of a run through its plan: stretches of motion, what is read between them, and where the way parts.

Only what was approved is ever played: each stretch is cut out of the plan, at its readings and its forks. Every reading
is taken while the arm rests. A reading that nobody foresaw, or a way that nobody explored, ends the course.

Where the program waits for sensors, they are read again and again until the condition holds or the limit has passed;
the watch goes on looking at the arm meanwhile.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Protocol

from cobot_lab.deploy.clock import Clock
from cobot_lab.deploy.curve import curve_of
from cobot_lab.deploy.judge import Cause, Interruption
from cobot_lab.findings import Fact
from cobot_lab.motion.actions import AnyAction, Move, Read
from cobot_lab.motion.fork import Branch, Fork
from cobot_lab.motion.plan_data import Plan
from cobot_lab.motion.trajectory import Array, Trajectory
from cobot_lab.program.arithmetic import UncomputableError
from cobot_lab.program.evaluation import holds
from cobot_lab.program.residual import Answer

POLL_PERIOD = 0.05
"""Time between two readings while the program waits [s]."""
READ_LIMIT = 1.0
"""How long a sensor may take to answer [s]."""
_INSTANT = 1e-6
"""Less than this is no time left to wait [s]."""
_LONGEST = 100
"""Most characters of an answer that are written down."""


@dataclass(frozen=True, slots=True, eq=False)
class Stretch:
    """A piece of an approved plan that is played in one go, and what is read at its end.

    Attributes:
        plan: The piece, as a plan of its own without forks; its `q_start` is where the stretch begins.
        read: What is read once the arm rests at its end; nothing at a fork or at the end.
    """

    plan: Plan
    read: Read | None


def stretches(plan: Plan, branch: Branch, q: Array) -> tuple[Stretch, ...]:
    """Cut a branch at its readings.

    Args:
        plan: The plan it belongs to.
        branch: The branch.
        q: Where it begins, shape (n,) [rad].
    """
    found: list[Stretch] = []
    actions: list[AnyAction] = []
    start = q
    for action in branch.actions:
        if isinstance(action, Read):
            found.append(Stretch(_piece(plan, actions, start), action))
            actions, start = [], q
            continue
        actions.append(action)
        if isinstance(action, Move):
            q = action.trajectory.q[-1]
    found.append(Stretch(_piece(plan, actions, start), None))
    return tuple(found)


def every(plan: Plan) -> Iterator[Stretch]:
    """Give all stretches of a plan, on every way through."""
    yield from _every(plan, plan.root, plan.q_start)


def _every(plan: Plan, branch: Branch, q: Array) -> Iterator[Stretch]:
    own = stretches(plan, branch, q)
    yield from own
    for _, child in branch.fork.children if branch.fork else ():
        yield from _every(plan, child, _end(own[-1].plan))


def _piece(plan: Plan, actions: list[AnyAction], q: Array) -> Plan:
    return replace(plan, actions=tuple(actions), fork=None, q_start=q)


def _end(plan: Plan) -> Array:
    moves = [action for action in plan.actions if isinstance(action, Move)]
    return moves[-1].trajectory.q[-1] if moves else plan.q_start


class Senses(Protocol):
    """Whoever can be asked."""

    def read(self, sensor: str) -> object:
        """Give what a sensor says now."""


class Journaled(Protocol):
    """Where the course writes."""

    def event(self, t: float, kind: str, **facts: Fact) -> None:
        """Keep something that happened."""


@dataclass(frozen=True, slots=True)
class Pending:
    """The course waits for sensors: `advance` has to be called again.

    Attributes:
        due: When [s].
    """

    due: float


class Course:
    """One run's way. `current` is what has to be played; `advance` goes on once it was played and the arm rests.

    Attributes:
        current: The stretch under way, or the first one.
        answers: What was read, by number of the reading.
    """

    current: Stretch
    _fork: Fork | None

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self.answers: dict[int, Answer] = {}
        self._reads: dict[int, Read] = {}
        self._enter(plan.root, plan.q_start)
        self._asked_at: dict[int, float] = {}
        self._waiting_since: float | None = None

    @property
    def curve(self) -> Trajectory:
        """The current stretch as one curve."""
        return curve_of(self.current.plan)

    def advance(self, senses: Senses, clock: Clock, log: Journaled) -> Interruption | Pending | bool:
        """Read what is to be read, decide, and set up the next stretch.

        Returns:
            Whether there is one; when to ask again, while the program waits; or why the run ends here.
        """
        if self._waiting_since is not None:
            assert self._fork is not None
            return self._ask_again(self._fork, self._waiting_since, senses, clock, log)
        read = self.current.read
        if read is not None:
            found = self._take(read, senses, clock, log)
            if found is not None:
                return found
        if self._left:
            self.current = self._left.pop(0)
            return True
        return False if self._fork is None else self._turn(self._fork, clock, log)

    def _ask_again(
        self, fork: Fork, since: float, senses: Senses, clock: Clock, log: Journaled
    ) -> Interruption | Pending | bool:
        for number in fork.asked:
            found = self._take(self._reads[number], senses, clock, log)
            if found is not None:
                return found
        return self._turn(fork, clock, log, since)

    def _take(self, read: Read, senses: Senses, clock: Clock, log: Journaled) -> Interruption | None:
        begun = clock.now()
        self._asked_at.setdefault(read.reading, begun)
        value = senses.read(read.sensor)
        age = clock.now() - begun
        fact: Fact = value if isinstance(value, bool | float) else str(value)[:_LONGEST]
        if (
            read.reading not in self.answers
            or type(value) is not type(self.answers[read.reading])
            or (value != self.answers[read.reading])
        ):  # what is said again while the program waits is written down once
            log.event(clock.now(), "reading", sensor=read.sensor, number=read.reading, value=fact, step=read.step)
        if not age <= READ_LIMIT:
            return Interruption.of(Cause.LATE_READING, sensor=read.sensor, age=age, limit=READ_LIMIT)
        if not read.foresees(value):
            return Interruption.of(
                Cause.UNFORESEEN_OUTCOME, sensor=read.sensor, value=str(value)[:_LONGEST], step=read.step
            )
        assert isinstance(value, str | bool | int | float)
        self.answers[read.reading] = value
        return None

    def _turn(
        self, fork: Fork, clock: Clock, log: Journaled, since: float | None = None
    ) -> Interruption | Pending | bool:
        try:
            truth = holds(fork.condition, self.answers)
        except (UncomputableError, KeyError) as problem:
            return Interruption.of(Cause.UNFORESEEN_OUTCOME, sensor="", value=repr(problem), step=fork.step)
        if fork.asked and not truth:
            now = clock.now()
            since = min(self._asked_at[number] for number in fork.asked) if since is None else since
            left = since + fork.limit - now
            if left > _INSTANT:
                if self._waiting_since is None:
                    log.event(now, "waiting", step=fork.step, limit=fork.limit)
                self._waiting_since = since
                return Pending(now + min(POLL_PERIOD, left))
        self._waiting_since = None
        branch = fork.yes if truth else fork.no
        log.event(clock.now(), "fork", step=fork.step, holds=truth)
        if branch is None:
            return Interruption.of(Cause.UNFORESEEN_OUTCOME, sensor="", value=str(truth), step=fork.step)
        self._enter(branch, _end(self.current.plan))
        return True

    def _enter(self, branch: Branch, q: Array) -> None:
        """Set up a branch that begins at `q`. Its readings are known from here on: numbers count along one way only."""
        self._fork = branch.fork
        self._reads.update({action.reading: action for action in branch.actions if isinstance(action, Read)})
        self._left = list(stretches(self._plan, branch, q))
        self.current = self._left.pop(0)
