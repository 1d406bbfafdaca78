"""Registers, digital and analog inputs and outputs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from cobot_lab.deploy.virtual.ur.cabinet import Cabinet
from cobot_lab.deploy.virtual.ur.script.calls import Offered
from cobot_lab.deploy.virtual.ur.script.operators import truth
from cobot_lab.deploy.virtual.ur.script.values import ScriptError, Value, finite, integer

_BANKS = {"": (0, 18), "standard_": (0, 8), "configurable_": (8, 8), "tool_": (16, 2)}
"""First bit and count of each family of digital inputs and outputs."""


def functions(cabinet: Cabinet) -> Mapping[str, Offered]:
    """Give the functions of this family by name."""
    found: dict[str, Callable[..., Any]] = {}
    for bank, (first, count) in _BANKS.items():
        found[f"set_{bank}digital_out"] = _setter(cabinet, first, count)
        found[f"get_{bank}digital_out"] = _getter(lambda: cabinet.digital_out, first, count)
        found[f"get_{bank}digital_in"] = _getter(lambda: cabinet.digital_in, first, count)
    for kind, take in (("integer", integer), ("float", finite), ("boolean", truth)):
        store = {"integer": "ints", "float": "floats", "boolean": "bits"}[kind]
        found[f"read_input_{kind}_register"] = _reader(getattr(cabinet.inputs, store))
        found[f"read_output_{kind}_register"] = _reader(getattr(cabinet.outputs, store))
        found[f"write_output_{kind}_register"] = _writer(getattr(cabinet.outputs, store), take)
    found["get_standard_analog_in"] = lambda _, n: 0.0 * _place(n, 2)
    found["get_standard_analog_out"] = lambda _, n: cabinet.analog_out[_place(n, 2)]
    found["set_standard_analog_out"] = _analog_setter(cabinet)
    return {name: Offered(run) for name, run in found.items()}


def _place(value: Value, count: int) -> int:
    place = integer(value)
    if not 0 <= place < count:
        raise ScriptError(f"index_out_of_bounds:{place}:")
    return place


def _setter(cabinet: Cabinet, first: int, count: int) -> Callable[..., None]:
    def set_out(_: object, n: Value, b: Value) -> None:
        bit = 1 << (first + _place(n, count))
        cabinet.digital_out = cabinet.digital_out | bit if truth(b) else cabinet.digital_out & ~bit

    return set_out


def _getter(bits: Callable[[], int], first: int, count: int) -> Callable[..., bool]:
    return lambda _, n: bool(bits() >> (first + _place(n, count)) & 1)


def _reader(values: list[Any]) -> Callable[..., Any]:
    return lambda _, address: values[_place(address, len(values))]


def _writer(values: list[Any], take: Callable[[Value], Any]) -> Callable[..., None]:
    def write(_: object, address: Value, value: Value) -> None:
        values[_place(address, len(values))] = take(value)

    return write


def _analog_setter(cabinet: Cabinet) -> Callable[..., None]:
    def set_out(_: object, n: Value, f: Value) -> None:
        share = finite(f)
        if not 0 <= share <= 1:
            raise ScriptError("domain_error: an analog output is set from 0 to 1")
        cabinet.analog_out[_place(n, 2)] = share

    return set_out
