"""What is wrong with a description: file, key, what was given, what would have been right."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import ParamSpec, TypeVar

from cobot_lab.findings import CobotLabError

P = ParamSpec("P")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong.

    Attributes:
        file: Name of the file.
        key: Where in it, such as `joints[2].q_min_deg`; empty for the file as a whole.
        given: What stands there.
        wanted: What would have been right.
    """

    file: str
    key: str
    given: str
    wanted: str

    def __str__(self) -> str:
        where = f"{self.file}: {self.key}" if self.key else self.file
        return f"{where}: given {self.given}; wanted {self.wanted}"


class DescriptionError(CobotLabError):
    """The description of a robot, a tool or a cell cannot be used.

    Attributes:
        problems: Everything that was found wrong, at least one.
    """

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        self.problems = problems
        super().__init__("\n".join(map(str, problems)))

    def __reduce__(self) -> tuple[type[DescriptionError], tuple[tuple[Problem, ...]]]:
        """Travel between processes with every problem."""
        return type(self), (self.problems,)


def gather(problems: list[Problem], read: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T | None:
    """Run a reader; when it refuses, keep its problems and give nothing, so that the other files are read too."""
    try:
        return read(*args, **kwargs)
    except DescriptionError as refusal:
        problems.extend(refusal.problems)
        return None


def refuse(problems: list[Problem]) -> None:
    """Raise when there are problems.

    Raises:
        DescriptionError: There is at least one.
    """
    if problems:
        raise DescriptionError(tuple(problems))
