"""The mail adapter where servers fail, hang, want a login, or cannot do what is asked."""

from __future__ import annotations

import asyncio
import shutil
import ssl
import subprocess
from collections.abc import AsyncIterator
from contextlib import aclosing
from datetime import UTC, datetime
from pathlib import Path

import pytest

import adapters.email as mail_adapter
from adapters.email import Adapter, outbound
from inbox.errors import BadInput, NotSent, Refused, Rejected, Unreachable
from inbox.ports.adapter import Batch, Context, Identity, Outgoing, Visibility
from tests.servers.imap import imap
from tests.servers.mail import Sink, free_port

SETTINGS = {
    "address": "support@shop.test", "user": "support@shop.test", "imap_host": "127.0.0.1", "smtp_host": "127.0.0.1",
    "imap_security": "plain", "smtp_security": "plain",
}  # fmt: skip


def adapter(password: str = "geheim", **settings: object) -> Adapter:
    """Build the adapter of a channel."""
    given = {"imap_port": str(free_port())} | SETTINGS | {key: str(value) for key, value in settings.items()}
    return Adapter(Context("mail", given, {"password": password}, lambda: datetime.now(UTC), asyncio.sleep))


def reply(to: str = "kunde@kunde.test") -> Outgoing:
    """A reply on its way."""
    return Outgoing("9.ab", "a" * 16 + "-" + "b" * 12, (Identity("email", to),), "Ja", Visibility.PRIVATE)


async def read(mail: Adapter, cursor: str = "") -> tuple[list[str], str]:
    """Read until the mailbox is caught up; return the ids and the cursor reached."""
    ids: list[str] = []
    stream: AsyncIterator[Batch] = mail.receive(cursor)
    async with aclosing(stream):  # type: ignore[type-var]
        async for batch in stream:
            ids += [said.external_id for entry in batch.entries for said in entry.says]
            cursor = batch.cursor
            if batch.caught_up:
                break
    await mail.aclose()
    return ids, cursor


@pytest.mark.parametrize("fails", ["UID FETCH 2 (BODY", "UID FETCH 1,2,3"])
async def test_a_mail_that_is_refused_for_a_moment_is_read_the_next_time(fails: str) -> None:
    async with imap(3, fails) as server:
        with pytest.raises(Unreachable, match="Internal error"):
            await read(adapter(imap_port=server.port))
        ids, _ = await read(adapter(imap_port=server.port))

    assert ids == ["<m1@k>", "<m2@k>", "<m3@k>"]


async def test_mails_that_vanish_while_they_are_read_take_no_others_with_them() -> None:
    async with imap(120, gone=frozenset(range(1, 51))) as server:
        ids, cursor = await read(adapter(imap_port=server.port))

    assert ids == [f"<m{uid}@k>" for uid in range(51, 121)]
    assert '"uid": 120' in cursor


async def test_a_password_beyond_ascii_logs_in_and_appears_in_no_error() -> None:
    async with imap(1) as server:
        await adapter("gehéim-ü", imap_port=server.port).open()
        assert server.logins == ["\0support@shop.test\0gehéim-ü".encode()]

        server.fails.append("AUTHENTICATE")
        with pytest.raises(Refused) as caught:
            await adapter("gehéim-ü", imap_port=server.port).open()
    assert "im-" not in repr(caught.value) + repr(caught.value.__context__) + repr(caught.value.__cause__)


@pytest.mark.parametrize(("password", "command"), [("geheim", "LOGIN"), ("gehéim", "AUTHENTICATE")])
async def test_a_mailbox_that_cannot_check_passwords_does_not_call_ours_wrong(password: str, command: str) -> None:
    async with imap(1, command) as server:
        server.refusal = "NO [UNAVAILABLE] Temporary authentication failure."
        with pytest.raises(Unreachable, match="cannot check passwords just now"):
            await adapter(password, imap_port=server.port).open()


async def test_a_mailbox_that_says_goodbye_is_told_apart_from_one_that_answers_nonsense() -> None:
    over = asyncio.Event()

    async def speak(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"* OK hi\r\n")
        await reader.readline()
        writer.write(b"* BYE Shutting down\r\n")
        writer.close()
        await writer.wait_closed()
        over.set()

    async with await asyncio.start_server(speak, "127.0.0.1", 0) as server:
        with pytest.raises(Unreachable, match=r"^127\.0\.0\.1 ended the connection\.$"):
            await adapter(imap_port=server.sockets[0].getsockname()[1]).open()
        await asyncio.wait_for(over.wait(), 5)


async def test_a_missing_folder_and_a_missing_starttls_are_named() -> None:
    async with imap(1, "SELECT") as server:
        with pytest.raises(Refused, match=r"There is no folder Post on 127\.0\.0\.1"):
            await adapter(imap_port=server.port, folder="Post").open()
        server.fails.append("SELECT")
        with pytest.raises(Unreachable):
            await adapter(imap_port=server.port, folder="Sent").open()
        with pytest.raises(Unreachable, match="offers no STARTTLS"):
            await adapter(imap_port=server.port, imap_security="starttls").open()
        rows = await adapter(imap_port=server.port, sent_folder="Raus").check()
    assert ("warn", "There is no folder Raus on 127.0.0.1.", "--set sent_folder=NAME") in rows


async def test_a_copy_that_cannot_be_filed_in_time_leaves_the_reply_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mail_adapter, "FILING", 0.05)
    sink = Sink().start()
    try:
        async with imap(1) as server:
            mail = adapter(imap_port=server.port, smtp_port=sink.port)
            sent = await asyncio.wait_for(mail.send(reply()), 5)
            server.hold.set()
            await mail.aclose()
    finally:
        sink.stop()

    assert sent.external_id
    assert len(sink.got) == 1


def certificate(folder: Path) -> ssl.SSLContext:
    """Make a certificate for 127.0.0.1 that signs itself."""
    if shutil.which("openssl") is None:
        pytest.skip("openssl is not installed")
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
         "-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", "k.pem", "-out", "c.pem"],
        cwd=folder, check=True, capture_output=True,
    )  # fmt: skip
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(folder / "c.pem", folder / "k.pem")
    return context


@pytest.mark.filterwarnings("ignore:Requiring AUTH")  # that is what a server on loopback may do
@pytest.mark.parametrize("security", ["plain", "starttls", "tls"])
async def test_a_server_that_wants_a_login_gets_one(tmp_path: Path, security: str) -> None:
    context = None if security == "plain" else certificate(tmp_path)
    kind = {"plain": "", "starttls": "tls_context", "tls": "ssl_context"}[security]
    sink = Sink(password="gehéim", **({kind: context} if kind else {})).start()
    more = {"smtp_port": sink.port, "smtp_security": security}
    try:
        await adapter("gehéim", **more, ca_file=tmp_path / "c.pem" if kind else "").send(reply())
        with pytest.raises(NotSent, match="refused the user or the password"):
            await adapter("falsch", **more, ca_file=tmp_path / "c.pem" if kind else "").send(reply())
        if kind:
            with pytest.raises(NotSent):
                await adapter("gehéim", **more).send(reply())
            assert sink.logins == 2, "a wrong password is said once: some servers lock out who says it often"
    finally:
        sink.stop()

    assert len(sink.got) == 1


async def test_what_was_certainly_not_sent_is_never_unclear(tmp_path: Path) -> None:
    sink = Sink(enable_SMTPUTF8=False).start()
    try:
        with pytest.raises(NotSent, match=r"certificates in .* cannot be read"):
            await adapter(smtp_port=sink.port, smtp_security="tls", ca_file=tmp_path / "none.pem").send(reply())
        with pytest.raises(NotSent, match="offers no STARTTLS"):
            await adapter(smtp_port=sink.port, smtp_security="starttls").send(reply())
        for wrong in ("k@kunde.test>\r\nRCPT TO:<x@y", "", "kunde", "a b@kunde.test", "k@" + "ü" * 80):
            with pytest.raises(Rejected, match="is no mail address"):
                await adapter(smtp_port=sink.port).send(reply(wrong))
        with pytest.raises(Rejected, match="beyond ASCII: käthe@kunde"):
            await adapter(smtp_port=sink.port, user="").send(reply("käthe@kunde.test"))
        with pytest.raises(Rejected, match="nobody to answer"):
            await adapter(smtp_port=sink.port).send(reply("unknown.12ab@invalid"))
    finally:
        sink.stop()

    assert not sink.got


async def test_addresses_with_umlauts_are_reached() -> None:
    sink = Sink(enable_SMTPUTF8=True).start()
    try:
        await adapter(smtp_port=sink.port).send(reply("k@müller.test"))
        await adapter(smtp_port=sink.port).send(reply("käthe@kunde.test"))
    finally:
        sink.stop()

    assert [e.rcpt_tos for e in sink.got] == [["k@xn--mller-kva.test"], ["käthe@kunde.test"]]
    assert "käthe@kunde.test".encode() in bytes(sink.got[1].content or b"")


async def test_the_answer_to_a_mail_may_take_longer_than_other_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outbound, "NETWORK", 0.2)
    over = asyncio.Event()

    async def speak(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"220 hi\r\n")
        while line := await reader.readline():
            if line == b"DATA\r\n":
                writer.write(b"354 go\r\n")
                await reader.readuntil(b"\r\n.\r\n")
                loop, late = asyncio.get_running_loop(), asyncio.Event()
                loop.call_later(0.6, late.set)
                await late.wait()
            writer.write(b"250 ok\r\n")
        writer.close()
        await writer.wait_closed()
        over.set()

    async with await asyncio.start_server(speak, "127.0.0.1", 0) as smtp:
        server = outbound.Server("127.0.0.1", smtp.sockets[0].getsockname()[1], "plain")
        await outbound.submit(server, "", "", "us@shop.test", "kunde@kunde.test", b"Subject: x\r\n\r\nhi\r\n")
        await asyncio.wait_for(over.wait(), 5)


@pytest.mark.parametrize(
    ("setting", "said"),
    [
        ({"poll_seconds": "abc"}, "poll_seconds is a number of seconds above 0."),
        ({"poll_seconds": "0"}, "poll_seconds is a number of seconds above 0."),
        ({"imap_port": "99999"}, "imap_port is a number from 1 to 65535."),
        ({"smtp_port": "x"}, "smtp_port is a number from 1 to 65535."),
        ({"address": "kein-at"}, "kein-at is no mail address."),
    ],
)
def test_a_setting_that_cannot_work_is_refused_with_a_sentence(setting: dict[str, str], said: str) -> None:
    with pytest.raises(BadInput) as caught:
        adapter(**setting)

    assert str(caught.value) == said
