"""`cobot-lab virtual`: a virtual controller on an address of this computer, until Ctrl+C."""

from __future__ import annotations

import time
from contextlib import ExitStack
from typing import Annotated

import typer

from cobot_lab.cell.load import load_robot
from cobot_lab.deploy.virtual.faults import parse
from cobot_lab.deploy.virtual.host import VirtualArmError
from cobot_lab.deploy.virtual.ur.cabinet import Setup
from cobot_lab.deploy.virtual.ur.faults import Fault, FaultKind
from cobot_lab.deploy.virtual.ur.server import VirtualUR
from cobot_lab.ui.terminal.subject import SubjectError
from cobot_lab.ui.terminal.voice import Voice

ARMS = ("ur3e",)
"""Arms that have a virtual controller."""
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
    setup = Setup(load_robot(model), _SERIAL.format(model=model), remote=not local)
    faults = [_fault(text) for text in fault or []]
    with ExitStack() as held:
        try:
            arm = held.enter_context(VirtualUR(setup, address, pace=scale, faults=faults))
        except VirtualArmError as problem:
            raise SubjectError(address, "taken, or not here", "a free address, from 127.0.0.2 on") from problem
        voice.say("terminal.virtual_up", "bold green", robot=setup.serial, address=address)
        for each in faults:
            voice.say("terminal.virtual_fault", "bold yellow", fault=each.kind.value)
        until = time.monotonic() + seconds if seconds else None
        while until is None or time.monotonic() < until:
            time.sleep(0.05)
            arm.call(lambda controller: controller.mode)  # says so when it has broken down


def _fault(text: str) -> Fault:
    try:
        return parse(text, FaultKind)
    except ValueError as problem:
        kinds = ", ".join(kind.value for kind in FaultKind)
        raise SubjectError("--fault", text, f"one of {kinds}") from problem
