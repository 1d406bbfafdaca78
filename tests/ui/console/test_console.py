"""The calls, the pages' addresses and the sockets of a running gateway, asked by scripts."""

from __future__ import annotations

import contextlib
import json
import re
import sqlite3
import time
import urllib.parse

import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import connect

from cobot_lab.school.lesson import load_lesson
from cobot_lab.trust.bundle import Bundle
from cobot_lab.ui.console.guard import cookie
from cobot_lab.ui.console.words import Words
from cobot_lab.ui.terminal.app import main

HANDED_IN = "Rendu à la passerelle.\nC'est rendu. Ton enseignant ou le référent le regardera.\n"
PAGES = ("/", "/journal", "/arm/twin:ur3e")


@pytest.fixture(scope="session")
def digest(house, right):
    """The solution of lesson 01, handed in by a pupil through the call that notebooks use."""
    lou = house.of("lou")
    status, body, _ = lou.ask("/api/bundles", right)
    assert status == 200, body
    opened, _ = Bundle.open(right)
    return opened.digest


@pytest.fixture(scope="session")
def number(house, digest):
    """The number that it was handed in under."""
    return next(e.seq for e in house.ring.journal.entries() if e.kind == "handed_in" and e.body["bundle"] == digest)


def test_nothing_but_the_sign_in_page_is_open(house, number):
    nobody = type(house.of("lou"))(house.address)
    for path in (*PAGES, f"/program/{number}"):
        status, _, headers = nobody.ask(path)
        assert (status, headers["Location"]) == (303, "/sign-in"), path
    for path in ("/api/session", "/api/journal", "/api/arms/twin:ur3e/now", "/static/live.js", "/_nicegui/x"):
        assert nobody.ask(path)[0] == 401, path
    assert nobody.ask("/api/arms/twin:ur3e/stop", b"")[0] == 401
    assert nobody.ask("/sign-in")[0] == 200


def test_every_answer_forbids_what_comes_from_elsewhere(house):
    for path in ("/", "/sign-in", "/api/session"):
        headers = house.of("camille").ask(path)[2]
        assert "default-src 'self'" in headers["content-security-policy"]
        assert "frame-ancestors 'none'" in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["cache-control"] == "no-store"


def test_the_cookie_is_out_of_reach_of_scripts_and_of_other_sites(house):
    form = urllib.parse.urlencode({"name": "lou", "password": "le mot de passe de lou"}).encode()
    _, _, headers = type(house.of("lou"))(house.address).ask("/sign-in", form)
    assert "HttpOnly" in headers["Set-Cookie"]
    assert "samesite=strict" in headers["Set-Cookie"].lower()
    assert cookie(headers["Set-Cookie"])


def test_a_wrong_password_gets_a_sentence_and_no_cookie(house):
    form = urllib.parse.urlencode({"name": "sacha", "password": "<script>"}).encode()
    status, body, headers = type(house.of("lou"))(house.address).ask("/sign-in", form)
    assert status == 403
    assert "ne vont pas ensemble" in body.decode()
    assert "cobot_lab_session" not in (headers["Set-Cookie"] or "")


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "http://127.0.0.1:1"])
def test_what_another_site_sends_is_refused(house, right, origin):
    lou = house.of("lou")
    assert lou.ask("/api/bundles", right, Origin=origin)[0] == 403
    assert lou.ask("/sign-out", b"", Origin=origin)[0] == 403
    assert lou.ask("/sign-in", b"name=a&password=b", Origin=origin)[0] == 403
    assert lou.ask("/api/bundles", right, **{"Sec-Fetch-Site": "cross-site"})[0] == 403


def test_a_call_without_the_page_s_word_is_refused(house, right):
    lou = house.of("lou")
    for word in ("", "another", house.of("camille").csrf):
        assert lou.ask("/api/bundles", right, **{"X-CSRF": word})[0] == 403
    assert house.of("camille").ask("/api/arms/twin:ur3e/stop", b"", **{"X-CSRF": ""})[0] == 403


def test_another_name_for_this_computer_is_refused(house):
    assert house.of("lou").ask("/", None, Host="evil.example")[0] == 421


def test_a_body_beyond_every_bundle_is_refused(house):
    assert house.of("lou").ask("/api/session", None, **{"Content-Length": str(1 << 30)})[0] == 413


def test_a_stranger_may_send_a_form_and_nothing_larger(house):
    nobody = type(house.of("lou"))(house.address)
    assert nobody.ask("/sign-in", b"name=a&password=" + b"x" * 20_000)[0] == 413
    assert nobody.ask("/sign-in", iter([b"name=a"]), **{"Transfer-Encoding": "chunked"})[0] == 413


def test_a_bundle_that_is_none_gets_sentences(house):
    for data in (b"", b"PK\3\4", b"{}" * 1000):
        status, body, _ = house.of("lou").ask("/api/bundles", data)
        assert status == 422
        assert len(json.loads(body)["says"]) >= 2


def test_a_pupil_reaches_no_call_of_anybody_else_and_no_arm(house, digest):
    lou = house.of("lou")
    refused = {
        path: lou.ask(path)[0]
        for path in (
            f"/api/programs/{digest}/scene",
            f"/api/programs/{digest}/film/1",
            f"/api/programs/{digest}/film/1/poses",
            "/api/arms/twin:ur3e/now",
            "/api/arms/twin:ur3e/scene",
            "/api/journal",
        )
    }
    assert set(refused.values()) == {403}, refused
    assert lou.ask("/api/arms/twin:ur3e/stop", b"")[0] == 403


def test_a_pupil_s_pages_show_their_own_and_say_so_of_the_others(house, number):
    lou = house.of("lou")
    for path in ("/journal", "/arm/twin:ur3e", f"/program/{number}"):
        status, body, _ = lou.ask(path)
        assert status == 200
        assert "Votre rôle ne le permet pas." in body.decode(), path
        assert "Arrêter" not in body.decode()
        assert "Approuver" not in body.decode()
    assert "Mes programmes" in lou.ask("/")[1].decode()


def test_the_same_program_of_another_stands_beside_it_for_who_decides(house, place, right, number):
    other, camille, lou = house.of(place.NASTY), house.of("camille"), house.of("lou")
    for again in (False, True):
        status, body, _ = other.ask("/api/bundles", right)
        assert status == 200
        assert ("déjà rendu" in json.loads(body)["says"][0]) is again
    shown = {path: camille.ask(path)[1].decode() for path in ("/", f"/program/{number}")}
    assert "même programme que lou" in shown["/"]
    assert "est aussi rendu par " in shown[f"/program/{number}"]
    own = lou.ask("/")[1].decode()
    assert "onerror" not in own
    assert "même programme" not in own


def test_a_number_that_nothing_was_handed_in_under_is_no_page(house):
    for text in ("0", "1", "-1", "²", "9" * 5000, "x", "4.0", "%2e%2e%2fetc%2fpasswd"):
        status, body, _ = house.of("camille").ask(f"/program/{urllib.parse.quote(text, safe='%')}")
        assert (status, "n'est pas dans la file" in body.decode()) in ((200, True), (404, False)), text[:9]


def test_a_referent_s_picture_of_a_program(house, digest, number):
    camille = house.of("camille")
    camille.ask(f"/program/{number}")
    deadline = time.monotonic() + 120
    while camille.ask(f"/api/programs/{digest}/scene")[0] == 409:
        assert time.monotonic() < deadline
        time.sleep(0.2)
    told = json.loads(camille.ask(f"/api/programs/{digest}/scene")[1])
    assert told["scene"]["name"] == "atelier"
    meta = json.loads(camille.ask(f"/api/programs/{digest}/film/1")[1])
    poses = camille.ask(f"/api/programs/{digest}/film/1/poses")[1]
    assert meta["source"] == "physics"
    per_frame = 7 * len(meta["names"]) + 1 + len(meta["signals"]) + meta["joints"]
    assert len(poses) == 4 * meta["frames"] * per_frame
    assert camille.ask(f"/api/programs/{digest}/film/99")[0] == 404
    assert camille.ask(f"/api/programs/{'0' * 64}/scene")[0] == 404


class Socket:
    """A socket to a page, as the page's own script opens one and speaks."""

    def __init__(self, socket, client_id):
        self.socket, self.client_id, self.open = socket, client_id, True
        assert socket.recv(timeout=10).startswith("0")
        socket.send("40")
        assert socket.recv(timeout=10).startswith("40")

    def handshake(self):
        """Announce the page; tell whether it was accepted."""
        told = {"client_id": self.client_id, "tab_id": "a", "document_id": "b", "next_message_id": 0}
        self.socket.send(f"421{json.dumps(['handshake', told])}")
        return self._until("431") == "431[true]"

    def say(self, clicks):
        """Send what the page would send for each click; tell whether the socket is still open then."""
        try:
            for element, listener in clicks:
                told = {"id": element, "client_id": self.client_id, "listener_id": listener, "args": ["{}"]}
                self.socket.send(f"42{json.dumps(['event', told])}")
            self.socket.send(f"422{json.dumps(['handshake', {'client_id': 'none'}])}")
            if self.open:
                self._until("432")
        except ConnectionClosed:
            self.open = False
        return self.open

    def _until(self, start):
        """Read until an answer; whatever else comes is what a page is told."""
        try:
            while not (heard := self.socket.recv(timeout=20)).startswith((start, "41")):
                assert not heard.startswith("42"), "it was told something of the page"
        except ConnectionClosed:
            heard = "41"
        self.open = not heard.startswith("41")
        return heard


@contextlib.contextmanager
def opened(house, token, client_id, **headers):
    """Open a socket to a page."""
    told = {"EIO": 4, "transport": "websocket", "client_id": client_id, "next_message_id": 0, "document_id": "b"}
    address = f"{house.address.replace('http', 'ws')}/_nicegui_ws/socket.io/?{urllib.parse.urlencode(told)}"
    given = {"Cookie": f"cobot_lab_session={token}", **headers}
    with connect(address, additional_headers=given, compression=None) as socket:
        yield Socket(socket, client_id)


def page_of(asker, path):
    """Ask for a page; give its identifier, and element and listener of every click on it."""
    body = asker.ask(path)[1].decode()
    client = re.search(r"""client_id': '([0-9a-f-]{36})'""", body)
    elements = re.search(r"parseElements\(String.raw`(.*?)`", body, re.DOTALL)
    assert client is not None
    assert elements is not None
    found = json.loads(elements[1]).items()
    clicks = [
        (int(number), e["listener_id"]) for number, one in found for e in one.get("events", ()) if e["type"] == "click"
    ]
    return client[1], clicks


def test_no_socket_opens_without_a_session_or_from_another_site(house):
    camille = house.of("camille")
    client, _ = page_of(camille, "/")
    for token, headers in (("", {}), ("another", {}), (camille.token, {"Origin": "http://evil.example"})):
        with pytest.raises(InvalidStatus), opened(house, token, client, **headers):
            pass


def test_a_pupil_s_socket_cannot_speak_for_a_referent_s_page(house, digest):
    camille, lou = house.of("camille"), house.of("lou")
    client, clicks = page_of(camille, "/journal")
    assert len(clicks) >= 2
    before = camille.ask("/api/journal")[1]
    with opened(house, lou.token, client) as stranger:
        assert not stranger.handshake()
        assert not stranger.say(clicks)
    with opened(house, lou.token, page_of(lou, "/")[0]) as unannounced:  # their own page, then another's messages
        unannounced.client_id = client
        assert not unannounced.say(clicks)
    assert camille.ask("/api/journal")[1] == before
    with opened(house, camille.token, client) as owner:
        assert owner.handshake()
        with contextlib.suppress(AssertionError):  # a page is answered
            owner.say(clicks)
        deadline = time.monotonic() + 20
        while b"visit_ended" not in camille.ask("/api/journal")[1]:  # the same messages, from the page's own session
            assert time.monotonic() < deadline
            time.sleep(0.1)


def test_signing_out_ends_the_session_everywhere(house):
    fresh = type(house.of("lou"))(house.address)
    form = urllib.parse.urlencode({"name": "lou", "password": "le mot de passe de lou"}).encode()
    fresh.token = cookie(fresh.ask("/sign-in", form)[2]["Set-Cookie"])
    assert fresh.ask("/api/session")[0] == 200
    assert fresh.ask("/sign-out", b"")[0] == 303
    assert fresh.ask("/api/session")[0] == 401


def test_a_pupil_hands_in_from_a_terminal(house, place, tmp_path, monkeypatch, capfd):
    file = tmp_path / "mine.cobotlab"
    right = place.sealed((load_lesson("01").folder / "solution.py").read_bytes() + b"# encore\n")
    file.write_bytes(right)
    monkeypatch.setenv("COBOT_LAB_LANG", "fr")

    def run(*arguments, password="le mot de passe de lou"):
        monkeypatch.setenv("COBOT_LAB_PASSWORD", password)
        with pytest.raises(SystemExit) as leaving:
            main(["hand-in", *map(str, arguments)])
        return leaving.value.code, "".join(capfd.readouterr())

    assert run(file, "--name", "lou", "--gateway", house.address) == (0, HANDED_IN)
    code, said = run(file, "--name", "lou", "--gateway", house.address)
    assert (code, "Tu avais déjà rendu ce programme" in said) == (0, True)
    code, said = run(file, "--name", "lou", "--gateway", house.address, password="un autre")
    assert (code, "ne vont pas ensemble" in said) == (1, True)
    (tmp_path / "bitten.cobotlab").write_bytes(right[:-100])
    code, said = run(tmp_path / "bitten.cobotlab", "--name", "lou", "--gateway", house.address)
    assert (code, "n'accepte pas" in said) == (1, True)
    for address in ("http://127.0.0.1:9", "nonsense", "ftp://127.0.0.1"):
        code, said = run(file, "--name", "lou", "--gateway", address)
        assert (code, "Traceback" in said) == (2, False)


def test_a_journal_that_was_changed_is_said_to_be_on_every_page(house, number):
    camille = house.of("camille")
    with contextlib.closing(sqlite3.connect(house.ring.journal.path, isolation_level=None)) as file:
        ((was,),) = file.execute("SELECT body FROM entries WHERE seq = 1")
        file.execute("UPDATE entries SET body = replace(body, 'id', 'ID') WHERE seq = 1")
        try:
            shown = {path: camille.ask(path) for path in (*PAGES, "/own", f"/program/{number}")}
        finally:
            file.execute("UPDATE entries SET body = ? WHERE seq = 1", (was,))
    assert {status for status, _, _ in shown.values()} == {200}
    assert "Le journal n'est pas entier." in shown["/journal"][1].decode()
    assert "T15" in shown["/journal"][1].decode()
    for path, (_, body, _) in shown.items():
        assert "Le journal ne se lit pas en entier" in body.decode(), path
    assert "Le journal ne se lit pas en entier" not in camille.ask("/journal")[1].decode()
    assert "Votre rôle ne le permet pas." in house.of("lou").ask("/journal")[1].decode()


def test_what_was_read_from_an_arm_is_in_the_words_of_the_page():
    words = Words.of("fr")
    said = {key: words.of_table("arm_state", key) for key in ("normal", "running", "false", "simulated")}
    assert said == {"normal": "normale", "running": "en marche", "false": "non", "simulated": "virtuel"}
    assert words.of_table("state", "running") == "en mouvement"
    assert words.of_table("reading", "safety status") == "sécurité"
