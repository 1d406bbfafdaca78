"""How the command line speaks: the language, the colours, progress, and the exit codes."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from enum import IntEnum
from io import TextIOWrapper
from itertools import pairwise

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from cobot_lab.cell.cell import Cell
from cobot_lab.ui.outcomes import asked_in
from cobot_lab.ui.sentences import Language, Sentences, sentences


class Exit(IntEnum):
    """What the exit code of a command says."""

    PASSED = 0
    REFUSED = 1
    IMPOSSIBLE = 2
    """The question could not be answered: a file is missing, a passphrase is wrong."""


@dataclass(frozen=True, slots=True)
class Voice:
    """What a command speaks with.

    Attributes:
        words: Sentences in the language chosen.
        out: Where answers go.
        err: Where progress and problems go.
    """

    words: Sentences
    out: Console
    err: Console

    @classmethod
    def of(cls, context: typer.Context) -> Voice:
        """Give the voice that the command was started with."""
        voice: Voice = context.obj
        return voice

    @classmethod
    def make(cls, language: Language) -> Voice:
        """Speak a language on this terminal; what its encoding has no sign for is replaced."""
        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, TextIOWrapper):
                stream.reconfigure(errors="replace")
        return cls(sentences(language), Console(highlight=False), Console(stderr=True, highlight=False))

    @property
    def language(self) -> Language:
        """The language spoken."""
        return self.words.language

    def say(self, key: str, style: str = "", /, **facts: object) -> None:
        """Write a phrase of the interface."""
        self.out.print(self.words.word(key, **facts), style=style, markup=False, soft_wrap=True)

    def about(self, cell: Cell) -> Sentences:
        """Give the sentences that know a cell's things by their words."""
        groups = (cell.machines, cell.places, cell.signals, cell.zones, cell.things)
        named = {each.name: each.label for group in groups for each in group}
        labels = {name: label.fr if self.language == "fr" else label.en for name, label in named.items()}
        return sentences(self.language, labels, asked_in(cell))

    @contextmanager
    def progress(self) -> Iterator[Callable[[str, float], None]]:
        """Show how far a slow job is, on a terminal only."""
        columns = (TextColumn("{task.description}"), BarColumn(bar_width=30), TimeElapsedColumn())
        with Progress(*columns, console=self.err, transient=True, disable=not self.err.is_terminal) as bar:
            task = bar.add_task(self.words.word("terminal.stages.read"), total=1.0)

            def tell(stage: str, done: float) -> None:
                known = stage if stage in self.words.table["terminal"]["stages"] else "motion"
                bar.update(task, description=self.words.word(f"terminal.stages.{known}"), completed=done)

            yield tell


def chosen_language(arguments: Sequence[str], environment: Mapping[str, str] = os.environ) -> Language:
    """Choose the language: `--lang`, else COBOT_LAB_LANG, else the machine's; French unless one of them says English.

    >>> chosen_language(["check", "--lang", "en"], {})
    'en'
    >>> chosen_language(["check"], {"LANG": "C.UTF-8"})
    'fr'
    """
    asked = ""
    for argument, following in pairwise([*arguments, ""]):
        if argument == "--lang":
            asked = following
        elif argument.startswith("--lang="):
            asked = argument.removeprefix("--lang=")
    places = (asked, *(environment.get(name, "") for name in ("COBOT_LAB_LANG", "LC_ALL", "LC_MESSAGES", "LANG")))
    said = next((place for place in places if place), "fr")
    return "en" if said.lower().startswith("en") else "fr"
