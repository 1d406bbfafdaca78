"""A job on a virtual arm behind rosbridge: sealed, approved for a real arm, and watched by the computer's own clock."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from cobot_lab.deploy import job as jobs
from cobot_lab.deploy.clock import MonotonicClock
from cobot_lab.deploy.driver import Driver
from cobot_lab.motion.plan_data import Plan
from cobot_lab.trust.approval import Mode

from .rig import ACTIONS, NED, PATIENT, Bed, Q  # isort: skip


@pytest.fixture
def ros_plan(replan: Callable[..., Plan]) -> Callable[..., Plan]:
    def make(**changes: Any) -> Plan:
        facts = {"robot": "ned2", "joints": NED.joint_names, "q_start": Q.copy(), "actions": ACTIONS, **changes}
        return replan(**facts)

    return make


@pytest.fixture
def opened(visit: Any, unhurried: None) -> Callable[..., jobs.Job]:
    """Seal, approve and open a job; the preflight is done and somebody said yes."""

    def open_job(arm: Bed, driver: Driver, plan: Plan, **more: Any) -> jobs.Job:
        bundle = visit.bundle(plan, arm.files(plan))
        approval = visit.approval(bundle, robot_serial=driver.identity.serial, mode=Mode.REAL)
        given = {"limits": PATIENT, "clock": MonotonicClock(), **more}
        job, report = visit.try_open(bundle, approval, driver, **given)
        assert job is not None, report.findings
        found = job.preflight()
        assert not found.findings, found.findings
        job.enable("Camille")
        return job

    return open_job
