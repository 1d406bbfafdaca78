"""*Ouvrir le bloc*: the macro goes, its real steps stand in its place, all else stays."""

from __future__ import annotations

import json

import pytest

from cobot_lab.language.blocks.read_blocks import read_blocks
from cobot_lab.language.blocks.write_blocks import write_blocks
from cobot_lab.language.reader import read
from cobot_lab.language.writer import write
from cobot_lab.program.interpreter import collect
from cobot_lab.program.opened import opened
from cobot_lab.program.steps import Act
from cobot_lab.ui.widgets.opening import open_block


def blocks_of(text: str) -> str:
    program, report = read(text)
    assert program is not None, report
    return write_blocks(program)


def text_of(blocks: str | None) -> str:
    assert blocks is not None
    program, report = read_blocks(blocks)
    assert program is not None, report
    return write(program)


def test_the_real_steps_stand_in_place_of_the_macro() -> None:
    text = text_of(open_block(blocks_of('attendre(1)\n\nprendre("magasin")  # doucement\nattendre(2)\n'), "s2", 80.0))
    assert text == (
        'attendre(1)\n\naller_au_dessus("magasin", 80)  # doucement\nouvrir_pince()\n'
        'descendre_vers("magasin")\nfermer_pince()\nremonter(80)\nattendre(2)\n'
    )


def test_inside_a_loop_and_with_a_place_that_is_reckoned() -> None:
    text = 'n = 4\nfor i in range(n):\n    deposer(decale("plateau", 0, i * n, 0))\n'
    assert text_of(open_block(blocks_of(text), "s3", 80.0)) == (
        'n = 4\nfor i in range(n):\n    aller_au_dessus(decale("plateau", 0, i * n, 0), 80)\n'
        '    descendre_vers(decale("plateau", 0, i * n, 0))\n    ouvrir_pince()\n    remonter(80)\n'
    )


@pytest.mark.parametrize("op", ["prendre", "deposer"])
@pytest.mark.parametrize("approach_mm", [80.0, None])
def test_running_the_steps_does_what_running_the_macro_does(op: str, approach_mm: float | None) -> None:
    text = f'{op}("magasin")\n'
    whole, parts = (read(one)[0] for one in (text, text_of(open_block(blocks_of(text), "s1", approach_mm))))
    assert whole is not None
    assert parts is not None

    def asked(program: object) -> list[tuple[object, ...]]:
        commands, stopped = collect(program, approach=0.08)  # type: ignore[arg-type]
        assert not stopped
        return [
            (type(command), *(getattr(command, name) for name in command.__slots__ if name != "step"))
            for command in commands
        ]

    assert asked(whole) == asked(parts)


def test_a_stack_put_aside_opens_where_it_lies() -> None:
    document = json.loads(blocks_of("attendre(1)\n"))
    place = {"PLACE": {"shadow": {"type": "cobot_point", "id": "b", "fields": {"NAME": "A"}}}}
    document["blocks"]["blocks"].append({"type": "cobot_place", "id": "a", "x": 300, "y": 20, "inputs": place})
    changed = open_block(json.dumps(document), "a")
    assert changed is not None
    stack = json.loads(changed)["blocks"]["blocks"][1]
    assert (stack["type"], stack["x"], stack["y"]) == ("cobot_go_above", 300, 20)


@pytest.mark.parametrize(
    ("data", "block"), [("{", "s1"), (blocks_of("attendre(1)\n"), "s1"), (blocks_of("attendre(1)\n"), "x")]
)
def test_what_does_not_open_is_left_alone(data: str, block: str) -> None:
    assert open_block(data, block) is None


def test_a_gap_in_the_macro_keeps_it_shut() -> None:
    document = json.loads(blocks_of('prendre("magasin")\n'))
    del document["blocks"]["blocks"][0]["next"]["block"]["inputs"]
    assert open_block(json.dumps(document), "s1") is None


def test_a_plain_step_has_nothing_inside() -> None:
    assert opened(Act("open_gripper")) == ()
