"""Where bundles and records lie: one file each, under the digest that the journal names."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from cobot_lab import stored
from cobot_lab.deploy.record import RunRecord
from cobot_lab.service.gateway.refusal import GatewayError, Refusal
from cobot_lab.trust.bundle import Bundle

_DIGEST = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Shelf:
    """Files of one place.

    Attributes:
        bundles: Folder of the bundles.
        records: Folder of the records of runs.
    """

    bundles: Path
    records: Path

    def set_up(self) -> None:
        """Make the folders.

        Raises:
            OSError: They cannot be made.
        """
        for folder in (self.bundles, self.records):
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)

    def put(self, digest: str, data: bytes) -> None:
        """Keep a bundle; it is on the disk when this comes back.

        Raises:
            OSError: It cannot be written.
        """
        stored.put(self.bundles / f"{digest}.cobotlab", data)

    def whole(self, digest: str) -> tuple[bytes, Bundle]:
        """Give a bundle's bytes, and what they say: read once, so that they are of each other.

        Raises:
            GatewayError: There is none, or it is not the one that was handed in.
        """
        if not _DIGEST.fullmatch(digest):
            raise GatewayError(Refusal.NO_SUCH_PROGRAM)
        try:
            data = (self.bundles / f"{digest}.cobotlab").read_bytes()
        except OSError as problem:
            raise GatewayError(Refusal.NO_SUCH_PROGRAM, problem.strerror or str(problem)) from problem
        opened, _ = Bundle.open(data)
        if opened is None or opened.digest != digest:
            raise GatewayError(Refusal.NO_SUCH_PROGRAM, digest[:16])
        return data, opened

    def data(self, digest: str) -> bytes:
        """Give a bundle's bytes.

        Raises:
            GatewayError: There is none, or it is not the one that was handed in.
        """
        return self.whole(digest)[0]

    def bundle(self, digest: str) -> Bundle:
        """Give a bundle, opened and whole.

        Raises:
            GatewayError: There is none, or it is not the one that was handed in.
        """
        return self.whole(digest)[1]

    def keep(self, record: RunRecord) -> Path:
        """Keep the record of a run.

        Raises:
            OSError: It cannot be written.
        """
        file = self.records / f"{record.head.opened.replace(':', '')}-{record.digest[:12]}.json"
        stored.put(file, record.to_bytes(), mode=0o644)
        return file

    def record(self, digest: str) -> RunRecord:
        """Give the record of a run.

        Raises:
            GatewayError: There is none, or it is not the one that the journal names.
        """
        if not _DIGEST.fullmatch(digest):
            raise GatewayError(Refusal.NO_RECORD)
        for file in self.records.glob(f"*-{digest[:12]}.json"):
            data = file.read_bytes()
            if stored.sha256(data) == digest:
                return RunRecord.from_bytes(data)
        raise GatewayError(Refusal.NO_RECORD, digest[:16])
