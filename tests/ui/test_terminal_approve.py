"""Before a person's name goes under a bundle, it is looked at again: whoever made it may have made its report too."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

import cobot_lab as package
from cobot_lab import stored
from cobot_lab.cell.load import load_cell
from cobot_lab.findings import Report
from cobot_lab.school.lesson import load_lesson
from cobot_lab.trust import container, manifest
from cobot_lab.trust.bundle import seal
from cobot_lab.trust.keyring import Keyring
from cobot_lab.verify.checker import NAMES
from cobot_lab.verify.source import check_source

from .conftest import LESSON, SERIAL, Command, Site  # isort: skip

WRONG = "wrong_knocks_neighbour.py"


def _forged(site: Site, source: str, *, run: tuple[str, ...] = NAMES, **changed: bytes) -> None:
    """Seal a plan that was refused, under a report of our own making."""
    lesson = load_lesson("01")
    cell = load_cell(lesson.cell)
    checked = check_source((LESSON / WRONG).read_bytes(), cell, lesson.task)
    assert checked.program is not None
    assert checked.plan is not None
    files = {
        manifest.SOURCE: (LESSON / source).read_bytes(),
        manifest.PROGRAM: checked.program.to_bytes(),
        manifest.PLAN: checked.plan.to_bytes(),
        manifest.TASK: lesson.task.to_bytes(),
        **{f"cell/{name}": data for name, data in cell.files},
    } | {name.replace("_json", ".json"): data for name, data in changed.items()}
    report = Report(stored.sha256(files[manifest.PLAN]), run)
    sealed, _ = seal(files, report, {"cobot_lab": package.__version__})
    assert sealed is not None
    site.bundle.write_bytes(sealed)
    site.approval.unlink()


def _approve(cobot_lab: Command, site: Site, *more: str):
    return cobot_lab("approve", site.bundle, "--key", "martin", "--robot", SERIAL, "-o", site.approval, *more)


def test_a_sound_bundle_is_shown_and_approved(cobot_lab: Command, site: Site) -> None:
    site.approval.unlink()
    answered = _approve(cobot_lab, site)
    assert answered.exit == 0, answered.out + answered.err
    assert "Leçon : 01. Cellule : L’atelier." in answered.out.replace("\N{NO-BREAK SPACE}", " ")
    assert 'prendre("magasin")' in answered.out
    assert site.approval.is_file()
    assert Keyring(site.home).journal.entries()[-1].kind == "approved"


@pytest.mark.parametrize(
    ("source", "run", "codes"),
    [
        (WRONG, NAMES, ("C04",)),
        ("solution.py", NAMES, ("T19", "C04")),
        (WRONG, ("x",), ("T17", "C04")),
    ],
)
def test_a_report_of_ones_own_making_is_not_believed(
    cobot_lab: Command, site: Site, source: str, run: tuple[str, ...], codes: tuple[str, ...]
) -> None:
    _forged(site, source, run=run)
    answered = _approve(cobot_lab, site)
    assert answered.exit == 1
    assert all(code in answered.out for code in codes)
    assert "Pas approuvé." in answered.out
    assert not site.approval.exists()


def test_a_bundle_cannot_bring_its_own_assignment(cobot_lab: Command, site: Site) -> None:
    easier = load_lesson("01").task.to_bytes().replace(b'"at_rest":true', b'"at_rest":false')
    _forged(site, WRONG, task_json=easier)
    answered = _approve(cobot_lab, site)
    assert answered.exit == 1
    assert "la consigne n'est pas celle de la leçon" in answered.out


def test_a_cell_of_ones_own_is_not_approved(cobot_lab: Command, site: Site, tmp_path: Path) -> None:
    cell = load_lesson("01").cell
    own = tmp_path / cell.name
    own.write_text(cell.read_text("utf-8").replace("tool_speed_mm_s = 250.0", "tool_speed_mm_s = 251.0"), "utf-8")
    assert cobot_lab("seal", LESSON / "solution.py", "--cell", own, "-o", site.bundle).exit == 0
    site.approval.unlink()
    answered = _approve(cobot_lab, site)
    assert answered.exit == 1
    assert "T18" in answered.out
    assert not site.approval.exists()


@pytest.mark.parametrize(("key", "role", "code"), [("durand", "referent", "T07"), ("martin", "teacher", "T07")])
def test_a_key_approves_in_its_own_role_only(cobot_lab: Command, site: Site, key: str, role: str, code: str) -> None:
    site.approval.unlink()
    answered = cobot_lab("approve", site.bundle, "--key", key, "--robot", SERIAL, "--role", role, "-o", site.approval)
    assert answered.exit == 1
    assert code in answered.out
    assert not site.approval.exists()


def test_without_a_journal_there_is_no_approval(cobot_lab: Command, site: Site) -> None:
    site.approval.unlink()
    for file in site.home.glob("journal.db*"):
        file.unlink()
    assert _approve(cobot_lab, site).exit == 2
    assert not site.approval.exists()


def test_a_role_that_does_not_exist_is_refused_and_harms_nothing(cobot_lab: Command, site: Site) -> None:
    assert cobot_lab("keys", "new", "king", "--role", "king").exit == 2
    assert cobot_lab("keys", "new", "red", "--holder", "a\x1b[31mred").exit == 2
    listed = cobot_lab("keys", "list")
    assert (listed.exit, "clé racine" in listed.out) == (0, True)
    assert Keyring(site.home).names() == ("durand", "martin")


def test_a_link_in_the_folder_is_not_followed(cobot_lab: Command, site: Site, tmp_path: Path) -> None:
    victim = tmp_path / "victim"
    victim.write_text("precious", "utf-8")
    site.approval.unlink()
    site.approval.symlink_to(victim)
    assert _approve(cobot_lab, site).exit == 0
    assert victim.read_text("utf-8") == "precious"
    assert not site.approval.is_symlink()


def test_sealing_never_overwrites_the_program(cobot_lab: Command, tmp_path: Path) -> None:
    program = tmp_path / "p.cobotlab"
    program.write_bytes((LESSON / "solution.py").read_bytes())
    for out in ((), ("-o", program), ("-o", tmp_path), ("-o", "")):
        assert cobot_lab("seal", program, "--lesson", "01", *out).exit == 2
    assert program.read_bytes() == (LESSON / "solution.py").read_bytes()


def test_what_is_no_ordinary_file_is_not_read(cobot_lab: Command, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "fifo.py")
    assert stat.S_ISFIFO((tmp_path / "fifo.py").stat().st_mode)
    for file in (tmp_path / "fifo.py", tmp_path, Path("/dev/zero")):
        assert cobot_lab("check", file, "--lesson", "01").exit == 2


def test_a_run_that_could_not_be_recorded_does_not_begin(cobot_lab: Command, site: Site) -> None:
    (site.home / "runs").write_text("in the way", "utf-8")
    assert cobot_lab("run", site.bundle, "--approval", site.approval, "--yes", "--scale", "200").exit == 2
    assert "running" not in {entry.kind for entry in Keyring(site.home).journal.entries()}


def test_every_file_of_the_bundle_is_looked_at(site: Site) -> None:
    files, _ = container.unpack(site.bundle.read_bytes())
    assert set(files) == set(manifest.REQUIRED) | {manifest.TASK, manifest.RECORDING, manifest.MANIFEST}


def test_a_revoked_key_approves_nothing_and_what_it_approved_is_refused(cobot_lab: Command, site: Site) -> None:
    revoked = cobot_lab("keys", "revoke", "martin", "--reason", "portable perdu")
    assert revoked.exit == 0, revoked.err
    assert "Mme Martin" in revoked.out
    entry = Keyring(site.home).journal.entries()[-1]
    assert (entry.kind, entry.body["holder"], entry.body["reason"]) == ("revoked", "Mme Martin", "portable perdu")
    assert "révoquée" in cobot_lab("keys", "list").out
    ran = cobot_lab("run", site.bundle, "--approval", site.approval, "--yes", "--scale", "1000")
    assert (ran.exit, "T16" in ran.out) == (1, True)
    site.approval.unlink()
    assert _approve(cobot_lab, site).exit == 1
    assert not site.approval.exists()
    again = cobot_lab("keys", "revoke", "martin")
    assert again.exit == 2
    assert cobot_lab("keys", "revoke", "nobody").exit == 2


def test_only_the_passphrase_of_the_place_revokes(
    cobot_lab: Command, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COBOT_LAB_ROOT_PASSPHRASE", "another phrase")
    assert cobot_lab("keys", "revoke", "martin").exit == 2
    assert not Keyring(site.home).named("martin").revoked
