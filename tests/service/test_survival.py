"""Whatever is killed, stuck, full or false: one clear reason, and the next question works."""

from __future__ import annotations

import errno
import os
import signal
import socket
import subprocess
import sys
import threading
from dataclasses import replace
from pathlib import Path

import pytest

from cobot_lab import stored
from cobot_lab.service import build, client, launch, runtime
from cobot_lab.service.build import BUILD, Build
from cobot_lab.service.client import Checker
from cobot_lab.service.events import Stage
from cobot_lab.service.launch import Launch
from cobot_lab.service.runtime import Address, address_file, read_address, runtime_folder, write_address
from cobot_lab.service.trouble import ServiceError, Trouble

from .conftest import LONG, QUESTION, alive, below, passes, pid_of, until, workers_of  # isort: skip


def _under_way(checker: Checker) -> threading.Thread:
    """Ask for a verdict in a thread, and come back in the middle of the judgement; the thread keeps its trouble."""
    begun = threading.Event()

    def ask() -> None:
        try:
            for event in checker.ask(LONG):
                if isinstance(event, Stage) and event.name not in {"start", "wait"}:
                    begun.set()
        except ServiceError as problem:
            thread.trouble = problem.trouble  # type: ignore[attr-defined]

    thread = threading.Thread(target=ask)
    thread.trouble = None  # type: ignore[attr-defined]
    thread.start()
    assert begun.wait(60)
    return thread


def _trouble(thread: threading.Thread) -> Trouble | None:
    thread.join(60)
    assert not thread.is_alive()
    return thread.trouble  # type: ignore[attr-defined, no-any-return]


def test_a_checker_killed_in_mid_verdict(own: Checker) -> None:
    passes(own)
    asking = _under_way(own)
    first = pid_of(own)
    orphans = below(first)
    os.kill(first, signal.SIGKILL)
    assert _trouble(asking) is Trouble.LOST
    passes(own)
    assert pid_of(own) != first
    until(lambda: not any(alive(each) for each in orphans))


def test_a_worker_killed_in_mid_verdict(own: Checker) -> None:
    passes(own)
    asking = _under_way(own)
    for worker in workers_of(own):
        os.kill(worker, signal.SIGKILL)
    assert _trouble(asking) is Trouble.WORKER_LOST
    first = pid_of(own)
    passes(own)
    assert pid_of(own) == first


def test_a_job_that_hangs_is_stopped_at_its_limit(own: Checker) -> None:
    checker = replace(own, launch=Launch(limit=3.0))
    passes(checker)
    asking = _under_way(checker)
    for worker in workers_of(checker):
        os.kill(worker, signal.SIGSTOP)
    assert _trouble(asking) is Trouble.TOO_SLOW
    for worker in workers_of(checker):
        os.kill(worker, signal.SIGCONT)
    passes(checker)


def test_a_checker_that_hangs_is_replaced(own: Checker, monkeypatch: pytest.MonkeyPatch) -> None:
    passes(own)
    first = pid_of(own)
    os.kill(first, signal.SIGSTOP)
    monkeypatch.setattr(client, "_OPEN", 0.5)
    try:
        with own._reached():  # the door of the one that hangs opens, and nobody answers there
            assert pid_of(own) != first
    finally:
        os.kill(first, signal.SIGCONT)
    monkeypatch.undo()
    passes(own)
    until(lambda: not alive(first))
    assert read_address(own.folder or Path()) is not None


def test_a_stale_file_with_a_dead_process(own: Checker) -> None:
    folder = runtime_folder(own.folder)
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    write_address(folder, Address(port, "0" * 64, ended.pid, BUILD))
    passes(own)


def test_a_port_taken_by_another_program(own: Checker) -> None:
    folder = runtime_folder(own.folder)
    with socket.create_server(("127.0.0.1", 0)) as other:

        def answer() -> None:
            connection, _ = other.accept()
            with connection:
                connection.recv(4096)
                connection.sendall(b"SSH-2.0-something else\r\n")

        stranger = threading.Thread(target=answer)
        stranger.start()
        write_address(folder, Address(other.getsockname()[1], "0" * 64, os.getpid(), BUILD))
        passes(own)
        stranger.join(10)
        assert not stranger.is_alive()


def test_a_wrong_token_is_not_believed_and_another_checker_takes_over(own: Checker) -> None:
    passes(own)
    folder = runtime_folder(own.folder)
    first = read_address(folder)
    assert first is not None
    write_address(folder, replace(first, token="0" * 64))
    passes(own)
    until(lambda: not alive(first.pid))


@pytest.mark.parametrize("bytes_", [b"", b"{", b'{"schema":"cobot_lab/checker/1","port":"x"}', b"\xff\xfe"])
def test_a_file_that_is_none_counts_as_none(tmp_path: Path, bytes_: bytes) -> None:
    folder = runtime_folder(tmp_path / "run")
    address_file(folder).write_bytes(bytes_)
    assert read_address(folder) is None


def test_two_kernels_that_start_it_at_once_start_one(own: Checker) -> None:
    code = (
        "import sys, pathlib; from cobot_lab.service.client import Checker\n"
        "from cobot_lab.service.question import Question; from cobot_lab.service.runtime import read_address\n"
        "folder = pathlib.Path(sys.argv[1])\n"
        "answer = Checker(folder).answer(Question(b'aller_a(\"repos\")', lesson='01'))\n"
        "print(read_address(folder).pid, answer.report.run != ())"
    )
    kernels = [
        subprocess.Popen([sys.executable, "-c", code, str(own.folder)], stdout=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    said = [kernel.communicate(timeout=90)[0].split() for kernel in kernels]
    assert [kernel.returncode for kernel in kernels] == [0, 0]
    assert said[0] == said[1] == [str(pid_of(own)), "True"]


def test_a_newer_kernel_replaces_an_older_checker(own: Checker, monkeypatch: pytest.MonkeyPatch) -> None:
    passes(own)
    first = pid_of(own)
    newer = Build(BUILD.version, BUILD.stamp + 10**18)
    monkeypatch.setattr(client, "BUILD", newer)
    with own._reached():
        assert pid_of(own) != first
    until(lambda: not alive(first))


def test_an_older_kernel_that_no_longer_understands_is_told_so(own: Checker, monkeypatch: pytest.MonkeyPatch) -> None:
    passes(own)
    first = pid_of(own)
    monkeypatch.setattr(client, "BUILD", Build((0,), 0))
    passes(own)
    monkeypatch.setattr(client, "PROTOCOL", 0)
    with pytest.raises(ServiceError) as refusal:
        own.answer(QUESTION)
    assert refusal.value.trouble is Trouble.KERNEL_OLD
    assert pid_of(own) == first


def test_it_ends_by_itself_when_nobody_asks(own: Checker) -> None:
    checker = replace(own, launch=Launch(idle=0.5))
    passes(checker)
    first = pid_of(checker)
    workers = below(first)
    until(lambda: not alive(first))
    until(lambda: not any(alive(worker) for worker in workers))
    assert not address_file(runtime_folder(checker.folder)).exists()
    passes(checker)


def test_it_ends_when_its_file_is_taken_away(own: Checker) -> None:
    passes(own)
    first = pid_of(own)
    address_file(runtime_folder(own.folder)).unlink()
    until(lambda: not alive(first))


def test_a_full_disk_is_said(own: Checker, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device", "x")

    monkeypatch.setattr(runtime.os, "open", full)
    with pytest.raises(ServiceError) as refusal:
        own.answer(QUESTION)
    assert refusal.value.trouble is Trouble.DISK_FULL
    monkeypatch.undo()
    passes(own)


def test_a_disk_that_is_full_for_the_checker_is_said(own: Checker, monkeypatch: pytest.MonkeyPatch) -> None:
    """The file system of the runtime folder has no room: the checker cannot say where it listens."""
    full = (
        "import cobot_lab.stored as s, errno\n"
        "def put(*a, **k): raise OSError(errno.ENOSPC, 'No space left', 'x')\n"
        "s.put = put\n"
    )
    start = "import sys; from cobot_lab.service.checker import main; main()"
    real = launch._spawned

    def spawned(arguments: list[str], folder: Path) -> subprocess.Popen[bytes]:
        return real([sys.executable, "-c", full + start, *arguments[3:]], folder)

    monkeypatch.setattr(launch, "_spawned", spawned)
    with pytest.raises(ServiceError) as refusal:
        own.answer(QUESTION)
    assert refusal.value.trouble is Trouble.DISK_FULL
    monkeypatch.undo()
    passes(own)


def test_a_checker_that_does_not_start_is_said(own: Checker, monkeypatch: pytest.MonkeyPatch) -> None:
    real = launch._spawned
    monkeypatch.setattr(
        launch, "_spawned", lambda _, folder: real([sys.executable, "-c", "raise SystemExit(3)"], folder)
    )
    with pytest.raises(ServiceError) as refusal:
        own.answer(QUESTION)
    assert refusal.value.trouble is Trouble.NOT_STARTED
    monkeypatch.undo()
    passes(own)


def test_a_folder_that_others_may_read_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "run"
    folder.mkdir(mode=0o755)
    folder.chmod(0o755)
    with pytest.raises(ServiceError) as refusal:
        runtime_folder(folder)
    assert refusal.value.trouble is Trouble.FOLDER_UNSAFE
    (tmp_path / "link").symlink_to(folder)
    with pytest.raises(ServiceError):
        runtime_folder(tmp_path / "link")


def test_the_folder_and_the_file_are_their_owners_alone(shared: Checker) -> None:
    passes(shared)
    folder = runtime_folder(shared.folder)
    assert folder.stat().st_mode & 0o777 == 0o700
    assert address_file(folder).stat().st_mode & 0o777 == 0o600
    document = stored.parse(address_file(folder).read_bytes(), runtime.SCHEMA)
    assert len(document["token"]) == 64
    assert document["token"] not in repr(read_address(folder))


def test_a_build_is_newer_by_its_version_first() -> None:
    assert Build((0, 2, 0), 1) > Build((0, 1, 9), 2)
    assert Build((0, 1, 0), 3) > Build((0, 1, 0), 2)
    assert build.BUILD.stamp > 0
