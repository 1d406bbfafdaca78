"""Writing a program and reading it back gives the same program, in each language, for every program."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any, Literal
from unicodedata import normalize

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cobot_lab.findings import Verdict
from cobot_lab.language.characters import hidden
from cobot_lab.language.reader import read
from cobot_lab.language.writer import write
from cobot_lab.program import expressions as e
from cobot_lab.program import steps as s
from cobot_lab.program.program import Program
from cobot_lab.program.table import ROWS
from cobot_lab.program.vocabulary import Kind, Parameter, Role, Row

VARIABLES = ("x", "n_2", "épaisseur", "i")
FUNCTIONS = {"faire": ("a",), "trier": (), "ranger_à_droite": ("a", "b")}
SETTING = tuple(s.Set(name, e.Number(0)) for name in VARIABLES)

texts = (
    st.text(st.characters(exclude_categories=("Cs", "Cn", "Co", "Cf", "Cc")) | st.sampled_from('\n\t"\\#'), max_size=8)
    .map(lambda text: normalize("NFC", text))
    .filter(lambda text: not any(map(hidden, text)))
)
remarks = st.just("") | texts.map(lambda text: " ".join(text.split()))
integers = st.integers(-20, 20) | st.integers(-(2**53) + 2, 2**53 - 2)
floats = st.floats(allow_nan=False, allow_infinity=False)


class Grower:
    """Grows programs in the normal form: what the reader gives for some text."""

    def __init__(self, draw: Callable[[Any], Any]) -> None:
        self._draw = draw

    def among(self, *choices: Any) -> Any:
        return self._draw(st.sampled_from(choices))

    # Values

    def number(self, depth: int) -> Any:  # noqa: PLR0911 - one return for each kind
        kind = self.among("integer", "float", "name") if depth <= 0 else self.among(*"ivvacnw")
        match kind:
            case "integer" | "i":
                return e.Number(self._draw(integers))
            case "float":
                return e.Number(self._draw(floats))
            case "a":
                sign = self.among("+", "-", "*", "/", "//", "%")
                return e.Arithmetic(sign, self.number(depth - 1), self.number(depth - 1))
            case "n":
                return self.negative(depth)
            case "c":
                return e.FunctionCall("faire", (self.number(depth - 1),))
            case "w":
                return self.value(Kind.NUMBER, depth)
            case _:
                return e.Variable(self.among(*VARIABLES))

    def negative(self, depth: int) -> Any:
        """A minus in front of a plain number is part of that number."""
        operand = self.number(depth - 1)
        plain = isinstance(operand, e.Number) and not repr(operand.value).startswith("-")
        return operand if plain else e.Negative(operand)

    def truth(self, depth: int) -> Any:
        match self.among("t", "f") if depth <= 0 else self.among(*"tflnccww"):
            case "l":
                return e.Logic(self.among("and", "or"), self.truth(depth - 1), self.truth(depth - 1))
            case "n":
                return e.Not(self.truth(depth - 1))
            case "c":
                sign = self.among("==", "!=", "<", "<=", ">", ">=")
                side = self.among(self.number, self.truth)
                return e.Comparison(sign, side(depth - 1), side(depth - 1))
            case "w":
                return self.value(Kind.CONDITION, depth)
            case letter:
                return e.Truth(letter == "t")

    def value(self, gives: Kind, depth: int) -> Any:
        row = self.among(*[row for row in ROWS if row.gives is gives])
        return e.Value(row.op, self.arguments(row, depth - 1))

    def arguments(self, row: Row, depth: int) -> Any:
        return tuple(self.argument(parameter, depth) for parameter in row.parameters)

    def argument(self, parameter: Parameter, depth: int) -> Any:  # noqa: PLR0911 - one return for each kind
        if parameter.optional and self.among(True, False):
            return None
        match parameter.kind:
            case Kind.NUMBER:
                return self.measure(parameter, depth)
            case Kind.CHOICE:
                return e.Text(self.among(*[choice.en for choice in parameter.choices]))
            case Kind.CONDITION:
                return self.truth(depth)
            case Kind.PLACE:
                return self.place(depth)
            case Kind.NAME | Kind.TEXT:
                return e.Text(self._draw(texts))
            case _:
                return self.among(lambda _: e.Text(self._draw(texts)), self.number, self.truth)(depth)

    def measure(self, parameter: Parameter, depth: int) -> Any:
        computed = self.number(depth)
        if not isinstance(computed, e.Number):
            return computed
        low, high = max(parameter.minimum, -1e6), min(parameter.maximum, 1e6)
        kind = st.integers(int(low), int(high)) if parameter.whole else st.floats(low, high)
        return e.Number(self._draw(kind))

    def place(self, depth: int) -> Any:
        if depth > 0 and self.among(True, False):
            return self.value(Kind.PLACE, depth)
        name = self._draw(texts.filter(lambda text: text not in {"repos", "rest"}))
        return self.among(e.Text(name), e.Variable("x"))

    # Steps

    def body(self, depth: int, *, loop: bool = False, ends: tuple[Any, ...] = ()) -> Any:
        steps = [self.step(depth, loop=loop) for _ in range(self.among(0, 1, 2, 3))]
        kept: list[Any] = []
        for step in (*steps, *ends):
            if not isinstance(step, s.Blank) or (kept and not isinstance(kept[-1], s.Blank)):
                kept.append(step)
        while kept and isinstance(kept[-1], s.Blank):
            kept.pop()
        return tuple(kept)

    def step(self, depth: int, *, loop: bool) -> Any:
        kind = self.among(*"aaasclbk") if depth <= 0 else self.among(*"aaasclbkrowi")
        match kind:
            case "l":
                return s.Comment(self._draw(remarks))
            case "b":
                return s.Blank()
            case _:
                return replace(self.noted(kind, depth, loop=loop), note=self._draw(remarks))

    def noted(self, kind: str, depth: int, *, loop: bool) -> Any:  # noqa: PLR0911 - one return for each kind
        match kind:
            case "s":
                return s.Set(self.among(*VARIABLES), self.among(self.number, self.truth, self.place)(2))
            case "c":
                return s.Change(self.among(*VARIABLES), self.number(2))
            case "k":
                return s.Break() if loop else s.Call("faire", (self.number(1),))
            case "r":
                return s.Repeat(self.among(*VARIABLES), self.turns(), self.body(depth - 1, loop=True))
            case "o":
                inner = self.body(depth - 1, loop=True)
                return s.Count(self.among(*VARIABLES), self.turns(), self.turns(), inner)
            case "w":
                return s.While(self.truth(2), self.body(depth - 1, loop=True))
            case "i":
                return self.choice(depth, loop=loop)
            case _:
                row = self.among(*[row for row in ROWS if row.role is Role.STEP])
                return s.Act(row.op, self.arguments(row, 2))

    def turns(self) -> Any:
        value = self.number(2)
        return e.Number(3) if isinstance(value, e.Number) and isinstance(value.value, float) else value

    def choice(self, depth: int, *, loop: bool) -> Any:
        more = [
            s.Case(self.truth(2), self.body(depth - 1, loop=loop), note=self._draw(remarks))
            for _ in range(self.among(0, 0, 1, 2))
        ]
        first = s.Case(self.truth(2), self.body(depth - 1, loop=loop))
        return s.If((first, *more), self.body(depth - 1, loop=loop))

    def define(self, name: str) -> Any:
        ends = self.among((), (s.Return(),), (s.Return(self.number(2)),))
        body = (*SETTING, *self.body(2, ends=ends))
        return s.Define(name, FUNCTIONS[name], body, note=self._draw(remarks))


@st.composite
def programs(draw: Callable[[Any], Any]) -> Program:
    grower = Grower(draw)
    return Program.of((*SETTING, *map(grower.define, FUNCTIONS), *grower.body(3), *grower.body(2)))


@pytest.mark.parametrize("language", ["fr", "en"])
@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(program=programs())
def test_read_gives_back_what_write_wrote(program: Program, language: Literal["fr", "en"]) -> None:
    text = write(program, language)
    again, report = read(text)
    assert report.findings == ()
    assert report.verdict is Verdict.PASSED
    assert again is not None
    assert again == program
    assert again.digest == program.digest
    assert [step.number for step in again.walk()] == [step.number for step in program.walk()]
    assert write(again, language) == text
