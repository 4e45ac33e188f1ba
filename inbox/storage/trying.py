"""What an automatic rule would have done over the past: read, and nothing written.

Each conversation is looked at as it was then, by the facts about its owner, tags and requests up to that moment, with what the
rules that are on would have done by then; and it counts once.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime

from inbox.domain import events as e
from inbox.domain.automation import If, Rule, Then
from inbox.domain.events import Recorded
from inbox.domain.model import Conversation, Person, State
from inbox.domain.picture import Picture
from inbox.domain.replay import apply
from inbox.domain.rules.automation import follows, set_off
from inbox.domain.rules.facts import Fact
from inbox.domain.rules.hours import long_past
from inbox.ports.routine import Match, Trial
from inbox.storage import rows, targets
from inbox.storage.database import Reading
from inbox.storage.gaps import chunks, holes
from inbox.storage.listing import sight

RULE = 'id, name, "when", body, version, live'
LOOK = 5000
"""Latest facts that are looked at."""
_KINDS = {"opens": "MessageReceived", "arrives": "MessageReceived", "near": "TargetNear", "missed": "TargetMissed"}
_FACT = "f.number, f.at, f.by, f.conversation, f.kind, f.body"
_CHANGES = (
    "('Tagged', 'Assigned', 'Released', 'Asked', 'RequestReturned', 'RequestRedirected', 'AnswerAccepted',"
    " 'RequestDeclined', 'RequestWithdrawn')"
)
"""Facts about what a rule looks at. The state is none of it: whatever sets a rule off happens to an open conversation."""


def rule(r: rows.Row) -> Rule:
    """Read a rule from RULE's columns."""
    body = json.loads(r[3])
    i = body["if"]
    if_ = If(i["channel"], i["visibility"], tuple(i["words"]), i["tag"], i["unowned"], i["outside_hours"])
    return Rule(r[0], r[1], r[2], if_, tuple(Then(*then) for then in body["then"]), r[4], bool(r[5]))


def rule_row(k: Rule) -> rows.Row:
    """Write a rule as a row."""
    i = k.if_
    said = {
        "channel": i.channel, "visibility": i.visibility, "words": i.words, "tag": i.tag, "unowned": i.unowned,
        "outside_hours": i.outside_hours,
    }  # fmt: skip
    body = json.dumps({"if": said, "then": [(t.deed, t.value) for t in k.then]}, ensure_ascii=False)
    return k.id, k.name, k.when, body, k.version, int(k.on)


async def rules(db: Reading) -> dict[int, Rule]:
    """Read all rules."""
    return {r[0]: rule(r) for r in await db.read(f"select {RULE} from auto_rule order by id")}


async def tried(db: Reading, person: Person, rule: Rule, since: datetime, people: Sequence[Person]) -> Trial:
    """Return what a rule would have done since a moment, oldest first."""
    here, more = sight(person, 3)
    sql = (
        f"select {_FACT} from feed f join conversation c on c.id = f.conversation where f.kind = $1 and f.at >= $2 and {here}"
        f" order by f.number desc limit {LOOK}"
    )
    read = [rows.recorded(r) for r in await db.read(sql, [_KINDS[rule.when], rows.stamp(since), *more])]
    causes = [fact for fact in read if set_off(fact) and not _history(fact)]
    texts, firsts = await _said(db, [f.event.id for f in causes if isinstance(f.event, e.MessageReceived)])
    known = await _conversations(db, sorted({f.conversation for f in causes if f.conversation is not None}))
    picture = Picture(people={p.name: p for p in people}, hours=await targets.hours(db))
    for id, (now, _) in known.items():
        picture.conversations[id] = replace(now, owner=None, tags=())
    on = [k for k in (await rules(db)).values() if k.on and k.id != rule.id]
    order = sorted([*on, replace(rule, on=True)], key=lambda k: k.id)
    matches: dict[int, Match] = {}
    looked, whens = 0, {fact.number: _whens(fact, firsts) for fact in causes}
    for fact in sorted([*causes, *await _changes(db, list(known))], key=lambda f: f.number):
        if fact.number not in whens:
            apply(picture, fact)
            continue
        id = fact.conversation or 0
        looked += rule.when in whens[fact.number]
        picture.conversations[id] = replace(picture.conversations[id], state=State.OPEN)
        text = texts.get(fact.event.id, "") if isinstance(fact.event, e.MessageReceived) else ""
        for k in order:
            follow = follows(picture, fact, whens[fact.number], text, k, fact.at)
            if follow and k.id == rule.id and id not in matches:
                matches[id] = Match(id, known[id][1], fact.at, _done(follow))
            for conversation, event in follow:
                apply(picture, Recorded(fact.number, fact.at, None, conversation, event))
    return Trial(rule, looked, tuple(matches.values()), len(read) >= LOOK)


def _done(follow: Sequence[Fact]) -> tuple[Then, ...]:
    """Return what a rule did, by what follows from it."""
    return next(event.done for _, event in follow if isinstance(event, e.RuleApplied))


def _history(fact: Recorded) -> bool:
    """Tell whether a fact is about what was said long before it came: a file brought that in, and it sets off nothing."""
    return isinstance(fact.event, e.MessageReceived) and long_past(fact.event.said_at, fact.at)


def _whens(fact: Recorded, firsts: Collection[int]) -> tuple[str, ...]:
    """Return what a fact sets off, as it did then."""
    first = isinstance(fact.event, e.MessageReceived) and fact.event.id in firsts
    return (*set_off(fact), "opens") if first else set_off(fact)


async def _said(db: Reading, ids: Sequence[int]) -> tuple[dict[int, str], set[int]]:
    """Return what messages say, and which of them are the first of their conversation."""
    texts: dict[int, str] = {}
    firsts = set()
    for chunk in chunks(list(ids)):
        for id, number, text in await db.read(
            f"select id, number, text from message where id in ({holes(len(chunk))})", chunk
        ):
            texts[id] = text or ""
            if number == 1:
                firsts.add(id)
    return texts, firsts


async def _conversations(db: Reading, ids: Sequence[int]) -> dict[int, tuple[Conversation, str]]:
    found: dict[int, tuple[Conversation, str]] = {}
    columns = ", ".join(f"c.{name.strip()}" for name in rows.CONVERSATION.split(","))
    for chunk in chunks(list(ids)):
        sql = f"select {columns}, k.name from conversation c join contact k on k.id = c.contact where c.id in ({holes(len(chunk))})"
        found |= {r[0]: (rows.conversation(r[:-1]), r[-1] or "") for r in await db.read(sql, chunk)}
    return found


async def _changes(db: Reading, ids: Sequence[int]) -> list[Recorded]:
    """Return the facts about what rules look at in conversations; which step they were part of is of no matter here."""
    found: list[Recorded] = []
    for chunk in chunks(list(ids)):
        sql = f"select {_FACT} from feed f where f.conversation in ({holes(len(chunk))}) and f.kind in {_CHANGES}"
        found += [rows.recorded(r) for r in await db.read(sql, chunk)]
    return [
        replace(fact, event=replace(fact.event, move=None)) if isinstance(fact.event, e.Tagged | e.Assigned) else fact
        for fact in found
    ]
