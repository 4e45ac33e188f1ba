"""Requests by mail over real servers: the letter leaves by SMTP, its answer is read by IMAP, and becomes the answer."""

from __future__ import annotations

import asyncio
import email
from collections.abc import Iterator
from datetime import UTC, datetime
from email import policy
from email.message import EmailMessage
from pathlib import Path

import pytest

from adapters.email import Adapter
from adapters.email.parse import parse
from inbox.domain import commands as c
from inbox.domain.model import RequestState
from inbox.errors import BadInput
from inbox.ports.adapter import Context, Posted
from inbox.ports.desk import View, made
from tests.servers.mail import US, Mailserver, pymap
from tests.world import world

TOM = "tom@acme.test"
MARK = "rq-" + "a2" * 17


@pytest.fixture(scope="module")
def server() -> Iterator[Mailserver]:
    """A mail server with an empty mailbox."""
    with pymap() as running:
        yield running


def answered(raw: bytes, text: str) -> bytes:
    """Answer a letter as a mail program does."""
    letter = email.message_from_bytes(raw, policy=policy.default)
    mail = EmailMessage()
    mail["From"], mail["To"] = f"Tom <{TOM}>", str(letter["Reply-To"])
    mail["Subject"], mail["Message-ID"] = f"AW: {letter['Subject']}", "<answer@acme.test>"
    mail["In-Reply-To"] = mail["References"] = str(letter["Message-ID"])
    body = letter.get_body()
    assert body is not None
    quoted = "\n".join(f"> {line}" for line in body.get_content().splitlines())
    mail.set_content(f"{text}\n\nAm 24.11.2026 schrieb Acme Support <{US}>:\n{quoted}\n")
    return mail.as_bytes()


async def test_a_request_leaves_by_mail_and_its_answer_comes_back_as_the_answer(
    tmp_path: Path, server: Mailserver
) -> None:
    async with world(tmp_path) as w:
        lea, anna = await w.desk("lea"), await w.desk("anna")
        settings = server.settings(**{"for": "requests"})
        await lea.perform(c.AddChannel("post", "email", tuple(sorted(settings.items()))))
        keeping = await w.house.keeping("lea")
        await keeping.keep_secret("post", "password", server.password)
        await lea.perform(c.SetMail("tom", TOM))
        id = await w.arrives("Der Export stürzt ab. Käthe, kaethe@kunde.test")
        request = made(await anna.perform(c.Ask(id, "development", "Behoben?", show=None))) or 0

        await w.house.sync_once()
        (sent,) = server.sink.got
        assert sent.rcpt_tos == [TOM]
        raw = bytes(sent.content or b"")
        text = raw.decode()
        assert "kaethe@kunde.test" not in text
        assert "Auto-Submitted: auto-generated" in text
        assert (await anna.request(request)).request.state is RequestState.OPEN

        server.put(answered(raw, "Ja, mit 5.2.1."))
        server.deliver("Ich bin Kunde und schreibe an die falsche Adresse.")
        await w.house.sync_once()
        found = (await anna.request(request)).request
        assert (found.state, str(found.answer), found.answered_by) == (RequestState.ANSWERED, "Ja, mit 5.2.1.", "tom")
        assert not [r for r in (await lea.conversations(View.ALL)).items if r.conversation.channel == "post"]
        assert (await w.house.sync_once()).sent == 0
        assert len(server.sink.got) == 1
        (post,) = [row for row in await lea.channels() if row.channel.name == "post"]
        assert post.quarantined == 1
        assert (await lea.verify()).ok


def adapter(**settings: str) -> Adapter:
    """Build an adapter with these settings."""
    return Adapter(Context("post", {"address": US, **settings}, {}, lambda: datetime.now(UTC), asyncio.sleep))


async def test_answers_go_where_the_setting_says_and_the_token_is_found_in_what_they_name(server: Mailserver) -> None:
    settings = server.settings(request_address="{token}@anfragen.acme.test")
    box = Adapter(Context("post", settings, {"password": server.password}, lambda: datetime.now(UTC), asyncio.sleep))
    await box.post(Posted(TOM, "tom\r\nBcc: x@y.z", MARK, "7", "Frage\r\nBcc: x@y.z", "Text"))
    raw = bytes(server.sink.got[-1].content or b"")
    mail = email.message_from_bytes(raw, policy=policy.default)
    assert f"{MARK}@anfragen.acme.test" in str(mail["Reply-To"])
    assert mail["Bcc"] is None
    assert server.sink.got[-1].rcpt_tos == [TOM]

    for head in (
        f"To: {MARK}@anfragen.acme.test",
        f"Cc: a@b.c, Anfragen <{MARK.upper()}@anfragen.acme.test>",
        f"Delivered-To: x+{MARK}@acme.test",
        f"X-Original-To: x+{MARK}@acme.test",
        f"In-Reply-To: {mail['Message-ID']}",
        f"References: <a@b.c> {mail['Message-ID']}",
    ):
        (said,) = parse(f"From: {TOM}\n{head}\n\nJa".encode(), {})
        assert MARK in said.answers.lower(), head
        (said,) = parse(f"From: {TOM}\n{'X-Long: y' * 2000}\n{head}\n\nJa".encode(), {})
        assert MARK in said.answers.lower(), head
    (said,) = parse(f"From: {TOM}\nTo: support@acme.test\n\nJa".encode(), {})
    assert said.answers == ""


@pytest.mark.parametrize("wrong", ["requests@acme.test", "{token}{token}@acme.test", "{token}", "a b{token}@acme.test"])
def test_an_address_that_has_no_place_for_the_token_is_refused_when_it_is_set(wrong: str) -> None:
    with pytest.raises(BadInput, match="request_address"):
        adapter(request_address=wrong)
