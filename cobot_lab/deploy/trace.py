"""What was measured during a run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from cobot_lab.deploy.watch import Sample
from cobot_lab.motion.trajectory import Array


@dataclass(frozen=True, slots=True, eq=False)
class Trace:
    """Samples at about 50 Hz; what an arm gave as not a number stays NaN.

    Attributes:
        t: Instants since the job was opened, shape (k,) [s].
        progress: Instants reached on the plan's timeline, read from the arm, shape (k,) [s].
        q: Measured joint positions, shape (k, n) [rad].
        error: Distance of the worst joint from the plan at that progress, shape (k,) [rad].
    """

    t: Array
    progress: Array
    q: Array
    error: Array

    def __post_init__(self) -> None:
        for array in (self.t, self.progress, self.q, self.error):
            array.flags.writeable = False

    @classmethod
    def of(cls, samples: Sequence[Sample], t_opened: float, n: int) -> Trace:
        """Collect samples.

        Args:
            samples: In order.
            t_opened: The instant to count from, on the samples' clock [s].
            n: Number of joints.
        """
        return cls(
            np.array([sample.t - t_opened for sample in samples], dtype=np.float64),
            np.array([sample.state.progress for sample in samples], dtype=np.float64),
            np.array([sample.state.q for sample in samples], dtype=np.float64).reshape(len(samples), n),
            np.array([sample.error for sample in samples], dtype=np.float64),
        )

    def to_dict(self) -> dict[str, Any]:
        """Give the JSON form; what is not finite is null."""
        columns = {"t": self.t, "progress": self.progress, "q": self.q, "error": self.error}
        return {name: _said(column) for name, column in columns.items()}

    @classmethod
    def from_dict(cls, document: Mapping[str, Any], n: int) -> Trace:
        """Read the JSON form back, for `n` joints.

        Raises:
            ValueError: The four do not have the same length.
        """
        t, progress, q, error = (np.array(document[name], dtype=np.float64) for name in ("t", "progress", "q", "error"))
        q = q.reshape(len(t), n)
        if not t.shape == progress.shape == error.shape == (len(q),):
            raise ValueError("the columns of the trace differ in length")
        return cls(t, progress, q, error)


def _said(column: Array) -> list[Any]:
    said: list[Any] = np.where(np.isfinite(column), column, np.array(None)).tolist()
    return said
