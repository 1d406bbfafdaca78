"""Pictures of every state of every screen, in two sizes: python tests/browser/screens.py OUT [README.PNG].

With a second file, the picture that the README shows is written there: lesson 01 passed, at 1366×768.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

from playwright.sync_api import Page, expect, sync_playwright

sys.path.insert(0, str(Path(__file__).parent))

from guard import FLAGS, PATIENCE, Guard, chromium
from lab import Lab, open_lesson, running_lab

from cobot_lab.paths import data_room

SIZES = ((1366, 768), (1920, 1080))
FIRST = data_room("lessons") / "01_prendre_deposer"
EDGE = (FIRST / "wrong_tray_edge.py").read_text(encoding="utf-8")
RIGHT = (FIRST / "solution.py").read_text(encoding="utf-8")
NO_REST = 'prendre("magasin")\ndeposer("plateau")\n'
SORTS_TWO = """prendre("magasin")
aller_a("controle")
if couleur_piece() == "rouge":
    deposer("bac_rouge")
else:
    deposer("bac_bleu")
aller_a("repos")
"""
_STILL = """() => document.getAnimations().every((each) =>
  each.playState !== 'running' || each.effect.getComputedTiming().iterations === Infinity)"""
"""Nothing moves but what always does, such as the caret."""
README = f"passed_{SIZES[0][0]}x{SIZES[0][1]}.png"


def main(out: Path, readme: Path | None = None) -> None:
    """Make all pictures."""
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, running_lab(Path(folder) / "lab") as lab, sync_playwright() as one:
        browser = one.chromium.launch(executable_path=chromium(), headless=True, args=list(FLAGS))
        for width, height in SIZES:
            page = browser.new_page(viewport={"width": width, "height": height}, reduced_motion="reduce")
            guard = Guard()
            guard.watch(page)
            for name in chain(_lesson_01(page, lab), _lesson_04(page, lab), _lesson_00(page, lab)):
                _settled(page)
                page.screenshot(path=out / f"{name}_{width}x{height}.png")
                print(f"{name} {width}×{height}", flush=True)
            guard.require_quiet(console=False)
            page.close()
        browser.close()
    if readme is not None:
        shutil.copy(out / README, readme)


def _lesson_01(page: Page, lab: Lab) -> Iterator[str]:
    """Take lesson 01 from one state to the next."""
    open_lesson(page, lab, lab.notebook(_folder(page, "pictures"), "01"))
    yield "empty"
    _write(page, EDGE)
    expect(page.locator(".cl svg.blocklySvg .cobot_move_by").first).to_be_visible(timeout=PATIENCE)
    yield "editing"
    page.click(".cl [data-tab=python]")
    yield "python"
    page.click(".cl [data-tab=blocks]")
    with lab.checker_held():
        page.click(".cl .cl-primary")
        page.wait_for_selector(".cl-progress:not([hidden])")
        yield "verifying"
    page.wait_for_selector(".cl[data-state=failed]")
    page.click(".cl-finding")
    yield "failed"
    page.locator(".cl-actions .cl-button", has_text="Indice").click()
    expect(page.locator(".cl-hints li")).to_have_count(1)
    yield "hint"
    _write(page, NO_REST)
    page.wait_for_selector(".cl[data-state=editing]")
    page.click(".cl .cl-primary")
    page.wait_for_selector(".cl[data-state=failed]")
    page.locator(".cl-actions .cl-button", has_text="Réparation").click()
    page.wait_for_selector(".cl-row-in")
    yield "fix"
    page.click(".cl .cl-accept")
    page.wait_for_selector(".cl[data-state=editing]")
    page.click(".cl .cl-primary")
    page.wait_for_selector(".cl[data-state=passed]")
    page.locator(".cl .ct-range").fill("4.6")
    yield "passed"
    yield from _liked(page)


def _liked(page: Page) -> Iterator[str]:
    """Show a lesson that passed in the other ways in which somebody may want to see it."""
    page.locator(".cl .cl-tool", has_text="En phrases").click()
    yield "sentences"
    page.locator(".cl .cl-tool", has_text="En phrases").click()
    page.locator(".cl .ct-jog summary").click()
    yield "jog"
    page.locator(".cl .ct-jog summary").click()
    _easy(page, on=True)
    yield "easy_font"
    _easy(page, on=False)
    page.locator(".cl .cl-tool", has_text="English").click()
    page.wait_for_selector(".cl[lang=en]")
    yield "english"
    page.locator(".cl .cl-tool", has_text="Français").click()
    page.wait_for_selector(".cl[lang=fr]")
    size = page.viewport_size
    assert size is not None
    page.set_viewport_size({"width": size["width"] // 2, "height": size["height"] // 2})
    page.evaluate("document.querySelector('.cl').scrollIntoView()")
    yield "zoom200"
    page.evaluate("document.querySelector('.cl .cl-dock').scrollIntoView({block: 'center'})")
    yield "zoom200_below"
    page.set_viewport_size(size)


def _lesson_04(page: Page, lab: Lab) -> Iterator[str]:
    """Show a program whose way depends on a sensor, in the outcome where something goes wrong."""
    open_lesson(page, lab, lab.notebook(_folder(page, "pictures"), "04"))
    yield "lesson_04"
    _write(page, SORTS_TWO.replace("bac_bleu", "bac_rouge"))
    page.wait_for_selector(".cl[data-state=editing]")
    page.click(".cl .cl-primary")
    page.wait_for_selector(".cl[data-state=failed]")
    page.click(".cl-finding[data-code=G50]")
    expect(page.locator(".cl .ct-badge")).to_have_text("Simulation physique")
    yield "outcome"


def _lesson_00(page: Page, lab: Lab) -> Iterator[str]:
    open_lesson(page, lab, lab.notebook(_folder(page, "pictures"), "00"))
    page.evaluate("document.querySelector('.cd').scrollIntoView()")
    yield "discover"


def _folder(page: Page, name: str) -> str:
    assert page.viewport_size is not None
    return f"{name}_{page.viewport_size['width']}"


def _easy(page: Page, *, on: bool) -> None:
    page.locator(".cl .cl-display summary").click()
    page.locator(".cl .cl-menu input").set_checked(on)
    page.locator(".cl .cl-display summary").click()
    page.evaluate("document.fonts.ready")


def _settled(page: Page) -> None:
    """Wait until nothing moves any more, and the pointer is nowhere."""
    page.mouse.move(2, 2)
    page.evaluate("document.fonts.ready")
    page.wait_for_function(_STILL)
    page.evaluate(
        "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 400))))"
    )


def _write(page: Page, source: str) -> None:
    page.click(".cl [data-tab=python]")
    page.click(".cl .cobot-panel-python .cm-content")
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(source)
    page.click(".cl [data-tab=blocks]")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]) if len(sys.argv) > 2 else None)
