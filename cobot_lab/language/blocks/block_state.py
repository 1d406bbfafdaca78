"""One block as it was saved: its parts asked for one after another, so that what nobody asked for is noticed."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from cobot_lab.codes import Code
from cobot_lab.findings import Fact, Finding, Span
from cobot_lab.language.blocks.margin import read_margin
from cobot_lab.language.characters import hidden, refused, visible
from cobot_lab.language.context import Notes

FINDINGS_MAX = 100
"""After so many findings the rest of a workspace is not looked at."""

ID_MAX = 100
"""Longest `id` of a block [characters]; Blockly makes 20."""

_MEMBERS = frozenset({
    "type", "id", "x", "y", "collapsed", "deletable", "movable", "editable", "enabled", "disabledReasons", "inline",
    "data", "extraState", "icons", "fields", "inputs", "next",
})  # fmt: skip
_PLAIN: dict[str, type | tuple[type, ...]] = {
    **dict.fromkeys(("collapsed", "deletable", "movable", "editable", "enabled", "inline"), bool),
    **dict.fromkeys(("x", "y"), (int, float)),
    "data": str,
}
"""What members hold that are no part of the program: no block can hide in one."""


@dataclass(slots=True)
class BlockNotes(Notes):
    """What reading a workspace notes.

    Attributes:
        functions: Names of the pupil's functions.
        variables: Names of the variables by the key that fields hold.
        ids: Every block's `id`, with that of the step it stands in.
        whole: Whether every block could be made a step or a value.
        raw: How much text outside the language was looked at [characters].
    """

    functions: frozenset[str] = frozenset()
    variables: dict[str, str] = field(default_factory=dict)
    ids: dict[str, str] = field(default_factory=dict)
    whole: bool = True
    raw: int = 0

    def lack(self, code: Code, span: Span | None, **facts: Fact) -> None:
        """Note what leaves a hole in the program."""
        self.whole = False
        self.find(code, span or Span(), **facts)

    @property
    def enough(self) -> bool:
        """Whether to stop looking; what is left then counts as missing."""
        stop = len(self.findings) >= FINDINGS_MAX
        self.whole = self.whole and not stop
        return stop

    def unreadable(self, path: str, reason: str) -> None:
        """Note what cannot even be given a block."""
        self.lack(Code.BLOCKS_UNREADABLE, None, path=path, reason=reason)


@dataclass(slots=True)
class Block:
    """A block of a workspace.

    Attributes:
        type: Its type.
        span: Where it is.
        state: Its saved form.
        notes: Where to note what is wrong with it.
        margin: What it keeps beside what it shows.
    """

    type: str
    span: Span
    state: dict[str, Any]
    notes: BlockNotes
    margin: dict[str, str] = field(default_factory=dict)
    _fields: dict[str, Any] = field(default_factory=dict)
    _inputs: dict[str, Any] = field(default_factory=dict)

    @classmethod
    def open(cls, state: Any, path: str, notes: BlockNotes, step: str | None = None) -> Block | None:
        """Look at a saved block, or note why it is none.

        Args:
            state: What stands where a block is wanted.
            path: Where that is, for blocks that cannot say who they are.
            notes: Where to note it.
            step: `id` of the step it stands in; nothing when it is one.
        """
        if not isinstance(state, dict) or not isinstance(state.get("type"), str):
            notes.unreadable(path, "shape")
            return None
        key = state.get("id")
        if not isinstance(key, str) or not 0 < len(key) <= ID_MAX or any(map(hidden, key)):
            notes.unreadable(f"{path}.id", "shape")
            return None
        span = Span(block=key)
        if key in notes.ids:
            notes.lack(Code.BLOCK_REPEATED, span, block=key)
            return None
        notes.ids[key] = step or key
        block = cls(state["type"], span, state, notes)
        block._check_members()
        return block

    def _check_members(self) -> None:
        for name in self.state:
            if name not in _MEMBERS:
                self.broken(str(name), "unknown")
        for name, kind in _PLAIN.items():
            if name in self.state and not isinstance(self.state[name], kind):
                self.broken(name, "kind")
        if self.state.get("enabled") is False or self.state.get("disabledReasons"):
            self.broken("enabled", "disabled")
        self._fields = dict(self._part("fields"))
        self._inputs = dict(self._part("inputs"))
        data = self.state.get("data", "")
        self.margin = read_margin(data) if isinstance(data, str) else {}

    def _part(self, name: str) -> dict[str, Any]:
        part = self.state.get(name, {})
        if isinstance(part, dict):
            return part
        self.broken(name, "kind")
        return {}

    def broken(self, part: str, reason: str) -> None:
        """Note that a part of the block is not as it has to be."""
        self.notes.lack(Code.BLOCK_BROKEN, self.span, type=visible(self.type), part=visible(part), reason=reason)

    def find(self, code: Code, **facts: Fact) -> None:
        """Note a finding that leaves no hole."""
        self.notes.find(code, self.span, **facts)

    def find_as(self, finding: Finding) -> None:
        """Note a finding made elsewhere as one of this block."""
        self.notes.findings.append(replace(finding, span=self.span, step=None))

    # Parts

    def extra_state(self, name: str, default: Any) -> Any:
        """Give a member of the extra state, of the same kind as `default`, which stands for a missing one."""
        extra = self.state.get("extraState", {})
        value = extra.get(name, default) if isinstance(extra, dict) else None
        if type(value) is type(default):
            return value
        self.broken(f"extraState.{name}", "kind")
        return default

    def field(self, name: str) -> Any:
        """Take what a field holds; nothing when it is missing."""
        return self._fields.pop(name, None)

    def text(self, name: str) -> str:
        """Take the text of a field."""
        value = self.field(name)
        if not isinstance(value, str):
            self.broken(name, "kind")
            return ""
        return self.seen(value)

    def seen(self, text: str) -> str:
        """Note the first character of a text that cannot be seen; such a text is kept nowhere."""
        wrong = next((character for character in text if hidden(character)), None)
        if wrong is not None:
            self.notes.whole = False
            self.notes.findings.append(refused(wrong, self.span))
        return text

    def held(self, name: str) -> Any:
        """Take the saved block that an input holds, the shadow when nothing stands before it; nothing for a gap."""
        holder = self._inputs.pop(name, None)
        if holder is None:
            return None
        if not isinstance(holder, dict) or not set(holder) <= {"block", "shadow"}:
            self.broken(name, "kind")
            return None
        return holder.get("block", holder.get("shadow"))

    def following(self) -> Any:
        """Take the saved block that hangs below; nothing at the end."""
        holder = self.state.get("next")
        if holder is None:
            return None
        if not isinstance(holder, dict) or set(holder) != {"block"}:
            self.broken("next", "kind")
            return None
        return holder["block"]

    @property
    def note(self) -> str:
        """The comment of the block, on one line."""
        icons = self.state.get("icons", {})
        comment = icons.get("comment", {}) if isinstance(icons, dict) else None
        text = comment.get("text", "") if isinstance(comment, dict) else None
        if not isinstance(text, str):
            self.broken("icons", "kind")
            return ""
        return one_line(self.seen(text))

    def forget(self) -> None:
        """Take every part unread: one remark on the whole block is enough."""
        self._fields.clear()
        self._inputs.clear()

    def close(self, *, ends: bool = False) -> None:
        """Note every part that nobody took; `ends` for a block below which nothing can hang."""
        for name in (*self._fields, *self._inputs):
            self.broken(str(name), "unknown")
        if ends and "next" in self.state:
            self.broken("next", "end")


def one_line(text: str) -> str:
    r"""Give a comment as one line of text can hold it.

    >>> one_line("vers la droite\npuis en bas ")
    'vers la droite puis en bas'
    """
    return " ".join(text.splitlines()).rstrip()
