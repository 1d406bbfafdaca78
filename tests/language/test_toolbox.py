"""Which steps an activity lets a pupil use."""

import pytest

from cobot_lab.language.reader import read
from cobot_lab.language.toolbox import outside_toolbox
from cobot_lab.program.table import ROWS


def names(source: str, *allowed: str) -> list[tuple[object, int | None]]:
    program, report = read(source)
    assert program is not None, report.findings
    return [(finding.fact("name"), finding.step) for finding in outside_toolbox(program, allowed)]


EVERYTHING = """\
# c
def f(a):
    return -a
x = 1
x += 1
if x == 1 and True:
    aller_a("repos")
for i in range(2):
    pick(offset("A", 0, 0, 0))
for i in range(1, 3):
    f(i)
while True:
    break
while not x:
    wait(f(1))
"""


def test_no_toolbox_allows_everything() -> None:
    assert names(EVERYTHING) == []


def test_everything_used_is_named_once_a_step() -> None:
    assert names(EVERYTHING, "wait") == [
        ("define", 1),
        ("return", 2),
        ("arithmetic", 2),
        ("variable", 2),
        ("set", 3),
        ("change", 4),
        ("if", 5),
        ("logic", 6),
        ("comparison", 6),
        ("variable", 6),
        ("go_to_rest", 7),
        ("repeat", 8),
        ("pick", 9),
        ("offset", 9),
        ("count", 10),
        ("call", 11),
        ("variable", 11),
        ("forever", 12),
        ("break", 13),
        ("while", 14),
        ("logic", 14),
        ("variable", 14),
        ("call", 15),
    ]


def test_all_rows_allow_everything() -> None:
    assert names(EVERYTHING, *(row.op for row in ROWS)) == []


def test_the_finding_is_at_its_place() -> None:
    program, _ = read('pick("A")\nwait(1 + 1)\n')
    assert program is not None
    (finding,) = outside_toolbox(program, ("pick", "wait"))
    assert finding.code.name == "OUTSIDE_TOOLBOX"
    assert finding.span is not None
    assert (finding.span.line, finding.span.column) == (2, 5)


@pytest.mark.parametrize(("allowed", "found"), [("go_to", []), ("go_to_rest", []), ("pick", [("go_to_rest", 1)])])
def test_the_rest_position_comes_with_going_somewhere(allowed: str, found: list[object]) -> None:
    assert names('go_to("rest")', allowed) == found


def test_going_somewhere_does_not_come_with_the_rest_position() -> None:
    assert names('go_to("A")', "go_to_rest") == [("go_to", 1)]
