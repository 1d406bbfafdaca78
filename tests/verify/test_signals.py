"""Outputs in a judged plan: in the recording, and refused when the cell does not have them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from cobot_lab.cell.load import load_cell
from cobot_lab.motion.actions import Output, Wait
from cobot_lab.motion.plan_data import Plan
from cobot_lab.paths import data_room
from cobot_lab.verify.checker import check
from cobot_lab.verify.plan_error import PlanError
from cobot_lab.verify.recording import Recording


@pytest.fixture(scope="module")
def pallets():
    return load_cell(data_room("robots") / "ur3e" / "cells" / "palette.toml")


def made(cell, *actions) -> Plan:
    return Plan("0" * 64, cell.digest, cell.robot.name, cell.robot.joint_names, cell.robot.q_rest.copy(), actions)


def test_the_recording_shows_what_is_switched(pallets) -> None:
    plan = made(
        pallets,
        Output(1, "voyant_vert", 1.0, 0.0),
        Wait(2, 0.5),
        Output(3, "soufflette", 1.0, 0.25),
        Output(4, "voyant_vert", 0.0, 0.0),
    )
    recording, report = check(plan, pallets)
    assert recording is not None, report.findings
    assert recording.signals == ("voyant_vert", "voyant_rouge", "soufflette")
    t = np.arange(len(recording.levels)) / recording.rate
    green, red, air = recording.levels.T
    assert (green == (t < 0.75)).all()
    assert not red.any()
    assert (air == ((t >= 0.5) & (t < 0.75))).all()
    again = Recording.from_bytes(recording.to_bytes())
    assert (again.levels == recording.levels).all()
    assert again.to_bytes() == recording.to_bytes()


@pytest.mark.parametrize(
    "output", [Output(1, "klaxon", 1.0, 0.0), Output(1, "voyant_vert", 2.0, 0.0), Output(1, "voyant_vert", np.nan, 0.0)]
)
def test_an_output_that_the_cell_cannot_do_is_no_plan(pallets, output) -> None:
    with pytest.raises(PlanError, match="action 0"):
        check(made(pallets, output), pallets)


def test_a_pulse_of_negative_length_is_no_plan(pallets) -> None:
    with pytest.raises(PlanError, match="duration"):
        check(made(pallets, replace(Output(1, "voyant_vert", 1.0, 0.0), time=-1.0)), pallets)
