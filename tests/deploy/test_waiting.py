"""A plan that waits for sensors, on the twin: in time, too late, and whatever else the sensors do."""

from __future__ import annotations

import random
from dataclasses import replace

import numpy as np
import pytest

from cobot_lab.cell.load import load_cell
from cobot_lab.deploy.drivers.simulated_automation import NEVER
from cobot_lab.deploy.drivers.simulated_sensors import SimulatedSensors
from cobot_lab.deploy.drivers.twin import TwinDriver
from cobot_lab.deploy.judge import Cause
from cobot_lab.deploy.states import State
from cobot_lab.motion.actions import Move, Output, Read, Wait
from cobot_lab.motion.actions import Path as Kind
from cobot_lab.motion.fork import Branch, Fork
from cobot_lab.motion.trajectory import Trajectory
from cobot_lab.paths import data_room
from cobot_lab.program.residual import Reading

JOINTS = ("shoulder", "elbow")
HOME, PART, ALARM = [0.0, 0.0], [0.3, 0.1], [-0.3, 0.2]


def move(step, q_from, q_to, duration=0.4):
    a, b = np.array(q_from), np.array(q_to)
    t = np.array([0.0, duration / 2, duration])
    top = 1.5 * (b - a) / duration
    return Move(step, Kind.JOINT, Trajectory(t, np.stack([a, (a + b) / 2, b]), np.stack([0 * a, top, 0 * a])))


@pytest.fixture
def waiting(replan):
    """Start the belt, wait 10 s for a part, fetch it (step 3) or go to the alarm (step 4)."""
    fork = Fork(
        2,
        Reading(0),
        Branch((move(3, HOME, PART), move(3, PART, HOME))),
        Branch((move(4, HOME, ALARM), move(4, ALARM, HOME))),
        limit=10.0,
        asked=(0,),
    )
    actions = (Output(1, "convoyeur", 0.5, 0.0), Wait(1, 0.1), Read(2, "barriere", 0, (True, False)))
    return replan(actions=actions, fork=fork)


@pytest.fixture(scope="module")
def conveyor():
    return load_cell(data_room("robots") / "ur3e" / "cells" / "convoyeur.toml")


@pytest.fixture(scope="module")
def mill():
    return load_cell(data_room("robots") / "ur3e" / "cells" / "fraiseuse.toml")


def twin_with(clock, answer):
    return TwinDriver("arm2", JOINTS, np.zeros(2), clock=clock, senses=answer)


def twin_in(clock, cell, plan, times, seed=1):
    sensors = SimulatedSensors(seed)
    sensors.learn(plan)
    sensors.stand_in(cell, clock, times)
    return TwinDriver("arm2", JOINTS, np.zeros(2), clock=clock, senses=sensors, onlooker=sensors.see)


def played(record):
    steps = ",".join(str(event.fact("steps")) for event in record.events if event.kind == "stretch")
    return set(steps.split(",")) - {""}


def waited(record):
    t = {event.kind: event.t for event in record.events if event.kind in ("waiting", "fork")}
    return t["fork"] - t["waiting"]


def comes_after(clock, seconds, plan):
    """Let the part be there so long after the robot began to wait."""
    begun = []

    def answer(_):
        begun.append(clock.now())
        return clock.now() >= begun[0] + seconds - 1e-6

    return twin_with(clock, answer)


@pytest.mark.parametrize("seconds", [0.0, 0.03, 4.0, 9.0, 9.99, 9.999])
def test_a_part_that_comes_within_the_limit_is_in_time(visit, clock, waiting, seconds):
    record = visit.ready(comes_after(clock, seconds, waiting), waiting).play()
    assert (record.end, record.cause) == (State.DONE, None)
    assert played(record) == {"3"}
    assert record.answers[-1] == ("barriere", True)


@pytest.mark.parametrize("seconds", [10.001, 10.01, 12.0, float("inf")])
def test_a_part_that_comes_after_the_limit_is_too_late(visit, clock, waiting, seconds):
    record = visit.ready(comes_after(clock, seconds, waiting), waiting).play()
    assert (record.end, record.cause) == (State.DONE, None)
    assert played(record) == {"4"}
    assert waited(record) == pytest.approx(10.0, abs=0.05)
    assert record.answers == (("barriere", False),)


def test_it_goes_on_as_soon_as_the_part_is_seen(visit, clock, waiting):
    record = visit.ready(comes_after(clock, 4.02, waiting), waiting).play()
    assert waited(record) == pytest.approx(4.05, abs=0.06)  # the next time that it asks


def test_the_watch_goes_on_looking_while_the_program_waits(visit, clock, waiting):
    record = visit.ready(comes_after(clock, float("inf"), waiting), waiting).play()
    ended = next(event for event in record.events if event.kind == "state" and event.fact("state") == "done")
    assert ended.fact("rounds") > 1000
    assert ended.fact("longest_gap") < 0.02


def test_a_stop_while_it_waits_ends_the_run_at_once(visit, clock, waiting):
    job = None
    asked = []

    def answer(_):
        asked.append(clock.now())
        if len(asked) == 20:
            job.stop("enough")
        return False

    job = visit.ready(twin_with(clock, answer), waiting)
    record = job.play()
    assert (record.end, record.cause) == (State.INTERRUPTED, Cause.OPERATOR)
    assert len(asked) == 20
    assert played(record) == set()


def test_an_input_that_flickers_counts_as_it_was_read_last(visit, clock, waiting):
    asked = []

    def flicker(_):
        asked.append(clock.now())
        return len(asked) % 40 == 39

    record = visit.ready(twin_with(clock, flicker), waiting).play()
    assert record.end is State.DONE
    assert played(record) == {"3"}
    assert len(asked) == 39


@pytest.mark.parametrize("wrong", ["oui", None, 1, 1.0, float("nan")])
@pytest.mark.parametrize("after", [0, 1, 7])
def test_an_answer_that_nobody_declared_stops_it_while_it_waits(visit, clock, waiting, wrong, after):
    asked = []

    def answer(_):
        asked.append(clock.now())
        return wrong if len(asked) > after else False

    twin = twin_with(clock, answer)
    record = visit.ready(twin, waiting).play()
    assert (record.end, record.cause) == (State.INTERRUPTED, Cause.UNFORESEEN_OUTCOME)
    assert record.events[-2].kind in ("held", "state")
    assert np.abs(twin.state().q).max() < 1e-3


def test_a_sensor_that_takes_too_long_to_answer_ends_the_run(visit, clock, waiting):
    asked = []

    def slow(_):
        asked.append(clock.now())
        if len(asked) > 5:
            clock.sleep(1.2)
        return False

    assert visit.ready(twin_with(clock, slow), waiting).play().cause is Cause.LATE_READING


def test_what_can_never_be_late_but_is_has_no_branch(visit, clock, waiting):
    sure = replace(waiting, fork=replace(waiting.fork, no=None))
    record = visit.ready(comes_after(clock, 12.0, sure), sure).play()
    assert (record.end, record.cause) == (State.INTERRUPTED, Cause.UNFORESEEN_OUTCOME)
    assert waited(record) == pytest.approx(10.0, abs=0.05)


def test_a_limit_of_nothing_decides_at_once(visit, clock, waiting):
    at_once = replace(waiting, fork=replace(waiting.fork, limit=0.0))
    record = visit.ready(twin_with(clock, lambda _: False), at_once).play()
    assert played(record) == {"4"}
    assert not [event for event in record.events if event.kind == "waiting"]


@pytest.mark.parametrize(("travel", "step"), [(2.0, "3"), (9.95, "3"), (10.4, "4"), (NEVER, "4")])
def test_parts_travel_while_the_simulated_belt_runs(visit, clock, waiting, conveyor, travel, step):
    record = visit.ready(twin_in(clock, conveyor, waiting, [travel]), waiting).play()
    assert record.end is State.DONE
    assert played(record) == {step}


def test_no_part_travels_while_the_simulated_belt_stands(visit, clock, waiting, conveyor):
    still = replace(waiting, actions=waiting.actions[1:])
    record = visit.ready(twin_in(clock, conveyor, still, [2.0]), still).play()
    assert played(record) == {"4"}


def test_arrivals_are_drawn_within_what_the_cell_declares_and_some_are_late(visit, clock, waiting, conveyor):
    seen = []
    for seed in range(25):
        twin = twin_in(clock, conveyor, waiting, None, seed)
        record = visit.ready(twin, waiting).play()
        assert record.end is State.DONE
        seen.append(waited(record))
    arrival = conveyor.arrivals[0]
    prompt = [each for each in seen if each <= arrival.last]
    assert len(prompt) >= 10
    assert min(prompt) >= arrival.first - 0.2
    assert len([each for each in seen if each > arrival.last]) >= 2


def test_a_simulated_machine_is_done_after_its_cycle(visit, clock, replan, mill):
    fork = Fork(2, Reading(0), Branch((move(3, HOME, PART),)), Branch((move(4, HOME, ALARM),)), 15.0, (0,))
    actions = (Output(1, "depart_cycle", 1.0, 0.5), Read(2, "entree_1", 0, (True, False)))
    plan = replan(actions=actions, fork=fork)
    record = visit.ready(twin_in(clock, mill, plan, [6.0]), plan).play()
    assert played(record) == {"3"}
    assert waited(record) == pytest.approx(5.5, abs=0.1)
    late = visit.ready(twin_in(clock, mill, plan, [NEVER]), plan).play()
    assert played(late) == {"4"}


def test_only_the_two_branches_are_ever_played_whatever_is_read(visit, clock, waiting):
    chance = random.Random(7)
    for _ in range(15):
        twin = twin_with(clock, lambda _: chance.choice([False] * 60 + [True, "x", None, float("inf")]))
        record = visit.ready(twin, waiting).play()
        assert played(record) <= {"3", "4"}
        if record.end is not State.DONE:
            assert record.cause is Cause.UNFORESEEN_OUTCOME
            assert played(record) == set()


@pytest.mark.parametrize("waits", [True, False])
def test_a_wait_asks_its_own_sensor_again_whatever_another_way_reads_under_the_same_number(visit, clock, replan, waits):
    """Readings are numbered along a way: the wait's is number 1, and so is the button's on the other way."""
    late = Branch((move(4, HOME, ALARM), move(4, ALARM, HOME)))
    wait = Branch(
        (Read(2, "barriere", 1, (True, False)),),
        Fork(2, Reading(1), Branch((move(3, HOME, PART), move(3, PART, HOME))), late, limit=3.0, asked=(1,)),
    )
    other = Branch((Read(5, "vert", 1, (True, False)),), Fork(5, Reading(1), Branch((Wait(6, 0.1),)), late))
    fork = Fork(1, Reading(0), wait, other) if waits else Fork(1, Reading(0), other, wait)
    plan = replan(actions=(Wait(1, 0.1), Read(1, "vert", 0, (True, False))), fork=fork)
    asked = []

    def answer(sensor):
        asked.append(sensor)
        return False if sensor == "barriere" else waits if asked.count("vert") == 1 else True  # held later on

    record = visit.ready(twin_with(clock, answer), plan).play()
    assert (record.end, record.cause) == (State.DONE, None)
    assert played(record) >= {"4"}
    assert "3" not in played(record)
    assert set(asked[1:]) == {"barriere"}
