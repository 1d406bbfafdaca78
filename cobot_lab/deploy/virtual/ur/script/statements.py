"""URScript statements to code."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from lark import Token, Tree

from cobot_lab.deploy.virtual.ur.script import operators
from cobot_lab.deploy.virtual.ur.script.calls import Calls, Defined
from cobot_lab.deploy.virtual.ur.script.code import Code, Flow, Frame, ProgramHalt, Signal, Wait, combined
from cobot_lab.deploy.virtual.ur.script.expressions import Expressions, item, line_of
from cobot_lab.deploy.virtual.ur.script.values import Pose, ScriptError, Value, copied, finite, integer

NEXT = Signal.NEXT


class Statements:
    """Compiles statements and definitions."""

    def __init__(self, calls: Calls) -> None:
        self._calls = calls
        self._expressions = Expressions(calls)
        self._makers: dict[str, Callable[[Tree[Token]], Code]] = {
            "definition": self._definition,
            "thread": self._definition,
            "branch": self._branch,
            "loop": self._loop,
            "expression_statement": lambda tree: self._after(tree.children[0], lambda _: NEXT),
            "assign": self._assign,
            "declare_global": lambda tree: self._declare(tree, everywhere=True),
            "declare_local": lambda tree: self._declare(tree, everywhere=False),
            "give_back": self._give_back,
            "leave_loop": lambda _: Code(lambda _: Signal.LEAVE),
            "next_turn": lambda _: Code(lambda _: Signal.AGAIN),
            "halt": lambda _: Code(_halt),
            "nothing": lambda _: Code(lambda _: NEXT),
            "kill": self._kill,
            "join": self._join,
        }

    def block(self, nodes: list[Any]) -> Code:
        """Compile statements in their order; definitions count from the beginning of the program."""
        for node in nodes:
            if node.data in ("definition", "thread"):
                self._announce(node)
        parts = [self.make(node) for node in nodes]
        runs = [(part.run, part.flows) for part in parts]
        if not any(part.flows for part in parts):

            def plain(frame: Frame) -> Signal:
                for run, _ in runs:
                    if (signal := run(frame)) is not NEXT:
                        return signal  # type: ignore[no-any-return]
                return NEXT

            return Code(plain)

        def flowing(frame: Frame) -> Flow:
            for run, flows in runs:
                signal = (yield from run(frame)) if flows else run(frame)
                if signal is not NEXT:
                    return signal
            return NEXT

        return Code(flowing, flows=True)

    def make(self, node: Any) -> Code:
        """Compile one statement; what goes wrong in it while it runs is known by its line."""
        code, line = self._makers[node.data](node), line_of(node)
        run = code.run
        if node.data in ("branch", "loop", "definition", "thread", "nothing"):
            return code
        if code.flows:

            def flowing(frame: Frame) -> Flow:
                try:
                    return (yield from run(frame))
                except (ScriptError, ArithmeticError) as problem:
                    raise _located(problem, line) from problem

            return Code(flowing, flows=True)

        def plain(frame: Frame) -> Signal:
            try:
                return run(frame)  # type: ignore[no-any-return]
            except (ScriptError, ArithmeticError) as problem:
                raise _located(problem, line) from problem

        return Code(plain)

    def _announce(self, tree: Tree[Token]) -> None:
        name = str(tree.children[0])
        parameters: list[tuple[str, Code | None]] = []
        listed: Any = tree.children[1] if tree.data != "thread" else None
        for parameter in listed.children if listed is not None else []:
            given, default = parameter.children
            parameters.append((str(given), None if default is None else self._expressions.make(default)))
        self._calls.defined[name] = Defined(name, tuple(parameters), tree.data == "thread")

    def _definition(self, tree: Tree[Token]) -> Code:
        name = str(tree.children[0])
        defined = self._calls.defined[name]
        first = 1 if tree.data == "thread" else 2
        defined.body = self.block(tree.children[first:])

        return Code(lambda _: NEXT)

    def _after(self, node: Any, then: Callable[[Any], Signal]) -> Code:
        return combined([self._expressions.make(node)], then)

    def _assign(self, tree: Tree[Token]) -> Code:
        target, value = tree.children
        if isinstance(target, Tree) and target.data == "variable":
            name = str(target.children[0])
            return self._stored(value, lambda frame, given: frame.write(name, copied(given)))
        if not (isinstance(target, Tree) and target.data == "index" and target.children[0].data == "variable"):  # type: ignore[union-attr]
            raise ScriptError("compile_error: only a variable can be assigned", line_of(tree))
        name = str(target.children[0].children[0])  # type: ignore[union-attr]
        places = self._expressions.each(target.children[1].children)  # type: ignore[union-attr]

        def put(frame: Frame, given: Value, *where: Value) -> Signal:
            row = item(frame.read(name), where[:-1])
            item(row, where[-1:])  # the place exists
            row[integer(where[-1])] = finite(given) if isinstance(row, Pose) else copied(given)  # type: ignore[index]
            return NEXT

        here = Code(lambda frame: frame)
        return combined([here, self._expressions.make(value), *places], put)

    def _declare(self, tree: Tree[Token], *, everywhere: bool) -> Code:
        name, value = str(tree.children[0]), tree.children[1]

        def write(frame: Frame, given: Value) -> None:
            (frame.root() if everywhere else frame).names[name] = copied(given)

        if value is None:
            return Code(lambda frame: write(frame, 0) or NEXT)
        return self._stored(value, write)

    def _stored(self, node: Any, write: Callable[[Frame, Value], None]) -> Code:
        value = self._expressions.make(node)
        run = value.run
        if value.flows:

            def flowing(frame: Frame) -> Flow:
                write(frame, (yield from run(frame)))
                return NEXT

            return Code(flowing, flows=True)

        def plain(frame: Frame) -> Signal:
            write(frame, run(frame))
            return NEXT

        return Code(plain)

    def _give_back(self, tree: Tree[Token]) -> Code:
        def write(frame: Frame, given: Value) -> Signal:
            frame.value = copied(given)
            return Signal.RETURN

        if tree.children[0] is None:
            return Code(lambda _: Signal.RETURN)
        return combined([Code(lambda frame: frame), self._expressions.make(tree.children[0])], write)

    def _branch(self, tree: Tree[Token]) -> Code:
        condition, block, *others = list[Any](tree.children)
        ways = [(self._expressions.make(condition), self.block(block.children))]
        for other in others:
            if not isinstance(other, Tree):
                continue
            if other.data == "elif_part":
                ways.append((self._expressions.make(other.children[0]), self.block(other.children[1].children)))
            else:
                ways.append((Code(lambda _: True), self.block(other.children[0].children)))
        if not any(part.flows for way in ways for part in way):
            runs = [(condition.run, block.run) for condition, block in ways]

            def plain(frame: Frame) -> Signal:
                for condition, block in runs:
                    if operators.truth(condition(frame)):
                        return block(frame)  # type: ignore[no-any-return]
                return NEXT

            return Code(plain)

        def flowing(frame: Frame) -> Flow:
            for condition, block in ways:
                met = (yield from condition.run(frame)) if condition.flows else condition.run(frame)
                if operators.truth(met):
                    return (yield from block.run(frame)) if block.flows else block.run(frame)
            return NEXT

        return Code(flowing, flows=True)

    def _loop(self, tree: Tree[Token]) -> Code:
        condition = self._expressions.make(tree.children[0])
        block = self.block(tree.children[1].children)  # type: ignore[union-attr]

        def flowing(frame: Frame) -> Flow:
            while True:
                frame.budget.spend()
                met = (yield from condition.run(frame)) if condition.flows else condition.run(frame)
                if not operators.truth(met):
                    return NEXT
                signal = (yield from block.run(frame)) if block.flows else block.run(frame)
                if signal is Signal.LEAVE:
                    return NEXT
                if signal is Signal.RETURN:
                    return signal

        return Code(flowing, flows=True)

    def _kill(self, tree: Tree[Token]) -> Code:
        def end(frame: Frame, number: Value) -> Signal:
            frame.program.kill(integer(number))
            return NEXT

        return combined([Code(lambda frame: frame), self._expressions.make(tree.children[0])], end)

    def _join(self, tree: Tree[Token]) -> Code:
        value = self._expressions.make(tree.children[0])

        def flowing(frame: Frame) -> Flow:
            number = (yield from value.run(frame)) if value.flows else value.run(frame)
            while frame.program.alive(integer(number)):
                yield Wait.CYCLE
            return NEXT

        return Code(flowing, flows=True)


def _halt(_: Frame) -> Signal:
    raise ProgramHalt


def _located(problem: ScriptError | ArithmeticError, line: int) -> ScriptError:
    if isinstance(problem, ScriptError):
        return problem if problem.line else ScriptError(problem.reason, line)
    return ScriptError(f"arithmetic_error: {problem}", line)
