"""The bundle: what was checked, sealed. A container of files and a manifest with the SHA-256 of each.

A bundle alone proves only that its parts belong together; that somebody stands behind it is the approval's part, which
signs the digest of the manifest.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from cobot_lab import stored
from cobot_lab.findings import Fact, Finding, Report
from cobot_lab.trust import container, manifest, verdict
from cobot_lab.trust.manifest import MANIFEST, PLAN, REPORT, TRANSMITTED, unreadable

CHECKS = ("container", "manifest", "digests", "report", "verdict")


@dataclass(frozen=True, slots=True)
class Bundle:
    """An opened bundle, every byte of it accounted for.

    Attributes:
        files: Name to bytes, the manifest left out; read-only.
        manifest_bytes: The manifest as stored.
        report: The report of the checks; its verdict is derived anew.
        versions: Tool to version, as sealed; read-only.
        facts: What its maker noted beside; read-only.
    """

    files: Mapping[str, bytes]
    manifest_bytes: bytes
    report: Report
    versions: Mapping[str, str]
    facts: Mapping[str, Fact]

    @property
    def digest(self) -> str:
        """SHA-256 of the manifest: what an approval signs."""
        return stored.sha256(self.manifest_bytes)

    @property
    def plan_digest(self) -> str:
        """SHA-256 of the plan."""
        return stored.sha256(self.files[PLAN])

    @property
    def cell_files(self) -> dict[str, bytes]:
        """The files that describe its cell, by the names they have beside each other."""
        found = (name for name in sorted(self.files) if name.startswith("cell/"))
        return {name.removeprefix("cell/"): self.files[name] for name in found}

    @property
    def transmitted(self) -> dict[str, bytes]:
        """The exact bytes for a real arm: the files below `transmit/`, in order of name; empty when there are none."""
        return {name: data for name, data in sorted(self.files.items()) if TRANSMITTED.fullmatch(name)}

    @classmethod
    def open(cls, data: bytes) -> tuple[Bundle | None, Report]:
        """Open a bundle and check it whole.

        Args:
            data: The bytes as received.

        Returns:
            The bundle, or nothing; and a report whose subject is the manifest's digest and whose findings name every
            file that is unreadable or differs.
        """
        files, problems = container.unpack(data)
        if problems:
            return None, _report("", 0, [unreadable(*problem) for problem in problems])
        too_large = list(manifest.oversized(files))
        if too_large:  # before anything is parsed
            return None, _report("", 0, too_large)
        manifest_bytes = files.pop(MANIFEST, b"")
        subject = stored.sha256(manifest_bytes)
        try:
            listed = manifest.read(manifest_bytes)
        except ValueError as problem:
            return None, _report(subject, 1, [unreadable(MANIFEST, str(problem))])
        findings = list(manifest.compared(listed, files))
        if not findings and container.pack({**files, MANIFEST: manifest_bytes}) != data:
            findings.append(unreadable("", "holds bytes beside its files"))
        if not {REPORT, PLAN} <= set(files):
            return None, _report(subject, 3, findings)
        try:
            checked = verdict.read_report(files[REPORT])
        except ValueError as problem:
            return None, _report(subject, 3, [*findings, unreadable(REPORT, str(problem))])
        findings += verdict.not_passed(checked, files[PLAN])
        opened = cls(MappingProxyType(files), manifest_bytes, checked, listed.versions, listed.facts)
        return (None if findings else opened), _report(subject, len(CHECKS), findings)


def seal(
    files: Mapping[str, bytes], report: Report, versions: Mapping[str, str], **facts: Fact
) -> tuple[bytes | None, Report]:
    """Seal what passed.

    Args:
        files: The files under the names of `cobot_lab.trust.manifest`, without `report.json` and the manifest, which
            are written here.
        report: The report of the checks on `plan.json`.
        versions: Tool to version.
        **facts: Anything worth noting in the manifest, such as the lesson's name.

    Returns:
        The bundle's bytes (equal input, equal bytes), or nothing when the report did not pass or speaks of another
        plan; and the report of opening what was sealed.

    Raises:
        ValueError: A file is missing, has another name, or there is too much: not a pupil's doing.
    """
    if {REPORT, MANIFEST} & set(files):
        raise ValueError(f"{REPORT} and {MANIFEST} are written by seal")
    findings = tuple(verdict.not_passed(report, files[PLAN])) if PLAN in files else ()
    if findings:
        return None, Report(stored.sha256(files[PLAN]), ("verdict",), (), findings)
    whole = {**files, REPORT: stored.canonical(report.to_dict())}
    manifest_bytes = manifest.write(whole, versions, facts)
    sealed = container.pack({**whole, MANIFEST: manifest_bytes})
    bundle, opening = Bundle.open(sealed)
    if bundle is None:
        raise ValueError(f"these files are no bundle: {[dict(finding.facts) for finding in opening.findings]}")
    return sealed, opening


def _report(subject: str, ran: int, findings: list[Finding]) -> Report:
    return Report(subject, CHECKS[:ran], CHECKS[ran:], tuple(findings))
