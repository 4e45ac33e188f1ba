"""The real program on a real terminal: what it lets through, when it rings, how it ends, what it must not keep to itself."""

from __future__ import annotations

import asyncio
import os
import re
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from inbox.domain import commands as c
from inbox.domain.model import Delivery
from inbox.ports.desk import View, made
from tests.tui.app_hostile import PAYLOAD
from tests.tui.stage import arrives, at_desk, company
from tests.tui.terminal import Terminal, terminal
from tests.tui.test_guard import leaks, leave

INBOX = "inbox"


async def _one_message(folder: Path) -> str:
    async with company(folder) as house:
        await arrives(house, "Wo bleibt meine Bestellung?")
    # Nobody else writes: the demo's channels are switched off.
    with closing(sqlite3.connect(folder / "inbox.db")) as db, db:
        db.execute("update channel set active = 0")
    return str(folder / "inbox.db")


@pytest.fixture
def where(tmp_path: Path) -> str:
    """An inbox in which one customer waits."""
    return asyncio.run(_one_message(tmp_path))


def shows(shown: Terminal, *wanted: str) -> None:
    """Wait until all of this is on the terminal."""
    shown.wait(lambda: all(w in "\n".join(shown.screen.display) for w in wanted))


def test_no_text_that_got_past_the_cleaner_steers_the_terminal_of_the_real_program(where: str) -> None:
    with closing(sqlite3.connect(where)) as db, db:
        evil = PAYLOAD.encode("utf-8", "replace").decode().replace("\x00", "")
        db.execute("update message set text = ?", (f"{evil}<message>",))
        db.execute("update conversation set preview = ?", (f"{evil}<preview>",))
        db.execute("update contact set name = ?", (f"{evil}<name>",))
    with terminal(INBOX, "--inbox", where, "--as", "anna") as shown:
        shows(shown, "<message>", "<name>")
        leave(shown)

        assert leaks(shown) == set()


@pytest.mark.parametrize("told", ["by SIGTERM", "by the end of its terminal"])
def test_the_real_program_ends_at_once_and_says_why(where: str, told: str) -> None:
    with terminal(INBOX, "--inbox", where, "--as", "anna") as shown:
        shows(shown, "owner: nobody")
        if told == "by SIGTERM":
            shown.process.send_signal(signal.SIGTERM)
        else:
            shown.hang_up()
        shown.wait(shown.ended)
        if shown.master >= 0:
            shown.drain()
            assert b"\x1b[?1049l" in shown.raw and b"\x1b[?25h" in shown.raw

        assert shown.process.returncode == (143 if told == "by SIGTERM" else 129)


def test_the_real_program_goes_on_while_its_terminal_does_not_read(where: str) -> None:
    with terminal("tests.tui.app_house", where, "anna") as shown:
        shows(shown, "owner: nobody")
        for _ in range(400):
            shown.type("\x0c")  # paints everything anew
        # Its terminal is full by now; only a program that never waits for it can still answer an end.
        shown.process.send_signal(signal.SIGTERM)
        shown.wait(shown.ended, reading=False)

        assert shown.process.returncode == 143


def test_a_bell_rings_when_somebody_writes_while_nobody_looks_and_only_then(where: str) -> None:
    with terminal("tests.tui.app_house", where, "anna") as shown:
        shows(shown, "owner: nobody", "waiting 1")
        before = bells(shown)
        shown.process.send_signal(signal.SIGUSR1)
        shows(shown, "Ist da jemand?")
        assert bells(shown) == before
        shown.type("\x1b[O")  # what a terminal says when another window gets the keys
        shown.process.send_signal(signal.SIGUSR1)
        shown.wait(lambda: bells(shown) == before + 1)
        leave(shown)


def bells(shown: Terminal) -> int:
    """Count the bells, without those that only end a sequence (title, clipboard, pointer)."""
    return re.sub(rb"\x1b\][^\x07\x1b]*\x07", b"", bytes(shown.raw)).count(b"\x07")


@pytest.mark.parametrize("key", ["\x07", "\x1bOS"], ids=["ctrl+g", "F4"])
def test_a_reply_is_written_in_the_persons_own_editor_while_the_house_works_on(
    where: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, key: str
) -> None:
    began, go_on = tmp_path / "began", tmp_path / "go-on"
    os.mkfifo(go_on)
    script = tmp_path / "editor.py"
    script.write_text(
        "import pathlib, sys\nfile = pathlib.Path(sys.argv[1])\nbefore = file.read_text('utf-8')\n"
        f"pathlib.Path({str(began)!r}).write_text(before, 'utf-8')\nopen({str(go_on)!r}).read()\n"
        "file.write_text(before + ' Käthe,\\nmorgen!\\n', 'utf-8')\n",
        "utf-8",
    )
    monkeypatch.setenv("VISUAL", "")
    monkeypatch.setenv("EDITOR", f"{sys.executable} {script}")
    with terminal("tests.tui.app_house", where, "anna") as shown:
        shows(shown, "owner: nobody")
        shown.type("r")
        shows(shown, "reply to Käthe")
        shown.type("Liebe")
        shows(shown, "Liebe")
        shown.type(key)
        shown.wait(began.exists)
        shown.process.send_signal(signal.SIGUSR1)
        shown.wait(lambda: len(stored(where, "message")) == 2)
        go_on.write_text("")
        shows(shown, "Liebe Käthe,", "morgen!", "reply to Käthe")
        assert began.read_text("utf-8") == "Liebe"
        shown.type("\x1b")
        shown.wait(lambda: stored(where, "draft") == ["Liebe Käthe,\nmorgen!"])
        leave(shown)


def stored(where: str, table: str) -> list[str]:
    """Return the texts a table holds, seen from outside the program."""
    with closing(sqlite3.connect(f"file:{where}?mode=ro", uri=True)) as db:
        return [text for (text,) in db.execute(f"select text from {table}")]


async def test_who_ends_while_a_reply_waits_to_leave_is_asked_first(tmp_path: Path) -> None:
    async with company(tmp_path) as house:
        await arrives(house, "Frage")
        anna = await house.desk("anna")
        async with at_desk(anna) as stage:
            await stage.sees("owner: nobody")
            await anna.perform(c.Reply((await anna.index(View.ALL))[0], "Antwort"))
            await stage.sees("owner: anna")
            await stage.press("q")
            await stage.sees("A reply of yours has not left yet.", "y yes")
            await stage.press("n")
            await stage.misses("has not left yet")
            assert stage.app.is_running and stage.app.return_value is None
            await stage.press("q")
            await stage.sees("has not left yet")
            await stage.press("y")
            await stage._until(lambda: stage.app.return_value == 0, "ends")


async def test_who_ends_while_nothing_waits_is_not_asked(tmp_path: Path) -> None:
    async with company(tmp_path) as house:
        await arrives(house, "Frage")
        async with at_desk(await house.desk("anna")) as stage:
            await stage.sees("owner: nobody")
            await stage.press("q")
            await stage._until(lambda: stage.app.return_value == 0, "ends")


@pytest.mark.parametrize(
    ("became", "said"),
    [
        (Delivery.FAILED, "was refused; r shows the text again."),
        (Delivery.UNKNOWN, "arrived; ! decides."),
        (Delivery.SENT, ""),
    ],
)
async def test_a_reply_that_did_not_get_through_is_said_wherever_its_writer_is(
    tmp_path: Path, became: Delivery, said: str
) -> None:
    async with company(tmp_path) as house:
        await arrives(house, "Frage")
        anna, office = await house.desk("anna"), house._office
        id = (await anna.index(View.ALL))[0]
        reply = made(await anna.perform(c.Reply(id, "Antwort", now=True))) or 0
        async with at_desk(anna) as stage:
            await stage.sees("mine 1")
            await stage.press("g", "r")
            await stage.sees("REQUESTS")
            await office.perform(c.BeginSend(reply), None)
            await office.perform(c.EndSend(reply, became, "ext" if became is Delivery.SENT else "", "550 no"), None)
            if said:
                await stage.sees(f"in conversation {id}", said)
            else:
                await arrives(house, "Noch eine", who="Ben")
                await stage.press("q")
                await stage.sees("Noch eine")
                assert "refused" not in stage.text() and "Nobody knows" not in stage.text()


async def test_a_department_that_is_late_is_said_without_a_key(tmp_path: Path) -> None:
    async with company(tmp_path) as house:
        await arrives(house, "Frage")
        anna = await house.desk("anna")
        id = (await anna.index(View.ALL))[0]
        asked = made(await anna.perform(c.Ask(id, "development", "Was?"))) or 0
        async with at_desk(anna) as stage:
            await stage.sees("owner: nobody")
            house._office.now = lambda: datetime.now(UTC) + timedelta(days=2)
            await house._office.perform(c.Ring(asked), None)
            await stage.sees(f"Request {asked} has passed its due time.")


@pytest.fixture
def fresh(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where no inbox is yet, with settings and temporary files of the test's own."""
    for name in ("temporary", "home"):
        (tmp_path / name).mkdir()
    monkeypatch.setenv("TMPDIR", str(tmp_path / "temporary"))
    for name in ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME"):
        monkeypatch.setenv(name, str(tmp_path / "home"))
    for name, value in (("INBOX_LANG", "en"), ("INBOX", ""), ("INBOX_AS", "")):
        monkeypatch.setenv(name, value)
    return tmp_path / "none" / "inbox.db"


@pytest.mark.parametrize("key", ["q", "\x1b"])
def test_the_first_run_says_where_it_looked_and_is_left_with_one_key(fresh: Path, key: str) -> None:
    with terminal(INBOX, "--inbox", str(fresh)) as shown:
        shows(shown, "Welcome to Chefsache", "There is no inbox here yet", "try the demo", "make a new inbox")
        shown.type(key)
        shown.wait(shown.ended)

        assert shown.process.returncode == 0
    assert not fresh.exists()


def test_the_first_run_makes_an_inbox_and_opens_it(fresh: Path) -> None:
    with terminal(INBOX, "--inbox", str(fresh)) as shown:
        shows(shown, "make a new inbox")
        shown.type("n")
        shows(shown, "Who leads")
        shown.type("lea\n")
        shows(shown, "epartments")
        shown.type("legal\n")
        shows(shown, "Nobody waits for us.", "lea")
        leave(shown)

        assert shown.process.returncode == 0
    assert fresh.exists()


@pytest.mark.parametrize("first", [True, False], ids=["from the first run", "by its command"])
def test_the_demo_lives_takes_keys_and_leaves_nothing(fresh: Path, first: bool) -> None:
    with terminal(INBOX, *(["--inbox", str(fresh)] if first else ["demo"])) as shown:
        if first:
            shows(shown, "try the demo")
            shown.type("d")
        shows(shown, "This is a demo", "waiting", "anna")
        shown.type("?")
        shows(shown, "Reply to the contact")
        shown.type("q")
        shown.wait(lambda: "Reply to the contact" not in "\n".join(shown.screen.display))
        shown.type("q")
        shows(shown, "Nothing of this demo is kept. End it?")
        shown.type("\r")
        shows(shown, "Press y for yes, n for no.")
        shown.type("y")
        shown.wait(shown.ended)
        shown.drain()

        assert shown.process.returncode == 0
    assert list((fresh.parents[1] / "temporary").iterdir()) == []
    assert not fresh.exists()


def test_without_a_terminal_the_screens_do_not_start(where: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", INBOX, "--inbox", where, "--as", "anna"],
        capture_output=True, text=True, stdin=subprocess.DEVNULL, env={**os.environ}, timeout=60, check=False,
    )  # fmt: skip

    assert done.returncode == 2 and "need a terminal" in done.stderr
