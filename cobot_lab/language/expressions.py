"""The visitor of expressions: one method per construct of the language; every other is refused."""

from __future__ import annotations

import ast
import unicodedata
from collections.abc import Sequence
from functools import reduce

from cobot_lab.codes import Code
from cobot_lab.findings import Span
from cobot_lab.language.arguments import bind
from cobot_lab.language.characters import hidden, refused
from cobot_lab.language.context import Context
from cobot_lab.language.suggestion import suggestion
from cobot_lab.program import expressions as e
from cobot_lab.program.table import BY_PYTHON_NAME, folded
from cobot_lab.program.vocabulary import Role, Row

ARITHMETIC: dict[type[ast.operator], str] = {
    ast.Add: "+",
    ast.Sub: "-",
    ast.Mult: "*",
    ast.Div: "/",
    ast.FloorDiv: "//",
    ast.Mod: "%",
}
COMPARISONS: dict[type[ast.cmpop], str] = {
    ast.Eq: "==",
    ast.NotEq: "!=",
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">",
    ast.GtE: ">=",
}

Bound = tuple[Row, tuple[e.Expression | None, ...]]
Called = Bound | tuple[str, tuple[e.Expression, ...]]
"""A call understood: a row with its arguments, or a function of the pupil's with its own."""


class Expressions(ast.NodeVisitor):
    """Reads one expression after another; `visit` gives an `Expression`, or nothing after noting why."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def read(self, node: ast.expr) -> e.Expression | None:
        """Read one expression, or note why it is none of the language's."""
        found: e.Expression | None = self.visit(node)
        return found

    def read_all(self, nodes: Sequence[ast.expr]) -> tuple[e.Expression, ...] | None:
        """Read several expressions; nothing when one of them is refused."""
        found = [self.read(node) for node in nodes]
        read = tuple(expression for expression in found if expression is not None)
        return read if len(read) == len(found) else None

    def generic_visit(self, node: ast.AST) -> None:
        """Refuse what has no method of its own, without looking inside."""
        self._context.deny(node)

    def visit_Constant(self, node: ast.Constant) -> e.Expression | None:
        """Allow numbers, texts, `True` and `False`."""
        span = self._span(node)
        value = node.value
        if (span.line, span.column) in self._context.refused:
            return None
        if isinstance(value, bool):
            return e.Truth(value, span=span)
        if isinstance(value, int | float):
            return e.Number(value, span=span)
        if isinstance(value, str):
            return self._text(value, span)
        self._context.outside({type(None): "none", bytes: "bytes"}.get(type(value), type(value).__name__), "", span)
        return None

    def _text(self, value: str, span: Span) -> e.Expression | None:
        wrong = next((character for character in value if hidden(character)), None)
        if wrong is not None:
            self._context.findings.append(refused(wrong, span))
            return None
        return e.Text(unicodedata.normalize("NFC", value), span=span)

    def visit_Name(self, node: ast.Name) -> e.Expression:
        """Allow a variable."""
        return e.Variable(node.id, span=self._span(node))

    def visit_UnaryOp(self, node: ast.UnaryOp) -> e.Expression | None:
        """Allow a sign and `not`; a signed number is a number."""
        span = self._span(node)
        literal = isinstance(node.operand, ast.Constant)
        if not isinstance(node.op, ast.USub | ast.Not) and not (isinstance(node.op, ast.UAdd) and literal):
            self._context.deny(node.op, span)
            return None
        operand = self.read(node.operand)
        if operand is None:
            return None
        if isinstance(node.op, ast.Not):
            return e.Not(operand, span=span)
        if isinstance(operand, e.Number) and literal:
            return e.Number(-operand.value if isinstance(node.op, ast.USub) else operand.value, span=span)
        return e.Negative(operand, span=span)

    def visit_BinOp(self, node: ast.BinOp) -> e.Expression | None:
        """Allow the six signs of arithmetic."""
        sign = ARITHMETIC.get(type(node.op))
        if sign is None:
            self._context.deny(node.op, self._span(node))
            return None
        sides = self.read_all((node.left, node.right))
        return None if sides is None else e.Arithmetic(sign, *sides, span=self._span(node))

    def visit_Compare(self, node: ast.Compare) -> e.Expression | None:
        """Allow one comparison; a chain of them is said with `and`."""
        if len(node.ops) > 1:
            self._context.outside("chained_comparison", "logic", self._span(node))
            return None
        sign = COMPARISONS.get(type(node.ops[0]))
        if sign is None:
            self._context.deny(node.ops[0], self._span(node))
            return None
        sides = self.read_all((node.left, node.comparators[0]))
        return None if sides is None else e.Comparison(sign, *sides, span=self._span(node))

    def visit_BoolOp(self, node: ast.BoolOp) -> e.Expression | None:
        """Allow `and` and `or`; `a and b and c` is read from the left."""
        word = "and" if isinstance(node.op, ast.And) else "or"
        sides = self.read_all(node.values)
        if sides is None:
            return None
        spans = iter([self._context.text.span(node.values[0], last) for last in node.values[1:]])
        return reduce(lambda left, right: e.Logic(word, left, right, span=next(spans)), sides)

    def visit_Call(self, node: ast.Call) -> e.Expression | None:
        """Allow the values of the vocabulary and the pupil's functions."""
        called = self.called(node)
        if called is None:
            return None
        what, arguments = called
        if isinstance(what, str):
            return e.FunctionCall(what, tuple(a for a in arguments if a is not None), span=self._span(node))
        if what.role is Role.VALUE:
            return e.Value(what.op, arguments, span=self._span(node))
        self._context.outside("step_as_value", "", self._span(node))
        return None

    def called(self, node: ast.Call) -> Called | None:
        """Understand a call, of the vocabulary or of a pupil's function, or note why it is neither."""
        if not isinstance(node.func, ast.Name):
            self.generic_visit(node.func)
            return None
        name = node.func.id
        rows = BY_PYTHON_NAME.get(folded(name))
        if rows is None and name not in self._context.functions:
            near = suggestion(name, self._context.functions)
            self._context.find(Code.UNKNOWN_STEP, self._span(node.func), name=name, suggestion=near)
            return None
        positional = self.read_all(node.args)
        named = self._named(node.keywords)
        if positional is None or named is None:
            return None
        if rows is not None:
            return bind(self._context, rows, positional, named, self._span(node))
        if named:
            self._context.outside("keyword_argument", "call", self._span(node.keywords[0]))
            return None
        return name, positional

    def _named(self, keywords: Sequence[ast.keyword]) -> dict[str, e.Expression] | None:
        read: dict[str, e.Expression] = {}
        for keyword in keywords:
            if keyword.arg is None or keyword.arg in read:
                key = "star_argument" if keyword.arg is None else "repeated_argument"
                self._context.outside(key, "", self._span(keyword))
                return None
            value = self.read(keyword.value)
            if value is None:
                return None
            read[keyword.arg] = value
        return read

    def _span(self, node: ast.AST) -> Span:
        return self._context.text.span(node)
