"""What a program does wrong for some answers of its sensors only is said with these answers."""

from __future__ import annotations

import pytest

from cobot_lab.codes import Code
from cobot_lab.findings import Finding
from cobot_lab.language.reader import read
from cobot_lab.program.checks.registry import examine
from cobot_lab.program.checks.subject import Subject, Turn
from cobot_lab.program.commands import Command, GoTo, GoToRest, SetSpeed, Spot

RED: Turn = (True, (("couleur", "rouge"),))
BLUE: Turn = (False, (("couleur", "bleu"),))
THERE: Turn = (True, (("presence", True),))
SLOW, FAST = (SetSpeed(1, 0.2),), (SetSpeed(2, 0.9),)
HOME: tuple[Command, ...] = (GoTo(3, Spot("a")), GoToRest(4))


def too_fast(*ways: tuple[tuple[Turn, ...], tuple[Command, ...]]) -> list[Finding]:
    program, _ = read(b'aller_a("repos")\n')
    assert program is not None
    runs = tuple((*commands, *HOME) for _, commands in ways)
    subject = Subject(program, runs=runs, decided=tuple(decided for decided, _ in ways), speed_max=0.5)
    return [finding for finding in examine(subject).findings if finding.code is Code.NUMBER_OUT_OF_RANGE]


@pytest.mark.parametrize(
    ("ways", "outcomes"),
    [
        ([((RED,), SLOW), ((BLUE,), SLOW)], None),
        ([((RED,), FAST), ((BLUE,), FAST)], ()),
        ([((RED,), SLOW), ((BLUE,), FAST)], (("couleur", "bleu"),)),
        ([((RED, RED), FAST), ((RED, BLUE), FAST), ((BLUE,), SLOW)], (("couleur", "rouge"),)),
        ([((RED, RED), SLOW), ((RED, BLUE), FAST), ((BLUE,), SLOW)], (("couleur", "rouge"), ("couleur", "bleu"))),
        ([((THERE, RED), SLOW), ((THERE, BLUE), FAST)], (("presence", True), ("couleur", "bleu"))),
        ([((), FAST)], ()),
    ],
)
def test_the_fewest_answers_that_lead_to_it_are_said(ways, outcomes) -> None:
    found = too_fast(*ways)
    assert [finding.outcomes for finding in found] == ([] if outcomes is None else [outcomes])
    assert all(finding.step == 2 for finding in found)
