"""What scripts and pages ask for beside the pages themselves. Every call carries the cookie of a session."""

from __future__ import annotations

import hmac
import math
from collections.abc import Callable
from typing import Any

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse, Response
from nicegui import run

from cobot_lab.cell.load import cells, load_cell
from cobot_lab.findings import CobotLabError
from cobot_lab.service.gateway.desk import Taken
from cobot_lab.service.gateway.gateway import Gateway, Known, cell_of
from cobot_lab.service.gateway.refusal import GatewayError, Refusal
from cobot_lab.service.gateway.stand import Now
from cobot_lab.ui.console.films import Films, Shown
from cobot_lab.ui.console.guard import COOKIE, MAX_BODY
from cobot_lab.ui.console.sign_in import language_of
from cobot_lab.ui.console.words import Words
from cobot_lab.ui.sentences import Language
from cobot_lab.ui.widgets.scene import scene_of

_STATUS = {
    Refusal.NOT_SIGNED_IN: 401,
    Refusal.NOT_ALLOWED: 403,
    Refusal.NO_SUCH_PROGRAM: 404,
    Refusal.NO_SUCH_ARM: 404,
    Refusal.NO_RECORD: 404,
    Refusal.NOT_LOOKED_AT: 409,
    Refusal.ONE_AT_A_TIME: 429,
}


def add_api(app: FastAPI, gateway: Gateway, usual: Language) -> None:
    """Add the calls about people, bundles and the journal, and how every refusal is answered.

    Args:
        app: The application.
        gateway: That decides everything.
        usual: Language of who did not choose one.
    """
    sending: set[str] = set()  # one bundle of each person at a time: each of them is held in memory

    @app.exception_handler(GatewayError)
    async def refuse(request: Request, problem: Exception) -> Response:
        assert isinstance(problem, GatewayError)
        words = Words.of(language_of(request, usual))
        return JSONResponse({"says": [words.refusal(problem)]}, _STATUS.get(problem.refusal, 400))

    @app.exception_handler(CobotLabError)
    async def impossible(_request: Request, problem: Exception) -> Response:
        return JSONResponse({"says": [str(problem)]}, 500)

    @app.get("/api/session")
    def session(request: Request) -> Any:
        known = gateway.known(request.cookies.get(COOKIE, ""))
        return {"name": known.person.name, "role": known.person.role.value, "csrf": known.session.csrf}

    @app.post("/api/bundles")
    async def hand_in(request: Request) -> Response:
        name = _require_page(gateway, request).person.name
        words = Words.of(language_of(request, usual))
        if name in sending:
            raise GatewayError(Refusal.ONE_AT_A_TIME)
        sending.add(name)
        try:
            taken: Taken = await asked(request, gateway.hand_in, await _body(request))
        finally:
            sending.discard(name)
        report = taken.report
        if report.findings:
            said = [words("own.refused"), *(says for _, says, _ in words.findings(report))]
            return JSONResponse({"says": said, "report": report.to_dict()}, 422)
        said = [words("own.again" if taken.again else "own.taken")]
        return JSONResponse({"says": said, "report": report.to_dict()})

    @app.get("/api/journal")
    async def journal(request: Request) -> Response:
        data = await asked(request, gateway.export)
        name = {"content-disposition": 'attachment; filename="journal.jsonl"'}
        return Response(data, media_type="application/jsonl", headers=name)


def add_programs(app: FastAPI, films: Films) -> None:
    """Add the calls for what there is to watch of a program."""

    @app.get("/api/programs/{digest}/scene")
    async def scene(request: Request, digest: str) -> Any:
        shown = await asked(request, films.of, digest)
        return await run.io_bound(shown.told)

    @app.get("/api/programs/{digest}/film/{outcome}")
    async def film(request: Request, digest: str, outcome: str) -> Any:
        shown = await asked(request, films.of, digest)
        made: Any = await run.io_bound(_film, shown, outcome)
        return made["meta"]

    @app.get("/api/programs/{digest}/film/{outcome}/poses")
    async def poses(request: Request, digest: str, outcome: str) -> Response:
        shown = await asked(request, films.of, digest)
        made: Any = await run.io_bound(_film, shown, outcome)
        return Response(made["poses"], media_type="application/octet-stream")


def add_arms(app: FastAPI, gateway: Gateway) -> None:
    """Add the calls for what there is to see at an arm, and the one that stops it."""

    @app.get("/api/arms/{post}/now")
    def now(request: Request, post: str) -> Any:
        return told(gateway.now(request.cookies.get(COOKIE, ""), post))

    @app.get("/api/arms/{post}/scene")
    async def place(request: Request, post: str) -> Any:
        return await asked(request, _scene, gateway, post)

    @app.post("/api/arms/{post}/stop")
    async def stop(request: Request, post: str) -> Any:
        _require_page(gateway, request)
        gateway.stop(request.cookies.get(COOKIE, ""), post)  # here and now: it waits behind nothing else
        return {}


def _film(shown: Shown, outcome: str) -> dict[str, Any]:
    meta, poses = shown.film(outcome)
    return {"meta": meta, "poses": poses}


def _scene(token: str, gateway: Gateway, post: str) -> dict[str, Any]:
    """Give the cell of what is prepared at an arm; without that, the first cell of such an arm."""
    bundle = gateway.now(token, post).bundle
    if bundle:
        return scene_of(cell_of(gateway.bundle(token, bundle)))
    model = next(each.model for each in gateway.posts if each.name == post)
    return scene_of(load_cell(cells(model)[0]))


def told(now: Now) -> dict[str, Any]:
    """Give what a page draws of an arm: figures only, all finite or null."""
    sample = now.sample
    known: dict[str, Any] = {"state": "none" if now.state is None else now.state.value, "bundle": now.bundle}
    if sample is None:
        return known
    state = sample.state
    return {
        **known,
        "q": _finite(state.q.tolist()),
        "planned": _finite(sample.planned.tolist()),
        "width": _number(state.opening),
        "progress": _number(state.progress),
        "duration": _number(now.duration),
        "error": _number(sample.error),
        "joint_speed": _number(now.joint_speed),
    }


def _finite(values: list[float]) -> list[float] | None:
    return values if all(abs(value) < 1e3 for value in values) else None


def _number(value: float | None) -> float | None:
    """Give a number as JSON has it: what a driver did not read has no word there."""
    return value if value is not None and math.isfinite(value) else None


async def asked(request: Request, call: Callable[..., Any], *given: Any) -> Any:
    """Ask for something in the name of whoever sends a request, away from the thread that serves."""
    return await run.io_bound(call, request.cookies.get(COOKIE, ""), *given)


def _require_page(gateway: Gateway, request: Request) -> Known:
    """Give who calls; refuse a call that does not carry what only a page of this session, or its own script, knows.

    Raises:
        GatewayError: It does not.
    """
    known = gateway.known(request.cookies.get(COOKIE, ""))
    if not hmac.compare_digest(request.headers.get("x-csrf", "").encode(), known.session.csrf.encode()):
        raise GatewayError(Refusal.NOT_ALLOWED, "csrf")
    return known


async def _body(request: Request) -> bytes:
    data = bytearray()
    async for piece in request.stream():
        data += piece
        if len(data) > MAX_BODY:
            break
    return bytes(data)
