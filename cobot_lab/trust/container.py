"""A zip of one form: sorted names, nothing compressed, no dates, and no byte that a file does not account for.

Written and read here field by field (PKWARE's APPNOTE 6.3.10, sections 4.3.7, 4.3.12 and 4.3.16), since one byte form
is what a digest needs and since a reader that knows no compression cannot be blown up. Every unzip program opens it.
"""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

MAX_SIZE = 64 << 20
"""Largest container [bytes]: a program of some minutes with its recording takes a few MiB."""
MAX_FILES = 256

_LOCAL = struct.Struct("<4s5H3L2H")
_CENTRAL = struct.Struct("<4s6H3L5H2L")
_END = struct.Struct("<4s4H2LH")
_VERSION, _UNIX, _DATE, _RIGHTS = 20, 3 << 8, 1 << 5 | 1, 0o100644 << 16
"""zip 2.0; made on Unix; 1 January 1980, the oldest date a zip can say; a plain file that all may read."""
_SAFE_NAME = re.compile(r"[a-z0-9_]+(\.[a-z0-9_]+)*(/[a-z0-9_]+(\.[a-z0-9_]+)*)*")

Problem = tuple[str, str]
"""Name of a file (empty for the container itself) and what is wrong with it."""


@dataclass(frozen=True, slots=True)
class _Entry:
    name: str
    flags: int
    method: int
    packed: int
    size: int
    offset: int


def pack(files: Mapping[str, bytes]) -> bytes:
    """Give the container of some files: equal files give equal bytes.

    Raises:
        ValueError: A name is unsafe, or there are too many files.
    """
    if len(files) > MAX_FILES or not all(map(_SAFE_NAME.fullmatch, files)):
        raise ValueError(f"at most {MAX_FILES} files with names such as cell/robot.toml")
    parts: list[bytes] = []
    directory: list[bytes] = []
    offset = 0
    for name, data in sorted(files.items()):
        common = (_VERSION, 0, 0, 0, _DATE, zlib.crc32(data), len(data), len(data), len(name), 0)
        directory += _CENTRAL.pack(b"PK\1\2", _UNIX | _VERSION, *common, 0, 0, 0, _RIGHTS, offset), name.encode()
        local = _LOCAL.pack(b"PK\3\4", *common) + name.encode()
        parts += local, data
        offset += len(local) + len(data)
    listing = b"".join(directory)
    end = _END.pack(b"PK\5\6", 0, 0, len(files), len(files), len(listing), offset, 0)
    return b"".join((*parts, listing, end))


def unpack(data: bytes) -> tuple[dict[str, bytes], tuple[Problem, ...]]:
    """Give the files of a container, and what is wrong with it; no file at all when an entry is refused.

    Checksums are left to whoever knows the digests. Only `pack(files) == data` says that nothing else was inside.
    """
    if len(data) > MAX_SIZE:
        return {}, (("", f"{len(data)} bytes, at most {MAX_SIZE}"),)
    try:
        entries = _directory(data)
    except (ValueError, struct.error) as problem:
        return {}, (("", f"not a zip of this form: {problem}"),)
    problems = tuple(_refused(entries, len(data)))
    if problems:
        return {}, problems
    files = {}
    for entry in entries:
        start = entry.offset + _LOCAL.size + len(entry.name)
        files[entry.name] = data[start : start + entry.size]
    return files, ()


def _directory(data: bytes) -> list[_Entry]:
    end = len(data) - _END.size
    if end < 0:
        raise ValueError("too short")
    signature, _, _, _, count, size, position, _ = _END.unpack_from(data, end)
    if signature != b"PK\5\6" or position + size != end:
        raise ValueError("its directory is not at its end")
    if count > MAX_FILES:
        raise ValueError(f"{count} files, at most {MAX_FILES}")
    entries = []
    for _ in range(count):
        fields = _CENTRAL.unpack_from(data, position)
        name = data[position + _CENTRAL.size : position + _CENTRAL.size + fields[10]].decode("ascii")
        entries.append(_Entry(name, fields[3], fields[4], fields[8], fields[9], fields[16]))
        position += _CENTRAL.size + sum(fields[10:13])
    if position != end:
        raise ValueError("its directory has another length than it says")
    return entries


def _refused(entries: list[_Entry], size: int) -> Iterator[Problem]:
    seen: set[str] = set()
    for entry in entries:
        if not _SAFE_NAME.fullmatch(entry.name):
            yield entry.name, "unsafe name"
        if entry.name in seen:
            yield entry.name, "stands twice"
        seen.add(entry.name)
        if entry.flags & 1:
            yield entry.name, "encrypted"
        if entry.method or entry.packed != entry.size:
            yield entry.name, "compressed"
        if entry.offset + _LOCAL.size + len(entry.name) + entry.size > size:
            yield entry.name, "cut off"
    if sum(entry.size for entry in entries) > size:
        yield "", "more unpacked than packed"
