"""`roslibpy`, which knows nothing of us, takes the virtual arm for one: result, feedback, cancel, a refused goal."""

from __future__ import annotations

import json
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

from .rig import bed  # isort: skip


def test_an_independent_client_drives_it() -> None:
    script = Path(__file__).with_name("stranger.py")
    with bed() as arm:
        done = subprocess.run(
            [sys.executable, "-W", "ignore", script, arm.served.address],
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["error_code"] == 0
    assert told["off"] < 0.05  # the controller's own tolerance at the goal is wider
    assert told["feedback"] >= 5
    assert told["advancing"] is True
    assert told["cancelled"] == [2]
    assert told["refused"] == -2
    assert told["controllers"]["niryo_robot_follow_joint_trajectory_controller"] == "running"
    gaps = {after - before for before, after in pairwise(told["stamps"])}
    assert gaps == {20_000_000}
