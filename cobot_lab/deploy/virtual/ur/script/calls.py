"""Calls in URScript: to what the program defines, and to what the controller offers."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from cobot_lab.deploy.virtual.ur.script.code import DEPTH_MAX, Code, Flow, Frame, combined, computed
from cobot_lab.deploy.virtual.ur.script.values import ScriptError, Value, copied

Function = Callable[..., Any]


@dataclass(frozen=True, slots=True)
class Offered:
    """A function of the controller.

    Attributes:
        run: Takes the calling frame, then the arguments by URScript's own names.
        flows: Whether it takes time: a generator.
    """

    run: Function
    flows: bool = False


@dataclass(slots=True)
class Defined:
    """A function or thread of the program.

    Attributes:
        name: Its name.
        parameters: Names of its parameters, each with the code of its default or None.
        thread: Whether it is a thread.
        body: Its code, once compiled.
    """

    name: str
    parameters: tuple[tuple[str, Code | None], ...]
    thread: bool
    body: Code | None = None

    def invoke(self, frame: Frame, outer: Frame, values: Mapping[str, Value]) -> Flow:
        """Call it."""
        body = self.body
        if body is None:
            raise ScriptError(f"name_not_found:{self.name}:")
        frame.budget.spend()
        if frame.budget.depth >= DEPTH_MAX:
            raise ScriptError("stack_overflow")
        frame.budget.depth += 1
        inner = Frame(frame.program, frame.budget, frame.thread, outer, dict(values))
        if body.flows:
            yield from body.run(inner)
        else:
            body.run(inner)
        frame.budget.depth -= 1
        return inner.value


@dataclass(slots=True)
class Calls:
    """Which names can be called.

    Attributes:
        offered: Functions of the controller.
        unsimulated: Names of those that the real controller has and this one does not.
        defined: What the program defines, by name, innermost scope last.
        asked: Names called and where, to be checked once all is compiled.
    """

    offered: Mapping[str, Offered]
    unsimulated: frozenset[str]
    defined: dict[str, Defined] = field(default_factory=dict)
    asked: list[tuple[str, int, bool]] = field(default_factory=list)

    def call(self, name: str, given: Sequence[Code], named: Mapping[str, Code], line: int) -> Code:
        """Compile a call."""
        self.asked.append((name, line, False))
        parts, names = [*given, *named.values()], list(named)
        if name in self.offered:
            return self._offered(self.offered[name], name, parts, names, line)

        def flowing(frame: Frame) -> Flow:
            values = yield from computed(parts, frame)
            target = self._target(name, line)
            bound = yield from _bound(target, frame, values, names, line)
            return (yield from target.invoke(frame, frame.root(), bound))

        return Code(flowing, flows=True)

    def launch(self, name: str, line: int) -> Code:
        """Compile `run name()`."""
        self.asked.append((name, line, True))

        def start(frame: Frame) -> int:
            body = self._target(name, line).body
            if body is None:
                raise ScriptError(f"name_not_found:{name}:", line)
            return frame.program.launch(name, body, frame.root(), {})

        return Code(start)

    def check(self) -> None:
        """See that every name called exists.

        Raises:
            ScriptError: One does not, or is a thread called like a function.
        """
        for name, line, launched in self.asked:
            target = self.defined.get(name)
            if target is not None and target.thread is not launched:
                raise ScriptError(f"compile_error: {name} is {'not ' if launched else ''}a thread", line)
            known = name in self.offered or name in self.unsimulated
            if target is None and (launched or not known):
                raise ScriptError(f"compile_error_name_not_found:{name}:", line)

    def _target(self, name: str, line: int) -> Defined:
        if name in self.unsimulated and name not in self.defined:
            raise ScriptError(f"not_simulated:{name}:", line)
        return self.defined[name]

    def _offered(self, function: Offered, name: str, parts: list[Code], names: list[str], line: int) -> Code:
        signature = inspect.signature(function.run)
        try:
            signature.bind(None, *[None] * (len(parts) - len(names)), **dict.fromkeys(names))
        except TypeError as problem:
            raise ScriptError(f"compile_error: {name}: {problem}", line) from problem
        positional = len(parts) - len(names)
        run = function.run
        if function.flows:

            def flowing(frame: Frame) -> Flow:
                values = yield from computed(parts, frame)
                return (
                    yield from run(frame, *values[:positional], **dict(zip(names, values[positional:], strict=True)))
                )

            return Code(flowing, flows=True)
        here = Code(lambda frame: frame)
        if names:
            return combined(
                [here, *parts],
                lambda frame, *values: run(
                    frame, *values[:positional], **dict(zip(names, values[positional:], strict=True))
                ),
            )
        return combined([here, *parts], run)


def _bound(target: Defined, frame: Frame, values: list[Value], names: list[str], line: int) -> Flow:
    """Give each parameter its value."""
    known = [name for name, _ in target.parameters]
    positional = len(values) - len(names)
    bound = {**dict(zip(known, map(copied, values[:positional]), strict=False))}
    if positional > len(known) or any(name in bound or name not in known for name in names):
        raise ScriptError(f"argument_error:{target.name}:", line)
    bound |= dict(zip(names, map(copied, values[positional:]), strict=True))
    for name, default in target.parameters:
        if name not in bound:
            if default is None:
                raise ScriptError(f"argument_missing:{target.name}:{name}:", line)
            bound[name] = (yield from default.run(frame)) if default.flows else default.run(frame)
    return bound
