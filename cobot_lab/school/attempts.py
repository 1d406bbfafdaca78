"""How often a program was checked, and how well it did: numbers only, in a file beside it."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from pathlib import Path

from cobot_lab import stored
from cobot_lab.findings import Report, Verdict
from cobot_lab.school.programs import StoreError

SCHEMA = "cobot_lab/attempts/1"
FILE = "attempts.json"


@dataclass(frozen=True, slots=True)
class Attempts:
    """Counters of one lesson in one folder. They say what was tried, never by whom.

    Attributes:
        tries: Programs checked.
        passed: How many of them passed.
        goals_best: Most goals reached at once.
        duration_best: Shortest motion of a program that passed [s]; 0 before there is one.
        blocks_best: Fewest blocks of a program that passed; 0 before there is one.
    """

    tries: int = 0
    passed: int = 0
    goals_best: int = 0
    duration_best: float = 0.0
    blocks_best: int = 0

    def tried(self, report: Report, goals: int, duration: float, blocks: int) -> Attempts:
        """Count a try.

        Args:
            report: Its verdict.
            goals: How many goals it reached.
            duration: Of its motion [s].
            blocks: Of its program.
        """
        later = replace(self, tries=self.tries + 1, goals_best=max(self.goals_best, goals))
        if report.verdict is not Verdict.PASSED:
            return later
        return replace(
            later,
            passed=self.passed + 1,
            duration_best=min(self.duration_best or duration, duration),
            blocks_best=min(self.blocks_best or blocks, blocks),
        )


def read_attempts(folder: Path) -> Attempts:
    """Read the counters; a file that is missing or is none counts from nothing.

    Args:
        folder: The hidden folder beside the program.
    """
    try:
        document = stored.parse((folder / FILE).read_bytes(), SCHEMA)
        return Attempts(
            int(document["tries"]),
            int(document["passed"]),
            int(document["goals_best"]),
            float(document["duration_best"]),
            int(document["blocks_best"]),
        )
    except (OSError, stored.StoredFormError, KeyError, TypeError, ValueError):
        return Attempts()


def write_attempts(folder: Path, attempts: Attempts) -> None:
    """Write the counters.

    Raises:
        StoreError: They cannot be written.
    """
    try:
        folder.mkdir(exist_ok=True)
        stored.put(folder / FILE, stored.canonical({"schema": SCHEMA, **asdict(attempts)}), mode=0o644)
    except OSError as problem:
        raise StoreError(problem) from problem
