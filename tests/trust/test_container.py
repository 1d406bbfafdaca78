from __future__ import annotations

import io
import struct
import zipfile
import zlib

import pytest

from cobot_lab.codes import Code
from cobot_lab.trust import container
from cobot_lab.trust.bundle import Bundle

FILES = {"a.txt": b"alpha", "cell/b.toml": b"", "c": b"\0" * 1000}


def refused(data: bytes) -> list[str]:
    """Give the reasons for which a bundle is refused."""
    opened, report = Bundle.open(data)
    assert opened is None
    assert {finding.code for finding in report.findings} == {Code.BUNDLE_UNREADABLE}
    return [str(finding.fact("reason")) for finding in report.findings]


def zipped(*entries: tuple[str, bytes], compression: int = zipfile.ZIP_STORED) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", compression) as archive:
        for name, data in entries:
            archive.writestr(name, data)
    return target.getvalue()


def test_what_is_packed_is_unpacked():
    assert container.unpack(container.pack(FILES)) == (FILES, ())
    assert container.unpack(container.pack({})) == ({}, ())


@pytest.mark.parametrize(
    "name", ["../up", "/root", "a/../b", "a//b", "A", "a b", "", ".hidden", "a\\b", "c:x", "é", "a/"]
)
def test_an_unsafe_name_is_neither_packed_nor_unpacked(name):
    with pytest.raises(ValueError, match="names such as"):
        container.pack({name: b""})
    encoded = name.encode()
    data = bytearray(container.pack({"x" * len(encoded): b""} if encoded else {"x": b""}))
    if encoded:
        data = bytearray(bytes(data).replace(b"x" * len(encoded), encoded))
        files, problems = container.unpack(bytes(data))
        assert not files
        assert problems


def test_a_path_that_leaves_the_folder_is_refused():
    assert "unsafe name" in refused(zipped(("../../etc/passwd", b"x")))


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_files_of_one_name_are_refused():
    assert "stands twice" in refused(zipped(("plan.json", b"1"), ("plan.json", b"2")))


def test_a_compressed_bomb_is_refused_before_it_is_unpacked():
    bomb = zipped(("plan.json", b"\0" * (8 << 20)), compression=zipfile.ZIP_DEFLATED)
    assert len(bomb) < 1 << 16
    assert set(refused(bomb)) == {"compressed", "cut off", "more unpacked than packed"}


def test_entries_that_share_their_bytes_are_refused():
    data = b"\0" * 5000
    listing = b""
    local = container._LOCAL.pack(b"PK\3\4", 20, 0, 0, 0, 33, zlib.crc32(data), len(data), len(data), 1, 0) + b"a"
    for letter in b"abcdefgh":
        head = (20, 20, 0, 0, 0, 33, zlib.crc32(data), len(data), len(data), 1, 0, 0, 0, 0, 0, 0)
        listing += container._CENTRAL.pack(b"PK\1\2", *head) + bytes([letter])
    end = container._END.pack(b"PK\5\6", 0, 0, 8, 8, len(listing), len(local) + len(data), 0)
    assert refused(local + data + listing + end) == ["more unpacked than packed"]


def test_an_encrypted_entry_is_refused():
    data = bytearray(container.pack({"plan.json": b"x"}))
    data[data.index(b"PK\1\2") + 8] |= 1
    assert refused(bytes(data)) == ["encrypted"]


@pytest.mark.parametrize(("before", "behind"), [(b"MZ", b""), (b"", b"\n"), (b"PK\3\4", b"PK\5\6" + bytes(18))])
def test_bytes_around_the_container_are_refused(sealed, before, behind):
    assert "directory is not at its end" in refused(before + sealed + behind)[0]


def test_a_directory_that_lists_fewer_files_than_it_holds_is_refused():
    data = bytearray(container.pack(FILES))
    data[-14:-10] = struct.pack("<HH", 2, 2)
    assert "another length" in refused(bytes(data))[0]


def test_an_entry_that_points_behind_the_end_is_refused():
    data = bytearray(container.pack(FILES))
    struct.pack_into("<L", data, data.index(b"PK\1\2") + 42, len(data))
    assert refused(bytes(data)) == ["cut off"]


def test_a_comment_is_refused(sealed):
    commented = sealed[:-2] + struct.pack("<H", 5) + b"hello"
    assert refused(commented)


def test_bytes_between_the_files_are_refused(sealed):
    start = sealed.index(b"PK\1\2")
    size, _ = struct.unpack_from("<LL", sealed, len(sealed) - 10)
    end = sealed[-22:-6] + struct.pack("<LH", start + 3, 0)
    assert refused(sealed[:start] + b"abc" + sealed[start : start + size] + end) == ["holds bytes beside its files"]


def test_the_same_files_zipped_by_another_program_are_refused(bundle):
    again = zipped(*bundle.files.items(), ("manifest.json", bundle.manifest_bytes))
    assert refused(again) == ["holds bytes beside its files"]


def test_too_large_and_too_many_are_refused(monkeypatch, sealed):
    with pytest.raises(ValueError, match="at most 256"):
        container.pack({f"f{number}": b"" for number in range(257)})
    assert "257 files" in refused(zipped(*((f"f{number}", b"") for number in range(257))))[0]
    monkeypatch.setattr(container, "MAX_SIZE", len(sealed) - 1)
    assert f"{len(sealed)} bytes" in refused(sealed)[0]


@pytest.mark.parametrize(
    "data", [b"", b"PK", b"not a zip at all, only a text of some length", bytes(22), b"PK\5\6" + b"\xff" * 18]
)
def test_what_is_no_zip_is_refused(data):
    assert "not a zip" in refused(data)[0]


def test_an_empty_zip_has_no_manifest():
    assert refused(container.pack({})) != []
