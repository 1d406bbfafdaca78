import numpy as np
import pytest

from cobot_lab.motion.actions import Grip
from cobot_lab.verify.gripper import Gripper
from cobot_lab.verify.story import Scene, flange, thing_of
from cobot_lab.verify.world import World

STEPS = 200


@pytest.fixture
def closed(cell):
    """The gripper closed on a blank, without weight, with a force; tells what each finger presses with [N]."""

    def close(force):
        with World(cell) as world:
            p, call = world.p, world.call
            call(p.setPhysicsEngineParameter, fixedTimeStep=1.0 / 240.0, numSolverIterations=150)
            arm = world.arm()
            arm.set(cell.robot.q_rest, cell.tool.width_max)
            part = world.thing(thing_of(cell, "ebauche"), free=True)
            part.place(flange(cell, cell.robot.q_rest) @ cell.tool.T_FT)
            gripper = Gripper(world, arm)
            gripper.begin(Scene(0.0, Grip(1, True, 0.0, force, 1.0), cell.robot.q_rest, 0.0, 0.0, None, "", "", ()))
            for _ in range(STEPS):
                gripper.step(1.0 / 240.0)
                call(p.stepSimulation)
            pressed = [
                sum(point[9] for point in call(p.getContactPoints, bodyA=arm.number, linkIndexA=finger))
                for finger in arm.fingers
            ]
            return np.array(pressed), gripper.width(), gripper.snapshot()

    return close


def test_each_finger_presses_with_the_force_asked_for(cell, closed):
    for force in (cell.tool.force_min, cell.tool.force_max):
        pressed, width, order = closed(force)
        assert pressed == pytest.approx([force, force], rel=0.03)
        assert width == pytest.approx(0.020, abs=5e-4)
        assert order[2] == force


def test_two_closings_are_equal_to_the_last_bit(cell, closed):
    (one, width, _), (other, width_other, _) = closed(cell.tool.force), closed(cell.tool.force)
    assert one.tolist() == other.tolist()
    assert width == width_other
