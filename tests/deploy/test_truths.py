"""A virtual cell tells the same of a part whenever it is asked."""

from __future__ import annotations

from pathlib import Path

import pytest

from cobot_lab.cell.load import load_cell
from cobot_lab.deploy.clock import PacedClock
from cobot_lab.deploy.driver import DriverError
from cobot_lab.deploy.drivers.simulated_sensors import SimulatedSensors
from cobot_lab.language.reader import read
from cobot_lab.motion.actions import Read
from cobot_lab.motion.fork import Branch, Fork
from cobot_lab.motion.plan_data import Plan
from cobot_lab.motion.planner import plan
from cobot_lab.paths import data_room
from cobot_lab.program.residual import Compound, Reading

CELLS = data_room("robots") / "ur3e" / "cells"
LOOK = 'prendre(decale("magasin", {x}, 0, 0))\naller_a("controle")\n'


def _plan(source: str, cell: Path) -> Plan:
    program, _ = read(source.encode())
    assert program is not None
    planned, report = plan(program, load_cell(cell))
    assert planned is not None, report.findings
    return planned


@pytest.mark.parametrize("seed", range(8))
def test_a_part_keeps_its_colour_and_another_has_its_own(seed: int) -> None:
    ask = "afficher(couleur_piece())\n"
    source = LOOK.format(x=0) + 3 * ask + 'deposer("bac_rouge")\n' + LOOK.format(x=45) + 3 * ask
    sensors = SimulatedSensors(seed)
    sensors.learn(_plan(source, CELLS / "tri.toml"))
    told = [sensors("couleur") for _ in range(6)]
    assert len(set(told[:3])) == len(set(told[3:])) == 1


def test_parts_are_not_all_of_one_colour() -> None:
    seen = set()
    planned = _plan(LOOK.format(x=0) + "afficher(couleur_piece())\n", CELLS / "tri.toml")
    for seed in range(12):
        sensors = SimulatedSensors(seed)
        sensors.learn(planned)
        seen.add(sensors("couleur"))
    assert seen == {"rouge", "bleu"}


@pytest.mark.parametrize("wait", [0.0, 3.0], ids=["once", "asked again"])
@pytest.mark.parametrize("first", [True, False])
def test_a_sensor_answers_what_it_may_see_on_the_branch_that_was_taken(replan, first: bool, wait: float) -> None:
    """Both branches ask the same sensor, and what it may see there differs."""

    def behind(may_see: tuple[str, ...]) -> Branch:
        again = (1,) if wait else ()
        fork = Fork(4, Compound("==", Reading(1), "never"), Branch(()), Branch(()), limit=wait, asked=again)
        return Branch((Read(3, "couleur", 1, may_see),), fork)

    ways = {True: ("rouge", "orange"), False: ("bleu", "vert")}
    fork = Fork(2, Compound("==", Reading(0), "oui"), behind(ways[True]), behind(ways[False]))
    said = "oui" if first else "non"
    planned = replan(actions=(Read(1, "porte", 0, (said,)),), fork=fork)
    seen = set()
    for seed in range(12):
        sensors = SimulatedSensors(seed)
        sensors.learn(planned)
        assert sensors("porte") == said
        seen |= {sensors("couleur") for _ in range(6 if wait else 1)}
    assert seen == set(ways[first])


def test_a_sensor_that_is_not_asked_where_the_plan_is_says_so(replan) -> None:
    sensors = SimulatedSensors(1)
    sensors.learn(replan(actions=(Read(1, "porte", 0, ("oui",)), Read(2, "couleur", 1, ("rouge",)))))
    with pytest.raises(DriverError, match="does not ask 'couleur'"):
        sensors("couleur")
    assert sensors("porte") == "oui"
    assert sensors("couleur") == "rouge"
    with pytest.raises(DriverError, match="does not ask 'porte'"):
        sensors("porte")


@pytest.mark.parametrize("seed", range(6))
def test_a_size_is_measured_anew_around_what_it_is(seed: int) -> None:
    cell = load_cell(CELLS / "metrologie.toml")
    sensors = SimulatedSensors(seed)
    sensors.learn(_plan(LOOK.format(x=0) + 12 * 'afficher(cote("epaisseur"))\n', CELLS / "metrologie.toml"))
    sensors.stand_in(cell, PacedClock(float("inf")))
    told = [sensors("epaisseur") for _ in range(12)]
    (gauge,) = cell.sensors
    assert len(set(told)) > 1
    assert any(all(abs(each - true) <= gauge.uncertainty + 1e-9 for each in told) for true in gauge.may_see)
