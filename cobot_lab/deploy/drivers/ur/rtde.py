"""Receive-only real-time data exchange (protocol version 2, port 30004): what the arm says about itself.

No input is ever claimed: a line's fieldbus may hold them.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from cobot_lab.deploy.drivers.ur.wire import Wire

PORT = 30004
FREQUENCY = 125.0
SILENCE = 2.0
"""How long nothing may arrive before the connection counts as broken [s]."""
PROTOCOL = 2
_HEADER = struct.Struct(">HB")
_VERSION, _TEXT, _DATA, _CONTROL_VERSION, _OUTPUTS, _START = b"VMUvOS"
_ANSWERS_MAX = 50

_RECIPE = {
    "timestamp": "DOUBLE",
    "actual_q": "VECTOR6D",
    "actual_qd": "VECTOR6D",
    "robot_mode": "INT32",
    "safety_mode": "INT32",
    "runtime_state": "UINT32",
    "target_speed_fraction": "DOUBLE",
    "speed_scaling": "DOUBLE",
    "actual_digital_input_bits": "UINT64",
    "actual_digital_output_bits": "UINT64",
    "payload": "DOUBLE",
    "tcp_offset": "VECTOR6D",
    "output_int_register_24": "INT32",
    "output_double_register_24": "DOUBLE",
}
"""What is asked for, in this order, and of which type it has to be."""
_LAYOUT = struct.Struct(">B d 6d 6d i i I d d Q Q d 6d i d")


@dataclass(frozen=True, slots=True)
class Sample:
    """What one package says.

    Attributes:
        stamp: The arm's clock [s].
        q: Joint positions [rad].
        qd: Joint speeds [rad/s].
        robot_mode: By the maker's number; 7 is running.
        safety_mode: By the maker's number; 1 is normal.
        runtime: By the maker's number; 1 is stopped, 2 is playing.
        slider: The speed slider, 0 to 1.
        scaling: The share of its speed that the motion has come to, pauses included.
        inputs: Digital inputs, one bit each.
        outputs: Digital outputs, one bit each.
        payload: Mass that the arm reckons with [kg].
        tool: Tool point in the flange: position [m] and rotation vector [rad].
        step: The program's step, from its register.
        time: Instant on the stretch's timeline, from the program's register [s].
    """

    stamp: float
    q: tuple[float, ...]
    qd: tuple[float, ...]
    robot_mode: int
    safety_mode: int
    runtime: int
    slider: float
    scaling: float
    inputs: int
    outputs: int
    payload: float
    tool: tuple[float, ...]
    step: int
    time: float


class Exchange:
    """One subscription. `follow` gives its samples until something breaks."""

    def __init__(self, address: str, frequency: float = FREQUENCY, port: int = PORT) -> None:
        """Connect, agree on the recipe, and start.

        Raises:
            DriverError: The controller cannot be reached, speaks otherwise, or has not what is asked for.
        """
        self._wire = Wire(address, port, SILENCE)
        self._received = bytearray()
        try:
            self.version = self._agree(frequency)
        except BaseException:
            self._wire.close()
            raise

    def follow(self, take: Callable[[Sample], None]) -> None:
        """Hand over every sample as it arrives; comes back only by an exception.

        Raises:
            DriverError: The data end, or are not what was agreed on.
        """
        while True:
            for kind, body in self._packages():
                if kind == _DATA:
                    take(self._sample(body))
            self._received += self._wire.receive()

    def close(self) -> None:
        """Let go."""
        self._wire.close()

    def _agree(self, frequency: float) -> str:
        if self._ask(_VERSION, struct.pack(">H", PROTOCOL)) != b"\x01":
            raise self._wire.broken("agree", f"protocol {PROTOCOL} is not spoken")
        version = self._ask(_CONTROL_VERSION, b"")
        if len(version) != 16:
            raise self._wire.broken("agree", "its version is out of form")
        answer = self._ask(_OUTPUTS, struct.pack(">d", frequency) + ",".join(_RECIPE).encode())
        wanted = ",".join(_RECIPE.values()).encode()
        if answer[1:] != wanted or answer[0] == 0:
            raise self._wire.broken("agree", f"it gives {answer[1:200]!r}; expected {wanted!r}")
        self._number = answer[0]
        if self._ask(_START, b"") != b"\x01":
            raise self._wire.broken("agree", "it does not start")
        return ".".join(map(str, struct.unpack(">4I", version)))

    def _ask(self, kind: int, body: bytes) -> bytes:
        self._wire.send(_HEADER.pack(_HEADER.size + len(body), kind) + body)
        for _ in range(_ANSWERS_MAX):
            for answered, answer in self._packages():
                if answered == kind:
                    return answer
            self._received += self._wire.receive()
        raise self._wire.broken("agree", "no answer among what it sends")

    def _packages(self) -> Iterator[tuple[int, bytes]]:
        """Cut what has arrived into packages."""
        while len(self._received) >= _HEADER.size:
            size, kind = _HEADER.unpack_from(self._received)
            if size < _HEADER.size or kind not in (_VERSION, _TEXT, _DATA, _CONTROL_VERSION, _OUTPUTS, _START):
                raise self._wire.broken("receive", f"a package of kind {kind} and {size} bytes")
            if len(self._received) < size:
                return
            body = bytes(self._received[_HEADER.size : size])
            del self._received[:size]
            yield kind, body

    def _sample(self, body: bytes) -> Sample:
        if len(body) != _LAYOUT.size or body[0] != self._number:
            raise self._wire.broken("receive", f"a sample of {len(body)} bytes; expected {_LAYOUT.size}")
        _, stamp, *rest = _LAYOUT.unpack(body)
        mode, safety, runtime, slider, scaling, inputs, outputs, payload = rest[12:20]
        return Sample(
            stamp=stamp,
            q=tuple(rest[:6]),
            qd=tuple(rest[6:12]),
            robot_mode=mode,
            safety_mode=safety,
            runtime=runtime,
            slider=slider,
            scaling=scaling,
            inputs=inputs,
            outputs=outputs,
            payload=payload,
            tool=tuple(rest[20:26]),
            step=rest[26],
            time=rest[27],
        )
