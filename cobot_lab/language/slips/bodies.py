"""What belongs to what: bodies by their indentation, `else` by its `if`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cobot_lab.findings import Span
from cobot_lab.language.slips.details import Detail
from cobot_lab.language.slips.slip import Slip

_CHAINS = {"elif": frozenset({"if", "elif"}), "else": frozenset({"if", "elif", "for", "while"})}
_ANYTHING = "?"


@dataclass(frozen=True, slots=True)
class Placed:
    """A statement as its neighbours see it.

    Attributes:
        line: Its first line of text.
        last: Its last.
        indentation: What stands before it.
        width: How many characters its first line has behind the indentation.
        kind: Its first word, for those that begin or go on a chain; `?` when it could not be read.
        opens: Whether a body has to follow.
    """

    line: int
    last: int
    indentation: str
    width: int
    kind: str
    opens: bool

    @property
    def span(self) -> Span:
        """Its first line, without indentation."""
        margin = len(self.indentation)
        return Span(self.line, margin, self.line, margin + self.width)


@dataclass(slots=True)
class _Level:
    indentation: str
    astray: str = ""
    """Another indentation that statements of this body were found with."""
    before: str = ""

    @property
    def now(self) -> str:
        return self.astray or self.indentation


class Bodies:
    """Follows the indentation from the first statement to the last.

    Attributes:
        slips: What is wrong, by line of text.
        depths: How deep each line stands, mended where it is wrong.
        empty: Lines whose body is missing.
    """

    def __init__(self, placed: Sequence[Placed]) -> None:
        self.slips: dict[int, Slip] = {}
        self.depths: dict[int, int] = {}
        self.empty: set[int] = set()
        self._levels = [_Level("")]
        self._opened: Placed | None = None
        for statement in placed:
            self._add(statement)
        if self._opened is not None:
            self._no_body(self._opened)

    def _add(self, statement: Placed) -> None:
        level, own = self._levels[-1], statement.indentation
        if own in {level.indentation, level.now}:
            level.astray = own if own != level.indentation else ""
            self._same(statement)
        elif own.startswith(level.now):
            self._deeper(statement)
        else:
            self._shallower(statement)
        self._chain(statement)
        self.depths[statement.line] = len(self._levels) - 1
        self._levels[-1].before = statement.kind or "step"
        self._opened = statement if statement.opens else None

    def _same(self, statement: Placed) -> None:
        if self._opened is None:
            return
        if statement.kind in _CHAINS:
            self._no_body(self._opened)
        else:
            self._note(statement, "missing_indent")
            self.empty.add(self._opened.line)

    def _deeper(self, statement: Placed) -> None:
        if self._opened is not None:
            self._levels.append(_Level(statement.indentation))
            return
        if self._levels[-1].before != _ANYTHING:
            self._note(statement, "unexpected_indent")
        self._levels[-1].astray = statement.indentation

    def _shallower(self, statement: Placed) -> None:
        own, above = statement.indentation, self._levels[-1].now
        if self._opened is not None:
            self._no_body(self._opened)
        while len(self._levels) > 1 and len(own) < len(self._levels[-1].indentation):
            self._levels.pop()
        level = self._levels[-1]
        level.astray = "" if own == level.indentation else own
        if level.astray:
            mixed = "\t" in own + above and not above.startswith(own)
            self._note(statement, "tabs_and_spaces" if mixed else "dedent_between")

    def _chain(self, statement: Placed) -> None:
        goes_on = _CHAINS.get(statement.kind)
        before = self._levels[-1].before
        if goes_on is not None and before != _ANYTHING and before not in goes_on:
            self._note(statement, "else_without_if")

    def _no_body(self, head: Placed) -> None:
        self._note(head, "missing_body")
        self.empty.add(head.line)

    def _note(self, statement: Placed, detail: Detail) -> None:
        self.slips.setdefault(statement.line, Slip(detail, statement.span))
