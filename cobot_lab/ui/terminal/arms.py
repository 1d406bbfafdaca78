"""`arms.toml` in the installed folder of keys: the real arms of this place, as they were accepted."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from cobot_lab.cell.load import load_robot
from cobot_lab.deploy.drivers.ur.arm import Expected, Wired
from cobot_lab.ui.terminal.subject import SubjectError, contents

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

NAME = "arms.toml"


class _Sensor(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)
    input: int = Field(ge=0, le=7)
    on: str | bool | float
    off: str | bool | float


class _Arm(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)
    model: str
    kinematics: str
    payload_kg: float
    tool: list[float] = Field(min_length=6, max_length=6)
    sensors: dict[str, _Sensor] = {}


def accepted(folder: Path, serial: str) -> Expected:
    """Give an arm as it was accepted here.

    Args:
        folder: The installed folder of keys.
        serial: Its serial number.

    Raises:
        SubjectError: The file cannot be used, or the arm does not stand in it.
        DescriptionError: There is no such model.
    """
    file = folder / NAME
    try:
        document: dict[str, Any] = tomllib.loads(contents(file, f'a file with a table ["{serial}"]').decode())
        arms = {name: _Arm.model_validate(entry) for name, entry in document.items()}
    except (ValueError, ValidationError) as problem:
        raise SubjectError(
            str(file), str(problem)[:300], "tables with model, kinematics, payload_kg, tool"
        ) from problem
    if serial not in arms:
        raise SubjectError(str(file), f"the arm {serial} was not accepted here", f"one of {', '.join(sorted(arms))}")
    arm = arms[serial]
    sensors = {name: Wired(each.input, each.on, each.off) for name, each in arm.sensors.items()}
    joints = load_robot(arm.model).joint_names
    return Expected(arm.model, joints, arm.kinematics, arm.payload_kg, tuple(arm.tool), sensors)
