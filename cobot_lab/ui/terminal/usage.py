"""The command-line library's own words, in the language chosen: help labels, and commands written wrong."""

from __future__ import annotations

from typing import Any

import typer

from cobot_lab.cell.problems import DescriptionError, Problem
from cobot_lab.findings import CobotLabError
from cobot_lab.ui.sentences import Sentences
from cobot_lab.ui.terminal.subject import SubjectError
from cobot_lab.ui.terminal.voice import Voice

UsageError: type[Exception] = typer.BadParameter.__mro__[1]
"""What typer raises when a command is written wrong."""

_ONE_OF = "one of "
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
    plain = command.format_help

    def format_help(context: typer.Context, formatter: Any) -> None:
        _label(words)
        plain(context, formatter)

    command.format_help = format_help
    command.help = command.short_help = words.word(f"help.{key}")
    command.get_help_option(typer.Context(command)).help = words.word("help.help")
    for parameter in command.params:
        if getattr(parameter, "help", None):
            parameter.help = words.word(f"help.{parameter.help}")
    for name, inner in getattr(command, "commands", {}).items():
        speak(inner, words, name if key == "cobot_lab" else f"{key}_{name}")


def _label(words: Sentences) -> None:
    """Put the labels of the library's help in a language. Loaded for that alone: a verdict shows no help."""
    from typer import rich_utils  # noqa: PLC0415

    for constant, label in _LABELS.items():
        setattr(rich_utils, constant, words.table["terminal"]["labels"][label])


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


def show_problem(voice: Voice, problem: CobotLabError) -> None:
    """Say what could not be done: what, why, and what would have been right, in the language where there are words."""
    if isinstance(problem, SubjectError):
        facts = {"what": problem.what, "why": _said(voice, problem.reason), "wanted": _said(voice, problem.wanted)}
        lines = [voice.words.word("terminal.subject", **facts)]
    elif isinstance(problem, DescriptionError):
        lines = [_described(voice, each) for each in problem.problems]
    else:
        lines = [str(problem)]
    for line in lines:
        said = f"{voice.words.word('terminal.impossible')} {line}"
        voice.err.print(said, style="bold red", markup=False, soft_wrap=True)


def _described(voice: Voice, each: Problem) -> str:
    where = f"{each.file}, {each.key}" if each.key else each.file
    given, wanted = _said(voice, each.given), _said(voice, each.wanted)
    return voice.words.word("terminal.description", where=where, given=given, wanted=wanted)


def _said(voice: Voice, text: str) -> str:
    """Put what an exception says into the language, as far as there are words for it."""
    if text.startswith(_ONE_OF):
        return voice.words.word("terminal.one_of", these=text.removeprefix(_ONE_OF))
    said: str = voice.words.table["words"]["trouble"].get(text, text)
    return said
