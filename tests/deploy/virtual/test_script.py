"""URScript on the virtual controller, stepped by hand: what programs compute, move, and may not do."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest

from cobot_lab.deploy.virtual.ur.cabinet import Setup
from cobot_lab.deploy.virtual.ur.controller import Controller
from cobot_lab.deploy.virtual.ur.messages import ExceptionMessage, TextMessage
from cobot_lab.deploy.virtual.ur.modes import Runtime, SafetyMode


@pytest.fixture
def controller(setup: Setup) -> Controller:
    return Controller(replace(setup))


def _run(controller: Controller, body: str, cycles: int = 5000) -> list[str]:
    """Run a program to its end; give what it said."""
    said: list[str] = []
    controller.take("def test():\n" + body + "\nend")
    for _ in range(cycles):
        controller.step()
        said += [each.text for each in controller.cabinet.said if isinstance(each, TextMessage | ExceptionMessage)]
        controller.cabinet.said.clear()
        if controller.runtime is Runtime.STOPPED:
            return said
    return [*said, "still running"]


@pytest.mark.parametrize(
    ("expression", "written"),
    [
        ("1 + 2 * 3", "7"),
        ("7 / 2", "3.5"),
        ("-7 % 3", "-1"),
        ("not True or 2 > 1 and False", "False"),
        ("True xor False", "True"),
        ("[1, 2, 3] * 2 + [1, 1, 1]", "[3, 5, 7]"),
        ("p[0.1, 0, 0, 0, 0, 0]", "p[0.1, 0, 0, 0, 0, 0]"),
        ("norm([3, 4])", "5"),
        ("floor(2.7) + pow(2, 3)", "10"),
        ('str_cat("a", [1, 2])', "a[1, 2]"),
        ("d2r(180) - acos(-1)", "0"),
        ("pose_trans(p[0,0,1,0,0,0], pose_inv(p[0,0,1,0,0,0]))", "p[0, 0, 0, 0, 0, 0]"),
        ("0x10 + 1e1", "26"),
        ("[[1, 2], [3, 4]][1, 0]", "3"),
    ],
)
def test_expressions(controller: Controller, expression: str, written: str) -> None:
    assert _run(controller, f"textmsg({expression})") == [written]


def test_threads_functions_and_scopes(controller: Controller) -> None:
    body = """
  global count = 0
  local mine = 5
  def twice(a, b = 2):
    local mine = a * b
    return mine
  end
  thread counts():
    while True:
      count = count + 1
      if count == 4:
        continue
      elif count > 100:
        break
      else:
        sync()
      end
    end
  end
  number = run counts()
  sleep(0.02)
  kill number
  join number
  textmsg(twice(3), count >= 10)
  textmsg(mine)
  halt
  textmsg("never")"""
    assert _run(controller, body) == ["6True", "5"]


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("fly(3)", "compile_error_name_not_found:fly:"),
        ("movel(p[0,0,0,0,0,0])", "not_simulated:movel:"),
        ("textmsg(nothing)", "name_not_found:nothing:"),
        ("while True:\n x = 1\n end", "infinite_loop"),
        ("x = 1 / 0", "division_by_zero"),
        ("x = [1,2]\n y = x[2]", "index_out_of_bounds:2:"),
        ("if 1:\n end", "type_error: 1 is not a boolean"),
        ("def f():\n f()\n end\n f()", "stack_overflow"),
        ("sleep(", "syntax_error"),
        ("x = 2147483647 + 1", "integer_overflow"),
        ("movej([0,0,0])", "type_error: [0, 0, 0] is not a list of 6 numbers"),
        ("sleep(0, 1)", "compile_error: sleep: too many positional arguments"),
        ('socket_open("8.8.8.8", 80)', "not_simulated:a connection to 8.8.8.8, only loopback addresses:"),
        ("x = sqrt(-1)", "domain_error: math domain error"),
    ],
)
def test_what_a_program_may_not_do_is_told(controller: Controller, body: str, reason: str) -> None:
    controller.take("def test():\n" + body + "\nend")
    for _ in range(20):
        controller.step()
    told = [each.text for each in controller.cabinet.said if isinstance(each, ExceptionMessage)]
    assert told == [reason]
    assert not controller.playing


def test_a_cubic_of_speeds_is_followed_at_any_slider(controller: Controller) -> None:
    """As the maker's own external control script plays a spline: one `speedj` a step."""
    body = """
  t = 0
  while t < 1.0:
    t = t + get_steptime()
    rate = 6 * t * (1 - t) * 0.4
    old = 6 * (t - get_steptime()) * (1 - t + get_steptime()) * 0.4
    speedj([rate, 0, 0, 0, 0, 0], norm(rate - old) / get_steptime() + 0.000001, get_steptime())
    write_output_float_register(24, t)
  end
  stopj(5)"""
    start = controller.cabinet.arm.q[0]
    controller.take("def test():\n" + body + "\nend")
    worst, cycles = 0.0, 0
    while controller.playing:
        if cycles == 250:
            controller.cabinet.slider = 0.3
        controller.step()
        cycles += 1
        t = min(controller.cabinet.outputs.floats[24], 1.0)
        worst = max(worst, abs(controller.cabinet.arm.q[0] - start - 0.4 * (3 * t * t - 2 * t**3)))
    assert cycles == pytest.approx(880, abs=15)  # 0.5 s, half a second of ramp for the whole range, the rest at 0.3
    assert worst < 3e-3, worst
    for _ in range(100):
        controller.step()
    assert controller.cabinet.arm.q[0] - start == pytest.approx(0.4, abs=1e-4)


def test_movej_goes_as_fast_as_asked_and_arrives(controller: Controller) -> None:
    goal = [q + 0.5 for q in controller.cabinet.arm.q]
    controller.take(f"def test():\nmovej({goal}, a=2, v=1)\nend")
    fastest, cycles = 0.0, 0
    while controller.playing:
        controller.step()
        cycles += 1
        fastest = max(fastest, *map(abs, controller.cabinet.arm.qd_target))
    assert cycles * 0.002 == pytest.approx(0.5 + 0.5, abs=0.01)
    assert fastest == pytest.approx(1.0, rel=3e-3)
    for _ in range(100):
        controller.step()
    assert controller.cabinet.arm.q == pytest.approx(goal, abs=1e-4)


@pytest.mark.parametrize("goal", [7.0, 0.8])
def test_beyond_a_limit_the_safety_system_stops_the_arm(controller: Controller, goal: float) -> None:
    q = [*controller.cabinet.arm.q]
    q[0] = goal
    controller.take(f"def test():\nservoj({q}, t={5 if goal > 6.3 else 0.002})\nsleep(1)\nend")
    for _ in range(3000):
        controller.step()
    assert controller.safety is SafetyMode.PROTECTIVE_STOP
    assert controller.cabinet.arm.still
    assert not math.isclose(controller.cabinet.arm.q[0], goal, abs_tol=0.1)


def test_a_secondary_program_runs_beside_and_may_not_move(controller: Controller) -> None:
    controller.take("def long():\nsleep(1)\nend")
    controller.take("sec quick():\nset_digital_out(2, True)\nend")
    assert controller.cabinet.digital_out == 4
    controller.take("sec rude():\nstopj(1)\nend")
    assert ExceptionMessage("secondary_program_moves", 2) in controller.cabinet.said
    assert controller.program == "long"
    assert controller.playing
