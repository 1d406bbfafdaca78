"""The gateway's road to an arm on the network: a virtual cabinet, which only vendors' protocols reach."""

from __future__ import annotations

import os
import socket
import time
from dataclasses import replace

import pytest

from cobot_lab.cell.load import load_cell, load_robot
from cobot_lab.deploy.driver import DriverError
from cobot_lab.deploy.judge import Limits
from cobot_lab.deploy.states import State
from cobot_lab.deploy.virtual.ur.cabinet import Setup
from cobot_lab.deploy.virtual.ur.server import VirtualUR
from cobot_lab.school.lesson import load_lesson
from cobot_lab.trust import own_place
from cobot_lab.trust.approval import Mode
from cobot_lab.trust.bundle import Bundle
from cobot_lab.ui.terminal import gateway as terminal
from cobot_lab.ui.terminal import programs
from cobot_lab.ui.terminal.seal import sealed_bytes
from cobot_lab.ui.terminal.subject import SubjectError
from cobot_lab.verify.source import check_source

PASSPHRASE = "quatre mots sans suite"
ARM = "20235300007"
ACCEPTED = f"""\
["{ARM}"]
model = "ur3e"
kinematics = "{"-".join(["00000000"] * 6)}"
payload_kg = 0.0
tool = [0.0, 0.0, 0.0, 0.0, 0.0, 0.0]
"""


@pytest.fixture
def arm():
    host = f"127.{64 + os.getpid() % 128}.{os.getpid() // 128 % 256}.77"
    with VirtualUR(Setup(load_robot("ur3e"), ARM), host, pace=3.0) as served:
        yield served


@pytest.fixture
def post(arm, ring, monkeypatch):
    (ring.folder / "arms.toml").write_text(ACCEPTED, "utf-8")
    monkeypatch.setattr(own_place, "usual", lambda: ring.folder)
    monkeypatch.setattr(terminal, "Limits", lambda start: Limits(age=2.0, start=5 * start))  # this computer may be busy
    return terminal._post(f"ur:{arm.address}", ring, None, 1.0)


def for_the_arm():
    """Seal lesson 01 with the programs for the arm."""
    lesson = load_lesson("01")
    cell, source = load_cell(lesson.cell), (lesson.folder / "solution.py").read_bytes()
    with socket.create_server(("127.0.0.1", 0)) as taken:
        noted = programs.facts("ur", f"127.0.0.1:{taken.getsockname()[1]}")
    data, _ = sealed_bytes(source, check_source(source, cell, lesson.task), cell, lesson.task, noted=noted)
    opened, _ = Bundle.open(data)
    return data, opened.digest


def test_a_slow_approval_waits_for_the_slider_and_is_played_by_the_arm(opened, post, arm):
    data, digest = for_the_arm()
    assert (post.serial, post.model, post.mode) == (ARM, "ur3e", Mode.REAL)
    hands = opened(post)
    gateway, camille = hands.gateway, hands.of("camille")
    seq = hands.handed(data, digest)
    gateway.approve(camille, seq, post.name, PASSPHRASE, 60)
    found = gateway.prepare(camille, seq, post.name).findings
    assert [(each.code.value, each.fact("what")) for each in found] == [("A01", "pace")]
    arm.call(lambda controller: setattr(controller.cabinet, "slider", 0.6))
    time.sleep(0.2)
    report = gateway.prepare(camille, seq, post.name)
    assert not report.findings
    gateway.enable(camille, post.name)
    gateway.run(camille, post.name)
    deadline = time.monotonic() + 90
    while not (now := gateway.now(camille, post.name)).record and not now.trouble:
        assert time.monotonic() < deadline, now
        time.sleep(0.05)
    record = gateway.record(camille, now.record)
    assert (record.end, record.cause) == (State.DONE, None)
    assert record.head.identity.serial == ARM
    assert record.largest_following_error < 1e-2


def test_whether_a_program_is_paused_is_asked_of_no_other_arm(post, arm):
    assert post.paused is not None
    assert not post.paused()
    arm.call(lambda controller: setattr(controller, "setup", replace(controller.setup, serial="20235300008")))
    with pytest.raises(DriverError, match=f"{ARM}.*is 20235300008 now"):
        post.paused()


def test_an_arm_that_was_not_accepted_here_or_with_another_folder_is_no_post(arm, ring, monkeypatch):
    with pytest.raises(SubjectError, match="not the folder of keys that counts here"):
        terminal._post(f"ur:{arm.address}", ring, None, 1.0)
    monkeypatch.setattr(own_place, "usual", lambda: ring.folder)
    (ring.folder / "arms.toml").write_text(ACCEPTED.replace(ARM, "1"), "utf-8")
    with pytest.raises(SubjectError, match=ARM):
        terminal._post(f"ur:{arm.address}", ring, None, 1.0)
    for text in ("ur", "ur:elsewhere", "twin:", "x:1"):
        with pytest.raises(SubjectError):
            terminal._post(text, ring, None, 1.0)
    with pytest.raises(SubjectError, match="home"):
        terminal._post(f"ur:{arm.address}", ring, ring.folder, 1.0)
