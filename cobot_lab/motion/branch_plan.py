"""From the tree of commands to the tree of actions.

Configurations are chosen along one whole way first, each first branch followed to its end; other branches start from
the configuration that the arm has at their fork. A branch that could only be done from another configuration is
refused, never planned wrongly. At every fork the arm stands still: no line passes into the next one there.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from cobot_lab.cell.cell import Cell
from cobot_lab.findings import Finding
from cobot_lab.motion.actions import AnyAction, Move
from cobot_lab.motion.binding import Binder
from cobot_lab.motion.dependence import with_outcomes
from cobot_lab.motion.fork import Branch, Fork
from cobot_lab.motion.legs import Item, Leg
from cobot_lab.motion.outlook import Node
from cobot_lab.motion.route import Route
from cobot_lab.motion.trajectory import Array
from cobot_lab.motion.ways import Ways

Found = list[tuple[Finding, Node]]
"""What does not fit, and the stretch in which it was found."""


@dataclass(slots=True, eq=False)
class Planned:
    """A stretch that is being planned.

    Attributes:
        node: Its commands.
        items: What they come to.
        binder: What was bound until its end.
        children: The stretches that may follow, `yes` before `no`, those that there are.
        actions: Once settled.
    """

    node: Node
    items: list[Item]
    binder: Binder
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
        return Branch(self.actions, Fork(node.step, node.condition, yes, no, node.limit, node.asked))


def settle(root: Node, cell: Cell, *, timed: bool, ways: Ways | None = None) -> tuple[Planned, list[Finding]]:
    """Bind all commands of a tree to the cell and compute its moves.

    Args:
        root: The tree.
        cell: The cell; the arm starts in its rest position.
        timed: Whether to go on to the moves.
        ways: What was computed for other programs in this cell.

    Returns:
        The tree, and what does not fit, cannot be reached or followed, each once. With findings the tree has no
        actions.
    """
    route = Route(cell, ways)
    found: Found = []
    planned = _way(root, Binder(cell, route), route, cell.robot.q_rest, found, timed=timed)
    return planned, with_outcomes(root, found)


def _way(node: Node, binder: Binder, route: Route, q: Array, found: Found, *, timed: bool) -> Planned:
    """Plan a stretch and the first way behind it, then each other way from where the arm stands at its fork."""
    chain = list(_bound(node, binder, route, found))
    items: list[Item] = []
    for planned in chain:
        items += planned.items
        with _noted(planned.node, binder, route, found):
            route.follow(items)
    ends = _timed(chain, route, q, found) if timed and not found else ()
    for number, planned in reversed(list(enumerate(chain))):
        for child in planned.node.children[1:]:
            end = ends[number] if ends else None
            other = route.from_here(end)
            begun = planned.binder.branched(other)
            begun.findings, other.findings = [], []
            planned.children.append(_way(child, begun, other, q if end is None else end, found, timed=end is not None))
    return chain[0]


def _bound(node: Node, binder: Binder, route: Route, found: Found) -> Iterator[Planned]:
    """Bind the stretches of a first way, one behind the other."""
    with _noted(node, binder, route, found):
        for command in node.commands:
            if binder.full:
                break
            binder.add(command)
    planned = Planned(node, binder.items, binder)
    yield planned
    for child in node.children[:1]:
        behind = list(_bound(child, binder.branched(), route, found))
        planned.children.append(behind[0])
        yield from behind


@contextmanager
def _noted(node: Node, binder: Binder, route: Route, found: Found) -> Iterator[None]:
    """Note in which stretch findings are made."""
    bound, followed = len(binder.findings), len(route.findings)
    yield
    found.extend((finding, node) for finding in (*binder.findings[bound:], *route.findings[followed:]))


def _timed(chain: list[Planned], route: Route, q: Array, found: Found) -> tuple[Array, ...]:
    """Give the stretches of a first way their actions.

    Returns:
        Where the arm stands at the end of each, shape (n,) [rad]; nothing when a line is lost between its points.
    """
    moves = iter(route.moves())
    if route.findings:
        found.extend((finding, _made_in(chain, finding)) for finding in route.findings)
        return ()
    ends = []
    for planned in chain:
        done = [next(moves) if isinstance(item, Leg) else item for item in planned.items]
        planned.actions = tuple(action for action in done if action is not None)
        q = next((a.trajectory.q[-1] for a in reversed(planned.actions) if isinstance(a, Move)), q)
        ends.append(q)
    return tuple(ends)


def _made_in(chain: list[Planned], finding: Finding) -> Node:
    """Give the first stretch of a way that has the step of a finding."""
    steps = ((item.step, planned.node) for planned in chain for item in planned.items if isinstance(item, Leg))
    return next((node for step, node in steps if step == finding.step), chain[0].node)
