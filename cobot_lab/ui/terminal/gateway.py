"""`cobot-lab gateway`: the process that holds keys and arms, with its pages on an address of this computer."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Annotated

import typer

from cobot_lab.cell.cell import Cell
from cobot_lab.deploy.driver import DriverError
from cobot_lab.deploy.drivers.ros.bridge import Bridge
from cobot_lab.deploy.drivers.ros.driver import RosDriver
from cobot_lab.deploy.drivers.ros.profile import profile_of
from cobot_lab.deploy.drivers.ros.readings import serial_of
from cobot_lab.deploy.drivers.ur.dashboard import Dashboard
from cobot_lab.deploy.drivers.ur.driver import URDriver
from cobot_lab.deploy.drivers.ur.senders import Pull, Push
from cobot_lab.deploy.judge import Limits
from cobot_lab.service.gateway.gateway import Gateway
from cobot_lab.service.gateway.people import People
from cobot_lab.service.gateway.post import Link, Post, twin_post
from cobot_lab.service.gateway.refusal import GatewayError
from cobot_lab.trust.approval import Mode
from cobot_lab.trust.keyring import Keyring
from cobot_lab.ui.console.words import Words
from cobot_lab.ui.terminal.arms import accepted, accepted_ros
from cobot_lab.ui.terminal.keys import Home, keyring
from cobot_lab.ui.terminal.programs import connected, outputs, review_programs
from cobot_lab.ui.terminal.real_arm import SETTLE, refuse_choices, require_own
from cobot_lab.ui.terminal.standards import standards
from cobot_lab.ui.terminal.subject import SubjectError
from cobot_lab.ui.terminal.voice import Voice

PORT = 8770
_POST = re.compile(
    r"twin:(?P<model>[a-z0-9_]+)|(?P<ur>ur|ur-pull):(?P<at>[0-9.]+)|ros:(?P<ros>[a-z0-9_]+)@(?P<bridge>[0-9.]+)"
)

Arms = Annotated[list[str] | None, typer.Option("--arm", metavar="ARM", help="posts", show_default=False)]


def gateway(
    context: typer.Context,
    arm: Arms = None,
    host: Annotated[str, typer.Option("--host", metavar="IP", help="gateway_host")] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", help="gateway_port", min=0, max=65535)] = PORT,
    scale: Annotated[float, typer.Option("--scale", metavar="X", help="scale", min=0.1, max=1000)] = 1.0,
    worlds: Annotated[int, typer.Option("--worlds", metavar="N", help="gateway_worlds", min=0, max=1000)] = 20,
    proxy: Annotated[str, typer.Option("--proxy", metavar="IP", help="gateway_proxy", show_default=False)] = "",
    home: Home = None,
) -> None:
    """Open the gateway."""
    voice = Voice.of(context)
    try:
        from cobot_lab.ui.console.server import serve  # noqa: PLC0415 - its packages are an extra
    except ModuleNotFoundError as problem:
        raise SubjectError("NiceGUI", "it is not installed", "cobot-lab[console]") from problem
    words = Words.of(voice.language)
    ring = keyring(home)
    if not ring.exists:
        raise SubjectError(str(ring.folder), "there are no keys", "a folder made by keys new")
    posts = [_post(text, ring, home, scale) for text in arm or ["twin:ur3e"]]
    try:
        opened = Gateway(ring, posts, standards=standards, programs=review_programs, worlds=worlds)
    except GatewayError as problem:
        raise SubjectError(str(ring.folder), words.refusal(problem), "one gateway") from problem
    with closing(opened):
        for run in opened.closed_now:
            voice.out.print(words("terminal.closed", robot=run.robot), style="bold yellow", markup=False)
        if not People(ring.folder / "people.json").everybody():
            voice.out.print(words("terminal.nobody"), style="bold yellow", markup=False)
        serve(opened, voice.language, host, port, _teller(voice, words), proxy=proxy)


def _teller(voice: Voice, words: Words) -> Callable[[str], None]:
    def tell(address: str) -> None:
        voice.out.print(words("terminal.up", address=address), style="bold green", markup=False, soft_wrap=True)

    return tell


def _post(text: str, ring: Keyring, home: Path | None, scale: float) -> Post:
    """Give the post of an arm as it is named: `twin:ur3e`, `ur:192.168.0.10`, `ros:ned2@192.168.0.11`.

    Raises:
        SubjectError: It is not named so, was not accepted here, or another folder of keys was chosen for a real one.
        DriverError: It cannot be reached.
    """
    form = _POST.fullmatch(text)
    if form is None:
        raise SubjectError("--arm", text, "twin:ur3e, ur:192.168.0.10, ur-pull:192.168.0.10 or ros:ned2@192.168.0.11")
    if form["model"]:
        return twin_post(form["model"], scale)
    refuse_choices(home, yes=False)
    require_own(ring)
    if form["ur"]:
        return _ur_post(text, ring, form["at"], pull=form["ur"] == "ur-pull")
    return _ros_post(text, ring, form["ros"], form["bridge"])


def _ur_post(name: str, ring: Keyring, address: str, *, pull: bool) -> Post:
    with closing(Dashboard(address)) as dashboard:
        serial = dashboard.ask("get serial number")
    expected = accepted(ring.folder, serial)

    def connect(cell: Cell) -> Link:
        wired = connected(expected, cell)
        sender = Pull(address, "0.0.0.0") if pull else Push()  # noqa: S104 (answers the arm's address only)
        driver = URDriver(address, wired, sender)
        return Link(driver, driver.close, limits=Limits(start=sender.patience))

    def paused() -> bool:
        with closing(Dashboard(address)) as dashboard:
            found = dashboard.ask("get serial number")
            if found != serial:
                raise DriverError(serial, "is a program paused?", f"{address} is {found[:60]} now")
            return dashboard.paused

    return Post(name, expected.model, serial, Mode.REAL, connect, paused=paused)


def _ros_post(name: str, ring: Keyring, model: str, address: str) -> Post:
    with closing(Bridge(address)) as bridge:
        serial = serial_of(bridge, profile_of(model))

    def connect(cell: Cell) -> Link:
        expected = accepted_ros(ring.folder, serial, outputs(tuple(signal.name for signal in cell.signals)))
        driver = RosDriver(address, expected)
        return Link(driver, driver.close, limits=Limits(settle=SETTLE + expected.profile.stop_time))

    accepted_ros(ring.folder, serial, {})  # now, rather than before the class
    return Post(name, model, serial, Mode.REAL, connect)
