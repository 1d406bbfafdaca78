"""`cobot-lab virtual`: it comes up on its address, and says what it cannot do."""

from __future__ import annotations

import socket

from .conftest import Command  # isort: skip


def test_it_comes_up_with_its_faults_and_ends(cobot_lab: Command) -> None:
    answered = cobot_lab("virtual", "--address", "127.9.0.2", "--seconds", "0.1", "--fault", "freeze@3")
    assert answered.exit == 0, answered.err
    assert "VIRTUAL-ur3e" in answered.out
    assert "freeze" in answered.out


def test_an_address_elsewhere_or_taken_is_refused(cobot_lab: Command) -> None:
    answered = cobot_lab("virtual", "--address", "192.0.2.1")
    assert answered.exit == 2
    assert "une adresse libre" in answered.err
    with socket.create_server(("127.9.0.3", 30004)):
        answered = cobot_lab("virtual", "--address", "127.9.0.3")
    assert answered.exit == 2
    assert "127.9.0.3" in answered.err


def test_an_unknown_arm_or_fault_is_refused(cobot_lab: Command) -> None:
    assert "ur3e" in cobot_lab("virtual", "r2d2").err
    answered = cobot_lab("virtual", "--fault", "storm")
    assert answered.exit == 2
    assert "protective-stop" in answered.err
