"""What the page says, and what it is told: both faces in step, remarks in both, nothing lost."""

from __future__ import annotations

import json
from typing import Any

import pytest

from cobot_lab.codes import Code
from cobot_lab.findings import Finding, Report, Span
from cobot_lab.language.blocks.read_blocks import read_blocks
from cobot_lab.language.reader import read
from cobot_lab.ui.widgets.conversation import Conversation

TEXT = 'prendre("magasin")\ndeposer("plateau")\naller_a("repos")\n'


def edit(face: str, content: str, seq: int = 1, lang: str = "fr") -> dict[str, Any]:
    return {"do": "edit", "face": face, "content": content, "seq": seq, "lang": lang}


def heard(conversation: Conversation, message: dict[str, Any]) -> dict[str, Any]:
    answer = conversation.hear(message)
    assert answer is not None
    return answer


def tops(blocks: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(blocks)["blocks"]["blocks"]
    return found


def test_a_text_gives_its_blocks_and_says_which_request_it_answers() -> None:
    answer = heard(Conversation(), edit("python", TEXT, 7))
    assert (answer["seq"], answer["face"], answer["text"], answer["findings"]) == (7, "python", TEXT, [])
    program, _ = read_blocks(answer["blocks"])
    assert program == read(TEXT)[0]
    assert answer["steps"] == [
        {"number": 1, "blockId": "s1", "line": 1},
        {"number": 2, "blockId": "s2", "line": 2},
        {"number": 3, "blockId": "s3", "line": 3},
    ]


def test_blocks_give_their_text_in_the_language_of_the_page() -> None:
    conversation = Conversation()
    blocks = heard(conversation, edit("python", TEXT))["blocks"]
    french, english = (heard(conversation, edit("blocks", blocks, 2, lang)) for lang in ("fr", "en"))
    assert french["text"] == TEXT
    assert english["text"] == 'pick("magasin")\nplace("plateau")\ngo_to("rest")\n'
    assert english["blocks"] == blocks


def test_a_remark_stands_on_the_block_and_under_the_line_whatever_face_was_written_in() -> None:
    conversation = Conversation()
    text = TEXT + "attendre(n)\n"
    from_text = heard(conversation, edit("python", text))
    (remark,) = from_text["findings"]
    assert (remark["code"], remark["blockId"], remark["line"], remark["column"]) == ("L13", "s4", 4, 9)
    assert "jamais reçu de valeur" in remark["sentence"]
    from_blocks = heard(conversation, edit("blocks", from_text["blocks"], 2))
    (remark,) = from_blocks["findings"]
    assert (remark["code"], remark["line"]) == ("L13", 4)
    assert remark["blockId"].split(".")[0] == "s4"


def test_a_text_that_cannot_be_read_leaves_the_blocks_as_they_were() -> None:
    conversation = Conversation()
    before = heard(conversation, edit("python", TEXT))["blocks"]
    broken = heard(conversation, edit("python", TEXT + "attendre(", 2))
    assert broken["blocks"] is None
    assert [remark["line"] for remark in broken["findings"]] == [4]
    assert conversation.written.program is None
    assert conversation.written.blocks == before
    assert heard(conversation, edit("python", TEXT, 3))["blocks"] == before


def test_an_empty_gap_shows_in_the_text_and_the_text_mends_it() -> None:
    conversation = Conversation()
    document = json.loads(heard(conversation, edit("python", "attendre(1)\n"))["blocks"])
    del document["blocks"]["blocks"][0]["next"]["block"]["inputs"]
    answer = heard(conversation, edit("blocks", json.dumps(document), 2))
    assert answer["text"] == "attendre(…)\n"
    assert [(remark["blockId"], remark["line"]) for remark in answer["findings"]] == [("s1", 1)]
    mended = heard(conversation, edit("python", "attendre(2)\n", 3))
    assert mended["findings"] == []
    assert '"NUM":2' in mended["blocks"]


def test_blocks_put_aside_are_kept_when_the_text_is_written_in() -> None:
    conversation = Conversation()
    document = json.loads(heard(conversation, edit("python", "x = 1\nattendre(x)\n"))["blocks"])
    aside = {"type": "cobot_set", "id": "s2", "x": 500, "y": 60, "fields": {"VAR": {"id": "v:x"}}}
    aside["inputs"] = {"VALUE": {"shadow": {"type": "cobot_number", "id": "aside.1", "fields": {"NUM": 5}}}}
    document["blocks"]["blocks"] = [document["blocks"]["blocks"][0], {**aside, "id": "aside"}]
    said = heard(conversation, edit("blocks", json.dumps(document), 2))
    assert [remark["code"] for remark in said["findings"]] == ["L43"]
    after = heard(conversation, edit("python", "attendre(3)\n", 3))
    kept = tops(after["blocks"])[1]
    assert (kept["id"], kept["x"], kept["inputs"]["VALUE"]["shadow"]["fields"]["NUM"]) == ("aside", 500, 5)
    names = {variable["id"]: variable["name"] for variable in json.loads(after["blocks"])["variables"]}
    assert names[kept["fields"]["VAR"]["id"]] == "x"


def test_the_layout_of_the_blocks_survives_a_change_of_the_text() -> None:
    conversation = Conversation()
    document = json.loads(heard(conversation, edit("python", TEXT))["blocks"])
    document["blocks"]["blocks"][0] |= {"x": 222, "y": 111}
    heard(conversation, edit("blocks", json.dumps(document), 2))
    start = tops(heard(conversation, edit("python", TEXT + "attendre(1)\n", 3))["blocks"])[0]
    assert (start["x"], start["y"]) == (222, 111)


def test_a_language_chosen_says_the_text_and_the_remarks_anew() -> None:
    conversation = Conversation()
    heard(conversation, edit("python", "prendre(x)\n"))
    english = heard(conversation, {"do": "language", "lang": "en", "seq": 2})
    assert (english["text"], english["face"]) == ("pick(x)\n", None)
    assert "was never given a value" in english["findings"][0]["sentence"]


def test_what_cannot_be_read_is_kept_in_any_language() -> None:
    conversation = Conversation()
    heard(conversation, edit("python", "prendre("))
    assert heard(conversation, {"do": "language", "lang": "en", "seq": 2})["text"] == "prendre("
    assert conversation.written.source == "prendre("


def test_a_step_outside_the_activity_is_told() -> None:
    answer = heard(Conversation(ops=("when_started", "pick")), edit("python", TEXT))
    assert {remark["code"] for remark in answer["findings"]} == {"L15"}
    assert [remark["line"] for remark in answer["findings"]] == [2, 3]


def test_somebody_else_may_look_at_the_program() -> None:
    seen: list[tuple[str, str]] = []

    def look(source: str, face: str) -> Report:
        seen.append((source, face))
        return Report(run=("look",), findings=(Finding.of(Code.NAME_NEVER_SET, step=2, t=1.5, name="n"),))

    answer = heard(Conversation(look=look), edit("python", TEXT))
    assert seen == [(TEXT, "python")]
    remark = answer["findings"][0]
    assert (remark["blockId"], remark["line"], remark["t"]) == ("s2", 2, 1.5)


def test_a_remark_on_a_step_that_holds_others_points_at_its_first_line() -> None:
    conversation = Conversation()
    heard(conversation, edit("python", "for i in range(2):\n    attendre(1)\n"))
    finding = Finding.of(Code.NAME_NEVER_SET, span=Span(1, 0, 2, 15), name="n")
    (remark,) = conversation.remarks((finding,))
    assert (remark["line"], remark["endLine"], remark["endColumn"]) == (1, 1, None)


@pytest.mark.parametrize("message", [{}, {"do": "edit"}, edit("gamme", ""), {"do": "language", "lang": "de", "seq": 1}])
def test_a_message_of_another_kind_changes_nothing(message: dict[str, Any]) -> None:
    conversation = Conversation()
    before = conversation.written
    assert conversation.hear(message) is None
    assert conversation.written is before
