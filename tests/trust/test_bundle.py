from __future__ import annotations

import dataclasses
import io
import json
import random
import subprocess
import zipfile

import pytest

from cobot_lab import stored
from cobot_lab.cell.document import SIZE_MAX as DESCRIPTION_MAX
from cobot_lab.codes import Code
from cobot_lab.findings import Finding, Report, Severity, Verdict
from cobot_lab.language.blocks.read_blocks import SIZE_MAX as BLOCKS_MAX
from cobot_lab.language.source import SIZE_MAX as TEXT_MAX
from cobot_lab.trust import container, manifest
from cobot_lab.trust.bundle import Bundle, seal


def named(report: Report, code: Code) -> list[str]:
    return [str(finding.fact("file")) for finding in report.findings if finding.code is code]


def repacked(sealed: bytes, **changes: bytes) -> dict[str, bytes]:
    files, problems = container.unpack(sealed)
    assert not problems
    return {**files, **changes}


def test_a_sealed_bundle_opens_with_every_byte_given(sealed, bundle, files, report):
    assert dict(bundle.files) == {**files, "report.json": stored.canonical(report.to_dict())}
    assert bundle.report == report
    assert bundle.versions == {"cobot_lab": "0.1.0"}
    assert bundle.facts == {"lesson": "01"}
    assert bundle.digest == stored.sha256(bundle.manifest_bytes)
    assert bundle.plan_digest == report.subject
    _, opening = Bundle.open(sealed)
    assert opening.verdict is Verdict.PASSED
    assert opening.subject == bundle.digest


def test_equal_input_gives_equal_bytes_whatever_its_order(sealed, files, report):
    again, _ = seal(dict(reversed(files.items())), report, {"cobot_lab": "0.1.0"}, lesson="01")
    assert again == sealed


def test_any_unzip_program_reads_it(sealed, bundle, tmp_path):
    with zipfile.ZipFile(io.BytesIO(sealed)) as archive:
        assert archive.testzip() is None
        assert {name: archive.read(name) for name in archive.namelist()} == {
            **bundle.files,
            "manifest.json": bundle.manifest_bytes,
        }
    path = tmp_path / "a.zip"
    path.write_bytes(sealed)
    listing = subprocess.run(["python3", "-m", "zipfile", "-t", str(path)], capture_output=True, text=True, check=True)
    assert "Done testing" in listing.stdout


def test_a_bundle_cannot_be_altered_in_memory(bundle):
    with pytest.raises(TypeError):
        bundle.files["plan.json"] = b""
    with pytest.raises(dataclasses.FrozenInstanceError):
        bundle.manifest_bytes = b""


def test_the_bytes_for_the_arm_come_in_order_of_name(files, report):
    data, _ = seal({**files, "transmit/02.script": b"two", "transmit/01.script": b"one"}, report, {})
    opened, _ = Bundle.open(data)
    assert list(opened.transmitted.items()) == [("transmit/01.script", b"one"), ("transmit/02.script", b"two")]


@pytest.mark.parametrize(
    ("run", "not_run", "findings", "verdict"),
    [
        ((), (), (), "NOT_VERIFIED"),
        (("a",), ("b",), (), "NOT_VERIFIED"),
        (("a",), (), (Finding.of(Code.NO_GRASP, width=0.0),), "FAILED"),
    ],
)
def test_what_did_not_pass_is_not_sealed(files, report, run, not_run, findings, verdict):
    data, answer = seal(files, Report(report.subject, run, not_run, findings), {})
    assert data is None
    assert answer.codes == ("T03",)
    assert answer.findings[0].fact("verdict") == verdict


def test_advice_does_not_stand_in_the_way(files, report):
    advice = Finding.of(Code.WEAK_GRIP, severity=Severity.ADVICE, part="cube", margin=1.2, wanted=1.5)
    data, _ = seal(files, dataclasses.replace(report, findings=(advice,)), {})
    assert Bundle.open(data)[0].report.findings == (advice,)


def test_a_report_about_another_plan_passes_nothing(files, report):
    data, answer = seal({**files, "plan.json": b"another"}, report, {})
    assert data is None
    assert answer.codes == ("T06", "T03")


def test_a_missing_or_unknown_file_is_the_callers_error(files, report):
    with pytest.raises(ValueError, match="missing"):
        seal({name: data for name, data in files.items() if name != "source.py"}, report, {})
    with pytest.raises(ValueError, match="not a file of a bundle"):
        seal({**files, "notes.txt": b""}, report, {})
    with pytest.raises(ValueError, match="written by seal"):
        seal({**files, "report.json": b"{}"}, report, {})


@pytest.mark.parametrize("name", sorted(manifest.REQUIRED | {manifest.RECORDING}))
def test_one_changed_byte_names_its_file(sealed, name):
    files = repacked(sealed)
    files[name] = files[name][:-1] + bytes([files[name][-1] ^ 1])
    opened, report = Bundle.open(container.pack(files))
    assert opened is None
    assert named(report, Code.BUNDLE_DIFFERS) == [name]


def test_all_that_differs_is_named_not_only_the_first(sealed):
    files = repacked(sealed, **{"source.py": b"x", "cell/robot.toml": b"y", "transmit/01.script": b"z"})
    del files["program.json"]
    opened, report = Bundle.open(container.pack(files))
    assert opened is None
    assert named(report, Code.BUNDLE_DIFFERS) == ["cell/robot.toml", "source.py"]
    assert named(report, Code.BUNDLE_UNREADABLE) == ["program.json", "transmit/01.script"]


def test_a_bundle_whose_report_failed_is_refused_even_with_a_true_manifest(sealed, report):
    failed = dataclasses.replace(report, findings=(Finding.of(Code.NO_GRASP, width=0.0),))
    assert forged(sealed, "report.json", stored.canonical(failed.to_dict())).codes == ("T03",)


def test_a_written_verdict_that_does_not_follow_is_refused(sealed, report):
    lie = {**report.to_dict(), "not_run": ["grasp_holds"]}
    answer = forged(sealed, "report.json", stored.canonical(lie))
    assert named(answer, Code.BUNDLE_UNREADABLE) == ["report.json"]


@pytest.mark.parametrize("text", [b"", b"{}", b"[]", b"\xff", b'{"schema":"cobot_lab/report/1"}', b"[" * 100_000])
def test_a_report_that_is_none_is_refused(sealed, text):
    assert named(forged(sealed, "report.json", text), Code.BUNDLE_UNREADABLE) == ["report.json"]


def test_a_report_with_a_number_for_a_check_is_refused(sealed, report):
    odd = {**report.to_dict(), "run": [1]}
    assert named(forged(sealed, "report.json", stored.canonical(odd)), Code.BUNDLE_UNREADABLE) == ["report.json"]


def test_another_plan_with_a_true_manifest_is_refused(sealed):
    assert forged(sealed, "plan.json", b"another plan").codes == ("T06", "T03")


def forged(sealed: bytes, name: str, data: bytes) -> Report:
    """Put a file in place and write a manifest that agrees: what a forger would do."""
    files = repacked(sealed, **{name: data})
    del files["manifest.json"]
    opened, report = Bundle.open(container.pack({**files, "manifest.json": manifest.write(files, {}, {})}))
    assert opened is None
    return report


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"{}",
        b'{"facts":{},"files":{},"schema":"cobot_lab/bundle/2","versions":{}}',
        b'{"facts":{},"files":{},"schema":"cobot_lab/bundle/1","versions":{"a":1}}',
        b'{"facts":{"a":[]},"files":{},"schema":"cobot_lab/bundle/1","versions":{}}',
        b'{"facts":{},"files":{"source.py":{"sha256":"0","size":1}},"schema":"cobot_lab/bundle/1","versions":{}}',
        b'{"facts":{},"files":{"source.py":{"size":1}},"schema":"cobot_lab/bundle/1","versions":{}}',
    ],
)
def test_a_manifest_out_of_form_is_refused(sealed, text):
    opened, report = Bundle.open(container.pack(repacked(sealed, **{"manifest.json": text})))
    assert opened is None
    assert named(report, Code.BUNDLE_UNREADABLE) == ["manifest.json"]


def test_a_manifest_with_one_space_more_is_refused(sealed, bundle):
    opened, report = Bundle.open(container.pack(repacked(sealed, **{"manifest.json": bundle.manifest_bytes + b" "})))
    assert opened is None
    assert named(report, Code.BUNDLE_UNREADABLE) == ["manifest.json"]


def test_no_mutation_of_a_bundle_is_accepted(sealed):
    rng = random.Random(20)
    for _ in range(600):
        mutated = mutate(sealed, rng)
        opened, report = Bundle.open(mutated)
        assert (opened is not None) == (mutated == sealed)
        assert opened is not None or report.verdict is Verdict.FAILED


def test_no_single_flipped_bit_is_accepted(sealed):
    for position in range(len(sealed)):
        flipped = bytearray(sealed)
        flipped[position] ^= 1 << (position % 8)
        opened, report = Bundle.open(bytes(flipped))
        assert opened is None
        assert report.findings


def mutate(data: bytes, rng: random.Random) -> bytes:
    at, length = rng.randrange(len(data)), rng.randrange(1, 40)
    match rng.randrange(5):
        case 0:
            return data[:at] + rng.randbytes(length) + data[at + length :]
        case 1:
            return data[:at] + data[at + length :]
        case 2:
            return data[:at] + rng.randbytes(length) + data[at:]
        case 3:
            return data[:at]
        case _:
            other = rng.randrange(len(data))
            return data[:at] + data[other : other + length] + data[at + length :]


def test_a_text_too_long_to_read_is_refused(sealed):
    assert named(forged(sealed, "report.json", b"[" * (5 << 20)), Code.BUNDLE_UNREADABLE) == ["report.json"]


@pytest.mark.parametrize("name", sorted(manifest.LARGEST))
def test_a_file_larger_than_its_kind_is_refused_before_anything_is_parsed(sealed, name, monkeypatch):
    parsed = []
    monkeypatch.setattr(json, "loads", lambda *given, **_: parsed.append(given))
    size = manifest.LARGEST[name] + 1
    opened, report = Bundle.open(container.pack(repacked(sealed, **{name: b"[" * size})))
    assert opened is None
    assert named(report, Code.BUNDLE_UNREADABLE) == [name]
    assert report.findings[0].fact("reason") == f"{size} bytes, at most {size - 1}"
    assert not parsed


def test_a_file_as_large_as_its_kind_is_still_a_file_of_a_bundle(files, report):
    largest = {manifest.SOURCE: b"#" * manifest.LARGEST[manifest.SOURCE], manifest.PLAN: files[manifest.PLAN]}
    data, _ = seal({**files, **largest}, report, {})
    assert data is not None


def test_programs_and_descriptions_that_are_read_elsewhere_fit():
    assert manifest.LARGEST[manifest.SOURCE] >= TEXT_MAX
    assert manifest.LARGEST[manifest.BLOCKS] >= BLOCKS_MAX
    assert manifest.LARGEST[manifest.URDF] >= DESCRIPTION_MAX


def test_a_manifest_of_as_many_files_as_there_may_be_fits():
    names = (f"transmit/{number:064d}.{'x' * 16}" for number in range(container.MAX_FILES))
    versions = {f"a tool that has a long name {number}": "1.22.333+local" for number in range(40)}
    assert len(manifest.write(dict.fromkeys(names, b"x" * 99_999), versions, {})) < manifest.LARGEST[manifest.MANIFEST]
