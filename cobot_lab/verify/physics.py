"""One stretch of a plan played in physics: a function of the moment in which it begins and of what is to be done.

It does not matter which process plays it, what was played before, or whether the moment was just reached or kept.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import accumulate

from cobot_lab.motion.actions import Grip
from cobot_lab.motion.trajectory import Array
from cobot_lab.verify.camera import Camera
from cobot_lab.verify.command import commands
from cobot_lab.verify.moment import Moment
from cobot_lab.verify.rig import RATE, Rig
from cobot_lab.verify.segment import Segment, Still
from cobot_lab.verify.story import Scene

AFTER = 0.5
"""How long the parts are watched after the end of a plan [s]."""
LOOK = 4
"""Steps from look to look."""


def play(
    rig: Rig,
    moment: Moment,
    scenes: tuple[Scene, ...],
    *,
    last: bool,
    progress: Callable[[float], None] | None = None,
) -> Segment:
    """Play a stretch.

    Args:
        rig: The cell; what was played in it before does not matter.
        moment: Where the stretch begins.
        scenes: Its scenes; their instants do not matter.
        last: Whether the plan ends with it: the parts are then watched a little longer.
        progress: Told how much was played [s], now and then.
    """
    rig.put(moment)
    camera = Camera(rig)
    if scenes:
        _Stretch(rig, camera, _from_zero(scenes), progress).play(AFTER if last else 0.0)
    return camera.segment()


def _from_zero(scenes: tuple[Scene, ...]) -> tuple[Scene, ...]:
    """Tell scenes from the start of their stretch on, whenever on a way that is."""
    begins = accumulate((scene.action.duration for scene in scenes[:-1]), initial=0.0)
    return tuple(replace(scene, t=t) for scene, t in zip(scenes, begins, strict=True))


class _Stretch:
    def __init__(
        self, rig: Rig, camera: Camera, scenes: tuple[Scene, ...], progress: Callable[[float], None] | None
    ) -> None:
        self._rig, self._camera, self._scenes, self._progress = rig, camera, scenes, progress
        self._number = -1
        self._begun: Still | None = None

    def play(self, after: float) -> None:
        script = commands(self._scenes, RATE, after)
        count = len(script.t) - 1
        for k in range(count):
            self._turn(int(script.scene[k]), float(script.t[k]))
            self._look(k, float(script.t[k]))
            self._rig.step(script.q[k], script.q[k + 1])
            self._note(float(script.t[k + 1]), script.q[k + 1])
        end = float(script.t[count])
        if after:
            self._turn(int(script.scene[count]), end)
            self._look(count, end)
        self._turn(len(self._scenes), end)

    def _turn(self, number: int, t: float) -> None:
        """End and begin scenes until one is under way."""
        while self._number < number:
            if self._begun is not None:
                self._camera.keep(self._number, self._begun, self._camera.still(t))
                self._begun = None
            self._number += 1
            if self._number == len(self._scenes):
                return
            scene = self._scenes[self._number]
            if isinstance(scene.action, Grip):
                self._begun = self._camera.still(t)
            self._rig.gripper.begin(scene)

    def _look(self, k: int, t: float) -> None:
        if k % LOOK == 0:
            self._camera.look(t, self._number)
            if self._progress is not None:
                self._progress(t)

    def _note(self, t: float, q_wanted: Array) -> None:
        q, torque = self._rig.driven()
        self._camera.note(t, q - q_wanted, torque)
