"""What somebody else does at the arm in a run: nothing but the approved program moves it, and no change is missed."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from cobot_lab.deploy import job as jobs
from cobot_lab.deploy.driver import HEARTBEAT_LIMIT
from cobot_lab.deploy.drivers.ur import script
from cobot_lab.deploy.drivers.ur.arm import Wired
from cobot_lab.deploy.drivers.ur.senders import Pull
from cobot_lab.deploy.drivers.ur.signed import files_of
from cobot_lab.deploy.judge import Cause
from cobot_lab.deploy.record import RunRecord
from cobot_lab.deploy.states import State
from cobot_lab.deploy.virtual.ur.faults import Fault, FaultKind
from cobot_lab.deploy.virtual.ur.modes import Runtime, SafetyMode
from cobot_lab.motion.actions import Grip, Output, Read, Wait
from cobot_lab.motion.fork import Branch, Fork
from cobot_lab.motion.plan_data import Plan
from cobot_lab.program.residual import Compound, Reading

from .rig import ACTIONS, AWAY, PATIENT, Bed, Q, bed, beside, free_port, move, moved, wired  # isort: skip

Open = Callable[..., jobs.Job]
Make = Callable[..., Plan]
FAR = Q + np.array([1.6, 0, 0, 1.2, 1.0, 1.6])


def _kinds(record: RunRecord) -> list[str]:
    return [event.kind for event in record.events]


def _pulled(cabinet: Bed, plan: Plan, port: int) -> Any:
    return cabinet.driver(plan, sender=Pull(cabinet.served.address, "127.0.0.1", port))


def test_a_kept_program_of_another_plan_does_not_move_the_arm_of_a_run_that_waits(opened: Open, ur_plan: Make) -> None:
    kept_plan = ur_plan(actions=(Output(1, "saw", 1.0, 0.0), move(2, Q, AWAY, 0.9)))
    plan, port = ur_plan(actions=(move(2, Q, AWAY, 0.9),)), free_port()
    with bed(remote=False, computer=("127.0.0.1", port)) as cabinet:
        (kept,) = files_of(kept_plan, wired(cabinet, saw=3).wiring).values()
        driver = _pulled(cabinet, plan, port)
        job = opened(cabinet, driver, plan, limits=replace(PATIENT, start=10.0))
        threading.Timer(0.3, lambda: cabinet.served.call(lambda c: c.take(kept.decode()))).start()
        record = job.play()
        driver.close()
        assert moved(cabinet) < 1e-6
        assert cabinet.served.call(lambda c: c.cabinet.digital_out) == 0
    assert record.cause is Cause.OTHER_PROGRAM


def test_a_program_that_takes_the_place_of_one_from_the_pendant_ends_the_run(opened: Open, ur_plan: Make) -> None:
    """What the pendant starts has the pendant's name: that it is another one is told by the line that ours has left."""
    plan, port = ur_plan(actions=(move(2, Q, AWAY, 1.6),)), free_port()
    with bed(remote=False, computer=("127.0.0.1", port)) as cabinet:
        driver = _pulled(cabinet, plan, port)
        job = opened(cabinet, driver, plan, limits=replace(PATIENT, start=10.0, stall=60.0))

        def other() -> None:
            time.sleep(0.3)
            cabinet.served.press_play()
            cabinet.served.wait(lambda c: c.cabinet.outputs.floats[24] > 0.4)
            cabinet.served.call(lambda c: c.take("def other():\n  sleep(600)\nend"))

        acting = beside(other)
        record = job.play()
        acting.join()
        driver.close()
    assert record.cause is Cause.OTHER_PROGRAM


def test_a_kept_program_that_takes_the_place_of_the_approved_one_ends_the_run(opened: Open, ur_plan: Make) -> None:
    kept_plan, plan = (ur_plan(actions=(move(2, Q, AWAY, time),)) for time in (1.0, 1.6))
    with bed() as cabinet:
        (kept,) = files_of(kept_plan, cabinet.wiring).values()
        driver = cabinet.driver(plan)
        job = opened(cabinet, driver, plan)

        def other() -> None:
            cabinet.served.wait(lambda c: c.playing)
            cabinet.served.call(lambda c: c.take(kept.decode()))

        acting = beside(other)
        record = job.play()
        acting.join()
        assert cabinet.served.wait(lambda c: c.runtime is Runtime.STOPPED)
        driver.close()
        assert moved(cabinet) < 0.05
    assert record.cause is Cause.OTHER_PROGRAM


def test_a_run_on_one_arm_gives_no_heartbeat_to_another(opened: Open, ur_plan: Make) -> None:
    plan = ur_plan(actions=(move(1, Q, AWAY, 2.0),))
    with bed() as other, bed() as cabinet:
        (kept,) = files_of(plan, cabinet.wiring).values()  # even of the very plan that was approved for this one
        driver = cabinet.driver(plan)
        job = opened(cabinet, driver, plan)

        def begin() -> None:
            cabinet.served.wait(lambda c: c.cabinet.outputs.floats[24] > 0.2)
            other.served.call(lambda c: c.take(kept.decode()))

        acting = beside(begin)
        record = job.play()
        acting.join()
        driver.close()
        assert moved(other) < 1e-6
    assert record.cause is Cause.OTHER_PROGRAM


def test_without_any_beat_nothing_moves(ur_plan: Make) -> None:
    plan = ur_plan(actions=(move(1, Q, AWAY, 0.9),))
    with bed() as cabinet:
        driver = cabinet.driver(plan)
        driver.load(plan)
        driver.start()
        assert cabinet.served.wait(lambda c: c.playing)
        assert cabinet.served.wait(lambda c: not c.playing)
        driver.close()
        assert moved(cabinet) < 1e-6


def _waiting(ur_plan: Make) -> Plan:
    ways = Fork(
        3, Compound("==", Reading(0), "there"), Branch((move(4, AWAY, Q, 0.6),)), Branch(()), asked=(0,), limit=20.0
    )
    return ur_plan(actions=(move(1, Q, AWAY, 0.6), Read(2, "part", 0, ("there", "away"))), fork=ways)


@pytest.mark.parametrize("time_of_it", [0.0, 0.5])
def test_another_program_while_the_run_waits_for_a_sensor_ends_it(
    opened: Open, ur_plan: Make, time_of_it: float
) -> None:
    plan = _waiting(ur_plan)
    with bed() as cabinet:
        cabinet.expected = replace(cabinet.expected, sensors={"part": Wired(3, "there", "away")})
        driver = cabinet.driver(plan)
        job = opened(cabinet, driver, plan)

        def other() -> None:
            cabinet.served.wait(lambda c: c.cabinet.outputs.floats[24] > 0.59 and c.runtime is Runtime.STOPPED)
            time.sleep(0.3)
            cabinet.served.call(lambda c: c.take(f"def stranger():\n  sleep({time_of_it})\nend"))
            time.sleep(1.0)
            cabinet.served.call(lambda c: setattr(c.cabinet, "digital_in", c.cabinet.digital_in | 8))

        acting = beside(other)
        record = job.play()
        acting.join()
        driver.close()
        assert moved(cabinet, AWAY) < 1e-3
    assert record.cause is Cause.OTHER_PROGRAM


def test_what_runs_after_the_run_is_left_alone(opened: Open, ur_plan: Make) -> None:
    plan = ur_plan(actions=ACTIONS[:2])
    with bed() as cabinet:
        driver = cabinet.driver(plan)
        record = opened(cabinet, driver, plan).play()
        cabinet.served.call(lambda c: c.take("def stranger():\n  sleep(60)\nend"))
        time.sleep(0.2)
        driver.close()
        time.sleep(0.3)
        assert cabinet.served.call(lambda c: (c.program, c.runtime)) == ("stranger", Runtime.PLAYING)
    assert record.end is State.DONE, record.cause


@pytest.mark.parametrize("how", ["protective stop", "pause"])
def test_play_at_the_pendant_does_not_go_on_with_a_run_that_is_over(opened: Open, ur_plan: Make, how: str) -> None:
    plan, port = ur_plan(actions=(move(1, Q, FAR, 1.4),)), free_port()
    with bed(remote=False, computer=("127.0.0.1", port)) as cabinet:
        driver = _pulled(cabinet, plan, port)
        job = opened(cabinet, driver, plan, limits=replace(PATIENT, start=10.0))

        def act() -> None:
            time.sleep(0.3)
            cabinet.served.press_play()
            cabinet.served.wait(lambda c: c.cabinet.outputs.floats[24] > 0.5)
            if how == "pause":
                cabinet.served.call(lambda c: c.pause())
                cabinet.served.wait(lambda c: c.runtime is Runtime.PAUSED)
                time.sleep(0.3)  # it is told a hundred times a second
                job.stop("button")
            else:
                cabinet.served.call(lambda c: c.trip(SafetyMode.PROTECTIVE_STOP))

        acting = beside(act)
        record = job.play()
        acting.join()
        driver.close()
        if how == "pause":
            assert record.left_paused
            assert cabinet.served.call(lambda c: c.runtime) is Runtime.PAUSED
        before = np.array(cabinet.served.call(lambda c: list(c.cabinet.arm.q)))
        assert cabinet.served.wait(lambda c: c.unlock() or c.safety.allows_motion)
        cabinet.served.press_play()
        assert cabinet.served.wait(lambda c: c.runtime is Runtime.STOPPED)
        assert moved(cabinet, before) < 0.006
    assert record.cause is (Cause.OPERATOR if how == "pause" else Cause.SAFETY_STATUS)


def test_who_pauses_and_plays_on_is_in_the_record(opened: Open, ur_plan: Make) -> None:
    plan = ur_plan(actions=ACTIONS[:2])
    with bed() as cabinet:
        driver = cabinet.driver(plan)
        job = opened(cabinet, driver, plan)

        def pause() -> None:
            cabinet.served.wait(lambda c: c.cabinet.outputs.floats[24] > 0.3)
            cabinet.served.call(lambda c: c.pause())
            cabinet.served.wait(lambda c: c.runtime is Runtime.PAUSED)
            time.sleep(2 * HEARTBEAT_LIMIT)
            cabinet.served.call(lambda c: c.play())

        acting = beside(pause)
        record = job.play()
        acting.join()
        driver.close()
    assert record.end is State.DONE, record.cause
    assert [kind for kind in _kinds(record) if kind in ("paused", "resumed")] == ["paused", "resumed"]
    assert not record.left_paused


def test_a_grip_that_fails_at_the_very_end_is_not_done(opened: Open, ur_plan: Make) -> None:
    plan = ur_plan(actions=(move(1, Q, AWAY, 0.6), Grip(2, True, 0.0, 20.0, 0.4)))
    with bed(faults=[Fault(FaultKind.PART_MISSING)]) as cabinet:
        driver = cabinet.driver(plan)
        job = opened(cabinet, driver, plan)
        heard = driver._link._hear_on
        driver._link._hear_on = lambda message: (time.sleep(0.03), heard(message))  # type: ignore[func-returns-value]
        record = job.play()
        driver.close()
    assert record.cause in (Cause.NOTHING_HELD, Cause.ENDED_EARLY)


@pytest.mark.parametrize("before_the_end", [0.02, 0.09])
def test_a_program_ended_by_hand_just_before_its_end_is_not_done(
    opened: Open, ur_plan: Make, before_the_end: float
) -> None:
    plan = ur_plan(actions=(move(1, Q, AWAY, 0.6), Wait(2, 0.3)))
    with bed() as cabinet:
        driver = cabinet.driver(plan)
        job = opened(cabinet, driver, plan)
        cycle = cabinet.served._cycle

        def ending() -> None:
            cycle()
            controller = cabinet.served.controller
            if controller.playing and controller.cabinet.outputs.floats[24] >= plan.duration - before_the_end:
                controller.stop()

        cabinet.served._cycle = ending  # type: ignore[method-assign]
        record = job.play()
        driver.close()
    assert record.cause is Cause.ENDED_EARLY


@pytest.mark.parametrize("time_on", [0.0, 1.5])
def test_a_stop_ends_a_pulse_and_says_which_outputs_are_on(opened: Open, ur_plan: Make, time_on: float) -> None:
    plan = ur_plan(actions=(Output(1, "blow", 1.0, time_on), Wait(2, 1.5)))
    with bed() as cabinet:
        driver = wired(cabinet, blow=3).driver(plan)
        job = opened(cabinet, driver, plan)

        def stop() -> None:
            cabinet.served.wait(lambda c: c.cabinet.digital_out & 8)
            time.sleep(0.3)
            job.stop("fin")

        acting = beside(stop)
        record = job.play()
        acting.join()
        driver.close()
        assert cabinet.served.wait(lambda c: c.runtime is Runtime.STOPPED)
        assert cabinet.served.call(lambda c: c.cabinet.digital_out) == (0 if time_on else 8)
    held = next(event for event in record.events if event.kind == "held")
    assert held.fact("outputs") == ("" if time_on else "blow")


def test_the_second_program_of_a_stretch_is_waited_for_as_long_as_the_first(
    opened: Open, ur_plan: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(script, "KNOTS_MAX", 2)
    plan, port = ur_plan(), free_port()
    with bed(remote=False, computer=("127.0.0.1", port)) as cabinet:
        driver = _pulled(cabinet, plan, port)
        job = opened(cabinet, driver, plan, limits=replace(PATIENT, start=20.0, stall=1.0))

        def press() -> None:
            time.sleep(0.3)
            cabinet.served.press_play()
            cabinet.served.wait(lambda c: c.cabinet.outputs.floats[24] > 1.29 and c.runtime is Runtime.STOPPED)
            time.sleep(2.0)
            cabinet.served.press_play()

        acting = beside(press)
        record = job.play()
        acting.join()
        driver.close()
    assert record.end is State.DONE, record.cause


def test_a_stop_between_two_programs_lays_out_no_other(
    opened: Open, ur_plan: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(script, "KNOTS_MAX", 2)
    plan, port = ur_plan(), free_port()
    with bed(remote=False, computer=("127.0.0.1", port)) as cabinet:
        driver = _pulled(cabinet, plan, port)
        job = opened(cabinet, driver, plan, limits=replace(PATIENT, start=20.0))
        send, sent = driver._send, []

        def between(play: Any, piece: Any) -> None:
            sent.append(piece.name)
            if len(sent) == 2:
                job.stop("now")
            send(play, piece)

        driver._send = between
        threading.Timer(0.3, cabinet.served.press_play).start()
        record = job.play()
        assert driver._sender._offered == b""
        driver.close()
    assert len(sent) == 2
    assert record.cause is Cause.OPERATOR
