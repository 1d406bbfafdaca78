"""How long a verdict takes, as ratios in one run: `python tests/bench/verdict.py`.

| line | what is measured | what it is compared with |
|---|---|---|
| cold | a new process from start to the JSON verdict of lesson 01 | `import roboticstoolbox` in a new process |
| warm | source to verdict in a process that is up | the same |
| motion | the checks of the motion alone | warm |
| physics | the physics of the plan | the motion's own duration, and the arm alone following the same trajectory |
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from time import perf_counter

from rich.console import Console
from rich.table import Table

from cobot_lab.cell.load import load_cell
from cobot_lab.motion.plan_data import Plan
from cobot_lab.school.lesson import load_lesson
from cobot_lab.verify.checks.check import Stage
from cobot_lab.verify.checks.registry import CHECKS
from cobot_lab.verify.criteria import CRITERIA
from cobot_lab.verify.played import simulate
from cobot_lab.verify.source import check_source
from cobot_lab.verify.subject import Subject

sys.path.insert(0, str(Path(__file__).parent))

from floor import arm_only

TIMES = 7
LESSON = load_lesson("01")
CELL = load_cell(LESSON.cell)
SOURCE = LESSON.folder / "solution.py"


def _best(job: Callable[[], object], times: int = TIMES) -> float:
    """The least of several times: what others do on the machine only ever adds."""
    taken = []
    for _ in range(times):
        start = perf_counter()
        job()
        taken.append(perf_counter() - start)
    return min(taken)


def _process(*arguments: str) -> None:
    subprocess.run([sys.executable, *arguments], check=True, capture_output=True)


def _motion(plan: Plan) -> None:
    """Everything that is judged before the physics."""
    subject = Subject(plan, CELL, LESSON.task)
    for one in CHECKS:
        if one.stage is not Stage.PHYSICS:
            tuple(one.look(subject))


def main() -> None:
    """Measure and print the table."""
    source = SOURCE.read_bytes()
    plan = check_source(source, CELL, LESSON.task).plan
    assert plan is not None
    story = Subject(plan, CELL, LESSON.task).story
    toolbox = _best(lambda: _process("-c", "import roboticstoolbox"), 3)
    cold = _best(lambda: _process("-m", "cobot_lab", "check", str(SOURCE), "--lesson", "01", "--json"), 3)
    warm = _best(lambda: check_source(source, CELL, LESSON.task))
    motion = _best(lambda: _motion(plan))
    physics = _best(lambda: simulate(CELL, story, CRITERIA))
    floor = _best(lambda: arm_only(plan, CELL))
    table = Table("what", "seconds", "ratio")
    table.add_row("import roboticstoolbox", f"{toolbox:.2f}", "1")
    table.add_row("cold start to verdict", f"{cold:.2f}", f"{cold / toolbox:.2f} × import roboticstoolbox")
    table.add_row("source to verdict, warm", f"{warm:.2f}", f"{warm / toolbox:.2f} × import roboticstoolbox")
    table.add_row("checks of the motion", f"{motion:.2f}", f"{motion / warm:.2f} × warm")
    table.add_row("physics", f"{physics:.2f}", f"{plan.duration / physics:.1f} × faster than the motion")
    table.add_row("arm-only floor", f"{floor:.2f}", f"physics is {physics / floor:.1f} × the floor")
    Console().print(table)


if __name__ == "__main__":
    main()
