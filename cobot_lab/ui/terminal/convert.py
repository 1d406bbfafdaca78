"""`cobot-lab convert`: a program from one face and language to another, nothing lost."""

from __future__ import annotations

from enum import Enum
from pathlib import Path
from typing import Annotated

import typer

from cobot_lab.language.blocks.layout import Layout, read_layout
from cobot_lab.language.blocks.write_blocks import write_blocks
from cobot_lab.language.faces import draft_face, face_of
from cobot_lab.language.procedure import procedure
from cobot_lab.language.writer import write
from cobot_lab.program.program import Program
from cobot_lab.ui.sentences import LANGUAGES, Language
from cobot_lab.ui.terminal import subject
from cobot_lab.ui.terminal.files import write_whole
from cobot_lab.ui.terminal.report_view import show_findings
from cobot_lab.ui.terminal.voice import Exit, Voice


class Form(Enum):
    """What a program can be turned into."""

    BLOCKS = "blocks"
    PYTHON = "python"
    TEXT = "text"
    """The numbered procedure."""


_MARGIN = 8


def convert(
    context: typer.Context,
    program: subject.Program,
    to: Annotated[Form, typer.Option("--to", help="to", show_default=False)],
    lang: Annotated[str | None, typer.Option("--lang", metavar="fr|en", help="into", show_default=False)] = None,
    out: Annotated[Path | None, typer.Option("--out", "-o", metavar="FILE", help="out", show_default=False)] = None,
) -> None:
    """Turn a program into another face or language."""
    voice = Voice.of(context)
    if lang is not None and lang not in LANGUAGES:
        raise typer.BadParameter(voice.words.word("terminal.no_such_language", lang=lang))
    source = subject.contents(program, "a program")
    face = face_of(program.name)
    found, report = draft_face(source, face)
    aside = Voice(voice.words, voice.err, voice.err)
    text, sketched = subject.shown(program, source)
    show_findings(aside, report, voice.words, text, sketched)
    if found is None:
        raise typer.Exit(Exit.REFUSED)
    layout = read_layout(source, found) if face == "blocks" else Layout()
    converted = _converted(found, to, "en" if (lang or voice.language) == "en" else "fr", layout)
    if out is None:
        typer.echo(converted, nl=False)
    else:
        write_whole(out, converted.encode())
    raise typer.Exit(Exit.PASSED)


def _converted(program: Program, to: Form, language: Language, layout: Layout) -> str:
    match to:
        case Form.BLOCKS:
            return write_blocks(program, layout)
        case Form.PYTHON:
            return write(program, language)
        case Form.TEXT:
            lines = procedure(program, language)
            said = ((line.number, "  " * line.depth, line.text) for line in lines)
            return "".join(f"{indent}{number:<{_MARGIN}}{text}".rstrip() + "\n" for number, indent, text in said)
