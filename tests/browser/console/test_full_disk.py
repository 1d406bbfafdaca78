"""The end of a run that cannot be written, as the referent sees it."""

from __future__ import annotations

import resource
from typing import TYPE_CHECKING

import place
import tour
from playwright.sync_api import sync_playwright

from cobot_lab.deploy.aftermath import runs
from cobot_lab.deploy.judge import Cause
from cobot_lab.school.lesson import load_lesson

if TYPE_CHECKING:
    from pathlib import Path


def test_the_page_says_so_until_it_is_written(tmp_path: Path) -> None:
    wrong: list[str] = []
    with place.running(tmp_path / "home", "--worlds", "0", "--scale", "0.4") as house, sync_playwright() as one:
        number = house.hand_in("lou", place.sealed((load_lesson("01").folder / "solution.py").read_bytes()))
        soft, hard = resource.prlimit(house.pid, resource.RLIMIT_FSIZE)
        browser = tour.launched(one)
        page = browser.new_page(viewport={"width": 1366, "height": 768})
        tour.watched(page, house, wrong)
        for state in tour.tour(page, house, number):
            if state == "running":
                break
        resource.prlimit(house.pid, resource.RLIMIT_FSIZE, (0, hard))  # as on a full disk: no file grows any more
        page.click("#stop")
        page.wait_for_selector(".state-interrupted")
        page.wait_for_selector("[role=alert]:has-text('pas encore écrite')")
        page.wait_for_selector("[role=alert]:has-text('Le journal ne peut pas être lu en ce moment')")
        said = page.inner_text("body")
        assert not any(word in said for word in ("disk", "Error", "cannot"))
        resource.prlimit(house.pid, resource.RLIMIT_FSIZE, (soft, hard))
        page.wait_for_selector("[role=alert]:has-text('pas encore écrite')", state="detached")
        page.wait_for_selector(".chart canvas")
        page.wait_for_selector(".card.ask")
        browser.close()
        (run,) = runs(house.ring.journal.entries())
        assert (run.cause, bool(run.record)) == (Cause.OPERATOR.value, True)
    assert wrong == []
