"""What there is to watch: the recording of the physics, or where the physics did not run, the motion as planned.

One float32 buffer holds everything, block after block: `poses (frames, names, 7)`, `width (frames,)`,
`levels (frames, signals)` and `q (frames, joints)`, the joint positions commanded.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cobot_lab.cell.cell import Cell
from cobot_lab.cell.shape import Pose
from cobot_lab.motion.actions import Grip
from cobot_lab.motion.plan_data import Plan
from cobot_lab.motion.trajectory import Array
from cobot_lab.ui.widgets.links import links
from cobot_lab.verify.command import Commands, commands
from cobot_lab.verify.frames import joint_poses, quat_of
from cobot_lab.verify.recording import Recording
from cobot_lab.verify.signals import levels_over
from cobot_lab.verify.story import Scene, tell

SCHEMA = "cobot_lab/twin-film/1"
RATE = 60.0
"""Frames a second of a planned motion; the physics is recorded at this rate too."""


@dataclass(frozen=True, slots=True, eq=False)
class Replay:
    """Something to watch.

    Attributes:
        physics: Whether it was simulated; otherwise it is the motion as planned, where a grip always holds.
        recording: Poses over time.
        q: Joint positions commanded, shape (frames, n) [rad].
        duration: Length of the plan [s]; the recording may go on for a moment.
    """

    physics: bool
    recording: Recording
    q: Array
    duration: float

    def buffer(self) -> bytes:
        """Give all arrays as float32, little-endian, one after the other."""
        recording = self.recording
        arrays: tuple[NDArray[np.generic], ...] = (recording.poses, recording.width, recording.levels, self.q)
        return b"".join(np.ascontiguousarray(array, dtype="<f4").tobytes() for array in arrays)

    def pose(self, body: str, t: float) -> Pose | None:
        """Give `T_WO` of a body at the frame nearest to an instant [s], or nothing for a name that is not in it."""
        if body not in self.recording.names:
            return None
        return transform(self.recording.poses[self.frame(t), self.recording.names.index(body)])

    def frame(self, t: float) -> int:
        """Give the number of the frame nearest to an instant [s]."""
        return int(np.clip(round(t * self.recording.rate), 0, len(self.recording.width) - 1))


def replay(
    plan: Plan, cell: Cell, recording: Recording | None, story: tuple[Scene, ...] | None = None
) -> Replay | None:
    """Give what there is to watch of a plan; nothing when it has no action.

    Args:
        plan: The plan.
        cell: The cell it was made for.
        recording: What the physics showed, when it ran.
        story: What is told of it, when it is one way of several and known already.
    """
    story = tell(plan, cell) if story is None else story
    if not story:
        return None
    if recording is None:
        script = commands(story, RATE, 0.0)
        return Replay(False, _planned(cell, story, script), script.q, plan.duration)
    count = len(recording.width)
    script = commands(story, recording.rate, 1.0)
    at = np.minimum(np.arange(count), len(script.t) - 1)
    return Replay(True, recording, script.q[at], plan.duration)


def _planned(cell: Cell, story: tuple[Scene, ...], script: Commands) -> Recording:
    joints = joint_poses(cell.robot, cell.T_WB, script.q)
    width = np.array([_width(cell, story[n], t - story[n].t) for n, t in zip(script.scene, script.t, strict=True)])
    arm = links(cell.robot, cell.tool)
    tracks = {link.name: joints[:, link.ride] @ link.T_JL for link in arm}
    for link in arm:
        if link.side:
            track = tracks[link.name]
            track[:, :3, 3] += link.side * 0.5 * width[:, None] * track[:, :3, 0]
    T_WF = joints[:, -1] @ cell.robot.T_flange
    tracks |= {thing.name: _followed(thing.name, thing.T_WO, story, script, T_WF) for thing in cell.things}
    poses = np.stack([_packed(track) for track in tracks.values()], axis=1)
    signals = tuple(signal.name for signal in cell.signals)
    levels = levels_over(story, signals, script.t)
    return Recording(RATE, tuple(tracks), poses, width.astype(np.float32), signals, levels.astype(np.float32))


def _followed(name: str, T_WO: Pose, story: tuple[Scene, ...], script: Commands, T_WF: Array) -> Array:
    """Give the way of a thing: it stands, or hangs on the flange; one that falls stays where it was let go."""
    track, last = np.empty((len(script.t), 4, 4)), T_WO
    for number, scene in enumerate(story):
        at = np.flatnonzero(script.scene == number)
        if not len(at):
            continue
        if scene.carried is not None and scene.carried.part == name:
            track[at] = T_WF[at] @ scene.carried.T_FO
        else:
            track[at] = dict(scene.standing).get(name, last)
        last = track[at[-1]]
    return track


def _width(cell: Cell, scene: Scene, t: float) -> float:
    """Give the distance between the fingers at an instant of a scene [m]: they go at their speed, then stand."""
    if not isinstance(scene.action, Grip):
        return scene.width
    way = min(2.0 * cell.tool.finger_speed * max(t, 0.0), abs(scene.width_after - scene.width))
    return scene.width + float(np.sign(scene.width_after - scene.width)) * way


def _packed(track: Array) -> NDArray[np.float32]:
    quats = np.array([quat_of(R) for R in track[:, :3, :3]]) if _moves(track) else _one(track)
    return np.hstack((track[:, :3, 3], quats)).astype(np.float32)


def _moves(track: Array) -> bool:
    return bool(np.any(track[:, :3, :3] != track[0, :3, :3]))


def _one(track: Array) -> Array:
    return np.tile(quat_of(track[0, :3, :3]), (len(track), 1))


def transform(pose: NDArray[np.float32]) -> Pose:
    """Give the transform of a recorded pose, shape (7,) to (4, 4)."""
    x, y, z, w = pose[3:].astype(np.float64)
    T = np.eye(4)
    T[:3, :3] = [
        [1 - 2 * (y * y + z * z), 2 * (x * y - z * w), 2 * (x * z + y * w)],
        [2 * (x * y + z * w), 1 - 2 * (x * x + z * z), 2 * (y * z - x * w)],
        [2 * (x * z - y * w), 2 * (y * z + x * w), 1 - 2 * (x * x + y * y)],
    ]
    T[:3, 3] = pose[:3]
    return T
