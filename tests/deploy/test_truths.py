"""A virtual cell tells the same of a part whenever it is asked."""

from __future__ import annotations

from pathlib import Path

import pytest

from cobot_lab.cell.load import load_cell
from cobot_lab.deploy.clock import PacedClock
from cobot_lab.deploy.drivers.simulated_sensors import SimulatedSensors
from cobot_lab.language.reader import read
from cobot_lab.motion.plan_data import Plan
from cobot_lab.motion.planner import plan
from cobot_lab.paths import data_room

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
