"""Which cobot_lab a process runs: its version, and how recent its files are."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import cobot_lab

PACKAGE = Path(cobot_lab.__file__).resolve().parent


@dataclass(frozen=True, slots=True, order=True)
class Build:
    """A version, comparable: the greater one is the newer one.

    Attributes:
        version: Numbers of the version.
        stamp: When the newest file of the package was changed [ns since 1970].
    """

    version: tuple[int, ...]
    stamp: int


def _build() -> Build:
    files = (file for ending in ("*.py", "*.toml") for file in PACKAGE.rglob(ending) if "_data" not in file.parts)
    version = tuple(int(number) for number in cobot_lab.__version__.split(".") if number.isdigit())
    return Build(version, max(file.stat().st_mtime_ns for file in files))


BUILD = _build()
"""Of this process, as it was when it began: what was imported does not change when files do."""
