"""A pupil's program is whole at every instant, and nothing of it is lost."""

from __future__ import annotations

import errno
import os
import random
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from cobot_lab import stored
from cobot_lab.school import programs, versions
from cobot_lab.school.programs import ProgramStore, StoreError
from cobot_lab.school.versions import KEPT, Why
from cobot_lab.school.work import Work, writable

WORK = Work("01", "python", 'prendre("magasin")\n', '{"blocks":{}}', in_step=True)


def _changed(text: str) -> Work:
    return replace(WORK, python=text)


@pytest.fixture
def store(tmp_path: Path) -> ProgramStore:
    """A store in an empty folder."""
    return ProgramStore(tmp_path, "01")


@pytest.mark.parametrize("text", ["", "x = [\n", 'afficher("é\u2028\U0001f916")\r\n\tx\n', "\x00\x07", "a" * 100_000])
def test_what_is_saved_is_found_letter_for_letter(store: ProgramStore, tmp_path: Path, text: str) -> None:
    assert store.open().work is None
    work = replace(WORK, python=text, blocks=text, in_step=False)
    assert not store.save(work)
    assert ProgramStore(tmp_path, "01").open().work == work
    assert (tmp_path / "01.cobot.json").is_file()


def test_half_a_character_does_not_stand_in_the_way(store: ProgramStore) -> None:
    store.save(_changed(writable("a\ud83eb")))
    found = store.open().work
    assert found is not None
    assert found.python == "a\ufffdb"


def test_a_version_is_kept_after_a_pause_only(store: ProgramStore, monkeypatch: pytest.MonkeyPatch) -> None:
    now = 100.0
    monkeypatch.setattr(programs.time, "monotonic", lambda: now)
    for at, text in enumerate("abc"):
        now += 1.0
        store.save(_changed(text))
        assert len(store.versions()) == 0, at
    now += programs.PAUSE
    store.save(_changed("d"))
    (version,) = store.versions()
    assert version.why is Why.EDITED
    kept = store.version(version.number)
    assert kept is not None
    assert kept.python == "c"


def test_the_last_fifty_are_kept_and_each_once(store: ProgramStore) -> None:
    for number in range(KEPT + 7):
        for _ in range(2):
            store.keep(_changed(str(number)), Why.CHECKED)
    found = store.versions()
    assert len(found) == KEPT
    assert [version.number for version in found] == list(range(KEPT + 7, 7, -1))
    first, last = store.version(found[-1].number), store.version(found[0].number)
    assert (first and first.python, last and last.python) == ("7", str(KEPT + 6))
    assert store.version(3) is None


def test_two_windows_on_one_program_lose_nothing(store: ProgramStore, tmp_path: Path) -> None:
    other = ProgramStore(tmp_path, "01")
    store.save(_changed("first"))
    other.open()
    assert not other.save(_changed("theirs"))
    assert store.save(_changed("ours"))
    assert not store.save(_changed("ours, later"))
    assert [(each.why, (store.version(each.number) or WORK).python) for each in store.versions()] == [
        (Why.ELSEWHERE, "theirs"),
        (Why.EDITED, "first"),
    ]
    found = other.open().work
    assert found is not None
    assert found.python == "ours, later"


def test_two_windows_that_wrote_the_same_are_of_one_mind(store: ProgramStore, tmp_path: Path) -> None:
    other = ProgramStore(tmp_path, "01")
    store.save(_changed("a"))
    assert not other.save(_changed("a"))
    assert not store.versions()


@pytest.mark.parametrize("bitten", [b"", b"{", b'{"schema":"cobot_lab/work/1"}', b"\xff\x00"])
def test_a_bitten_file_gives_the_last_good_version_and_is_put_aside(
    store: ProgramStore, tmp_path: Path, bitten: bytes
) -> None:
    store.save(_changed("good"))
    store.keep(_changed("good"), Why.CHECKED)
    store.file.write_bytes(bitten)
    found = ProgramStore(tmp_path, "01").open()
    assert found.bitten
    assert found.work == _changed("good")
    (aside,) = store.beside.glob("*.bitten")
    assert aside.read_bytes() == bitten


def test_a_bitten_version_is_passed_over(store: ProgramStore) -> None:
    store.save(_changed("good"))
    store.keep(_changed("older"), Why.CHECKED)
    store.keep(_changed("newer"), Why.CHECKED)
    newest = max(store.beside.glob("*.json"))
    newest.write_bytes(newest.read_bytes()[:-5])
    store.file.write_bytes(b"?")
    assert store.open().work == _changed("older")


def test_what_another_window_left_bitten_is_put_aside_before_it_is_written_over(store: ProgramStore) -> None:
    store.save(_changed("a"))
    store.file.write_bytes(b"half of it")
    assert store.save(_changed("b"))
    (aside,) = store.beside.glob("*.bitten")
    assert aside.read_bytes() == b"half of it"


@pytest.mark.parametrize(
    ("number", "reason"),
    [
        (errno.ENOSPC, "disk_full"),
        (errno.EDQUOT, "disk_full"),
        (errno.EROFS, "read_only"),
        (errno.EACCES, "read_only"),
        (errno.EIO, "unwritable"),
    ],
)
def test_a_disk_that_takes_nothing_leaves_the_old_file_whole(
    store: ProgramStore, monkeypatch: pytest.MonkeyPatch, number: int, reason: str
) -> None:
    store.save(_changed("old"))
    before = store.file.read_bytes()
    real = os.fsync

    def full(_: int) -> None:
        raise OSError(number, os.strerror(number), "x")

    monkeypatch.setattr(stored.os, "fsync", full)
    with pytest.raises(StoreError) as refusal:
        store.save(_changed("new"))
    assert refusal.value.reason == reason
    assert store.file.read_bytes() == before
    monkeypatch.setattr(stored.os, "fsync", real)
    assert not store.save(_changed("new"))
    assert [file.name for file in store.file.parent.iterdir() if file.is_file()] == ["01.cobot.json"]


def test_a_file_system_without_room(tmp_path: Path) -> None:
    """The kernel itself refuses the bytes: no file may grow beyond a limit."""
    code = (
        "import resource, signal, sys, pathlib; from cobot_lab.school.programs import *\n"
        "from cobot_lab.school.work import Work\n"
        "store = ProgramStore(pathlib.Path(sys.argv[1]), '01'); store.save(Work('01', 'python', 'old', '', False))\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN); resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))\n"
        "try: store.save(Work('01', 'python', 'x' * 10000, '', False))\n"
        "except StoreError as problem: print(problem.reason)"
    )
    done = subprocess.run([sys.executable, "-c", code, str(tmp_path)], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["disk_full"]
    found = ProgramStore(tmp_path, "01").open().work
    assert found is not None
    assert found.python == "old"


def test_a_process_killed_while_it_saves_leaves_a_whole_file(tmp_path: Path) -> None:
    code = (
        "import sys, pathlib; from cobot_lab.school.programs import *; from cobot_lab.school.work import Work\n"
        "store = ProgramStore(pathlib.Path(sys.argv[1]), '01')\n"
        "print(flush=True)\n"
        "for n in range(10**9): store.save(Work('01', 'python', str(n) * 20000, '', False), Why.CHECKED)"
    ).replace("import *; from", "import *; from cobot_lab.school.versions import Why; from", 1)
    chance = random.Random(7)
    for _ in range(4):
        with subprocess.Popen([sys.executable, "-c", code, str(tmp_path)], stdout=subprocess.PIPE) as saving:
            assert saving.stdout is not None
            saving.stdout.readline()
            time.sleep(0.05 + 0.1 * chance.random())
            saving.send_signal(signal.SIGKILL)
        opened = ProgramStore(tmp_path, "01").open()
        assert not opened.bitten
        assert opened.work is not None
        digits = opened.work.python
        assert digits == digits[: len(digits) // 20000] * 20000
    store = ProgramStore(tmp_path, "01")
    store.save(WORK)
    assert [file.name for file in tmp_path.iterdir() if file.is_file()] == ["01.cobot.json"]
    assert not list(store.beside.glob(".*"))


def test_what_is_no_version_is_not_listed(store: ProgramStore) -> None:
    store.keep(WORK, Why.CHECKED)
    for name in ("notes.txt", "000009-nonsense.json", "x-checked.json"):
        (store.beside / name).write_bytes(b"?")
    assert [version.number for version in store.versions()] == [1]
    assert versions.Versions(store.beside / "nowhere").all() == ()


@pytest.mark.parametrize("change", [{"face": "pickle"}, {"python": 3}, {"in_step": "yes"}, {"schema": "other"}])
def test_a_work_of_another_form_is_refused(change: dict[str, object]) -> None:
    document = stored.parse(WORK.to_bytes(), "cobot_lab/work/1") | change
    with pytest.raises(stored.StoredFormError):
        Work.from_bytes(stored.canonical(document))
    assert Work.from_bytes(WORK.to_bytes()) == WORK
