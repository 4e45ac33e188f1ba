"""Sends requests by mail to those who have no seat here. What a letter says is what its department may read, nothing else.

This is a path of its own: a letter is no message, has no conversation, and goes only to the address of somebody who works
here. It may leave twice where this program dies in between; an answer counts once.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import timedelta

from inbox.domain.commands import EndLetter
from inbox.domain.letters import Letter, LetterKind, gateway, token
from inbox.domain.model import PENDING
from inbox.domain.people import sees, serves
from inbox.domain.text import clean_line
from inbox.errors import InboxError, NotSent, Rejected
from inbox.ports.adapter import Posted
from inbox.ports.asking import ToPost
from inbox.ports.leases import Lease
from inbox.services.gateway import RULER
from inbox.services.office import Office
from inbox.texts import explain, t

FIRST = timedelta(minutes=1)
"""Time to the second attempt; each further one waits twice as long."""
TRIES = 8
"""Attempts that are made."""
Post = Callable[[str, Posted], Awaitable[None]]
"""Hands a letter to the mailbox of a channel."""


async def post(office: Office, send: Post, lease: Lease | None = None) -> int:
    """Send the letters that are due, and return how many left. Raises: LeaseLost."""
    left = 0
    for one in await office.store.to_post(office.now()):
        error, again = "", True
        try:
            await _sent(office, send, one)
        except InboxError as cause:
            error, again = explain(cause), isinstance(cause, NotSent) and not isinstance(cause, Rejected)
        left += not error
        due = None
        if error and again and one.letter.attempts + 1 < TRIES:
            due = office.now() + FIRST * 2**one.letter.attempts
        await office.perform(EndLetter(one.letter.id, error, due), None, lease=lease)
    return left


async def _sent(office: Office, send: Post, one: ToPost) -> None:
    """Send a letter. Raises: NotSent, Rejected, Ambiguous, Unreachable."""
    if not one.address:
        raise Rejected("{person} is not asked by mail any more.", person=one.letter.person)
    if one.request.state not in PENDING:
        raise Rejected("Request {id} is {state} already.", id=one.request.id, state=one.request.state)
    if not _may_read(one):
        raise Rejected("{person} may not read request {id} any more.", person=one.letter.person, id=one.request.id)
    channels = [row.channel for row in await office.store.channel_rows()]
    mailbox = gateway(channels)
    if mailbox is None:
        raise NotSent("No mailbox is kept for requests now.")
    key = await office.signing(mailbox.name, make=True)
    mark = token(key, one.request.id, one.letter.person, one.letter.until)
    subject, text = worded(one)
    await send(mailbox.name, Posted(one.address, one.letter.person, mark, str(one.letter.id), subject, text))


def _may_read(one: ToPost) -> bool:
    """Tell whether somebody still has the right to what a letter says: it was passed on meanwhile, or they moved."""
    reader = one.reader
    if reader is None or not reader.active:
        return False
    told = one.letter.kind in (LetterKind.ESCALATION, LetterKind.NOBODY) and sees(reader, one.conversation)
    return told or serves(reader, one.request, one.conversation)


def worded(one: ToPost) -> tuple[str, str]:
    """Return subject and text of a letter. The subject names no customer and quotes nothing."""
    r, letter = one.request, one.letter
    subject = _subject(letter, r.department)
    due = r.due.astimezone().strftime("%d.%m.%Y %H:%M") if r.due else "–"
    lines = [
        RULER,
        t("Answer this mail above this line; your answer goes to {name}, never to the customer.", name=r.author),
        "",
        _opening(letter, r.author, r.department),
        "",
        str(r.question),
        "",
        f"{t('needed')}: {due}",
    ]
    if r.known is not None:
        lines += ["", t("What we know already:"), str(r.known)]
    if one.shown:
        lines += ["", t("What the customer wrote:")]
        lines += [f"| {line}" for text in one.shown for line in [*text.splitlines(), ""]]
    for remark in (said for said in r.remarks if said.author):
        lines += ["", remark.line]
    until = letter.until.astimezone().strftime("%d.%m.%Y")
    lines += ["", t("An answer by mail counts until {day}, from this address only.", day=until)]
    return clean_line(subject), "\n".join(lines)


def _subject(letter: Letter, department: str) -> str:
    match letter.kind:
        case LetterKind.ASKED:
            return t("Request {id} to {department}", id=letter.request, department=department)
        case LetterKind.REMINDER:
            return t("Reminder: request {id} to {department}", id=letter.request, department=department)
        case LetterKind.NOBODY:
            return t("Nobody there: request {id} to {department}", id=letter.request, department=department)
        case _:
            return t("Overdue: request {id} to {department}", id=letter.request, department=department)


def _opening(letter: Letter, author: str, department: str) -> str:
    match letter.kind:
        case LetterKind.ASKED:
            return t("{name} asks {department}", name=author, department=department) + ":"
        case LetterKind.REMINDER:
            return t("{name} still waits for an answer of {department}:", name=author, department=department)
        case LetterKind.NOBODY:
            return t(
                "Nobody of {department} is there to answer {name}; please see to it:",
                name=author,
                department=department,
            )
        case _:
            return t(
                "{department} has not answered {name} in time; please see to it:", name=author, department=department
            )
