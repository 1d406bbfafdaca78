from dataclasses import replace

import numpy as np
import pytest

from cobot_lab.cell.shape import Box
from cobot_lab.verify.composed import TOOL
from cobot_lab.verify.criteria import CRITERIA
from cobot_lab.verify.stage import Meets, Stage
from cobot_lab.verify.story import Carried, flange, thing_of


def standing(cell):
    return tuple((part.name, part.T_WO) for part in cell.parts)


def lifted(cell, gap: float):
    """The cell with its reference part `gap` above the gripper's left finger, seen from the rest position."""
    T_WF = flange(cell, cell.robot.q_rest)
    rail = cell.tool.body[-1]
    T = np.eye(4)
    T[:3, :3] = T_WF[:3, :3]
    reach = 0.5 * rail.size[0] + 0.012 + gap
    T[:3, 3] = (T_WF @ [rail.T_OS[0, 3] - reach, rail.T_OS[1, 3], rail.T_OS[2, 3], 1.0])[:3]
    part = thing_of(cell, "temoin")
    moved = replace(part, T_WO=T, shapes=(Box((0.024, 0.024, 0.012), np.eye(4)),))
    return replace(cell, things=tuple(moved if thing is part else thing for thing in cell.things))


@pytest.mark.parametrize("gap", [0.004, 0.001, -0.001, -0.003])
def test_distance_is_the_true_one(cell, gap):
    other = lifted(cell, gap)
    with Stage(other) as stage:
        stage.arrange(standing(other), None)
        found = stage.meetings(cell.robot.q_rest, 0.0, flange(cell, cell.robot.q_rest))
    (meeting,) = [one for one in found if one.body == TOOL]
    assert (meeting.meets, meeting.other, meeting.hand) == (Meets.PART, "temoin", True)
    assert gap - 1.5 * CRITERIA.blunt <= meeting.distance <= gap + 1e-9


def test_beyond_the_clearance_nothing_meets(cell):
    other = lifted(cell, cell.limits.clearance + 0.002)
    with Stage(other) as stage:
        stage.arrange(standing(other), None)
        assert stage.meetings(cell.robot.q_rest, 0.0, flange(cell, cell.robot.q_rest)) == []


def test_taken_away_parts_are_not_met(cell):
    other = lifted(cell, -0.003)
    with Stage(other) as stage:
        stage.arrange((), None)
        assert stage.meetings(cell.robot.q_rest, 0.0, flange(cell, cell.robot.q_rest)) == []


def test_carried_part_hangs_on_the_flange(cell):
    T_WF = flange(cell, cell.robot.q_rest)
    down = np.eye(4)
    down[:3, 3] = 0.0, 0.0, T_WF[2, 3] - 0.002  # its centre 2 mm above the table, well into it
    with Stage(cell) as stage:
        stage.arrange((standing(cell)[1],), Carried("ebauche", down))
        found = stage.meetings(cell.robot.q_rest, 0.02, T_WF)
    assert [(one.meets, one.body, one.other) for one in found] == [(Meets.CARRIED, "ebauche", "table")]
    assert found[0].distance < 0.0
