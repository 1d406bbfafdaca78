"""A URScript text to a program that can run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from lark import Lark, Tree
from lark.exceptions import UnexpectedInput

from cobot_lab.deploy.virtual.ur.script.calls import Calls, Offered
from cobot_lab.deploy.virtual.ur.script.code import Code
from cobot_lab.deploy.virtual.ur.script.statements import Statements
from cobot_lab.deploy.virtual.ur.script.values import ScriptError

SIZE_MAX = 1 << 18
"""Longest program taken [bytes]; our own choice: controllers refuse dense lists of several megabytes."""
NAME_MAX = 31
"""Longest name of a program [characters]."""


@dataclass(frozen=True, slots=True)
class Compiled:
    """A program.

    Attributes:
        name: Its name; empty for lines that belong to no definition.
        body: What it does.
        secondary: Whether it was sent as `sec`: it runs beside the program that plays, and may not take time.
    """

    name: str
    body: Code
    secondary: bool = False


@cache
def _parser() -> Lark:
    grammar = Path(__file__).with_name("urscript.lark").read_text(encoding="utf-8")
    return Lark(grammar, parser="lalr", propagate_positions=True, maybe_placeholders=True)


def compiled(text: str, offered: Mapping[str, Offered], unsimulated: frozenset[str] = frozenset()) -> Compiled:
    """Compile one program: a single definition that is run, or loose statements.

    Args:
        text: The program.
        offered: Functions of the controller.
        unsimulated: Names that the real controller knows besides.

    Raises:
        ScriptError: The text is no program, or calls what does not exist.
    """
    if len(text) > SIZE_MAX:
        raise ScriptError("program_too_long")
    try:
        tree: Tree[Any] = _parser().parse(text + "\n")
        return _program(tree, offered, unsimulated)
    except UnexpectedInput as problem:
        raise ScriptError("syntax_error", max(problem.line, 0)) from problem
    except RecursionError as problem:
        raise ScriptError("compile_error: nested too deeply") from problem


def _program(tree: Tree[Any], offered: Mapping[str, Offered], unsimulated: frozenset[str]) -> Compiled:
    calls = Calls(offered, unsimulated)
    statements = Statements(calls)
    items: list[Any] = list(tree.children)
    if len(items) == 1 and items[0].data in ("definition", "secondary"):
        name, parameters, *body = items[0].children
        if parameters is not None:
            raise ScriptError("compile_error: a program takes no parameters", 1)
        if len(name) > NAME_MAX:
            raise ScriptError("compile_error: the program's name is too long", 1)
        code = statements.block(body)
        result = Compiled(str(name), code, secondary=items[0].data == "secondary")
    else:
        result = Compiled("", statements.block(items))
    calls.check()
    return result
