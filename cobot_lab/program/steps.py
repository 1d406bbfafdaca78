"""The steps of a program: the one tree behind blocks, Python in two languages and numbered sentences.

Every step has a `number`, counted from 1 in reading order, comments and blank lines left out, so that the same program
has the same numbers whatever face and language it was written in. Numbers and spans do not take part in equality.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from cobot_lab.findings import Span
from cobot_lab.program.expressions import Expression


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What every step carries besides its meaning.

    Attributes:
        number: From 1 in reading order; 0 while the step stands outside a program.
        span: Where it is written.
        note: The comment at the end of its line, without `#`; empty when there is none.
    """

    number: int = field(default=0, compare=False)
    span: Span | None = field(default=None, compare=False)
    note: str = ""


@dataclass(frozen=True, slots=True)
class Act(Written):
    """A step of the vocabulary.

    Attributes:
        op: Key of the vocabulary row.
        arguments: One for each parameter of the row, in its order; `None` where the pupil left the default.
    """

    op: str
    arguments: tuple[Expression | None, ...] = ()


@dataclass(frozen=True, slots=True)
class Repeat(Written):
    """`for variable in range(times)`: `variable` counts from 0."""

    variable: str
    times: Expression
    body: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Count(Written):
    """`for variable in range(first, last + 1)`: both ends included."""

    variable: str
    first: Expression
    last: Expression
    body: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class While(Written):
    """`while condition`; a condition `Truth(True)` is « répéter indéfiniment »."""

    condition: Expression
    body: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Case(Written):
    """One `si` or `sinon si` of a choice. Carries its own span, so that a finding can point at its condition."""

    condition: Expression
    body: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class If(Written):
    """`if / elif / else`; the first case whose condition is true is run, else `otherwise`."""

    cases: tuple[Case, ...]
    otherwise: tuple[Step, ...] = ()


@dataclass(frozen=True, slots=True)
class Set(Written):
    """`variable = value`."""

    variable: str
    value: Expression


@dataclass(frozen=True, slots=True)
class Change(Written):
    """`variable += amount`."""

    variable: str
    amount: Expression


@dataclass(frozen=True, slots=True)
class Define(Written):
    """`def name(parameters)`, at the top of the program only."""

    name: str
    parameters: tuple[str, ...]
    body: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Call(Written):
    """A function of the pupil's, run for what it does."""

    name: str
    arguments: tuple[Expression, ...] = ()


@dataclass(frozen=True, slots=True)
class Return(Written):
    """`return value`."""

    value: Expression | None = None


@dataclass(frozen=True, slots=True)
class Break(Written):
    """`break`: leave the loop."""


@dataclass(frozen=True, slots=True)
class Comment(Written):
    """A comment on a line of its own, without `#`. Has no number."""

    text: str


@dataclass(frozen=True, slots=True)
class Blank(Written):
    """One or more blank lines between steps. Has no number."""


@dataclass(frozen=True, slots=True)
class Raw(Written):
    """A line of Python outside the language, kept byte for byte. Always comes with a finding; never runs."""

    text: str


Step = Act | Repeat | Count | While | If | Set | Change | Define | Call | Return | Break | Comment | Blank | Raw
