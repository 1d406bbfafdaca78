"""Programs made from a plan: their form, by a grammar of its own, and that they play as planned."""

from __future__ import annotations

import re
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import pairwise

import numpy as np
import pytest
from lark import Lark
from lark.exceptions import LarkError

from cobot_lab.cell.load import load_robot
from cobot_lab.deploy.drivers.ur.script import (
    BYTES_MAX,
    CYCLE,
    FINISHED,
    KNOTS_MAX,
    STOP_DECELERATION,
    Script,
    ScriptFormError,
    Wiring,
    write_scripts,
)
from cobot_lab.deploy.virtual.ur.cabinet import Setup
from cobot_lab.deploy.virtual.ur.controller import Controller
from cobot_lab.deploy.virtual.ur.messages import TextMessage
from cobot_lab.deploy.virtual.ur.modes import Runtime
from cobot_lab.motion.actions import Grip, Move, Output, Path, Read, Show, Wait
from cobot_lab.motion.trajectory import Trajectory

ROBOT = load_robot("ur3e")
Q = np.array(ROBOT.q_rest)
WIRING = Wiring("127.0.0.1", 50111, outputs={"lampe": 3})

FORM = Lark(  # line by line, unlike the controller's: one statement a line, everything inside one definition
    r"""
    start: "def" NAME "():" NL line+ "end" NL
    line: INDENT (statement)? NL | INDENT COMMENT NL
    statement: "def" NAME "(" [NAME ("," NAME)*] "):" | "thread" NAME "():" | "while" e ":" | "if" e ":" | "end"
        | ("global" | "local") NAME "=" e | NAME "=" e | "return" e | "halt" | e | "run" call
    ?e: e BIN e | "not" e | atom
    ?atom: call | NUMBER | NAME | STRING | "(" e ")" | "[" e ("," e)* "]" | NAME "[" e "]"
    call: NAME "(" [e ("," e)*] ")"
    BIN: "+" | "-" | "*" | "/" | "==" | "!=" | "<" | ">"
    INDENT: /^ +/m
    COMMENT: /#[ -~]*/
    NAME: /[a-z_A-Z][a-z_A-Z0-9]*/
    NUMBER: /-?\d+(\.\d+)?/
    STRING: /"[ !#-~]*"/
    NL: "\n"
    %ignore /(?<=\S) +/
    """,
    parser="earley",
    lexer="dynamic",
)


def _move(step: int, q_from: np.ndarray, q_to: np.ndarray, duration: float) -> Move:
    t = np.array([0.0, duration / 2, duration])
    top = 1.5 * (q_to - q_from) / duration
    q = np.stack([q_from, (q_from + q_to) / 2, q_to])
    return Move(step, Path.JOINT, Trajectory(t, q, np.stack([0 * top, top, 0 * top])))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\\", "a/"),
        ('") popup("', "') popup('"),
        ("a\nhalt", "a?halt"),
        ("cobot_lab: part lost", "'cobot_lab: part lost"),
        ("c\u00f6bot_lab: no heartbeat", "'cobot_lab: no heartbeat"),
        ("Bonjour, élève", "Bonjour, eleve"),
    ],
)
def test_a_shown_text_stays_a_text_and_speaks_for_nobody_else(text: str, shown: str) -> None:
    (script,) = write_scripts("shows", Q, [Show(1, text)], WIRING)
    assert f'\n  textmsg("{shown}")\n' in script.text
    FORM.parse(script.text)


@contextmanager
def _watch(beats: threading.Event) -> Iterator[int]:
    """Send a heartbeat while `beats` is set; give the port."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def beat() -> None:
            link, _ = server.accept()
            with link:
                while beats.is_set():
                    try:
                        link.send(b".")
                    except OSError:
                        return
                    time.sleep(0.0005)
                time.sleep(0.5)

        sender = threading.Thread(target=beat, daemon=True)
        sender.start()
        yield server.getsockname()[1]
        beats.clear()


def test_the_form_is_one_that_controllers_take() -> None:
    actions = [_move(1, Q, Q + 0.3, 1.0), Grip(2, True, 0.0, 30.0, 0.5), Show(3, 'Prêt « à » l\'œuvre\n"end"')]
    (script,) = write_scripts("lesson_01", Q, [*actions, Wait(4, 0.5), Output(5, "lampe", 1.0, 0.2)], WIRING)
    lines = script.text.split("\n")
    assert lines[0] == f"def lesson_01_1_{script.token[:16]}():"
    assert lines.count(f'  socket_send_line("{script.token}", "watch")') == 1
    assert lines[-2:] == ["end", ""]
    assert all(line.startswith("  ") for line in lines[1:-2])
    assert script.data == script.text.encode("ascii")
    assert "movel" not in script.text
    assert "servoj" not in script.text
    for line in lines[1:-2]:
        FORM.parse(f"def x():\n{line}\nend\n")
    assert "textmsg(\"Pret ? a ? l'oeuvre?'end'\")" in script.text


@pytest.mark.parametrize("line", ["x = 1", "  x = = 1", "  movej(q a=1)", '  textmsg("é")', "  while x", "\tx = 1"])
def test_the_grammar_refuses_what_controllers_do(line: str) -> None:
    with pytest.raises(LarkError):
        FORM.parse(f"def x():\n{line}\nend\n")


def test_the_same_plan_gives_the_same_bytes() -> None:
    first, second = (write_scripts("a", Q, [_move(1, Q, Q + 0.3, 1.0)], WIRING)[0] for _ in range(2))
    assert first.digest == second.digest
    assert write_scripts("a", Q, [_move(1, Q, Q + 0.3000001, 1.0)], WIRING)[0].digest != first.digest


def test_whatever_differs_in_a_program_is_in_its_token_and_its_name() -> None:
    def write(q: float = 0.3, *, place: int = 50111, holding: bool = False, source: str = "a plan") -> Script:
        (script,) = write_scripts(
            "a", Q, [_move(1, Q, Q + q, 1.0)], Wiring("127.0.0.1", place), holding=holding, source=source
        )
        return script

    scripts = [write(), write(0.3000001), write(place=50112), write(holding=True), write(source="another plan")]
    for part in ("token", "name"):
        assert len({getattr(each, part) for each in scripts}) == len(scripts)
    assert write() == write()


def test_a_long_plan_is_cut_at_rest() -> None:
    actions = [_move(i, Q + 0.3 * (i % 2), Q + 0.3 * ((i + 1) % 2), 1.0) for i in range(400)]
    scripts = write_scripts("long", Q, actions, WIRING)
    assert len(scripts) > 1
    assert sum(script.knots for script in scripts) == 800
    assert all(script.knots <= KNOTS_MAX and len(script.data) <= BYTES_MAX for script in scripts)
    assert scripts[1].t_start == scripts[0].knots / 2


@pytest.mark.parametrize("name", ["Lesson", "end it", "a" * 30, ""])
def test_a_name_that_controllers_refuse_is_refused(name: str) -> None:
    with pytest.raises(ScriptFormError, match="name"):
        write_scripts(name, Q, [], WIRING)


def test_what_cannot_be_written_is_refused() -> None:
    for action in (
        Output(1, "four", 1.0, 0.0),
        Output(1, "lampe", 0.5, 0.0),
        Wait(1, float("nan")),
        Read(1, "camera", 0, ()),
    ):
        with pytest.raises(ScriptFormError):
            write_scripts("a", Q, [action], WIRING)


def _play(beats: threading.Event, cycles: int, *, slow_at: int = -1, silent_at: int = -1) -> tuple[Controller, float]:
    """Play a move there and back; give the controller and the largest distance from the plan."""
    moves = [_move(1, Q, Q + 0.3, 1.0), Grip(2, True, 0.0, 30.0, 0.4), _move(3, Q + 0.3, Q, 1.0)]
    curve = (moves[0].trajectory, moves[2].trajectory)
    with _watch(beats) as port:
        (script,) = write_scripts("swing", Q, moves, Wiring("127.0.0.1", port))
        controller = Controller(Setup(ROBOT, "1"))
        assert controller.take(script.text)
        worst = 0.0
        for cycle in range(cycles):
            if cycle == slow_at:
                controller.cabinet.slider = 0.3
            if cycle == silent_at:
                beats.clear()
            controller.step()
            t = controller.cabinet.outputs.floats[24]
            planned = curve[0].sample(np.array([t]))[0] if t < 1.4 else curve[1].sample(np.array([t - 1.4]))[0]
            worst = max(worst, float(np.abs(planned[0] - controller.cabinet.arm.q).max()))
            if cycle % 5 == 0:
                time.sleep(0.0005)
        controller.close()
    return controller, worst


@pytest.mark.parametrize("slow_at", [-1, 300])
def test_it_plays_as_planned_at_any_slider(slow_at: int) -> None:
    beats = threading.Event()
    beats.set()
    controller, worst = _play(beats, 1500 if slow_at < 0 else 4000, slow_at=slow_at)
    said = [each.text for each in controller.cabinet.said if not isinstance(each, TextMessage)]
    assert said == [controller.program] * 2
    assert controller.cabinet.outputs.ints[24] == FINISHED
    assert controller.cabinet.outputs.floats[24] == pytest.approx(2.4, abs=1e-6)
    assert controller.cabinet.arm.q == pytest.approx(list(Q), abs=1e-4)
    assert worst < 1e-3


def test_without_heartbeat_it_slows_down_and_ends() -> None:
    beats = threading.Event()
    beats.set()
    controller, _ = _play(beats, 4000, slow_at=0, silent_at=300)
    assert TextMessage("cobot_lab: no heartbeat") in controller.cabinet.said
    assert controller.cabinet.arm.still
    assert controller.cabinet.outputs.floats[24] < 2.0


def test_without_a_first_beat_it_does_not_begin() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        (script,) = write_scripts("swing", Q, [_move(1, Q, Q + 0.3, 1.0)], Wiring("127.0.0.1", server.getsockname()[1]))
        controller = Controller(Setup(ROBOT, "1"))
        controller.take(script.text)
        for _ in range(400):
            controller.step()
        controller.close()
    assert TextMessage("cobot_lab: no heartbeat") in controller.cabinet.said
    assert controller.cabinet.arm.q == list(map(float, Q))


@pytest.mark.parametrize("stops", [True, False])
def test_after_a_pause_it_goes_on_only_when_it_is_heard(stops: bool) -> None:
    """A pause keeps the last speed that was asked: whoever presses Play must not let the arm have it once more."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        far = Q + np.array([1.6, 0, 0, 1.2, 1.0, 1.6])
        wiring = Wiring("127.0.0.1", server.getsockname()[1])
        (script,) = write_scripts("swing", Q, [_move(1, Q, far, 1.4)], wiring)
        controller = Controller(Setup(ROBOT, "1"))
        controller.take(script.text)
        controller.step()
        link, _ = server.accept()
        with link:
            while controller.cabinet.outputs.floats[24] < 0.6:
                link.send(b".")
                controller.step()
            controller.pause()
            while controller.runtime is not Runtime.PAUSED:
                controller.step()
            for _ in range(100):
                controller.step()
            before = list(controller.cabinet.arm.q)
            link.send(b"!" if stops else b".")
            time.sleep(0.01)  # it is on its way through the kernel
            controller.play()
            while controller.playing:
                controller.step()
                with suppress(OSError):  # it has ended
                    link.send(b"" if stops else b".")
            for _ in range(100):
                controller.step()
    moved = max(abs(now - then) for now, then in zip(controller.cabinet.arm.q, before, strict=True))
    assert moved < 0.006 if stops else moved > 0.5
    controller.close()


def test_it_brakes_as_hard_as_it_says_when_it_really_moves() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        wiring = Wiring("127.0.0.1", server.getsockname()[1])
        (script,) = write_scripts("swing", Q, [_move(1, Q, Q + 1.2, 1.2)], wiring)
        controller = Controller(Setup(ROBOT, "1"))
        controller.take(script.text)
        controller.step()
        link, _ = server.accept()
        arm = controller.cabinet.arm
        with link:
            while controller.cabinet.outputs.floats[24] < 0.6:
                link.send(b".")
                controller.step()
            link.send(b"!")
            while TextMessage("cobot_lab: no heartbeat") not in controller.cabinet.said:
                controller.step()
            begin, top = arm.q[0], arm.rate[0]
            speeds = []
            while not arm.still:
                controller.step()
                speeds.append(arm.qd_target[0])
    assert top == pytest.approx(1.5, abs=0.05)
    assert arm.q[0] - begin == pytest.approx(top**2 / (2 * STOP_DECELERATION), abs=0.02)
    hardest = max(before - after for before, after in pairwise(speeds) if after > 0.1) / CYCLE
    assert hardest == pytest.approx(STOP_DECELERATION, rel=0.1)
    controller.close()


@pytest.mark.parametrize("time_on", [0.0, 0.5])
def test_a_pulse_that_was_begun_is_ended_and_a_plain_output_stays(time_on: float) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        wiring = Wiring("127.0.0.1", server.getsockname()[1], outputs={"lampe": 3})
        (script,) = write_scripts("swing", Q, [Output(1, "lampe", 1.0, time_on), Wait(2, 1.0)], wiring)
        controller = Controller(Setup(ROBOT, "1"))
        controller.take(script.text)
        controller.step()
        link, _ = server.accept()
        with link:
            while controller.cabinet.outputs.floats[24] < 0.2:
                link.send(b".")
                controller.step()
            assert controller.cabinet.digital_out == 8
            link.send(b"!")
            while controller.playing:
                controller.step()
    assert controller.cabinet.digital_out == (0 if time_on else 8)
    controller.close()


def test_from_another_pose_it_does_not_move() -> None:
    (script,) = write_scripts("swing", Q + 0.02, [_move(1, Q + 0.02, Q, 1.0)], WIRING)
    controller = Controller(Setup(ROBOT, "1"))
    controller.take(script.text)
    for _ in range(50):
        controller.step()
    assert TextMessage("cobot_lab: the arm stands elsewhere") in controller.cabinet.said
    assert controller.cabinet.arm.q == list(map(float, Q))
    assert re.fullmatch(r"[0-9a-f]{64}", script.digest)
