"""From an open job to its record: the one order in which any arm is asked, a person says yes, and the arm moves."""

from __future__ import annotations

from collections.abc import Callable

from cobot_lab.deploy.ending import Ending
from cobot_lab.deploy.job import Job
from cobot_lab.deploy.record import RunRecord
from cobot_lab.deploy.states import State
from cobot_lab.findings import Report
from cobot_lab.trust.journal_file import JournalError
from cobot_lab.ui.terminal.voice import Voice


def carry_out(voice: Voice, opened: Job, agree: Callable[[], None]) -> tuple[Report, Job]:
    """Take a job through its preflight and the person's yes to its end.

    Args:
        voice: Where progress is shown.
        opened: The job, as the gate let it through.
        agree: Comes back when a person said yes to the run.

    Returns:
        What the gate and the preflight found, and the job, which has its record; its end may not be written down yet.

    Raises:
        JournalError: The journal cannot be used, and nothing was run.
    """
    opened.preflight()
    if opened.state is State.REFUSED:
        return opened.report, opened
    agree()
    opened.enable("terminal")
    with voice.progress() as tell:
        tell("play", 0.0)
        try:
            opened.play()
        except JournalError:
            if opened.record is None:
                raise
            # else its end is known: `write_down` writes it
    return opened.report, opened


def write_down(voice: Voice, played: Job, keep: Callable[[RunRecord], object]) -> RunRecord:
    """Write the end of a job and keep its record: now, or as soon as that can be done.

    Args:
        voice: Says what is waited for.
        played: The job, its arm let go.
        keep: Puts the record where it stays.

    Returns:
        The record.
    """
    unwritten: list[str] = []
    ending = Ending(keep, lambda why, _: unwritten.append(why))
    ending.write(played)
    if not ending.written:
        said = voice.words.word("terminal.run_unwritten", detail=unwritten[-1])
        voice.err.print(said, style="bold red", markup=False, soft_wrap=True)
        ending.wait()
    assert played.record is not None, "a job that was carried out has one"
    return played.record
