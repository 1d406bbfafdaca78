"""How a virtual arm's time passes on a computer that is busy now and then."""

from __future__ import annotations

import asyncio
from itertools import pairwise
from types import SimpleNamespace

import pytest

from cobot_lab.deploy.virtual import host
from cobot_lab.deploy.virtual.host import Host


class Counting(Host[list[int]]):
    def _cycle(self) -> None:
        self.controller.append(1)


@pytest.mark.parametrize(("pace", "left_out"), [(1.0, 0.0), (2.0, 1.9)])
def test_what_a_busy_computer_left_out_is_made_up_for(
    monkeypatch: pytest.MonkeyPatch, pace: float, left_out: float
) -> None:
    """The computer does something else for a second, then has 20 s; a clock that is faster catches nothing up."""
    arm, t, ending = Counting([], "127.0.0.1", pace, 100), [0.0], asyncio.Event()
    most: list[int] = []

    def monotonic() -> float:
        most.append(len(arm.controller))
        t[0] += 1.0 if len(most) == 100 else 0.01
        if t[0] >= 22.0:
            ending.set()
        return t[0]

    async def no_sleep(_: float) -> None:
        pass

    monkeypatch.setattr(host, "time", SimpleNamespace(monotonic=monotonic))
    monkeypatch.setattr(host, "asyncio", SimpleNamespace(sleep=no_sleep))
    arm._ending = ending
    asyncio.run(arm._pass_time())
    assert len(arm.controller) / 100 == pytest.approx(22.0 * pace - left_out, abs=0.1)
    assert max(b - a for a, b in pairwise(most)) <= 0.05 * pace * 100 + 2  # it never jumps
