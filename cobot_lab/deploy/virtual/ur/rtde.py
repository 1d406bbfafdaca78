"""The real-time data exchange, protocol version 2, port 30004."""

from __future__ import annotations

import math
import struct
from dataclasses import dataclass, field
from typing import Any

from cobot_lab.deploy.virtual.ur.cabinet import FREQUENCY
from cobot_lab.deploy.virtual.ur.controller import Controller
from cobot_lab.deploy.virtual.ur.faults import FaultKind
from cobot_lab.deploy.virtual.ur.fields import Output, apply, inputs, outputs, packing, width
from cobot_lab.deploy.virtual.ur.link import Link

PORT = 30004
_HEADER = struct.Struct(">HB")
_VERSION, _TEXT, _DATA = ord("V"), ord("M"), ord("U")
_CONTROL_VERSION, _OUTPUTS, _INPUTS = ord("v"), ord("O"), ord("I")
_START, _PAUSE = ord("S"), ord("P")
RECIPES_MAX = 255
NOT_FOUND, IN_USE = "NOT_FOUND", "IN_USE"


@dataclass(slots=True)
class Recipe:
    """Variables of one package: their names and types, and how they are packed."""

    names: list[str]
    kinds: list[str]
    layout: struct.Struct

    def read(self, body: bytes) -> dict[str, Any]:
        """Give values by name."""
        flat = list(self.layout.unpack(body))
        given: dict[str, Any] = {}
        for name, kind in zip(self.names, self.kinds, strict=True):
            size = width(kind)
            given[name] = flat[0] if size == 1 else tuple(flat[:size])
            del flat[:size]
        return given


@dataclass(slots=True, eq=False)
class Client:
    """One client of the exchange.

    Attributes:
        link: Its connection.
        controller: Whose data it exchanges.
        claims: Which client writes which input; shared by all.
        started: Whether samples are sent.
    """

    link: Link
    controller: Controller
    claims: dict[str, object]
    started: bool = False
    _taken: list[Output] = field(default_factory=list)
    _layout: struct.Struct | None = None
    _period: int = 1
    _recipes: dict[int, Recipe] = field(default_factory=dict)
    _last: bytes = b""

    async def serve(self) -> None:
        """Answer until the client goes, or sends what is no package."""
        while True:
            size, kind = _HEADER.unpack(await self.link.receive(_HEADER.size))
            if size < _HEADER.size:
                return
            body = await self.link.receive(size - _HEADER.size)
            answer = self._answer(kind, body)
            if answer is not None:
                self.link.send(_HEADER.pack(_HEADER.size + len(answer), kind) + answer)

    def leave(self) -> None:
        """Give the inputs free that this client has written."""
        for name in [name for name, owner in self.claims.items() if owner is self]:
            del self.claims[name]

    def sample(self) -> None:
        """Send a sample when one is due in this control cycle."""
        if not self.started or self._layout is None or self.controller.cabinet.cycle % self._period:
            return
        faults = self.controller.faults
        if self.link.slow:
            return
        if not (faults.has(FaultKind.REPEAT) and self._last):
            self._last = self._packed(blank=faults.has(FaultKind.ZEROES))
        for _ in range(2 if faults.has(FaultKind.DUPLICATE) else 1):
            self.link.send(self._last)

    def say(self, text: str) -> None:
        """Send a text message, as a warning from the exchange."""
        message, source = text.encode("latin-1", "replace")[:255], b"RTDE"
        body = bytes([len(message)]) + message + bytes([len(source)]) + source + bytes([2])
        self.link.send(_HEADER.pack(_HEADER.size + len(body), _TEXT) + body)

    def _packed(self, *, blank: bool) -> bytes:
        assert self._layout is not None
        values: list[Any] = []
        for output in self._taken:
            value = output.take(self.controller)
            if blank and output is not outputs()["timestamp"]:
                value = (0,) * width(output.kind) if width(output.kind) > 1 else 0
            if isinstance(value, tuple | list):
                values.extend(value)
            else:
                values.append(value)
        body = self._layout.pack(*values)
        return _HEADER.pack(_HEADER.size + 1 + len(body), _DATA) + b"\x01" + body

    def _answer(self, kind: int, body: bytes) -> bytes | None:
        """Answer one package; None where nothing is answered."""
        if kind == _VERSION:
            return bytes([len(body) == 2 and int.from_bytes(body, "big") == 2])
        if kind == _CONTROL_VERSION:
            return struct.pack(">4I", *self.controller.setup.version)
        if kind == _OUTPUTS:
            return self._set_up_outputs(body)
        if kind == _INPUTS:
            return self._set_up_inputs(body)
        if kind in (_START, _PAUSE):
            self.started = kind == _START and self._layout is not None
            return bytes([self.started or kind == _PAUSE])
        if kind == _DATA:
            self._take(body)
        elif kind != _TEXT:
            self.say(f"unknown package type {kind}")
        return None

    def _set_up_outputs(self, body: bytes) -> bytes:
        """Answer a list of names with their types; a name that does not exist leaves nothing to start."""
        self.started, self._layout, self._last = False, None, b""
        if len(body) < 8:
            return b"\x00"
        frequency = struct.unpack_from(">d", body)[0]
        names = _names(body[8:])
        kinds = [outputs()[name].kind if name in outputs() else NOT_FOUND for name in names]
        good = bool(names) and NOT_FOUND not in kinds and math.isfinite(frequency) and 1 <= frequency <= FREQUENCY
        if good:
            self._taken = [outputs()[name] for name in names]
            self._layout = packing(kinds)
            self._period = max(1, round(FREQUENCY / frequency))
        return bytes([good]) + ",".join(kinds).encode()

    def _set_up_inputs(self, body: bytes) -> bytes:
        """Answer a list of names with their types; an input that another client writes is in use."""
        names = _names(body)
        kinds = [self._kind_of(name) for name in names]
        good = bool(names) and not {NOT_FOUND, IN_USE} & set(kinds) and len(self._recipes) < RECIPES_MAX
        number = 0
        if good:
            number = len(self._recipes) + 1
            self._recipes[number] = Recipe(names, kinds, packing(kinds))
            self.claims.update(dict.fromkeys(names, self))
        return bytes([number]) + ",".join(kinds).encode()

    def _kind_of(self, name: str) -> str:
        if name not in inputs():
            return NOT_FOUND
        return inputs()[name].kind if self.claims.get(name, self) is self else IN_USE

    def _take(self, body: bytes) -> None:
        recipe = self._recipes.get(body[0]) if body else None
        if recipe is None or len(body) - 1 != recipe.layout.size:
            self.say("input package of no recipe")
            return
        given = recipe.read(body[1:])
        for name, value in given.items():
            numbers = value if isinstance(value, tuple) else (value,)
            if not all(math.isfinite(number) for number in numbers):
                self.say(f"{name} is not finite")
                return
        apply(self.controller.cabinet, given)


def _names(body: bytes) -> list[str]:
    """Read names; the list may end with a comma."""
    names = body.decode("latin-1").split(",")
    return names[:-1] if names and not names[-1] else names
