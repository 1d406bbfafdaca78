"""A run on a real arm from the terminal: the arm, the keys and the journal are the installed ones."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from cobot_lab.cell.cell import Cell
from cobot_lab.cell.cell_file import cell_from_files
from cobot_lab.cell.problems import DescriptionError
from cobot_lab.deploy import job
from cobot_lab.deploy.driver import Driver
from cobot_lab.deploy.drivers.ros.bridge import Bridge
from cobot_lab.deploy.drivers.ros.driver import RosDriver
from cobot_lab.deploy.drivers.ros.profile import profile_of
from cobot_lab.deploy.drivers.ros.readings import serial_of
from cobot_lab.deploy.drivers.ur.dashboard import Dashboard
from cobot_lab.deploy.drivers.ur.driver import URDriver
from cobot_lab.deploy.drivers.ur.senders import Pull, Push
from cobot_lab.deploy.judge import Limits
from cobot_lab.deploy.standards import Standards
from cobot_lab.findings import Report
from cobot_lab.service.gateway.calibrations import standards_at
from cobot_lab.trust import own_place
from cobot_lab.trust.bundle import Bundle
from cobot_lab.trust.keyring import Keyring
from cobot_lab.ui.terminal.arms import accepted, accepted_ros
from cobot_lab.ui.terminal.enabled import Keeping, carry_out
from cobot_lab.ui.terminal.programs import connected, outputs
from cobot_lab.ui.terminal.standards import standards
from cobot_lab.ui.terminal.subject import SubjectError
from cobot_lab.ui.terminal.voice import Voice

SETTLE = 0.5
"""Time to come to rest beyond what the arm itself takes after a cancelled goal [s]."""


def refuse_choices(home: Path | None, *, yes: bool) -> None:
    """Refuse what is the caller's choice on a virtual arm, and must not be on a real one.

    Raises:
        SubjectError: Another folder of keys was named, or the person's yes was given beforehand.
    """
    if home is not None:
        raise SubjectError("--home", str(home), "nothing: a real arm is run with the installed keys and journal")
    if yes:
        raise SubjectError("--yes", "given", "nothing: a person at the arm says yes to each run")


def require_own(ring: Keyring) -> None:
    """Refuse every folder of keys and journal for a real arm but this account's own; see `trust.own_place`.

    Raises:
        SubjectError: It is another, or somebody else may write it.
    """
    found = own_place.objection(ring)
    if found is not None:
        raise SubjectError(*found)


def play_on_ur(
    voice: Voice,
    sealed: bytes,
    signed: bytes,
    ring: Keyring,
    address: str,
    agree: Callable[[], None],
    keeping: Keeping,
    *,
    pull: bool,
) -> tuple[Report, job.Job | None]:
    """Take a bundle and its approval through the gate to an arm on the network.

    Args:
        voice: Where progress is shown.
        sealed: The bundle's bytes.
        signed: The approval's bytes.
        ring: The installed keys and journal.
        address: Of the arm's cabinet.
        agree: Comes back when a person said yes to the run.
        keeping: Is given the job once it is over.
        pull: Whether the arm fetches its programs when Play is pressed, instead of being sent them.

    Returns:
        What the gate and the preflight found, and the job when it was let through, see `carry_out`.

    Raises:
        DriverError: The arm cannot be reached.
        SubjectError: It was not accepted here.
    """
    with closing(Dashboard(address)) as dashboard:
        serial = dashboard.ask("get serial number")
    expected = accepted(ring.folder, serial)
    opened, _ = Bundle.open(sealed)
    cell = None if opened is None else cell_of(opened)
    if cell is not None:
        expected = connected(expected, cell)
    sender = Pull(address, "0.0.0.0") if pull else Push()  # noqa: S104 (answers the arm's address only)
    limits = Limits(start=sender.patience)
    with closing(URDriver(address, expected, sender)) as arm:
        return _play(voice, sealed, signed, ring, arm, limits, agree, keeping)


def play_on_ros(
    voice: Voice,
    sealed: bytes,
    signed: bytes,
    ring: Keyring,
    address: str,
    model: str,
    agree: Callable[[], None],
    keeping: Keeping,
) -> tuple[Report, job.Job | None]:
    """Take a bundle and its approval through the gate to an arm behind ROS.

    Args:
        voice: Where progress is shown.
        sealed: The bundle's bytes.
        signed: The approval's bytes.
        ring: The installed keys and journal.
        address: Of the arm's bridge.
        model: Which model it is, so that it is asked in its own words.
        agree: Comes back when a person said yes to the run.
        keeping: Is given the job once it is over.

    Returns:
        What the gate and the preflight found, and the job when it was let through, see `carry_out`.

    Raises:
        DriverError: The arm cannot be reached.
        SubjectError: It was not accepted here.
    """
    with closing(Bridge(address)) as bridge:
        serial = serial_of(bridge, profile_of(model))
    opened, _ = Bundle.open(sealed)
    cell = None if opened is None else cell_of(opened)
    signals = () if cell is None else tuple(signal.name for signal in cell.signals)
    expected = accepted_ros(ring.folder, serial, outputs(signals))
    limits = Limits(settle=SETTLE + expected.profile.stop_time)
    with closing(RosDriver(address, expected)) as arm:
        return _play(voice, sealed, signed, ring, arm, limits, agree, keeping)


def cell_of(opened: Bundle) -> Cell | None:
    """Give the cell of a bundle; nothing when it cannot be read, which the gate will say."""
    try:
        return cell_from_files(opened.cell_files)
    except DescriptionError:
        return None


def _play(
    voice: Voice,
    sealed: bytes,
    signed: bytes,
    ring: Keyring,
    arm: Driver,
    limits: Limits,
    agree: Callable[[], None],
    keeping: Keeping,
) -> tuple[Report, job.Job | None]:
    def wanted() -> Standards:
        return standards_at(standards(), ring.journal.entries(), ring.trusted(), arm.identity.serial)

    opened, report = job.open(
        sealed, signed, driver=arm, trust=ring.trusted, journal=ring.journal, standards=wanted, limits=limits
    )
    if opened is None:
        return report, None
    return carry_out(voice, opened, agree, keeping)
