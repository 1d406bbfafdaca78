"""The program that asks a computer for what to play, as the maker's External Control does when Play is pressed."""

from __future__ import annotations

import asyncio
import ipaddress

from cobot_lab.deploy.virtual.ur.clients import Programs, TooLongError
from cobot_lab.deploy.virtual.ur.controller import Controller
from cobot_lab.deploy.virtual.ur.messages import PopupMessage

PORT = 50002
NAME = "external_control.urp"
REQUEST = b"request_program\n"
TIME = 5.0
"""How long an answer is waited for [s]."""


async def pull(controller: Controller, own: str, host: str, port: int) -> bool:
    """Ask for a program, and start it.

    Args:
        controller: Where it will run.
        own: Address that the controller asks from.
        host: Address of the computer, on the loopback network.
        port: Its port.

    Returns:
        Whether one was started; when not, a message says why.
    """
    try:
        program = await asyncio.wait_for(_program(own, host, port), TIME)
    except (OSError, ValueError, asyncio.TimeoutError) as problem:
        reason = str(problem) or type(problem).__name__
        controller.cabinet.say(PopupMessage("External Control", f"{host}:{port}: {reason}", error=True))
        return False
    read = await asyncio.to_thread(controller.compile, program)
    return read is not None and controller.begin(read)


async def _program(own: str, host: str, port: int) -> str:
    if not ipaddress.ip_address(host).is_loopback:
        raise ValueError("not on the loopback network")
    reader, writer = await asyncio.open_connection(host, port, local_addr=(own, 0))
    try:
        writer.write(REQUEST)
        programs = Programs()
        while data := await reader.read(1 << 16):
            try:
                whole = programs.feed(data)
            except TooLongError as problem:
                raise ValueError("the program never ends") from problem
            if whole:
                return whole[0]
        whole = programs.feed(b"\n")
        if whole:
            return whole[0]
        raise ValueError("no whole program came")
    finally:
        writer.close()
