"""What a bundle has to come up to here, besides being whole and approved."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from cobot_lab.codes import Code
from cobot_lab.findings import Finding
from cobot_lab.trust.bundle import Bundle

VERIFIER = "cobot_lab"
"""The tool in a bundle's versions that says who verified it."""


@dataclass(frozen=True, slots=True)
class Standards:
    """What whoever runs the arm relies on; the gate is told, because it knows neither checks nor cells.

    Attributes:
        verifier: The version of cobot_lab whose reports are relied on.
        checks: Names of the checks that each of its reports has to have run.
        cells: Digests of the cells that stand here. A plan for any other cell says nothing about this one.
    """

    verifier: str
    checks: frozenset[str]
    cells: frozenset[str]

    def objections(self, bundle: Bundle, cell: str) -> Iterator[Finding]:
        """Say where a bundle falls short.

        Args:
            bundle: The bundle, opened.
            cell: Digest of its cell, recomputed from its files.
        """
        given = bundle.versions.get(VERIFIER, "")
        if given != self.verifier:
            yield Finding.of(Code.OTHER_VERIFIER, given=given, wanted=self.verifier)
        missing = self.checks - set(bundle.report.run)
        if missing:
            yield Finding.of(Code.CHECKS_MISSING, names=", ".join(sorted(missing)))
        if cell not in self.cells:
            yield Finding.of(Code.UNKNOWN_CELL, cell=cell)
