"""Nouns as the JSON other people's scripts rely on: ids are strings, times ISO 8601 with zone."""

from __future__ import annotations

from dataclasses import fields
from datetime import datetime
from typing import Any

from inbox.domain.automation import Then
from inbox.domain.figures import Group, Report, Spread
from inbox.domain.model import Contact, Message, Note, Person, Request
from inbox.ports.asking import Known, Prepared
from inbox.ports.desk import Across, ChannelRow, Hit, Portrait, RequestRow, Row, Suggested, Thread
from inbox.tui.models.contact import evidence, names


def at(time: datetime | None) -> str | None:
    """Write a time."""
    return None if time is None else time.isoformat(timespec="seconds")


def row(r: Row) -> dict[str, Any]:
    """A conversation in a list."""
    c = r.conversation
    return {
        "id": str(c.id),
        "channel": c.channel,
        "platform": r.platform,
        "contact": r.contact,
        "contact_id": str(c.contact),
        "visibility": c.visibility,
        "state": c.state,
        "owner": c.owner,
        "acting": r.acting or None,
        "ball": r.ball,
        "ball_since": at(r.since),
        "waiting_since": at(c.waiting_since),
        "due": at(r.due),
        "target": at(r.target),
        "planned": at(r.planned),
        "subject": str(c.subject or ""),
        "last": c.preview,
        "last_at": at(c.last_at),
        "requests": r.requests,
        "tags": list(c.tags),
    }


def message(m: Message, contact: str) -> dict[str, Any]:
    """A message in a thread."""
    return {
        "id": str(m.id),
        "number": m.number,
        "direction": m.direction,
        "author": m.author or (contact if m.direction == "in" else ""),
        "at": at(m.at),
        "subject": str(m.subject or ""),
        "text": str(m.words),
        "folded": str(m.folded or ""),
        "delivery": m.delivery,
        "planned": at(m.planned),
        "doubt": m.doubt,
        "error": str(m.error or ""),
        "answers": [str(a) for a in m.answers],
        "attachments": [{"kind": a.kind, "name": a.name} for a in m.attachments],
        "edited": m.edited,
        "deleted": m.deleted,
        "automatic": m.automatic,
        "part": m.part,
        "parts": m.parts,
        "reactions": [{"who": who, "what": what} for who, what in m.felt],
    }


def written(d: Then) -> str:
    """What a rule does, as `inbox rule set --then` takes it."""
    return f"{d.deed}:{d.value}".rstrip(":")


def note(n: Note) -> dict[str, Any]:
    """A note."""
    return {"id": str(n.id), "author": n.author, "at": at(n.at), "text": str(n.words)}


def request(r: Request) -> dict[str, Any]:
    """A request."""
    return {
        "id": str(r.id),
        "conversation": str(r.conversation),
        "department": r.department,
        "author": r.author,
        "at": at(r.at),
        "question": str(r.question),
        "state": r.state,
        "due": at(r.due),
        "since": at(r.since),
        "blocking": r.blocking,
        "known": str(r.known or ""),
        "escalated_to": r.escalated or None,
        "source": str(r.source) if r.source else None,
        "outdated_by": r.outdated_by or None,
        "taken_by": r.taken_by,
        "answer": None if r.answer is None else str(r.answer),
        "answered_by": r.answered_by,
        "version": r.version,
        "remarks": [{"author": m.author, "at": at(m.at), "text": str(m.words)} for m in r.remarks],
    }


def request_row(r: RequestRow) -> dict[str, Any]:
    """A request with what its department may read."""
    return {**request(r.request), "platform": r.platform, "shown": [message(m, "") for m in r.shown]}


def known(k: Known) -> dict[str, Any]:
    """An accepted answer: its source, its age, how alike it is to what was asked about."""
    return {
        "id": str(k.id),
        "conversation": str(k.conversation),
        "department": k.department,
        "question": k.question,
        "answer": k.answer,
        "answered_by": k.answered_by,
        "at": at(k.at),
        "score": round(k.score, 3),
        "outdated_by": k.outdated_by or None,
        "outdated_at": at(k.outdated_at),
        "why": k.why,
        "only_here": list(k.here),
        "only_there": list(k.there),
    }


def prepared(p: Prepared) -> dict[str, Any]:
    """What a question would be, before it is asked."""
    return {
        "due": at(p.need.due),
        "reason": p.need.reason,
        "deadline": at(p.need.deadline),
        "personal": list(p.personal),
        "shown": [{"id": str(x.message), "text": x.text, "hidden": x.hidden} for x in p.excerpts],
    }


def thread(t: Thread) -> dict[str, Any]:
    """A whole conversation."""
    return {
        **row(t.row),
        "messages": [message(m, t.row.contact) for m in t.messages],
        "notes": [note(n) for n in t.notes],
        "requests": [request(r) for r in t.requests],
        "rules": [{"rule": a.name, "at": at(a.at), "done": [written(d) for d in a.done]} for a in t.applied],
        "draft": None
        if t.draft is None
        else {
            "author": t.draft.author,
            "at": at(t.draft.at),
            "text": str(t.draft.words),
            "version": t.draft.version,
        },
        "more": t.more,
    }


def hit(h: Hit) -> dict[str, Any]:
    """A find."""
    found = h.snippet.replace("\x02", "").replace("\x03", "")
    return {
        "kind": h.kind,
        "id": str(h.id),
        "conversation": str(h.conversation),
        "contact": h.contact,
        "at": at(h.at),
        "text": found,
    }


def person(p: Person) -> dict[str, Any]:
    """Somebody who works here."""
    return {
        "name": p.name,
        "roles": sorted(p.roles),
        "departments": sorted(p.departments),
        "channels": sorted(p.channels),
    }


def channel(c: ChannelRow) -> dict[str, Any]:
    """One of our accounts; settings hold no secrets."""
    return {
        "name": c.channel.name,
        "platform": c.channel.platform,
        "settings": dict(c.channel.settings),
        "active": c.channel.active,
        "state": c.state,
        "trouble": c.trouble,
        "last_in": at(c.last_in),
        "quarantined": c.quarantined,
    }


def report(r: Report) -> dict[str, Any]:
    """A report; lengths of time in seconds, shares from 0 to 1."""
    hours = [{"at": at(h.at), "came": h.came, "ended": h.ended, "waiting": h.waiting} for h in r.backlog]
    period = {"at": at(r.at), "since": at(r.since), "until": at(r.until), "by": r.by}
    return {**period, "total": group(r.total), "groups": [group(g) for g in r.groups], "backlog": hours}


def group(g: Group) -> dict[str, Any]:
    """The figures of the whole, or of one part."""
    said = {field.name: getattr(g, field.name) for field in fields(g)}
    return {**said, "oldest": at(g.oldest), "first": _spread(g.first), "turnaround": _spread(g.turnaround)}


def _spread(s: Spread | None) -> dict[str, Any] | None:
    if s is None:
        return None
    share = None if s.share is None else round(s.share, 3)
    return {"count": s.count, "median": s.median, "p90": s.p90, "within": s.within, "share": share}


def contact(k: Contact) -> dict[str, Any]:
    """A contact with its identities."""
    return {
        "id": str(k.id),
        "name": str(k.name),
        "identities": [[h.kind, str(h.value)] for h in k.handles],
    }


def portrait(p: Portrait) -> dict[str, Any]:
    """A contact as a person: itself, whom it is linked with, and whom it may be as well."""
    return {
        **contact(p.contacts[0]),
        "linked": [contact(k) for k in p.contacts[1:]],
        "links": [
            {
                "id": str(k.id),
                "contacts": [str(k.a), str(k.b)],
                "evidence": str(k.evidence),
                "by": k.by,
                "at": at(k.at),
            }
            for k in p.links
        ],
        "conversations": [row(r) for r in p.conversations],
        "suggestions": [_suggested(p, s) for s in p.suggestions],
    }


def _suggested(p: Portrait, s: Suggested) -> dict[str, Any]:
    return {
        "contact": str(s.suggestion.contact),
        "other": str(s.suggestion.other),
        "name": s.row.contact,
        "platform": s.row.platform,
        "conversation": str(s.row.conversation.id),
        "tie": s.suggestion.tie,
        "strength": s.suggestion.strength,
        "evidence": evidence(s.suggestion, names(p, s)),
        "message": str(s.suggestion.message) if s.suggestion.message else None,
    }


def across(a: Across) -> dict[str, Any]:
    """What was said with a person on all channels, oldest first; `next` leads to what came before."""
    rows = {r.conversation.id: r for r in a.conversations}
    items = [
        {
            **message(m, rows[m.conversation].contact),
            "conversation": str(m.conversation),
            "channel": rows[m.conversation].conversation.channel,
            "platform": rows[m.conversation].platform,
        }
        for m in a.messages
    ]
    return {"items": items, "next": a.next}
