"""The tree of a plan: stretches of actions, parted by conditions over what was read.

Ways that go on with the very same actions may share what follows, so the tree is stored, and mostly held, with each
distinct branch once. Readings are numbered along a way, so what is shared counts them alike on all of them.
"""

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
        limit: How long the arm stands still for the condition to hold, asking again and again [s]; 0 to decide at once.
        asked: Numbers of the readings that are asked again meanwhile; the last answers are the ones that count.
    """

    step: int
    condition: Term
    yes: Branch | None
    no: Branch | None
    limit: float = 0.0
    asked: tuple[int, ...] = ()

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
        longest: dict[int, float] = {}
        for branch in reversed(tuple(self.walk())):
            behind = [longest[id(child)] for _, child in branch.children]
            waiting = branch.fork.limit if branch.fork else 0.0
            own = sum(action.duration for action in branch.actions) + waiting
            longest[id(branch)] = own + max(behind, default=0.0)
        return longest[id(self)]

    @property
    def children(self) -> tuple[tuple[bool, Branch], ...]:
        """The branches that may follow, with what the condition has to be."""
        return self.fork.children if self.fork else ()

    def walk(self) -> Iterator[Branch]:
        """Give this branch and all behind it, each once and before those that follow it."""
        yield from reversed(tuple(self.back_to_front()))

    def back_to_front(self) -> Iterator[Branch]:
        """Give this branch and all behind it, each once and after those that follow it."""
        seen: set[int] = set()
        left = [(self, False)]
        while left:
            branch, opened = left.pop()
            if opened:
                yield branch
            elif id(branch) not in seen:
                seen.add(id(branch))
                left.append((branch, True))
                left.extend((child, False) for _, child in branch.children)

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
