"""The commands put together: help in the language chosen, and one exit code for each kind of ending."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Annotated, Any

import typer

import cobot_lab
from cobot_lab.findings import CobotLabError
from cobot_lab.ui.sentences import LANGUAGES, Language
from cobot_lab.ui.terminal.usage import UsageError, show_problem, show_wrong_usage, speak
from cobot_lab.ui.terminal.voice import Exit, Voice, chosen_language

_DEBUG = "COBOT_LAB_DEBUG"
_INTERRUPTED = 130
"""What the command-line library makes of an interrupt from the keyboard; no command here leaves with it."""
_ROOMS = {
    "check": "check",
    "robust": "robust",
    "convert": "convert",
    "seal": "seal",
    "approve": "approve",
    "run": "run",
    "aftermath": "aftermath",
    "homeward": "homeward",
    "lessons": "catalogue",
    "robots": "catalogue",
    "demo": "demo",
    "lab": "lab",
    "gateway": "gateway",
    "hand-in": "hand_in",
    "calibrate": "calibrate",
    "virtual": "virtual",
    "keys": "keys",
    "journal": "journal",
    "people": "people",
}
"""The module of each command. Only that of the command given is loaded: a verdict needs no console."""


def command_line(voice: Voice, given: Sequence[str] = ()) -> Any:
    """Build the commands, with their help in the voice's language.

    Args:
        voice: Speaks.
        given: The arguments; the first that names a command is the only one built, all when none does.

    Raises:
        KeyError: A command or parameter has no help in the messages.
    """
    app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)

    @app.callback()
    def start(
        context: typer.Context,
        lang: Annotated[str | None, typer.Option("--lang", metavar="fr|en", help="lang", show_default=False)] = None,
        version: Annotated[bool, typer.Option("--version", help="version")] = False,
    ) -> None:
        """Start."""
        if lang is not None and lang not in LANGUAGES:
            raise typer.BadParameter(voice.words.word("terminal.no_such_language", lang=lang))
        if version:
            typer.echo(cobot_lab.__version__)
            raise typer.Exit
        context.obj = voice

    named = next(([each] for each in given if each in _ROOMS), list(_ROOMS))
    for name in named:
        command = getattr(import_module(f"{__package__}.{_ROOMS[name]}"), name.replace("-", "_"))
        if isinstance(command, typer.Typer):
            app.add_typer(command, name=name)
        else:
            app.command(name)(command)
    built = typer.main.get_command(app)
    speak(built, voice.words)
    return built


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and leave with its exit code."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    language: Language = chosen_language(given)
    voice = Voice.make(language)
    # Asked to end, a run ends as by Ctrl+C: stopped and recorded.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        code = command_line(voice, given).main(given, prog_name="cobot-lab", standalone_mode=False)
        if code == _INTERRUPTED:
            raise KeyboardInterrupt
        sys.exit(code)
    except BrokenPipeError:  # whoever read us has left: nothing can be said, and nothing was answered
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(Exit.IMPOSSIBLE)
    except UsageError as problem:
        show_wrong_usage(voice, problem)
        sys.exit(Exit.IMPOSSIBLE)
    except (typer.Abort, KeyboardInterrupt):
        voice.say("terminal.labels.aborted", "bold")
        sys.exit(Exit.IMPOSSIBLE)
    except CobotLabError as problem:
        show_problem(voice, problem)
        sys.exit(Exit.IMPOSSIBLE)
    except Exception as bug:  # people at a terminal get a sentence and an exit code, whoever looks for it the traceback
        if os.environ.get(_DEBUG):
            raise
        said = voice.words.word("terminal.bug", what=f"{type(bug).__name__}: {bug}", variable=_DEBUG)
        voice.err.print(said, style="bold red", markup=False)
        sys.exit(Exit.IMPOSSIBLE)
