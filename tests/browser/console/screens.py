"""Pictures of every state of the gateway's pages: python tests/browser/console/screens.py OUT."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from place import running, sealed
from playwright.sync_api import sync_playwright
from tour import launched, sign_in, tour, watched

from cobot_lab.school.lesson import load_lesson

SIZE = {"width": 1366, "height": 768}


def main(out: Path) -> None:
    """Make all pictures."""
    out.mkdir(parents=True, exist_ok=True)
    folder = load_lesson("01").folder
    with (
        tempfile.TemporaryDirectory() as home,
        running(Path(home) / "home", "--worlds", "4", "--scale", "0.4") as house,
        sync_playwright() as one,
    ):
        data = sealed((folder / "solution.py").read_bytes())
        number = house.hand_in("lou", data)
        browser = launched(one)
        page = browser.new_page(viewport=SIZE)
        wrong: list[str] = []
        watched(page, house, wrong)
        sign_in(page, house, "camille")
        for name in tour(page, house, number):
            page.wait_for_timeout(300)
            page.screenshot(path=out / f"{name}.png")
            print(name)
        sign_in(page, house, "lou")
        page.wait_for_selector(".own .row")
        page.screenshot(path=out / "pupil.png")
        assert wrong == []
        browser.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
