"""The workshop cell of every arm in `robots/`: what lessons rely on is there, and can be reached."""

from __future__ import annotations

import math
from itertools import combinations

import numpy as np
import pytest

from cobot_lab.cell.load import cells, load_cell, robots
from cobot_lab.cell.shape import Box
from cobot_lab.cell.thing import Kind
from cobot_lab.motion.inverse import Inverse
from cobot_lab.motion.kinematics import jacobian

PATHS = [path for name in robots() for path in cells(name)]
WORKSHOPS = [path for path in PATHS if path.stem == "atelier"]


def each(paths):
    return pytest.mark.parametrize("path", paths, ids=[f"{path.parts[-3]}-{path.stem}" for path in paths])


everywhere, workshops = each(PATHS), each(WORKSHOPS)


def corners(shape):
    """Give the corners of the box around a shape, in the body's frame, shape (8, 3)."""
    half = np.array(shape.size if isinstance(shape, Box) else (2 * shape.radius, 2 * shape.radius, shape.height)) / 2
    signs = np.array([[x, y, z] for x in (-1, 1) for y in (-1, 1) for z in (-1, 1)])
    return (signs * half) @ shape.T_OS[:3, :3].T + shape.T_OS[:3, 3]


def in_world(thing):
    points = np.vstack([corners(shape) for shape in thing.shapes])
    return points @ thing.T_WO[:3, :3].T + thing.T_WO[:3, 3]


def flange_goal(cell, place, height):
    T = place.T_WP.copy()
    T[2, 3] += height
    return np.linalg.inv(cell.T_WB) @ T @ np.linalg.inv(cell.tool.T_FT)


@workshops
def test_every_arm_has_the_same_names(path):
    cell = load_cell(path)
    names = {place.name for place in cell.places}
    assert {"magasin", "plateau", "controle", "rebut", "etagere"} <= names
    assert {"ebauche", "temoin"} <= {part.name for part in cell.parts}


@everywhere
def test_places_are_reachable_away_from_singularities_except_the_shelf(path):
    cell = load_cell(path)
    inverse = Inverse(cell.robot)
    for place in cell.places:
        for height in (0.0, cell.limits.approach):
            found = inverse.solve(flange_goal(cell, place, height))
            if place.name == "etagere":
                assert len(found) == 0
                continue
            near = min(found, key=lambda q: np.abs(q - cell.robot.q_rest).max())
            assert np.abs(near - cell.robot.q_rest)[:-1].max() < math.pi / 2, place.name  # the last one turns the tool
            smallest = np.linalg.svd(jacobian(cell.robot, near, cell.tool.T_FT), compute_uv=False)[-1]
            assert smallest > 0.05, place.name
            for joint, q in zip(cell.robot.joints, near, strict=True):
                assert joint.q_min + math.radians(5) < q < joint.q_max - math.radians(5)


@everywhere
def test_the_table_top_is_at_zero_and_everything_stands_on_something(path):
    cell = load_cell(path)
    table = next(thing for thing in cell.things if thing.kind is Kind.TABLE)
    assert in_world(table)[:, 2].max() == pytest.approx(0, abs=1e-12)
    low, high = in_world(table).min(0), in_world(table).max(0)
    tops = [in_world(thing)[:, 2].max() for thing in cell.things]
    for thing in cell.things:
        points = in_world(thing)
        assert (points[:, :2] >= low[:2] - 1e-9).all(), thing.name
        assert (points[:, :2] <= high[:2] + 1e-9).all(), thing.name
        if thing.kind is Kind.FIXTURE:
            assert points[:, 2].min() == pytest.approx(0, abs=1e-9)
    assert max(tops) < 0.5


@workshops
def test_the_blank_waits_at_the_magazine_and_is_gripped_across_20_mm(path):
    cell = load_cell(path)
    blank = next(part for part in cell.parts if part.name == "ebauche")
    place = cell.place("magasin")
    np.testing.assert_allclose(blank.T_WO[:3, 3], place.T_WP[:3, 3], atol=1e-12)
    np.testing.assert_allclose(blank.T_WO[:3, 0], place.T_WP[:3, 0], atol=1e-12)
    assert blank.shapes[0].size == pytest.approx((0.020, 0.064, 0.008))
    assert blank.mass == pytest.approx(2700 * 0.020 * 0.064 * 0.008, rel=1e-3)
    assert blank.friction * cell.tool.friction == pytest.approx(0.5)


@everywhere
def test_blank_lies_on_a_surface_at_each_place_in_reach(path):
    """The surface under a place is half a blank below it; some sensors look at what is held up in front of them."""
    cell = load_cell(path)
    in_the_air = {sensor.place for sensor in cell.sensors} if path.stem in {"tri", "metrologie"} else set()
    fixed = [thing for thing in cell.things if thing.kind is not Kind.PART]
    for place in cell.places:
        if place.name in in_the_air:
            continue
        x, y, z = place.T_WP[:3, 3]
        tops = []
        for thing in fixed:
            for shape in thing.shapes:
                points = corners(shape) @ thing.T_WO[:3, :3].T + thing.T_WO[:3, 3]
                low, high = points.min(0), points.max(0)
                if low[0] <= x <= high[0] and low[1] <= y <= high[1]:
                    tops.append(high[2])
        assert max(tops) == pytest.approx(z - 0.004, abs=1e-9), place.name


@workshops
def test_the_tray_holds_six_blanks_within_rims(path):
    cell = load_cell(path)
    tray = next(thing for thing in cell.things if thing.name == "bac")
    size = np.ptp(np.vstack([corners(shape) for shape in tray.shapes]), axis=0)
    pitch = cell.tool.width_max / 2 + cell.tool.finger[-1].size[0] + 0.010
    assert size[0] > 2 * pitch + 0.020
    assert size[1] > 2 * 0.064 + 0.020
    assert 0.012 <= size[2] <= 0.015 + 1e-9


@workshops
def test_the_reference_part_is_tall_enough_for_a_low_move_and_low_enough_for_the_approach(path):
    cell = load_cell(path)
    part = next(part for part in cell.parts if part.name == "temoin")
    top = in_world(part)[:, 2].max()
    magazine = cell.place("magasin").T_WP[2, 3]
    assert top > magazine - 0.004
    for name in ("magasin", "plateau"):
        assert cell.place(name).T_WP[2, 3] + cell.limits.approach - 0.004 > top + cell.limits.clearance


@everywhere
def test_no_part_starts_in_another_thing(path):
    cell = load_cell(path)
    for one, other in combinations([in_world(part) for part in cell.parts if part.name not in cell.arriving], 2):
        separated = (one.max(0) < other.min(0)) | (other.max(0) < one.min(0))
        assert separated[:2].any()


@workshops
def test_sensors_and_limits(path):
    cell = load_cell(path)
    kinds = {sensor.kind: sensor for sensor in cell.sensors}
    assert kinds["part_present"].may_see == (True, False)
    assert {0.0079, 0.0081} <= set(kinds["dimension"].may_see)
    assert cell.limits.tool_speed == 0.25
    assert 0 < cell.limits.clearance <= 0.005
    assert cell.zones[0].name == "public"
