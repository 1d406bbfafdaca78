"""How a kernel and the checker begin to speak: each proves that it knows the token, and neither sends it."""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
from typing import Any

PROTOCOL = 1
"""Number of this way to speak; the two sides must have the same."""
HOST = "127.0.0.1"
MESSAGE_MAX = 64 * 1024 * 1024
"""Largest message [bytes]; a recording of 45 s has about 1.5 MB."""

Document = dict[str, Any]


class NotUnderstoodError(Exception):
    """What the other side sent is not what had to come; caught where the connection is, which then ends."""


def nonce() -> str:
    """Give a number used once: 64 hexadecimal digits."""
    return secrets.token_hex(32)


def proof(token: str, who: str, theirs: str, ours: str) -> str:
    """Prove knowledge of the token to whoever chose a number.

    Args:
        token: Of the runtime file.
        who: `kernel` or `checker`, so that no proof can be given back to its sender.
        theirs: The other side's number.
        ours: Our own.
    """
    return hmac.new(token.encode(), f"{who} {theirs} {ours}".encode(), hashlib.sha256).hexdigest()


def proves(given: object, token: str, who: str, theirs: str, ours: str) -> bool:
    """Tell whether a proof holds, in constant time; `theirs` and `ours` as the prover saw them."""
    return isinstance(given, str) and hmac.compare_digest(
        given.encode("utf-8", "replace"), proof(token, who, theirs, ours).encode()
    )


def said(message: str | bytes) -> Document:
    """Read a message.

    Raises:
        NotUnderstoodError: It is no JSON object.
    """
    if isinstance(message, bytes):
        raise NotUnderstoodError("bytes where a document had to come")
    try:
        document = json.loads(message)
    except (ValueError, RecursionError) as problem:
        raise NotUnderstoodError(str(problem)) from problem
    if not isinstance(document, dict):
        raise NotUnderstoodError("not an object")
    return document


def text(document: Document, key: str) -> str:
    """Give a text of a message.

    Raises:
        NotUnderstoodError: It is not there, or no text.
    """
    value = document.get(key)
    if not isinstance(value, str):
        raise NotUnderstoodError(f"{key} is not a text")
    return value
