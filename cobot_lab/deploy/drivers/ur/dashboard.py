"""The dashboard (port 29999): one line asked, one line answered. Only questions, and `stop`, are ever sent."""

from __future__ import annotations

import threading

from cobot_lab.deploy.drivers.ur.wire import Wire

PORT = 29999
ANSWER_TIME = 1.0
"""How long an answer is waited for [s]."""
_LINE_MAX = 4096


class Dashboard:
    """One connection, for one question at a time."""

    def __init__(self, address: str, port: int = PORT) -> None:
        """Connect and read the greeting.

        Raises:
            DriverError: It cannot be reached, or does not greet.
        """
        self._wire = Wire(address, port, ANSWER_TIME)
        self._turn = threading.Lock()
        self._received = b""
        try:
            if not self._line().startswith("Connected:"):
                raise self._wire.broken("greeting", "this is no dashboard")
        except BaseException:
            self._wire.close()
            raise

    def ask(self, question: str) -> str:
        """Ask, and give the answer.

        Raises:
            DriverError: None came.
        """
        with self._turn:
            self._wire.send(question.encode("ascii") + b"\n")
            return self._line()

    @property
    def paused(self) -> bool:
        """Whether a program is paused, so that Play would have it go on.

        Raises:
            DriverError: No answer came.
        """
        return self.ask("programstate").partition(" ")[0] == "PAUSED"

    def hint_stop(self) -> bool:
        """Ask for the program's end without waiting for the answer; whether the word went out.

        In local control, the controller refuses it. The connection takes no questions any more.
        """
        return self._wire.hint(b"stop\n")

    def close(self) -> None:
        """Let go."""
        self._wire.close()

    def _line(self) -> str:
        while b"\n" not in self._received:
            self._received += self._wire.receive(_LINE_MAX)
            if len(self._received) > _LINE_MAX:
                raise self._wire.broken("receive", f"a line of more than {_LINE_MAX} bytes")
        line, _, self._received = self._received.partition(b"\n")
        return line.decode("latin-1").strip()
