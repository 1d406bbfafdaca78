"""Waits in the plan: which outcomes they have, and what follows from each."""

from __future__ import annotations

import pytest

from cobot_lab.cell.cell_file import cell_from_files
from cobot_lab.cell.load import load_cell
from cobot_lab.codes import Code
from cobot_lab.language.reader import read
from cobot_lab.motion.actions import Read
from cobot_lab.motion.outlook import explore
from cobot_lab.motion.plan_data import Plan
from cobot_lab.motion.planner import plan
from cobot_lab.paths import data_room

CELLS = data_room("robots") / "ur3e" / "cells"
FETCH = 'prendre("convoyeur")\n'


@pytest.fixture(scope="module")
def conveyor():
    return load_cell(CELLS / "convoyeur.toml")


@pytest.fixture(scope="module")
def mill():
    return load_cell(CELLS / "fraiseuse.toml")


@pytest.fixture(scope="module")
def prompt(conveyor):
    files = dict(conveyor.files)
    text = files["cell.toml"].decode().replace("may_be_late = true", "may_be_late = false")
    return cell_from_files({**files, "cell.toml": text.encode()})


def program(source):
    found, report = read(source.encode())
    assert found is not None, report.findings
    return found


def tree(source, cell):
    outlook = explore(program(source), cell)
    assert outlook.findings == [], outlook.findings
    return outlook


def test_a_part_that_may_be_late_makes_two_outcomes(conveyor):
    outlook = tree('convoyeur(50)\nattendre_piece("convoyeur", delai=10)\n', conveyor)
    root = outlook.root
    assert (root.limit, root.asked, outlook.covered) == (10.0, (0,), 2)
    assert root.yes.told == (("barriere@10", True),)
    assert root.no.told == (("barriere@10", False),)
    assert root.commands[-1] == Read(2, "barriere", 0, (True, False), "ebauche_1")


@pytest.mark.parametrize(("limit", "outcomes"), [(6, 1), (10, 1), (5, 2)])
def test_a_part_that_cannot_be_late_has_one_outcome_that_is_waited_for(prompt, limit, outcomes):
    root = tree(f'convoyeur(50)\nattendre_piece("convoyeur", delai={limit})\n', prompt).root
    assert len(root.children) == outcomes
    assert root.yes is not None
    assert root.limit == limit


def test_after_a_wait_in_time_the_part_is_there_and_after_one_in_vain_it_may_come_yet(conveyor):
    source = (
        'convoyeur(50)\nattendre_piece("convoyeur")\nconvoyeur(0)\nif piece_presente("convoyeur"):\n    attendre(1)\n'
    )
    root = tree(source, conveyor).root
    assert (root.yes.yes is not None, root.yes.no is not None) == (True, False)
    assert (root.no.yes is not None, root.no.no is not None) == (True, True)
    assert root.yes.commands[-1] == Read(5, "barriere", 1, (True,), "ebauche_1")


def test_once_it_was_taken_nothing_is_there_until_the_belt_runs_again(conveyor):
    source = (
        'convoyeur(50)\nattendre_piece("convoyeur")\nconvoyeur(0)\nif piece_presente("convoyeur"):\n    '
        'prendre("convoyeur")\n    x = piece_presente("convoyeur")\n    deposer("plateau")\n    convoyeur(50)\n'
        '    y = piece_presente("convoyeur")\n'
    )
    fetched = tree(source, conveyor).root.yes.yes
    asked = [command for command in fetched.commands if isinstance(command, Read)]
    assert [(read.may_see, read.sees) for read in asked] == [((False,), ""), ((True, False), "ebauche_2")]


def test_waiting_by_the_clock_brings_no_part(conveyor):
    root = tree("convoyeur(50)\nattendre(20)\nconvoyeur(0)\n" + FETCH, conveyor).root
    assert root.children == ()


@pytest.mark.parametrize("source", ['attendre_piece("convoyeur")\n', 'attendre_que(piece_presente("convoyeur"))\n'])
def test_nothing_comes_while_the_belt_was_never_started(conveyor, source):
    assert [finding.code for finding in explore(program(source), conveyor).findings] == [Code.NOTHING_CAN_COME]


def test_no_end_comes_of_a_machine_that_was_not_started(mill):
    found = explore(program("attendre_que(entree(1))\n"), mill).findings
    assert [(finding.code, finding.fact("machine")) for finding in found] == [(Code.MACHINE_NOT_STARTED, "fraiseuse")]


def test_the_end_of_a_machine_lasts_until_its_next_start(mill):
    source = "impulsion(1, 0.5)\nattendre_que(entree(1))\nif entree(1):\n    sortie(1, 1)\n    x = entree(1)\n"
    root = tree(source, mill).root
    assert (root.yes.yes is not None, root.yes.no is not None) == (True, False)
    again = [command for command in root.yes.yes.commands if isinstance(command, Read)]
    assert [read.may_see for read in again] == [(True, False)]


def test_when_all_have_come_a_wait_ends_too_late_for_certain(conveyor):
    body = 'convoyeur(50)\nattendre_piece("convoyeur")\nconvoyeur(0)\nif piece_presente("convoyeur"):\n    ' + FETCH
    node = tree(body + '    deposer("plateau")\n' + body + '    deposer("plateau")\n' + body, conveyor).root
    for _ in range(2):
        node = node.yes.yes
    assert node.asked == (4,)
    assert (node.yes is None, node.no is not None) == (True, True)


def test_a_wait_is_stored_and_counts_with_its_whole_limit(conveyor):
    made, report = plan(program('convoyeur(50)\nattendre_piece("convoyeur", delai=7)\naller_a("plateau")\n'), conveyor)
    assert report.findings == ()
    assert made.fork.limit == 7.0
    assert made.fork.asked == (0,)
    assert made.duration > 7.0 + made.fork.yes.duration - 1e-9
    again = Plan.from_bytes(made.to_bytes())
    assert (again.fork.limit, again.fork.asked, again.digest) == (7.0, (0,), made.digest)


def test_those_who_knew_and_those_who_did_not_go_on_alike(conveyor):
    source = (
        'convoyeur(50)\nattendre_piece("convoyeur")\nconvoyeur(0)\nif piece_presente("convoyeur"):\n    '
        'prendre("convoyeur")\n    deposer("plateau")\naller_a("repos")\n'
    )
    made, _ = plan(program(source), conveyor)
    assert made.fork.yes.fork.yes is made.fork.no.fork.yes
