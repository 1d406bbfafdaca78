"""Everything that is wrong with a text that Python cannot read, and a text that it can read in its place."""

from __future__ import annotations

import ast
import keyword
import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from itertools import islice

from cobot_lab.findings import Finding, Span
from cobot_lab.language.slips import keywords
from cobot_lab.language.slips.bodies import Bodies, Placed
from cobot_lab.language.slips.rules import BROKEN, first_of
from cobot_lab.language.slips.slip import Said, Slip, names_something
from cobot_lab.language.slips.statements import Statement, statements
from cobot_lab.language.tokens import STEPS_MAX, cut, wrong_syntax

SLIPS_MAX = 8
"""Most slips said at once: a page of them helps nobody."""
_PARTS = frozenset({"try", "except", "finally", "match", "case", "@", "async"})
"""First words of statements that cannot be read by themselves."""

Tree = Callable[[str], ast.Module | None]


@dataclass(slots=True)
class Diagnosis:
    """What became of a broken text.

    Attributes:
        findings: One for each slip, in order.
        lines: Lines of text that the slips cover.
        mended: The text with these lines replaced by harmless ones, of the same number.
        shifts: By how many columns a line of `mended` was moved to the left.
        lost: Names that the broken lines may have set.
    """

    findings: list[Finding] = field(default_factory=list)
    lines: set[int] = field(default_factory=set)
    mended: str = ""
    shifts: dict[int, int] = field(default_factory=dict)
    lost: set[str] = field(default_factory=set)

    def covers(self, finding: Finding) -> bool:
        """Tell whether a finding is about a line that a slip covers."""
        return finding.span is not None and finding.span.line in self.lines

    def moved_back(self, finding: Finding) -> Finding:
        """Give a finding on the mended text its place in the pupil's."""
        span = finding.span
        if span is None:
            return finding
        first, last = self.shifts.get(span.line, 0), self.shifts.get(span.end_line, 0)
        place = Span(span.line, span.column + first, span.end_line, span.end_column + last)
        return replace(finding, span=place)


def diagnose(text: str, tree: Tree) -> Diagnosis:
    """Look for the slips of a text.

    Args:
        text: The text as the parser would get it.
        tree: Python's parser; gives nothing where it cannot read.
    """
    return _Examination(text, tree).run()


class _Examination:
    def __init__(self, text: str, tree: Tree) -> None:
        self._tree = tree
        self._lines = text.split("\n")
        self._functions = frozenset(re.findall(r"\bdef\s+(\w+)", text))
        self._cut = list(islice(statements(text), STEPS_MAX))
        self._slips: dict[int, Slip] = {}
        self._guarded: list[Finding] = []
        self._broken: set[int] = set()
        self._said: dict[int, Said] = {}

    def run(self) -> Diagnosis:
        for statement in self._cut:
            words = statement.words()
            if words:
                self._said[statement.first] = Said(words, self._functions)
            self._one(statement)
        placed = [self._placed(at) for at in range(len(self._cut))]
        bodies = Bodies(placed)
        for line, slip in bodies.slips.items():
            self._slips.setdefault(line, slip)
        return self._result(placed, bodies)

    def _one(self, statement: Statement) -> None:
        said = self._said.get(statement.first)
        if statement.slip is None and said is not None and said.words[0].string in _PARTS:
            return
        slip = statement.slip
        if slip is None and said is not None and not self._reads(statement, said):
            slip = self._recognised(statement, said)
        if slip is None and said is None:
            slip = Slip("other", _whole(statement))
        if slip is not None:
            self._slips[statement.first] = slip
            self._broken.add(statement.first)

    def _reads(self, statement: Statement, said: Said) -> bool:
        """Tell whether a statement can be read by itself; what is too deep even to try is noted as that."""
        words = cut(statement.text)
        if words.depth is not None or words.characters:
            self._guarded += [_down(one, statement.first - 1) for one in (words.depth, *words.characters) if one]
            return True
        return self._tree(self._wrapped(statement, said, words.masked)) is not None

    def _wrapped(self, statement: Statement, said: Said, text: str, more: str = "") -> str:
        margin = statement.indentation
        before = "if 1:\n" if margin else ""
        if said.first in {"elif", "else"}:
            before += f"{margin}if 1: pass\n"
        body = f"\n{margin} pass" if more == ":" or said.words[-1].string == ":" else ""
        return f"{before}{text.rstrip() if not more else text.rstrip() + more}{body}"

    def _recognised(self, statement: Statement, said: Said) -> Slip:
        colon = keywords.missing_colon(said)
        if colon is not None:
            bare = "\n".join(self._lines[statement.first - 1 : said.words[-1].end[0]])
            bare = bare[: len(bare) - len(self._lines[said.words[-1].end[0] - 1]) + said.words[-1].end[1]]
            if self._tree(self._wrapped(statement, said, bare, ":")) is not None:
                return colon
        return first_of(BROKEN, said) or Slip("other", _whole(statement))

    def _placed(self, at: int) -> Placed:
        statement = self._cut[at]
        said = self._said.get(statement.first)
        deeper = at + 1 < len(self._cut) and len(self._cut[at + 1].indentation) > len(statement.indentation)
        broken = statement.first in self._broken
        kind = "" if said is None else keywords.like(said)
        opens = deeper if broken else bool(said and said.words[-1].string == ":")
        first = statement.text.split("\n")[0]
        return Placed(
            statement.first,
            statement.last,
            statement.indentation,
            len(first.strip()),
            (kind or "?") if broken or (said and said.words[0].string in _PARTS) else kind,
            opens,
        )

    def _result(self, placed: list[Placed], bodies: Bodies) -> Diagnosis:
        kept = [slip for _, slip in sorted(self._slips.items())][:SLIPS_MAX]
        result = Diagnosis([*(wrong_syntax(slip.detail, slip.span) for slip in kept), *self._guarded])
        lines = list(self._lines)
        laid_out = any(line not in self._broken for line in bodies.slips)
        for statement in placed:
            self._mend(statement, bodies, lines, result, laid_out=laid_out)
        result.mended = "\n".join(lines)
        return result

    def _mend(self, at: Placed, bodies: Bodies, lines: list[str], result: Diagnosis, *, laid_out: bool) -> None:
        said = self._said.get(at.line)
        if at.line in self._slips:
            result.lines.update(range(at.line, at.last + 1))
        margin = " " * (4 * bodies.depths[at.line]) if laid_out else at.indentation
        slip = bodies.slips.get(at.line)
        alone = slip is not None and slip.detail == "else_without_if"
        if alone or at.line in self._broken:
            lines[at.line - 1 : at.last] = [""] * (at.last + 1 - at.line)
            lines[at.line - 1] = margin + _harmless(replace(at, kind="") if alone else at, said)
            result.lost.update(word.string for word in (said.words if said else ()) if names_something(word))
        elif laid_out:
            lines[at.line - 1] = margin + lines[at.line - 1][len(at.indentation) :]
            result.shifts[at.line] = len(at.indentation) - len(margin)
        if at.line in bodies.empty and at.line not in self._broken and said is not None:
            line, column = said.words[-1].end
            lines[line - 1] = lines[line - 1][: column - (result.shifts.get(line, 0))] + " pass"


def _harmless(at: Placed, said: Said | None) -> str:
    if not at.opens:
        return "pass"
    if at.kind == "def" and said is not None and len(said.words) > 1 and said.words[1].string.isidentifier():
        name = said.words[1].string
        return f"def {name}():" if not keyword.iskeyword(name) else "if 1:"
    return {"elif": "elif 1:", "else": "else:", "while": "while 1:"}.get(at.kind, "if 1:")


def _whole(statement: Statement) -> Span:
    margin = len(statement.indentation)
    first = statement.text.split("\n")[0].rstrip()
    return Span(statement.first, margin, statement.first, max(len(first), margin + 1))


def _down(finding: Finding, lines: int) -> Finding:
    span = finding.span
    if span is None:
        return finding
    return replace(finding, span=Span(span.line + lines, span.column, span.end_line + lines, span.end_column))
