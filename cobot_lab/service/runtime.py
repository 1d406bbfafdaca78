"""The file through which kernels find the checker: in a folder that is the user's alone."""

from __future__ import annotations

import errno
import fcntl
import json
import os
import platform
import stat
import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path

import platformdirs

from cobot_lab import stored
from cobot_lab.service.build import PACKAGE, Build
from cobot_lab.service.trouble import ServiceError, Trouble

SCHEMA = "cobot_lab/checker/1"
FOLDER = "COBOT_LAB_RUNTIME"
"""Environment variable that names another runtime folder."""
_WAIT = 30.0
"""How long to wait for somebody else who is starting the checker [s]."""


@dataclass(frozen=True, slots=True)
class Address:
    """Where a checker listens, and what proves that one speaks to it.

    Attributes:
        port: On loopback.
        token: Secret, 64 hexadecimal digits.
        pid: Of its process.
        build: Which cobot_lab it runs.
    """

    port: int
    token: str = field(repr=False)
    pid: int
    build: Build


def runtime_folder(folder: Path | None = None) -> Path:
    """Give the runtime folder, made when it is missing, for its owner alone (0700).

    Args:
        folder: Another one than the user's.

    Raises:
        ServiceError: It cannot be made, or is not the user's alone.
    """
    where = folder or _usual()
    try:
        where.parent.mkdir(parents=True, exist_ok=True)
        where.mkdir(mode=0o700, exist_ok=True)
        found = where.lstat()
    except OSError as problem:
        raise unwritable(problem, Trouble.NOT_STARTED) from problem
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.getuid() or found.st_mode & 0o077:
        raise ServiceError(Trouble.FOLDER_UNSAFE, f"{where} has mode {stat.filemode(found.st_mode)}")
    return where


def _usual() -> Path:
    named = os.environ.get(FOLDER)
    if named:
        return Path(named)
    if os.environ.get("XDG_RUNTIME_DIR"):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # it may name a folder that cannot be used: another one is then given
            return platformdirs.user_runtime_path("cobot-lab")
    return platformdirs.user_cache_path("cobot-lab") / "run"  # a folder below /tmp could be somebody else's


def unwritable(problem: OSError, otherwise: Trouble) -> ServiceError:
    """Say of a file that could not be written whether the disk is full."""
    full = problem.errno in {errno.ENOSPC, errno.EDQUOT}
    return ServiceError(Trouble.DISK_FULL if full else otherwise, f"{problem.filename}: {problem.strerror}")


def address_file(folder: Path) -> Path:
    """Give the file of this machine's checker for this copy of cobot_lab; a home may be shared by machines."""
    return folder / f"checker-{stored.sha256(f'{platform.node()} {PACKAGE}'.encode())[:12]}.json"


def read_address(folder: Path) -> Address | None:
    """Read where the checker is; nothing when there is none or its file is not one."""
    try:
        document = stored.parse(address_file(folder).read_bytes(), SCHEMA)
        build = Build(tuple(map(int, document["build"]["version"])), int(document["build"]["stamp"]))
        return Address(int(document["port"]), str(document["token"]), int(document["pid"]), build)
    except (OSError, stored.StoredFormError, KeyError, TypeError, ValueError):
        return None


def write_address(folder: Path, address: Address) -> None:
    """Write where the checker is, for its owner alone (0600).

    Raises:
        OSError: It cannot be written.
    """
    document = asdict(address)
    document["build"]["stamp"] = str(address.build.stamp)  # too large for a number of JSON
    stored.put(address_file(folder), stored.canonical({"schema": SCHEMA, **json.loads(json.dumps(document))}))


@contextmanager
def starting(folder: Path) -> Iterator[None]:
    """Hold the lock under which a checker is started, so that two kernels start one.

    Raises:
        ServiceError: Somebody else holds it for too long, or it cannot be taken.
    """
    file = address_file(folder).with_suffix(".lock")
    try:
        descriptor = os.open(file, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
    except OSError as problem:
        raise unwritable(problem, Trouble.NOT_STARTED) from problem
    try:
        deadline = time.monotonic() + _WAIT
        while not _locked(descriptor):
            if time.monotonic() > deadline:
                raise ServiceError(Trouble.NOT_STARTED, f"{file} has been locked for {_WAIT} s")
            time.sleep(0.02)
        yield
    finally:
        os.close(descriptor)


def _locked(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
