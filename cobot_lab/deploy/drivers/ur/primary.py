"""The primary interface (port 30001): programs go in, messages and the calibration's checksum come out."""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum

from cobot_lab.deploy.drivers.ur.wire import Wire

PORT = 30001
SILENCE = 2.0
"""How long nothing may arrive before the connection counts as broken [s]; the state comes ten times a second."""
READ_FIRST = 79
"""What has to be read before a connection that sent a program may be closed, or the program is lost [bytes]."""
_SIZE_MAX = 1 << 16
_STATE, _MESSAGE = 16, 20
_KINEMATICS = 5
_TEXT, _SAFETY, _KEY, _EXCEPTION = 0, 5, 7, 10


class Kind(Enum):
    """What a message is about."""

    TEXT = "text"
    """What a program wrote."""
    STARTED = "started"
    STOPPED = "stopped"
    EXCEPTION = "exception"
    SAFETY = "safety"


@dataclass(frozen=True, slots=True)
class Message:
    """One message: its kind, and its text or the name of the program."""

    kind: Kind
    text: str


class Primary:
    """One connection.

    Attributes:
        kinematics: Checksums of the arm's calibration.
        peer: Address of the arm.
    """

    def __init__(self, address: str, port: int = PORT) -> None:
        """Connect, and read until the calibration's checksums came.

        Raises:
            DriverError: It cannot be reached, or sends something else.
        """
        self._wire = Wire(address, port, SILENCE)
        self.peer = self._wire.peer
        self._received = bytearray()
        self._read = 0
        self.kinematics = ""
        try:
            while not self.kinematics or self._read < READ_FIRST:
                self._take(lambda _: None)
        except BaseException:
            self._wire.close()
            raise

    def follow(self, hear: Callable[[Message], None]) -> None:
        """Hand over every message as it arrives; comes back only by an exception.

        Raises:
            DriverError: The stream ends, or is not what it should be.
        """
        while True:
            self._take(hear)

    def transmit(self, data: bytes) -> None:
        """Send a program, whole.

        Raises:
            DriverError: It does not go out.
        """
        self._wire.send(data)

    def close(self) -> None:
        """Let go."""
        self._wire.close()

    def _take(self, hear: Callable[[Message], None]) -> None:
        data = self._wire.receive()
        self._read += len(data)
        self._received += data
        for kind, body in self._packets():
            if kind == _STATE:
                self._state(body)
            elif kind == _MESSAGE:
                message = read_message(body)
                if message is not None:
                    hear(message)

    def _packets(self) -> Iterator[tuple[int, bytes]]:
        while len(self._received) >= 5:
            size, kind = struct.unpack_from(">iB", self._received)
            if not 5 <= size <= _SIZE_MAX:
                raise self._wire.broken("receive", f"a packet of {size} bytes")
            if len(self._received) < size:
                return
            body = bytes(self._received[5:size])
            del self._received[:size]
            yield kind, body

    def _state(self, body: bytes) -> None:
        """Look for the calibration among the parts of the state."""
        while body:
            if len(body) < 5:
                raise self._wire.broken("receive", "a state that ends in the middle")
            size, kind = struct.unpack_from(">iB", body)
            if not 5 <= size <= len(body):
                raise self._wire.broken("receive", f"a part of the state of {size} bytes")
            if kind == _KINEMATICS and size >= 5 + 24:
                self.kinematics = "-".join(f"{each:08x}" for each in struct.unpack_from(">6I", body, 5))
            body = body[size:]


def read_message(body: bytes) -> Message | None:
    """Read a message; nothing for one that is of no interest, or too short to be one."""
    if len(body) < 10:
        return None
    kind, rest = body[9], body[10:]
    if kind == _TEXT:
        return Message(Kind.TEXT, rest.decode("latin-1"))
    if kind == _SAFETY:
        return Message(Kind.SAFETY, rest[:21].hex())
    if kind == _EXCEPTION:
        return Message(Kind.EXCEPTION, rest[8:].decode("latin-1"))
    if kind == _KEY and len(rest) > 9 and len(rest) >= 9 + rest[8]:
        title, text = rest[9 : 9 + rest[8]].decode("latin-1"), rest[9 + rest[8] :].decode("latin-1")
        told = {"PROGRAM_XXX_STARTED": Kind.STARTED, "PROGRAM_XXX_STOPPED": Kind.STOPPED}.get(title)
        return None if told is None else Message(told, text)
    return None
