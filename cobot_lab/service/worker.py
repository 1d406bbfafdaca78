"""One job, in a worker: a question taken to its answer, each event sent as soon as it is known.

The last event goes the same way as the first, through a pipe of the job's own, so that a worker which dies in the
middle spoils nothing that another one says.
"""

from __future__ import annotations

import json
import pickle
import time
from multiprocessing.connection import Connection

from cobot_lab.cell.cell import Cell
from cobot_lab.cell.load import load_cell
from cobot_lab.coach.repair import repair
from cobot_lab.findings import Report
from cobot_lab.motion.plan_data import Plan
from cobot_lab.school.lesson import load_lesson
from cobot_lab.service.events import Answer, Event, Found, Instants, Sought, Stage, Watched
from cobot_lab.service.messages import written
from cobot_lab.service.question import Question
from cobot_lab.verify.recall import Recall
from cobot_lab.verify.source import Checked, check_source
from cobot_lab.verify.watched import watch

TEXT, BYTES, END = b"T", b"B", b"E"
"""First byte of what comes through the pipe: a document, a plan or a recording, or that nothing follows."""
_RECALL = Recall()
"""What this worker has played: a pupil's next program mostly begins as the last one did."""
_PAUSE = 0.05
"""Least time between two events of the same stage [s]."""


def work(question: Question, pipe: Connection) -> None:
    """Judge a program.

    Args:
        question: What to judge.
        pipe: Where events go. When its other end is closed, nobody wants the answer any more and the job ends.

    Raises:
        Exception: What ended the job, such as a lesson that cannot be used, in a form that can travel: one that cannot
            would break the pool, with everybody's jobs in it.
    """
    try:
        _work(question, pipe)
    except Exception as problem:
        if _travels(problem):
            raise
        raise RuntimeError(f"{type(problem).__name__}: {problem}") from None


def _travels(problem: Exception) -> bool:
    """Tell whether an exception arrives in another process as what it is."""
    try:
        arrived = pickle.loads(pickle.dumps(problem))  # noqa: S301 - our own bytes
    except Exception:  # pickling may raise what it likes: then it does not travel
        return False
    return type(arrived) is type(problem) and str(arrived) == str(problem)


def _work(question: Question, pipe: Connection) -> None:
    with pipe:
        try:
            teller = _Teller(pipe)
            teller.stage("read", 0.0)
            lesson = load_lesson(question.lesson) if question.lesson else None
            path = question.cell if lesson is None else lesson.cell
            assert path is not None  # a question has one or the other
            task = None if lesson is None else lesson.task
            cell = load_cell(path)
            if question.wish == "fix":
                search = repair(question.source, cell, task, question.face, None, teller.stage)
                teller.tell(Sought(search.to_dict()))
            elif question.wish == "watch":
                seen = _watched(question.source, cell, teller)
                teller.tell(seen)
                pipe.send_bytes(BYTES + seen.recording)
            else:
                source, face = question.source, question.face
                checked = check_source(source, cell, task, teller.stage, face, teller.found, _RECALL)
                answer = answered(checked)
                teller.tell(answer)
                for data in (answer.planned, answer.recording):
                    if data:
                        pipe.send_bytes(BYTES + data)
            pipe.send_bytes(END)
        except BrokenPipeError:
            return


def _watched(planned: bytes, cell: Cell, teller: _Teller) -> Watched:
    plan = Plan.from_bytes(planned)
    seen = watch(plan, cell, lambda fraction: teller.stage("physics", fraction), _RECALL)
    return Watched(seen.to_bytes())


def answered(checked: Checked) -> Answer:
    """Give the answer of what became of a program."""
    plan, recording = checked.plan, checked.recording
    return Answer(
        checked.report,
        "" if checked.program is None else checked.program.digest,
        "" if plan is None else plan.digest,
        0.0 if plan is None else plan.duration,
        () if plan is None else instants(plan),
        b"" if plan is None else plan.to_bytes(),
        b"" if recording is None else recording.to_bytes(),
    )


def instants(plan: Plan) -> tuple[Instants, ...]:
    """Give when each step is under way, in order; a move through rounded corners belongs to several."""
    changes: list[tuple[float, int]] = []
    for start, action in plan.timeline():
        inner = [corner.t for corner in getattr(action, "corners", ())]
        changes += [(start + t, action.step_at(t)) for t in (0.0, *inner)]
    ends = [*(t for t, _ in changes[1:]), plan.duration]
    found: list[Instants] = []
    for (start, step), end in zip(changes, ends, strict=True):
        if found and found[-1].step == step:
            found[-1] = Instants(step, found[-1].start, end)
        else:
            found.append(Instants(step, start, end))
    return tuple(found)


class _Teller:
    """Sends events, not more often than anybody can look at them."""

    def __init__(self, pipe: Connection) -> None:
        self._pipe = pipe
        self._stage, self._told = "", 0.0

    def stage(self, name: str, fraction: float) -> None:
        now = time.monotonic()
        if name != self._stage or now - self._told >= _PAUSE:
            self._stage, self._told = name, now
            self.tell(Stage(name, fraction))

    def found(self, report: Report) -> None:
        self.tell(Found(report))

    def tell(self, event: Event) -> None:
        self._pipe.send_bytes(TEXT + json.dumps(written(event)).encode())
