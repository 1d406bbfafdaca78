"""The checker's door: who may speak, what they ask, and who still listens."""

from __future__ import annotations

import asyncio
import ipaddress
import json
import logging
from collections.abc import Callable

from websockets.asyncio.server import ServerConnection
from websockets.exceptions import ConnectionClosed

from cobot_lab.service.build import BUILD
from cobot_lab.service.events import Stage
from cobot_lab.service.jobs import Jobs
from cobot_lab.service.messages import refused, written
from cobot_lab.service.protocol import PROTOCOL, NotUnderstoodError, nonce, proof, proves, said, text
from cobot_lab.service.question import Question
from cobot_lab.service.trouble import ServiceError, Trouble

_POLITE = 5.0
"""Time that a newcomer has to prove itself and to ask [s]."""

log = logging.getLogger(__name__)


class Door:
    """Lets kernels in that know the token, and gives each question to the jobs.

    Args:
        token: Of the runtime file.
        jobs: What judges.
        retire: Called when a newer kernel asks this checker to make room.
    """

    def __init__(self, token: str, jobs: Jobs, retire: Callable[[], None]) -> None:
        self._token, self._jobs, self._retire = token, jobs, retire
        self._asked: dict[str, tuple[int, asyncio.Task[None]]] = {}
        self._superseded: set[asyncio.Task[None]] = set()
        self.open = 0
        """How many connections there are."""

    async def __call__(self, connection: ServerConnection) -> None:
        """Serve one connection to its end."""
        self.open += 1
        try:
            await self._serve(connection)
        except NotUnderstoodError as problem:
            log.warning("turned away: %s", problem)
            await connection.close(1008)
        except (ConnectionClosed, asyncio.TimeoutError):
            pass  # whoever it was has gone: there is nobody to tell
        finally:
            self.open -= 1

    async def _serve(self, connection: ServerConnection) -> None:
        peer = ipaddress.ip_address(connection.remote_address[0])
        if not peer.is_loopback:
            raise NotUnderstoodError(f"a peer at {peer}")
        await asyncio.wait_for(self._known(connection), _POLITE)
        head = said(await asyncio.wait_for(connection.recv(), _POLITE))
        match head.get("ask"):
            case "check" | "fix" | "watch":
                source = await asyncio.wait_for(connection.recv(), _POLITE)
                await self._check(connection, Question.read(head, source))
            case "retire":
                self._retire()
            case other:
                raise NotUnderstoodError(f"asked {other!r}")

    async def _known(self, connection: ServerConnection) -> None:
        theirs, ours = text(said(await connection.recv()), "nonce"), nonce()
        shown = proof(self._token, "checker", theirs, ours)
        build = {"version": list(BUILD.version), "stamp": str(BUILD.stamp)}
        await connection.send(json.dumps({"protocol": PROTOCOL, "build": build, "nonce": ours, "proof": shown}))
        if not proves(said(await connection.recv()).get("proof"), self._token, "kernel", ours, theirs):
            raise NotUnderstoodError("a wrong proof")

    async def _check(self, connection: ServerConnection, question: Question) -> None:
        await connection.send(json.dumps(written(Stage("wait", 0.0))))
        job = asyncio.create_task(self._jobs.run(question, connection.send))
        self._take_turn(question, job)
        gone = asyncio.create_task(connection.wait_closed())
        try:
            await asyncio.wait({job, gone}, return_when=asyncio.FIRST_COMPLETED)
            if job.done():
                await self._ended(connection, job)
        finally:
            gone.cancel()
            job.cancel()
            await asyncio.gather(job, gone, return_exceptions=True)
            self._superseded.discard(job)
            if job in self._asked.get(question.client, ()):
                del self._asked[question.client]

    def _take_turn(self, question: Question, job: asyncio.Task[None]) -> None:
        if not question.client:
            return
        turn, other = self._asked.get(question.client, (question.turn, None))
        overtaken = question.turn < turn
        older = job if overtaken else other
        if not overtaken:
            self._asked[question.client] = question.turn, job
        if older is not None and older.cancel():
            self._superseded.add(older)

    async def _ended(self, connection: ServerConnection, job: asyncio.Task[None]) -> None:
        if job.cancelled():
            newer = job in self._superseded
            problem = ServiceError(Trouble.SUPERSEDED if newer else Trouble.LOST, "the job was taken back")
        else:
            raised = job.exception()
            if raised is None:
                return
            if not isinstance(raised, ServiceError):
                raise raised
            problem = raised
        log.warning("no answer: %s", problem)
        await connection.send(json.dumps(refused(problem)))
