"""The computer's end of the heartbeat: a program that hears none stops, and one that nobody awaits does not move.

A program says first which one it is. It is answered only when it is the one that was sent just now, once, and from the
arm's own address; to anybody else the answer is no, and the run is told.
"""

from __future__ import annotations

import socket
import threading
import time
from dataclasses import dataclass, field

from cobot_lab.deploy.driver import HEARTBEAT_LIMIT, DriverError
from cobot_lab.deploy.drivers.ur.script import BEAT, LAST, TOKEN

_LINES_MAX = 4


@dataclass(slots=True)
class _Caller:
    """Somebody who has not said yet which program it is."""

    line: socket.socket
    since: float
    said: bytes = field(default=b"")


class Heartbeat:
    """Listens while a run is on, and only then; no call waits for anybody.

    Attributes:
        greeted: Whether the program that is expected was heard.
        stranger: Whether anybody else came.
        gone: Whether the program that was heard is there no more.
    """

    def __init__(self, host: str, port: int, arm: str) -> None:
        """Listen.

        Args:
            host: Address to listen on.
            port: Port to listen on.
            arm: Address of the arm.

        Raises:
            DriverError: The port is taken, as it is when another run uses it.
        """
        self.greeted = self.stranger = self.gone = False
        self._arm, self._expected = arm, b""
        self._line: socket.socket | None = None
        self._callers: list[_Caller] = []
        self._turn = threading.Lock()
        self._ended = False
        self._server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        try:
            self._server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            self._server.bind((host, port))
            self._server.listen(_LINES_MAX)
            self._server.setblocking(False)
        except OSError as problem:
            self._server.close()
            raise DriverError(f"{host}:{port}", "heartbeat", str(problem)) from problem

    def expect(self, token: str) -> None:
        """Await a program, instead of the one before."""
        with self._turn:
            if self._line is not None:
                _refuse(self._line)
            self._line, self._expected, self.greeted, self.gone = None, token.encode(), False, False

    def beat(self, *, aloud: bool = True) -> None:
        """Say to the program that all is well.

        Args:
            aloud: Whether to say it; while a program is paused it hears nothing, and would hear it all afterwards.
        """
        with self._turn:
            if self._ended:
                return
            self._welcome()
            if aloud and self._line is not None and not _sent(self._line, BEAT):
                self._line, self.gone = None, True

    def end(self) -> None:
        """Have the arm stop, and be there for nobody any more; harmless twice."""
        with self._turn:
            if self._ended:
                return
            self._ended = True
            self._welcome()
            for line in (self._line, *(caller.line for caller in self._callers)):
                if line is not None:
                    _refuse(line)
            self._line = None
            self._callers.clear()
            self._server.close()

    def _welcome(self) -> None:
        """Take who has come, and hear who they are."""
        while len(self._callers) < _LINES_MAX:
            try:
                line, (host, *_) = self._server.accept()
            except OSError:
                break
            line.setblocking(False)
            line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            if host == self._arm:
                self._callers.append(_Caller(line, time.monotonic()))
            else:
                self._turn_away(line)
        self._callers = [caller for caller in self._callers if not self._known(caller)]

    def _known(self, caller: _Caller) -> bool:
        """Hear a caller; whether it is known by now who it is, or that it has gone."""
        try:
            data = caller.line.recv(TOKEN + 1)
        except BlockingIOError:
            if time.monotonic() - caller.since <= HEARTBEAT_LIMIT:
                return False
            self._turn_away(caller.line)
            return True
        except OSError:
            data = b""
        caller.said += data
        if not data:
            caller.line.close()
            return True
        if b"\n" not in caller.said and len(caller.said) <= TOKEN:
            return False
        if caller.said == self._expected + b"\n" and not self.greeted:
            self._line, self.greeted = caller.line, True
        else:
            self._turn_away(caller.line)
        return True

    def _turn_away(self, line: socket.socket) -> None:
        self.stranger = True
        _refuse(line)


def _refuse(line: socket.socket) -> None:
    _sent(line, LAST)
    line.close()


def _sent(line: socket.socket, data: bytes) -> bool:
    """Send without waiting; a line that is gone, or takes nothing more, is closed."""
    try:
        if line.send(data) == len(data):
            return True
    except OSError:
        pass  # told by what is returned
    line.close()
    return False
