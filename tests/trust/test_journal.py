from __future__ import annotations

import multiprocessing
import random
import sqlite3
import subprocess
import sys
from contextlib import closing
from itertools import pairwise
from pathlib import Path

import pytest

from cobot_lab.findings import Report, Verdict
from cobot_lab.trust import journal_data, journal_file
from cobot_lab.trust.head_words import _words, head_words
from cobot_lab.trust.journal import Journal
from cobot_lab.trust.journal_file import JournalError

NUMBER = "ab" * 16


@pytest.fixture
def journal(tmp_path) -> Journal:
    made = Journal.create(tmp_path / "journal.db")
    for count in range(4):
        made.append("event", {"count": count, "text": "été"})
    return made


def edit(journal: Journal, *statements: str) -> None:
    with closing(sqlite3.connect(journal.path)) as connection:
        for statement in statements:
            connection.execute(statement)
        connection.commit()


def reason(report: Report) -> tuple[int, str]:
    assert report.codes == ("T15",)
    assert report.verdict is Verdict.FAILED
    return report.findings[0].fact("seq"), report.findings[0].fact("reason")


def test_entries_come_back_chained(journal):
    entries = journal.entries()
    assert [entry.seq for entry in entries] == [1, 2, 3, 4, 5]
    assert [entry.kind for entry in entries] == ["journal"] + ["event"] * 4
    assert dict(entries[2].body) == {"count": 1, "text": "été"}
    assert all(later.prev == earlier.sha256 for earlier, later in pairwise(entries))
    assert journal.head == entries[-1].sha256
    report = journal.verify()
    assert report.verdict is Verdict.PASSED
    assert report.subject == journal.head


def test_append_gives_what_is_then_read(journal):
    assert journal.append("stop", {"why": "button"}) == journal.entries()[-1]


def test_two_journals_never_share_a_head(tmp_path):
    heads = {Journal.create(tmp_path / name).head for name in "abc"}
    assert len(heads) == 3


def test_it_is_not_made_anew(journal, tmp_path):
    with pytest.raises(JournalError, match="exists"):
        Journal.create(journal.path)
    missing = Journal(tmp_path / "gone.db")
    for use in (missing.entries, missing.verify, lambda: missing.used(NUMBER), lambda: missing.consume(NUMBER, {})):
        with pytest.raises(JournalError, match="unable to open"):
            use()
    assert not missing.path.exists()


def test_what_json_cannot_say_is_not_written(journal):
    with pytest.raises(ValueError, match=r"."):
        journal.append("event", {"x": float("nan")})
    assert len(journal.entries()) == 5


def test_a_number_is_consumed_once(journal):
    assert not journal.used(NUMBER)
    entry = journal.consume(NUMBER, {"bundle": "x"})
    assert entry is not None
    assert (entry.kind, entry.number, dict(entry.body)) == ("consumed", NUMBER, {"bundle": "x"})
    assert journal.used(NUMBER)
    assert journal.consume(NUMBER, {"bundle": "y"}) is None
    assert len(journal.entries()) == 6
    assert journal.consume("cd" * 16, {}) is not None
    with pytest.raises(JournalError, match="empty"):
        journal.consume("", {})


def test_a_number_inside_a_body_is_not_a_consumed_one(journal):
    journal.append("event", {"number": NUMBER})
    assert not journal.used(NUMBER)


@pytest.mark.parametrize(
    ("statements", "seq", "said"),
    [
        (["UPDATE entries SET body = replace(body, '\"count\":1', '\"count\":7') WHERE seq = 3"], 3, "altered"),
        (["UPDATE entries SET body = CAST(body AS BLOB) || x'00' WHERE seq = 3"], 3, "altered"),
        (["UPDATE entries SET body = 5 WHERE seq = 3"], 3, "altered"),
        (["UPDATE entries SET sha256 = printf('%064d', 0) WHERE seq = 3"], 3, "altered"),
        (["UPDATE entries SET sha256 = upper(sha256) WHERE seq = 3"], 3, "altered"),
        (["UPDATE entries SET prev = printf('%064d', 0) WHERE seq = 3"], 3, "does not follow the entry before"),
        (["DELETE FROM entries WHERE seq = 3"], 3, "missing"),
        (["DELETE FROM entries WHERE seq = 1"], 1, "missing"),
        (["DELETE FROM entries"], 1, "missing"),
        (["DELETE FROM entries WHERE seq = 3", "UPDATE entries SET seq = seq - 1 WHERE seq > 3"], 3, "does not follow"),
        (["UPDATE entries SET seq = 9 WHERE seq = 3"], 3, "missing"),
        (["UPDATE entries SET seq = 0 WHERE seq = 1"], 1, "missing"),
        (["INSERT INTO entries VALUES (6, printf('%064d', 0), '{}', 'x')"], 6, "does not follow"),
        (["INSERT INTO entries SELECT 6, sha256, '{}', 'x' FROM entries WHERE seq = 5"], 6, "altered"),
        (["ALTER TABLE entries ADD COLUMN more TEXT"], 0, "tables"),
        (["CREATE TABLE more (x)"], 0, "tables"),
        (["CREATE INDEX more ON entries (body)"], 0, "tables"),
        (["CREATE VIEW more AS SELECT 1"], 0, "tables"),
        (["CREATE TRIGGER more AFTER INSERT ON entries BEGIN DELETE FROM entries; END"], 0, "tables"),
        (["DROP TABLE entries"], 0, "tables"),
    ],
)
def test_every_edit_shows(journal, statements, seq, said):
    edit(journal, *statements)
    at, why = reason(journal.verify())
    assert at == seq
    assert said in why
    with pytest.raises(JournalError):
        journal.used(NUMBER)
    with pytest.raises(JournalError):
        journal.consume(NUMBER, {})


def test_swapped_bodies_show(journal):
    swap = "UPDATE entries SET body = (SELECT body FROM entries o WHERE o.seq = 7 - entries.seq) WHERE seq IN (3, 4)"
    edit(journal, swap)
    assert reason(journal.verify()) == (3, "altered")


def test_an_entry_with_a_true_digest_but_no_form_shows(journal):
    text = b'{"any":"thing"}'
    row = (6, journal.head, text.decode(), journal_data.digest(6, journal.head, text))
    with closing(sqlite3.connect(journal.path)) as connection:
        connection.execute("INSERT INTO entries VALUES (?, ?, ?, ?)", row)
        connection.commit()
    assert reason(journal.verify())[0] == 6


def test_nothing_is_written_behind_a_broken_end(journal):
    edit(journal, "UPDATE entries SET body = '{}' WHERE seq = 5")
    with pytest.raises(JournalError, match="altered"):
        journal.append("event", {})


def test_a_deleted_consumption_does_not_bring_a_number_back(journal):
    journal.consume(NUMBER, {})
    journal.append("event", {})
    edit(journal, "DELETE FROM entries WHERE seq = 6")
    with pytest.raises(JournalError, match="missing"):
        journal.consume(NUMBER, {})


def test_a_cut_tail_shows_only_against_a_noted_head(journal):
    noted, words = journal.head, journal.head_words()
    journal.append("event", {})
    for head in (noted, words, f" {words.replace(' ', '  ')}\n"):
        assert journal.verify(expected_head=head).verdict is Verdict.PASSED
    edit(journal, "DELETE FROM entries WHERE seq >= 5")
    assert journal.verify().verdict is Verdict.PASSED
    for head in (noted, words, "0" * 64, ""):
        assert "noted head" in reason(journal.verify(expected_head=head))[1]


def test_words_stand_for_the_head(journal):
    words = _words()
    assert len(set(words)) == 256
    assert all(word.isascii() and word.isalpha() and word.islower() for word in words)
    spoken = journal.head_words().split()
    assert bytes(map(words.index, spoken)) == bytes.fromhex(journal.head)[:12]
    assert head_words("ff" * 32) == " ".join([words[255]] * 12)


@pytest.mark.parametrize("content", [b"", b"hello", b"SQLite format 3\0" + bytes(4080), bytes(8192)])
def test_what_is_no_journal_is_refused(tmp_path, content):
    path = tmp_path / "journal.db"
    path.write_bytes(content)
    journal = Journal(path)
    assert journal.verify().codes == ("T15",)
    with pytest.raises(JournalError):
        journal.append("event", {})


def test_pages_that_do_not_fit_show_even_when_every_entry_does(journal):
    data = bytearray(journal.path.read_bytes())
    data[36:40] = (7).to_bytes(4, "big")  # the count of free pages (SQLite file format, section 1.3)
    journal.path.write_bytes(data)
    assert len(journal.entries()) == 5
    at, why = reason(journal.verify())
    assert at == 0
    assert "damaged file" in why


def test_a_damaged_file_is_found_or_holds_the_same_entries(journal):
    for _ in range(60):
        journal.append("event", {"text": "x" * 200})
    before = journal.entries()
    data = journal.path.read_bytes()
    rng = random.Random(3)
    broken = 0
    for _ in range(150):
        flipped = bytearray(data)
        flipped[rng.randrange(len(data))] ^= 1 << rng.randrange(8)
        journal.path.write_bytes(flipped)
        try:
            report = journal.verify()
        except JournalError:
            broken += 1
            continue
        if report.verdict is Verdict.PASSED:
            assert journal.entries() == before
        else:
            assert report.codes == ("T15",)
            broken += 1
        for beside in journal.path.parent.glob("journal.db-*"):
            beside.unlink()
    assert broken > 100


def test_a_locked_journal_is_an_exception_not_a_finding(journal, monkeypatch):
    monkeypatch.setattr(journal_file, "_WAIT", 0.05)
    with closing(sqlite3.connect(journal.path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(JournalError, match="locked"):
            journal.append("event", {})
        assert len(journal.entries()) == 5
        other.execute("ROLLBACK")
    assert journal.append("event", {}).seq == 6


_FILL = """
import resource, signal, sys
from pathlib import Path
from cobot_lab.trust.journal import Journal
from cobot_lab.trust.journal_file import JournalError
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (60_000, 60_000))
journal = Journal(Path(sys.argv[1]))
for count in range(1000):
    try:
        journal.append("event", {"text": "x" * 1000})
    except JournalError as problem:
        print(count, problem)
        break
"""


def test_a_full_disk_is_said_and_nothing_is_half_written(journal):
    done = subprocess.run([sys.executable, "-c", _FILL, journal.path], capture_output=True, text=True, check=True)
    count, said = done.stdout.split(maxsplit=1)
    assert "cannot append" in said
    assert journal.verify().verdict is Verdict.PASSED
    assert len(journal.entries()) == 5 + int(count) > 5
    assert journal.append("event", {}).seq == 6 + int(count)


def _race(path: Path, barrier, results) -> None:
    barrier.wait()
    results.put([number for number in range(20) if Journal(path).consume(f"{number:032x}", {}) is not None])


def test_of_two_processes_exactly_one_consumes_a_number(journal):
    context = multiprocessing.get_context("spawn")
    barrier, results = context.Barrier(2), context.Queue()
    racers = [context.Process(target=_race, args=(journal.path, barrier, results)) for _ in range(2)]
    for racer in racers:
        racer.start()
    won = results.get(timeout=60) + results.get(timeout=60)
    for racer in racers:
        racer.join(timeout=60)
    assert sorted(won) == list(range(20))
    assert journal.verify().verdict is Verdict.PASSED
    assert len(journal.entries()) == 25
