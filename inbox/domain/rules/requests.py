"""How a department is asked and answers: question, due time, answer, and who holds the ball.

open → taken → answered → accepted; on the way it can be returned with words, passed to another
department, declined or withdrawn. Only an accepted answer may be used in a reply.
"""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime

from inbox.domain import events as e
from inbox.domain.commands import (
    Accept,
    Answer,
    Ask,
    Command,
    Decline,
    Redirect,
    Return,
    Ring,
    TakeRequest,
    Withdraw,
)
from inbox.domain.model import (
    AT_DEPARTMENT,
    PENDING,
    Conversation,
    Person,
    Request,
    RequestState,
    Role,
    State,
)
from inbox.domain.people import Act, Reach, conversation_for, in_channels, owns, reach, request_for, require, serves
from inbox.domain.picture import Picture
from inbox.domain.rules.asking import UNMET, chosen, need, pack, usually
from inbox.domain.rules.facts import Fact, Mint, Rules, ahead, known_department, seal, worded
from inbox.domain.rules.letters import asked, escalated
from inbox.errors import Conflict, NotAllowed, Refused


def ask(picture: Picture, command: Ask, person: Person, at: datetime, mint: Mint) -> list[Fact]:
    """Ask a department; without a due time one is proposed by the contact's time and the department's.

    A question keeps a conversation on the table, so about a closed one none is asked.
    """
    conversation = conversation_for(picture, person, command.conversation)
    require(person, Act.ASK)
    askable(conversation)
    department = known_department(picture, command.department)
    messages = chosen(picture, conversation, command.show)
    due = need(picture, conversation, department, at).due if command.due is None else ahead(command.due, at)
    question = seal(worded(command.question, "question"), mint)
    known = seal(worded(command.known, "line"), mint) if command.known.strip() else None
    packed = pack(picture, conversation, messages, command.hide)
    # What is shown whole on purpose is read as it is; of all else, an excerpt: what the contact changes later stays unread.
    barred = [] if command.hide is None else packed
    fact = e.Asked(
        id := mint.id(),
        department,
        question,
        due,
        command.blocking,
        tuple(x.message for x in packed if not x.hidden),
        known,
        tuple(x.message for x in barred),
        seal(json.dumps([x.text for x in barred], ensure_ascii=False), mint) if barred else None,
        subjects=True,
    )
    request = Request(id, conversation.id, department, person.name, at, question, RequestState.OPEN, at, due)
    return [(conversation.id, fact), *asked(picture, request, at, mint)]


def askable(conversation: Conversation) -> None:
    """Refuse a question about a closed conversation. Raises: Refused."""
    if conversation.state is State.CLOSED:
        raise Refused("Conversation {id} is closed; reopen it before you ask.", id=conversation.id)


def _passed_on(
    picture: Picture, request: Request, department: str, due: datetime | None, at: datetime, *, asks: bool
) -> datetime:
    """Return when a request that is passed on is due: not later than it was, unless whoever asks says so.

    Raises: BadInput, NotAllowed.
    """
    conversation = picture.conversations[request.conversation]
    usual = usually(picture, conversation, department, at)
    latest = min(request.due, usual) if request.due is not None and request.due > at else usual
    if due is None:
        return latest
    if ahead(due, at) > latest and not asks:
        raise NotAllowed(
            "Only {author} or the owner gives request {id} more time.", author=request.author, id=request.id
        )
    return due


def _missed(picture: Picture, request: Request, at: datetime, mint: Mint) -> list[Fact]:
    """Announce a due time that has passed, before it is replaced by a new one."""
    if request.state not in UNMET or request.due is None or request.due > at or request.rang:
        return []
    return [(request.conversation, e.RequestFellDue(request.id)), *escalated(picture, request, at, mint)]


def _served(picture: Picture, person: Person, id: int) -> Request:
    """A request the person may work on.

    Raises: NotFound, NotAllowed.
    """
    request = request_for(picture, person, id)
    require(person, Act.ANSWER)
    if not serves(person, request, picture.conversations[request.conversation]):
        raise NotAllowed("Request {id} is for {department}.", id=id, department=request.department)
    return request


def _asked(picture: Picture, person: Person, id: int) -> Request:
    """A request whose asking side the person speaks for: asker, owner, who acts for one of them, or a lead.

    Raises: NotFound, NotAllowed.
    """
    request = request_for(picture, person, id)
    require(person, Act.ASK)
    if not _asks(picture, person, request):
        raise NotAllowed("{author} asked request {id}; they or the owner decide.", author=request.author, id=id)
    return request


def _asks(picture: Picture, person: Person, request: Request) -> bool:
    """Tell whether a person speaks for the asking side of a request."""
    conversation = picture.conversations[request.conversation]
    ours = owns(person, conversation) or request.author in {person.name, *person.stands_for}
    asks = ours or reach(person, Act.ASSIGN) is Reach.ALL
    return asks and reach(person, Act.ASK) is not Reach.NONE and in_channels(person, conversation.channel)


FITTING: dict[type[Command], frozenset[RequestState]] = {
    TakeRequest: frozenset({RequestState.OPEN}),
    Answer: PENDING,
    Return: AT_DEPARTMENT,
    Decline: AT_DEPARTMENT,
    Redirect: AT_DEPARTMENT | {RequestState.RETURNED},
}
"""In which states of a request its department may do what."""


def fits(request: Request, command: type[Command]) -> None:
    """Refuse what a request's department cannot do in this state. Raises: Refused."""
    _in(request, *FITTING[command])


def _in(request: Request, *states: RequestState) -> None:
    if request.state not in states:
        raise Refused("Request {id} is {state} already.", id=request.id, state=request.state)


def take_request(picture: Picture, command: TakeRequest, person: Person, at: datetime, mint: Mint) -> list[Fact]:
    """Say that one works on it; who comes second learns who was first."""
    request = _served(picture, person, command.request)
    if request.state is RequestState.TAKEN and request.taken_by != person.name:
        raise Conflict("{name} works on request {id}.", name=request.taken_by, id=request.id)
    fits(request, TakeRequest)
    return [(request.conversation, e.RequestTaken(request.id))]


def answer(picture: Picture, command: Answer, person: Person, at: datetime, mint: Mint) -> list[Fact]:
    """Answer; until it is accepted the answer can be given anew, by whoever works on it, or a lead."""
    request = _served(picture, person, command.request)
    fits(request, Answer)
    works = None if request.state is RequestState.OPEN else request.taken_by or request.answered_by
    if works not in (None, person.name) and Role.LEAD not in person.roles:
        raise Conflict("{name} works on request {id}.", name=works, id=request.id)
    words = seal(worded(command.text, "answer"), mint)
    return [(request.conversation, e.RequestAnswered(request.id, words, again=request.answer is not None))]


def return_(picture: Picture, command: Return, person: Person, at: datetime, mint: Mint) -> list[Fact]:
    """Pass the ball back: the department asks back, or the asker says what was missing.

    A due time that has passed begins anew for the department.
    """
    request = request_for(picture, person, command.request)
    words = seal(worded(command.text, "text"), mint)
    if request.state in AT_DEPARTMENT or reach(person, Act.ASK) is Reach.NONE:
        _served(picture, person, command.request)
        fits(request, Return)
        return [(request.conversation, e.RequestReturned(request.id, words, to_department=False))]
    _asked(picture, person, command.request)
    _in(request, RequestState.RETURNED, RequestState.ANSWERED)
    late = request.rang or (request.due is not None and request.due <= at)
    conversation = picture.conversations[request.conversation]
    due = usually(picture, conversation, request.department, at) if late else None
    back = e.RequestReturned(request.id, words, to_department=True, due=due)
    state = RequestState.TAKEN if request.taken_by else RequestState.OPEN
    again = asked(picture, replace(request, due=due or request.due, state=state), at, mint)
    return [*_missed(picture, request, at, mint), (request.conversation, back), *again]


def decline(picture: Picture, command: Decline, person: Person, at: datetime, mint: Mint) -> list[Fact]:
    """Refuse a question, with a reason."""
    request = _served(picture, person, command.request)
    fits(request, Decline)
    return [(request.conversation, e.RequestDeclined(request.id, seal(worded(command.why, "reason"), mint)))]


def redirect(picture: Picture, command: Redirect, person: Person, at: datetime, mint: Mint) -> list[Fact]:
    """Pass a question to the department that can answer it; the contact waits no longer because of that.

    Whoever asks may name a later due time. One that has passed is announced first.
    """
    request = request_for(picture, person, command.request)
    if not serves(person, request, picture.conversations[request.conversation]):
        _asked(picture, person, command.request)
    fits(request, Redirect)
    department = known_department(picture, command.department)
    if department == request.department:
        raise Refused("Request {id} is with {department} already.", id=request.id, department=department)
    note = seal(worded(command.note, "line"), mint) if command.note.strip() else None
    asks = _asks(picture, person, request)
    due = _passed_on(picture, request, department, command.due, at, asks=asks)
    passed = e.RequestRedirected(request.id, department, note, due)
    now = replace(request, department=department, due=due, state=RequestState.OPEN, taken_by=None)
    return [
        *_missed(picture, request, at, mint),
        (request.conversation, passed),
        *asked(picture, now, at, mint),
    ]


def accept(picture: Picture, command: Accept, person: Person, at: datetime, mint: Mint) -> list[Fact]:
    """Accept an answer, so that a reply may carry it."""
    request = _asked(picture, person, command.request)
    _in(request, RequestState.ANSWERED)
    if command.version not in (None, request.version):
        raise Conflict("The answer to request {id} has changed since you read it; read it again.", id=request.id)
    return [(request.conversation, e.AnswerAccepted(request.id))]


def withdraw(picture: Picture, command: Withdraw, person: Person, at: datetime, mint: Mint) -> list[Fact]:
    """Take a question back."""
    request = _asked(picture, person, command.request)
    _in(request, *PENDING)
    return [(request.conversation, e.RequestWithdrawn(request.id))]


def ring(picture: Picture, command: Ring, person: None, at: datetime, mint: Mint) -> list[Fact]:
    """Announce once that the due time has passed without an answer, and tell who leads where the ball lies."""
    request = picture.requests.get(command.request)
    return [] if request is None else _missed(picture, request, at, mint)


RULES: Rules = {
    Ask: ask,
    TakeRequest: take_request,
    Answer: answer,
    Return: return_,
    Decline: decline,
    Redirect: redirect,
    Accept: accept,
    Withdraw: withdraw,
    Ring: ring,
}
