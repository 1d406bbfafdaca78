"""A program in plain words, in both languages."""

from __future__ import annotations

import re

import pytest
from hypothesis import HealthCheck, given, settings

from cobot_lab.language.plain_words import DEFAULTS, NEGATED, SAID
from cobot_lab.language.procedure import procedure, said_by_step
from cobot_lab.language.reader import draft, read
from cobot_lab.program.program import Program
from cobot_lab.program.steps import Blank
from cobot_lab.program.table import BY_OP
from cobot_lab.program.vocabulary import Language

from .test_round_trip import programs  # isort: skip

SORTING = """\
# Trier six pièces
vitesse(40)
for i in range(6):
    prendre("magasin")
    if couleur_piece() == "rouge" and not piece_presente("bac A"):
        deposer(decale("bac A", 0, -40 * i, 0))  # en ligne
    elif cote("epaisseur") >= 7.9:
        aller_au_dessus("bac B", 80)
    else:
        while not bouton("vert"):
            attendre(1)
attendre_que(entree(1))
aller_a("repos")
"""
FRENCH = """\
 Remarque : Trier six pièces
1 Régler la vitesse à 40 %.
2 Répéter 6 fois, en comptant i à partir de 0 :
2.1 Prendre la pièce à « magasin ».
2.2 Si la couleur de la pièce est « rouge » et qu'aucune pièce n'est présente à « bac A » :
2.2.1 Déposer la pièce à l'endroit « bac A » décalé de 0 mm en x, moins 40 fois i mm en y et 0 mm en z (en ligne).
2.3 Sinon, si la cote « épaisseur » de la pièce en millimètres vaut au moins 7,9 :
2.3.1 Aller au-dessus de « bac B », à 80 mm.
2.4 Sinon :
2.4.1 Répéter jusqu'au moment où le bouton vert est appuyé :
2.4.1.1 Attendre 1 seconde.
3 Attendre jusqu'au moment où l'entrée 1 est active, sans limite de temps.
4 Aller à la position de repos.
"""
ENGLISH = """\
 Note: Trier six pièces
1 Set the speed to 40%.
2 Repeat 6 times, counting i from 0:
2.1 Pick the part at “magasin”.
2.2 If the colour of the part is “rouge” and no part is present at “bac A”:
2.2.1 Place the part at the place “bac A” offset by 0 mm in x, minus 40 times i mm in y and 0 mm in z (en ligne).
2.3 Otherwise, if the thickness of the part in millimetres is at least 7.9:
2.3.1 Go above “bac B”, at 80 mm.
2.4 Otherwise:
2.4.1 Repeat until the green button is pressed:
2.4.1.1 Wait 1 second.
3 Wait until input 1 is on, without a time limit.
4 Go to rest position.
"""


def told(text: str, language: Language) -> str:
    program, _ = draft(text)
    assert program is not None
    lines = procedure(program, language)
    return "".join(f"{line.number} {line.text}\n" for line in lines).replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.parametrize(("language", "wanted"), [("fr", FRENCH), ("en", ENGLISH)])
def test_a_sorting_program(language: Language, wanted: str) -> None:
    assert told(SORTING, language) == wanted


@pytest.mark.parametrize(
    ("source", "french", "english"),
    [
        ("x = 1\nattendre(0.5)", "1 Mettre x à 1.\n2 Attendre 0,5 seconde.", "1 Set x to 1.\n2 Wait 0.5 seconds."),
        ("x = 2 * (3 + 4)", "1 Mettre x à 2 fois (3 plus 4).", "1 Set x to 2 times (3 plus 4)."),
        ("import os", "1 Ligne que le robot ne connaît pas : « import os ».", None),
        ("while True:\n    arreter()", "1 Répéter indéfiniment :\n1.1 Arrêter le programme.", None),
        ("while True:\n    break", "1 Répéter indéfiniment :\n1.1 Quitter la boucle.", None),
        (
            "x = 1\nwhile x < 3:\n    x += 1",
            "1 Mettre x à 1.\n2 Répéter tant que x vaut moins que 3 :\n2.1 Ajouter 1 à x.",
            None,
        ),
        (
            "for k in range(1, 4):\n    afficher(k)",
            "1 Pour k allant de 1 à 3 :\n1.1 Afficher k.",
            "1 For k from 1 to 3:\n1.1 Show k.",
        ),
        (
            "if not (piece_tenue() or True):\n    arreter()",
            "1 S'il est faux qu'une pièce est tenue ou que ceci est toujours vrai :\n1.1 Arrêter le programme.",
            None,
        ),
        (
            "def f(a, b):\n    return a\nf(1, 2)",
            "1 Définir « f », avec a et b :\n1.1 Renvoyer a.\n2 Faire « f », avec 1 et 2.",
            "1 Define “f”, with a and b:\n1.1 Give back a.\n2 Do “f”, with 1 and 2.",
        ),
        ("def f():\n    return", "1 Définir « f » :\n1.1 Quitter ce bloc.", None),
        (
            'mode("ligne")\nallumer("rouge")',
            "1 Se déplacer désormais en ligne droite.\n2 Allumer le voyant rouge.",
            None,
        ),
    ],
)
def test_small_programs(source: str, french: str, english: str | None) -> None:
    assert told(source, "fr") == f"{french}\n"
    if english is not None:
        assert told(source, "en") == f"{english}\n"


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(program=programs())
def test_every_program_can_be_said(program: Program) -> None:
    for language in ("fr", "en"):
        lines = procedure(program, "fr" if language == "fr" else "en")
        steps = [line.step for line in lines if line.step]
        assert steps == sorted(steps)
        numbers = [line.number for line in lines if line.number]
        assert len(numbers) == len(set(numbers))
        for line in lines:
            assert line.text
            assert not line.number or line.text.endswith((".", ":"))
        assert len(lines) >= sum(not isinstance(step, Blank) for step in program.body)


def test_a_step_is_said_by_its_number() -> None:
    program, _ = read(SORTING.replace("attendre_que(entree(1))\n", ""))
    assert program is not None
    said = said_by_step(program, "en")
    assert said[3] == "Pick the part at “magasin”."
    assert said[5] == said[4]
    assert sorted(said) == [step.number for step in program.walk()]


def test_the_wordings_have_the_gaps_of_their_rows() -> None:
    for table, dropped in ((SAID, 0), (NEGATED, 0), (DEFAULTS, 1)):
        for op, words in table.items():
            for said in (words.fr, words.en):
                gaps = re.findall(r"\([^()]*\)|\[[^\[\]]*\]", said)
                assert len(gaps) == len(BY_OP[op].parameters) - dropped, (op, said)
