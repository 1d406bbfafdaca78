"""Instants as they are signed: UTC, whole seconds, one text for each."""

from __future__ import annotations

from datetime import datetime, timezone

_FORM = "%Y-%m-%dT%H:%M:%SZ"


def aware(instant: datetime) -> datetime:
    """Give an instant in UTC.

    Raises:
        ValueError: It does not say its time zone.
    """
    if instant.utcoffset() is None:
        raise ValueError(f"{instant.isoformat()} has no time zone")
    return instant.astimezone(timezone.utc)


def text(instant: datetime) -> str:
    """Give the signed form, fractions of a second cut off.

    >>> text(datetime(2026, 1, 31, 8, 5, 9, 999, tzinfo=timezone.utc))
    '2026-01-31T08:05:09Z'
    """
    return aware(instant).strftime(_FORM)


def read(written: str) -> datetime:
    """Read the signed form back.

    Raises:
        ValueError: The text is in any other form.
    """
    instant = datetime.strptime(written, _FORM).replace(tzinfo=timezone.utc)
    if text(instant) != written:
        raise ValueError(f"{written!r} is not of the form 2026-01-31T08:05:09Z")
    return instant
