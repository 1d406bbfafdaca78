"""Ctrl-C while a run is under way, as the operating system brings it."""

from __future__ import annotations

import _thread
import signal
import threading
from collections.abc import Iterator

import numpy as np
import pytest

from cobot_lab.deploy.clock import PacedClock
from cobot_lab.deploy.drivers.twin import TwinDriver
from cobot_lab.deploy.judge import Cause
from cobot_lab.deploy.keyboard import interrupts_as
from cobot_lab.deploy.states import State
from cobot_lab.trust.journal import Journal


@pytest.fixture(autouse=True)
def listening() -> Iterator[None]:
    """Whoever starts the tests in the background has them ignore interrupts."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.parametrize("times", [1, 40])
def test_the_keyboard_stops_the_run_and_ends_nothing_else(visit, plan, times):
    """Real interrupts, one or one at every look from then on: the arm rests, and all is written, before it is over."""
    pressed = []

    class Pressing(TwinDriver):
        def beat(self):
            super().beat()
            if self._progress > 1 and not pressed:
                press()

        def stop(self, reason):
            super().stop(reason)
            if len(pressed) < times:  # it comes to rest: the watch goes on asking for it
                press()

    def press():
        pressed.append(True)
        _thread.interrupt_main()

    clock = PacedClock(20.0)
    twin = Pressing("arm2", ("shoulder", "elbow"), np.zeros(2), clock=clock)
    before = signal.getsignal(signal.SIGINT)
    record = visit.ready(twin, plan, clock=clock).play()
    assert (record.end, record.cause) == (State.INTERRUPTED, Cause.OPERATOR)
    assert [event.kind for event in record.events[-3:]] == ["held", "state", "closed"]
    assert visit.kinds()[-1] == "ended"
    assert not twin.state().running
    assert signal.getsignal(signal.SIGINT) is before


def test_an_interrupt_while_the_record_is_written_ends_nothing(visit, twin, plan, monkeypatch):
    append, job = Journal.append, visit.ready(twin, plan)
    monkeypatch.setattr(Journal, "append", lambda *args: (press(args[1]), append(*args))[1])
    kinds = []

    def press(kind):
        kinds.append(kind)
        if kind == "ended":
            _thread.interrupt_main()

    assert job.play().end is State.DONE
    assert visit.kinds()[-1] == kinds[-1] == "ended"


def test_a_thread_that_only_looks_dead_is_waited_for(visit, plan, monkeypatch):
    """An interrupt in the middle of its `join` makes a living thread pass for one that has ended."""
    alive = threading.Thread.is_alive
    monkeypatch.setattr(threading.Thread, "is_alive", lambda self: self.name != "watch" and alive(self))
    clock = PacedClock(20.0)
    twin = TwinDriver("arm2", ("shoulder", "elbow"), np.zeros(2), clock=clock)
    record = visit.ready(twin, plan, clock=clock).play()
    assert record.end is State.DONE
    assert visit.kinds()[-1] == "ended"


def test_whoever_ignores_interrupts_goes_on_doing_so():
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        with interrupts_as(lambda: None):
            assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN
    finally:
        signal.signal(signal.SIGINT, before)


def test_a_run_in_another_thread_leaves_interrupts_alone():
    seen, before = [], signal.getsignal(signal.SIGINT)

    def run():
        with interrupts_as(lambda: None):
            seen.append(signal.getsignal(signal.SIGINT))

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    assert seen == [before]
