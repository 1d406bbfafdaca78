"""`cobot-lab lab`: JupyterLab on a pupil's desk, with the lesson asked for open."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated

import platformdirs
import typer

from cobot_lab.school.activity import load_activity
from cobot_lab.ui.notebook.desk import lay_out
from cobot_lab.ui.notebook.first_look import first_look
from cobot_lab.ui.terminal.subject import SubjectError
from cobot_lab.ui.terminal.voice import Voice


def lab(
    context: typer.Context,
    lesson: Annotated[str, typer.Argument(metavar="L", help="lesson", show_default=True)] = "00",
    folder: Annotated[Path | None, typer.Option("--folder", metavar="DIR", help="desk", show_default=False)] = None,
    browser: Annotated[bool, typer.Option("--browser/--no-browser", help="browser")] = True,
) -> None:
    """Open JupyterLab on a lesson."""
    voice = Voice.of(context)
    if find_spec("jupyterlab") is None or find_spec("jupytext") is None:
        raise SubjectError("JupyterLab", "it is not installed", "cobot-lab[lab]")
    desk = (folder or platformdirs.user_documents_path() / "cobot_lab").absolute()
    number = load_activity(lesson).number
    try:
        notebooks = lay_out(desk, voice.language)
        look = first_look(desk, voice.language)
    except OSError as problem:
        raise SubjectError(str(desk), problem.strerror or str(problem), "a place that can be written") from problem
    notebook = next(each for each in notebooks if each.name.startswith(f"{number}_"))
    voice.say("terminal.desk", folder=desk)
    raise typer.Exit(_run(arguments(notebook, browser=browser), os.environ | look))


def arguments(notebook: Path, *, browser: bool) -> list[str]:
    """Give the command that opens a notebook in JupyterLab, its folder being all that the server shows.

    Nothing is asked of the network: no news, no updates, no extensions.
    """
    given = [
        sys.executable,
        "-m",
        "jupyterlab",
        str(notebook),
        "--LabApp.news_url=None",
        "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
        "--LabApp.extension_manager=readonly",
    ]
    return given if browser else [*given, "--no-browser"]


def _run(command: list[str], environment: Mapping[str, str]) -> int:
    try:
        return subprocess.run(command, env=environment, check=False).returncode  # noqa: S603 - our own interpreter
    except KeyboardInterrupt:  # JupyterLab got it too, and has said what it had to say
        return 0
