"""Bundles and approvals with something changed: how many get through the gate? `python mutations.py` tries 100,000."""

from __future__ import annotations

import argparse
import base64
import json
import random
import sys
import tempfile
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timezone
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from arm.place import STANDARDS, Place, plan_for

from cobot_lab.deploy.driver import Identity
from cobot_lab.deploy.gate import examine
from cobot_lab.trust import container, dsse, manifest
from cobot_lab.trust.approval import Mode
from cobot_lab.trust.keys import SigningKey

SERIAL = "TWIN-ur3e"
PLAN = plan_for("ur3e")
Change = Callable[[random.Random, bytes], bytes]


def flip(chance: random.Random, data: bytes) -> bytes:
    place = chance.randrange(len(data))
    return data[:place] + bytes([data[place] ^ 1 << chance.randrange(8)]) + data[place + 1 :]


def replace_byte(chance: random.Random, data: bytes) -> bytes:
    place = chance.randrange(len(data))
    return data[:place] + chance.randbytes(1) + data[place + 1 :]


def delete(chance: random.Random, data: bytes) -> bytes:
    place = chance.randrange(len(data))
    return data[:place] + data[place + chance.randint(1, 8) :]


def insert(chance: random.Random, data: bytes) -> bytes:
    place = chance.randrange(len(data) + 1)
    return data[:place] + chance.choice([b" ", b"\n", b"0", b"\0", chance.randbytes(3)]) + data[place:]


def cut(chance: random.Random, data: bytes) -> bytes:
    return data[: chance.randrange(len(data))]


def append(chance: random.Random, data: bytes) -> bytes:
    return data + chance.choice([b" ", b"\n", b"\0", data, chance.randbytes(22)])


def repeat(chance: random.Random, data: bytes) -> bytes:
    a, b = sorted(chance.sample(range(len(data)), 2))
    return data[:b] + data[a:b] + data[b:]


def swap(chance: random.Random, data: bytes) -> bytes:
    a, b, c = sorted(chance.sample(range(len(data)), 3))
    return data[:a] + data[b:c] + data[a:b] + data[c:]


BYTES: dict[str, Change] = {
    each.__name__: each for each in (flip, replace_byte, delete, insert, cut, append, repeat, swap)
}


def _files(data: bytes) -> dict[str, bytes]:
    files, problems = container.unpack(data)
    assert not problems
    return files


def _one(chance: random.Random, files: dict[str, bytes]) -> str:
    return chance.choice(sorted(set(files) - {manifest.MANIFEST}))


def inside(chance: random.Random, data: bytes) -> bytes:
    """Change a file and leave the manifest."""
    files = _files(data)
    name = _one(chance, files)
    return container.pack({**files, name: chance.choice(list(BYTES.values()))(chance, files[name] or b"x")})


def made_whole(chance: random.Random, data: bytes) -> bytes:
    """Change a file and write the manifest anew."""
    files = _files(data)
    listed = manifest.read(files.pop(manifest.MANIFEST))
    name = _one(chance, files)
    files[name] = chance.choice(list(BYTES.values()))(chance, files[name] or b"x")
    return container.pack({**files, manifest.MANIFEST: manifest.write(files, listed.versions, listed.facts)})


def renamed(chance: random.Random, data: bytes) -> bytes:
    files = _files(data)
    name = _one(chance, files)
    files[chance.choice(["x.json", "transmit/0000_09.script", "cell/other.toml"])] = files.pop(name)
    return container.pack(files)


def dropped(chance: random.Random, data: bytes) -> bytes:
    files = _files(data)
    del files[chance.choice(sorted(files))]
    return container.pack(files)


def added(chance: random.Random, data: bytes) -> bytes:
    name = f"transmit/{chance.randrange(10**4):04d}_00.script"
    return container.pack({**_files(data), name: chance.randbytes(20)})


def other_facts(chance: random.Random, data: bytes) -> bytes:
    files = _files(data)
    listed = manifest.read(files.pop(manifest.MANIFEST))
    versions = {**listed.versions, "cobot_lab": f"9.{chance.randrange(99)}"}
    return container.pack({**files, manifest.MANIFEST: manifest.write(files, versions, {"x": chance.random()})})


BUNDLE = {**BYTES, **{each.__name__: each for each in (inside, made_whole, renamed, dropped, added, other_facts)}}


def _opened(data: bytes) -> tuple[dict, dict]:
    envelope = json.loads(data)
    return envelope, json.loads(base64.b64decode(envelope["payload"]))


def _closed(envelope: dict, payload: dict, *, spaced: bool = False) -> bytes:
    text = json.dumps(payload, sort_keys=True, separators=None if spaced else (",", ":")).encode()
    return json.dumps({**envelope, "payload": base64.b64encode(text).decode()}, separators=(",", ":")).encode()


FIELDS = {
    "role": ["teacher", "admin", "", None],
    "robot_serial": ["TWIN-other", "", "TWIN-ur3e ", 7],
    "mode": ["real", "SIMULATED", True],
    "not_before": ["2020-01-01T00:00:00Z", "never", 0],
    "not_after": ["2099-01-01T00:00:00Z", "never", 0],
    "number": ["0" * 32, "f" * 32, "", 1],
    "extra": ["x"],
}


def edited(chance: random.Random, data: bytes) -> bytes:
    """Change what was signed, and keep the signature."""
    envelope, payload = _opened(data)
    name = chance.choice(sorted(FIELDS))
    payload["predicate"][name] = chance.choice(FIELDS[name])
    return _closed(envelope, payload)


def other_subject(chance: random.Random, data: bytes) -> bytes:
    envelope, payload = _opened(data)
    payload["subject"][0]["digest"]["sha256"] = f"{chance.getrandbits(256):064x}"
    return _closed(envelope, payload)


def respelt(chance: random.Random, data: bytes) -> bytes:
    """Say the same in other bytes."""
    envelope, payload = _opened(data)
    kind = chance.randrange(4)
    if kind == 0:
        return _closed(envelope, payload, spaced=True)
    if kind == 1:
        return json.dumps(envelope, indent=chance.randint(1, 4)).encode()
    if kind == 2:
        return json.dumps({**envelope, "payload": envelope["payload"].rstrip("=") + "\n"}).encode()
    return json.dumps(dict(reversed(envelope.items())), separators=(",", ":")).encode() + b"\n"


STRANGER = SigningKey.new("Nobody")


def by_a_stranger(chance: random.Random, data: bytes) -> bytes:
    """Sign as somebody else, and perhaps say that it was the referent."""
    envelope, payload = _opened(data)
    payload["predicate"]["number"] = f"{chance.getrandbits(128):032x}"
    forged = json.loads(dsse.sign(json.dumps(payload, sort_keys=True, separators=(",", ":")).encode(), [STRANGER]))
    if chance.random() < 0.5:
        forged["signatures"][0]["keyid"] = envelope["signatures"][0]["keyid"]
    return json.dumps(forged, separators=(",", ":")).encode()


def signatures(chance: random.Random, data: bytes) -> bytes:
    """Change the list of signatures."""
    envelope, _ = _opened(data)
    own = envelope["signatures"][0]
    forms = [[], [own, own], [{"keyid": own["keyid"], "sig": ""}], [{**own, "keyid": STRANGER.key_id}], None, own, [7]]
    return json.dumps({**envelope, "signatures": chance.choice(forms)}, separators=(",", ":")).encode()


def other_type(chance: random.Random, data: bytes) -> bytes:
    envelope, _ = _opened(data)
    kinds = ["", "application/json", "application/vnd.cobot-lab.trust+json", 7]
    return json.dumps({**envelope, "payloadType": chance.choice(kinds)}, separators=(",", ":")).encode()


def twice_named(chance: random.Random, data: bytes) -> bytes:
    """Name a member twice."""
    _, payload = _opened(data)
    payload["predicate"]["mode"] = "real"
    other = base64.b64encode(json.dumps(payload, sort_keys=True, separators=(",", ":")).encode()).decode()
    first = chance.random() < 0.5
    text = data.decode()
    return (text[:-1] + f',"payload":"{other}"}}' if first else f'{{"payload":"{other}",' + text[1:]).encode()


APPROVAL = {
    **BYTES,
    **{
        each.__name__: each
        for each in (edited, other_subject, respelt, by_a_stranger, signatures, other_type, twice_named)
    },
}


@dataclass
class Tally:
    """How many of each kind were tried and refused, and what got through."""

    tried: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    codes: Counter[str] = field(default_factory=Counter)
    through: list[str] = field(default_factory=list)


def campaign(number: int, seed: int, folder: Path, tally: Tally | None = None) -> Tally:
    """Try so many; what was counted so far is in the tally at any time."""
    chance, tally = random.Random(seed), Tally() if tally is None else tally
    place = Place(folder, PLAN, {}, SERIAL, Mode.SIMULATED)
    other = place.approved(digest="0" * 64)
    identity = Identity("ur3e", SERIAL, Mode.SIMULATED, PLAN.joints, "test")

    def through(bundle: bytes, approval: bytes) -> bool:
        ticket, report = examine(
            *(bundle, approval),
            identity=identity,
            trust=place.trust,
            journal=place.journal,
            now=datetime.now(timezone.utc),
            standards=STANDARDS,
        )
        tally.codes.update(set(report.codes))
        assert (ticket is None) == bool(report.findings or report.not_run)
        return ticket is not None

    assert through(place.bundle, place.approval)
    assert not through(place.bundle, other)
    tally.codes.clear()
    kinds = [("bundle", *each) for each in BUNDLE.items()] + [("approval", *each) for each in APPROVAL.items()]
    for count in range(number):
        what, name, change = kinds[count % len(kinds)]
        bundle, approval = place.bundle, place.approval
        if what == "bundle":
            bundle = change(chance, bundle)
        else:
            approval = change(chance, approval)
        if (bundle, approval) == (place.bundle, place.approval):
            continue  # nothing was changed
        kind = f"{what}: {name}"
        tally.tried[kind] += 1
        if through(bundle, approval):
            tally.through.append(f"{kind} {(bundle if what == 'bundle' else approval)[:200]!r}")
        else:
            tally.refused[kind] += 1
    return tally


def main() -> None:
    """Run it from the command line."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--number", type=int, default=100_000)
    asked.add_argument("--seed", type=int, default=0)
    given = asked.parse_args()
    tally = Tally()
    with tempfile.TemporaryDirectory() as folder, suppress(KeyboardInterrupt):
        campaign(given.number, given.seed, Path(folder), tally)
    for kind, count in sorted(tally.tried.items()):
        print(f"{kind:30} {tally.refused[kind]}/{count}")
    print(
        f"refused {sum(tally.refused.values())}/{sum(tally.tried.values())}; codes {dict(sorted(tally.codes.items()))}"
    )
    print("\n".join(tally.through[:20]))
    sys.exit(1 if tally.through else 0)


if __name__ == "__main__":
    main()
