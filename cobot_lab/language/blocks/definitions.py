"""What Blockly has to know of our blocks (its JSON definitions), in one language, made from the vocabulary table.

`cobot_if` uses Blockly's own `controls_if_mutator`; the editor registers `cobot_define_mutator` and
`cobot_call_mutator`, which keep `params`, and `name` and `arguments`, in the extra state.
"""

from __future__ import annotations

from typing import Any

from cobot_lab.language.blocks import shapes, tooltips
from cobot_lab.language.blocks.categories import category_of
from cobot_lab.language.blocks.structures import structures
from cobot_lab.language.blocks.wordings import message, ordered
from cobot_lab.program.table import ROWS
from cobot_lab.program.vocabulary import Kind, Language, Parameter, Role, Row

Definition = dict[str, Any]


def definitions(language: Language) -> tuple[Definition, ...]:
    """Give the definition of every block, in the order of the table, those without a row last."""
    rows = [_of_row(row, language) for row in ROWS if row.role is not Role.STRUCTURE]
    return (*structures(language), *rows)


def _of_row(row: Row, language: Language) -> Definition:
    wording = row.block.said_in(language)
    parameters = ordered(wording, row.parameters)
    tooltip = tooltips.TOOLTIPS.get(row.op)
    definition: Definition = {
        "type": shapes.PREFIX + row.op,
        "message0": message(wording),
        "args0": [argument(parameter, language) for parameter in parameters],
        "inputsInline": True,
        "colour": category_of(row.op).colour,
        "tooltip": tooltip.said_in(language) if tooltip is not None else "",
        "helpUrl": "",
    }
    if row.role is Role.VALUE:
        return {**definition, "output": None if row.gives is None else shapes.OUTPUTS.get(row.gives)}
    return {**definition, "previousStatement": None, "nextStatement": None}


def argument(parameter: Parameter, language: Language) -> Definition:
    """Give the field or input of a parameter."""
    name = shapes.gap(parameter)
    if parameter.kind is Kind.CHOICE:
        options = [[choice.said_in(language), choice.en] for choice in parameter.choices]
        return {"type": "field_dropdown", "name": name, "options": options}
    taken = shapes.CHECKS[parameter.kind]
    return {"type": "input_value", "name": name, **({} if taken is None else {"check": taken})}
