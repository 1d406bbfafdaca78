"""Takes down what happens in a rig while a stretch is played."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from cobot_lab.motion.trajectory import Array
from cobot_lab.verify.frames import pose_of
from cobot_lab.verify.free_motion import Passage
from cobot_lab.verify.rig import Rig
from cobot_lab.verify.segment import Segment, Still
from cobot_lab.verify.vicinity import View


class Camera:
    """Told when to look; gives everything seen as a segment."""

    def __init__(self, rig: Rig) -> None:
        self._rig = rig
        self._links = tuple(number for number in rig.arm.rides if number >= 0)
        self._centres = np.array([part.centre for part in rig.parts.values()]).reshape(-1, 3)
        self._flange = self._links.index(rig.arm.links[rig.world.cell.robot.flange_link])
        self._t: list[float] = []
        self._error: list[Array] = []
        self._torque: list[Array] = []
        self._looks: list[tuple[float, int]] = []
        self._seen: list[tuple[Array, Array, Array]] = []
        self._width: list[float] = []
        self._stills: dict[int, tuple[Still, Still]] = {}
        self._after_free = False

    def note(self, t: float, error: Array, torque: Array) -> None:
        """Take down how the arm follows after a step.

        Args:
            t: The instant [s].
            error: Distance of each joint from its command, shape (n,) [rad].
            torque: Of each joint's motor, shape (n,) [Nm].
        """
        self._after_free = False
        self._t.append(t)
        self._error.append(error)
        self._torque.append(torque)

    def look(self, t: float, scene: int) -> None:
        """Take down where everything is, at an instant [s] in the scene of a number."""
        self._looks.append((t, scene))
        self._seen.append(self._poses())
        self._width.append(self._rig.gripper.width())

    @property
    def views(self) -> tuple[View, View | None]:
        """What was seen at the last look and at the one before; behind a free motion, which ends at rest, the same."""
        now = self._view(-1)
        if self._after_free:
            return now, now
        return now, self._view(-2) if len(self._seen) > 1 else None

    def take(self, passage: Passage, t: Array, looks: Array, scenes: NDArray[np.intp]) -> None:
        """Take down a free motion, which is computed and not seen.

        Args:
            passage: The motion.
            t: Instants at the end of its steps, shape (k,) [s].
            looks: Instants of its looks, shape (m,) [s].
            scenes: Number of the scene at each of them, shape (m,).
        """
        self._t.extend(t.tolist())
        self._error.extend(np.zeros_like(passage.torque))
        self._torque.extend(passage.torque)
        self._looks.extend(zip(looks.tolist(), scenes.tolist(), strict=True))
        self._seen.extend(zip(passage.links, passage.parts, passage.speeds, strict=True))
        self._width.extend([self._width[-1]] * len(looks))
        self._after_free = True

    def still(self, t: float) -> Still:
        """Look closely at an instant [s]."""
        links, parts, speeds = self._poses()
        touched = self._touched()
        return Still(
            t,
            len(self._looks),
            links[self._flange],
            _from_centres(parts, self._centres),
            speeds,
            self._rig.gripper.width(),
            touched,
        )

    def keep(self, scene: int, begin: Still, end: Still) -> None:
        """Keep what was seen at both ends of a scene."""
        self._stills[scene] = (begin, end)

    def segment(self) -> Segment:
        """Give everything."""
        n, links, parts = len(self._rig.arm.joints), len(self._links), len(self._centres)
        looks = np.array([t for t, _ in self._looks])
        return Segment(
            np.array(self._t),
            np.array(self._error).reshape(-1, n),
            np.array(self._torque).reshape(-1, n),
            looks,
            np.array([scene for _, scene in self._looks], dtype=np.intp),
            np.array([seen[0] for seen in self._seen]).reshape(-1, links, 7),
            _from_centres(np.array([seen[1] for seen in self._seen]).reshape(-1, parts, 7), self._centres),
            np.array([seen[2] for seen in self._seen]).reshape(-1, parts),
            np.array(self._width),
            self._stills,
            self.still(self._t[-1] if self._t else 0.0),
            self._rig.moment(),
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
