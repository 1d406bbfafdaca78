"""The form that controllers take, judged by a grammar of its own: of whole lessons, every program of every way."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest
from lark import Lark, Tree, UnexpectedInput

from cobot_lab.cell.load import load_cell
from cobot_lab.deploy.drivers.ur.script import BYTES_MAX, KNOTS_MAX, Wiring
from cobot_lab.deploy.drivers.ur.signed import files_of
from cobot_lab.language.reader import read
from cobot_lab.motion.planner import plan
from cobot_lab.school.lesson import load_lesson

GRAMMAR = Lark(Path(__file__).with_name("urscript.lark").read_text("utf-8"), start="program", parser="lalr")
HEAD = re.compile(rb"def ([a-z][a-z0-9_]{0,30})\(\):\n")
KNOWN = {
    *("get_actual_joint_positions", "get_target_joint_positions", "get_actual_joint_speeds", "get_steptime", "norm"),
    *("get_standard_digital_in", "set_standard_digital_out", "speedj", "sync"),
    *("socket_open", "socket_close", "socket_read_byte_list", "socket_send_line"),
    *("textmsg", "write_output_float_register", "write_output_integer_register"),
}
"""What the maker's library offers and our programs call; no pose, no `movel`, no input register."""


@cache
def programs(number: str) -> dict[str, bytes]:
    lesson = load_lesson(number)
    cell = load_cell(lesson.cell)
    program, _ = read((lesson.folder / "solution.py").read_bytes())
    assert program is not None
    made, report = plan(program, cell)
    assert made is not None, report.findings
    outputs = {signal.name: place for place, signal in enumerate(cell.signals, start=1)}
    return files_of(made, Wiring("192.168.0.10", 50010, outputs=outputs))


def _form(data: bytes) -> Tree:
    """Read a program by the rules of form and by the grammar."""
    assert data.isascii()
    assert len(data) <= BYTES_MAX == 64 * 1024
    head = HEAD.match(data)
    assert head is not None
    assert data.endswith(b"\nend\n")
    lines = data.decode().split("\n")
    assert all(line.startswith("  ") for line in lines[1:-2])
    return GRAMMAR.parse(data.decode())


@pytest.mark.parametrize("number", ["01", "04", "05", "10"])
def test_every_program_of_a_lesson_has_the_form(number: str) -> None:
    files = programs(number)
    assert len(files) >= (40 if number == "04" else 1)
    for name, data in files.items():
        tree = _form(data)
        functions = {str(each.children[0]) for each in tree.find_data("function")}
        functions |= {str(each.children[0]) for each in tree.find_data("thread")}
        calls = [str(each.children[0]) for each in tree.find_data("call")]
        assert set(calls) <= KNOWN | functions, name
        assert functions == {"largest", "give_up", "heed", "listen", "to", "rest"}
        assert calls.count("to") <= KNOTS_MAX == 500
        assert len(list(tree.find_data("launch"))) == 1


BROKEN = {
    "no end": lambda text: text.removesuffix("end\n"),
    "a block without its end": lambda text: text.replace("    end\n", "", 1),
    "an open bracket": lambda text: text.replace("time_done + t)", "time_done + t", 1),
    "a quote": lambda text: text.replace('"watch")', '"watch)', 1),
    "two statements in a line": lambda text: text.replace("halt\n", "halt halt\n", 1),
    "a word that is none": lambda text: text.replace("halt\n", "halt!\n", 1),
    "a name of 32 letters": lambda text: text.replace("beating", "b" * 32),
    "not ASCII": lambda text: text.replace("heard", "entendu_é", 1),
}


@pytest.mark.parametrize("change", BROKEN.values(), ids=BROKEN)
def test_what_has_not_the_form_is_seen(change) -> None:
    text = next(iter(programs("01").values())).decode()
    changed = change(text)
    assert changed != text
    with pytest.raises((UnexpectedInput, AssertionError)):
        _form(changed.encode())
