"""Hostile and broken input: a finding or a program, never an exception, never a run."""

import random
import subprocess
import sys
import warnings

import pytest

from cobot_lab.language.reader import draft, read
from cobot_lab.language.writer import write

N = 10_000


def only(source: str | bytes) -> tuple[str, dict[str, object]]:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        program, report = read(source)
    assert program is None
    (finding,) = report.findings
    return finding.code.name, dict(finding.facts)


@pytest.mark.parametrize(
    ("source", "size"),
    [
        (b"wait(1)\n" * 500_000, 4_000_000),
        ("#" + "x" * 100_000, 100_001),
        ("é" * 9000, 18_000),
        ("(" * N + ")" * N, 2 * N),
        ("".join(" " * k + "if a:\n" for k in range(200)), 21_100),
        (b"\xff" * 20_000, 20_000),
    ],
)
def test_too_large(source: str | bytes, size: int) -> None:
    assert only(source) == ("SOURCE_TOO_LARGE", {"size": size, "limit": 16_384})


@pytest.mark.parametrize(
    ("source", "position"),
    [
        (bytes(range(256)), 128),
        (b"\x89PNG\r\n\x1a\n", 0),
        (b"wait(1)\0", 7),
        ("é\0", 2),
        ("wait(1)".encode("utf-16"), 0),
        (b"wait('\xe9')", 6),
        ('show("\ud800")', 6),
        (b"\xc0\x80", 0),
    ],
)
def test_not_text(source: str | bytes, position: int) -> None:
    assert only(source) == ("SOURCE_NOT_TEXT", {"position": position})


@pytest.mark.parametrize(
    "source",
    [
        "(" * 8000 + ")" * 8000,
        "(" * 16_000,
        "wait(" + "[" * 7000 + "]" * 7000 + ")",
        "x = " + "{1:" * 4000 + "1" + "}" * 4000,
        "x = " + "-" * N + "1",
        "x = " + "not " * 4000 + "1",
        "x = " + "1+" * 8000 + "1",
        "x = " + "a and " * 2500 + "a",
        "x = " + "1 if 1 else " * 1300 + "1",
        "x = " + "lambda:" * 2300 + "1",
        "x = " + "await " * 2000 + "y",
        "x = " + "*" * 8000 + "y",
        "x = " + "1<" * 4000 + "1",
        "x = a" + ".b" * 8000,
        "f" + "()" * 8000,
        "f" + "[0]" * 5000,
        "x = " + "a = " * 4000 + "1",
        "".join(" " * k + "if a:\n" for k in range(170)),
        "if a:\n" + "".join("\t" * k + "if a:\n" for k in range(1, 170)),
        "x = " + "1 + " * 101 + "1",
        "".join(" " * k + "if True:\n" for k in range(30)) + " " * 30 + "wait((1))",
    ],
    ids=range(21),
)
def test_nested_too_deep(source: str) -> None:
    assert only(source)[0] == "NESTED_TOO_DEEP"


def test_nesting_up_to_the_limit() -> None:
    nested = "".join(" " * k + "if True:\n" for k in range(29)) + " " * 29 + "wait(1)"
    assert read(nested)[0] is not None
    assert read("x = " + "1 + " * 98 + "1")[0] is not None


@pytest.mark.parametrize("source", ["wait(1)\n" * 600, "wait(1);" * 600, "if a:\n b()\n" + "elif a:\n b()\n" * 1100])
def test_too_many_steps(source: str) -> None:
    code, facts = only(source)
    assert code == "TOO_MANY_STEPS"
    assert facts["limit"] == 500


def test_the_longest_programs_are_read() -> None:
    assert read("wait(1)\n" * 500)[0] is not None
    assert read("if True:\n wait(1)\n" + "elif True:\n wait(1)\n" * 249)[0] is not None
    assert read("afficher('" + "x" * 16_000 + "')")[0] is not None


@pytest.mark.parametrize(
    ("source", "character"),
    [
        ("ｍｏｖｅ(1)", "U+FF4D"),
        ('рrendre("a")', "U+0440"),
        ('pοser("a")', "U+03BF"),
        ('# \u202e\nprendre("a")', "U+202E"),
        ('afficher("\u2066a")', "U+2066"),
        ('pren\u200bdre("a")', "U+200B"),
        ("\ufeff\ufeffwait(1)", "U+FEFF"),
        ("wait(1)\u00a0", "U+00A0"),
        ("wait(1)\n\x0cwait(1)", "U+000C"),
        ("wait(1)\x1b", "U+001B"),
        ("wait(1)\u2028wait(2)", "U+2028"),
        ("ª = 1", "U+00AA"),
        ("ﬁ = 1", "U+FB01"),
        ("µ = 1", "U+00B5"),
        ("x = ²", "U+00B2"),
        ("wait(１)", "U+FF11"),
        ("wait(٣)", "U+0663"),
        ("ı = 1", "U+0131"),
        ("show(“a)", "U+201C"),
        ("x = 3 − 2", "U+2212"),
        ("wait\u3164(1)", "U+3164"),
        ('show("\u3164")', "U+3164"),
        (r'show("\u202e")', "U+202E"),
        (r'show("\ud800")', "U+D800"),
        (r'show("\x00")', "U+0000"),
        (r'show("\N{ZERO WIDTH SPACE}")', "U+200B"),
    ],
)
def test_forbidden_characters(source: str, character: str) -> None:
    code, facts = only(source)
    assert code == "FORBIDDEN_CHARACTER"
    assert facts["character"] == character


def test_a_character_is_found_at_its_place() -> None:
    _, report = read('prendre("a")\nde\u0301pоser("b")\n# \u200b\u200b\n')
    assert [(finding.span.line, finding.span.column) for finding in report.findings if finding.span] == [(3, 2)]
    _, report = read('prendre("a")\nde\u0301pоser("b")\n')
    assert [(finding.span.line, finding.span.column) for finding in report.findings if finding.span] == [(2, 0)]


@pytest.mark.parametrize("text", ["déjà vu, l’été : 3 × 2 ≥ 5 €", "œuvre ☺ 👍 日本語 Ω", "a\u00a0!", "👍\ufe0f"])
def test_texts_and_comments_use_any_visible_character(text: str) -> None:
    assert read(f'afficher("{text}")  # {text}\n# {text}\n')[0] is not None


@pytest.mark.parametrize(
    "number", ["1e999", "9" * 400, "9" * 5000, "0x" + "f" * 5000, "1" + "0" * 16, "1e400", "9" * 310 + ".0"]
)
def test_unusable_numbers(number: str) -> None:
    assert only(f"wait({number})")[0] == "NUMBER_NOT_USABLE"


def test_several_unusable_numbers_and_a_mistake() -> None:
    _, report = read("wait(1e999)\nwait(9e999)\nimport os\n")
    assert [finding.code.name for finding in report.findings] == ["NUMBER_NOT_USABLE"] * 2 + ["NOT_IN_LANGUAGE"]


@pytest.mark.parametrize("depth", ["-" * 8000 + "1", "(" * 4000 + ")" * 4000, "not " * 3000 + "1", "x!r:>{'{'*9}"])
def test_formatted_texts_are_not_even_parsed(depth: str) -> None:
    code, facts = only(f'afficher(f"{{{depth}}}")')
    assert (code, facts["construct"]) == ("NOT_IN_LANGUAGE", "formatted_text")


@pytest.mark.parametrize("source", [r'afficher("\d\8")', "x = 1if 1else 2", "x = 0x1for x in y", "1 is 1", "0777"])
def test_pythons_warnings_stay_inside(source: str) -> None:
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        read(source)
    assert caught == []


VALID = """\
# Départ
vitesse(40)
prendre("magasin")  # une pièce
for i in range(1, 6 + 1):
    if i % 2 == 0 and not i > 4:
        deposer(decale("plateau", 0, 40 * i, -1.5))
    elif i == 5:
        attendre_que(entree(1), delai=10)
    else:
        n = f(i)

def f(a):
    while True:
        a += 1
        break
    return (a - 1) / 2
aller_a("repos")
"""
SCRAPS = [
    *"()[]{}:;,.#\"'\\\n\t =+-*/%<>!@&|^~$?`é\u200b\0",
    *("\n    ", '"""', "f'", "if ", "else", "elif ", "for ", "in ", "not ", "def ", "return ", "lambda ", "import "),
    *(
        "1e999",
        "0x",
        "1_",
        "__class__",
        "\\\n",
        "**",
        ":=",
        "->",
        "match x:\n case 1",
        "async ",
        "b'",
        "\\N{",
        "\ud800",
    ),
]


def mutated(chance: random.Random) -> str:
    text = VALID
    for _ in range(chance.randint(1, 6)):
        at = chance.randrange(len(text) + 1)
        to = min(len(text), at + chance.randint(0, 8))
        match chance.randrange(4):
            case 0:
                text = text[:at] + text[to:]
            case 1:
                text = text[:at] + chance.choice(SCRAPS) + text[at:]
            case 2:
                text = text[:at] + text[at:to] * chance.randint(2, 40) + text[to:]
            case _:
                other = chance.randrange(len(text) + 1)
                text = text[:at] + text[other : other + 12] + text[to:]
    return text


@pytest.mark.parametrize("batch", range(6))
def test_mutations_are_read_or_refused(batch: int) -> None:
    for seed in range(500):
        source = mutated(random.Random(batch * 10_000 + seed))
        program, report = draft(source)
        assert program is not None or report.findings
        assert report.run
        for finding in report.findings:
            assert finding.span is None or finding.span.line >= 1
        if program is not None and not report.findings:
            assert read(write(program, "en"))[0] == program


@pytest.mark.parametrize("seed", range(200))
def test_random_bytes_are_read_or_refused(seed: int) -> None:
    chance = random.Random(seed)
    data = bytes(chance.choices(range(1, 128), k=chance.randint(0, 400)))
    program, report = read(data)
    assert (program is None) is bool(report.findings)


WATCHED = """
import sys
from cobot_lab.language.reader import read
from cobot_lab.language.writer import write
from cobot_lab.program.interpreter import collect

assert not {"numpy", "pydantic", "scipy", "pybullet"} & set(sys.modules)
read('pick("a")'); read("prendr()"); read("(")
bad = []

def watch(event, arguments):
    if event == "exec" or event.split(".")[0] in {"subprocess", "socket", "os", "open", "ctypes"}:
        bad.append(event)
    if event == "compile" and arguments[1] != "<program>":
        bad.append(event)

sys.addaudithook(watch)
for source in (
    'import os\\nos.system("true")', "__import__('os')", "eval('1')", "exec('1')", "(lambda: 1)()",
    'pick("a")\\nplace("b")', "open('x')", "x = ().__class__", "def f():\\n    return 1\\nshow(f())",
):
    program, report = read(source)
    if program is not None:
        write(program)
        collect(program)
print(bad)
"""


def test_nothing_is_executed_opened_or_imported() -> None:
    done = subprocess.run([sys.executable, "-c", WATCHED], capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr) == ("[]\n", "")
