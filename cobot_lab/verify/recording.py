"""What the physics showed, for replay: poses of every body over time, as stable bytes."""

from __future__ import annotations

import json
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cobot_lab import stored

SCHEMA = "cobot_lab/recording/2"

Array32 = NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class Recording:
    """Poses of every link and thing, at a steady rate.

    Attributes:
        rate: Frames a second; frame 0 is the plan's start.
        names: Of the bodies: links of the arm and the gripper, then the things of the cell.
        poses: Pose of each body's frame in the world W: x, y, z [m] and the unit quaternion x, y, z, w, shape
            (frames, len(names), 7).
        width: Distance between the fingers, shape (frames,) [m].
        signals: Names of the outputs, lamps and conveyors of the cell.
        levels: Value of each, from 0 to 1, shape (frames, len(signals)).
    """

    rate: float
    names: tuple[str, ...]
    poses: Array32
    width: Array32
    signals: tuple[str, ...]
    levels: Array32

    @property
    def digest(self) -> str:
        """SHA-256 of the stored form."""
        return stored.sha256(self.to_bytes())

    def to_bytes(self) -> bytes:
        """Give the stored form, a safetensors file: equal recordings give equal bytes."""
        from safetensors.numpy import save  # noqa: PLC0415 - only for those who store

        head = stored.canonical(
            {"schema": SCHEMA, "rate": self.rate, "names": list(self.names), "signals": list(self.signals)}
        )
        arrays = {"levels": self.levels, "poses": self.poses, "width": self.width}
        tensors = {name: np.ascontiguousarray(array) for name, array in arrays.items()}
        # One key only: safetensors writes several in no steady order.
        return bytes(save(tensors, metadata={"cobot_lab": head.decode()}))

    @classmethod
    def from_bytes(cls, data: bytes) -> Recording:
        """Read the stored form back.

        Raises:
            StoredFormError: The bytes are not a recording.
        """
        from safetensors import SafetensorError  # noqa: PLC0415
        from safetensors.numpy import load  # noqa: PLC0415

        try:
            tensors = load(data)
            size = int.from_bytes(data[:8], "little")
            head = json.loads(data[8 : 8 + size])["__metadata__"]["cobot_lab"]
            document = stored.parse(head.encode(), SCHEMA)
            names = tuple(map(str, document["names"]))
            signals = tuple(map(str, document["signals"]))
            poses, width, levels = tensors["poses"], tensors["width"], tensors["levels"]
            rate = float(document["rate"])
        except (SafetensorError, KeyError, TypeError, ValueError, AttributeError) as problem:
            raise stored.StoredFormError("recording", f"{type(problem).__name__} {problem}", SCHEMA) from problem
        wanted = (len(width), len(names), 7) if width.ndim == 1 else None
        if poses.shape != wanted or poses.dtype != np.float32 or width.dtype != np.float32:
            raise stored.StoredFormError("recording", f"shapes {poses.shape} and {width.shape}", str(wanted))
        if levels.shape != (len(width), len(signals)) or levels.dtype != np.float32:
            raise stored.StoredFormError(
                "recording", f"levels of shape {levels.shape}", str((len(width), len(signals)))
            )
        for array in (poses, width, levels):
            array.flags.writeable = False
        return cls(rate, names, poses, width, signals, levels)
