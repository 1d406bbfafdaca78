"""Earlier states of a work: one file each in a hidden folder, the last fifty."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from cobot_lab import stored
from cobot_lab.school.work import Work

KEPT = 50
_NAME = re.compile(r"(\d{6,})-([a-z_]+)\.json\Z")
_UNREADABLE = ".bitten"


class Why(str, Enum):
    """What made a version worth keeping."""

    EDITED = "edited"
    """The program had been left alone for a while before it was changed."""
    CHECKED = "checked"
    """It was sent to be checked."""
    RESTORED = "restored"
    """It stood there before another version was brought back."""
    FIXED = "fixed"
    """It stood there before a proposed fix was taken."""
    ELSEWHERE = "elsewhere"
    """Another window wrote it, and this one wrote over it."""


@dataclass(frozen=True, slots=True)
class Version:
    """A version that was kept.

    Attributes:
        number: Greater for later ones.
        why: What made it worth keeping.
        kept_at: When [s since 1970].
    """

    number: int
    why: Why
    kept_at: float


class Versions:
    """The versions in a folder. Whoever writes holds the lock of the store.

    Args:
        folder: Where they lie; made when the first is kept.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def all(self) -> tuple[Version, ...]:
        """Give the versions, the latest first."""
        return tuple(version for version, _ in reversed(self._files()))

    def read(self, number: int) -> Work | None:
        """Give the work of a version; nothing when there is none, or it cannot be read."""
        found = next((file for version, file in self._files() if version.number == number), None)
        try:
            return None if found is None else Work.from_bytes(found.read_bytes())
        except (OSError, stored.StoredFormError):
            return None

    def last_good(self) -> Work | None:
        """Give the latest version that can be read."""
        works = (self.read(version.number) for version in self.all())
        return next((work for work in works if work is not None), None)

    def keep(self, data: bytes, why: Why) -> None:
        """Keep a work, unless it is the latest version already, and let the oldest ones go.

        Raises:
            OSError: It cannot be written.
        """
        files = self._files()
        if files and _bytes_of(files[-1][1]) == data:
            return
        self._folder.mkdir(exist_ok=True)
        number = files[-1][0].number + 1 if files else 1
        stored.put(self._folder / f"{number:06d}-{why.value}.json", data, mode=0o644)
        for _, file in files[: max(0, len(files) + 1 - KEPT)]:
            file.unlink(missing_ok=True)

    def put_aside(self, data: bytes) -> None:
        """Keep bytes that are no work, so that somebody may look at them.

        Raises:
            OSError: They cannot be written.
        """
        self._folder.mkdir(exist_ok=True)
        stored.put(self._folder / f"{stored.sha256(data)[:16]}{_UNREADABLE}", data, mode=0o644)

    def _files(self) -> list[tuple[Version, Path]]:
        found: list[tuple[Version, Path]] = []
        for file in self._folder.glob("*.json"):
            named = _NAME.match(file.name)
            try:
                if named is not None:
                    version = Version(int(named[1]), Why(named[2]), file.stat().st_mtime)
                    found.append((version, file))
            except (ValueError, OSError):
                continue
        return sorted(found, key=lambda pair: pair[0].number)


def _bytes_of(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError:
        return b""
