"""A program: the tree of its steps, numbered, with a stored form that is the same in every face and language."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass, replace
from functools import cached_property
from typing import Any

from cobot_lab import stored
from cobot_lab.findings import Span
from cobot_lab.program.steps import Blank, Comment, Define, Step, Written

SCHEMA = "cobot_lab/program/1"


@dataclass(frozen=True)
class Program:
    """A program of the pupils' language.

    Attributes:
        body: The steps of the top level, definitions of functions among them. Made by `Program.of`, which numbers them.
    """

    body: tuple[Step, ...]

    @classmethod
    def of(cls, body: tuple[Step, ...]) -> Program:
        """Number the steps in reading order, from 1, comments and blank lines left out."""
        return cls(_numbered(body, iter(range(1, 1_000_000))))

    def walk(self) -> Iterator[Written]:
        """Give every numbered step and case, in reading order."""
        return _walk(self.body)

    @cached_property
    def functions(self) -> dict[str, Define]:
        """The pupil's functions by name."""
        return {step.name: step for step in self.body if isinstance(step, Define)}

    @cached_property
    def _spans(self) -> dict[int, Span | None]:
        return {step.number: step.span for step in self.walk()}

    def span_of(self, number: int) -> Span | None:
        """Give where a step is written, or nothing when that is not known."""
        return self._spans.get(number)

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the stored form."""
        return stored.sha256(self.to_bytes())

    def to_bytes(self) -> bytes:
        """Give the stored form: meaning only, without spans, comments and blank lines."""
        return stored.canonical({"schema": SCHEMA, "body": _meaning(self.body)})


def _bodies(step: Any) -> tuple[str, ...]:
    return tuple(name for name in ("cases", "body", "otherwise") if hasattr(step, name))


def _numbered(body: tuple[Any, ...], numbers: Iterator[int]) -> tuple[Any, ...]:
    result = []
    for step in body:
        if isinstance(step, Comment | Blank):
            result.append(step)
            continue
        number = next(numbers)
        inner = {name: _numbered(getattr(step, name), numbers) for name in _bodies(step)}
        result.append(replace(step, number=number, **inner))
    return tuple(result)


def _walk(body: tuple[Any, ...]) -> Iterator[Written]:
    for step in body:
        if isinstance(step, Comment | Blank):
            continue
        yield step
        for name in _bodies(step):
            yield from _walk(getattr(step, name))


def _meaning(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_meaning(item) for item in value if not isinstance(item, Comment | Blank)]
    if is_dataclass(value):
        inner = {f.name: _meaning(getattr(value, f.name)) for f in fields(value) if f.name not in _UNSTORED}
        return {"is": type(value).__name__.lower(), **inner}
    return value


_UNSTORED = frozenset({"number", "span", "note"})
