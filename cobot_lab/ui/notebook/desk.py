"""The folder that a pupil works in: copies of the lessons' notebooks, never the lessons themselves."""

from __future__ import annotations

from pathlib import Path

from cobot_lab import stored
from cobot_lab.school.activity import Activity, activities
from cobot_lab.ui.notebook.setting import said
from cobot_lab.ui.sentences import Language

NOTEBOOK = "lesson.{lang}.md"
"""A lesson's notebook in its folder: Markdown as jupytext writes it, so that a change can be reviewed."""

_HEAD = """\
---
jupyter:
  jupytext:
    text_representation:
      extension: .md
      format_name: markdown
  kernelspec:
    display_name: Python 3
    language: python
    name: python3
---

"""
_PLAIN = """\
# {title}

{assignment}

```python deletable=false editable=false
from cobot_lab import lesson

lesson("{number}", lang="{lang}")
```
"""


def lay_out(folder: Path, lang: Language) -> tuple[Path, ...]:
    """Put a notebook of each lesson on a desk; what lies there already is left as it is.

    Args:
        folder: The desk, made when it is missing.
        lang: Of the notebooks.

    Returns:
        The notebooks, in order of the lessons.

    Raises:
        OSError: The folder cannot be written.
        DescriptionError: A lesson cannot be used.
    """
    folder.mkdir(parents=True, exist_ok=True)
    return tuple(_laid(each, folder, lang) for each in activities())


def _laid(lesson: Activity, folder: Path, lang: Language) -> Path:
    import jupytext  # noqa: PLC0415 - kernels do without

    notebook = folder / f"{lesson.folder.name}.{lang}.ipynb"
    if not notebook.exists():
        written: str = jupytext.writes(jupytext.reads(notebook_text(lesson, lang), fmt="md"), fmt="ipynb")
        stored.put(notebook, written.encode(), mode=0o644)
    return notebook


def notebook_text(lesson: Activity, lang: Language) -> str:
    """Give a lesson's notebook as text: its own, or where it has none, its title, what is asked, and the lesson."""
    own = lesson.folder / NOTEBOOK.format(lang=lang)
    if own.is_file():
        return own.read_text(encoding="utf-8")
    title, assignment = said(lesson.title, lang), said(lesson.assignment, lang)
    return _HEAD + _PLAIN.format(title=title, assignment=assignment, number=lesson.number, lang=lang)
