"""Names that pupils give to variables and functions: the same in both faces."""

from __future__ import annotations

import keyword

from cobot_lab.language.characters import plain


def usable_name(name: str) -> bool:
    """Tell whether Python takes a text for a name, and every letter of it is what it looks like.

    >>> usable_name("épaisseur_2"), usable_name("ma pièce"), usable_name("for"), usable_name("ｎ")
    (True, False, False, False)
    """
    return name.isidentifier() and not keyword.iskeyword(name) and all(map(plain, name))
