"""`cobot-lab lessons` and `cobot-lab robots`: what there is."""

from __future__ import annotations

import json as json_form

import typer
from rich.table import Table

from cobot_lab.cell.load import load_robot
from cobot_lab.cell.load import robots as robot_names
from cobot_lab.school.activity import activities
from cobot_lab.ui.terminal.subject import Json
from cobot_lab.ui.terminal.voice import Voice


def lessons(context: typer.Context, json: Json = False) -> None:
    """List the lessons."""
    voice = Voice.of(context)
    found = activities()
    if json:
        rows = [{"number": each.number, "title": {"fr": each.title.fr, "en": each.title.en}} for each in found]
        typer.echo(json_form.dumps({"schema": "cobot_lab/lessons/1", "lessons": rows}, ensure_ascii=False))
        return
    table = _table(voice, "number", "title", "assignment")
    for each in found:
        french = voice.language == "fr"
        title, assignment = (label.fr if french else label.en for label in (each.title, each.assignment))
        table.add_row(each.number, title, assignment)
    voice.out.print(table)


def robots(context: typer.Context, json: Json = False) -> None:
    """List the robots."""
    voice = Voice.of(context)
    found = [load_robot(name) for name in robot_names()]
    if json:
        rows = [{"name": each.name, "title": each.title, "joints": list(each.joint_names)} for each in found]
        typer.echo(json_form.dumps({"schema": "cobot_lab/robots/1", "robots": rows}, ensure_ascii=False))
        return
    table = _table(voice, "name", "robot", "joints", "payload")
    for each in found:
        table.add_row(each.name, each.title, str(len(each.joints)), voice.words.number(each.payload, "g"))
    voice.out.print(table)


def _table(voice: Voice, *columns: str) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    for column in columns:
        table.add_column(voice.words.word(f"terminal.columns.{column}"), overflow="fold")
    return table
