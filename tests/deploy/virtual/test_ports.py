"""What the ports answer: recipes, modes, programs, messages; and that nothing sent to them breaks them."""

from __future__ import annotations

import random
import socket
import struct
import threading
from contextlib import suppress
from itertools import pairwise

import pytest

from cobot_lab.deploy.virtual.host import VirtualArmError
from cobot_lab.deploy.virtual.ur import clients, dashboard, pull, rtde
from cobot_lab.deploy.virtual.ur import packets as wire_form
from cobot_lab.deploy.virtual.ur.controller import Controller
from cobot_lab.deploy.virtual.ur.messages import Message, TextMessage
from cobot_lab.deploy.virtual.ur.modes import RobotMode, Runtime, SafetyMode
from cobot_lab.deploy.virtual.ur.packets import REALTIME_SIZE
from cobot_lab.deploy.virtual.ur.server import PORTS

from .rig import Arm, Exchange, connect, exactly, packets  # isort: skip

WAVE = b'def wave():\n  textmsg("hello")\n  sleep(0.1)\nend\n'


def test_a_recipe_may_end_with_a_comma_and_its_answer_holds_types(arm: Arm) -> None:
    with arm() as served, connect(served, rtde.PORT) as link:
        exchange = Exchange(link)
        assert exchange.ask("V", b"\x00\x02") == b"\x01"
        assert struct.unpack(">4I", exchange.ask("v"))[:2] == (5, 12)
        assert exchange.subscribe("timestamp,actual_q,robot_mode,") == b"\x01DOUBLE,VECTOR6D,INT32"
        assert exchange.subscribe("timestamp,actual_mood") == b"\x00DOUBLE,NOT_FOUND"
        assert exchange.ask("S") == b"\x00"


@pytest.mark.parametrize("frequency", [500.0, 125.0, 50.0])
def test_time_stamps_rise_by_exactly_one_period(arm: Arm, frequency: float) -> None:
    with arm(pace=4.0) as served, connect(served, rtde.PORT) as link:
        exchange = Exchange(link)
        exchange.subscribe("timestamp", frequency)
        assert exchange.ask("S") == b"\x01"
        stamps = exchange.stamps(60)
    assert [round((b - a) * frequency, 9) for a, b in pairwise(stamps)] == [1.0] * 59


def test_an_input_of_another_client_is_in_use_until_it_leaves(arm: Arm) -> None:
    with arm() as served, connect(served, rtde.PORT) as first, connect(served, rtde.PORT) as second:
        assert Exchange(first).ask("I", b"input_int_register_24,") == b"\x01INT32"
        assert Exchange(second).ask("I", b"input_int_register_24") == b"\x00IN_USE"
        first.close()
        assert served.wait(lambda _: not served.claimed)
        assert Exchange(second).ask("I", b"input_int_register_24") == b"\x01INT32"


def test_inputs_reach_registers_and_outputs(arm: Arm) -> None:
    with arm() as served, connect(served, rtde.PORT) as link:
        exchange = Exchange(link)
        exchange.ask("I", b"input_double_register_24,standard_digital_output_mask,standard_digital_output")
        exchange.send("U", struct.pack(">BdBB", 1, 2.5, 0b10, 0b11))
        assert served.wait(lambda c: c.cabinet.inputs.floats[24] == 2.5)
        assert served.call(lambda c: c.cabinet.digital_out) == 0b10
        exchange.send("U", struct.pack(">BdBB", 1, float("nan"), 0, 0))
        assert b"not finite" in exchange.take()[1]


def test_the_dashboard_powers_the_arm(arm: Arm) -> None:
    with arm(ready=False, pace=20.0) as served, connect(served, dashboard.PORT) as link:
        lines = link.makefile("rw", encoding="latin-1", newline="\n")

        def ask(line: str) -> str:
            lines.write(line + "\n")
            lines.flush()
            return lines.readline().rstrip("\n")

        assert lines.readline().startswith("Connected: Universal Robots Dashboard Server")
        assert ask("robotmode") == "Robotmode: POWER_OFF"
        assert ask("play") == "Failed to execute: play"
        assert ask("brake release") == "Brake releasing"
        assert served.wait(lambda c: c.mode is RobotMode.RUNNING)
        assert ask("robotmode") == "Robotmode: RUNNING"
        assert ask("dance") == "could not understand: 'dance'"
        assert ask("load nothing.urp") == "File not found: nothing.urp"
        assert ask("load external_control.urp") == "Loading program: external_control.urp"
        served.call(lambda c: setattr(c, "remote", False))
        assert ask("is in remote control") == "false"
        assert ask("power off") == "Failed to execute: power off"
        assert ask("quit") == "Disconnected"


def test_a_program_is_taken_told_started_and_told_stopped(arm: Arm) -> None:
    with arm(pace=5.0) as served, connect(served, clients.PRIMARY) as link:
        assert b"URControl" in packets(link, lambda kind, _: kind == 20)[1]
        link.sendall(WAVE)
        for word in (b"PROGRAM_XXX_STARTEDwave", b"hello", b"PROGRAM_XXX_STOPPEDwave"):
            assert word in packets(link, lambda kind, body, word=word: kind == 20 and word in body)[1]
        _, state = packets(link, lambda kind, _: kind == 16)
        checksums = struct.pack(">6I", 11, 12, 13, 14, 15, 16)
        assert checksums in state


def test_a_connection_from_local_control_stays_read_only(arm: Arm) -> None:
    with arm(remote=False, pace=5.0) as served, connect(served, clients.PRIMARY) as before:
        packets(before, lambda kind, _: kind == 16)
        served.call(lambda c: setattr(c, "remote", True))
        before.sendall(WAVE)
        with connect(served, clients.PRIMARY) as after:
            packets(after, lambda kind, _: kind == 16)
            assert served.call(lambda c: c.program) == ""
            after.sendall(WAVE)
            packets(after, lambda kind, body: kind == 20 and b"PROGRAM_XXX_STARTEDwave" in body)


def test_the_real_time_interface_sends_its_layout(arm: Arm) -> None:
    with arm() as served, connect(served, clients.REALTIME) as link:
        data = exactly(link, REALTIME_SIZE)
        q = served.call(lambda c: list(c.cabinet.arm.q))
    size, *values = struct.unpack(">i152d", data)
    assert size == REALTIME_SIZE
    assert values[31:37] == q


def test_play_asks_the_computer_for_the_program(arm: Arm) -> None:
    asked: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as server:

        def give() -> None:
            link, _ = server.accept()
            with link:
                asked.append(link.recv(100))
                link.sendall(WAVE)

        giver = threading.Thread(target=give)
        giver.start()
        with arm(remote=False, computer=server.getsockname()) as served:
            assert served.press_play()
            assert served.wait(lambda c: c.program == "wave")
            assert served.wait(lambda c: c.runtime is Runtime.STOPPED)
            served.call(lambda c: setattr(c, "remote", True))
            assert not served.press_play()
        giver.join()
    assert asked == [pull.REQUEST]


def test_what_is_said_while_messages_go_out_goes_out_too(arm: Arm, monkeypatch: pytest.MonkeyPatch) -> None:
    """A program is read beside the control cycles, and that it cannot be read is said whenever that is found."""
    message = wire_form.message

    def meanwhile(controller: Controller, each: Message) -> bytes:
        if each == TextMessage("one"):
            controller.cabinet.say(TextMessage("two"))
        return message(controller, each)

    monkeypatch.setattr(wire_form, "message", meanwhile)
    with arm() as served, connect(served, clients.PRIMARY) as link:
        heard = link.recv(1 << 16)  # it is known to the cabinet: who has just connected hears nothing yet
        served.call(lambda c: c.cabinet.say(TextMessage("one")))
        while not (b"one" in heard and b"two" in heard):
            heard += (data := link.recv(1 << 16))
            assert data


def test_nothing_sent_to_a_port_breaks_it(arm: Arm) -> None:
    chance = random.Random(6)
    pieces = [
        b"def x():\n",
        b"end\n",
        b"(" * 5000,
        b"\xff\x00",
        b"U\x01",
        b"play\n",
        b"while True:\n",
        b'"',
        b"p[1,2]\n",
    ]
    with arm() as served:
        for port in PORTS:
            for _ in range(15):
                with connect(served, port) as link:
                    noise = b"".join(chance.choice(pieces) + chance.randbytes(chance.randrange(40)) for _ in range(30))
                    send_and_hear_out(link, noise)
        with connect(served, rtde.PORT) as link:
            assert Exchange(link).ask("V", b"\x00\x02") == b"\x01"
        assert served.call(lambda c: c.safety) is SafetyMode.NORMAL


def send_and_hear_out(link: socket.socket, noise: bytes) -> None:
    """Send, say that it was all, and listen until the other side lets go: its links at once are numbered."""
    with suppress(ConnectionError):  # it may hang up on noise before it has read it all
        link.sendall(noise)
        link.shutdown(socket.SHUT_WR)
        while link.recv(1 << 16):
            pass


def test_an_address_in_use_is_refused_and_nothing_stays(arm: Arm) -> None:
    before = threading.active_count()
    with arm() as served:
        again = arm()
        again.address = served.address
        with pytest.raises(VirtualArmError, match=served.address):
            again.start()
        assert threading.active_count() == before + 1
    assert threading.active_count() == before
    with pytest.raises(OSError, match="refused"):
        connect(served, rtde.PORT)
