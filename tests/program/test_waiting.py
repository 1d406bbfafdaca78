from __future__ import annotations

import pytest

from cobot_lab.codes import Code
from cobot_lab.language.reader import read
from cobot_lab.program import commands as c
from cobot_lab.program import residual as r
from cobot_lab.program.evaluation import holds
from cobot_lab.program.interpreter import Followed, follow


def followed(source: str, *answers: bool) -> Followed:
    program, report = read(source.encode())
    assert program is not None, report.findings
    return follow(program, answers)


def decision(source: str, *answers: bool) -> c.Decide:
    result = followed(source, *answers)
    assert result.findings == ()
    assert result.asked is not None
    return result.asked


def test_waiting_for_a_part_asks_whether_it_is_there_and_decides_with_a_limit() -> None:
    result = followed('convoyeur(50)\nattendre_piece("convoyeur", delai=7)\n')
    assert result.commands[1:] == (c.Read(2, 0, "part_present", "convoyeur"),)
    assert result.asked == c.Decide(2, r.Reading(0), 7.0, (0,))


@pytest.mark.parametrize("source", ["attendre_que(entree(1), delai=7)\n", "wait_until(input_on(1), timeout=7)\n"])
def test_waiting_until_a_condition_holds(source: str) -> None:
    assert decision(source) == c.Decide(1, r.Reading(0), 7.0, (0,))


@pytest.mark.parametrize("source", ["attendre_que(entree(1))\n", 'attendre_piece("a")\n'])
def test_without_a_limit_the_vocabularys_own_holds(source: str) -> None:
    assert decision(source).limit == 10.0


@pytest.mark.parametrize("answer", [True, False])
def test_the_program_goes_on_either_way(answer: bool) -> None:
    result = followed("attendre_que(entree(1), delai=7)\nattendre(1)\n", answer)
    assert result.asked is None
    assert isinstance(result.commands[-1], c.Pause)


@pytest.mark.parametrize(
    ("condition", "true"),
    [
        ("entree(1) and entree(2)", {(True, True)}),
        ("entree(1) or entree(2)", {(True, True), (True, False), (False, True)}),
        ("not (entree(1) or entree(2))", {(False, False)}),
        ("entree(1) and not entree(2)", {(True, False)}),
        ("entree(1) and 2 > 1 and entree(2)", {(True, True)}),
    ],
)
def test_all_that_a_condition_names_is_asked_again_and_again(condition: str, true: set[tuple[bool, bool]]) -> None:
    asked = decision(f"attendre_que({condition}, delai=7)\n")
    assert asked.asked == (0, 1)
    both = [(a, b) for a in (True, False) for b in (True, False)]
    assert {row for row in both if holds(asked.condition, dict(enumerate(row)))} == true


def test_only_what_the_wait_asks_is_asked_again() -> None:
    source = "a = entree(2)\nattendre_que(entree(1) or a, delai=7)\n"
    assert decision(source).asked == (1,)


def test_a_function_that_only_asks_may_be_waited_for() -> None:
    assert decision("def pret():\n    return not entree(1)\nattendre_que(pret(), delai=7)\n").asked == (0,)


@pytest.mark.parametrize(
    "source",
    [
        "attendre_que(True, delai=7)\n",
        "attendre_que(1 > 2, delai=7)\n",
        "a = entree(1)\nattendre_que(a, delai=7)\n",
        "a = entree(1)\nattendre_que(not a, delai=7)\n",
    ],
)
def test_what_cannot_change_is_not_waited_for(source: str) -> None:
    result = followed(source)
    assert [finding.code for finding in result.findings] == [Code.WAITS_FOR_NOTHING]


@pytest.mark.parametrize(
    "body",
    ["attendre(1)\n    return entree(1)", "if entree(2):\n        return entree(1)\n    return entree(3)"],
)
def test_a_condition_that_does_more_than_ask_is_refused(body: str) -> None:
    result = followed(f"def pret():\n    {body}\nattendre_que(pret(), delai=7)\n")
    assert [(finding.code, finding.step) for finding in result.findings] == [
        (Code.WAIT_DOES_MORE, result.findings[0].step)
    ]


@pytest.mark.parametrize("limit", ["-1", "601", "1e9"])
def test_a_limit_stays_in_its_range(limit: str) -> None:
    source = f"x = {limit}\nattendre_que(entree(1), delai=x)\n"
    assert [finding.code for finding in followed(source).findings] == [Code.NUMBER_OUT_OF_RANGE]


def test_a_limit_is_not_measured() -> None:
    source = 'attendre_que(entree(1), delai=cote("epaisseur"))\n'
    assert [finding.code for finding in followed(source).findings] == [Code.COMPUTED_FROM_READING]


def test_a_condition_without_a_truth_has_none_behind_the_wait_either() -> None:
    asked = decision('attendre_que(couleur_piece() == "rouge", delai=7)\n')
    assert holds(asked.condition, {0: "rouge"})
    assert not holds(asked.condition, {0: "bleu"})
