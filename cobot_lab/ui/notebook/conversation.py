"""Asking the checker from a kernel that has a page to serve: events as dictionaries, without waiting on anything."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Callable

from cobot_lab.service.client import Checker
from cobot_lab.service.events import Event
from cobot_lab.service.question import Question
from cobot_lab.service.trouble import ServiceError, Trouble


async def asked(checker: Checker, question: Question) -> AsyncIterator[Event]:
    """Ask the checker from a thread of its own, and give its events in this loop.

    Leaving the iteration takes the question back.

    Args:
        checker: Whom to ask.
        question: What.

    Raises:
        ServiceError: There is no answer.
    """
    loop = asyncio.get_running_loop()
    arrived: asyncio.Queue[Event | BaseException | None] = asyncio.Queue()
    given_up = threading.Event()

    def tell(event: Event | BaseException | None) -> None:
        try:
            loop.call_soon_threadsafe(arrived.put_nowait, event)
        except RuntimeError:  # the loop is closed: nobody listens any more
            given_up.set()

    thread = threading.Thread(target=_ask, args=(checker, question, tell, given_up.is_set), daemon=True)
    thread.start()
    try:
        while (event := await arrived.get()) is not None:
            if isinstance(event, BaseException):
                raise event
            yield event
    finally:
        given_up.set()


def _ask(
    checker: Checker,
    question: Question,
    tell: Callable[[Event | BaseException | None], None],
    given_up: Callable[[], bool],
) -> None:
    try:
        for event in checker.ask(question, given_up):
            tell(event)
        tell(None)
    except ServiceError as problem:
        tell(problem)
    except Exception as defect:  # whoever listens has to hear of it: a thread has nobody to tell
        tell(ServiceError(Trouble.DEFECT, f"{type(defect).__name__}: {defect}"))
        raise
