"""A job and its clocks: the wall clock of approvals, the one that does not jump of yes and run."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest

from cobot_lab.deploy.clock import MonotonicClock
from cobot_lab.deploy.drivers.twin import TwinDriver
from cobot_lab.deploy.job import ClockError
from cobot_lab.deploy.states import State
from cobot_lab.deploy.watch import Sample
from cobot_lab.trust.approval import Mode


def test_a_yes_is_good_for_sixty_seconds_by_a_clock_that_does_not_jump(visit, twin, plan):
    job = visit.ready(twin, plan)
    visit.seconds += 60.5
    record = job.play()
    assert (record.end, record.report.codes) == (State.REFUSED, ("A05",))
    assert "consumed" not in visit.kinds()
    assert visit.journal.entries()[-1].kind == "refused"


@pytest.mark.parametrize(
    ("jump", "code"), [(timedelta(hours=1), "T11"), (timedelta(hours=-1), "T20"), (timedelta(seconds=-90), "T10")]
)
def test_an_approval_that_does_not_hold_any_more_since_the_gate_is_refused(visit, twin, plan, jump, code):
    approval = visit.approval(visit.bundle(plan), not_before=visit.noon)
    job = visit.open(twin, plan, approval)
    job.preflight()
    job.enable("Camille")
    visit.noon += jump
    assert job.play().report.codes == (code,)
    assert "consumed" not in visit.kinds()


def test_a_clock_that_is_set_back_revives_no_approval(visit, twin, plan):
    bundle = visit.bundle(plan)
    approval = visit.approval(bundle)
    visit.noon += timedelta(hours=2)
    assert visit.try_open(bundle, approval, twin)[1].codes == ("T11",)  # it is written down when
    visit.noon -= timedelta(hours=2)
    assert visit.try_open(bundle, approval, twin)[1].codes == ("T20",)
    assert visit.try_open(bundle, approval, twin)[1].codes == ("T20",)  # a refusal does not make it right


def test_a_clock_that_is_set_back_between_the_gate_and_the_run_is_noticed(visit, twin, plan):
    job = visit.open(twin, plan)
    visit.seconds += 3 * 3600.0  # three hours later, the wall clock says that no time has passed
    assert not job.preflight().findings
    job.enable("Camille")
    assert job.play().report.codes == ("T20",)
    assert "consumed" not in visit.kinds()


def test_a_small_correction_of_the_clock_is_no_fault(visit, twin, plan):
    job = visit.ready(twin, plan)
    visit.noon -= timedelta(seconds=90)
    assert job.play().end is State.DONE


def test_a_wall_clock_that_jumps_during_the_run_changes_nothing(visit, twin, plan):
    def jump(news):
        if isinstance(news, Sample):  # events come before the approval is looked at for the last time
            visit.noon += timedelta(hours=5)

    assert visit.ready(twin, plan, observers=(jump,)).play().end is State.DONE


def test_a_real_arm_is_watched_by_the_computers_own_clock_only(visit, clock, plan, monkeypatch):
    twin = TwinDriver("arm2", ("shoulder", "elbow"), np.zeros(2), clock=clock)
    twin._identity = replace(twin._identity, mode=Mode.REAL)
    bundle = visit.bundle(plan)
    approval = visit.approval(bundle, mode=Mode.REAL)
    with pytest.raises(ClockError):
        visit.try_open(bundle, approval, twin)
    job, _ = visit.try_open(bundle, approval, twin, clock=MonotonicClock())
    assert job is not None
