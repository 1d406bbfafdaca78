"""How often the verifier is right: `python tests/campaign/run.py --faults 500 --clean 200 --jobs 2`.

Plants faults of every class and checks clean programs, compares the verdict on touching with coal and MuJoCo, tries
grasps around the limit, and prints rates with 95 % bounds (Clopper–Pearson). What went wrong is listed by name;
`--replay NAME` shows one of them again. Leaves with 1 when a fault was missed, a clean program refused, or engines
differ.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import numpy as np
from rich.console import Console
from rich.progress import Progress
from rich.table import Table
from trial.campaign import CLEAN, FAULTS, Clean, cleans, faults, replay
from trial.counts import Counts
from trial.geometry import compare
from trial.grasps import Grasp, grasps
from trial.planted import Judged, judge, report_of
from trial.rates import Rate
from trial.work import cell_of, varied

from cobot_lab.verify.source import check_source


def main() -> int:
    """Run what was asked for."""
    given = _arguments()
    console, counts = Console(highlight=False), Counts.read()
    if given.replay:
        return _replay(console, given.replay)
    wrong = 0
    with Progress(console=console, disable=not console.is_terminal) as bar:
        if given.faults:
            task = bar.add_task("faults", total=given.faults)
            done = []
            for one in faults(given.faults, given.jobs, given.seed, given.only):
                done.append(one)
                bar.advance(task)
                _tell(console, one[0])
            wrong += _faults(console, done)
            counts.faults(done)
            counts.write(given.write)
        if given.clean:
            task = bar.add_task("clean", total=given.clean)
            passed = []
            for one in cleans(given.clean, given.jobs, given.seed):
                passed.append(one)
                bar.advance(task)
                if not one.passed:
                    console.print(f"FALSE ALARM {one.name}: told {one.told}", soft_wrap=True)
            wrong += _cleans(console, passed)
            counts.clean(passed)
            counts.write(given.write)
    if given.geometry:
        wrong += _geometry(console, given.geometry, given.seed)
    if given.grasps:
        held, lost = list(grasps(given.grasps, 2.0, 8.0, given.seed)), list(grasps(given.grasps, 0.2, 0.9, given.seed))
        wrong += _grasps(console, held, lost)
        counts.grasps(held, lost)
        counts.write(given.write)
    return int(wrong > 0)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--faults", type=int, default=500, help="planted faults")
    parser.add_argument("--clean", type=int, default=200, help="clean programs")
    parser.add_argument("--geometry", type=int, default=500, help="random configurations for each arm")
    parser.add_argument("--grasps", type=int, default=0, help="grasps on each side of the limit; 1000 take minutes")
    parser.add_argument("--only", nargs="+", choices=sorted(FAULTS), default=(), metavar="CLASS", help="these classes")
    parser.add_argument("--write", action="store_true", help="keep the counts, for the table of the bench")
    parser.add_argument("--jobs", type=int, default=2, help="processes")
    parser.add_argument("--seed", type=int, default=0, help="another one draws other programs")
    parser.add_argument("--replay", metavar="NAME", help="show one fault or clean program again, such as jump:60")
    return parser.parse_args()


def _tell(console: Console, one: Judged) -> None:
    """Name what went wrong as soon as it is known."""
    if not (one.caught and one.placed):
        what = "misplaced" if one.caught else "MISSED"
        console.print(f"{what} {one.name}: told {one.told}; {one.why}", soft_wrap=True)


def _faults(console: Console, results: list[tuple[Judged, int]]) -> int:
    judged = [one for one, _ in results]
    table = Table(title="Planted faults", min_width=90)
    for column in ("class", "planted", "harmless, drawn again", "caught", "right step", "said first"):
        table.add_column(column, justify="left" if column == "class" else "right")
    for kind in sorted({one.name.split(":")[0] for one in judged}):
        mine = [(one, harmless) for one, harmless in results if one.name.split(":")[0] == kind]
        caught, placed, first = (sum(getattr(one, what) for one, _ in mine) for what in ("caught", "placed", "first"))
        table.add_row(kind, *map(str, (len(mine), sum(h for _, h in mine), caught, placed, first)))
    console.print(table)
    kinds = len({one.name.split(":")[0] for one in judged})
    console.print(f"{len(judged)} faults in {kinds} classes")
    for title, what in (("caught", "caught"), ("right step named", "placed"), ("right step said first", "first")):
        console.print(f"{title}: {Rate(sum(getattr(one, what) for one in judged), len(judged))}")
    return sum(not one.caught for one in judged)


def _cleans(console: Console, results: list[Clean]) -> int:
    alarms = [one for one in results if not one.passed]
    console.print(f"false alarms: {Rate(len(alarms), len(results))}")
    return len(alarms)


def _geometry(console: Console, count: int, seed: int) -> int:
    wrong = 0
    for arm in ("ur3e", "ned2"):
        found = compare(cell_of(arm), count, seed)
        console.print(
            f"touching, {arm}: {found.configurations} configurations, {found.pairs} pairs, {found.touching} touch, "
            f"{found.unsure} too near to tell, {len(found.differing)} differ from coal or MuJoCo; "
            f"measured {1e6 * found.over:.0f} µm too far at most"
        )
        for line in found.differing:
            console.print(f"DIFFERS {line}", soft_wrap=True)
        wrong += len(found.differing)
    return wrong


def _grasps(console: Console, held: list[Grasp], lost: list[Grasp]) -> int:
    slipped, kept = [one for one in held if not one.held], [one for one in lost if not one.lost]
    console.print(f"slips at 2 to 8 times what holds: {Rate(len(slipped), len(held))}")
    console.print(f"drops at 0.2 to 0.9 times: {Rate(len(lost) - len(kept), len(lost))}")
    for one in (*slipped, *kept):
        console.print(
            f"GRASP {one.number} margin {one.margin:.2f} slip {1e3 * one.slip:.2f} mm turn {one.turn:.3f} rad"
        )
    return len(slipped) + len(kept)


def _replay(console: Console, name: str) -> int:
    if name.startswith(f"{CLEAN}:"):
        job = varied(np.random.default_rng([int(name.split(":")[1]), 7]))
        report = check_source(job.source.encode(), job.cell, job.task).report
    else:
        fault = replay(name)
        job = fault.work
        console.print(f"right: {sorted(fault.codes)} at lines {sorted(fault.lines)}; {fault.why}")
        report = report_of(fault)
        console.print(judge(fault, report))
    console.print(f"{job.cell.robot.name} {job.cell.name}\n{job.source}", markup=False)
    for finding in report.findings:
        console.print(finding.to_dict())
    return 0


if __name__ == "__main__":
    sys.exit(main())
