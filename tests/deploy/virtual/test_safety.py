"""Power, safety and the pendant, and every fault that can be asked for."""

from __future__ import annotations

import struct
import time
from collections.abc import Callable
from itertools import pairwise

import pytest

from cobot_lab.deploy.virtual.faults import parse
from cobot_lab.deploy.virtual.ur import clients, rtde
from cobot_lab.deploy.virtual.ur.cabinet import Setup
from cobot_lab.deploy.virtual.ur.controller import Controller
from cobot_lab.deploy.virtual.ur.faults import Fault, FaultKind
from cobot_lab.deploy.virtual.ur.messages import ExceptionMessage
from cobot_lab.deploy.virtual.ur.modes import RobotMode, Runtime, SafetyMode

from .rig import Arm, Exchange, connect, exactly, packets  # isort: skip

SWEEP = "def sweep():\nq = get_actual_joint_positions()\nq[0] = q[0] + 1\nmovej(q, a=2, v=0.5)\nend"


def _playing(setup: Setup, *faults: Fault) -> Controller:
    controller = Controller(setup)
    controller.faults.waiting.extend(faults)
    assert controller.take(SWEEP)
    return controller


def _steps(controller: Controller, cycles: int) -> None:
    for _ in range(cycles):
        controller.step()


def _stands(controller: Controller) -> bool:
    before = list(controller.cabinet.arm.q)
    _steps(controller, 500)
    return all(abs(a - b) < 1e-4 for a, b in zip(before, controller.cabinet.arm.q, strict=True))


def test_pause_and_play_finish_the_motion(setup: Setup) -> None:
    controller = _playing(setup)
    goal = controller.cabinet.arm.q[0] + 1
    _steps(controller, 400)
    assert controller.pause()
    _steps(controller, 400)
    assert controller.runtime is Runtime.PAUSED
    assert _stands(controller)
    assert controller.play()
    _steps(controller, 2000)
    assert controller.cabinet.arm.q[0] == pytest.approx(goal, abs=1e-4)


def test_a_protective_stop_is_unlocked_late_and_nothing_resumes(setup: Setup) -> None:
    controller = _playing(setup, Fault(FaultKind.PROTECTIVE_STOP, 0.5))
    _steps(controller, 500)
    assert controller.safety is SafetyMode.PROTECTIVE_STOP
    assert controller.safety.bits == 1 << 2 | 1 << 10
    assert _stands(controller)
    assert not controller.unlock()
    assert not controller.play()
    _steps(controller, 2500)
    assert controller.unlock()
    assert controller.runtime is Runtime.PAUSED
    assert _stands(controller)


def test_an_emergency_stop_takes_the_power_and_the_program(setup: Setup) -> None:
    controller = _playing(setup, Fault(FaultKind.EMERGENCY_STOP, 0.5))
    _steps(controller, 800)
    assert (controller.safety, controller.mode) == (SafetyMode.ROBOT_EMERGENCY_STOP, RobotMode.POWER_OFF)
    assert controller.safety.bits == 1 << 6 | 1 << 7 | 1 << 10
    assert not controller.playing
    assert _stands(controller)
    assert not controller.power_on()
    controller.release()
    assert controller.brake_release()
    _steps(controller, 600)
    assert controller.mode is RobotMode.RUNNING
    assert _stands(controller)
    assert controller.take(SWEEP)


def test_a_watchdog_that_hears_nothing_stops_the_program(setup: Setup) -> None:
    controller = Controller(setup)
    controller.take(
        'def test():\nrtde_set_watchdog("input_int_register_24", 10, "stop")\nwhile True:\nsync()\nend\nend'
    )
    _steps(controller, 40)
    assert controller.playing
    _steps(controller, 40)
    assert not controller.playing


@pytest.mark.parametrize(
    ("fault", "shows"),
    [
        (Fault(FaultKind.SERIAL), lambda c: c.serial == "20235300000"),
        (Fault(FaultKind.KINEMATICS), lambda c: c.kinematics != (11, 12, 13, 14, 15, 16)),
        (Fault(FaultKind.LOCAL, 0.2), lambda c: not c.remote),
        (Fault(FaultKind.PAUSE, 0.2), lambda c: c.runtime is Runtime.PAUSED),
        (Fault(FaultKind.STOP, 0.2), lambda c: c.runtime is Runtime.STOPPED),
        (Fault(FaultKind.SAFEGUARD_STOP, 0.2), lambda c: c.safety is SafetyMode.SAFEGUARD_STOP and c.runtime == 4),
        (Fault(FaultKind.SAFETY_FAULT, 0.2), lambda c: c.safety is SafetyMode.FAULT and c.mode is RobotMode.POWER_OFF),
        (Fault(FaultKind.SLIDER, 0.2), lambda c: c.cabinet.scaling == 0.0 and c.runtime is Runtime.PLAYING),
        (Fault(FaultKind.POWER_OFF, 0.2), lambda c: c.mode is RobotMode.POWER_OFF),
        (Fault(FaultKind.EXCEPTION, 0.2), lambda c: ExceptionMessage("fault_on_purpose") in c.cabinet.said),
    ],
)
def test_faults_of_the_arm(setup: Setup, fault: Fault, shows: Callable[[Controller], bool]) -> None:
    controller = _playing(setup, fault)
    assert not shows(controller)
    _steps(controller, 600)
    assert shows(controller)


def test_the_first_joint_may_stand_elsewhere(setup: Setup) -> None:
    controller = Controller(setup)
    before = controller.cabinet.arm.q[0]
    controller.faults.waiting.append(Fault(FaultKind.START_POSE))
    controller.step()
    assert controller.cabinet.arm.q[0] - before == pytest.approx(0.02)


def test_a_deaf_controller_starts_nothing(setup: Setup) -> None:
    controller = Controller(setup)
    controller.faults.waiting.append(Fault(FaultKind.DEAF))
    controller.step()
    assert not controller.take(SWEEP)
    assert not controller.cabinet.said


@pytest.mark.parametrize(
    ("fault", "inputs"),
    [
        (None, 0b01),
        (Fault(FaultKind.GRIPPER_STUCK), 0b10),
        (Fault(FaultKind.PART_MISSING), 0b00),
        (Fault(FaultKind.PART_LOST, 0.5), 0b00),
    ],
)
def test_the_gripper_confirms_what_it_holds(setup: Setup, fault: Fault | None, inputs: int) -> None:
    controller = Controller(setup)
    controller.faults.waiting.extend([] if fault is None else [fault])
    controller.step()
    assert controller.cabinet.digital_in == 0b10
    controller.take("def grip():\nset_standard_digital_out(0, True)\nsleep(1)\nend")
    _steps(controller, 400)
    assert controller.cabinet.digital_in == inputs


def _first(arm: Arm, kind: FaultKind, value: float = float("nan")) -> list[float]:
    """Time stamps after a fault of the wire has begun."""
    with arm(pace=2.0) as served, connect(served, rtde.PORT) as link:
        link.settimeout(0.5)
        exchange = Exchange(link)
        exchange.subscribe("timestamp,actual_q", 125.0)
        exchange.ask("S")
        exchange.stamps(3)
        began = served.call(lambda c: (c.faults.waiting.append(Fault(kind, value=value)), c.cabinet.now)[1])
        assert served.wait(lambda c: c.faults.has(kind))
        found = []
        while len(found) < 12:
            kind_found, body = exchange.take()
            stamp = struct.unpack_from(">d", body, 1)[0]
            if stamp > began - 0.02:
                found.append(stamp if kind is not FaultKind.ZEROES else sum(struct.unpack(">6d", body[9:])))
            assert kind_found == "U"
        return found


@pytest.mark.parametrize("kind", [FaultKind.FREEZE, FaultKind.HALF_OPEN])
def test_a_silent_wire_stays_open(arm: Arm, kind: FaultKind) -> None:
    with pytest.raises(TimeoutError):
        _first(arm, kind)


def test_a_dropped_wire_takes_nobody_new(arm: Arm) -> None:
    with pytest.raises(ConnectionError):
        _first(arm, FaultKind.DROP)


def test_samples_may_repeat_double_or_hold_zeroes(arm: Arm) -> None:
    assert len(set(_first(arm, FaultKind.REPEAT)[-8:])) == 1
    doubled = _first(arm, FaultKind.DUPLICATE)[-8:]
    assert len(set(doubled)) <= 5
    assert _first(arm, FaultKind.ZEROES)[-8:] == [0.0] * 8


def test_pieces_of_one_byte_are_the_same_data(arm: Arm) -> None:
    stamps = _first(arm, FaultKind.SPLIT)
    assert [round(b - a, 9) for a, b in pairwise(stamps)] == [0.008] * (len(stamps) - 1)


def test_a_slow_wire_answers_late(arm: Arm) -> None:
    with arm() as served, connect(served, rtde.PORT) as link:
        served.fail(Fault(FaultKind.DELAY, value=0.2))
        assert served.wait(lambda c: c.faults.has(FaultKind.DELAY))
        before = time.monotonic()
        assert Exchange(link).ask("V", b"\x00\x02") == b"\x01"
        assert time.monotonic() - before > 0.39


def test_a_wrong_arm_says_so_on_the_wire(arm: Arm) -> None:
    with arm(faults=[Fault(FaultKind.KINEMATICS)]) as served, connect(served, clients.SECONDARY) as link:
        served.wait(lambda c: c.faults.has(FaultKind.KINEMATICS))
        packets(link, lambda kind, _: kind == 16)
        size, kind = struct.unpack(">iB", exactly(link, 5))
        assert (kind, struct.pack(">6I", 11, 12, 13, 14, 15, 16) in exactly(link, size - 5)) == (16, False)


@pytest.mark.parametrize("text", ["storm", "freeze@soon", "slider=nan@", "delay=inf"])
def test_a_fault_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        parse(text, FaultKind)
