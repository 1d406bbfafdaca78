"""What the editor is told of our blocks: every row, both languages, gaps as the table says."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from cobot_lab.language.blocks import shapes, tooltips
from cobot_lab.language.blocks.categories import CATEGORIES
from cobot_lab.language.blocks.definitions import definitions
from cobot_lab.language.blocks.read_blocks import read_blocks
from cobot_lab.language.blocks.toolbox_json import toolbox
from cobot_lab.language.blocks.wordings import WordingError, message, ordered
from cobot_lab.program.table import BY_OP, ROWS, workshop_toolbox
from cobot_lab.program.vocabulary import Kind, Language, Role, Row

LANGUAGES: tuple[Language, ...] = ("fr", "en")
BY_TYPE = {language: {block["type"]: block for block in definitions(language)} for language in LANGUAGES}
OWN = [row for row in ROWS if row.role is not Role.STRUCTURE]


def arguments(block: dict[str, Any]) -> list[dict[str, Any]]:
    return [*block["args0"], *block.get("args1", [])]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_type_is_defined_once(language: Language) -> None:
    types = [block["type"] for block in definitions(language)]
    assert len(types) == len(set(types))
    assert set(types) == shapes.TYPES


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.op)
def test_every_row_has_its_block_and_its_tooltip(row: Row, language: Language) -> None:
    block = BY_TYPE[language][shapes.PREFIX + row.op]
    assert block["tooltip"] == tooltips.TOOLTIPS[row.op].said_in(language)
    assert block["tooltip"].endswith(".")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("row", OWN, ids=lambda row: row.op)
def test_gaps_are_the_parameters(row: Row, language: Language) -> None:
    block = BY_TYPE[language][shapes.PREFIX + row.op]
    gaps = {argument["name"]: argument for argument in block["args0"]}
    assert set(gaps) == {shapes.gap(parameter) for parameter in row.parameters}
    assert len(block["args0"]) == len(row.parameters)
    for parameter in row.parameters:
        argument = gaps[shapes.gap(parameter)]
        if parameter.kind is Kind.CHOICE:
            assert argument["options"] == [[choice.said_in(language), choice.en] for choice in parameter.choices]
        else:
            assert argument["type"] == "input_value"
    assert ("output" in block) == (row.role is Role.VALUE)
    assert ("previousStatement" in block) == (row.role is Role.STEP)


@pytest.mark.parametrize("language", LANGUAGES)
def test_messages_number_each_gap_once(language: Language) -> None:
    for block in definitions(language):
        for at in (0, 1):
            numbers = [int(number) for number in re.findall(r"%(\d+)", block.get(f"message{at}", ""))]
            assert numbers == list(range(1, len(block.get(f"args{at}", [])) + 1)), block["type"]
        assert "(" not in block["message0"].replace("(délai", "").replace("(rayon", "").replace("(time", "").replace(
            "(radius", ""
        ).replace("(mm)", ""), block["type"]  # fmt: skip


def test_the_french_is_what_pupils_know_from_scratch() -> None:
    said = {
        kind: BY_TYPE["fr"][shapes.PREFIX + kind]["message0"] for kind in ("if", "repeat", "forever", "set", "change")
    }
    assert said == {
        "if": "si %1 alors",
        "repeat": "répéter %1 fois",
        "forever": "répéter indéfiniment",
        "set": "mettre %1 à %2",
        "change": "ajouter %1 à %2",
    }
    assert BY_TYPE["fr"]["cobot_go_above"]["message0"] == "aller au-dessus de %1 de %2 mm"
    assert BY_TYPE["en"]["cobot_change"]["message0"] == "change %1 by %2"
    assert [argument["name"] for argument in BY_TYPE["en"]["cobot_change"]["args0"]] == ["VAR", "AMOUNT"]


def test_both_languages_have_the_same_gaps_and_no_address() -> None:
    for kind, block in BY_TYPE["fr"].items():
        other = BY_TYPE["en"][kind]
        assert {argument["name"] for argument in arguments(block)} == {
            argument["name"] for argument in arguments(other)
        }
        assert block["helpUrl"] == ""
    assert "http" not in json.dumps([definitions(language) for language in LANGUAGES])


def test_every_row_lies_in_one_drawer_whose_colour_can_be_read_on() -> None:
    listed = [op for category in CATEGORIES for op in category.ops]
    assert sorted(listed) == sorted(BY_OP)
    for category in CATEGORIES:
        assert 1.05 / (_luminance(category.colour) + 0.05) >= 4.5, category.name.en


def _luminance(colour: str) -> float:
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_a_wording_with_other_gaps_than_parameters_is_a_slip() -> None:
    assert message("vitesse (40) %") == "vitesse %1 %"
    wait = BY_OP["wait"].parameters
    with pytest.raises(WordingError):
        ordered("attendre", wait)
    with pytest.raises(WordingError):
        ordered("attendre (1) (2)", wait)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_toolbox_of_the_workshop(language: Language) -> None:
    box = toolbox(workshop_toolbox(), language, "magasin")
    names = [drawer["name"] for drawer in box["contents"]]
    assert names[:2] == (["Déplacements", "Pince"] if language == "fr" else ["Moves", "Gripper"])
    types = {block["type"] for drawer in box["contents"] for block in drawer["contents"]}
    assert types == {shapes.PREFIX + op for op in workshop_toolbox()} - {shapes.START}
    (above,) = [b for drawer in box["contents"] for b in drawer["contents"] if b["type"] == "cobot_go_above"]
    assert above["inputs"] == {
        "PLACE": {"shadow": {"type": "cobot_point", "fields": {"NAME": "magasin"}}},
        "HEIGHT": {"shadow": {"type": "cobot_number", "fields": {"NUM": 80}}},
    }


def test_a_fresh_block_fits_its_definition_and_most_can_be_read_as_they_are() -> None:
    for drawer in toolbox([row.op for row in ROWS], "fr")["contents"]:
        for block in drawer["contents"]:
            known = {argument["name"] for argument in arguments(BY_TYPE["fr"][block["type"]])}
            assert set(block.get("inputs", {})) <= known, block["type"]
    step = {"type": "cobot_move_by", "id": "a", "inputs": {axis: _number(axis) for axis in "XYZ"}}
    start = {"type": "cobot_when_started", "id": "s", "next": {"block": step}}
    assert read_blocks(json.dumps({"blocks": {"blocks": [start]}}))[1].findings == ()


def _number(key: str) -> dict[str, Any]:
    return {"shadow": {"type": "cobot_number", "id": key, "fields": {"NUM": 0}}}


def test_a_condition_with_its_other_way_and_a_colour_to_compare_are_ready_to_take() -> None:
    drawers = {
        drawer["name"]: drawer["contents"] for drawer in toolbox(("if", "part_colour", "comparison"), "fr")["contents"]
    }
    assert [block.get("extraState") for block in drawers["Contrôle"]] == [None, {"hasElse": True}]
    ready = drawers["Capteurs"][1]
    assert ready["type"] == shapes.COMPARISON
    assert ready["inputs"][shapes.LEFT] == {"block": {"type": "cobot_part_colour"}}
    assert ready["inputs"][shapes.RIGHT]["shadow"]["fields"] == {shapes.TEXT_FIELD: "rouge"}
    alone = {drawer["name"]: drawer["contents"] for drawer in toolbox(("part_colour",), "fr")["contents"]}
    assert len(alone["Capteurs"]) == 1
