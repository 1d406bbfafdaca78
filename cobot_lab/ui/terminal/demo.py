"""`cobot-lab demo`: the whole way of lesson 01, with its words, on real input and with keys made for the occasion."""

from __future__ import annotations

import secrets
import tempfile
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Annotated

import typer

from cobot_lab.cell.load import load_cell
from cobot_lab.deploy.states import State
from cobot_lab.findings import Verdict
from cobot_lab.school.lesson import load_lesson
from cobot_lab.trust.approval import Mode, approve, new_number
from cobot_lab.trust.bundle import Bundle
from cobot_lab.trust.key_file import read_key
from cobot_lab.trust.keyring import Keyring
from cobot_lab.ui.terminal import subject
from cobot_lab.ui.terminal.approve import reviewed
from cobot_lab.ui.terminal.enabled import Keeping
from cobot_lab.ui.terminal.report_view import show_findings, show_report
from cobot_lab.ui.terminal.run import play_on_twin, show_run
from cobot_lab.ui.terminal.seal import sealed_bytes
from cobot_lab.ui.terminal.standards import standards
from cobot_lab.ui.terminal.voice import Exit, Voice

_WRONG = "wrong_tray_edge.py"


def demo(
    context: typer.Context,
    scale: Annotated[float, typer.Option("--scale", metavar="X", help="scale", min=0.1, max=1000)] = 4.0,
) -> None:
    """Go the whole way of lesson 01."""
    voice = Voice.of(context)
    lesson = load_lesson("01")
    cell = load_cell(lesson.cell)
    words = voice.about(cell)
    title = lesson.title.fr if voice.language == "fr" else lesson.title.en
    voice.say("terminal.demo.title", "bold", number=lesson.number, title=title)

    voice.say("terminal.demo.wrong", "cyan", file=_WRONG)
    source, refused = subject.checked(voice, lesson.folder / _WRONG, cell, lesson.task)
    show_report(voice, refused.report, words, source.decode())

    voice.say("terminal.demo.check", "cyan", file="solution.py")
    source, passed = subject.checked(voice, lesson.folder / "solution.py", cell, lesson.task)
    voice.out.print(source.decode().rstrip(), style="dim", markup=False)
    show_report(voice, passed.report, words, source.decode())
    sealed, report = sealed_bytes(source, passed, cell, lesson.task)
    if sealed is None or passed.report.verdict is not Verdict.PASSED:
        raise typer.Exit(Exit.REFUSED)
    voice.say("terminal.demo.seal", "cyan", digest=report.subject[:16], size=len(sealed))

    with tempfile.TemporaryDirectory(prefix="cobot_lab_") as folder:
        ring = Keyring(Path(folder))
        signed = _approved(voice, ring, sealed, f"TWIN-{cell.robot.name}")
        voice.say("terminal.demo.run", "cyan", scale=scale)
        keeping = Keeping(lambda _record: None)  # the folder goes with the demonstration
        report, first = play_on_twin(voice, sealed, signed, ring, cell.robot.name, scale, lambda: None, keeping)
        played = None if first is None else first.record
        if played is None or played.end is not State.DONE:
            show_findings(voice, report, words)
            raise typer.Exit(Exit.REFUSED)
        show_run(voice, played)
        report, second = play_on_twin(voice, sealed, signed, ring, cell.robot.name, scale, lambda: None, keeping)
        voice.say("terminal.demo.again", "cyan")
        show_findings(voice, report, words)
        if second is not None:
            raise typer.Exit(Exit.REFUSED)
        voice.say("terminal.not_run", "bold")
        voice.say("terminal.journal_whole", count=len(ring.journal.entries()), words=ring.journal.head_words())
    voice.say("terminal.demo.done", "bold green")


def _approved(voice: Voice, ring: Keyring, sealed: bytes, robot: str) -> bytes:
    """Make a referent's key for the occasion and approve a bundle with it."""
    phrase, start = secrets.token_urlsafe(24), datetime.now(timezone.utc)
    ring.set_up(phrase)
    ring.add("demo", "demo", "referent", phrase, phrase, start)
    bundle, _ = Bundle.open(sealed)
    assert bundle is not None
    key = read_key(ring.key_file("demo"), phrase)
    voice.say("terminal.demo.approve", "cyan", key=key.key_id[:16], robot=robot)
    again = reviewed(voice, bundle, standards())
    assert again.verdict is Verdict.PASSED, again
    return approve(
        bundle.digest,
        key,
        role="referent",
        robot_serial=robot,
        mode=Mode.SIMULATED,
        not_before=start,
        not_after=start + timedelta(hours=1),
        number=new_number(),
    )
