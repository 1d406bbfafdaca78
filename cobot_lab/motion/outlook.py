"""Every way that a program may take in a cell: one branch for each outcome that the cell declares."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

import numpy as np

from cobot_lab.cell.cell import Cell
from cobot_lab.cell.doings import Doings, arrival_of, machine_of
from cobot_lab.codes import Code
from cobot_lab.findings import Finding, Severity
from cobot_lab.motion import sight
from cobot_lab.motion.actions import Read
from cobot_lab.motion.dependence import with_outcomes
from cobot_lab.motion.measures import Measures
from cobot_lab.motion.possible import Possible, TooManyError
from cobot_lab.motion.turning import TogetherError
from cobot_lab.motion.whereabouts import NEAR, Whereabouts
from cobot_lab.program import commands as c
from cobot_lab.program.arithmetic import UncomputableError
from cobot_lab.program.interpreter import run
from cobot_lab.program.program import Program
from cobot_lab.program.residual import Answer, Reading, Term, readings_of, texts_compared

LEAVES_MAX = 256
"""Most ways through a program that are explored."""
DEPTH_MAX = 40
"""Most forks on one of them."""
LOOKS_MAX = 8
"""Most times that a program is gone through for the values at which its decisions turn."""

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
        limit: How long is waited for the condition to hold [s]; 0 to decide at once.
        asked: Numbers of the readings that are asked again meanwhile.
    """

    commands: list[Asked] = field(default_factory=list)
    step: int = 0
    condition: Term | None = None
    yes: Node | None = None
    no: Node | None = None
    told: Told = ()
    limit: float = 0.0
    asked: tuple[int, ...] = ()

    @property
    def children(self) -> tuple[Node, ...]:
        """The branches that there are."""
        return tuple(child for child in (self.yes, self.no) if child is not None)

    @property
    def turns(self) -> tuple[tuple[tuple[bool, Told], Node], ...]:
        """The turn to each branch, and the branch."""
        return tuple(((child is self.yes, child.told), child) for child in self.children)

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
    doings: Doings = field(default_factory=Doings)


def explore(program: Program, cell: Cell, leaves_max: int = LEAVES_MAX) -> Outlook:
    """Follow a program through every outcome that its cell declares.

    Args:
        program: The program.
        cell: The cell.
        leaves_max: Most ways through that are explored; `cut` counts what was left out.
    """
    measures = Measures()
    for _ in range(LOOKS_MAX):
        explorer = _Explorer(program, cell, leaves_max, measures)
        root = explorer.node(_State((), 0, Whereabouts.at_start(cell), Possible(), doings=Doings.at_start(cell)))
        if not measures.renewed():  # else there are values behind which nobody has looked yet
            break
    else:
        explorer.outlook.cut += 1
    explorer.outlook.root = root
    explorer.outlook.findings = with_outcomes(root, explorer.found)
    return explorer.outlook


class _Explorer:
    def __init__(self, program: Program, cell: Cell, leaves_max: int, measures: Measures) -> None:
        self.outlook = Outlook(Node(), [])
        self._measures = measures
        self.found: list[tuple[Finding, Node]] = []
        self._here: list[Node] = []
        self._program, self._cell, self._leaves_max = program, cell, leaves_max

    def node(self, state: _State) -> Node:
        """Explore what follows, `yes` before `no`. The program is run anew up to here: it is deterministic."""
        node = Node()
        self._here.append(node)
        self._follow(node, state)
        self._here.pop()
        return node

    def _follow(self, node: Node, state: _State) -> None:
        behind, decided = state.count, iter(state.answers)
        running = run(self._program, approach=self._cell.limits.approach)
        answer: bool | None = None
        while True:
            try:
                command = running.send(answer)
            except StopIteration as end:
                self._ended(end.value)
                return
            answer = None
            if behind:
                behind -= 1
                answer = next(decided) if isinstance(command, c.Decide) else None
                continue
            state = replace(state, count=state.count + 1)
            if isinstance(command, c.Decide):
                only = self._decided(node, state, command)
                if only is None:
                    return
                state, answer = only, only.answers[-1]  # only one outcome is possible: no fork
            elif isinstance(command, c.Read):
                bound = self._bound(node, state, command)
                if bound is None:
                    return
                state = bound
            else:
                node.commands.append(command)
                state = self._done(state, command)

    def _ended(self, findings: tuple[Finding, ...]) -> None:
        self.outlook.covered += 1
        for finding in findings:
            self._say(finding)

    def _done(self, state: _State, command: c.Command) -> _State:
        doings = state.doings
        if isinstance(command, c.Close):
            self._examine_supply(state, command)
        signal = self._cell.signal(command.kind, command.which) if isinstance(command, c.Signal) else None
        if isinstance(command, c.Signal) and signal is not None:
            doings = doings.switched(self._cell, signal.name, command.value)
            doings = doings.switched(self._cell, signal.name, 0.0) if command.pulse else doings
        return replace(state, where=state.where.after(command), doings=doings)

    def _examine_supply(self, state: _State, command: c.Close) -> None:
        """Find a grip at a feeder of which nobody knows whether a part is there."""
        where = state.where
        for arrival in self._cell.arrivals:
            station = self._cell.place(arrival.station)
            if arrival.conveyor or where.held or where.tool is None or station is None:
                continue
            away = float(np.linalg.norm(where.tool - station.T_WP[:3, 3]))
            if away <= NEAR and not where.seen_at(arrival.station):
                finding = Finding.of(Code.PICKS_UNSEEN, step=command.step, place=arrival.station)
                self._say(replace(finding, outcomes=((arrival.sensor, False),)))

    def _bound(self, node: Node, state: _State, read: c.Read) -> _State | None:
        """Bind a question to its sensor; nothing when it cannot be."""
        found = sight.look(self._cell, state.where, state.doings, read)
        if isinstance(found, Finding):
            self._say(found)
            return None
        key, seen = (found.sensor, found.part), dict(state.seen)
        answers = self._measures.answers(found.sensor, found.answers)
        if found.lasting and key in seen:
            possible = state.possible.with_repeat(read.reading, seen[key])
        else:
            possible = state.possible.with_reading(read.reading, answers)
            if found.lasting:
                seen[key] = read.reading
        node.commands.append(Read(read.step, found.sensor, read.reading, answers, found.part))
        sensors = (*state.sensors, found.sensor)
        arrival = arrival_of(self._cell, found.sensor)
        free = arrival is None or not state.where.seen_at(arrival.station)
        doings = state.doings.ask(read.reading, found.sensor, free=free)
        return _known(replace(state, seen=tuple(seen.items()), sensors=sensors, doings=doings), possible)

    def _decided(self, node: Node, state: _State, asked: c.Decide) -> _State | None:
        """Fork, or give the state behind a decision that only one outcome allows."""
        self._examine_texts(state, asked)
        try:
            yes, no = state.possible.split(asked.condition)
            self._measures.decide(asked.condition, state.possible, state.sensors)
        except UncomputableError as problem:
            self._say(Finding.of(Code.CANNOT_COMPUTE, step=asked.step, reason=problem.reason))
            return None
        except TogetherError:
            self._say(Finding.of(Code.CANNOT_COMPUTE, step=asked.step, reason="measures"))
            return None
        except TooManyError:
            self.outlook.cut += 1
            return None
        if asked.asked and not self._can_end(state, asked):
            return None
        ways = {
            truth: _behind(replace(state, answers=(*state.answers, truth)), possible, asked, truth=truth)
            for truth, possible in ((True, yes), (False, no))
            if possible is not None and not (asked.asked and not truth and _in_time(state, asked))
        }
        if len(ways) == 1 and not (asked.asked or self._by_itself(state, asked)):
            return next(iter(ways.values()))
        then = {truth: self._child(way, asked) for truth, way in ways.items()}
        if len(ways) == 1 and not asked.asked:  # it was known
            for child in then.values():
                if child is not None:
                    child.told = ()
        if any(then.values()):  # else the way is cut here
            node.step, node.condition, node.limit, node.asked = asked.step, asked.condition, asked.limit, asked.asked
            node.yes, node.no = then.get(True), then.get(False)
        return None

    def _by_itself(self, state: _State, asked: c.Decide) -> bool:
        """Tell whether what is decided by comes about by itself.

        Such a decision parts the plan even where only one outcome is left, so that what follows it is the same branch
        for those who knew it before and those who did not. So does one about what was asked twice: whether the answers
        agree, as they should, is seen at the arm.
        """
        if any(state.possible.repeated(number) for number in readings_of(asked.condition)):
            return True
        sensors = {state.sensors[number] for number in readings_of(asked.condition)}
        return any(arrival_of(self._cell, each) or machine_of(self._cell, each) for each in sensors)

    def _can_end(self, state: _State, asked: c.Decide) -> bool:
        """Find a wait for what cannot come because nobody made it."""
        match asked.condition:
            case Reading(number) if state.possible.answers(number) == (False,):
                sensor = state.sensors[number]
            case _:
                return True
        arrival, machine = arrival_of(self._cell, sensor), machine_of(self._cell, sensor)
        if arrival is not None and state.doings.next_part(arrival):
            self._say(
                Finding.of(Code.NOTHING_CAN_COME, step=asked.step, place=arrival.station, conveyor=arrival.conveyor)
            )
            return False
        if machine is not None:
            self._say(Finding.of(Code.MACHINE_NOT_STARTED, step=asked.step, machine=machine.name))
        return machine is None

    def _child(self, state: _State, asked: c.Decide) -> Node | None:
        if len(state.answers) > DEPTH_MAX or self.outlook.covered >= self._leaves_max:
            self.outlook.cut += 1
            return None
        child = self.node(state)
        example = state.possible.example(tuple(dict.fromkeys(readings_of(asked.condition))))
        waited = {number: waited_for(state.sensors[number], asked.limit) for number in asked.asked}
        child.told = tuple((waited.get(number, state.sensors[number]), answer) for number, answer in example)
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
        self.found.append((finding, self._here[-1]))


def _known(state: _State, possible: Possible) -> _State:
    """Give what follows from what is still possible: parts that were never there, or have come; a machine's end."""
    cell = state.where.cell
    doings = state.doings.told(cell, {number: possible.answers(number) for number, _, _ in state.doings.asked})
    new = doings.came[len(state.doings.came) :]
    return replace(state, possible=possible, where=_left(state, possible).arrived(new), doings=doings)


def _behind(state: _State, possible: Possible, asked: c.Decide, *, truth: bool) -> _State:
    """Give what is known behind a decision."""
    state = _known(state, possible)
    for number in () if truth else asked.asked:
        if possible.answers(number) == (False,):
            sensor = state.sensors[number]
            state = replace(state, doings=state.doings.in_vain(state.where.cell, sensor, asked.limit))
    return state


def _in_time(state: _State, asked: c.Decide) -> bool:
    """Tell whether a wait ends in time for certain."""
    condition = asked.condition
    if not isinstance(condition, Reading):
        return False
    return state.doings.in_time(state.where.cell, state.sensors[condition.number], asked.limit)


def waited_for(sensor: str, limit: float) -> str:
    """Name a sensor that was asked for some time [s], as outcomes do: its name, a sign, the seconds."""
    return f"{sensor}@{limit:g}"


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
