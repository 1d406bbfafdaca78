"""The visitor of statements: one method per construct of the language; every other is refused and kept as it is."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from cobot_lab.findings import Span
from cobot_lab.language.context import Context
from cobot_lab.language.expressions import ARITHMETIC, Expressions
from cobot_lab.language.loops import Turns, turns_of
from cobot_lab.program import expressions as e
from cobot_lab.program import steps as s
from cobot_lab.program.vocabulary import Role

Body = tuple[s.Step, ...]


class Statements(ast.NodeVisitor):
    """Reads bodies of statements; `visit` gives one step, or nothing after noting why it is none."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._expressions = Expressions(context)
        self._nested = 0

    def program(self, module: ast.Module) -> Body:
        """Read the top level, with every comment that is left."""
        steps = self._steps(module.body)
        return _tidy([*steps, *self._context.layout.before(len(self._context.text.lines) + 1)])

    def generic_visit(self, node: ast.AST) -> None:
        """Refuse what has no method of its own, without looking inside."""
        self._context.deny(node, self._span(node))

    # Bodies

    def _steps(self, nodes: Sequence[ast.stmt]) -> list[s.Step]:
        steps: list[s.Step] = []
        for at, node in enumerate(nodes):
            steps.extend(self._context.layout.before(node.lineno))
            shares_line = at + 1 < len(nodes) and nodes[at + 1].lineno == node.end_lineno
            steps.extend(self._step(node, shares_line=shares_line))
        return steps

    def _step(self, node: ast.stmt, *, shares_line: bool) -> list[s.Step]:
        last = self._last_line_of_head(node)
        around: list[s.Step] = list(self._context.layout.inner(node.lineno, last))
        note = "" if shares_line or _body_on(node, last) else self._context.layout.note(last)
        if isinstance(node, ast.Pass):
            return [*around, s.Comment(note, span=self._span(node))] if note else around
        step: s.Step | None = self.visit(node)
        if step is None:
            return [self._raw(node, whole_line=not shares_line)]
        return [*around, replace(step, note=note, span=self._head(node))]

    def _body(self, nodes: Sequence[ast.stmt], head: int) -> Body:
        """Read the body of a step whose head ends on that line of text."""
        self._nested += 1
        steps = self._steps(nodes)
        self._nested -= 1
        last = nodes[-1]
        if nodes[0].lineno > head:
            column = self._span(nodes[0]).column
            steps.extend(self._context.layout.behind(last.end_lineno or last.lineno, column))
        return _tidy(steps)

    def _raw(self, node: ast.stmt, *, whole_line: bool) -> s.Raw:
        """Keep a refused statement as it is written, with what was handed out to bodies inside it."""
        layout = self._context.layout
        span = self._span(node)
        layout.before(span.end_line + 1)
        if (last := layout.handed_out()) > span.end_line:
            span = replace(span, end_line=last, end_column=len(self._context.text.lines[last - 1]))
        if isinstance(node, ast.FunctionDef | ast.ClassDef | ast.AsyncFunctionDef) and node.decorator_list:
            span = replace(span, line=node.decorator_list[0].lineno)
        self._context.lost.update(_names_set(node))
        for line in range(span.line, span.end_line + 1):
            layout.note(line)
        return s.Raw(self._context.text.written(span, whole_line=whole_line), span=span)

    # Steps

    def visit_Expr(self, node: ast.Expr) -> s.Step | None:
        """Allow a step of the vocabulary, or a call of a pupil's function."""
        if not isinstance(node.value, ast.Call):
            self._loose(node.value)
            return None
        called = self._expressions.called(node.value)
        if called is None:
            return None
        what, arguments = called
        if isinstance(what, str):
            return s.Call(what, tuple(a for a in arguments if a is not None))
        if what.role is Role.STEP:
            return s.Act(what.op, arguments)
        self._context.outside("loose_value", "", self._span(node))
        return None

    def _loose(self, node: ast.expr) -> None:
        """Note a value that stands alone; a refused construct is named as what it is."""
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            if self._expressions.read(node) is not None:
                self._context.outside("loose_text", "comment", self._span(node))
        elif self._expressions.read(node) is not None:
            self._context.outside("loose_value", "", self._span(node))

    def visit_Assign(self, node: ast.Assign) -> s.Set | None:
        """Allow `x = value`."""
        if len(node.targets) > 1:
            self._context.outside("several_targets", "set", self._span(node))
            return None
        name = self._target(node.targets[0])
        if name is None:
            return None
        value = self._expressions.read(node.value)
        return None if value is None else s.Set(name, value)

    def visit_AugAssign(self, node: ast.AugAssign) -> s.Set | s.Change | None:
        """Allow `x += amount`; with another sign of arithmetic it is `x = x sign amount`."""
        name = self._target(node.target)
        sign = ARITHMETIC.get(type(node.op))
        if name is None:
            return None
        if sign is None:
            self._context.deny(node.op, self._span(node))
            return None
        amount = self._expressions.read(node.value)
        if amount is None:
            return None
        if sign == "+":
            return s.Change(name, amount)
        before = e.Variable(name, span=self._span(node.target))
        return s.Set(name, e.Arithmetic(sign, before, amount, span=self._span(node)))

    def _target(self, node: ast.expr) -> str | None:
        if isinstance(node, ast.Name):
            return node.id
        self._context.deny(node, self._span(node))
        return None

    def visit_For(self, node: ast.For) -> s.Repeat | s.Count | None:
        """Allow a counted loop over `range`."""
        head = self._last_line_of_head(node)
        turns = turns_of(self._context, self._expressions, node)
        body = self._body(node.body, head)
        if self._loop_else(node) or turns is None:
            return None
        return _loop(turns, body)

    def visit_While(self, node: ast.While) -> s.While | None:
        """Allow `while condition`."""
        condition = self._expressions.read(node.test)
        body = self._body(node.body, self._last_line_of_head(node))
        return None if self._loop_else(node) or condition is None else s.While(condition, body)

    def _loop_else(self, node: ast.For | ast.While) -> bool:
        if node.orelse:
            self._context.outside("loop_else", "if", self._span(node.orelse[0]))
        return bool(node.orelse)

    def visit_If(self, node: ast.If) -> s.If | None:
        """Allow `if / elif / else`; a chain of `elif` is read in one go, however long."""
        cases: list[s.Case | None] = []
        otherwise: Body = ()
        rest: list[ast.stmt] = [node]
        while rest:
            current = rest[0]
            assert isinstance(current, ast.If)
            cases.append(self._case(current, first=current is node))
            rest = current.orelse
            if rest and not self._is_elif(rest[0]):
                otherwise = self._otherwise(current)
                break
        read = tuple(case for case in cases if case is not None)
        return s.If(read, otherwise) if len(read) == len(cases) else None

    def _case(self, node: ast.If, *, first: bool) -> s.Case | None:
        last = self._last_line_of_head(node)
        note = "" if first or _body_on(node, last) else self._context.layout.note(last)
        around: list[s.Step] = [] if first else list(self._context.layout.inner(node.lineno, last))
        condition = self._expressions.read(node.test)
        body = _tidy([*around, *self._body(node.body, last), *self._before_else(node)])
        return None if condition is None else s.Case(condition, body, note=note, span=self._head(node))

    def _before_else(self, node: ast.If) -> Sequence[s.Step]:
        """Keep what stands before `elif` or `else` at the end of the body above it."""
        line = self._context.layout.next_line(node.body[-1].end_lineno or node.lineno) if node.orelse else None
        return self._context.layout.before(line.first) if line is not None else ()

    def _otherwise(self, node: ast.If) -> Body:
        line = self._context.layout.next_line(node.body[-1].end_lineno or node.lineno)
        head = line.first if line is not None else node.lineno
        note = "" if node.orelse[0].lineno == head else self._context.layout.note(head)
        body = self._body(node.orelse, head)
        return (s.Comment(note), *body) if note else body

    def _is_elif(self, node: ast.stmt) -> bool:
        span = self._span(node)
        return isinstance(node, ast.If) and self._context.text.lines[span.line - 1].startswith("elif", span.column)

    def visit_FunctionDef(self, node: ast.FunctionDef) -> s.Define | None:
        """Allow a function with plain parameters, at the top of the program."""
        refused = self._refused_in_head(node)
        if refused is not None:
            self._context.outside(*refused)
        if self._nested and refused is None:
            self._context.outside("nested_function", "define", self._head(node))
        body = self._body(node.body, self._last_line_of_head(node))
        if refused is not None or self._nested:
            return None
        return s.Define(node.name, tuple(parameter.arg for parameter in node.args.args), body)

    def _refused_in_head(self, node: ast.FunctionDef) -> tuple[str, str, Span] | None:
        of = node.args
        starred = [arg for arg in (of.vararg, of.kwarg) if arg is not None] + of.kwonlyargs + of.posonlyargs
        annotations = [arg.annotation for arg in of.args] + [node.returns]
        defaults = [default for default in (*of.defaults, *of.kw_defaults) if default is not None]
        for key, hint, nodes in (
            ("decorator", "", node.decorator_list),
            ("star_argument", "", starred),
            ("default_value", "", defaults),
            ("annotation", "", [annotation for annotation in annotations if annotation is not None]),
        ):
            if nodes:
                return key, hint, self._span(nodes[0])
        return None

    def visit_Return(self, node: ast.Return) -> s.Return | None:
        """Allow `return`, with a value or without."""
        if node.value is None:
            return s.Return()
        value = self._expressions.read(node.value)
        return None if value is None else s.Return(value)

    def visit_Break(self, _node: ast.Break) -> s.Break:
        """Allow `break`."""
        return s.Break()

    # Places

    def _span(self, node: ast.AST) -> Span:
        return self._context.text.span(node)

    def _last_line_of_head(self, node: ast.stmt) -> int:
        line = self._context.layout.line_of(node.lineno)
        return node.lineno if line is None else line.last

    def _head(self, node: ast.stmt) -> Span:
        """Give where a step is written, without the steps inside it."""
        match node:
            case ast.If() | ast.While():
                return self._context.text.span(node, node.test)
            case ast.For():
                return self._context.text.span(node, node.iter)
            case ast.FunctionDef():
                return self._context.text.head_of_function(node)
            case _:
                return self._span(node)


def _loop(turns: Turns, body: Body) -> s.Repeat | s.Count:
    if turns.first is None:
        return s.Repeat(turns.variable, turns.last, body)
    return s.Count(turns.variable, turns.first, turns.last, body)


def _body_on(node: ast.stmt, line: int) -> bool:
    body: Any = getattr(node, "body", None)
    return bool(body) and body[0].lineno <= line


def _tidy(steps: Sequence[s.Step]) -> Body:
    """Keep blank lines between steps only, one for each group of them."""
    kept: list[s.Step] = []
    for step in steps:
        if isinstance(step, s.Blank) and (not kept or isinstance(kept[-1], s.Blank)):
            continue
        kept.append(step)
    if kept and isinstance(kept[-1], s.Blank):
        kept.pop()
    return tuple(kept)


def _names_set(node: ast.stmt) -> set[str]:
    names: set[str] = set()
    for inner in ast.walk(node):
        if isinstance(inner, ast.Name) and isinstance(inner.ctx, ast.Store):
            names.add(inner.id)
        elif isinstance(inner, ast.alias):
            names.add((inner.asname or inner.name).split(".")[0])
        elif isinstance(inner, ast.arg):
            names.add(inner.arg)
    return names
