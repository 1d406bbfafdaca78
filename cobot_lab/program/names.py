"""Names that pupils give: which are set, which are taken, and what stands where it may not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cobot_lab.program import steps as s


def inside(body: Sequence[s.Step | s.Case]) -> Iterator[s.Written]:
    """Give the steps of a body and of the bodies inside it, functions' bodies left out."""
    for step in body:
        yield step
        match step:
            case s.If():
                yield from inside(step.cases)
                yield from inside(step.otherwise)
            case s.Repeat() | s.Count() | s.While() | s.Case():
                yield from inside(step.body)
            case _:
                pass


def assigned_in(body: Sequence[s.Step]) -> frozenset[str]:
    """Give the variables that a body sets, as Python decides which names are a function's own."""
    return frozenset(step.variable for step in inside(body) if isinstance(step, s.Set | s.Change | s.Repeat | s.Count))


def set_in(body: Sequence[s.Step]) -> frozenset[str]:
    """Give the variables to which a body gives a first value; a change is not one."""
    return frozenset(step.variable for step in inside(body) if isinstance(step, s.Set | s.Repeat | s.Count))
