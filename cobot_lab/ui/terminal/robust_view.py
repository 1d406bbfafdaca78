"""How the answers of `cobot-lab robust` look on a terminal."""

from __future__ import annotations

from rich.table import Table
from rich.text import Text

from cobot_lab.findings import Finding
from cobot_lab.ui.sentences import Sentences
from cobot_lab.ui.terminal.voice import Voice
from cobot_lab.verify.robustness.changes import Change, Changes
from cobot_lab.verify.robustness.chart import Chart, Spot
from cobot_lab.verify.robustness.picture import mark
from cobot_lab.verify.robustness.trials import Robustness

_UNITS = {"x": "mm1", "y": "mm1", "turn": "deg1", "mass": "pct", "friction": "pct", "size": "mm2"}


def show_trials(voice: Voice, found: Robustness, words: Sentences) -> None:
    """Write n of N, then for each world that fails which one it is, what happens and what differs there."""
    style = "bold green" if not found.failures else "bold yellow"
    voice.say("terminal.robust.result", style, passed=found.passed, total=found.total, seed=found.seed)
    if not found.failures:
        return
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim")
    for key in ("world", "code", "where", "cause"):
        table.add_column(words.word(f"terminal.robust.{key}_column"))
    for failure in found.failures:
        finding = failure.finding
        said = f"{words.says(finding)} {_about(words, finding, failure.changes)}"
        table.add_row(str(failure.world), Text(finding.code.value, "bold red"), _where(words, finding), Text(said))
    voice.out.print(table)
    world = found.failures[0].world
    voice.say("terminal.robust.replay", "dim", command=f"--seed {found.seed} --world {world}")


def differs(words: Sentences, change: Change) -> str:
    """Say how a part differs, in numbers."""
    numbers = {key: _signed(words, getattr(change, key), unit) for key, unit in _UNITS.items()}
    return words.word("terminal.robust.change", part=words.labels.get(change.part, change.part), **numbers)


def _about(words: Sentences, finding: Finding, changes: Changes) -> str:
    """Say how the part differs that a finding is about; every part when it names none."""
    named = {value for key, value in finding.facts if key in {"part", "thing"}}
    about = [change for change in changes if change.part in named] or changes
    return " ".join(f"({differs(words, change)})" for change in about)


def _where(words: Sentences, finding: Finding) -> str:
    places = []
    if finding.span is not None and finding.span.line:
        places.append(words.word("terminal.line", line=finding.span.line))
    elif finding.step is not None:
        places.append(words.word("terminal.block_only", step=finding.step))
    if finding.t is not None:
        places.append(words.word("terminal.instant", t=finding.t))
    return ", ".join(places)


def _signed(words: Sentences, value: float, unit: str) -> str:
    said = words.number(abs(value), unit)
    return f"{'−' if value < 0.0 else '+'}{said}"


def show_chart(voice: Voice, found: Chart, words: Sentences) -> None:
    """Write a map, one table for each turn, and what the codes in it mean."""
    xs, ys, turns = found.axes
    spots = iter(found.spots)
    label = words.labels.get(found.part, found.part)
    for turn in turns:
        title = words.word("terminal.robust.chart", part=label, turn=_signed(words, turn, "deg1"))
        table = Table(title=title, title_justify="left", title_style="bold", header_style="dim")
        table.add_column(words.word("terminal.robust.corner"), style="dim")
        for x in xs:
            table.add_column(_signed(words, x, "mm1"), justify="center")
        for y in ys:
            table.add_row(_signed(words, y, "mm1"), *(_shown(next(spots)) for _ in xs))
        voice.out.print(table)
    first = {spot.finding.code: spot.finding for spot in reversed(found.spots) if spot.finding is not None}
    for code in sorted(first, key=lambda code: code.value):
        voice.out.print(Text.assemble((f"{code.value}  ", "bold red"), words.says(first[code])), soft_wrap=True)
    voice.say("terminal.robust.legend", "dim", tolerance=found.tolerances.position)


def _shown(spot: Spot) -> Text:
    return Text(mark(spot), "green" if spot.passed else "dim" if not spot.room else "bold red")
