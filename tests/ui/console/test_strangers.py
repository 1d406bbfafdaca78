"""What somebody with a script tries at a gateway: other addresses, two of everything, all at once."""

from __future__ import annotations

import json
import socket
import threading
import urllib.parse
from types import SimpleNamespace

import pytest

from cobot_lab.service.gateway.sessions import FREE_TRIES
from cobot_lab.ui.console import socket_guard


def test_a_guesser_has_one_address_whatever_they_say(place, tmp_path):
    with place.running(tmp_path / "home", "--worlds", "0") as house:
        form = urllib.parse.urlencode({"name": "camille", "password": "une idée"}).encode()
        said = []
        for number in range(4 * FREE_TRIES):  # each further one would have to wait twice as long, however slow they are
            other = {"X-Forwarded-For": f"10.0.0.{number}", "X-Forwarded-Proto": "https", "Forwarded": "for=10.0.0.9"}
            status, body, _ = place.Asker(house.address).ask("/sign-in", form, **other)
            assert status == 403
            said.append("Attendez" in body.decode())
            if said[-1]:
                break
    assert not any(said[:FREE_TRIES])
    assert said[-1]


def raw(house, request):
    """Send a request as it is, and give the status of each answer."""
    host, port = house.address.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=20) as line:
        line.sendall(request.replace("\n", "\r\n").encode())
        heard = b""
        while data := line.recv(1 << 16):
            heard += data
    return [int(part[:3]) for part in heard.decode("utf-8", "replace").split("HTTP/1.1 ")[1:]]


def test_two_of_a_head_s_lines_open_nothing(house):
    host, lou = house.address.removeprefix("http://"), house.of("lou")
    cookie = f"Cookie: cobot_lab_session={lou.token}\n"
    end = "Connection: close\n\n"
    stop = "POST /api/arms/twin:ur3e/stop HTTP/1.1\n"
    assert raw(house, f"GET /api/session HTTP/1.1\nHost: {host}\nHost: evil.example\n{cookie}{end}") in ([400], [421])
    twice = f"{stop}Host: {host}\n{cookie}X-CSRF: {lou.csrf}\nOrigin: http://{host}\nOrigin: http://evil\n{end}"
    assert raw(house, twice) == [403]
    lengths = f"POST /sign-in HTTP/1.1\nHost: {host}\nContent-Length: 3\nContent-Length: 30000\n{end}"
    assert raw(house, lengths) == [400]
    both = f"POST /sign-in HTTP/1.1\nHost: {host}\nContent-Length: 3\nTransfer-Encoding: chunked\n{end}0\n\n"
    assert set(raw(house, both)) <= {400, 413}
    behind = f"GET /sign-in HTTP/1.1\nHost: {host}\n\nGET /api/journal HTTP/1.1\nHost: {host}\n{end}"
    assert raw(house, behind) == [200, 401]


@pytest.mark.parametrize(
    "path",
    [
        "/static/../console.css",
        "/static/..%2f..%2fpages.py",
        "/static/%2e%2e/server.py",
        "//etc/passwd",
        "/_nicegui/3.18.0/resources/x/..%2f..%2f..%2fetc%2fpasswd",
        "/_nicegui/3.18.0/components/..%2f..%2fetc%2fpasswd",
        "/_nicegui/3.18.0/libraries/..%2f..%2fetc%2fpasswd.map",
        "/program/..%2f..%2fetc%2fpasswd",
        "/api/programs/..%2f..%2fpeople.json/scene",
        "/api/arms/..%2fpeople.json/now",
    ],
)
def test_no_path_leads_out(house, path):
    for name in ("lou", "camille"):
        status, body, _ = house.of(name).ask(path)
        assert status in {200, 403, 404, 405}, path
        assert b"root:" not in body
        assert b"argon2" not in body
        assert b"import annotations" not in body


def test_of_bundles_sent_at_once_by_one_person_one_is_read(house, right):
    lou = house.of("lou")
    host, port = house.address.removeprefix("http://").split(":")
    head = (
        f"POST /api/bundles HTTP/1.1\r\nHost: {host}:{port}\r\nCookie: cobot_lab_session={lou.token}\r\n"
        f"X-CSRF: {lou.csrf}\r\nContent-Length: {len(right)}\r\nConnection: close\r\n\r\n"
    )
    with socket.create_connection((host, int(port)), timeout=30) as first:
        first.sendall(head.encode() + right[:100])  # it is being read, and does not come to its end
        refused = threading.Event()
        for _ in range(200):
            status, body, _ = lou.ask("/api/bundles", right)
            if status == 429:
                refused.set()
                break
        assert refused.is_set()
        assert "déjà en route" in json.loads(body)["says"][0]
        assert house.of("camille").ask("/api/bundles", b"")[0] == 422  # nobody else waits for it
        first.sendall(right[100:])
        assert first.recv(12) == b"HTTP/1.1 200"
    assert lou.ask("/api/bundles", right)[0] == 200


def test_a_message_that_nobody_stands_before_is_a_reason_not_to_start(monkeypatch):
    heard = dict.fromkeys(("connect", "disconnect", *socket_guard._MESSAGES, "something new"))
    monkeypatch.setattr(socket_guard.core, "sio", SimpleNamespace(handlers={"/": heard}))
    with pytest.raises(RuntimeError, match="something new"):
        socket_guard.SocketGuard()
