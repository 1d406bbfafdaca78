"""The pages' own words: both languages say the same things, for everything that can happen."""

from __future__ import annotations

import re
import string

import pytest

from cobot_lab.deploy.aftermath import ANSWERED, Gripper
from cobot_lab.deploy.states import State
from cobot_lab.service.gateway import ledger
from cobot_lab.service.gateway.calibrations import CALIBRATED
from cobot_lab.service.gateway.refusal import GatewayError, Refusal
from cobot_lab.service.gateway.roles import Role
from cobot_lab.ui.console.words import Words
from cobot_lab.ui.sentences import LANGUAGES


def leaves(table, at=""):
    for key, value in table.items():
        if isinstance(value, str):
            yield f"{at}{key}", value
        else:
            yield from leaves(value, f"{at}{key}.")


def fields(pattern):
    return {name for _, name, _, _ in string.Formatter().parse(pattern) if name is not None}


def test_both_languages_have_the_same_phrases_with_the_same_places():
    french, english = (dict(leaves(Words.of(language).own.table)) for language in LANGUAGES)
    assert french.keys() == english.keys()
    for key, pattern in french.items():
        assert fields(pattern) == fields(english[key]), key


@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_that_can_happen_has_its_word(language):
    words = Words.of(language)
    for refusal in Refusal:
        said = words.refusal(GatewayError(refusal, "7"))
        assert said.endswith(".")
        assert "{" not in said
    for table, values in (
        ("role", [role.value for role in Role]),
        ("standing", [standing.value for standing in ledger.Standing]),
        ("state", ["none", *(state.value for state in State)]),
        ("arm", [f"gripper_{gripper.value}" for gripper in Gripper]),
    ):
        for value in values:
            assert words(f"{table}.{value}"), (table, value)
    kinds = {ledger.HANDED_IN, ledger.APPROVED, ledger.SENT_BACK, ledger.VISIT_ENDED, ANSWERED, CALIBRATED}
    assert kinds | {"opened", "refused", "consumed", "running", "ended", "trust", "journal"} <= set(
        words.own.table["kind"]
    )


def test_french_is_written_as_french_and_nobody_is_told_of_an_error():
    for key, phrase in leaves(Words.of("fr").own.table):
        shown = re.sub(r"{[^}]*}", "x", phrase)
        assert not re.search(r"\b(erreurs?|traceback|exception)\b", shown, re.IGNORECASE), key
        assert not re.search(r"[\w»)][?!;]|\w:(?=\s|$)", shown), f"{key}: {phrase}"
        assert not re.search(r"« | [?;»%]| [:!](?!=)", phrase), f"{key}: {phrase}"
