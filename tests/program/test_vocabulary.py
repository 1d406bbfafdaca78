"""The one table is whole: keys, names in both languages, and what the interpreter runs."""

import math
from dataclasses import replace

import pytest

from cobot_lab.program import availability
from cobot_lab.program.acts import COMMANDS
from cobot_lab.program.commands import Command
from cobot_lab.program.expressions import Number, Text
from cobot_lab.program.interpreter import collect
from cobot_lab.program.program import Program
from cobot_lab.program.steps import Act
from cobot_lab.program.table import BY_OP, BY_PYTHON_NAME, ROWS, folded, workshop_toolbox
from cobot_lab.program.vocabulary import Kind, Parameter, Role, Row, Unit

STEPS = [row for row in ROWS if row.role is Role.STEP]
COMPUTED = {"stop", "count_up", "reset_count", "make_pallet"}
WAITS = {"wait_until", "wait_part"}


def an_argument(parameter: Parameter) -> Number | Text:
    if parameter.kind is Kind.NUMBER:
        return Number(parameter.initial if isinstance(parameter.initial, int | float) else 1)
    return Text(parameter.choices[0].en if parameter.choices else "plateau")


def test_keys_are_unique() -> None:
    assert len(BY_OP) == len(ROWS)


def test_the_workshop_has_sixteen_steps() -> None:
    assert len(workshop_toolbox()) == 16


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.op)
def test_a_row_is_worded_in_both_languages(row: Row) -> None:
    assert row.block.fr
    assert row.block.en
    assert row.role is Role.STRUCTURE or (row.python.fr.isidentifier() and row.python.en.isidentifier())
    assert row.python.fr.isascii() or row.role is Role.STRUCTURE
    assert (row.gives is not None) is (row.role is Role.VALUE)
    for parameter in row.parameters:
        assert parameter.name.fr
        assert parameter.name.en
        assert bool(parameter.choices) is (parameter.kind is Kind.CHOICE)
        assert parameter.minimum <= parameter.maximum


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.op)
def test_a_fresh_block_is_within_range(row: Row) -> None:
    for parameter in row.parameters:
        if isinstance(parameter.initial, int | float):
            assert parameter.allows(parameter.initial)


def test_rows_of_one_name_differ_by_their_arguments() -> None:
    for rows in BY_PYTHON_NAME.values():
        counts = [count for row in rows if row.word is None for count in row.argument_counts]
        assert len(counts) == len(set(counts))


def test_a_name_means_the_same_in_both_languages() -> None:
    french = {row.python.fr: row.python.en for row in ROWS if row.role is not Role.STRUCTURE}
    english = {row.python.en for row in ROWS if row.role is not Role.STRUCTURE}
    for name, said_in_english in french.items():
        assert name not in english or name == said_in_english


def test_available_steps_are_those_that_become_commands() -> None:
    runs = {row.op for row in STEPS if row.available}
    assert runs == set(COMMANDS) | COMPUTED | WAITS | {row.op for row in STEPS if row.opens_into}


@pytest.mark.parametrize("row", [row for row in STEPS if row.op not in WAITS], ids=lambda row: row.op)
def test_an_available_step_runs(row: Row) -> None:
    step = Act(row.op, tuple(map(an_argument, row.parameters)))
    commands, findings = collect(Program.of((step,)))
    assert findings == ()
    assert len(commands) == (len(row.opens_into) or (row.op not in COMPUTED))
    assert all(isinstance(command, Command) and command.step == 1 for command in commands)


@pytest.mark.parametrize("row", [row for row in STEPS if row.op != "open_gripper"], ids=lambda row: row.op)
def test_a_later_step_is_refused_before_running(row: Row, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(availability.BY_OP, row.op, replace(row, available=False))
    later = Act(row.op, tuple(map(an_argument, row.parameters)))
    commands, findings = collect(Program.of((Act("open_gripper"), later)))
    assert commands == ()
    (finding,) = findings
    assert finding.code.name == "NOT_YET_AVAILABLE"
    assert finding.step == 2
    assert dict(finding.facts) == {"name": row.op, "lesson": row.lesson}


def test_macros_open_into_steps_of_the_table() -> None:
    for row in ROWS:
        assert all(op in BY_OP for op in row.opens_into)


def test_units() -> None:
    assert Unit.MILLIMETRE.to_si(35) == 0.035
    assert Unit.PER_CENT.to_si(40) == 0.4
    assert Unit.DEGREE.to_si(180) == pytest.approx(math.pi)
    assert Unit.SECOND.to_si(2) == 2


def test_nan_is_out_of_range() -> None:
    assert not Parameter(BY_OP["wait"].python, Kind.NUMBER).allows(math.nan)


def test_accents_fold() -> None:
    assert folded("répéter_œuvre") == "repeter_oeuvre"
