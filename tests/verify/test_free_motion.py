"""Free motion: computed, it comes to the same as simulated; and where anything is amiss, it is simulated."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from cobot_lab.cell.cell import Cell
from cobot_lab.cell.load import load_cell
from cobot_lab.cell.thing import Thing
from cobot_lab.motion.actions import Move
from cobot_lab.motion.plan_data import Plan
from cobot_lab.school.lesson import load_lesson
from cobot_lab.verify import free_motion, vicinity
from cobot_lab.verify.criteria import CRITERIA
from cobot_lab.verify.outcome import Outcome
from cobot_lab.verify.played import simulate
from cobot_lab.verify.rig import Rig
from cobot_lab.verify.source import check_source
from cobot_lab.verify.story import Scene, tell

LESSON = load_lesson("01")
RIGHT = 'prendre("magasin")\ndeposer("plateau")\naller_a("repos")\n'


@pytest.fixture(scope="module")
def cell() -> Cell:
    return load_cell(LESSON.cell)


def _plan(cell: Cell, source: str) -> Plan:
    plan = check_source(source.encode(), cell, None).plan
    assert plan is not None
    return plan


@pytest.fixture(scope="module")
def plan(cell: Cell) -> Plan:
    return _plan(cell, RIGHT)


def _played(cell: Cell, story: tuple[Scene, ...], monkeypatch: pytest.MonkeyPatch, **how: bool) -> tuple[Outcome, int]:
    """Give the outcome and how many steps were simulated."""
    steps: list[int] = []
    with monkeypatch.context() as patch:
        step = Rig.step
        patch.setattr(Rig, "step", lambda self, q, q_next: (steps.append(1), step(self, q, q_next))[1])
        return simulate(cell, story, CRITERIA, **how), len(steps)


@pytest.fixture(scope="module")
def both(cell: Cell, plan: Plan) -> tuple[Outcome, Outcome]:
    """Played with free motion computed, and as a whole."""
    story = tell(plan, cell)
    return simulate(cell, story, CRITERIA), simulate(cell, story, CRITERIA, whole=True)


def test_it_comes_to_the_same(both: tuple[Outcome, Outcome]) -> None:
    free, whole = both
    assert free.t == pytest.approx(whole.t)
    assert free.recording.poses.shape == whole.recording.poses.shape
    apart = np.linalg.norm(free.recording.poses[..., :3] - whole.recording.poses[..., :3], axis=-1)
    assert apart.max() < 5e-4
    for one, other in zip(free.landings, whole.landings, strict=True):
        assert pytest.approx(other.T_WO, abs=1e-3) == one.T_WO
    for one, other in zip(free.holds, whole.holds, strict=True):
        assert one.slip.max() == pytest.approx(other.slip.max(), abs=1e-4)
        assert one.turn.max() == pytest.approx(other.turn.max(), abs=2e-3)
    assert not free.bumps
    assert not whole.bumps


def test_torques_are_those_of_the_engine(both: tuple[Outcome, Outcome], cell: Cell, plan: Plan) -> None:
    free, whole = both
    most = np.array([joint.effort_max for joint in cell.robot.joints])
    off = np.abs(free.torque - whole.torque) / most
    assert off.max() < 0.05  # closing on a part that stands, the pads also press on what it stands on
    starts = np.array([scene.t for scene in tell(plan, cell)])
    moves = np.array([isinstance(action, Move) for action in plan.actions])
    moving = moves[np.searchsorted(starts, free.t - 1e-9, side="right") - 1]
    assert np.percentile(off[moving], 99) < 1e-3


def test_most_of_a_program_is_free(cell: Cell, plan: Plan, monkeypatch: pytest.MonkeyPatch) -> None:
    story = tell(plan, cell)
    _, simulated = _played(cell, story, monkeypatch)
    _, whole = _played(cell, story, monkeypatch, whole=True)
    assert simulated < 0.3 * whole


@pytest.mark.parametrize(
    ("room", "name", "value"),
    [
        (vicinity, "STILL", -1.0),
        (vicinity, "DRIFT", -1.0),
        (vicinity, "GAP", 1.0),
        (free_motion, "SHARE", -1.0),
        (free_motion, "EFFORT", -1.0),
        (free_motion, "LEAST", 10_000),
    ],
)
def test_every_condition_can_refuse_it(
    cell: Cell, plan: Plan, monkeypatch: pytest.MonkeyPatch, room: object, name: str, value: float
) -> None:
    story = tell(plan, cell)
    _, usual = _played(cell, story, monkeypatch)
    monkeypatch.setattr(room, name, value)
    _, simulated = _played(cell, story, monkeypatch)
    assert simulated > usual + 50


def test_a_part_that_lies_elsewhere_is_played_around(cell: Cell, plan: Plan, monkeypatch: pytest.MonkeyPatch) -> None:
    story = tell(plan, cell)
    _, usual = _played(cell, story, monkeypatch)
    moved = _with(cell, _beside)
    _, simulated = _played(moved, story, monkeypatch)
    assert simulated > usual + 50


def _with(cell: Cell, change: Callable[[Thing], Thing]) -> Cell:
    return replace(cell, things=tuple(change(thing) if thing.name == "ebauche" else thing for thing in cell.things))


def _beside(part: Thing) -> Thing:
    T = part.T_WO.copy()
    T[0, 3] += 0.003
    return replace(part, T_WO=T)


def test_a_part_that_is_lost_is_seen_to_fall(cell: Cell) -> None:
    smooth = _with(cell, lambda part: replace(part, friction=0.002))
    story = tell(_plan(cell, RIGHT), smooth)
    outcome, whole = (simulate(smooth, story, CRITERIA, whole=each) for each in (False, True))
    assert max(hold.slip.max() for hold in whole.holds) > CRITERIA.dropped
    assert max(hold.slip.max() for hold in outcome.holds) > CRITERIA.dropped
