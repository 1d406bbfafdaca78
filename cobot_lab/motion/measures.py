"""The values that are explored of what is measured: those that the cell declares, and those where decisions turn."""

from __future__ import annotations

from dataclasses import dataclass, field

from cobot_lab.motion.possible import Possible
from cobot_lab.motion.turning import between, turns
from cobot_lab.program.residual import Answer, Term, grid_of, readings_of


@dataclass(slots=True)
class Measures:
    """Where the decisions of a program turn, as far as they were met.

    Attributes:
        known: By sensor, the values that are explored for.
        met: By sensor, those that were met since.
    """

    known: dict[str, set[int]] = field(default_factory=dict)
    met: dict[str, set[int]] = field(default_factory=dict)

    def answers(self, sensor: str, declared: tuple[Answer, ...]) -> tuple[Answer, ...]:
        """Give the answers of a sensor to explore."""
        return between(declared, self.known.get(sensor, set())) if _is_measure(declared) else declared

    def decide(self, condition: Term, possible: Possible, sensors: tuple[str, ...]) -> None:
        """Note where a condition turns.

        Args:
            condition: Over readings.
            possible: What they may have given.
            sensors: Who gave them, by number.

        Raises:
            TogetherError, TooManyError: As `turns`.
        """
        roots = {possible.root(number) for number in readings_of(condition)}
        answers = {number: possible.answers(number) for number in roots}
        spans = {number: _span(given) for number, given in answers.items() if _is_measure(given)}
        for number, found in turns(condition, possible.root, spans).items():
            self.met.setdefault(sensors[number], set()).update(found)

    def renewed(self) -> bool:
        """Explore from now on for what was met as well; tell whether that is more than before."""
        new = {sensor: found | self.known.get(sensor, set()) for sensor, found in self.met.items()}
        more = any(found != self.known.get(sensor, set()) for sensor, found in new.items())
        self.known |= new
        return more


def _is_measure(answers: tuple[Answer, ...]) -> bool:
    return bool(answers) and all(isinstance(answer, float) for answer in answers)


def _span(answers: tuple[Answer, ...]) -> tuple[int, int]:
    on_grid = [grid_of(answer) for answer in answers if isinstance(answer, float)]
    return min(on_grid), max(on_grid)
