"""What the language has not: exactly one finding, at its place, and no program."""

import pytest

from cobot_lab.findings import Verdict
from cobot_lab.language.reader import draft, read
from cobot_lab.language.writer import write
from cobot_lab.program.steps import Raw


def found(source: str) -> list[tuple[str, int, int, dict[str, object]]]:
    program, report = read(source)
    assert program is None
    assert report.verdict is Verdict.FAILED
    places = []
    for finding in report.findings:
        assert finding.span is not None
        places.append((finding.code.name, finding.span.line, finding.span.column, dict(finding.facts)))
    return places


CONSTRUCTS = [
    ("import os", 0, "import"),
    ("from os import path", 0, "import"),
    ("class A: pass", 0, "class"),
    ("x = lambda: 1", 4, "lambda"),
    ("x = [i for i in y]", 4, "comprehension"),
    ("x = {i for i in y}", 4, "comprehension"),
    ("x = {i: i for i in y}", 4, "comprehension"),
    ("x = sum", 4, None),
    ("wait(i for i in y)", 4, "comprehension"),
    ("x = ().__class__", 4, "attribute"),
    ("robot.move()", 0, "attribute"),
    ("x.y = 1", 0, "attribute"),
    ('show(f"{x}")', 5, "formatted_text"),
    ('show(rf"{x}")', 5, "formatted_text"),
    ("with a: pass", 0, "with"),
    ("try: pass\nexcept E: pass", 0, "try"),
    ("global x", 0, "global"),
    ("nonlocal x", 0, "global"),
    ("wait(x := 1)", 5, "walrus"),
    ("wait(*x)", 5, "star_argument"),
    ("wait(**x)", 5, "star_argument"),
    ("@a\ndef f(): pass", 1, "decorator"),
    ("def f(*a): pass", 7, "star_argument"),
    ("def f(**a): pass", 8, "star_argument"),
    ("def f(*, a): pass", 9, "star_argument"),
    ("def f(a, /): pass", 6, "star_argument"),
    ("def f(a=1): pass", 8, "default_value"),
    ("def f(a: int): pass", 9, "annotation"),
    ("def f() -> int: pass", 11, "annotation"),
    ("if True:\n    def f(): pass", 4, "nested_function"),
    ("async def f(): pass", 0, "async"),
    ("match 1:\n    case 1: pass", 0, "match"),
    ("x = (1)[0]", 4, "subscript"),
    ("x = 1 is 2", 4, "is"),
    ("x = 1 is not 2", 4, "is"),
    ("x = 1 in 2", 4, "in"),
    ("x = 1 not in 2", 4, "in"),
    ("x = 1 < 2 < 3", 4, "chained_comparison"),
    ("a, b = 1, 2", 0, "tuple"),
    ("a = b = 1", 0, "several_targets"),
    ("[a] = 1", 0, "list"),
    ("x: int = 1", 0, "annotation"),
    ("del x", 0, "delete"),
    ("assert True", 0, "assert"),
    ("raise x", 0, "raise"),
    ("x = 1 if True else 2", 4, "conditional_value"),
    ("x = [1]", 4, "list"),
    ("x = {}", 4, "dictionary"),
    ("x = {1}", 4, "set_of_values"),
    ("x = 1, 2", 4, "tuple"),
    ("x = None", 4, "none"),
    ("x = ...", 4, "ellipsis"),
    ("x = b'a'", 4, "bytes"),
    ("x = 1j", 4, "complex"),
    ("x = ~1", 4, "bit_operator"),
    ("x = 1 ** 2", 4, "power"),
    ("x = 1 | 2", 4, "bit_operator"),
    ("x = 1 @ 2", 4, "matrix_product"),
    ("x = yield", 4, "yield"),
    ("x = await y", 4, "async"),
    ("while True: continue", 12, "continue"),
    ("for i in range(3): pass\nelse: wait(1)", 6, "loop_else"),
    ("while False: pass\nelse: wait(1)", 6, "loop_else"),
    ("for i in range(0, 9, 2): pass", 9, "range_step"),
    ("for i in range(n=3): pass", 15, "keyword_argument"),
    ('for i in "abc": pass', 9, "loop_over_values"),
    ("for i, j in range(3): pass", 4, "tuple"),
    ("async for i in range(3): pass", 0, "async"),
    ('"""doc"""', 0, "loose_text"),
    ("1 + 1", 0, "loose_value"),
    ("holding()", 0, "loose_value"),
    ('x = pick("a")', 4, "step_as_value"),
    ("attendre_que(True, delai=1, delai=2)", 28, "repeated_argument"),
    ("(lambda: 1)()", 1, "lambda"),
    ("x = 1\nx **= 2", 0, "power"),
    ("x = +(1 + 1)", 4, "unary_plus"),
]


@pytest.mark.parametrize(("source", "column", "construct"), CONSTRUCTS, ids=[c[0] for c in CONSTRUCTS])
def test_a_construct_outside_the_language(source: str, column: int, construct: str | None) -> None:
    (finding,) = found(source)
    assert finding[2] == column
    if construct is None:
        assert finding[0] == "NAME_NEVER_SET"
    else:
        assert finding[0] == "NOT_IN_LANGUAGE"
        assert finding[3]["construct"] == construct


def test_everything_is_collected() -> None:
    source = 'import os\nprendr("A")\nvitesse(150)\nif [1]:\n    attendre("x")\nvitesse(1, 2)\nx = y\n'
    assert [(code, line) for code, line, *_ in found(source)] == [
        ("NOT_IN_LANGUAGE", 1),
        ("UNKNOWN_STEP", 2),
        ("NUMBER_OUT_OF_RANGE", 3),
        ("NOT_IN_LANGUAGE", 4),
        ("WRONG_ARGUMENT_KIND", 5),
        ("WRONG_ARGUMENTS", 6),
        ("NAME_NEVER_SET", 7),
    ]


@pytest.mark.parametrize(
    ("source", "code", "column", "facts"),
    [
        ('prendr("A")', "UNKNOWN_STEP", 0, {"name": "prendr", "suggestion": "prendre"}),
        ('Pick("A")', "UNKNOWN_STEP", 0, {"name": "Pick", "suggestion": "pick"}),
        ('print("A")', "UNKNOWN_STEP", 0, {"name": "print", "suggestion": "afficher"}),
        ("zzz()", "UNKNOWN_STEP", 0, {"name": "zzz", "suggestion": ""}),
        ("prendre()", "WRONG_ARGUMENTS", 0, {"name": "pick", "expected": "1", "given": 0}),
        ('pick("A", "B")', "WRONG_ARGUMENTS", 0, {"name": "pick", "expected": "1", "given": 2}),
        ("ouvrir_pince(1, 2)", "WRONG_ARGUMENTS", 0, {"name": "open_gripper_to", "expected": "0-1", "given": 2}),
        ("wait(delai=1)", "WRONG_ARGUMENTS", 0, {"name": "wait", "expected": "1", "given": 1}),
        ("def f(a): pass\nf()", "WRONG_ARGUMENTS", 0, {"name": "f", "expected": "1", "given": 0}),
        ("for i in range(): pass", "WRONG_ARGUMENTS", 9, {"name": "repeat", "expected": "1-2", "given": 0}),
        ("prendre(3)", "WRONG_ARGUMENT_KIND", 8, {"name": "pick", "parameter": "place", "expected": "place"}),
        ('wait("a")', "WRONG_ARGUMENT_KIND", 5, {"name": "wait", "parameter": "duration", "expected": "number"}),
        ("wait(1 < 2)", "WRONG_ARGUMENT_KIND", 5, {"name": "wait", "parameter": "duration", "expected": "number"}),
        ('mode("vite")', "WRONG_ARGUMENT_KIND", 5, {"name": "mode", "parameter": "mode", "expected": "choice"}),
        (
            "for i in range(2.5): pass",
            "WRONG_ARGUMENT_KIND",
            15,
            {"name": "repeat", "parameter": "times", "expected": "whole_number"},
        ),
        (
            "remonter(2000)",
            "NUMBER_OUT_OF_RANGE",
            9,
            {"name": "go_up", "parameter": "height", "minimum": 0.0, "maximum": 1.0, "value": 2.0, "unit": "mm"},
        ),
        ("wait(1e999)", "NUMBER_NOT_USABLE", 5, {"text": "1e999"}),
        ("wait(-1e999)", "NUMBER_NOT_USABLE", 6, {"text": "1e999"}),
        ("wait(9007199254740992)", "NUMBER_NOT_USABLE", 5, {"text": "9007199254740992"}),
        ("x += 1", "NAME_NEVER_SET", 0, {"name": "x"}),
        ("x = 1\ndef f():\n    x += 1", "NAME_NEVER_SET", 4, {"name": "x"}),
        ("wait(attente)", "NAME_NEVER_SET", 5, {"name": "attente"}),
        ("vitesse = 3", "NAME_TAKEN", 0, {"name": "vitesse"}),
        ("déposer = 3", "NAME_TAKEN", 0, {"name": "déposer"}),
        ("range = 3", "NAME_TAKEN", 0, {"name": "range"}),
        ("__class__ = 3", "NAME_TAKEN", 0, {"name": "__class__"}),
        ("for speed in range(3): pass", "NAME_TAKEN", 0, {"name": "speed"}),
        ("def wait(): pass", "NAME_TAKEN", 0, {"name": "wait"}),
        ("def f(a, a): pass", "NAME_TAKEN", 0, {"name": "a"}),
        ("def f(): pass\ndef f(): pass", "NAME_TAKEN", 0, {"name": "f"}),
        ("def f(): pass\nf = 1", "NAME_TAKEN", 0, {"name": "f"}),
        ("break", "BREAK_OUTSIDE_LOOP", 0, {}),
        ("while True:\n    wait(1)\nbreak", "BREAK_OUTSIDE_LOOP", 0, {}),
        ("def f():\n    break", "BREAK_OUTSIDE_LOOP", 4, {}),
        ("return 1", "RETURN_OUTSIDE_FUNCTION", 0, {}),
        ("if True:\n    return", "RETURN_OUTSIDE_FUNCTION", 4, {}),
    ],
)
def test_one_mistake(source: str, code: str, column: int, facts: dict[str, object]) -> None:
    (finding,) = found(source)
    assert (finding[0], finding[2], finding[3]) == (code, column, facts)


def test_a_name_set_by_a_refused_line_is_no_second_mistake() -> None:
    assert [code for code, *_ in found("x = [1]\nwait(x)\n")] == ["NOT_IN_LANGUAGE"]


def test_a_correct_program_is_never_refused_for_its_names() -> None:
    source = (
        "def f():\n    return later\nif True:\n    later = 1\nwait(f())\nfor i in range(2):\n    wait(i)\nwait(i)\n"
    )
    assert read(source)[0] is not None


def test_what_could_not_be_checked_is_said() -> None:
    _, report = read("if True")
    assert report.run == ("source", "characters", "nesting", "length", "syntax")
    assert report.not_run == ("vocabulary", "names")


def test_refused_statements_are_kept_as_they_are() -> None:
    source = "attendre(1)\nimport os  # non\nfor i in [1]:\n    attendre(1)\n\n    # fin\nattendre(2)\n"
    program, report = draft(source)
    assert len(report.findings) == 2
    assert program is not None
    assert [step.text for step in program.body if isinstance(step, Raw)] == [
        "import os  # non",
        "for i in [1]:\n    attendre(1)\n\n    # fin",
    ]
    assert write(program) == source
