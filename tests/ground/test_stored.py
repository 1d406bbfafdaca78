"""Stored forms: one byte form for a value, and nothing but the schema asked for is read."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from cobot_lab import stored

SCHEMA = "cobot_lab/thing/1"
TEXT = st.text(st.characters(exclude_categories=["Cs"]))
NUMBERS = st.integers(-(2**53) + 1, 2**53 - 1) | st.floats(allow_nan=False, allow_infinity=False)
VALUES = st.recursive(
    st.none() | st.booleans() | NUMBERS | TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=20,
)


@given(st.dictionaries(TEXT, VALUES))
def test_what_is_stored_reads_back_and_stores_again_to_the_same_bytes(facts: dict[str, object]) -> None:
    data = stored.canonical({**facts, "schema": SCHEMA})
    assert stored.canonical(stored.parse(data, SCHEMA)) == data


@pytest.mark.parametrize(
    ("data", "named"),
    [
        (b"", "Expecting value"),
        (b"[]", "the schema is None"),
        (b'"text"', "the schema is None"),
        (b'{"schema": "cobot_lab/other/1"}', "cobot_lab/other/1"),
        (b'{"schema": "cobot_lab/thing/1", "x": NaN}', "NaN"),
        (b'{"schema": "cobot_lab/thing/1", "x": -Infinity}', "Infinity"),
        (b'{"schema": "cobot_lab/thing/1", "x": 1e999}', "1e999"),
        (b'{"schema": "cobot_lab/thing/1", "schema": "cobot_lab/thing/1"}', "twice"),
        (b"\xff\xfe{\x00}\x00", "utf-8"),
        (b"[" * 100_000, ""),
    ],
)
def test_anything_else_is_refused_by_name(data: bytes, named: str) -> None:
    with pytest.raises(stored.StoredFormError, match="cobot_lab/thing/1") as refusal:
        stored.parse(data, SCHEMA)
    assert named in str(refusal.value)


@pytest.mark.parametrize("value", [float("nan"), float("inf"), 2**60])
def test_what_json_cannot_say_is_not_stored(value: float) -> None:
    with pytest.raises(rfc8785.CanonicalizationError):
        stored.canonical({"x": value})


def test_a_file_is_put_in_place_whole_and_a_link_is_not_followed(tmp_path: Path) -> None:
    victim, file = tmp_path / "victim", tmp_path / "file"
    victim.write_bytes(b"precious")
    file.symlink_to(victim)
    stored.put(file, b"new", mode=0o600)
    assert (file.read_bytes(), victim.read_bytes(), file.is_symlink()) == (b"new", b"precious", False)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    with pytest.raises(OSError, match="No such file"):
        stored.put(tmp_path / "nowhere" / "file", b"new")
    (tmp_path / "folder").mkdir()
    with pytest.raises(OSError, match="directory"):
        stored.put(tmp_path / "folder", b"new")
    assert sorted(each.name for each in tmp_path.iterdir()) == ["file", "folder", "victim"]
