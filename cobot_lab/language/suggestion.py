"""What a pupil may have meant."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

from cobot_lab.program.table import BY_PYTHON_NAME, folded

_ELSEWHERE = {"print": "afficher", "sleep": "attendre", "home": "aller_a", "move": "aller_a", "grab": "pick"}
"""Names known from other languages and robots."""


def suggestion(name: str, own: Iterable[str]) -> str:
    """Give the nearest name of the vocabulary, in either language, or of the pupil's functions; empty for none.

    >>> suggestion("prendr", ())
    'prendre'
    """
    wanted = folded(name).lower()
    if wanted in _ELSEWHERE:
        return _ELSEWHERE[wanted]
    known = {folded(candidate).lower(): candidate for candidate in (*BY_PYTHON_NAME, *own)}
    near = get_close_matches(wanted[:40], known, n=1, cutoff=0.6)
    return known[near[0]] if near else ""
