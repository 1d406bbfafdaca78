"""Pictures of every state of the lesson screen, and its figures: python tests/browser/screens.py OUT."""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from playwright.sync_api import Page, sync_playwright

from cobot_lab.paths import data_room
from cobot_lab.ui.widgets.bundle import STATIC

if TYPE_CHECKING:
    from lesson.lab import Lab

SIZES = ((1366, 768), (1920, 1080))
FIRST = data_room("lessons") / "01_prendre_deposer"
EDGE = (FIRST / "wrong_tray_edge.py").read_text(encoding="utf-8")
NO_REST = 'prendre("magasin")\ndeposer("plateau")\n'


def main(out: Path) -> None:
    """Make all pictures, and print the figures."""
    sys.path.insert(0, str(Path(__file__).parent))
    from lesson.lab import launched, open_lesson, running_lab, watched  # noqa: PLC0415 - found by the line above

    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, running_lab(Path(folder) / "lab") as lab, sync_playwright() as one:
        browser = launched(one)
        for width, height in SIZES:
            page = browser.new_page(viewport={"width": width, "height": height})
            outside: list[str] = []
            watched(page, outside)
            took = open_lesson(page, lab, lab.notebook(f"at_{width}", "01"))
            print(f"{width}×{height}: lesson on the screen after {took:.1f} s")
            for name in states(page):
                page.wait_for_timeout(700)
                page.screenshot(path=out / f"{name}_{width}x{height}.png")
                print(f"  {name}")
            if width == SIZES[0][0]:
                figures(page, lab)
            assert outside == []
            page.close()
        browser.close()
    for file in sorted(STATIC.glob("*.js")):
        print(f"bundle {file.name}: {file.stat().st_size / 1024:.0f} KiB")


def states(page: Page) -> Iterator[str]:
    """Take the lesson from one state to the next."""
    yield "empty"
    write(page, EDGE)
    yield "editing"
    page.click(".cl .cl-primary")
    page.wait_for_selector(".cl-progress:not([hidden])")
    yield "verifying"
    page.wait_for_selector(".cl[data-state=failed]")
    page.click(".cl-finding")
    yield "failed"
    page.click(".cl .cl-plain:has-text('Indice')")
    page.wait_for_selector(".cl-hints li")
    yield "hint"
    write(page, NO_REST)
    page.wait_for_selector(".cl[data-state=editing]")
    page.click(".cl .cl-primary")
    page.wait_for_selector(".cl[data-state=failed]")
    page.click(".cl .cl-plain:has-text('Réparation')")
    page.wait_for_selector(".cl-row-in")
    yield "fix"
    page.click(".cl .cl-accept")
    page.wait_for_selector(".cl[data-state=editing]")
    page.click(".cl .cl-primary")
    page.wait_for_selector(".cl[data-state=passed]")
    page.wait_for_timeout(3000)
    yield "passed"
    page.click(".cl .cl-tool:has-text('English')")
    page.wait_for_selector(".cl[lang=en]")
    yield "english"
    size = page.viewport_size
    assert size is not None
    page.set_viewport_size({"width": size["width"] // 2, "height": size["height"] // 2})
    yield "zoom200"
    page.set_viewport_size(size)


def write(page: Page, source: str) -> None:
    """Write a program in the Python face, and look at its blocks."""
    page.click(".cl [data-tab=python]")
    page.click(".cl .cobot-panel-python .cm-content")
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(source)
    page.click(".cl [data-tab=blocks]")


def figures(page: Page, lab: Lab) -> None:
    """Print how long a press takes, how much memory the kernel has, how many frames a second are drawn."""
    page.click(".cl [data-tab=blocks]")
    for _ in range(2):
        begun = time.monotonic()
        page.click(".cl .cl-primary")
        page.wait_for_selector(".cl[data-state=verifying]")
        page.wait_for_selector(".cl[data-state=passed]")
        print(f"press to physics verdict: {time.monotonic() - begun:.2f} s")
    for status in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            command = status.read_bytes()
            told = status.with_name("status").read_text()
        except OSError:
            continue
        if b"ipykernel_launcher" in command and str(lab.desk.parent).encode() in command:
            size = next(line for line in told.splitlines() if line.startswith("VmRSS"))
            print(f"kernel: {int(size.split()[1]) / 1024:.0f} MiB")
    page.click(".cl .cl-plain:has-text('Play again')")
    drawn = page.evaluate(
        "new Promise((done) => { let n = 0; const t = performance.now(); const f = () => { n += 1;"
        " performance.now() - t < 3000 ? requestAnimationFrame(f) : done(n / 3) }; requestAnimationFrame(f); })"
    )
    print(f"frames a second while it plays: {drawn:.0f}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
