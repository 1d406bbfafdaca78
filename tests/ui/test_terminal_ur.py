"""From a lesson to a real arm's cabinet by the command line: sealed with its programs, approved, and played once."""

from __future__ import annotations

import io
import itertools
import json
import os
import shutil
import socket
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import platformdirs
import pytest
from rich.console import Console

from cobot_lab.cell.load import cells, load_cell, load_robot
from cobot_lab.deploy.drivers.ur.arm import Expected
from cobot_lab.deploy.judge import Cause, Limits
from cobot_lab.deploy.states import State
from cobot_lab.deploy.virtual.ur.cabinet import Setup
from cobot_lab.deploy.virtual.ur.server import VirtualUR
from cobot_lab.findings import Report
from cobot_lab.paths import data_room
from cobot_lab.trust import container, own_place
from cobot_lab.trust.bundle import seal
from cobot_lab.trust.keyring import Keyring
from cobot_lab.ui.sentences import Language, sentences
from cobot_lab.ui.terminal import programs, real_arm, run
from cobot_lab.ui.terminal.voice import Voice

from .conftest import LESSON, Answered, Command, Site  # isort: skip

ARM = "20235300001"
ACCEPTED = f"""\
["{ARM}"]
model = "ur3e"
kinematics = "{"-".join(["00000000"] * 6)}"
payload_kg = 0.0
tool = [0.0, 0.0, 0.0, 0.0, 0.0, 0.0]
"""
_HOSTS = itertools.count(1)


REQUIRE_TERMINAL = run._require_terminal


@pytest.fixture(scope="module")
def computer() -> str:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return f"127.0.0.1:{taken.getsockname()[1]}"


@pytest.fixture
def served() -> Iterator[VirtualUR]:
    host = f"127.{64 + os.getpid() % 128}.{os.getpid() // 128 % 256}.{next(_HOSTS)}"
    with VirtualUR(Setup(load_robot("ur3e"), ARM), host, pace=1.5) as arm:
        yield arm


@pytest.fixture(scope="module")
def sealed(computer: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Seal once: the check takes its time."""
    return tmp_path_factory.mktemp("ur") / f"{computer.replace(':', '_')}.cobotlab"


@pytest.fixture
def installed(
    cobot_lab: Command, site: Site, sealed: Path, computer: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Site:
    """Make the site the installed one, with a bundle for the arm, and the approval of it."""
    if not sealed.exists():
        more = ("--lesson", "01", "--arm", "ur", "--computer", computer, "-o", sealed)
        assert cobot_lab("seal", LESSON / "solution.py", *more).exit == 0
    shutil.copy(sealed, site.bundle)
    site.approval.unlink()
    monkeypatch.delenv("COBOT_LAB_HOME")
    monkeypatch.setattr(platformdirs, "user_data_dir", lambda *_, **__: str(site.home))
    monkeypatch.setattr(own_place, "usual", lambda: site.home)
    monkeypatch.setattr(real_arm, "Limits", lambda start: Limits(age=3.0, start=3 * start))  # this computer may be busy
    monkeypatch.setattr("cobot_lab.deploy.preflight.DATA_LIMIT", 0.5)
    monkeypatch.setattr("cobot_lab.deploy.drivers.ur.readings.DATA_LIMIT", 1.0)
    monkeypatch.setattr(run, "_require_terminal", lambda: None)
    monkeypatch.setattr(run, "_ask_person", lambda _: None)  # somebody presses Enter
    (site.home / "arms.toml").write_text(ACCEPTED, "utf-8")
    return site


def _approve(cobot_lab: Command, site: Site) -> Answered:
    more = ("--robot", ARM, "--mode", "real", "-o", site.approval)
    return cobot_lab("approve", site.bundle, "--key", "martin", *more)


def _run(cobot_lab: Command, site: Site, served: VirtualUR, *more: str) -> Answered:
    address = ("--driver", "ur", "--address", served.address)
    return cobot_lab("run", site.bundle, "--approval", site.approval, "--json", *address, *more)


def test_without_a_person_at_a_terminal_no_real_arm_is_run(
    cobot_lab: Command, installed: Site, served: VirtualUR, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("\n"))
    monkeypatch.setattr(run, "_require_terminal", REQUIRE_TERMINAL)
    assert _approve(cobot_lab, installed).exit == 0
    refused = _run(cobot_lab, installed, served)
    assert refused.exit == 2
    assert "devant un terminal" in refused.err
    assert "consumed" not in [entry.kind for entry in Keyring(installed.home).journal.entries()]


def test_lesson_01_is_played_by_the_arm_as_approved(cobot_lab: Command, installed: Site, served: VirtualUR) -> None:
    approved = _approve(cobot_lab, installed)
    assert approved.exit == 0, approved.out + approved.err
    assert "1 programmes pour le robot, ceux du plan" in approved.out
    played = _run(cobot_lab, installed, served)
    assert played.exit == 0, played.out + played.err
    told = json.loads(played.out)["run"]
    assert (told["end"], told["robot"]) == ("done", ARM)
    assert told["largest_following_error"] < 1e-3
    again = _run(cobot_lab, installed, served)
    assert again.exit == 1
    kinds = [entry.kind for entry in Keyring(installed.home).journal.entries()]
    assert kinds.count("running") == 1


def test_programs_that_are_not_the_plans_are_not_approved(cobot_lab: Command, installed: Site) -> None:
    files, _ = container.unpack(installed.bundle.read_bytes())
    name = next(name for name in files if name.startswith("transmit/"))
    report = Report.from_dict({k: v for k, v in json.loads(files.pop("report.json")).items() if k != "schema"})
    manifest = json.loads(files.pop("manifest.json"))
    files[name] = files[name].replace(b"rest(0.", b"rest(1.", 1)
    forged, _ = seal(files, report, manifest["versions"], **manifest["facts"])
    assert forged is not None
    installed.bundle.write_bytes(forged)
    refused = _approve(cobot_lab, installed)
    assert refused.exit == 1
    assert "T19" in refused.out
    assert not installed.approval.exists()


def test_what_is_the_callers_choice_on_a_twin_is_not_on_a_real_arm(
    cobot_lab: Command, installed: Site, served: VirtualUR
) -> None:
    assert _approve(cobot_lab, installed).exit == 0
    for more in (("--home", str(installed.home)), ("--yes",)):
        assert _run(cobot_lab, installed, served, *more).exit == 2
    assert cobot_lab("run", installed.bundle, "--approval", installed.approval, "--driver", "ur").exit == 2
    (installed.home / "arms.toml").unlink()
    assert _run(cobot_lab, installed, served).exit == 2
    assert served.call(lambda controller: controller.program) == ""


def test_a_whole_folder_of_keys_elsewhere_runs_no_real_arm(
    cobot_lab: Command, installed: Site, served: VirtualUR, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert _approve(cobot_lab, installed).exit == 0
    shutil.copytree(installed.home, tmp_path / "data" / "cobot_lab")  # with keys, approvals and a journal that hold
    monkeypatch.undo()
    monkeypatch.setattr(run, "_require_terminal", lambda: None)
    monkeypatch.setattr(own_place, "usual", lambda: installed.home)
    monkeypatch.delenv("COBOT_LAB_HOME", raising=False)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    refused = _run(cobot_lab, installed, served)
    assert refused.exit == 2
    assert "pas le dossier de clés qui compte ici" in refused.err
    assert str(tmp_path / "data" / "cobot_lab") in refused.err
    assert served.call(lambda controller: controller.program) == ""
    monkeypatch.setattr(own_place, "usual", lambda: tmp_path / "data" / "cobot_lab")
    (tmp_path / "data" / "cobot_lab" / "journal.db").chmod(0o622)
    refused = _run(cobot_lab, installed, served)
    assert (refused.exit, "un autre compte peut l'écrire" in refused.err) == (2, True)
    assert served.call(lambda controller: controller.program) == ""


def test_an_arm_that_is_not_as_it_was_accepted_does_not_move(
    cobot_lab: Command, installed: Site, served: VirtualUR
) -> None:
    assert _approve(cobot_lab, installed).exit == 0
    (installed.home / "arms.toml").write_text(ACCEPTED.replace("00000000-0", "00000001-0", 1), "utf-8")
    refused = _run(cobot_lab, installed, served)
    assert refused.exit == 1
    assert "kinematics" in refused.out
    assert served.call(lambda controller: controller.program) == ""


@pytest.mark.parametrize(("language", "word"), [("fr", "Stop, pas sur Lecture"), ("en", "Stop, not Play")])
def test_that_a_program_was_left_paused_is_told(language: Language, word: str) -> None:
    played = SimpleNamespace(
        head=SimpleNamespace(identity=SimpleNamespace(serial=ARM)),
        duration=1.0,
        largest_following_error=0.0,
        end=State.INTERRUPTED,
        cause=Cause.OPERATOR,
        left_paused=True,
    )
    said = io.StringIO()
    run.show_run(Voice(sentences(language), Console(file=said), Console(file=said)), played)  # type: ignore[arg-type]
    assert word in said.getvalue()


def test_what_is_read_before_a_run_is_connected_as_the_programs_are_written():
    cell = next(load_cell(file) for file in cells("ur3e") if file.stem == "convoyeur")
    arm = programs.connected(Expected("ur3e", cell.robot.joint_names), cell)
    wiring = programs.wiring("127.0.0.1", tuple(signal.name for signal in cell.signals))
    assert arm.signals == wiring.outputs == {"convoyeur": 1, "voyant_rouge": 2, "voyant_vert": 3}
    assert (arm.gripper.width, arm.gripper.close_output) == (cell.tool.width_max, 0)


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("fr", "n'a que deux positions (l'ouverture) : 40 mm demandés, elle ne sait faire que 50 mm."),
        ("en", "has two positions only (opening): 40 mm asked, it can do 50 mm and nothing else."),
    ],
)
def test_what_the_real_gripper_cannot_do_is_a_finding_on_its_line(
    cobot_lab: Command, computer: str, tmp_path: Path, lang: str, said: str
) -> None:
    program, out = tmp_path / "p.py", tmp_path / "p.cobotlab"
    text = (LESSON / "solution.py").read_text("utf-8")
    program.write_text(text.replace('prendre("magasin")', 'ouvrir_pince(40)\nprendre("magasin")'), "utf-8")
    cell = data_room("robots") / "ur3e" / "cells" / "atelier.toml"
    assert load_cell(cell).tool.width_max == 0.05
    arm = ("--cell", cell, "--arm", "ur", "--computer", computer, "-o", out)
    refused = cobot_lab("--lang", lang, "seal", program, *arm)
    assert refused.exit == 1, refused.err
    assert said in refused.out.replace("\N{NO-BREAK SPACE}", " ").replace("\N{NARROW NO-BREAK SPACE}", " ")
    assert "A13" in refused.out
    assert not out.exists()
    (found,) = json.loads(cobot_lab("--lang", lang, "seal", program, *arm, "--json").out)["findings"]
    assert found["span"]["line"] == text.splitlines().index('prendre("magasin")') + 1
