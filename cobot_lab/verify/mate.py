"""A second process that plays stretches of the same plan.

It gets the plan and the cell, then the numbers of chapters and the moments in which they begin, and answers with what
was seen.
"""

from __future__ import annotations

from cobot_lab.cell.cell import Cell
from cobot_lab.motion.plan_data import Plan
from cobot_lab.verify.chapter import chapters
from cobot_lab.verify.companion import Asked, Companion
from cobot_lab.verify.moment import Moment
from cobot_lab.verify.physics import play
from cobot_lab.verify.recall import Recall
from cobot_lab.verify.rig import Rig
from cobot_lab.verify.segment import Segment

Task = tuple[int, Moment]
"""Number of a chapter, in the order of `Chapter.walk`, and where it begins."""


class Mate(Companion):
    """The second process. Use it in a `with` statement."""

    def __init__(self, plan: Plan, cell: Cell) -> None:
        super().__init__("cobot_lab.verify.mate", (plan.to_bytes(), cell))

    def play(self, tasks: list[Task], recall: Recall | None = None) -> list[Segment]:
        """Have chapters played.

        Args:
            tasks: Which, and the moments in which they begin.
            recall: Where what is played is kept, too.

        Raises:
            CompanionError: The process ended.
        """
        answers = self.ask(tasks, len(tasks))
        if recall is not None:
            for _, fresh in answers:
                for kept in fresh:
                    recall.add(kept)
        return [segment for segment, _ in answers]


def main() -> None:
    """Play what is asked, until nothing is."""
    from cobot_lab.verify.played import scenes_of  # noqa: PLC0415, which knows this module

    asked = Asked()
    questions = iter(asked)
    plan, cell = next(questions)
    story = tuple(chapters(Plan.from_bytes(plan), cell).walk())
    recall = Recall()
    with Rig(cell) as rig:
        for tasks in questions:
            for number, moment in tasks:
                chapter = story[number]
                segment = play(rig, moment, scenes_of(chapter, cell), last=not chapter.children, recall=recall)
                asked.answer((segment, recall.fresh()))


if __name__ == "__main__":
    main()
