"""The two ways a program reaches the controller: pushed to it, or fetched by it when somebody presses Play."""

from __future__ import annotations

import socket
import threading
from typing import Protocol

from cobot_lab.deploy.driver import DriverError
from cobot_lab.deploy.drivers.ur.primary import Primary

PORT = 50002
"""Where the maker's External Control asks."""
REQUEST = b"request_program\n"
_TIME = 2.0
_REQUEST_MAX = 256


class Sender(Protocol):
    """Hands over one program at a time, and each only once."""

    remote: bool
    """Whether the arm has to be in remote control for it, or has not to."""
    patience: float
    """How long a program that was handed over may take to start [s]."""

    def give(self, data: bytes, primary: Primary) -> None:
        """Hand a program over.

        Raises:
            DriverError: It does not go out.
        """

    def withdraw(self) -> None:
        """Take back what was not fetched yet."""

    def close(self) -> None:
        """Withdraw, and let go."""


class Push:
    """To port 30001, in remote control. The connection is a new one for each run: an old one may be read-only."""

    remote = True
    patience = 1.0

    def give(self, data: bytes, primary: Primary) -> None:
        """Send."""
        primary.transmit(data)

    def withdraw(self) -> None:
        """Nothing waits."""

    def close(self) -> None:
        """Nothing is held."""


class Pull:
    """Waits on a port until the arm asks, in local control: the pendant stays in the hands of whoever holds it."""

    remote = False

    def __init__(self, arm: str, host: str, port: int = PORT, patience: float = 60.0) -> None:
        """Listen.

        Args:
            arm: Address of the arm; nobody else is answered.
            host: Address to listen on.
            port: Port to listen on.
            patience: How long somebody may take to press Play [s].

        Raises:
            DriverError: The port is taken.
        """
        self.patience = patience
        self._arm, self._offered, self._closed = arm, b"", False
        self._turn = threading.Lock()
        self._server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        try:
            self._server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            self._server.bind((host, port))
            self._server.listen(4)
            self._server.settimeout(0.2)
        except OSError as problem:
            self._server.close()
            raise DriverError(f"{host}:{port}", "listen", str(problem)) from problem
        self._thread = threading.Thread(target=self._serve, name="ur pull", daemon=True)
        self._thread.start()

    def give(self, data: bytes, primary: Primary) -> None:  # noqa: ARG002 (it is fetched on a connection of its own)
        """Lay a program out for the arm to fetch, once."""
        with self._turn:
            self._offered = data

    def withdraw(self) -> None:
        """Take it back."""
        with self._turn:
            self._offered = b""

    def close(self) -> None:
        """Withdraw, and listen no more."""
        self.withdraw()
        self._closed = True
        self._thread.join(timeout=5)
        self._server.close()

    def _serve(self) -> None:
        while not self._closed:
            try:
                line, (host, _) = self._server.accept()
            except OSError:
                continue  # nobody asked meanwhile
            with line:
                if host == self._arm:
                    self._answer(line)

    def _answer(self, line: socket.socket) -> None:
        """Answer one request; who asks for nothing, or when there is nothing, gets nothing."""
        line.settimeout(_TIME)
        asked = b""
        try:
            while b"\n" not in asked and len(asked) < _REQUEST_MAX:
                data = line.recv(_REQUEST_MAX)
                if not data:
                    return
                asked += data
            if asked != REQUEST:
                return
            with self._turn:
                data, self._offered = self._offered, b""
            line.sendall(data)
        except OSError:
            return  # the arm says by not starting that nothing came
