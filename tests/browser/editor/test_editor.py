"""What a pupil does in the editor, in a real browser: blocks, Python, both in step, keys kept, remarks seen."""

from __future__ import annotations

import json
import re
import time
from typing import Any, Protocol

import pytest
from playwright.sync_api import Locator, Page, expect

from cobot_lab.ui.widgets.conversation import Conversation

TEXT = 'prendre("magasin")\ndeposer("plateau")\naller_a("repos")\n'


class Kernel(Protocol):
    """The page's server, as `conftest` makes it."""

    conversation: Conversation
    source: str
    heard: list[dict[str, Any]]
    address: str


def visit(page: Page, kernel: Kernel, source: str = TEXT, **options: str) -> None:
    kernel.source = source
    page.goto(f"{kernel.address}/?" + "&".join(f"{name}={value}" for name, value in options.items()))
    page.wait_for_function("window.editor !== undefined")


def block(page: Page, key: str) -> Locator:
    return page.locator(f'.blocklyWorkspace g[data-id="{key}"]').first


def canvas(page: Page) -> Locator:
    return page.locator(".blocklySvg .blocklyBlockCanvas").first


def choose(page: Page, key: str) -> None:
    box = block(page, key).bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + 10, box["y"] + 14)


def tab(page: Page, name: str) -> Locator:
    return page.get_by_role("tab", name=name)


def lines(page: Page) -> list[str]:
    return page.locator(".cm-line").all_inner_texts()


def kept(kernel: Kernel) -> str:
    return kernel.conversation.written.text


def write_at_the_end(page: Page, text: str) -> None:
    page.locator(".cm-content").focus()
    page.keyboard.press("Control+End")
    page.keyboard.type(text)


def until_heard(page: Page, kernel: Kernel, text: str) -> None:
    deadline = time.monotonic() + 30
    while kept(kernel) != text and time.monotonic() < deadline:
        page.wait_for_timeout(20)
    assert kept(kernel) == text


def test_a_program_is_shown_in_french_and_nothing_is_said_about_it(shown: Page, kernel: Kernel) -> None:
    visit(shown, kernel)
    for words in ("prendre la pièce à", "déposer la pièce à", "aller à la position de repos", "au départ"):
        expect(canvas(shown)).to_contain_text(words.replace(" ", "\u00a0"))
    drawers = shown.get_by_role("treeitem").all_inner_texts()
    assert drawers[:3] == ["Déplacements", "Pince", "Points"]
    shown.evaluate("editor.flush()")
    assert [message["do"] for message in kernel.heard] == ["start"], "showing a program is not a change of it"


def test_what_is_typed_in_python_is_in_the_blocks_at_once(shown: Page, kernel: Kernel) -> None:
    visit(shown, kernel)
    tab(shown, "Python").click()
    write_at_the_end(shown, "attendre(3)")
    shown.wait_for_function("window.answers.some((one) => one.request.content.endsWith('attendre(3)'))")
    expect(block(shown, "s4")).to_contain_text("attendre")
    tab(shown, "Blocs").click()
    expect(block(shown, "s4")).to_be_visible()


def test_what_is_built_in_blocks_is_in_the_text(shown: Page, kernel: Kernel) -> None:
    visit(shown, kernel, 'aller_a("repos")\n')
    shown.get_by_role("treeitem", name="Pince").click()
    fresh = shown.locator(".blocklyFlyout g.blocklyDraggable").filter(has_text=re.compile("^ouvrir.la.pince$"))
    start, goal = fresh.bounding_box(), block(shown, "s1").bounding_box()
    assert start is not None
    assert goal is not None
    shown.mouse.move(start["x"] + 12, start["y"] + 14)
    shown.mouse.down()
    shown.mouse.move(goal["x"] + 60, goal["y"] + goal["height"] + 40, steps=6)
    shown.mouse.move(goal["x"] + 14, goal["y"] + goal["height"] + 10, steps=6)
    shown.mouse.up()
    until_heard(shown, kernel, 'aller_a("repos")\nouvrir_pince()\n')
    tab(shown, "Python").click()
    assert lines(shown)[:2] == ['aller_a("repos")', "ouvrir_pince()"]


def test_no_key_leaves_the_editor(shown: Page, kernel: Kernel) -> None:
    visit(shown, kernel)
    choose(shown, "s3")
    for key in ("x", "d", "a", "b", "ArrowUp", "m", "Escape", "Delete"):
        shown.keyboard.press(key)
    block(shown, "s1").locator(".blocklyDropdownField, .blocklyField").first.click()
    shown.keyboard.press("ArrowDown")
    shown.keyboard.press("Escape")
    tab(shown, "Python").click()
    write_at_the_end(shown, "x")
    assert shown.evaluate("window.stolen") == []


def test_a_block_is_deleted_and_brought_back_by_keys(shown: Page, kernel: Kernel) -> None:
    visit(shown, kernel)
    choose(shown, "s3")
    shown.keyboard.press("Delete")
    until_heard(shown, kernel, 'prendre("magasin")\ndeposer("plateau")\n')
    shown.keyboard.press("Control+z")
    until_heard(shown, kernel, TEXT)


def test_keys_alone_take_a_block_from_the_toolbox(shown: Page, kernel: Kernel) -> None:
    visit(shown, kernel, 'aller_a("repos")\n')
    tab(shown, "Blocs").focus()
    shown.evaluate("editor.focus()")
    choose(shown, "s1")
    shown.keyboard.press("t")
    shown.keyboard.press("ArrowDown")
    shown.keyboard.press("ArrowRight")
    shown.keyboard.press("Enter")
    shown.keyboard.press("Enter")
    until_heard(shown, kernel, 'aller_a("repos")\nprendre("magasin")\n')


def test_a_menu_stays_open_while_the_room_changes(shown: Page, kernel: Kernel) -> None:
    visit(shown, kernel)
    height = shown.locator(".cobot-surface").first.bounding_box()
    block(shown, "s1").locator(".blocklyDropdownField").first.click()
    menu = shown.locator(".blocklyDropDownDiv .blocklyMenuItem")
    expect(menu.first).to_be_visible()
    shown.evaluate("document.getElementById('root').style.setProperty('--cobot-editor-height', '420px')")
    shown.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    assert shown.locator(".cobot-surface").first.bounding_box() != height
    expect(menu.first).to_be_visible()
    menu.get_by_text("plateau", exact=True).click()
    until_heard(shown, kernel, 'prendre("plateau")\ndeposer("plateau")\naller_a("repos")\n')


@pytest.mark.parametrize("height", [250, 330])
def test_a_menu_stands_whole_within_what_is_around_the_blocks(shown: Page, kernel: Kernel, height: int) -> None:
    visit(shown, kernel)
    shown.evaluate(
        """height => {
          document.getElementById('root').style.setProperty('--cobot-editor-height', `${height}px`);
          document.getElementById('root').firstElementChild.style.minHeight = 0;
          document.getElementById('around').style = `position: relative; overflow: clip; height: ${height}px`;
        }""",
        height,
    )
    field = block(shown, "s1").locator(".blocklyDropdownField").first
    at = field.bounding_box()
    assert at is not None
    shown.mouse.click(at["x"] + at["width"] / 2, at["y"] + at["height"] / 2)
    items = shown.locator(".blocklyDropDownDiv .blocklyMenuItem")
    expect(items.last).to_be_visible()
    shown.wait_for_timeout(300)  # it comes in a short movement
    for item in items.all():
        assert item.evaluate(
            """item => {
              const { left, top, width, height } = item.getBoundingClientRect();
              const shows = (y) => item.contains(document.elementFromPoint(left + width / 2, y));
              return shows(top + 2) && shows(top + height - 2);
            }"""
        ), item.inner_text()


def test_a_stack_that_lay_over_another_stands_beside_it(shown: Page, kernel: Kernel) -> None:
    source = f'# {"Une très longue remarque. " * 3}\ndef aller():\n    prendre("magasin")\n\n\naller()\n'
    visit(shown, kernel, source, toolbox="workshop")
    expect(canvas(shown).locator("> g.blocklyDraggable")).to_have_count(2)
    shown.wait_for_function(
        """() => {
          const stacks = [...document.querySelectorAll('.blocklySvg > g .blocklyBlockCanvas > g.blocklyDraggable')];
          const [one, other] = stacks.map((each) => each.getBoundingClientRect()).sort((a, b) => a.left - b.left);
          return one.right <= other.left;
        }"""
    )
    assert all(message["do"] == "start" for message in kernel.heard)  # nobody has changed the program


def test_the_step_under_the_pointer_is_told_in_both_faces(shown: Page, kernel: Kernel) -> None:
    visit(shown, kernel)
    block(shown, "s2").hover(position={"x": 12, "y": 14})
    shown.wait_for_function("window.hovered.at(-1) === 2")
    tab(shown, "Python").click()
    shown.get_by_text('aller_a("repos")').hover()
    shown.wait_for_function("window.hovered.at(-1) === 3")
    tab(shown, "Blocs").hover()
    shown.wait_for_function("window.hovered.at(-1) === null")


def test_a_late_answer_changes_nothing(shown: Page, kernel: Kernel) -> None:
    visit(shown, kernel)
    tab(shown, "Python").click()
    shown.evaluate("window.hold()")
    write_at_the_end(shown, "attendre(1)\n")
    until_heard(shown, kernel, TEXT + "attendre(1)\n")
    shown.keyboard.type("attendre(2)")
    until_heard(shown, kernel, TEXT + "attendre(1)\nattendre(2)")
    shown.evaluate("window.letGo()")
    shown.wait_for_function("window.answers.length === 2")
    assert [one["taken"] for one in shown.evaluate("window.answers")] == [False, True]
    assert lines(shown) == [*TEXT.splitlines(), "attendre(1)", "attendre(2)"]


def test_a_text_that_cannot_be_read_leaves_the_blocks_and_says_so(shown: Page, kernel: Kernel) -> None:
    visit(shown, kernel)
    tab(shown, "Python").click()
    write_at_the_end(shown, "attendre(")
    shown.keyboard.press("Delete")
    expect(shown.locator(".cobot-remark")).to_contain_text("refermé")
    tab(shown, "Blocs").click()
    expect(shown.locator(".cobot-panel-blocks .cobot-notice")).to_have_text(
        "Les blocs suivront dès que le robot pourra lire le texte."
    )
    expect(block(shown, "s3")).to_be_visible()


def test_a_remark_stands_on_the_block_and_under_the_line_in_words(shown: Page, kernel: Kernel) -> None:
    visit(shown, kernel, TEXT + "attendre(n)\nbouger(3)\n")
    wrong = shown.locator(".cobot-panel-blocks .cobot-refusal")
    assert wrong.count() == 2
    icon = shown.locator(".blocklyWarningIcon").last
    assert icon.get_attribute("aria-label") == "Lire la remarque"
    shown.evaluate("editor.showFinding('L08-2')")
    expect(shown.locator(".blocklyBubble")).to_contain_text(re.compile("Le robot ne connaît pas l'ordre"))
    tab(shown, "Python").click()
    remarks = shown.locator(".cobot-remark")
    assert remarks.count() == 2
    expect(remarks.nth(1)).to_contain_text("À corriger")
    assert shown.locator(".cobot-under").all_inner_texts() == ["n", "bouger"]
    shown.evaluate("editor.showFinding('L08-2')")
    assert shown.evaluate("getSelection().toString()") == "bouger"


def test_a_line_that_blocks_do_not_know_comes_back_letter_for_letter(shown: Page, kernel: Kernel) -> None:
    strange = "x = [1,  2]   # garder\n"
    visit(shown, kernel, TEXT + strange)
    expect(canvas(shown)).to_contain_text("[1,")
    choose(shown, "s3")
    shown.keyboard.press("Delete")
    until_heard(shown, kernel, 'prendre("magasin")\ndeposer("plateau")\n' + strange)


def test_a_macro_opens_into_its_steps_and_shuts_again(shown: Page, kernel: Kernel) -> None:
    visit(shown, kernel)
    opener = shown.get_by_role("button", name="Ouvrir le bloc")
    expect(opener).to_be_disabled()
    choose(shown, "s1")
    opener.click()
    opened = (
        'aller_au_dessus("magasin", 80)\nouvrir_pince()\ndescendre_vers("magasin")\nfermer_pince()\nremonter(80)\n'
        'deposer("plateau")\naller_a("repos")\n'
    )
    until_heard(shown, kernel, opened)
    expect(canvas(shown)).to_contain_text("fermer")
    shown.get_by_role("button", name="Annuler").click()
    until_heard(shown, kernel, TEXT)


def test_undo_in_python_goes_back_over_what_blocks_did(shown: Page, kernel: Kernel) -> None:
    visit(shown, kernel)
    choose(shown, "s3")
    shown.keyboard.press("Delete")
    shown.wait_for_function("window.answers.length === 1")
    tab(shown, "Python").click()
    shown.get_by_role("button", name="Annuler").click()
    until_heard(shown, kernel, TEXT)
    expect(block(shown, "s3")).to_contain_text("repos")


def test_comments_and_the_layout_stay(shown: Page, kernel: Kernel) -> None:
    source = "# d'abord\nattendre(1)  # un peu\n\nattendre(2)\n"
    visit(shown, kernel, source)
    start = block(shown, "start").locator("> .blocklyPath")
    box = start.bounding_box()
    assert box is not None
    shown.mouse.move(box["x"] + 10, box["y"] + 30)
    shown.mouse.down()
    shown.mouse.move(box["x"] + 150, box["y"] + 90, steps=5)
    shown.mouse.up()
    shown.wait_for_function("window.answers.length > 0")
    place = json.loads(kernel.conversation.written.blocks)["blocks"]["blocks"][0]
    assert place["x"] > 100
    assert kept(kernel) == source
    tab(shown, "Python").click()
    write_at_the_end(shown, "attendre(3)")
    shown.wait_for_function("window.answers.length > 1")
    after = json.loads(kernel.conversation.written.blocks)["blocks"]["blocks"][0]
    assert (after["x"], after["y"]) == (place["x"], place["y"])


def test_tabs_are_chosen_by_keys(shown: Page, kernel: Kernel) -> None:
    visit(shown, kernel)
    tab(shown, "Blocs").focus()
    shown.keyboard.press("ArrowRight")
    expect(tab(shown, "Python")).to_be_focused()
    expect(tab(shown, "Python")).to_have_attribute("aria-selected", "true")
    panel = tab(shown, "Python").get_attribute("aria-controls")
    assert shown.locator(f"#{panel}").get_attribute("role") == "tabpanel"
    assert shown.evaluate("document.querySelector('.cobot-panel-blocks').inert") is True
    shown.keyboard.press("Home")
    expect(tab(shown, "Blocs")).to_be_focused()


def test_the_whole_editor_changes_its_language(shown: Page, kernel: Kernel) -> None:
    visit(shown, kernel, TEXT + "attendre(n)\n")
    shown.get_by_role("button", name="English").click()
    expect(canvas(shown)).to_contain_text("pick")
    expect(shown.get_by_role("treeitem").first).to_have_text("Moves")
    tab(shown, "Python").click()
    expect(shown.locator(".cm-line").first).to_have_text('pick("magasin")')
    expect(shown.locator(".cobot-remark")).to_contain_text("was never given a value")
    assert shown.locator("#root").get_attribute("lang") == "en"


def test_the_running_step_is_shown_in_both_faces(shown: Page, kernel: Kernel) -> None:
    visit(shown, kernel)
    shown.evaluate("editor.highlightStep(2)")
    expect(shown.locator(".cobot-running")).to_have_attribute("data-id", "s2")
    tab(shown, "Python").click()
    expect(shown.locator(".cobot-running-line")).to_have_text('deposer("plateau")')
    shown.evaluate("editor.highlightStep(null)")
    expect(shown.locator(".cobot-running, .cobot-running-line")).to_have_count(0)


def test_words_are_proposed_with_their_help(shown: Page, kernel: Kernel) -> None:
    visit(shown, kernel, "", toolbox="workshop", face="python")
    write_at_the_end(shown, "desc")
    expect(shown.locator(".cm-tooltip-autocomplete")).to_contain_text("descendre vers …")
    expect(shown.locator(".cm-completionInfo")).to_contain_text(".")
    shown.wait_for_timeout(150)
    shown.keyboard.press("Enter")
    until_heard(shown, kernel, 'descendre_vers("magasin")')


def test_a_program_to_look_at_cannot_be_changed(shown: Page, kernel: Kernel) -> None:
    visit(shown, kernel, readonly="1")
    assert shown.get_by_role("treeitem").count() == 0
    expect(shown.get_by_role("button", name="Annuler")).to_have_count(0)
    tab(shown, "Python").click()
    shown.locator(".cm-content").click()
    shown.keyboard.type("attendre(1)")
    assert lines(shown)[0] == 'prendre("magasin")'


@pytest.mark.parametrize(("width", "height"), [(1366, 768), (683, 384)])
def test_nothing_is_lost_at_twice_the_size(shown: Page, kernel: Kernel, width: int, height: int) -> None:
    shown.set_viewport_size({"width": width, "height": height})
    visit(shown, kernel)
    assert shown.evaluate("document.documentElement.scrollWidth <= innerWidth") is True
    for control in shown.locator(".cobot-bar button:visible").all():
        box = control.bounding_box()
        assert box is not None
        assert min(box["width"], box["height"]) >= 24
        assert box["x"] + box["width"] <= width


def test_words_stand_out_from_their_ground(shown: Page, kernel: Kernel) -> None:
    visit(shown, kernel, TEXT + "attendre(n)\n", face="python")
    for selector in (
        ".cobot-tabs button", ".cobot-tool", ".cobot-kind", ".cobot-said", ".cobot-hint", ".cm-line span",
        ".cm-gutterElement", ".blocklyToolboxCategoryLabel",
    ):  # fmt: skip
        for found in shown.locator(selector).all():
            assert contrast(found) >= 4.5, (selector, found.inner_text())


def contrast(found: Locator) -> float:
    colours: list[list[float]] = found.evaluate(
        """(element) => {
            const numbers = (colour) => colour.match(/[\\d.]+/g).map(Number);
            let ground = element;
            const back = (one) => getComputedStyle(one).backgroundColor;
            while (ground && (numbers(back(ground))[3] ?? 1) === 0) ground = ground.parentElement;
            return [getComputedStyle(element).color, ground ? back(ground) : "rgb(255, 255, 255)"].map(numbers);
        }"""
    )
    light, dark = sorted((_luminance(colour[:3]) for colour in colours), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: list[float]) -> float:
    """Give the relative luminance of a colour (WCAG 2.2)."""
    parts = [c / 255 / 12.92 if c / 255 <= 0.04045 else ((c / 255 + 0.055) / 1.055) ** 2.4 for c in colour]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]
