"""URScript expressions to code."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from lark import Token, Tree

from cobot_lab.deploy.virtual.ur.script import operators
from cobot_lab.deploy.virtual.ur.script.calls import Calls
from cobot_lab.deploy.virtual.ur.script.code import Code, Flow, Frame, combined
from cobot_lab.deploy.virtual.ur.script.values import Pose, ScriptError, Value, bounded, finite, integer, number, to_str

Node = Any  # a tree or token of the parser


class Expressions:
    """Compiles expressions; calls are looked up in `calls`."""

    def __init__(self, calls: Calls) -> None:
        self._calls = calls
        self._makers: dict[str, Callable[[Tree[Token]], Code]] = {
            "integer": lambda tree: self._constant(bounded(int(str(tree.children[0])))),
            "hexadecimal": lambda tree: self._constant(bounded(int(str(tree.children[0]), 16))),
            "float": lambda tree: self._constant(float(str(tree.children[0]))),
            "string": lambda tree: self._constant(bounded(str(tree.children[0])[1:-1])),
            "true": lambda _: self._constant(True),
            "false": lambda _: self._constant(False),
            "variable": self._variable,
            "list": self._list,
            "index": self._index,
            "binary": self._binary,
            "exclusive": lambda tree: combined(self.each(tree.children), operators.BINARY["xor"]),
            "signed": self._signed,
            "inverse": lambda tree: combined(self.each(tree.children), operators.inverted),
            "either": lambda tree: self._short(tree, decides=True),
            "both": lambda tree: self._short(tree, decides=False),
            "call": self._call,
            "run": self._run,
        }

    def make(self, node: Node) -> Code:
        """Compile one expression."""
        return self._makers[node.data](node)

    def each(self, nodes: list[Any]) -> list[Code]:
        """Compile several."""
        return [self.make(node) for node in nodes]

    def _constant(self, value: Value) -> Code:
        return Code(lambda _: value)

    def _variable(self, tree: Tree[Token]) -> Code:
        name = str(tree.children[0])
        return Code(lambda frame: frame.read(name))

    def _list(self, tree: Tree[Token]) -> Code:
        items = _items(tree.children[0])
        return combined(self.each(items), lambda *values: _row(values)) if items else Code(lambda _: [])

    def _index(self, tree: Tree[Token]) -> Code:
        target, items = tree.children[0], _items(tree.children[1])
        if is_pose(tree):
            return combined(self.each(items), lambda *values: Pose([finite(value) for value in values]))
        return combined(self.each([target, *items]), lambda whole, *places: item(whole, places))

    def _binary(self, tree: Tree[Token]) -> Code:
        left, sign, right = tree.children
        return combined(self.each([left, right]), operators.BINARY[str(sign)])

    def _signed(self, tree: Tree[Token]) -> Code:
        sign, operand = tree.children
        return combined(self.each([operand]), operators.negated if sign == "-" else number)

    def _short(self, tree: Tree[Token], *, decides: bool) -> Code:
        """`or` and `and`: the second part is computed only when the first does not decide."""
        first, second = self.each(tree.children)
        if not (first.flows or second.flows):

            def plain(frame: Frame) -> bool:
                decided = operators.truth(first.run(frame)) is decides
                return decides if decided else operators.truth(second.run(frame))

            return Code(plain)

        def flowing(frame: Frame) -> Flow:
            for part in (first, second):
                value = (yield from part.run(frame)) if part.flows else part.run(frame)
                if operators.truth(value) is decides:
                    return decides
            return not decides

        return Code(flowing, flows=True)

    def _call(self, tree: Tree[Token]) -> Code:
        name, given, named = self._arguments(tree)
        return self._calls.call(name, given, named, line_of(tree))

    def _run(self, tree: Tree[Token]) -> Code:
        name, given, named = self._arguments(tree)
        if given or named:
            raise ScriptError(f"compile_error: thread {name} takes no arguments", line_of(tree))
        return self._calls.launch(name, line_of(tree))

    def _arguments(self, tree: Tree[Token]) -> tuple[str, list[Code], dict[str, Code]]:
        given: list[Code] = []
        named: dict[str, Code] = {}
        for argument in _items(tree.children[1]):
            if argument.data == "named":
                named[str(argument.children[0])] = self.make(argument.children[1])
            elif named:
                raise ScriptError("compile_error: an argument without name after one with", line_of(tree))
            else:
                given.append(self.make(argument))
        return str(tree.children[0]), given, named


def line_of(tree: Tree[Token]) -> int:
    """Give the line that a piece of program begins in, from 1; 0 when unknown."""
    return getattr(tree.meta, "line", 0)


def is_pose(tree: Tree[Token]) -> bool:
    """Whether `name[...]` writes a pose: p with six numbers."""
    target = tree.children[0]
    named_p = isinstance(target, Tree) and target.data == "variable" and str(target.children[0]) == "p"
    return named_p and len(_items(tree.children[1])) == 6


def item(whole: Value, places: tuple[Value, ...]) -> Value:
    """Give an element of a list, or of a matrix by row and column.

    Raises:
        ScriptError: There is none.
    """
    for place in places:
        if not isinstance(whole, list):
            raise ScriptError(f"type_error: {to_str(whole)} has no elements")
        where = integer(place)
        if not 0 <= where < len(whole):
            raise ScriptError(f"index_out_of_bounds:{where}:")
        whole = whole[where]
    return whole


def _items(node: Node) -> list[Any]:
    return [] if node is None else list(node.children)


def _row(values: tuple[Value, ...]) -> Value:
    for value in values:
        if isinstance(value, list) and any(isinstance(each, list) for each in value):
            raise ScriptError("type_error: a list of matrices")
    return bounded(list(values))
