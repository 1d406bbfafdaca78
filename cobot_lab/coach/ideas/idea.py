"""What an idea is, and what it is given to look at."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from cobot_lab.cell.cell import Cell
from cobot_lab.cell.task import Task
from cobot_lab.coach.tree import Spot, spot_of, spots
from cobot_lab.codes import Code
from cobot_lab.findings import Finding
from cobot_lab.program import expressions as e
from cobot_lab.program import steps as s
from cobot_lab.program.program import Program

PLACE_OPS = frozenset({"pick", "place", "go_to", "go_above", "descend_to"})
"""Steps whose first argument says where."""
TAKING = frozenset({"pick", "close_gripper"})
LEAVING = frozenset({"place", "open_gripper", "open_gripper_to"})


@dataclass(frozen=True, slots=True)
class Trouble:
    """One finding on one program.

    Attributes:
        program: The pupil's tree, lines outside the language included.
        finding: What stands in the way.
        step: Number of the step it is about; 0 when it is about none.
        cell: Where the program is to run.
        task: What is asked, or nothing.
    """

    program: Program
    finding: Finding
    step: int
    cell: Cell
    task: Task | None = None

    @property
    def spot(self) -> Spot | None:
        """Where the step stands."""
        return spot_of(self.program, self.step)

    def near(self) -> Iterator[Spot]:
        """Give the acts that may be to blame, nearest first: the step itself, then those before it in reading order."""
        found = [spot for spot in spots(self.program) if isinstance(spot.step, s.Act)]
        yield from (spot for spot in reversed(found) if spot.step.number <= self.step)

    def acts(self, *ops: str) -> Iterator[Spot]:
        """Give the acts of some kinds, nearest to the step first, those behind it last."""
        found = [spot for spot in spots(self.program) if isinstance(spot.step, s.Act) and spot.step.op in ops]
        yield from sorted(found, key=lambda spot: (spot.step.number > self.step, abs(spot.step.number - self.step)))

    def place_before(self, spot: Spot) -> e.Expression | None:
        """Give the place that the last step with one before an act, in the same body, spoke of."""
        earlier = (step for step in reversed(spot.steps[: spot.at]) if isinstance(step, s.Act))
        return next((step.arguments[0] for step in earlier if step.op in PLACE_OPS), None)


Proposals = Iterator[Program | None]
Propose = Callable[[Trouble], Proposals]


@dataclass(frozen=True, slots=True)
class Idea:
    """One kind of change.

    Attributes:
        name: Key, as searches list it.
        codes: Which findings it answers.
        propose: Gives programs, the most plausible first; nothing for what cannot be made.
    """

    name: str
    codes: frozenset[Code]
    propose: Propose


def idea(name: str, *codes: Code) -> Callable[[Propose], Idea]:
    """Make an idea of a function."""
    return lambda propose: Idea(name, frozenset(codes), propose)


def act(op: str, *arguments: e.Expression | None) -> s.Act:
    """Make a step that nobody has written yet."""
    return s.Act(op, arguments)


def with_argument(step: Any, at: int, value: e.Expression | None) -> Any:
    """Give a step with one argument changed."""
    return replace(step, arguments=(*step.arguments[:at], value, *step.arguments[at + 1 :]))
