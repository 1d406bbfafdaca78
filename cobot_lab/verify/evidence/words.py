"""The words that exhibits are labelled with; whoever asks for exhibits brings them in a person's language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

WORDS = (
    "time",
    "tool_speed",
    "surface_speed",
    "tool_limit",
    "surface_limit",
    "gap",
    "gap_limit",
    "step",
    "whole",
    "close",
    "seen",
    "planned",
)
"""Keys of the labels."""


@dataclass(frozen=True, slots=True)
class Words:
    """What is written on exhibits.

    Attributes:
        labels: A phrase for each of `WORDS`; `seen` and `planned` take `{t}`.
        title: What the curves are headed with.
        finding: Sentence of the finding that the still shows.
        steps: What stands at each step, by its number: a line of the program, or the words of a block.
        comma: Sign between whole and parts of a number.
    """

    labels: Mapping[str, str]
    title: str
    finding: str = ""
    steps: Mapping[int, str] = field(default_factory=dict)
    comma: str = ","

    def number(self, value: float, decimals: int) -> str:
        """Write a number as people of the language do."""
        return f"{value:.{decimals}f}".replace(".", self.comma)
