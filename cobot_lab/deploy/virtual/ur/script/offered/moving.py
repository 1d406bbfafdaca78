"""Motion, and what is known of the arm."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any

from cobot_lab.deploy.virtual.ur.arm import CYCLE, Command
from cobot_lab.deploy.virtual.ur.cabinet import Cabinet
from cobot_lab.deploy.virtual.ur.motions import JointMove, Servo, Speed, Stop
from cobot_lab.deploy.virtual.ur.script.calls import Offered
from cobot_lab.deploy.virtual.ur.script.code import Flow, Frame, Wait
from cobot_lab.deploy.virtual.ur.script.values import Pose, ScriptError, Value, finite, vector

JOINTS = 6


def functions(cabinet: Cabinet) -> Mapping[str, Offered]:
    """Give the functions of this family by name."""
    arm = cabinet.arm

    def moved(frame: Frame, command: Command) -> Flow:
        """Take the arm, and wait for the end of the motion."""
        frame.program.acquire(frame.thread)
        arm.command = command
        while arm.command is command:
            yield Wait.MOTION

    def movej(frame: Frame, q: Value, a: Value = 1.4, v: Value = 1.05, t: Value = 0, r: Value = 0) -> Flow:
        _blend(q, r)
        yield from moved(frame, JointMove(vector(q, JOINTS), _positive(v), _positive(a), max(0.0, finite(t))))

    def servoj(
        frame: Frame,
        q: Value,
        a: Value = 0,
        v: Value = 0,
        t: Value = CYCLE,
        lookahead_time: Value = 0.1,
        gain: Value = 300,
    ) -> Flow:
        _servo_settings(a, v, lookahead_time, gain)
        yield from moved(frame, Servo(vector(q, JOINTS), max(CYCLE, _positive(t))))

    def speedj(frame: Frame, qd: Value, a: Value = 1.4, t: Value = 0) -> Flow:
        command = Speed(vector(qd, JOINTS), max(1e-6, abs(finite(a))), finite(t) or math.inf)
        if finite(t) > 0:
            yield from moved(frame, command)
            return
        frame.program.acquire(frame.thread)
        arm.command = command
        while max(abs(x - y) for x, y in zip(arm.rate, command.speed, strict=True)) > 1e-9:
            if arm.command is not command:
                return
            yield Wait.MOTION
        yield Wait.CYCLE

    def stopj(frame: Frame, a: Value = 2.0) -> Flow:
        yield from moved(frame, Stop(_positive(a)))

    flows: dict[str, Callable[..., Any]] = {"movej": movej, "servoj": servoj, "speedj": speedj, "stopj": stopj}
    offered = {name: Offered(run, flows=True) for name, run in flows.items()}
    return offered | {name: Offered(run) for name, run in _known(cabinet).items()}


def _known(cabinet: Cabinet) -> dict[str, Callable[..., Any]]:
    """Give the functions that take no time: what is known of the arm, and what it carries."""
    arm = cabinet.arm
    return {
        "get_actual_joint_positions": lambda _: list(arm.q),
        "get_joint_positions": lambda _: list(arm.q),
        "get_target_joint_positions": lambda _: list(arm.q_target),
        "get_actual_joint_speeds": lambda _: list(arm.qd),
        "get_target_joint_speeds": lambda _: list(arm.qd_target),
        "get_joint_torques": lambda _: [0.0] * JOINTS,
        "get_actual_tcp_pose": lambda _: Pose(cabinet.tool_state().pose),
        "get_target_tcp_pose": lambda _: Pose(cabinet.tool_state().pose_target),
        "get_actual_tcp_speed": lambda _: list(cabinet.tool_state().speed),
        "get_target_tcp_speed": lambda _: list(cabinet.tool_state().speed_target),
        "get_forward_kin": lambda _, q=None, tcp=None: Pose(
            cabinet.tool_pose(
                arm.q if q is None else vector(q, JOINTS), cabinet.tool if tcp is None else vector(tcp, 6)
            )
        ),
        "get_tcp_force": lambda _: [0.0] * 6,
        "force": lambda _: 0.0,
        "get_steptime": lambda _: CYCLE,
        "is_steady": lambda _: arm.still,
        "get_tcp_offset": lambda _: Pose(cabinet.tool),
        "get_target_payload": lambda _: cabinet.payload,
        "get_target_payload_cog": lambda _: list(cabinet.centre),
        "get_target_payload_inertia": lambda _: [0.0] * 6,
        "set_tcp": _set_tcp(cabinet),
        "set_payload": _set_payload(cabinet),
        "set_target_payload": _set_payload(cabinet),
        "set_payload_mass": _set_payload(cabinet),
        "set_gravity": lambda _, d: vector(d, 3) and None,
    }


def _servo_settings(a: Value, v: Value, lookahead_time: Value, gain: Value) -> None:
    finite(a), finite(v)  # not used by the real controller either
    if not (0.03 <= finite(lookahead_time) <= 0.2 and 100 <= finite(gain) <= 2000):
        raise ScriptError("domain_error: look-ahead time 0.03 to 0.2, gain 100 to 2000")


def _blend(q: Value, r: Value) -> None:
    if isinstance(q, Pose):
        raise ScriptError("not_simulated:movej to a pose:")
    if finite(r) < 0:
        raise ScriptError("domain_error: a blend radius below 0")


def _positive(value: Value) -> float:
    given = finite(value)
    if not given > 0:
        raise ScriptError(f"domain_error: {given} is not more than 0")
    return given


def _set_tcp(cabinet: Cabinet) -> Callable[..., None]:
    def set_tcp(_: Frame, pose: Value, tcp_name: Value = "") -> None:  # noqa: ARG001
        cabinet.tool = vector(pose, 6)

    return set_tcp


def _set_payload(cabinet: Cabinet) -> Callable[..., None]:
    limit = cabinet.setup.robot.payload * 1.5

    def set_payload(_: Frame, m: Value, cog: Value = None, inertia: Value = None) -> None:
        mass = finite(m)
        if not 0 <= mass <= limit:
            raise ScriptError(f"domain_error: a payload of {mass} kg")
        if inertia is not None:
            vector(inertia, 6)
        cabinet.payload = mass
        if cog is not None:
            cabinet.centre = vector(cog, 3)

    return set_payload
