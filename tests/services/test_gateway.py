"""Answers by mail: the right person's becomes the answer, and whatever else comes that way reaches no customer."""

from __future__ import annotations

import os
import random
import re
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest

from adapters.email.parse import parse
from inbox.domain import commands as c
from inbox.domain.incoming import Incoming
from inbox.domain.letters import token
from inbox.domain.model import RequestState, Role
from inbox.errors import NotSent, Refused, Rejected
from inbox.ports.adapter import Batch, Entry, Posted
from inbox.ports.desk import View, made
from inbox.services import watch
from inbox.services.intake import take_in
from inbox.services.posting import TRIES, post
from tests.world import World, world

DOSE = int(os.environ.get("INBOX_TEST_DOSE", "0"))
MAILS = 10_000 if DOSE else 4_000
TOM, TINA, CUSTOMER = "tom@acme.test", "tina@acme.test", "kaethe@kunde.test"
GATE = "anfragen@acme.test"


class Postbox:
    """Takes letters, or answers as it is told."""

    def __init__(self) -> None:
        self.got: list[Posted] = []
        self.wrong: Exception | None = None

    async def __call__(self, channel: str, out: Posted) -> None:
        """Take a letter."""
        if self.wrong is not None:
            raise self.wrong
        self.got.append(out)


@dataclass
class House:
    """The company with a mailbox for requests, and two developers without a seat."""

    w: World
    box: Postbox

    async def ask(self, question: str = "Behoben?", **more: object) -> int:
        """Let anna ask development; returns the request."""
        id = await self.w.arrives("Bei mir geht nichts. Gruß, Käthe (kaethe@kunde.test)", who=f"K{random.random()}")
        ask = c.Ask(id, "development", question, show=None, **more)  # type: ignore[arg-type]
        return made(await (await self.w.desk("anna")).perform(ask)) or 0

    async def send(self) -> list[Posted]:
        """Send what is due; returns the letters of this round."""
        self.box.got.clear()
        await post(self.w.house._office, self.box)
        return list(self.box.got)

    async def take(self, raw: bytes, channel: str = "post") -> list[Incoming]:
        """Let a mail arrive."""
        says = parse(raw, {}, GATE if channel == "post" else "support@acme.test")
        await take_in(self.w.house._office, channel, Batch((Entry(raw, tuple(says)),), "c"))
        return says

    async def state(self, request: int) -> tuple[str, str, str | None]:
        """Return where a request stands, its answer, and by whom."""
        found = (await (await self.w.desk("lea")).request(request)).request
        return found.state, str(found.answer or ""), found.answered_by

    async def aside(self) -> list[str]:
        """Return why mails were set aside, oldest first."""
        return [r[0] for r in await self.w.db.read("select why from quarantine order by id")]


@pytest.fixture
async def h(tmp_path: Path) -> AsyncIterator[House]:
    """The house, which is in order at the end."""
    async with world(tmp_path) as w:
        lea = await w.desk("lea")
        await lea.perform(c.AddPerson("tina", (Role.SPECIALIST,), ("development",)))
        await lea.perform(c.AddChannel("post", "email", (("address", GATE), ("for", "requests"))))
        await lea.perform(c.AddChannel("mail", "email", (("address", "support@acme.test"),)))
        await lea.perform(c.SetMail("tom", TOM))
        yield House(w, Postbox())
        assert (await (await w.desk("otto")).verify()).ok


def answer(letter: Posted, text: str = "Ja, mit 5.2.1.", sender: str = TOM, **headers: str) -> bytes:
    """Answer a letter as a mail program does."""
    mail = EmailMessage()
    mail["From"], mail["To"] = sender, f"anfragen+{letter.token}@acme.test"
    mail["Subject"], mail["Message-ID"] = f"AW: {letter.subject}", f"<{random.getrandbits(64):x}@acme.test>"
    mail["In-Reply-To"] = f"<{letter.token}.{letter.id}@acme.test>"
    for name, value in headers.items():
        del mail[name]
        if value:
            mail[name.replace("_", "-")] = value
    quoted = "\n".join(f"> {line}" for line in letter.text.splitlines())
    mail.set_content(f"{text}\n\nAm 24.11.2026 um 12:00 schrieb Anfragen <{GATE}>:\n{quoted}\n")
    return mail.as_bytes()


async def test_a_letter_says_what_the_department_may_read_and_its_answer_becomes_the_answer(h: House) -> None:
    request = await h.ask(known="Nur unter Windows", hide=("geht nichts",))
    (letter,) = await h.send()
    assert (letter.to, letter.name) == (TOM, "tom")
    assert "Behoben?" in letter.text
    assert "Nur unter Windows" in letter.text
    assert "▇▇▇. Gruß" in letter.text
    assert CUSTOMER not in letter.text + letter.subject
    assert await h.send() == []

    await h.take(answer(letter))

    assert await h.state(request) == (RequestState.ANSWERED, "Ja, mit 5.2.1.", "tom")
    assert await h.aside() == []


async def test_an_answer_counts_once_and_a_second_one_takes_its_place(h: House) -> None:
    request = await h.ask()
    (letter,) = await h.send()
    raw = answer(letter)
    await h.take(raw)
    await h.take(raw)
    await h.take(answer(letter, "Doch erst mit 5.3."))
    found = (await (await h.w.desk("anna")).request(request)).request
    assert (str(found.answer), [r.line for r in found.remarks]) == (
        "Doch erst mit 5.3.",
        ["tom: Ja, mit 5.2.1.", "tom answered anew by mail; the answer before it is kept."],
    )


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (lambda letter: answer(letter, sender=TINA), "Nobody is asked at the address"),
        (lambda letter: answer(letter, sender=f"Tom <{CUSTOMER}>"), "Nobody is asked at the address"),
        (lambda letter: answer(letter, sender=f'"{TOM}" <boese@example.org>'), "Nobody is asked at the address"),
        (lambda letter: answer(letter, Auto_Submitted="auto-replied"), "A machine wrote this"),
        (lambda letter: answer(letter, text=""), "says nothing of its own"),
        (lambda letter: answer(replace(letter, token=letter.token[:-4] + "aaaa")), "names no request"),
        (lambda _: b"From: x\n\n", "sender"),
    ],
)
async def test_a_mail_that_is_no_answer_is_set_aside_with_the_reason(
    h: House, change: Callable[[Posted], bytes], why: str
) -> None:
    request = await h.ask()
    (letter,) = await h.send()
    await h.take(change(letter))
    assert (await h.state(request))[0] == RequestState.OPEN
    (said,) = await h.aside()
    assert why in said


async def test_a_token_of_somebody_else_a_late_one_and_one_of_a_closed_request_are_worth_nothing(h: House) -> None:
    lea = await h.w.desk("lea")
    await lea.perform(c.SetMail("tina", TINA))
    first, second = await h.ask(), await h.ask()
    letters = {(letter.name, letter.subject): letter for letter in await h.send()}
    toms = next(letter for (name, s), letter in letters.items() if name == "tom" and str(first) in s)
    other = next(letter for (name, s), letter in letters.items() if name == "tom" and str(second) in s)
    await h.take(answer(toms, sender=TINA))
    assert "names no request that tina was asked" in (await h.aside())[-1]
    await (await h.w.desk("anna")).perform(c.Withdraw(second))
    await h.take(answer(other))
    assert "There is no request" in (await h.aside())[-1]
    h.w.clock.move(days=30)
    await h.take(answer(toms))
    assert "is over" in (await h.aside())[-1]
    assert (await h.state(first))[0] == RequestState.OPEN


async def test_an_answer_that_strays_into_the_customers_mailbox_is_an_answer_all_the_same(h: House) -> None:
    request = await h.ask()
    (letter,) = await h.send()
    await h.take(answer(letter, To=f"support@acme.test, anfragen+{letter.token}@acme.test"), "mail")
    assert (await h.state(request))[0] == RequestState.ANSWERED
    for raw in (
        answer(letter, To="support@acme.test", sender=CUSTOMER),
        answer(letter, To="support@acme.test", In_Reply_To=""),
    ):
        await h.take(raw, "mail")
    lea = await h.w.desk("lea")
    assert not [r for r in (await lea.conversations(View.ALL)).items if r.conversation.channel == "mail"]


async def test_a_customer_writes_to_the_customers_mailbox_as_before(h: House) -> None:
    await h.ask()
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Message-ID"] = CUSTOMER, "support@acme.test", "<1@kunde.test>"
    mail.set_content("Wo bleibt mein Paket?")
    await h.take(mail.as_bytes(), "mail")
    lea = await h.w.desk("lea")
    (row,) = [r for r in (await lea.conversations(View.ALL)).items if r.conversation.channel == "mail"]
    assert row.conversation.preview == "Wo bleibt mein Paket?"


async def test_what_was_set_aside_and_is_read_again_is_no_customers_message_either(h: House) -> None:
    request = await h.ask()
    (letter,) = await h.send()
    await h.take(answer(letter, sender=TINA))
    lea = await h.w.desk("lea")
    keeping = await h.w.house.keeping("lea")
    assert await keeping.read_again("post") == 0
    await lea.perform(c.SetMail("tom", TINA))
    assert await keeping.read_again("post") == 1
    assert await h.state(request) == (RequestState.ANSWERED, "Ja, mit 5.2.1.", "tom")


async def test_nobody_is_a_customer_on_the_mailbox_for_requests_even_if_it_was_one_for_customers(h: House) -> None:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Message-ID"] = CUSTOMER, "support@acme.test", "<1@kunde.test>"
    mail.set_content("Hallo")
    await h.take(mail.as_bytes(), "mail")
    lea = await h.w.desk("lea")
    (row,) = [r for r in (await lea.conversations(View.ALL)).items if r.conversation.channel == "mail"]
    await lea.perform(c.SetChannel("mail", (("for", "requests"),)))
    with pytest.raises(Refused, match="kept for requests"):
        await lea.perform(c.Reply(row.conversation.id, "Hallo"))


async def test_a_letter_that_cannot_leave_is_tried_again_and_given_up_in_the_end(h: House) -> None:
    await h.ask()
    h.box.wrong = NotSent("besetzt")
    for n in range(TRIES):
        await h.send()
        (state, attempts) = (await h.w.db.read("select state, attempts from letter"))[0]
        assert (state, attempts) == ("due" if n + 1 < TRIES else "failed", n + 1)
        h.w.clock.move(hours=3)
    await h.ask()
    h.box.wrong = Rejected("kein Postfach")
    await h.send()
    assert [r[0] for r in await h.w.db.read("select state from letter order by id")] == ["failed", "failed"]


async def test_a_reminder_and_an_escalation_leave_by_mail_too(h: House) -> None:
    lea, office = await h.w.desk("lea"), h.w.house._office
    await lea.perform(c.SetMail("lea", "lea@acme.test"))
    await h.ask(due=h.w.clock() + timedelta(hours=8))
    assert [x.to for x in await h.send()] == [TOM]
    h.w.clock.move(hours=6)
    assert await watch.look(office) == 1
    (letter,) = await h.send()
    assert letter.to == TOM
    assert "Reminder" in letter.subject
    h.w.clock.move(hours=3)
    assert await watch.look(office) == 1
    (letter,) = await h.send()
    assert letter.to == "lea@acme.test"
    assert "Overdue" in letter.subject


async def test_whoever_works_here_no_longer_is_asked_no_more_and_leaves_their_address_to_others(h: House) -> None:
    await h.ask()
    lea = await h.w.desk("lea")
    await lea.perform(c.RemovePerson("tom"))
    assert await h.send() == []
    await lea.perform(c.SetMail("tina", TOM))
    await h.ask()
    assert [letter.name for letter in await h.send()] == ["tina"]


# --- whatever it looks like

SENDERS = (
    TOM,
    f"Tom <{TOM}>",
    TOM.upper(),
    CUSTOMER,
    f"tom <{CUSTOMER}>",
    f'"{TOM}" <x@example.org>',
    "",
    "\xff\xfe",
    TINA,
)
NOISE = (
    "",
    "X-Spam: yes\n",
    "Received: from a\n" * 300,
    "Subject: \xe4\xf6\n",
    "To: undisclosed-recipients:;\n",
    "junk\n",
)


def mangled(chance: random.Random, mark: str, n: int) -> tuple[bytes, str]:
    """Return some mail that somebody may answer a letter with, and where it arrives."""
    text, shared = f"ANTWORT {n}", chance.random() < 0.4
    place = f"anfragen+{mark}@acme.test"
    to = chance.choice([place, f"{CUSTOMER}, {place}", f"Anfragen <{place.upper()}>", f"{place}, support@acme.test"])
    heads = [f"From: {chance.choice(SENDERS)}", f"To: {to}", f"Message-ID: <{n}.{chance.random()}@x.test>"]
    heads.append(f"Subject: {chance.choice(['Re: ', 'WG: ', 'Fwd: ', ''])}Request")
    heads.append(f"In-Reply-To: <{mark}.{n}@acme.test>")
    heads.append(f"References: <a@b.c> <{mark}.{n}@acme.test>")
    heads += chance.choice(
        [[], [f"Cc: {CUSTOMER}"], [f"Reply-To: {CUSTOMER}"], ["Auto-Submitted: auto-replied"], [f"Bcc: {CUSTOMER}"]]
    )
    if shared:
        # The mailbox's own server says to whom it came, whatever else is stripped.
        heads = [h for h in heads if chance.random() < 0.6] + [f"Delivered-To: {place}"]
    else:
        heads = [h for h in heads if chance.random() < 0.7]
    chance.shuffle(heads)
    quoted = f"\n\nOn Tue, Anfragen <{GATE}> wrote:\n> -=-=-\n> Frage\n> {place}\n"
    body = chance.choice([text, text + quoted, quoted, f"{quoted}\n{text}", ""])
    if chance.random() < 0.2:
        inner = f"From: {CUSTOMER}\nTo: support@acme.test\n\n{text}\n"
        heads.append('MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="b"')
        body = f"--b\nContent-Type: text/plain\n\n{body}\n--b\nContent-Type: message/rfc822\n\n{inner}\n--b--\n"
    raw = (chance.choice(NOISE) + "\n".join(heads) + "\n\n" + body).encode("utf-8", "surrogateescape")
    for _ in range(chance.choice([0, 0, 0, 1, 5])):
        at = chance.randrange(len(raw))
        # What stands in the address is what the server delivered it by; bytes elsewhere may be anything.
        if not re.search(rb"rq-|Delivered-To", raw[max(0, at - 60) : at + 60]):
            raw = raw[:at] + bytes([chance.randrange(256)]) + raw[at + 1 :]
    return raw, "mail" if shared else "post"


async def test_of_many_fuzzed_mails_none_reaches_a_customers_outbox_or_dialogue(h: House) -> None:
    chance = random.Random(20261124)
    requests = [await h.ask(f"Frage {n}?") for n in range(30)]
    key = await h.w.house._office.signing("post", make=True)
    later, past = h.w.clock() + timedelta(days=9), h.w.clock() - timedelta(days=1)
    before = await h.w.db.read("select id, text from message order by id")
    allowed: set[tuple[int, str]] = set()
    made_up: set[str] = set()
    batch: dict[str, list[Entry]] = {"post": [], "mail": []}
    for n in range(MAILS):
        request = chance.choice(requests)
        whose, until = chance.choice(["tom", "tom", "tom", "tina", "anna"]), chance.choice([later, later, past])
        mark = token(own := key if chance.random() < 0.9 else b"?", request, whose, until)
        made_up |= set() if own == key else {mark}
        raw, channel = mangled(chance, mark, n)
        if whose == "tom" and until == later:
            allowed.add((request, f"ANTWORT {n}"))
        batch[channel].append(Entry(raw, tuple(parse(raw, {}, "support@acme.test" if channel == "mail" else GATE))))
        if len(batch[channel]) == 100:
            await take_in(h.w.house._office, channel, Batch(tuple(batch[channel]), str(n)))
            batch[channel] = []
    for channel, entries in batch.items():
        await take_in(h.w.house._office, channel, Batch(tuple(entries), "end"))

    # A mail of which nothing is left but its words is a customer's where nobody signed the token in them.
    said = [text for _, text in (await h.w.db.read("select id, text from message order by id"))[len(before) :]]
    assert len(said) < MAILS / 200
    assert all(any(mark in text.lower() for mark in made_up) for text in said)
    assert await h.w.db.read("select count(*) from conversation where channel = 'post'") == [(0,)]
    assert await h.w.db.read("select count(*) from message where direction = 'out'") == [(0,)]
    found = await h.w.db.read("select id, answer, answered_by from request where answer is not null")
    assert len(found) > 10
    for id, said, by in found:
        assert by == "tom"
        assert any((id, part) in allowed for part in re.findall(r"ANTWORT \d+", said)) or "ANTWORT" not in said, said


async def test_the_rules_themselves_take_nobody_for_a_customer_on_the_mailbox_for_requests(h: House) -> None:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Message-ID"] = CUSTOMER, GATE, "<1@kunde.test>"
    mail.set_content("Hallo")
    (said,) = parse(mail.as_bytes(), {})
    with pytest.raises(Refused, match="nobody is a customer there"):
        await h.w.house._office.perform(c.Receive("post", said), None)
