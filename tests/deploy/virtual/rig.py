"""What the tests of the virtual controller share: raw connections, and what is said on them."""

from __future__ import annotations

import socket
import struct
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from cobot_lab.deploy.virtual.ur.server import VirtualUR


class Arm(Protocol):
    """Makes a controller on an address of its own."""

    def __call__(self, **changes: Any) -> VirtualUR: ...


@dataclass
class Exchange:
    """A bare client of the real-time data exchange."""

    link: socket.socket

    def send(self, kind: str, body: bytes = b"") -> None:
        self.link.sendall(struct.pack(">HB", 3 + len(body), ord(kind)) + body)

    def take(self) -> tuple[str, bytes]:
        size, kind = struct.unpack(">HB", exactly(self.link, 3))
        return chr(kind), exactly(self.link, size - 3)

    def ask(self, kind: str, body: bytes = b"") -> bytes:
        self.send(kind, body)
        while True:
            answered, data = self.take()
            if answered == kind:
                return data

    def subscribe(self, names: str, frequency: float = 500.0) -> bytes:
        return self.ask("O", struct.pack(">d", frequency) + names.encode())

    def stamps(self, number: int) -> list[float]:
        """Time stamps of samples whose first variable is one."""
        found: list[float] = []
        while len(found) < number:
            kind, body = self.take()
            if kind == "U":
                found.append(struct.unpack_from(">d", body, 1)[0])
        return found


def exactly(link: socket.socket, size: int) -> bytes:
    data = b""
    while len(data) < size:
        more = link.recv(size - len(data))
        if not more:
            raise ConnectionError
        data += more
    return data


def connect(arm: VirtualUR, port: int) -> socket.socket:
    return socket.create_connection((arm.address, port), timeout=10)


def packets(link: socket.socket, enough: Callable[[int, bytes], bool]) -> tuple[int, bytes]:
    """Read packets of the primary interface until one is enough."""
    while True:
        size, kind = struct.unpack(">iB", exactly(link, 5))
        body = exactly(link, size - 5)
        if enough(kind, body):
            return kind, body
