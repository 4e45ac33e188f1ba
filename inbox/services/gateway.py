"""Takes answers in that come by mail; whatever a mail looks like, nothing that comes this way is ever a customer's message.

A mail belongs here if it lies in the mailbox that is kept for requests, if it names the token of a request anywhere, or if
somebody wrote it who is asked by mail. It answers a request only if its token was signed for the person whose address
it comes from, still counts, and the rules let this person answer. Everything else is set aside, visibly, with a reason.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from inbox.domain.commands import Answer
from inbox.domain.incoming import Incoming, Kind
from inbox.domain.letters import MARK, Bearer, bearer, for_requests, gateway, tokens_in
from inbox.domain.picture import Picture
from inbox.domain.rules import decide
from inbox.errors import InboxError, Refused
from inbox.ports.store import Unit

RULER = "-=-=-"
"""The line above which an answer stands in a letter of ours."""
_ATTRIBUTED = re.compile(r"@|\d{1,2}[.:/]\d{1,2}|\b(schrieb|wrote|écrit|escribió)\b", re.IGNORECASE)
_BROKEN = 3
"""Lines over which a program may break that."""
_SPOKEN = frozenset({Kind.MESSAGE, Kind.ECHO})


class Signing(Protocol):
    """Knows the key that a mailbox's tokens are signed with."""

    async def __call__(self, channel: str, *, make: bool = False) -> bytes:
        """Return the key; b"" where there is none and none is to be made. Raises: Damaged, Unreachable."""


async def unsigned(channel: str, *, make: bool = False) -> bytes:
    """Know no key: no token is worth anything."""
    return b""


def _named(said: Incoming) -> tuple[str, ...]:
    """Return what looks like tokens in a mail: where it was sent and what it answers first, then what it says."""
    found = tokens_in(said.answers)
    if not found and MARK in (text := f"{said.text}\n{said.folded}".lower()):
        found = tokens_in(text)
    return found


def concerns(picture: Picture, channel: str, said: Incoming) -> bool:
    """Tell whether an entry belongs here and not into a dialogue."""
    if for_requests(picture.channels[channel]):
        return True
    if said.kind not in _SPOKEN or gateway(picture.channels.values()) is None:
        return False
    return bool(_named(said)) or _writer(picture, said) is not None


def _writer(picture: Picture, said: Incoming) -> str | None:
    """Return who is asked by mail at the address a mail comes from."""
    addresses = {i.value.lower() for i in said.identities if i.kind == "email"}
    return next((c.person for c in picture.correspondents.values() if str(c.address) in addresses), None)


async def land(unit: Unit, signing: Signing, says: Sequence[Incoming], at: datetime) -> list[tuple[Incoming, str]]:
    """Let answers happen; return those that are none, each with the reason."""
    aside = []
    for said in says:
        try:
            found = await _bearer(unit.picture, signing, said, at)
            await unit.load_request(found.request)
            person = unit.picture.people[found.person]
            facts = decide(unit.picture, Answer(found.request, answered(said)), person, at, unit)
        except InboxError as cause:
            aside.append((said, str(cause)))
            continue
        unit.record(facts, person.name, at)
    return aside


async def _bearer(picture: Picture, signing: Signing, said: Incoming, at: datetime) -> Bearer:
    """Return who answers what. Raises: Refused."""
    if said.kind is not Kind.MESSAGE:
        raise Refused("This mail is no answer ({kind}): {why}", kind=said.kind, why=said.why or "–")
    if said.automatic:
        raise Refused("A machine wrote this mail; it answers no request.")
    writer = _writer(picture, said)
    if writer is None:
        raise Refused("Nobody is asked at the address this mail comes from; it answers no request.")
    person = picture.people.get(writer)
    if person is None or not person.active:
        raise Refused("{person} no longer works here.", person=writer)
    channels = [c for c in picture.channels.values() if for_requests(c)]
    keys = [key for c in channels if (key := await signing(c.name))]
    for token in _named(said):
        for key in keys:
            if (found := bearer(key, token, [writer])) is not None:
                if found.until <= at:
                    raise Refused("The time to answer request {id} by mail is over.", id=found.request)
                return found
    raise Refused("This mail names no request that {person} was asked.", person=writer)


def answered(said: Incoming) -> str:
    """Return what somebody wrote, without the letter it answers. Raises: Refused where that is nothing."""
    lines = said.text.splitlines()
    ruled = next((n for n, line in enumerate(lines) if RULER in line), None)
    if ruled is not None:
        lines = _own(lines[:ruled])
    if not any(line.strip() and not line.lstrip().startswith(">") for line in lines):
        raise Refused("This mail says nothing of its own.")
    return "\n".join(lines).strip()


def _own(lines: list[str]) -> list[str]:
    """Return lines without what a program wrote before the letter it quotes: "On …, … wrote:", broken or not."""
    while lines and not lines[-1].strip(" >"):
        lines.pop()
    if lines and lines[-1].rstrip().endswith(":"):
        for _ in range(_BROKEN):
            if lines and _ATTRIBUTED.search(lines[-1]):
                lines.pop()
    return lines
