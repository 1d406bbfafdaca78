"""What the virtual arm says by itself, how often, and what its services answer."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from cobot_lab.deploy.virtual.ros.arm import CYCLE
from cobot_lab.deploy.virtual.ros.controller import Controller, header
from cobot_lab.deploy.virtual.ros.faults import FaultKind

SLOW = 5.0
"""How often goals, sensors and flags are said [1/s]."""
_OTHER = "9"


class ServiceError(ValueError):
    """A service is not there, or was asked wrongly."""


def due(controller: Controller) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Give what is said in this cycle: topic and message."""
    setup, has = controller.setup, controller.faults.has
    if _now(controller, setup.joint_rate):
        yield "/joint_states", _joints(controller)
    if _now(controller, setup.state_rate):
        yield f"{setup.controller}/state", controller.state()
        feedback = controller.feedback()
        if feedback is not None:
            yield f"{setup.action}/feedback", feedback
    if not _now(controller, SLOW):
        return
    yield f"{setup.action}/status", {"header": header(controller.now), "status_list": controller.status()}
    yield f"{setup.tool}/status", {"header": header(controller.now), "status_list": controller.grip_status()}
    for topic, said in controller.sensors.items():
        yield topic, {"data": said}
    if setup.niryo:
        if not has(FaultKind.STATUS_SILENT):
            yield "/niryo_robot_hardware_interface/hardware_status", _hardware(controller)
        yield "/niryo_robot/learning_mode/state", {"data": controller.learning}
        yield "/niryo_robot_arm_commander/collision_detected", {"data": controller.collision}
        outputs = [{"name": name, "value": on} for name, on in controller.outputs.items()]
        yield "/niryo_robot_rpi/digital_io_state", {"digital_inputs": [], "digital_outputs": outputs}


def answer(controller: Controller, service: str, asked: Mapping[str, Any]) -> dict[str, Any]:
    """Answer a service.

    Raises:
        ServiceError: It is not there, or was asked wrongly.
    """
    services: dict[str, Callable[[Controller, Mapping[str, Any]], dict[str, Any]]] = {
        "/controller_manager/list_controllers": _controllers,
        "/rosapi/get_param": _parameter,
        "/rosapi/topics": lambda _controller, _asked: {"topics": [], "types": []},
    }
    if controller.setup.niryo:
        services["/niryo_robot_database/settings/get"] = _setting
        services["/niryo_robot_rpi/set_digital_io"] = _switch
    try:
        return services[service](controller, asked)
    except (KeyError, TypeError) as problem:
        raise ServiceError(f"{service[:100]}: {problem}"[:200]) from problem


def _now(controller: Controller, rate: float) -> bool:
    return controller.cycle % max(1, round(1 / (rate * CYCLE))) == 0


def _joints(controller: Controller) -> dict[str, Any]:
    q, qd = controller.arm.q.tolist(), controller.arm.qd.tolist()
    if controller.faults.has(FaultKind.ZEROES):
        q, qd = [0.0] * len(q), [0.0] * len(q)
    if controller.faults.has(FaultKind.NOT_NUMBERS):
        q[0] = float("nan")
    return {
        "header": header(controller.now),
        "name": list(controller.names),
        "position": q,
        "velocity": qd,
        "effort": [],
    }


def _hardware(controller: Controller) -> dict[str, Any]:
    fails = controller.faults.has(FaultKind.HARDWARE)
    motors = len(controller.names)
    return {
        "header": header(controller.now),
        "rpi_temperature": 55,
        "hardware_version": controller.setup.robot.name,
        "hardware_state": 0,
        "connection_up": True,
        "error_message": "",
        "calibration_needed": controller.faults.has(FaultKind.UNCALIBRATED),
        "calibration_in_progress": False,
        "motor_names": list(controller.names),
        "motor_types": ["motor"] * motors,
        "temperatures": [40] * motors,
        "voltages": [12.0] * motors,
        "hardware_errors": [32 if fails else 0] + [0] * (motors - 1),
        "hardware_errors_message": ["Overload" if fails else ""] + [""] * (motors - 1),
    }


def _controllers(controller: Controller, _asked: Mapping[str, Any]) -> dict[str, Any]:
    state = "stopped" if controller.faults.has(FaultKind.CONTROLLER_OFF) else "running"
    own = {"name": controller.setup.controller.lstrip("/"), "state": state}
    return {"controller": [{"name": "joint_state_controller", "state": "running"}, own]}


def _serial(controller: Controller) -> str:
    other = controller.faults.has(FaultKind.SERIAL)
    return controller.setup.serial + (_OTHER if other else "")


def _parameter(controller: Controller, asked: Mapping[str, Any]) -> dict[str, Any]:
    known = {"/rosdistro": "noetic\n", "/robot_serial": _serial(controller)}
    value = known.get(asked["name"])
    return {"value": asked.get("default", '""') if value is None else json.dumps(value)}


def _setting(controller: Controller, asked: Mapping[str, Any]) -> dict[str, Any]:
    if asked["name"] != "serial_number":
        return {"status": -1, "value": "", "type": ""}
    return {"status": 1, "value": _serial(controller), "type": "str"}


def _switch(controller: Controller, asked: Mapping[str, Any]) -> dict[str, Any]:
    if asked["name"] not in controller.outputs or not isinstance(asked["value"], bool):
        return {"status": -1, "message": "no such output"}
    controller.outputs[asked["name"]] = asked["value"]
    return {"status": 1, "message": ""}
