"""After a run that stopped on its way, by the command line: asked about the gripper, then led back to rest."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from cobot_lab.cell.load import load_robot
from cobot_lab.deploy import job
from cobot_lab.deploy.clock import PacedClock
from cobot_lab.deploy.drivers.faulty import Faults, FaultyTwin
from cobot_lab.deploy.drivers.twin import TwinDriver
from cobot_lab.deploy.record import RunRecord
from cobot_lab.deploy.states import State
from cobot_lab.deploy.virtual.ur.cabinet import Setup
from cobot_lab.deploy.virtual.ur.server import VirtualUR
from cobot_lab.trust.keyring import Keyring
from cobot_lab.ui.terminal.standards import standards

from .conftest import LESSON, SERIAL, Command, Site  # isort: skip

FAST = ("--scale", "200", "--yes", "--json")
UR3E = load_robot("ur3e")


@pytest.fixture
def record(site: Site) -> Path:
    """Play until a protective stop, and give the file of the record."""
    ring, clock = Keyring(site.home), PacedClock(float("inf"))
    arm = FaultyTwin("ur3e", UR3E.joint_names, UR3E.q_rest, clock=clock, faults=Faults(protective_stop=2.0))
    with closing(arm):
        opened, report = job.open(
            *(site.bundle.read_bytes(), site.approval.read_bytes()),
            driver=arm,
            trust=ring.trusted(),
            journal=ring.journal,  # type: ignore[arg-type]
            standards=standards(),
            clock=clock,
        )
        assert opened is not None, report.findings
        opened.preflight()
        opened.enable("Camille")
        played = opened.play()
    assert played.end is State.INTERRUPTED
    file = site.home / "stopped.json"
    file.write_bytes(played.to_bytes())
    return file


def _approve(cobot_lab: Command, bundle: Path, approval: Path) -> None:
    assert cobot_lab("approve", bundle, "--key", "martin", "--robot", SERIAL, "-o", approval).exit == 0


def test_the_arm_waits_for_a_word_about_its_gripper(cobot_lab: Command, site: Site, record: Path) -> None:
    _approve(cobot_lab, site.bundle, site.approval)
    run = ("run", site.bundle, "--approval", site.approval)
    refused = cobot_lab(*run, "--scale", "200", "--yes")
    assert refused.exit == 1
    assert "A08" in refused.out
    assert "sa sécurité l'a arrêté" in refused.out
    held = cobot_lab("aftermath", SERIAL, "--gripper", "holding", "--who", "Camille")
    assert held.exit == 0
    assert "pince encore pleine" in held.out
    assert json.loads(cobot_lab(*run, *FAST).out)["findings"][0]["facts"]["gripper"] == "holding"
    assert cobot_lab("aftermath", SERIAL, "--gripper", "removed", "--who", "Camille").exit == 0
    assert cobot_lab(*run, *FAST).exit == 0
    assert cobot_lab("aftermath", SERIAL, "--gripper", "empty", "--who", "Camille").exit == 2


def test_a_run_that_was_left_open_is_closed_and_told(cobot_lab: Command, site: Site) -> None:
    book = Keyring(site.home).journal
    book.consume("ab" * 16, {"robot": SERIAL, "bundle": "b", "plan": "p"})
    book.append("running", {"number": "ab" * 16})
    refused = cobot_lab("run", site.bundle, "--approval", site.approval, *FAST)
    assert refused.exit == 1
    assert f"Le passage de {SERIAL} commencé le" in refused.err
    assert json.loads(refused.out)["findings"][0]["facts"]["cause"] == "left_open"
    assert book.verify().verdict.value == "PASSED"


def test_the_way_back_is_a_bundle_that_is_approved_and_played_slowly(
    cobot_lab: Command, site: Site, record: Path, tmp_path: Path
) -> None:
    bundle, approval = tmp_path / "back.cobotlab", tmp_path / "back.json"
    sealed = cobot_lab("homeward", "--lesson", "01", "--record", record, "-o", bundle)
    assert sealed.exit == 0, sealed.out + sealed.err
    assert "de son repos" in sealed.out
    assert cobot_lab("aftermath", SERIAL, "--gripper", "empty", "--who", "Camille").exit == 0
    _approve(cobot_lab, bundle, approval)
    ring, clock = Keyring(site.home), PacedClock(float("inf"))
    q = RunRecord.from_bytes(record.read_bytes()).trace.q[-1]
    arm = TwinDriver("ur3e", UR3E.joint_names, q, clock=clock)
    with closing(arm):
        opened, report = job.open(
            *(bundle.read_bytes(), approval.read_bytes()),
            driver=arm,
            trust=ring.trusted(),
            journal=ring.journal,  # type: ignore[arg-type]
            standards=standards(),
            clock=clock,
        )
        assert opened is not None, report.findings
        assert not opened.preflight().findings
        opened.enable("Camille")
        played = opened.play()
        assert played.end is State.DONE
        assert np.abs(arm.state().q - UR3E.q_rest).max() < 1e-3
    # the same bundle, from another pose than the one it was made for
    _approve(cobot_lab, bundle, approval)
    elsewhere = cobot_lab("run", bundle, "--approval", approval, *FAST)
    assert elsewhere.exit == 1
    assert "A02" in [finding["code"] for finding in json.loads(elsewhere.out)["findings"]]


@pytest.mark.parametrize("more", [(), ("--record", "r.json", "--address", "127.0.0.2")])
def test_where_the_arm_stands_has_to_be_said_in_one_way(cobot_lab: Command, more: tuple[str, ...]) -> None:
    answered = cobot_lab("homeward", "--lesson", "01", *more)
    assert answered.exit == 2
    assert "--record, --address" in answered.err


def test_what_is_no_record_of_this_arm_is_refused(cobot_lab: Command, record: Path) -> None:
    other = cobot_lab("homeward", "--cell", "robots/ned2/cells/atelier.toml", "--record", record)
    none = cobot_lab("homeward", "--lesson", "01", "--record", LESSON / "solution.py")
    assert (other.exit, none.exit) == (2, 2)


@pytest.fixture
def cabinet(site: Site) -> Iterator[VirtualUR]:
    """A cabinet whose arm was accepted here, with somebody's program under way."""
    (site.home / "arms.toml").write_text(
        '["20235300009"]\nmodel = "ur3e"\nkinematics = ""\npayload_kg = 0.0\ntool = [0.0, 0.0, 0.0, 0.0, 0.0, 0.0]\n'
    )
    address = f"127.{64 + os.getpid() % 128}.{os.getpid() // 128 % 256}.251"
    with VirtualUR(Setup(UR3E, "20235300009"), address) as served:
        served.call(lambda c: c.take("def other():\n  sleep(600)\nend"))
        yield served


def test_nobody_sees_to_an_arm_or_measures_its_table_while_a_program_is_paused(
    cobot_lab: Command, site: Site, cabinet: VirtualUR
) -> None:
    book = Keyring(site.home).journal
    book.consume("ab" * 16, {"robot": "20235300009", "bundle": "b", "plan": "p"})
    book.append("running", {"number": "ab" * 16})
    at = ("--address", cabinet.address)
    look = ("aftermath", "20235300009", "--gripper", "empty", "--who", "Camille")
    marks = [part for _ in range(3) for part in ("--mark", "0,0,0=0,0,0")]
    measure = ("calibrate", "ur3e/atelier", "--robot", "20235300009", "--key", "martin", *marks)
    cabinet.call(lambda c: c.pause())
    assert cabinet.wait(lambda c: c.runtime.name == "PAUSED", timeout=5)
    for command in (look, measure):
        assert cobot_lab(*command).exit == 2  # it has to be asked
        refused = cobot_lab(*command, *at)
        assert (refused.exit, "A12" in refused.out) == (1, True)
        assert "Stop" in refused.out
    back = cobot_lab("homeward", "--lesson", "01", *at, "-o", site.home / "back.cobotlab")
    assert (back.exit, "A12" in back.out) == (1, True)
    assert "aftermath" not in [entry.kind for entry in book.entries()]
    cabinet.call(lambda c: c.stop())
    assert cabinet.wait(lambda c: not c.playing, timeout=5)
    assert cobot_lab(*look, *at).exit == 0
    assert "A12" not in cobot_lab(*measure, *at).out
    assert cobot_lab("aftermath", SERIAL, "--gripper", "empty", "--who", "Camille").exit == 2
