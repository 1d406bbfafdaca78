"""How many blocks a program is made of."""

from cobot_lab.codes import Code
from cobot_lab.language.reader import read
from cobot_lab.program.block_count import too_many

TEXT = b"# rien\nfor i in range(3):\n    attendre(1)\n    if i == 1:\n        attendre(2)\naller_a('repos')\n"


def test_loops_cases_and_steps_count_and_comments_do_not() -> None:
    program, _ = read(TEXT)
    assert program is not None
    count = len(tuple(program.walk()))
    assert too_many(program, 0) == too_many(program, count) == ()
    (finding,) = too_many(program, count - 1)
    assert (finding.code, finding.step) == (Code.TOO_MANY_BLOCKS, count)
    assert dict(finding.facts) == {"count": count, "limit": count - 1}
