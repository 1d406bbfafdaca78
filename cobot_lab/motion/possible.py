"""What is still possible: the answers that the questions of one path may have had, as declared by the cell.

Answers are held as joint assignments, in groups that were compared with each other, so that nothing that the cell
cannot show is explored, and nothing that it can is left out.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import product

from cobot_lab.program.evaluation import holds
from cobot_lab.program.residual import Answer, Term, readings_of

ROWS_MAX = 4096
"""Most joint assignments that one comparison of several readings may have."""


class TooManyError(Exception):
    """A condition compares more readings than can be enumerated."""


@dataclass(frozen=True, slots=True)
class _Group:
    names: tuple[int, ...]
    rows: tuple[tuple[Answer, ...], ...]


@dataclass(frozen=True, slots=True)
class Possible:
    """Answers that are possible on a path.

    Attributes:
        groups: Independent of each other.
        same: Readings that repeat an earlier one: their number and that one's.
    """

    groups: tuple[_Group, ...] = ()
    same: tuple[tuple[int, int], ...] = ()

    def with_reading(self, number: int, answers: tuple[Answer, ...]) -> Possible:
        """Add a reading that may give any of some answers, whatever the others gave."""
        group = _Group((number,), tuple((answer,) for answer in answers))
        return replace(self, groups=(*self.groups, group))

    def with_repeat(self, number: int, earlier: int) -> Possible:
        """Add a reading of what was read before and cannot have changed."""
        return replace(self, same=(*self.same, (number, dict(self.same).get(earlier, earlier))))

    def root(self, number: int) -> int:
        """Give the first reading that another one repeats, or itself."""
        return dict(self.same).get(number, number)

    def repeated(self, number: int) -> bool:
        """Tell whether the answer to a reading was asked for more than once."""
        return self.root(number) in dict(self.same).values()

    def answers(self, number: int) -> tuple[Answer, ...]:
        """Give the answers that a reading may have had, each once."""
        number = dict(self.same).get(number, number)
        group = next(group for group in self.groups if number in group.names)
        at = group.names.index(number)
        return tuple(dict.fromkeys(row[at] for row in group.rows))

    def example(self, numbers: tuple[int, ...]) -> tuple[tuple[int, Answer], ...]:
        """Give one possible answer to each of some readings, all possible together."""
        same = dict(self.same)
        first = {name: answer for group in self.groups for name, answer in zip(group.names, group.rows[0], strict=True)}
        return tuple((number, first[same.get(number, number)]) for number in numbers)

    def split(self, condition: Term) -> tuple[Possible | None, Possible | None]:
        """Give what is possible when a condition holds, and when it does not; nothing when that cannot be.

        Raises:
            UncomputableError: For an answer that is possible, the condition has no value.
            TooManyError: It compares too many readings.
        """
        same = dict(self.same)
        needed = {same.get(number, number) for number in readings_of(condition)}
        touched = [group for group in self.groups if needed & set(group.names)]
        merged = _merged(touched)
        rest = tuple(group for group in self.groups if group not in touched)
        yes: list[tuple[Answer, ...]] = []
        no: list[tuple[Answer, ...]] = []
        for row in merged.rows:
            known = dict(zip(merged.names, row, strict=True))
            known |= {number: known[of] for number, of in self.same if of in known}
            (yes if holds(condition, known) else no).append(row)
        return self._left(rest, merged.names, yes), self._left(rest, merged.names, no)

    def _left(
        self, rest: tuple[_Group, ...], names: tuple[int, ...], rows: list[tuple[Answer, ...]]
    ) -> Possible | None:
        return replace(self, groups=(*rest, _Group(names, tuple(rows)))) if rows else None


def _merged(groups: list[_Group]) -> _Group:
    count = 1
    for group in groups:
        count *= len(group.rows)
    if count > ROWS_MAX:
        raise TooManyError
    names = tuple(name for group in groups for name in group.names)
    rows = tuple(sum(parts, ()) for parts in product(*(group.rows for group in groups)))
    return _Group(names, rows)
