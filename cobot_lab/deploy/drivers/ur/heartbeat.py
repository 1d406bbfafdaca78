"""The computer's end of the heartbeat: a program that hears none stops, and one that finds nobody does not move."""

from __future__ import annotations

import socket
import threading

from cobot_lab.deploy.driver import DriverError
from cobot_lab.deploy.drivers.ur.script import BEAT, LAST

_LINES_MAX = 4


class Heartbeat:
    """Listens while a run is on, and only then; no call waits for anybody."""

    def __init__(self, host: str, port: int) -> None:
        """Listen.

        Raises:
            DriverError: The port is taken, as it is when another run uses it.
        """
        self._lines: list[socket.socket] = []
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

    def beat(self) -> None:
        """Say to whoever listens that all is well."""
        with self._turn:
            if self._ended:
                return
            self._welcome()
            self._lines = [line for line in self._lines if _sent(line, BEAT)]

    def end(self) -> None:
        """Have the arm stop, and be there for nobody any more; harmless twice."""
        with self._turn:
            if self._ended:
                return
            self._ended = True
            self._welcome()
            for line in self._lines:
                _sent(line, LAST)
                line.close()
            self._lines.clear()
            self._server.close()

    def _welcome(self) -> None:
        while len(self._lines) < _LINES_MAX:
            try:
                line, _ = self._server.accept()
            except OSError:
                return
            line.setblocking(False)
            line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self._lines.append(line)


def _sent(line: socket.socket, data: bytes) -> bool:
    """Send without waiting; a line that is gone, or takes nothing more, is closed."""
    try:
        if line.send(data) == len(data):
            return True
    except OSError:
        pass  # told by what is returned
    line.close()
    return False
