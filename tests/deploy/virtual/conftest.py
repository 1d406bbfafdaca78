"""A controller for a test, on an address of its own."""

from __future__ import annotations

import itertools
import os
from dataclasses import replace
from typing import Any

import pytest

from cobot_lab.cell.load import load_robot
from cobot_lab.deploy.virtual.ur.cabinet import Setup
from cobot_lab.deploy.virtual.ur.server import VirtualUR

from .rig import Arm  # isort: skip

_HOSTS = itertools.count(1)


@pytest.fixture(scope="session")
def setup() -> Setup:
    return Setup(load_robot("ur3e"), "20235300001", kinematics=(11, 12, 13, 14, 15, 16))


@pytest.fixture
def arm(setup: Setup) -> Arm:
    """Make controllers; each test process has addresses of its own."""

    def make(**changes: Any) -> VirtualUR:
        served = {key: changes.pop(key) for key in ("pace", "faults", "computer") if key in changes}
        address = f"127.{64 + os.getpid() % 128}.{os.getpid() // 128 % 256}.{next(_HOSTS) % 250 + 1}"
        return VirtualUR(replace(setup, **changes), address, **served)

    return make
