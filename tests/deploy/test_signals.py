"""Outputs on their way to the arm: changes, levels, the twin, the watch's record, and the kit that examines them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cobot_lab.deploy.conformance import examine, plays_the_outputs
from cobot_lab.deploy.drivers.twin import TwinDriver
from cobot_lab.deploy.signals import Change, changes, levels
from cobot_lab.motion.actions import Output


@pytest.fixture
def lit(plan):
    show, move, grip, back, wait, opening, home = plan.actions
    on, pulse, off = Output(1, "vert", 1.0, 0.0), Output(4, "air", 1.0, 0.5), Output(7, "vert", 0.0, 0.0)
    return replace(plan, actions=(show, on, move, grip, pulse, back, wait, opening, home, off))


def test_a_pulse_is_two_changes(lit) -> None:
    assert changes(lit) == (
        Change(0.0, "vert", 1.0),
        Change(1.6, "air", 1.0),
        Change(2.1, "air", 0.0),
        Change(lit.duration, "vert", 0.0),
    )


def test_levels_follow_progress_and_start_where_they_were(lit) -> None:
    asked = changes(lit)
    assert levels({"tapis": 0.5}, asked, 0.0) == (("tapis", 0.5),)
    assert levels({}, asked, 1.0) == (("vert", 1.0),)
    assert levels({}, asked, 1.8) == (("air", 1.0), ("vert", 1.0))
    assert levels({}, asked, 2.5) == (("air", 0.0), ("vert", 1.0))


def test_the_twin_plays_the_outputs_and_keeps_them_for_the_next_program(twin, clock, lit, plan) -> None:
    seen = []
    twin.load(lit)
    assert twin.state().outputs == ()
    twin.start()
    for _ in range(700):
        clock.sleep(0.01)
        twin.beat()
        outputs = twin.state().outputs
        if not seen or seen[-1] != outputs:
            seen.append(outputs)
    assert seen == [
        (("vert", 1.0),),
        (("air", 1.0), ("vert", 1.0)),
        (("air", 0.0), ("vert", 1.0)),
        (("air", 0.0), ("vert", 0.0)),
    ]
    twin.load(plan)
    assert twin.state().outputs == (("air", 0.0), ("vert", 0.0))


def test_the_kit_passes_the_twin_and_catches_another_order(clock, lit) -> None:
    class Backwards(TwinDriver):
        def state(self):
            state = super().state()
            return replace(state, outputs=tuple((name, 1.0 - value) for name, value in state.outputs or ()))

    def made(kind):
        return lambda: kind(lit.robot, lit.joints, lit.q_start, clock=clock)

    (good,) = examine(made(TwinDriver), lit, clock, (plays_the_outputs,))
    assert good.passed, good.problem
    (bad,) = examine(made(Backwards), lit, clock, (plays_the_outputs,))
    assert "the plan" in bad.problem


def test_a_run_puts_the_outputs_on_record(visit, twin, lit) -> None:
    job = visit.open(twin, lit)
    assert job.preflight().codes == ()
    job.enable("Camille")
    record = job.play()
    noted = [dict(event.facts) for event in record.events if event.kind == "output"]
    assert [(fact["name"], fact["value"]) for fact in noted] == [
        ("vert", 1.0),
        ("air", 1.0),
        ("air", 0.0),
        ("vert", 0.0),
    ]
    assert [fact["progress"] for fact in noted] == sorted(fact["progress"] for fact in noted)
