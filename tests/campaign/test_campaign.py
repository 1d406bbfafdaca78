"""The campaign in short: every check's own fault is caught, and missed once that check is broken; clean ones pass."""

from __future__ import annotations

import pytest
from trial.broken import WITNESSES, with_broken
from trial.campaign import FAULTS, clean, plant, replay
from trial.geometry import compare
from trial.grasps import grasps
from trial.planted import Harmless, generator
from trial.rates import Rate
from trial.work import cell_of

from cobot_lab.verify.checks.registry import CHECKS


@pytest.mark.parametrize("name", [check.name for check in CHECKS])
def test_a_broken_check_makes_the_campaign_go_red(name: str) -> None:
    assert name in WITNESSES, f"no planted fault shows that {name} works: plant one that it alone answers"
    whole, broken = with_broken(name, replay(WITNESSES[name]))
    assert whole.caught, whole
    assert whole.placed, whole
    assert not broken.caught, broken


def test_no_witness_is_left_over() -> None:
    assert set(WITNESSES) == {check.name for check in CHECKS}
    assert {name.split(":")[0] for name in WITNESSES.values()} <= set(FAULTS)
    assert len(FAULTS) >= 12


@pytest.mark.parametrize("seed", [0, 1, 2, 5])
def test_clean_programs_pass(seed: int) -> None:
    result = clean(seed)
    assert result.passed, result


@pytest.mark.parametrize("arm", ["ur3e", "ned2"])
def test_coal_and_mujoco_agree_on_what_touches(arm: str) -> None:
    found = compare(cell_of(arm), 40, seed=3)
    assert found.touching > 20
    assert found.unsure < 0.01 * found.pairs
    assert found.differing == []
    assert found.over <= 1e-5, "a distance is never said to be more than it is"


def test_grips_below_the_limit_lose_the_part() -> None:
    tried = list(grasps(16, 0.2, 0.9, seed=1))
    assert len(tried) == 16
    assert all(grasp.lost for grasp in tried)


def test_a_fault_is_planted_again_from_its_name() -> None:
    first, _ = plant("slippery_part", 2)
    again = replay(f"{first.kind}:{first.seed}")
    assert (again.why, again.work.source, again.lines) == (first.why, first.work.source, first.lines)


def test_what_is_harmless_is_no_fault() -> None:
    """A part that is held with room to spare is not called too heavy, whatever was done to it."""
    kept = 0
    for seed in range(40):
        try:
            kept += "< 2" in FAULTS["heavy_part"](generator("heavy_part", seed), seed).why
        except Harmless:  # noqa: PERF203 - asked one by one
            continue
    assert 0 < kept < 40


def test_bounds_hold_the_rate_and_are_never_certain() -> None:
    low, high = Rate(500, 500).bounds()
    assert (high, round(low, 4)) == (1.0, 0.9926)  # 0.025 ** (1 / 500)
    low, high = Rate(0, 200).bounds()
    assert (low, round(high, 4)) == (0.0, 0.0183)
    low, high = Rate(45, 50).bounds()
    assert low < 0.9 < high
