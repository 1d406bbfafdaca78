"""`cobot-lab check --fix`: the lines, the words, and the answer for machines."""

from __future__ import annotations

import json

from .conftest import LESSON, Command


def test_a_fix_is_shown_as_lines_and_in_words(cobot_lab: Command) -> None:
    answered = cobot_lab("check", LESSON / "wrong_unknown_place.py", "--lesson", "01", "--fix")
    assert answered.exit == 1
    assert '-prendre("magazin")' in answered.out
    assert '+prendre("magasin")' in answered.out
    assert "Change la ligne 2" in answered.out
    assert "Une correction vérifiée a été trouvée" in answered.out
    assert "B01" in answered.out


def test_a_machine_gets_the_edits_with_their_sentences(cobot_lab: Command) -> None:
    answered = cobot_lab("check", LESSON / "wrong_no_rest.py", "--lesson", "01", "--fix", "--json")
    assert answered.exit == 1
    told = json.loads(answered.out)["fix"]
    assert told["ended_by"] == "fixed"
    assert told["edits"][0]["after"] == 'aller_a("repos")'
    assert told["edits"][0]["says"].startswith("Ajoute après la ligne 3")
    assert told["source"].endswith('aller_a("repos")\n')


def test_nothing_is_offered_for_what_passes_or_cannot_be_read(cobot_lab: Command) -> None:
    passed = cobot_lab("check", LESSON / "solution.py", "--lesson", "01", "--fix")
    assert passed.exit == 0
    assert "il n'y a rien à corriger" in passed.out
    answered = cobot_lab("check", LESSON / "lesson.toml", "--lesson", "01", "--fix")
    assert answered.exit == 1
    assert "ne peut pas encore être lu" in answered.out
