"""The driver of a Universal Robots arm: sends what was signed, hears what the arm says, and stops it."""

from __future__ import annotations

import hashlib
import threading
import time
from collections.abc import Mapping

import numpy as np

from cobot_lab.deploy import signals
from cobot_lab.deploy.curve import curve_for
from cobot_lab.deploy.driver import HEARTBEAT_LIMIT, POSE_TOLERANCE, ArmState, DriverError, Halt, Identity
from cobot_lab.deploy.driver import RobotMode as Mode
from cobot_lab.deploy.drivers.ur.arm import Expected
from cobot_lab.deploy.drivers.ur.connection import Connection
from cobot_lab.deploy.drivers.ur.heartbeat import Heartbeat
from cobot_lab.deploy.drivers.ur.kept import Before, Kept, outputs_of
from cobot_lab.deploy.drivers.ur.play import PAUSED, STOPPED, Phase, Play
from cobot_lab.deploy.drivers.ur.primary import Message
from cobot_lab.deploy.drivers.ur.readings import readings
from cobot_lab.deploy.drivers.ur.rtde import Sample
from cobot_lab.deploy.drivers.ur.senders import Push, Sender
from cobot_lab.deploy.drivers.ur.signed import Library, Piece, library
from cobot_lab.deploy.drivers.ur.words import mode_of, safety_of
from cobot_lab.deploy.reading import Reading
from cobot_lab.deploy.start import Start
from cobot_lab.motion.plan_data import Plan
from cobot_lab.stored import StoredFormError
from cobot_lab.trust import approval


class URDriver:
    """One arm.

    It sends each program once, whole, and makes none. It never unlocks a protective stop, never resumes, and never
    connects again: after anything that broke, a new one has to be made.

    Attributes:
        identity: What the arm says that it is.
    """

    def __init__(self, address: str, expected: Expected, sender: Sender | None = None) -> None:
        """Connect; nothing moves, and nothing is claimed.

        Args:
            address: Of the cabinet.
            expected: Which arm it has to be.
            sender: How programs reach it; pushed unless told otherwise.

        Raises:
            DriverError: It cannot be reached, or says what no such arm says.
        """
        self._expected, self._sender = expected, sender or Push()
        self._turn = threading.RLock()
        self._play: Play | None = None
        self._heart: Heartbeat | None = None
        self._kept: Kept | None = None
        self._before: Before | None = None
        self._stopping: float | None = None
        self._library = Library({}, None)
        self._programs, self._sent, self._closed = "", False, False
        try:
            self._link = Connection(address, self._take, self._hear)
        except BaseException:
            self._sender.close()
            raise
        try:
            serial = self._link.ask("get serial number")
        except DriverError:
            self.close()
            raise
        software = f"PolyScope {self._link.version}"
        self._identity = Identity(expected.model, serial, approval.Mode.REAL, expected.joints, software)

    @property
    def identity(self) -> Identity:
        """Which arm this is."""
        return self._identity

    def supply(self, plan: Plan, files: Mapping[str, bytes]) -> None:
        """Take the programs that were signed for a plan."""
        found = library(plan, files, self._identity.serial)
        with self._turn:
            self._library = found
            self._programs = hashlib.sha256(b"".join(data for _, data in sorted(files.items()))).hexdigest()

    def state(self) -> ArmState:
        """Give the arm's latest word about itself."""
        sample, age = self._link.look()
        with self._turn:
            play = self._play
            running = sample.runtime != STOPPED if play is None else play.running(sample.runtime)
            progress, halt = (0.0, None) if play is None else (play.progress, play.halt)
            whole = None if play is None else play.whole
            paused = sample.runtime == PAUSED and (play is None or play.phase is not Phase.LOADED)
            awaited = play is not None and play.awaited(sample.runtime)
        return ArmState(
            *(sample.stamp, age, np.array(sample.q), np.array(sample.qd)),
            *(safety_of(sample.safety_mode), mode_of(sample.robot_mode), running, progress),
            outputs=tuple(outputs_of(sample, self._expected.signals).items()),
            halt=halt,
            pace=sample.slider,
            whole=whole,
            paused=paused,
            awaited=awaited,
        )

    def preflight(self, plan: Plan, start: Start) -> tuple[Reading, ...]:
        """Read what is particular to this kind of arm; how it is now is how it has to stay."""
        del plan
        self._begin_run()
        return (
            *readings(self._link, self._expected, self._identity, start, remote=self._sender.remote),
            Reading("programs", self._programs or "none", self._programs or "some"),
        )

    def load(self, plan: Plan) -> None:
        """Get ready to send one stretch; the arm does not move."""
        try:
            curve_for(plan, self._identity)
        except StoredFormError as problem:
            raise self._refusal("load", str(problem)) from problem
        with self._turn:
            self._require_rest("load")
            pieces = self._library.pieces.get(plan.digest)
            if pieces is None:
                raise self._refusal("load", "no program was signed for this stretch")
            self._let_go()
            first = self._play is None and self._before is not None
            before, halt = self._passed_on()
        self._link.renew()
        with self._turn:
            self._require_rest("load")
            self._sent, self._stopping = False, None
            stands = self._expected.gripper.stands if first else None
            self._kept = Kept(before, signals.changes(plan), self._expected.signals, stands)
            self._play, self._start_at = Play(pieces, named=self._sender.remote), plan.q_start
            closed = stands is not None and not stands(self._link.sample)
            self._play.halt = halt or (Halt.NOT_OPEN if closed else None)

    def start(self) -> None:
        """Send what is loaded, once."""
        with self._turn:
            play = self._play
            self._require_rest("start")
            if play is None or play.phase is not Phase.LOADED or self._library.computer is None:
                raise self._refusal("start", "nothing is loaded")
            self._require_ready()
            self._heart = Heartbeat(*self._library.computer, self._link.primary.peer)
            piece, self._sent = play.send(), True
            self._heart.expect(piece.token)
        self._send(play, piece)

    def read(self, sensor: str) -> object:
        """Give what a sensor on a digital input says now."""
        wired = self._expected.sensors.get(sensor)
        if wired is None or self._closed:
            raise self._refusal("read", f"there is no sensor {sensor!r}")
        sample = self._link.next_sample()
        return wired.on if sample.inputs >> wired.place & 1 else wired.off

    def beat(self) -> None:
        """Say that the watch is alive."""
        heart = self._heart
        if heart is not None:
            heart.beat(aloud=self._link.sample.runtime != PAUSED)

    def stop(self, reason: str) -> None:  # noqa: ARG002 (the record keeps the reason)
        """End the heartbeat with its last word, and ask the dashboard to end the program, when it is ours.

        In the middle of a pulse, while the arm stands, the program gets the time to end the pulse itself.
        """
        now = time.monotonic()
        with self._turn:
            play, kept = self._play, self._kept
            if play is not None:
                play.phase = Phase.OVER
            self._let_go()
            self._stopping = now if self._stopping is None else self._stopping
            late = now - self._stopping > HEARTBEAT_LIMIT
            pulse = not late and play is not None and kept is not None and kept.pulse(play.progress)
        if self._sent and not pulse and self._link.sample.runtime != STOPPED:
            self._link.hint_stop()

    def close(self) -> None:
        """Stop, and let the arm go."""
        if self._closed:
            return
        self._closed = True
        if self._play is not None and self._play.whole:
            self._sent = False  # what runs now, if anything, is somebody else's
        self.stop("closed")
        self._sender.close()
        self._link.close()

    def _take(self, sample: Sample) -> None:
        """Follow the stretch, in the thread that receives: its next program goes out when one has ended."""
        with self._turn:
            play = self._play
            if play is None:
                return
            if play.live and self._link.remote is not self._sender.remote:
                play.halt = play.halt or Halt.CONTROL_CHANGED
            if self._heart is not None:
                heart = self._heart
                play.meet(greeted=heart.greeted, gone=heart.gone, stranger=heart.stranger)
            if self._kept is not None and (play.whole or play.phase is not Phase.OVER):
                begun = play.phase is not Phase.LOADED
                unheard = play.unheard and sample.runtime == STOPPED
                about = {"begun": begun, "whole": play.whole, "unheard": unheard}
                other = self._kept.judge(sample, play.progress, **about)
                play.halt = play.halt or other
            if not play.take(sample):
                if play.phase is Phase.OVER:
                    self._let_go()  # nobody may play what was sent once more
                return
            piece = play.send()
            if self._heart is not None:
                self._heart.expect(piece.token)
        self._send(play, piece)

    def _begin_run(self) -> None:
        """Forget the run before, and take how the arm is for how it has to stay."""
        sample, _ = self._link.look()
        with self._turn:
            if self._play is None or not self._play.running(sample.runtime):
                self._play, self._kept, self._sent = None, None, False
                self._before = Before.of(sample, self._expected.signals)

    def _passed_on(self) -> tuple[Before, Halt | None]:
        """Give how the arm has to be for the next stretch, and what happened since the last one; forget that one."""
        play, kept, self._play, self._kept = self._play, self._kept, None, None
        if play is not None and play.whole and kept is not None:
            return kept.after, play.halt
        if play is not None or self._before is None:
            return Before.of(self._link.sample, self._expected.signals), None
        return self._before, None

    def _hear(self, message: Message) -> None:
        with self._turn:
            if self._play is not None:
                self._play.hear(message)

    def _send(self, play: Play, piece: Piece) -> None:
        """Hand a program over, unless somebody said stop meanwhile."""
        if not play.live:
            return
        try:
            self._sender.give(piece.data, self._link.primary)
            with self._turn:
                if not play.live:
                    self._sender.withdraw()
        except DriverError:
            with self._turn:
                play.phase = Phase.OVER
                self._let_go()
            raise

    def _let_go(self) -> None:
        self._sender.withdraw()
        if self._heart is not None:
            self._heart.end()
            self._heart = None

    def _require_rest(self, asked: str) -> None:
        if self._closed:
            raise self._refusal(asked, "the arm was let go")
        sample, _ = self._link.look()
        busy = sample.runtime != STOPPED if self._play is None else self._play.running(sample.runtime)
        if busy:
            raise self._refusal(asked, "a program is running")

    def _require_ready(self) -> None:
        if self._play is not None and self._play.halt is not None:
            raise self._refusal("start", self._play.halt.value)
        sample, _ = self._link.look()  # its age was judged by whoever says start
        away = float(np.abs(np.array(sample.q) - self._start_at).max())
        if not away <= POSE_TOLERANCE:
            raise self._refusal("start", f"the arm stands {away:.4f} rad from the plan's start")
        if not safety_of(sample.safety_mode).allows_motion or mode_of(sample.robot_mode) is not Mode.RUNNING:
            raise self._refusal("start", "its safety status or its mode forbids motion")
        if self._link.remote is not self._sender.remote:
            raise self._refusal("start", "it is in local control" if self._sender.remote else "it is in remote control")

    def _refusal(self, asked: str, reason: str) -> DriverError:
        return DriverError(self._identity.serial, asked, reason)
