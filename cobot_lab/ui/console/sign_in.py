"""The page to sign in: plain HTML and a form, no script."""

from __future__ import annotations

from html import escape

from fastapi import FastAPI, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from nicegui import run

from cobot_lab.service.gateway.gateway import Gateway
from cobot_lab.service.gateway.refusal import GatewayError
from cobot_lab.service.gateway.sessions import LONGEST
from cobot_lab.ui.console.guard import COOKIE, LANGUAGE_COOKIE, SIGN_IN
from cobot_lab.ui.console.words import Words
from cobot_lab.ui.sentences import LANGUAGES, Language

_PAGE = """<!doctype html>
<html lang="{language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>{title}</title><link rel="stylesheet" href="/static/console.css"></head>
<body class="sign-in"><main><form method="post" action="{action}" class="card">
<h1>{title}</h1><p class="refused" role="alert">{refused}</p>
<label>{name}<input name="name" autocomplete="username" required maxlength="100" autofocus></label>
<label>{password}<input name="password" type="password" autocomplete="current-password" required></label>
<button type="submit" class="act main">{go}</button>
<a class="quiet" href="{action}?language={other}">{other_language}</a>
</form></main></body></html>"""


def language_of(request: Request, usual: Language) -> Language:
    """Give the language of whoever asks: the one in the address, else the one remembered, else the usual one."""
    asked = request.query_params.get("language") or request.cookies.get(LANGUAGE_COOKIE)
    return next((language for language in LANGUAGES if language == asked), usual)


def add_sign_in(app: FastAPI, gateway: Gateway, usual: Language) -> None:
    """Add the page, its form, and the way out.

    Args:
        app: The application.
        gateway: That decides who is known.
        usual: Language of who did not choose one.
    """

    @app.get(SIGN_IN)
    def show(request: Request) -> Response:
        return _page(language_of(request, usual), "")

    @app.post(SIGN_IN)
    async def take(request: Request, name: str = Form(""), password: str = Form("")) -> Response:
        words = Words.of(language_of(request, usual))
        address = request.client.host if request.client else ""
        try:
            token = str(await run.io_bound(gateway.sign_in, name[:200], password[:2000], address))
        except GatewayError as problem:
            return _page(words.language, words.refusal(problem), 403)
        answer = RedirectResponse("/", 303)
        answer.set_cookie(
            COOKIE, token, max_age=int(LONGEST), httponly=True, samesite="strict", secure=request.url.scheme == "https"
        )
        return answer

    @app.post("/sign-out")
    def leave(request: Request) -> Response:
        gateway.sign_out(request.cookies.get(COOKIE, ""))
        answer = RedirectResponse(SIGN_IN, 303)
        answer.delete_cookie(COOKIE, httponly=True, samesite="strict")
        return answer


def _page(language: Language, refused: str, status: int = 200) -> HTMLResponse:
    words = Words.of(language)
    said = {key: words(f"sign_in.{key}") for key in ("name", "password", "go")}
    other = next(each for each in LANGUAGES if each != language)
    facts = {"title": words("title"), "other_language": words("other_language"), "refused": refused, **said}
    escaped = {key: escape(value) for key, value in facts.items()}
    answer = HTMLResponse(_PAGE.format(language=language, action=SIGN_IN, other=other, **escaped), status)
    answer.set_cookie(LANGUAGE_COOKIE, language, samesite="strict", httponly=True)
    return answer
