"""The mail adapter against real servers on loopback: pymap and, where it is installed, Dovecot."""

from __future__ import annotations

import asyncio
import email
import os
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import aclosing, suppress
from dataclasses import replace
from datetime import UTC, datetime
from email import policy
from email.message import EmailMessage

import pytest

from adapters.email import Adapter
from inbox.errors import Ambiguous, NotSent, Refused, Rejected, Unreachable
from inbox.ports.adapter import WHOLE, Batch, Context, File, Identity, Kind, Outgoing, Visibility
from inbox.tui.models.attached import attached
from tests.servers.mail import CUSTOMER, DOVECOT, Mailserver, dovecot, free_port, pymap


@pytest.fixture(params=["pymap", "dovecot"], scope="module")
def server(request: pytest.FixtureRequest) -> Iterator[Mailserver]:
    """Each server in turn."""
    if request.param == "dovecot" and not DOVECOT.exists() and not os.environ.get("INBOX_TEST_ALL"):
        pytest.skip("Dovecot is not installed")
    with pymap() if request.param == "pymap" else dovecot() as running:
        yield running


def adapter(server: Mailserver, password: str = "", **settings: str) -> Adapter:
    """Build the adapter of a channel on this server."""
    return Adapter(
        Context(
            "mail",
            server.settings(**settings),
            {"password": password or server.password},
            lambda: datetime.now(UTC),
            asyncio.sleep,
        )
    )


FILM = (b"x" * 70 + b"\r\n") * 420_000


async def rest(mail: Adapter, cursor: str) -> Batch:
    """Read until the mailbox is caught up; return everything as one batch."""
    entries: list[object] = []
    stream: AsyncIterator[Batch] = mail.receive(cursor)
    async with aclosing(stream):  # type: ignore[type-var]
        async for batch in stream:
            entries += batch.entries
            if batch.caught_up:
                return Batch(tuple(entries), batch.cursor)  # type: ignore[arg-type]
    raise AssertionError("the stream ended")


def reply(key: str, to: str, text: str = "Kommt morgen, Größe XL", token: str = "9.ab", reply_to: str = "") -> Outgoing:
    """A reply on its way."""
    return Outgoing(
        token,
        key,
        (Identity("email", to),),
        text,
        Visibility.PRIVATE,
        "Käthe",
        "Frage",
        reply_to,
        (),
        datetime(2026, 11, 24, tzinfo=UTC),
    )


async def test_what_lies_in_the_mailbox_is_read_once_and_a_restart_goes_on_behind_it(server: Mailserver) -> None:
    mail = adapter(server)
    start = (await rest(mail, "")).cursor
    id = server.deliver("Wo bleibt Größe XL?")

    batch = await rest(mail, start)

    (said,) = batch.entries[0].says
    assert (said.external_id, said.text, said.name) == (id, "Wo bleibt Größe XL?", "Käthe Kunde")
    assert said.identities == (Identity("email", CUSTOMER),)
    assert not (await rest(adapter(server), batch.cursor)).entries
    await mail.aclose()


async def test_a_changed_numbering_reads_everything_again(server: Mailserver) -> None:
    server.deliver("noch da")
    mail = adapter(server)

    assert (await rest(mail, '{"uidvalidity": 1, "uid": 999999}')).entries
    await mail.aclose()


async def test_a_mail_arrives_while_the_adapter_waits(server: Mailserver) -> None:
    mail = adapter(server)
    start = (await rest(mail, "")).cursor
    seen: asyncio.Queue[str] = asyncio.Queue()
    waits = asyncio.Event()

    async def listen() -> None:
        stream = mail.receive(start)
        async with aclosing(stream):  # type: ignore[type-var]
            async for batch in stream:
                for entry in batch.entries:
                    seen.put_nowait(entry.says[0].text)
                waits.set()

    task = asyncio.create_task(listen())
    await asyncio.wait_for(waits.wait(), 10)
    server.deliver("während du wartest")

    assert await asyncio.wait_for(seen.get(), 8) == "während du wartest"
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    await mail.aclose()
    await asyncio.get_running_loop().run_in_executor(
        None, lambda: [t.join(5) for t in threading.enumerate() if t.name.startswith("imap")]
    )
    assert not [t for t in threading.enumerate() if t.name.startswith("imap")]


async def test_a_wrong_password_is_said_without_the_password(server: Mailserver) -> None:
    mail = adapter(server, password="Hunter2-geheim")

    with pytest.raises(Refused) as caught:
        await mail.open()

    assert "Hunter2" not in repr(caught.value) + str(caught.value) + repr(caught.value.__context__)


@pytest.mark.parametrize(
    ("greeting", "answer", "said"),
    [
        ("220 hello", "535 no", "127.0.0.1 refused the user or the password."),
        ("220 hello", "454 4.7.0 Temporary authentication failure", "127.0.0.1 cannot check passwords just now."),
        ("HTTP/1.1 400 bad", "", "does not speak SMTP"),
    ],
)
async def test_the_check_logs_in_to_the_sending_server_too(
    server: Mailserver, greeting: str, answer: str, said: str
) -> None:
    answers = {"EHLO": "250-hello\r\n250 AUTH PLAIN LOGIN", "AUTH": answer}
    over = asyncio.Event()

    async def speak(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(f"{greeting}\r\n".encode())
        while line := await reader.readline():
            writer.write(f"{answers.get(line.decode().split()[0].upper(), '250 ok')}\r\n".encode())
        writer.close()
        with suppress(ConnectionError):
            await writer.wait_closed()
        over.set()

    async with await asyncio.start_server(speak, "127.0.0.1", 0) as smtp:
        mail = adapter(server, smtp_port=str(smtp.sockets[0].getsockname()[1]))
        rows = await mail.check()
        await mail.aclose()
        await asyncio.wait_for(over.wait(), 5)

    state, words, _ = rows[-1]
    assert state == "fail"
    assert said in words


async def test_a_server_that_does_not_answer_is_unreachable(server: Mailserver) -> None:
    with pytest.raises(Unreachable, match="does not answer"):
        await adapter(server, imap_port=str(free_port())).open()
    with pytest.raises(NotSent):
        await adapter(server, smtp_port=str(free_port())).send(reply("a" * 16 + "-" + "b" * 12, CUSTOMER))


async def test_of_a_mail_of_thirty_megabytes_the_beginning_is_read_and_the_rest_stays(server: Mailserver) -> None:
    mail = adapter(server)
    start = (await rest(mail, "")).cursor
    film = b"Content-Type: video/mp4\r\nContent-Disposition: attachment; filename=film.mp4\r\n\r\n" + FILM
    words = b"Content-Type: text/plain\r\n\r\nAnbei das Video, bitte ansehen.\r\n"
    head = (
        f"From: Big <big@kunde.test>\r\nTo: {server.address}\r\nSubject: Zu gross\r\nMessage-ID: <big@kunde.test>\r\n"
    )
    body = b"--b\r\n" + words + b"--b\r\n" + film + b"--b--\r\n"
    server.put(head.encode() + b'Content-Type: multipart/mixed; boundary="b"\r\n\r\n' + body)

    batch = await rest(mail, start)

    (said,) = batch.entries[0].says
    assert (said.kind, said.subject) == (Kind.MESSAGE, "Zu gross")
    assert said.text == "Anbei das Video, bitte ansehen."
    film, whole = said.attachments
    assert (film.name, whole.kind) == ("film.mp4", WHOLE)
    assert attached(whole) == "28 MB in all: only the beginning was read, the rest stays in the mailbox"
    assert len(batch.entries[0].raw) <= 1024 * 1024
    await mail.aclose()


async def test_a_reply_goes_out_threaded_to_the_question_and_is_found_again(server: Mailserver) -> None:
    mail = adapter(server)
    start = (await rest(mail, "")).cursor
    question = server.deliver("Frage?")
    said = (await rest(mail, start)).entries[0].says[0]
    before = len(server.customer())

    sent = await mail.send(reply(said.conversation_key, CUSTOMER, reply_to=question))

    assert len(server.customer()) == before + 1
    got = email.message_from_bytes(server.customer()[-1])
    assert got["Message-ID"].strip() == sent.external_id
    assert got["In-Reply-To"] == question
    assert got["Subject"] == "Re: Frage"
    assert got.get_payload(decode=True).decode().strip() == "Kommt morgen, Größe XL"  # type: ignore[union-attr]
    if server.name == "dovecot":
        assert await mail.reconcile(reply(said.conversation_key, CUSTOMER)) == sent
    with pytest.raises(Ambiguous):
        await mail.reconcile(reply(said.conversation_key, CUSTOMER, token="never.sent"))
    await mail.aclose()


@pytest.mark.parametrize(
    ("answer", "error"),
    [("451 4.3.0 later", NotSent), ("552 5.2.3 too big", Rejected), ("DROP", Ambiguous)],
)
async def test_every_answer_of_the_server_has_its_class(
    server: Mailserver, answer: str, error: type[Exception]
) -> None:
    server.sink.script.append(answer)

    with pytest.raises(error) as caught:
        await adapter(server).send(reply("a" * 16 + "-" + "b" * 12, CUSTOMER))

    assert type(caught.value) is error


async def test_headers_cannot_be_smuggled_into_a_reply(server: Mailserver) -> None:
    out = Outgoing(
        "1.x",
        "a" * 16 + "-" + "b" * 12,
        (Identity("email", CUSTOMER),),
        "hi",
        Visibility.PRIVATE,
        "A\r\nBcc: x@y.test",
        "S\r\nBcc: x@y.test",
    )

    await adapter(server).send(out)

    assert email.message_from_bytes(server.customer()[-1])["Bcc"] is None


async def test_a_hostile_mail_costs_only_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    from adapters.email import child

    monkeypatch.setattr(child, "DEADLINE", 0.0001)
    parser = child.Parser()

    (late,) = await parser.parse(b"From: a@b.test\n\nhi")
    monkeypatch.setattr(child, "DEADLINE", 10)
    (fine,) = await parser.parse(b"From: a@b.test\n\nhi")

    assert (late.kind, fine.kind, fine.text) == (Kind.UNKNOWN, Kind.MESSAGE, "hi")
    await parser.aclose()


PICTURE = b"\x89PNG\r\n" + bytes(range(256)) * 40


async def test_an_attachment_is_brought_from_the_mailbox_as_it_was_sent(server: Mailserver) -> None:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "Käthe <kaethe@example.org>", server.address, "Mit Bild"
    mail["Message-ID"] = "<bild@example.org>"
    mail.set_content("Siehe Bild")
    mail.add_attachment(PICTURE, "image", "png", filename="bild.png")
    mail.add_attachment("Grüße\n", filename="gruss.txt")
    ours = adapter(server)
    cursor = (await rest(ours, "")).cursor
    server.put(mail.as_bytes())
    said = (await rest(ours, cursor)).entries[0].says[0]

    picture, text = said.attachments
    assert b"".join([part async for part in ours.fetch(picture, 100_000)]) == PICTURE
    assert b"".join([part async for part in ours.fetch(text, 100_000)]).decode().strip() == "Grüße"
    with pytest.raises(Refused, match="larger"):
        _ = [part async for part in ours.fetch(picture, 100)]
    gone = replace(picture, url=picture.url.replace("imap:", "imap:9"))
    with pytest.raises(Refused, match="numbered anew"):
        _ = [part async for part in ours.fetch(gone, 100_000)]
    await ours.aclose()


async def test_a_reply_carries_files(server: Mailserver) -> None:
    ours = adapter(server)
    files = (File("bild.png", "image/png", PICTURE), File("brief.eml", "message/rfc822", b"From: x\r\n\r\nHallo"))
    await ours.send(replace(reply("a" * 16 + "-" + "b" * 12, CUSTOMER), files=files))
    await ours.aclose()

    parts = list(email.message_from_bytes(server.customer()[-1], policy=policy.default).iter_attachments())
    assert [(p.get_filename(), p.get_content_type()) for p in parts] == [
        ("bild.png", "image/png"),
        ("brief.eml", "application/octet-stream"),
    ]
    assert parts[0].get_content() == PICTURE
