"""The whole way through real mail servers: Postfix takes the mail, Dovecot keeps it, and replies leave by submission."""

from __future__ import annotations

import asyncio
import email
import os
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from email import policy
from email.message import EmailMessage
from email.utils import make_msgid
from pathlib import Path

import pytest

from inbox.bootstrap import House, create, open_house
from inbox.domain import commands as c
from inbox.domain.incoming import File
from inbox.domain.model import Delivery, Direction, Message
from inbox.ports.desk import Desk, Thread, View
from tests.servers.mail import CUSTOMER, PASSWORD, US, until
from tests.servers.postfix import FAR, GONE, LATE, Post, postfix, there

pytestmark = [
    pytest.mark.real,
    pytest.mark.timeout(180),
    pytest.mark.skipif(
        not there() and not os.environ.get("INBOX_TEST_REAL"), reason="Postfix is not installed, or this is not root"
    ),
]
PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 900
REFUSED = "127.0.0.1 refused the user or the password."
ANSWER = "Es ist schon unterwegs.\n.\nEine Zeile mit nur einem Punkt kommt auch an."


@pytest.fixture(scope="module")
def server() -> Iterator[Post]:
    """Both servers, for all tests here."""
    with postfix() as running:
        yield running


@pytest.fixture
def post(server: Post) -> Iterator[Post]:
    """The servers as they were, with empty mailboxes."""
    server.empty()
    yield server
    server.let_in(PASSWORD)


@pytest.fixture
async def where(tmp_path: Path, post: Post) -> Path:
    """An inbox whose one channel is that mailbox."""
    place = tmp_path / "inbox.db"
    await create(str(place), lead="lea")
    async with open_house(str(place)) as house:
        await (await house.keeping("lea")).keep_secret("mail", "password", post.password)
        lea = await house.desk("lea")
        await lea.perform(c.AddChannel("mail", "email", tuple(post.settings(poll_seconds="1").items())))
        assert [state for state, _, _ in await (await house.keeping("lea")).check_channel("mail")] == ["ok"] * 3
    return place


@asynccontextmanager
async def started(where: Path, *, run: bool = False) -> AsyncIterator[tuple[House, Desk]]:
    """Start the program anew and sit down as lea."""
    async with open_house(str(where), run=run) as house:
        yield house, await house.desk("lea")


async def threads(lea: Desk) -> list[Thread]:
    """Every conversation there is."""
    rows = (await lea.conversations(View.ALL)).items
    return [await lea.thread(row.conversation.id) for row in rows]


async def only(lea: Desk) -> Thread:
    """The one conversation there is."""
    (thread,) = await threads(lea)
    return thread


async def becomes(lea: Desk, delivery: Delivery, error: str = "") -> Message:
    """Wait until the latest reply is so."""
    async with asyncio.timeout(30):
        while True:
            last = await lea.last()
            for thread in await threads(lea):
                reply = thread.messages[-1]
                if reply.direction is Direction.OUT and reply.delivery is delivery and error in str(reply.error or ""):
                    return reply
            await lea.feed(last, wait=0.5)


def read(raw: bytes) -> EmailMessage:
    """What the customer's program makes of a mail."""
    return email.message_from_bytes(raw, policy=policy.default)


def written(text: str, **headers: str) -> EmailMessage:
    """A customer's mail."""
    mail = EmailMessage()
    given = {"From": f"Käthe Kunde <{CUSTOMER}>", "To": US, "Subject": "Wo bleibt es?"} | headers
    mail["Message-ID"] = given.pop("Message_ID", make_msgid(domain="kunde.test"))
    for name, value in given.items():
        mail[name.replace("_", "-")] = value
    mail.set_content(text)
    return mail


async def question(post: Post, where: Path, **headers: str) -> int:
    """Let a customer write; returns the conversation."""
    await asyncio.to_thread(post.post, written("Ich warte seit Montag.", **headers))
    async with started(where) as (house, lea):
        assert (await house.sync_once()).taken == 1
        return (await only(lea)).row.conversation.id


async def test_a_question_is_answered_once_below_it_and_the_answer_to_that_comes_back_over_restarts(
    where: Path, post: Post
) -> None:
    asked = written("Ich warte seit Montag.")
    await asyncio.to_thread(post.post, asked)
    async with started(where) as (house, lea):
        assert (await house.sync_once()).taken == 1
        thread = await only(lea)
        assert (str(thread.messages[0].words), thread.row.contact) == ("Ich warte seit Montag.", "Käthe Kunde")
        await lea.perform(c.Reply(thread.row.conversation.id, ANSWER, now=True))
    async with started(where) as (house, lea):
        assert (await house.sync_once()).sent == 1
    async with started(where) as (house, lea):
        again = await house.sync_once()
        assert (again.taken, again.sent) == (0, 0)
    post.rests()

    (answer,) = map(read, post.customer())
    assert answer["In-Reply-To"] == answer["References"] == asked["Message-ID"]
    assert (answer["Subject"], answer["Return-Path"]) == ("Re: Wo bleibt es?", f"<{US}>")
    body = answer.get_body()
    assert body is not None and body.get_content().strip() == ANSWER
    assert [read(raw)["Message-ID"] for raw in post.held("Sent")] == [answer["Message-ID"]]

    both = f"{asked['Message-ID']} {answer['Message-ID']}"
    await asyncio.to_thread(
        post.post, written("Danke!", Subject="AW: ganz anders", In_Reply_To=answer["Message-ID"], References=both)
    )
    async with started(where) as (house, lea):
        assert (await house.sync_once()).taken == 1
        thread = await only(lea)
        assert [str(m.words) for m in thread.messages] == ["Ich warte seit Montag.", ANSWER, "Danke!"]
        assert thread.messages[1].external_id == answer["Message-ID"].strip()
        assert (await lea.verify()).ok


async def test_a_mail_that_is_delivered_twice_is_one_message_even_over_a_restart(where: Path, post: Post) -> None:
    mail = written("Doppelt")
    for times in (2, 1):
        for _ in range(times):
            await asyncio.to_thread(post.post, mail)
        async with started(where) as (house, lea):
            await house.sync_once()
            assert [str(m.words) for m in (await only(lea)).messages] == ["Doppelt"]

    assert len(post.held("INBOX")) == 3


async def test_a_reply_to_an_address_that_is_refused_is_failed_with_the_servers_words_and_back_in_the_draft(
    where: Path, post: Post
) -> None:
    id = await question(post, where, From=f"Käthe Kunde <{GONE}>")
    async with started(where) as (house, lea):
        await lea.perform(c.Reply(id, ANSWER, now=True))
        assert (await house.sync_once()).failed == 1
        thread = await lea.thread(id)

    assert thread.messages[-1].delivery is Delivery.FAILED
    assert str(thread.messages[-1].error) == (
        f"The mail server refused: 550 5.1.1 <{GONE}>: Recipient address rejected:"
        " User unknown in virtual mailbox table"
    )
    assert thread.draft is not None and str(thread.draft.words) == ANSWER
    assert not post.held("Sent")


async def test_an_address_of_ours_that_is_not_the_users_is_refused_in_words(where: Path, post: Post) -> None:
    id = await question(post, where)
    async with started(where) as (house, lea):
        await lea.perform(c.SetChannel("mail", (("address", "chef@shop.test"),), None))
        await lea.perform(c.Reply(id, ANSWER, now=True))
        assert (await house.sync_once()).failed == 1
        thread = await lea.thread(id)

    assert "Sender address rejected: not owned by user support@shop.test" in str(thread.messages[-1].error)
    assert not post.customer()


async def test_a_reply_that_was_accepted_and_bounces_later_is_failed_and_the_customer_waits_again(
    where: Path, post: Post
) -> None:
    id = await question(post, where, From=f"Käthe Kunde <{LATE}>")
    async with started(where) as (house, lea):
        await lea.perform(c.Reply(id, ANSWER, now=True))
        assert (await house.sync_once()).sent == 1
        assert (await lea.thread(id)).row.conversation.waiting_since is None
    await asyncio.to_thread(post.rests)
    async with started(where) as (house, lea):
        await house.sync_once()
        thread = await only(lea)

    reply = thread.messages[-1]
    assert (reply.direction, reply.delivery) == (Direction.OUT, Delivery.FAILED)
    assert f"550 5.1.1 <{LATE}> User doesn't exist: {LATE}" in str(reply.error)
    assert thread.row.conversation.waiting_since is not None
    bounce = read(post.held("INBOX")[-1])
    assert (bounce.get_content_type(), bounce["Return-Path"]) == ("multipart/report", "<>")


async def test_a_report_of_a_delay_changes_nothing_and_that_the_server_gave_up_is_a_failure(
    where: Path, post: Post
) -> None:
    id = await question(post, where, From=f"Käthe Kunde <{FAR}>")
    seen = []
    async with started(where) as (house, lea):
        await lea.perform(c.Reply(id, ANSWER, now=True))
        assert (await house.sync_once()).sent == 1
        for reports in (1, 2):
            await asyncio.to_thread(until, lambda n=reports: len(post.held("INBOX")) > n, 30)
            await house.sync_once()
            thread = await only(lea)
            seen.append((len(thread.messages), thread.messages[-1].delivery, thread.row.conversation.waiting_since))

    assert seen[0] == (2, Delivery.SENT, None)
    assert seen[1][:2] == (2, Delivery.FAILED) and seen[1][2] is not None
    assert "Connection refused" in str(thread.messages[-1].error)
    subjects = [str(read(raw)["Subject"]) for raw in post.held("INBOX")]
    assert subjects[1:] == ["Delayed Mail (still being retried)", "Undelivered Mail Returned to Sender"]


async def test_a_mail_appears_by_itself_in_a_running_house_and_its_answer_leaves(where: Path, post: Post) -> None:
    async with started(where, run=True) as (_, lea):
        await asyncio.to_thread(until, post.watched)
        began = time.monotonic()
        await asyncio.to_thread(post.post, written("Schnell?"))
        async with asyncio.timeout(20):
            while not (found := await threads(lea)):
                await lea.feed(await lea.last(), wait=0.2)
        seconds = time.monotonic() - began
        await lea.perform(c.Reply(found[0].row.conversation.id, ANSWER, now=True))
        await becomes(lea, Delivery.SENT)
    post.rests()

    assert seconds < 5
    assert len(post.customer()) == 1


async def trouble(lea: Desk, said: str) -> str:
    """Wait until the channel says so, or for "" that all is well."""
    async with asyncio.timeout(30):
        while True:
            last, (row,) = await lea.last(), await lea.channels()
            if said in row.trouble if said else row.state == "ok":
                return row.trouble
            await lea.feed(last, wait=0.1)


async def test_a_password_that_ends_is_said_and_with_the_new_one_a_running_house_goes_on(
    where: Path, post: Post
) -> None:
    id = await question(post, where)
    async with started(where, run=True) as (house, lea):
        await asyncio.to_thread(until, post.watched)
        post.let_in("ein ganz neues")
        post.hang_up()
        await lea.perform(c.Reply(id, ANSWER, now=True))
        waits = await becomes(lea, Delivery.QUEUED, REFUSED)
        shown = await trouble(lea, REFUSED)
        rows = await (await house.keeping("lea")).check_channel("mail")
        await asyncio.to_thread(post.post, written("Noch da?"))
        assert not post.customer()
        await (await house.keeping("lea")).keep_secret("mail", "password", "ein ganz neues")
        sent = await becomes(lea, Delivery.SENT)
        await trouble(lea, "")
        async with asyncio.timeout(30):
            while len(await threads(lea)) < 2:
                await lea.feed(await lea.last(), wait=0.2)
    post.rests()

    assert [(state, words.endswith(REFUSED)) for state, words, _ in rows] == [("fail", True)] * 2
    assert PASSWORD not in shown + str(waits.error) + str(rows)
    assert sent.id == waits.id
    assert len(post.customer()) == 1


async def test_a_password_that_ends_while_the_mailbox_stays_open_keeps_the_reply_until_the_new_one_is_given(
    where: Path, post: Post
) -> None:
    id = await question(post, where)
    async with started(where, run=True) as (_, lea):
        await asyncio.to_thread(until, post.watched)
        await trouble(lea, "")
        post.let_in("ein ganz neues")
        await lea.perform(c.Reply(id, ANSWER, now=True))
        await becomes(lea, Delivery.QUEUED, REFUSED)
    async with started(where) as (house, lea):
        await (await house.keeping("lea")).keep_secret("mail", "password", "ein ganz neues")
    async with started(where, run=True) as (_, lea):
        await becomes(lea, Delivery.SENT)
    post.rests()

    assert len(post.customer()) == 1


async def test_a_reply_waits_while_the_server_is_down_and_leaves_once_when_it_is_back(where: Path, post: Post) -> None:
    id = await question(post, where)
    async with started(where, run=True) as (_, lea):
        post.stop()
        try:
            await lea.perform(c.Reply(id, ANSWER, now=True))
            await becomes(lea, Delivery.QUEUED, "does not answer")
        finally:
            post.start()
        await becomes(lea, Delivery.SENT)
    post.rests()

    assert len(post.customer()) == 1


async def test_files_come_and_go_byte_for_byte(where: Path, post: Post) -> None:
    mail = written("Siehe Bild")
    mail.add_attachment(PICTURE, "image", "png", filename="Größe XL, Rückseite.png")
    await asyncio.to_thread(post.post, mail)
    async with started(where) as (house, lea):
        await house.sync_once()
        thread = await only(lea)
        attachment, content = await lea.fetch(thread.messages[0].id)
        files = (File("Rücksendung.pdf", "application/pdf", PICTURE), File("zeilen.txt", "text/plain", b"a\nb\r\nc\r"))
        await lea.perform(c.Reply(thread.row.conversation.id, ANSWER, now=True, files=files))
        assert (await house.sync_once()).sent == 1
    post.rests()

    assert (attachment.name, attachment.kind, content) == ("Größe XL, Rückseite.png", "image", PICTURE)
    (answer,) = map(read, post.customer())
    assert [
        (p.get_filename(), p.get_content_type(), p.get_payload(decode=True)) for p in answer.iter_attachments()
    ] == [
        ("Rücksendung.pdf", "application/pdf", PICTURE),
        ("zeilen.txt", "application/octet-stream", b"a\nb\r\nc\r"),
    ]


def test_nothing_is_left_behind(tmp_path: Path) -> None:
    with postfix() as running:
        folders, processes = (running.home, running.folder), running._processes()
        assert processes

    assert not [folder for folder in folders if folder.exists()]
    until(lambda: not [pid for pid in processes if Path(f"/proc/{pid}/exe").exists()])
