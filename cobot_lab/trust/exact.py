"""JSON that has exactly one byte form, and the exact fields an object must have.

Two texts of one document would be two digests of one meaning, and a repeated key two meanings of one digest. So nothing
is read here but RFC 8785's own form: spaces, repeats, other encodings, NaN and infinities all fail one comparison.
"""

from __future__ import annotations

import json
import re
from typing import Any

from cobot_lab import stored

MAX_SIZE = 4 << 20
"""Longest text read [bytes], so that no stranger's file keeps the machine busy for long."""
_SHA256 = re.compile(r"[0-9a-f]{64}")


def read(data: bytes) -> dict[str, Any]:
    """Read a JSON object from its canonical bytes.

    Raises:
        ValueError: The bytes are not a JSON object in canonical form, or more than `MAX_SIZE`.
    """
    if len(data) > MAX_SIZE:
        raise ValueError(f"{len(data)} bytes, at most {MAX_SIZE}")
    try:
        document = json.loads(data)
        same = isinstance(document, dict) and stored.canonical(document) == data
    except RecursionError as problem:
        raise ValueError("nested too deep") from problem
    if not same:
        raise ValueError("not an object in canonical form")
    return dict(document)


def shaped(document: Any, **kinds: type) -> dict[str, Any]:
    """Give an object back when it has exactly these fields, each of exactly this kind.

    Raises:
        ValueError: It is no object, or a field is missing, too many or of another kind.

    >>> shaped({"size": 3}, size=int)
    {'size': 3}
    """
    if type(document) is not dict or set(document) != set(kinds):
        raise ValueError(f"expected an object with {', '.join(kinds)}")
    for name, kind in kinds.items():
        if type(document[name]) is not kind:
            raise ValueError(f"{name} is not a {kind.__name__}")
    return document


def digest(text: str) -> str:
    """Give a text back when it is a SHA-256 in small hexadecimal digits.

    Raises:
        ValueError: It is not.
    """
    if not _SHA256.fullmatch(text):
        raise ValueError("not a SHA-256")
    return text
