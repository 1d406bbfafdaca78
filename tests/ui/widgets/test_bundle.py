"""The bundles: whole, asking nobody, with the licences of what they hold; and the shim that a widget carries."""

from __future__ import annotations

import re

import pytest

from cobot_lab.ui.widgets.bundle import STATIC, BundleError, bundle, shim

ADDRESS = re.compile(r"https?://[^\s\"'`<>)\\]+")
NEVER_ASKED = (
    "http://www.w3.org/",  # names of namespaces
    "https://developers.google.com/blockly/xml",  # Blockly's name of its own namespace
    "https://bugzilla.mozilla.org/",  # in a remark
)
"""Addresses that are names or remarks: nothing is fetched from them, as the browser tests show."""


def texts() -> list[tuple[str, str]]:
    bundle("editor")
    return [(file.name, file.read_text(encoding="utf-8")) for file in sorted(STATIC.glob("*.js"))]


def test_no_bundle_holds_an_address_to_ask() -> None:
    for name, text in texts():
        asked = {found for found in ADDRESS.findall(text) if not found.startswith(NEVER_ASKED)}
        assert asked == set(), name
        assert "static.blockly.com" not in text


def test_blockly_s_pictures_are_inside() -> None:
    text = dict(texts())["editor.js"]
    assert text.count("data:image/svg+xml;base64,") >= 6
    assert "pathToMedia+" not in text


def test_the_licences_of_what_is_inside_come_along() -> None:
    told = (STATIC / "THIRD_PARTY_LICENCES.txt").read_text(encoding="utf-8")
    for name in ("blockly 13.3.0: Apache-2.0", "@codemirror/view 6", "@lezer/python 1", "@blockly/theme-highcontrast"):
        assert f"\n{name}" in told
    assert "Apache License" in told


def test_a_widget_carries_a_few_lines_only() -> None:
    carried = shim("editor")
    assert len(carried) < 600
    assert re.search(r"cobot_lab/static/editor\.js\?v=[0-9a-f]{16}", carried)


def test_a_bundle_that_is_not_there_is_told_with_those_that_are() -> None:
    with pytest.raises(BundleError, match=r"nothing\.js is missing .*editor"):
        bundle("nothing")
