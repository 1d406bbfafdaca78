"""What the pages say, in one language."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from sqlite3 import OperationalError

from cobot_lab.cell.cell import Cell
from cobot_lab.findings import Finding, Report
from cobot_lab.service.gateway.refusal import GatewayError
from cobot_lab.trust.journal_file import JournalError
from cobot_lab.ui.outcomes import asked_in
from cobot_lab.ui.sentences import Language, Sentences, messages, sentences
from cobot_lab.ui.widgets.scene import labels_of


@dataclass(frozen=True, slots=True)
class Words:
    """The words of the pages.

    Attributes:
        own: Those of the gateway's own message file.
        main: Those that every screen shares.
    """

    own: Sentences
    main: Sentences

    @classmethod
    def of(cls, language: Language) -> Words:
        """Open the words of a language."""
        return cls(Sentences(language, messages("console", language), {}), sentences(language))

    @property
    def language(self) -> Language:
        """Which language."""
        return self.own.language

    def __call__(self, key: str, /, **facts: object) -> str:
        """Give a phrase of the pages by its dotted key, filled with facts."""
        return self.own.word(key, **facts)

    def of_table(self, table: str, key: str) -> str:
        """Give the word for a value in one of the tables, or the value itself where there is none."""
        said: str = (self.own.table.get(table) or self.main.table["words"][table]).get(key, key)
        return said

    def refusal(self, problem: GatewayError) -> str:
        """Say why the gateway did not do something."""
        return self(f"refusal.{problem.refusal.value}", detail=self.trouble(problem.detail))

    def trouble(self, said: str) -> str:
        """Give what the system said in the language, as far as there are words for it."""
        known: str = self.main.table["words"]["trouble"].get(said, said)
        return known

    def problem(self, problem: Exception) -> str:
        """Say why something was not done or cannot be shown, whatever the reason."""
        if isinstance(problem, GatewayError):
            return self.refusal(problem)
        if isinstance(problem, JournalError):
            if isinstance(problem.__cause__, OperationalError):  # the file, not what stands in it
                return self("journal.shut", detail=self.trouble(str(problem.__cause__)))
            return self("journal.unusable", detail=str(problem))
        return str(problem)

    def findings(self, report: Report, cell: Cell | None = None) -> list[tuple[str, str, str]]:
        """Give code, sentence and help of each finding.

        Args:
            report: The report.
            cell: The cell whose things are named in it.
        """
        told = self.about(cell)
        return [(each.code.value, told.says(each), told.help(each)) for each in report.findings]

    def about(self, cell: Cell | None) -> Sentences:
        """Give the sentences that know a cell's things by their words."""
        if cell is None:
            return self.main
        return sentences(self.language, labels_of(cell, self.language), asked_in(cell))

    def says(self, finding: Finding) -> str:
        """Say one finding."""
        return self.main.says(finding)

    def cause(self, cause: str) -> str:
        """Say why a run was interrupted."""
        said: str = self.main.table["words"]["cause"].get(cause, cause)
        return said

    def number(self, value: float, unit: str) -> str:
        """Write a number given in SI units with its unit."""
        return self.main.number(value, unit)

    def when(self, instant: datetime) -> str:
        """Write an instant by the clock on this computer's wall."""
        return instant.astimezone().strftime("%d/%m %H:%M" if self.language == "fr" else "%d %b %H:%M")
