"""The kernel's side: finds the checker or starts it, asks, and gives the events as they come."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from websockets.exceptions import ConnectionClosed, InvalidHandshake, InvalidMessage, InvalidURI
from websockets.sync.client import ClientConnection, connect

from cobot_lab.service import messages
from cobot_lab.service.build import BUILD, Build
from cobot_lab.service.events import LAST, Answer, Event, Stage
from cobot_lab.service.launch import Launch
from cobot_lab.service.protocol import (
    HOST,
    MESSAGE_MAX,
    PROTOCOL,
    Document,
    NotUnderstoodError,
    nonce,
    proof,
    proves,
    said,
    text,
)
from cobot_lab.service.question import Question
from cobot_lab.service.runtime import Address, read_address, runtime_folder, starting
from cobot_lab.service.trouble import ServiceError, Trouble

_OPEN = 5.0
"""Time that a checker has to answer at its door [s]; one that does not is replaced."""
_TURN = 0.1
"""How often to look whether the answer is still wanted [s]."""


def _wanted() -> bool:
    return False


class _NobodyThereError(Exception):
    """No checker of ours answers at an address."""


@dataclass(frozen=True, slots=True)
class Checker:
    """The checker, as a kernel sees it.

    Attributes:
        folder: The runtime folder; nothing for the user's.
        launch: Starts one.
    """

    folder: Path | None = None
    launch: Callable[[Path], Address] = field(default_factory=Launch)

    def ask(self, question: Question, given_up: Callable[[], bool] = _wanted) -> Iterator[Event]:
        """Ask for a verdict.

        Gives events as they come, the `Answer` or what was `Sought` last. Closing the iterator takes the question back.

        Args:
            question: What to judge.
            given_up: Asked from time to time; once it says yes, the question is taken back.

        Raises:
            ServiceError: There will be no answer.
        """
        yield Stage("start", 0.0)
        with self._reached() as connection:
            if given_up():  # while the checker was being reached
                raise ServiceError(Trouble.CANCELLED, "taken back")
            try:
                connection.send(json.dumps(question.head()))
                connection.send(question.source)
                yield from _events(connection, given_up)
            except (ConnectionClosed, NotUnderstoodError) as problem:
                raise ServiceError(Trouble.LOST, str(problem)) from problem

    def answer(self, question: Question, tell: Callable[[Event], None] | None = None) -> Answer:
        """Ask, and wait for the answer.

        Args:
            question: What to judge.
            tell: Told every event before it.

        Raises:
            ServiceError: There is no answer.
        """
        for event in self.ask(question):
            if isinstance(event, Answer):
                return event
            if tell is not None:
                tell(event)
        raise ServiceError(Trouble.LOST, "the checker ended without an answer")

    def wake(self) -> None:
        """Start the checker, unless it runs, so that the first question finds it there; what fails is said then."""
        with suppress(ServiceError), self._reached():
            return

    @contextmanager
    def _reached(self) -> Iterator[ClientConnection]:
        with ExitStack() as stack:
            yield self._found_or_started(stack)

    def _found_or_started(self, stack: ExitStack) -> ClientConnection:
        folder = runtime_folder(self.folder)
        found = read_address(folder)
        if found is not None:
            with suppress(_NobodyThereError):
                return _connected(found, stack)
        with starting(folder):
            again = read_address(folder)  # somebody else may have started one meanwhile
            if again is not None and again != found:
                with suppress(_NobodyThereError):
                    return _connected(again, stack)
            try:
                return _connected(self.launch(folder), stack, fresh=True)
            except _NobodyThereError as problem:
                raise ServiceError(Trouble.NOT_STARTED, str(problem)) from problem


def _connected(address: Address, stack: ExitStack, *, fresh: bool = False) -> ClientConnection:
    """Open a connection on which both sides have proved themselves; it ends with the stack.

    Args:
        address: Where.
        stack: What ends the connection.
        fresh: It was started just now: there is no newer one to be had.

    Raises:
        _NobodyThereError: Nobody answers there who knows the token, or it is an older one, now told to go.
        ServiceError: The checker is newer and speaks otherwise.
    """
    with ExitStack() as trying:
        try:
            connection = trying.enter_context(_opened(address.port))
            theirs = _proved(connection, address.token)
            if theirs < BUILD and not fresh:
                connection.send(json.dumps({"ask": "retire"}))
                raise _NobodyThereError("an older checker")
        except (
            OSError,
            InvalidHandshake,
            InvalidMessage,
            InvalidURI,
            TimeoutError,
            ConnectionClosed,
            NotUnderstoodError,
        ) as problem:
            raise _NobodyThereError(str(problem)) from problem
        stack.push(trying.pop_all())
    return connection


def _opened(port: int) -> AbstractContextManager[ClientConnection]:
    return connect(
        f"ws://{HOST}:{port}",
        open_timeout=_OPEN,
        close_timeout=1,
        max_size=MESSAGE_MAX,
        compression=None,
        proxy=None,
        ping_interval=5,
        ping_timeout=20,
    )


def _proved(connection: ClientConnection, token: str) -> Build:
    """Let both sides prove themselves; gives the build of the checker."""
    ours = nonce()
    connection.send(json.dumps({"nonce": ours}))
    hello = said(connection.recv(timeout=_OPEN))
    theirs = text(hello, "nonce")
    if not proves(hello.get("proof"), token, "checker", ours, theirs):
        raise NotUnderstoodError("a wrong proof")
    connection.send(json.dumps({"proof": proof(token, "kernel", theirs, ours)}))
    build = _build(hello)
    if hello.get("protocol") != PROTOCOL and build > BUILD:
        raise ServiceError(Trouble.KERNEL_OLD, f"protocol {hello.get('protocol')} instead of {PROTOCOL}")
    return build


def _build(hello: Document) -> Build:
    try:
        return Build(tuple(map(int, hello["build"]["version"])), int(hello["build"]["stamp"]))
    except (KeyError, TypeError, ValueError) as problem:
        raise NotUnderstoodError("no build") from problem


def _events(connection: ClientConnection, given_up: Callable[[], bool]) -> Iterator[Event]:
    while True:
        if given_up():
            raise ServiceError(Trouble.CANCELLED, "taken back")
        try:
            message = connection.recv(timeout=_TURN)
        except TimeoutError:
            continue
        event = messages.read(said(message), lambda: connection.recv(timeout=_OPEN))
        yield event
        if isinstance(event, LAST):
            return
