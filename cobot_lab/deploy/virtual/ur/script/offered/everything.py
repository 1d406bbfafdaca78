"""All families of functions together, and the names that are known besides."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from cobot_lab.deploy.virtual.ur.cabinet import Cabinet
from cobot_lab.deploy.virtual.ur.script.calls import Offered
from cobot_lab.deploy.virtual.ur.script.offered import mathematics, moving, running, wiring
from cobot_lab.deploy.virtual.ur.script.offered.sockets import Lines

UNSIMULATED = frozenset(Path(__file__).with_name("unsimulated.txt").read_text(encoding="ascii").split())
"""Functions that the real controller has: a program that calls one is stopped here, with its name."""


def everything(cabinet: Cabinet, lines: Lines) -> Mapping[str, Offered]:
    """Give every function of the controller by name."""
    return {
        **mathematics.functions(),
        **wiring.functions(cabinet),
        **moving.functions(cabinet),
        **running.functions(cabinet),
        **lines.functions(),
    }
