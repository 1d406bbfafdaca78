"""The controller: power, safety, the program's life, and one control cycle after another."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from cobot_lab.deploy.virtual.ur.arm import CYCLE, JointLimitError
from cobot_lab.deploy.virtual.ur.cabinet import FREQUENCY, Cabinet, Setup
from cobot_lab.deploy.virtual.ur.faults import Fault, FaultKind, Faults
from cobot_lab.deploy.virtual.ur.gripper import Gripper
from cobot_lab.deploy.virtual.ur.messages import ExceptionMessage, KeyMessage, SafetyMessage
from cobot_lab.deploy.virtual.ur.modes import RobotMode, Runtime, SafetyMode
from cobot_lab.deploy.virtual.ur.robotiq import Robotiq
from cobot_lab.deploy.virtual.ur.script.calls import Offered
from cobot_lab.deploy.virtual.ur.script.compiler import Compiled, compiled
from cobot_lab.deploy.virtual.ur.script.machine import Machine
from cobot_lab.deploy.virtual.ur.script.offered.everything import UNSIMULATED, everything
from cobot_lab.deploy.virtual.ur.script.offered.sockets import Lines
from cobot_lab.deploy.virtual.ur.script.values import ScriptError

POWER_TIME, BRAKE_TIME, CUT_TIME = 0.5, 0.5, 0.5
"""From power on to idle, from idle to running, from an emergency stop to no power [s]; a real arm takes longer."""
UNLOCK_TIME = 5.0
"""A protective stop can be unlocked this long after it [s]."""
FAST_STOP = 5
"""How many times faster than a pause a protective stop slows the motion down."""


@dataclass(slots=True)
class Controller:
    """One controller, without its ports.

    Attributes:
        setup: Which arm this is.
        cabinet: Its arm, inputs, outputs and registers.
        mode: Power and brakes.
        safety: What the safety system says.
        runtime: What the program does.
        remote: Whether it is in remote control.
        program: Name of the program that plays or played last.
        gripper: What is wired to it.
        robotiq: What its URCap speaks with.
        faults: What goes wrong.
        loaded: Name of the program that Play would start; empty for none.
        on_play: Called when Play starts a loaded program.
    """

    setup: Setup
    cabinet: Cabinet = field(init=False)
    mode: RobotMode = RobotMode.RUNNING
    safety: SafetyMode = SafetyMode.NORMAL
    runtime: Runtime = Runtime.STOPPED
    remote: bool = True
    program: str = ""
    gripper: Gripper = field(default_factory=Gripper)
    robotiq: Robotiq = field(default_factory=Robotiq)
    faults: Faults = field(default_factory=Faults)
    loaded: str = ""
    on_play: Callable[[], None] = lambda: None
    _machine: Machine | None = None
    _lines: Lines = field(default_factory=Lines)
    _offered: Mapping[str, Offered] = field(default_factory=dict)
    _timers: list[tuple[int, Callable[[], None]]] = field(default_factory=list)
    _stopped_at: int = 0
    _started_at: int | None = None

    def __post_init__(self) -> None:
        self.cabinet = Cabinet(self.setup)
        self.cabinet.protect = lambda: self.trip(SafetyMode.PROTECTIVE_STOP)
        self._offered = everything(self.cabinet, self._lines)
        self.remote = self.setup.remote
        if not self.setup.ready:
            self.mode = RobotMode.POWER_OFF
            self.cabinet.arm.cut()

    @property
    def serial(self) -> str:
        """The serial number that the arm gives."""
        wrong = self.faults.has(FaultKind.SERIAL)
        return self.setup.serial[:-1] + ("0" if self.setup.serial[-1:] != "0" else "1") if wrong else self.setup.serial

    @property
    def kinematics(self) -> tuple[int, ...]:
        """The checksums of the calibration that the arm gives, one for each joint."""
        wrong = self.faults.has(FaultKind.KINEMATICS)
        return tuple(zlib.crc32(bytes(str(each), "ascii")) if wrong else each for each in self.setup.kinematics)

    @property
    def playing(self) -> bool:
        """Whether a program has begun and not ended, a pause included."""
        return self.runtime not in (Runtime.STOPPED, Runtime.STOPPING)

    def stands_at(self, address: str) -> None:
        """Learn the cabinet's own address, which a program calls 127.0.0.1."""
        self._lines.own = address

    def step(self) -> None:
        """Let one control cycle pass."""
        cabinet, arm = self.cabinet, self.cabinet.arm
        cabinet.cycle += 1
        self._on_time()
        q_before = list(arm.q_target)
        if self._machine is not None and self.runtime is not Runtime.PAUSED:
            self._run(self._machine)
        elif arm.powered and (self.runtime is not Runtime.PAUSED or arm.command is None):
            arm.coast(CYCLE)  # a command that is paused rests by its own time
        if self.runtime is Runtime.STOPPED:
            cabinet.ramp(cabinet.slider)
        if self.runtime is Runtime.STOPPING and arm.still:
            self.runtime = Runtime.STOPPED
        arm.follow(q_before)
        if self.setup.robotiq:
            self.robotiq.step(self.gripper)
        else:
            self.gripper.step(cabinet)

    def take(self, text: str) -> bool:
        """Take a program from a client and start it, in place of one that plays.

        Returns:
            Whether it was started; when not, a message says why.
        """
        program = self.compile(text)
        return program is not None and self.begin(program)

    def compile(self, text: str) -> Compiled | None:
        """Read a program, which changes nothing and may be done beside the control cycles.

        Returns:
            It, or nothing; then a message says why.
        """
        try:
            return compiled(text, self._offered, UNSIMULATED)
        except ScriptError as problem:
            self.cabinet.say(ExceptionMessage(problem.reason, problem.line))
            return None

    def begin(self, program: Compiled) -> bool:
        """Start a program that was read; whether it was started."""
        if self.faults.has(FaultKind.DEAF):
            return False
        if program.secondary:
            self._beside(program)
            return True
        if self.mode is not RobotMode.RUNNING or not self.safety.allows_motion:
            self.cabinet.say(ExceptionMessage("robot_not_ready"))
            return False
        self.stop()
        self.program = program.name or "unnamed"
        self.runtime = Runtime.PLAYING
        self.cabinet.watchdogs.clear()
        self._machine = Machine(program, self.cabinet.arm)
        if self._started_at is None:
            self._started_at = self.cabinet.cycle
        self.cabinet.say(KeyMessage("PROGRAM_XXX_STARTED", self.program))
        return True

    def play(self) -> bool:
        """Resume a paused program, or start the loaded one."""
        if self.mode is not RobotMode.RUNNING or not self.safety.allows_motion:
            return False
        if self.runtime in (Runtime.PAUSED, Runtime.PAUSING):
            self.runtime = Runtime.PLAYING
            return True
        if self.runtime is not Runtime.STOPPED or not self.loaded:
            return False
        self.on_play()
        return True

    def pause(self) -> bool:
        """Slow the program down to a pause."""
        if self.runtime is not Runtime.PLAYING:
            return False
        self.runtime = Runtime.PAUSING
        return True

    def stop(self) -> bool:
        """End the program; the arm comes to rest."""
        if self._machine is None:
            return False
        self._machine.end()
        self._machine = None
        self.cabinet.arm.own_time_ends(self.cabinet.scaling)
        self._lines.close()
        self.cabinet.watchdogs.clear()
        self.runtime = Runtime.STOPPING
        self.cabinet.say(KeyMessage("PROGRAM_XXX_STOPPED", self.program))
        return True

    def trip(self, safety: SafetyMode) -> None:
        """Let the safety system change its mode, and stop what may not go on."""
        if safety is self.safety:
            return
        self.safety = safety
        self.cabinet.say(SafetyMessage(int(safety)))
        if safety in (SafetyMode.PROTECTIVE_STOP, SafetyMode.SAFEGUARD_STOP):
            self._stopped_at = self.cabinet.cycle
            self.pause()
        elif not safety.allows_motion:
            self.stop()
            if safety is not SafetyMode.RECOVERY:
                self._after(CUT_TIME, self._cut)

    def unlock(self) -> bool:
        """Unlock a protective stop, not before its time; the program stays paused."""
        early = self.cabinet.cycle - self._stopped_at < UNLOCK_TIME * FREQUENCY
        if self.safety is not SafetyMode.PROTECTIVE_STOP or early:
            return False
        self.trip(SafetyMode.NORMAL)
        return True

    def release(self) -> None:
        """Release the emergency stop button, or the safeguard; power and program do not come back by themselves."""
        stops = (SafetyMode.ROBOT_EMERGENCY_STOP, SafetyMode.SYSTEM_EMERGENCY_STOP, SafetyMode.SAFEGUARD_STOP)
        if self.safety in stops:
            self.trip(SafetyMode.NORMAL)

    def restart_safety(self) -> bool:
        """Come back from a fault or violation, without power; harmless otherwise."""
        if self.safety in (SafetyMode.FAULT, SafetyMode.VIOLATION):
            self._cut()
            self.trip(SafetyMode.NORMAL)
        return True

    def power_on(self) -> bool:
        """Give the arm power."""
        if self.mode is not RobotMode.POWER_OFF or not self.safety.allows_motion:
            return False
        self.mode = RobotMode.POWER_ON
        self._after(POWER_TIME, lambda: self._rise(RobotMode.POWER_ON, RobotMode.IDLE))
        return True

    def brake_release(self) -> bool:
        """Release the brakes, powering on first."""
        if self.mode is RobotMode.RUNNING:
            return True
        if self.mode is RobotMode.IDLE:
            self._after(BRAKE_TIME, lambda: self._rise(RobotMode.IDLE, RobotMode.RUNNING))
            return True
        if not (self.mode is RobotMode.POWER_ON or self.power_on()):
            return False
        self._after(POWER_TIME + BRAKE_TIME, lambda: self._rise(RobotMode.IDLE, RobotMode.RUNNING))
        return True

    def power_off(self) -> bool:
        """Stop, and take the power away."""
        self.stop()
        self._cut()
        return True

    def close(self) -> None:
        """Stop, and let go of what a program has opened."""
        self.stop()
        self._lines.close()

    def _run(self, machine: Machine) -> None:
        """Run the program for one cycle."""
        cabinet = self.cabinet
        if self.runtime is Runtime.PAUSING:
            for _ in range(1 if self.safety.allows_motion else FAST_STOP):
                cabinet.ramp(0.0)
            if cabinet.scaling == 0.0:
                self.runtime = Runtime.PAUSED
                return
        else:
            cabinet.ramp(cabinet.slider)
        try:
            machine.cycle(cabinet.scaling)
        except ScriptError as problem:
            cabinet.say(ExceptionMessage(problem.reason, problem.line))
            self.stop()
        except JointLimitError as problem:
            cabinet.say(ExceptionMessage(str(problem)))
            machine.arm.command = None
            self.trip(SafetyMode.PROTECTIVE_STOP)
        if not machine.running and self._machine is machine:
            self.stop()

    def _beside(self, program: Compiled) -> None:
        """Run a secondary program at once; it may not take time."""
        machine = Machine(program, self.cabinet.arm)
        try:
            machine.begin()
        except ScriptError as problem:
            self.cabinet.say(ExceptionMessage(problem.reason, problem.line))
        if machine.running:
            self.cabinet.say(ExceptionMessage("secondary_program_takes_time"))
            machine.end()

    def _on_time(self) -> None:
        due = [act for cycle, act in self._timers if cycle <= self.cabinet.cycle]
        self._timers = [timer for timer in self._timers if timer[0] > self.cabinet.cycle]
        for act in due:
            act()
        since = None if self._started_at is None else (self.cabinet.cycle - self._started_at) / FREQUENCY
        for fault in self.faults.due(since):
            self._fail(fault)
        for dog in self.cabinet.watchdogs.values():
            if self.cabinet.cycle - dog.heard > dog.period and self.runtime is Runtime.PLAYING:
                if dog.action == "pause":
                    self.pause()
                elif dog.action == "stop":
                    self.stop()
                break

    def _fail(self, fault: Fault) -> None:
        """Let a fault begin that is not one of the wire."""
        arm = self.cabinet.arm
        trips = {
            FaultKind.PROTECTIVE_STOP: SafetyMode.PROTECTIVE_STOP,
            FaultKind.SAFEGUARD_STOP: SafetyMode.SAFEGUARD_STOP,
            FaultKind.EMERGENCY_STOP: SafetyMode.ROBOT_EMERGENCY_STOP,
            FaultKind.SAFETY_FAULT: SafetyMode.FAULT,
        }
        if fault.kind in trips:
            self.trip(trips[fault.kind])
        elif fault.kind is FaultKind.START_POSE:
            arm.place([arm.q[0] + fault.size, *arm.q[1:]])
        elif fault.kind is FaultKind.SLIDER:
            self.cabinet.slider = min(1.0, max(0.0, fault.size))
        elif fault.kind is FaultKind.OUTPUT_ON:
            self.cabinet.digital_out |= 1 << int(fault.size)
        elif fault.kind is FaultKind.EXCEPTION:
            self.cabinet.say(ExceptionMessage("fault_on_purpose"))
            self.stop()
        else:
            self._act(fault.kind)

    def _act(self, kind: FaultKind) -> None:
        if kind is FaultKind.LOCAL:
            self.remote = False
        elif kind is FaultKind.PAUSE:
            self.pause()
        elif kind is FaultKind.STOP:
            self.stop()
        elif kind is FaultKind.POWER_OFF:
            self.power_off()
        elif kind is FaultKind.GRIPPER_STUCK:
            self.gripper.stuck = True
        elif kind is FaultKind.GRIPPER_CLOSED:
            self.gripper.shut(self.cabinet)
            self.robotiq.shut()
        elif kind is FaultKind.PART_MISSING:
            self.gripper.part = False
        elif kind is FaultKind.PART_LOST:
            self.gripper.lost = True

    def _after(self, time: float, act: Callable[[], None]) -> None:
        self._timers.append((self.cabinet.cycle + round(time * FREQUENCY), act))

    def _rise(self, before: RobotMode, after: RobotMode) -> None:
        if self.mode is before and self.safety.allows_motion:
            self.mode = after
            self.cabinet.arm.powered = after is RobotMode.RUNNING

    def _cut(self) -> None:
        self.mode = RobotMode.POWER_OFF
        self.cabinet.arm.cut()
