"""Handing a bundle in from elsewhere: a pupil's kernel or terminal asks the gateway as a browser would."""

from __future__ import annotations

import http.client
import json
import urllib.parse
from http.cookies import CookieError, SimpleCookie
from typing import Any

from cobot_lab.findings import CobotLabError

COOKIE = "cobot_lab_session"
_PATIENCE = 60.0
_LONGEST = 1 << 20


class GatewayAwayError(CobotLabError):
    """The gateway cannot be asked, or does not answer as one."""

    def __init__(self, address: str, reason: str) -> None:
        super().__init__(f"{address}: {reason}; expected the address of a gateway, such as http://127.0.0.1:8770")


def hand_in(address: str, name: str, password: str, data: bytes) -> tuple[bool, tuple[str, ...]]:
    """Hand a bundle in.

    Args:
        address: Of the gateway, such as `http://127.0.0.1:8770`.
        name: Whoever hands it in.
        password: Theirs.
        data: The bundle's bytes.

    Returns:
        Whether it was taken, and what the gateway says about it, in its language.

    Raises:
        GatewayAwayError: It cannot be asked, or does not answer as a gateway does.
    """
    parts = urllib.parse.urlsplit(address)
    kinds = {"http": http.client.HTTPConnection, "https": http.client.HTTPSConnection}
    try:
        if parts.scheme not in kinds or not parts.hostname:
            raise ValueError("not an address")
        connection = kinds[parts.scheme](parts.hostname, parts.port, timeout=_PATIENCE)
        try:
            return _handed_in(connection, name, password, data)
        finally:
            connection.close()
    except (OSError, http.client.HTTPException, ValueError, KeyError, CookieError) as problem:
        raise GatewayAwayError(address, str(problem) or type(problem).__name__) from problem


def _handed_in(
    connection: http.client.HTTPConnection, name: str, password: str, data: bytes
) -> tuple[bool, tuple[str, ...]]:
    form = urllib.parse.urlencode({"name": name, "password": password})
    kind = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"}
    status, headers, _ = _asked(connection, "POST", "/sign-in", form.encode(), kind)
    if status == 403:
        return False, ()
    token = SimpleCookie(headers.get("Set-Cookie", ""))[COOKIE].value
    cookie = {"Cookie": f"{COOKIE}={token}"}
    _, _, body = _asked(connection, "GET", "/api/session", b"", cookie)
    csrf = str(json.loads(body)["csrf"])
    status, _, body = _asked(connection, "POST", "/api/bundles", data, {**cookie, "X-CSRF": csrf})
    _asked(connection, "POST", "/sign-out", b"", cookie)
    return status == 200, tuple(map(str, json.loads(body)["says"]))


def _asked(
    connection: http.client.HTTPConnection, method: str, path: str, data: bytes, headers: dict[str, str]
) -> tuple[int, Any, bytes]:
    connection.request(method, path, data, headers)
    answer = connection.getresponse()
    body = answer.read(_LONGEST)
    answer.read()
    return answer.status, answer.headers, body
