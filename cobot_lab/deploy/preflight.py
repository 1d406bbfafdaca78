"""Reading the arm before a run, and judging what was read."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from cobot_lab.codes import Code
from cobot_lab.deploy.chain import said
from cobot_lab.deploy.clock import Clock
from cobot_lab.deploy.driver import (
    DATA_LIMIT,
    POSE_TOLERANCE,
    ArmState,
    Driver,
    DriverError,
    Identity,
    Paced,
    RobotMode,
    Safety,
)
from cobot_lab.deploy.judge import PACE_TOLERANCE
from cobot_lab.deploy.reading import Reading
from cobot_lab.deploy.start import GRIPPER, OUTPUT, Start
from cobot_lab.findings import Finding, Report
from cobot_lab.motion.plan_data import Plan

CHECKS = ("arm", "start", "pose")
_POSE = "q "
PAUSED = "program paused"


def read(
    driver: Driver, plan: Plan, identity: Identity, start: Start, clock: Clock, speed: float = 1.0
) -> tuple[tuple[Reading, ...], Report]:
    """Read everything that a run depends on.

    Args:
        driver: The arm.
        plan: What it shall play.
        identity: What the driver said it was when the gate looked.
        start: How the cell has to stand where that starts.
        clock: The run's; the arm is read twice, `DATA_LIMIT` apart, to see that it says something new.
        speed: The largest fraction of the planned speed that was approved. An arm that can be paced is; the slider of
            any other has to stand at it, or below, already.

    Returns:
        The readings, good and bad, and the report that judges them.
    """
    try:
        if isinstance(driver, Paced):
            driver.set_pace(speed)
        first = driver.state()
        clock.sleep(DATA_LIMIT)
        state = driver.state()
        readings = (*_of_identity(driver.identity, identity), *_of_state(state), *driver.preflight(plan, start))
        readings += _of_pace(state, speed)
    except DriverError as problem:
        return (), Report("", (), CHECKS, (Finding.of(Code.ARM_SILENT, detail=str(problem)),))
    if state.q.shape != plan.q_start.shape:
        finding = Finding.of(Code.ARM_NOT_READY, what="joints", found=len(state.q), wanted=len(plan.q_start))
        return readings, Report("", CHECKS[:2], CHECKS[2:], (*_of_readings(readings, identity.serial), finding))
    readings += tuple(
        Reading(f"{_POSE}{name}", float(q), float(wanted), POSE_TOLERANCE)
        for name, q, wanted in zip(plan.joints, state.q, plan.q_start, strict=True)
    )
    findings = (*_of_readings(readings, identity.serial), *_of_age(first, state), *_of_pose(state, plan))
    return readings, Report("", CHECKS, (), findings)


def _of_identity(now: Identity, then: Identity) -> tuple[Reading, ...]:
    return (
        Reading("model", now.model, then.model),
        Reading("serial", now.serial, then.serial),
        Reading("arm", now.mode.value, then.mode.value),
        Reading("software", now.software, then.software),
    )


def _of_state(state: ArmState) -> tuple[Reading, ...]:
    usable = state.safety if state.safety.allows_motion else Safety.NORMAL
    return (
        Reading("robot mode", state.mode.value, RobotMode.RUNNING.value),
        Reading("safety status", state.safety.value, usable.value),
        Reading("program running", state.running, wanted=False),
        *((Reading(PAUSED, found=True, wanted=False),) if state.paused else ()),
        Reading("age of data", state.age),
    )


def _of_pace(state: ArmState, speed: float) -> tuple[Reading, ...]:
    if speed >= 1:
        return ()
    if state.pace is None:
        return (Reading("pace", "unknown", speed),)
    slow_enough = state.pace <= speed + PACE_TOLERANCE
    return (Reading("pace", state.pace, state.pace if slow_enough and state.pace > 0 else speed),)


def _of_readings(readings: tuple[Reading, ...], robot: str) -> Iterator[Finding]:
    for reading in readings:
        name = reading.name
        if reading.good or name.startswith(_POSE):
            continue
        found, wanted = said(reading.found), "finite" if reading.wanted is None else said(reading.wanted)
        if name == PAUSED:
            yield Finding.of(Code.PROGRAM_PAUSED, robot=robot)
        elif name.startswith(OUTPUT):
            yield Finding.of(Code.OUTPUT_NOT_OFF, signal=name.removeprefix(OUTPUT), found=found)
        elif name.startswith(GRIPPER):
            yield Finding.of(Code.GRIPPER_ELSEWHERE, what=name, found=found, wanted=wanted)
        else:
            yield Finding.of(Code.ARM_NOT_READY, what=name, found=found, wanted=wanted)


def _of_age(first: ArmState, state: ArmState) -> Iterator[Finding]:
    age = (
        state.age if state.stamp > first.stamp else max(state.age, 2 * DATA_LIMIT)
    )  # it repeats its last word: it is at least as old as that
    if not age <= DATA_LIMIT:
        yield Finding.of(Code.ARM_DATA_OLD, age=said(age), limit=DATA_LIMIT)


def _of_pose(state: ArmState, plan: Plan) -> Iterator[Finding]:
    for name, q, wanted, off in zip(plan.joints, state.q, plan.q_start, np.abs(state.q - plan.q_start), strict=True):
        if not off <= POSE_TOLERANCE:
            yield Finding.of(
                Code.START_ELSEWHERE, joint=name, q=said(float(q)), wanted=float(wanted), limit=POSE_TOLERANCE
            )
