"""Bundles and approvals with something changed, ten of each kind: none gets through, each for a reason."""

from __future__ import annotations

from pathlib import Path

from mutations import APPROVAL, BUNDLE, campaign


def test_nothing_that_was_changed_gets_through(tmp_path: Path) -> None:
    kinds = len(BUNDLE) + len(APPROVAL)
    tally = campaign(10 * kinds, 7, tmp_path)
    assert tally.through == []
    assert len(tally.tried) == kinds >= 25
    assert sum(tally.refused.values()) == sum(tally.tried.values()) > 9 * kinds
    assert {"T01", "T02", "T04", "T05", "T06", "T13"} <= set(tally.codes)
