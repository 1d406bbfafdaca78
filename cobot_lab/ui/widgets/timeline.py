"""Everything that stands along the time of a replay: each passage of a step, each finding, with their words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from cobot_lab.cell.cell import Cell
from cobot_lab.findings import Finding, Report, Span
from cobot_lab.language.procedure import numbers_by_step, said_by_step
from cobot_lab.motion.plan_data import Plan
from cobot_lab.program.program import Program
from cobot_lab.ui.outcomes import asked_in
from cobot_lab.ui.sentences import LANGUAGES, sentences
from cobot_lab.ui.widgets.contact import point_of
from cobot_lab.ui.widgets.replay import SCHEMA, Replay, replay
from cobot_lab.ui.widgets.scene import labels_of
from cobot_lab.ui.widgets.trace import trace
from cobot_lab.verify.recording import Recording
from cobot_lab.verify.story import Scene

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Passage:
    """One time that a step is carried out; in a loop there are several of the same step.

    Attributes:
        step: Number of the program's step.
        t0: Instant it begins at [s].
        t1: Instant it ends at [s].
    """

    step: int
    t0: float
    t1: float


def passages(plan: Plan) -> tuple[Passage, ...]:
    """Give the passages of a plan in order of time; a blend belongs to several steps, parted at its corners."""
    found: list[Passage] = []
    for step, t0, t1 in _pieces(plan):
        if found and found[-1].step == step:
            found[-1] = Passage(step, found[-1].t0, t1)
        else:
            found.append(Passage(step, t0, t1))
    return tuple(found)


def _pieces(plan: Plan) -> Iterator[tuple[int, float, float]]:
    for t, action in plan.timeline():
        cuts = [corner.t for corner in getattr(action, "corners", ())]
        for begin, end in zip([0.0, *cuts], [*cuts, action.duration], strict=True):
            yield action.step_at(begin), t + begin, t + end


def film_of(
    program: Program,
    plan: Plan,
    cell: Cell,
    recording: Recording | None = None,
    story: tuple[Scene, ...] | None = None,
) -> tuple[Json, bytes] | None:
    """Give a replay as the twin takes it: what is in it, and its one float32 buffer; nothing for an empty plan.

    Args:
        program: The program, for the words of its steps.
        plan: Its plan.
        cell: The cell.
        recording: What the physics showed; without it the motion as planned is shown, and said to be that.
        story: What is told of the plan, when that is known already.
    """
    watched = replay(plan, cell, recording, story)
    if watched is None:
        return None
    record = watched.recording
    meta = {
        "schema": SCHEMA,
        "source": "physics" if watched.physics else "plan",
        "rate": record.rate,
        "frames": len(record.width),
        "names": list(record.names),
        "signals": list(record.signals),
        "joints": watched.q.shape[1],
        "duration": watched.duration,
        "steps": _steps(program, plan, cell, watched),
    }
    return meta, watched.buffer()


def findings_of(
    report: Report,
    cell: Cell,
    plan: Plan | None = None,
    recording: Recording | None = None,
    story: tuple[Scene, ...] | None = None,
) -> list[Json]:
    """Give findings with their sentences, their instant and the point to show them at.

    Args:
        report: What was found.
        cell: The cell.
        plan: The plan, when there is one; a finding about a step without an instant stands where its step begins.
        recording: What the physics showed, when it ran.
        story: What is told of the plan, when that is known already.
    """
    watched = None if plan is None else replay(plan, cell, recording, story)
    begins: dict[int, float] = {}
    for passage in () if plan is None else passages(plan):
        begins.setdefault(passage.step, passage.t0)
    return [_finding(finding, cell, watched, begins) for finding in report.findings]


def _finding(finding: Finding, cell: Cell, watched: Replay | None, begins: dict[int, float]) -> Json:
    spoken = [(language, sentences(language, labels_of(cell, language), asked_in(cell))) for language in LANGUAGES]
    t = finding.t if finding.t is not None or finding.step is None else begins.get(finding.step)
    return {
        "code": finding.code.value,
        "severity": finding.severity.value,
        "step": finding.step,
        "span": _span(finding.span),
        "t": t,
        "says": {language: words.says(finding) for language, words in spoken},
        "help": {language: words.help(finding) for language, words in spoken},
        "point": point_of(finding, cell, watched),
    }


def _steps(program: Program, plan: Plan, cell: Cell, watched: Replay) -> list[Json]:
    parts = passages(plan)
    said = {language: said_by_step(program, language) for language in LANGUAGES}
    numbers = numbers_by_step(program)
    told = {language: trace(parts, cell, watched, language) for language in LANGUAGES}
    return [
        {
            "step": passage.step,
            "number": numbers.get(passage.step, str(passage.step)),
            "t0": passage.t0,
            "t1": passage.t1,
            "span": _span(program.span_of(passage.step)),
            "says": {language: said[language].get(passage.step, "") for language in LANGUAGES},
            "trace": {language: told[language][index] for language in LANGUAGES},
        }
        for index, passage in enumerate(parts)
    ]


def _span(span: Span | None) -> Json | None:
    return None if span is None else span.to_dict()
