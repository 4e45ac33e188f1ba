"""Reads a mail: pure, never raises, and looks at no more than it can afford."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import fields, replace
from datetime import UTC, datetime
from email.message import Message
from email.utils import parsedate_to_datetime
from typing import NamedTuple

from adapters.email.content import Content
from adapters.email.headers import addresses, header, ids, read
from adapters.email.ids import conversation_key, digest, token_in
from adapters.email.letters import answers_in, vouches_in
from adapters.email.reports import automatic, noreply, report
from adapters.kit.quotes import parted
from inbox.ports.adapter import Attachment, Identity, Incoming, Kind, Visibility

NOBODY = "@invalid"
"""How the address of somebody ends who gave none."""
_HALVES = re.compile("[\ud800-\udfff]")


def parse(raw: bytes, headers: Mapping[str, str], own: str = "") -> list[Incoming]:
    """Say what a mail says: a message, or the report on a delivery; what cannot be read is `unknown`.

    `own` is our address: what it wrote is an echo, unless it is a form's mail that names the customer.
    """
    try:
        return [_sound(_said(read(raw), raw, own))]
    # Mail is hostile: whatever it does to the standard library must cost this one mail only.
    except Exception as cause:
        return [unread(raw, f"this mail cannot be read ({type(cause).__name__})")]


def unread(raw: bytes, why: str) -> Incoming:
    """Return what a mail is that cannot be read."""
    return Incoming(Kind.UNKNOWN, "raw:" + digest(raw.decode("latin-1"), 32), why=why)


def _sound(said: Incoming) -> Incoming:
    """Return an entry without half characters, which no database takes."""
    changes: dict[str, object] = {
        f.name: _HALVES.sub("\ufffd", value)
        for f in fields(said)
        if isinstance(value := getattr(said, f.name), str) and _HALVES.search(value) and f.name != "kind"
    }
    changes["identities"] = tuple(Identity(i.kind, _HALVES.sub("\ufffd", i.value)) for i in said.identities)
    changes["vouches"] = tuple(_HALVES.sub("\ufffd", said) for said in said.vouches)
    changes["attachments"] = tuple(
        Attachment(a.kind, _HALVES.sub("\ufffd", a.name), a.url, a.size) for a in said.attachments
    )
    return replace(said, **changes)  # type: ignore[arg-type]  # each field keeps its type


class _Who(NamedTuple):
    """The person a mail belongs to: as they call themselves, and their address; `ours` if we wrote to them."""

    name: str
    address: str
    ours: bool = False


def _who(mail: Message, own: str) -> _Who:
    """Return whose mail this is: its author's; Reply-To alone can be anybody's and counts only where nobody wrote."""
    authors = addresses(mail, "From") or addresses(mail, "Sender") or addresses(mail, "Return-Path")
    name, address = authors[0] if authors else ("", "")
    ours = bool(own) and address == own
    answer = next(((n, a) for n, a in addresses(mail, "Reply-To") if a not in (own, address)), None)
    to = addresses(mail, "To")
    if answer and (noreply(address) or (ours and _to_us(to, own, answer[1]))):
        # A form on a web site: the customer stands where answers go.
        return _Who(_plain(*answer), answer[1])
    others = [(n, a) for n, a in to if a != own]
    if ours and others:
        return _Who(_plain(*others[0]), others[0][1], ours=True)
    return _Who(_plain(name, address), address, ours)


def _to_us(to: list[tuple[str, str]], own: str, answer: str) -> bool:
    """Tell whether a mail in our name went to us, perhaps under another address of our house."""
    house = own.rpartition("@")[2]
    inside = {address.rpartition("@")[2] == house for _, address in to} == {True}
    return any(address == own for _, address in to) or (inside and answer.rpartition("@")[2] != house)


def _plain(name: str, address: str) -> str:
    """Return a name; "" where it only repeats the address and would take a known contact's name away."""
    return "" if name.strip().lower() == address else name


def _when(mail: Message) -> datetime | None:
    # Old mail has comments and blanks within the time (RFC 2822, A.5).
    given = re.sub(r"\s*:\s*", ":", re.sub(r"\([^()]*\)", "", header(mail, "Date"))).strip()
    try:
        iso = re.match(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[T ]", given)
        zoned = re.sub(r"\b(?:GMT|UTC)([+-][0-9]{4})", r"\1", given)
        found = datetime.fromisoformat(given) if iso else parsedate_to_datetime(zoned)
        at = found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return at if at.year >= 1990 else None


def _mark(mail: Message, raw: bytes, own_id: str) -> str:
    """Return a hash of what came, the same however well it is read, in whatever line ends it comes.

    A Message-ID may be used twice, so author, subject and body count too; without one, all of the mail counts.
    """
    raw = raw.replace(b"\r\n", b"\n").strip(b"\n")
    if not own_id:
        return hashlib.sha256(raw).hexdigest()[:32]
    head = f"{mail.get('From')}\n{mail.get('Subject')}\n".encode("utf-8", "replace")
    return hashlib.sha256(head + raw.partition(b"\n\n")[2]).hexdigest()[:16]


def _said(mail: Message, raw: bytes, own: str) -> Incoming:
    own_id = next(iter(ids(mail, "Message-ID")), "")
    mark = _mark(mail, raw, own_id)
    if reported := report(mail):
        target, state, why = reported
        # Our id is known before the mail leaves, so a bounce may come while we still wait for the server's answer.
        return Incoming(
            Kind.RECEIPT if state == "read" else Kind.DELIVERY,
            f"dsn:{own_id}#{mark}",
            occurred_at=_when(mail),
            external_id=own_id,
            target_id=target,
            token=token_in(target),
            state=state,
            why=why,
        )
    who, content, subject = _who(mail, own), Content(mail), header(mail, "Subject")
    if not (who.address or subject or content.text or content.files):
        return unread(raw, "this mail has no sender and no words")
    return _message(mail, who, content, own_id, mark)


def _message(mail: Message, who: _Who, content: Content, own_id: str, mark: str) -> Incoming:
    replied, references = ids(mail, "In-Reply-To"), ids(mail, "References")
    address = who.address or f"unknown.{mark[:12]}{NOBODY}"
    text, folded = parted(content.text)
    return Incoming(
        Kind.ECHO if who.ours else Kind.MESSAGE,
        f"{own_id}#{mark}",
        conversation_key(own_id or mark, references + replied[:1], address),
        _when(mail),
        own_id,
        identities=(Identity("email", address),),
        name=who.name,
        visibility=Visibility.PRIVATE,
        subject=header(mail, "Subject"),
        text=text,
        folded=folded,
        attachments=tuple(content.files),
        reply_to=replied[0] if replied else (references[-1] if references else ""),
        automatic=automatic(mail, who.address),
        answers=answers_in(mail),
        vouches=vouches_in(mail),
    )
