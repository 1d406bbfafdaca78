"""`cobot-lab approve`: a referent's signature under one bundle, for one arm, for a short time."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Annotated

import typer

from cobot_lab.trust.approval import MAX_WINDOW, Mode, new_number
from cobot_lab.trust.approval import approve as sign
from cobot_lab.trust.bundle import Bundle
from cobot_lab.trust.key_file import read_key
from cobot_lab.ui.terminal import subject
from cobot_lab.ui.terminal.files import write_whole
from cobot_lab.ui.terminal.keys import PASSPHRASE, Home, keyring, passphrase
from cobot_lab.ui.terminal.report_view import show_findings
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
    role: Annotated[str, typer.Option("--role", metavar="ROLE", help="role")] = "referent",
    out: Annotated[Path | None, typer.Option("--out", "-o", metavar="FILE", help="out", show_default=False)] = None,
    home: Home = None,
) -> None:
    """Sign an approval of a bundle."""
    voice = Voice.of(context)
    opened, report = Bundle.open(subject.contents(bundle, "a sealed bundle"))
    if opened is None:
        show_findings(voice, report, voice.words)
        raise typer.Exit(Exit.REFUSED)
    ring = keyring(home)
    signing = read_key(ring.key_file(key), passphrase(voice, "ask", PASSPHRASE, name=key))
    start = datetime.now(timezone.utc)
    envelope = sign(
        opened.digest,
        signing,
        role=role,
        robot_serial=robot,
        mode=mode,
        not_before=start,
        not_after=start + timedelta(hours=hours),
        number=new_number(),
    )
    file = out or bundle.with_name(bundle.name + SUFFIX)
    write_whole(file, envelope)
    ring.journal.append(
        "approved", {"bundle": opened.digest, "key": signing.key_id, "robot": robot, "mode": mode.value}
    )
    voice.say("terminal.approved", file=file, robot=robot, digest=opened.digest[:16], hours=hours)
