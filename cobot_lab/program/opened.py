"""A macro step opened: the real steps that it stands for, so that a pupil can change one of them."""

from __future__ import annotations

from cobot_lab.program.expressions import Expression, Number
from cobot_lab.program.steps import Act
from cobot_lab.program.table import BY_OP
from cobot_lab.program.vocabulary import Kind, Parameter


def opened(step: Act, approach_mm: float | None = None) -> tuple[Act, ...]:
    """Give the steps inside a macro; with the cell's own height, running them does what running the macro does.

    Args:
        step: Of a row that opens into others.
        approach_mm: Height above a place that the cell uses [mm]; without it, the heights that fresh blocks show.

    Returns:
        The steps, the macro's own comment on the first; none for a step that does not open.

    >>> from cobot_lab.program.expressions import Text
    >>> [inner.op for inner in opened(Act("place", (Text("plateau"),)))]
    ['go_above', 'descend_to', 'open_gripper', 'go_up']
    """
    row = BY_OP[step.op]
    places = [
        argument for parameter, argument in zip(row.parameters, step.arguments, strict=True) if _is_place(parameter)
    ]
    place = places[0] if places else None
    steps = tuple(_inner(op, place, approach_mm) for op in row.opens_into)
    return (Act(steps[0].op, steps[0].arguments, note=step.note), *steps[1:]) if steps else ()


def _inner(op: str, place: Expression | None, approach_mm: float | None) -> Act:
    parameters = BY_OP[op].parameters
    return Act(
        op, tuple(place if _is_place(parameter) else _height(parameter, approach_mm) for parameter in parameters)
    )


def _height(parameter: Parameter, approach_mm: float | None) -> Number:
    height = parameter.initial if approach_mm is None else approach_mm
    assert isinstance(height, float | int)  # heights are all that stands in a macro beside its place
    return Number(int(height) if height == int(height) else height)


def _is_place(parameter: Parameter) -> bool:
    return parameter.kind is Kind.PLACE
