"""The screens in a real browser: come in, answer a customer, ask a department, see what comes in; and nobody else does."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import httpx
import pytest

from tests.cli.conftest import Shell
from tests.servers import chromium

PASSWORD = "ein-langes-wort-47"
CONTROL = "\ue009"
ENTER, TAB, ESCAPE = "\ue007", "\ue004", "\ue00c"
REAL = [
    pytest.mark.real,
    pytest.mark.skipif(
        not chromium.there() and not os.environ.get("INBOX_TEST_REAL"), reason="Chromium is not installed"
    ),
]


@contextmanager
def program(shell: Shell, *words: str) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """Run a command that listens; yields its address."""
    environment = {**os.environ, **shell.environment}
    running = subprocess.Popen(
        [sys.executable, "-m", "inbox", *words], stderr=subprocess.PIPE, text=True, env=environment
    )
    assert running.stderr is not None
    try:
        first = running.stderr.readline()
        assert first.startswith("Listening at "), first + running.stderr.read()
        yield first.split()[2].removesuffix(";"), running
    finally:
        running.terminate()
        running.communicate(timeout=30)


@pytest.fixture
def site(empty: Shell) -> Iterator[tuple[Shell, str, int]]:
    """An inbox with a server and pages before it; yields the pages' address and process."""
    for words in (
        ("department", "add", "development"),
        ("person", "add", "anna", "--role", "manager"),
        ("channel", "add", "demo", "acme@x", "--set", "backlog=0"),
    ):
        done = empty(*words)
        assert done.code == 0, done.err
    done = empty("person", "password", "anna", "-", input=PASSWORD + "\n")
    assert done.code == 0, done.err
    with ExitStack() as stack:
        common = ("--inbox", empty.where, "--as", "lea")
        server, _ = stack.enter_context(program(empty, *common, "serve", "--listen", "127.0.0.1:0"))
        pages, running = stack.enter_context(program(empty, "web", "--at", server, "--listen", "127.0.0.1:0"))
        yield empty, pages, running.pid


def come_in(http: httpx.Client) -> httpx.Response:
    return http.post("/login", data={"name": "anna", "password": PASSWORD}, follow_redirects=False)


def wrote(shell: Shell, folder: Path, id: str, text: str) -> None:
    """Let a customer write, by another door."""
    row = {"contact": "kaethe", "contact_name": "Käthe", "id": id, "at": "2026-11-24T10:00:00Z", "text": text}
    path = folder / f"{id}.jsonl"
    path.write_text(json.dumps(row | {"direction": "in"}) + "\n", "utf-8")
    done = shell("import", str(path), "--channel", "acme@x")
    assert done.code == 0, done.err


def programs_of(pid: int) -> list[int]:
    """Return the processes that a process started and that live."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text("utf-8").rpartition(")")[2].split()
        except (FileNotFoundError, ProcessLookupError):
            continue
        if int(fields[1]) == pid and fields[0] != "Z":
            found.append(int(stat.parent.name))
    return found


def until_alone(pid: int, seconds: float = 20) -> None:
    deadline = time.monotonic() + seconds
    while programs_of(pid):
        assert time.monotonic() < deadline, "a program outlived its page"


class TestWithoutBrowser:
    """What the pages say to whoever is no browser, or somebody else's page."""

    def test_nobody_sees_screens_without_coming_in_and_what_is_wrong_is_said(
        self, site: tuple[Shell, str, int]
    ) -> None:
        _, pages, pid = site
        with httpx.Client(base_url=pages, trust_env=False, timeout=30) as http:
            assert http.get("/").headers["location"] == "login"
            wrong = http.post("/login", data={"name": "anna", "password": "falsch"})
            assert (wrong.status_code, "Name or password is wrong." in wrong.text) == (403, True)
            assert http.post("/login", data={"name": "anna"}).status_code == 400
            assert http.post("/login", content=b"x" * 100_000).status_code in (400, 413)
            assert http.get("/ws", headers={"Origin": pages}).status_code == 403
            assert "default-src 'none'" in http.get("/login").headers["content-security-policy"]
        assert programs_of(pid) == []

    def test_a_cookie_is_for_this_site_only_and_worth_nothing_after_leaving(self, site: tuple[Shell, str, int]) -> None:
        _, pages, _ = site
        with httpx.Client(base_url=pages, trust_env=False, timeout=30) as http:
            told = come_in(http)
            assert (told.status_code, told.headers["location"]) == (303, "./")
            said = told.headers["set-cookie"]
            assert "HttpOnly" in said and "SameSite=Strict" in said
            assert PASSWORD not in said and "inb" not in said.split("=", 1)[1].split(";")[0][:3]
            kept = dict(http.cookies)
            assert "anna" in http.get("/").text
            assert http.post("/logout", headers={"Origin": "https://elsewhere.example"}).status_code == 403
            assert http.post("/logout").headers["location"] == "login"
            assert httpx.get(pages + "/", cookies=kept, trust_env=False).headers["location"] == "login"

    def test_a_page_of_somebody_else_neither_comes_in_nor_opens_screens(self, site: tuple[Shell, str, int]) -> None:
        _, pages, pid = site
        foreign = {"Origin": "https://elsewhere.example"}
        with httpx.Client(base_url=pages, trust_env=False, timeout=30) as http:
            refused = http.post("/login", data={"name": "anna", "password": PASSWORD}, headers=foreign)
            assert refused.status_code == 403 and "set-cookie" not in refused.headers
            come_in(http)
            upgrade = {"Connection": "Upgrade", "Upgrade": "websocket", "Sec-WebSocket-Version": "13"}
            key = {"Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ=="}
            assert http.get("/ws", headers={**foreign, **upgrade, **key}).status_code == 403
            assert http.get("/ws", headers={**upgrade, **key}).status_code == 403
        assert programs_of(pid) == []

    def test_a_revoked_token_opens_nothing_any_more(self, site: tuple[Shell, str, int]) -> None:
        shell, pages, _ = site
        with httpx.Client(base_url=pages, trust_env=False, timeout=30) as http:
            come_in(http)
            assert "anna" in http.get("/").text
            for token in shell("token", "ls", "--json").json["items"]:
                assert shell("token", "revoke", str(token["id"])).code == 0
            assert http.get("/").headers["location"] == "login"

    def test_it_says_what_it_lacks(self, empty: Shell) -> None:
        assert "no server" in empty("web").err
        assert "could read along" in empty("web", "--at", "http://127.0.0.1:9", "--listen", "0.0.0.0:0").err


class TestBrowser:
    """A person at a real Chromium."""

    pytestmark = REAL

    def test_a_person_comes_in_answers_asks_and_sees_what_comes_in(
        self, site: tuple[Shell, str, int], tmp_path: Path
    ) -> None:
        shell, pages, pid = site
        wrote(shell, tmp_path, "m1", "Ist der Fehler behoben?")
        with chromium.browser(tmp_path) as page:
            page.overhear()
            page.go(pages)
            page.type("#name", "anna")
            page.type("#password", PASSWORD)
            page.click("button")
            page.until("Ist der Fehler behoben?")
            assert len(programs_of(pid)) == 1

            page.keys("m")
            page.keys("r")
            page.until("Send")
            page.keys("Ja, seit gestern.")
            page.chord(CONTROL, "s")
            id = _row(shell)["id"]
            _until(lambda: "Ja, seit gestern." in [m["text"] for m in shell("show", id, "--json").json["messages"]])

            page.forget()
            wrote(shell, tmp_path, "m2", "Und noch etwas Neues")
            page.until("Und noch etwas Neues")

            page.keys("x")
            page.until("development")
            page.keys(ENTER)
            page.keys("Ist es wirklich behoben?")
            page.chord(CONTROL, "s")
            _until(lambda: [r["department"] for r in shell("show", id, "--json").json["requests"]] == ["development"])
            (tmp_path / "screens.png").write_bytes(page.picture())

            page.click(".bar button")
            until_alone(pid)
            assert page.address.endswith("/login")

    @pytest.mark.parametrize("how", ["revoked", "killed"])
    def test_screens_whose_token_or_program_is_gone_are_closed(
        self, site: tuple[Shell, str, int], tmp_path: Path, how: str
    ) -> None:
        shell, pages, pid = site
        wrote(shell, tmp_path, "m1", "Hallo?")
        with chromium.browser(tmp_path) as page:
            page.overhear()
            page.go(pages)
            page.type("#name", "anna")
            page.type("#password", PASSWORD)
            page.click("button")
            page.until("Hallo?")
            if how == "killed":
                os.kill(programs_of(pid)[0], signal.SIGKILL)
            else:
                for token in shell("token", "ls", "--json").json["items"]:
                    assert shell("token", "revoke", str(token["id"])).code == 0
            _until(lambda: "-closed" in page.run("return document.body.className"))
            until_alone(pid)

    def test_a_closed_page_leaves_no_program_behind(self, site: tuple[Shell, str, int], tmp_path: Path) -> None:
        shell, pages, pid = site
        wrote(shell, tmp_path, "m1", "Hallo?")
        with chromium.browser(tmp_path) as page:
            page.overhear()
            page.go(pages)
            page.type("#name", "anna")
            page.type("#password", PASSWORD)
            page.click("button")
            page.until("Hallo?")
            assert len(programs_of(pid)) == 1
            page.close_page()
            until_alone(pid)


def _row(shell: Shell) -> dict[str, str]:
    found: dict[str, str] = shell("ls", "--view", "all", "--json").json["items"][0]
    return found


def _until(true, seconds: float = 40) -> None:
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline
