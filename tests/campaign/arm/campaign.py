"""The campaign of faults at the arm: every kind at many instants; `python -m arm.campaign` prints the table."""

from __future__ import annotations

import argparse
import logging
import random
import sys
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from arm.kinds import KINDS
from arm.rigs import RIGS
from arm.stage import Ending, perform
from arm.unhurried import unhurried
from trial.rates import Rate

MARGIN = 0.15
"""How far from a run's two ends instants are drawn [s]."""


def instants(kind: str, number: int, seed: int = 0) -> list[float]:
    """Draw the instants of a kind; the same for the same seed."""
    chance, duration = random.Random(f"{kind}:{seed}"), RIGS[KINDS[kind][0]].plan.duration
    return [round(chance.uniform(MARGIN, duration - 2 * MARGIN), 3) for _ in range(number)]


def once(task: tuple[str, float]) -> Ending:
    """Make one run."""
    kind, at = task
    logging.getLogger("asyncio").setLevel(logging.ERROR)  # it counts what is sent to whoever was cut off
    arm, prepare, wanted = KINDS[kind]
    with tempfile.TemporaryDirectory() as folder, unhurried():
        return perform(RIGS[arm], kind, prepare, frozenset(wanted), at, Path(folder))


def campaign(kinds: Sequence[str], number: int, workers: int, seed: int = 0) -> Iterator[Ending]:
    """Make all runs."""
    tasks = [(kind, at) for kind in kinds for at in instants(kind, number, seed)]
    random.Random(seed).shuffle(tasks)
    with ProcessPoolExecutor(workers) as pool:
        yield from pool.map(once, tasks)


def table(endings: Sequence[Ending]) -> str:
    """Write the table: for each kind how it ended, what was right, and the slowest stop."""
    lines = [f"{'kind':34} {'right':>9}  {'slowest stop':>12}  endings"]
    for kind in KINDS:
        own = [ending for ending in endings if ending.kind == kind]
        if own:
            right = sum(not ending.wrong for ending in own)
            stops = [ending.stop_time for ending in own if ending.stop_time is not None]
            counts = {end: sum(each.end == end for each in own) for end in sorted({each.end for each in own})}
            slowest = f"{max(stops):.3f} s" if stops else "-"
            ends = ", ".join(f"{end} {count}" for end, count in counts.items())
            lines.append(f"{kind:34} {right:>4}/{len(own):<4}  {slowest:>12}  {ends}")
    words = {"moved": "motion that must not be", "journal": "journal", "ended as": "another cause"}
    bounds = ", ".join(f"{rig.stop_bound:.3f} s ({name})" for name, rig in RIGS.items())
    lines.append(f"runs: {len(endings)}; stop bounds, of the arm's own time: {bounds}")
    for word, title in words.items():
        wrong = sum(any(word in each for each in ending.wrong) for ending in endings)
        lines.append(f"{title:28} {Rate(wrong, len(endings))}")
    lines += [f"  {ending.kind} at {ending.at}: {'; '.join(ending.wrong)}" for ending in endings if ending.wrong]
    return "\n".join(lines)


def main() -> None:
    """Run it from the command line."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--instants", type=int, default=20)
    asked.add_argument("--workers", type=int, default=2)
    asked.add_argument("--seed", type=int, default=0)
    asked.add_argument("--only", default="")
    given = asked.parse_args()
    kinds = [kind for kind in KINDS if given.only in kind]
    endings: list[Ending] = []
    try:
        for ending in campaign(kinds, given.instants, given.workers, given.seed):
            endings.append(ending)  # noqa: PERF402 (what is there is told when it is cut short)
    finally:
        print(table(endings))


if __name__ == "__main__":
    main()
