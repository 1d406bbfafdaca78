"""The programs of a whole plan, as files of a bundle: one for each stretch, or several where one would be too long.

They are written when a bundle is sealed and read when it is played; in between they are bytes that somebody signed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from cobot_lab.deploy.driver import DriverError
from cobot_lab.deploy.drivers.ur.script import BYTES_MAX, Wiring, write_scripts
from cobot_lab.deploy.numbered import numbered
from cobot_lab.motion.plan_data import Plan

_NAME = re.compile(r"transmit/([0-9]{4})_([0-9]{2})\.script")
_FORM = re.compile(rb"def ([a-z][a-z0-9_]{0,30})\(\):\n(?:  [ -~]*\n)+end\n")
_SINCE = re.compile(rb"^  global time_done = ([0-9.]+)$", re.MULTILINE)
_COMPUTER = re.compile(rb'^  if not socket_open\("([0-9.]+)", ([0-9]+), "watch"\):$', re.MULTILINE)
_TOKEN = re.compile(rb'^  socket_send_line\("([0-9a-f]{32})", "watch"\)$', re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Piece:
    """One program as it is sent.

    Attributes:
        name: What the controller calls it.
        token: What it says of itself before it moves.
        data: The bytes.
        t_start: Instant on its stretch's timeline at which it begins [s].
        t_end: Instant at which it ends [s].
    """

    name: str
    token: str
    data: bytes
    t_start: float
    t_end: float


@dataclass(frozen=True, slots=True)
class Library:
    """All programs of a plan.

    Attributes:
        pieces: By digest of the stretch that they play.
        computer: Address and port at which they expect the heartbeat; nothing when there are none.
    """

    pieces: Mapping[str, tuple[Piece, ...]]
    computer: tuple[str, int] | None


def files_of(plan: Plan, wiring: Wiring) -> dict[str, bytes]:
    """Write the programs of every stretch on every way through a plan.

    Args:
        plan: The whole plan.
        wiring: What is connected where.

    Returns:
        Name in the bundle to bytes.

    Raises:
        ScriptFormError: Something does not go into a program.
        UnfitGripError: The gripper cannot do what is asked of it.
    """
    found: dict[str, bytes] = {}
    for number, (stretch, holding) in enumerate(numbered(plan).values()):
        source = f"plan {plan.digest[:16]}, stretch {stretch.digest[:16]}"
        scripts = write_scripts(
            f"lab_{number:04d}", stretch.q_start, stretch.actions, wiring, holding=holding, source=source
        )
        for part, script in enumerate(scripts):
            found[f"transmit/{number:04d}_{part:02d}.script"] = script.data
    return found


def library(plan: Plan, files: Mapping[str, bytes], arm: str) -> Library:
    """Match a bundle's files with the stretches of its plan.

    Args:
        plan: The whole plan.
        files: Name in the bundle to bytes.
        arm: Whom to name when they do not match.

    Raises:
        DriverError: A program is missing, stands for nothing, or has not the form that controllers take.
    """
    left = dict(sorted(files.items()))
    pieces: dict[str, tuple[Piece, ...]] = {}
    computers: set[tuple[str, int]] = set()
    for number, (digest, (stretch, _)) in enumerate(numbered(plan).items()):
        names = [name for name in left if (form := _NAME.fullmatch(name)) and int(form[1]) == number]
        if not names or [name[-9:-7] for name in names] != [f"{part:02d}" for part in range(len(names))]:
            raise DriverError(arm, "supply", f"the programs of stretch {number} are not all there")
        read = [_read(name, left.pop(name), arm) for name in names]
        computers |= {computer for _, computer in read}
        ends = [*(piece.t_start for piece, _ in read[1:]), stretch.duration]
        pieces[digest] = tuple(replace(piece, t_end=end) for (piece, _), end in zip(read, ends, strict=True))
    if left or len(computers) > 1:
        raise DriverError(arm, "supply", f"{', '.join(left) or 'the address for the heartbeat'} does not belong")
    return Library(pieces, next(iter(computers), None))


def _read(file: str, data: bytes, arm: str) -> tuple[Piece, tuple[str, int]]:
    """Read one program, whose end is not known yet, and where it expects the heartbeat."""
    form, since, computer, token = (each.search(data) for each in (_FORM, _SINCE, _COMPUTER, _TOKEN))
    whole = form is not None and form[0] == data and len(data) <= BYTES_MAX
    if not whole or form is None or since is None or computer is None or token is None:
        raise DriverError(arm, "supply", f"{file} is not a program of the form that is sent")
    name, said, start = form[1].decode(), token[1].decode(), float(since[1])
    return Piece(name, said, data, start, start), (computer[1].decode(), int(computer[2]))
