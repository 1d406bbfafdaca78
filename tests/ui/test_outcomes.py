"""What was read, as a teacher says it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest

from cobot_lab.cell.thing import Label
from cobot_lab.codes import Code
from cobot_lab.findings import Finding
from cobot_lab.ui.outcomes import Asked
from cobot_lab.ui.sentences import Language, sentences

STORE, BELT = Label("le magasin", "the magazine"), Label("le convoyeur", "the conveyor")
SENSORS: Mapping[str, Asked] = {
    "magasin": Asked("part_present", STORE),
    "chargeur": Asked("feeder", STORE),
    "tapis": Asked("arrival", BELT),
    "fini": Asked("machine", Label("la fraiseuse", "the mill")),
    "couleur": Asked("colour", Label("couleur", "couleur")),
    "epaisseur": Asked("dimension", Label("epaisseur", "epaisseur")),
    "entree_1": Asked("input", Label("1", "1")),
    "vert": Asked("button", Label("vert", "vert")),
}


def said(language: Language, *outcomes: tuple[str, object]) -> str:
    finding = replace(Finding.of(Code.NOTHING_TO_DO), outcomes=outcomes)
    text = sentences(language, {}, SENSORS).says(finding).replace("\N{NO-BREAK SPACE}", " ")
    return text.partition(" : " if language == "fr" else ": ")[0]


@pytest.mark.parametrize(
    ("outcomes", "french", "english"),
    [
        ([("couleur", "bleu")], "Si la pièce est bleue", "If the part is blue"),
        ([("couleur", "rouge"), ("couleur", "bleu")], "Si la pièce est rouge, puis bleue", None),
        ([("epaisseur", 0.0079)], "Si l'on mesure 7,90 mm", "If the measure is 7.90 mm"),
        ([("epaisseur", 0.007899999)], "Si l'on mesure 7,899999 mm", "If the measure is 7.899999 mm"),
        ([("epaisseur", 0.00788000049)], "Si l'on mesure 7,88 mm", "If the measure is 7.88 mm"),
        ([("magasin", False)], "Si le magasin est vide", "If the magazine is empty"),
        ([("magasin", True)], "S'il y a une pièce au magasin", "If there is a part at the magazine"),
        ([("chargeur", True), ("chargeur", False)], "Si le magasin est vide", None),
        (
            [("tapis@10", False)],
            "Si aucune pièce n'arrive au convoyeur en 10 s",
            "If no part comes to the conveyor within 10 s",
        ),
        ([("fini@20", False)], "Si la fraiseuse n'a pas fini en 20 s", "If the mill is not done within 20 s"),
        (
            [("entree_1", True), ("vert", False)],
            "Si l'entrée 1 est active, puis si le bouton vert n'est pas appuyé",
            None,
        ),
        ([("inconnu", "x")], "Si « inconnu » donne x", "If “inconnu” gives x"),
        (
            [("chargeur", True), ("epaisseur", 0.00788), ("chargeur", True), ("epaisseur", 0.008), ("chargeur", False)],
            "Si l'on mesure 7,88 mm, puis 8,00 mm, puis si le magasin est vide",
            None,
        ),
    ],
)
def test_an_outcome_is_said_in_words(outcomes: list[tuple[str, object]], french: str, english: str | None) -> None:
    assert said("fr", *outcomes) == french
    if english is not None:
        assert said("en", *outcomes) == english
