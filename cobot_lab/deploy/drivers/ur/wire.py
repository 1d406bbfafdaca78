"""A connection to one port of a cabinet: what goes wrong on it is told in one way."""

from __future__ import annotations

import socket

from cobot_lab.deploy.driver import DriverError

OPEN_TIME = 2.0
"""How long an opening connection is waited for [s]."""


class Wire:
    """A TCP connection that every problem of is a `DriverError`.

    Attributes:
        link: The connection.
        peer: Address of the other side.
    """

    def __init__(self, address: str, port: int, timeout: float) -> None:
        """Connect.

        Args:
            address: Of the cabinet.
            port: Which of its interfaces.
            timeout: How long an answer is waited for [s].

        Raises:
            DriverError: It cannot be reached.
        """
        self._where = f"{address}:{port}"
        try:
            self.link = socket.create_connection((address, port), timeout=OPEN_TIME)
            self.link.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self.link.settimeout(timeout)
            self.peer = str(self.link.getpeername()[0])
        except OSError as problem:
            raise self.broken("connect", str(problem)) from problem

    def receive(self, most: int = 1 << 16) -> bytes:
        """Take what has arrived, at least one byte.

        Raises:
            DriverError: Nothing came in time, or the other side is gone.
        """
        try:
            data = self.link.recv(most)
        except OSError as problem:
            raise self.broken("receive", str(problem)) from problem
        if not data:
            raise self.broken("receive", "the connection was closed")
        return data

    def send(self, data: bytes) -> None:
        """Send all of it.

        Raises:
            DriverError: It does not go out.
        """
        try:
            self.link.sendall(data)
        except OSError as problem:
            raise self.broken("send", str(problem)) from problem

    def hint(self, data: bytes) -> bool:
        """Send without waiting, from any thread; whether it went out."""
        try:
            return self.link.send(data, socket.MSG_DONTWAIT) == len(data)
        except OSError:
            return False

    def close(self) -> None:
        """Let go; whoever is receiving hears of it."""
        try:
            self.link.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass  # it was gone already
        finally:
            self.link.close()

    def broken(self, asked: str, reason: str) -> DriverError:
        """Make the exception that names this connection."""
        return DriverError(self._where, asked, reason)
