"""Everything that shows one verdict, gathered: what was recorded, measured and drawn, as named bytes."""

from __future__ import annotations

from dataclasses import dataclass

from cobot_lab.cell.cell import Cell
from cobot_lab.cell.task import Task
from cobot_lab.findings import Report, refusals
from cobot_lab.motion.plan_data import Plan
from cobot_lab.verify.evidence.curves import curves_of, draw
from cobot_lab.verify.evidence.instant import failing, instant_at
from cobot_lab.verify.evidence.shown import shown
from cobot_lab.verify.evidence.still import still
from cobot_lab.verify.evidence.words import Words
from cobot_lab.verify.margins import measurable
from cobot_lab.verify.recording import Recording


@dataclass(frozen=True, slots=True)
class Exhibit:
    """One thing to look at.

    Attributes:
        kind: `recording`, `still`, `curves` or `curves_svg`.
        name: Of its file.
        data: Its bytes.
    """

    kind: str
    name: str
    data: bytes


def gather(
    report: Report, plan: Plan, cell: Cell, task: Task | None, recording: Recording | None, words: Words
) -> tuple[Exhibit, ...]:
    """Make what there is to show of a verdict.

    Args:
        report: The verdict; the still shows the first refusal of it that has an instant.
        plan: What was judged.
        cell: The cell.
        task: What it had to achieve.
        recording: What happened in the physics, when it ran.
        words: Labels in somebody's language.

    Returns:
        The recording when there is one, the still when something was refused at an instant, the curves when
        the motion was judged. Of a plan with forks, the way is shown that the refusal is about; the recording is of
        the first way, and so is the still only on that one taken from it.
    """
    finding = failing(report)
    subject, first = shown(plan, cell, task, finding)
    result = []
    if recording is not None:
        result.append(Exhibit("recording", "recording.safetensors", recording.to_bytes()))
    if finding is not None and finding.t is not None:
        seen = recording if first else None
        picture = still(subject, finding, instant_at(subject, finding.t, seen), words)
        result.append(Exhibit("still", "still.png", picture))
    if not measurable(report):
        return tuple(result)
    drawn = draw(curves_of(subject), subject, refusals(report.findings), words)
    result.append(Exhibit("curves", "curves.png", drawn["png"]))
    result.append(Exhibit("curves_svg", "curves.svg", drawn["svg"]))
    return tuple(result)
