"""Mutated texts are read or refused with a place, quickly, and nothing of them is ever run."""

from __future__ import annotations

import pytest

from cobot_lab.findings import Report
from cobot_lab.language.reader import draft

from .fuzz import blocks, sources, watch, watched  # isort: skip


def test_mutated_sources() -> None:
    found = sources(seed=7, count=1000)
    assert found["refused"] > 250
    assert found["read"] > 50
    assert len([name for name in found if name.startswith("code ")]) >= 10


def test_mutated_blocks() -> None:
    found = blocks(seed=7, count=300)
    assert found["refused"] > 50
    assert found["read"] > 25


def test_the_watch_hears_what_is_run() -> None:
    def careless() -> Report:
        exec(compile("x = 1", "<pupil>", "exec"))
        return draft("wait(1)")[1]

    with pytest.raises(AssertionError, match="exec"):
        watched(careless, "x = 1")
    watch().heard.clear()
