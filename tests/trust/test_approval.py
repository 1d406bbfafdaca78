from __future__ import annotations

import base64
import json
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from cobot_lab import stored
from cobot_lab.findings import Report, Verdict
from cobot_lab.trust import dsse
from cobot_lab.trust.approval import MAX_WINDOW, Approval, ApprovalError, Mode, approve, new_number
from cobot_lab.trust.examination import EXAMINATIONS, examine
from cobot_lab.trust.keys import SigningKey
from cobot_lab.trust.store import TrustStore

NUMBER = "0123456789abcdef" * 2
SERIAL = "20235501234"


@pytest.fixture
def now(trusted) -> datetime:
    return trusted.not_before + timedelta(days=100)


@pytest.fixture
def look(bundle, trust, now, envelope):
    """Examine the good approval, with what a test changes."""

    def looked(data: bytes = envelope, store: TrustStore = trust, **changes) -> tuple[Approval | None, Report]:
        facts = {
            "bundle_digest": bundle.digest,
            "robot_serial": SERIAL,
            "mode": "real",
            "now": now,
            "used": lambda _: False,
            **changes,
        }
        return examine(data, store, **facts)

    return looked


@pytest.fixture
def made(bundle, referent, now):
    """Make an approval, with what a test changes."""

    def signed(key: SigningKey = referent, bundle_digest: str = bundle.digest, **changes) -> bytes:
        facts = {
            "role": "referent",
            "robot_serial": SERIAL,
            "mode": Mode.REAL,
            "not_before": now,
            "not_after": now + timedelta(hours=2),
            "number": NUMBER,
            **changes,
        }
        return approve(bundle_digest, key, **facts)

    return signed


def test_a_good_approval_is_given_back(look, bundle, referent, now):
    approval, report = look()
    assert report == Report(bundle.digest, EXAMINATIONS)
    assert report.verdict is Verdict.PASSED
    assert approval == Approval(
        bundle.digest,
        "referent",
        SERIAL,
        Mode.REAL,
        now - timedelta(hours=1),
        now + timedelta(hours=1),
        NUMBER,
        referent.key_id,
        "Mme Diallo",
    )


def test_each_missing_thing_has_its_code(look, made, trust, trusted, now):
    stranger = SigningKey.new("?")
    revoked = trust.revoking(trusted.key_id)
    cases = {
        ("T04",): look(made(stranger)),
        ("T06",): look(bundle_digest="0" * 64),
        ("T07",): look(role="teacher"),
        ("T08",): look(robot_serial="1"),
        ("T09",): look(mode="simulated"),
        ("T10",): look(now=now - timedelta(hours=1, seconds=1)),
        ("T11",): look(now=now + timedelta(hours=1)),
        ("T12",): look(used=lambda number: number == NUMBER),
        ("T16",): look(store=revoked),
    }
    for codes, (approval, report) in cases.items():
        assert approval is None
        assert report.codes == codes


def test_all_that_is_missing_is_told_at_once(look, now):
    approval, report = look(
        bundle_digest="0" * 64,
        robot_serial="1",
        mode="simulated",
        role="teacher",
        now=now + timedelta(days=1),
        used=lambda _: True,
    )
    assert approval is None
    assert report.codes == ("T07", "T06", "T08", "T09", "T11", "T12")


def test_facts_say_what_was_wanted_and_given(look, bundle):
    _, report = look(robot_serial="1", bundle_digest="0" * 64)
    facts = {finding.code.value: dict(finding.facts) for finding in report.findings}
    assert facts["T06"] == {"wanted": "0" * 64, "given": bundle.digest}
    assert facts["T08"] == {"wanted": "1", "serial": SERIAL}


def test_a_role_that_the_key_does_not_have_is_refused(look, made):
    approval, report = look(made(role="teacher"), role="teacher")
    assert approval is None
    assert dict(report.findings[0].facts) == {"role": "referent", "wanted": "teacher"}


def test_an_unknown_key_leaves_the_signature_unexamined(look, made):
    _, report = look(made(SigningKey.new("?")))
    assert report.not_run == ("signature",)


def test_a_key_outside_its_own_validity_does_not_count(look, trusted, now):
    later = TrustStore((replace(trusted, not_before=now + timedelta(seconds=1)),))
    past = TrustStore((replace(trusted, not_after=now),))
    assert look(store=later)[1].codes == ("T10",)
    assert look(store=past)[1].codes == ("T11",)


def test_the_window_is_half_open(look, made, now):
    envelope = made()
    assert look(envelope, now=now)[0] is not None
    assert look(envelope, now=now + timedelta(hours=2) - timedelta(microseconds=1))[0] is not None
    assert look(envelope, now=now + timedelta(hours=2))[0] is None


def test_a_signature_by_a_trusted_key_over_something_else_is_bad(look, made, envelope):
    other = json.loads(made(number="f" * 32))
    mixed = stored.canonical({**json.loads(envelope), "signatures": other["signatures"]})
    approval, report = look(mixed)
    assert approval is None
    assert report.codes == ("T05",)


def test_no_flipped_bit_of_an_envelope_is_accepted(look, envelope):
    for position in range(len(envelope)):
        for bit in range(8):
            flipped = bytearray(envelope)
            flipped[position] ^= 1 << bit
            approval, report = look(bytes(flipped))
            assert approval is None
            assert report.verdict is Verdict.FAILED


def test_no_cut_or_lengthened_envelope_is_accepted(look, envelope):
    for length in range(len(envelope)):
        assert look(envelope[:length])[0] is None
    for tail in (b" ", b"\n", b"\0", b"{}", envelope):
        assert look(envelope + tail)[1].codes == ("T13",)


@pytest.mark.parametrize(
    "change",
    [
        {"number": "f" * 31},
        {"number": "F" * 32},
        {"role": "pupil"},
        {"robot_serial": ""},
        {"robot_serial": "a\nb"},
        {"robot_serial": "1" * 65},
        {"mode": "both"},
        {"not_before": "2026-03-02T09:00:00+00:00"},
        {"not_after": "2026-03-09T09:00:00Z"},
        {"not_after": "2020-03-02T09:00:00Z"},
        {"not_after": None},
        {"more": 1},
    ],
)
def test_a_signed_statement_out_of_form_is_unreadable(look, envelope, referent, change):
    statement = json.loads(base64.b64decode(json.loads(envelope)["payload"]))
    statement["predicate"] |= change
    approval, report = look(dsse.sign(stored.canonical(statement), [referent]))
    assert approval is None
    assert report.codes == ("T13",)
    assert report.run == ("envelope",)


@pytest.mark.parametrize(
    "change",
    [
        {"_type": "https://in-toto.io/Statement/v0.1"},
        {"predicateType": "https://slsa.dev/provenance/v1"},
        {"subject": []},
        {"subject": [{"name": "manifest.json", "digest": {"sha256": "0" * 64}}] * 2},
        {"subject": [{"name": "plan.json", "digest": {"sha256": "0" * 64}}]},
        {"subject": [{"name": "manifest.json", "digest": {"sha256": "0" * 63}}]},
        {"subject": [{"name": "manifest.json", "digest": {"sha1": "0" * 40}}]},
    ],
)
def test_a_statement_about_something_else_is_unreadable(look, envelope, referent, change):
    statement = {**json.loads(base64.b64decode(json.loads(envelope)["payload"])), **change}
    assert look(dsse.sign(stored.canonical(statement), [referent]))[1].codes == ("T13",)


def test_another_payload_type_or_two_signatures_are_unreadable(look, envelope, referent):
    payload = dsse.read(envelope).payload
    assert look(dsse.sign(payload, [referent], "application/json"))[1].codes == ("T13",)
    assert look(dsse.sign(payload, [referent, SigningKey.new("x")]))[1].codes == ("T13",)


def test_an_approval_that_could_not_hold_is_not_made(made, now):
    for change in (
        {"not_after": now},
        {"not_after": now + MAX_WINDOW + timedelta(seconds=1)},
        {"not_after": now.replace(tzinfo=None)},
        {"role": "pupil"},
        {"mode": "both"},
        {"number": "1"},
        {"robot_serial": ""},
        {"bundle_digest": "x"},
    ):
        with pytest.raises(ApprovalError):
            made(**change)


def test_an_instant_without_a_time_zone_is_an_error(look, now):
    with pytest.raises(ValueError, match="no time zone"):
        look(now=now.replace(tzinfo=None))


def test_numbers_are_drawn_anew():
    numbers = {new_number() for _ in range(100)}
    assert len(numbers) == 100
    assert all(len(number) == 32 for number in numbers)


def test_a_strangers_words_are_kept_short(look, envelope):
    named = json.loads(envelope)
    named["signatures"][0]["keyid"] = "x" * 1000
    assert look(stored.canonical(named))[1].findings[0].fact("key") == "x" * 64
    assert len(look(b'{"a":"' + b"x" * 5000)[1].findings[0].fact("reason")) <= 200


def test_the_speed_allowed_is_part_of_what_is_signed(look, made):
    approval, _ = look(made(speed_pct=30))
    assert approval is not None
    assert approval.speed == 0.3


@pytest.mark.parametrize("speed", [0, -1, 101, 30.5, "30", True])
def test_no_other_speed_can_be_approved(made, speed):
    with pytest.raises(ApprovalError, match="speed"):
        made(speed_pct=speed)


def test_an_approval_without_a_speed_is_one_of_an_older_form(look, referent, bundle, now):
    envelope = dsse.read(approve_now(referent, bundle, now))
    statement = json.loads(envelope.payload)
    del statement["predicate"]["speed_pct"]
    older = {**statement, "predicateType": "urn:cobot-lab:approval:1"}
    for document in (statement, older):
        approval, report = look(dsse.sign(stored.canonical(document), [referent]))
        assert approval is None
        assert report.codes == ("T13",)


def approve_now(referent, bundle, now):
    return approve(
        bundle.digest,
        referent,
        role="referent",
        robot_serial=SERIAL,
        mode=Mode.REAL,
        not_before=now,
        not_after=now + timedelta(hours=1),
        number=NUMBER,
    )
