"""The command-line library's own words, in the language chosen: help labels, and commands written wrong."""

from __future__ import annotations

from typing import Any

import typer
from typer import rich_utils

from cobot_lab.ui.sentences import Sentences
from cobot_lab.ui.terminal.voice import Voice

UsageError: type[Exception] = typer.BadParameter.__mro__[1]
"""What typer raises when a command is written wrong."""

_LABELS = {
    "COMMANDS_PANEL_TITLE": "commands",
    "DEFAULT_STRING": "default",
    "ENVVAR_STRING": "variable",
    "REQUIRED_LONG_STRING": "required",
    "ABORTED_TEXT": "aborted",
}


def speak(command: Any, words: Sentences, key: str = "cobot_lab") -> None:
    """Put the help of a command, its parameters and everything below it in one language.

    The help of a command stands under its name in the `help` table of the messages, that of a parameter under the key
    that its declaration gives, so that a missing one is noticed when the command line is built.
    """
    for constant, label in _LABELS.items():
        setattr(rich_utils, constant, words.table["terminal"]["labels"][label])
    command.help = command.short_help = words.word(f"help.{key}")
    command.get_help_option(typer.Context(command)).help = words.word("help.help")
    for parameter in command.params:
        if getattr(parameter, "help", None):
            parameter.help = words.word(f"help.{parameter.help}")
    for name, inner in getattr(command, "commands", {}).items():
        speak(inner, words, name if key == "cobot_lab" else f"{key}_{name}")


def show_wrong_usage(voice: Voice, problem: Any) -> None:
    """Say what is wrong with a command as it was written, and where its help is."""
    kind = type(problem).__name__
    if kind == "NoArgsIsHelpError":  # the library has shown the help already
        return
    parameter = getattr(problem, "param", None)
    name = getattr(problem, "option_name", None) or (parameter and parameter.opts[-1]) or ""
    known = voice.words.table["terminal"]["usage"]
    said = voice.words.word(f"terminal.usage.{kind if kind in known else 'other'}", name=name, given=problem.message)
    voice.err.print(said, style="bold red", markup=False)
    path = problem.ctx.command_path if problem.ctx is not None else "cobot-lab"
    voice.err.print(voice.words.word("terminal.usage.see", command=f"{path} --help"), markup=False)
