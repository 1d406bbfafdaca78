"""Pallets: rows and columns of places between three that the cell knows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from cobot_lab.program.acts import OutOfRangeError
from cobot_lab.program.arithmetic import Datum
from cobot_lab.program.commands import Spot
from cobot_lab.program.table import BY_OP


@dataclass(frozen=True, slots=True)
class Pallet:
    """A grid of places, evenly spaced.

    Attributes:
        name: As the program calls it.
        rows: How many rows.
        columns: How many places in each row.
        origin: First place of the first row: the corner; its orientation is that of every cell.
        row_end: Last place of the first row; without meaning when there is only one column.
        column_end: First place of the last row; without meaning when there is only one row.
    """

    name: str
    rows: int
    columns: int
    origin: Spot
    row_end: Spot
    column_end: Spot

    @classmethod
    def of(cls, arguments: Sequence[Datum | None]) -> Pallet:
        """Make the pallet of a `make_pallet` step from its arguments in SI."""
        name, rows, columns, origin, row_end, column_end = arguments
        assert isinstance(name, str)
        assert isinstance(rows, int)
        assert isinstance(columns, int)
        assert isinstance(origin, Spot)
        assert isinstance(row_end, Spot)
        assert isinstance(column_end, Spot)
        return cls(name, rows, columns, origin, row_end, column_end)

    def cell(self, op: str, ranks: Sequence[Datum | None]) -> Spot:
        """Give one cell.

        Args:
            op: `pallet_cell`, counted from 1 row after row, or `pallet_cell_at`, by row and column.
            ranks: Number of the cell, or of its row and its column, from 1.

        Raises:
            OutOfRangeError: The pallet has no such cell.
        """
        if op == "pallet_cell":
            n = self._within(op, 1, ranks[0], self.rows * self.columns) - 1
            row, column = divmod(n, self.columns)
        else:
            row = self._within(op, 1, ranks[0], self.rows) - 1
            column = self._within(op, 2, ranks[1], self.columns) - 1
        return self._spot(row, column)

    def _within(self, op: str, at: int, rank: Datum | None, maximum: int) -> int:
        assert isinstance(rank, int)
        found = BY_OP[op]
        parameter = replace(found.parameters[at], maximum=maximum)
        if not parameter.allows(rank):
            raise OutOfRangeError(found, parameter, rank)
        return rank

    def _spot(self, row: int, column: int) -> Spot:
        across = column / (self.columns - 1) if self.columns > 1 else 0.0
        down = row / (self.rows - 1) if self.rows > 1 else 0.0
        mixed: dict[str, float] = {}
        offset = [0.0, 0.0, 0.0]
        corners = ((self.origin, 1.0 - across - down), (self.row_end, across), (self.column_end, down))
        for spot, part in corners:
            if part == 0.0:
                continue
            for name, share in spot.shares or ((spot.name, 1.0),):
                mixed[name] = mixed.get(name, 0.0) + part * share
            offset = [a + part * b for a, b in zip(offset, spot.offset, strict=True)]
        label = f"{self.name} {row * self.columns + column + 1}"
        return Spot(self.origin.name, (offset[0], offset[1], offset[2]), tuple(sorted(mixed.items())), label)
