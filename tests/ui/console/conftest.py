"""One gateway for all tests of the calls and sockets."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from cobot_lab.school.lesson import load_lesson


def _place() -> Any:
    file = Path(__file__).parents[2] / "browser" / "console" / "place.py"
    spec = importlib.util.spec_from_file_location("console_place", file)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["console_place"] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def place() -> Any:
    return _place()


@pytest.fixture(scope="session")
def right(place: Any) -> bytes:
    return place.sealed((load_lesson("01").folder / "solution.py").read_bytes())


@pytest.fixture(scope="session")
def house(place: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    with place.running(tmp_path_factory.mktemp("console") / "home", "--worlds", "0", "--scale", "20") as one:
        yield one
