"""Lines of a comparison, the best of several times, and the table they are shown in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from time import perf_counter

from rich.table import Table

from cobot_lab.cell.cell import Cell
from cobot_lab.language.reader import read
from cobot_lab.motion.plan_data import Plan
from cobot_lab.motion.planner import plan


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the table."""

    target: str
    what: str
    ours: str
    peer: str
    ratio: str
    reached: str


def best(job: Callable[[], object], times: int) -> float:
    taken = []
    for _ in range(times):
        start = perf_counter()
        job()
        taken.append(perf_counter() - start)
    return min(taken)


def planned(source: str, cell: Cell) -> Plan:
    program, report = read(source.encode())
    assert program is not None, report
    made, report = plan(program, cell)
    assert made is not None, report
    return made


def table(lines: list[Line]) -> Table:
    table = Table(title="The same job, others")
    for column in ("target", "what", "cobot_lab", "peer", "ratio", "reached"):
        table.add_column(column, overflow="fold")
    for line in lines:
        table.add_row(line.target, line.what, line.ours, line.peer, line.ratio, line.reached)
    return table


def markdown(lines: list[Line], absent: list[str]) -> str:
    rows = [f"| {one.target} | {one.what} | {one.ours} | {one.peer} | {one.ratio} | {one.reached} |" for one in lines]
    head = "| target | what | cobot_lab | peer | ratio | reached |\n|---|---|---|---|---|---|\n"
    return (
        "<!-- Written by `python tests/bench/peers.py`; do not change by hand. -->\n\n"
        f"{head}{chr(10).join(rows)}\n\n"
        f"Absent in this run: {', '.join(absent) or 'none'}. "
        "Times are the least of several on a shared machine: trust ratios.\n"
    )
