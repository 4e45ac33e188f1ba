"""What an automatic rule would have done over the past: read, and nothing written.

Each conversation is looked at as it was then, by the facts about its owner, tags and state up to that moment, and counts once.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from inbox.domain import events as e
from inbox.domain.automation import If, Rule, Then, fits
from inbox.domain.events import Recorded
from inbox.domain.hours import of
from inbox.domain.model import Conversation, Person, State
from inbox.domain.picture import Picture
from inbox.domain.rules.automation import set_off, wanted
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
_CHANGES = "('Tagged', 'Assigned', 'Released', 'Closed', 'Reopened', 'Snoozed')"


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
    found = [rows.recorded(r) for r in await db.read(sql, [_KINDS[rule.when], rows.stamp(since), *more])]
    found = [fact for fact in reversed(found) if set_off(fact)]
    texts, firsts = await _said(db, [f.event.id for f in found if isinstance(f.event, e.MessageReceived)])
    known = await _conversations(db, sorted({f.conversation for f in found if f.conversation is not None}))
    changes = await _changes(db, list(known))
    picture = Picture(people={p.name: p for p in people}, hours=await targets.hours(db))
    matches: dict[int, Match] = {}
    for fact in found:
        id = fact.conversation or 0
        said = fact.event.id if isinstance(fact.event, e.MessageReceived) else 0
        if id in matches or (rule.when == "opens" and said not in firsts):
            continue
        then = _then(known[id][0], changes[id], fact.number)
        hours = of(picture.hours, then.channel)
        if fits(rule.if_, then, texts.get(said, ""), hours, fact.at):
            done = tuple(d for d in rule.then if wanted(replace(rule, then=(d,)), picture, then))
            if done:
                matches[id] = Match(id, known[id][1], fact.at, done)
    return Trial(rule, len(found), tuple(matches.values()), len(found) >= LOOK)


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


async def _changes(db: Reading, ids: Sequence[int]) -> dict[int, list[Recorded]]:
    """Return the facts about owner, tags and state of conversations."""
    found: dict[int, list[Recorded]] = defaultdict(list)
    for chunk in chunks(list(ids)):
        sql = f"select {_FACT} from feed f where f.conversation in ({holes(len(chunk))}) and f.kind in {_CHANGES} order by f.number"
        for r in await db.read(sql, chunk):
            found[r[3]].append(rows.recorded(r))
    return found


def _then(now: Conversation, changes: Sequence[Recorded], number: int) -> Conversation:
    """Return a conversation as it was when a fact was recorded."""
    then = replace(now, owner=None, tags=(), state=State.OPEN)
    for fact in changes:
        if fact.number > number:
            break
        match fact.event:
            case e.Tagged(tags=tags):
                then = replace(then, tags=tags)
            case e.Assigned(owner=owner):
                then = replace(then, owner=owner)
            case e.Released():
                then = replace(then, owner=None)
            case e.Closed():
                then = replace(then, state=State.CLOSED)
            case e.Reopened() | e.Snoozed():
                then = replace(then, state=State.OPEN)
    return then
