"""How a sealed cell has to stand where a plan starts, for every cell that there is."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from cobot_lab.cell.load import cells, load_cell
from cobot_lab.deploy.start import NOT_READ, Start, holding_or_not, open_or_not


def start_in(name: str, replan, model: str = "ur3e", off: float = 0.0) -> Start:
    cell = next(load_cell(file) for file in cells(model) if file.stem == name)
    q = cell.robot.q_rest + off * np.eye(len(cell.robot.q_rest))[0]
    return Start.of(cell, replan(joints=cell.robot.joint_names, q_start=q, actions=()))


@pytest.mark.parametrize("model", ["ur3e", "ned2"])
def test_what_sets_something_moving_is_what_the_cell_says(replan, model):
    moving = {file.stem: start_in(file.stem, replan, model).moving for file in cells(model)}
    assert moving["convoyeur"] == ("convoyeur",)
    assert moving["fraiseuse"] == ("depart_cycle",)
    assert moving["atelier"] == moving["palette"] == ()  # lamps move nothing


@pytest.mark.parametrize("key", ["closed_while", "closed_from"])
def test_what_closes_a_zone_sets_something_moving_whatever_that_is(replan, key):
    cell = next(load_cell(file) for file in cells("ur3e") if file.stem == "fraiseuse")
    closed = {"closed_while": "", "closed_from": "", key: "depart_cycle"}
    zones = tuple(replace(zone, **closed) for zone in cell.zones)
    plan = replan(joints=cell.robot.joint_names, q_start=cell.robot.q_rest, actions=())
    assert Start.of(replace(cell, machines=(), zones=zones), plan).moving == ("depart_cycle",)
    assert Start.of(replace(cell, machines=(), zones=()), plan).moving == ()


def test_after_a_run_that_stopped_it_is_checked_as_if_all_were_under_way(replan):
    assert start_in("convoyeur", replan).still
    assert not start_in("convoyeur", replan, off=0.1).still
    assert not start_in("convoyeur", replan, off=0.002).still
    assert start_in("convoyeur", replan, off=0.0005).still


def test_the_gripper_is_wide_open(replan):
    assert start_in("atelier", replan).opening == 0.05
    assert start_in("atelier", replan, "ned2").opening == pytest.approx(0.027)


def test_what_is_not_told_among_others_is_unknown_and_what_cannot_be_told_is_not_read():
    start = Start(("moulin", "tapis"), still=True, opening=0.05)
    told = {each.name: (each.found, each.good) for each in start.outputs({"tapis": 0.0})}
    assert told == {"output moulin": ("unknown", False), "output tapis": ("off", True)}
    assert [(each.found, each.good) for each in start.outputs(None)] == [(NOT_READ, True)] * 2
    assert [each.good for each in replace(start, still=False).outputs({"tapis": 1.0})] == [True, True]
    for read in (open_or_not, holding_or_not):
        assert (read(None).found, read(None).good) == (NOT_READ, True)
    assert [open_or_not(told=told).good for told in (True, False)] == [True, False]
    assert [holding_or_not(told=told).good for told in (True, False)] == [False, True]
