"""`arms.toml` in the installed folder of keys: the real arms of this place, as they were accepted."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from cobot_lab.cell.load import load_robot
from cobot_lab.deploy.drivers.ros import profile as ros
from cobot_lab.deploy.drivers.ur.arm import Expected, Wired
from cobot_lab.ui.terminal.subject import SubjectError, contents

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

NAME = "arms.toml"


class _Topic(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)
    topic: str = Field(pattern=r"^/[A-Za-z0-9_/]{1,120}$")
    kind: Literal["std_msgs/String", "std_msgs/Bool", "std_msgs/Float64"] = "std_msgs/String"
    words: dict[str, str | bool | float] = {}


class _RosArm(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)
    driver: Literal["ros"]
    model: str
    sensors: dict[str, _Topic] = {}


class _Sensor(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)
    input: int = Field(ge=0, le=7)
    on: str | bool | float
    off: str | bool | float


class _Arm(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)
    driver: Literal["ur"] = "ur"
    model: str
    kinematics: str
    payload_kg: float
    tool: list[float] = Field(min_length=6, max_length=6)
    sensors: dict[str, _Sensor] = {}


_ENTRY: TypeAdapter[_Arm | _RosArm] = TypeAdapter(_Arm | _RosArm)


def accepted(folder: Path, serial: str) -> Expected:
    """Give a Universal Robots arm as it was accepted here.

    Args:
        folder: The installed folder of keys.
        serial: Its serial number.

    Raises:
        SubjectError: The file cannot be used, or the arm does not stand in it.
        DescriptionError: There is no such model.
    """
    arm = _entry(folder, serial)
    if not isinstance(arm, _Arm):
        raise SubjectError(str(folder / NAME), f"{serial} is an arm behind ROS", "--driver ros")
    sensors = {name: Wired(each.input, each.on, each.off) for name, each in arm.sensors.items()}
    joints = load_robot(arm.model).joint_names
    return Expected(arm.model, joints, arm.kinematics, arm.payload_kg, tuple(arm.tool), sensors)


def accepted_ros(folder: Path, serial: str, signals: Mapping[str, str]) -> ros.Expected:
    """Give an arm behind ROS as it was accepted here.

    Args:
        folder: The installed folder of keys.
        serial: Its serial number.
        signals: Digital output of each signal, by its name in the cell.

    Raises:
        SubjectError: The file cannot be used, or the arm does not stand in it.
        DescriptionError: There is no such model.
    """
    arm = _entry(folder, serial)
    if not isinstance(arm, _RosArm):
        raise SubjectError(str(folder / NAME), f"{serial} is not an arm behind ROS", '"driver = "ros"" in its table')
    sensors = {name: ros.Sensed(each.topic, each.kind, dict(each.words)) for name, each in arm.sensors.items()}
    joints = load_robot(arm.model).joint_names
    return ros.Expected(arm.model, joints, ros.profile_of(arm.model), sensors, signals)


def is_ur(folder: Path, serial: str) -> bool:
    """Tell whether an arm was accepted here as one of Universal Robots.

    Raises:
        SubjectError: There is a file, and it cannot be used.
    """
    return (folder / NAME).exists() and isinstance(_entries(folder).get(serial), _Arm)


def _entry(folder: Path, serial: str) -> _Arm | _RosArm:
    arms = _entries(folder)
    if serial not in arms:
        wanted = f"one of {', '.join(sorted(arms))}"
        raise SubjectError(str(folder / NAME), f"the arm {serial} was not accepted here", wanted)
    return arms[serial]


def _entries(folder: Path) -> dict[str, _Arm | _RosArm]:
    file = folder / NAME
    try:
        document: dict[str, Any] = tomllib.loads(contents(file, "a file with a table for each arm").decode())
        return {name: _ENTRY.validate_python(entry) for name, entry in document.items()}
    except (ValueError, ValidationError) as problem:
        wanted = 'tables with model, kinematics, payload_kg, tool; or driver = "ros" and model'
        raise SubjectError(str(file), str(problem)[:300], wanted) from problem
