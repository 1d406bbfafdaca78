"""From a sealed bundle to the virtual arm by the command line; and everything that must not get there."""

from __future__ import annotations

import json
import signal
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from datetime import datetime, timedelta, timezone
from types import SimpleNamespace

import pytest

from cobot_lab import stored
from cobot_lab.deploy import ending
from cobot_lab.deploy.aftermath import reconcile
from cobot_lab.deploy.job import Job
from cobot_lab.trust import container, manifest
from cobot_lab.trust.approval import approve, new_number
from cobot_lab.trust.journal import Journal
from cobot_lab.trust.journal_file import JournalError
from cobot_lab.trust.key_file import read_key
from cobot_lab.trust.keyring import Keyring
from cobot_lab.trust.keys import SigningKey

from .conftest import SERIAL, Answered, Command, Site  # isort: skip

FAST = ("--scale", "200", "--yes", "--json")


def _run(cobot_lab: Command, site: Site) -> Answered:
    return cobot_lab("run", site.bundle, "--approval", site.approval, *FAST)


def _codes(answered: Answered) -> list[str]:
    return [finding["code"] for finding in json.loads(answered.out)["findings"]]


def _never_moved(cobot_lab: Command, site: Site) -> bool:
    return "running" not in {entry.kind for entry in Keyring(site.home).journal.entries()}


def _files(site: Site) -> dict[str, bytes]:
    files, problems = container.unpack(site.bundle.read_bytes())
    assert not problems
    return files


def test_an_approved_bundle_is_played_once(cobot_lab: Command, site: Site) -> None:
    played = _run(cobot_lab, site)
    assert played.exit == 0, played.out + played.err
    told = json.loads(played.out)
    assert told["run"]["end"] == "done"
    assert told["run"]["robot"] == SERIAL
    assert told["run"]["largest_following_error"] < 0.01

    again = _run(cobot_lab, site)
    assert again.exit == 1
    assert _codes(again) == ["T12"]
    kinds = [entry.kind for entry in Keyring(site.home).journal.entries()]
    assert kinds.count("running") == 1


@pytest.mark.parametrize(
    "name",
    [manifest.SOURCE, manifest.PROGRAM, manifest.PLAN, manifest.REPORT, manifest.CELL, manifest.ROBOT, manifest.URDF,
     manifest.GRIPPER, manifest.TASK, manifest.RECORDING],
)  # fmt: skip
def test_one_byte_of_any_file_changed_is_refused_and_named(cobot_lab: Command, site: Site, name: str) -> None:
    files = _files(site)
    data = bytearray(files[name])
    data[len(data) // 2] ^= 1
    site.bundle.write_bytes(container.pack({**files, name: bytes(data)}))
    refused = _run(cobot_lab, site)
    assert refused.exit == 1
    told = {(finding["code"], finding["facts"].get("file")) for finding in json.loads(refused.out)["findings"]}
    assert ("T02", name) in told
    assert name in refused.out
    assert _never_moved(cobot_lab, site)


def test_a_bundle_made_whole_again_around_a_change_is_not_the_approved_one(cobot_lab: Command, site: Site) -> None:
    files = _files(site)
    listed = manifest.read(files.pop(manifest.MANIFEST))
    files[manifest.SOURCE] = files[manifest.SOURCE] + b"# harmless\n"
    forged = manifest.write(files, listed.versions, listed.facts)
    site.bundle.write_bytes(container.pack({**files, manifest.MANIFEST: forged}))
    refused = _run(cobot_lab, site)
    assert refused.exit == 1
    assert "T06" in _codes(refused)
    assert _never_moved(cobot_lab, site)


def test_one_byte_of_the_approval_changed_is_refused(cobot_lab: Command, site: Site) -> None:
    data = bytearray(site.approval.read_bytes())
    data[len(data) // 3] ^= 1
    site.approval.write_bytes(bytes(data))
    refused = _run(cobot_lab, site)
    assert refused.exit == 1
    assert set(_codes(refused)) & {"T05", "T13"}
    assert _never_moved(cobot_lab, site)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"robot_serial": "UR3E-0001"}, "T08"),
        ({"mode": "real"}, "T09"),
        ({"role": "teacher"}, "T07"),
        ({"from_hours": -3, "to_hours": -2}, "T11"),
        ({"from_hours": 1, "to_hours": 2}, "T10"),
        ({"subject": "0" * 64}, "T06"),
    ],
)
def test_an_approval_for_something_else_is_refused(
    cobot_lab: Command, site: Site, changes: Mapping[str, object], code: str
) -> None:
    asked = {"robot_serial": SERIAL, "mode": "simulated", "role": "referent", "from_hours": 0, "to_hours": 1} | changes
    key = read_key(Keyring(site.home).key_file("martin"), "correct horse")
    site.approval.write_bytes(_signed(site, key, **asked))
    refused = _run(cobot_lab, site)
    assert refused.exit == 1
    assert code in _codes(refused)
    assert _never_moved(cobot_lab, site)


def test_a_teacher_alone_cannot_approve_as_a_referent(cobot_lab: Command, site: Site) -> None:
    key = read_key(Keyring(site.home).key_file("durand"), "correct horse")
    site.approval.write_bytes(_signed(site, key))
    assert _codes(_run(cobot_lab, site)) == ["T07"]


def test_an_approval_by_an_unknown_key_is_refused(cobot_lab: Command, site: Site) -> None:
    site.approval.write_bytes(_signed(site, SigningKey.new("nobody")))
    refused = _run(cobot_lab, site)
    assert refused.exit == 1
    assert "T04" in _codes(refused)
    assert _never_moved(cobot_lab, site)


def test_a_program_for_another_arm_is_refused(cobot_lab: Command, site: Site) -> None:
    refused = cobot_lab("run", site.bundle, "--approval", site.approval, "--robot", "ned2", *FAST)
    assert refused.exit == 1
    assert {"T08", "A04"} <= set(_codes(refused))


def test_the_journal_verifies_until_it_is_edited(cobot_lab: Command, site: Site) -> None:
    assert _run(cobot_lab, site).exit == 0
    whole = cobot_lab("journal", "verify")
    assert whole.exit == 0
    with closing(sqlite3.connect(site.home / "journal.db")) as connection, connection:
        connection.execute("UPDATE entries SET body = replace(body, 'TWIN', 'XWIN') WHERE seq = 4")
    edited = cobot_lab("journal", "verify")
    assert edited.exit == 1
    assert "ligne 4" in edited.out
    stopped = _run(cobot_lab, site)
    assert stopped.exit == 2
    assert "entry 4: altered" in stopped.err


def test_a_record_of_the_run_is_kept(cobot_lab: Command, site: Site) -> None:
    folder = site.home / "elsewhere"
    assert cobot_lab("run", site.bundle, "--approval", site.approval, *FAST, "--records", folder).exit == 0
    (file,) = folder.iterdir()
    assert stored.parse(file.read_bytes(), "cobot_lab/run/1")["head"]["robot"]["serial"] == SERIAL


def test_without_a_yes_nothing_moves(cobot_lab: Command, site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    def leave(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("cobot_lab.ui.terminal.run._ask", leave)
    left = cobot_lab("run", site.bundle, "--approval", site.approval)
    assert left.exit == 2
    assert "Abandonné." in left.out
    assert _never_moved(cobot_lab, site)


def _signed(site: Site, key: SigningKey, **asked: object) -> bytes:
    start = datetime.now(timezone.utc)
    given = {"robot_serial": SERIAL, "mode": "simulated", "role": "referent", "from_hours": 0, "to_hours": 1} | asked
    subject = given.get("subject") or stored.sha256(_files(site)[manifest.MANIFEST])
    return approve(
        str(subject),
        key,
        role=str(given["role"]),
        robot_serial=str(given["robot_serial"]),
        mode=str(given["mode"]),
        not_before=start + timedelta(hours=float(str(given["from_hours"]))),
        not_after=start + timedelta(hours=float(str(given["to_hours"]))),
        number=new_number(),
    )


def _disk_that_is_full(monkeypatch: pytest.MonkeyPatch, times: int) -> list[str]:
    """Refuse to write the end of a run for some times."""
    append, refused = Journal.append, []

    def full(self, kind, body):
        if kind == "ended" and len(refused) < times:
            refused.append(kind)
            raise JournalError(self.path, "append", "database or disk is full")
        return append(self, kind, body)

    monkeypatch.setattr(Journal, "append", full)
    monkeypatch.setattr(ending, "RETRY", 0.01)
    return refused


def test_an_end_that_cannot_be_written_down_is_as_soon_as_there_is_room(
    cobot_lab: Command, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    refused = _disk_that_is_full(monkeypatch, 3)
    ran = cobot_lab("run", site.bundle, "--approval", site.approval, "--yes", "--scale", "200")
    assert len(refused) == 3
    assert ran.exit == 0, ran.err
    assert "n'est pas encore écrite" in ran.err
    last = Keyring(site.home).journal.entries()[-1]
    assert (last.kind, last.body["state"]) == ("ended", "done")
    assert [file.name for file in Keyring(site.home).records.iterdir()] == [
        file.name for file in Keyring(site.home).records.glob(f"*{last.body['record'][:12]}.json")
    ]


def test_whoever_does_not_wait_for_room_leaves_it_to_the_next_start(
    cobot_lab: Command, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    _disk_that_is_full(monkeypatch, 10**6)

    def interrupted(_time: float) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(ending, "time", SimpleNamespace(sleep=interrupted))
        ran = cobot_lab("run", site.bundle, "--approval", site.approval, "--yes", "--scale", "200")
    assert ran.exit == 2
    monkeypatch.undo()
    (closed,) = reconcile(Keyring(site.home).journal)
    assert closed.cause == "left_open"


def test_whoever_presses_again_and_again_loses_no_record(
    cobot_lab: Command, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_down = ending.Ending.write

    def pressed(self: ending.Ending, played: Job) -> None:
        signal.raise_signal(signal.SIGINT)
        write_down(self, played)

    monkeypatch.setattr(ending.Ending, "write", pressed)
    ran = cobot_lab("run", site.bundle, "--approval", site.approval, *FAST)
    assert ran.exit == 0, ran.err
    assert len([*Keyring(site.home).records.iterdir()]) == 1


def test_a_folder_that_takes_no_record_is_noticed_before_anything_moves(cobot_lab: Command, site: Site) -> None:
    ran = cobot_lab("run", site.bundle, "--approval", site.approval, *FAST, "--records", "/proc")
    assert ran.exit == 2
    assert "/proc" in ran.err
    assert _never_moved(cobot_lab, site)
