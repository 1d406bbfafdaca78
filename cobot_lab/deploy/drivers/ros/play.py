"""One stretch on its way: its actions one after another, in a thread of its own; each goal is sent once."""

from __future__ import annotations

import secrets
import threading
import time
from collections.abc import Mapping
from contextlib import suppress
from enum import Enum
from typing import Any, NamedTuple

import numpy as np

from cobot_lab.deploy.driver import HEARTBEAT_LIMIT, POSE_TOLERANCE, DriverError, Halt
from cobot_lab.deploy.drivers.ros.bridge import Bridge
from cobot_lab.deploy.drivers.ros.grippers import SUCCEEDED, refused
from cobot_lab.deploy.drivers.ros.heard import Joints
from cobot_lab.deploy.drivers.ros.profile import Profile
from cobot_lab.deploy.drivers.ros.progress import Along
from cobot_lab.deploy.drivers.ros.signed import Signed
from cobot_lab.motion.actions import Grip, Move, Output, Wait
from cobot_lab.motion.trajectory import Array

_LOOK = 0.005
_LATE = 2.0
"""How much longer than allowed the end of a goal is waited for [s]."""
_PREEMPTED = frozenset({2, 8})
STILL = 0.01
"""Joint speed below which an arm that was stopped counts as at rest [rad/s]."""
_BRAKING = 0.15
"""How long after a stop a low speed does not yet say that the arm rests [s]."""
_AGAIN = 0.25
"""Time after which a stop that was asked for once more is said once more [s]."""
_SLOWING = 0.95
"""A joint speed that did not fall below this share of what it was `_AGAIN` before is not being braked."""
_FINISH = 1.5
"""How long the thread of a stretch that was stopped is waited for [s]: it may have an output to switch off."""


class Phase(Enum):
    """Where a stretch stands."""

    LOADED = "loaded"
    PLAYING = "playing"
    STOPPING = "stopping"
    OVER = "over"


class _Timed(NamedTuple):
    """A grip that progress is counted for by time.

    Attributes:
        t_start: Instant on the stretch's timeline at which it begins [s].
        action: It.
    """

    t_start: float
    action: Grip


class Play:
    """One stretch, from its loading on.

    Attributes:
        phase: Where it stands.
        progress: Instant reached on its timeline [s].
        halt: Why it may not go on.
        own: Ids of the goals that were sent for it.
    """

    def __init__(self, signed: tuple[Signed, ...], bridge: Bridge, profile: Profile, q_start: Array) -> None:
        self.phase, self.progress = Phase.LOADED, 0.0
        self.halt: Halt | None = None
        self.own: frozenset[str] = frozenset()
        self._signed, self._bridge, self._profile = signed, bridge, profile
        self._turn = threading.RLock()
        self._heard = self._stopped = self._said = self._held = time.monotonic()
        self._along: tuple[float, Along] | None = None
        self._place = q_start  # where the arm has to stand between two moves
        self._joints: Joints | None = None
        self._told: Joints | None = None  # the latest when the end of the goal was told
        self._seen: Joints | None = None  # the latest when a stop was last said
        self._goal: tuple[str, str] | None = None
        self._result: tuple[int, Mapping[str, Any]] | None = None
        self._thread = threading.Thread(target=self._run, name="ros play", daemon=True)

    @property
    def running(self) -> bool:
        """Whether it is played, or comes to rest."""
        return self.phase in (Phase.PLAYING, Phase.STOPPING)

    def start(self) -> None:
        """Begin."""
        self.phase, self._heard = Phase.PLAYING, time.monotonic()
        self._thread.start()

    def beat(self) -> None:
        """Hear that the watch is alive."""
        self._heard = time.monotonic()

    def stop(self, *, hold: bool = False) -> None:
        """Cancel what is under way, and send nothing more; asked again while the arm moves on, it is said again.

        Args:
            hold: Whether the controller moves the arm by what is not, or no longer, a goal of ours.
        """
        with self._turn:
            if self.phase is Phase.PLAYING:
                self.phase, self._stopped = Phase.STOPPING, time.monotonic()
                self._said = self._held = self._stopped
                self._seen = self._joints
                self._cancel()
                if hold or self._moves_on:
                    self._hold()
            elif self.phase is Phase.STOPPING:
                self._insist()
            elif self.phase is Phase.LOADED:
                self.phase = Phase.OVER

    def hold(self) -> None:
        """Have the controller stand still whatever it does, a few times a second at most."""
        with self._turn:
            if time.monotonic() - self._held >= _AGAIN:
                self._hold()

    def finish(self) -> None:
        """Wait until what a stop leaves to be done is done."""
        if self._thread.is_alive():
            self._thread.join(_FINISH)

    def wanted(self, stamp: float, q: Array) -> None:
        """Take where the controller wants the joints."""
        with self._turn:
            if self._along is not None and self.phase is Phase.PLAYING:
                self._along[1].read(stamp, q)

    def measured(self, joints: Joints) -> None:
        """Take measured joints."""
        with self._turn:
            self._joints = joints
            if self._along is not None and self.phase is Phase.PLAYING:
                t_start, along = self._along
                self.progress = max(self.progress, t_start + along.at(joints.stamp))
            since = time.monotonic() - self._stopped
            ended = self._goal is None or self._result is not None or since > self._profile.stop_time
            braked = since > _BRAKING and ended  # a goal whose end was not told may not have begun
            if self.phase is Phase.STOPPING and braked and _speed(joints) < STILL:
                self.phase = Phase.OVER

    def ended(self, action: str, message: Mapping[str, Any]) -> None:
        """Take the end of a goal, if it is ours."""
        with self._turn:
            if self._goal == (action, message["status"]["goal_id"]["id"]) and self._result is None:
                self._told = self._joints
                self._result = int(message["status"]["status"]), dict(message["result"])

    def _run(self) -> None:
        try:
            for signed in self._signed:
                if self.phase is not Phase.PLAYING or not self._do(signed):
                    break
        except (DriverError, KeyError, TypeError, ValueError):  # it is not reached, or answers what is no answer
            self.fail(Halt.PROGRAM_FAULT)
        with self._turn:
            if self.phase is Phase.PLAYING:
                self.phase = Phase.OVER if self.halt is None else Phase.STOPPING
                self._stopped = time.monotonic()

    def _do(self, signed: Signed) -> bool:
        """Do one action; tell whether the next may follow."""
        if not self._done(signed):
            return False
        with self._turn:
            if self.phase is Phase.PLAYING:
                self.progress = max(self.progress, signed.t_start + signed.action.duration)
        return True

    def _done(self, signed: Signed) -> bool:
        match signed.action:
            case Move() as move:
                return self._go(move, signed)
            case Grip() as grip:
                return self._stands() and self._grip(grip, signed)
            case Wait() as wait:
                return self._pass(signed.t_start, wait.duration)
            case Output():
                return self._stands() and self._switch(signed.said, signed.t_start)
            case _:
                return True

    def _grip(self, grip: Grip, signed: Signed) -> bool:
        """Have the gripper do something; tell whether it did."""
        gripper, limit = self._profile.gripper, grip.duration * 2 + _LATE
        result = self._reach(gripper.action, signed.said["goal"], limit, _Timed(signed.t_start, grip))
        if result is None:
            return False
        self.halt = self.halt or gripper.halt(grip, *result)
        return self.halt is None

    def _go(self, move: Move, signed: Signed) -> bool:
        """Do a move; tell whether the arm is at its end."""
        if not self._stands():
            return False
        with self._turn:
            self._along = (signed.t_start, Along(move.trajectory))
        limit = move.duration * 1.5 + self._profile.goal_time + _LATE
        result = self._reach(self._profile.action, signed.said["goal"], limit)
        self._place = move.trajectory.q[-1]
        there = result is not None and self._went_well(*result) and self._arrived()
        with self._turn:
            self._along = None
        return there

    def _arrived(self) -> bool:
        """Wait until joints that were measured after the end of a move was told are at its end, and still.

        A controller judges where it wants the joints, or judges early; the gripper acts where they are.
        """
        told, begun, longest = self._told, time.monotonic(), self._profile.goal_time
        limit = max(POSE_TOLERANCE, self._profile.goal_tolerance)
        while self._alive():
            joints = self._joints
            since = 0.0 if told is None or joints is None else joints.stamp - told.stamp
            if joints is not None and since > 0 and self._away(joints) <= limit and _speed(joints) < STILL:
                return True
            if since > longest or time.monotonic() - begun > longest + _LATE:  # by its own clock, if that goes on
                self.fail(Halt.TOLERANCE, hold=True)
            time.sleep(_LOOK)
        return False

    def _stands(self) -> bool:
        """Require that the arm is where the next action is to be done: what moved it meanwhile, no move of ours did."""
        joints, limit = self._joints, max(POSE_TOLERANCE, 2 * self._profile.goal_tolerance)
        if joints is not None and self._away(joints) <= limit:
            return True
        self.fail(Halt.TOLERANCE, hold=True)
        return False

    def _away(self, joints: Joints) -> float:
        """Give how far the joint that is furthest is from where it has to stand [rad]."""
        return float(np.abs(joints.q - self._place).max())

    def _reach(
        self, action: str, goal: Mapping[str, Any], limit: float, timed: _Timed | None = None
    ) -> tuple[int, Mapping[str, Any]] | None:
        """Send a goal and wait for its end; nothing when the stretch ends before."""
        number = f"cobot_lab-{secrets.token_hex(8)}"
        with self._turn:
            if self.phase is not Phase.PLAYING:
                return None
            self.own |= {number}
            self._goal, self._result = (action, number), None
            stamp = {"secs": 0, "nsecs": 0}
            message = {"goal_id": {"stamp": stamp, "id": number}, "goal": goal}
            self._bridge.publish(f"{action}/goal", {"header": {"seq": 0, "stamp": stamp, "frame_id": ""}, **message})
        begun = time.monotonic()
        while self._result is None:
            if not self._alive():
                return None
            passed = time.monotonic() - begun
            if passed > limit:
                self.fail(Halt.PROGRAM_FAULT if timed is None else refused(timed.action))
                return None
            if timed is not None:  # what a gripper does has no progress of its own
                share = min(passed, 0.999 * timed.action.duration)
                self.progress = max(self.progress, timed.t_start + share)
            time.sleep(_LOOK)
        return self._result

    def _went_well(self, status: int, result: Mapping[str, Any]) -> bool:
        code = int(result.get("error_code", 0))
        if status == SUCCEEDED and code == 0:
            return True
        if self.phase is Phase.PLAYING:
            self.fail(Halt.OTHER_PROGRAM if status in _PREEMPTED else _HALTS.get(code, Halt.PROGRAM_FAULT), hold=True)
        return False

    def _hold(self) -> None:
        """Have the controller stand still: a goal that it gave up may still be moving, and can no longer be cancelled.

        A trajectory without points asks for nothing else.
        """
        self._held = time.monotonic()
        message = {"header": {"seq": 0, "stamp": {"secs": 0, "nsecs": 0}, "frame_id": ""}, "joint_names": []}
        with suppress(DriverError):  # the bridge keeps what broke
            self._bridge.publish(self._profile.command, {**message, "points": []}, stopping=True)

    def _pass(self, t_start: float, duration: float) -> bool:
        """Let time pass, the arm standing still."""
        begun = time.monotonic()
        while (passed := time.monotonic() - begun) < duration:
            if not self._alive():
                return False
            self.progress = max(self.progress, t_start + passed)
            time.sleep(min(_LOOK, duration - passed))
        return True

    def _switch(self, said: Mapping[str, Any], t_start: float) -> bool:
        """Set a digital output; a pulse that was begun is ended, whatever ends the stretch meanwhile."""
        if not said["time"] > 0:
            return self._set(said["output"], on=said["on"])
        try:
            passed = self._set(said["output"], on=said["on"]) and self._pass(t_start, said["time"])
        finally:
            ended = self._set(said["output"], on=False)
        return passed and ended

    def _set(self, output: str, *, on: bool) -> bool:
        niryo = self._profile.niryo
        assert niryo is not None  # no other arm has signals
        answer = self._bridge.call(niryo.set_output, {"name": output, "value": on}, stopping=not on)
        if int(answer["status"]) < 0:
            self.fail(Halt.PROGRAM_FAULT)
            return False
        return True

    def _alive(self) -> bool:
        """Whether the stretch goes on: nobody said stop, and the watch is heard."""
        if self.phase is Phase.PLAYING and time.monotonic() - self._heard > HEARTBEAT_LIMIT:
            self.fail(Halt.NO_HEARTBEAT)
        return self.phase is Phase.PLAYING

    def fail(self, halt: Halt, *, hold: bool = False) -> None:
        """End it for a reason."""
        with self._turn:
            if self.phase is Phase.PLAYING:
                self.halt = self.halt or halt
            self.stop(hold=hold)

    def _insist(self) -> None:
        """Say a stop again: the first may be lost, and a goal that the controller gave up is not one to cancel.

        To be told to stand still makes a controller begin to brake anew: that is said to an arm that is seen not to
        slow down, and to one that is not seen, once it had the time to rest.
        """
        now, joints, before = time.monotonic(), self._joints, self._seen
        if now - self._said < _AGAIN:
            return
        self._said, self._seen = now, joints
        self._cancel()
        if joints is not None and before is not None and joints.stamp > before.stamp:
            needed = not _speed(joints) < _SLOWING * _speed(before)
        else:
            needed = now - self._held >= self._profile.stop_time + _AGAIN
        if needed:
            self._hold()

    @property
    def _moves_on(self) -> bool:
        """Whether the arm is seen to move though its goal is said to be over: there is nothing left to cancel."""
        joints = self._joints
        return self._result is not None and joints is not None and not _speed(joints) < STILL

    def _cancel(self) -> None:
        if self._goal is None or self._result is not None:
            return
        action, number = self._goal
        with suppress(DriverError):  # the bridge keeps what broke: the arm ends this goal by itself, and gets no other
            self._bridge.publish(f"{action}/cancel", {"stamp": {"secs": 0, "nsecs": 0}, "id": number}, stopping=True)


def _speed(joints: Joints) -> float:
    """Give the speed of the fastest joint [rad/s]."""
    return float(np.abs(joints.qd).max())


_HALTS = {-4: Halt.TOLERANCE, -5: Halt.TOLERANCE}
"""By `error_code` of FollowJointTrajectory: outside the tolerance of its path, or of its goal."""
