"""For how many of the lessons' wrong programs a fix is found, in what time, by which edit.

`nice -n 10 python tests/bench/fixes.py [LESSON ...]`
"""

from __future__ import annotations

import sys
from collections import Counter

from rich.console import Console
from rich.table import Table

from cobot_lab.cell.load import load_cell
from cobot_lab.coach.budget import Budget
from cobot_lab.coach.repair import repair
from cobot_lab.school.lesson import lesson_folders, load_lesson
from cobot_lab.verify.source import check_source

SECONDS = 120.0
"""Wall time for each search: more than pupils wait, so that a busy machine does not decide what is found [s]."""


def main(wanted: list[str]) -> None:
    """Search for a fix of every wrong program, and print the table."""
    console = Console(width=190)
    table = Table("program", "codes", "fix", "by", "tried", "s", title="Verified fixes")
    endings: Counter[str] = Counter()
    seconds: list[float] = []
    for folder in lesson_folders():
        lesson = load_lesson(folder.name[:2])
        if wanted and lesson.number not in wanted:
            continue
        cell = load_cell(lesson.cell)
        for name, _ in lesson.wrong:
            source = (folder / name).read_bytes()
            checked = check_source(source, cell, lesson.task)
            search = repair(source, cell, lesson.task, budget=Budget(seconds=SECONDS), checked=checked)
            endings[search.ended_by] += 1
            seconds.append(search.seconds)
            fix, ideas = "–", str(search.ended_by)
            if search.fix is not None:
                fix = "; ".join(f"{edit.before} → {edit.after}" for edit in search.fix.edits)
                ideas = " + ".join(search.tried[-1].ideas)
            codes = " ".join(dict.fromkeys(checked.report.codes))
            row = (f"{lesson.number} {name[6:-3]}", codes, fix, ideas, str(len(search.tried)), f"{search.seconds:.1f}")
            table.add_row(*row)
            console.print(*row, sep=" | ", markup=False, soft_wrap=True)
    console.print(table)
    middle = sorted(seconds)[len(seconds) // 2]
    console.print(f"{endings['fixed']} of {endings.total()} fixed; {dict(endings)}; median {middle:.1f} s")


if __name__ == "__main__":
    main(sys.argv[1:])
