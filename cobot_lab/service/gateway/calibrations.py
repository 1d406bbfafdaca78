"""Which calibrations are in force here, and what a bundle has to come up to because of them.

A calibration is an entry of the journal: its stored form, in an envelope signed by a referent. The latest one of a cell
and an arm counts. At a real arm it replaces the cell as described: what was made, checked or approved for that is no
longer for the cell that stands there. A virtual arm may rehearse both.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from cobot_lab.cell.calibration import FILE, Calibration
from cobot_lab.cell.cell import Cell
from cobot_lab.cell.cell_file import cell_from_files
from cobot_lab.cell.load import cells, load_cell
from cobot_lab.cell.problems import DescriptionError
from cobot_lab.deploy.standards import Standards
from cobot_lab.trust import dsse
from cobot_lab.trust.approval import REFERENT
from cobot_lab.trust.journal_data import Entry
from cobot_lab.trust.keys import SigningKey
from cobot_lab.trust.store import TrustStore

CALIBRATED = "calibrated"
PAYLOAD_TYPE = "application/vnd.cobot-lab.calibration+json"


def signed(calibration: Calibration, key: SigningKey) -> bytes:
    """Sign a calibration."""
    return dsse.sign(calibration.to_bytes(), [key], PAYLOAD_TYPE)


def entry_of(calibration: Calibration, key: SigningKey) -> dict[str, str]:
    """Give the facts of the journal's entry that puts a calibration in force."""
    facts = {"cell": f"{calibration.robot}/{calibration.cell}", "robot": calibration.serial, "by": calibration.by}
    return {**facts, "envelope": signed(calibration, key).decode()}


def in_force(entries: Iterable[Entry], trust: TrustStore) -> tuple[Calibration, ...]:
    """Give the latest calibration of each cell and arm.

    Args:
        entries: Of the journal, in order.
        trust: The keys that count; an envelope that no referent of them signed is passed over.
    """
    found: dict[tuple[str, str, str], Calibration] = {}
    for entry in entries:
        calibration = _opened(entry, trust)
        if calibration is not None:
            found[calibration.robot, calibration.cell, calibration.serial] = calibration
    return tuple(found.values())


def described(calibration: Calibration) -> Cell:
    """Give the cell that a calibration is of, as it is described.

    Raises:
        DescriptionError: There is no such cell.
    """
    for file in cells(calibration.robot):
        if file.stem == calibration.cell:
            return load_cell(file)
    return load_cell(cells(calibration.robot)[0].with_name(f"{calibration.cell}.toml"))


def measured(calibration: Calibration) -> Cell:
    """Give the cell with its base where it was measured.

    Raises:
        DescriptionError: There is no such cell, or something speaks against the calibration.
    """
    return cell_from_files({**dict(described(calibration).files), FILE: calibration.to_bytes()})


def standards_at(usual: Standards, entries: Iterable[Entry], trust: TrustStore, serial: str | None = None) -> Standards:
    """Give what a bundle has to come up to at an arm.

    A cell that was once measured at a real arm stands there as described no more, also when the calibration cannot be
    used any longer: it has to be measured again.

    Args:
        usual: Without any calibration.
        entries: Of the journal, in order.
        trust: The keys that count.
        serial: Of the real arm; nothing for a virtual one, or when none is named.
    """
    entries = tuple(entries)
    known = set(usual.cells)
    for entry in entries:
        calibration = _opened(entry, trust, revoked=True)
        if calibration is not None and calibration.serial == serial:
            known.discard(_digest(described, calibration))
    for calibration in in_force(entries, trust):
        if serial in (None, calibration.serial):
            known.add(_digest(measured, calibration))
    return Standards(usual.verifier, usual.checks, frozenset(known - {""}))


def _digest(cell: Callable[[Calibration], Cell], calibration: Calibration) -> str:
    """Give a cell's digest; empty when it is described no more, or otherwise than when it was measured."""
    try:
        return cell(calibration).digest
    except DescriptionError:
        return ""


def _opened(entry: Entry, trust: TrustStore, *, revoked: bool = False) -> Calibration | None:
    """Read a calibration that a referent signed, with a key that may have been revoked since or not."""
    if entry.kind != CALIBRATED:
        return None
    try:
        envelope = dsse.read(str(entry.body["envelope"]).encode())
        signers = envelope.signers(trust.public_keys)
        known = [trust.find(signer) for signer in signers]
        if envelope.payload_type != PAYLOAD_TYPE or not any(
            key is not None and (revoked or not key.revoked) and REFERENT in key.roles for key in known
        ):
            return None
        return Calibration.from_bytes(envelope.payload)
    except (KeyError, ValueError, DescriptionError):
        return None
