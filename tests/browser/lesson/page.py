"""What a pupil does on a lesson's page, and what shows there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Locator, Page, expect

from cobot_lab.service.checker import TIME_LIMIT

from ..mouse import Blocks  # isort: skip

LONGEST = 1000 * TIME_LIMIT
"""The checker gives up after this time, and says so [ms]."""
SETTLED = ("failed", "passed", "unsure", "trouble")


@dataclass(frozen=True)
class LessonPage:
    """A lesson on a page.

    Attributes:
        page: The page.
    """

    page: Page

    @property
    def blocks(self) -> Blocks:
        """The program in blocks."""
        return Blocks(self.page)

    @property
    def state(self) -> str:
        """How the program stands."""
        return str(self.page.get_attribute(".cl", "data-state"))

    def button(self, words: str) -> Locator:
        """Give one of the buttons under the program."""
        return self.page.locator(".cl-actions .cl-button:visible", has_text=words)

    def widen(self) -> None:
        """Give the program most of the width, as somebody with long blocks does."""
        self.page.locator(".cl .cl-split").focus()
        self.page.keyboard.press("End")

    def whole(self) -> None:
        """Press *Voir tout le programme*: a verdict brings the blamed block into view, and others out of it."""
        self.page.click(".cl .cobot-tool-fit")

    def write(self, source: str) -> None:
        """Write a program in the Python face, and look at its blocks."""
        self.page.click(".cl [data-tab=python]")
        self.page.click(".cl .cobot-panel-python .cm-content")
        self.page.keyboard.press("Control+a")
        self.page.keyboard.insert_text(source)
        self.page.click(".cl [data-tab=blocks]")

    def check(self) -> str:
        """Press *Vérifier*, wait for the verdict and give the state."""
        self.page.click(".cl .cl-primary")
        return self.judged()

    def judged(self) -> str:
        """Wait for the verdict and give the state."""
        self.page.wait_for_selector(",".join(f".cl[data-state={state}]" for state in SETTLED), timeout=LONGEST)
        return self.state

    def reads(self, *words: str) -> None:
        """Wait until blocks of a kind stand on the workspace."""
        for kind in words:
            expect(self.blocks.one(kind)).to_be_visible()

    def finding(self, code: str) -> Locator:
        """Give a remark in the list."""
        return self.page.locator(f".cl-finding[data-code={code}]")

    def instant(self) -> float:
        """Give the instant that the film shows [s]."""
        return float(self.page.locator(".cl .ct-range").input_value())

    def marked(self, code: str) -> float:
        """Give the instant of a finding's sign on the line of time [s]."""
        return float(self.page.locator(f".cl .ct-sign[data-code={code}]").first.get_attribute("data-t") or "nan")

    def blamed(self) -> list[str]:
        """Give the kinds of the blocks that are marked."""
        found: list[str] = self.page.evaluate(
            """() => [...document.querySelectorAll('.cl .blocklyBlockCanvas .cobot-refusal')].map((each) =>
              [...each.classList].find((name) => name.startsWith('cobot_')).replace('cobot_', ''))"""
        )
        return found

    def blamed_in_view(self) -> bool:
        """Tell whether the first block that is marked lies whole within what is visible of the workspace."""
        found: bool = self.page.evaluate(
            """async () => {
              const still = () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
              await still(); // the room of the blocks has changed, and they follow in the next picture
              const block = document.querySelector('.cl .blocklyBlockCanvas .cobot-refusal > .blocklyPath');
              const room = document.querySelector('.cl .cobot-panel-blocks .blocklySvg').getBoundingClientRect();
              const { top, bottom } = block.getBoundingClientRect();
              return top >= room.top && bottom <= room.bottom;
            }"""
        )
        return found

    def remarks_of(self) -> list[Any]:
        """Give code and words of every remark."""
        return [(each.get_attribute("data-code"), each.inner_text()) for each in self.page.locator(".cl-finding").all()]
