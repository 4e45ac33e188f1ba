"""How a department is asked and answers: question, due time, answer, and who holds the ball.

open → taken → answered → accepted; on the way it can be returned with words, passed to another
department, declined or withdrawn. Only an accepted answer may be used in a reply.
"""

from __future__ import annotations

import json
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
from inbox.domain.people import Act, Reach, conversation_for, in_channels, reach, request_for, require, serves
from inbox.domain.picture import Picture
from inbox.domain.rules.asking import UNMET, asked_by_mail, chosen, escalated, need, pack
from inbox.domain.rules.facts import Fact, Mint, Rules, ahead, known_department, seal, worded
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
    barred = [x for x in packed if x.hidden]
    asked = e.Asked(
        id := mint.id(),
        department,
        question,
        due,
        command.blocking,
        tuple(x.message for x in packed if not x.hidden),
        known,
        tuple(x.message for x in barred),
        seal(json.dumps([x.text for x in barred], ensure_ascii=False), mint) if barred else None,
    )
    return [(conversation.id, asked), *asked_by_mail(picture, conversation, id, department, due, at, mint)]


def askable(conversation: Conversation) -> None:
    """Refuse a question about a closed conversation. Raises: Refused."""
    if conversation.state is State.CLOSED:
        raise Refused("Conversation {id} is closed; reopen it before you ask.", id=conversation.id)


def _due(picture: Picture, department: str, due: datetime | None, at: datetime) -> datetime:
    """When an answer is due: as said, else after the department's usual time."""
    return at + picture.departments[department].answers_in if due is None else ahead(due, at)


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
    """A request whose asking side the person speaks for: asker, owner or a lead.

    Raises: NotFound, NotAllowed.
    """
    request = request_for(picture, person, id)
    require(person, Act.ASK)
    conversation = picture.conversations[request.conversation]
    ours = person.name in (request.author, conversation.owner) or reach(person, Act.ASSIGN) is Reach.ALL
    if not ours or not in_channels(person, conversation.channel):
        raise NotAllowed("{author} asked request {id}; they or the owner decide.", author=request.author, id=id)
    return request


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
    due = _due(picture, request.department, None, at) if late else None
    conversation = picture.conversations[request.conversation]
    back = e.RequestReturned(request.id, words, to_department=True, due=due)
    again = asked_by_mail(picture, conversation, request.id, request.department, due or request.due, at, mint)
    return [(request.conversation, back), *again]


def decline(picture: Picture, command: Decline, person: Person, at: datetime, mint: Mint) -> list[Fact]:
    """Refuse a question, with a reason."""
    request = _served(picture, person, command.request)
    fits(request, Decline)
    return [(request.conversation, e.RequestDeclined(request.id, seal(worded(command.why, "reason"), mint)))]


def redirect(picture: Picture, command: Redirect, person: Person, at: datetime, mint: Mint) -> list[Fact]:
    """Pass a question to the department that can answer it; its time to answer begins now."""
    request = request_for(picture, person, command.request)
    if not serves(person, request, picture.conversations[request.conversation]):
        _asked(picture, person, command.request)
    fits(request, Redirect)
    department = known_department(picture, command.department)
    if department == request.department:
        raise Refused("Request {id} is with {department} already.", id=request.id, department=department)
    note = seal(worded(command.note, "line"), mint) if command.note.strip() else None
    due = _due(picture, department, command.due, at)
    conversation = picture.conversations[request.conversation]
    passed = e.RequestRedirected(request.id, department, note, due)
    return [
        (request.conversation, passed),
        *asked_by_mail(picture, conversation, request.id, department, due, at, mint),
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
    if request is None or request.state not in UNMET or request.due is None or request.due > at or request.rang:
        return []
    return [(request.conversation, e.RequestFellDue(request.id)), *escalated(picture, request, at, mint)]


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
