"""What stands around a question: when it is needed, what its department may read, who is reminded and told, what was answered before.

A department reads what was chosen for it, without what is personal. Who has a mail address and no seat gets the
question by mail. Before the due time the department is reminded, after it who leads there is told; where the ball lies
with whoever asked, a lead of ours. What was accepted once may be used again, until somebody says that it is true no longer.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from inbox.domain import events as e
from inbox.domain.commands import EndLetter, MarkCurrent, MarkOutdated, Remind, Reuse, SetMail
from inbox.domain.letters import STANDS, LetterKind, LetterState, gateway
from inbox.domain.model import (
    AT_DEPARTMENT,
    Conversation,
    Message,
    Person,
    Request,
    RequestState,
    Role,
    State,
    unanswered,
)
from inbox.domain.neededby import TARGET, Need, needed_by, reminder
from inbox.domain.people import Act, conversation_for, request_for, require, sees, serves
from inbox.domain.picture import Picture
from inbox.domain.rules.facts import Fact, Mint, Rules, seal, worded
from inbox.domain.rules.parts import standing
from inbox.domain.text import clean_line
from inbox.domain.when import span
from inbox.domain.withholding import Excerpt, withheld
from inbox.errors import BadInput, NotFound, Refused

UNMET = AT_DEPARTMENT | {RequestState.RETURNED}
"""States in which there is no answer yet."""


def chosen(picture: Picture, conversation: Conversation, show: tuple[int, ...] | None) -> tuple[Message, ...]:
    """Return the messages a department is to read; by default what is unanswered. Raises: NotFound."""
    if show is None:
        return unanswered(picture.messages_of(conversation.id))
    found = []
    for id in dict.fromkeys(show):
        message = picture.messages.get(id)
        if message is None or message.conversation != conversation.id:
            raise NotFound(
                "There is no message {id} in conversation {conversation}.", id=id, conversation=conversation.id
            )
        found.append(message)
    return tuple(found)


def pack(
    picture: Picture, conversation: Conversation, messages: tuple[Message, ...], hide: tuple[str, ...] | None
) -> list[Excerpt]:
    """Return messages as a department reads them; with `hide` None nothing is withheld."""
    if hide is None:
        return [Excerpt(m.id, str(m.words)) for m in messages]
    contact = picture.contacts.get(conversation.contact)
    names = [str(contact.name), *(str(h.value) for h in contact.handles)] if contact else []
    found = []
    for message in messages:
        text, hidden = withheld(str(message.words), names, hide)
        # What was quoted, and what files are called, is not read through the bars either.
        beside = f"{message.folded or ''} {' '.join(a.name for a in message.attachments)}"
        found.append(Excerpt(message.id, text, hidden + withheld(beside, names, hide)[1]))
    return found


def need(picture: Picture, conversation: Conversation, department: str, at: datetime) -> Need:
    """Propose when an answer is needed: by how long the contact waits, how long the platform takes a reply, and what is usual."""
    usual = picture.departments[department].answers_in
    channel = picture.channels.get(conversation.channel)
    ends = []
    if conversation.waiting_since is not None:
        ends.append(conversation.waiting_since + _target(channel.setting("answer_in") if channel else ""))
    if channel is not None:
        until = picture.limits.window(channel, standing(picture, conversation), at).until
        ends += [until] if until is not None and until > at else []
    return needed_by(at, usual, min(ends, default=None))


def _target(said: str) -> timedelta:
    try:
        return span(said) if said else TARGET
    except BadInput:
        return TARGET


# --- letters


def _by_mail(picture: Picture, department: str, conversation: Conversation, request: Request | None) -> list[str]:
    """Return who of a department is asked by mail: who has an address, and the right to answer."""
    found = []
    for name in sorted(picture.correspondents):
        person = picture.people.get(name)
        if person is not None and person.active and department in person.departments:
            others = request is not None and request.taken_by not in (None, name)
            found += [] if others else [name]
    return found


def _letter(
    picture: Picture, request: int, person: str, kind: LetterKind, due: datetime | None, at: datetime, mint: Mint
) -> e.LetterWritten:
    return e.LetterWritten(request, mint.id(), person, kind, max(due or at, at) + STANDS)


def asked_by_mail(
    picture: Picture,
    conversation: Conversation,
    request: int,
    department: str,
    due: datetime | None,
    at: datetime,
    mint: Mint,
) -> list[Fact]:
    """Write to those of a department who are asked by mail, where a mailbox is kept for it."""
    if gateway(picture.channels.values()) is None:
        return []
    before = picture.requests.get(request)
    same = before if before is not None and before.department == department else None
    people = _by_mail(picture, department, conversation, same)
    letters = (_letter(picture, request, name, LetterKind.ASKED, due, at, mint) for name in people)
    return [(conversation.id, letter) for letter in letters]


def remind(picture: Picture, command: Remind, person: None, at: datetime, mint: Mint) -> list[Fact]:
    """Remind a department once, before a request is due."""
    request = picture.requests.get(command.request)
    if request is None or request.state not in AT_DEPARTMENT or request.reminded or request.rang:
        return []
    when = reminder(request.since, request.due)
    if when is None or when > at:
        return []
    facts: list[Fact] = [(request.conversation, e.RequestReminded(request.id))]
    if gateway(picture.channels.values()) is not None:
        people = _by_mail(picture, request.department, picture.conversations[request.conversation], request)
        letters = (_letter(picture, request.id, n, LetterKind.REMINDER, request.due, at, mint) for n in people)
        facts += [(request.conversation, letter) for letter in letters]
    return facts


def escalated(picture: Picture, request: Request, at: datetime, mint: Mint) -> list[Fact]:
    """Tell who leads where the ball lies that a due time has passed."""
    to = _leading(picture, request)
    facts: list[Fact] = [(request.conversation, e.RequestEscalated(request.id, to))]
    if to in picture.correspondents and gateway(picture.channels.values()) is not None:
        facts.append(
            (request.conversation, _letter(picture, request.id, to, LetterKind.ESCALATION, request.due, at, mint))
        )
    return facts


def _leading(picture: Picture, request: Request) -> str:
    """Return who leads a department that owes an answer, or a lead who sees the conversation; "" where nobody does."""
    conversation = picture.conversations[request.conversation]
    department = picture.departments.get(request.department)
    named = picture.people.get(department.lead) if department is not None else None
    owes = request.state in AT_DEPARTMENT
    if (
        owes
        and named is not None
        and named.active
        and (sees(named, conversation) or serves(named, request, conversation))
    ):
        return named.name
    leads = [p for p in picture.people.values() if p.active and Role.LEAD in p.roles and sees(p, conversation)]
    leads.sort(key=lambda p: (owes and request.department not in p.departments, p.name == request.author, p.name))
    return leads[0].name if leads else ""


def end_letter(picture: Picture, command: EndLetter, person: None, at: datetime, mint: Mint) -> list[Fact]:
    """Record how the sending of a letter ended."""
    letter = picture.letters.get(command.letter)
    if letter is None or letter.state is not LetterState.DUE:
        return []
    conversation = picture.requests[letter.request].conversation
    if not command.error:
        return [(conversation, e.LetterLeft(letter.request, letter.id))]
    error = seal(clean_line(command.error), mint)
    return [(conversation, e.LetterFailed(letter.request, letter.id, error, command.due))]


def set_mail(picture: Picture, command: SetMail, person: Person, at: datetime, mint: Mint) -> list[Fact]:
    """Name the address at which somebody is asked; two people never share one."""
    require(person, Act.SETUP)
    found = picture.people.get(command.person)
    if found is None or not found.active:
        raise NotFound("There is nobody called {name} here.", name=command.person)
    address = command.address.strip().lower()
    local, at_, domain = address.rpartition("@")
    if address and not (
        local and at_ and domain and address == clean_line(address) and len(address) <= 254 and " " not in address
    ):
        raise BadInput("{address} is no mail address.", address=clean_line(address))
    for other in picture.correspondents.values():
        if address and str(other.address) == address and other.person != found.name:
            raise Refused("{person} is asked at this address already.", person=other.person)
    if not address and found.name not in picture.correspondents:
        return []
    return [(None, e.MailSet(found.name, seal(address, mint) if address else None))]


# --- knowledge


def _known(picture: Picture, person: Person, id: int) -> Request:
    """Return an accepted answer the person may read. Raises: NotFound, NotAllowed, Refused."""
    request = request_for(picture, person, id)
    if request.state is not RequestState.ACCEPTED or request.answer is None:
        raise Refused("The answer to request {id} is not accepted; accept it before you use it.", id=id)
    return request


def reuse(picture: Picture, command: Reuse, person: Person, at: datetime, mint: Mint) -> list[Fact]:
    """Let an answer that was accepted elsewhere stand in a conversation, so that a reply may carry it."""
    conversation = conversation_for(picture, person, command.conversation)
    require(person, Act.ASK)
    if conversation.state is State.CLOSED:
        raise Refused("Conversation {id} is closed; reopen it before you ask.", id=conversation.id)
    request = _known(picture, person, command.request)
    if request.outdated_by:
        raise Refused(
            "{person} marked the answer to request {id} as out of date; ask again.",
            person=request.outdated_by,
            id=request.id,
        )
    if request.answer is None or request.answer.text is None:
        raise Refused("The answer to request {id} was erased; ask again.", id=request.id)
    source = request.source or request.id
    if any(source in (r.id, r.source) for r in picture.requests_of(conversation.id)):
        raise Refused("This answer stands in conversation {id} already.", id=conversation.id)
    question, answer = seal(str(request.question), mint), seal(str(request.answer), mint)
    reused = e.AnswerReused(mint.id(), source, request.department, question, answer, request.answered_by or "")
    return [(conversation.id, reused)]


def mark_outdated(picture: Picture, command: MarkOutdated, person: Person, at: datetime, mint: Mint) -> list[Fact]:
    """Say that an accepted answer is true no longer; who asks and who answered may."""
    request = _known(picture, person, command.request)
    if request.answered_by != person.name:
        require(person, Act.ASK)
    if request.outdated_by:
        raise Refused(
            "{person} marked the answer to request {id} as out of date already.",
            person=request.outdated_by,
            id=request.id,
        )
    return [(request.conversation, e.AnswerOutdated(request.id, seal(worded(command.why, "reason"), mint)))]


def mark_current(picture: Picture, command: MarkCurrent, person: Person, at: datetime, mint: Mint) -> list[Fact]:
    """Say that an answer which was marked out of date is true after all."""
    request = _known(picture, person, command.request)
    if request.answered_by != person.name:
        require(person, Act.ASK)
    if not request.outdated_by:
        raise Refused("Nobody marked the answer to request {id} as out of date.", id=request.id)
    return [(request.conversation, e.AnswerRenewed(request.id))]


RULES: Rules = {
    Reuse: reuse,
    MarkOutdated: mark_outdated,
    MarkCurrent: mark_current,
    SetMail: set_mail,
    Remind: remind,
    EndLetter: end_letter,
}
