"""`cobot-lab hand-in`: give a sealed program to the gateway of the class."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cobot_lab.service.gateway.client import hand_in as give
from cobot_lab.ui.console.words import Words
from cobot_lab.ui.terminal import subject
from cobot_lab.ui.terminal.gateway import PORT
from cobot_lab.ui.terminal.keys import passphrase
from cobot_lab.ui.terminal.people import PASSWORD
from cobot_lab.ui.terminal.voice import Exit, Voice

_HERE = f"http://127.0.0.1:{PORT}"


def hand_in(
    context: typer.Context,
    bundle: Annotated[Path, typer.Argument(metavar="BUNDLE", help="bundle", show_default=False)],
    name: Annotated[str, typer.Option("--name", metavar="NAME", help="person", show_default=False)],
    gateway: Annotated[str, typer.Option("--gateway", metavar="URL", help="gateway_address")] = _HERE,
) -> None:
    """Hand a sealed program in."""
    voice = Voice.of(context)
    words = Words.of(voice.language)
    data = subject.contents(bundle, "a sealed bundle")
    password = passphrase(voice, "ask_password", PASSWORD, name=name)
    taken, said = give(gateway, name, password, data)
    key = "handed_in" if taken else "not_handed_in"
    voice.out.print(words(f"terminal.{key}"), style="bold green" if taken else "bold red", markup=False)
    for line in said or ((words("refusal.wrong_password"),) if not taken else ()):
        voice.out.print(line, markup=False)
    raise typer.Exit(Exit.PASSED if taken else Exit.REFUSED)
