"""The machine that runs the steps: variables, loops, calls and fuel."""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from typing import Any

from cobot_lab.codes import Code
from cobot_lab.findings import Finding, Span
from cobot_lab.program import expressions as e
from cobot_lab.program import steps as s
from cobot_lab.program.acts import Asked, OutOfRangeError, commands, offset, to_si
from cobot_lab.program.arithmetic import Datum, UncomputableError, compare, compute, number, truth, whole
from cobot_lab.program.commands import Command, Decide, Read
from cobot_lab.program.evaluation import both, either, residual
from cobot_lab.program.names import assigned_in
from cobot_lab.program.pallets import Pallet
from cobot_lab.program.program import Program
from cobot_lab.program.residual import Compound, Opposite, Reading, Residual, readings_of
from cobot_lab.program.running import Frame, HaltError, OpenError, StopError, Then
from cobot_lab.program.sensing import question
from cobot_lab.program.table import BY_OP

DEPTH_MAX = 200
"""Levels of steps, expressions and calls inside one another; well inside Python's own stack."""


_UNKNOWN = Reading | Compound | Opposite
"""What is not known before a sensor has answered."""

_Running = Generator[Command, bool | None, Then]
_Computing = Generator[Command, bool | None, Datum]
_Deciding = Generator[Command, bool | None, bool]


class Machine:
    """One run of one program."""

    def __init__(self, program: Program, fuel: int, approach: float) -> None:
        self._program = program
        self._fuel = fuel
        self._left = fuel
        self._approach = approach
        self._top = Frame()
        self._functions: dict[str, s.Define] = {}
        self._counters: dict[str, int] = {}
        self._pallets: dict[str, Pallet] = {}
        self._depth = 0
        self._readings = 0
        self._asking: s.Act | None = None
        self._step: s.Written = s.Written()
        self._steps: dict[type[s.Written], Callable[[Any, Frame], _Running]] = {
            s.Act: self._act,
            s.Repeat: self._repeat,
            s.Count: self._count,
            s.While: self._while,
            s.If: self._if,
            s.Set: self._set,
            s.Change: self._change,
            s.Define: self._define,
            s.Call: self._call,
            s.Return: self._return,
            s.Break: self._break,
        }
        self._values: dict[type, Callable[[Any, Frame], _Computing]] = {
            e.Negative: self._negative,
            e.Arithmetic: self._arithmetic,
            e.Comparison: self._comparison,
            e.Logic: self._logic,
            e.Not: self._not,
            e.Value: self._vocabulary_value,
            e.FunctionCall: self._function_value,
        }

    def run(self) -> Generator[Command, bool | None, tuple[Finding, ...]]:
        """Yield the commands; the generator's value is the finding that ended the run, if one did."""
        try:
            yield from self._body(self._program.body, self._top)
        except (StopError, OpenError):
            return ()
        except HaltError as halt:
            return (halt.finding,)
        except UncomputableError as problem:
            return (self._finding(Code.CANNOT_COMPUTE, reason=problem.reason),)
        except OutOfRangeError as problem:
            unit = problem.parameter.unit
            return (
                self._finding(
                    Code.NUMBER_OUT_OF_RANGE,
                    name=problem.row.op,
                    parameter=problem.parameter.name.en,
                    minimum=unit.to_si(problem.parameter.minimum),
                    maximum=unit.to_si(problem.parameter.maximum),
                    value=unit.to_si(problem.value),
                    unit=unit.value,
                ),
            )
        return ()

    def _finding(self, code: Code, span: Span | None = None, **facts: Any) -> Finding:
        return Finding.of(code, step=self._step.number or None, span=span or self._step.span, **facts)

    def _spend(self) -> None:
        self._left -= 1
        if self._left < 0:
            raise HaltError(self._finding(Code.RUNS_TOO_LONG, limit=self._fuel))

    def _deeper(self) -> None:
        self._depth += 1
        if self._depth > DEPTH_MAX:
            raise UncomputableError("recursion")

    def _depends(self, written: s.Written | e.Value, name: str, parameter: str) -> Finding:
        return self._finding(Code.COMPUTED_FROM_READING, written.span, name=name, parameter=parameter)

    def _known(self, step: s.Written, name: str, parameter: str, value: Datum) -> Datum:
        """Refuse a value that no plan can be made with."""
        if isinstance(value, _UNKNOWN):
            raise HaltError(self._depends(step, name, parameter))
        return value

    def _truth(self, value: Datum) -> _Deciding:
        """Tell whether a condition holds, asking whoever runs the program when a sensor has to say it."""
        if not isinstance(value, _UNKNOWN):
            return truth(value)
        self._only_ask()
        answer = yield Decide(self._step.number, value)
        if answer is None:
            raise OpenError
        return answer

    def _only_ask(self) -> None:
        """Refuse, in the condition of a wait, whatever cannot be done again and again while the robot stands still."""
        if self._asking is not None:
            raise HaltError(Finding.of(Code.WAIT_DOES_MORE, step=self._asking.number or None, span=self._asking.span))

    # Steps

    def _body(self, body: Sequence[s.Step], frame: Frame) -> _Running:
        self._deeper()
        for step in body:
            if isinstance(step, s.Comment | s.Blank):
                continue
            self._step = step
            self._spend()
            then = yield from self._steps[type(step)](step, frame)
            if then is not Then.NEXT:
                self._depth -= 1
                return then
        self._depth -= 1
        return Then.NEXT

    def _act(self, step: s.Act, frame: Frame) -> _Running:
        self._only_ask()
        if step.op == "wait_until":
            return (yield from self._wait_until(step, frame))
        arguments = yield from self._arguments(step, frame)
        match step.op:
            case "stop":
                raise StopError
            case "count_up":
                self._counters[str(arguments[0])] = self._counters.get(str(arguments[0]), 0) + 1
            case "reset_count":
                self._counters[str(arguments[0])] = 0
            case "make_pallet":
                self._pallets[str(arguments[0])] = Pallet.of(arguments)
            case "wait_part":
                reading = yield from self._question(step.number, "part_present", arguments[:1])
                yield from self._wait(step, reading, (self._readings - 1,), arguments[1])
            case _:
                yield from commands(step.op, Asked(step.number, arguments, self._approach))
        return Then.NEXT

    def _wait_until(self, step: s.Act, frame: Frame) -> _Running:
        """Ask all that the condition names, none of it cut short: it is what is asked again and again."""
        written, time = step.arguments
        assert written is not None
        first, self._asking = self._readings, step
        condition = yield from self._value(written, frame)
        self._asking = None
        asked = tuple(range(first, self._readings))
        if not isinstance(condition, _UNKNOWN) or not set(readings_of(condition)) & set(asked):
            raise HaltError(self._finding(Code.WAITS_FOR_NOTHING))
        limit = None if time is None else (yield from self._value(time, frame))
        row = BY_OP[step.op]
        if isinstance(limit, _UNKNOWN):
            raise HaltError(self._depends(step, row.op, row.parameters[1].name.en))
        yield from self._wait(step, condition, asked, None if limit is None else to_si(row, row.parameters[1], limit))
        return Then.NEXT

    def _wait(
        self, step: s.Act, condition: Residual, asked: tuple[int, ...], limit: Datum | None
    ) -> Generator[Command, bool | None, None]:
        """Stand still until a condition holds or the time has passed; the program goes on in both cases."""
        initial = BY_OP[step.op].parameters[1].initial
        assert isinstance(initial, int | float)
        time = float(initial if limit is None else number(limit))
        if (yield Decide(step.number, condition, time, asked)) is None:
            raise OpenError

    def _arguments(
        self, asked: s.Act | e.Value, frame: Frame
    ) -> Generator[Command, bool | None, tuple[Datum | None, ...]]:
        row = BY_OP[asked.op]
        found: list[Datum | None] = []
        for parameter, argument in zip(row.parameters, asked.arguments, strict=True):
            value = None if argument is None else (yield from self._value(argument, frame))
            if isinstance(value, _UNKNOWN) and not (row.op == "show" and isinstance(value, Reading)):
                raise HaltError(self._depends(asked, row.op, parameter.name.en))
            found.append(None if value is None else to_si(row, parameter, value))
        return tuple(found)

    def _turns(self, step: s.Repeat | s.Count, turns: range, frame: Frame) -> _Running:
        for turn in turns:
            self._step = step
            self._spend()
            frame.variables[step.variable] = turn
            then = yield from self._body(step.body, frame)
            if then is Then.LEAVE_LOOP:
                break
            if then is not Then.NEXT:
                return then
        return Then.NEXT

    def _repeat(self, step: s.Repeat, frame: Frame) -> _Running:
        times = whole(self._known(step, "repeat", "times", (yield from self._value(step.times, frame))))
        return (yield from self._turns(step, range(times), frame))

    def _count(self, step: s.Count, frame: Frame) -> _Running:
        first = whole(self._known(step, "count", "first", (yield from self._value(step.first, frame))))
        last = whole(self._known(step, "count", "last", (yield from self._value(step.last, frame))))
        return (yield from self._turns(step, range(first, last + 1), frame))

    def _while(self, step: s.While, frame: Frame) -> _Running:
        while (yield from self._truth((yield from self._value(step.condition, frame)))):
            then = yield from self._body(step.body, frame)
            if then is Then.LEAVE_LOOP:
                break
            if then is not Then.NEXT:
                return then
            self._step = step
            self._spend()
        return Then.NEXT

    def _if(self, step: s.If, frame: Frame) -> _Running:
        for case in step.cases:
            self._step = case
            if (yield from self._truth((yield from self._value(case.condition, frame)))):
                return (yield from self._body(case.body, frame))
        return (yield from self._body(step.otherwise, frame))

    def _set(self, step: s.Set, frame: Frame) -> _Running:
        frame.variables[step.variable] = yield from self._value(step.value, frame)
        return Then.NEXT

    def _change(self, step: s.Change, frame: Frame) -> _Running:
        before = self._look_up(e.Variable(step.variable, span=step.span), frame)
        amount = yield from self._value(step.amount, frame)
        frame.variables[step.variable] = _computed("+", before, amount)
        return Then.NEXT

    def _define(self, step: s.Define, _frame: Frame) -> _Running:
        yield from ()
        self._functions[step.name] = step
        return Then.NEXT

    def _call(self, step: s.Call, frame: Frame) -> _Running:
        yield from self._run_function(step, frame)
        return Then.NEXT

    def _return(self, step: s.Return, frame: Frame) -> _Running:
        if step.value is not None:
            frame.result = yield from self._value(step.value, frame)
        return Then.LEAVE_FUNCTION

    def _break(self, _step: s.Break, _frame: Frame) -> _Running:
        yield from ()
        return Then.LEAVE_LOOP

    def _run_function(
        self, call: s.Call | e.FunctionCall, frame: Frame
    ) -> Generator[Command, bool | None, Datum | None]:
        function = self._functions.get(call.name)
        if function is None:
            raise HaltError(self._finding(Code.NAME_NEVER_SET, call.span, name=call.name))
        if len(call.arguments) != len(function.parameters):
            raise HaltError(self._wrong_count(call, function))
        inner = Frame(own=assigned_in(function.body) | frozenset(function.parameters))
        for name, argument in zip(function.parameters, call.arguments, strict=True):
            inner.variables[name] = yield from self._value(argument, frame)
        caller = self._step
        self._spend()
        yield from self._body(function.body, inner)
        self._step = caller
        return inner.result

    def _wrong_count(self, call: s.Call | e.FunctionCall, function: s.Define) -> Finding:
        expected, given = len(function.parameters), len(call.arguments)
        return self._finding(Code.WRONG_ARGUMENTS, call.span, name=call.name, expected=str(expected), given=given)

    # Values

    def _value(self, expression: e.Expression, frame: Frame) -> _Computing:
        if isinstance(expression, e.Number | e.Text | e.Truth):
            return expression.value
        if isinstance(expression, e.Variable):
            return self._look_up(expression, frame)
        self._deeper()
        value = yield from self._values[type(expression)](expression, frame)
        self._depth -= 1
        return value

    def _look_up(self, name: e.Variable, frame: Frame) -> Datum:
        home = frame if frame.own is None or name.name in frame.own else self._top
        if name.name not in home.variables:
            raise HaltError(self._finding(Code.NAME_NEVER_SET, name.span, name=name.name))
        return home.variables[name.name]

    def _negative(self, expression: e.Negative, frame: Frame) -> _Computing:
        value = yield from self._value(expression.operand, frame)
        return residual("-", 0, value) if isinstance(value, _UNKNOWN) else -number(value)

    def _arithmetic(self, expression: e.Arithmetic, frame: Frame) -> _Computing:
        left = yield from self._value(expression.left, frame)
        right = yield from self._value(expression.right, frame)
        return _computed(expression.operator, left, right)

    def _comparison(self, expression: e.Comparison, frame: Frame) -> _Computing:
        left = yield from self._value(expression.left, frame)
        right = yield from self._value(expression.right, frame)
        if isinstance(left, _UNKNOWN) or isinstance(right, _UNKNOWN):
            return residual(expression.operator, left, right)
        return compare(expression.operator, left, right)

    def _logic(self, expression: e.Logic, frame: Frame) -> _Computing:
        left = yield from self._value(expression.left, frame)
        if self._asking is not None and isinstance(left, _UNKNOWN):  # all of it is asked again and again
            right = yield from self._value(expression.right, frame)
            return (both if expression.operator == "and" else either)(left, right)
        if (yield from self._truth(left)) is (expression.operator == "or"):
            return left
        return (yield from self._value(expression.right, frame))

    def _not(self, expression: e.Not, frame: Frame) -> _Computing:
        value = yield from self._value(expression.operand, frame)
        return Opposite(value) if isinstance(value, _UNKNOWN) else not truth(value)

    def _vocabulary_value(self, expression: e.Value, frame: Frame) -> _Computing:
        arguments = yield from self._arguments(expression, frame)
        if expression.op == "counter":
            return self._counters.get(str(arguments[0]), 0)
        if expression.op in {"pallet_cell", "pallet_cell_at"}:
            return self._pallet(expression, str(arguments[0])).cell(expression.op, arguments[1:])
        if expression.op == "offset":
            return offset(arguments)
        return (yield from self._question(self._step.number, expression.op, arguments))

    def _question(
        self, step: int, op: str, arguments: Sequence[Datum | None]
    ) -> Generator[Command, bool | None, Residual]:
        asked = question(op, arguments, self._readings)
        self._readings += 1
        yield Read(step, asked.reading, asked.kind, asked.name)
        return asked.answer

    def _pallet(self, asked: e.Value, name: str) -> Pallet:
        if name not in self._pallets:
            known = ", ".join(sorted(self._pallets))
            raise HaltError(self._finding(Code.UNKNOWN_PALLET, asked.span, name=name, known=known))
        return self._pallets[name]

    def _function_value(self, expression: e.FunctionCall, frame: Frame) -> _Computing:
        result = yield from self._run_function(expression, frame)
        if result is None:
            raise UncomputableError("types")
        return result


def _computed(sign: str, left: Datum, right: Datum) -> Datum:
    if isinstance(left, _UNKNOWN) or isinstance(right, _UNKNOWN):
        return residual(sign, left, right)
    return compute(sign, left, right)
