"""Every hint of every grade is said in both languages, and no early grade gives a line of the program away."""

from __future__ import annotations

import re
import string
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from cobot_lab.coach.budget import Search
from cobot_lab.coach.difference import Edit
from cobot_lab.coach.hints import PARTS, PUPIL_CODES, Hint, hints_for
from cobot_lab.coach.misconceptions import Misconception
from cobot_lab.codes import Code
from cobot_lab.findings import Finding, Report, Span
from cobot_lab.program.table import BY_PYTHON_NAME
from cobot_lab.ui.hint_sentences import edit_sentence, hint_sentence, misconception_words, search_sentence
from cobot_lab.ui.sentences import LANGUAGES, Language, messages, sentences

EVERY = [(language, code) for language in LANGUAGES for code in PUPIL_CODES]
LINE = re.compile(rf"\b({'|'.join(map(re.escape, BY_PYTHON_NAME))})\s*\(")
ENDINGS = ("fixed", "passes", "not_readable", "nothing_to_try", "all_tried", "candidates", "seconds")


def _leaves(table: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, str]]:
    for key, value in table.items():
        if isinstance(value, Mapping):
            yield from _leaves(value, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}", value


def _fields(pattern: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(pattern) if name is not None}


def _hints(language: Language, code: Code) -> tuple[Hint, ...]:
    entry = messages("hints", language)[code.value]
    measured = set(re.findall(r"{(\w+):", " ".join(entry.values())))
    facts: dict[str, Any] = {name: 0.0125 if name in measured else "plateau" for name in code.facts}
    if "hint" in facts:
        facts["hint"] = ""  # a key of the messages, not a word
    return hints_for(Finding.of(code, step=4, span=Span(7, 0, 7, 3), **facts), None)


@pytest.mark.parametrize(("language", "code"), EVERY)
def test_a_code_has_a_hint_of_each_grade_made_of_its_facts(language: Language, code: Code) -> None:
    entry = messages("hints", language)[code.value]
    assert set(entry) == set(PARTS)
    assert set().union(*map(_fields, entry.values())) <= {*code.facts, "where"}
    assert entry["question"].endswith("?")
    assert len(set(entry.values())) == 4


@pytest.mark.parametrize(("language", "code"), EVERY)
def test_a_hint_can_be_said_and_an_early_one_gives_no_line_away(language: Language, code: Code) -> None:
    said = [hint_sentence(hint, language) for hint in _hints(language, code)]
    for sentence in said:
        assert sentence.endswith((".", "?"))
        assert "{" not in sentence
        assert len(sentence) <= 200
    assert not any(LINE.search(sentence) for sentence in said[:3])


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_hint_is_left_over(language: Language) -> None:
    others = {"where", "fix", "ended", "misconceptions"}
    assert set(messages("hints", language)) - others == {code.value for code in PUPIL_CODES}
    assert set(messages("hints", language)["ended"]) == set(ENDINGS)
    assert set(messages("hints", language)["misconceptions"]) == {group.value for group in Misconception}


def test_both_languages_say_the_same_with_the_same_facts() -> None:
    french, english = (dict(_leaves(messages("hints", language))) for language in LANGUAGES)
    assert french.keys() == english.keys()
    for key, pattern in french.items():
        assert _fields(pattern) == _fields(english[key]), key


def test_french_is_written_with_its_spaces_and_nobody_is_told_of_an_error() -> None:
    for language in LANGUAGES:
        for key, phrase in _leaves(messages("hints", language)):
            shown = re.sub(r"{[^}]*}", "x", phrase)
            assert not re.search(r"\b(erreurs?|errors?|traceback|exception)\b", shown, re.IGNORECASE), key
            if language == "fr":
                assert not re.search(r"[\w»)][?!;]|\w:(?=\s|$)", shown), f"{key}: {phrase}"
                assert not re.search(r"« | [?;»%]| [:!](?!=)", phrase), f"{key}: {phrase}"


def test_a_hint_says_the_line_the_block_or_the_whole() -> None:
    where = {
        "ligne 7": Finding.of(Code.PLACES_NOTHING, step=4, span=Span(7, 0, 7, 3)),
        "bloc 4": Finding.of(Code.PLACES_NOTHING, step=4, span=Span(block="x")),
        "étape 4": Finding.of(Code.PLACES_NOTHING, step=4),
    }
    for said, finding in where.items():
        assert said in hint_sentence(hints_for(finding, None)[1], "fr")
    assert "tout le programme" in hint_sentence(hints_for(Finding.of(Code.NOTHING_TO_DO), None)[1], "fr")


def test_a_hint_knows_the_cell_s_things_by_their_words() -> None:
    finding = Finding.of(Code.COLLISION_CELL, step=1, body="finger_left", thing="bac", depth=0.01)
    said = hint_sentence(hints_for(finding, None)[1], sentences("fr", {"bac": "le plateau"}))
    assert "un doigt de la pince y touche le plateau" in said


def _edit(kind: str, **more: Any) -> Edit:
    facts = {"step": 2, "behind": True, "neighbour": 0, "block": None, "at": 2, "before": "b()", "after": "a()"}
    return Edit(kind, **{**facts, **more})  # type: ignore[arg-type]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "edit",
    [
        _edit("replaced", line=3),
        _edit("inserted", neighbour=2),
        _edit("inserted", neighbour=2, behind=False),
        _edit("inserted"),
        _edit("removed"),
        _edit("moved", neighbour=1, after="b()"),
        _edit("moved", neighbour=1, behind=False),
    ],
)
def test_every_edit_can_be_said(language: Language, edit: Edit) -> None:
    said = edit_sentence(edit, sentences(language))
    assert edit.kind == "inserted" or edit.before in said
    assert edit.kind == "removed" or edit.after in said
    assert ("3" in said) == (edit.line == 3)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("ending", ENDINGS)
def test_every_ending_can_be_said(language: Language, ending: Any) -> None:
    said = search_sentence(Search(None, (), 2.0, ending, Report()), sentences(language))
    assert said.endswith(".")
    assert "{" not in said


def test_a_misconception_has_words_for_the_teacher() -> None:
    assert misconception_words(Misconception.FORGETS_TO_RISE, "fr").startswith("oublie de remonter")
    assert misconception_words(Misconception.FORGETS_TO_RISE, "en").startswith("forgets to go up")
