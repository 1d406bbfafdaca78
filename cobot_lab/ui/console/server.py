"""The process: one application, one address, nothing from elsewhere."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable
from pathlib import Path
from types import FrameType

import uvicorn
from fastapi import FastAPI
from fastapi.responses import FileResponse
from nicegui import app as framework
from nicegui import ui

from cobot_lab.service.gateway.gateway import Gateway
from cobot_lab.service.gateway.refusal import GatewayError
from cobot_lab.ui.console.api import add_api, add_arms, add_programs
from cobot_lab.ui.console.films import Films
from cobot_lab.ui.console.frame import Console
from cobot_lab.ui.console.guard import Guard
from cobot_lab.ui.console.pages import add_pages
from cobot_lab.ui.console.sign_in import add_sign_in
from cobot_lab.ui.console.socket_guard import SocketGuard
from cobot_lab.ui.sentences import Language
from cobot_lab.ui.widgets.bundle import bundle

_STYLE = Path(__file__).parent / "console.css"
_EVERYWHERE = frozenset({"0.0.0.0", "::"})  # noqa: S104 - compared with, not listened on


def application(gateway: Gateway, language: Language, hosts: frozenset[str] | None) -> Guard:
    """Put the application together; once in a process, since the framework has one.

    Args:
        gateway: Behind it.
        language: Of who did not choose one.
        hosts: Names under which it is asked for, with the port; None for any.

    Raises:
        BundleError: The front-end was not built.
    """
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    add_sign_in(app, gateway, language)
    add_api(app, gateway, language)
    add_programs(app, Films(gateway))
    add_arms(app, gateway)
    for file in (_STYLE, bundle("twin"), bundle("live")):
        _offer(app, file)
    add_pages(Console(gateway, SocketGuard(), language))
    # A bar for each message that is under way says nothing to anybody, and has no name for those who do not see it.
    framework.config.quasar_config["loadingBar"]["skipHijack"] = True
    ui.run_with(
        app,
        title="cobot_lab",
        language=language if language == "fr" else "en-US",
        show_welcome_message=False,
        tailwind=False,
        reconnect_timeout=60.0,  # a browser that draws in three dimensions without a graphics card may be busy for long
    )
    return Guard(app, lambda token: _known(gateway, token), hosts)


def serve(
    gateway: Gateway,
    language: Language,
    host: str,
    port: int,
    listening: Callable[[str], None],
    *,
    proxy: str = "",
) -> None:
    """Serve until asked to end.

    Args:
        gateway: Behind it.
        language: Of who did not choose one.
        host: Address to listen on.
        port: Its port; 0 for a free one.
        listening: Told the address once it is listened on.
        proxy: Address of the one computer whose word on where a request comes from is taken; empty for nobody's.
            Whoever is believed can guess at passwords from as many addresses as they like.

    Raises:
        OSError: The address cannot be listened on.
    """
    with socket.create_server((host, port)) as listener:
        taken = listener.getsockname()[1]
        names = (host, "localhost", "127.0.0.1")
        hosts = None if host in _EVERYWHERE else frozenset(f"{name}:{taken}" for name in names)
        app = application(gateway, language, hosts)
        config = uvicorn.Config(
            app,
            log_level="warning",
            ws_per_message_deflate=False,
            timeout_graceful_shutdown=3,
            proxy_headers=bool(proxy),
            forwarded_allow_ips=proxy,
        )
        listening(f"http://{host}:{taken}/")
        _Server(config, gateway).run(sockets=[listener])


class _Server(uvicorn.Server):
    """Stops every arm as soon as it is asked to end, before it takes leave of the browsers."""

    def __init__(self, config: uvicorn.Config, gateway: Gateway) -> None:
        super().__init__(config)
        self._gateway = gateway

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        # In a thread: the signal may have come while this one holds a lock that a stop needs.
        threading.Thread(target=self._gateway.halt, args=("the gateway was asked to end",)).start()
        super().handle_exit(sig, frame)


def _offer(app: FastAPI, file: Path) -> None:
    """Offer one file of the package; there is no folder from which others could be had."""

    @app.get(f"/static/{file.name}")
    def given() -> FileResponse:
        return FileResponse(file)


def _known(gateway: Gateway, token: str) -> bool:
    try:
        gateway.known(token, used=False)
    except GatewayError:
        return False
    return True
