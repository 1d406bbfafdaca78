"""A question to a Robotiq gripper through its maker's URCap, beside any program: where its fingers are.

Words on port 63352 of the cabinet: `GET POS` is answered `POS 123`. Nothing is ever set from here.
"""

from __future__ import annotations

import re
import socket
from dataclasses import dataclass

from cobot_lab.deploy.driver import DriverError

PORT = 63352
PATIENCE = 0.5
"""How long an answer may take [s]."""
_LONGEST = 64


@dataclass(frozen=True, slots=True)
class Fingers:
    """How the fingers stand.

    Attributes:
        position: From 0, open, to 255, shut.
        stopped: Whether a part stopped them.
    """

    position: int
    stopped: bool

    @classmethod
    def ask(cls, address: str) -> Fingers:
        """Ask.

        Args:
            address: Of the cabinet.

        Raises:
            DriverError: It cannot be reached, or answers what no such gripper answers.
        """
        try:
            with socket.create_connection((address, PORT), PATIENCE) as line:
                line.settimeout(PATIENCE)
                said = {name: _answer(line, name) for name in ("POS", "OBJ")}
        except (OSError, ValueError) as problem:
            raise DriverError(address, "gripper", str(problem)) from problem
        return cls(said["POS"], said["OBJ"] in (1, 2))


def _answer(line: socket.socket, name: str) -> int:
    line.sendall(f"GET {name}\n".encode())
    heard = b""
    while not heard.endswith(b"\n") and len(heard) < _LONGEST:
        more = line.recv(_LONGEST)
        if not more:
            break
        heard += more
    form = re.fullmatch(rb"([A-Z]{3}) ([0-9]{1,3})\s*", heard)
    if form is None or form[1].decode() != name or int(form[2]) > 255:
        raise ValueError(f"{name} is answered by {heard[:_LONGEST]!r}; expected a number up to 255")
    return int(form[2])
