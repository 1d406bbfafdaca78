"""`cobot-lab run`: an approved bundle on an arm, through the gate and under the watch."""

from __future__ import annotations

import sys
import termios
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryFile
from typing import Annotated, Any

import typer

from cobot_lab import stored
from cobot_lab.cell.cell import Cell
from cobot_lab.cell.cell_file import cell_from_files
from cobot_lab.cell.load import load_robot
from cobot_lab.deploy import job
from cobot_lab.deploy.aftermath import reconcile
from cobot_lab.deploy.clock import PacedClock
from cobot_lab.deploy.drivers.simulated_sensors import SimulatedSensors
from cobot_lab.deploy.drivers.twin import OPEN, TwinDriver
from cobot_lab.deploy.record import RunRecord
from cobot_lab.deploy.states import State
from cobot_lab.findings import Report
from cobot_lab.trust.bundle import Bundle
from cobot_lab.trust.keyring import Keyring
from cobot_lab.ui.terminal import subject
from cobot_lab.ui.terminal.aftermath import tell_closed
from cobot_lab.ui.terminal.enabled import Keeping, carry_out
from cobot_lab.ui.terminal.keys import Home, keyring
from cobot_lab.ui.terminal.real_arm import cell_of, play_on_ros, play_on_ur, refuse_choices, require_own
from cobot_lab.ui.terminal.report_view import answer, show_findings
from cobot_lab.ui.terminal.standards import standards
from cobot_lab.ui.terminal.voice import Exit, Voice

DRIVERS = ("twin", "ur", "ros")
ROOM = 4 << 20
"""Room that there has to be for the record of a run [bytes]: one of six minutes, which takes about 10 kB a second."""


def run(
    context: typer.Context,
    bundle: Annotated[Path, typer.Argument(metavar="BUNDLE", help="bundle", show_default=False)],
    approval: Annotated[Path, typer.Option("--approval", metavar="FILE", help="approval", show_default=False)],
    driver: Annotated[str, typer.Option("--driver", metavar="DRIVER", help="driver")] = "twin",
    robot: Annotated[str, typer.Option("--robot", metavar="NAME", help="model")] = "ur3e",
    address: Annotated[str, typer.Option("--address", metavar="IP", help="cabinet", show_default=False)] = "",
    pull: Annotated[bool, typer.Option("--pull", help="pull")] = False,
    scale: Annotated[float, typer.Option("--scale", metavar="X", help="scale", min=0.1, max=1000)] = 1.0,
    yes: Annotated[bool, typer.Option("--yes", help="yes")] = False,
    record: Annotated[
        Path | None, typer.Option("--records", metavar="FOLDER", help="record", show_default=False)
    ] = None,
    json: subject.Json = False,
    home: Home = None,
) -> None:
    """Play an approved bundle."""
    voice = Voice.of(context)
    if driver not in DRIVERS:
        raise subject.SubjectError("--driver", driver, f"one of {', '.join(DRIVERS)}")
    if driver != "twin":
        refuse_choices(home, yes=yes)
        _require_terminal()
    if (driver != "twin") != bool(address):
        raise subject.SubjectError("--address", address or "none", "the cabinet's address, for a real arm only")
    sealed = subject.contents(bundle, "a sealed bundle")
    signed = subject.contents(approval, "an approval")
    ring = keyring(home)
    if driver != "twin":
        require_own(ring)
    folder = record or ring.records
    _writable(folder)
    tell_closed(voice, reconcile(ring.journal))
    agree = (lambda: None) if yes else (lambda: _ask(voice))
    keeping = Keeping(lambda made: _keep(made, folder))
    if driver == "ur":
        report, held = play_on_ur(voice, sealed, signed, ring, address, lambda: _ask_person(voice), keeping, pull=pull)
    elif driver == "ros":
        report, held = play_on_ros(voice, sealed, signed, ring, address, robot, lambda: _ask_person(voice), keeping)
    else:
        report, held = play_on_twin(voice, sealed, signed, ring, robot, scale, agree, keeping)
    keeping.wait(voice)
    played = None if held is None else held.record
    if json:
        typer.echo(answer(report, voice.words, run=None if played is None else summary(played)))
    elif played is None or played.end is State.REFUSED:
        show_findings(voice, report, voice.words)
        voice.say("terminal.not_run", "bold red")
    else:
        show_run(voice, played)
        voice.say("terminal.record_kept", "dim", file=_file(played, folder))
    raise typer.Exit(_exit_of(played))


def _writable(folder: Path) -> None:
    """See before anything moves that a record can be kept: a run without one must not begin."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with TemporaryFile(dir=folder) as room:
            room.write(bytes(ROOM))
    except OSError as problem:
        raise subject.SubjectError(str(folder), problem.strerror or str(problem), "a folder to write in") from problem


def _keep(played: RunRecord, folder: Path) -> None:
    stored.put(_file(played, folder), played.to_bytes(), mode=0o644)


def _file(played: RunRecord, folder: Path) -> Path:
    return folder / f"{played.head.opened.replace(':', '')}-{played.digest[:12]}.json"


def _exit_of(played: RunRecord | None) -> Exit:
    if played is None or played.end is State.REFUSED:
        return Exit.REFUSED
    return Exit.PASSED if played.end is State.DONE else Exit.IMPOSSIBLE


def play_on_twin(
    voice: Voice,
    sealed: bytes,
    signed: bytes,
    ring: Keyring,
    robot: str,
    scale: float,
    agree: Callable[[], None],
    keeping: Keeping,
) -> tuple[Report, job.Job | None]:
    """Take a bundle and its approval through the gate to the virtual arm.

    Args:
        voice: Where progress is shown.
        sealed: The bundle's bytes.
        signed: The approval's bytes.
        ring: Whose keys count, and the journal.
        robot: Name of the arm that is simulated.
        scale: Simulated seconds in one real second.
        agree: Comes back when a person said yes to the run.
        keeping: Is given the job once it is over.

    Returns:
        What the gate and the preflight found, and the job when it was let through, see `carry_out`.
    """
    described = load_robot(robot)
    clock = PacedClock(scale)
    sensors = SimulatedSensors()
    arm = TwinDriver(
        *(robot, described.joint_names, described.q_rest),
        clock=clock,
        opening=_opening(sealed),
        senses=sensors,
        onlooker=sensors.see,
    )
    opened, report = job.open(
        sealed, signed, driver=arm, trust=ring.trusted, journal=ring.journal, standards=standards, clock=clock
    )
    if opened is None:
        return report, None
    sensors.learn(opened.ticket.plan)
    sensors.stand_in(_cell_of(sealed), clock)
    with closing(arm):
        return carry_out(voice, opened, agree, keeping)


def _opening(sealed: bytes) -> float:
    """Give how far the gripper of the sealed cell opens [m]: a virtual arm that was just made stands ready."""
    opened, _ = Bundle.open(sealed)
    cell = None if opened is None else cell_of(opened)
    return OPEN if cell is None else cell.tool.width_max  # the gate says what is wrong with the bundle


def _cell_of(sealed: bytes) -> Cell:
    opened, _ = Bundle.open(sealed)
    assert opened is not None, "the gate let it through"
    return cell_from_files(opened.cell_files)


def summary(played: RunRecord) -> dict[str, Any]:
    """Give what a machine wants to know of a run."""
    return {
        "end": played.end.value,
        "cause": None if played.cause is None else played.cause.value,
        "robot": played.head.identity.serial,
        "duration": played.duration,
        "largest_following_error": played.largest_following_error,
        "record": played.digest,
    }


def show_run(voice: Voice, played: RunRecord) -> None:
    """Write how a run ended."""
    facts = {"robot": played.head.identity.serial, "t": played.duration, "error": played.largest_following_error}
    if played.end is State.DONE:
        voice.say("terminal.run_done", "bold green", **facts)
    else:
        cause = "" if played.cause is None else voice.words.word(f"words.cause.{played.cause.value}")
        voice.say("terminal.run_interrupted", "bold red", cause=cause, **facts)
    if played.left_paused:
        voice.say("terminal.run_left_paused", "bold red")


def _require_terminal() -> None:
    if not sys.stdin.isatty():
        wanted = "a person at a terminal, who says yes to each run of a real arm"
        raise subject.SubjectError("stdin", "no terminal", wanted)


def _ask_person(voice: Voice) -> None:
    """Ask whoever sits at the terminal; what was typed before the question is no answer."""
    termios.tcflush(sys.stdin, termios.TCIFLUSH)
    _ask(voice)


def _ask(voice: Voice) -> None:
    typer.prompt(voice.words.word("terminal.ask_enable"), default="", show_default=False)
