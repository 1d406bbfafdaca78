"""What may go wrong, and how a run with it may end."""

from __future__ import annotations

import signal
import subprocess
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timezone

from arm.stage import HOUR, Stage, faulty

from cobot_lab.deploy.driver import DriverError
from cobot_lab.deploy.states import State
from cobot_lab.deploy.virtual.ros.faults import Fault as RosFault
from cobot_lab.deploy.virtual.ros.faults import FaultKind as RosKind
from cobot_lab.deploy.virtual.ur.faults import Fault, FaultKind
from cobot_lab.trust import dsse
from cobot_lab.trust.approval import Mode, read_statement
from cobot_lab.trust.journal import JournalError
from cobot_lab.trust.keys import SigningKey

F = FaultKind
Prepare = Callable[[Stage], None]
FRESH = {"age": 0.1}
LATE = {"done"}
"""A fault that comes after the last thing it could touch changes nothing."""


def _setup(**changes: object) -> Prepare:
    def prepare(stage: Stage) -> None:
        for name, value in changes.items():
            setattr(stage, name, value)

    return prepare


def _operator(stage: Stage) -> None:
    stage.during = lambda s: s.job is not None and s.job.stop("fin")


def _approval(**changes: object) -> Prepare:
    def prepare(stage: Stage) -> None:
        stage.approval = stage.place.approved(**changes)

    return prepare


def _expired(stage: Stage) -> None:
    now = datetime.now(timezone.utc)
    stage.approval = stage.place.approved(not_before=now - 2 * HOUR, not_after=now - HOUR)


def _tampered(stage: Stage) -> None:
    """Change one byte of the program inside the bundle."""
    data = next(iter(stage.place.sent.values()))
    place = stage.bundle.index(data) + int(stage.at * 100) % len(data)
    stage.bundle = stage.bundle[:place] + bytes([stage.bundle[place] ^ 1]) + stage.bundle[place + 1 :]


def _used(stage: Stage) -> None:
    number = read_statement(dsse.read(stage.place.approval).payload, "", "").number
    assert stage.place.journal.consume(number, {}) is not None


def _swapped(stage: Stage) -> None:
    """Put other bytes in place between the look and the run: what was looked at is what counts."""

    def swap(s: Stage) -> None:
        s.approval, s.bundle = b"{}", b""
        s.place.sent = {}

    stage.before_play = swap


def _other_run(stage: Stage) -> None:
    """Try to run a second gateway with the same bundle while the first runs."""

    def second(s: Stage) -> None:
        other = s.rig.connect(s.served.address)
        try:
            other.supply(s.rig.plan, s.place.sent)  # type: ignore[attr-defined]
            for call in (lambda: other.load(s.rig.plan), other.start):
                with suppress(DriverError):
                    call()
            other.stop("second")
        finally:
            other.close()

    stage.during = second


def _other_program(stage: Stage) -> None:
    def begin(s: Stage) -> None:
        if s.job is not None and s.job.state is State.RUNNING:  # what somebody does after a run is not the run's
            s.served.call(lambda c: s.rig.foreign(c, 0.3))

    stage.during = begin


def _busy(stage: Stage) -> None:
    def begin(s: Stage) -> None:
        s.served.call(lambda c: s.rig.foreign(c, 30.0))
        time.sleep(0.5)  # it is told a few times a second

    stage.before_open = begin


def _write_fails(word: str) -> Prepare:
    """Let the disk be full from the moment a word has to be written."""

    def prepare(stage: Stage) -> None:
        journal = stage.place.journal
        append, consume = type(journal).append, type(journal).consume

        class Full(type(journal)):  # type: ignore[misc]
            def append(self, kind, body):
                if kind == word:
                    raise JournalError(self.path, word, "database or disk is full")
                return append(self, kind, body)

            def consume(self, number, body):
                if word == "consumed":
                    raise JournalError(self.path, word, "database or disk is full")
                return consume(self, number, body)

        stage.place.journal = Full(journal.path)

    return prepare


def _jump(hours: float, *, running: bool) -> Prepare:
    """Let the wall clock jump before or during the run."""

    def prepare(stage: Stage) -> None:
        def jump(s: Stage) -> None:
            s.wall = lambda: datetime.now(timezone.utc) + hours * HOUR

        if running:
            stage.during = jump
        else:
            stage.before_play = jump

    return prepare


def _slow_person(stage: Stage) -> None:
    def later(s: Stage) -> None:
        s.seconds = lambda: 61.0 + s.at

    stage.before_play = later


def _watch_dies(stage: Stage) -> None:
    """Let the computer fall silent towards the arm: no beat goes out any more."""
    stage.during = lambda s: setattr(s.driver, "beat", lambda: None)


def _watch_hangs(stage: Stage) -> None:
    """Let a look at the arm never come back in time, as in a process that was stopped for a while."""

    def hang(s: Stage) -> None:
        state = s.driver.state  # type: ignore[union-attr]

        def slow() -> object:
            time.sleep(1.0)
            return state()

        s.driver.state = slow  # type: ignore[method-assign, union-attr, assignment]

    stage.during = hang


def _program_kept(stage: Stage) -> None:
    """Let somebody play the signed program again by hand, once the run is over."""

    def again(s: Stage) -> None:
        s.served.wait(lambda c: not c.playing, timeout=10)
        time.sleep(0.3)
        s.served.call(lambda c: c.take(next(iter(s.place.sent.values())).decode()))

    stage.during = again


def _killed(stage: Stage) -> None:
    stage.end_process = subprocess.Popen.kill


def _stopped(stage: Stage) -> None:
    """Stop the whole process for two seconds, as a computer that is put to sleep would."""

    def pause(process: subprocess.Popen[str]) -> None:
        process.send_signal(signal.SIGSTOP)
        time.sleep(2.0)
        process.send_signal(signal.SIGCONT)

    stage.end_process = pause
    stage.limits = replace(stage.limits, age=0.5)


def _ended(stage: Stage) -> None:
    stage.end_process = subprocess.Popen.terminate


DRIVER = "driver_failed"
UR: dict[str, tuple[Prepare, set[str]]] = {
    # on the wire
    "freeze": (faulty(Fault(F.FREEZE, 0.0), **FRESH), {"stale_data"}),
    "repeated sample": (faulty(Fault(F.REPEAT, 0.0), **FRESH), {"stale_data"}),
    "cable cut": (faulty(Fault(F.DROP, 0.0), **FRESH), {"stale_data", DRIVER}),
    "half-open": (faulty(Fault(F.HALF_OPEN, 0.0), **FRESH), {"stale_data"}),
    "delay of 200 ms": (faulty(Fault(F.DELAY, 0.0, 0.2), **FRESH), {"stale_data"}),
    "one byte at a time": (faulty(Fault(F.SPLIT, 0.0)), LATE),
    "duplicated samples": (faulty(Fault(F.DUPLICATE, 0.0)), LATE),
    "zeroed samples": (faulty(Fault(F.ZEROES, 0.0)), {"safety_status", "robot_mode"}),
    # another arm than expected
    "another serial": (faulty(Fault(F.SERIAL)), {"refused"}),
    "another calibration": (faulty(Fault(F.KINEMATICS)), {"refused"}),
    "start off by 0.02 rad": (faulty(Fault(F.START_POSE)), {"refused"}),
    "output on at the start": (faulty(Fault(F.OUTPUT_ON)), {"refused"}),
    "gripper closed at the start": (faulty(Fault(F.GRIPPER_CLOSED)), {"refused"}),
    "local from the start": (faulty(Fault(F.LOCAL)), {"refused"}),
    "protective stop before": (faulty(Fault(F.PROTECTIVE_STOP)), {"refused"}),
    "emergency stop before": (faulty(Fault(F.EMERGENCY_STOP)), {"refused"}),
    "no power": (faulty(Fault(F.POWER_OFF)), {"refused"}),
    "a program runs already": (_busy, {"refused"}),
    "deaf to programs": (faulty(Fault(F.DEAF)), {"not_started"}),
    # people and the arm's own safety
    "local mode": (faulty(Fault(F.LOCAL, 0.0)), {"control_changed"}),
    # a pause takes half a second to come, in which a program may end that only waits any more
    "paused at the pendant": (faulty(Fault(F.PAUSE, 0.0)), {"no_progress"} | LATE),
    "stopped at the pendant": (faulty(Fault(F.STOP, 0.0)), {"ended_early"}),
    "another program": (_other_program, {"other_program", "ended_early"}),
    "protective stop": (faulty(Fault(F.PROTECTIVE_STOP, 0.0)), {"safety_status"}),
    "safeguard stop": (faulty(Fault(F.SAFEGUARD_STOP, 0.0)), {"safety_status"}),
    "emergency stop": (faulty(Fault(F.EMERGENCY_STOP, 0.0)), {"safety_status"}),
    "safety fault": (faulty(Fault(F.SAFETY_FAULT, 0.0)), {"safety_status"}),
    "power off": (faulty(Fault(F.POWER_OFF, 0.0)), {"robot_mode"}),
    "slider to zero": (faulty(Fault(F.SLIDER, 0.0, 0.0)), {"no_progress", "done"}),
    "slider to 30 %": (faulty(Fault(F.SLIDER, 0.0, 0.3)), LATE),
    "runtime exception": (faulty(Fault(F.EXCEPTION, 0.0)), {"program_fault"}),
    "gripper stuck": (faulty(Fault(F.GRIPPER_STUCK, 0.0)), {"nothing_held", "not_open", "done"}),
    "part missing": (faulty(Fault(F.PART_MISSING, 0.0)), {"nothing_held", "part_lost", "done"}),
    "part lost": (faulty(Fault(F.PART_LOST, 0.0)), {"nothing_held", "part_lost", "done"}),
    "operator says stop": (_operator, {"operator"}),
    "kept program, played again": (_program_kept, LATE),
}
COMMON: dict[str, tuple[Prepare, set[str]]] = {
    # the computer
    "process killed": (_killed, {"left_open", "done"}),
    "process ended": (_ended, {"left_open", "done"}),
    "process stopped for 2 s": (_stopped, {"stale_data", "no_heartbeat", "ended_early", "watch_failed", "done"}),
    "no heartbeat": (_watch_dies, {"no_heartbeat", "done"}),
    "watch hangs": (_watch_hangs, {"no_heartbeat", "stale_data", "done", "ended_early"}),
    "disk full before": (_write_fails("consumed"), {"JournalError"}),
    "disk full at the start": (_write_fails("running"), {"watch_failed"}),
    "disk full at the end": (_write_fails("ended"), {"JournalError"}),
    "clock ahead before": (_jump(2.0, running=False), {"refused"}),
    "clock back before": (_jump(-2.0, running=False), {"refused"}),
    "clock ahead in the run": (_jump(2.0, running=True), LATE),
    # Between two moves the second may begin one, past the lock that gateways hold: the first has to notice.
    "two gateways": (_other_run, LATE | {"other_program"}),
    # approvals
    "approval for a twin": (_approval(mode=Mode.SIMULATED), {"refused"}),
    "approval for another arm": (_approval(robot_serial="X-9"), {"refused"}),
    "approval of a stranger": (_approval(key=SigningKey.new("Nobody")), {"refused"}),
    "approval of another bundle": (_approval(digest="0" * 64), {"refused"}),
    "approval expired": (_expired, {"refused"}),
    "approval used before": (_used, {"refused"}),
    "no person said yes": (_setup(enable=False), {"JobStateError"}),
    "yes said a minute ago": (_slow_person, {"refused"}),
    "one byte changed": (_tampered, {"refused"}),
    "swapped after the look": (_swapped, LATE),
}


R = RosKind
HURT = {"safety_status", "program_fault", DRIVER}
ROS: dict[str, tuple[Prepare, set[str]]] = {
    # on the wire
    "freeze": (faulty(RosFault(R.FREEZE, 0.0), **FRESH), {"stale_data"}),
    "repeated joints": (faulty(RosFault(R.REPEAT, 0.0), **FRESH), {"stale_data"}),
    "cable cut": (faulty(RosFault(R.DROP, 0.0), **FRESH), {"stale_data", DRIVER}),
    "delay of 200 ms": (faulty(RosFault(R.DELAY, 0.0, 0.2), **FRESH), {"stale_data"}),
    "duplicated messages": (faulty(RosFault(R.DUPLICATE, 0.0)), LATE),
    "zeroed joints": (faulty(RosFault(R.ZEROES, 0.0)), {"following_error"}),
    "joints that are no numbers": (faulty(RosFault(R.NOT_NUMBERS, 0.0)), {"following_error"}),
    "no JSON": (faulty(RosFault(R.GARBAGE, 0.0)), {DRIVER}),
    "half a message": (faulty(RosFault(R.HALF, 0.0)), {DRIVER}),
    # another arm than expected, or not ready
    "another serial": (faulty(RosFault(R.SERIAL)), {"refused"}),
    "start off by 0.02 rad": (faulty(RosFault(R.START_POSE)), {"refused"}),
    "output on at the start": (faulty(RosFault(R.OUTPUT_ON)), {"refused"}),
    # this arm does not tell how its gripper stands: the readings say so, and the run begins
    "gripper closed at the start": (faulty(RosFault(R.GRIPPER_CLOSED)), LATE),
    "learning mode before": (faulty(RosFault(R.LEARNING)), {"refused"}),
    "collision before": (faulty(RosFault(R.COLLISION)), {"refused"}),
    "hardware fault before": (faulty(RosFault(R.HARDWARE)), {"refused"}),
    "not calibrated": (faulty(RosFault(R.UNCALIBRATED)), {"refused"}),
    "controller not running": (faulty(RosFault(R.CONTROLLER_OFF)), {"refused"}),
    "no word of the hardware": (faulty(RosFault(R.STATUS_SILENT)), {"refused"}),
    "a goal runs already": (_busy, {"refused"}),
    "deaf to goals": (faulty(RosFault(R.DEAF)), {"no_progress", "program_fault"}),
    "goals rejected": (faulty(RosFault(R.REJECT)), {"program_fault"}),
    # people and the arm's own watch
    "learning mode": (faulty(RosFault(R.LEARNING, 0.0)), {"robot_mode", "program_fault", "following_error"}),
    "collision": (faulty(RosFault(R.COLLISION, 0.0)), HURT),
    "hardware fault": (faulty(RosFault(R.HARDWARE, 0.0)), HURT | {"following_error"}),
    "controller stopped": (faulty(RosFault(R.CONTROLLER_OFF, 0.0)), {"program_fault", "done"}),
    "calibration lost": (faulty(RosFault(R.UNCALIBRATED, 0.0)), {"robot_mode", "program_fault"}),
    "held by hand": (faulty(RosFault(R.PUSHED, 0.0)), {"tolerance", "following_error", "done"}),
    "goals rejected on the way": (faulty(RosFault(R.REJECT, 0.0)), {"program_fault", "done"}),
    "deaf on the way": (faulty(RosFault(R.DEAF, 0.0)), {"no_progress", "program_fault", "done"}),
    "end of a goal not told": (faulty(RosFault(R.RESULT_LOST, 0.0)), {"no_progress", "program_fault", "done"}),
    "another goal": (_other_program, {"other_program", "following_error", "tolerance"}),
    "slower than asked": (faulty(RosFault(R.SLOW, 0.0, 0.6)), LATE),
    "gripper stuck": (faulty(RosFault(R.GRIPPER_STUCK, 0.0)), {"nothing_held", "not_open", "no_progress", "done"}),
    "operator says stop": (_operator, {"operator"}),
}


def _at_the_pendant(prepare: Prepare) -> Prepare:
    """Give whoever presses Play the time for it."""

    def patient(stage: Stage) -> None:
        stage.limits = replace(stage.limits, start=5.0)
        prepare(stage)

    return patient


ELSEWHERE = {"process killed", "process ended", "process stopped for 2 s"}
"""Their driver is in another process, from which nobody presses Play."""
PULL: dict[str, tuple[Prepare, set[str]]] = {
    kind: (_at_the_pendant(prepare), wanted)
    for kind, (prepare, wanted) in (UR | COMMON).items()
    if kind not in ELSEWHERE | {"local from the start", "local mode", "two gateways"}
}
"""In local control, where the dashboard ends no program: what holds the arm is the program itself."""
KINDS: dict[str, tuple[str, Prepare, set[str]]] = {
    f"{arm}: {kind}": (arm, *what)
    for arm, kinds in (("ur", UR | COMMON), ("pull", PULL), ("ros", ROS | COMMON))
    for kind, what in kinds.items()
}
"""By arm and kind: the arm, what prepares it, and how a run with it may end."""
