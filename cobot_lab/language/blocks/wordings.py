"""From the wording of a row to what a block shows: texts with numbered gaps."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import count

from cobot_lab.program.vocabulary import Kind, Parameter

GAP = re.compile(r"\((?!mm\))([^()\[\]]*)\)|\[([^()\[\]]*)\]")
"""A gap in a wording: `(80)` for a number, `[point]` for anything else; `(mm)` is only a unit."""


class WordingError(ValueError):
    """A row's wording has other gaps than the row has parameters: a slip in the table."""


def ordered(wording: str, parameters: Sequence[Parameter]) -> tuple[Parameter, ...]:
    """Give the parameters in the order of the gaps of a wording, which may differ between languages.

    A round gap takes the next number, a square one the next parameter of another kind.

    Raises:
        WordingError: There are more or fewer gaps than parameters.
    """
    numbers = [parameter for parameter in parameters if parameter.kind is Kind.NUMBER]
    others = [parameter for parameter in parameters if parameter.kind is not Kind.NUMBER]
    found = []
    for gap in GAP.finditer(wording):
        first, second = (numbers, others) if gap[0].startswith("(") else (others, numbers)
        if not first and not second:
            raise WordingError(wording)
        found.append((first or second).pop(0))
    if numbers or others:
        raise WordingError(wording)
    return tuple(found)


def message(wording: str) -> str:
    """Give a wording as Blockly writes it; a lone `%` is only a sign to it.

    >>> message("vitesse (40) %")
    'vitesse %1 %'
    """
    counted = count(1)
    return GAP.sub(lambda _: f"%{next(counted)}", wording)
