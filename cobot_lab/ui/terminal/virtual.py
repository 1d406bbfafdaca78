"""`cobot-lab virtual`: a virtual controller on an address of this computer, until Ctrl+C."""

from __future__ import annotations

import time
from contextlib import ExitStack
from typing import Annotated, TypeVar

import typer

from cobot_lab.cell.load import load_robot
from cobot_lab.deploy.virtual.faults import Fault, parse
from cobot_lab.deploy.virtual.host import VirtualArmError
from cobot_lab.deploy.virtual.ros.controller import Setup as RosSetup
from cobot_lab.deploy.virtual.ros.faults import FaultKind as RosFaultKind
from cobot_lab.deploy.virtual.ros.server import VirtualRos
from cobot_lab.deploy.virtual.ur.cabinet import Setup
from cobot_lab.deploy.virtual.ur.faults import FaultKind
from cobot_lab.deploy.virtual.ur.server import VirtualUR
from cobot_lab.ui.terminal.subject import SubjectError
from cobot_lab.ui.terminal.voice import Voice

ARMS = ("ur3e", "ned2")
"""Arms that have a virtual controller."""
K = TypeVar("K", FaultKind, RosFaultKind)
_SERIAL = "VIRTUAL-{model}"


def virtual(
    context: typer.Context,
    model: Annotated[str, typer.Argument(metavar="NAME", help="model")] = "ur3e",
    address: Annotated[str, typer.Option("--address", metavar="IP", help="address")] = "127.0.0.2",
    scale: Annotated[float, typer.Option("--scale", metavar="X", help="scale", min=0.1, max=20)] = 1.0,
    local: Annotated[bool, typer.Option("--local", help="local")] = False,
    fault: Annotated[
        list[str] | None, typer.Option("--fault", metavar="TEXT", help="fault", show_default=False)
    ] = None,
    seconds: Annotated[float, typer.Option("--seconds", metavar="S", help="seconds", min=0, show_default=False)] = 0.0,
) -> None:
    """Start a virtual controller."""
    voice = Voice.of(context)
    if model not in ARMS:
        raise SubjectError("NAME", model, f"one of {', '.join(ARMS)}")
    serial, asked = _SERIAL.format(model=model), fault or []
    with ExitStack() as held:
        try:
            arm: VirtualUR | VirtualRos
            if model == "ned2":
                arm = held.enter_context(_ned2(serial, address, scale, asked))
            else:
                arm = held.enter_context(_ur(model, serial, address, scale, asked, remote=not local))
        except VirtualArmError as problem:
            raise SubjectError(address, "taken, or not here", "a free address, from 127.0.0.2 on") from problem
        voice.say("terminal.virtual_up", "bold green", robot=serial, address=address)
        for each in asked:
            voice.say("terminal.virtual_fault", "bold yellow", fault=each)
        until = time.monotonic() + seconds if seconds else None
        while until is None or time.monotonic() < until:
            time.sleep(0.05)
            arm.call(lambda _: None)  # says so when it has broken down


def _ur(model: str, serial: str, address: str, pace: float, asked: list[str], *, remote: bool) -> VirtualUR:
    faults = [_fault(text, FaultKind) for text in asked]
    return VirtualUR(Setup(load_robot(model), serial, remote=remote), address, pace=pace, faults=faults)


def _ned2(serial: str, address: str, pace: float, asked: list[str]) -> VirtualRos:
    faults = [_fault(text, RosFaultKind) for text in asked]
    return VirtualRos(RosSetup.ned2(load_robot("ned2"), serial), address, pace=pace, faults=faults)


def _fault(text: str, kinds: type[K]) -> Fault[K]:
    try:
        return parse(text, kinds)
    except ValueError as problem:
        words = ", ".join(kind.value for kind in kinds)
        raise SubjectError("--fault", text, f"one of {words}") from problem
