"""A gripper wired to digital outputs and inputs of the cabinet, and the part that may be between its fingers.

Standard output 0 closes it; standard input 0 says that a part is held, standard input 1 that it is open.
"""

from __future__ import annotations

from dataclasses import dataclass

from cobot_lab.deploy.virtual.ur.cabinet import FREQUENCY, Cabinet

CLOSE_OUTPUT, HELD_INPUT, OPEN_INPUT = 0, 0, 1
TIME = 0.3
"""From one end to the other [s]."""


@dataclass(slots=True)
class Gripper:
    """The gripper.

    Attributes:
        part: Whether a part is there to be taken when it closes.
        stuck: Whether it does nothing.
        lost: Whether the part falls out.
    """

    part: bool = True
    stuck: bool = False
    lost: bool = False
    _closed: float = 0.0

    def shut(self, cabinet: Cabinet) -> None:
        """Be closed from now on, as by somebody who switched its output at the pendant a while ago."""
        cabinet.digital_out |= 1 << CLOSE_OUTPUT
        self._closed = 1.0

    def step(self, cabinet: Cabinet) -> None:
        """Move for one control cycle."""
        if not self.stuck:
            change = 1.0 / (TIME * FREQUENCY)
            closing = bool(cabinet.digital_out >> CLOSE_OUTPUT & 1)
            self._closed = min(1.0, self._closed + change) if closing else max(0.0, self._closed - change)
        held = self._closed >= 1.0 and self.part and not self.lost
        bits = 1 << HELD_INPUT | 1 << OPEN_INPUT
        told = held << HELD_INPUT | (self._closed <= 0.0) << OPEN_INPUT
        cabinet.digital_in = cabinet.digital_in & ~bits | told
