"""The variables of the real-time data exchange: their types, where outputs come from and where inputs go.

What the simulated arm has no model of is constant: currents, torques, forces and accelerations are 0, the supply is
48 V, the joints are at 30 °C.
"""

from __future__ import annotations

import struct
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

from cobot_lab.deploy.virtual.ur.cabinet import BITS, FLOATS, INTS, Cabinet
from cobot_lab.deploy.virtual.ur.controller import Controller
from cobot_lab.deploy.virtual.ur.modes import RobotMode, joint_mode

FORMATS = {
    "BOOL": "?",
    "UINT8": "B",
    "UINT32": "I",
    "UINT64": "Q",
    "INT32": "i",
    "DOUBLE": "d",
    "VECTOR3D": "3d",
    "VECTOR6D": "6d",
    "VECTOR6INT32": "6i",
    "VECTOR6UINT32": "6I",
}
"""How each type is packed, big-endian."""

Take = Callable[[Controller], Any]
Put = Callable[[Cabinet, Any], None]


@dataclass(frozen=True, slots=True)
class Output:
    """A variable that clients read: its type, and what gives its value (a tuple for a vector)."""

    kind: str
    take: Take


@dataclass(frozen=True, slots=True)
class Input:
    """A variable that clients write: its type, and what takes it; None where it comes to life with others."""

    kind: str
    put: Put | None = None


def packing(kinds: list[str]) -> struct.Struct:
    """Give how variables of these types are packed one after another."""
    return struct.Struct(">" + "".join(FORMATS[kind] for kind in kinds))


def width(kind: str) -> int:
    """Give how many values a type holds."""
    return int(FORMATS[kind][0]) if FORMATS[kind][0].isdigit() else 1


def _bits(values: list[bool], first: int) -> int:
    return sum(bit << place for place, bit in enumerate(values[first : first + 32]))


def _constant(kind: str, *values: float) -> Output:
    return Output(kind, lambda _: values if len(values) > 1 else values[0])


def robot_status(controller: Controller) -> int:
    """Give the robot's status bits: power, program, and the buttons that nobody presses here."""
    power = controller.mode in (RobotMode.IDLE, RobotMode.RUNNING, RobotMode.POWER_ON)
    return power | controller.playing << 1


@cache
def outputs() -> dict[str, Output]:
    """Give every variable that clients can read, by name."""
    zero6, zero3 = (0.0,) * 6, (0.0,) * 3
    found = {
        "timestamp": Output("DOUBLE", lambda c: c.cabinet.now),
        "target_q": Output("VECTOR6D", lambda c: c.cabinet.arm.q_target),
        "target_qd": Output("VECTOR6D", lambda c: c.cabinet.arm.qd_target),
        "target_qdd": Output("VECTOR6D", lambda c: c.cabinet.arm.qdd_target),
        "actual_q": Output("VECTOR6D", lambda c: c.cabinet.arm.q),
        "actual_qd": Output("VECTOR6D", lambda c: c.cabinet.arm.qd),
        "actual_TCP_pose": Output("VECTOR6D", lambda c: c.cabinet.tool_state().pose),
        "target_TCP_pose": Output("VECTOR6D", lambda c: c.cabinet.tool_state().pose_target),
        "actual_TCP_speed": Output("VECTOR6D", lambda c: c.cabinet.tool_state().speed),
        "target_TCP_speed": Output("VECTOR6D", lambda c: c.cabinet.tool_state().speed_target),
        "actual_digital_input_bits": Output("UINT64", lambda c: c.cabinet.digital_in),
        "actual_digital_output_bits": Output("UINT64", lambda c: c.cabinet.digital_out),
        "robot_mode": Output("INT32", lambda c: int(c.mode)),
        "joint_mode": Output("VECTOR6INT32", lambda c: (joint_mode(c.mode),) * 6),
        "safety_mode": Output("INT32", lambda c: int(c.safety)),
        "safety_status": Output("INT32", lambda c: int(c.safety)),
        "safety_status_bits": Output("UINT32", lambda c: c.safety.bits),
        "robot_status_bits": Output("UINT32", robot_status),
        "runtime_state": Output("UINT32", lambda c: int(c.runtime)),
        "speed_scaling": Output("DOUBLE", lambda c: c.cabinet.scaling),
        "target_speed_fraction": Output("DOUBLE", lambda c: c.cabinet.slider),
        "payload": Output("DOUBLE", lambda c: c.cabinet.payload),
        "payload_cog": Output("VECTOR3D", lambda c: c.cabinet.centre),
        "tcp_offset": Output("VECTOR6D", lambda c: c.cabinet.tool),
        "standard_analog_output0": Output("DOUBLE", lambda c: c.cabinet.analog_out[0]),
        "standard_analog_output1": Output("DOUBLE", lambda c: c.cabinet.analog_out[1]),
        "output_bit_registers0_to_31": Output("UINT32", lambda c: _bits(c.cabinet.outputs.bits, 0)),
        "output_bit_registers32_to_63": Output("UINT32", lambda c: _bits(c.cabinet.outputs.bits, 32)),
        "input_bit_registers0_to_31": Output("UINT32", lambda c: _bits(c.cabinet.inputs.bits, 0)),
        "input_bit_registers32_to_63": Output("UINT32", lambda c: _bits(c.cabinet.inputs.bits, 32)),
        "actual_main_voltage": _constant("DOUBLE", 48.0),
        "actual_robot_voltage": _constant("DOUBLE", 48.0),
        "actual_joint_voltage": _constant("VECTOR6D", *(48.0,) * 6),
        "joint_temperatures": _constant("VECTOR6D", *(30.0,) * 6),
        "tool_mode": _constant("UINT32", 253),
        "script_control_line": _constant("UINT32", 0),
        "tool_output_voltage": _constant("INT32", 0),
        "time_scale_source": _constant("INT32", 0),
    }
    found |= dict.fromkeys(_NO_MODEL_6, _constant("VECTOR6D", *zero6))
    found |= dict.fromkeys(_NO_MODEL_3, _constant("VECTOR3D", *zero3))
    found |= dict.fromkeys(_NO_MODEL, _constant("DOUBLE", 0.0))
    return found | _register_outputs()


_NO_MODEL_6 = (
    *("target_current", "actual_current", "actual_current_window", "target_moment", "actual_moment"),
    *("joint_control_output", "actual_TCP_force", "ft_raw_wrench", "payload_inertia", "actual_qdd"),
    *("joint_position_deviation_ratio", "actual_current_as_torque"),
)
_NO_MODEL_3 = ("actual_tool_accelerometer", "elbow_position", "elbow_velocity")
_NO_MODEL = (
    *("actual_execution_time", "actual_robot_current", "actual_momentum", "tcp_force_scalar", "io_current"),
    *("standard_analog_input0", "standard_analog_input1", "tool_analog_input0", "tool_analog_input1"),
    *("tool_output_current", "tool_temperature", "collision_detection_ratio"),
)


def _register_outputs() -> dict[str, Output]:
    found: dict[str, Output] = {}
    for way in ("input", "output"):
        for i in range(INTS):
            found[f"{way}_int_register_{i}"] = Output("INT32", _reader(way, "ints", i))
        for i in range(FLOATS):
            found[f"{way}_double_register_{i}"] = Output("DOUBLE", _reader(way, "floats", i))
        for i in range(64, BITS):
            found[f"{way}_bit_register_{i}"] = Output("BOOL", _reader(way, "bits", i))
    return found


def _reader(way: str, store: str, place: int) -> Take:
    return lambda c: getattr(getattr(c.cabinet, f"{way}s"), store)[place]


def _writer(store: str, place: int) -> Put:
    return lambda c, value: getattr(c.inputs, store).__setitem__(place, value)


@cache
def inputs() -> dict[str, Input]:
    """Give every variable that clients can write, by name."""
    found = {
        "speed_slider_mask": Input("UINT32"),
        "speed_slider_fraction": Input("DOUBLE"),
        "standard_digital_output_mask": Input("UINT8"),
        "standard_digital_output": Input("UINT8"),
        "configurable_digital_output_mask": Input("UINT8"),
        "configurable_digital_output": Input("UINT8"),
        "tool_digital_output_mask": Input("UINT8"),
        "tool_digital_output": Input("UINT8"),
        "standard_analog_output_mask": Input("UINT8"),
        "standard_analog_output_type": Input("UINT8"),
        "standard_analog_output_0": Input("DOUBLE"),
        "standard_analog_output_1": Input("DOUBLE"),
        "external_force_torque": Input("VECTOR6D", lambda *_: None),
        "input_bit_registers0_to_31": Input("UINT32", lambda c, value: _put_bits(c, 0, value)),
        "input_bit_registers32_to_63": Input("UINT32", lambda c, value: _put_bits(c, 32, value)),
    }
    for i in range(INTS):
        found[f"input_int_register_{i}"] = Input("INT32", _writer("ints", i))
    for i in range(FLOATS):
        found[f"input_double_register_{i}"] = Input("DOUBLE", _writer("floats", i))
    for i in range(64, BITS):
        found[f"input_bit_register_{i}"] = Input("BOOL", _writer("bits", i))
    return found


def apply(cabinet: Cabinet, given: dict[str, Any]) -> None:
    """Let the values of one input package take effect; those with a mask only where the mask says so."""
    for name, value in given.items():
        put = inputs()[name].put
        if put is not None:
            put(cabinet, value)
        dog = cabinet.watchdogs.get(name)
        if dog is not None:
            dog.heard = cabinet.cycle
    if given.get("speed_slider_mask"):
        fraction = given.get("speed_slider_fraction", -1.0)
        if 0 <= fraction <= 1:
            cabinet.slider = fraction
    for bank, first in (("standard", 0), ("configurable", 8), ("tool", 16)):
        mask = given.get(f"{bank}_digital_output_mask", 0) << first
        wanted = given.get(f"{bank}_digital_output", 0) << first
        cabinet.digital_out = cabinet.digital_out & ~mask | wanted & mask
    for i in range(2):
        share = given.get(f"standard_analog_output_{i}", -1.0)
        if given.get("standard_analog_output_mask", 0) >> i & 1 and 0 <= share <= 1:
            cabinet.analog_out[i] = share


def _put_bits(cabinet: Cabinet, first: int, value: int) -> None:
    cabinet.inputs.bits[first : first + 32] = [bool(value >> i & 1) for i in range(32)]
