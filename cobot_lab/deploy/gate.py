"""The gate: what must hold before an arm is so much as asked how it is.

It recompiles nothing and plans nothing. It tells everything that is missing, not just no.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from cobot_lab import stored
from cobot_lab.cell.cell_file import cell_from_files
from cobot_lab.cell.problems import DescriptionError
from cobot_lab.codes import Code
from cobot_lab.deploy.course import every
from cobot_lab.deploy.curve import curve_of
from cobot_lab.deploy.driver import Identity
from cobot_lab.deploy.standards import Standards
from cobot_lab.deploy.start import Start
from cobot_lab.findings import Finding, Report
from cobot_lab.motion.plan_data import Plan
from cobot_lab.motion.trajectory import Trajectory
from cobot_lab.trust import instants, manifest
from cobot_lab.trust.approval import Approval
from cobot_lab.trust.bundle import Bundle
from cobot_lab.trust.examination import EXAMINATIONS
from cobot_lab.trust.examination import examine as examine_approval
from cobot_lab.trust.journal import Journal
from cobot_lab.trust.store import TrustStore

CHECKS = ("plan", "origin", "model", "standards", "start")
CLOCK_SLACK = timedelta(minutes=2)
"""How far the wall clock may be corrected backwards."""
CELL_SCHEMA = "cobot_lab/cell/1"


@dataclass(frozen=True, slots=True, eq=False)
class Ticket:
    """What the gate lets through: the plan from the very bytes that were verified.

    It is good while the one-time number of its approval is unused, which only the journal knows.

    Attributes:
        plan: Read from the bundle's bytes.
        curve: Its first stretch as one curve.
        plan_digest: SHA-256 of those bytes.
        bundle_digest: SHA-256 of the manifest.
        approval: What the referent allowed.
        envelope: The approval as it came.
        identity: The arm that it was examined for.
        start: How the cell has to stand where the plan starts.
        transmitted: The exact bytes to send, by name in the bundle; none for an arm that takes the plan itself.
    """

    plan: Plan
    curve: Trajectory
    plan_digest: str
    bundle_digest: str
    approval: Approval
    envelope: bytes
    identity: Identity
    start: Start
    transmitted: Mapping[str, bytes] = field(default_factory=dict)


def examine(
    bundle: bytes,
    approval: bytes,
    *,
    identity: Identity,
    trust: TrustStore,
    journal: Journal,
    now: datetime,
    standards: Standards,
    spent: str = "",
) -> tuple[Ticket | None, Report]:
    """Examine a bundle and its approval against the arm at hand.

    Args:
        bundle: The bundle's bytes as received.
        approval: The approval's bytes as received.
        identity: What the driver says it is.
        trust: The keys that count.
        journal: Which one-time numbers were used.
        now: By the wall clock; aware.
        standards: What it has to come up to here.
        spent: One-time number that whoever asks has used up for this very run; empty before that.

    Returns:
        A ticket, or nothing; and the report over all that was examined, its subject the manifest's digest.

    Raises:
        JournalError: The journal cannot be opened at all.
    """
    whole = journal.verify()
    entries = () if whole.findings else journal.entries()
    used = frozenset(entry.number for entry in entries) - {spent}
    opened, report = Bundle.open(bundle)
    behind = tuple(_behind(now, max((entry.at for entry in entries), default=now)))
    report = Report(report.subject, whole.run, whole.not_run, (*whole.findings, *behind)).joined(report)
    allowed: Approval | None = None
    if report.subject:
        allowed, examined = examine_approval(
            approval,
            trust,
            bundle_digest=report.subject,
            robot_serial=identity.serial,
            mode=identity.mode,
            now=now,
            used=_every if whole.findings else used.__contains__,
        )
        report = report.joined(examined)
    else:
        report = report.joined(Report(not_run=EXAMINATIONS))
    if opened is None:
        return None, report.joined(Report(not_run=CHECKS))
    plan, curve, found = _read(opened)
    if plan is None or curve is None:
        return None, report.joined(Report("", CHECKS[:1], CHECKS[1:], found))
    origin = tuple(_origin(plan, opened))
    start, unread = (None, ()) if origin else _start(plan, opened)
    found = (*origin, *_model(plan, identity), *standards.objections(opened, cell_digest(opened)), *unread)
    report = report.joined(Report("", CHECKS[:-1] if origin else CHECKS, CHECKS[-1:] if origin else (), found))
    if allowed is None or start is None or report.findings or report.not_run:
        return None, report
    facts = plan, curve, opened.plan_digest, opened.digest, allowed, approval, identity, start
    return Ticket(*facts, opened.transmitted), report


def cell_digest(bundle: Bundle) -> str:
    """Recompute the digest of the cell from its files in a bundle."""
    files = {name: stored.sha256(data) for name, data in bundle.cell_files.items()}
    return stored.sha256(stored.canonical({"schema": CELL_SCHEMA, "files": files}))


def _every(number: str) -> bool:  # noqa: ARG001 (a broken journal cannot say that any number is unused)
    return True


def _behind(now: datetime, seen: datetime) -> Iterator[Finding]:
    """Say when the clock was set back: what has run out would hold again."""
    if now < seen - CLOCK_SLACK:
        yield Finding.of(Code.CLOCK_BEHIND, now=instants.text(now), seen=instants.text(seen))


def _read(bundle: Bundle) -> tuple[Plan | None, Trajectory | None, tuple[Finding, ...]]:
    try:
        plan = Plan.from_bytes(bundle.files[manifest.PLAN])
        curves = [curve_of(stretch.plan) for stretch in every(plan)]
        return plan, curves[0], ()
    except stored.StoredFormError as problem:
        return None, None, (manifest.unreadable(manifest.PLAN, str(problem)),)


def _start(plan: Plan, bundle: Bundle) -> tuple[Start | None, tuple[Finding, ...]]:
    """Read from the sealed cell how it has to stand where the plan starts."""
    try:
        return Start.of(cell_from_files(bundle.cell_files), plan), ()
    except DescriptionError as problem:
        return None, (manifest.unreadable("cell", str(problem)),)


def _origin(plan: Plan, bundle: Bundle) -> Iterator[Finding]:
    """Compare what the plan says it was made of with what lies beside it."""
    if plan.program != stored.sha256(bundle.files[manifest.PROGRAM]):
        yield Finding.of(Code.BUNDLE_DIFFERS, file=manifest.PROGRAM)
    if plan.cell != cell_digest(bundle):
        yield Finding.of(Code.BUNDLE_DIFFERS, file="cell")


def _model(plan: Plan, identity: Identity) -> Iterator[Finding]:
    if plan.robot != identity.model:
        yield Finding.of(Code.OTHER_MODEL, model=plan.robot, wanted=identity.model)
    if plan.joints != identity.joints:
        wanted, given = ", ".join(identity.joints), ", ".join(plan.joints)
        yield Finding.of(Code.ARM_NOT_READY, what="joints", found=given, wanted=wanted)
