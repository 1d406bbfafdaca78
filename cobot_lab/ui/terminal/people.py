"""`cobot-lab people`: who may sign in at the gateway."""

from __future__ import annotations

from typing import Annotated

import typer

from cobot_lab.service.gateway.people import People
from cobot_lab.service.gateway.refusal import GatewayError
from cobot_lab.service.gateway.roles import Role
from cobot_lab.ui.console.words import Words
from cobot_lab.ui.terminal.keys import Home, keyring, passphrase
from cobot_lab.ui.terminal.subject import SubjectError
from cobot_lab.ui.terminal.voice import Exit, Voice

PASSWORD = "COBOT_LAB_PASSWORD"  # noqa: S105 - the name of a variable

people = typer.Typer(no_args_is_help=True)

Name = Annotated[str, typer.Argument(metavar="NAME", help="person", show_default=False)]


@people.command()
def add(
    context: typer.Context,
    name: Name,
    role: Annotated[Role, typer.Option("--role", help="person_role")] = Role.PUPIL,
    key: Annotated[str, typer.Option("--key", metavar="NAME", help="person_key", show_default=False)] = "",
    home: Home = None,
) -> None:
    """Let somebody sign in."""
    voice = Voice.of(context)
    words, ring = Words.of(voice.language), keyring(home)
    if not ring.exists:
        raise SubjectError(str(ring.folder), "there are no keys", "a folder made by keys new")
    if key and key not in ring.names():
        raise SubjectError("--key", key, f"one of {', '.join(ring.names())}")
    password = passphrase(voice, "ask_password", PASSWORD, new=True, name=name)
    try:
        person = People(ring.folder / "people.json").add(name, role, password, key)
    except GatewayError as problem:
        raise SubjectError(name, words.refusal(problem), "another one") from problem
    said = words("terminal.person_added", name=person.name, role=words(f"role.{role.value}"))
    voice.out.print(said, style="bold green", markup=False)


@people.command()
def remove(context: typer.Context, name: Name, home: Home = None) -> None:
    """Let somebody sign in no more."""
    voice = Voice.of(context)
    words = Words.of(voice.language)
    gone = People(keyring(home).folder / "people.json").remove(name)
    key = "person_removed" if gone else "person_unknown"
    voice.out.print(words(f"terminal.{key}", name=name), markup=False)
    raise typer.Exit(Exit.PASSED if gone else Exit.REFUSED)


@people.command("list")
def list_people(context: typer.Context, home: Home = None) -> None:
    """List who may sign in."""
    voice = Voice.of(context)
    words = Words.of(voice.language)
    for person in People(keyring(home).folder / "people.json").everybody():
        facts = {"name": person.name, "role": words(f"role.{person.role.value}"), "key": person.key}
        voice.out.print(words("terminal.person", **facts), markup=False)
