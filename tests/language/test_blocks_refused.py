"""Blocks that are none of ours, broken or hostile: a finding at its block or path, never an exception."""

from __future__ import annotations

import json
import random
import time
from typing import Any

import pytest

from cobot_lab.findings import Verdict
from cobot_lab.language.blocks.json_text import DEPTH_MAX, VALUES_MAX
from cobot_lab.language.blocks.read_blocks import SIZE_MAX, draft_blocks, read_blocks, sketch
from cobot_lab.language.blocks.write_blocks import write_blocks
from cobot_lab.language.procedure import procedure
from cobot_lab.language.reader import draft
from cobot_lab.language.writer import write

from .test_blocks_round_trip import EVERYTHING  # isort: skip

Block = dict[str, Any]


def number(value: Any, key: str = "n", **more: Any) -> Block:
    return {"shadow": {"type": "cobot_number", "id": key, "fields": {"NUM": value}, **more}}


def point(name: Any, key: str = "p") -> Block:
    return {"shadow": {"type": "cobot_point", "id": key, "fields": {"NAME": name}}}


def wait(value: Any = 1, **more: Any) -> Block:
    return {"type": "cobot_wait", "id": "w", "inputs": {"DURATION": number(value)}, **more}


def stack(block: Block, *others: Block, **more: Any) -> Block:
    start = {"type": "cobot_when_started", "id": "start", "next": {"block": block}}
    return {"blocks": {"languageVersion": 0, "blocks": [start, *others]}, **more}


def found(document: Any) -> list[tuple[str, str | None, dict[str, object]]]:
    program, report = read_blocks(document if isinstance(document, str) else json.dumps(document))
    assert program is None
    assert report.verdict is Verdict.FAILED
    told = []
    for finding in report.findings:
        assert finding.span is None or finding.span.block
        told.append((finding.code.name, finding.span and finding.span.block, dict(finding.facts)))
    return told


def only(document: Any) -> tuple[str, str | None, dict[str, object]]:
    (one,) = found(document)
    return one


DEFINE = {"type": "cobot_define", "id": "d", "fields": {"NAME": "f"}}
SET = {"type": "cobot_set", "id": "s", "fields": {"VAR": {"id": "v"}}, "inputs": {"VALUE": number(1)}}
X = [{"name": "x", "id": "v"}]


def broken(block: str, kind: str, part: str, reason: str) -> tuple[str, str, dict[str, object]]:
    return "BLOCK_BROKEN", block, {"type": kind, "part": part, "reason": reason}


@pytest.mark.parametrize(
    ("document", "finding"),
    [
        (stack({"type": "cobot_dance", "id": "a"}), ("UNKNOWN_BLOCK", "a", {"type": "cobot_dance"})),
        (stack({"type": "controls_repeat", "id": "a"}), ("UNKNOWN_BLOCK", "a", {"type": "controls_repeat"})),
        (stack({"type": "wait", "id": "a"}), ("UNKNOWN_BLOCK", "a", {"type": "wait"})),
        (stack({"type": "cobot_wait", "id": "a"}), ("EMPTY_GAP", "a", {"name": "wait", "gap": "duration"})),
        (stack({"type": "cobot_pick", "id": "a", "inputs": {}}), ("EMPTY_GAP", "a", {"name": "pick", "gap": "place"})),
        (stack({"type": "cobot_if", "id": "a"}), ("EMPTY_GAP", "a", {"name": "if", "gap": "condition"})),
        (
            stack({"type": "cobot_if", "id": "a", "inputs": {"IF0": {"block": {"type": "cobot_not", "id": "b"}}}}),
            ("EMPTY_GAP", "b", {"name": "not", "gap": "value"}),
        ),
        (stack(wait(next={"block": {**wait(), "id": "z"}})), ("BLOCK_REPEATED", "n", {"block": "n"})),
        (stack(wait(), {"type": "cobot_stop", "id": "z"}), ("LOOSE_BLOCKS", "z", {"type": "cobot_stop"})),
        (stack(wait(), {"type": "cobot_truth", "id": "z"}), ("LOOSE_BLOCKS", "z", {"type": "cobot_truth"})),
        (
            stack(wait(), {"type": "cobot_when_started", "id": "z"}),
            ("LOOSE_BLOCKS", "z", {"type": "cobot_when_started"}),
        ),
        (stack(wait(id="start")), ("BLOCK_REPEATED", "start", {"block": "start"})),
        (stack(wait(id="")), ("BLOCKS_UNREADABLE", None, {"path": "start.next.id", "reason": "shape"})),
        (stack(wait(id=3)), ("BLOCKS_UNREADABLE", None, {"path": "start.next.id", "reason": "shape"})),
        (stack(wait(type=3)), ("BLOCKS_UNREADABLE", None, {"path": "start.next", "reason": "shape"})),
        (stack(wait(colour=3)), broken("w", "cobot_wait", "colour", "unknown")),
        (stack(wait(enabled=False)), broken("w", "cobot_wait", "enabled", "disabled")),
        (stack(wait(disabledReasons=["MANUAL"])), broken("w", "cobot_wait", "enabled", "disabled")),
        (stack(wait(fields=[])), broken("w", "cobot_wait", "fields", "kind")),
        (stack(wait(fields={"X": 1})), broken("w", "cobot_wait", "X", "unknown")),
        (stack(wait(icons={"comment": {"text": 3}})), broken("w", "cobot_wait", "icons", "kind")),
        (stack(wait(deletable={"next": {"block": wait()}})), broken("w", "cobot_wait", "deletable", "kind")),
        (stack(wait(x="left")), broken("w", "cobot_wait", "x", "kind")),
        (stack(wait(data=["note"])), broken("w", "cobot_wait", "data", "kind")),
        (stack(wait(next={"shadow": {}})), broken("w", "cobot_wait", "next", "kind")),
        (stack(wait("1")), broken("n", "cobot_number", "NUM", "kind")),
        (stack(wait(True)), broken("n", "cobot_number", "NUM", "kind")),
        (stack(wait(None)), broken("n", "cobot_number", "NUM", "kind")),
        (stack(wait(float("nan"))), ("NUMBER_NOT_USABLE", "n", {"text": "NaN"})),
        (stack(wait(float("inf"))), ("NUMBER_NOT_USABLE", "n", {"text": "Infinity"})),
        (stack(wait(2**53)), ("NUMBER_NOT_USABLE", "n", {"text": "9007199254740992"})),
        (
            stack(wait(61)),
            (
                "NUMBER_OUT_OF_RANGE",
                "n",
                {"name": "wait", "parameter": "duration", "minimum": 0, "maximum": 60, "value": 61, "unit": "s"},
            ),
        ),
        (
            stack({"type": "cobot_wait", "id": "w", "inputs": {"DURATION": point("A")}}),
            ("WRONG_ARGUMENT_KIND", "p", {"name": "wait", "parameter": "duration", "expected": "number"}),
        ),
        (
            stack({"type": "cobot_mode", "id": "m", "fields": {"MODE": "vite"}}),
            ("WRONG_ARGUMENT_KIND", "m", {"name": "mode", "parameter": "mode", "expected": "choice"}),
        ),
        (
            stack({"type": "cobot_repeat", "id": "r", "inputs": {"TIMES": number(2.5)}}),
            ("WRONG_ARGUMENT_KIND", "n", {"name": "repeat", "parameter": "times", "expected": "whole_number"}),
        ),
        (
            stack({"type": "cobot_pick", "id": "a", "inputs": {"PLACE": point("a\u202eb")}}),
            ("FORBIDDEN_CHARACTER", "p", {"character": "U+202E", "name": "RIGHT-TO-LEFT OVERRIDE"}),
        ),
        (
            stack({"type": "cobot_show", "id": "a", "inputs": {"TEXT": {"block": {"type": "cobot_stop", "id": "b"}}}}),
            broken("b", "cobot_stop", "type", "place"),
        ),
        (stack({"type": "cobot_truth", "id": "a"}), broken("a", "cobot_truth", "type", "place")),
        (
            stack({"type": "cobot_define", "id": "a", "fields": {"NAME": "f"}}),
            broken("a", "cobot_define", "type", "place"),
        ),
        (stack(SET), broken("s", "cobot_set", "VAR", "variable")),
        (stack({**SET, "fields": {"VAR": "x"}}, variables=X), broken("s", "cobot_set", "VAR", "variable")),
        (stack(SET, variables=[{"name": "ma pièce", "id": "v"}]), ("NAME_NOT_USABLE", "s", {"name": "ma pièce"})),
        (stack(SET, variables=[{"name": "ｎ", "id": "v"}]), ("NAME_NOT_USABLE", "s", {"name": "ｎ"})),
        (
            stack(SET, variables=[{"name": "x\nimport os", "id": "v"}]),
            ("NAME_NOT_USABLE", "s", {"name": "x\nimport os"}),
        ),
        (stack(SET, variables=[{"name": "for", "id": "v"}]), ("NAME_NOT_USABLE", "s", {"name": "for"})),
        (stack(SET, variables=[{"name": "vitesse", "id": "v"}]), ("NAME_TAKEN", "s", {"name": "vitesse"})),
        (stack(wait(), {**DEFINE, "fields": {"NAME": "f()"}}), ("NAME_NOT_USABLE", "d", {"name": "f()"})),
        (stack(wait(), {**DEFINE, "extraState": {"params": ["a b"]}}), ("NAME_NOT_USABLE", "d", {"name": "a b"})),
        (
            stack(wait(), {**DEFINE, "extraState": {"params": "a"}}),
            broken("d", "cobot_define", "extraState.params", "kind"),
        ),
        (
            stack(wait(), {**DEFINE, "extraState": {"params": [1]}}),
            broken("d", "cobot_define", "extraState.params", "kind"),
        ),
        (stack(wait(), {**DEFINE, "next": {"block": {}}}), broken("d", "cobot_define", "next", "end")),
        (
            stack(
                {"type": "cobot_call", "id": "c", "extraState": {"name": "trie"}},
                {**DEFINE, "fields": {"NAME": "trier"}},
            ),
            ("UNKNOWN_STEP", "c", {"name": "trie", "suggestion": "trier"}),
        ),
        (
            stack({"type": "cobot_call", "id": "c", "extraState": {"name": "f", "arguments": -1}}, DEFINE),
            broken("c", "cobot_call", "extraState.arguments", "kind"),
        ),
        (
            stack({"type": "cobot_call", "id": "c", "extraState": {"name": "f", "arguments": 1}}, DEFINE),
            ("EMPTY_GAP", "c", {"name": "f", "gap": "value"}),
        ),
        (
            stack(
                {
                    "type": "cobot_if",
                    "id": "a",
                    "extraState": {"elseIfCount": True},
                    "inputs": {"IF0": {"block": {"type": "cobot_truth", "id": "t", "fields": {"BOOL": "TRUE"}}}},
                }
            ),
            broken("a", "cobot_if", "extraState.elseIfCount", "kind"),
        ),
        (stack({"type": "cobot_raw", "id": "a", "fields": {"TEXT": " "}}), None),
        (
            stack({"type": "cobot_raw", "id": "a", "fields": {"TEXT": "attendre(1)"}}),
            ("NOT_IN_LANGUAGE", "a", {"construct": "line", "hint": ""}),
        ),
        ([], ("BLOCKS_UNREADABLE", None, {"path": "$", "reason": "shape"})),
        ("null", ("BLOCKS_UNREADABLE", None, {"path": "$", "reason": "shape"})),
        ({"blocks": 3}, ("BLOCKS_UNREADABLE", None, {"path": "$.blocks", "reason": "shape"})),
        ({"blocks": {"blocks": {}}}, ("BLOCKS_UNREADABLE", None, {"path": "$.blocks.blocks", "reason": "shape"})),
        ({"blocks": {"blocks": [3]}}, ("BLOCKS_UNREADABLE", None, {"path": "$.blocks.blocks[0]", "reason": "shape"})),
        ({"variables": [{}]}, ("BLOCKS_UNREADABLE", None, {"path": "$.variables[0]", "reason": "shape"})),
        (
            {"variables": [*X, *X]},
            ("BLOCKS_UNREADABLE", None, {"path": "$.variables[1].id", "reason": "repeated_name"}),
        ),
        ({"schema": "cobot_lab/blocks/9"}, ("BLOCKS_UNREADABLE", None, {"path": "$.schema", "reason": "schema"})),
        ({"backpack": 1}, ("BLOCKS_UNREADABLE", None, {"path": "$.backpack", "reason": "unknown"})),
        ("{", ("BLOCKS_UNREADABLE", None, {"path": "$.", "reason": "json"})),
        ('{"blocks": {"blocks": [1,]}}', ("BLOCKS_UNREADABLE", None, {"path": "$.blocks.blocks[1]", "reason": "json"})),
        ('{"a": 1, "a": 1}', ("BLOCKS_UNREADABLE", None, {"path": "$.a", "reason": "repeated_name"})),
        ("{} {}", ("BLOCKS_UNREADABLE", None, {"path": "$", "reason": "json"})),
        ("x" * (SIZE_MAX + 1), ("SOURCE_TOO_LARGE", None, {"size": SIZE_MAX + 1, "limit": SIZE_MAX})),
        ("[" + "1," * VALUES_MAX + "1]", ("BLOCKS_UNREADABLE", None, {"path": "$[59999]", "reason": "many"})),
    ],
)
def test_one_mistake(document: Any, finding: tuple[str, str | None, dict[str, object]] | None) -> None:
    if finding is None:
        assert ("BLOCK_BROKEN", "a") in [(code, block) for code, block, _ in found(document)]
    else:
        assert only(document) == finding


@pytest.mark.parametrize("text", ["\\ud800", "\\u202e", "a\\u0000b"])
def test_what_cannot_be_seen_is_refused_wherever_it_stands(text: str) -> None:
    line = '{"blocks":{"blocks":[{"type":"cobot_when_started","id":"s","next":{"block":%s}}]}}'
    for block in (
        '{"type":"cobot_raw","id":"a","fields":{"TEXT":"%s"}}',
        '{"type":"cobot_comment","id":"a","fields":{"TEXT":"%s"}}',
        '{"type":"cobot_break","id":"a","icons":{"comment":{"text":"%s"}}}',
        '{"type":"cobot_%s","id":"a"}',
        '{"type":"cobot_break","id":"a","%s":1}',
        '{"type":"cobot_break","id":"a","fields":{"%s":1}}',
        '{"type":"cobot_call","id":"a","extraState":{"name":"%s"}}',
        '{"type":"cobot_break","id":"%s"}',
    ):
        for code, _, facts in found(line % block.replace("%s", text)):
            assert code != "BREAK_OUTSIDE_LOOP"
            assert json.dumps(facts, ensure_ascii=False).encode()
    assert found('{"?": 1}'.replace("?", text))[0][0] == "BLOCKS_UNREADABLE"
    assert found('{"a": {"?": 1,}}'.replace("?", text))[0][2]["reason"] == "json"


def test_not_text() -> None:
    _, report = read_blocks(b'{"a": "\xff"}')
    assert [finding.code.name for finding in report.findings] == ["SOURCE_NOT_TEXT"]


def test_everything_is_collected_in_the_order_of_the_program() -> None:
    second = {"type": "cobot_dance", "id": "b", "next": {"block": wait(99)}}
    document = stack({"type": "cobot_wait", "id": "a", "next": {"block": second}}, {"type": "cobot_stop", "id": "z"})
    _, report = read_blocks(json.dumps(document))
    assert [(finding.code.name, finding.step) for finding in report.findings] == [
        ("LOOSE_BLOCKS", None),
        ("EMPTY_GAP", 1),
        ("UNKNOWN_BLOCK", 2),
        ("NUMBER_OUT_OF_RANGE", 3),
    ]
    shown = sketch(json.dumps(document))
    assert shown is not None
    assert procedure(shown, "fr")[0].text == "Attendre … secondes."


def test_what_could_not_be_checked_is_said() -> None:
    _, report = read_blocks(json.dumps(stack({"type": "cobot_wait", "id": "a"})))
    assert (report.run, report.not_run) == (("source", "blocks"), ("length", "names"))


def test_an_empty_workspace_is_an_empty_program() -> None:
    program, report = read_blocks("{}")
    assert report.findings == ()
    assert program is not None
    assert program.body == ()


def test_going_to_the_place_called_rest_is_going_to_rest() -> None:
    block = {"type": "cobot_go_to", "id": "a", "inputs": {"PLACE": point("repos")}}
    program, _ = read_blocks(json.dumps(stack(block)))
    assert program is not None
    assert write(program, "en") == 'go_to("rest")\n'


def test_a_fresh_loop_counts_with_a_name_that_nobody_has() -> None:
    block = {"type": "cobot_repeat", "id": "r", "inputs": {"TIMES": number(2), "DO": {"block": SET | {
        "inputs": {"VALUE": number(1, "m")}}}}}  # fmt: skip
    program, report = read_blocks(json.dumps(stack(block, variables=[{"name": "i", "id": "v"}])))
    assert report.findings == ()
    assert program is not None
    assert write(program) == "for j in range(2):\n    i = 1\n"


def chained(kind: str, name: str, count: int, inner: Block) -> Block:
    block = inner
    for at in range(count):
        block = {"type": kind, "id": f"{kind}{at}", "inputs": {name: {"block": block}}}
    return block


def test_nesting() -> None:
    truth = {"type": "cobot_truth", "id": "t", "fields": {"BOOL": "TRUE"}}
    inner = {"type": "cobot_break", "id": "b"}
    assert read_blocks(json.dumps(stack(chained("cobot_forever", "DO", 30, inner))))[1].findings == ()
    assert only(stack(chained("cobot_forever", "DO", 31, inner)))[0] == "NESTED_TOO_DEEP"
    told = only(stack(chained("cobot_forever", "DO", 30, wait())))
    assert told[:2] == ("NESTED_TOO_DEEP", "cobot_forever29")
    deep = {
        "type": "cobot_return",
        "id": "r",
        "inputs": {"VALUE": {"block": chained("cobot_not", "VALUE", 101, truth)}},
    }
    assert ("NESTED_TOO_DEEP", "cobot_not0") in [(code, block) for code, block, _ in found(stack(deep))]
    assert only("[" * (DEPTH_MAX + 1))[2]["reason"] == "depth"


def test_too_many_steps_and_too_much_text() -> None:
    program, _ = draft("attendre(1)\n" * 500)
    assert program is not None
    text = write_blocks(program)
    tail = ',"next":{"block":{"type":"cobot_stop","id":"last"}}'
    longer = text.replace('"id":"s500"', '"id":"s500"' + tail)
    assert only(longer) == ("TOO_MANY_STEPS", None, {"count": 501, "limit": 500})
    long = {"type": "cobot_comment", "id": "c", "fields": {"TEXT": "x" * 20_000}}
    assert only(stack(long))[0] == "SOURCE_TOO_LARGE"


def test_reading_stops_after_a_hundred_findings() -> None:
    loose = [{"type": "cobot_stop", "id": str(at)} for at in range(5000)]
    assert len(found({"blocks": {"blocks": loose}})) == 100


def test_many_long_raw_lines_are_not_all_parsed() -> None:
    block: Block = {"type": "cobot_break", "id": "b"}
    for at in range(60):
        line = {"type": "cobot_raw", "id": f"r{at}", "fields": {"TEXT": "x = [" + "1, " * 2000 + "]"}}
        block = {**line, "next": {"block": block}}
    begin = time.perf_counter()
    found(stack(block))
    assert time.perf_counter() - begin < 5


SEEDS = (
    EVERYTHING,
    'n = 3\nfor i in range(n):\n    prendre("A")  # ici\n\ndef f(a):\n    return a\nf(n)\n',
    'if couleur_piece() == "rouge":\n    deposer(decale("B", 0, -40, 0))\nelse:\n    arreter()\n',
)
BITS = (
    '"', "{", "}", "[", "]", ",", ":", "null", "true", "-1", "1e999", "NaN", "9" * 30, '""', '"id":"s1"', "\\u202e",
    "cobot_", "next", "block", "shadow", "\\ud800", '{"block":{}}', "é", "\0",
)  # fmt: skip


def mutated(text: str, dice: random.Random) -> str:
    for _ in range(dice.choice((1, 1, 1, 2, 4))):
        at, to = sorted(dice.randrange(len(text) + 1) for _ in range(2))
        to = min(to, at + dice.choice((0, 1, 5, 40)))
        match dice.randrange(4):
            case 0:
                text = text[:at] + dice.choice(BITS) + text[to:]
            case 1:
                text = text[:at] + text[to:]
            case 2:
                text = text[:at] + text[at:to] * 2 + text[to:]
            case _:
                words = text.split('"')
                one, other = dice.randrange(len(words)), dice.randrange(len(words))
                words[one] = words[other]
                text = '"'.join(words)
        text = text or "x"
    return text


def test_mutated_blocks_are_read_or_refused() -> None:
    dice = random.Random(20)
    seeds = [write_blocks(program) for program, _ in map(draft, SEEDS) if program is not None]
    refused = 0
    for _ in range(2000):
        text = mutated(dice.choice(seeds), dice)
        begin = time.perf_counter()
        program, report = draft_blocks(text)
        assert time.perf_counter() - begin < 1
        if program is None:
            assert report.findings
            refused += 1
            for finding in report.findings:
                placed = finding.span is not None and finding.span.block
                assert placed or finding.code.name in {"BLOCKS_UNREADABLE", "SOURCE_TOO_LARGE", "TOO_MANY_STEPS"}
            sketch(text)
        else:
            assert draft_blocks(write_blocks(program))[0] == program
            write(program)
            procedure(program, "fr")
    assert 500 < refused < 2000
