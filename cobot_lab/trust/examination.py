"""Examining an approval: everything that is missing, not just no."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime

from cobot_lab.codes import Code
from cobot_lab.findings import Finding, Report
from cobot_lab.trust import dsse, instants
from cobot_lab.trust.approval import REFERENT, Approval, Mode, read_statement
from cobot_lab.trust.store import TrustedKey, TrustStore

EXAMINATIONS = ("envelope", "statement", "key", "signature", "subject", "role", "robot", "mode", "window", "number")


def examine(
    envelope: bytes,
    trust: TrustStore,
    *,
    bundle_digest: str,
    robot_serial: str,
    mode: Mode | str,
    now: datetime,
    used: Callable[[str], bool],
    role: str = REFERENT,
) -> tuple[Approval | None, Report]:
    """Examine an approval against what is about to happen.

    What is inside is compared even when the signature is bad, so that one look tells all that is wrong; the approval
    is given back only when nothing is. Consuming the one-time number is the caller's next step (`Journal.consume`).

    Args:
        envelope: The bytes of the approval.
        trust: The keys that count.
        bundle_digest: SHA-256 of the manifest of the bundle at hand.
        robot_serial: Serial read from the arm at hand.
        mode: The mode of the driver at hand.
        now: The instant of the run; aware.
        used: Whether a one-time number was used before.
        role: The role whose approval is wanted.

    Returns:
        The approval, or nothing; and the report whose subject is the bundle's digest and whose `run` lists the
        examinations made.
    """
    now = instants.aware(now)
    mode = Mode(mode)
    try:
        opened = dsse.read(envelope)
        if opened.payload_type != dsse.IN_TOTO or len(opened.signatures) != 1:
            raise ValueError("expected one signature over an in-toto statement")
    except ValueError as problem:
        return None, _unreadable(bundle_digest, problem, ran=0)
    ((key_id, _),) = opened.signatures
    key = trust.find(key_id)
    try:
        approval = read_statement(opened.payload, key_id, "" if key is None else key.holder)
    except ValueError as problem:
        return None, _unreadable(bundle_digest, problem, ran=1)
    findings = (
        *_of_key(key_id, key, signed=key_id in opened.signers(trust.public_keys), now=now),
        *_of_role(approval, key, role),
        *_of_purpose(approval, bundle_digest, robot_serial, mode),
        *_of_time(approval, now, used),
    )
    missed = () if key else ("signature",)
    report = Report(bundle_digest, tuple(name for name in EXAMINATIONS if name not in missed), missed, findings)
    return (None if findings else approval), report


def _unreadable(subject: str, problem: ValueError, ran: int) -> Report:
    finding = Finding.of(Code.APPROVAL_UNREADABLE, reason=str(problem)[:200])
    return Report(subject, EXAMINATIONS[:ran], EXAMINATIONS[ran:], (finding,))


def _of_key(key_id: str, key: TrustedKey | None, *, signed: bool, now: datetime) -> Iterator[Finding]:
    if key is None:
        yield Finding.of(Code.UNKNOWN_KEY, key=key_id[:64])
        return
    if not signed:
        yield Finding.of(Code.BAD_SIGNATURE, key=key_id)
    if key.revoked:
        yield Finding.of(Code.KEY_REVOKED, key=key_id)
    yield from _window(key.not_before, key.not_after, now)


def _of_role(approval: Approval, key: TrustedKey | None, role: str) -> Iterator[Finding]:
    if approval.role != role:
        yield Finding.of(Code.WRONG_ROLE, role=approval.role, wanted=role)
    if key is not None and approval.role not in key.roles:
        yield Finding.of(Code.WRONG_ROLE, role=",".join(sorted(key.roles)), wanted=approval.role)


def _of_purpose(approval: Approval, bundle_digest: str, robot_serial: str, mode: Mode) -> Iterator[Finding]:
    if approval.bundle_digest != bundle_digest:
        yield Finding.of(Code.OTHER_SUBJECT, wanted=bundle_digest, given=approval.bundle_digest)
    if approval.robot_serial != robot_serial:
        yield Finding.of(Code.OTHER_ROBOT, serial=approval.robot_serial, wanted=robot_serial)
    if approval.mode is not mode:
        yield Finding.of(Code.OTHER_MODE, mode=approval.mode.value, wanted=mode.value)


def _of_time(approval: Approval, now: datetime, used: Callable[[str], bool]) -> Iterator[Finding]:
    yield from _window(approval.not_before, approval.not_after, now)
    if used(approval.number):
        yield Finding.of(Code.ALREADY_USED, number=approval.number)


def _window(not_before: datetime, not_after: datetime, now: datetime) -> Iterator[Finding]:
    if now < not_before:
        yield Finding.of(Code.NOT_YET_VALID, since=instants.text(not_before))
    if not now < not_after:
        yield Finding.of(Code.EXPIRED, until=instants.text(not_after))
