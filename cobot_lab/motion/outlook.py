"""Every way that a program may take in a cell: one branch for each outcome that the cell declares."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from cobot_lab.cell.cell import Cell
from cobot_lab.codes import Code
from cobot_lab.findings import Finding, Severity
from cobot_lab.motion import sight
from cobot_lab.motion.actions import Read
from cobot_lab.motion.possible import Possible, TooManyError
from cobot_lab.motion.whereabouts import Whereabouts
from cobot_lab.program import commands as c
from cobot_lab.program.arithmetic import UncomputableError
from cobot_lab.program.interpreter import run
from cobot_lab.program.program import Program
from cobot_lab.program.residual import Answer, Term, readings_of, texts_compared

LEAVES_MAX = 256
"""Most ways through a program that are explored."""
DEPTH_MAX = 40
"""Most forks on one of them."""

Asked = c.Command | Read
Told = tuple[tuple[str, Answer], ...]
"""Sensor and answer of each reading that decided something."""


@dataclass(frozen=True, slots=True)
class Way:
    """One way through a program.

    Attributes:
        commands: In order; questions are bound to their sensors, decisions left out.
        decided: Whether the condition of each fork holds, and what that tells of the sensors.
    """

    commands: tuple[Asked, ...]
    decided: tuple[tuple[bool, Told], ...]


@dataclass(slots=True, eq=False)
class Node:
    """A stretch of commands; those of the children do not repeat it.

    Attributes:
        commands: In order; questions are bound to their sensors, decisions left out.
        step: Number of the step that decides at its end.
        condition: What it decides by; nothing at an end of the program.
        yes: What follows when it holds; nothing when that cannot be, or was not explored.
        no: What follows when it does not; nothing likewise.
        told: Sensor and answer that the decision in front of it tells; empty at the root.
    """

    commands: list[Asked] = field(default_factory=list)
    step: int = 0
    condition: Term | None = None
    yes: Node | None = None
    no: Node | None = None
    told: Told = ()

    @property
    def children(self) -> tuple[Node, ...]:
        """The branches that there are."""
        return tuple(child for child in (self.yes, self.no) if child is not None)

    def ways(self) -> Iterator[Way]:
        """Give every way through, each `yes` before its `no`."""
        if not self.children:
            yield Way(tuple(self.commands), ())
        for child in self.children:
            for way in child.ways():
                yield Way((*self.commands, *way.commands), ((child is self.yes, child.told), *way.decided))


@dataclass(slots=True)
class Outlook:
    """What may happen.

    Attributes:
        root: The tree.
        findings: What stands in the way, each once.
        covered: Number of ways through that were explored.
        cut: Number of places where exploring ended because of the budget.
    """

    root: Node
    findings: list[Finding]
    covered: int = 0
    cut: int = 0


@dataclass(frozen=True, slots=True)
class _State:
    answers: tuple[bool, ...]
    count: int
    """How many commands are behind."""
    where: Whereabouts
    possible: Possible
    seen: tuple[tuple[tuple[str, str], int], ...] = ()
    """Sensor and part of each lasting reading, and its number."""
    sensors: tuple[str, ...] = ()
    """Sensor of each reading, by its number."""


def explore(program: Program, cell: Cell, leaves_max: int = LEAVES_MAX) -> Outlook:
    """Follow a program through every outcome that its cell declares.

    Args:
        program: The program.
        cell: The cell.
        leaves_max: Most ways through that are explored; `cut` counts what was left out.
    """
    explorer = _Explorer(program, cell, leaves_max)
    root = explorer.node(_State((), 0, Whereabouts.at_start(cell), Possible()))
    explorer.outlook.root = root
    return explorer.outlook


class _Explorer:
    def __init__(self, program: Program, cell: Cell, leaves_max: int) -> None:
        self.outlook = Outlook(Node(), [])
        self._program, self._cell, self._leaves_max = program, cell, leaves_max

    def node(self, state: _State) -> Node:
        """Explore what follows, `yes` before `no`. The program is run anew up to here: it is deterministic."""
        node, behind, decided = Node(), state.count, iter(state.answers)
        running = run(self._program, approach=self._cell.limits.approach)
        answer: bool | None = None
        while True:
            try:
                command = running.send(answer)
            except StopIteration as end:
                self._ended(end.value)
                return node
            answer = None
            if behind:
                behind -= 1
                answer = next(decided) if isinstance(command, c.Decide) else None
                continue
            state = replace(state, count=state.count + 1)
            if isinstance(command, c.Decide):
                only = self._decided(node, state, command)
                if only is None:
                    return node
                state, answer = only, only.answers[-1]  # only one outcome is possible: no fork
            elif isinstance(command, c.Read):
                bound = self._bound(node, state, command)
                if bound is None:
                    return node
                state = bound
            else:
                node.commands.append(command)
                state = replace(state, where=state.where.after(command))

    def _ended(self, findings: tuple[Finding, ...]) -> None:
        self.outlook.covered += 1
        for finding in findings:
            self._say(finding)

    def _bound(self, node: Node, state: _State, read: c.Read) -> _State | None:
        """Bind a question to its sensor; nothing when it cannot be."""
        found = sight.look(self._cell, state.where, read)
        if isinstance(found, Finding):
            self._say(found)
            return None
        key, seen = (found.sensor, found.part), dict(state.seen)
        if found.lasting and key in seen:
            possible = state.possible.with_repeat(read.reading, seen[key])
        else:
            possible = state.possible.with_reading(read.reading, found.answers)
            if found.lasting:
                seen[key] = read.reading
        node.commands.append(Read(read.step, found.sensor, read.reading, found.answers, found.part))
        sensors = (*state.sensors, found.sensor)
        return replace(state, possible=possible, seen=tuple(seen.items()), sensors=sensors)

    def _decided(self, node: Node, state: _State, asked: c.Decide) -> _State | None:
        """Fork, or give the state behind a decision that only one outcome allows."""
        self._examine_texts(state, asked)
        try:
            yes, no = state.possible.split(asked.condition)
        except UncomputableError as problem:
            self._say(Finding.of(Code.CANNOT_COMPUTE, step=asked.step, reason=problem.reason))
            return None
        except TooManyError:
            self.outlook.cut += 1
            return None
        ways = [
            replace(state, answers=(*state.answers, truth), where=_left(state, possible), possible=possible)
            for truth, possible in ((True, yes), (False, no))
            if possible is not None
        ]
        if len(ways) == 1:
            return ways[0]
        yes_then, no_then = (self._child(way, asked.condition) for way in ways)
        if yes_then is not None or no_then is not None:  # else the way is cut here
            node.step, node.condition, node.yes, node.no = asked.step, asked.condition, yes_then, no_then
        return None

    def _child(self, state: _State, condition: Term) -> Node | None:
        if len(state.answers) > DEPTH_MAX or self.outlook.covered >= self._leaves_max:
            self.outlook.cut += 1
            return None
        child = self.node(state)
        example = state.possible.example(tuple(dict.fromkeys(readings_of(condition))))
        child.told = tuple((state.sensors[number], answer) for number, answer in example)
        return child

    def _examine_texts(self, state: _State, asked: c.Decide) -> None:
        """Find words that a sensor never says."""
        for number, text in texts_compared(asked.condition):
            known = [answer for answer in state.possible.answers(number) if isinstance(answer, str)]
            declared = self._declared(known)
            if known and text not in declared:
                close = difflib.get_close_matches(text, declared, n=1, cutoff=0.6)
                names = ", ".join(sorted(declared))
                self._say(
                    Finding.of(Code.UNKNOWN_ANSWER, step=asked.step, value=text, suggestion="".join(close), known=names)
                )

    def _declared(self, known: list[str]) -> list[str]:
        for sensor in self._cell.sensors:
            if set(known) <= set(sensor.may_see):
                return [answer for answer in sensor.may_see if isinstance(answer, str)]
        return known

    def _say(self, finding: Finding) -> None:
        if finding not in self.outlook.findings:
            self.outlook.findings.append(finding)


def _left(state: _State, possible: Possible) -> Whereabouts:
    """Take away the parts of which it is now known that they were never there."""
    where = state.where
    present = {sensor.name for sensor in where.cell.sensors if sensor.kind == "part_present"}
    for (sensor, part), number in state.seen:
        if sensor in present and part and possible.answers(number) == (False,):
            where = where.without(part)
    return where


def not_covered(outlook: Outlook) -> Finding:
    """Say how many ways through were explored, of at least how many."""
    total = outlook.covered + outlook.cut
    return Finding.of(Code.OUTCOMES_NOT_COVERED, severity=Severity.ADVICE, covered=outlook.covered, total=total)
