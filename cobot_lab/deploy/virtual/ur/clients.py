"""The primary, secondary and real-time interfaces: state out, programs in; ports 30001, 30002 and 30003."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

from cobot_lab.deploy.virtual.ur import packets
from cobot_lab.deploy.virtual.ur.controller import Controller
from cobot_lab.deploy.virtual.ur.link import Link
from cobot_lab.deploy.virtual.ur.script.compiler import SIZE_MAX

PRIMARY, SECONDARY, REALTIME = 30001, 30002, 30003
STATE_PERIOD = 50
"""Cycles between two states on the primary and secondary interface: 10 Hz."""
_LINE_MAX = 1 << 16


class TooLongError(ValueError):
    """A program is longer than any that is taken."""


@dataclass(slots=True)
class Programs:
    """Cuts what a client sends into programs.

    A program begins with `def` or `sec` in column 1 and ends with `end` in column 1; any other line outside one is a
    program by itself.
    """

    _rest: str = ""
    _lines: list[str] = field(default_factory=list)
    _size: int = 0

    def feed(self, data: bytes) -> list[str]:
        """Take bytes; give the programs that are whole.

        Raises:
            TooLongError: One never ends.
        """
        *lines, self._rest = (self._rest + data.decode("latin-1")).split("\n")
        if len(self._rest) > _LINE_MAX:
            raise TooLongError
        return [program for line in lines if (program := self._line(line)) is not None]

    def _line(self, line: str) -> str | None:
        if not self._lines:
            if not line.strip() or line.lstrip().startswith("#"):
                return None
            if not line.startswith(("def ", "sec ")):
                return line
        self._lines.append(line)
        self._size += len(line) + 1
        if self._size > SIZE_MAX:
            raise TooLongError
        if len(self._lines) > 1 and line.rstrip() == "end" and line.startswith("end"):
            program, self._lines, self._size = "\n".join(self._lines), [], 0
            return program
        return None


@dataclass(slots=True, eq=False)
class Client:
    """One client of one of these interfaces.

    Attributes:
        link: Its connection.
        controller: Whose state it hears.
        port: Which interface.
        writable: Whether programs are taken from it: a connection that was opened in local control stays read-only.
    """

    link: Link
    controller: Controller
    port: int
    writable: bool = False

    def __post_init__(self) -> None:
        self.writable = self.controller.remote

    async def serve(self) -> None:
        """Take programs until the client goes."""
        if self.port != REALTIME:
            self.link.send(packets.version_message(self.controller))
        programs = Programs()
        while data := await self.link.some(1 << 16):
            try:
                whole = programs.feed(data)
            except TooLongError:
                return
            for program in whole:
                if self.writable and self.controller.remote:
                    await self._take(program)

    async def _take(self, text: str) -> None:
        """Read a program while the control cycles go on, then start it."""
        program = await asyncio.to_thread(self.controller.compile, text)
        if program is not None and self.controller.remote:
            self.controller.begin(program)

    def tell(self, said: bytes) -> None:
        """Send the messages of this cycle, and the state when it is due; a slow client misses states."""
        if self.port == PRIMARY and said:
            self.link.send(said)
        if self.link.slow:
            return
        if self.port == REALTIME:
            self.link.send(packets.realtime(self.controller))
        elif self.controller.cabinet.cycle % STATE_PERIOD == 0:
            self.link.send(packets.robot_state(self.controller))
