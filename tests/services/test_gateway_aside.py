"""What else comes to the mailbox for requests: absence notes, forged senders, files, tokens that are none; and who is told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest

from inbox.domain import commands as c
from inbox.domain.model import RequestState
from inbox.domain.vouching import vouched
from inbox.errors import Refused
from inbox.ports.adapter import Posted
from inbox.ports.desk import View
from inbox.services import watch
from inbox.storage.sealed import add_key
from tests.services.test_gateway import CUSTOMER, GATE, TOM, House, Postbox, answer, h
from tests.world import message, world

__all__ = ["h"]

SUPPORT = "support@acme.test"


def mail(text: str, sender: str = CUSTOMER, to: str = SUPPORT) -> bytes:
    """Return a mail of somebody."""
    made = EmailMessage()
    made["From"], made["To"], made["Message-ID"], made["Subject"] = sender, to, f"<{hash(text)}@kunde.test>", "Frage"
    made.set_content(text)
    return made.as_bytes()


def enclosing(raw: bytes, name: str) -> bytes:
    """Return a mail with a file."""
    made = message_from_bytes(raw, policy=policy.default)
    assert isinstance(made, EmailMessage)
    made.add_attachment(b"%PDF", maintype="application", subtype="pdf", filename=name)
    return made.as_bytes()


async def noted(h: House, request: int) -> list[str]:
    """Return what the inbox itself says about a request to whoever asked."""
    found = (await (await h.w.desk("anna")).request(request)).request
    return [m.line for m in found.remarks if not m.author]


async def dialogues(h: House) -> list[str]:
    """Return what customers wrote by mail."""
    rows = (await (await h.w.desk("lea")).conversations(View.ALL)).items
    return [r.conversation.preview for r in rows if r.conversation.channel == "mail"]


@pytest.mark.parametrize(
    "subject",
    [
        "Automatische Antwort: Request",
        "Abwesenheitsnotiz: Request",
        "AW: Out of Office: Request",
        "Automatic reply: Re",
    ],
)
async def test_an_absence_note_is_no_answer_and_stops_no_clock(h: House, subject: str) -> None:
    request = await h.ask()
    (letter,) = await h.send()
    await h.take(answer(letter, "Ich bin bis 7.12. nicht im Haus.", Subject=subject))
    assert (await h.state(request))[0] == RequestState.OPEN
    assert "A machine wrote this" in (await h.aside())[-1]
    h.w.clock.move(days=1)
    await watch.look(h.w.house._office)
    assert (await (await h.w.desk("anna")).request(request)).request.escalated == "lea"


async def test_a_mail_our_own_server_does_not_vouch_for_is_no_answer(h: House) -> None:
    lea = await h.w.desk("lea")
    await lea.perform(c.SetChannel("post", (("authserv_id", "mx.acme.test"),)))
    request = await h.ask()
    (letter,) = await h.send()
    for said in (
        "mx.acme.test; spf=pass smtp.mailfrom=evil.example; dkim=none; dmarc=fail header.from=acme.test",
        "mx.acme.test; spf=pass smtp.mailfrom=boese@evil.example; dkim=pass header.d=evil.example",
        "mx.evil.example; dmarc=pass header.from=acme.test",
        "",
    ):
        await h.take(answer(letter, "Kunde bekommt 500 EUR", Authentication_Results=said))
        assert (await h.state(request))[0] == RequestState.OPEN
        assert "does not vouch" in (await h.aside())[-1]
    await h.take(answer(letter, Authentication_Results="mx.acme.test 1; (ok) dkim=pass header.d=acme.test"))
    assert (await h.state(request))[0] == RequestState.ANSWERED


@pytest.mark.parametrize(
    ("results", "right"),
    [
        (["mx.a; dmarc=pass header.from=acme.test"], True),
        (["mx.a; dmarc=fail; spf=pass smtp.mailfrom=tom@acme.test"], False),
        (["mx.a; spf=pass smtp.mailfrom=tom@mail.acme.test"], True),
        (["mx.a; spf=fail smtp.mailfrom=tom@acme.test; dkim=pass header.i=@acme.test"], True),
        (["mx.a; spf=pass smtp.mailfrom=tom@test"], False),
        (["mx.a; spf=pass smtp.mailfrom=tom@notacme.test"], False),
        (["mx.a; none", "mx.a; dmarc=pass"], False),
        (["other; dmarc=fail", "mx.a; dmarc=pass"], True),
        (['other; x="; mx.a; dmarc=pass"'], False),
        ([], False),
        (["", ";", "mx.a"], False),
    ],
)
def test_the_word_of_our_own_server_counts_and_nobody_elses(results: list[str], right: bool) -> None:
    assert vouched(results, "MX.a", "tom@acme.test") is right


async def test_what_is_attached_to_an_answer_is_named_in_it(h: House) -> None:
    request = await h.ask()
    (letter,) = await h.send()
    await h.take(enclosing(answer(letter, ""), "antwort.pdf"))
    assert "is not taken over: antwort.pdf" in (await h.aside())[-1]
    await h.take(enclosing(answer(letter, "Siehe Anlage."), "antwort.pdf"))
    assert await h.state(request) == (
        RequestState.ANSWERED,
        "Siehe Anlage.\n\n(attached, not taken over: antwort.pdf)",
        "tom",
    )


async def test_who_asked_sees_that_a_mail_to_the_request_was_set_aside_and_why(h: House) -> None:
    request, other = await h.ask(), await h.ask()
    letter = next(x for x in await h.send() if str(request) in x.subject)
    for text in ("Vom Handy", "Noch einmal"):
        await h.take(answer(letter, text, sender="tom.privat@web.test"))
    why = "Nobody is asked at the address this mail comes from; it answers no request."
    assert await noted(h, request) == [f"A mail that names this request was set aside: {why}"]
    await h.take(answer(replace(letter, token=letter.token[:-4] + "aaaa")))
    assert len(await noted(h, request)) == 1
    # It is told to the people here, not in the next letter.
    h.w.clock.move(hours=3.5)
    await watch.look(h.w.house._office)
    assert [x for x in await h.send() if "set aside" in x.text] == []
    assert await noted(h, other) == []


async def test_what_only_looks_like_a_token_is_a_customers_word(h: House) -> None:
    await h.ask()
    (letter,) = await h.send()
    like = "Meine Retoure RQ-20261124000012345678 ist weg, ich klage!"
    await h.w.take_in(message("z1", like, who="Zoe", conversation_key="Zoe"))
    assert await h.w.db.read("select count(*) from message where text = $1", (like,)) == [(1,)]
    await h.take(mail(like), "mail")
    await h.take(mail(f"Was ist rq-{'a' * 34}?"), "mail")
    assert len(await dialogues(h)) == 2
    # A whole one is no customer's, wherever it stands; neither is what was sent to one.
    await h.take(mail(f"Siehe {letter.token}"), "mail")
    await h.take(mail("Hallo", to=f"support+rq-{'a' * 30}@acme.test"), "mail")
    assert len(await dialogues(h)) == 2
    # Where no mails come in, a token says nothing at all.
    await h.w.take_in(message("z2", f"Siehe {letter.token}", who="Zora", conversation_key="Zora"))
    assert await h.w.db.read("select count(*) from message where text = $1", (f"Siehe {letter.token}",)) == [(1,)]


@pytest.mark.parametrize("give_up", [c.RemoveChannel("post"), c.SetChannel("post", (("for", ""),))])
async def test_the_mailbox_stays_as_long_as_answers_may_come_and_no_answer_becomes_a_dialogue_behind_it(
    h: House, give_up: c.Command
) -> None:
    lea, anna = await h.w.desk("lea"), await h.w.desk("anna")
    request = await h.ask()
    (letter,) = await h.send()
    with pytest.raises(Refused, match="their answers come to post"):
        await lea.perform(give_up)
    await lea.perform(c.SetChannel("post", (("name", "Anfragen"),)))
    await anna.perform(c.Withdraw(request))
    await lea.perform(give_up)
    await h.take(
        answer(letter, "Intern: der Kunde liegt falsch", To=f"{SUPPORT}, anfragen+{letter.token}@acme.test"), "mail"
    )
    await h.take(mail(f"Intern, zu {letter.token}", sender=TOM), "mail")
    assert await dialogues(h) == []
    assert len(await h.aside()) == 2


@pytest.mark.parametrize("address", [GATE, "anfragen+x@acme.test", SUPPORT.upper()])
async def test_nobody_is_asked_at_an_address_of_our_own(h: House, address: str) -> None:
    lea = await h.w.desk("lea")
    with pytest.raises(Refused, match="an address of our own"):
        await lea.perform(c.SetMail("tina", address))
    with pytest.raises(Refused, match="tom is asked at this address"):
        await lea.perform(c.AddChannel("third", "email", (("address", TOM),)))


async def test_what_became_of_mails_is_stored_the_same_as_it_was_said(
    place: Path | str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_key(tmp_path / "secrets.key")
    monkeypatch.setenv("INBOX_SECRETS_KEY", str(tmp_path / "secrets.key"))
    async with world(place) as w:
        lea, here = await w.desk("lea"), House(w, Postbox())
        await lea.perform(c.AddChannel("post", "email", (("address", GATE), ("for", "requests"))))
        await lea.perform(c.SetMail("tom", TOM))
        request = await here.ask()
        (letter,) = await here.send()
        changes: list[Callable[[Posted], bytes]] = [
            lambda x: answer(x, sender=CUSTOMER),
            answer,
            lambda x: answer(x, "Doch nicht."),
        ]
        for change in changes:
            await here.take(change(letter))
        assert len(await noted(here, request)) == 2
        assert (await (await w.desk("otto")).verify()).ok
