"""From the tree of commands to the tree of actions.

Configurations are chosen along one whole way first, each first branch followed to its end; other branches start from
the configuration that the arm has at their fork. A branch that could only be done from another configuration is
refused, never planned wrongly.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from cobot_lab.cell.cell import Cell
from cobot_lab.findings import Finding
from cobot_lab.motion.actions import AnyAction, Move
from cobot_lab.motion.binding import Binder
from cobot_lab.motion.fork import Branch, Fork
from cobot_lab.motion.legs import Item, Leg
from cobot_lab.motion.outlook import Node
from cobot_lab.motion.route import Route
from cobot_lab.motion.trajectory import Array


@dataclass(slots=True, eq=False)
class Planned:
    """A stretch that is being planned.

    Attributes:
        node: Its commands.
        items: What they come to.
        children: The stretches that may follow, `yes` before `no`, those that there are.
        actions: Once settled.
    """

    node: Node
    items: list[Item]
    children: list[Planned] = field(default_factory=list)
    actions: tuple[AnyAction, ...] = ()

    @property
    def any_action(self) -> bool:
        """Whether anything is done in it or behind it."""
        return bool(self.items) or any(child.any_action for child in self.children)

    def branch(self) -> Branch:
        """Give it as data, with all that follows."""
        node, left = self.node, iter(self.children)
        if node.condition is None:
            return Branch(self.actions)
        yes = next(left).branch() if node.yes is not None else None
        no = next(left).branch() if node.no is not None else None
        return Branch(self.actions, Fork(node.step, node.condition, yes, no))


def bind(root: Node, cell: Cell) -> tuple[Planned, list[Finding]]:
    """Bind all commands of a tree to the cell.

    Returns:
        The tree, and what does not fit, each once.
    """
    binder = Binder(cell)
    return _bound(root, binder), binder.findings


def _bound(node: Node, binder: Binder) -> Planned:
    for command in node.commands:
        if binder.full:
            break
        binder.add(command)
    planned = Planned(node, binder.items)
    planned.children = [_bound(child, binder.branched()) for child in node.children]
    return planned


def settle(root: Planned, route: Route, q: Array, *, timed: bool) -> Planned | None:
    """Compute the moves of a tree.

    Args:
        root: The tree; its stretches get their actions.
        route: Knows the cell; takes what is out of reach or cannot be followed.
        q: Where the arm stands, shape (n,) [rad].
        timed: Whether to go on to the moves; without it only the first way is looked at.

    Returns:
        The tree, or nothing when something cannot be done.
    """
    chain = list(_first_way(root))
    way = route.from_here(q)
    for planned in chain:
        for item in planned.items:
            if isinstance(item, Leg):
                way.add(item)
    if way.findings or not timed:
        return None
    moves = iter(way.moves())
    if way.findings:
        return None
    ends = []
    for planned in chain:
        done = [next(moves) if isinstance(item, Leg) else item for item in planned.items]
        planned.actions = tuple(action for action in done if action is not None)
        q = next((a.trajectory.q[-1] for a in reversed(planned.actions) if isinstance(a, Move)), q)
        ends.append(q)
    for planned, end in zip(reversed(chain), reversed(ends), strict=True):
        for other in planned.children[1:]:
            if settle(other, route, end, timed=True) is None:
                return None
    return root


def _first_way(planned: Planned) -> Iterator[Planned]:
    yield planned
    if planned.children:
        yield from _first_way(planned.children[0])
