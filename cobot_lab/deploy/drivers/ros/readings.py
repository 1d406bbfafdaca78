"""What is read from the arm before a run, beside its state: all that its own planner would have looked at."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator

from cobot_lab.deploy.course import every
from cobot_lab.deploy.driver import DATA_LIMIT, DriverError, Identity
from cobot_lab.deploy.drivers.ros.bridge import Bridge
from cobot_lab.deploy.drivers.ros.heard import STATUS_LIMIT, Heard
from cobot_lab.deploy.drivers.ros.profile import Expected, Profile
from cobot_lab.deploy.reading import Reading
from cobot_lab.deploy.start import Start, holding_or_not, open_or_not
from cobot_lab.motion.actions import Grip
from cobot_lab.motion.plan_data import Plan

_PARAMETER = "/rosapi/get_param"


def serial_of(bridge: Bridge, profile: Profile) -> str:
    """Ask the arm for its serial number.

    Raises:
        DriverError: It does not say.
    """
    if profile.niryo is not None:
        answer = bridge.call(profile.niryo.settings, {"name": "serial_number"})
        found = str(answer.get("value", "")) if int(answer.get("status", -1)) >= 0 else ""
    else:
        found = _parameter(bridge, profile.serial)
    if not found:
        raise bridge.broken("serial number", "the arm does not say it")
    return found


def software_of(bridge: Bridge) -> str:
    """Ask which ROS this is."""
    return f"ROS {_parameter(bridge, '/rosdistro')}"


def readings(
    bridge: Bridge, heard: Heard, expected: Expected, identity: Identity, plan: Plan, start: Start
) -> tuple[Reading, ...]:
    """Ask the arm, now.

    Neither gripper action tells how the gripper stands before it is asked for something, and a standard arm has no
    topic for its outputs: both are named as not read.

    Raises:
        DriverError: It does not answer.
    """
    asked, profile = time.monotonic(), expected.profile
    serial = serial_of(bridge, profile)
    trip = time.monotonic() - asked
    return (
        Reading("serial number", serial, identity.serial),
        Reading("time to answer", trip, 0.0, DATA_LIMIT),
        *_of_goals(heard, profile, plan),
        *_of_controller(bridge, profile),
        *(_of_hardware(heard) if profile.niryo is not None else ()),
        *start.outputs(_outputs(heard, expected)),
        open_or_not(None),
        holding_or_not(None),
    )


def _outputs(heard: Heard, expected: Expected) -> dict[str, float] | None:
    """Give the outputs by the names of their signals; nothing for an arm that has no topic for them."""
    if expected.profile.niryo is None:
        return None
    said = heard.outputs_now
    return {name: said[place] for name, place in expected.signals.items() if place in said}


def _of_goals(heard: Heard, profile: Profile, plan: Plan) -> Iterator[Reading]:
    """Read whether somebody else has the arm, or its gripper: one that no plan asks anything of may be missing."""
    yield Reading("other goals", _known(heard.others(profile.action)), wanted=False)
    gripper = profile.gripper.action
    if heard.told(gripper) or _grips(plan):
        yield Reading("other goals of the gripper", _known(heard.others(gripper)), wanted=False)


def _grips(plan: Plan) -> bool:
    return any(isinstance(action, Grip) for stretch in every(plan) for action in stretch.plan.actions)


def _known(said: bool | None) -> bool | str:
    return "unknown" if said is None else said


def _of_controller(bridge: Bridge, profile: Profile) -> Iterator[Reading]:
    if not profile.manager:
        return
    listed = bridge.call(profile.manager, {})
    states = {str(each["name"]): str(each["state"]) for each in listed["controller"]}
    yield Reading("controller", states.get(profile.controller.lstrip("/"), "missing")[:60], "running")


def _of_hardware(heard: Heard) -> Iterator[Reading]:
    status = heard.status
    yield Reading("age of the hardware's status", min(heard.status_age, 1e6), 0.0, STATUS_LIMIT)
    for name, wanted in (
        ("connection_up", True),
        ("hardware_state", 0),
        ("calibration_needed", False),
        ("calibration_in_progress", False),
        ("hardware_errors", 0),
        ("error_message", ""),
    ):
        yield Reading(name.replace("_", " "), status.get(name, "unknown"), wanted)
    yield Reading("learning mode", _known(heard.learning_now), wanted=False)
    yield Reading("collision", _known(heard.collision_now), wanted=False)


def _parameter(bridge: Bridge, name: str) -> str:
    value = bridge.call(_PARAMETER, {"name": name, "default": '""'}).get("value", '""')
    try:
        return str(json.loads(value)).strip()[:64]
    except (TypeError, ValueError):
        raise DriverError("rosapi", name, f"it answers {str(value)[:60]!r}") from None
