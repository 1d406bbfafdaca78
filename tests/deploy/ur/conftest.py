"""A job on a virtual cabinet: sealed, approved for a real arm, and watched by the computer's own clock."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from cobot_lab.deploy import job as jobs
from cobot_lab.deploy.clock import MonotonicClock
from cobot_lab.deploy.driver import Driver
from cobot_lab.deploy.drivers.ur.signed import files_of
from cobot_lab.motion.plan_data import Plan
from cobot_lab.trust.approval import Mode

from .rig import ACTIONS, PATIENT, ROBOT, SERIAL, Bed, Q  # isort: skip


@pytest.fixture
def ur_plan(replan: Callable[..., Plan]) -> Callable[..., Plan]:
    def make(**changes: Any) -> Plan:
        facts = {"robot": "ur3e", "joints": ROBOT.joint_names, "q_start": Q.copy(), "actions": ACTIONS, **changes}
        return replan(**facts)

    return make


@pytest.fixture
def opened(visit: Any, unhurried: None) -> Callable[..., jobs.Job]:
    """Seal, approve and open a job; the preflight is done and somebody said yes."""

    def open_job(bed: Bed, driver: Driver, plan: Plan, **more: Any) -> jobs.Job:
        bundle = visit.bundle(plan, files_of(plan, bed.wiring))
        approval = visit.approval(bundle, robot_serial=SERIAL, mode=Mode.REAL)
        given = {"limits": PATIENT, "clock": MonotonicClock(), **more}
        job, report = visit.try_open(bundle, approval, driver, **given)
        assert job is not None, report.findings
        found = job.preflight()
        assert not found.findings, found.findings
        job.enable("Camille")
        return job

    return open_job
