"""From what was handed in to plain text: size, encoding, line ends."""

from __future__ import annotations

import unicodedata

from cobot_lab.codes import Code
from cobot_lab.findings import Finding

SIZE_MAX = 16 * 1024
"""Largest program [bytes]."""


def encoded(source: str | bytes) -> bytes:
    """Give the bytes of a program, those of a lone surrogate included, so that any text has a digest."""
    return source if isinstance(source, bytes) else source.encode("utf-8", "surrogatepass")


def decode(data: bytes) -> tuple[str, Finding | None]:
    r"""Give the text with `\n` line ends, without a byte order mark, composed (NFC), or what stands in the way.

    Columns are counted in this text: a letter with its accent is one character however it was typed.

    >>> decode(b"ouvrir_pince()\r\n")
    ('ouvrir_pince()\n', None)
    """
    if len(data) > SIZE_MAX:
        return "", Finding.of(Code.SOURCE_TOO_LARGE, size=len(data), limit=SIZE_MAX)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as problem:
        return "", Finding.of(Code.SOURCE_NOT_TEXT, position=problem.start)
    if "\0" in text:
        return "", Finding.of(Code.SOURCE_NOT_TEXT, position=data.index(b"\0"))
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", text), None
