"""How the rows of the vocabulary are said in a procedure, where the wording of their block does not make a sentence.

Gaps are written as in the table: `(…)` for numbers, `[…]` for anything else, in the order of the parameters of their
kind. What a gap left empty stands for is said by `DEFAULTS`.
"""

from __future__ import annotations

from cobot_lab.program.vocabulary import Words

SAID: dict[str, Words] = {
    "go_above": Words("aller au-dessus de [point], à (80) mm", "go above [place], at (80) mm"),
    "move_by": Words(
        "se décaler de (0) mm en x, (0) mm en y et (0) mm en z", "move by (0) mm in x, (0) mm in y and (0) mm in z"
    ),
    "speed": Words("régler la vitesse à (40) %", "set the speed to (40)%"),
    "mode": Words("se déplacer désormais [en ligne droite]", "from now on, move [in a straight line]"),
    "blend": Words(
        "passer désormais sans s'arrêter, avec un rayon de (20) mm",
        "from now on, pass without stopping, with a radius of (20) mm",
    ),
    "grip_force": Words("serrer avec une force de (20) newtons", "grip with a force of (20) newtons"),
    "make_pallet": Words(
        "créer la palette [nom] de (2) lignes et (3) colonnes entre les points [A], [B] et [C]",
        "make the pallet [name] of (2) rows and (3) columns between the places [A], [B] and [C]",
    ),
    "wait_until": Words(
        "attendre jusqu'au moment où [condition], pendant (10) secondes au plus",
        "wait until [condition], for (10) seconds at most",
    ),
    "wait_part": Words(
        "attendre une pièce à [poste], pendant (10) secondes au plus",
        "wait for a part at [station], for (10) seconds at most",
    ),
    "count_up": Words("ajouter 1 au compteur [nom]", "add 1 to the counter [name]"),
    "reset_count": Words("remettre à 0 le compteur [nom]", "set the counter [name] back to 0"),
    "conveyor": Words("faire tourner le convoyeur à (50) %", "run the conveyor at (50)%"),
    "lamp_on": Words("allumer le voyant [vert]", "switch the [green] lamp on"),
    "lamp_off": Words("éteindre le voyant [vert]", "switch the [green] lamp off"),
    "pulse": Words(
        "envoyer une impulsion de (0,5) secondes sur la sortie (1)", "send a pulse of (0.5) seconds to output (1)"
    ),
    "offset": Words(
        "l'endroit [point] décalé de (0) mm en x, (0) mm en y et (0) mm en z",
        "the place [place] offset by (0) mm in x, (0) mm in y and (0) mm in z",
    ),
    "pallet_cell": Words("la case (1) de la palette [nom]", "cell (1) of the pallet [name]"),
    "pallet_cell_at": Words(
        "la case à la ligne (1), colonne (1) de la palette [nom]",
        "the cell in row (1), column (1) of the pallet [name]",
    ),
    "holding": Words("une pièce est tenue", "a part is held"),
    "part_present": Words("une pièce est présente à [poste]", "a part is present at [station]"),
    "part_colour": Words("la couleur de la pièce", "the colour of the part"),
    "measure": Words("la cote [épaisseur] de la pièce en millimètres", "the [thickness] of the part in millimetres"),
    "in_tolerance": Words(
        "la cote [épaisseur] est conforme, entre (7,9) et (8,1) mm",
        "the [thickness] is right, between (7.9) and (8.1) mm",
    ),
    "input_on": Words("l'entrée (1) est active", "input (1) is on"),
    "button": Words("le bouton [vert] est appuyé", "the [green] button is pressed"),
    "counter": Words("la valeur du compteur [nom]", "the value of the counter [name]"),
}

NEGATED: dict[str, Words] = {
    "holding": Words("aucune pièce n'est tenue", "no part is held"),
    "part_present": Words("aucune pièce n'est présente à [poste]", "no part is present at [station]"),
    "in_tolerance": Words(
        "la cote [épaisseur] n'est pas conforme, entre (7,9) et (8,1) mm",
        "the [thickness] is not right, between (7.9) and (8.1) mm",
    ),
    "input_on": Words("l'entrée (1) n'est pas active", "input (1) is not on"),
    "button": Words("le bouton [vert] n'est pas appuyé", "the [green] button is not pressed"),
}
"""The same conditions, when they have to be false."""

DEFAULTS: dict[str, Words] = {
    "go_above": Words("aller au-dessus de [point], à la hauteur habituelle", "go above [place], at the usual height"),
    "wait_until": Words(
        "attendre jusqu'au moment où [condition], sans limite de temps", "wait until [condition], without a time limit"
    ),
    "wait_part": Words(
        "attendre une pièce à [poste], sans limite de temps", "wait for a part at [station], without a time limit"
    ),
}
"""The same steps, when their last gap is left to the cell."""

CHOICES: dict[str, Words] = {
    "line": Words("en ligne droite", "in a straight line"),
    "fastest": Words("au plus rapide", "the fastest way"),
    "thickness": Words("« épaisseur »", "thickness"),
    "width": Words("« largeur »", "width"),
    "length": Words("« longueur »", "length"),
}
"""Words of a choice that read otherwise in a sentence."""

COMPARED: dict[str, tuple[Words, Words]] = {
    "==": (Words("vaut", "is"), Words("est", "is")),
    "!=": (Words("ne vaut pas", "is not"), Words("n'est pas", "is not")),
    "<": (Words("vaut moins que", "is less than"), Words("vient avant", "comes before")),
    "<=": (Words("vaut au plus", "is at most"), Words("ne vient pas après", "does not come after")),
    ">": (Words("vaut plus que", "is more than"), Words("vient après", "comes after")),
    ">=": (Words("vaut au moins", "is at least"), Words("ne vient pas avant", "does not come before")),
}
"""For each sign: between numbers, and between texts."""

OPPOSITE = {"==": "!=", "!=": "==", "<": ">=", "<=": ">", ">": "<=", ">=": "<"}

COMPUTED: dict[str, Words] = {
    "+": Words("{} plus {}", "{} plus {}"),
    "-": Words("{} moins {}", "{} minus {}"),
    "*": Words("{} fois {}", "{} times {}"),
    "/": Words("{} divisé par {}", "{} divided by {}"),
    "//": Words("le quotient entier de {} par {}", "the whole quotient of {} by {}"),
    "%": Words("le reste de {} divisé par {}", "the remainder of {} divided by {}"),
}
