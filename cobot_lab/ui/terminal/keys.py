"""`cobot-lab keys`: who may approve."""

from __future__ import annotations

import os
from datetime import datetime, timezone
from enum import Enum
from pathlib import Path
from typing import Annotated

import platformdirs
import typer

from cobot_lab.trust.approval import REFERENT, TEACHER
from cobot_lab.trust.keyring import Keyring
from cobot_lab.ui.terminal.voice import Voice

HOME = "COBOT_LAB_HOME"
PASSPHRASE = "COBOT_LAB_PASSPHRASE"  # noqa: S105 - the name of a variable
ROOT_PASSPHRASE = "COBOT_LAB_ROOT_PASSPHRASE"  # noqa: S105 - the name of a variable

Home = Annotated[Path | None, typer.Option("--home", metavar="FOLDER", help="home", envvar=HOME, show_default=False)]


class Role(str, Enum):
    """What the holder of a key may do."""

    REFERENT = REFERENT
    TEACHER = TEACHER


keys = typer.Typer(no_args_is_help=True)


def keyring(home: Path | None) -> Keyring:
    """Open the folder of keys: the one named, else the user's own."""
    return Keyring(home or Path(platformdirs.user_data_dir("cobot_lab", appauthor=False)))


def passphrase(voice: Voice, question: str, variable: str, *, new: bool = False, **facts: object) -> str:
    """Take a passphrase from the environment, else ask for it, twice for a new one."""
    given = os.environ.get(variable)
    if given is not None:
        return given
    asked: str = typer.prompt(
        voice.words.word(f"terminal.{question}", **facts),
        hide_input=True,
        confirmation_prompt=voice.words.word("terminal.again") if new else False,
    )
    return asked


@keys.command()
def new(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME", help="key_name", show_default=False)],
    holder: Annotated[str, typer.Option("--holder", metavar="TEXT", help="holder", show_default=False)] = "",
    role: Annotated[Role, typer.Option("--role", help="role")] = Role.REFERENT,
    home: Home = None,
) -> None:
    """Make a key and trust it."""
    voice = Voice.of(context)
    ring = keyring(home)
    ring.key_file(name)  # refuses a bad name before anything is asked
    if not ring.exists:
        voice.say("terminal.first_keys", folder=ring.folder)
        root = passphrase(voice, "ask_new_root", ROOT_PASSPHRASE, new=True)
        ring.set_up(root)
    else:
        root = passphrase(voice, "ask_root", ROOT_PASSPHRASE)
    own = passphrase(voice, "ask_new", PASSPHRASE, new=True, name=name)
    key = ring.add(name, holder or name, role.value, own, root, datetime.now(timezone.utc))
    voice.say("terminal.key_made", name=name, file=ring.key_file(name), key=key.key_id[:16])


@keys.command()
def revoke(
    context: typer.Context,
    key: Annotated[str, typer.Argument(metavar="KEY", help="revoked_key", show_default=False)],
    reason: Annotated[str, typer.Option("--reason", metavar="TEXT", help="reason", show_default=False)] = "",
    home: Home = None,
) -> None:
    """Revoke a key."""
    voice, ring = Voice.of(context), keyring(home)
    known = ring.named(key)
    root = passphrase(voice, "ask_root_to_revoke", ROOT_PASSPHRASE, holder=known.holder, key=known.key_id[:16])
    ring.revoke(known.key_id, reason, root)
    voice.say("terminal.key_taken_back", "bold", holder=known.holder, key=known.key_id[:16])


@keys.command("list")
def list_keys(context: typer.Context, home: Home = None) -> None:
    """List the keys trusted here."""
    voice, ring = Voice.of(context), keyring(home)
    voice.say("terminal.root_key", key=ring.root, folder=ring.folder)
    for key in ring.trusted().keys:
        state = "revoked" if key.revoked else "valid"
        voice.say(
            f"terminal.key_{state}",
            key=key.key_id[:16],
            holder=key.holder,
            roles=", ".join(sorted(key.roles)),
            until=key.not_after.date().isoformat(),
        )
