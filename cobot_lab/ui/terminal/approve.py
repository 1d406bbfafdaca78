"""`cobot-lab approve`: a second look at a bundle, then a referent's signature, for one arm and a short time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Annotated

import typer

from cobot_lab import stored
from cobot_lab.codes import Code
from cobot_lab.deploy.standards import Standards
from cobot_lab.findings import Finding, Report, Verdict
from cobot_lab.service.gateway.calibrations import standards_at
from cobot_lab.service.gateway.second_look import Contents, contents, judged
from cobot_lab.trust import manifest
from cobot_lab.trust.approval import MAX_WINDOW, Mode, new_number
from cobot_lab.trust.approval import approve as sign
from cobot_lab.trust.bundle import Bundle
from cobot_lab.trust.key_file import read_key
from cobot_lab.trust.keys import SigningKey
from cobot_lab.trust.store import TrustStore
from cobot_lab.ui.terminal import subject
from cobot_lab.ui.terminal.files import write_whole
from cobot_lab.ui.terminal.keys import PASSPHRASE, Home, Role, keyring, passphrase
from cobot_lab.ui.terminal.programs import COMPUTER_FACT, review_programs
from cobot_lab.ui.terminal.report_view import show_findings
from cobot_lab.ui.terminal.standards import standards
from cobot_lab.ui.terminal.voice import Exit, Voice

SUFFIX = ".approval.json"
_HOURS = MAX_WINDOW.total_seconds() / 3600


def approve(
    context: typer.Context,
    bundle: Annotated[Path, typer.Argument(metavar="BUNDLE", help="bundle", show_default=False)],
    key: Annotated[str, typer.Option("--key", metavar="NAME", help="key", show_default=False)],
    robot: Annotated[str, typer.Option("--robot", metavar="SERIAL", help="serial", show_default=False)],
    mode: Annotated[Mode, typer.Option("--mode", help="mode")] = Mode.SIMULATED,
    hours: Annotated[float, typer.Option("--hours", help="hours", min=0.01, max=_HOURS)] = 2.0,
    role: Annotated[Role, typer.Option("--role", help="role")] = Role.REFERENT,
    speed: Annotated[int, typer.Option("--speed", metavar="PCT", help="speed", min=1, max=100)] = 100,
    out: Annotated[Path | None, typer.Option("--out", "-o", metavar="FILE", help="out", show_default=False)] = None,
    home: Home = None,
) -> None:
    """Look at a bundle again and sign an approval of it."""
    voice = Voice.of(context)
    ring = keyring(home)
    opened, report = Bundle.open(subject.contents(bundle, "a sealed bundle"))
    if opened is not None:
        serial = robot if mode is Mode.REAL else None
        wanted = standards_at(standards(), ring.journal.entries(), ring.trusted(), serial)
        report = report.joined(reviewed(voice, opened, wanted))
    signing = None
    if opened is not None and report.verdict is Verdict.PASSED:
        trusted = ring.trusted()
        signing = read_key(ring.key_file(key), passphrase(voice, "ask", PASSPHRASE, name=key))
        report = report.joined(Report(findings=tuple(_unfit(signing, role, trusted))))
    if opened is None or signing is None or report.verdict is not Verdict.PASSED:
        show_findings(voice, report, voice.words)
        voice.say("terminal.not_approved", "bold red")
        raise typer.Exit(Exit.REFUSED)
    start = datetime.now(timezone.utc)
    envelope = sign(
        opened.digest,
        signing,
        role=role.value,
        robot_serial=robot,
        mode=mode,
        not_before=start,
        not_after=start + timedelta(hours=hours),
        number=new_number(),
        speed_pct=speed,
    )
    file = out or bundle.with_name(bundle.name + SUFFIX)
    facts = {"bundle": opened.digest, "key": signing.key_id, "robot": robot, "mode": mode.value, "speed_pct": speed}
    ring.journal.append("approved", facts)  # first: an approval that nobody wrote down must not exist
    write_whole(file, envelope)
    voice.say("terminal.approved", file=file, robot=robot, digest=opened.digest[:16], hours=hours)


def reviewed(voice: Voice, opened: Bundle, wanted: Standards) -> Report:
    """Show what a bundle is about, and check it again as if nobody had.

    Args:
        voice: Where it is shown.
        opened: The bundle.
        wanted: What it has to come up to where it shall be played.

    Returns:
        The report of the checks run now, with everything that differs from what the bundle announces.
    """
    about, report = contents(opened, wanted, review_programs)
    if about is None:
        return report
    _show(voice, opened, about)
    with voice.progress() as tell:
        return judged(opened, about, tell)


def _unfit(signing: SigningKey, role: Role, trusted: TrustStore) -> Iterator[Finding]:
    """Say why a key cannot approve here; better now than at the gate, in front of the class."""
    known = trusted.find(signing.key_id)
    if known is None:
        yield Finding.of(Code.UNKNOWN_KEY, key=signing.key_id)
    elif known.revoked:
        yield Finding.of(Code.KEY_REVOKED, key=signing.key_id)
    elif role.value not in known.roles:
        yield Finding.of(Code.WRONG_ROLE, role=", ".join(sorted(known.roles)), wanted=role.value)


def _show(voice: Voice, opened: Bundle, about: Contents) -> None:
    cell, task = about.cell, about.task
    label = cell.label.fr if voice.language == "fr" else cell.label.en
    lesson = voice.words.word("terminal.no_lesson") if task is None else task.name
    duration = 0.0 if about.plan is None else about.plan.duration
    voice.say("terminal.review", "cyan", lesson=lesson, cell=label, robot=cell.robot.title, t=duration)
    text = opened.files[manifest.SOURCE].decode("utf-8", "replace")
    shown = "".join(each if each.isprintable() or each == "\n" else "\N{REPLACEMENT CHARACTER}" for each in text)
    voice.out.print(shown.rstrip(), style="dim", markup=False)
    sent = opened.transmitted
    if sent and not about.findings:
        digest = stored.sha256(b"".join(sent.values()))
        computer = opened.facts.get(COMPUTER_FACT)
        said = "programs" if computer is not None else "goals"
        voice.say(f"terminal.{said}", "cyan", number=len(sent), digest=digest[:16], computer=computer)
