"""From a workspace of blocks to a program, or to everything that stands in the way.

The stages run in this order, each only when those before it let it: source (size, encoding, JSON), blocks (types,
fields, gaps, loose stacks, kinds and ranges), size, nesting and length as in text, names.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from cobot_lab import stored
from cobot_lab.codes import Code
from cobot_lab.findings import Finding, Report, Span, refusals
from cobot_lab.language.blocks import shapes
from cobot_lab.language.blocks.block_state import Block, BlockNotes
from cobot_lab.language.blocks.json_text import BrokenJson, parse_json
from cobot_lab.language.blocks.margin import AT, BLANK
from cobot_lab.language.blocks.read_steps import Item, StepReader, spaced
from cobot_lab.language.characters import visible
from cobot_lab.language.source import SIZE_MAX as TEXT_MAX
from cobot_lab.language.source import encoded
from cobot_lab.language.tokens import STEPS_MAX, cut
from cobot_lab.language.writer import write
from cobot_lab.program.name_checks import check_names
from cobot_lab.program.program import Program
from cobot_lab.program.steps import Step, Written

SIZE_MAX = 1024 * 1024
"""Largest workspace [bytes]: 64 times the largest text, since a sign of arithmetic becomes a block of 170 bytes."""

STAGES = ("source", "blocks", "length", "names")
"""The checks of a workspace, in order."""

_MEMBERS = frozenset({"schema", "blocks", "variables", "workspaceComments"})


@dataclass(frozen=True, slots=True)
class _Sketch:
    """What was understood of a workspace, holes included."""

    program: Program
    notes: BlockNotes


def read_blocks(data: str | bytes) -> tuple[Program | None, Report]:
    """Read a program saved in blocks.

    Args:
        data: The workspace as Blockly saves it (JSON), or its bytes in UTF-8.

    Returns:
        The program, or nothing when a finding refuses it; and the report on the bytes. Spans name blocks.
    """
    program, report = draft_blocks(data)
    return (None if refusals(report.findings) else program), report


def draft_blocks(data: str | bytes) -> tuple[Program | None, Report]:
    """Read a program saved in blocks, lines outside the language included.

    Returns:
        The program, or nothing when a block or a value is missing or unknown; and the report on the bytes.
    """
    subject = stored.sha256(encoded(data))
    sketched, problem = _sketched(data)
    if sketched is None:
        return None, Report(subject, STAGES[:1], STAGES[1:], () if problem is None else (problem,))
    program, notes = sketched.program, sketched.notes
    if not notes.whole:
        return None, Report(subject, STAGES[:2], STAGES[2:], _numbered(sketched, notes.findings))
    limit = _limits(program)
    if limit is not None:
        return None, Report(subject, STAGES[:3], STAGES[3:], _numbered(sketched, [*notes.findings, limit]))
    names = check_names(program, frozenset(notes.lost))
    return program, Report(subject, STAGES, (), _numbered(sketched, [*notes.findings, *names]))


def sketch(data: str | bytes) -> Program | None:
    """Give what can be shown of a workspace: holes stand as `…`, unknown blocks as lines outside the language.

    Never to be run or kept. Nothing when the bytes are no workspace at all.
    """
    sketched, _ = _sketched(data)
    return None if sketched is None else sketched.program


def _sketched(data: str | bytes) -> tuple[_Sketch | None, Finding | None]:
    content = encoded(data)
    if len(content) > SIZE_MAX:
        return None, Finding.of(Code.SOURCE_TOO_LARGE, size=len(content), limit=SIZE_MAX)
    try:
        document = parse_json(content.decode("utf-8"))
    except UnicodeDecodeError as problem:
        return None, Finding.of(Code.SOURCE_NOT_TEXT, position=problem.start)
    except BrokenJson as problem:
        return None, _unreadable(problem.path, problem.reason)
    wrong = _misshapen(document)
    if wrong is not None:
        return None, wrong
    notes = BlockNotes()
    notes.variables = _variables(document.get("variables", []))
    tops = document.get("blocks", {}).get("blocks", [])
    notes.functions = frozenset(_function_names(tops))
    return _Sketch(Program.of(_program(tops, notes)), notes), None


def _misshapen(document: Any) -> Finding | None:
    """Find the first thing that keeps a document from being a workspace."""
    return next((_unreadable(path, reason) for path, reason, wrong in _shape(document) if wrong), None)


def _shape(document: Any) -> Iterator[tuple[str, str, bool]]:
    """Give what a workspace has to be, outer things first: path, what is wrong otherwise, whether it is."""
    yield "$", "shape", not isinstance(document, dict)
    for name in document:
        yield f"$.{visible(name)}", "unknown", name not in _MEMBERS
    yield "$.schema", "schema", document.get("schema", shapes.SCHEMA) != shapes.SCHEMA
    blocks = document.get("blocks", {})
    yield "$.blocks", "shape", not isinstance(blocks, dict) or not set(blocks) <= {"languageVersion", "blocks"}
    yield "$.blocks.blocks", "shape", not isinstance(blocks.get("blocks", []), list)
    variables = document.get("variables", [])
    yield "$.variables", "shape", not isinstance(variables, list)
    known: set[str] = set()
    for at, variable in enumerate(variables):
        named = isinstance(variable, dict) and all(isinstance(variable.get(key), str) for key in ("name", "id"))
        yield f"$.variables[{at}]", "shape", not named
        yield f"$.variables[{at}].id", "repeated_name", variable["id"] in known
        known.add(variable["id"])


def _unreadable(path: str, reason: str) -> Finding:
    return Finding.of(Code.BLOCKS_UNREADABLE, path=path, reason=reason)


def _variables(listed: list[dict[str, str]]) -> dict[str, str]:
    return {variable["id"]: variable["name"] for variable in listed}


def _function_names(tops: list[Any]) -> Iterable[str]:
    for top in tops:
        if isinstance(top, dict) and top.get("type") == shapes.DEFINE and isinstance(top.get("fields"), dict):
            name = top["fields"].get(shapes.NAME_FIELD)
            if isinstance(name, str):
                yield unicodedata.normalize("NFC", name)


def _program(tops: list[Any], notes: BlockNotes) -> tuple[Step, ...]:
    """Read the stack under « au départ », and put each definition where it stood among its steps."""
    reader = StepReader(notes)
    main: list[Item] | None = None
    defined: list[tuple[int, Item]] = []
    for number, state in enumerate(tops):
        if notes.enough:
            break
        top = Block.open(state, f"$.blocks.blocks[{number}]", notes)
        if top is None:
            continue
        if top.type == shapes.START and main is None:
            top.close()
            main = reader.stack(top.following(), f"{top.span.block}.next")
        elif top.type == shapes.DEFINE:
            item = (reader.define(top), BLANK in top.margin)
            top.close(ends=True)
            defined.append((_rank(top.margin.get(AT, "")), item))
        else:
            notes.lack(Code.LOOSE_BLOCKS, top.span, type=visible(top.type))
    return spaced(_ordered(main or [], defined))


def _rank(text: str) -> int:
    """Give where a definition stands; a new one stands first."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else -1


def _ordered(main: list[Item], defined: list[tuple[int, Item]]) -> list[Item]:
    items = list(main)
    fresh = [item for rank, item in defined if rank < 0]
    for rank, item in sorted(((rank, item) for rank, item in defined if rank >= 0), key=lambda pair: pair[0]):
        items.insert(rank, item)
    return [*fresh, *items]


def _limits(program: Program) -> Finding | None:
    """Find what makes a program too large, too deep or too long for its text, where the limits are."""
    text = write(program)
    size = len(text.encode())
    if size > TEXT_MAX:
        return Finding.of(Code.SOURCE_TOO_LARGE, size=size, limit=TEXT_MAX)
    words = cut(text)
    if words.depth is not None:
        return replace(words.depth, span=_deepest(program))
    if words.steps > STEPS_MAX:
        return Finding.of(Code.TOO_MANY_STEPS, count=words.steps, limit=STEPS_MAX)
    return None


def _deepest(program: Program) -> Span | None:
    """Give the first step of the top level that is nested too deep."""

    def deep(count: int) -> bool:
        return cut(write(Program(program.body[:count]))).depth is not None

    at = bisect_left(range(1, len(program.body) + 1), True, key=deep)
    return program.body[at].span if at < len(program.body) else None


def _numbered(sketched: _Sketch, findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Give each finding on a block the number of its step, and put them in the order of the program."""
    numbers: dict[str | None, int] = {}
    for step in sketched.program.walk():
        numbers.setdefault(_block(step), step.number)
    placed = []
    for finding in findings:
        home = sketched.notes.ids.get(finding.span.block or "") if finding.span else None
        number = finding.step or (numbers.get(home) if home else None)
        span = finding.span if finding.span and finding.span.block else None
        placed.append(replace(finding, step=number, span=span))
    return tuple(sorted(placed, key=lambda finding: finding.step or 0))


def _block(step: Written) -> str | None:
    return step.span.block if step.span else None
