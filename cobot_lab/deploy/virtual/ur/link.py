"""One client's connection, and what the faults of the wire do to it."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable
from dataclasses import dataclass

from cobot_lab.deploy.virtual.ur.faults import FaultKind, Faults

WAITING_MAX = 1 << 20
"""How much may wait for a slow client before samples are left out [bytes]."""
FULL = 4 << 20
"""How much may wait before the client is cut off [bytes]."""


@dataclass(slots=True, eq=False)
class Link:
    """A connection.

    Attributes:
        reader: What the client sends.
        writer: What it is sent.
        faults: Those of the controller.
        later: Calls something after a time [s] on the controller's clock.
    """

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    faults: Faults
    later: Callable[[float, Callable[[], None]], None]

    def __post_init__(self) -> None:
        link = self.writer.get_extra_info("socket")
        if link is not None:
            link.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    @property
    def slow(self) -> bool:
        """Whether the client does not take what it is sent."""
        return self.writer.transport.get_write_buffer_size() > WAITING_MAX

    def send(self, data: bytes) -> None:
        """Send, as far as the faults let it through."""
        faults = self.faults
        if faults.has(FaultKind.FREEZE) or faults.has(FaultKind.HALF_OPEN):
            return
        if faults.has(FaultKind.DELAY):
            self.later(faults.size(FaultKind.DELAY), lambda: self._write(data))
        else:
            self._write(data)

    async def receive(self, size: int) -> bytes:
        """Take exactly `size` bytes.

        Raises:
            asyncio.IncompleteReadError: The client has gone.
        """
        data = await self.reader.readexactly(size)
        await self._held()
        return data

    async def line(self, limit: int) -> bytes:
        """Take one line, its end included; empty when the client has gone, or sends no end within `limit` bytes."""
        try:
            data = await self.reader.readuntil(b"\n")
        except asyncio.IncompleteReadError as problem:
            data = problem.partial
        except asyncio.LimitOverrunError:
            return b""
        await self._held()
        return data if len(data) <= limit else b""

    async def some(self, limit: int) -> bytes:
        """Take what has arrived; empty when the client has gone."""
        data = await self.reader.read(limit)
        await self._held()
        return data

    def cut(self) -> None:
        """Cut the connection off."""
        self.writer.transport.abort()

    async def _held(self) -> None:
        """Answer nothing while the line is dead; late while it is slow."""
        while self.faults.has(FaultKind.HALF_OPEN) and not self.writer.is_closing():
            await asyncio.sleep(0.05)
        if self.faults.has(FaultKind.DELAY):
            passed = asyncio.Event()
            self.later(self.faults.size(FaultKind.DELAY), passed.set)
            await passed.wait()

    def _write(self, data: bytes) -> None:
        if self.writer.is_closing():
            return
        if self.writer.transport.get_write_buffer_size() > FULL:
            self.cut()
            return
        if self.faults.has(FaultKind.SPLIT):
            for i in range(len(data)):
                self.writer.write(data[i : i + 1])
        else:
            self.writer.write(data)
