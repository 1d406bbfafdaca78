"""From an open job to its record: the one order in which any arm is asked, a person says yes, and the arm moves."""

from __future__ import annotations

from collections.abc import Callable

from cobot_lab.deploy.job import Job
from cobot_lab.deploy.record import RunRecord
from cobot_lab.deploy.states import State
from cobot_lab.findings import Report
from cobot_lab.ui.terminal.voice import Voice


def carry_out(voice: Voice, opened: Job, agree: Callable[[], None]) -> tuple[Report, RunRecord | None]:
    """Take a job through its preflight and the person's yes to its end.

    Args:
        voice: Where progress is shown.
        opened: The job, as the gate let it through.
        agree: Comes back when a person said yes to the run.

    Returns:
        What the gate and the preflight found, and the record of the run when it came to one.
    """
    opened.preflight()
    if opened.state is State.REFUSED:
        return opened.report, opened.record
    agree()
    opened.enable("terminal")
    with voice.progress() as tell:
        tell("play", 0.0)
        played = opened.play()
    return opened.report, played
