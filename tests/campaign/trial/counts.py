"""The counts of a campaign, kept beside it so that the bench can put them into its table."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from trial.campaign import Clean
from trial.grasps import Grasp
from trial.planted import Judged

FILE = Path(__file__).parents[1] / "counts.json"


@dataclass(slots=True)
class Counts:
    """What was counted last; a part that was not run keeps what it had.

    Attributes:
        planted: Faults.
        classes: Of them.
        caught: Faults that were refused for a right reason.
        placed: Those of them for which a right step was named.
        programs: Clean programs.
        alarms: Those of them that were refused.
        held: Grasps with at least twice the force that holds.
        slips: Those of them that slipped.
        weak: Grasps with at most 0.9 times the force that holds.
        drops: Those of them that lost the part.
    """

    planted: int = 0
    classes: int = 0
    caught: int = 0
    placed: int = 0
    programs: int = 0
    alarms: int = 0
    held: int = 0
    slips: int = 0
    weak: int = 0
    drops: int = 0

    @classmethod
    def read(cls) -> Counts:
        return cls(**json.loads(FILE.read_text(encoding="utf-8"))) if FILE.exists() else cls()

    def write(self, wanted: bool) -> None:
        if wanted:
            FILE.write_text(json.dumps(asdict(self), indent=2) + "\n", encoding="utf-8")

    def faults(self, results: list[tuple[Judged, int]]) -> None:
        judged = [one for one, _ in results]
        self.planted, self.classes = len(judged), len({one.name.split(":")[0] for one in judged})
        self.caught, self.placed = sum(one.caught for one in judged), sum(one.placed for one in judged)

    def clean(self, results: list[Clean]) -> None:
        self.programs, self.alarms = len(results), sum(not one.passed for one in results)

    def grasps(self, held: list[Grasp], weak: list[Grasp]) -> None:
        self.held, self.slips = len(held), sum(not one.held for one in held)
        self.weak, self.drops = len(weak), sum(one.lost for one in weak)
