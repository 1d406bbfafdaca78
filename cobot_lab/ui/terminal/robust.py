"""`cobot-lab robust`: the same program in cells a little different, or a map of where a part may lie."""

from __future__ import annotations

import json as text
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated, Any

import typer

from cobot_lab.cell.cell import Cell
from cobot_lab.cell.task import Task
from cobot_lab.findings import Report, Verdict
from cobot_lab.language.faces import face_of
from cobot_lab.motion.plan_data import Plan
from cobot_lab.program.program import Program
from cobot_lab.ui.sentences import Sentences
from cobot_lab.ui.terminal import subject
from cobot_lab.ui.terminal.files import write_whole
from cobot_lab.ui.terminal.report_view import show_findings, show_report
from cobot_lab.ui.terminal.robust_view import differs, show_chart, show_trials
from cobot_lab.ui.terminal.subject import SubjectError
from cobot_lab.ui.terminal.voice import Exit, Voice
from cobot_lab.verify.robustness.chart import chart
from cobot_lab.verify.robustness.draw import draw
from cobot_lab.verify.robustness.judgement import judge
from cobot_lab.verify.robustness.picture import WORDS, picture
from cobot_lab.verify.robustness.trials import robustness
from cobot_lab.verify.source import check_source

Worlds = Annotated[int, typer.Option("--worlds", min=1, max=1000, metavar="N", help="worlds")]
Seed = Annotated[int, typer.Option("--seed", min=0, max=2**32 - 1, metavar="S", help="seed")]
World = Annotated[int | None, typer.Option("--world", min=1, max=1000, metavar="K", help="world", show_default=False)]
Part = Annotated[str | None, typer.Option("--map", metavar="PART", help="map", show_default=False)]
Reach = Annotated[
    float | None, typer.Option("--reach", min=0.1, max=100.0, metavar="MM", help="reach", show_default=False)
]
Folder = Annotated[Path | None, typer.Option("--save", metavar="DIR", help="save", show_default=False)]


@dataclass(frozen=True, slots=True)
class _Asked:
    """A program that passed in the cell as described, and how to answer about it."""

    voice: Voice
    words: Sentences
    plan: Plan
    program: Program
    cell: Cell
    task: Task | None
    shown: tuple[str, Program | None]
    folder: Path | None
    json: bool


def robust(
    context: typer.Context,
    program: subject.Program,
    lesson: subject.LessonNumber = None,
    cell: subject.CellFile = None,
    worlds: Worlds = 50,
    seed: Seed = 7,
    world: World = None,
    map: Part = None,  # noqa: A002, its name on the command line
    reach: Reach = None,
    save: Folder = None,
    json: subject.Json = False,
) -> None:
    """Play a program in cells that differ within the tolerances."""
    voice = Voice.of(context)
    if world is not None and map is not None:
        raise SubjectError("--world, --map", "both were given", "one of them")
    loaded, task = subject.setting(lesson, cell)
    task = None if task is None else replace(task, robust=None)
    source, words = subject.contents(program, "a program"), voice.about(loaded)
    with voice.progress() as tell:
        checked = check_source(source, loaded, task, tell, face_of(program.name))
    shown = subject.shown(program, source)
    if checked.report.verdict is not Verdict.PASSED or checked.plan is None or checked.program is None:
        show_report(voice, checked.report, words, *shown)
        voice.say("terminal.robust.first")
        raise typer.Exit(Exit.REFUSED)
    asked = _Asked(voice, words, checked.plan, checked.program, loaded, task, shown, save, json)
    if map is not None:
        passed = _map(asked, map, None if reach is None else reach / 1000)
    elif world is not None:
        passed = _replay(asked, seed, world)
    else:
        passed = _trials(asked, worlds, seed)
    raise typer.Exit(Exit.PASSED if passed else Exit.REFUSED)


def _trials(asked: _Asked, worlds: int, seed: int) -> bool:
    with asked.voice.progress() as tell:
        found = robustness(
            asked.plan,
            asked.cell,
            asked.task,
            worlds=worlds,
            seed=seed,
            progress=lambda done: tell("robustness", done),
        ).placed(asked.program.span_of)
    document = found.to_dict()
    for told, failure in zip(document["failures"], found.failures, strict=True):
        told["says"] = asked.words.says(failure.finding)
    _answer(asked, "robustness.json", document)
    if not asked.json:
        show_trials(asked.voice, found, asked.words)
    return not found.failures


def _replay(asked: _Asked, seed: int, world: int) -> bool:
    changes = draw(asked.cell, seed, world)
    with asked.voice.progress() as tell:
        judged = judge(asked.plan, asked.cell, asked.task, changes, lambda done: tell("robustness", done))
    report = Report(run=("robustness",), findings=judged.findings).placed(asked.program.span_of)
    document = {
        "schema": "cobot_lab/world/1",
        "seed": seed,
        "world": world,
        "passed": not report.findings,
        "changes": [change.to_dict() for change in changes],
        "findings": [found.to_dict() | {"says": asked.words.says(found)} for found in report.findings],
        "recording": judged.recording.digest,
    }
    _save(asked, "recording.safetensors", judged.recording.to_bytes())
    _answer(asked, "world.json", document)
    if not asked.json:
        asked.voice.say("terminal.robust.world", "bold", world=world, seed=seed)
        for change in changes:
            asked.voice.say("terminal.robust.differs", "dim", differs=differs(asked.words, change))
        show_findings(asked.voice, report, asked.words, *asked.shown)
        asked.voice.say(f"terminal.robust.{'failed' if report.findings else 'passed'}")
    return not report.findings


def _map(asked: _Asked, part: str, reach: float | None) -> bool:
    with asked.voice.progress() as tell:
        found = chart(
            asked.plan, asked.cell, part, asked.task, reach=reach, progress=lambda done: tell("robustness", done)
        )
    if asked.folder is not None:
        words = {key: asked.voice.words.table["terminal"]["robust"]["map"][key] for key in WORDS}
        words["title"] = words["title"].format(part=asked.words.labels.get(part, part))
        for kind, data in picture(found, words).items():
            _save(asked, f"map.{kind}", data)
    _answer(asked, "map.json", found.to_dict())
    if not asked.json:
        show_chart(asked.voice, found, asked.words)
    within = found.tolerances
    return all(
        spot.passed
        for spot in found.spots
        if max(abs(spot.x), abs(spot.y)) <= within.position and abs(spot.turn) <= within.angle
    )


def _answer(asked: _Asked, name: str, document: dict[str, Any]) -> None:
    said = text.dumps(document, ensure_ascii=False)
    _save(asked, name, said.encode())
    if asked.json:
        typer.echo(said)


def _save(asked: _Asked, name: str, data: bytes) -> None:
    if asked.folder is None:
        return
    try:
        asked.folder.mkdir(parents=True, exist_ok=True)
    except OSError as problem:
        reason = problem.strerror or str(problem)
        raise SubjectError(str(asked.folder), reason, "a place that can be written") from problem
    write_whole(asked.folder / name, data)
    if not asked.json:
        asked.voice.say("terminal.robust.file", "dim", file=asked.folder / name)
