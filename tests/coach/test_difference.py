"""Differences: every kind of change is named, and the text keeps whatever was not changed."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from cobot_lab.coach.difference import difference
from cobot_lab.coach.ideas.idea import act
from cobot_lab.coach.text import language_of, rewritten_text
from cobot_lab.coach.tree import replaced, spot_of, swapped, with_before, with_behind, without
from cobot_lab.language.reader import read
from cobot_lab.program import expressions as e
from cobot_lab.program import steps as s
from cobot_lab.program.program import Program

SOURCE = """# début
def f( n ):   # une fonction
    prendre( "a" )


    # dedans
    remonter(80)  # haut

for i in range( 1,4 ):
    f(i)
    if i>2:  # fin ?
        deposer("b")
    else:  # sinon
        attendre(1)
aller_a('repos')
"""


def _program() -> Program:
    program, report = read(SOURCE)
    assert program is not None, report
    return program


def _loop(program: Program, times: int) -> Program:
    loop = spot_of(program, 4)
    assert loop is not None
    old = loop.step
    return replaced(program, 4, s.Repeat(old.variable, e.Number(times), old.body, span=old.span, note=old.note))


CASES: dict[str, tuple[Callable[[Program], Program | None], list[tuple[str, int]], tuple[str, str]]] = {
    "replaced": (lambda p: _loop(p, 3), [("replaced", 4)], ("range( 1,4 )", "range(3)")),
    "behind": (
        lambda p: with_behind(p, 2, act("close_gripper")),
        [("inserted", 2)],
        ('( "a" )\n', '( "a" )\n    fermer_pince()\n'),
    ),
    "before": (
        lambda p: with_before(p, 8, act("go_up", e.Number(5))),
        [("inserted", 8)],
        ('        deposer("b")\n', '        remonter(5)\n        deposer("b")\n'),
    ),
    "removed": (lambda p: without(p, 3), [("removed", 3)], ("    remonter(80)  # haut\n", "")),
    "swapped": (
        lambda p: swapped(p, 2, 3),
        [("moved", 3)],
        ("", ""),
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_a_change_is_named_and_nothing_else_is_touched(name: str) -> None:
    change, edits, (old, new) = CASES[name]
    before = _program()
    after = change(before)
    assert after is not None
    found = difference(before, after)
    assert len(found) == 1
    assert [edit.kind for edit in found] == [kind for kind, _ in edits]
    text = rewritten_text(SOURCE, before, after, "fr")
    assert read(text)[0] == after
    if old:
        assert text == SOURCE.replace(old, new, 1)


def test_equal_programs_have_no_difference() -> None:
    assert difference(_program(), _program()) == ()
    assert rewritten_text(SOURCE, _program(), _program(), "fr") == SOURCE


def test_a_moved_step_goes_with_its_own_text() -> None:
    before = _program()
    after = swapped(before, 2, 3)
    up = "    remonter(80)  # haut\n"
    moved = SOURCE.replace(up, "").replace('    prendre( "a" )', f'{up}    prendre( "a" )')
    assert rewritten_text(SOURCE, before, after, "fr") == moved


def test_the_only_step_of_a_body_is_never_taken_out() -> None:
    assert without(_program(), 8) is None


def test_lines_shared_by_steps_are_written_anew() -> None:
    source = "ouvrir_pince(); fermer_pince()\n"
    before, _ = read(source)
    if before is None:  # the language may refuse two steps on one line
        return
    after = with_behind(before, 1, act("go_up", e.Number(5)))
    assert read(rewritten_text(source, before, after, "fr"))[0] == after


def test_the_language_of_a_text_is_told_by_its_names() -> None:
    assert language_of('pick("a")\nopen_gripper()\n') == "en"
    assert language_of('prendre("place")\n') == "fr"
