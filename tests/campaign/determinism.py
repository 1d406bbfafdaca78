"""Whether a verdict is the same in every process: `python tests/campaign/determinism.py --verdicts 1000 --jobs 2`.

Ten programs of the lessons, right and wrong, with and without sensors, on both arms, are judged again and again in
forked and in spawned processes, these with hash seeds of their own. Compared are the whole report, byte for byte, and
the digests of the program, of the plan and of the recording. Leaves with 1 when any two differ.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from itertools import islice
from multiprocessing import get_context

from rich.console import Console

from cobot_lab.cell.load import load_cell
from cobot_lab.school.lesson import load_lesson
from cobot_lab.verify.source import check_source

PROGRAMS = (
    ("01", "ur3e", "solution.py"),
    ("01", "ned2", "solution.py"),
    ("01", "ur3e", "wrong_grip_nothing.py"),
    ("01", "ur3e", "wrong_tray_edge.py"),
    ("02", "ur3e", "solution.py"),
    ("02", "ned2", "wrong_opens_above.py"),
    ("05", "ur3e", "wrong_swapped.py"),
    ("07", "ur3e", "wrong_forgets_late.py"),
    ("10", "ur3e", "solution.py"),
    ("12", "ur3e", "solution.py"),
)
WAYS = ("fork", "spawn")
EACH = 25
"""Verdicts that one pool of processes gives before another one is started."""


def verdict(number: int) -> tuple[int, str]:
    """Judge a program and give its number and a digest of everything that was said of it."""
    lesson, arm, name = PROGRAMS[number]
    found = load_lesson(lesson)
    source = (found.folder / name).read_bytes()
    checked = check_source(source, load_cell(found.cell_for(arm)), found.task)
    report = checked.report
    told = {
        "report": [report.subject, report.verdict.value, report.run, report.not_run, str(report.coverage)],
        "findings": [finding.to_dict() for finding in report.findings],
        "program": checked.program and checked.program.digest,
        "plan": checked.plan and checked.plan.digest,
        "recording": checked.recording and checked.recording.digest,
    }
    return number, hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()


def verdicts(count: int, jobs: int, programs: Sequence[int]) -> Iterator[tuple[str, int, str]]:
    """Give way, program and digest of so many verdicts, the ways in turn, every pool with a hash seed of its own."""
    wanted = [programs[k % len(programs)] for k in range(count)]
    todo = iter(wanted)
    for turn, chunk in enumerate(iter(lambda: list(islice(todo, EACH)), [])):
        way = WAYS[turn % len(WAYS)]
        os.environ["PYTHONHASHSEED"] = str(turn + 1)
        with ProcessPoolExecutor(jobs, mp_context=get_context(way)) as pool:
            for number, digest in pool.map(verdict, chunk):
                yield way, number, digest


def main() -> int:
    """Judge and compare."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--verdicts", type=int, default=1000)
    parser.add_argument("--jobs", type=int, default=2, help="processes")
    given = parser.parse_args()
    console, seen = Console(highlight=False), [Counter[str]() for _ in PROGRAMS]
    ways: Counter[str] = Counter()
    for way, number, digest in verdicts(given.verdicts, given.jobs, range(len(PROGRAMS))):
        seen[number][digest] += 1
        ways[way] += 1
        if sum(ways.values()) % 100 == 0:
            console.print(f"{sum(ways.values())} verdicts, {sum(len(digests) > 1 for digests in seen)} programs differ")
    for (lesson, arm, name), digests in zip(PROGRAMS, seen, strict=True):
        console.print(f"lesson {lesson} {arm} {name}: {digests.total()} verdicts, {len(digests)} distinct")
    differing = sum(len(digests) > 1 for digests in seen)
    console.print(f"{sum(ways.values())} verdicts ({dict(ways)}) of {len(PROGRAMS)} programs: {differing} differ")
    return int(differing > 0)


if __name__ == "__main__":
    sys.exit(main())
