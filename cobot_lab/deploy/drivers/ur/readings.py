"""What is read from the arm before a run, beside its state."""

from __future__ import annotations

import time

from cobot_lab.deploy.driver import DATA_LIMIT, Identity
from cobot_lab.deploy.drivers.ur.arm import PAYLOAD_TOLERANCE, TOOL_TOLERANCE, Expected
from cobot_lab.deploy.drivers.ur.connection import Connection
from cobot_lab.deploy.drivers.ur.kept import outputs_of
from cobot_lab.deploy.reading import Reading
from cobot_lab.deploy.start import Start


def readings(
    link: Connection, expected: Expected, identity: Identity, start: Start, *, remote: bool
) -> tuple[Reading, ...]:
    """Ask the controller, now.

    Args:
        link: To it.
        expected: Which arm it has to be.
        identity: What it said that it is.
        start: How the cell has to stand where the plan starts.
        remote: Whether it has to be in remote control, or has not to.

    Raises:
        DriverError: It does not answer.
    """
    asked = time.monotonic()
    serial = link.ask("get serial number")
    trip = time.monotonic() - asked
    controls = {"true": "remote", "false": "local"}
    control = link.ask("is in remote control").lower()
    sample, _ = link.look()
    return (
        Reading("serial number", serial, identity.serial),
        Reading("robot", link.ask("get robot model"), expected.title),
        Reading("control", controls.get(control, control[:60]), "remote" if remote else "local"),
        Reading("program state", link.ask("programstate").partition(" ")[0], "STOPPED"),
        Reading("time to answer", trip, 0.0, DATA_LIMIT),
        Reading("kinematics", link.primary.kinematics, expected.kinematics),
        Reading("payload", sample.payload, expected.payload, PAYLOAD_TOLERANCE),
        *_of_tool(sample.tool, expected.tool),
        Reading("slider", sample.slider),
        *start.outputs(outputs_of(sample, expected.signals)),
        *expected.gripper.at_start(link.address, sample, start),
    )


def _of_tool(found: tuple[float, ...], wanted: tuple[float, ...] | None) -> tuple[Reading, ...]:
    names = ("x", "y", "z", "rx", "ry", "rz")
    goals = (None,) * len(names) if wanted is None else wanted
    return tuple(
        Reading(f"tool {name}", value, goal, TOOL_TOLERANCE)
        for name, value, goal in zip(names, found, goals, strict=True)
    )
