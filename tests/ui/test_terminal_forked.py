"""A program that asks a sensor is sealed, approved, and played on the twin, whatever the sensor says."""

from __future__ import annotations

from pathlib import Path

import pytest

from cobot_lab.deploy.drivers.simulated_sensors import SimulatedSensors
from cobot_lab.deploy.record import RunRecord
from cobot_lab.deploy.states import State
from cobot_lab.paths import data_room

from .conftest import SERIAL, Command, Site  # isort: skip

CELL = data_room("robots") / "ur3e" / "cells" / "tri.toml"
SOURCE = """prendre("magasin")
aller_a("controle")
if couleur_piece() == "rouge":
    deposer("bac_rouge")
else:
    deposer("bac_bleu")
aller_a("repos")
"""
SEEDS = (1, 2, 5)
FAST = ("--scale", "200", "--yes")


@pytest.fixture
def sealed(cobot_lab: Command, site: Site, tmp_path: Path) -> Site:
    program = tmp_path / "tri.py"
    program.write_text(SOURCE, encoding="utf-8")
    site.approval.unlink()
    made = cobot_lab("seal", program, "--cell", CELL, "-o", site.bundle)
    assert made.exit == 0, made.out + made.err
    return site


def _approve(cobot_lab: Command, site: Site) -> None:
    site.approval.unlink(missing_ok=True)
    allowed = cobot_lab("approve", site.bundle, "--key", "martin", "--robot", SERIAL, "-o", site.approval)
    assert allowed.exit == 0, allowed.out + allowed.err


def test_whatever_the_sensor_says_only_its_branch_is_played(
    cobot_lab: Command, sealed: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen, records = set(), tmp_path / "records"
    for seed in SEEDS:
        _approve(cobot_lab, sealed)
        monkeypatch.setattr("cobot_lab.ui.terminal.run.SimulatedSensors", lambda seed=seed: SimulatedSensors(seed))
        played = cobot_lab("run", sealed.bundle, "--approval", sealed.approval, *FAST, "--records", records)
        assert played.exit == 0, played.out + played.err
        record = RunRecord.from_bytes(max(records.iterdir(), key=lambda file: file.stat().st_mtime_ns).read_bytes())
        assert record.end is State.DONE
        ((sensor, answer),) = record.answers
        steps = ",".join(str(event.fact("steps")) for event in record.events if event.kind == "stretch").split(",")
        assert sensor == "couleur"
        assert ("5" in steps, "6" in steps) == (answer == "rouge", answer == "bleu"), steps
        seen.add(answer)
    assert seen == {"rouge", "bleu"}
