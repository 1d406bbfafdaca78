"""What the primary, secondary and real-time interfaces send, as the maker publishes the layouts (PolyScope 5.10 on)."""

from __future__ import annotations

import math
import struct
from collections.abc import Iterator

from cobot_lab.deploy.virtual.ur.controller import Controller
from cobot_lab.deploy.virtual.ur.messages import (
    ExceptionMessage,
    KeyMessage,
    Message,
    PopupMessage,
    SafetyMessage,
    TextMessage,
)
from cobot_lab.deploy.virtual.ur.modes import RobotMode, Runtime, SafetyMode, joint_mode

ROBOT_STATE, ROBOT_MESSAGE = 16, 20
_SOURCE_CONTROLLER, _SOURCE_PROGRAM = -2, 7
_TEXT, _POPUP, _VERSION, _SAFETY, _KEY, _EXCEPTION = 0, 2, 3, 5, 7, 10
REALTIME_SIZE = 1220


def packet(kind: int, body: bytes) -> bytes:
    """Give a packet: its whole length, its kind, its body."""
    return struct.pack(">iB", len(body) + 5, kind) + body


def version_message(controller: Controller) -> bytes:
    """Give the first packet that a client hears."""
    major, minor, bugfix, build = controller.setup.version
    name = b"URControl"
    body = bytes([len(name)]) + name + struct.pack(">BBii", major, minor, bugfix, build) + b"21-09-2022, 08:00:00"
    return _message(controller, _SOURCE_CONTROLLER, _VERSION, body)


def message(controller: Controller, said: Message) -> bytes:
    """Give the packet of a message."""
    match said:
        case TextMessage(text):
            return _message(controller, _SOURCE_PROGRAM, _TEXT, _ascii(text))
        case KeyMessage(title, text):
            body = struct.pack(">ii", 0, 0) + _short(title) + _ascii(text)
            return _message(controller, _SOURCE_PROGRAM, _KEY, body)
        case ExceptionMessage(text, line):
            return _message(controller, _SOURCE_PROGRAM, _EXCEPTION, struct.pack(">ii", line, 0) + _ascii(text))
        case SafetyMessage(mode):
            return _message(controller, _SOURCE_CONTROLLER, _SAFETY, struct.pack(">iiBII", 0, 0, mode, 1, mode))
        case PopupMessage(title, text, warning, error, blocking):
            flags = struct.pack(">IB???", 0, 0, warning, error, blocking)
            return _message(controller, _SOURCE_PROGRAM, _POPUP, flags + _short(title) + _ascii(text))


def robot_state(controller: Controller) -> bytes:
    """Give the packet of the whole state."""
    return packet(ROBOT_STATE, b"".join(packet(kind, body) for kind, body in _parts(controller)))


def realtime(controller: Controller) -> bytes:
    """Give the packet of the real-time interface: 152 doubles behind its length."""
    cabinet, arm, zero = controller.cabinet, controller.cabinet.arm, [0.0] * 6
    tool = cabinet.tool_state()
    values: list[float] = [
        *(cabinet.now, *arm.q_target, *arm.qd_target, *arm.qdd_target, *zero, *zero, *arm.q, *arm.qd, *zero, *zero),
        *(*tool.pose, *tool.speed, *zero),
        *(*tool.pose_target, *tool.speed_target),
        *(float(cabinet.digital_in), *[30.0] * 6, 0.0, 0.0, float(controller.mode)),
        *([float(joint_mode(controller.mode))] * 6),
        *(float(controller.safety), *zero, 0.0, 0.0, 0.0, *zero, cabinet.scaling, 0.0, 0.0, 0.0),
        *(48.0, 48.0, 0.0, *[48.0] * 6, float(cabinet.digital_out), float(controller.runtime)),
        *(*[0.0] * 6, float(controller.safety), *[0.0] * 3, cabinet.payload, *cabinet.centre, *zero),
    ]
    return struct.pack(f">i{len(values)}d", 4 + 8 * len(values), *values)


def geometry(controller: Controller) -> tuple[list[float], ...]:
    """Give the Denavit–Hartenberg constants that the maker publishes: angles offsets, a, d [m] and alpha [rad]."""
    p = [joint.T_origin[:3, 3] for joint in controller.setup.robot.joints]
    a = [0.0, float(p[2][0]), float(p[3][0]), 0.0, 0.0, 0.0]
    d = [float(p[0][2]), 0.0, 0.0, float(p[3][2]), -float(p[4][1]), float(p[5][1])]
    return [0.0] * 6, a, d, [math.pi / 2, 0.0, 0.0, math.pi / 2, -math.pi / 2, 0.0]


def _parts(controller: Controller) -> Iterator[tuple[int, bytes]]:
    cabinet, arm, zero = controller.cabinet, controller.cabinet.arm, [0.0] * 6
    mode, safety, runtime = controller.mode, controller.safety, controller.runtime
    emergency = safety in (SafetyMode.ROBOT_EMERGENCY_STOP, SafetyMode.SYSTEM_EMERGENCY_STOP)
    yield (
        0,
        struct.pack(
            ">Q7?BBdddB",
            *(int(cabinet.now * 1e6), True, True, mode is not RobotMode.POWER_OFF, emergency),
            *(safety is SafetyMode.PROTECTIVE_STOP, controller.playing, runtime is Runtime.PAUSED, int(mode), 0),
            *(cabinet.slider, cabinet.scaling, 1.0, 0),
        ),
    )
    joints = zip(arm.q, arm.q_target, arm.qd, strict=True)
    one = struct.Struct(">dddffffB")
    yield 1, b"".join(one.pack(*joint, 0.0, 48.0, 30.0, 0.0, joint_mode(mode)) for joint in joints)
    yield 4, struct.pack(">12d", *cabinet.tool_state().pose, *cabinet.tool)
    offsets, a, d, alpha = geometry(controller)
    yield 5, struct.pack(">6I24dI", *controller.kinematics, *offsets, *a, *d, *alpha, 1)
    yield (
        3,
        struct.pack(
            ">iibbddbbddffffBBbIBBB",
            *(cabinet.digital_in, cabinet.digital_out, 0, 0, 0.0, 0.0, 0, 0, *cabinet.analog_out),
            *(30.0, 48.0, 0.0, 0.0, int(safety), safety is SafetyMode.REDUCED, 0, 0, 0, 0, 0),
        ),
    )
    yield 2, struct.pack(">bbddfBffB", 0, 0, 0.0, 0.0, 0.0, 0, 0.0, 30.0, 253)
    yield 7, struct.pack(">7d", *zero, 0.0)


def _message(controller: Controller, source: int, kind: int, body: bytes) -> bytes:
    stamp = int(controller.cabinet.now * 1e6)
    return packet(ROBOT_MESSAGE, struct.pack(">QbB", stamp, source, kind) + body)


def _short(text: str) -> bytes:
    data = _ascii(text)[:255]
    return bytes([len(data)]) + data


def _ascii(text: str) -> bytes:
    return text.encode("latin-1", "replace")
