import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest

from cobot_lab import stored
from cobot_lab.codes import Code
from cobot_lab.findings import Verdict
from cobot_lab.motion.actions import Wait
from cobot_lab.motion.plan_data import Plan
from cobot_lab.verify.checker import NAMES, check
from cobot_lab.verify.checks.check import Stage
from cobot_lab.verify.checks.registry import CHECKS
from cobot_lab.verify.plan_error import PlanError
from cobot_lab.verify.version import versions

PHYSICS = tuple(one.name for one in CHECKS if one.stage is Stage.PHYSICS)


def test_clean_plan_passes_with_every_check(cell, good, task):
    told = []
    recording, report = check(good, cell, task, lambda name, fraction: told.append((name, fraction)))
    assert report.verdict is Verdict.PASSED
    assert (report.run, report.not_run, report.findings) == (NAMES, (), ())
    assert report.subject == stored.sha256(good.to_bytes())
    assert {name for name, _ in told} == {*NAMES, "physics"}
    assert recording is not None
    assert recording.names[-2:] == ("ebauche", "temoin")
    assert len(recording.width) == pytest.approx((good.duration + 0.5) * 60, abs=2)
    assert recording.width[0] == pytest.approx(0.05, abs=1e-4)


def test_early_refusal_keeps_the_physics_from_running(cell, author, task):
    plan = (
        author.go("plateau", 2.5, up=0.08).line("plateau", 1.5, up=-0.02).line("plateau", 1.5, up=0.08).rest(2.5).plan()
    )
    recording, report = check(plan, cell, task)
    assert recording is None
    assert (report.codes, report.not_run) == (("C01",), PHYSICS)
    assert (report.findings[0].step, report.verdict) == (2, Verdict.FAILED)


def test_how_it_ends_is_told_besides(cell, author, task):
    plan = author.go("plateau", 2.5, up=0.08).line("plateau", 1.5, up=-0.02).line("plateau", 1.5, up=0.08).plan()
    assert check(plan, cell, task)[1].codes == ("C01", "G02")


def test_nothing_gripped_tells_the_cause_alone(cell, author, task):
    author.go("magasin", up=0.08).close().go("plateau", 2.8, up=0.08).line("plateau").open().line("plateau", up=0.08)
    report = check(author.rest(2.5).plan(), cell, task)[1]
    assert report.codes == ("P01",)
    assert "goal" in report.not_run
    assert "part_lands" in report.not_run


def test_never_gripped_misses_the_goal(cell, author, task):
    report = check(author.go("magasin", up=0.08).line("magasin").line("magasin", up=0.08).rest().plan(), cell, task)[1]
    assert report.codes == ("G01",)


def test_without_a_task_no_goal_is_asked(cell, author):
    report = check(author.go("magasin", up=0.08).plan(), cell)[1]
    assert report.verdict is Verdict.PASSED


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"cell": "f" * 64}, "cell"),
        ({"robot": "other"}, "robot"),
        ({"joints": ("a", "b")}, "joints"),
        ({"actions": ()}, "actions"),
        ({"q_start": np.zeros(3)}, "q_start"),
        ({"q_start": np.full(6, np.nan)}, "q_start"),
        ({"actions": (Wait(1, np.inf),)}, "duration"),
        ({"actions": (Wait(1, -1.0),)}, "duration"),
        ({"actions": (Wait(1, 1e308), Wait(2, 1e308))}, "duration"),
    ],
)
def test_unsound_plans_are_named(cell, good, change, named):
    with pytest.raises(PlanError, match=named):
        check(replace(good, **change), cell)


def test_waiting_alone_is_a_plan(cell, good):
    assert check(replace(good, actions=(Wait(1, 0.5),)), cell)[1].verdict is Verdict.PASSED
    assert check(replace(good, actions=(Wait(1, 0.0),)), cell)[1].verdict is Verdict.PASSED


def test_two_processes_give_the_same_bytes(cell, good, tmp_path):
    file = tmp_path / "plan.json"
    file.write_bytes(good.to_bytes())
    code = """
import sys
from pathlib import Path
from cobot_lab import stored
from cobot_lab.cell.load import cells, load_cell
from cobot_lab.motion.plan_data import Plan
from cobot_lab.verify.checker import check
(path,) = [path for path in cells("ur3e") if path.stem == "atelier"]
recording, report = check(Plan.from_bytes(Path(sys.argv[1]).read_bytes()), load_cell(path))
print(recording.digest, stored.sha256(stored.canonical(report.to_dict())))
"""
    done = subprocess.run([sys.executable, "-c", code, str(file)], capture_output=True, text=True, check=True)
    recording, report = check(Plan.from_bytes(file.read_bytes()), cell)
    assert recording is not None
    assert done.stdout.split() == [recording.digest, stored.sha256(stored.canonical(report.to_dict()))]


def test_every_check_has_its_own_name_and_knows_those_it_follows():
    assert len(set(NAMES)) == len(CHECKS)
    for one in CHECKS:
        assert set(one.after) <= set(NAMES)


def test_versions_name_the_engine():
    assert versions()["pybullet"].startswith("3.")


def test_codes_are_known():
    assert Code("P01") is Code.NO_GRASP
