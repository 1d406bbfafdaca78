"""The referent's approval of one bundle, for one arm, in one mode, for a short time and once."""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

from cobot_lab import stored
from cobot_lab.findings import CobotLabError
from cobot_lab.trust import dsse, exact, instants
from cobot_lab.trust.keys import SigningKey

STATEMENT = "https://in-toto.io/Statement/v1"
PREDICATE = "urn:cobot-lab:approval:2"
REFERENT = "referent"
TEACHER = "teacher"
ROLES = frozenset({REFERENT, TEACHER})
MAX_WINDOW = timedelta(hours=24)
"""An approval is given for a visit: a longer window is refused when it is made and when it is examined."""

_NUMBER = re.compile(r"[0-9a-f]{32}")


class Mode(str, Enum):
    """What the approved program may move."""

    SIMULATED = "simulated"
    REAL = "real"


class ApprovalError(CobotLabError):
    """An approval cannot be made of these facts."""

    def __init__(self, fact: str, given: str, wanted: str) -> None:
        super().__init__(f"approval: {fact} is {given}; expected {wanted}")


@dataclass(frozen=True, slots=True)
class Approval:
    """What a key holder allows.

    Attributes:
        bundle_digest: SHA-256 of the bundle's manifest.
        role: In which role it was given: `referent` or `teacher`.
        robot_serial: The one arm it is for.
        mode: Simulated or real.
        not_before: First instant it holds, UTC.
        not_after: First instant it no longer holds, UTC.
        number: One-time number, 128 random bits in hexadecimal.
        key_id: The key that signed.
        holder: Whom that key belongs to.
        speed: The largest fraction of the planned speed at which it may be played, above 0, at most 1. It changes no
            byte of what was approved: the arm plays the same plan more slowly.
    """

    bundle_digest: str
    role: str
    robot_serial: str
    mode: Mode
    not_before: datetime
    not_after: datetime
    number: str
    key_id: str
    holder: str
    speed: float = 1.0


def new_number() -> str:
    """Draw a one-time number: 128 random bits, 32 hexadecimal digits."""
    return secrets.token_hex(16)


def approve(
    bundle_digest: str,
    key: SigningKey,
    *,
    role: str,
    robot_serial: str,
    mode: Mode | str,
    not_before: datetime,
    not_after: datetime,
    number: str,
    speed_pct: int = 100,
) -> bytes:
    """Sign an approval and give its envelope (DSSE around an in-toto statement).

    Args:
        bundle_digest: SHA-256 of the bundle's manifest, hexadecimal.
        key: Whoever approves.
        role: `referent` or `teacher`; must be a role of that key where the approval is examined.
        robot_serial: Serial number of the one arm.
        mode: Simulated or real.
        not_before: First instant it holds; aware; cut to whole seconds.
        not_after: First instant it no longer holds; at most `MAX_WINDOW` later.
        number: One-time number from `new_number`.
        speed_pct: The largest part of the planned speed at which it may be played, 1 to 100 %.

    Raises:
        ApprovalError: A fact is out of form, or the window is empty or too long.
    """
    try:
        predicate = {
            "role": role,
            "robot_serial": robot_serial,
            "mode": Mode(mode).value,
            "not_before": instants.text(not_before),
            "not_after": instants.text(not_after),
            "number": number,
            "speed_pct": speed_pct,
        }
        statement = {
            "_type": STATEMENT,
            "subject": [{"name": "manifest.json", "digest": {"sha256": bundle_digest}}],
            "predicateType": PREDICATE,
            "predicate": predicate,
        }
        payload = stored.canonical(statement)
        read_statement(payload, key.key_id, key.holder)
    except ValueError as problem:
        raise ApprovalError("a fact", str(problem), "what the docstring of approve says") from problem
    return dsse.sign(payload, [key])


def read_statement(payload: bytes, key_id: str, holder: str) -> Approval:
    """Read the signed statement; says nothing about whether it holds.

    Args:
        payload: The payload of the envelope, the very bytes that were verified.
        key_id: The key the envelope names.
        holder: Whom that key belongs to; empty when nobody knows.

    Raises:
        ValueError: It is not a statement of the one form that `approve` writes.
    """
    document = exact.shaped(exact.read(payload), _type=str, subject=list, predicateType=str, predicate=dict)
    if document["_type"] != STATEMENT or document["predicateType"] != PREDICATE:
        raise ValueError("not an approval")
    if len(document["subject"]) != 1:
        raise ValueError("one subject expected")
    subject = exact.shaped(document["subject"][0], name=str, digest=dict)
    facts = exact.shaped(
        document["predicate"],
        role=str,
        robot_serial=str,
        mode=str,
        not_before=str,
        not_after=str,
        number=str,
        speed_pct=int,
    )
    approval = Approval(
        exact.digest(exact.shaped(subject["digest"], sha256=str)["sha256"]),
        facts["role"],
        facts["robot_serial"],
        Mode(facts["mode"]),
        instants.read(facts["not_before"]),
        instants.read(facts["not_after"]),
        facts["number"],
        key_id,
        holder,
        facts["speed_pct"] / 100,
    )
    _sound(approval, subject["name"])
    return approval


def _sound(approval: Approval, subject: str) -> None:
    if subject != "manifest.json":
        raise ValueError("the subject is not a manifest")
    if approval.role not in ROLES:
        raise ValueError(f"no role is called {approval.role!r}")
    if not 0 < len(approval.robot_serial) <= 64 or not approval.robot_serial.isprintable():
        raise ValueError("the robot serial is not 1 to 64 printable characters")
    if not _NUMBER.fullmatch(approval.number):
        raise ValueError("the one-time number is not 32 hexadecimal digits")
    if not 0.01 <= approval.speed <= 1:
        raise ValueError("the speed is not 1 to 100 %")
    if not timedelta(0) < approval.not_after - approval.not_before <= MAX_WINDOW:
        raise ValueError(f"the window is empty or longer than {MAX_WINDOW}")
