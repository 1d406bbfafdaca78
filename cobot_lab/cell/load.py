"""Find descriptions in the data room `robots/` and read them.

A robot's folder holds `robot.toml`, `robot.urdf`, its tools (`<tool>.toml`) and `cells/<cell>.toml`.
"""

from __future__ import annotations

from pathlib import Path

from cobot_lab.cell.cell import Cell
from cobot_lab.cell.cell_file import cell_from_files
from cobot_lab.cell.cell_model import CellModel
from cobot_lab.cell.document import SIZE_MAX, read_document
from cobot_lab.cell.problems import DescriptionError, Problem, gather
from cobot_lab.cell.robot import Robot
from cobot_lab.cell.robot_file import read_robot
from cobot_lab.paths import data_room


def robots() -> tuple[str, ...]:
    """Give the names of the robots that are described, sorted.

    >>> "ur3e" in robots()
    True
    """
    return tuple(sorted(path.parent.name for path in data_room("robots").glob("*/robot.toml")))


def cells(robot: str) -> tuple[Path, ...]:
    """Give the cell files of a robot, sorted.

    Raises:
        DescriptionError: There is no such robot.
    """
    return tuple(sorted((_folder(robot) / "cells").glob("*.toml")))


def load_robot(name: str) -> Robot:
    """Read an arm by the name of its folder.

    Raises:
        DescriptionError: There is no such robot, or its files cannot be used.
    """
    folder = _folder(name)
    robot = read_robot(_bytes_of(folder / "robot.toml"), _bytes_of(folder / "robot.urdf"))
    if robot.name != name:
        raise DescriptionError((Problem("robot.toml", "name", repr(robot.name), f"{name!r}, the name of its folder"),))
    return robot


def load_cell(path: Path) -> Cell:
    """Read a cell; its robot and tool come from `robots/`.

    Args:
        path: The cell's own file; it may lie anywhere.

    Raises:
        DescriptionError: A file is missing or cannot be used, or they do not fit together.
    """
    data = _bytes_of(path)
    model = read_document(path.name, data, CellModel)
    if model.name != path.stem:
        raise DescriptionError((Problem(path.name, "name", repr(model.name), f"{path.stem!r}, as the file is called"),))
    folder = _folder(model.robot)
    problems: list[Problem] = []
    sources = {"gripper.toml": f"{model.tool}.toml", "robot.toml": "robot.toml", "robot.urdf": "robot.urdf"}
    files = {key: gather(problems, _bytes_of, folder / name) for key, name in sources.items()}
    found = {key: content for key, content in files.items() if content is not None}
    if problems:
        raise DescriptionError(tuple(problems))
    return cell_from_files({"cell.toml": data, **found})


def _folder(robot: str) -> Path:
    known = robots()
    if robot not in known:
        raise DescriptionError((Problem("robots", "", repr(robot), f"one of {', '.join(known)}"),))
    return data_room("robots") / robot


def _bytes_of(path: Path) -> bytes:
    """Read a file, never more of it than a description may be long."""
    try:
        with path.open("rb") as file:
            return file.read(SIZE_MAX + 1)
    except OSError as problem:
        reason = problem.strerror or str(problem)
        raise DescriptionError((Problem(str(path), "", reason, "a file that can be read"),)) from problem
