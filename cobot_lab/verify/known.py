"""What is computed once for all stretches of a plan with forks.

Two scenes are alike when the same joints follow the same trajectory with a part of the same shape held alike and parts
of the same shapes standing at the same poses, whichever of them it is. Where one was free of accidents the other is;
where it was not, the other is looked at by itself, so that findings name what they concern.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from types import TracebackType

import numpy as np

from cobot_lab.cell.cell import Cell
from cobot_lab.cell.shape import Box, Pose, Shape
from cobot_lab.motion.actions import Grip, Move
from cobot_lab.verify.motion import Motion, sample
from cobot_lab.verify.stage import Stage
from cobot_lab.verify.story import Scene

_DECIMALS = 6
"""Poses that agree to this many decimals are one [m, and of a rotation matrix]."""


class Known:
    """What is known of a plan's scenes. Use it in a `with` statement.

    Attributes:
        grips: Every scene of the plan, on any way through, in which the gripper opens or closes.
    """

    def __init__(self, cell: Cell, scenes: tuple[Scene, ...]) -> None:
        self.grips = tuple(scene for scene in scenes if isinstance(scene.action, Grip))
        self._cell = cell
        self._shapes = {part.name: b"".join(map(_form, part.shapes)) for part in cell.parts}
        self._motions: dict[tuple[object, ...], Motion] = {}
        self._clean: set[tuple[object, ...]] = set()
        self._opened: Stage | None = None

    def __enter__(self) -> Known:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._opened is not None:
            self._opened.__exit__(kind, problem, trace)

    @cached_property
    def stage(self) -> Stage:
        """The one world that distances are measured in."""
        self._opened = Stage(self._cell)
        return self._opened

    def sample(self, scene: Scene, cell: Cell) -> Motion:
        """Give a move sampled in time, computed once for all that are alike."""
        key = self._move(scene)
        if key not in self._motions:
            self._motions[key] = sample(scene, cell)
        return replace(self._motions[key], scene=scene)

    def is_clean(self, scene: Scene) -> bool:
        """Tell whether a scene like this one was found free of accidents."""
        return self._key(scene) in self._clean

    def note_clean(self, scene: Scene) -> None:
        """Note that a scene is free of accidents."""
        self._clean.add(self._key(scene))

    def _move(self, scene: Scene) -> tuple[object, ...]:
        assert isinstance(scene.action, Move)
        held = () if scene.carried is None else (scene.carried.part, _rounded(scene.carried.T_FO))
        return (id(scene.action.trajectory), scene.width, *held)

    def _key(self, scene: Scene) -> tuple[object, ...]:
        what: tuple[object, ...] = (scene.action.duration,)
        if isinstance(scene.action, Move):
            what = (id(scene.action.trajectory),)
        elif isinstance(scene.action, Grip):
            what = (scene.action.closing, _rounded(scene.q), round(scene.width_after, _DECIMALS))
        held = () if scene.carried is None else (self._shapes[scene.carried.part], _rounded(scene.carried.T_FO))
        standing = tuple(sorted((self._shapes[name], _rounded(T)) for name, T in scene.standing))
        return (*what, round(scene.width, _DECIMALS), bool(scene.closes_on), held, standing)


def _rounded(array: Pose) -> bytes:
    return (np.round(array, _DECIMALS) + 0.0).tobytes()


def _form(shape: Shape) -> bytes:
    size = shape.size if isinstance(shape, Box) else (shape.radius, shape.height)
    return type(shape).__name__.encode() + np.array(size).tobytes() + np.ascontiguousarray(shape.T_OS).tobytes()
