"""What can be said of a program at a glance: no planning, no checks of motion, none of what these need.

Whoever writes a program is told at every change, in a kernel that stays light: neither the planner nor the checks are
imported for it.
"""

from __future__ import annotations

from dataclasses import replace

from cobot_lab.cell.cell import Cell
from cobot_lab.cell.task import Task
from cobot_lab.findings import Report
from cobot_lab.language.faces import Face, read_face
from cobot_lab.language.toolbox import outside_toolbox
from cobot_lab.motion.outlook import Outlook, explore
from cobot_lab.program.block_count import too_many
from cobot_lab.program.checks.registry import examine
from cobot_lab.program.checks.subject import Subject
from cobot_lab.program.commands import Command
from cobot_lab.program.own_functions import handled_outside
from cobot_lab.program.program import Program


def look_over(
    source: str | bytes, cell: Cell, task: Task | None = None, face: Face = "python"
) -> tuple[Program | None, Report]:
    """Say what can be said of a program before anything of it is computed: quick enough for every change of it.

    Args:
        source: The program, text or blocks.
        cell: The cell that it is written for.
        task: What it has to achieve.
        face: In which face the program is given.

    Returns:
        The program, or nothing when it cannot be read, and every finding with its span.
    """
    program, report, _ = looked_over(source, cell, task, face)
    return program, report


def looked_over(
    source: str | bytes, cell: Cell, task: Task | None, face: Face
) -> tuple[Program | None, Report, Outlook | None]:
    """Give the same, with the ways that the program may take, for whoever plans it next."""
    program, report = read_face(source, face)
    if program is None:
        return None, report, None
    if task is not None:
        report = replace(report, run=(*report.run, "toolbox"))
        report = report.joined(Report(findings=outside_toolbox(program, task.toolbox)))
        report = report.joined(Report(run=("blocks",), findings=too_many(program, task.blocks_max)))
        outside = handled_outside(program) if task.own_functions else ()
        report = report.joined(Report(run=("own_functions",), findings=outside))
    outlook = explore(program, cell)  # what stops it on the way is the planner's to say
    report = report.joined(examine(_subject(program, outlook, cell, task)))
    return program, report.placed(program.span_of), outlook


def _subject(program: Program, outlook: Outlook, cell: Cell, task: Task | None) -> Subject:
    ways = tuple(outlook.root.ways())
    return Subject(
        program,
        runs=tuple(tuple(each for each in way.commands if isinstance(each, Command)) for way in ways),
        decided=tuple(way.decided for way in ways),
        ended=not (outlook.findings or outlook.cut),
        places={place.name: (x, y, z) for place in cell.places for x, y, z in (map(float, place.T_WP[:3, 3]),)},
        approach=cell.limits.approach,
        rest_asked=task is not None and task.at_rest,
        speed_max=1.0 if task is None else task.speed_max,
    )
