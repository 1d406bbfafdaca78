"""A journal's head as words a person can note on paper and read out: one French word without accents for each byte.

Twelve words are 96 bits: nobody finds another chain with the same words. The words differ from each other in at least
two letters, so that one slip of the pen does not make another head.
"""

from __future__ import annotations

from functools import cache
from importlib import resources

COUNT = 12


def head_words(head: str) -> str:
    """Give the words of a head.

    Args:
        head: SHA-256 in hexadecimal.

    >>> head_words("00" * 32).split()[0]
    'abeille'
    """
    words = _words()
    return " ".join(words[byte] for byte in bytes.fromhex(head)[:COUNT])


@cache
def _words() -> tuple[str, ...]:
    return tuple(resources.files("cobot_lab.trust").joinpath("words_fr.txt").read_text(encoding="ascii").split())
