"""Pictures of every state of the gateway's pages: python tests/browser/console/screens.py OUT [1920x1080]."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from place import running, sealed
from playwright.sync_api import sync_playwright
from tour import launched, tour, watched

from cobot_lab.school.lesson import load_lesson

USUAL = "1366x768"


def main(out: Path, size: str = USUAL) -> None:
    """Make all pictures."""
    out.mkdir(parents=True, exist_ok=True)
    width, height = map(int, size.split("x"))
    folder = load_lesson("01").folder
    with (
        tempfile.TemporaryDirectory() as home,
        running(Path(home) / "home", "--worlds", "4", "--scale", "0.4") as house,
        sync_playwright() as one,
    ):
        data = sealed((folder / "solution.py").read_bytes())
        number = house.hand_in("lou", data)
        house.hand_in("noa", data)
        browser = launched(one)
        page = browser.new_page(viewport={"width": width, "height": height})
        wrong: list[str] = []
        watched(page, house, wrong)
        for name in tour(page, house, number):
            page.wait_for_timeout(300)
            page.screenshot(path=out / f"{name}.png")
            print(name)
        assert wrong == []
        browser.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]), *sys.argv[2:3])
