"""Running a program: commands in SI, Python's values, and a finding where it stops."""

import pytest

from cobot_lab.codes import Code
from cobot_lab.program import commands as c
from cobot_lab.program import expressions as e
from cobot_lab.program import steps as s
from cobot_lab.program.interpreter import collect, run
from cobot_lab.program.program import Program

X = e.Variable("x")
LOOP = e.Truth(True)


def n(value: float) -> e.Number:
    return e.Number(value)


def show(value: e.Expression) -> s.Act:
    return s.Act("show", (value,))


def told(*body: s.Step) -> list[str]:
    commands, findings = collect(Program.of(body))
    assert findings == ()
    return [command.text for command in commands if isinstance(command, c.Tell)]


def stopped(*body: s.Step, **limits: int) -> tuple[Code, int | None, dict[str, object]]:
    (finding,) = collect(Program.of(body), **limits)[1]
    return finding.code, finding.step, dict(finding.facts)


def why(value: e.Expression) -> tuple[Code, object]:
    code, _, facts = stopped(show(value))
    return code, facts.get("reason")


def test_lesson_one() -> None:
    place = (e.Text("plateau"),)
    body = (s.Act("pick", (e.Text("magasin"),)), s.Act("place", place), s.Act("go_to_rest"))
    commands, findings = collect(Program.of(body), approach=0.05)
    assert findings == ()
    magasin, plateau = c.Spot("magasin"), c.Spot("plateau")
    assert commands == (
        c.GoAbove(1, magasin, 0.05),
        c.Open(1),
        c.Descend(1, magasin),
        c.Close(1),
        c.Rise(1, 0.05),
        c.GoAbove(2, plateau, 0.05),
        c.Descend(2, plateau),
        c.Open(2),
        c.Rise(2, 0.05),
        c.GoToRest(3),
    )


def test_plain_steps_in_si() -> None:
    body = (
        s.Act("speed", (n(40),)),
        s.Act("go_to", (e.Text("A"),)),
        s.Act("go_above", (e.Text("A"), n(35))),
        s.Act("go_above", (e.Text("A"), None)),
        s.Act("descend_to", (e.Text("A"),)),
        s.Act("go_up", (n(120),)),
        s.Act("move_by", (n(1), n(-2), n(3.5))),
        s.Act("open_gripper_to", (n(40),)),
        s.Act("grip_force", (n(20),)),
        s.Act("close_gripper"),
        s.Act("wait", (n(1),)),
    )
    spot = c.Spot("A")
    assert collect(Program.of(body))[0] == (
        c.SetSpeed(1, 0.4),
        c.GoTo(2, spot),
        c.GoAbove(3, spot, 0.035),
        c.GoAbove(4, spot, 0.08),
        c.Descend(5, spot),
        c.Rise(6, 0.12),
        c.MoveBy(7, (0.001, -0.002, 0.0035)),
        c.Open(8, 0.04),
        c.SetGripForce(9, 20),
        c.Close(10),
        c.Pause(11, 1),
    )


@pytest.mark.parametrize("word", ["repos", "rest"])
def test_the_rest_position_may_be_computed(word: str) -> None:
    body = (s.Set("x", e.Text(word)), s.Act("go_to", (X,)))
    assert collect(Program.of(body))[0] == (c.GoToRest(2),)


def test_offsets_add_up() -> None:
    inner = e.Value("offset", (e.Text("A"), n(10), n(0), n(0)))
    outer = e.Value("offset", (inner, n(5), n(40), n(-1)))
    (command,) = collect(Program.of((s.Act("go_to", (outer,)),)))[0]
    assert isinstance(command, c.GoTo)
    assert command.spot.name == "A"
    assert command.spot.offset == pytest.approx((0.015, 0.04, -0.001))


def test_a_macros_commands_carry_its_step() -> None:
    body = (s.Repeat("i", n(2), (s.Act("pick", (e.Text("A"),)),)),)
    assert {command.step for command in collect(Program.of(body))[0]} == {2}


def test_nothing_runs_before_it_is_asked_for() -> None:
    running = run(Program.of((s.While(LOOP, (s.Act("open_gripper"),)),)))
    assert [next(running) for _ in range(3)] == [c.Open(2)] * 3


# Order


def test_repeat_counts_from_zero_and_leaves_its_variable() -> None:
    assert told(s.Repeat("x", n(3), (show(X),)), show(X)) == ["0", "1", "2", "2"]


def test_count_includes_both_ends() -> None:
    assert told(s.Count("x", n(2), n(4), (show(X),))) == ["2", "3", "4"]


def test_while_and_break() -> None:
    leave = s.If((s.Case(e.Comparison(">=", X, n(2)), (s.Break(),)),))
    assert told(s.Set("x", n(0)), s.While(LOOP, (leave, s.Change("x", n(1)))), show(X)) == ["2"]


def test_the_first_true_case_is_run() -> None:
    def case(limit: int) -> s.Case:
        return s.Case(e.Comparison("<", X, n(limit)), (show(n(limit)),))

    choice = s.If((case(1), case(5), case(9)), (show(e.Text("else")),))
    assert told(s.Set("x", n(4)), choice, s.Set("x", n(40)), choice) == ["5", "else"]


def test_stop_ends_everything() -> None:
    stop = s.Define("f", (), (s.Repeat("i", n(3), (show(n(1)), s.Act("stop"))),))
    assert told(stop, s.Call("f"), show(n(2))) == ["1"]


def test_counters() -> None:
    name = (e.Text("bonnes"),)
    value = e.Value("counter", name)
    up = s.Act("count_up", name)
    assert told(show(value), up, up, show(value), s.Act("reset_count", name), show(value)) == ["0", "2", "0"]


def test_raw_lines_never_run() -> None:
    code, step, _ = stopped(show(n(1)), s.Raw("import os"))
    assert (code, step) == (Code.NOT_IN_LANGUAGE, 2)


# Functions


def test_functions_give_values_and_keep_their_names() -> None:
    double = s.Define("double", ("x",), (s.Set("y", e.Arithmetic("*", X, n(2))), s.Return(e.Variable("y"))))
    call = e.FunctionCall("double", (e.FunctionCall("double", (n(3),)),))
    assert told(double, s.Set("y", n(1)), show(call), show(e.Variable("y"))) == ["12", "1"]


def test_functions_read_the_names_of_the_top() -> None:
    assert told(s.Define("f", (), (show(X),)), s.Set("x", n(7)), s.Call("f")) == ["7"]


def test_a_name_that_a_function_sets_is_its_own() -> None:
    define = s.Define("f", (), (s.Change("x", n(1)),))
    code, step, facts = stopped(s.Set("x", n(1)), define, s.Call("f"))
    assert (code, step, facts) == (Code.NAME_NEVER_SET, 3, {"name": "x"})


def test_return_leaves_loops() -> None:
    find = s.Define("f", (), (s.Repeat("i", n(9), (show(e.Variable("i")), s.Return())),))
    assert told(find, s.Call("f"), show(n(5))) == ["0", "5"]


def test_a_function_is_known_once_it_is_defined() -> None:
    assert stopped(s.Call("f"), s.Define("f", (), ()))[:2] == (Code.NAME_NEVER_SET, 1)


def test_wrong_number_of_values() -> None:
    code, step, facts = stopped(s.Define("f", ("a",), ()), s.Call("f"))
    assert (code, step, facts) == (Code.WRONG_ARGUMENTS, 2, {"name": "f", "expected": "1", "given": 0})


def test_a_function_without_a_value_has_none() -> None:
    assert stopped(s.Define("f", (), ()), show(e.FunctionCall("f", ())))[2] == {"reason": "types"}


def test_endless_recursion() -> None:
    again = s.Define("f", ("x",), (s.Return(e.FunctionCall("f", (e.Arithmetic("+", X, n(1)),))),))
    assert stopped(again, show(e.FunctionCall("f", (n(0),))))[2] == {"reason": "recursion"}


def test_recursion_with_an_end() -> None:
    end = s.If((s.Case(e.Comparison("<=", X, n(0)), (s.Return(n(0)),)),))
    less = e.FunctionCall("f", (e.Arithmetic("-", X, n(1)),))
    total = s.Define("f", ("x",), (end, s.Return(e.Arithmetic("+", X, less))))
    assert told(total, show(e.FunctionCall("f", (n(10),)))) == ["55"]


# Limits


def test_an_empty_endless_loop_ends() -> None:
    assert stopped(s.While(LOOP, ())) == (Code.RUNS_TOO_LONG, 1, {"limit": 10_000})


def test_many_turns_end() -> None:
    assert stopped(s.Repeat("i", n(10**9), ()), fuel=50) == (Code.RUNS_TOO_LONG, 1, {"limit": 50})


def test_commands_before_the_limit_are_given() -> None:
    commands, findings = collect(Program.of((s.While(LOOP, (s.Act("open_gripper"),)),)), fuel=21)
    assert [finding.code for finding in findings] == [Code.RUNS_TOO_LONG]
    assert commands == (c.Open(2),) * 10


@pytest.mark.parametrize("op", ["/", "//", "%"])
def test_division_by_zero(op: str) -> None:
    assert why(e.Arithmetic(op, n(1), n(0))) == (Code.CANNOT_COMPUTE, "division_by_zero")


@pytest.mark.parametrize(
    "value",
    [
        e.Arithmetic("*", n(1e200), n(1e200)),
        e.Arithmetic("-", n(float("inf")), n(float("inf"))),
        e.Arithmetic("*", n(2**52), n(2)),
    ],
)
def test_numbers_out_of_reach(value: e.Expression) -> None:
    assert why(value) == (Code.CANNOT_COMPUTE, "not_a_number")


@pytest.mark.parametrize(
    "value",
    [
        e.Arithmetic("+", e.Text("a"), e.Text("b")),
        e.Arithmetic("*", e.Text("a"), n(3)),
        e.Arithmetic("+", e.Truth(True), n(1)),
        e.Negative(e.Text("a")),
        e.Comparison("<", e.Text("a"), n(1)),
        e.Value("offset", (e.Text("A"), n(0), n(0), n(0))),
        e.Not(e.Value("offset", (e.Text("A"), n(0), n(0), n(0)))),
    ],
)
def test_wrong_types(value: e.Expression) -> None:
    assert why(value) == (Code.CANNOT_COMPUTE, "types")


@pytest.mark.parametrize("times", [n(2.0), e.Text("a"), e.Truth(True)])
def test_turns_are_whole_numbers(times: e.Expression) -> None:
    assert stopped(s.Repeat("i", times, ()))[2] == {"reason": "types"}


def test_a_place_is_a_name() -> None:
    assert stopped(s.Set("x", n(3)), s.Act("go_to", (X,)))[:2] == (Code.CANNOT_COMPUTE, 2)


def test_computed_numbers_are_checked() -> None:
    code, step, facts = stopped(s.Set("x", n(150)), s.Act("speed", (X,)))
    assert (code, step) == (Code.NUMBER_OUT_OF_RANGE, 2)
    assert facts == {
        "name": "speed",
        "parameter": "percent",
        "minimum": 0.01,
        "maximum": 1.0,
        "value": 1.5,
        "unit": "pct",
    }


def test_the_condition_of_a_case_is_pointed_at() -> None:
    bad = s.Case(e.Comparison("<", e.Text("a"), n(1)), ())
    assert stopped(show(n(1)), s.If((s.Case(e.Truth(False), ()), bad)))[:2] == (Code.CANNOT_COMPUTE, 4)


def test_a_problem_behind_a_call_points_at_the_caller() -> None:
    define = s.Define("f", (), (show(n(1)), s.Return(n(0))))
    bad = s.Set("y", e.Arithmetic("/", n(1), e.FunctionCall("f", ())))
    assert stopped(define, bad)[:2] == (Code.CANNOT_COMPUTE, 4)


def test_the_right_side_is_looked_at_only_when_needed() -> None:
    never = e.Variable("never")
    assert told(show(e.Logic("or", n(3), never)), show(e.Logic("and", n(0), never))) == ["3", "0"]


def test_whole_values_are_shown_without_decimals() -> None:
    assert told(show(e.Arithmetic("/", n(6), n(2))), show(n(2.5)), show(e.Truth(True))) == ["3", "2.5", "True"]
