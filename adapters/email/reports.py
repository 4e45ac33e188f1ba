"""Tells what machines wrote: reports on mail of ours (RFC 3464, RFC 8098), bounces in older forms, automatic answers.

A person's answer taken for a bounce would be lost and its dialogue called failed; so only what is
marked as a report, or comes from nobody and carries our mail back, speaks about a delivery.
"""

from __future__ import annotations

import re
from email.message import Message

from adapters.email.content import text_of
from adapters.email.headers import addresses, header, ids, read
from adapters.email.ids import ids_in, is_ours

MOST_PARTS = 50
LOOKED_AT = 100_000
"""Characters of a bounce without form that are searched."""
_MACHINES = ("mailer-daemon", "postmaster")
_NOBODY = re.compile(r"(.*[-_.])?(no|do[-_.]?not)[-_.]?reply([-_.+].*)?|mailer-daemon")
_ABSENT = re.compile(
    r"(aw: ?|re: ?)?(automatische antwort|auto(matic)?[ -]?reply|automatic response|abwesen|out of (the )?office"
    r"|nicht im (büro|haus)|réponse automatique|respuesta automática)",
    re.IGNORECASE,
)
_RETURNED = re.compile(r"^[> \t]*Message-ID:\s*(<[^<>\s]{1,900}>)", re.IGNORECASE | re.MULTILINE)
_LATER = re.compile(
    r"\bdelay|\bdeferr|not need to re-?send|warning message only|still trying|will (be retried|keep trying|continue)"
    r"|verzögert|noch nicht zugestellt",
    re.IGNORECASE,
)
_NEVER = re.compile(r"permanent|giv(ing|en) up|gave up|endgültig|\b55\d\b|\b5\.\d+\.\d+\b", re.IGNORECASE)


def noreply(address: str) -> bool:
    """Tell whether nobody reads what is sent to an address."""
    return _NOBODY.fullmatch(address.partition("@")[0]) is not None


def automatic(mail: Message, sender: str) -> bool:
    """Tell whether a machine wrote this (RFC 3834 and what programs do in fact). A list carries what people write."""
    absent = bool(header(mail, "X-Auto-Response-Suppress") and _ABSENT.match(header(mail, "Subject")))
    return (
        _submitted(mail)
        or header(mail, "Precedence").lower() in ("bulk", "junk", "auto_reply")
        or header(mail, "Return-Path") == "<>"
        or bool(header(mail, "X-Autoreply") or header(mail, "X-Autorespond"))
        or absent
        or noreply(sender)
        or mail.get_content_type() == "multipart/report"
    )


def _submitted(mail: Message) -> bool:
    """Tell whether Auto-Submitted says so; a comment behind its first word says nothing."""
    words = re.split(r"[\s;(]", header(mail, "Auto-Submitted").lower(), maxsplit=1)
    return words[0] not in ("", "no")


def report(mail: Message) -> tuple[str, str, str] | None:
    """Return (Message-ID, state, reason) if this reports on a mail; "" for a state that changes nothing.

    A report in due form is one whatever mail it names: it opens no dialogue with a machine. One in no form is one
    only where it carries a mail of ours.
    """
    if mail.get_content_type() in ("multipart/report", "message/delivery-status"):
        return _report(mail)
    sender = next((address for _, address in addresses(mail, "From")), "")
    if sender.partition("@")[0] not in _MACHINES or not (_submitted(mail) or header(mail, "Return-Path") == "<>"):
        return None
    parts = list(mail.walk())[:MOST_PARTS]
    words = "\n".join(text_of(p)[:LOOKED_AT] for p in parts if p.get_content_type() == "text/plain")
    back = _returned(parts)
    target = back if is_ours(back) else next((i for i in _RETURNED.findall(words) if is_ours(i)), "")
    if not target:
        return None
    said = f"{header(mail, 'Subject')}\n{words[:3000]}"
    waits = _LATER.search(said) and not _NEVER.search(said)
    return target, "" if waits else "failed", " ".join(words.split())[:300]


def _report(mail: Message) -> tuple[str, str, str] | None:
    parts = list(mail.walk())[:MOST_PARTS]
    back = _returned(parts)
    target, foreign, state, why = back if is_ours(back) else "", "", "", ""
    for part in parts:
        if part.get_content_type() in ("message/delivery-status", "message/disposition-notification"):
            fields = _fields(part)
            state, why = _status(fields)
            named = re.search(
                r"^(?:X-)?Original-Message-ID:\s*(<[^<>\s]{1,900}>)", fields, re.IGNORECASE | re.MULTILINE
            )
            target = target or (named[1] if named and is_ours(named[1]) else "")
            foreign = back or (named[1] if named else "") or next(iter(ids(mail, "In-Reply-To")), "")
    # A report that returns nothing still says what it answers.
    answered = [i for i in ids(mail, "In-Reply-To") + ids(mail, "References")[::-1] if is_ours(i)]
    target = target or next(iter(answered), "") or foreign
    return (target, state, why) if target else None


def _returned(parts: list[Message]) -> str:
    """Return the Message-ID of the mail that came back; ids of other mails in it do not count."""
    found = ""
    for part in parts:
        kind, payload = part.get_content_type(), part.get_payload()
        if kind in ("message/rfc822", "message/global") and isinstance(payload, list) and payload:
            back = payload[0]
        elif kind in ("text/rfc822-headers", "message/rfc822-headers", "message/global-headers"):
            inner = payload[0] if isinstance(payload, list) and payload else None
            back = inner if isinstance(inner, Message) else read(text_of(part)[:LOOKED_AT].encode("utf-8", "replace"))
        else:
            continue
        own = ids_in(str(back.get("Message-ID") or "")) if isinstance(back, Message) else []
        if own and is_ours(own[0]):
            return own[0]
        found = found or next(iter(own), "")
    return found


def _fields(part: Message) -> str:
    """Return the fields of a report, one a line."""
    payload = part.get_payload()
    if not isinstance(payload, list):
        return text_of(part)[:LOOKED_AT]
    blocks = [block for block in payload[:MOST_PARTS] if isinstance(block, Message)]
    return "\n".join(f"{name}: {' '.join(str(value).split())}" for block in blocks for name, value in block.items())


def _status(fields: str) -> tuple[str, str]:
    action = re.search(r"^Action:\s*(\w+)", fields, re.IGNORECASE | re.MULTILINE)
    shown = re.search(r"^Disposition:.*;\s*(\w+)", fields, re.IGNORECASE | re.MULTILINE)
    reason = re.search(r"^Diagnostic-Code:\s*(.+(?:\n[ \t].+)*)", fields, re.IGNORECASE | re.MULTILINE)
    status = re.search(r"^Status:\s*(\S+)", fields, re.IGNORECASE | re.MULTILINE)
    why = " ".join((reason[1] if reason else status[1] if status else "").split())[:300]
    if shown:
        return ("read" if shown[1].lower() == "displayed" else ""), why
    states = {"failed": "failed", "delivered": "delivered", "relayed": "sent", "expanded": "sent"}
    return states.get(action[1].lower() if action else "", ""), why
