"""A cell from the bytes of its four files, and its digest."""

from __future__ import annotations

import math
from collections.abc import Mapping

from cobot_lab import stored
from cobot_lab.cell import calibration
from cobot_lab.cell.calibration import Calibration
from cobot_lab.cell.cell import Cell
from cobot_lab.cell.cell_model import CellModel
from cobot_lab.cell.document import read_document
from cobot_lab.cell.frames import upright
from cobot_lab.cell.problems import DescriptionError, Problem, gather, refuse
from cobot_lab.cell.robot import Robot
from cobot_lab.cell.robot_file import read_robot
from cobot_lab.cell.shape import Pose
from cobot_lab.cell.shape_model import metres
from cobot_lab.cell.thing import Label
from cobot_lab.cell.tool import Tool
from cobot_lab.cell.tool_model import ToolModel

FILES = ("cell.toml", "gripper.toml", "robot.toml", "robot.urdf")
"""Names of the files that describe a cell, sorted; a bundle holds just these, and the calibration when there is one."""

SCHEMA = "cobot_lab/cell/1"


def cell_from_files(files: Mapping[str, bytes]) -> Cell:
    """Build a cell from nothing but the bytes of its files.

    Args:
        files: Name and bytes; the names are those of `FILES`, and `calibration.json` when the base was measured.

    Raises:
        DescriptionError: A file is missing, too many, or cannot be used, or they do not fit together.
    """
    problems = [Problem(name, "", "nothing", "this file") for name in FILES if name not in files]
    problems += [
        Problem(name, "", "a file too many", f"only {', '.join(FILES)}")
        for name in files
        if name not in (*FILES, calibration.FILE)
    ]
    refuse(problems)
    model = gather(problems, read_document, "cell.toml", files["cell.toml"], CellModel)
    gripper = gather(problems, read_document, "gripper.toml", files["gripper.toml"], ToolModel)
    robot = gather(problems, read_robot, files["robot.toml"], files["robot.urdf"])
    measured = None
    if calibration.FILE in files:
        measured = gather(problems, Calibration.from_bytes, files[calibration.FILE])
    if model is None or gripper is None or robot is None or problems:
        raise DescriptionError(tuple(problems))
    tool = gripper.tool()
    T_WB = upright(metres(model.base.position_mm), math.radians(model.base.turn_deg))
    refuse([*_misfits(model, robot, tool), *_mismeasured(measured, model, T_WB)])
    return Cell(
        name=model.name,
        label=Label(model.label.fr, model.label.en),
        robot=robot,
        tool=tool,
        T_WB=T_WB if measured is None else measured.T_WB,
        things=tuple(each.thing() for each in model.things),
        places=tuple(each.place() for each in model.places),
        zones=tuple(each.zone() for each in model.zones),
        sensors=tuple(each.sensor() for each in model.sensors),
        tolerances=model.tolerances.tolerances(),
        limits=model.limits.limits(),
        files=tuple((name, bytes(files[name])) for name in sorted(files)),
        digest=digest_of(files),
        signals=tuple(each.signal() for each in model.signals),
        arrivals=tuple(each.arrival() for each in model.arrivals),
        machines=tuple(each.machine() for each in model.machines),
    )


def digest_of(files: Mapping[str, bytes]) -> str:
    """Give the SHA-256 of a cell's description: over the names and digests of its files."""
    digests = {name: stored.sha256(data) for name, data in files.items()}
    return stored.sha256(stored.canonical({"schema": SCHEMA, "files": digests}))


def _mismeasured(measured: Calibration | None, model: CellModel, described: Pose) -> list[Problem]:
    if measured is None:
        return []
    given, wanted = (measured.cell, measured.robot), (model.name, model.robot)
    if given != wanted:
        return [Problem(calibration.FILE, "cell", " ".join(given), " ".join(wanted))]
    codes = ", ".join(found.code.value for found in measured.findings(described))
    return [Problem(calibration.FILE, "marks", codes, "marks that nothing speaks against")] if codes else []


def _misfits(model: CellModel, robot: Robot, tool: Tool) -> list[Problem]:
    problems = []
    for key, given, wanted in (("robot", model.robot, robot.name), ("tool", model.tool, tool.name)):
        if given != wanted:
            problems.append(Problem("cell.toml", key, repr(given), f"{wanted!r}, the name in the {key}'s own file"))
    if not tool.mass < robot.payload:
        problems.append(
            Problem("gripper.toml", "mass_kg", f"{tool.mass:g}", f"less than the payload, {robot.payload:g}")
        )
    return problems
