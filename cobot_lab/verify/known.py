"""What is computed once for all stretches of a plan with forks.

Two scenes are alike when the same joints follow the same trajectory with a part of the same shape held alike and parts
of the same shapes standing at the same poses, whichever of them it is. Where one was free of accidents the other is;
where it was not, the other is looked at by itself, so that findings name what they concern.

How near bodies may come depends on what the gripper does before and behind, so on the whole way. A stretch that several
ways share may only do what every one of them allows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from functools import cached_property
from hashlib import blake2b
from types import TracebackType

import numpy as np

from cobot_lab.cell.cell import Cell
from cobot_lab.cell.shape import Box, Shape
from cobot_lab.cell.thing import Thing
from cobot_lab.motion.actions import Grip, Move, Output
from cobot_lab.motion.trajectory import Array, Trajectory
from cobot_lab.verify.allowance import Allowed, Flags, Samples, allowances
from cobot_lab.verify.criteria import Criteria
from cobot_lab.verify.culling import Culling, Standing, culling
from cobot_lab.verify.due import dues
from cobot_lab.verify.motion import Motion, sample
from cobot_lab.verify.spacing import spaced
from cobot_lab.verify.stage import Stage, stage_of
from cobot_lab.verify.story import Scene

MOST = 512
"""Most sampled moves that are kept for other plans."""
_DECIMALS = 6
"""Poses that agree to this many decimals are one [m, and of a rotation matrix]."""


@dataclass(slots=True, eq=False)
class Scenery:
    """What was computed of the scenes of one cell, by what it depends on.

    Attributes:
        motions: Moves, sampled in time.
        samples: Scenes, sampled by displacement.
        clean: Which scenes are free of accidents.
        figures: Numbers that checks took of some moves, by the check, the moves and all else that they depend on.
        meets: Names of the links that may not touch each other, in pairs; nothing until somebody asked.
    """

    motions: dict[tuple[object, ...], Motion] = field(default_factory=dict)
    samples: dict[tuple[object, ...], Samples | None] = field(default_factory=dict)
    clean: set[tuple[object, ...]] = field(default_factory=set)
    figures: dict[tuple[object, ...], float] = field(default_factory=dict)
    meets: tuple[tuple[str, str], ...] | None = None

    def tidy(self) -> None:
        """Forget everything of a kind of which there is too much."""
        if len(self.motions) > MOST:
            self.motions.clear()
        if len(self.samples) > MOST:
            self.samples.clear()
        if len(self.clean) > 16 * MOST:
            self.clean.clear()
        if len(self.figures) > 16 * MOST:
            self.figures.clear()


@dataclass(frozen=True, slots=True)
class Likeness:
    """What an accident in a scene depends on.

    Attributes:
        here: On the ways of one plan, poses that hardly differ being one.
        anywhere: In every plan for the cell, to the last bit.
    """

    here: tuple[object, ...]
    anywhere: tuple[object, ...]


class Known:
    """What is known of a plan's scenes. Use it in a `with` statement."""

    def __init__(
        self,
        cell: Cell,
        ways: Iterable[tuple[Scene, ...]],
        criteria: Criteria,
        scenery: Scenery | None = None,
    ) -> None:
        """Go through a plan.

        Args:
            cell: The cell.
            ways: The scenes of every way through; shared stretches hold the same scenes.
            criteria: Tolerances of judging.
            scenery: What was computed of other plans in this cell.
        """
        self._scenery = Scenery() if scenery is None else scenery
        self._names: dict[int, tuple[Trajectory, bytes]] = {}
        self._cell, self._criteria = cell, criteria
        self._shapes = {part.name: form(part) for part in cell.parts}
        self._told: dict[int, tuple[Scene, Scene]] = {}
        self._clean: set[tuple[object, ...]] = set()
        self._open = ExitStack()
        self._allowed: dict[int, Allowed] = {}
        for way in ways:
            self._allow(way)

    def _allow(self, way: tuple[Scene, ...]) -> None:
        taken = [samples for samples in map(self._spaced, way) if samples is not None]
        due = dues(self._cell, taken, self._criteria)
        for new, coming in zip(allowances(self._cell, taken, self._criteria), due, strict=True):
            old = self._allowed.get(id(new.samples.scene))
            if old is not None:
                new = replace(new, near=old.near & new.near, bedding=min(old.bedding, new.bedding))  # noqa: PLW2901
            self._allowed[id(new.samples.scene)] = replace(new, due=coming)  # ways that share a scene came alike

    def begun_at(self, scene: Scene, t: float) -> Scene:
        """Give a scene of one of the ways on a timeline that starts at an instant of it [s]."""
        told = replace(scene, t=scene.t - t)
        self._told[id(told)] = (told, scene)
        return told

    def allowed(self, story: tuple[Scene, ...]) -> Iterator[Allowed]:
        """Give what is allowed in each scene in which something moves."""
        for scene in story:
            _, own = self._told.get(id(scene), (scene, scene))
            found = self._allowed.get(id(own))
            if found is not None:
                yield replace(found, samples=replace(found.samples, scene=scene))

    def __enter__(self) -> Known:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._open.__exit__(kind, problem, trace)

    @cached_property
    def stage(self) -> Stage:
        """The one world that distances are measured in."""
        return self._open.enter_context(stage_of(self._cell))

    def suspects(self, scenes: Sequence[tuple[Samples, Standing]]) -> list[Flags]:
        """Tell of scenes, and what stands about in each, which samples have to be measured, as `Culling.suspects`."""
        return self._culling.suspects(scenes) if scenes else []

    @cached_property
    def _culling(self) -> Culling:
        if self._scenery.meets is None:
            self._scenery.meets = tuple(self.stage.meets)
        return culling(self._cell, self._scenery.meets, self._criteria.stride)

    def sample(self, scene: Scene, cell: Cell) -> Motion:
        """Give a move sampled in time, computed once for all that are alike."""
        key = self._move(scene)
        if key not in self._scenery.motions:
            self._scenery.motions[key] = sample(scene, cell)
        return replace(self._scenery.motions[key], scene=scene)

    def figure(self, about: tuple[object, ...], moves: Iterable[Trajectory], take: Callable[[], float]) -> float:
        """Give a number that depends on the cell and on nothing but what is named, taken once for all that is alike.

        Args:
            about: Who asks, and all that the number depends on besides the moves: names, numbers, bytes of arrays.
            moves: How the joints move, in order.
            take: Takes it.
        """
        key = (*about, *map(self._name, moves))
        if key not in self._scenery.figures:
            self._scenery.figures[key] = take()
        return self._scenery.figures[key]

    def likeness(self, allowed: Allowed) -> Likeness:
        """Give what tells a scene from those that are not like it."""
        return Likeness(self._key(allowed), self._key(allowed, exact=True))

    def is_clean(self, like: Likeness) -> bool:
        """Tell whether a scene like this one was found free of accidents."""
        return like.here in self._clean or like.anywhere in self._scenery.clean

    def note_clean(self, like: Likeness) -> None:
        """Note that a scene is free of accidents."""
        self._clean.add(like.here)
        self._scenery.clean.add(like.anywhere)

    def _spaced(self, scene: Scene) -> Samples | None:
        key: tuple[object, ...]
        if isinstance(scene.action, Move):
            key, motion = self._move(scene), self.sample(scene, self._cell)
        else:
            key = (*_standing_still(scene), scene.q.tobytes(), scene.width, scene.width_after)
            motion = None
        if key not in self._scenery.samples:
            self._scenery.samples[key] = spaced(self._cell, scene, motion, self._criteria)
        known = self._scenery.samples[key]
        return None if known is None else replace(known, scene=scene)

    def _move(self, scene: Scene) -> tuple[object, ...]:
        assert isinstance(scene.action, Move)
        held = () if scene.carried is None else (scene.carried.part, scene.carried.T_FO.tobytes())
        return (self._name(scene.action.trajectory), scene.width, *held)

    def _name(self, trajectory: Trajectory) -> bytes:
        """Give a digest of a trajectory, computed once for each object."""
        known = self._names.get(id(trajectory))
        if known is None:
            known = self._names[id(trajectory)] = trajectory, blake2b(trajectory.content, digest_size=24).digest()
        return known[1]

    def _key(self, allowed: Allowed, *, exact: bool = False) -> tuple[object, ...]:
        """Name what an accident depends on; inexactly, poses that hardly differ are one."""
        rounded: Callable[[Array], bytes] = _bytes if exact else _rounded
        scene = allowed.samples.scene
        what: tuple[object, ...]
        if isinstance(scene.action, Move):
            what = (self._name(scene.action.trajectory),)
        else:
            what = (*_standing_still(scene), rounded(scene.q), rounded(np.array(scene.width_after)))
        held = () if scene.carried is None else (self._shapes[scene.carried.part], rounded(scene.carried.T_FO))
        standing = tuple(sorted((self._shapes[name], rounded(T)) for name, T in scene.standing))
        entered = tuple(zone.name for zone in self._cell.zones if scene.doings.open(zone))
        return (
            *what,
            allowed.near.tobytes(),
            allowed.bedding,
            rounded(np.array(scene.width)),
            bool(scene.closes_on),
            held,
            standing,
            tuple((self._shapes[d.part], rounded(d.T_WO), d.seat.tobytes(), d.hand.tobytes()) for d in allowed.due),
            entered,
            scene.doings.unsure,
        )


def _standing_still(scene: Scene) -> tuple[object, ...]:
    """Name what happens while the arm stands: an output may close a zone around it, another one may not."""
    action = scene.action
    what = action.closing if isinstance(action, Grip) else action.name if isinstance(action, Output) else ""
    return type(action).__name__, what, action.duration


def _bytes(array: Array) -> bytes:
    return array.tobytes()


def _rounded(array: Array) -> bytes:
    return (np.round(array, _DECIMALS) + 0.0).tobytes()


def form(part: Thing) -> bytes:
    """Give the shape of a part: equal for parts that are alike."""
    return b"".join(map(_form, part.shapes))


def _form(shape: Shape) -> bytes:
    size = shape.size if isinstance(shape, Box) else (shape.radius, shape.height)
    return type(shape).__name__.encode() + np.array(size).tobytes() + np.ascontiguousarray(shape.T_OS).tobytes()
