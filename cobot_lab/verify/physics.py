"""One stretch of a plan played in physics: a function of the moment in which it begins and of what is to be done.

It does not matter which process plays it, what was played before, or whether the moment was just reached or kept. The
same holds for each of its parts, from a moment to the end of the next free motion: those that were played before, for
this plan or for another one that goes the same way there, are recalled.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import accumulate

import numpy as np

from cobot_lab.motion.actions import Grip
from cobot_lab.verify.camera import Camera
from cobot_lab.verify.command import commands
from cobot_lab.verify.free_motion import FreeMotion
from cobot_lab.verify.moment import Moment
from cobot_lab.verify.recall import Recall, Request
from cobot_lab.verify.rig import LOOK, RATE, Rig
from cobot_lab.verify.segment import Segment
from cobot_lab.verify.story import Scene
from cobot_lab.verify.take import Take, joined

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
    recall: Recall | None = None,
) -> Segment:
    """Play a stretch.

    Args:
        rig: The cell; what was played in it before does not matter.
        moment: Where the stretch begins.
        scenes: Its scenes; their instants do not matter.
        last: Whether the plan ends with it: the parts are then watched a little longer.
        progress: Told how much was played [s], now and then.
        whole: Whether free motion is simulated too, as `free_motion` says that it need not be.
        recall: What was played before, and where what is played now is kept.
    """
    if not scenes:
        rig.put(moment)
        return joined([Camera(rig, calm=False).take()], [0])
    stretch = _Stretch(rig, _from_zero(scenes), AFTER if last else 0.0, progress or _unheard, whole=whole)
    takes: list[Take] = []
    firsts: list[int] = []
    k = 0
    while k < stretch.count or not takes:
        request = stretch.request(k, moment)
        take = None if recall is None else recall.find(request)
        if take is None:
            take, reach = stretch.take(k, moment)
            if recall is not None:
                recall.keep(request, take, reach)
        takes.append(take)
        firsts.append(stretch.first_scene(k))
        k, moment = k + take.steps, take.end
    return joined(takes, firsts)


def _from_zero(scenes: tuple[Scene, ...]) -> tuple[Scene, ...]:
    """Tell scenes from the start of their stretch on, whenever on a way that is."""
    begins = accumulate((scene.action.duration for scene in scenes[:-1]), initial=0.0)
    return tuple(replace(scene, t=t) for scene, t in zip(scenes, begins, strict=True))


def _unheard(_t: float) -> None:
    return


class _Stretch:
    """The scenes of a stretch and its commands.

    Attributes:
        count: How many steps it has.
    """

    def __init__(
        self, rig: Rig, scenes: tuple[Scene, ...], after: float, progress: Callable[[float], None], *, whole: bool
    ) -> None:
        self._rig, self._scenes, self._after, self._progress, self._whole = rig, scenes, after, progress, whole
        self._script = commands(scenes, RATE, after)
        self.count = len(self._script.t) - 1
        self._last = self.count - int(np.ceil(after * RATE))
        self._free = FreeMotion(rig, scenes, self._script, 0 if whole else self._last)

    def first_scene(self, k: int) -> int:
        """Give the number of the scene that a take which begins at a step counts from."""
        return int(self._script.scene[k])

    def request(self, k: int, moment: Moment) -> Request:
        """Say what is to be played from a step on."""
        begun = k > 0 and self._script.scene[k - 1] == self._script.scene[k]
        return Request(
            self._rig.digest, moment, self._scenes, self._script, k, self._last, begun=begun, whole=self._whole
        )

    def take(self, k: int, moment: Moment) -> tuple[Take, int]:
        """Play from a moment at a step to the end of the next free motion, or of the stretch.

        Returns:
            The take, and how many steps from `k` on have decided over it.
        """
        script, start, reach = self._script, k, k
        self._rig.put(moment)
        camera = Camera(self._rig, calm=k > 0)
        first = self.first_scene(k)
        number = -1 if k == 0 else first if script.scene[k - 1] == script.scene[k] else first - 1
        while k < self.count:
            number = self._turn(camera, number, int(script.scene[k]), first)
            if k % LOOK == 0:
                camera.look(number - first)
                self._progress(float(script.t[k]))
                reach = max(reach, self._free.ends(k))
                passage = self._free.begin(k, *camera.views)
                if passage is not None:
                    numbers = tuple(int(script.scene[k + step]) - first for step in passage.looks)
                    return camera.take(passage, numbers), reach - start
            self._rig.step(script.q[k], script.q[k + 1])
            q, torque = self._rig.driven()
            camera.note(q - script.q[k + 1], torque)
            k += 1
        if self._after:
            number = self._turn(camera, number, int(script.scene[k]), first)
            if k % LOOK == 0:
                camera.look(number - first)
        self._turn(camera, number, len(self._scenes), first)
        return camera.take(), self.count - start

    def _turn(self, camera: Camera, number: int, until: int, first: int) -> int:
        """End and begin scenes until one is under way; give its number."""
        while number < until:
            if number >= 0 and isinstance(self._scenes[number].action, Grip):
                camera.turn(number - first, begins=False)
            number += 1
            if number == len(self._scenes):
                break
            scene = self._scenes[number]
            if isinstance(scene.action, Grip):
                camera.turn(number - first, begins=True)
            self._rig.gripper.begin(scene)
        return number
