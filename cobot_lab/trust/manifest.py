"""The manifest of a bundle: which files there are, with size and SHA-256, and which tools made them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from cobot_lab import stored
from cobot_lab.codes import Code
from cobot_lab.findings import Fact, Finding
from cobot_lab.trust import exact

SCHEMA = "cobot_lab/bundle/1"
MANIFEST = "manifest.json"
SOURCE = "source.py"
BLOCKS = "blocks.json"
"""The program as its author kept it, when that was in blocks; `source.py` then says the same in text."""
PROGRAM = "program.json"
PLAN = "plan.json"
REPORT = "report.json"
CELL = "cell/cell.toml"
ROBOT = "cell/robot.toml"
URDF = "cell/robot.urdf"
GRIPPER = "cell/gripper.toml"
CALIBRATION = "cell/calibration.json"
TASK = "task.json"
RECORDING = "recording.safetensors"
REQUIRED = frozenset({SOURCE, PROGRAM, PLAN, REPORT, CELL, ROBOT, URDF, GRIPPER})
OPTIONAL = frozenset({BLOCKS, TASK, RECORDING, CALIBRATION})
TRANSMITTED = re.compile(r"transmit/[a-z0-9_]{1,64}(\.[a-z0-9_]{1,16})?")
"""Names of the files that hold the exact bytes for a real arm; their names' order is the order to send them in."""
_KIB = 1 << 10
_DESCRIPTION = 1024 * _KIB  # as large as a file that describes a cell may be
LARGEST: Mapping[str, int] = MappingProxyType(
    {
        MANIFEST: 64 * _KIB,
        SOURCE: 64 * _KIB,
        BLOCKS: 1024 * _KIB,
        PROGRAM: 1024 * _KIB,
        PLAN: 8192 * _KIB,
        REPORT: 64 * _KIB,
        TASK: 64 * _KIB,
        CALIBRATION: 64 * _KIB,
        CELL: _DESCRIPTION,
        ROBOT: _DESCRIPTION,
        URDF: _DESCRIPTION,
        GRIPPER: _DESCRIPTION,
    }
)
"""Largest size of each file that is read beside a running arm [bytes]: reading one text keeps every other thread of the
process waiting, that which tells the arm that somebody is there among them. The recording and what goes to an arm are
read elsewhere, and only the container bounds them."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """A manifest read.

    Attributes:
        files: Name to (SHA-256 in hexadecimal, size in bytes); read-only.
        versions: Tool to version; read-only.
        facts: What the maker noted beside; read-only.
    """

    files: Mapping[str, tuple[str, int]]
    versions: Mapping[str, str]
    facts: Mapping[str, Fact]


def write(files: Mapping[str, bytes], versions: Mapping[str, str], facts: Mapping[str, Fact]) -> bytes:
    """Give the manifest's bytes. It holds no verdict: that is derived from the report."""
    listed = {name: {"sha256": stored.sha256(data), "size": len(data)} for name, data in files.items()}
    return stored.canonical({"schema": SCHEMA, "files": listed, "versions": dict(versions), "facts": dict(facts)})


def read(data: bytes) -> Manifest:
    """Read a manifest.

    Raises:
        ValueError: Not a manifest in canonical form.
    """
    document = exact.shaped(exact.read(data), schema=str, files=dict, versions=dict, facts=dict)
    if document["schema"] != SCHEMA:
        raise ValueError(f"the schema is not {SCHEMA}")
    if not all(isinstance(version, str) for version in document["versions"].values()):
        raise ValueError("a version is not text")
    if not all(isinstance(fact, str | int | float | bool) for fact in document["facts"].values()):
        raise ValueError("a fact is neither text nor number")
    files = {name: exact.shaped(line, sha256=str, size=int) for name, line in document["files"].items()}
    return Manifest(
        MappingProxyType({name: (exact.digest(line["sha256"]), line["size"]) for name, line in files.items()}),
        MappingProxyType(document["versions"]),
        MappingProxyType(document["facts"]),
    )


def compared(manifest: Manifest, files: Mapping[str, bytes]) -> Iterator[Finding]:
    """Name every file that is missing, not listed, no file of a bundle, or other than the manifest says.

    Args:
        manifest: What should be there.
        files: What is there, the manifest itself left out.
    """
    for name in sorted(REQUIRED | set(manifest.files) | set(files)):
        if name not in REQUIRED | OPTIONAL and not TRANSMITTED.fullmatch(name):
            yield unreadable(name, "not a file of a bundle")
        elif name not in files:
            yield unreadable(name, "missing")
        elif name not in manifest.files:
            yield unreadable(name, "not in the manifest")
        elif manifest.files[name] != (stored.sha256(files[name]), len(files[name])):
            yield Finding.of(Code.BUNDLE_DIFFERS, file=name)


def oversized(files: Mapping[str, bytes]) -> Iterator[Finding]:
    """Name every file that is larger than one of its name may be, whatever it holds."""
    for name, limit in LARGEST.items():
        size = len(files.get(name, b""))
        if size > limit:
            yield unreadable(name, f"{size} bytes, at most {limit}")


def unreadable(name: str, reason: str) -> Finding:
    """Make the finding about a file; name and reason may come from a stranger, so they are kept short and printable."""
    shown = "".join(letter if letter.isprintable() else "?" for letter in name[:100])
    return Finding.of(Code.BUNDLE_UNREADABLE, file=shown, reason=reason[:200])
