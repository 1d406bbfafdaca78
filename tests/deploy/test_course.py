"""A forked plan on the twin: only what was approved is played, whatever the sensors say."""

from __future__ import annotations

import math
import random
from dataclasses import replace

import numpy as np
import pytest

from cobot_lab.deploy.course import every
from cobot_lab.deploy.driver import DriverError
from cobot_lab.deploy.drivers.simulated_sensors import SimulatedSensors
from cobot_lab.deploy.drivers.twin import TwinDriver
from cobot_lab.deploy.judge import Cause
from cobot_lab.deploy.record import RunRecord
from cobot_lab.deploy.states import State
from cobot_lab.motion.actions import Move, Output, Read, Wait
from cobot_lab.motion.actions import Path as Kind
from cobot_lab.motion.fork import Branch, Fork
from cobot_lab.motion.trajectory import Trajectory
from cobot_lab.program.residual import Compound, Reading

COLOURS = ("rouge", "bleu")
HOME, LEFT, RIGHT = [0.0, 0.0], [0.3, 0.1], [-0.3, 0.2]


def move(step, q_from, q_to, duration=0.4):
    a, b = np.array(q_from), np.array(q_to)
    t = np.array([0.0, duration / 2, duration])
    top = 1.5 * (b - a) / duration
    return Move(step, Kind.JOINT, Trajectory(t, np.stack([a, (a + b) / 2, b]), np.stack([0 * a, top, 0 * a])))


def sorting(number=0, parts=2):
    """Read, go left for red and right for blue, come back; as many times as there are parts."""
    fork = Fork(
        2, Compound("==", Reading(number), "rouge"), _way(3, LEFT, number, parts), _way(4, RIGHT, number, parts)
    )
    return (Wait(1, 0.1), Read(2, "couleur", number, COLOURS)), fork


def _way(step, there, number, parts):
    actions, fork = sorting(number + 1, parts) if number + 1 < parts else ((), None)
    return Branch((move(step, HOME, there), move(step, there, HOME), *actions), fork)


@pytest.fixture
def forked(replan):
    actions, fork = sorting()
    return replan(actions=actions, fork=fork)


def twin_that_sees(clock, answers, joints=("shoulder", "elbow")):
    left = iter(answers)
    return TwinDriver("arm2", joints, np.zeros(2), clock=clock, senses=lambda _: next(left))


def steps_played(record):
    return [event.fact("steps") for event in record.events if event.kind == "stretch"]


@pytest.mark.parametrize("order", [(a, b) for a in COLOURS for b in COLOURS])
def test_the_way_that_fits_the_answers_is_played(visit, clock, forked, order):
    record = visit.ready(twin_that_sees(clock, order), forked).play()
    assert (record.end, record.cause) == (State.DONE, None)
    assert record.answers == tuple(("couleur", answer) for answer in order)
    moves = [step for step in ",".join(steps_played(record)).split(",") if step in ("3", "4")]
    assert moves == ["3" if answer == "rouge" else "4" for answer in order]
    assert RunRecord.from_bytes(record.to_bytes()).answers == record.answers


@pytest.mark.parametrize(
    "answer", ["vert", "", "ROUGE", None, True, 1, 0.5, math.nan, math.inf, b"rouge", ["rouge"], "x" * 5000]
)
def test_an_answer_that_nobody_foresaw_ends_at_rest(visit, clock, forked, answer):
    twin = twin_that_sees(clock, ["rouge", answer])
    record = visit.ready(twin, forked).play()
    assert (record.end, record.cause) == (State.INTERRUPTED, Cause.UNFORESEEN_OUTCOME)
    assert np.abs(twin.state().qd).max() == pytest.approx(0.0, abs=1e-3)
    assert not twin.state().running
    assert len(steps_played(record)) == 2  # the way back after the first answer, and nothing after the second
    assert RunRecord.from_bytes(record.to_bytes()).cause is Cause.UNFORESEEN_OUTCOME


def test_an_outcome_without_a_branch_ends_at_rest(visit, clock, forked):
    blind = replace(forked, fork=replace(forked.fork, no=None))
    twin = twin_that_sees(clock, ["bleu"])
    record = visit.ready(twin, blind).play()
    assert (record.end, record.cause) == (State.INTERRUPTED, Cause.UNFORESEEN_OUTCOME)
    assert np.abs(twin.state().q).max() < 1e-3


def test_a_late_answer_ends_the_run(visit, clock, forked):
    def slow(_):
        clock.sleep(1.5)
        return "rouge"

    twin = TwinDriver("arm2", ("shoulder", "elbow"), np.zeros(2), clock=clock, senses=slow)
    assert visit.ready(twin, forked).play().cause is Cause.LATE_READING


def test_a_sensor_that_is_not_there_ends_the_run(visit, clock, forked):
    twin = TwinDriver("arm2", ("shoulder", "elbow"), np.zeros(2), clock=clock)
    record = visit.ready(twin, forked).play()
    assert (record.end, record.cause) == (State.INTERRUPTED, Cause.DRIVER_FAILED)


def test_a_sensor_that_breaks_ends_the_run(visit, clock, forked):
    record = visit.ready(twin_that_sees(clock, []), forked).play()
    assert (record.end, record.cause) == (State.INTERRUPTED, Cause.WATCH_FAILED)


def test_numbers_between_those_declared_are_foreseen():
    read = Read(1, "epaisseur", 0, (0.0078, 0.008, 0.0082))
    assert all(read.foresees(value) for value in (0.0078, 0.0079123, 0.0082))
    assert not any(read.foresees(value) for value in (0.0077, 0.0083, math.nan, 8, "0.008", True))


def test_only_approved_stretches_are_played_whatever_is_read(visit, clock, replan):
    actions, fork = sorting(parts=3)
    plan = replan(actions=actions, fork=fork)
    approved = {_stored(action) for stretch in every(plan) for action in stretch.plan.actions}
    chance = random.Random(4)
    for _ in range(12):
        answers = [chance.choice((*COLOURS, *COLOURS, "vert", math.nan)) for _ in range(3)]
        played = []
        twin = twin_that_sees(clock, answers)
        load = twin.load

        def noted(stretch, load=load, played=played):
            played.extend(stretch.actions)
            load(stretch)

        twin.load = noted
        record = visit.ready(twin, plan).play()
        good = all(answer in COLOURS for answer in answers)
        assert record.end is (State.DONE if good else State.INTERRUPTED)
        assert {_stored(action) for action in played} <= approved


def _stored(action):
    return (action.step, action.trajectory.q.tobytes()) if isinstance(action, Move) else action


def test_simulated_sensors_answer_what_the_plan_says(visit, clock, forked):
    sensors = SimulatedSensors(seed=1)
    twin = TwinDriver("arm2", ("shoulder", "elbow"), np.zeros(2), clock=clock, senses=sensors)
    with pytest.raises(DriverError, match="couleur"):
        twin.read("couleur")
    sensors.learn(forked)
    assert visit.ready(twin, forked).play().end is State.DONE
    with pytest.raises(DriverError, match="autre"):
        twin.read("autre")


@pytest.mark.parametrize("before", [(Wait(1, 0.1),), ()], ids=["with a pause", "by itself"])
def test_an_output_in_front_of_a_reading_is_set_and_stays_for_what_follows(visit, clock, forked, before):
    lit = replace(forked, actions=(Output(1, "vert", 1.0, 0.0), *before, *forked.actions[1:]))
    twin = twin_that_sees(clock, ["rouge", "bleu"])
    record = visit.ready(twin, lit).play()
    assert record.end is State.DONE
    noted = [dict(event.facts) for event in record.events if event.kind == "output"]
    assert [(fact["name"], fact["value"]) for fact in noted] == [("vert", 1.0)]
    assert twin.state().outputs == (("vert", 1.0),)
