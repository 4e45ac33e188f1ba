"""The whole way on a real terminal: a mail is seen, answered by keys, and answered once, whenever the program is killed."""

from __future__ import annotations

import asyncio
import email
import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, closing
from email import policy
from email.message import EmailMessage
from pathlib import Path

import pytest

from inbox.bootstrap import create, open_house
from inbox.domain import commands as c
from inbox.domain.model import Role
from tests.servers.mail import DOVECOT, Mailserver, dovecot
from tests.tui.terminal import Terminal, terminal

pytestmark = [
    pytest.mark.timeout(240),
    pytest.mark.skipif(
        not DOVECOT.exists() and not os.environ.get("INBOX_TEST_ALL"), reason="Dovecot is not installed"
    ),
]
PROMISED = 2.0
"""Seconds from the mailbox to the open screen."""
ANSWER = "Es ist schon unterwegs."


@pytest.fixture
def server() -> Iterator[Mailserver]:
    """Dovecot: our mailbox and the customer's."""
    with dovecot() as running:
        yield running


async def _prepare(where: Path, server: Mailserver) -> None:
    await create(str(where), lead="lea")
    async with open_house(str(where)) as house:
        await (await house.keeping("lea")).keep_secret("mail", "password", server.password)
        lea = await house.desk("lea")
        await lea.perform(c.AddPerson("anna", (Role.MANAGER,)))
        # A mail that comes just before the server is listened to is found by the next look, a second later.
        await lea.perform(c.AddChannel("mail", "email", tuple(server.settings(poll_seconds="1").items())))


@pytest.fixture
def where(tmp_path: Path, server: Mailserver) -> Path:
    """An inbox whose one channel is that mailbox."""
    asyncio.run(_prepare(tmp_path / "inbox.db", server))
    return tmp_path / "inbox.db"


def screens(where: Path) -> AbstractContextManager[Terminal]:
    """Run the program as anna."""
    return terminal("inbox", "--inbox", str(where), "--as", "anna")


def shows(shown: Terminal, *wanted: str) -> None:
    """Wait until all of this is on the terminal."""
    shown.wait(lambda: all(w in "\n".join(shown.screen.display) for w in wanted))


def listening(shown: Terminal, where: Path) -> None:
    """Wait until the mailbox was looked through for the first time."""

    def looked() -> bool:
        with closing(sqlite3.connect(f"file:{where}?mode=ro", uri=True)) as db:
            return bool(db.execute("select 1 from cursor where channel = 'mail' and cursor != ''").fetchall())

    shown.wait(looked)


def answer(shown: Terminal) -> None:
    """Answer what is chosen, by keys."""
    shown.type("r")
    shows(shown, "reply to Käthe Kunde", "private on email")
    shown.type(ANSWER)
    shows(shown, ANSWER)
    shown.type("\x13")
    shows(shown, "Queued: leaves in 10 seconds", "mine 1")


def is_chosen(shown: Terminal, text: str) -> bool:
    """Tell whether the cursor is on a line of the thread: its colour is not that of the line below."""
    for y, line in enumerate(shown.screen.display[:-1]):
        if (x := line.find(text)) >= 0:
            return bool(shown.screen.buffer[y][x].bg != shown.screen.buffer[y + 1][x].bg)
    return False


def got(server: Mailserver) -> list[EmailMessage]:
    """What the customer's mailbox holds."""
    return [email.message_from_bytes(raw, policy=policy.default) for raw in server.customer()]


def arrived_once(server: Mailserver, question: str) -> None:
    """One answer is in the customer's mailbox, and their program shows it below the question."""
    (mail,) = got(server)
    assert mail["In-Reply-To"] == question
    assert question in mail["References"]
    assert str(mail["Subject"]) == "Re: Wo bleibt es?"
    body = mail.get_body()
    assert body is not None and body.get_content().strip() == ANSWER
    assert len(server.sink.got) == 1


def delivered(shown: Terminal, server: Mailserver) -> str:
    """Let a stranger write; their mail is on the open screen in time, without a key."""
    before = time.monotonic()
    question = server.deliver("Ich warte seit Montag.", subject="Wo bleibt es?")
    shows(shown, "Ich warte seit Montag.", "Käthe Kunde", "waiting 1")
    assert time.monotonic() - before < PROMISED
    return question


def test_a_mail_appears_by_itself_is_answered_by_keys_and_arrives_once_below_its_question(
    where: Path, server: Mailserver
) -> None:
    with screens(where) as shown:
        shows(shown, "Nobody waits for us.")
        listening(shown, where)
        question = delivered(shown, server)
        answer(shown)
        shown.wait(lambda: bool(got(server)))
        shown.type("8")
        shows(shown, "✓ sent")
        shown.type("q")
        shown.wait(shown.ended)

        assert shown.process.returncode == 0
    arrived_once(server, question)


def test_a_reply_that_was_queued_when_the_program_was_killed_leaves_once_after_the_next_start(
    where: Path, server: Mailserver
) -> None:
    with screens(where) as shown:
        shows(shown, "Nobody waits for us.")
        listening(shown, where)
        question = delivered(shown, server)
        answer(shown)
        shown.process.kill()
        shown.wait(shown.ended)
    assert not server.sink.got
    with screens(where) as shown:
        shows(shown, "mine 1")
        shown.type("8")
        shows(shown, "✓ sent")
        shown.type("q")
        shown.wait(shown.ended)
    arrived_once(server, question)


def test_a_reply_that_left_when_the_program_was_killed_is_shown_as_unknown_and_never_sent_again(
    where: Path, server: Mailserver
) -> None:
    with screens(where) as shown:
        shows(shown, "Nobody waits for us.")
        listening(shown, where)
        question = delivered(shown, server)
        server.sink.taken = shown.process.kill
        answer(shown)
        shown.wait(shown.ended)
    server.sink.taken = None
    with screens(where) as shown:
        shows(shown, "unknown 1")
        shown.type("7")
        shows(shown, "? unknown", ANSWER)
        shown.type("\r")
        shown.wait(lambda: is_chosen(shown, "? unknown"))
        shown.type("!")
        shows(shown, "What became of this reply?", "It arrived")
        shown.type("\r")
        shows(shown, "That is decided.", "✓ sent")
        shown.type("q")
        shown.wait(lambda: not is_chosen(shown, "✓ sent"))
        shown.type("q")
        shown.wait(shown.ended)
    arrived_once(server, question)
