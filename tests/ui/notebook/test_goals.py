"""What a lesson asks for is said to pupils in their language."""

from __future__ import annotations

import pytest

from cobot_lab.school.goals import GoalState, goals_of
from cobot_lab.school.lesson import load_lesson
from cobot_lab.ui.notebook.setting import of_lesson
from cobot_lab.ui.notebook.state import goals_state
from cobot_lab.ui.sentences import Language

SAID = {
    ("07", "fr"): ["Le voyant rouge allumé à la fin seulement s'il manque une pièce à sa place"],
    ("07", "en"): ["The red lamp lit at the end only if a part is missing from its place"],
    ("10", "fr"): [
        "Le voyant vert allumé à la fin seulement si la fraiseuse a fini",
        "Le voyant rouge allumé à la fin seulement si la fraiseuse n'a pas fini",
    ],
    ("10", "en"): [
        "The green lamp lit at the end only if the milling machine is done",
        "The red lamp lit at the end only if the milling machine is not done",
    ],
    ("12", "fr"): ["Le voyant vert allumé de la première prise à la dernière dépose"],
    ("12", "en"): ["The green lamp lit from the first pick to the last place"],
}


@pytest.mark.parametrize(("number", "language"), SAID)
def test_a_lesson_s_lamps_are_goals_on_its_page(number: str, language: Language) -> None:
    setting = of_lesson(number)
    told = goals_state(goals_of(load_lesson(number).task), setting.words(language))
    assert [goal["says"] for goal in told if goal["kind"].startswith("lit_")] == SAID[number, language]


@pytest.mark.parametrize("when", ["always", "never", "complete"])
@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_case_of_a_lamp_has_its_words(when: str, language: Language) -> None:
    setting = of_lesson("10")
    (goal,) = goals_state((GoalState(f"lit_{when}", reached=None, lamp="voyant_vert"),), setting.words(language))
    assert goal["says"].startswith({"fr": "Le voyant vert", "en": "The green lamp"}[language])
