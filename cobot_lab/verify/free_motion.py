"""Where nothing can happen but the planned motion: it is computed there, and the physics goes on behind it.

The arm is then alone with what it holds: everything that nobody holds has come to rest where the story says, no solid
of the hand and of the held part comes near any of it (the other links never do: the checks of the motion have seen to
that), a held part lies still between both pads and its motion asks for a small share of what they can hold, and every
joint is far from its limit of torque. All of this is looked at each time, in the world as it is; where one thing is not
so, the physics plays. Then the joints are where they are told, a held part moves with the hand, the rest stands still.

Whether this says the same as playing everything is shown by `tests/verify/test_free_motion.py`, and by
`tests/bench/physics.py` on all lessons and on generated programs.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from cobot_lab.cell.cell import Cell
from cobot_lab.motion.actions import Grip
from cobot_lab.motion.trajectory import Array
from cobot_lab.verify.command import Commands
from cobot_lab.verify.dynamics import torques
from cobot_lab.verify.frames import joint_poses, quats_of, rotation_vectors
from cobot_lab.verify.holding import asked
from cobot_lab.verify.moment import Moment
from cobot_lab.verify.rig import LOOK, RATE, Rig
from cobot_lab.verify.story import Scene, after
from cobot_lab.verify.vicinity import Load, Vicinity, View

LEAST = 6
"""Least number of looks that are worth leaving the physics for."""
SHARE = 0.25
"""Largest share of a grip's strength."""
EFFORT = 0.75
"""Largest share of a joint's torque."""
_GONE = -10.0
"""Height under which a part is no more in the cell [m]."""


@dataclass(frozen=True, slots=True, eq=False)
class Passage:
    """A free motion, computed.

    Attributes:
        steps: How many steps of time it takes.
        looks: After how many of them is looked on the way.
        links: Pose of each link at each look, x, y, z [m] and quaternion x, y, z, w, shape (m, links, 7).
        parts: The same of each part's centre of mass, shape (m, p, 7).
        speeds: Of these centres, shape (m, p) [m/s].
        torque: Of the joints at each step, shape (k, n) [Nm].
        after: Everything at its end.
    """

    steps: int
    looks: range
    links: Array
    parts: Array
    speeds: Array
    torque: Array
    after: Moment


class FreeMotion:
    """Finds the free motions of one stretch."""

    def __init__(self, rig: Rig, scenes: tuple[Scene, ...], script: Commands, last: int) -> None:
        """Look where the gripper works.

        Args:
            rig: The cell in which the stretch is played.
            scenes: Of the stretch.
            script: Its commands.
            last: Number of the step with which it ends; what is watched behind that is never free.
        """
        self._rig, self._scenes, self._script = rig, scenes, script
        self._vicinity = Vicinity(rig)
        self._ends = _ends(scenes, script.scene[:last])
        self._run: _Run | None = None
        self._told: dict[int, Scene] = {}

    def ends(self, k: int) -> int:
        """Give the last step that decides over a free motion which begins at a step."""
        return int(self._ends[k]) if k < len(self._ends) else k

    def begin(self, k: int, now: View, before: View | None) -> Passage | None:
        """Give the free motion that begins at a step, if there is one.

        Args:
            k: Number of the step.
            now: Where everything is.
            before: Where it was one look before; nothing when that was not seen.
        """
        if before is None or k >= len(self._ends) or self._ends[k] - k < LEAST * LOOK or not self._rig.gripper.idle:
            return None
        end = int(self._ends[k])
        moving = bool((self._script.q[k : end + 1] != self._script.q[k]).any())
        load = self._vicinity.load(self._done(int(self._script.scene[k])), now, before, moving=moving)
        if load is None:
            return None
        if self._run is None or self._run.end != end:
            self._run = _Run(self._rig.world.cell, self._script, k, end)
        soon = k + LEAST * LOOK
        if moving:
            if self._alone(self._run, k, soon, load) < soon:
                return None
            end = self._alone(self._run, k, end, load)
        torque = self._run.torque(load, k, end)
        end = self._strong(k, end, torque)
        return None if end < soon else self._passage(self._run, k, end, load, torque[: end - k])

    def _done(self, number: int) -> Scene:
        """Give a scene; one in which the gripper works as it is when that is done."""
        if number not in self._told:
            scene = self._scenes[number]
            self._told[number] = after(scene, self._rig.world.cell)[0] if isinstance(scene.action, Grip) else scene
        return self._told[number]

    @staticmethod
    def _alone(run: _Run, k: int, end: int, load: Load) -> int:
        """Give the step until which nothing comes near and the grip is far from its limit."""
        at = np.arange(k, end, LOOK)
        even, at = at if (end - k) % LOOK else np.append(at, end), np.append(at, end)
        good = load.is_clear(run.T_WF[at - run.begin])
        if load.grasp is not None and len(even) > 2:
            weak = ~(asked(load.grasp, load.inertia, run.T_WF[even - run.begin], LOOK / RATE) <= SHARE)
            good[: len(even) - 1] &= ~(weak[1:] | weak[:-1])
            good[-1] &= not weak[-1]
        wrong = np.flatnonzero(~good)
        return int(at[wrong[0]]) if len(wrong) else end

    def _strong(self, k: int, end: int, torque: Array) -> int:
        """Give the step until which every joint is far from its limit."""
        wrong = np.flatnonzero(~(np.abs(torque) <= EFFORT * self._vicinity.effort).all(axis=1))
        return k + int(wrong[0]) // LOOK * LOOK if len(wrong) else end

    def _passage(self, run: _Run, k: int, end: int, load: Load, torque: Array) -> Passage:
        looks = range(LOOK, end - k, LOOK)
        at = np.array([*looks, end - k - 1, end - k]) + k - run.begin
        parts = np.tile(load.now.parts, (len(at), 1, 1))
        speeds, moving = np.zeros((len(looks), parts.shape[1])), np.zeros((parts.shape[1], 6))
        if load.held is not None:
            T_WC = run.T_WF[at] @ load.T_FC
            parts[:, load.held] = np.concatenate((T_WC[:, :3, 3], quats_of(T_WC[:, :3, :3])), axis=1)
            first, second = T_WC[-2:]
            turn = rotation_vectors((second[:3, :3] @ first[:3, :3].T)[None])[0]
            moving[load.held] = RATE * np.concatenate((second[:3, 3] - first[:3, 3], turn))
            way = np.vstack((load.now.parts[load.held, :3], T_WC[:-2, :3, 3]))
            speeds[:, load.held] = np.linalg.norm(np.diff(way, axis=0), axis=1) * (RATE / LOOK)
        moment = self._rig.moment()
        rows = np.concatenate((parts[-1], moving), axis=1)
        gone = moment.parts[:, 2] < _GONE
        rows[gone] = moment.parts[gone]
        q, n = self._script.q, self._script.q.shape[1]
        fingers = moment.q[n:]
        after_all = replace(
            moment,
            q=np.concatenate((q[end], fingers)),
            qd=np.concatenate((RATE * (q[end] - q[end - 1]), np.zeros(len(fingers)))),
            parts=rows,
        )
        links = self._vicinity.links(run.poses[at[:-2]], fingers)
        return Passage(end - k, looks, links, parts[:-2], speeds, torque, after_all)


def _ends(scenes: tuple[Scene, ...], numbers: NDArray[np.intp]) -> NDArray[np.intp]:
    """Say for each step where a free motion that begins there ends at the latest.

    No free motion goes into or out of a scene in which the gripper works; the end of such a scene is always played, so
    that what the fingers touch then is seen.
    """
    works = np.array([isinstance(scene.action, Grip) for scene in scenes], dtype=np.bool_)
    kinds = (2 * np.cumsum(works) - works)[numbers]  # odd in a work of the gripper, even between two
    turns = np.append(np.flatnonzero(np.diff(kinds)) + 1, len(kinds))
    ends = turns[np.searchsorted(turns, np.arange(len(kinds)), side="right")]
    return np.where(kinds % 2 == 1, ends - LOOK, ends)


class _Run:
    """The commands between two turns of the gripper's work."""

    def __init__(self, cell: Cell, script: Commands, begin: int, end: int) -> None:
        self.begin, self.end = begin, end
        self._robot = cell.robot
        self.poses = joint_poses(cell.robot, cell.T_WB, script.q[begin : end + 1])
        self.T_WF = self.poses[:, -1] @ cell.robot.T_flange
        way = np.diff(script.q[max(begin - 1, 0) : end + 1], axis=0)
        speeds = RATE * (way if begin else np.vstack((way[:1], way)))
        self._qd, self._qdd = speeds[1:], RATE * np.diff(speeds, axis=0)  # as the steps of the physics make them

    def torque(self, load: Load, k: int, end: int) -> Array:
        """Give the torques with which the joints carry a load, shape (end - k, n) [Nm]."""
        at = slice(k - self.begin, end - self.begin)
        return torques(self._robot, load.riders, self.poses[at], self._qd[at], self._qdd[at])
