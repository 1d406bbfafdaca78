"""The driver of an arm behind rosbridge: sends the goals that were signed, hears what the arm says, and cancels."""

from __future__ import annotations

import queue
import threading
from collections.abc import Mapping
from functools import partial
from typing import Any

import numpy as np

from cobot_lab.deploy.curve import curve_for
from cobot_lab.deploy.driver import POSE_TOLERANCE, ArmState, DriverError, Halt, Identity
from cobot_lab.deploy.driver import RobotMode as Mode
from cobot_lab.deploy.drivers.ros.bridge import PORT, Bridge
from cobot_lab.deploy.drivers.ros.heard import Heard, Joints, seconds
from cobot_lab.deploy.drivers.ros.play import Phase, Play
from cobot_lab.deploy.drivers.ros.profile import Expected, Sensed
from cobot_lab.deploy.drivers.ros.readings import readings, serial_of, software_of
from cobot_lab.deploy.drivers.ros.signed import Signed, library
from cobot_lab.deploy.reading import Reading
from cobot_lab.deploy.start import Start
from cobot_lab.motion.plan_data import Plan
from cobot_lab.stored import StoredFormError
from cobot_lab.trust import approval

FIRST = 2.0
"""How long the first measured joints may take [s]."""
READ_TIME = 0.9
"""How long a sensor's next word is waited for [s]."""
_KINDS = {"std_msgs/String": str, "std_msgs/Bool": bool, "std_msgs/Float64": float}


class RosDriver:
    """One arm. It sends each goal once, and never connects again: after anything that broke, a new one has to be made.

    Attributes:
        identity: What the arm says that it is.
    """

    def __init__(self, address: str, expected: Expected, port: int = PORT) -> None:
        """Connect; nothing moves.

        Args:
            address: Of the arm.
            expected: Which arm it has to be.
            port: Of its bridge.

        Raises:
            DriverError: It cannot be reached, or says what no such arm says.
        """
        self._expected, self._profile = expected, expected.profile
        self._turn = threading.RLock()
        self._play: Play | None = None
        self._library: dict[str, tuple[Signed, ...]] = {}
        self._closed, self._past = False, frozenset[str]()
        self._begun, self._stranger = False, False
        self._words: dict[str, queue.Queue[object]] = {}
        self._heard = Heard(expected.joints, self._profile)
        self._bridge = Bridge(address, port)
        try:
            self._listen()
            serial, software = serial_of(self._bridge, self._profile), software_of(self._bridge)
            self._identity = Identity(expected.model, serial, approval.Mode.REAL, expected.joints, software)
            if not self._heard.first(FIRST):
                raise self._refusal("connect", self._bridge.problem or "no joints were measured")
        except BaseException:
            self._bridge.close()
            raise

    @property
    def identity(self) -> Identity:
        """Which arm this is."""
        return self._identity

    def supply(self, plan: Plan, files: Mapping[str, bytes]) -> None:
        """Take the goals that were signed for a plan."""
        found = library(plan, files, self._identity.serial)
        with self._turn:
            self._library = found
            self._begun = self._stranger = False

    def state(self) -> ArmState:
        """Give the arm's latest word about itself."""
        if self._bridge.problem:
            raise self._refusal("state", self._bridge.problem)
        with self._turn:
            joints, age = self._heard.look()
            play = self._play
            running = (play is not None and play.running) or self._heard.busy
            progress, halt = (0.0, None) if play is None else (play.progress, play.halt)
            halt = halt or (Halt.OTHER_PROGRAM if self._stranger else None)
        age = max(age, self._heard.silence)  # what is not said about goals and motors is as old as joints would be
        return ArmState(
            *(joints.stamp, age, joints.q.copy(), joints.qd.copy(), self._heard.safety, self._heard.mode),
            *(running, progress),
            outputs=self._outputs(),
            halt=halt,
        )

    def preflight(self, plan: Plan, start: Start) -> tuple[Reading, ...]:
        """Read what is particular to this kind of arm."""
        try:
            return readings(self._bridge, self._heard, self._expected, self._identity, plan, start)
        except (KeyError, TypeError, ValueError) as problem:
            raise self._refusal("preflight", f"it answers otherwise than expected: {problem!r}") from problem

    def load(self, plan: Plan) -> None:
        """Get ready to send one stretch; the arm does not move."""
        try:
            curve_for(plan, self._identity)
        except StoredFormError as problem:
            raise self._refusal("load", str(problem)) from problem
        with self._turn:
            self._require_rest("load")
            signed = self._library.get(plan.digest)
            if signed is None:
                raise self._refusal("load", "no goals were signed for this stretch")
            self._past |= frozenset() if self._play is None else self._play.own
            self._play, self._start_at = Play(signed, self._bridge, self._profile, plan.q_start), plan.q_start

    def start(self) -> None:
        """Begin to send what is loaded."""
        with self._turn:
            self._require_rest("start")
            if self._play is None or self._play.phase is not Phase.LOADED:
                raise self._refusal("start", "nothing is loaded")
            self._play.measured(self._require_ready())
            if not self._begun:  # what others did before a job is not the job's; what they do in it is
                self._begun = True
                self._past |= self._heard.listed
            self._play.start()

    def read(self, sensor: str) -> object:
        """Give the next word of a sensor."""
        sensed = self._expected.sensors.get(sensor)
        if sensed is None or self._closed:
            raise self._refusal("read", f"there is no sensor {sensor!r}")
        words = self._words[sensor]
        while not words.empty():
            words.get_nowait()
        try:
            said = words.get(timeout=READ_TIME)
        except queue.Empty:
            raise self._refusal("read", f"{sensed.topic} says nothing for {READ_TIME:g} s") from None
        if not isinstance(said, _KINDS[sensed.kind]):
            raise self._refusal("read", f"{sensed.topic} says {str(said)[:60]!r}, no {sensed.kind}")
        return sensed.words.get(said, said) if isinstance(said, str) else said

    def beat(self) -> None:
        """Say that the watch is alive."""
        play = self._play
        if play is not None:
            play.beat()

    def stop(self, reason: str) -> None:  # noqa: ARG002 (the record keeps the reason)
        """Cancel the goal under way, and send no other; what a stranger sent in our run is held up as well."""
        play, busy = self._play, self._heard.busy
        if play is not None:
            play.stop(hold=busy)
            if busy and self._stranger:
                play.hold()

    def close(self) -> None:
        """Stop, and let the arm go."""
        if self._closed:
            return
        self._closed = True
        play = self._play
        if play is not None:
            play.stop(hold=self._heard.busy)
            play.finish()
        self._bridge.close()

    def _listen(self) -> None:
        bridge, profile = self._bridge, self._profile
        for action, kind in (
            (profile.action, "control_msgs/FollowJointTrajectoryAction"),
            (profile.gripper.action, profile.gripper.kind),
        ):
            bridge.advertise(f"{action}/goal", f"{kind}Goal")
            bridge.advertise(f"{action}/cancel", "actionlib_msgs/GoalID")
            bridge.subscribe(f"{action}/result", f"{kind}Result", partial(self._ended, action))
            bridge.subscribe(f"{action}/status", "actionlib_msgs/GoalStatusArray", partial(self._goals, action))
        bridge.advertise(profile.command, "trajectory_msgs/JointTrajectory")
        bridge.subscribe(profile.state, "control_msgs/JointTrajectoryControllerState", self._wanted)
        bridge.subscribe(profile.joint_states, "sensor_msgs/JointState", self._measured)
        niryo = profile.niryo
        if niryo is not None:
            bridge.subscribe(niryo.hardware, "niryo_robot_msgs/HardwareStatus", self._heard.hardware)
            bridge.subscribe(niryo.learning, "std_msgs/Bool", self._heard.learnt)
            bridge.subscribe(niryo.collision, "std_msgs/Bool", self._heard.collided)
            bridge.subscribe(niryo.inputs, "niryo_robot_rpi/DigitalIOState", self._heard.digital)
        for name, sensed in self._expected.sensors.items():
            self._hear_sensor(name, sensed)

    def _hear_sensor(self, name: str, sensed: Sensed) -> None:
        words: queue.Queue[object] = queue.Queue()
        self._words[name] = words
        self._bridge.subscribe(sensed.topic, sensed.kind, lambda message: words.put(message["data"]))

    def _measured(self, message: Mapping[str, Any]) -> None:
        with self._turn:
            joints = self._heard.joints(message)
            if joints is not None and self._play is not None:
                self._play.measured(joints)

    def _wanted(self, message: Mapping[str, Any]) -> None:
        names, positions = list(message["joint_names"]), message["desired"]["positions"]
        q = np.array([positions[names.index(name)] for name in self._expected.joints], dtype=np.float64)
        play = self._play
        if play is not None:
            play.wanted(seconds(message["header"]["stamp"]), q)

    def _goals(self, action: str, message: Mapping[str, Any]) -> None:
        with self._turn:
            own = self._own
            self._heard.goals(action, message, own)
            if self._heard.listed - own:  # over already, perhaps: it moved the arm
                self._notice_stranger()

    def _ended(self, action: str, message: Mapping[str, Any]) -> None:
        with self._turn:
            if str(message["status"]["goal_id"]["id"]) not in self._own:
                self._notice_stranger()
            if self._play is not None:
                self._play.ended(action, message)

    @property
    def _own(self) -> frozenset[str]:
        """Ids of the goals of this run, and of all that came before it."""
        return self._past if self._play is None else self._past | self._play.own

    def _notice_stranger(self) -> None:
        """Note, from the start of a job on, that arm or gripper did what is not the job's, wherever the job stands."""
        if self._begun and self._play is not None:
            self._stranger = True
            self._play.fail(Halt.OTHER_PROGRAM, hold=True)

    def _outputs(self) -> tuple[tuple[str, float], ...] | None:
        said = self._heard.outputs
        if said is None:
            return None
        return tuple((name, said[place]) for name, place in sorted(self._expected.signals.items()) if place in said)

    def _require_rest(self, asked: str) -> None:
        if self._closed or self._bridge.problem:
            raise self._refusal(asked, self._bridge.problem or "the arm was let go")
        if (self._play is not None and self._play.running) or self._heard.busy:
            raise self._refusal(asked, "a program is running")

    def _require_ready(self) -> Joints:
        joints, _ = self._heard.look()  # its age was judged by whoever says start
        away = float(np.abs(joints.q - self._start_at).max())
        if not away <= POSE_TOLERANCE:
            raise self._refusal("start", f"the arm stands {away:.4f} rad from the plan's start")
        if not self._heard.safety.allows_motion or self._heard.mode is not Mode.RUNNING:
            raise self._refusal("start", "its own watch over itself, or its mode, forbids motion")
        if self._stranger:
            raise self._refusal("start", "somebody else used it since the run began")
        return joints

    def _refusal(self, asked: str, reason: str) -> DriverError:
        identity = getattr(self, "_identity", None)
        return DriverError("ros" if identity is None else identity.serial, asked, reason)
