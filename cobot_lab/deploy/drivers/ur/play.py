"""One stretch on its way through the controller: what was sent, whether it runs, and how far it came."""

from __future__ import annotations

from enum import Enum

from cobot_lab.deploy.driver import Halt
from cobot_lab.deploy.drivers.ur.grippers import NO_GRIPPER, NOT_OPEN, NOTHING_HELD, PART_LOST, SAYS
from cobot_lab.deploy.drivers.ur.primary import Kind, Message
from cobot_lab.deploy.drivers.ur.rtde import Sample
from cobot_lab.deploy.drivers.ur.script import CYCLE, ELSEWHERE, FINISHED, NO_HEARTBEAT, REFUSED
from cobot_lab.deploy.drivers.ur.signed import Piece

STOPPED, PAUSED = 1, 4
"""The controller's numbers for: no program runs, and it is paused."""
_BEGINNING = 0.2
"""Within what time of its beginning a program is seen first [s]; more is the register of another one."""
_END = 1e-3
_STILL = 0.005
"""Joint speed below which a cycle more or less makes no difference [rad/s]."""
_WORD = 0.2
"""How long the word of a program that ended early is waited for, by the arm's clock [s]."""
_UNKNOWN = 2.0
"""How long a program may run, by the arm's clock, before it has said which one it is [s]."""
_LEFT = 0.5
"""How long one may run, by the arm's clock, after the program that was heard has left the line, its last act [s]."""
_WORDS = {
    NOTHING_HELD: Halt.NOTHING_HELD,
    PART_LOST: Halt.PART_LOST,
    NOT_OPEN: Halt.NOT_OPEN,
    NO_GRIPPER: Halt.NO_GRIPPER,
    NO_HEARTBEAT: Halt.NO_HEARTBEAT,
    ELSEWHERE: Halt.STANDS_ELSEWHERE,
    REFUSED: Halt.OTHER_PROGRAM,
}


class Phase(Enum):
    """Where a stretch stands."""

    LOADED = "loaded"
    SENT = "sent"
    """A program was sent, and has not been seen to run."""
    PLAYING = "playing"
    OVER = "over"
    """It ended, or was stopped: it is never sent again."""


class Play:
    """One stretch, from its loading on; whoever holds it takes care of threads.

    Attributes:
        phase: Where it stands.
        progress: Instant reached on its timeline, as the program says [s].
        halt: Why it may not go on.
        whole: Whether its last program said that it did everything.
    """

    def __init__(self, pieces: tuple[Piece, ...], *, named: bool = True) -> None:
        """Begin with nothing sent.

        Args:
            pieces: Its programs.
            named: Whether the controller calls them by their own names: what the pendant started has another.
        """
        self.phase = Phase.LOADED
        self.progress = 0.0
        self.halt: Halt | None = None
        self.whole = False
        self._pieces, self._named = pieces, named
        self._index = 0
        self._started = self._stopped = self._greeted = self._gone = self._told = False
        self._unknown: float | None = None
        self._ended: float | None = None
        self._stamp, self._scaling = 0.0, 1.0

    @property
    def piece(self) -> Piece:
        """The program under way."""
        return self._pieces[self._index]

    @property
    def live(self) -> bool:
        """Whether one of its programs may be running."""
        return self.phase in (Phase.SENT, Phase.PLAYING)

    @property
    def unheard(self) -> bool:
        """Whether nothing of it has run, as far as anybody has heard."""
        sent = self.phase is Phase.SENT and self._index == 0
        return self.phase is Phase.LOADED or (sent and not (self._greeted or self._told or self._stopped))

    def running(self, runtime: int) -> bool:
        """Whether it counts as played, given what the controller says of its program."""
        between = self.phase is Phase.SENT and (self._index > 0 or self.piece.t_end <= 0.0)
        return between or self.phase is Phase.PLAYING or runtime != STOPPED

    def awaited(self, runtime: int) -> bool:
        """Whether it goes on once somebody at the pendant starts its next program."""
        return self.phase is Phase.SENT and self._index > 0 and not self._named and runtime == STOPPED

    def send(self) -> Piece:
        """Count the program as sent, and give it."""
        self.phase, self._ended, self._unknown = Phase.SENT, None, None
        self._started = self._stopped = self._greeted = self._gone = self._told = False
        return self.piece

    def meet(self, *, greeted: bool, gone: bool, stranger: bool) -> None:
        """Learn who has come for the heartbeat.

        Args:
            greeted: Whether the program that was sent has said that it runs.
            gone: Whether it is there no more.
            stranger: Whether somebody else has come.
        """
        self._greeted, self._gone = greeted, gone
        if stranger and self.live:
            self.halt = self.halt or Halt.OTHER_PROGRAM

    def take(self, sample: Sample) -> bool:
        """Learn from a sample; whether the next program has to be sent."""
        if self.phase is Phase.SENT:
            if not self._begins(sample):
                return False
            self.phase = Phase.PLAYING
        if self.phase is Phase.OVER and self._started:
            self.progress = max(self.progress, min(sample.time, self.piece.t_end))  # on the way to rest
        if self.phase is Phase.OVER and self.whole and sample.runtime != STOPPED:
            self.halt = self.halt or Halt.OTHER_PROGRAM
        if self.phase is not Phase.PLAYING:
            return False
        self._advance(sample)
        self._suspect(sample, _LEFT, unknown=self._gone)
        if sample.runtime != STOPPED:
            self._ended = None
            return False
        whole = sample.step == FINISHED and sample.time >= self.piece.t_end - _END
        self._ended = sample.stamp if self._ended is None else self._ended
        if not whole and self.halt is None and sample.stamp - self._ended < _WORD:
            return False  # its reason comes on another connection
        if not whole or self.halt is not None or self._index + 1 == len(self._pieces):
            self.phase, self.whole = Phase.OVER, whole and self.halt is None
            return False
        self._index += 1
        return True

    def _begins(self, sample: Sample) -> bool:
        """Whether the program that was sent runs: it said so itself, and its register is where it begins."""
        if self._greeted:
            self._unknown = None
            runs = sample.runtime != STOPPED or self._stopped
            return runs and -_END <= sample.time - self.piece.t_start <= _BEGINNING
        self._suspect(sample, _UNKNOWN, unknown=True)
        return False

    def _suspect(self, sample: Sample, limit: float, *, unknown: bool) -> None:
        """Count how long something runs that has not said what it is, or has left [s]; too long is another program."""
        if not unknown or sample.runtime == STOPPED:
            self._unknown = None
            return
        self._unknown = sample.stamp if self._unknown is None else self._unknown
        if sample.stamp - self._unknown > limit:
            self.halt = self.halt or Halt.OTHER_PROGRAM

    def _advance(self, sample: Sample) -> None:
        """Follow the motion's own time between two words of the program, which it says a step ahead.

        A step takes longer than a cycle when the slider is not at its end, or a pause begins or ends; at full speed it
        is over with the cycle. While the speed changes, what was counted may leave the step that the program is in:
        then it is at that step's nearer end.
        """
        still = sample.runtime == STOPPED or max(map(abs, sample.qd)) < _STILL
        scaling = (self._scaling + sample.scaling) / 2
        passed = self.progress + (sample.stamp - self._stamp) * scaling
        known = not still and self._started and scaling < 1.0
        self.progress = min(max(passed, self.progress, sample.time - CYCLE), sample.time) if known else sample.time
        self._stamp, self._scaling, self._started = sample.stamp, sample.scaling, True

    def hear(self, message: Message) -> None:
        """Learn from a message."""
        if self.phase is Phase.OVER and self.whole and message.kind is Kind.STARTED:
            if self._told or (self._named and message.text != self.piece.name):
                self.halt = self.halt or Halt.OTHER_PROGRAM  # it should stand
            self._told = True  # what is told on this connection may come after the samples of the other
        if not self.live:
            return
        self._told = self._told or message.kind is Kind.STARTED
        found: Halt | None = None
        if message.kind is Kind.TEXT and message.text.startswith(SAYS):
            said = message.text.removeprefix(SAYS)
            found = next((halt for words, halt in _WORDS.items() if said.startswith(words)), None)
        elif message.kind is Kind.EXCEPTION:
            found = Halt.PROGRAM_FAULT
        elif message.kind is Kind.STARTED and self._named and message.text != self.piece.name:
            found = Halt.OTHER_PROGRAM
        elif message.kind is Kind.STOPPED and message.text == self.piece.name:
            self._stopped = True
        self.halt = self.halt or found
