"""What has to stay as it was before a run: payload, tool, and every wired output that the program does not switch.

And the gripper, until the first program runs: from then on it is the program's own.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from cobot_lab.deploy.driver import Halt
from cobot_lab.deploy.drivers.ur.arm import PAYLOAD_TOLERANCE, TOOL_TOLERANCE
from cobot_lab.deploy.drivers.ur.rtde import Sample
from cobot_lab.deploy.signals import Change, levels

SLACK = 0.1
"""How far from a change that the plan asks for an output is not judged [s of the plan]."""
_LASTING = 0.1
"""How long something has to be otherwise to count [s of the arm]: inputs, outputs and registers are read in turn."""


@dataclass(frozen=True, slots=True)
class Before:
    """How the arm was before a run, or between two of its stretches.

    Attributes:
        payload: Mass that it reckons with [kg].
        tool: Tool point in the flange: position [m] and rotation vector [rad].
        outputs: Name and value of every wired output.
    """

    payload: float
    tool: tuple[float, ...]
    outputs: Mapping[str, float]

    @classmethod
    def of(cls, sample: Sample, signals: Mapping[str, int]) -> Before:
        """Take it from what the arm says."""
        return cls(sample.payload, sample.tool, outputs_of(sample, signals))


def outputs_of(sample: Sample, signals: Mapping[str, int]) -> dict[str, float]:
    """Give the wired outputs by name."""
    return {name: float(sample.outputs >> place & 1) for name, place in sorted(signals.items())}


class Kept:
    """Compares what the arm says with how it was before, and with what a stretch has switched since."""

    def __init__(
        self,
        before: Before,
        changes: Sequence[Change],
        signals: Mapping[str, int],
        stands: Callable[[Sample], bool] | None = None,
    ) -> None:
        """Begin.

        Args:
            before: How it was.
            changes: What the stretch switches.
            signals: Standard digital output of each signal.
            stands: Whether the gripper is still as it was read; nothing when that does not matter any more.
        """
        self._stands = stands
        self._before, self._changes, self._signals = before, changes, signals
        self._other_since: float | None = None

    @property
    def after(self) -> Before:
        """How it has to be once the stretch was played."""
        outputs = dict(levels(self._before.outputs, self._changes, float("inf")))
        return Before(self._before.payload, self._before.tool, outputs)

    def pulse(self, progress: float) -> bool:
        """Whether the stretch may be in the middle of a pulse, or near its ends, at an instant [s]."""
        pairs = zip(self._changes, self._changes[1:], strict=False)
        return any(
            on.name == off.name and on.value > off.value and on.t - SLACK <= progress <= off.t + SLACK
            for on, off in pairs
        )

    def judge(self, sample: Sample, progress: float, *, begun: bool, whole: bool, unheard: bool = False) -> Halt | None:
        """Say what is otherwise, if anything has been for a while.

        Args:
            sample: What the arm says.
            progress: Instant reached on the stretch's timeline [s].
            begun: Whether the stretch may have begun.
            whole: Whether it has ended.
            unheard: Whether nothing of it has run.
        """
        found = self._of_settings(sample) or self._of_outputs(sample, progress, begun=begun, whole=whole)
        if unheard and self._stands is not None and not self._stands(sample):
            found = found or Halt.NOT_OPEN
        if found is None:
            self._other_since = None
            return None
        since = sample.stamp if self._other_since is None else self._other_since
        self._other_since = since
        return found if sample.stamp - since >= _LASTING else None

    def _of_settings(self, sample: Sample) -> Halt | None:
        same = abs(sample.payload - self._before.payload) <= PAYLOAD_TOLERANCE and all(
            abs(now - before) <= TOOL_TOLERANCE for now, before in zip(sample.tool, self._before.tool, strict=True)
        )
        return None if same else Halt.TOOL_CHANGED

    def _of_outputs(self, sample: Sample, progress: float, *, begun: bool, whole: bool) -> Halt | None:
        t = float("inf") if whole else progress if begun else 0.0
        wanted = dict(levels(self._before.outputs, self._changes, t))
        near = {change.name for change in self._changes if begun and abs(change.t - t) <= SLACK}
        now = outputs_of(sample, self._signals)
        other = any(now[name] != wanted[name] for name in now if name not in near)
        return Halt.OUTPUT_CHANGED if other else None
