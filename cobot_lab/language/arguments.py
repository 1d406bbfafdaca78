"""From the arguments of a call in Python to those of a vocabulary row: counts, kinds, ranges."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from cobot_lab.codes import Code
from cobot_lab.findings import Span
from cobot_lab.language.context import Context, Notes
from cobot_lab.program import expressions as e
from cobot_lab.program.table import BY_OP, folded
from cobot_lab.program.vocabulary import Kind, Parameter, Row

_STANDS_FOR: dict[Kind, frozenset[Kind]] = {
    Kind.PLACE: frozenset({Kind.PLACE, Kind.TEXT, Kind.ANY}),
    Kind.NUMBER: frozenset({Kind.NUMBER, Kind.ANY}),
    Kind.TEXT: frozenset({Kind.TEXT, Kind.ANY}),
    Kind.NAME: frozenset({Kind.TEXT, Kind.ANY}),
    Kind.CONDITION: frozenset({Kind.CONDITION, Kind.ANY}),
    Kind.ANY: frozenset(Kind) - {Kind.PLACE},
}
"""What each kind of parameter takes; `ANY` among what is given stands for a value known only when running."""


def kind_of(expression: e.Expression) -> Kind:
    """Give what an expression will be, `ANY` when only running it can tell."""
    match expression:
        case e.Number() | e.Negative() | e.Arithmetic():
            return Kind.NUMBER
        case e.Text():
            return Kind.TEXT
        case e.Truth() | e.Comparison() | e.Not() | e.Logic():
            return Kind.CONDITION
        case e.Value():
            return BY_OP[expression.op].gives or Kind.ANY
        case _:
            return Kind.ANY


def choose_row(rows: Sequence[Row], positional: Sequence[e.Expression], named: int) -> Row | None:
    """Choose among rows that share a Python name by the fixed word, then by how many arguments there are."""
    if not named and len(positional) == 1 and isinstance(positional[0], e.Text):
        word = folded(positional[0].value)
        for row in rows:
            if row.word is not None and word in {row.word.fr, row.word.en}:
                return row
    count = len(positional) + named
    return next((row for row in rows if row.word is None and count in row.argument_counts), None)


def counts(rows: Sequence[Row]) -> str:
    """Say how many arguments a Python name takes, such as `1` or `2-3`."""
    known = sorted({count for row in rows if row.word is None for count in row.argument_counts})
    return str(known[0]) if len(known) == 1 else f"{known[0]}-{known[-1]}"


def bind(
    context: Context,
    rows: Sequence[Row],
    positional: Sequence[e.Expression],
    named: Mapping[str, e.Expression],
    at: Span,
) -> tuple[Row, tuple[e.Expression | None, ...]] | None:
    """Choose the row and give its arguments in its order, or note why that cannot be."""
    row = choose_row(rows, positional, len(named))
    slots = None if row is None else _slots(row, positional, named)
    if row is None or slots is None:
        given = len(positional) + len(named)
        context.find(Code.WRONG_ARGUMENTS, at, name=rows[-1].op, expected=counts(rows), given=given)
        return None
    checked = [
        None if slot is None else check(context, row, parameter, slot, at)
        for parameter, slot in zip(row.parameters, slots, strict=True)
    ]
    if any(slot is not None and fit is None for slot, fit in zip(slots, checked, strict=True)):
        return None
    return row, tuple(checked)


def _slots(
    row: Row, positional: Sequence[e.Expression], named: Mapping[str, e.Expression]
) -> list[e.Expression | None] | None:
    if row.word is not None:
        return []
    slots: list[e.Expression | None] = []
    left = dict(named)
    plain = list(positional)
    for parameter in row.parameters:
        own = [name for name in left if folded(name) in {parameter.name.fr, parameter.name.en}]
        if plain and not parameter.keyword_only:
            slots.append(plain.pop(0))
        elif own:
            slots.append(left.pop(own[0]))
        elif parameter.optional:
            slots.append(None)
        else:
            return None
    return None if plain or left else slots


def check(context: Notes, row: Row, parameter: Parameter, given: e.Expression, at: Span) -> e.Expression | None:
    """Give an argument as programs hold it, or note that it does not fit its parameter."""
    span = given.span or at
    if parameter.kind is Kind.CHOICE:
        key = parameter.choice(folded(given.value)) if isinstance(given, e.Text) else None
        if key is not None:
            return e.Text(key, span=given.span)
    elif kind_of(given) in _STANDS_FOR[parameter.kind]:
        return given if _in_range(context, row, parameter, given, span) else None
    context.find(
        Code.WRONG_ARGUMENT_KIND, span, name=row.op, parameter=parameter.name.en, expected=parameter.kind.value
    )
    return None


def _in_range(context: Notes, row: Row, parameter: Parameter, given: e.Expression, span: Span) -> bool:
    if parameter.kind is not Kind.NUMBER or not isinstance(given, e.Number):
        return True
    if parameter.whole and not isinstance(given.value, int):
        context.find(Code.WRONG_ARGUMENT_KIND, span, name=row.op, parameter=parameter.name.en, expected="whole_number")
        return False
    if parameter.allows(given.value):
        return True
    to_si = parameter.unit.to_si
    context.find(
        Code.NUMBER_OUT_OF_RANGE,
        span,
        name=row.op,
        parameter=parameter.name.en,
        minimum=to_si(parameter.minimum),
        maximum=to_si(parameter.maximum),
        value=to_si(given.value),
        unit=parameter.unit.value,
    )
    return False
