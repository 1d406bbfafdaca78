"""Which verifier this is: what a bundle's manifest says about who judged it."""

from __future__ import annotations

from importlib.metadata import version

import cobot_lab


def versions() -> dict[str, str]:
    """Give name and version of everything that a verdict depends on, sorted by name.

    >>> sorted(versions())
    ['cobot_lab', 'numpy', 'pybullet']
    """
    return {"cobot_lab": cobot_lab.__version__, "numpy": version("numpy"), "pybullet": version("pybullet")}
