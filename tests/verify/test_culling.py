"""Bounds that leave samples out: never one at which anything is too near."""

from __future__ import annotations

import numpy as np
import pytest

from cobot_lab.cell.cell import Cell
from cobot_lab.cell.load import load_cell
from cobot_lab.cell.shape import Box, Cylinder
from cobot_lab.motion.actions import Move, Path
from cobot_lab.motion.trajectory import Trajectory
from cobot_lab.paths import data_room
from cobot_lab.verify.bounds import Bounds
from cobot_lab.verify.criteria import CRITERIA
from cobot_lab.verify.culling import Culling
from cobot_lab.verify.motion import sample
from cobot_lab.verify.separation import Posed, between, beyond
from cobot_lab.verify.solids import corners
from cobot_lab.verify.spacing import spaced
from cobot_lab.verify.stage import Meeting, Meets, Stage
from cobot_lab.verify.story import Carried, Scene, opening

CELLS = ("ur3e/cells/tri.toml", "ned2/cells/atelier.toml")


def _somewhere(random: np.random.Generator, cell: Cell) -> np.ndarray:
    joints = cell.robot.joints
    return np.array([random.uniform(max(joint.q_min, -2.5), min(joint.q_max, 2.5)) for joint in joints])


def _scene(cell: Cell, q: np.ndarray, q_end: np.ndarray, *, carried: bool) -> Scene:
    t = np.array([0.0, 2.0])
    move = Move(1, Path.JOINT, Trajectory(t, np.stack((q, q_end)), np.zeros((2, len(q)))))
    start = opening(q, cell)
    held = Carried(cell.parts[0].name, cell.tool.T_FT) if carried else None
    standing = tuple((name, T) for name, T in start.standing if held is None or name != held.part)
    return Scene(0.0, move, q, start.width, start.width, held, "", "", standing)


def _wanted(meeting: Meeting, cell: Cell) -> float:
    """Links may come as near to each other as they like, without touching."""
    return 0.0 if meeting.meets is Meets.SELF else cell.limits.clearance


@pytest.mark.parametrize("name", CELLS)
@pytest.mark.parametrize("carried", [False, True])
def test_what_is_left_out_meets_nothing(name: str, carried: bool) -> None:
    cell = load_cell(data_room("robots") / name)
    random = np.random.default_rng(3)
    left_out = met = 0
    with Stage(cell) as stage:
        culling = Culling(cell, stage.meets, CRITERIA.stride)
        for _ in range(8):
            q = np.array(cell.robot.q_rest)
            scene = _scene(cell, q, q + 0.7 * (_somewhere(random, cell) - q), carried=carried)
            samples = spaced(cell, scene, sample(scene, cell), CRITERIA)
            assert samples is not None
            (suspect,) = culling.suspects([(samples, scene.standing)])
            assert suspect.shape == samples.t.shape
            stage.arrange(scene.standing, scene.carried)
            for k in range(0, len(samples.t), 3):
                found = stage.meetings(samples.q[k], float(samples.width[k]), samples.T_WF[k])
                met += bool(found)
                left_out += not suspect[k]
                if not suspect[k]:
                    assert not [each for each in found if each.distance < _wanted(each, cell) - 1e-6], found
    assert met
    assert left_out > 20


def _random_posed(random: np.random.Generator, count: int) -> tuple[Posed, list[list[np.ndarray]]]:
    """Boxes and cylinders anywhere, and points whose hulls lie within them."""
    turns, _ = np.linalg.qr(random.normal(size=(1, count, 3, 3)))
    turns *= np.sign(np.linalg.det(turns))[..., None, None]
    centres = random.uniform(-0.3, 0.3, (1, count, 3))
    box, stick, disc = np.zeros((count, 3)), np.zeros(count), np.zeros(count)
    points = []
    for i in range(count):
        T = np.eye(4)
        T[:3, :3], T[:3, 3] = turns[0, i], centres[0, i]
        if i % 2:
            box[i] = random.uniform(0.01, 0.1, 3)
            points.append([corners(Box(tuple(2 * box[i]), T))])
        else:
            stick[i], disc[i] = random.uniform(0.01, 0.1, 2)
            inner = corners(Cylinder(disc[i] * np.cos(np.pi / 16), 2 * stick[i], T))
            points.append([inner])
    return Posed(centres, turns, box, stick, disc, np.zeros(count)), points


def test_bounds_contain_what_they_bound() -> None:
    posed, points = _random_posed(np.random.default_rng(1), 60)
    bounds = posed.bounds()
    for i, (some,) in enumerate(points):
        assert (some >= bounds.low[0, i] - 1e-9).all()
        assert (some <= bounds.high[0, i] + 1e-9).all()


def test_solids_that_share_a_point_are_never_apart() -> None:
    random = np.random.default_rng(2)
    posed, points = _random_posed(random, 200)
    order = random.permutation(200)
    shift = np.zeros((1, 200, 3))
    for i, j in enumerate(order):  # a corner of one onto a corner of the other
        shift[0, i] = points[j][0][0] - points[i][0][-1]
    moved = Posed(posed.centre + shift, posed.R, posed.box, posed.stick, posed.disc, posed.ball)
    assert not beyond(moved, np.arange(200), posed, order, np.full((1, 200), 1e-9)).any()


def test_solids_far_apart_are_told_to_be() -> None:
    posed, _ = _random_posed(np.random.default_rng(4), 50)
    away = Posed(posed.centre + 2.0, posed.R, posed.box, posed.stick, posed.disc, posed.ball)
    assert beyond(posed, np.arange(50), away, np.arange(50), np.full((1, 50), 1.0)).all()
    assert not beyond(posed, np.arange(50), away, np.arange(50), np.full((1, 50), 10.0)).any()


def test_the_shortest_way_between_segments() -> None:
    def way(*ends: tuple[float, float, float]) -> float:
        return float(np.linalg.norm(between(*(np.array(end) for end in ends))))

    assert way((0, 0, 0), (1, 0, 0), (0.5, 1, -1), (0.5, 1, 1)) == pytest.approx(1.0)
    assert way((0, 0, 0), (1, 0, 0), (2, 0, 0), (3, 0, 0)) == pytest.approx(1.0)
    assert way((0, 0, 0), (1, 0, 0), (0, 2, 0), (1, 2, 0)) == pytest.approx(2.0)
    assert way((0, 0, 0), (0, 0, 0), (0, 0, 3), (0, 0, 3)) == pytest.approx(3.0)


def test_bounds_apart() -> None:
    one = Bounds.of([corners(Box((0.1, 0.1, 0.1), np.eye(4)))], np.eye(4))
    T = np.eye(4)
    T[2, 3] = 0.2
    other = Bounds.of([corners(Box((0.1, 0.1, 0.1), np.eye(4)))], T)
    assert one.apart(other, 0.099)
    assert not one.apart(other, 0.101)
    nothing = Bounds.of([], np.eye(4))
    assert one.apart(nothing, 5.0)
