"""Why we said this: which of a conversation's facts led to one reply, each as a sentence, and who has seen it.

One table gives each kind of fact its sentence; a file with facts about one noun says theirs in a `SAID` of its own. A fact
about a message or a request without a sentence is shown by its kind all the same: nothing about a reply is left out.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import datetime

from inbox.domain import events as e
from inbox.domain.model import Message, Words

_SAID: dict[type[e.Event], str] = {
    e.Assigned: "{by} made {owner} the owner",
    e.Released: "{by} let the conversation go: nobody owned it",
    e.DraftSaved: "{by} wrote at the draft",
    e.ReplyWritten: "{by} wrote the reply ({delivery}, {visibility})",
    e.ReplyTakenBack: "{by} took it back into the draft",
    e.ReplyApproved: "{by} signed it off",
    e.ReplyRefused: "{by} gave it back to its writer",
    e.SendBegun: "it began to leave",
    e.DeliveryChanged: "how far it got: {delivery}",
    e.MessageEdited: "its words were changed on the platform",
    e.MessageDeleted: "it was deleted on the platform",
    e.MessageReacted: "people reacted to it on the platform",
    e.Asked: "{by} asked {department} (request #{id})",
    e.RequestTaken: "{by} took request #{request}",
    e.RequestAnswered: "{by} answered request #{request}",
    e.RequestReturned: "{by} passed request #{request} back",
    e.RequestDeclined: "{by} declined request #{request}",
    e.RequestRedirected: "{by} passed request #{request} on to {department}",
    e.AnswerAccepted: "{by} accepted the answer to request #{request}",
    e.RequestWithdrawn: "{by} withdrew request #{request}",
    e.RequestFellDue: "request #{request} fell due",
    e.Seen: "{by} had it on the screen",
}
"""What each kind of fact says about a reply; the gaps are the fact's own fields, and `by` who it was."""


def _elsewhere() -> dict[type[e.Event], str]:
    """Return the sentences that stand in the files of the facts themselves."""
    tables = (vars(sys.modules[kind.__module__]).get("SAID", {}) for kind in e.KINDS.values())
    return {kind: said for table in tables for kind, said in table.items()}


SAID = _SAID | _elsewhere()
"""Every kind of fact that has a sentence."""
TOOK = "{by} took the conversation"
HELD = "{by} wrote the reply ({visibility}); it waited: {holds}"
ANYTHING = "{by}: {kind}"
_NOUNS = ("id", "message", "request")
"""Fields that name what a fact is about."""
_ENDS = (e.ReplyTakenBack, e.ReplyRefused)


@dataclass(frozen=True, slots=True)
class Step:
    """One fact that led to a reply or came of it: its number in the feed, its sentence, what fills the sentence's gaps.

    `by` is "" where the inbox itself acted; `times` how often the same was done; `note` the id of the note that gives its
    reason (0: none).
    """

    number: int
    at: datetime
    by: str
    kind: str
    said: str
    values: tuple[tuple[str, str], ...] = ()
    times: int = 1
    note: int = 0


@dataclass(frozen=True, slots=True)
class Sight:
    """Who has seen a reply, and since when."""

    person: str
    at: datetime


def written(facts: Iterable[e.Recorded], message: int) -> e.Recorded | None:
    """Return the fact that a reply was written."""
    return next((f for f in facts if isinstance(f.event, e.ReplyWritten) and f.event.id == message), None)


def owner_then(facts: Sequence[e.Recorded], number: int) -> str:
    """Return who owned the conversation at a fact; "" for nobody."""
    fact = _owning(facts, number)
    return fact.event.owner if fact is not None and isinstance(fact.event, e.Assigned) else ""


def _owning(facts: Sequence[e.Recorded], number: int) -> e.Recorded | None:
    found = [f for f in facts if f.number < number and isinstance(f.event, e.Assigned | e.Released)]
    return found[-1] if found else None


def steps(facts: Sequence[e.Recorded], parts: Sequence[Message]) -> tuple[Step, ...]:
    """Return what led to a reply and came of it, oldest first, of all facts of its conversation."""
    ids = {m.id for m in parts}
    origin = written(facts, parts[0].id)
    if origin is None:
        return ()
    attempts, since = _attempts(facts, origin.number)
    last, requests = max(m.number for m in parts), {a for m in parts for a in m.answers}
    standing = _standing(facts, origin.number)
    found: list[Step] = []
    drawn: dict[str, int] = {}
    seen: set[str] = set()
    for fact in facts:
        event = fact.event
        if isinstance(event, e.Assigned | e.Released):
            if fact is not _owning(facts, origin.number):
                continue
        elif isinstance(event, e.DraftSaved):
            if not since < fact.number < origin.number:
                continue
            drawn[fact.by or ""] = drawn.get(fact.by or "", 0) + 1
            found = [s for s in found if (s.kind, s.by) != ("DraftSaved", fact.by or "")]
        elif isinstance(event, e.Seen):
            if event.upto < last or (fact.by or "") in {*seen, parts[0].author}:
                continue
            seen.add(fact.by or "")
        elif not _is_about(event, ids | attempts, requests) and fact not in standing:
            continue
        found.append(_step(fact, drawn.get(fact.by or "", 1) if isinstance(event, e.DraftSaved) else 1))
    return tuple(sorted(found, key=lambda s: s.number))


def _attempts(facts: Sequence[e.Recorded], number: int) -> tuple[set[int], int]:
    """Return the replies before one that came back into the draft it was made of, and the last fact before they began."""
    back = {f.event.message for f in facts if isinstance(f.event, _ENDS)}
    before = [(f.number, f.event) for f in facts if isinstance(f.event, e.ReplyWritten) and f.number < number]
    stood = [n for n, event in before if event.id not in back]
    since = max(stood, default=0)
    return {event.id for n, event in before if n > since}, since


def _is_about(event: e.Event, messages: set[int], requests: set[int]) -> bool:
    if isinstance(event, e.ReplyWritten) and event.part > 1:
        return False
    if isinstance(event, e.Asked) and messages & {*event.shown, *event.redacted}:
        return True
    return any(getattr(event, name, None) in messages | requests for name in _NOUNS)


def _standing(facts: Sequence[e.Recorded], number: int) -> list[e.Recorded]:
    """Return what was said last of the conversation itself before a fact, of each kind that has a sentence."""
    latest = {type(f.event): f for f in facts if f.number < number and type(f.event) in SAID}
    return [f for kind, f in latest.items() if not any(hasattr(kind, name) for name in _NOUNS)]


def _step(fact: e.Recorded, times: int) -> Step:
    kind = type(fact.event).__name__
    said = SAID.get(type(fact.event), ANYTHING)
    if isinstance(fact.event, e.Assigned) and fact.event.owner == fact.by:
        said = TOOK
    elif isinstance(fact.event, e.ReplyWritten) and fact.event.holds:
        said = HELD
    values = [(f.name, _plain(getattr(fact.event, f.name))) for f in fields(fact.event)]  # type: ignore[arg-type]  # every event is one
    kept = tuple((name, text) for name, text in [*values, ("kind", kind)] if "{" + name + "}" in said)
    notes = (getattr(fact.event, name, None) for name in ("why", "note"))
    note = next((n for n in notes if isinstance(n, int)), 0)
    return Step(fact.number, fact.at, fact.by or "", kind, said, kept, times, note)


def _plain(value: object) -> str:
    if isinstance(value, tuple):
        return ", ".join(str(getattr(one, "why", one)) for one in value)
    return "" if value is None or isinstance(value, Words) else str(value)


def saw(told: Sequence[Step]) -> tuple[Sight, ...]:
    """Return who has seen a reply, by what they did: wrote it, signed it off or gave it back, had it on the screen."""
    found: dict[str, datetime] = {}
    for step in told:
        if step.by and step.kind in ("ReplyWritten", "ReplyApproved", "ReplyRefused", "Seen"):
            found.setdefault(step.by, step.at)
    return tuple(Sight(person, at) for person, at in sorted(found.items(), key=lambda pair: pair[1]))
