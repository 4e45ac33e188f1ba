"""How facts about knowledge, reminders and letters become nouns."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from inbox.domain.asking import (
    AnswerOutdated,
    AnswerRenewed,
    AnswerReused,
    LetterFailed,
    LetterLeft,
    LetterWritten,
    MailNoted,
    MailSet,
    NobodyThere,
    RequestEscalated,
    RequestReminded,
)
from inbox.domain.events import Event, Recorded
from inbox.domain.letters import Correspondent, Letter, LetterState
from inbox.domain.model import Remark, Request, RequestState
from inbox.domain.picture import Picture


def _change(picture: Picture, request: int, **changes: Any) -> None:
    picture.put("requests", request, replace(picture.requests[request], **changes))


def _reused(picture: Picture, r: Recorded, event: AnswerReused) -> None:
    request = Request(
        event.id,
        r.conversation or 0,
        event.department,
        r.by or "",
        r.at,
        event.question,
        RequestState.ACCEPTED,
        r.at,
        answer=event.answer,
        answered_by=event.answered_by,
        version=r.number,
        source=event.source,
    )
    picture.put("requests", request.id, request)


def _outdated(picture: Picture, r: Recorded, event: AnswerOutdated) -> None:
    remarks = (*picture.requests[event.request].remarks, Remark(r.by or "", r.at, event.why))
    _change(picture, event.request, outdated_by=r.by or "", outdated_at=r.at, remarks=remarks)


def _renewed(picture: Picture, r: Recorded, event: AnswerRenewed) -> None:
    _change(picture, event.request, outdated_by="", outdated_at=None)


def _reminded(picture: Picture, r: Recorded, event: RequestReminded) -> None:
    _change(picture, event.request, reminded=True)


def _escalated(picture: Picture, r: Recorded, event: RequestEscalated | NobodyThere) -> None:
    _change(picture, event.request, escalated=event.to)


def _noted(picture: Picture, r: Recorded, event: MailNoted) -> None:
    remarks = (*picture.requests[event.request].remarks, Remark("", r.at, event.words))
    _change(picture, event.request, remarks=remarks)


def _mail(picture: Picture, r: Recorded, event: MailSet) -> None:
    if event.address is None:
        picture.drop("correspondents", event.person)
    else:
        picture.put("correspondents", event.person, Correspondent(event.person, event.address))


def _written(picture: Picture, r: Recorded, event: LetterWritten) -> None:
    letter = Letter(event.letter, event.request, event.person, event.kind, r.at, event.until, due=r.at)
    picture.put("letters", event.letter, letter)


def _letter(picture: Picture, id: int, **changes: Any) -> None:
    before = picture.letters[id]
    picture.put("letters", id, replace(before, attempts=before.attempts + 1, **changes))


def _left(picture: Picture, r: Recorded, event: LetterLeft) -> None:
    _letter(picture, event.letter, state=LetterState.LEFT, due=None, error=None)


def _failed(picture: Picture, r: Recorded, event: LetterFailed) -> None:
    state = LetterState.FAILED if event.due is None else LetterState.DUE
    _letter(picture, event.letter, state=state, due=event.due, error=event.error)


FOLDS: dict[type[Event], Callable[[Picture, Recorded, Any], None]] = {
    AnswerReused: _reused,
    AnswerOutdated: _outdated,
    AnswerRenewed: _renewed,
    RequestReminded: _reminded,
    RequestEscalated: _escalated,
    NobodyThere: _escalated,
    MailNoted: _noted,
    MailSet: _mail,
    LetterWritten: _written,
    LetterLeft: _left,
    LetterFailed: _failed,
}
"""What each of these events changes."""
