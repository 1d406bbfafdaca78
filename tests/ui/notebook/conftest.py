"""A checker for these tests, and another that only pretends, for what has to go wrong."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from cobot_lab.paths import data_room
from cobot_lab.service.client import Checker
from cobot_lab.service.runtime import FOLDER, Address, read_address
from cobot_lab.service.trouble import ServiceError, Trouble

LESSON = data_room("lessons") / "01_prendre_deposer"
RIGHT = (LESSON / "solution.py").read_text(encoding="utf-8")
WRONG = 'prendre("magasin")\ndeposer("plateau")\n'


def broken(trouble: Trouble) -> Checker:
    """Give a checker that cannot be started."""

    def launch(_: Path) -> Address:
        raise ServiceError(trouble, "for the test")

    return Checker(Path("/nowhere") if trouble is Trouble.NOT_STARTED else None, launch)


@pytest.fixture(scope="session")
def checker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Checker]:
    """One checker for all tests; whoever starts one without saying where uses it too."""
    folder = tmp_path_factory.mktemp("notebook") / "run"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(FOLDER, str(folder))
        yield Checker()
    address = read_address(folder)
    if address is not None:
        os.kill(address.pid, signal.SIGTERM)
        deadline = time.monotonic() + 20
        while read_address(folder) is not None and time.monotonic() < deadline:
            time.sleep(0.02)
