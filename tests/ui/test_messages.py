"""Every code has its sentence in each language, made of facts that its findings carry."""

from __future__ import annotations

import re
import string
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from cobot_lab.codes import Code
from cobot_lab.findings import Finding
from cobot_lab.ui.sentences import LANGUAGES, Language, sentences

EVERY = [(language, code) for language in LANGUAGES for code in Code]
SOME_VALUE = 0.0125


def _fields(pattern: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(pattern) if name is not None}


@pytest.mark.parametrize(("language", "code"), EVERY)
def test_a_code_has_a_sentence_and_a_help_text_made_of_its_facts(language: Language, code: Code) -> None:
    entry = sentences(language).table["codes"][code.value]
    assert set(entry) == {"says", "help"}
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


def test_numbers_are_written_as_people_write_them() -> None:
    assert sentences("fr").number(0.0125, "mm1") == "12,5\N{NO-BREAK SPACE}mm"
    assert sentences("en").number(0.0125, "mm1") == "12.5\N{NO-BREAK SPACE}mm"
    assert sentences("fr").number(1.2, "pct") == "120\N{NO-BREAK SPACE}%"
    assert sentences("fr").word("terminal.instant", t=4.24) == "à 4,2\N{NO-BREAK SPACE}s"


def test_a_thing_is_called_by_its_words() -> None:
    finding = Finding.of(Code.PART_DROPPED, part="ebauche")
    assert sentences("fr", {"ebauche": "l'ébauche"}).says(finding) == "La pince a lâché l'ébauche en chemin."


def _leaves(table: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, str]]:
    for key, value in table.items():
        if isinstance(value, Mapping):
            yield from _leaves(value, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}", value
