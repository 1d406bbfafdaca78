"""Plays a lesson's solution on the twin, over and over, with sensors that answer by chance, and sees how it ends.

Run as `python tests/deploy/random_orders.py LESSON [--count N] [--seed S]`: prints how many ended right. A run ends
right when the job is done, nothing else than the approved plan was played, and by the way that was taken every part
lies where the task wants it. Which parts lie where is told from the plan by the verifier's story.
"""

from __future__ import annotations

import argparse
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from pathlib import Path

import cobot_lab
from cobot_lab import stored
from cobot_lab.cell.cell import Cell
from cobot_lab.cell.cell_file import FILES
from cobot_lab.cell.load import load_cell
from cobot_lab.cell.task import Task
from cobot_lab.deploy import job
from cobot_lab.deploy.clock import PacedClock, Times
from cobot_lab.deploy.drivers.simulated_sensors import SimulatedSensors
from cobot_lab.deploy.drivers.twin import TwinDriver
from cobot_lab.deploy.record import RunRecord
from cobot_lab.deploy.standards import Standards
from cobot_lab.deploy.states import State
from cobot_lab.findings import Report
from cobot_lab.language.reader import read
from cobot_lab.motion.actions import Read
from cobot_lab.motion.fork import Branch
from cobot_lab.motion.plan_data import Plan
from cobot_lab.motion.planner import plan
from cobot_lab.program.evaluation import holds
from cobot_lab.program.program import Program
from cobot_lab.program.residual import Answer
from cobot_lab.school.lesson import load_lesson
from cobot_lab.trust.approval import Mode, approve, new_number
from cobot_lab.trust.bundle import Bundle, seal
from cobot_lab.trust.journal import Journal
from cobot_lab.trust.keys import SigningKey
from cobot_lab.trust.store import TrustedKey, TrustStore
from cobot_lab.verify.chapter import Chapter, chapters
from cobot_lab.verify.kinds import lies_in
from cobot_lab.verify.story import after

NOON = datetime(2026, 3, 2, 12, 0, 0, tzinfo=timezone.utc)


@dataclass
class Station:
    """A cell with its twin, its referent and an approved plan."""

    cell: Cell
    task: Task
    program: Program
    plan: Plan
    folder: Path

    def __post_init__(self) -> None:
        self.root = chapters(self.plan, self.cell)
        files = dict(self.cell.files)
        data = {"source.py": b"#", "program.json": self.program.to_bytes(), "plan.json": self.plan.to_bytes()}
        data |= {f"cell/{name}": files[name] for name in FILES}
        report = Report(stored.sha256(data["plan.json"]), ("reachability",), (), ())
        sealed, found = seal(data, report, {"cobot_lab": cobot_lab.__version__})
        assert sealed is not None, found
        self.sealed = sealed
        self.key = SigningKey.new("Camille")
        day = timedelta(days=1)
        self.trust = TrustStore(
            (TrustedKey(self.key.public, "Camille", frozenset({"referent"}), NOON - day, NOON + day),)
        )
        self.journal = Journal.create(self.folder / "journal.sqlite", lambda: NOON)
        self.standards = Standards(cobot_lab.__version__, frozenset({"reachability"}), frozenset({self.cell.digest}))

    def play(self, seed: int) -> tuple[RunRecord, dict[int, Answer]]:
        """Play the plan once, with sensors of their own series."""
        robot, clock, sensors = self.cell.robot, PacedClock(float("inf")), SimulatedSensors(seed)
        told: list[tuple[str, Answer]] = []

        def senses(sensor: str) -> object:
            answer = sensors(sensor)
            assert isinstance(answer, str | bool | int | float)
            told.append((sensor, answer))
            return answer

        arm = TwinDriver(robot.name, robot.joint_names, robot.q_rest, clock=clock, senses=senses, onlooker=sensors.see)
        opened, _ = Bundle.open(self.sealed)
        assert opened is not None
        approval = approve(
            opened.digest,
            self.key,
            role="referent",
            robot_serial=f"TWIN-{robot.name}",
            mode=Mode.SIMULATED,
            not_before=NOON - timedelta(minutes=5),
            not_after=NOON + timedelta(minutes=55),
            number=new_number(),
        )
        ready, report = job.open(
            self.sealed,
            approval,
            driver=arm,
            trust=self.trust,
            journal=self.journal,
            standards=self.standards,
            clock=clock,
            times=Times(lambda: NOON, lambda: 1000.0),
        )
        assert ready is not None, report.findings
        sensors.learn(ready.ticket.plan)
        sensors.stand_in(self.cell, clock)
        with closing(arm):
            assert not ready.preflight().findings
            ready.enable("Camille")
            return ready.play(), self._numbered(told)

    def _numbered(self, told: list[tuple[str, Answer]]) -> dict[int, Answer]:
        """Give the answers by the numbers of their readings, following the plan."""
        answers: dict[int, Answer] = {}
        left = iter(told)
        for asked in _reads(self.plan.root, answers):
            sensor, answer = next(left)
            assert sensor == asked.sensor
            answers[asked.reading] = answer
        assert next(left, None) is None, "more was read than the plan asks"
        return answers

    def ends_right(self, record: RunRecord, answers: dict[int, Answer]) -> bool:
        """Tell whether the way that was taken ends as the task wants."""
        end, seen = _taken(self.root, answers), {}
        for chapter in _chapters_of(self.root, answers):
            seen |= {
                (each.action.sensor, each.action.sees): answers[each.action.reading]
                for each in chapter.scenes
                if isinstance(each.action, Read)
            }
        last, _, _ = after(end.last, self.cell)
        standing = dict(last.standing)
        sorted_well = all(
            lies_in(self.cell, part, standing[part], rule.thing)
            for (sensor, part), answer in seen.items()
            for rule in self.task.sorting
            if rule.sensor == sensor and rule.is_about(answer)
        )
        empty = {sensor for (sensor, _), answer in seen.items() if answer is False}
        counted = all(
            (count := sum(lies_in(self.cell, part, T, quota.thing) for part, T in standing.items())) == quota.count
            or (count < quota.count and quota.supply in empty)
            for quota in self.task.quotas
        )
        return record.end is State.DONE and last.carried is None and sorted_well and counted


def _reads(branch: Branch, answers: dict[int, Answer]) -> Iterator[Read]:
    yield from (action for action in branch.actions if isinstance(action, Read))
    if branch.fork is not None:
        assert not branch.fork.asked, "waits are played elsewhere"
        following = branch.fork.yes if holds(branch.fork.condition, answers) else branch.fork.no
        assert following is not None, "nobody explored this outcome"
        yield from _reads(following, answers)


def _chapters_of(root: Chapter, answers: dict[int, Answer]) -> Iterator[Chapter]:
    yield root
    fork = root.branch.fork
    if fork is not None:
        truths = [truth for truth, _ in fork.children]
        yield from _chapters_of(root.children[truths.index(holds(fork.condition, answers))], answers)


def _taken(root: Chapter, answers: dict[int, Answer]) -> Chapter:
    return tuple(_chapters_of(root, answers))[-1]


def station(number: str, folder: Path) -> Station:
    """Plan the solution of a lesson and have it approved."""
    lesson = load_lesson(number)
    cell = load_cell(lesson.cell)
    program, found = read((lesson.folder / "solution.py").read_bytes())
    assert program is not None, found
    planned, report = plan(program, cell)
    assert planned is not None, report.findings
    return Station(cell, lesson.task, program, planned, folder)


def campaign(number: str, count: int, seed: int = 0) -> tuple[int, Counter[tuple[Answer, ...]]]:
    """Play a lesson's solution many times.

    Returns:
        How many runs ended right, and how often each series of answers came up, measures as good or not.
    """
    with tempfile.TemporaryDirectory() as folder:
        here = station(number, Path(folder))
        right, orders = 0, Counter[tuple[Answer, ...]]()
        for run in range(count):
            record, answers = here.play(seed + run)
            right += here.ends_right(record, answers)
            orders[tuple(_kind(here.task, answer) for answer in answers.values())] += 1
        return right, orders


def _kind(task: Task, answer: Answer) -> Answer:
    """Name the kind of a measured part; other answers are their own."""
    if not isinstance(answer, float):
        return answer
    return next((rule.thing for rule in task.sorting if rule.is_about(answer)), "")


def main() -> None:
    """Say what became of the runs."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("lesson")
    asked.add_argument("--count", type=int, default=200)
    asked.add_argument("--seed", type=int, default=0)
    given = asked.parse_args()
    right, orders = campaign(given.lesson, given.count, given.seed)
    print(f"lesson {given.lesson}: {right} of {given.count} runs ended right, {len(orders)} different orders")


if __name__ == "__main__":
    main()
