"""Events as they are sent: JSON documents, then plan and recording as bytes behind their answer."""

from __future__ import annotations

from collections.abc import Callable

from cobot_lab.findings import Report
from cobot_lab.service.events import Answer, Event, Found, Instants, Sought, Stage, Watched
from cobot_lab.service.protocol import Document, NotUnderstoodError
from cobot_lab.service.trouble import ServiceError, Trouble


def written(event: Event) -> Document:
    """Give the document of an event."""
    match event:
        case Stage(name, fraction):
            return {"event": "stage", "name": name, "fraction": fraction}
        case Found(report):
            return {"event": "found", "report": report.to_dict()}
        case Sought(search):
            return {"event": "sought", "search": search}
        case Watched():
            return {"event": "watched"}
        case Answer():
            return {
                "event": "answer",
                "report": event.report.to_dict(),
                "program": event.program,
                "plan": event.plan,
                "duration": event.duration,
                "instants": [[each.step, each.start, each.end] for each in event.instants],
                "planned": bool(event.planned),
                "recorded": bool(event.recording),
            }


def refused(problem: ServiceError) -> Document:
    """Give the document that says why there will be no answer."""
    return {"event": "trouble", "trouble": problem.trouble.value, "detail": problem.detail}


def read(document: Document, following: Callable[[], str | bytes]) -> Event:
    """Read an event.

    Args:
        document: What was sent.
        following: Gives the next message: the plan and the recording, when there are any.

    Raises:
        ServiceError: It says that there will be no answer.
        NotUnderstoodError: It is no event.
    """
    try:
        match document["event"]:
            case "stage":
                return Stage(str(document["name"]), float(document["fraction"]))
            case "found":
                return Found(Report.from_dict(document["report"]))
            case "trouble":
                raise ServiceError(Trouble(document["trouble"]), str(document["detail"]))
            case "sought":
                return Sought(dict(document["search"]))
            case "watched":
                return Watched(_bytes(following()))
            case "answer":
                return _answer(document, following)
    except (KeyError, TypeError, ValueError) as problem:
        raise NotUnderstoodError(f"{type(problem).__name__} {problem}") from problem
    raise NotUnderstoodError(f"event {document['event']!r}")


def _answer(document: Document, following: Callable[[], str | bytes]) -> Answer:
    planned = _bytes(following()) if document["planned"] else b""
    recording = _bytes(following()) if document["recorded"] else b""
    return Answer(
        Report.from_dict(document["report"]),
        str(document["program"]),
        str(document["plan"]),
        float(document["duration"]),
        tuple(Instants(int(step), float(start), float(end)) for step, start, end in document["instants"]),
        planned,
        recording,
    )


def _bytes(told: str | bytes) -> bytes:
    if not isinstance(told, bytes):
        raise NotUnderstoodError("a document where bytes had to come")
    return told
