"""What was answered once: used again in another conversation, until somebody says that it is true no longer."""

from __future__ import annotations

from datetime import datetime

from inbox.domain import events as e
from inbox.domain.commands import MarkCurrent, MarkOutdated, Reuse
from inbox.domain.model import Person, Request, RequestState, State
from inbox.domain.people import Act, conversation_for, request_for, require
from inbox.domain.picture import Picture
from inbox.domain.rules.facts import Fact, Mint, Rules, seal, worded
from inbox.errors import Refused


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


RULES: Rules = {Reuse: reuse, MarkOutdated: mark_outdated, MarkCurrent: mark_current}
