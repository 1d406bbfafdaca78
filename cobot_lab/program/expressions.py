"""The expressions of the pupils' language: numbers, names, comparisons, and the values that the vocabulary gives."""

from __future__ import annotations

from dataclasses import dataclass, field

from cobot_lab.findings import Span


@dataclass(frozen=True, slots=True)
class Number:
    """A number as the pupil wrote it, in the unit of the place where it stands."""

    value: int | float
    span: Span | None = field(default=None, compare=False, kw_only=True)


@dataclass(frozen=True, slots=True)
class Text:
    """A quoted text."""

    value: str
    span: Span | None = field(default=None, compare=False, kw_only=True)


@dataclass(frozen=True, slots=True)
class Truth:
    """`True` or `False`."""

    value: bool
    span: Span | None = field(default=None, compare=False, kw_only=True)


@dataclass(frozen=True, slots=True)
class Variable:
    """The value of a variable."""

    name: str
    span: Span | None = field(default=None, compare=False, kw_only=True)


@dataclass(frozen=True, slots=True)
class Negative:
    """A sign change. A negative literal is a `Number`, not this."""

    operand: Expression
    span: Span | None = field(default=None, compare=False, kw_only=True)


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """`left operator right` with operator one of `+ - * / // %`."""

    operator: str
    left: Expression
    right: Expression
    span: Span | None = field(default=None, compare=False, kw_only=True)


@dataclass(frozen=True, slots=True)
class Comparison:
    """`left operator right` with operator one of `== != < <= > >=`."""

    operator: str
    left: Expression
    right: Expression
    span: Span | None = field(default=None, compare=False, kw_only=True)


@dataclass(frozen=True, slots=True)
class Logic:
    """`left operator right` with operator `and` or `or`; the right side is looked at only when needed."""

    operator: str
    left: Expression
    right: Expression
    span: Span | None = field(default=None, compare=False, kw_only=True)


@dataclass(frozen=True, slots=True)
class Not:
    """`not operand`."""

    operand: Expression
    span: Span | None = field(default=None, compare=False, kw_only=True)


@dataclass(frozen=True, slots=True)
class Value:
    """A value of the vocabulary, such as an offset point or a sensor's answer.

    Attributes:
        op: Key of the vocabulary row.
        arguments: One for each parameter of the row, in its order; `None` where the pupil left the default.
    """

    op: str
    arguments: tuple[Expression | None, ...]
    span: Span | None = field(default=None, compare=False, kw_only=True)


@dataclass(frozen=True, slots=True)
class FunctionCall:
    """The value that a function of the pupil's gives back."""

    name: str
    arguments: tuple[Expression, ...]
    span: Span | None = field(default=None, compare=False, kw_only=True)


Expression = Number | Text | Truth | Variable | Negative | Arithmetic | Comparison | Logic | Not | Value | FunctionCall
