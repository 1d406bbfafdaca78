"""From an open job to its record: the one order in which any arm is asked, a person says yes, and the arm moves."""

from __future__ import annotations

from collections.abc import Callable

from cobot_lab.deploy.ending import Ending
from cobot_lab.deploy.job import Job
from cobot_lab.deploy.keyboard import interrupts_as
from cobot_lab.deploy.record import RunRecord
from cobot_lab.deploy.states import State
from cobot_lab.findings import Report
from cobot_lab.trust.journal_file import JournalError
from cobot_lab.ui.terminal.voice import Voice


class Keeping:
    """The end of a job of the terminal and its record: written as soon as the job is over, or as soon as it can be."""

    def __init__(self, keep: Callable[[RunRecord], object]) -> None:
        """Have nothing to write.

        Args:
            keep: Puts the record where it stays.
        """
        self._why = ""
        self._ending = Ending(keep, self._tell)

    def write(self, played: Job) -> None:
        """Write the end and keep the record, if that can be done now."""
        self._ending.write(played)

    def wait(self, voice: Voice) -> None:
        """Wait until that could be done, and say so."""
        if not self._ending.written:
            said = voice.words.word("terminal.run_unwritten", detail=self._why)
            voice.err.print(said, style="bold red", markup=False, soft_wrap=True)
            self._ending.wait()

    def _tell(self, why: str, _record: str) -> None:
        self._why = why


def carry_out(voice: Voice, opened: Job, agree: Callable[[], None], keeping: Keeping) -> tuple[Report, Job]:
    """Take a job through its preflight and the person's yes to its end.

    Whoever presses Ctrl+C until the arm stands has pressed it again before the record is kept: until then it says stop
    and nothing else.

    Args:
        voice: Where progress is shown.
        opened: The job, as the gate let it through.
        agree: Comes back when a person said yes to the run.
        keeping: Is given the job once it is over.

    Returns:
        What the gate and the preflight found, and the job, which has its record; its end may not be written down yet.

    Raises:
        JournalError: The journal cannot be used, and nothing was run.
    """
    opened.preflight()
    if opened.state is not State.REFUSED:
        agree()
        opened.enable("terminal")
    with interrupts_as(lambda: opened.stop("keyboard")):
        if opened.state is not State.REFUSED:
            _play(voice, opened)
        keeping.write(opened)
    return opened.report, opened


def _play(voice: Voice, opened: Job) -> None:
    with voice.progress() as tell:
        tell("play", 0.0)
        try:
            opened.play()
        except JournalError:
            if opened.record is None:
                raise
            # else its end is known: whoever keeps it writes it down
