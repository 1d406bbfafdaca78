"""What a plan leaves, in a few lines under the verdict."""

from __future__ import annotations

from cobot_lab.findings import Span
from cobot_lab.program.program import Program
from cobot_lab.ui.sentences import Sentences
from cobot_lab.ui.terminal.voice import Voice
from cobot_lab.verify.margins import REACH, Margin

_UNITS = {
    "clearance": "mm",
    "grip": "times",
    "joint": "deg",
    "singularity": "pct",
    "tool_speed": "mm/s",
    "surface_speed": "mm/s",
    "contact_energy": "J",
    "pinch_gap": "mm",
}


def show_margins(voice: Voice, margins: tuple[Margin, ...], words: Sentences, program: Program | None) -> None:
    """Write each margin: the worst, its limit, where and when."""
    if margins:
        voice.say("terminal.margins.title", "dim")
    for margin in margins:
        voice.say("terminal.margins.line", "dim", said=said(margin, words), where=_where(margin, words, program))


def said(margin: Margin, words: Sentences) -> str:
    """Say a margin in a few words, without its place in the program."""
    unit = _UNITS[margin.name]
    value, limit = words.number(margin.value, unit), words.number(margin.limit, unit)
    far = margin.name == "clearance" and not margin.about
    key = "far" if far else margin.name
    about = " – ".join(words.named(name) for name in margin.about)
    return words.word(
        f"terminal.margins.{key}", value=words.number(REACH, "mm") if far else value, limit=limit, about=about
    )


def _where(margin: Margin, words: Sentences, program: Program | None) -> str:
    span = Span() if program is None else program.span_of(margin.step) or Span()
    line = (
        words.word("terminal.line", line=span.line)
        if span.line
        else words.word("terminal.block_only", step=margin.step)
    )
    return f"{line}, {words.word('terminal.instant', t=margin.t)}"
