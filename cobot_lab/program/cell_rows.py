"""Rows of the vocabulary about what the cell can tell and do, waiting, counting and showing."""

from __future__ import annotations

from cobot_lab.program import gaps
from cobot_lab.program.vocabulary import Kind, Parameter, Role, Row, Unit, Words

_PALLETS: tuple[Row, ...] = (
    Row(
        "pallet_cell",
        Role.VALUE,
        9,
        Words("case (1) de la palette [nom]", "cell (1) of pallet [name]"),
        Words("case_palette", "pallet_cell"),
        (gaps.PALLET, gaps.rank("numero", "number", 400)),
        gives=Kind.PLACE,
    ),
    Row(
        "pallet_cell_at",
        Role.VALUE,
        9,
        Words("case ligne (1) colonne (1) de la palette [nom]", "cell row (1) column (1) of pallet [name]"),
        Words("case_palette", "pallet_cell"),
        (gaps.PALLET, gaps.rank("ligne", "row", 20), gaps.rank("colonne", "column", 20)),
        gives=Kind.PLACE,
    ),
    Row(
        "make_pallet",
        Role.STEP,
        9,
        Words("créer une palette [nom] (2) x (3) entre [A] [B] [C]", "make a pallet [name] (2) x (3) from [A] [B] [C]"),
        Words("creer_palette", "make_pallet"),
        (
            gaps.PALLET,
            gaps.rank("lignes", "rows", 20),
            gaps.rank("colonnes", "columns", 20),
            Parameter(Words("origine", "origin"), Kind.PLACE),
            Parameter(Words("fin_ligne", "row_end"), Kind.PLACE),
            Parameter(Words("fin_colonne", "column_end"), Kind.PLACE),
        ),
    ),
)

_SENSORS: tuple[Row, ...] = (
    Row(
        "part_present",
        Role.VALUE,
        4,
        Words("pièce présente à [poste] ?", "part present at [station]?"),
        Words("piece_presente", "part_present"),
        (gaps.STATION,),
        gives=Kind.CONDITION,
        workshop=True,
    ),
    Row(
        "part_colour",
        Role.VALUE,
        4,
        Words("couleur de la pièce", "colour of the part"),
        Words("couleur_piece", "part_colour"),
        gives=Kind.TEXT,
    ),
    Row(
        "measure",
        Role.VALUE,
        5,
        Words("cote [épaisseur] de la pièce (mm)", "dimension [thickness] of the part (mm)"),
        Words("cote", "measure"),
        (gaps.DIMENSION,),
        gives=Kind.NUMBER,
    ),
    Row(
        "in_tolerance",
        Role.VALUE,
        5,
        Words(
            "cote [épaisseur] conforme entre (7,9) et (8,1) mm ?", "dimension [thickness] between (7.9) and (8.1) mm?"
        ),
        Words("cote_conforme", "in_tolerance"),
        (gaps.DIMENSION, gaps.length("mini", "low", 7.9), gaps.length("maxi", "high", 8.1)),
        gives=Kind.CONDITION,
        workshop=True,
    ),
    Row(
        "input_on",
        Role.VALUE,
        10,
        Words("entrée (1) active ?", "input (1) on?"),
        Words("entree", "input_on"),
        (gaps.rank("numero", "number", 16),),
        gives=Kind.CONDITION,
    ),
    Row(
        "button",
        Role.VALUE,
        10,
        Words("bouton [vert] appuyé ?", "button [green] pressed?"),
        Words("bouton", "button"),
        (gaps.BUTTON,),
        gives=Kind.CONDITION,
    ),
)

_FLOW: tuple[Row, ...] = (
    Row("stop", Role.STEP, 6, Words("arrêter le programme", "stop the program"), Words("arreter", "stop")),
    Row(
        "wait",
        Role.STEP,
        1,
        Words("attendre (1) secondes", "wait (1) seconds"),
        Words("attendre", "wait"),
        (Parameter(Words("duree", "duration"), Kind.NUMBER, Unit.SECOND, 1, minimum=0, maximum=60),),
    ),
    Row(
        "wait_until",
        Role.STEP,
        7,
        Words("attendre jusqu'à ce que [condition] (délai max (10) s)", "wait until [condition] (time limit (10) s)"),
        Words("attendre_que", "wait_until"),
        (gaps.CONDITION, gaps.TIME_LIMIT),
    ),
    Row(
        "count_up",
        Role.STEP,
        6,
        Words("compteur [nom] : ajouter 1", "counter [name]: add 1"),
        Words("compter", "count"),
        (gaps.COUNTER,),
    ),
    Row(
        "reset_count",
        Role.STEP,
        6,
        Words("compteur [nom] : remettre à 0", "counter [name]: back to 0"),
        Words("remise_a_zero", "reset_count"),
        (gaps.COUNTER,),
    ),
    Row(
        "counter",
        Role.VALUE,
        6,
        Words("valeur du compteur [nom]", "value of counter [name]"),
        Words("compteur", "counter"),
        (gaps.COUNTER,),
        gives=Kind.NUMBER,
    ),
    Row(
        "show",
        Role.STEP,
        1,
        Words("afficher [texte]", "show [text]"),
        Words("afficher", "show"),
        (Parameter(Words("texte", "text"), Kind.ANY, initial=""),),
    ),
)

_MACHINES: tuple[Row, ...] = (
    Row(
        "conveyor",
        Role.STEP,
        7,
        Words("convoyeur à (50) %", "conveyor at (50) %"),
        Words("convoyeur", "conveyor"),
        (Parameter(Words("pourcent", "percent"), Kind.NUMBER, Unit.PER_CENT, 50, minimum=0, maximum=100),),
    ),
    Row(
        "wait_part",
        Role.STEP,
        7,
        Words("attendre une pièce à [poste] (délai max (10) s)", "wait for a part at [station] (time limit (10) s)"),
        Words("attendre_piece", "wait_part"),
        (gaps.STATION, gaps.TIME_LIMIT),
    ),
    Row(
        "output",
        Role.STEP,
        10,
        Words("mettre la sortie (1) à (1)", "set output (1) to (1)"),
        Words("sortie", "output"),
        (
            gaps.rank("numero", "number", 16),
            Parameter(Words("etat", "state"), Kind.NUMBER, initial=1, minimum=0, maximum=1, whole=True),
        ),
    ),
    Row(
        "lamp_on",
        Role.STEP,
        10,
        Words("allumer le voyant [vert]", "lamp [green] on"),
        Words("allumer", "lamp_on"),
        (gaps.LAMP,),
    ),
    Row(
        "lamp_off",
        Role.STEP,
        10,
        Words("éteindre le voyant [vert]", "lamp [green] off"),
        Words("eteindre", "lamp_off"),
        (gaps.LAMP,),
    ),
    Row(
        "pulse",
        Role.STEP,
        10,
        Words("impulsion sur la sortie (1) de (0,5) s", "pulse on output (1) of (0.5) s"),
        Words("impulsion", "pulse"),
        (
            gaps.rank("numero", "number", 16),
            Parameter(Words("duree", "duration"), Kind.NUMBER, Unit.SECOND, 0.5, minimum=0, maximum=60),
        ),
    ),
)

CELL_ROWS: tuple[Row, ...] = _PALLETS + _SENSORS + _FLOW + _MACHINES
