"""Every code has its sentence in each language, made of facts that its findings carry."""

from __future__ import annotations

import ast
import re
import string
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, get_args

import pytest

import cobot_lab
from cobot_lab.codes import Code
from cobot_lab.deploy.driver import RobotMode, Safety
from cobot_lab.findings import Finding
from cobot_lab.language.constructs import construct
from cobot_lab.language.expressions import ARITHMETIC, COMPARISONS, Expressions
from cobot_lab.language.slips.details import Detail
from cobot_lab.language.statements import Statements
from cobot_lab.ui.sentences import LANGUAGES, Language, sentences

EVERY = [(language, code) for language in LANGUAGES for code in Code]
SOME_VALUE = 0.0125
_READ_WITHIN_OTHERS = {ast.Pass, ast.Not, ast.USub, ast.FormattedValue, ast.Slice}
"""Nodes that the visitors take care of without a method of their own, or never come to."""


def _fields(pattern: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(pattern) if name is not None}


@pytest.mark.parametrize(("language", "code"), EVERY)
def test_a_code_has_a_sentence_and_a_help_text_made_of_its_facts(language: Language, code: Code) -> None:
    entry = sentences(language).table["codes"][code.value]
    assert {"says", "help"} <= set(entry) <= {"says", "help", "words"}
    assert set(entry.get("words", {})) <= set(code.facts)
    assert _fields(entry["says"]) | _fields(entry["help"]) <= set(code.facts)


@pytest.mark.parametrize(("language", "code"), EVERY)
def test_a_sentence_can_be_said(language: Language, code: Code) -> None:
    entry = sentences(language).table["codes"][code.value]
    with_unit = set(re.findall(r"{(\w+):", entry["says"] + entry["help"]))
    facts = {name: SOME_VALUE if name in with_unit else "plateau" for name in code.facts}
    finding = Finding.of(code, **facts)
    said = sentences(language).says(finding)
    assert said.endswith((".", "?"))
    assert "{" not in said + sentences(language).help(finding)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_sentence_is_left_over(language: Language) -> None:
    assert set(sentences(language).table["codes"]) == {code.value for code in Code}


def test_both_languages_have_the_same_phrases_with_the_same_places() -> None:
    french, english = (dict(_leaves(sentences(language).table)) for language in LANGUAGES)
    assert french.keys() == english.keys()
    for key, pattern in french.items():
        assert _fields(pattern) == _fields(english[key]), key


def test_nobody_is_told_of_an_error_or_a_traceback() -> None:
    for language in LANGUAGES:
        for key, phrase in _leaves(sentences(language).table):
            shown = re.sub(r"{[^}]*}", "", phrase)
            assert not re.search(r"\b(erreurs?|errors?|traceback|exception)\b", shown, re.IGNORECASE), key


def test_french_is_written_with_its_spaces() -> None:
    for key, phrase in _leaves(sentences("fr").table):
        shown = re.sub(r"{[^}]*}", "x", phrase)
        assert not re.search(r"[\w»)][?!;]|\w:(?=\s|$)", re.sub(r"\w+\(.*\):|if …:", "", shown)), f"{key}: {phrase}"


def test_french_spaces_before_a_high_sign_do_not_break() -> None:
    for key, phrase in _leaves(sentences("fr").table):
        assert not re.search(r"« | [?;»%]| [:!](?!=)", phrase), f"{key}: {phrase}"
    said = sentences("fr").says(Finding.of(Code.NAME_NEVER_SET, name="x"))
    assert (
        said.startswith("«\N{NO-BREAK SPACE}X\N{NO-BREAK SPACE}»") or "«\N{NO-BREAK SPACE}x\N{NO-BREAK SPACE}»" in said
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_slip_has_its_words_and_what_to_look_at(language: Language) -> None:
    table = sentences(language).table
    assert set(table["words"]["detail"]) == set(get_args(Detail))
    assert set(table["look"]["detail"]) == set(get_args(Detail))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_key_that_the_code_emits_has_its_words(language: Language) -> None:
    emitted = _emitted()
    words = sentences(language).table["words"]
    for fact, least in (("construct", 40), ("hint", 10), ("why", 8)):
        assert len(emitted[fact]) >= least
        assert emitted[fact] <= set(words[fact]), fact


@pytest.mark.parametrize("detail", get_args(Detail))
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_slip_is_said_in_one_short_sentence_and_a_help(language: Language, detail: Detail) -> None:
    finding = Finding.of(Code.SYNTAX, detail=detail)
    said, helped = sentences(language).says(finding), sentences(language).help(finding)
    assert len(said) <= 120
    assert helped.endswith(("?", "."))
    assert not re.search(r"(?i)syntax|invalid|token|unexpected", said + helped)


def test_numbers_are_written_as_people_write_them() -> None:
    assert sentences("fr").number(0.0125, "mm1") == "12,5\N{NO-BREAK SPACE}mm"
    assert sentences("en").number(0.0125, "mm1") == "12.5\N{NO-BREAK SPACE}mm"
    assert sentences("fr").number(1.2, "pct") == "120\N{NO-BREAK SPACE}%"
    assert sentences("fr").word("terminal.instant", t=4.24) == "à 4,2\N{NO-BREAK SPACE}s"


def test_a_thing_is_called_by_its_words() -> None:
    finding = Finding.of(Code.PART_DROPPED, part="ebauche")
    assert sentences("fr", {"ebauche": "l'ébauche"}).says(finding) == "La pince a lâché l'ébauche en chemin."


def _emitted() -> dict[str, set[str]]:
    """Collect from the code the keys that findings carry."""
    found: dict[str, set[str]] = {"construct": set(), "hint": set(), "why": set()}
    pairs = [construct(node()) for node in _refused()]
    folder = Path(cobot_lab.__file__).parent
    for file in (file for room in ("language", "program") for file in (folder / room).rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            match node:
                case ast.Call(func=ast.Attribute(attr="outside"), args=[ast.Constant(key), ast.Constant(hint), *_]):
                    pairs.append((key, hint))
                case ast.Tuple(elts=[ast.Constant(str(key)), ast.Constant(str(hint)), ast.List() | ast.Name()]):
                    pairs.append((key, hint))
                case ast.keyword(arg=str(fact), value=ast.Constant(str(key))) if fact in found:
                    found[fact].add(key)
                case ast.Constant(str(key)) if file.stem == "unreached" and re.fullmatch("[a-z]+_[a-z]+", key):
                    found["why"].add(key)
    found["construct"] |= {key for key, _ in pairs}
    found["hint"] |= {hint for _, hint in pairs}
    return found


def _refused() -> Iterator[type[ast.AST]]:
    """Give the statements, values and signs of Python that the visitors refuse."""
    read = {name.removeprefix("visit_") for visitor in (Statements, Expressions) for name in dir(visitor)}
    read |= {node.__name__ for node in (*ARITHMETIC, *COMPARISONS, *_READ_WITHIN_OTHERS)}
    for family in (ast.stmt, ast.expr, ast.operator, ast.unaryop, ast.cmpop):
        yield from (node for node in family.__subclasses__() if node.__name__ not in read)


def _leaves(table: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, str]]:
    for key, value in table.items():
        if isinstance(value, Mapping):
            yield from _leaves(value, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}", value


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_that_is_read_from_an_arm_has_its_words(language: Language) -> None:
    files = sorted(Path(cobot_lab.__file__).parent.glob("deploy/**/*.py"))
    calls = (node for file in files for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))))
    names = {
        node.args[0].value
        for node in calls
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Reading" and node.args
        if isinstance(node.args[0], ast.Constant)
    }
    assert len(names) > 15
    words = sentences(language).table["words"]
    assert names <= set(words["reading"])
    assert {state.value for kind in (Safety, RobotMode) for state in kind} <= set(words["arm_state"])


def test_what_is_wrong_with_an_arm_is_said_in_the_words_of_the_language() -> None:
    finding = Finding.of(Code.ARM_NOT_READY, what="safety status", found="emergency_stop", wanted="normal")
    assert "(sécurité)" in sentences("fr").says(finding)
    assert "arrêt d'urgence" in sentences("fr").says(finding)
    running = Finding.of(Code.ARM_NOT_READY, what="program running", found=True, wanted=False)
    assert sentences("en").says(running).endswith("(program running): yes, where no is needed.")


def test_what_was_read_from_an_arm_has_its_unit_and_a_french_comma() -> None:
    says = sentences("fr").says
    told = {
        ("pace", 1.0, 0.6): "100\N{NO-BREAK SPACE}%, alors qu'il faut 60\N{NO-BREAK SPACE}%",
        ("payload", 0.25, 0.5): "0,25\N{NO-BREAK SPACE}kg, alors qu'il faut 0,50\N{NO-BREAK SPACE}kg",
        ("tool z", 0.1, 0.12): "100,0\N{NO-BREAK SPACE}mm, alors qu'il faut 120,0\N{NO-BREAK SPACE}mm",
        ("joints", 5, 6): "5, alors qu'il faut 6",
        ("something else", 0.1 + 0.2, 1.5): "0,3, alors qu'il faut 1,5",
        ("program running", True, False): "oui, alors qu'il faut non",
    }
    for (what, found, wanted), said in told.items():
        assert said in says(Finding.of(Code.ARM_NOT_READY, what=what, found=found, wanted=wanted))
    english = sentences("en").says(Finding.of(Code.ARM_NOT_READY, what="something else", found=0.3, wanted=1.5))
    assert "0.3" in english
