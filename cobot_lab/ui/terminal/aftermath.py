"""`cobot-lab aftermath`: what a person saw in the gripper after a run that stopped on its way."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated

import typer

from cobot_lab.deploy.aftermath import Gripper, Run, answer, reconcile
from cobot_lab.ui.terminal.keys import Home, keyring
from cobot_lab.ui.terminal.unpaused import require_unpaused
from cobot_lab.ui.terminal.voice import Voice


def aftermath(
    context: typer.Context,
    robot: Annotated[str, typer.Argument(metavar="SERIAL", help="serial", show_default=False)],
    gripper: Annotated[Gripper, typer.Option("--gripper", help="gripper", show_default=False)],
    who: Annotated[str, typer.Option("--who", metavar="TEXT", help="who", show_default=False)],
    address: Annotated[str, typer.Option("--address", metavar="IP", help="cabinet", show_default=False)] = "",
    home: Home = None,
) -> None:
    """Say what the gripper holds."""
    voice = Voice.of(context)
    ring = keyring(home)
    require_unpaused(voice, ring, robot, address)
    book = ring.journal
    tell_closed(voice, reconcile(book))
    about = answer(book, robot, who, gripper)
    said = voice.words.word(f"words.gripper.{gripper.value}")
    voice.say("terminal.aftermath_kept", number=len(about), robot=robot, gripper=said)


def tell_closed(voice: Voice, closed: Iterable[Run]) -> None:
    """Tell which runs had no end in the journal and were given one, beside the answer itself."""
    for run in closed:
        said = voice.words.word("terminal.run_closed", robot=run.robot, since=f"{run.since:%Y-%m-%d %H:%M:%S} UTC")
        voice.err.print(said, style="bold yellow", markup=False, soft_wrap=True)
