"""Connections that a program opens to the computer beside it.

Only the loopback network is reached: whoever may send a program to a virtual controller must not be able to reach other
machines through it.
"""

from __future__ import annotations

import ipaddress
import select
import socket
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from cobot_lab.deploy.virtual.ur.arm import CYCLE
from cobot_lab.deploy.virtual.ur.script.calls import Offered
from cobot_lab.deploy.virtual.ur.script.code import Flow, Frame, Wait
from cobot_lab.deploy.virtual.ur.script.values import ScriptError, Value, finite, integer, text, to_str

OPEN_TIME = 2.0
"""How long an opening connection is waited for [s]."""
BUFFER_MAX = 1 << 16
SOCKETS_MAX = 10
_URCAPS = frozenset({63352})
"""Ports on which a URCap of the cabinet itself listens."""


@dataclass(slots=True)
class Line:
    """One connection, and what was received on it and not yet read."""

    link: socket.socket
    received: bytearray = field(default_factory=bytearray)
    open: bool = True

    def pull(self) -> None:
        """Take what has arrived."""
        while self.open and len(self.received) < BUFFER_MAX:
            try:
                data = self.link.recv(4096)
            except (BlockingIOError, InterruptedError):
                return
            except OSError:
                data = b""
            self.open = bool(data)
            self.received += data

    def push(self, data: bytes) -> bool:
        """Send; whether all of it went."""
        try:
            return self.open and self.link.send(data) == len(data)
        except OSError:
            return False


@dataclass(slots=True)
class Lines:
    """All connections of a program, by name; closed with it.

    Attributes:
        lines: By name.
        own: Address of the cabinet, from which it connects and on which its own URCaps listen.
    """

    lines: dict[str, Line] = field(default_factory=dict)
    own: str = "127.0.0.1"

    def close(self) -> None:
        """Close every connection."""
        for line in self.lines.values():
            line.link.close()
        self.lines.clear()

    def functions(self) -> Mapping[str, Offered]:
        """Give the functions of this family by name."""
        flows: dict[str, Callable[..., Any]] = {
            "socket_open": self._open,
            "socket_read_line": self._read_line,
            "socket_read_string": self._read_string,
            "socket_read_byte_list": self._read_bytes,
            "socket_read_binary_integer": self._read_integers,
            "socket_read_ascii_float": self._read_floats,
            "socket_get_var": self._get,
        }
        plain: dict[str, Callable[..., Any]] = {
            "socket_close": self._close_one,
            "socket_set_var": self._set,
            "socket_send_string": lambda _, str, socket_name="socket_0": self._send(socket_name, _bytes(str)),  # noqa: A006
            "socket_send_line": lambda _, str, socket_name="socket_0": self._send(socket_name, _bytes(str) + b"\n"),  # noqa: A006
            "socket_send_byte": lambda _, value, socket_name="socket_0": self._send(
                socket_name, bytes([integer(value) & 255])
            ),
            "socket_send_int": lambda _, value, socket_name="socket_0": self._send(
                socket_name, integer(value).to_bytes(4, "big", signed=True)
            ),
        }
        offered = {name: Offered(run, flows=True) for name, run in flows.items()}
        return offered | {name: Offered(run) for name, run in plain.items()}

    def _open(self, _: Frame, address: Value, port: Value, socket_name: Value = "socket_0") -> Flow:
        name, host = text(socket_name), _loopback(text(address))
        place = (self.own if integer(port) in _URCAPS else host), integer(port)
        if not 0 < place[1] < 65536:
            raise ScriptError("domain_error: no such port")
        if name not in self.lines and len(self.lines) >= SOCKETS_MAX:
            raise ScriptError("too_many_sockets")
        if name in self.lines:
            self.lines.pop(name).link.close()
        link = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        link.setblocking(False)
        link.bind((self.own, 0))
        link.connect_ex(place)
        self.lines[name] = line = Line(link)
        for _cycle in range(round(OPEN_TIME / CYCLE)):
            if select.select([], [link], [], 0)[1]:
                line.open = link.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR) == 0
                break
            yield Wait.CYCLE
        else:
            line.open = False
        if not line.open:
            self.lines.pop(name).link.close()
        return line.open

    def _close_one(self, _: Frame, socket_name: Value = "socket_0") -> None:
        line = self.lines.pop(text(socket_name), None)
        if line is not None:
            line.link.close()

    def _send(self, name: Value, data: bytes) -> bool:
        line = self.lines.get(text(name))
        return line is not None and line.push(data)

    def _set(self, _: Frame, name: Value, value: Value, socket_name: Value = "socket_0") -> bool:
        return self._send(socket_name, f"SET {text(name)} {integer(value)}\n".encode("latin-1", "replace"))

    def _get(self, _: Frame, name: Value, socket_name: Value = "socket_0") -> Flow:
        """Ask for a number by its name; 0 when none comes."""
        if not self._send(socket_name, f"GET {text(name)}\n".encode("latin-1", "replace")):
            return 0
        line = yield from self._wait(socket_name, 2, lambda data: b"\n" in data)
        said = b"" if line is None else _taken(line, line.received.index(b"\n") + 1)
        head, _space, number = said.strip().partition(b" ")
        return int(number) if head.decode("latin-1") == text(name) and number.isdigit() else 0

    def _wait(self, name: Value, timeout: Value, enough: Callable[[bytearray], bool]) -> Flow:
        """Wait until enough has arrived; give the connection then, None when it does not come."""
        limit = finite(timeout)
        cycles = round(limit / CYCLE) if limit > 0 else None
        while True:
            line = self.lines.get(text(name))
            if line is None:
                return None
            line.pull()
            if enough(line.received):
                return line
            if not line.open or cycles == 0:
                return None
            cycles = None if cycles is None else cycles - 1
            yield Wait.CYCLE

    def _read_line(self, _: Frame, socket_name: Value = "socket_0", timeout: Value = 2) -> Flow:
        line = yield from self._wait(socket_name, timeout, lambda data: b"\n" in data)
        return "" if line is None else _taken(line, line.received.index(b"\n") + 1).rstrip(b"\r\n").decode("latin-1")

    def _read_string(
        self, _: Frame, socket_name: Value = "socket_0", prefix: Value = "", suffix: Value = "", timeout: Value = 2
    ) -> Flow:
        if text(prefix) or text(suffix):
            raise ScriptError("not_simulated:socket_read_string with prefix or suffix:")
        line = yield from self._wait(socket_name, timeout, bool)
        return "" if line is None else _taken(line, len(line.received)).decode("latin-1")

    def _read_bytes(self, _: Frame, number: Value, socket_name: Value = "socket_0", timeout: Value = 2) -> Flow:
        count = _count(number)
        line = yield from self._wait(socket_name, timeout, lambda data: len(data) >= count)
        return [0] if line is None else [count, *_taken(line, count)]

    def _read_integers(self, _: Frame, number: Value, socket_name: Value = "socket_0", timeout: Value = 2) -> Flow:
        count = _count(number)
        line = yield from self._wait(socket_name, timeout, lambda data: len(data) >= 4 * count)
        if line is None:
            return [0, *[0] * count]
        data = _taken(line, 4 * count)
        return [count, *(int.from_bytes(data[i : i + 4], "big", signed=True) for i in range(0, 4 * count, 4))]

    def _read_floats(self, _: Frame, number: Value, socket_name: Value = "socket_0", timeout: Value = 2) -> Flow:
        count = _count(number)
        line = yield from self._wait(socket_name, timeout, lambda data: b")" in data)
        if line is None:
            return [0, *[0.0] * count]
        words = _taken(line, line.received.index(b")") + 1).decode("latin-1").strip(" (\r\n)").split(",")
        try:
            values = [float(word) for word in words]
        except ValueError:
            values = []
        return [count, *values] if len(values) == count else [0, *[0.0] * count]


def _loopback(address: str) -> str:
    try:
        near = ipaddress.ip_address(address).is_loopback
    except ValueError:
        near = False
    if not near:
        raise ScriptError(f"not_simulated:a connection to {address}, only loopback addresses:")
    return address


def _bytes(value: Value) -> bytes:
    return (value if isinstance(value, str) else to_str(value)).encode("latin-1", "replace")


def _count(value: Value) -> int:
    count = integer(value)
    if not 0 < count <= 30:
        raise ScriptError("domain_error: 1 to 30 values are read at once")
    return count


def _taken(line: Line, count: int) -> bytes:
    data = bytes(line.received[:count])
    del line.received[:count]
    return data
