"""A record while it is being written: things are added, nothing is taken back."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence

from cobot_lab.deploy.chain import Event, linked
from cobot_lab.deploy.observers import Announcer
from cobot_lab.deploy.reading import Reading
from cobot_lab.deploy.record import Head, RunRecord, digests
from cobot_lab.deploy.trace import Trace
from cobot_lab.deploy.watch import Sample
from cobot_lab.findings import Fact, Report

News = Event | Sample


class Recording:
    """Takes events and samples from any thread; observers hear of them without being able to disturb.

    Attributes:
        head: What was known before anything happened.
        t_opened: Instant of the opening on the run's clock [s].
    """

    def __init__(self, head: Head, t_opened: float, observers: Sequence[Callable[[News], None]] = ()) -> None:
        self.head = head
        self.t_opened = t_opened
        self._head_digest = head.digest
        self._lock = threading.Lock()
        self._events: tuple[Event, ...] = ()
        self._samples: list[Sample] = []
        self._announcer: Announcer[News] = Announcer(observers)

    @property
    def events(self) -> tuple[Event, ...]:
        """What happened so far."""
        return self._events

    def event(self, t: float, kind: str, **facts: Fact) -> None:
        """Add something that happened at `t` on the run's clock [s]."""
        with self._lock:
            event = linked(self._events, self._head_digest, t - self.t_opened, kind, **facts)
            self._events = (*self._events, event)
        self._announcer.announce(event)

    def sample(self, sample: Sample) -> None:
        """Add a look of the watch."""
        with self._lock:
            self._samples.append(sample)
        self._announcer.announce(sample)

    def closed(self, t: float, report: Report, readings: tuple[Reading, ...]) -> RunRecord:
        """Give the record as it stands at `t` [s], its last event holding the digests of everything else."""
        self._announcer.close()
        for failure in self._announcer.failures:
            self.event(t, "observer failed", detail=failure)
        with self._lock:
            trace = Trace.of(self._samples, self.t_opened, len(self.head.identity.joints))
            closing = digests(report, readings, trace)
            last = linked(self._events, self._head_digest, t - self.t_opened, "closed", **closing)
            return RunRecord(self.head, report, readings, (*self._events, last), trace)
