"""From a program to a virtual Ned2 by the command line: sealed with its goals, approved, and played once."""

from __future__ import annotations

import itertools
import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import platformdirs
import pytest

from cobot_lab.cell.load import load_cell, load_robot
from cobot_lab.deploy.drivers.ros.goals import GoalFormError
from cobot_lab.deploy.judge import Limits
from cobot_lab.deploy.virtual.ros.controller import Setup
from cobot_lab.deploy.virtual.ros.faults import Fault, FaultKind
from cobot_lab.deploy.virtual.ros.server import VirtualRos
from cobot_lab.motion.actions import Output
from cobot_lab.motion.plan_data import Plan
from cobot_lab.paths import data_room
from cobot_lab.trust import own_place
from cobot_lab.trust.keyring import Keyring
from cobot_lab.ui.terminal import programs, real_arm, run

from .conftest import LESSON, Answered, Command, Site  # isort: skip

ARM = "NED2-0001"
ACCEPTED = f'["{ARM}"]\ndriver = "ros"\nmodel = "ned2"\n'
_HOSTS = itertools.count(1)


@pytest.fixture
def served() -> Iterator[VirtualRos]:
    host = f"127.{64 + os.getpid() % 128}.{os.getpid() // 128 % 256}.{next(_HOSTS)}"
    with VirtualRos(Setup.ned2(load_robot("ned2"), ARM), host, pace=1.5) as arm:
        yield arm


@pytest.fixture(scope="module")
def sealed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Seal once: the check takes its time."""
    return tmp_path_factory.mktemp("ros") / "p.cobotlab"


@pytest.fixture
def installed(cobot_lab: Command, site: Site, sealed: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Site:
    """Make the site the installed one, with a bundle for the arm, and the approval of it."""
    if not sealed.exists():
        cell = data_room("robots") / "ned2" / "cells" / "atelier.toml"
        made = cobot_lab("seal", LESSON / "solution.py", "--cell", cell, "--arm", "ros", "-o", sealed)
        assert made.exit == 0, made.out + made.err
    shutil.copy(sealed, site.bundle)
    site.approval.unlink()
    monkeypatch.delenv("COBOT_LAB_HOME")
    monkeypatch.setattr(platformdirs, "user_data_dir", lambda *_, **__: str(site.home))
    monkeypatch.setattr(own_place, "usual", lambda: site.home)
    monkeypatch.setattr(real_arm, "Limits", lambda settle: Limits(age=3.0, start=3.0, settle=settle))
    monkeypatch.setattr("cobot_lab.deploy.preflight.DATA_LIMIT", 0.5)  # this computer may be busy
    monkeypatch.setattr("cobot_lab.deploy.drivers.ros.readings.DATA_LIMIT", 1.0)
    monkeypatch.setattr(run, "_require_terminal", lambda: None)
    monkeypatch.setattr(run, "_ask_person", lambda _: None)  # somebody presses Enter
    (site.home / "arms.toml").write_text(ACCEPTED, "utf-8")
    return site


def _approve(cobot_lab: Command, site: Site) -> Answered:
    more = ("--robot", ARM, "--mode", "real", "-o", site.approval)
    return cobot_lab("approve", site.bundle, "--key", "martin", *more)


def _run(cobot_lab: Command, site: Site, served: VirtualRos) -> Answered:
    arm = ("--driver", "ros", "--robot", "ned2", "--address", served.address)
    return cobot_lab("run", site.bundle, "--approval", site.approval, "--json", *arm)


def test_a_program_is_played_by_the_arm_as_approved(cobot_lab: Command, installed: Site, served: VirtualRos) -> None:
    approved = _approve(cobot_lab, installed)
    assert approved.exit == 0, approved.out + approved.err
    assert "1 fichiers de mouvements pour le robot, ceux du plan" in approved.out
    played = _run(cobot_lab, installed, served)
    assert played.exit == 0, played.out + played.err
    told = json.loads(played.out)["run"]
    assert (told["end"], told["robot"]) == ("done", ARM)
    assert told["largest_following_error"] < 0.02
    assert _run(cobot_lab, installed, served).exit == 1
    kinds = [entry.kind for entry in Keyring(installed.home).journal.entries()]
    assert kinds.count("running") == 1


def test_an_arm_that_was_not_accepted_or_is_not_ready_does_not_move(
    cobot_lab: Command, installed: Site, served: VirtualRos
) -> None:
    assert _approve(cobot_lab, installed).exit == 0
    served.fail(Fault(FaultKind.LEARNING))
    served.wait(lambda controller: controller.learning)
    refused = _run(cobot_lab, installed, served)
    assert refused.exit == 1
    assert "learning mode" in refused.out
    for entry in ("", ACCEPTED.replace("ros", "ur"), ACCEPTED.replace('model = "ned2"', 'model = "r2d2"')):
        (installed.home / "arms.toml").write_text(entry, "utf-8")
        assert _run(cobot_lab, installed, served).exit == 2
    assert served.call(lambda controller: controller.first_goal) is None


def test_an_arm_without_outputs_is_given_no_program_that_switches_one() -> None:
    """A standard arm behind ROS has none: a run would end in the middle."""
    cell = load_cell(data_room("robots") / "ur3e" / "cells" / "convoyeur.toml")
    robot = cell.robot
    plan = Plan("0" * 64, "0" * 64, "ur3e", robot.joint_names, robot.q_rest, (Output(1, "convoyeur", 1.0, 0.0),))
    with pytest.raises(GoalFormError, match="convoyeur"):
        programs.programs(plan, cell, {programs.ARM_FACT: "ros"})
