"""Clients written by others, against the virtual controller: they connect, read true and advancing data, and move it.

They hold Python's lock while they connect, so they run in a process of their own.
"""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

import pytest

from cobot_lab.deploy.virtual.ur.server import VirtualUR

from .rig import Arm  # isort: skip

LISTENS = """
import json, sys, time
from dashboard_client import DashboardClient
from rtde_io import RTDEIOInterface
from rtde_receive import RTDEReceiveInterface
address = sys.argv[1]
desk = DashboardClient(address)
desk.connect()
listener = RTDEReceiveInterface(address, 125.0)
stamps = []
until = time.time() + 20
while len(stamps) < 40 and time.time() < until:
    stamp = listener.getTimestamp()
    if not stamps or stamp != stamps[-1]:
        stamps.append(stamp)
io = RTDEIOInterface(address)
done = io.setStandardDigitalOut(3, True) and io.setSpeedSlider(0.5)
until = time.time() + 20
while time.time() < until and (not listener.getDigitalOutState(3) or listener.getSpeedScaling() > 0.5):
    time.sleep(0.01)
print("ANSWER" + json.dumps({
    "stamps": stamps, "q": listener.getActualQ(), "pose": listener.getActualTCPPose(), "done": done,
    "out": listener.getDigitalOutState(3), "fraction": listener.getTargetSpeedFraction(),
    "scaling": listener.getSpeedScaling(), "mode": listener.getRobotMode(), "safety": listener.getSafetyMode(),
    "serial": desk.getSerialNumber(), "model": desk.getRobotModel(), "version": desk.polyscopeVersion(),
    "remote": desk.isInRemoteControl(), "robotmode": desk.robotmode(), "running": desk.running(),
}))
"""

MOVES = """
import json, sys
from rtde_control import RTDEControlInterface
from rtde_receive import RTDEReceiveInterface
address = sys.argv[1]
control = RTDEControlInterface(address)
listener = RTDEReceiveInterface(address)
goal = listener.getActualQ()
goal[0] += 0.2
goal[5] -= 0.3
moved = control.moveJ(goal, 2.0, 4.0)
reached = listener.getActualQ()
running = control.isProgramRunning()
control.stopScript()
print("ANSWER" + json.dumps({"goal": goal, "moved": moved, "reached": reached, "running": running}))
"""


def _client(program: str, arm: VirtualUR) -> dict[str, Any]:
    ran = subprocess.run(
        [sys.executable, "-c", program, arm.address], capture_output=True, text=True, timeout=60, check=False
    )
    answers = [line for line in ran.stdout.splitlines() if line.startswith("ANSWER")]
    assert answers, ran.stdout + ran.stderr
    answer: dict[str, Any] = json.loads(answers[-1].removeprefix("ANSWER"))
    return answer


def test_receive_io_and_dashboard_read_true_and_advancing_data(arm: Arm) -> None:
    with arm() as served:
        heard = _client(LISTENS, served)
        q, pose = served.call(lambda c: (list(c.cabinet.arm.q), list(c.cabinet.tool_state().pose)))
    steps = [round((b - a) / 0.008, 6) for a, b in zip(heard["stamps"], heard["stamps"][1:], strict=False)]
    assert len(steps) > 30
    assert all(step == int(step) >= 1 for step in steps)
    assert heard["q"] == q
    assert heard["pose"] == pytest.approx(pose)
    assert (heard["mode"], heard["safety"]) == (7, 1)
    assert heard["done"]
    assert heard["out"]
    assert (heard["fraction"], heard["scaling"]) == (0.5, 0.5)
    assert (heard["serial"], heard["model"], heard["remote"]) == ("20235300001", "UR3", True)
    assert (heard["robotmode"], heard["version"]) == ("Robotmode: RUNNING", "5.12.6.1102099")
    assert heard["running"] is False


def test_its_control_script_runs_here_and_moves_the_arm(arm: Arm) -> None:
    with arm() as served:
        heard = _client(MOVES, served)
        assert served.wait(lambda c: not c.playing)
    assert heard["moved"]
    assert heard["running"]
    assert heard["reached"] == pytest.approx(heard["goal"], abs=1e-3)
