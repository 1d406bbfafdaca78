"""A checker for the lesson screen's tests, in a folder of its own."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from cobot_lab.service.client import Checker
from cobot_lab.service.runtime import FOLDER, read_address


@pytest.fixture(scope="session")
def checker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Checker]:
    """One checker for all tests of this folder."""
    folder: Path = tmp_path_factory.mktemp("screen") / "run"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(FOLDER, str(folder))
        yield Checker()
    address = read_address(folder)
    if address is not None:
        os.kill(address.pid, signal.SIGTERM)
