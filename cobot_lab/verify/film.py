"""The recording of one way: where every body is, frame by frame."""

from __future__ import annotations

import numpy as np

from cobot_lab.cell.shape import Pose
from cobot_lab.motion.trajectory import Array
from cobot_lab.verify.footage import Footage
from cobot_lab.verify.frames import quat_of
from cobot_lab.verify.recording import Recording
from cobot_lab.verify.signals import levels_over

FRAMES = 60.0
"""Frames a second."""
_LITTLE = 1e-6
"""What rounding may take from an instant [s]."""


def recording(footage: Footage, names: tuple[str, ...]) -> Recording:
    """Give the frames of a way, with what its story switches: at each frame the last look until then.

    Args:
        footage: What was seen.
        names: Of the links, the base first; the others as in the footage.
    """
    cell, looks = footage.cell, footage.looks
    t = np.arange(int(looks[-1] * FRAMES + FRAMES * _LITTLE) + 1) / FRAMES
    at = np.maximum(np.searchsorted(looks, t + _LITTLE, side="right") - 1, 0)
    tracks = dict(zip((part.name for part in cell.parts), np.moveaxis(footage.parts[at], 1, 0), strict=True))
    bodies = [_still(cell.T_WB, len(t)), *np.moveaxis(footage.links[at], 1, 0)]
    bodies += [tracks[thing.name] if thing.name in tracks else _still(thing.T_WO, len(t)) for thing in cell.things]
    poses = np.stack(bodies, axis=1).astype(np.float32)
    width = footage.width[at].astype(np.float32)
    signals = tuple(signal.name for signal in cell.signals)
    levels = levels_over(footage.scenes, signals, t).astype(np.float32)
    for array in (poses, width, levels):
        array.flags.writeable = False
    named = (*names, *(thing.name for thing in cell.things))
    return Recording(FRAMES, named, poses, width, signals, levels)


def _still(T: Pose, count: int) -> Array:
    return np.tile(np.concatenate((T[:3, 3], quat_of(T[:3, :3]))), (count, 1))
