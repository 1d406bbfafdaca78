"""Comments and blank lines stay where they are."""

import pytest

from cobot_lab.language.reader import read
from cobot_lab.language.writer import write
from cobot_lab.program import expressions as e
from cobot_lab.program import steps as s
from cobot_lab.program.program import Program

CANONICAL = """\
# Prendre – déposer
#
#   au magasin

vitesse(40)  # doucement
prendre("magasin")

# six fois
for i in range(6):  # l'une après l'autre
    # dedans
    deposer(decale("plateau", 0, 40 * i, 0))

    # fin de boucle
# après la boucle
if i == 5:  # la dernière
    attendre(1)
    # encore dans le premier cas
elif i > 5 and not i < 9:  # jamais
    # vide
    pass
else:
    # non plus
    attendre(2)


def_ = -3
def_ += 2 // (1 - 4)


def ranger(a, b):
    while True:
        break  # tout de suite
    return a - (b - 1)


ranger(1, 2)
aller_a("repos")
# la fin
"""


def test_canonical_text_is_left_alone() -> None:
    source = CANONICAL.replace("\n\n\n", "\n\n")
    program, report = read(source)
    assert report.findings == ()
    assert program is not None
    assert write(program) == source


def test_several_blank_lines_are_one() -> None:
    program, _ = read(CANONICAL)
    assert program is not None
    assert write(program) == CANONICAL.replace("\n\n\n", "\n\n")


def test_nothing_said_is_lost_in_the_other_language() -> None:
    program, _ = read(CANONICAL)
    assert program is not None
    english = write(program, "en")
    assert 'pick("magasin")' in english
    again, _ = read(english)
    assert again == program
    assert again.digest == program.digest


@pytest.mark.parametrize(
    ("source", "canonical"),
    [
        ("\n\nattendre(1)\n\n\n", "attendre(1)\n"),
        ("attendre(1) ; attendre(2) # deux", "attendre(1)\nattendre(2)  # deux\n"),
        ("if True: attendre(1) # oui", "if True:\n    attendre(1)  # oui\n"),
        ("while False:\n  pass # rien\n", "while False:\n    # rien\n    pass\n"),
        (
            "decaler(  # x\n  1,\n  # y\n  2, 3)  # z",
            "# x\n# y\ndecaler(1, 2, 3)  # z\n",
        ),
        (
            "if (True or\n    # deux\n    False\n):  # un\n  attendre(1)\n",
            "# deux\nif True or False:  # un\n    attendre(1)\n",
        ),
        (
            "if True:\n  attendre(1)\n# avant\nelse: # sinon\n  attendre(2)\n",
            "if True:\n    attendre(1)\n    # avant\nelse:\n    # sinon\n    attendre(2)\n",
        ),
        (
            "for i in range(2):\n  for j in range(2):\n    attendre(1)\n    # 4\n  # 2\n# 0\nattendre(1)\n",
            "for i in range(2):\n    for j in range(2):\n        attendre(1)\n        # 4\n    # 2\n# 0\nattendre(1)\n",
        ),
        ("#!collé\n#\n# a\n", "# !collé\n#\n# a\n"),
        ('afficher("""a\n# pas un commentaire\nb""")', 'afficher("a\\n# pas un commentaire\\nb")\n'),
    ],
)
def test_text_becomes_canonical(source: str, canonical: str) -> None:
    program, report = read(source)
    assert report.findings == ()
    assert program is not None
    assert write(program) == canonical
    assert write(_read(canonical)) == canonical


def _read(source: str) -> Program:
    program, _ = read(source)
    assert program is not None
    return program


@pytest.mark.parametrize("language", ["fr", "en"])
def test_what_a_comment_says_never_becomes_a_step(language: str) -> None:
    program = Program.of((s.Comment("a\nimport os\rb\u2028c"), s.Act("stop", note="x\ny")))
    text = write(program, "fr" if language == "fr" else "en")
    assert len(text.splitlines()) == 2
    assert all("#" in line for line in text.splitlines())


def test_parentheses_are_kept_only_where_they_matter() -> None:
    x = e.Variable("x")
    tree = e.Arithmetic("-", e.Arithmetic("-", x, x), e.Arithmetic("*", e.Arithmetic("+", x, x), e.Negative(x)))
    assert write(Program.of((s.Set("x", tree),))) == "x = x - x - (x + x) * -x\n"
