"""Where blocks lie is kept with them and is no part of the program."""

from __future__ import annotations

import json

import pytest

from cobot_lab.language.blocks.layout import FreeNote, Layout, Position, read_layout
from cobot_lab.language.blocks.read_blocks import read_blocks
from cobot_lab.language.blocks.write_blocks import write_blocks
from cobot_lab.language.reader import read

TEXT = "def f():\n    attendre(1)\nfor i in range(2):\n    f()  # encore\nattendre(2)\n"
LAYOUT = Layout(
    Position(10, -20.5),
    (("f", Position(300, 4)),),
    frozenset({3}),
    frozenset({4}),
    (FreeNote("à finir", Position(1, 2), 120, 80),),
)


def test_a_layout_comes_back_and_changes_nothing_of_the_program() -> None:
    program, _ = read(TEXT)
    assert program is not None
    plain, laid = write_blocks(program), write_blocks(program, LAYOUT)
    assert plain != laid
    again, report = read_blocks(laid)
    assert report.findings == ()
    assert again is not None
    assert again == program
    assert again.digest == program.digest
    assert read_layout(laid, again) == LAYOUT
    assert write_blocks(again, read_layout(laid.encode(), again)) == laid


def test_without_a_layout_the_stacks_lie_beside_one_another() -> None:
    program, _ = read(TEXT)
    assert program is not None
    layout = read_layout(write_blocks(program), program)
    assert layout.start == Position(40, 40)
    read_again, _ = read_blocks(write_blocks(program))
    assert read_again is not None
    assert read_layout(write_blocks(program), read_again).functions == (("f", Position(360, 40)),)


@pytest.mark.parametrize(
    "data",
    [b"\xff", "{", "[]", '{"blocks": 3}', '{"blocks": {"blocks": [3, {"x": "a"}]}}', '{"workspaceComments": [{}, 3]}'],
)
def test_a_layout_that_cannot_be_read_is_none(data: str | bytes) -> None:
    program, _ = read(TEXT)
    assert program is not None
    assert read_layout(data, program) == Layout()


def test_a_place_that_is_no_number_is_left_out() -> None:
    program, _ = read(TEXT)
    assert program is not None
    document = json.loads(write_blocks(program))
    document["blocks"]["blocks"][0]["x"] = float("nan")
    document["blocks"]["blocks"][1]["y"] = True
    assert read_layout(json.dumps(document), program) == Layout()
