"""`cobot-lab homeward`: the slow way back to rest of an arm that was stopped on its way, sealed to be approved."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import Annotated

import numpy as np
import typer

from cobot_lab.cell.cell import Cell
from cobot_lab.codes import Code
from cobot_lab.deploy.drivers.ros import profile as ros
from cobot_lab.deploy.drivers.ros.driver import RosDriver
from cobot_lab.deploy.drivers.ur.connection import Connection
from cobot_lab.deploy.drivers.ur.dashboard import Dashboard
from cobot_lab.deploy.record import RunRecord
from cobot_lab.findings import Finding, Report
from cobot_lab.motion.trajectory import Array
from cobot_lab.ui.terminal import programs, subject
from cobot_lab.ui.terminal.files import write_whole
from cobot_lab.ui.terminal.report_view import answer, show_findings, show_report
from cobot_lab.ui.terminal.seal import SUFFIX, sealed_bytes
from cobot_lab.ui.terminal.voice import Exit, Voice
from cobot_lab.verify.homeward import SOURCE, check_homeward

Out = Annotated[Path, typer.Option("--out", "-o", metavar="FILE", help="out")]


def homeward(
    context: typer.Context,
    lesson: subject.LessonNumber = None,
    cell: subject.CellFile = None,
    record: Annotated[Path | None, typer.Option("--record", metavar="FILE", help="stopped", show_default=False)] = None,
    address: Annotated[str, typer.Option("--address", metavar="IP", help="cabinet", show_default=False)] = "",
    out: Out = Path("homeward" + SUFFIX),
    arm: programs.Arm = "",
    computer: programs.Computer = "127.0.0.1",
    json: subject.Json = False,
) -> None:
    """Check the way back to rest and seal it when it is free."""
    voice = Voice.of(context)
    if (record is None) != bool(address):
        raise subject.SubjectError("--record, --address", "none or both were given", "one of them")
    noted = programs.facts(arm, computer)
    loaded, _ = subject.setting(lesson, cell)
    if address and arm != "ros":
        with closing(Dashboard(address)) as dashboard:
            serial, paused = dashboard.ask("get serial number"), dashboard.paused
        if paused:
            show_findings(voice, Report(findings=(Finding.of(Code.PROGRAM_PAUSED, robot=serial),)), voice.words)
            raise typer.Exit(Exit.REFUSED)
    q = _recorded(record, loaded) if record is not None else _measured(address, loaded, arm)
    with voice.progress() as tell:
        checked = check_homeward(q, loaded, tell)
    sealed, report = sealed_bytes(SOURCE, checked, loaded, None, noted=noted)
    if sealed is not None:
        write_whole(out, sealed)
    words = voice.about(loaded)
    if json:
        typer.echo(answer(report, words, bundle=None if sealed is None else str(out)))
    else:
        assert checked.plan is not None
        distance = float(np.abs(q - loaded.robot.q_rest).max())
        voice.say("terminal.homeward", "cyan", distance=distance, t=checked.plan.duration)
        show_report(voice, checked.report if sealed is not None else report, words, SOURCE.decode())
        if sealed is not None:
            voice.say("terminal.sealed", file=out, digest=report.subject[:16])
    raise typer.Exit(Exit.REFUSED if sealed is None else Exit.PASSED)


def _measured(address: str, cell: Cell, arm: str) -> Array:
    """Ask the arm where it stands; it is not touched."""
    if arm == "ros":
        robot = cell.robot
        expected = ros.Expected(robot.name, robot.joint_names, ros.profile_of(robot.name))
        with closing(RosDriver(address, expected)) as driver:
            return driver.state().q
    with closing(Connection(address, lambda _: None, lambda _: None)) as link:
        return np.array(link.sample.q)


def _recorded(file: Path, cell: Cell) -> Array:
    """Give the last measurement of a run."""
    played = RunRecord.from_bytes(subject.contents(file, "the record of a run"))
    model = played.head.identity.model
    if model != cell.robot.name or not len(played.trace.q):
        raise subject.SubjectError(str(file), f"a run of {model}, {len(played.trace.q)} samples", cell.robot.name)
    q: Array = played.trace.q[-1]
    return q
