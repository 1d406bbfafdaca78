"""The tree of a plan: stretches of actions, parted by conditions over what was read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from cobot_lab.motion.actions import AnyAction, Read
from cobot_lab.program.residual import Term


@dataclass(frozen=True, slots=True, eq=False)
class Fork:
    """Where the way on depends on readings.

    Attributes:
        step: Number of the program's step that decides.
        condition: Over the readings of the path so far.
        yes: What follows when it holds; nothing when the cell declares no such outcome.
        no: What follows when it does not; nothing likewise.
    """

    step: int
    condition: Term
    yes: Branch | None
    no: Branch | None

    @property
    def children(self) -> tuple[tuple[bool, Branch], ...]:
        """The branches that there are, with what the condition has to be."""
        both = ((True, self.yes), (False, self.no))
        return tuple((truth, branch) for truth, branch in both if branch is not None)


@dataclass(frozen=True, slots=True, eq=False)
class Branch:
    """A stretch, and what follows.

    Attributes:
        actions: In order.
        fork: Where it ends; nothing for the end of the program.
    """

    actions: tuple[AnyAction, ...]
    fork: Fork | None = None

    @property
    def duration(self) -> float:
        """Time of the longest way through it [s]."""
        own = sum(action.duration for action in self.actions)
        return own + max((branch.duration for _, branch in self.fork.children), default=0.0) if self.fork else own

    def walk(self) -> Iterator[Branch]:
        """Give this branch and all behind it, each `yes` before its `no`."""
        yield self
        for _, branch in self.fork.children if self.fork else ():
            yield from branch.walk()

    def paths(self) -> Iterator[Path]:
        """Give every way through, each `yes` before its `no`."""
        if self.fork is None:
            yield Path((self,), ())
            return
        for truth, branch in self.fork.children:
            for path in branch.paths():
                yield Path((self, *path.branches), (truth, *path.decisions))


@dataclass(frozen=True, slots=True, eq=False)
class Path:
    """One way through a tree, from its root to an end of the program.

    Attributes:
        branches: The stretches, in order.
        decisions: What the condition is at the end of each but the last.
    """

    branches: tuple[Branch, ...]
    decisions: tuple[bool, ...]

    @property
    def actions(self) -> tuple[AnyAction, ...]:
        """All its actions, in order."""
        return tuple(action for branch in self.branches for action in branch.actions)

    @property
    def reads(self) -> tuple[Read, ...]:
        """All that is read on it, in order."""
        return tuple(action for action in self.actions if isinstance(action, Read))
