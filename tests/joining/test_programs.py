"""Real programs at one inbox: screens and commands at once, kills in the middle of writing, and many starts at once."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import AbstractContextManager, ExitStack, closing, contextmanager
from pathlib import Path

import pytest

from inbox.beside import path_of
from inbox.bootstrap import create, open_house
from inbox.domain import commands as c
from inbox.domain.model import Role
from inbox.ports.adapter import Batch, Entry
from inbox.services.intake import take_in
from tests.joining.test_places import until
from tests.servers.webhook import SECRET, Receiver, receiver
from tests.tui.terminal import Terminal, terminal
from tests.world import message

pytestmark = pytest.mark.timeout(240)
PROGRAMS, COMMANDS = (30, 20) if int(os.environ.get("INBOX_TEST_DOSE", "1")) > 1 else (4, 4)
ANSWER = "Es ist schon unterwegs."
NOTICE = "this one goes on in its place"


@pytest.fixture
async def other() -> AsyncIterator[Receiver]:
    """The platform that takes our replies."""
    async with receiver() as running:
        yield running


@pytest.fixture
async def where(tmp_path: Path, other: Receiver) -> str:
    """An inbox with one customer's message."""
    path = str(tmp_path / "inbox.db")
    await create(path, lead="lea", departments=["development"])
    async with open_house(path) as house:
        await (await house.keeping("lea")).keep_secret("shop", "secret", SECRET)
        lea = await house.desk("lea")
        await lea.perform(c.AddPerson("anna", (Role.MANAGER,)))
        await lea.perform(c.AddChannel("shop", "webhook", (("reply_url", other.base),)))
        await take_in(house._office, "shop", Batch((Entry(b"", (message("1", "Wo bleibt es?"),)),), ""))
    return path


def screens(where: str, who: str = "anna") -> AbstractContextManager[Terminal]:
    """Run the screens."""
    return terminal("inbox", "--inbox", where, "--as", who)


async def shows(shown: Terminal, *wanted: str) -> None:
    """Wait until all of this is on a terminal."""
    await asyncio.to_thread(shown.wait, lambda: all(w in "\n".join(shown.screen.display) for w in wanted), within=60)


async def answers(shown: Terminal, where: str) -> None:
    """Wait until the screens are there and let others join."""
    await shows(shown, "Wo bleibt es?")
    await asyncio.to_thread(shown.wait, path_of(Path(where)).exists, within=60)


async def command(where: str, *words: str, who: str = "lea") -> tuple[int, str]:
    """Call a command in a process of its own; returns its exit code and what it printed."""
    call = [sys.executable, "-m", "inbox", "--inbox", where, "--as", who, *words]
    running = await asyncio.create_subprocess_exec(
        *call, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env={**os.environ, "INBOX_LANG": "en"}
    )
    out, _ = await asyncio.wait_for(running.communicate(), 120)
    return running.returncode or 0, out.decode()


async def test_commands_do_all_they_do_while_screens_are_open(where: str, tmp_path: Path) -> None:
    mails = tmp_path / "old.jsonl"
    mails.write_text(json.dumps({"contact": "bo", "id": "9", "at": "2026-11-20T10:00:00Z", "text": "Alt", "direction": "in"}) + "\n")  # fmt: skip
    with screens(where) as shown:
        await answers(shown, where)
        id = json.loads((await command(where, "ls", "--json"))[1])["items"][0]["id"]

        done = [
            await command(where, *words)
            for words in (
                ("note", id, "Von nebenan"),
                ("ask", id, "development", "Wann?"),
                ("import", str(mails), "--channel", "archive"),
                ("channel", "add", "demo", "vorgefuehrt"),
                ("channel", "check", "vorgefuehrt"),
                ("search", "Alt"),
                ("verify",),
                ("doctor",),
            )
        ]

        assert [code for code, _ in done] == [0] * len(done), done
        assert f"joined process {shown.process.pid}" in done[-1][1]
        await shows(shown, "Von nebenan", "bo")
        shown.type("q")
        await asyncio.to_thread(shown.wait, shown.ended)
    assert not path_of(Path(where)).exists()


async def test_many_commands_at_once_all_get_through(where: str) -> None:
    with screens(where) as shown:
        await answers(shown, where)
        id = json.loads((await command(where, "ls", "--json"))[1])["items"][0]["id"]

        done = await asyncio.gather(*(command(where, "note", id, f"note {n}") for n in range(COMMANDS)))

        assert [code for code, _ in done] == [0] * COMMANDS, done
        notes = json.loads((await command(where, "show", id, "--json"))[1])["notes"]
        assert sorted(note["text"] for note in notes) == sorted(f"note {n}" for n in range(COMMANDS))


async def test_screens_whose_owner_is_killed_keep_what_is_being_written_and_send_it_once(
    where: str, other: Receiver
) -> None:
    with screens(where, "lea") as first, screens(where) as second:
        await answers(first, where)
        await shows(second, "Wo bleibt es?")
        owner, rest = (first, second) if owns(where) == first.process.pid else (second, first)
        rest.type("r")
        await shows(rest, "reply to Käthe")
        rest.type(ANSWER[:12])
        await shows(rest, ANSWER[:12])

        owner.process.kill()
        rest.type(ANSWER[12:])

        await shows(rest, NOTICE)
        await shows(rest, ANSWER)
        assert owns(where) == rest.process.pid
        rest.type("\x13")
        await shows(rest, "Queued: leaves in 10 seconds")
        rest.type("8")
        await shows(rest, "✓ sent", ANSWER)
        assert (len(other.calls), other.texts) == (1, [ANSWER])
        assert (await command(where, "verify"))[0] == 0


async def test_a_reply_that_was_leaving_when_its_program_was_killed_arrives_once(where: str, other: Receiver) -> None:
    other.faults = ["hang"]  # it takes the reply and never says so
    with program(where) as first, program(where) as second:
        for one in (first, second):
            await asyncio.to_thread(until_running, one)
        owner, rest = (first, second) if owns(where) == first.pid else (second, first)
        id = json.loads((await command(where, "ls", "--json"))[1])["items"][0]["id"]
        assert (await command(where, "reply", id, ANSWER, "--now"))[0] == 0
        await until(lambda: bool(other.texts))

        owner.kill()

        assert NOTICE.encode() in await asyncio.to_thread(line, rest)
        await until(lambda: delivery(where) == "sent")
        assert other.texts == [ANSWER]


def delivery(where: str) -> str:
    """Return what became of the last message, as it is stored."""
    with closing(sqlite3.connect(f"file:{where}?mode=ro", uri=True)) as db:
        return str(db.execute("select delivery from message order by id desc limit 1").fetchone()[0])


def owns(where: str) -> int:
    """Return the process that has an inbox's file."""
    return int(Path(f"{where}.lock").read_text())


@contextmanager
def program(where: str) -> Iterator[subprocess.Popen[bytes]]:
    """A program that stays at an inbox."""
    call = [sys.executable, "-m", "inbox", "--inbox", where, "--as", "lea", "sync"]
    running = subprocess.Popen(call, stderr=subprocess.PIPE, env={**os.environ, "INBOX_LANG": "en"})
    try:
        yield running
    finally:
        if running.poll() is None:
            running.kill()
        running.communicate()


async def test_of_many_programs_that_start_at_once_one_has_the_file_and_where_it_is_killed_one_goes_on(
    where: str,
) -> None:
    with ExitStack() as stack:
        running = [stack.enter_context(program(where)) for _ in range(PROGRAMS)]
        said = await asyncio.gather(*(asyncio.to_thread(until_running, one) for one in running))
        (first,) = [one for one, words in zip(running, said, strict=True) if b"joined" not in words]
        assert owns(where) == first.pid

        first.send_signal(signal.SIGKILL)

        rest = [one for one in running if one is not first]
        words = await asyncio.gather(*(asyncio.to_thread(line, one) for one in rest))
        assert sum(NOTICE.encode() in said for said in words) == 1
        assert {one.pid for one, said in zip(rest, words, strict=True) if NOTICE.encode() in said} == {owns(where)}
        assert (await command(where, "verify"))[0] == 0


def line(one: subprocess.Popen[bytes]) -> bytes:
    """Wait for the next thing a program says."""
    assert one.stderr is not None
    return one.stderr.readline()


def until_running(one: subprocess.Popen[bytes]) -> bytes:
    """Wait until a program runs; returns what it said before."""
    said = b""
    while not said.endswith(b"Ctrl-C ends it.\n"):
        more = line(one)
        assert more, said
        said += more
    return said
