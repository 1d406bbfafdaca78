"""What the editor is told once: every word that it proposes is read back as the step that it names."""

from __future__ import annotations

import re

import pytest

from cobot_lab.language.reader import draft
from cobot_lab.program.table import ROWS, workshop_toolbox
from cobot_lab.program.vocabulary import Language, Role
from cobot_lab.ui.widgets.vocabulary import completions, toolboxes, vocabulary

PLACES = ("magasin", "plateau")
LANGUAGES: tuple[Language, ...] = ("fr", "en")


def written(template: str) -> str:
    return re.sub(r"\$\{([^}]*)\}", r"\1", template).replace("\t", "    ")


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_call_proposed_is_in_the_language(language: Language) -> None:
    called = {row.python.said_in(language): row for row in ROWS if row.role is not Role.STRUCTURE}
    proposed = [one for one in completions((), PLACES, language) if one["name"] in called]
    assert len(proposed) > 20
    for one in proposed:
        line = written(one["template"])
        if one["value"]:
            line = f"x = {line}"
        line = re.sub(r"\bcondition\b", "True", re.sub(r"\b(valeur|value)\b", "1", line))
        program, report = draft(f"{line}\n")
        assert program is not None, (line, report)
        assert [finding.code.value for finding in report.findings] == [], line


def test_an_activity_proposes_its_own_words_only_with_a_sentence_for_each() -> None:
    proposed = completions(("pick", "go_to_rest", "repeat", "when_started"), PLACES, "fr")
    assert {one["template"] for one in proposed} == {
        "for ${i} in range(${3}):\n\t${}",
        'aller_a("repos")',
        'prendre("${magasin}")',
    }
    assert all(one["help"].endswith(".") for one in proposed)


def test_a_macro_opens_only_where_each_of_its_steps_is_offered() -> None:
    assert vocabulary((), PLACES)["macros"] == ["cobot_pick", "cobot_place"]
    assert vocabulary(("pick", "place", "wait"), PLACES)["macros"] == []


def test_a_fresh_block_shows_a_place_of_the_cell() -> None:
    drawers = toolboxes(workshop_toolbox(), PLACES)["fr"]["contents"]
    pick = next(block for drawer in drawers for block in drawer["contents"] if block["type"] == "cobot_pick")
    assert pick["inputs"]["PLACE"]["shadow"]["fields"]["NAME"] == "magasin"
