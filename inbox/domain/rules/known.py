"""What was answered once: used again in another conversation, until somebody says that it is true no longer.

Replies that wait with such an answer go back to who wrote them.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from inbox.domain import events as e
from inbox.domain.commands import MarkCurrent, MarkOutdated, Reuse
from inbox.domain.model import Delivery, Message, Person, Request, RequestState, Role, State
from inbox.domain.people import Act, conversation_for, request_for, require, sees_request
from inbox.domain.picture import Picture
from inbox.domain.rules.asking import named
from inbox.domain.rules.drafts import given_back
from inbox.domain.rules.facts import Fact, Mint, Rules, seal, worded
from inbox.domain.rules.parts import together
from inbox.domain.withholding import withheld
from inbox.errors import NotAllowed, Refused

_UNSENT = (Delivery.QUEUED, Delivery.HELD)


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
    if by := request.outdated_by or picture.requests.get(request.source, request).outdated_by:
        raise Refused(
            "{person} marked the answer to request {id} as out of date; ask again.",
            person=by,
            id=request.id,
        )
    if request.answer is None or request.answer.text is None:
        raise Refused("The answer to request {id} was erased; ask again.", id=request.id)
    source = request.source or request.id
    if any(source in (r.id, r.source) for r in picture.requests_of(conversation.id)):
        raise Refused("This answer stands in conversation {id} already.", id=conversation.id)
    # Who the question was about is nobody's business in another conversation.
    names = named(picture, picture.conversations[request.conversation])
    question, answer = (seal(withheld(str(words), names)[0], mint) for words in (request.question, request.answer))
    reused = e.AnswerReused(mint.id(), source, request.department, question, answer, request.answered_by or "")
    return [(conversation.id, reused)]


def mark_outdated(picture: Picture, command: MarkOutdated, person: Person, at: datetime, mint: Mint) -> list[Fact]:
    """Say that an accepted answer is true no longer, wherever it stands; who asks and who answered may."""
    request = _source(picture, person, _known(picture, person, command.request))
    if request.answered_by != person.name:
        require(person, Act.ASK)
    if request.outdated_by:
        raise Refused(
            "{person} marked the answer to request {id} as out of date already.",
            person=request.outdated_by,
            id=request.id,
        )
    outdated = (request.conversation, e.AnswerOutdated(request.id, seal(worded(command.why, "reason"), mint)))
    why = f"{person.name} marked the answer to request {request.id} as out of date"
    back = (given_back(picture, found, why, mint) for found in _waiting(picture, request))
    return [outdated, *(fact for facts in back for fact in facts)]


def _waiting(picture: Picture, request: Request) -> Iterator[list[Message]]:
    """Yield the replies that carry an answer, wherever it stands, and have not begun to leave, dialogue by dialogue."""
    names = {r.id for r in picture.requests.values() if request.id in (r.id, r.source)}
    carry = [m for m in picture.messages.values() if names.intersection(m.answers) and m.delivery in _UNSENT]
    for about in sorted({m.conversation for m in carry if not m.doubt}):
        whole = (together(picture, m, *_UNSENT) for m in carry if m.conversation == about and not m.doubt)
        yield sorted((m for parts in whole for m in parts if not m.doubt), key=lambda m: m.number)


def mark_current(picture: Picture, command: MarkCurrent, person: Person, at: datetime, mint: Mint) -> list[Fact]:
    """Say that an answer which was marked out of date is true after all; who answered knows, their department, or a lead."""
    request = _known(picture, person, command.request)
    request = request if request.outdated_by else _source(picture, person, request)
    if not request.outdated_by:
        raise Refused("Nobody marked the answer to request {id} as out of date.", id=request.id)
    knows = request.answered_by == person.name or request.department in person.departments
    if not knows and Role.LEAD not in person.roles:
        raise NotAllowed(
            "{department} answered request {id}; they or a lead say that it is true again.",
            department=request.department,
            id=request.id,
        )
    return [(request.conversation, e.AnswerRenewed(request.id))]


def _source(picture: Picture, person: Person, request: Request) -> Request:
    """Return the request whose answer stands here again, where the person may read it; else the one here."""
    found = picture.requests.get(request.source)
    where = picture.conversations.get(found.conversation) if found is not None else None
    return found if found is not None and where is not None and sees_request(person, found, where) else request


RULES: Rules = {Reuse: reuse, MarkOutdated: mark_outdated, MarkCurrent: mark_current}
