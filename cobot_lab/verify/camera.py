"""Takes down what happens in a rig while part of a stretch is played."""

from __future__ import annotations

import numpy as np

from cobot_lab.motion.trajectory import Array
from cobot_lab.verify.frames import pose_of
from cobot_lab.verify.free_motion import Passage
from cobot_lab.verify.moment import Moment
from cobot_lab.verify.rig import Rig
from cobot_lab.verify.segment import Still
from cobot_lab.verify.take import Take, Turn
from cobot_lab.verify.vicinity import View


class Camera:
    """Told when to look; gives everything seen as a take."""

    def __init__(self, rig: Rig, *, calm: bool) -> None:
        """Set it up.

        Args:
            rig: What is looked at.
            calm: Whether all is at rest, as it is behind a free motion.
        """
        self._rig, self._calm = rig, calm
        self._links = tuple(number for number in rig.arm.rides if number >= 0)
        self._centres = np.array([part.centre for part in rig.parts.values()]).reshape(-1, 3)
        self._flange = self._links.index(rig.arm.links[rig.world.cell.robot.flange_link])
        self._error: list[Array] = []
        self._torque: list[Array] = []
        self._looks: list[tuple[int, int]] = []
        self._seen: list[tuple[Array, Array, Array]] = []
        self._width: list[float] = []
        self._turns: list[Turn] = []

    def note(self, error: Array, torque: Array) -> None:
        """Take down how the arm follows after a step.

        Args:
            error: Distance of each joint from its command, shape (n,) [rad].
            torque: Of each joint's motor, shape (n,) [Nm].
        """
        self._calm = False
        self._error.append(error)
        self._torque.append(torque)

    def look(self, scene: int) -> None:
        """Take down where everything is, in the scene of a number."""
        self._looks.append((len(self._error), scene))
        self._seen.append(self._poses())
        self._width.append(self._rig.gripper.width())

    @property
    def views(self) -> tuple[View, View | None]:
        """What was seen at the last look and at the one before; when all was at rest since then, the same."""
        now = self._view(-1)
        if self._calm:
            return now, now
        return now, self._view(-2) if len(self._seen) > 1 else None

    def turn(self, scene: int, *, begins: bool) -> None:
        """Look closely: the gripper begins or ends to work in the scene of a number."""
        self._turns.append(Turn(scene, begins, len(self._error), self._still()))

    def take(self, passage: Passage | None = None, scenes: tuple[int, ...] = ()) -> Take:
        """Give everything.

        Args:
            passage: A free motion with which the take ends; it is computed and not seen.
            scenes: Number of the scene at each look of it.
        """
        n, links, parts = len(self._rig.arm.joints), len(self._links), len(self._centres)
        looks = list(self._looks)
        error, torque = np.array(self._error).reshape(-1, n), np.array(self._torque).reshape(-1, n)
        seen_links = np.array([seen[0] for seen in self._seen]).reshape(-1, links, 7)
        seen_parts = np.array([seen[1] for seen in self._seen]).reshape(-1, parts, 7)
        speeds = np.array([seen[2] for seen in self._seen]).reshape(-1, parts)
        end: Moment | None = None
        if passage is not None:
            looks += [(len(error) + step, scene) for step, scene in zip(passage.looks, scenes, strict=True)]
            error, torque = np.vstack((error, np.zeros_like(passage.torque))), np.vstack((torque, passage.torque))
            seen_links, seen_parts = np.vstack((seen_links, passage.links)), np.vstack((seen_parts, passage.parts))
            speeds, end = np.vstack((speeds, passage.speeds)), passage.after
        last = self._still()
        return Take(
            len(error),
            error,
            torque,
            np.array([step for step, _ in looks], dtype=np.intp),
            np.array([scene for _, scene in looks], dtype=np.intp),
            seen_links,
            _from_centres(seen_parts, self._centres),
            speeds,
            np.array([*self._width, *self._width[-1:] * len(scenes)]),
            tuple(self._turns),
            last,
            self._rig.moment() if end is None else end,
        )

    def _still(self) -> Still:
        links, parts, speeds = self._poses()
        return Still(
            0.0,
            len(self._looks),
            links[self._flange],
            _from_centres(parts, self._centres),
            speeds,
            self._rig.gripper.width(),
            self._touched(),
        )

    def _view(self, number: int) -> View:
        links, parts, _ = self._seen[number]
        flange = links[self._flange]
        return View(pose_of(flange[:3], flange[3:]), parts, self._width[number])

    def _poses(self) -> tuple[Array, Array, Array]:
        """Poses of the links and of the parts' centres of mass, and the centres' speeds."""
        world, p = self._rig.world, self._rig.world.p
        states = world.call(p.getLinkStates, self._rig.arm.number, self._links, computeForwardKinematics=1)
        links = np.array([(*state[4], *state[5]) for state in states])
        bodies = self._rig.parts.values()
        parts = np.array([(*position, *quat_xyzw) for position, quat_xyzw in (body.raw() for body in bodies)])
        linear = np.array([body.speeds()[0] for body in bodies]).reshape(-1, 3)
        return links, parts.reshape(-1, 7), np.sqrt((linear * linear).sum(axis=1))

    def _touched(self) -> int:
        """Give the number of the part that both fingers touch, or -1."""
        world, arm = self._rig.world, self._rig.arm
        touched = [
            {point[2] for point in world.call(world.p.getContactPoints, bodyA=arm.number, linkIndexA=link)}
            for link in arm.fingers
        ]
        both = set.intersection(*touched)
        numbers = (number for number, part in enumerate(self._rig.parts.values()) if part.number in both)
        return next(numbers, -1)


def _from_centres(tracks: Array, centres: Array) -> Array:
    """Turn poses of centres of mass into poses of bodies, shape (..., p, 7): p - R c, R from the quaternion."""
    axis, w = tracks[..., 3:6], tracks[..., 6:7]
    across = 2.0 * np.cross(axis, centres)
    result = tracks.copy()
    result[..., :3] -= centres + w * across + np.cross(axis, across)
    return result
