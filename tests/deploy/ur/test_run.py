"""Whole runs on a virtual cabinet: as planned at any slider, forked, fetched by the pendant, and cut in pieces."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from cobot_lab.deploy import job as jobs
from cobot_lab.deploy.drivers.ur import script
from cobot_lab.deploy.drivers.ur.arm import Wired
from cobot_lab.deploy.drivers.ur.senders import Pull
from cobot_lab.deploy.drivers.ur.signed import files_of
from cobot_lab.deploy.judge import Cause
from cobot_lab.deploy.record import RunRecord
from cobot_lab.deploy.states import State
from cobot_lab.deploy.virtual.ur.controller import Controller
from cobot_lab.deploy.virtual.ur.modes import Runtime
from cobot_lab.motion.actions import Read, Wait
from cobot_lab.motion.fork import Branch, Fork
from cobot_lab.motion.plan_data import Plan
from cobot_lab.program.residual import Compound, Reading
from cobot_lab.trust.journal import Journal

from .rig import ACTIONS, AWAY, PACE, PATIENT, Q, bed, free_port, move  # isort: skip

Open = Callable[..., jobs.Job]
Make = Callable[..., Plan]


def _times(record: RunRecord) -> np.ndarray:
    return record.trace.t[record.trace.progress > 0]


@pytest.mark.parametrize("slow", [False, True])
def test_joints_are_where_the_plan_has_them_at_any_slider(opened: Open, ur_plan: Make, slow: bool) -> None:
    plan = ur_plan()
    with bed() as cabinet:
        driver = cabinet.driver(plan)
        job = opened(cabinet, driver, plan)
        if slow:
            threading.Timer(0.7, lambda: cabinet.served.call(lambda c: setattr(c.cabinet, "slider", 0.3))).start()
        record = job.play()
        driver.close()
    assert record.end is State.DONE, record.cause
    assert record.largest_following_error < 1e-3
    assert record.duration * PACE > (3.5 if slow else 2.6)
    assert len(_times(record)) > 30  # that they are 20 ms apart is shown on a clock that no other process slows


def test_what_was_signed_is_what_the_controller_plays(
    opened: Open, ur_plan: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = ur_plan()
    taken: list[str] = []
    read = Controller.compile
    with bed() as cabinet:
        monkeypatch.setattr(Controller, "compile", lambda self, text: (taken.append(text), read(self, text))[1])
        driver = cabinet.driver(plan)
        opened(cabinet, driver, plan).play()
        driver.close()
        (signed,) = files_of(plan, cabinet.wiring).values()
    assert [text.encode() + b"\n" for text in taken] == [signed]


def test_a_long_stretch_goes_in_pieces_and_stops_nowhere_else(
    opened: Open, ur_plan: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(script, "KNOTS_MAX", 2)
    plan = ur_plan()
    with bed() as cabinet:
        assert sorted(files_of(plan, cabinet.wiring)) == ["transmit/0000_00.script", "transmit/0000_01.script"]
        driver = cabinet.driver(plan)
        record = opened(cabinet, driver, plan).play()
        driver.close()
    assert record.end is State.DONE, record.cause
    assert record.largest_following_error < 1e-3
    assert all(after >= before for before, after in pairwise(record.trace.progress))


def _forked(ur_plan: Make) -> Plan:
    back = Branch((move(4, AWAY, Q, 0.6),))
    beside = Branch((Wait(5, 0.1), move(6, AWAY, AWAY + 0.1, 0.4)))
    condition = Compound("==", Reading(0), "rouge")
    ways = Fork(3, condition, back, beside)
    return ur_plan(actions=(move(1, Q, AWAY, 0.6), Read(2, "camera", 0, ("rouge", "bleu"))), fork=ways)


@pytest.mark.parametrize("red", [True, False])
def test_a_fork_is_taken_at_rest_by_what_the_arm_reads(opened: Open, ur_plan: Make, red: bool) -> None:
    plan = _forked(ur_plan)
    with bed() as cabinet:
        cabinet.expected = replace(cabinet.expected, sensors={"camera": Wired(3, "rouge", "bleu")})
        cabinet.served.call(lambda c: setattr(c.cabinet, "digital_in", 8 if red else 0))
        driver = cabinet.driver(plan)
        record = opened(cabinet, driver, plan).play()
        driver.close()
        q = cabinet.served.call(lambda c: list(c.cabinet.arm.q))
    assert record.end is State.DONE, record.cause
    assert record.answers == (("camera", "rouge" if red else "bleu"),)
    assert q == pytest.approx(list(Q if red else AWAY + 0.1), abs=1e-3)
    assert record.largest_following_error < 1e-3


def test_the_pendant_fetches_the_program_when_play_is_pressed(opened: Open, ur_plan: Make) -> None:
    plan = ur_plan(actions=ACTIONS[:2])
    port = free_port()
    with bed(remote=False, computer=("127.0.0.1", port)) as cabinet:
        driver = cabinet.driver(plan, sender=Pull(cabinet.served.address, "127.0.0.1", port))
        job = opened(cabinet, driver, plan, limits=replace(PATIENT, start=10.0))
        assert cabinet.served.press_play()
        assert cabinet.served.wait(
            lambda c: (
                any("no whole program" in getattr(m, "text", "") for m in c.cabinet.said)
                or c.runtime is Runtime.STOPPED
            )
        )
        threading.Timer(0.5, cabinet.served.press_play).start()
        record = job.play()
        driver.close()
    assert record.end is State.DONE, record.cause
    assert record.largest_following_error < 1e-3


def test_a_program_that_was_withdrawn_does_not_move_the_arm(opened: Open, ur_plan: Make) -> None:
    plan = ur_plan()
    with bed() as cabinet:
        driver = cabinet.driver(plan)
        record = opened(cabinet, driver, plan).play()
        (signed,) = files_of(plan, cabinet.wiring).values()
        before = cabinet.served.call(lambda c: list(c.cabinet.arm.q))
        assert cabinet.served.call(lambda c: c.take(signed.decode()))  # somebody kept it, and plays it again
        assert cabinet.served.wait(lambda c: c.runtime is Runtime.STOPPED)
        assert cabinet.served.call(lambda c: list(c.cabinet.arm.q)) == pytest.approx(before, abs=1e-6)
        driver.close()
    assert record.end is State.DONE


def test_another_program_ends_the_run(opened: Open, ur_plan: Make) -> None:
    plan = ur_plan()
    with bed() as cabinet:
        driver = cabinet.driver(plan)
        job = opened(cabinet, driver, plan)
        other = "def other():\n  sleep(1)\nend"
        threading.Timer(0.6, lambda: cabinet.served.call(lambda c: c.take(other))).start()
        record = job.play()
        time.sleep(0.3)
        assert cabinet.served.call(lambda c: c.runtime) is Runtime.STOPPED
        driver.close()
    assert record.cause in (Cause.OTHER_PROGRAM, Cause.ENDED_EARLY)


def test_a_second_gateway_finds_no_way_in(opened: Open, ur_plan: Make, visit: Any, tmp_path: Path) -> None:
    plan = ur_plan()
    with bed() as cabinet:
        first, second = cabinet.driver(plan), cabinet.driver(plan)
        (tmp_path / "elsewhere").mkdir()
        elsewhere = Journal.create(tmp_path / "elsewhere" / "journal.sqlite", lambda: visit.noon)
        one, two = opened(cabinet, first, plan), opened(cabinet, second, plan, journal=elsewhere)
        three = opened(cabinet, second, plan)
        ended: list[RunRecord] = []
        running = threading.Thread(target=lambda: ended.append(one.play()))
        running.start()
        assert cabinet.served.wait(lambda c: c.runtime is Runtime.PLAYING)
        refused = two.play()
        taken = three.play()
        running.join()
        for each in (first, second):
            each.close()
    assert refused.cause is Cause.DRIVER_FAILED
    assert taken.report.codes == ("A07",)
    assert ended[0].end is State.DONE, ended[0].cause


@pytest.mark.parametrize(("away", "end"), [(0.6, State.DONE), (6.0, State.INTERRUPTED)])
def test_a_pause_at_the_pendant_is_waited_for_and_no_longer_than_a_while(
    opened: Open, ur_plan: Make, away: float, end: State
) -> None:
    plan = ur_plan()
    with bed() as cabinet:
        driver = cabinet.driver(plan)
        job = opened(cabinet, driver, plan, limits=replace(PATIENT, stall=2.0))

        def leave() -> None:
            """Pause in mid-move, and press Play once more after a while."""
            cabinet.served.wait(lambda c: c.cabinet.outputs.floats[24] > 0.3)
            cabinet.served.call(lambda c: c.pause())
            time.sleep(away)
            cabinet.served.call(lambda c: c.play())

        leaving = threading.Thread(target=leave)
        leaving.start()
        record = job.play()
        leaving.join()
        time.sleep(0.3)
        q = cabinet.served.call(lambda c: list(c.cabinet.arm.q))
        driver.close()
    assert record.end is end, record.cause
    # while the speed changes, an instant is known to a step of the program, 2 ms, and no better
    assert record.largest_following_error < 2e-3
    if end is State.INTERRUPTED:
        assert record.cause is Cause.NO_PROGRESS
        assert q != pytest.approx(list(Q), abs=1e-2)  # Play at the pendant brought nothing back
