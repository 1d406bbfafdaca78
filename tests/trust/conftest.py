"""A sealed bundle, keys, and an approval that holds."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest

from cobot_lab import stored
from cobot_lab.findings import Report
from cobot_lab.trust import manifest
from cobot_lab.trust.approval import approve
from cobot_lab.trust.bundle import Bundle, seal
from cobot_lab.trust.keys import SigningKey
from cobot_lab.trust.store import TrustedKey, TrustStore

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=timezone.utc)
NUMBER = "0123456789abcdef" * 2
SERIAL = "20235501234"


@pytest.fixture(scope="session")
def files() -> dict[str, bytes]:
    given = {name: f"content of {name}".encode() for name in manifest.REQUIRED - {manifest.REPORT}}
    return {**given, manifest.RECORDING: bytes(range(256))}


@pytest.fixture(scope="session")
def report(files: dict[str, bytes]) -> Report:
    return Report(stored.sha256(files[manifest.PLAN]), run=("reachability", "grasp"))


@pytest.fixture(scope="session")
def sealed(files: dict[str, bytes], report: Report) -> bytes:
    data, _ = seal(files, report, {"cobot_lab": "0.1.0"}, lesson="01")
    assert data is not None
    return data


@pytest.fixture(scope="session")
def bundle(sealed: bytes) -> Bundle:
    opened, report = Bundle.open(sealed)
    assert opened is not None, report
    return opened


@pytest.fixture(scope="session")
def referent() -> SigningKey:
    return SigningKey.new("Mme Diallo")


@pytest.fixture(scope="session")
def trusted(referent: SigningKey) -> TrustedKey:
    window = (NOW - timedelta(days=100), NOW + timedelta(days=100))
    return TrustedKey(referent.public, referent.holder, frozenset({"referent"}), *window)


@pytest.fixture(scope="session")
def trust(trusted: TrustedKey) -> TrustStore:
    return TrustStore().adding(trusted)


@pytest.fixture(scope="session")
def envelope(bundle: Bundle, referent: SigningKey) -> bytes:
    return approve(
        bundle.digest,
        referent,
        role="referent",
        robot_serial=SERIAL,
        mode="real",
        not_before=NOW - timedelta(hours=1),
        not_after=NOW + timedelta(hours=1),
        number=NUMBER,
    )
