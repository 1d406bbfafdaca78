"""Says what became of the parts on one way: what is gripped, held, let go and knocked over."""

from __future__ import annotations

import numpy as np

from cobot_lab.cell.shape import Pose
from cobot_lab.motion.actions import Grip
from cobot_lab.motion.trajectory import Array
from cobot_lab.verify.criteria import Criteria
from cobot_lab.verify.film import recording
from cobot_lab.verify.footage import Edge, Footage
from cobot_lab.verify.frames import angles_between, angles_of, inverse, pose_of, poses_of
from cobot_lab.verify.outcome import Bump, Closing, Hold, Landing, Outcome
from cobot_lab.verify.story import Scene


def testify(footage: Footage, names: tuple[str, ...], absent: frozenset[str], criteria: Criteria) -> Outcome:
    """Tell what became of one way.

    Args:
        footage: What was seen.
        names: Of the links, the base first; the others as in the footage.
        absent: Parts that were never there.
        criteria: Tolerances of judging.
    """
    witness = _Witness(footage, names, absent, criteria)
    for edge in footage.edges():
        (witness.begin if edge.begins else witness.end)(edge)
    return witness.tell()


class _Witness:
    def __init__(self, footage: Footage, names: tuple[str, ...], absent: frozenset[str], criteria: Criteria) -> None:
        self._footage, self._names, self._criteria = footage, names, criteria
        self._flange = names.index(footage.cell.robot.flange_link) - 1
        self._parts = tuple(part.name for part in footage.cell.parts)
        self._closings: list[Closing] = []
        self._holds: list[Hold] = []
        self._landings: list[Landing] = []
        self._bumps: dict[str, Bump] = {}
        self._held: tuple[Closing, Edge] | None = None
        self._let_go: dict[str, Scene] = {}
        # Parts that nobody should touch: since which look, and where they lie; or nothing while they come to rest.
        self._free: dict[str, tuple[int, Array | None]] = {}
        for number, name in enumerate(self._parts):
            if name not in absent:
                since = footage.since(name)
                self._free[name] = since, footage.parts[since, number]

    def begin(self, edge: Edge) -> None:
        """Note that an action begins."""
        scene = edge.scene
        assert isinstance(scene.action, Grip)
        if scene.action.closing:
            if scene.closes_on:
                self._land(scene.closes_on, edge)
                self._take(scene.closes_on, edge)
        elif self._held is not None and scene.lets_go:
            self._finish_hold(edge.looks)
            self._let_go[scene.lets_go] = scene

    def end(self, edge: Edge) -> None:
        """Note that an action ends."""
        scene = edge.scene
        assert isinstance(scene.action, Grip)
        if scene.lets_go in self._let_go:
            self._free[scene.lets_go] = (edge.looks, None)
        if scene.action.closing and scene.carried is None:
            part = self._parts[edge.touched] if edge.touched >= 0 else ""
            closing = Closing(scene, edge.t, edge.width, part)
            self._closings.append(closing)
            if part:
                self._held = closing, edge
                self._take(part, edge)

    def tell(self) -> Outcome:
        """Give everything that was seen."""
        footage, end = self._footage, self._footage.end
        if self._held is not None:
            self._finish_hold(end.looks)
        for name in tuple(self._let_go):
            self._land(name, end)
        for name in tuple(self._free):
            self._take(name, end)
        final = tuple((name, _pose(end.parts[number])) for number, name in enumerate(self._parts))
        return Outcome(
            recording(footage, self._names),
            tuple(self._closings),
            tuple(self._holds),
            tuple(self._landings),
            tuple(sorted(self._bumps.values(), key=lambda bump: bump.t)),
            final,
            footage.t,
            footage.error,
            footage.torque,
        )

    def _take(self, name: str, edge: Edge) -> None:
        """Look no longer at a part; say whether it stayed where it was until then."""
        if name not in self._free:
            return
        since, home = self._free.pop(name)
        number = self._parts.index(name)
        tracks, still = self._footage.parts[:, number], self._footage.speeds[:, number] <= self._criteria.still
        if home is None:  # it comes to rest when it is still twice in a row
            twice = np.flatnonzero(still[since : edge.looks - 1] & still[since + 1 : edge.looks])
            if not len(twice):
                return
            since += int(twice[0]) + 1
            home = tracks[since]
            since += 1
        self._watch(name, since, home, tracks[since : edge.looks])

    def _watch(self, name: str, since: int, home: Array, track: Array) -> None:
        offset = np.linalg.norm(track[:, :3] - home[:3], axis=1)
        turn = angles_between(track[:, 3:], home[3:])
        astray = np.flatnonzero(~((offset <= self._criteria.disturbed) & (turn <= self._criteria.turn)))
        if not len(astray):
            return
        look = since + int(astray[0])
        step = self._footage.scene_at(look).action.step
        before = self._bumps.get(name, Bump(name, step, float(self._footage.looks[look]), 0.0))
        furthest = max(before.offset, float(offset[astray].max()))
        self._bumps[name] = Bump(name, before.step, before.t, furthest)

    def _finish_hold(self, looks: int) -> None:
        assert self._held is not None
        closing, edge = self._held
        self._held = None
        number, during = self._parts.index(closing.part), slice(edge.looks, looks)
        T_FO = inverse(_pose(edge.flange)) @ _pose(edge.parts[number])
        T_WF = poses_of(self._footage.links[during, self._flange])
        T = inverse(T_FO) @ inverse(T_WF) @ poses_of(self._footage.parts[during, number])
        slip = np.linalg.norm(T[:, :3, 3], axis=1)
        self._holds.append(Hold(closing, self._footage.looks[during], slip, angles_of(T[:, :3, :3])))

    def _land(self, name: str, edge: Edge) -> None:
        scene = self._let_go.pop(name, None)
        if scene is not None:
            number = self._parts.index(name)
            self._landings.append(Landing(scene, name, _pose(edge.parts[number]), float(edge.speeds[number])))


def _pose(pose: Array) -> Pose:
    return pose_of(pose[:3], pose[3:])
