from __future__ import annotations

import math

import pytest

from cobot_lab.codes import Code
from cobot_lab.language.reader import read
from cobot_lab.program import commands as c
from cobot_lab.program import residual as r
from cobot_lab.program.arithmetic import UncomputableError
from cobot_lab.program.evaluation import evaluate, holds
from cobot_lab.program.interpreter import Followed, follow


def followed(source: str, *answers: bool) -> Followed:
    program, report = read(source.encode())
    assert program is not None, report.findings
    return follow(program, answers)


def kinds(result: Followed) -> list[str]:
    return [type(command).__name__ for command in result.commands]


def test_a_reading_is_a_symbol_and_a_condition_over_it_a_decision() -> None:
    result = followed('if couleur_piece() == "rouge":\n    attendre(1)\n')
    assert result.commands == (c.Read(1, 0, "colour", ""),) or kinds(result) == ["Read"]
    assert result.asked is not None
    assert result.asked.condition == r.Compound("==", r.Reading(0), "rouge")


@pytest.mark.parametrize(("answer", "seconds"), [(True, 1.0), (False, 2.0)])
def test_each_answer_leads_its_way(answer: bool, seconds: float) -> None:
    source = 'a = couleur_piece()\nif a == "rouge":\n    attendre(1)\nelse:\n    attendre(2)\n'
    result = followed(source, answer)
    assert result.asked is None
    assert [command.duration for command in result.commands if isinstance(command, c.Pause)] == [seconds]


def test_counters_that_depend_on_the_way_only_stay_numbers() -> None:
    source = 'n = 0\nif piece_presente("magasin"):\n    n += 2\nattendre(n + 1)\n'
    assert [x.duration for x in followed(source, True).commands if isinstance(x, c.Pause)] == [3.0]
    assert [x.duration for x in followed(source, False).commands if isinstance(x, c.Pause)] == [1.0]


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ('aller_au_dessus("magasin", cote("epaisseur"))\n', "go_above"),
        ('x = cote("epaisseur") + 1\naller_a(decale("magasin", x, 0, 0))\n', "offset"),
        ('attendre(cote("epaisseur") * 2)\n', "wait"),
        ('for i in range(cote("epaisseur")):\n    attendre(1)\n', "repeat"),
        ('afficher(cote("epaisseur") + 1)\n', "show"),
    ],
)
def test_nothing_in_the_plan_is_computed_from_a_reading(source: str, name: str) -> None:
    result = followed(source)
    assert [finding.code for finding in result.findings] == [Code.COMPUTED_FROM_READING]
    assert result.findings[0].fact("name") == name


def test_a_reading_may_be_shown() -> None:
    assert c.Tell(1, "", r.Reading(0)) in followed("afficher(couleur_piece())\n").commands


def test_lengths_are_compared_as_they_are_written() -> None:
    asked = followed('if cote_conforme("epaisseur", 7.9, 8.1):\n    attendre(1)\n').asked
    assert asked is not None
    for length, within in ((0.0079, True), (0.0081, True), (0.0078999, False), (0.0081001, False), (math.nan, False)):
        assert holds(asked.condition, {0: length}) is within


@pytest.mark.parametrize(
    ("source", "numbers"),
    [
        ('if cote("epaisseur") * 2 - 1 > 15:\n    attendre(1)\n', {0.0081: True, 0.0079: False}),
        ('if not -cote("epaisseur") < -8:\n    attendre(1)\n', {0.0079: True, 0.0081: False}),
    ],
)
def test_arithmetic_over_readings_is_kept(source: str, numbers: dict[float, bool]) -> None:
    asked = followed(source).asked
    assert asked is not None
    assert {length: holds(asked.condition, {0: length}) for length in numbers} == numbers


def test_what_has_no_value_has_none() -> None:
    with pytest.raises(UncomputableError):
        evaluate(r.Compound("<", r.Reading(0), 3), {0: "rouge"})
    with pytest.raises(UncomputableError):
        evaluate(r.Compound("/", 1, r.Reading(0)), {0: 0.0})


@pytest.mark.parametrize(
    "term",
    [
        r.Reading(3, length=True),
        r.Opposite(r.Compound("and", r.Compound("<=", 7.9, r.Reading(0)), r.Compound("<", r.Reading(0), 8))),
        r.Compound("==", r.Reading(1), "bleu"),
        r.Compound("!=", r.Reading(1), True),
        r.Compound("==", r.Reading(1), 8.0),
    ],
)
def test_an_expression_comes_back(term: r.Term) -> None:
    again = r.from_dict(r.to_dict(term))
    assert again == term
    assert repr(again) == repr(term)


@pytest.mark.parametrize(
    "document",
    [{}, {"reading": -1, "length": False}, {"reading": 0}, {"sign": "**", "left": 1, "right": 1}, {"is": [1]}],
)
def test_what_is_no_expression_is_refused(document: dict[str, object]) -> None:
    with pytest.raises((KeyError, TypeError, ValueError)):
        r.from_dict(document)
