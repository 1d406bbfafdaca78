"""Every code is produced somewhere and triggered by a test or a lesson's wrong program."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

from cobot_lab.codes import Code
from cobot_lab.findings import Finding

CHECKOUT = Path(__file__).parents[2]


@cache
def _text(folder: str, ending: str) -> str:
    files = (CHECKOUT / folder).rglob(f"*{ending}")
    return "\n".join(file.read_text(encoding="utf-8") for file in files if file != Path(__file__))


@pytest.mark.parametrize("code", Code)
def test_a_code_is_produced(code: Code) -> None:
    assert re.search(rf"\bCode\.{code.name}\b", _text("cobot_lab", ".py"))


@pytest.mark.parametrize("code", Code)
def test_a_code_is_triggered(code: Code) -> None:
    mentioned = _text("tests", ".py") + _text("lessons", "lesson.toml")
    assert re.search(rf"\b({code.name}|{code.value})\b", mentioned)


def test_a_finding_carries_exactly_the_facts_of_its_code() -> None:
    assert Finding.of(Code.NOT_AT_REST, distance=0.5).fact("distance") == 0.5
    with pytest.raises(TypeError, match="G02"):
        Finding.of(Code.NOT_AT_REST)
    with pytest.raises(TypeError, match="G02"):
        Finding.of(Code.NOT_AT_REST, distance=0.5, speed=0.1)
