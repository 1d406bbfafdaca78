"""Watches the parts while the physics runs: what is gripped, held, let go and knocked over."""

from __future__ import annotations

from copy import copy
from dataclasses import replace

import numpy as np

from cobot_lab.cell.shape import Pose
from cobot_lab.motion.actions import Grip
from cobot_lab.motion.trajectory import Array
from cobot_lab.verify.criteria import Criteria
from cobot_lab.verify.frames import angle_of, inverse, pose_of
from cobot_lab.verify.gripper import Gripper
from cobot_lab.verify.outcome import Bump, Closing, Hold, Landing, Outcome
from cobot_lab.verify.recording import Recording
from cobot_lab.verify.story import Scene
from cobot_lab.verify.world import Arm, Body, World


class Witness:
    """Told when each action begins and ends, and lets itself be asked to look now and then."""

    def __init__(self, world: World, arm: Arm, parts: dict[str, Body], criteria: Criteria) -> None:
        self._world, self._arm, self._parts, self._criteria = world, arm, parts, criteria
        self._flange = arm.links[world.cell.robot.flange_link]
        self._closings: list[Closing] = []
        self._holds: list[Hold] = []
        self._landings: list[Landing] = []
        self._bumps: dict[str, Bump] = {}
        self._held: Closing | None = None
        self._T_FO: Pose = np.eye(4)
        self._seen: list[tuple[float, float, float]] = []
        self._let_go: dict[str, Scene] = {}
        self._homes = {name: part.pose() for name, part in parts.items()}
        self._settling: dict[str, bool] = {}

    def copy(self) -> Witness:
        """Give one that goes on by itself from what was seen so far."""
        other = copy(self)
        for name in ("_closings", "_holds", "_landings", "_bumps", "_let_go", "_homes", "_seen", "_settling"):
            setattr(other, name, copy(getattr(self, name)))
        return other

    def forget(self, part: str) -> None:
        """Look no longer at a part that is not there."""
        self._homes.pop(part, None)
        self._settling.pop(part, None)

    def begin(self, scene: Scene) -> None:
        """Note that an action begins."""
        if not isinstance(scene.action, Grip):
            return
        if scene.action.closing:
            if scene.closes_on:
                self._land(scene.closes_on)
                self._homes.pop(scene.closes_on, None)
                self._settling.pop(scene.closes_on, None)
        elif self._held is not None and scene.lets_go:
            self._finish_hold()
            self._let_go[scene.lets_go] = scene

    def end(self, scene: Scene, t: float, gripper: Gripper) -> None:
        """Note that an action ends."""
        if scene.lets_go in self._let_go:
            self._settling[scene.lets_go] = False
        if isinstance(scene.action, Grip) and scene.action.closing and scene.carried is None:
            closing = Closing(scene, t, gripper.width(), self._between())
            self._closings.append(closing)
            if closing.part:
                self._held, self._seen = closing, []
                self._homes.pop(closing.part, None)
                self._settling.pop(closing.part, None)
                self._T_FO = inverse(self._T_WF()) @ self._parts[closing.part].pose()

    def look(self, scene: Scene, t: float) -> None:
        """Measure the held part in the gripper, and those that nobody should touch."""
        if self._held is not None:
            T = inverse(self._T_FO) @ inverse(self._T_WF()) @ self._parts[self._held.part].pose()
            self._seen.append((t, float(np.linalg.norm(T[:3, 3])), angle_of(T[:3, :3])))
        for name, home in self._homes.items():
            now = self._parts[name].pose()
            offset = float(np.linalg.norm(now[:3, 3] - home[:3, 3]))
            turn = angle_of(home[:3, :3].T @ now[:3, :3])
            if not (offset <= self._criteria.disturbed and turn <= self._criteria.turn):
                first = self._bumps.setdefault(name, Bump(name, scene.action.step, t, offset))
                self._bumps[name] = replace(first, offset=max(first.offset, offset))
        self._settle()

    def tell(self, recording: Recording, t: Array, error: Array, torque: Array) -> Outcome:
        """Give everything that was seen."""
        if self._held is not None:
            self._finish_hold()
        for name in tuple(self._let_go):
            self._land(name)
        bumps = sorted(self._bumps.values(), key=lambda bump: bump.t)
        final = tuple((name, part.pose()) for name, part in self._parts.items())
        return Outcome(
            recording,
            tuple(self._closings),
            tuple(self._holds),
            tuple(self._landings),
            tuple(bumps),
            final,
            t,
            error,
            torque,
        )

    def _settle(self) -> None:
        """Watch a part that was let go from where it comes to rest: when it is still twice in a row."""
        for name, still in tuple(self._settling.items()):
            now = self._parts[name].speed() <= self._criteria.still
            self._settling[name] = now
            if now and still:
                del self._settling[name]
                self._homes[name] = self._parts[name].pose()

    def _between(self) -> str:
        """Name the part that both fingers touch, or nothing."""
        touched = [
            {
                point[2]
                for point in self._world.call(self._world.p.getContactPoints, bodyA=self._arm.number, linkIndexA=link)
            }
            for link in self._arm.fingers
        ]
        both = set.intersection(*touched)
        return next((name for name, part in self._parts.items() if part.number in both), "")

    def _T_WF(self) -> Pose:
        state = self._world.call(self._world.p.getLinkState, self._arm.number, self._flange, computeForwardKinematics=1)
        return pose_of(np.array(state[4]), np.array(state[5]))

    def _finish_hold(self) -> None:
        assert self._held is not None
        t, slip, turn = np.array(self._seen).reshape(-1, 3).T
        self._holds.append(Hold(self._held, t, slip, turn))
        self._held = None

    def _land(self, part: str) -> None:
        scene = self._let_go.pop(part, None)
        if scene is not None:
            body = self._parts[part]
            self._landings.append(Landing(scene, part, body.pose(), body.speed()))
