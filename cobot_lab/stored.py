"""Stored forms: canonical bytes, their digest, reading them back, and putting them in place whole.

Every file that cobot_lab writes is JSON in the canonical form of RFC 8785, so that equal values give equal bytes on
every machine, and starts with a schema name and number. Digests are taken over bytes as they are stored.
Imports nothing of cobot_lab but the root exception.
"""

from __future__ import annotations

import hashlib
import json
import math
import os
import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import rfc8785

from cobot_lab.findings import CobotLabError


class StoredFormError(CobotLabError):
    """Bytes are not the stored form that was expected."""

    def __init__(self, what: str, reason: str, wanted: str) -> None:
        super().__init__(f"{what}: {reason}; expected {wanted}")


def canonical(document: Any) -> bytes:
    """Give the one byte form of a JSON value (RFC 8785).

    Raises:
        rfc8785.CanonicalizationError: It holds NaN, an infinity or another value JSON has no word for.

    >>> canonical({"b": 1.50, "a": [True, "é"]}).decode()
    '{"a":[true,"é"],"b":1.5}'
    """
    return rfc8785.dumps(document)


def assembled(members: Mapping[str, bytes]) -> bytes:
    """Give the canonical form of an object whose values are in canonical form already.

    Args:
        members: Value by key; the keys are ASCII, so that their order is that of their characters.

    >>> assembled({"b": canonical({}), "a": b"[1,2]"}).decode()
    '{"a":[1,2],"b":{}}'
    """
    if not all(map(str.isascii, members)):
        raise ValueError(f"keys {sorted(members)} are not ASCII")
    return b"{" + b",".join(json.dumps(key).encode() + b":" + members[key] for key in sorted(members)) + b"}"


def sha256(data: bytes) -> str:
    """Give the SHA-256 of bytes in hexadecimal (64 characters)."""
    return hashlib.sha256(data).hexdigest()


def parse(data: bytes, schema: str) -> dict[str, Any]:
    """Read a stored form and check that it is of the schema asked for.

    Args:
        data: The bytes as stored.
        schema: Name and number, such as `cobot_lab/plan/1`.

    Raises:
        StoredFormError: Not JSON in UTF-8, not an object, a number that is not finite, a repeated key, or another
            schema.
    """
    try:
        document = json.loads(
            data.decode("utf-8"),
            parse_constant=_refuse_constant,
            parse_float=_finite,
            parse_int=_whole,
            object_pairs_hook=_without_repeats,
        )
    except (ValueError, RecursionError) as problem:
        raise StoredFormError(schema, str(problem), "canonical JSON") from problem
    given = document.get("schema") if isinstance(document, dict) else None
    if given != schema:
        raise StoredFormError(schema, f"the schema is {given!r}", schema)
    return dict(document)


def put(path: Path, data: bytes, mode: int = 0o600) -> None:
    """Put bytes in place whole: a reader, or a power cut, finds the old file or the new one. A link is replaced.

    Args:
        path: The file.
        data: All of it.
        mode: Who may read and write it.

    Raises:
        OSError: It cannot be written; what stood there still does.
    """
    beside = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        with os.fdopen(os.open(beside, os.O_CREAT | os.O_EXCL | os.O_WRONLY, mode), "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is not a JSON number")


def _finite(text: str) -> float:
    value = float(text)
    if not math.isfinite(value):
        raise ValueError(f"{text} is too large a number")
    return value


def _whole(text: str) -> int | float:
    """RFC 8785 writes a large float without point: only as a float has it the same bytes again."""
    value = _finite(text)
    return int(text) if abs(value) < 2**53 else value


def _without_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    document = dict(pairs)
    if len(document) != len(pairs):
        raise ValueError("a key stands twice in one object")
    return document
