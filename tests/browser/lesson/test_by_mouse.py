"""A pupil's whole way with the mouse: real JupyterLab, real kernel, real checker, real physics."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from cobot_lab.paths import data_room

from ..lab import Lab, open_lesson  # isort: skip
from .page import LessonPage  # isort: skip

LESSONS = data_room("lessons")
EDGE = (LESSONS / "01_prendre_deposer" / "wrong_tray_edge.py").read_text(encoding="utf-8")
FRENCH = ("Vérifier", "Rejouer", "Réussi", "Étape", "Blocs", "Affichage", "Objectif", "Indice", "À faire", "prendre")


@pytest.fixture
def large(notebook_page: Page) -> Page:
    """A page on a large screen, as in a computer room."""
    notebook_page.set_viewport_size({"width": 1920, "height": 1080})
    return notebook_page


def test_lesson_01_from_the_first_block_to_the_program_handed_in(notebook_page: Page, lab: Lab) -> None:
    page = notebook_page
    open_lesson(page, lab, lab.notebook("mouse_01", "01"))
    lesson = LessonPage(page)
    assert lesson.state == "empty"

    blocks = lesson.blocks
    pick = blocks.hang("Pince", "pick", blocks.one("show"))
    place = blocks.hang("Pince", "place", pick)
    blocks.choose(blocks.gap(place, 0), "plateau")
    page.wait_for_selector(".cl[data-state=editing]")
    assert lesson.check() == "failed"
    finding = lesson.finding("G02")
    expect(finding).to_contain_text("position de repos")
    finding.click()
    assert lesson.blamed() == ["place"]
    end = float(page.locator(".cl .ct-range").get_attribute("max") or "nan")
    assert lesson.marked("G02") == pytest.approx(lesson.instant(), abs=0.02)
    assert lesson.marked("G02") > 0.8 * end  # it is the end of the motion that is wrong

    lesson.button("Réparation").click()
    expect(page.locator(".cl-row-in")).to_contain_text("repos")
    page.click(".cl .cl-accept")
    lesson.reads("go_to_rest")
    page.wait_for_selector(".cl[data-state=editing]")
    assert lesson.check() == "passed"
    expect(page.locator(".cl-goal-true")).to_have_count(3)
    lesson.button("Rendre").click()
    expect(page.locator(".cl-said")).to_contain_text("rendu")

    lesson.write(EDGE)  # the other face: blocks follow
    lesson.reads("move_by")
    assert lesson.check() == "failed"
    finding = lesson.finding("C01")
    expect(finding).to_contain_text("touche le plateau")
    assert lesson.blamed() == ["move_by"]
    assert lesson.blamed_in_view()
    page.locator(".cl .ct-range").fill("0")
    finding.click()
    assert lesson.marked("C01") == pytest.approx(lesson.instant(), abs=0.02)
    expect(page.locator(".cl .ct-label-spot")).to_be_visible()  # where the finger touches
    lesson.button("Indice").click()
    expect(page.locator(".cl-hints li")).to_have_count(1)
    assert lesson.blamed_in_view()
    expect(finding).to_contain_text("bloc 5")
    page.click(".cl [data-tab=python]")
    expect(finding).to_contain_text("ligne 6")  # only text has lines
    page.click(".cl [data-tab=blocks]")

    page.locator(".cl .cl-tool", has_text="English").click()
    page.wait_for_selector(".cl[lang=en]")
    lesson.reads("move_by")
    shown = page.locator(".cl").inner_text()
    assert [word for word in FRENCH if word in shown] == []


def test_lesson_03_one_block_short_and_then_right(large: Page, lab: Lab) -> None:
    page = large
    open_lesson(page, lab, lab.notebook("mouse_03", "03"))
    lesson = LessonPage(page)
    lesson.widen()
    blocks = lesson.blocks
    loop = blocks.hang("Contrôle", "count", blocks.one("comment", 1))
    blocks.write(blocks.gap(loop, 0), "0")
    blocks.write(blocks.gap(loop, 1), "4")
    blocks.move_inside(blocks.one("pick"), loop)
    blocks.move_under(blocks.one("go_to_rest"), loop)
    _shifted(lesson, "pick", "casier", "50")
    _shifted(lesson, "place", "plateau", "50")
    assert lesson.check() == "failed"
    expect(lesson.finding("G01")).to_have_count(1)  # the sixth one stays behind
    expect(page.locator(".cl-goal-false")).to_contain_text("il en manque 1")
    blocks.write(blocks.gap(loop, 1), "5")
    page.wait_for_selector(".cl[data-state=editing]")
    assert lesson.check() == "passed"
    expect(page.locator(".cl-goal-true")).to_have_count(4)


def test_lesson_04_sorts_whatever_the_order(large: Page, lab: Lab) -> None:
    page = large
    open_lesson(page, lab, lab.notebook("mouse_04", "04"))
    lesson = LessonPage(page)
    lesson.widen()
    blocks = lesson.blocks
    loop = blocks.hang("Contrôle", "count", blocks.one("comment"))
    blocks.write(blocks.gap(loop, 0), "0")
    blocks.write(blocks.gap(loop, 1), "1")
    blocks.move_inside(blocks.one("pick"), loop)
    blocks.move_under(blocks.one("go_to_rest"), loop)
    _shifted(lesson, "pick", "magasin", "45")
    choice = blocks.hang("Contrôle", "if", blocks.one("show"), number=1)
    blocks.ask("Capteurs", "comparison", choice)
    blocks.move_inside(blocks.one("place"), choice)
    _shifted(lesson, "place", "bac_rouge", "45")
    blue = blocks.put_inside("Pince", "place", choice, other=True)
    blue_gap = blocks.gap(blue, 0)
    blocks.choose(blue_gap, "bac_bleu")
    _shifted(lesson, "place", "bac_bleu", "45", number=1)
    page.wait_for_selector(".cl[data-state=editing]")
    assert lesson.check() == "failed"
    expect(lesson.finding("G51").first).to_contain_text("n'a jamais regardé")  # two of the six were shown
    lesson.whole()
    blocks.write(blocks.gap(loop, 1), "5")
    page.wait_for_selector(".cl[data-state=editing]")
    assert lesson.check() == "passed"
    expect(page.locator(".cl-goal-true")).to_have_count(4)
    _another_outcome_is_watched(page)


def _another_outcome_is_watched(page: Page) -> None:
    """Choose what the sensors see: its own physics is there soon, perhaps behind the motion as planned."""
    choice = page.locator(".cl .ct-outcome select")
    words = choice.locator("option").all_inner_texts()
    assert len(words) == 64
    assert words[0].startswith("Cas 1\u00a0: la pièce est rouge")
    badge = page.locator(".cl .ct-badge")
    expect(badge).to_have_text("Simulation physique")
    badge.evaluate(
        """badge => {
            badge.shown = [];
            new MutationObserver(() => badge.shown.push(badge.textContent.trim())).observe(badge, {childList: true});
        }"""
    )
    choice.select_option("64")
    handle = badge.element_handle()
    page.wait_for_function("badge => badge.shown.at(-1) === 'Simulation physique'", arg=handle)
    assert choice.input_value() == "64"


def _shifted(lesson: LessonPage, kind: str, place: str, pitch: str, number: int = 0) -> None:
    """Shift the place of a block by the counter of the loop times a distance [mm]."""
    blocks = lesson.blocks
    offset = blocks.plug("Points", "offset", blocks.gap(blocks.one(kind, number), 0))
    blocks.choose(blocks.gap(offset, 0), place)
    times = blocks.plug("Calculs", "arithmetic", blocks.gap(offset, 1))
    blocks.choose(times, "×")
    blocks.write(blocks.gap(times, 0), pitch)
    blocks.plug("Variables", "variable", blocks.gap(times, 1))
