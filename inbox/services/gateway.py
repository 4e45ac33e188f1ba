"""Takes answers in that come by mail; whatever a mail looks like, nothing that comes this way is ever a customer's message.

A mail belongs here if it lies in the mailbox that is kept for requests, if it was sent to a token or bears a whole one, or
if somebody wrote it who is asked by mail. It answers a request only if its token was signed for the person whose address
it comes from, still counts, and the rules let this person answer. Everything else is set aside, visibly, with a reason.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from inbox.domain.commands import Answer
from inbox.domain.events import MailNoted
from inbox.domain.incoming import WHOLE, Incoming, Kind
from inbox.domain.letters import MARK, Bearer, bearer, for_requests, tokens_in
from inbox.domain.picture import Picture
from inbox.domain.rules import decide
from inbox.domain.rules.facts import seal
from inbox.domain.vouching import vouched
from inbox.errors import InboxError, Refused
from inbox.ports.store import Unit
from inbox.texts import explain, t

RULER = "-=-=-"
"""The line above which an answer stands in a letter of ours."""
_ATTRIBUTED = re.compile(r"@|\d{1,2}[.:/]\d{1,2}|\b(schrieb|wrote|écrit|escribió)\b", re.IGNORECASE)
_BROKEN = 3
"""Lines over which a program may break that."""
_MOST = 20
"""Tokens that are looked at in one mail."""
_MAIL = frozenset({"email", "file"})
"""Platforms whose entries are mails."""
_ABSENT = re.compile(
    r"(?:(?:re|aw|fwd?|wg)\s*:\s*)*(?:auto(?:matic|mated)?[ -]?(?:reply|response)|autoresponse|out[ -]of[ -](?:the )?office|ooo\b"
    r"|away from (?:my|the) |on (?:vacation|holiday|leave)\b|vacation (?:reply|response)|auto(?:matische)?[ -]?(?:r(?:ü|ue)ck)?antwort"
    r"|abwesenheit|abwesend|(?:ich bin )?nicht im (?:haus|b(?:ü|ue)ro)|urlaubs?(?:notiz|meldung|vertretung)"
    r"|r[ée]ponse automatique|absence du bureau|respuesta autom[áa]tica|risposta automatica|automatisch antwoord)",
    re.IGNORECASE,
)
"""How the subject of an absence note begins, where no header says that a machine wrote it."""
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
    return (tokens_in(said.answers) or _in_text(said))[:_MOST]


def _in_text(said: Incoming) -> tuple[str, ...]:
    text = f"{said.text}\n{said.folded}".lower()
    return tokens_in(text)[:_MOST] if MARK in text else ()


async def _keys(picture: Picture, signing: Signing) -> list[bytes]:
    """Return what the tokens of all mailboxes for requests are signed with."""
    names = [c.name for c in picture.channels.values() if for_requests(c)]
    return [key for name in names if (key := await signing(name))]


def _signed(picture: Picture, keys: Sequence[bytes], said: Incoming, people: Sequence[str] = ()) -> Bearer | None:
    """Return for whom, of these or anybody, a token in a mail was signed."""
    whose = people or sorted(picture.people)
    found = (bearer(key, token, whose) for token in _named(said) for key in keys)
    return next((one for one in found if one is not None), None)


async def meant_here(picture: Picture, signing: Signing, channel: str, says: Sequence[Incoming]) -> list[Incoming]:
    """Return the entries that belong here and not into a dialogue.

    In a mailbox of customers: what was sent to a token's address or answers it, what somebody writes who is asked by mail,
    and what bears a whole token in its words. What only looks like one in a customer's words is theirs.
    """
    here = picture.channels[channel]
    if for_requests(here):
        return list(says)
    kept = any(for_requests(c) for c in picture.channels.values())
    if here.platform not in _MAIL or not (kept or picture.correspondents):
        return []
    keys, found = await _keys(picture, signing), []
    for said in says:
        mail = said.kind in _SPOKEN and any(i.kind == "email" for i in said.identities)
        known = _writer(picture, said) is not None and (kept or bool(_in_text(said)))
        if mail and (tokens_in(said.answers) or known or _signed(picture, keys, said) is not None):
            found.append(said)
    return found


def _writer(picture: Picture, said: Incoming) -> str | None:
    """Return who is asked by mail at the address a mail comes from."""
    addresses = {i.value.lower() for i in said.identities if i.kind == "email"}
    return next((c.person for c in picture.correspondents.values() if str(c.address) in addresses), None)


async def land(
    unit: Unit, signing: Signing, channel: str, says: Sequence[Incoming], at: datetime
) -> list[tuple[Incoming, str]]:
    """Let answers happen; return those that are none, each with the reason. Whoever asked sees what became of a signed one."""
    aside = []
    keys = await _keys(unit.picture, signing) if says else []
    for said in says:
        try:
            found = _bearer(unit.picture, channel, keys, said, at)
            await unit.load_request(found.request)
            person, before = unit.picture.people[found.person], unit.picture.requests.get(found.request)
            facts = decide(unit.picture, Answer(found.request, answered(said)), person, at, unit)
        except InboxError as cause:
            aside.append((said, str(cause)))
            why = t("A mail that names this request was set aside: {why}", why=explain(cause))
            await _note(unit, _signed(unit.picture, keys, said), why, at)
            continue
        unit.record(facts, person.name, at)
        if before is not None and before.answer is not None:
            await _note(
                unit, found, t("{person} answered anew by mail; the answer before it is kept.", person=person.name), at
            )
    return aside


async def _note(unit: Unit, found: Bearer | None, words: str, at: datetime) -> None:
    """Tell those who read a request what became of a mail that names it; of the same they are told once."""
    if found is None:
        return
    await unit.load_request(found.request)
    request = unit.picture.requests.get(found.request)
    if request is None or any(not m.author and str(m.words) == words for m in request.remarks):
        return
    noted = MailNoted(request.id, found.person, seal(words, unit))
    unit.record([(request.conversation, noted)], None, at)


def _bearer(picture: Picture, channel: str, keys: Sequence[bytes], said: Incoming, at: datetime) -> Bearer:
    """Return who answers what. Raises: Refused."""
    if said.kind is not Kind.MESSAGE:
        raise Refused("This mail is no answer ({kind}): {why}", kind=said.kind, why=said.why or "–")
    if said.automatic or _ABSENT.match(said.subject):
        raise Refused("A machine wrote this mail; it answers no request.")
    writer = _writer(picture, said)
    if writer is None:
        raise Refused("Nobody is asked at the address this mail comes from; it answers no request.")
    person = picture.people.get(writer)
    if person is None or not person.active:
        raise Refused("{person} no longer works here.", person=writer)
    server = picture.channels[channel].setting("authserv_id")
    if server and not vouched(said.vouches, server, str(picture.correspondents[writer].address)):
        raise Refused("Our mail server does not vouch for the sender of this mail; it answers no request.")
    found = _signed(picture, keys, said, [writer])
    if found is None:
        raise Refused("This mail names no request that {person} was asked.", person=writer)
    if found.until <= at:
        raise Refused("The time to answer request {id} by mail is over.", id=found.request)
    return found


def answered(said: Incoming) -> str:
    """Return what somebody wrote, without the letter it answers, and what was attached. Raises: Refused where it is nothing."""
    files = ", ".join(a.name or a.kind for a in said.attachments if a.kind != WHOLE)
    lines = said.text.splitlines()
    ruled = next((n for n, line in enumerate(lines) if RULER in line), None)
    if ruled is not None:
        lines = _own(lines[:ruled])
    if not any(line.strip() and not line.lstrip().startswith(">") for line in lines):
        if files:
            raise Refused("This mail says nothing of its own; what is attached is not taken over: {names}", names=files)
        raise Refused("This mail says nothing of its own.")
    text = "\n".join(lines).strip()
    return f"{text}\n\n({t('attached, not taken over: {names}', names=files)})" if files else text


def _own(lines: list[str]) -> list[str]:
    """Return lines without what a program wrote before the letter it quotes: "On …, … wrote:", broken or not."""
    while lines and not lines[-1].strip(" >"):
        lines.pop()
    if lines and lines[-1].rstrip().endswith(":"):
        for _ in range(_BROKEN):
            if lines and _ATTRIBUTED.search(lines[-1]):
                lines.pop()
    return lines
