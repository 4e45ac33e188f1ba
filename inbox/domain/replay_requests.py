"""How facts about requests become requests; the rest is in `replay`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

from inbox.domain import events as e
from inbox.domain.model import Remark, Request, RequestState
from inbox.domain.picture import Picture


def _asked(picture: Picture, r: e.Recorded, event: e.Asked) -> None:
    request = Request(
        event.id,
        r.conversation or 0,
        event.department,
        r.by or "",
        r.at,
        event.question,
        RequestState.OPEN,
        r.at,
        event.due,
        event.blocking,
        event.shown,
        known=event.known,
        redacted=event.redacted,
        excerpts=event.excerpts,
    )
    picture.put("requests", request.id, request)
    if not event.subjects:
        # Nobody looked at what the first message came under, and a department may read it: it has none (step 22).
        for message in picture.messages_of(request.conversation)[:1]:
            picture.put("messages", message.id, replace(message, subject=None))


def _request(picture: Picture, r: e.Recorded, request: int, **changes: Any) -> None:
    moved = {"changed_at": r.at, "moved_at": None, **changes}
    picture.put("requests", request, replace(picture.requests[request], **moved))


def _request_taken(picture: Picture, r: e.Recorded, event: e.RequestTaken) -> None:
    # The ball is where it was.
    since = picture.requests[event.request].since
    since_then = None if since == r.at else since
    _request(picture, r, event.request, state=RequestState.TAKEN, taken_by=r.by, moved_at=since_then)


def _answered(picture: Picture, r: e.Recorded, event: e.RequestAnswered) -> None:
    before = picture.requests[event.request]
    changes: dict[str, Any] = {"answer": event.answer, "answered_by": r.by, "version": r.number}
    _request(picture, r, event.request, state=RequestState.ANSWERED, remarks=_earlier(before), **changes)


def _earlier(request: Request) -> tuple[Remark, ...]:
    """The remarks once an answer stands no longer: among them, at the time it was given, in the order it was said."""
    if request.answer is None:
        return request.remarks
    return (*request.remarks, Remark(request.answered_by or "", request.changed_at, request.answer))


def _anew(due: datetime | None) -> dict[str, Any]:
    """A new due time rings anew."""
    return {} if due is None else {"due": due, "rang": False, "escalated": "", "reminded": False}


def _remarks(picture: Picture, r: e.Recorded, request: int, *remarks: Any) -> tuple[Remark, ...]:
    return picture.requests[request].remarks + tuple(Remark(r.by or "", r.at, words) for words in remarks if words)


def _returned(picture: Picture, r: e.Recorded, event: e.RequestReturned) -> None:
    before = picture.requests[event.request]
    back = RequestState.TAKEN if before.taken_by else RequestState.OPEN
    state = back if event.to_department else RequestState.RETURNED
    remarks, said = _earlier(before), Remark(r.by or "", r.at, event.words)
    _request(picture, r, event.request, state=state, answer=None, remarks=(*remarks, said), **_anew(event.due))


def _declined(picture: Picture, r: e.Recorded, event: e.RequestDeclined) -> None:
    remarks = _remarks(picture, r, event.request, event.why)
    _request(picture, r, event.request, state=RequestState.DECLINED, remarks=remarks)


def _redirected(picture: Picture, r: e.Recorded, event: e.RequestRedirected) -> None:
    remarks = _remarks(picture, r, event.request, event.note)
    changes: dict[str, Any] = {"department": event.department, "taken_by": None, "remarks": remarks}
    _request(picture, r, event.request, state=RequestState.OPEN, **changes, **_anew(event.due))


def _accepted(picture: Picture, r: e.Recorded, event: e.AnswerAccepted) -> None:
    _request(picture, r, event.request, state=RequestState.ACCEPTED)


def _withdrawn(picture: Picture, r: e.Recorded, event: e.RequestWithdrawn) -> None:
    _request(picture, r, event.request, state=RequestState.WITHDRAWN)


def _fell_due(picture: Picture, r: e.Recorded, event: e.RequestFellDue) -> None:
    picture.put("requests", event.request, replace(picture.requests[event.request], rang=True))


FOLDS: dict[type[e.Event], Callable[[Picture, e.Recorded, Any], None]] = {
    e.Asked: _asked,
    e.RequestTaken: _request_taken,
    e.RequestAnswered: _answered,
    e.RequestReturned: _returned,
    e.RequestDeclined: _declined,
    e.RequestRedirected: _redirected,
    e.AnswerAccepted: _accepted,
    e.RequestWithdrawn: _withdrawn,
    e.RequestFellDue: _fell_due,
}
"""What each event about a request changes."""
