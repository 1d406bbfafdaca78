"""Observers cannot disturb: not by raising, not by being slow, not by never coming back."""

from __future__ import annotations

import threading
import time

from cobot_lab.deploy import observers
from cobot_lab.deploy.observers import Announcer


def test_news_arrive_in_order():
    heard = []
    announcer = Announcer([heard.append])
    for i in range(100):
        announcer.announce(i)
    announcer.close()
    assert heard == list(range(100))


def test_an_observer_that_raises_hears_nothing_more_and_the_others_all():
    heard, calls = [], []

    def failing(news):
        calls.append(news)
        raise ValueError("no")

    announcer = Announcer([failing, heard.append])
    for i in range(10):
        announcer.announce(i)
    announcer.close()
    assert (calls, heard) == ([0], list(range(10)))
    assert announcer.failures == ["ValueError: no"]


def test_an_observer_that_never_comes_back_costs_no_time(monkeypatch):
    monkeypatch.setattr(observers, "_ROOM", 10)
    gate = threading.Event()
    announcer = Announcer([lambda _: gate.wait(10)])
    begun = time.monotonic()
    for i in range(1000):
        announcer.announce(i)
    assert time.monotonic() - begun < 0.5
    assert announcer.missed >= 980
    announcer.close(patience=0.05)
    gate.set()


def test_without_observers_there_is_no_thread():
    before = threading.active_count()
    announcer = Announcer([])
    announcer.announce(1)
    announcer.close()
    assert threading.active_count() == before
