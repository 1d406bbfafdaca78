"""Slips of the pen: each is recognised as what it is, at its place, and hides nothing on the other lines."""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import get_args

import pytest

from cobot_lab.language.reader import draft, read
from cobot_lab.language.slips.details import Detail
from cobot_lab.language.writer import write
from cobot_lab.program.steps import Raw

SLIPS = [
    # colons
    ("for i in range(3)\n    wait(1)\n", "missing_colon", 1, 16),
    ("if x == (1)\n    wait(1)\n", "missing_colon", 1, 10),
    ("if True:\n    wait(1)\nelse\n    wait(1)\n", "missing_colon", 3, 0),
    ("while True  # toujours\n    wait(1)\n    break\n", "missing_colon", 1, 6),
    ("def prise()\n    wait(1)\n", "missing_colon", 1, 10),
    ("if 1 < 2 wait(1)\n", "two_steps", 1, 9),
    ('prendre("a"):\n', "extra_colon", 1, 12),
    # brackets
    ('pick("a"\nplace("b")\n', "unclosed_bracket", 1, 4),
    ('pick("a"\n', "unclosed_bracket", 1, 4),
    ('prendre(decale("a", 0, 0, 0)\ndeposer("b")\n', "unclosed_bracket", 1, 7),
    ("for i in range(3:\n    wait(1)\n", "unclosed_bracket", 1, 14),
    ("x = (1 + 2\ny = 3\n", "unclosed_bracket", 1, 4),
    ('pick("a"))\n', "extra_bracket", 1, 9),
    ('pick("a"]\n', "other_bracket", 1, 8),
    ('pick "a")\n', "extra_bracket", 1, 8),
    ("for i in range[3]:\n    wait(1)\n", "square_brackets", 1, 14),
    ('prendre["a"]\n', "square_brackets", 1, 7),
    ('prendre{"a"}\n', "square_brackets", 1, 7),
    # quotes
    ('pick("a)\n', "unclosed_quote", 1, 5),
    ('wait(1)\n"""a\n', "unclosed_quote", 2, 0),
    ("pick(\"a')\n", "quotes_differ", 1, 5),
    ("afficher('l'ébauche')\n", "quote_inside", 1, 11),
    ("afficher('l'un et l'autre')\n", "quote_inside", 1, 9),
    ('afficher("dis "oui" !")\n', "quote_inside", 1, 9),
    ("prendre(« magasin »)\n", "typographic_quotes", 1, 8),
    ("prendre(“magasin”)\n", "typographic_quotes", 1, 8),
    ("wait(1)\nafficher(‘oui’)  # «\n", "typographic_quotes", 2, 9),
    # commas and numbers
    ("decaler(10 20, 30)\n", "missing_comma", 1, 11),
    ('aller_au_dessus("a" 80)\n', "missing_comma", 1, 20),
    ("decaler(10, (20) 30)\n", "missing_comma", 1, 17),
    ('creer_palette("p" 1, 2, "a", "b", "c")\n', "missing_comma", 1, 18),
    ('creer_palette("p", 1, 2, "a" "b", "c")\n', "missing_comma", 1, 29),
    ("attendre(0,5)\n", "decimal_comma", 1, 9),
    ("x = 3,5\n", "decimal_comma", 1, 4),
    ("x = 4\nif x > 3,5:\n    wait(1)\n", "decimal_comma", 2, 7),
    ("remonter(80mm)\n", "unit_written", 1, 11),
    ("remonter(80 mm)\n", "unit_written", 1, 12),
    ("vitesse(40%)\n", "unit_written", 1, 10),
    ("x = 007\n", "leading_zero", 1, 4),
    # signs
    ("x = 1\nif x = 3:\n    wait(1)\n", "single_equals", 2, 5),
    ("x = 1\nif (x = 3):\n    wait(1)\n", "single_equals", 2, 6),
    ("x = 1\nwhile x = 3:\n    wait(1)\n", "single_equals", 2, 8),
    ("x = 1\nx == 3\n", "double_equals", 2, 2),
    ("été = = 3", "split_sign", 1, 4),
    ("x = 1\nif x ! = 3:\n    wait(1)\n", "split_sign", 2, 5),
    ("x = 1\nif x =< 3:\n    wait(1)\n", "swapped_sign", 2, 5),
    ("x = 1\nif x => 3:\n    wait(1)\n", "swapped_sign", 2, 5),
    ("x = 1\nif x <> 3:\n    wait(1)\n", "swapped_sign", 2, 5),
    ("x = 1\nx =+ 1\n", "sign_after_equals", 2, 2),
    ("x = 1\nx++\n", "plus_plus", 2, 1),
    ("x = 1\n++x\n", "plus_plus", 2, 0),
    ("x = 1\nif x > 0 && x < 3:\n    wait(1)\n", "and_sign", 2, 9),
    ("x = 1\nif x > 0 || x < 3:\n    wait(1)\n", "or_sign", 2, 9),
    ("x = True\nif !x:\n    wait(1)\n", "not_sign", 2, 3),
    ("wait(1)?\n", "odd_sign", 1, 7),
    ("x = 1 +\n", "missing_value", 1, 6),
    ("x =\n", "missing_value", 1, 2),
    ("decaler(1,,2)\n", "missing_value", 1, 10),
    ("x = 1\nif x == :\n    wait(1)\n", "missing_value", 2, 5),
    ("3 = x\n", "assigned_value", 1, 0),
    ('prendre("a") = 3\n', "assigned_value", 1, 0),
    # words
    ("si 1 < 2:\n    wait(1)\n", "french_if", 1, 0),
    ("if True:\n    wait(1)\nsinon:\n    wait(2)\n", "french_else", 3, 0),
    ("pour i dans range(3):\n    wait(1)\n", "french_for", 1, 0),
    ("tant que 1 < 2:\n    wait(1)\n", "french_while", 1, 0),
    ("répéter 3 fois:\n    wait(1)\n", "french_repeat", 1, 0),
    ("répéter(3):\n    wait(1)\n", "french_repeat", 1, 0),
    ("if True:\n    wait(1)\nsinonsi 1 < 2:\n    wait(2)\n", "french_elif", 3, 0),
    ("if True:\n    wait(1)\nsinon si 1 < 2:\n    wait(2)\n", "french_elif", 3, 0),
    ("if True:\n    wait(1)\nelse if 1 < 2:\n    wait(2)\n", "else_if", 3, 0),
    ("if True:\n    wait(1)\nelseif 1 < 2:\n    wait(2)\n", "else_if", 3, 0),
    ("if True:\n    wait(1)\nelsif 1 < 2:\n    wait(2)\n", "else_if", 3, 0),
    ("définir prise():\n    wait(1)\n", "french_def", 1, 0),
    ("if 1 < 2 alors:\n    wait(1)\n", "then_word", 1, 9),
    ("x = 1\nif x > 0 et x < 3:\n    wait(1)\n", "french_and", 2, 9),
    ("x = 1\nif x > 0 ou x < 3:\n    wait(1)\n", "french_or", 2, 9),
    ("x = True\nif non x:\n    wait(1)\n", "french_not", 2, 3),
    ("while true:\n    break\n", "truth_word", 1, 6),
    ("x = false\n", "truth_word", 1, 4),
    ("x = vrai\n", "truth_word", 1, 4),
    ("in = 3\n", "keyword_as_name", 1, 0),
    ("def for():\n    wait(1)\n", "keyword_as_name", 1, 4),
    ("for if in range(3):\n    wait(1)\n", "keyword_as_name", 1, 4),
    ("for i range(3):\n    wait(1)\n", "missing_in", 1, 6),
    ("for i dans range(3):\n    wait(1)\n", "missing_in", 1, 6),
    ("if:\n    wait(1)\n", "missing_condition", 1, 0),
    ("if True:\n    wait(1)\nelse 1 < 2:\n    wait(2)\n", "else_condition", 3, 5),
    # calls
    ("ouvrir_pince\n", "missing_parentheses", 1, 0),
    ('aller_a "magasin"\n', "missing_parentheses", 1, 0),
    ('print "x"\n', "missing_parentheses", 1, 0),
    ("for i in range 3:\n    wait(1)\n", "missing_parentheses", 1, 9),
    ("def prise:\n    wait(1)\n", "missing_parentheses", 1, 4),
    ("def prise():\n    wait(1)\nprise\n", "missing_parentheses", 3, 0),
    ('prendre("a") deposer("b")\n', "two_steps", 1, 13),
    ("le robot avance\n", "nothing_between", 1, 0),
    # bodies
    ("wait(1)\n  wait(1)\n", "unexpected_indent", 2, 2),
    ("  wait(1)\nwait(1)\n", "unexpected_indent", 1, 2),
    ("if True:\n    wait(1)\n  wait(1)\n", "dedent_between", 3, 2),
    ("if True:\nwait(1)\n", "missing_indent", 2, 0),
    ("for i in range(3):\n\tpick('a')\n        place('b')\n", "tabs_and_spaces", 3, 8),
    ("for i in range(3):\n", "missing_body", 1, 0),
    ("for i in range(3):\n    # plus tard\nwait(1)\n", "missing_indent", 3, 0),
    ("def f():\n    if True:\nwait(1)\n", "missing_body", 2, 4),
    ("if True:\nelse:\n    wait(1)\n", "missing_body", 1, 0),
    ("else:\n    wait(1)\n", "else_without_if", 1, 0),
    ("wait(1)\nelif 1 < 2:\n    wait(1)\n", "else_without_if", 2, 0),
    # whatever else
    ("x = 5 if y\n", "other", 1, 0),
]


def found(source: str) -> list[tuple[object, ...]]:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        program, report = read(source)
    assert program is None
    places: list[tuple[object, ...]] = []
    for finding in report.findings:
        assert finding.span is not None
        facts = dict(finding.facts)
        places.append((facts.get("detail", finding.code.name), finding.span.line, finding.span.column))
    return places


@pytest.mark.parametrize(("source", "detail", "line", "column"), SLIPS, ids=[slip[0] for slip in SLIPS])
def test_a_slip_is_recognised_at_its_place_and_nothing_else_is_said(
    source: str, detail: str, line: int, column: int
) -> None:
    assert found(source) == [(detail, line, column)]


@pytest.mark.parametrize("source", [slip[0] for slip in SLIPS])
def test_a_slip_hides_nothing_before_or_behind_it(source: str) -> None:
    alone = found(source)
    before = found(f"prendr()\n{source}")
    assert before == [("UNKNOWN_STEP", 1, 0), *((detail, int(str(line)) + 1, c) for detail, line, c in alone)]
    if alone[0][0] in {"unclosed_quote", "missing_body"}:
        return  # what follows belongs to it
    behind = source.count("\n") + (not source.endswith("\n")) + 1
    after = found(f"{source.rstrip()}\nimport os\n")
    assert after[: len(alone)] == alone
    assert ("NOT_IN_LANGUAGE", behind, 0) in after


@pytest.mark.parametrize(
    ("source", "code", "line", "column"),
    [
        ("prendre(magasin)\n", "NAME_NEVER_SET", 1, 8),
        ('print("x")\n', "UNKNOWN_STEP", 1, 0),
        ("x = none\n", "NOT_IN_LANGUAGE", 1, 4),
        ("x = 3 & 4\n", "NOT_IN_LANGUAGE", 1, 4),
        ("prendre(“magasin)\n", "FORBIDDEN_CHARACTER", 1, 8),
    ],
)
def test_other_slips_have_a_code_of_their_own(source: str, code: str, line: int, column: int) -> None:
    assert found(source) == [(code, line, column)]


def test_typographic_quotes_stay_in_the_line_that_is_kept() -> None:
    source = "prendre(« magasin »)  # là\nattendre(1)\n"
    program, _ = draft(source)
    assert program is not None
    assert isinstance(program.body[0], Raw)
    assert write(program) == source


def test_every_slip_has_an_example() -> None:
    assert {detail for _, detail, _, _ in SLIPS} == set(get_args(Detail))
    assert len(SLIPS) >= 60


def test_several_slips_are_said_together() -> None:
    source = (
        'si 1 < 2:\n    prendre("a"\n    deposer("b")\nsinon:\n    prendr("a")\nfor i in range(3)\n    attendre(0,5)\n'
        "    break\naller_a repos\n"
    )
    assert found(source) == [
        ("french_if", 1, 0),
        ("unclosed_bracket", 2, 11),
        ("french_else", 4, 0),
        ("UNKNOWN_STEP", 5, 4),
        ("missing_colon", 6, 16),
        ("decimal_comma", 7, 13),
        ("missing_parentheses", 9, 0),
    ]


def test_columns_are_those_of_the_pupil_where_the_indentation_is_mended() -> None:
    assert found('wait(1)\n   prendr("a")\nif True:\n  wait(1)\n   wait(2)\n  vitesse(150)\n') == [
        ("unexpected_indent", 2, 3),
        ("unexpected_indent", 5, 3),
        ("NUMBER_OUT_OF_RANGE", 6, 10),
    ]


def test_a_name_that_a_broken_line_sets_is_no_second_mistake() -> None:
    assert found("n = 3 +\nwait(n)\n") == [("missing_value", 1, 4 + 2)]
    assert found("def f(a)\n    return a\nwait(f(2))\n") == [("missing_colon", 1, 7)]


def test_a_page_of_slips_is_cut_short() -> None:
    assert len(found("le robot avance\n" * 100)) == 8


@pytest.mark.parametrize(
    "source",
    [
        "x = -1\ny = +1\nz=-1\n",
        "true = 3\nwait(true)\n",
        "if 1 < 2: wait(1)\n",
        'aller_a(\n    decale("a", 1, 2, 3),\n)\n',
        'afficher("« oui » : l’été")  # “non”\n',
        "afficher('dis \"oui\"')\n",
        'afficher("\\"")\n',
        "decaler(10,20,30)\n",
        "si = 3\nfor pour in range(si):\n    wait(pour)\n",
        "x = 1 % 2\nwait(x)\n",
        "mm = 3\nwait(mm)\n",
        "def f(vrai, none):\n    wait(vrai + none)\nf(1, 2)\n",
        "if True:\n\twait(1)\nelse:\n    wait(2)\n",
        'afficher("""« a » (""")\n',
    ],
)
def test_what_is_right_is_no_slip(source: str) -> None:
    assert read(source)[1].findings == ()


@pytest.mark.parametrize("source", [slip[0] for slip in SLIPS])
def test_a_broken_program_never_comes_back_as_one(source: str) -> None:
    program, report = draft(source)
    assert report.findings
    assert program is None or report.not_run == ()


def test_python_speaks_for_itself_nowhere() -> None:
    room = Path(__file__).parents[2] / "cobot_lab" / "language"
    for file in room.rglob("*.py"):
        assert ".msg" not in file.read_text(encoding="utf-8"), file
