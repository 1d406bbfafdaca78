"""The editor as a widget: nothing of the program in its state, the page asks for all, changes are counted."""

from __future__ import annotations

from typing import Any

import pytest

from cobot_lab.ui.widgets.editor import Editor

TEXT = 'prendre("magasin")\n'


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """What the widget sends to its page."""
    messages: list[dict[str, Any]] = []
    monkeypatch.setattr(Editor, "send", lambda _self, content, _buffers=None: messages.append(content))
    return messages


def test_the_state_kept_in_a_notebook_holds_no_program_and_no_bundle(said: list[dict[str, Any]]) -> None:
    state = Editor(TEXT).get_state()
    assert "prendre" not in str(state)
    assert len(str(state)) < 2000
    assert said == []


def test_a_page_that_opens_is_told_everything(said: list[dict[str, Any]]) -> None:
    editor = Editor(TEXT, places=("magasin",), ops=("pick", "when_started"), read_only=True)
    editor._hear(editor, {"do": "start"}, [])
    start, program = said
    assert start["program"]["text"] == TEXT
    assert start["vocabulary"]["places"] == ["magasin"]
    assert (start["lang"], start["read_only"], program["findings"]) == ("fr", True, [])


def test_what_is_written_is_answered_and_counted(said: list[dict[str, Any]]) -> None:
    editor = Editor()
    counted: list[int] = []
    editor.observe(lambda change: counted.append(change["new"]), "changes")
    editor._hear(editor, {"do": "edit", "face": "python", "content": TEXT, "seq": 4, "lang": "fr"}, [])
    assert (said[0]["seq"], counted) == (4, [1])
    assert editor.conversation.written.source == TEXT
    editor._hear(editor, {"do": "dance"}, [])
    assert (len(said), counted) == (1, [1])


def test_a_program_from_elsewhere_is_shown(said: list[dict[str, Any]]) -> None:
    editor = Editor()
    editor.show(TEXT)
    editor.highlight(1)
    assert (said[0]["text"], said[0]["seq"], said[1]) == (TEXT, None, {"do": "step", "step": 1})
