"""A program as a numbered procedure (« gamme opératoire ») in plain words: for print, for the referent, for the ear.

Every line is a sentence that a screen reader can say: no sign of arithmetic, no bracket that carries meaning alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from cobot_lab.language.phrases import Phrases
from cobot_lab.program import expressions as e
from cobot_lab.program import steps as s
from cobot_lab.program.program import Program
from cobot_lab.program.values import values_of
from cobot_lab.program.vocabulary import Language


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a procedure.

    Attributes:
        number: Such as `3` or `3.1`; empty for a remark.
        text: A sentence.
        step: Number of the program's step; 0 for a remark and for « sinon ».
    """

    number: str
    text: str
    step: int

    @property
    def depth(self) -> int:
        """How far it is indented, from 0."""
        return self.number.count(".")


def procedure(program: Program, language: Language) -> tuple[Line, ...]:
    """Say a program in plain words, in the order in which it is written.

    >>> program = Program.of((s.Act("go_above", (e.Text("magasin"), e.Number(80))),))
    >>> procedure(program, "en")[0].text
    'Go above “magasin”, at 80 mm.'
    """
    return tuple(_Teller(Phrases(language)).body(Program.of(program.body).body, ""))


def said_by_step(program: Program, language: Language) -> dict[int, str]:
    """Give the sentence of each step by its number; the first case of a choice is said as the choice is."""
    said: dict[int, str] = {}
    for line in procedure(program, language):
        if line.step:
            said[line.step] = line.text
    for step in program.walk():
        said.setdefault(step.number, said.get(step.number - 1, ""))
    return said


def numbers_by_step(program: Program) -> dict[int, str]:
    """Give each step's number in the procedure, such as `3.1`; the first case of a choice has that of the choice."""
    numbers = {line.step: line.number for line in procedure(program, "fr") if line.step}
    for step in program.walk():
        numbers.setdefault(step.number, numbers.get(step.number - 1, ""))
    return numbers


class _Teller:
    """Tells one program."""

    def __init__(self, phrases: Phrases) -> None:
        self._say = phrases

    def body(self, body: Sequence[s.Step], prefix: str) -> Iterator[Line]:
        count = 0
        for step in body:
            if isinstance(step, s.Blank):
                continue
            if isinstance(step, s.Comment):
                yield Line("", self._say.remark(step.text), 0)
                continue
            for head, inner, number in self._heads(step):
                count += 1
                yield Line(f"{prefix}{count}", self._say.sentence(head, step.note, opens=inner is not None), number)
                yield from self.body(inner or (), f"{prefix}{count}.")

    def _heads(self, step: s.Step) -> Iterator[tuple[str, Sequence[s.Step] | None, int]]:
        """Give the heads that a step writes, each with its body and the number of its step."""
        match step:
            case s.If():
                for at, case in enumerate(step.cases):
                    yield self._say.case(case.condition, first=at == 0), case.body, case.number if at else step.number
                if step.otherwise:
                    yield self._say.otherwise, step.otherwise, 0
            case s.Repeat():
                looked_at = any(_looks_at(inner, step.variable) for inner in _everything(step.body))
                yield self._say.repeat(step.times, step.variable if looked_at else ""), step.body, step.number
            case s.Count():
                yield self._say.count(step.variable, step.first, step.last), step.body, step.number
            case s.While():
                yield self._say.loop(step.condition), step.body, step.number
            case s.Define():
                yield self._say.define(step.name, step.parameters), step.body, step.number
            case _:
                yield self._say.step(step), None, step.number


def _everything(body: Sequence[s.Step]) -> Iterator[s.Written]:
    return Program(tuple(body)).walk()


def _looks_at(step: s.Written, name: str) -> bool:
    return any(isinstance(value, e.Variable) and value.name == name for value in values_of(step))
