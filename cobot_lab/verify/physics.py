"""One stretch of a plan played in physics: a function of the moment in which it begins and of what is to be done.

It does not matter which process plays it, what was played before, or whether the moment was just reached or kept.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import accumulate

import numpy as np

from cobot_lab.motion.actions import Grip
from cobot_lab.motion.trajectory import Array
from cobot_lab.verify.camera import Camera
from cobot_lab.verify.command import commands
from cobot_lab.verify.free_motion import FreeMotion
from cobot_lab.verify.moment import Moment
from cobot_lab.verify.rig import LOOK, RATE, Rig
from cobot_lab.verify.segment import Segment, Still
from cobot_lab.verify.story import Scene

AFTER = 0.5
"""How long the parts are watched after the end of a plan [s]."""


def play(
    rig: Rig,
    moment: Moment,
    scenes: tuple[Scene, ...],
    *,
    last: bool,
    progress: Callable[[float], None] | None = None,
    whole: bool = False,
) -> Segment:
    """Play a stretch.

    Args:
        rig: The cell; what was played in it before does not matter.
        moment: Where the stretch begins.
        scenes: Its scenes; their instants do not matter.
        last: Whether the plan ends with it: the parts are then watched a little longer.
        progress: Told how much was played [s], now and then.
        whole: Whether free motion is simulated too, as `free_motion` says that it need not be.
    """
    rig.put(moment)
    camera = Camera(rig)
    if scenes:
        _Stretch(rig, camera, _from_zero(scenes), progress).play(AFTER if last else 0.0, whole=whole)
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

    def play(self, after: float, *, whole: bool) -> None:
        script = commands(self._scenes, RATE, after)
        count = len(script.t) - 1
        free = FreeMotion(self._rig, self._scenes, script, 0 if whole else count - int(np.ceil(after * RATE)))
        k = 0
        while k < count:
            self._turn(int(script.scene[k]), float(script.t[k]))
            self._look(k, float(script.t[k]))
            passage = free.begin(k, *self._camera.views) if k % LOOK == 0 else None
            if passage is not None:
                self._camera.take(
                    passage, script.t[k + 1 : passage.end + 1], script.t[passage.looks], script.scene[passage.looks]
                )
                self._rig.put(passage.after)
                k = passage.end
                continue
            self._rig.step(script.q[k], script.q[k + 1])
            self._note(float(script.t[k + 1]), script.q[k + 1])
            k += 1
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
