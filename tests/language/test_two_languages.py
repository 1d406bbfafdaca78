"""A program is the same in French and in English: same steps, same digest, same commands."""

from cobot_lab.language.reader import read
from cobot_lab.language.writer import write
from cobot_lab.program.interpreter import collect

FRENCH = """\
# Une pièce du magasin au plateau, puis deux autres
vitesse(40)
aller_a("repos")
prendre("magasin")
déposer("plateau")
for i in range(1, 2 + 1):
    aller_au_dessus("magasin", 80)
    ouvrir_pince(40)
    descendre_vers("magasin")
    fermer_pince()
    remonter(80)
    deposer(decale("plateau", 0, 40 * i, 0))
    compter("bonnes")
afficher(compteur("bonnes"))
attendre(0.5)
aller_a("repos")
"""
ENGLISH = """\
speed(40)
go_to("rest")
pick("magasin")
place("plateau")
for i in range(1, 3):
    go_above("magasin", 80)
    open_gripper(40)

    # down and up again
    descend_to("magasin")
    close_gripper()
    go_up(80)
    place(offset("plateau", 0, 40 * i, 0))
    count("bonnes")
show(counter("bonnes"))
wait(0.5)
go_to("repos")
"""


def test_twins() -> None:
    french, english = read(FRENCH)[0], read(ENGLISH)[0]
    assert french is not None
    assert english is not None
    assert french.digest == english.digest
    assert collect(french) == collect(english)
    assert len(collect(french)[0]) == 32
    assert collect(french)[1] == ()


def test_switching_language_there_and_back() -> None:
    french, _ = read(FRENCH)
    assert french is not None
    again, _ = read(write(french, "en"))
    assert again is not None
    assert write(again, "fr") == FRENCH.replace("déposer", "deposer")


def test_names_of_both_languages_in_one_program() -> None:
    program, report = read('prendre("A")\nplace("B")\nattendre_que(input_on(1), timeout=3)\nmode("line")\n')
    assert report.findings == ()
    assert program is not None
    assert write(program, "fr") == 'prendre("A")\ndeposer("B")\nattendre_que(entree(1), delai=3)\nmode("ligne")\n'
    assert write(program, "en") == 'pick("A")\nplace("B")\nwait_until(input_on(1), timeout=3)\nmode("line")\n'
