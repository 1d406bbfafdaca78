"""Rows of the vocabulary that order the other steps; Python says them with its own words."""

from __future__ import annotations

from cobot_lab.program.vocabulary import Kind, Parameter, Role, Row, Unit, Words

_VARIABLE = Parameter(Words("x", "x"), Kind.NAME)
_VALUE = Parameter(Words("valeur", "value"), Kind.ANY, initial=0)
_CONDITION = Parameter(Words("condition", "condition"), Kind.CONDITION)


def _whole(fr: str, en: str, initial: float) -> Parameter:
    return Parameter(Words(fr, en), Kind.NUMBER, Unit.COUNT, initial, whole=True)


def _structure(
    op: str,
    lesson: int,
    block: Words,
    python: str,
    parameters: tuple[Parameter, ...] = (),
    *,
    workshop: bool = False,
) -> Row:
    return Row(op, Role.STRUCTURE, lesson, block, Words(python, python), parameters, workshop=workshop)


STRUCTURE_ROWS: tuple[Row, ...] = (
    _structure("when_started", 1, Words("au départ", "when started"), "", workshop=True),
    _structure(
        "repeat",
        3,
        Words("répéter (n) fois", "repeat (n) times"),
        "for i in range(n):",
        (_whole("n", "times", 6),),
        workshop=True,
    ),
    _structure(
        "count",
        3,
        Words("pour [i] allant de (a) à (b)", "for [i] from (a) to (b)"),
        "for i in range(a, b + 1):",
        (Parameter(Words("i", "variable"), Kind.NAME), _whole("a", "first", 1), _whole("b", "last", 6)),
    ),
    _structure("forever", 6, Words("répéter indéfiniment", "repeat forever"), "while True:"),
    _structure(
        "while",
        6,
        Words("répéter jusqu'à ce que [condition]", "repeat until [condition]"),
        "while not …:",
        (_CONDITION,),
    ),
    _structure(
        "if",
        4,
        Words("si [condition] alors / sinon si / sinon", "if [condition] then / else if / else"),
        "if / elif / else",
        (_CONDITION,),
        workshop=True,
    ),
    _structure("break", 6, Words("quitter la boucle", "leave the loop"), "break"),
    _structure("set", 6, Words("mettre [x] à (valeur)", "set [x] to (value)"), "x = 0", (_VARIABLE, _VALUE)),
    _structure(
        "change",
        6,
        Words("ajouter (n) à [x]", "change [x] by (n)"),
        "x += 1",
        (Parameter(Words("n", "amount"), Kind.NUMBER, initial=1), _VARIABLE),
    ),
    _structure("variable", 6, Words("[x]", "[x]"), "x", (_VARIABLE,)),
    _structure("arithmetic", 6, Words("( ) + − × ÷ ( )", "( ) + − × ÷ ( )"), "+ - * / // %"),
    _structure("comparison", 4, Words("( ) = ≠ < ≤ > ≥ ( )", "( ) = ≠ < ≤ > ≥ ( )"), "== != < <= > >="),
    _structure("logic", 5, Words("[ ] et / ou [ ], non [ ]", "[ ] and / or [ ], not [ ]"), "and or not"),
    _structure(
        "define",
        8,
        Words("définir [nom] (paramètres)", "define [name] (parameters)"),
        "def nom(a, b):",
        (Parameter(Words("nom", "name"), Kind.NAME),),
    ),
    _structure("call", 8, Words("[nom] (valeurs)", "[name] (values)"), "nom(1, 2)"),
    _structure("return", 8, Words("renvoyer (valeur)", "return (value)"), "return x", (_VALUE,)),
    _structure("comment", 1, Words("commentaire [texte]", "comment [text]"), "# …"),
)
