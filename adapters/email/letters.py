"""Letters to colleagues: requests that leave by mail, and the addresses by which their answers come back.

An answer goes to an address with the request's token in it (RFC 5233, subaddressing: `requests+TOKEN@acme.test`), or to whatever
`request_address` says with `{token}` in it. The token stands in our Message-ID too, so that it comes back where a program
answers to somewhere else.
"""

from __future__ import annotations

import re
from datetime import datetime
from email.message import EmailMessage, Message
from email.utils import format_datetime

from adapters.email.headers import addresses, ids, unwrapped
from adapters.email.outbound import POLICY, address_of, line
from inbox.errors import BadInput
from inbox.ports.adapter import Posted

_SENT_TO = ("To", "Cc", "Delivered-To", "X-Original-To", "Envelope-To", "X-Envelope-To", "Resent-To")
_GAP = "{token}"
_SERVERS, _LONGEST = 10, 2000


def answering(template: str, address: str, token: str) -> str:
    """Return the address an answer goes to. Raises: BadInput where the template has no place for the token."""
    if template:
        if template.count(_GAP) != 1 or not re.fullmatch(r"[^\s@<>]+@[^\s@<>]+", template.replace(_GAP, "x")):
            raise BadInput("The setting {key} is an address with {gap} in it.", key="request_address", gap=_GAP)
        return template.replace(_GAP, token)
    local, _, domain = address.rpartition("@")
    return f"{local}+{token}@{domain}"


def letter(out: Posted, address: str, name: str, to: str, answers: str, at: datetime) -> bytes:
    """Return a letter as bytes."""
    mail = EmailMessage(policy=POLICY if (address + to).isascii() else POLICY.clone(utf8=True))
    mail["From"] = address_of(name, address)
    mail["To"] = address_of(out.name, to)
    mail["Reply-To"] = address_of(name, answers)
    mail["Subject"] = line(out.subject)
    mail["Date"] = format_datetime(at)
    mail["Message-ID"] = f"<{out.token}.{out.id}@{address.rpartition('@')[2]}>"
    # RFC 3834: nobody's absence note answers this.
    mail["Auto-Submitted"] = "auto-generated"
    mail["X-Auto-Response-Suppress"] = "All"
    mail.set_content(out.text, cte="quoted-printable")
    return mail.as_bytes()


def vouches_in(mail: Message) -> tuple[str, ...]:
    """Return what mail servers wrote down about who a mail comes from (RFC 8601), the topmost first."""
    found = mail.get_all("Authentication-Results", [])[:_SERVERS]
    return tuple(unwrapped(str(said))[:_LONGEST] for said in found)


def answers_in(mail: Message) -> str:
    """Return where a mail was sent and what it answers, if any of it may name a request: the most certain first."""
    sent = [address for name in _SENT_TO for _, address in addresses(mail, name)]
    thread = [id for name in ("In-Reply-To", "References") for id in reversed(ids(mail, name))]
    found = [text for text in (*sent, *thread) if "rq-" in text.lower()]
    return " ".join(dict.fromkeys(found))[:4000]
