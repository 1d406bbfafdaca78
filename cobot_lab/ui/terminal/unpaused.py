"""Before people reach into a cell, or touch marks with its arm: that no program is paused on the controller."""

from __future__ import annotations

from contextlib import closing

import typer

from cobot_lab.codes import Code
from cobot_lab.deploy.drivers.ur.dashboard import Dashboard
from cobot_lab.findings import Finding, Report
from cobot_lab.trust.keyring import Keyring
from cobot_lab.ui.terminal.arms import is_ur
from cobot_lab.ui.terminal.report_view import show_findings
from cobot_lab.ui.terminal.subject import SubjectError
from cobot_lab.ui.terminal.voice import Exit, Voice


def require_unpaused(voice: Voice, ring: Keyring, serial: str, address: str) -> None:
    """Ask a Universal Robots arm whether a program is paused, and end the command when one is.

    A virtual arm and one behind ROS have no pause: nothing is asked.

    Args:
        voice: Says what was found, and how to end it.
        ring: The folder in which the arm was accepted.
        serial: Of the arm.
        address: Of its cabinet.

    Raises:
        SubjectError: No address, or that of another arm.
        DriverError: The cabinet cannot be reached: then nobody knows.
    """
    if not is_ur(ring.folder, serial):
        return
    if not address:
        raise SubjectError("--address", "none", f"the cabinet's address: {serial} is asked whether a program is paused")
    with closing(Dashboard(address)) as dashboard:
        found = dashboard.ask("get serial number")
        if found != serial:
            raise SubjectError("--address", f"{address} is {found[:60]}", serial)
        paused = dashboard.paused
    if paused:
        show_findings(voice, Report(findings=(Finding.of(Code.PROGRAM_PAUSED, robot=serial),)), voice.words)
        raise typer.Exit(Exit.REFUSED)
