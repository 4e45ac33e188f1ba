"""Reads accepted answers, the ones like a question first; and the letters that are due, with what they say."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from inbox.domain.hours import later, of
from inbox.domain.letters import Correspondent
from inbox.domain.likeness import differing, ranked, telling
from inbox.domain.model import Conversation, Person, Request
from inbox.domain.neededby import EARLY, reminder
from inbox.domain.withholding import withheld
from inbox.ports.asking import Known, ToPost
from inbox.ports.page import Page
from inbox.storage import rows, targets
from inbox.storage.database import Database
from inbox.storage.gaps import holes
from inbox.storage.listing import from_cursor, to_cursor
from inbox.storage.threads import read_requests, visible

LOOKED_AT = 200
"""Answers that are compared with a question; the index chooses them by their words."""
WORDS = 16
"""Words of a question by which they are chosen."""
LONGEST = 24
"""Letters of a word by which it is looked for."""
AHEAD = 500
"""Requests that are looked at for whether somebody is to be reminded of them."""


def _stem(word: str) -> str:
    """Return the beginning that a word shares with its other forms: Rechnung, Rechnungen, Rechnungskopie."""
    return word if len(word) < 6 else word[: min(LONGEST, max(5, len(word) - 3))]


def _any(db: Database, text: str) -> str:
    """Return what finds texts that hold one of the telling words of a text; "" where it has none."""
    stems = list(dict.fromkeys(map(_stem, telling(text)[:WORDS])))
    # Words are letters and digits only: nothing in them needs to be escaped.
    return " OR ".join(f'"{s}"*' for s in stems) if db.dialect == "sqlite" else " | ".join(f"'{s}':*" for s in stems)


async def similar(db: Database, person: Person, text: str, department: str, limit: int) -> tuple[Known, ...]:
    """Return accepted answers to questions like this one, the most alike first."""
    wanted = _any(db, text)
    if not wanted:
        return ()
    seen, args = visible(person, 3)
    if db.dialect == "sqlite":
        origin, worded = "found_request f join request r on r.id = f.rowid", "found_request match $1"
        # What was asked counts more than what the answer says.
        order = "bm25(found_request, 4.0, 1.0)"
    else:
        query = "cast(cast($1 as text) as tsquery)"
        origin, worded = "found_request f join request r on r.id = f.id", f"f.words @@ {query}"
        order = f"ts_rank(f.words, {query}) desc"
    sql = (
        f"select r.id, r.question, r.answer from {origin} where {worded} and r.state = 'accepted' and r.source = 0"
        f" and r.outdated_by = '' and r.answer is not null and ($2 = '' or r.department = $2) and {seen}"
        f" order by {order} limit {LOOKED_AT}"
    )
    found = await db.read(sql, [wanted, department, *args])
    best = ranked(text, ((id, question or "", answer or "") for id, question, answer in found))[:limit]
    known = {k.id: k for k in await _known(db, [id for id, _ in best], dict(best), text)}
    return tuple(known[id] for id, _ in best if id in known)


async def _known(
    db: Database, ids: Sequence[int], scores: dict[int, float] | None = None, asked: str = ""
) -> list[Known]:
    if not ids:
        return []
    found = {r.id: r for r in await read_requests(db, f"id in ({holes(len(ids))})", ids)}
    names = await _names(db, [r.conversation for r in found.values()])
    return [_value(found[id], (scores or {}).get(id, 0.0), names, asked) for id in ids if id in found]


async def _names(db: Database, conversations: Sequence[int]) -> dict[int, list[str]]:
    """Return what the contacts of conversations are called."""
    sql = (
        "select c.id, k.name, h.value from conversation c join contact k on k.id = c.contact"
        f" left join handle h on h.contact = k.id where c.id in ({holes(len(conversations))})"
    )
    found: dict[int, list[str]] = {}
    for id, *called in await db.read(sql, list(conversations)):
        found.setdefault(id, []).extend(name for name in called if name)
    return found


def _value(r: Request, score: float, names: dict[int, list[str]], asked: str) -> Known:
    """Return an answer as it is known elsewhere: whom it was about is read in its own conversation only."""
    why = next((str(m.words) for m in r.remarks if r.outdated_by and m.at == r.outdated_at), "")
    question, answer = (
        withheld(str(words or ""), names.get(r.conversation, ()))[0] for words in (r.question, r.answer)
    )
    here, there = differing(asked, str(r.question)) if asked else ((), ())
    texts = (question, answer, r.answered_by or "")
    return Known(
        r.id, r.conversation, r.department, *texts, r.changed_at, score, r.outdated_by, r.outdated_at, why, here, there
    )


async def knowledge(db: Database, person: Person, department: str, limit: int, after: str) -> Page[Known]:
    """Return accepted answers, latest first."""
    at, below = from_cursor(after, str, int) if after else ("~", 2**62)
    seen, args = visible(person, 4)
    sql = (
        "select r.changed_at, r.id from request r where r.state = 'accepted' and r.source = 0 and r.answer is not null"
        " and (r.changed_at, r.id) < ($1, $2) and ($3 = '' or r.department = $3)"
        f" and {seen} order by r.changed_at desc, r.id desc limit {int(limit) + 1}"
    )
    found = await db.read(sql, [at, below, department, *args])
    page = await _known(db, [r[1] for r in found[:limit]])
    return Page(tuple(page), to_cursor(*found[limit - 1]) if len(found) > limit else None)


async def correspondents(db: Database) -> tuple[Correspondent, ...]:
    """Return who is asked by mail."""
    found = await db.read(f"select {rows.CORRESPONDENT} from correspondent order by person")
    return tuple(rows.correspondent(r) for r in found)


async def owed(db: Database, now: datetime) -> list[int]:
    """Return requests at departments that are due so soon that they are to be reminded now, and were not."""
    kept = await targets.hours(db)
    # What is due behind a night or a weekend is reminded of before it.
    until = max([now + EARLY, *(late for h in kept.values() if (late := later(h, now, EARLY)) is not None)])
    sql = (
        "select r.id, coalesce(r.moved_at, r.changed_at), r.due, c.channel from request r"
        " join conversation c on c.id = r.conversation where r.state in ('open', 'taken') and r.reminded = 0"
        f" and r.rang = 0 and r.due > $1 and r.due <= $2 order by r.due, r.id limit {AHEAD}"
    )
    found = []
    for id, since, due, channel in await db.read(sql, (rows.stamp(now), rows.stamp(until))):
        when = reminder(rows.when(since), rows.when(due), of(kept, channel))
        found += [id] if when is not None and when <= now else []
    return found


async def to_post(db: Database, now: datetime, limit: int) -> list[ToPost]:
    """Return letters that are due, oldest first; one to nobody any more has no address."""
    columns = ", ".join(f"n.{name.strip()}" for name in rows.LETTER.split(","))
    sql = (
        f"select {columns}, p.address from letter n left join correspondent p on p.person = n.person"
        f" where n.state = 'due' and n.due <= $1 order by n.due, n.id limit {int(limit)}"
    )
    found = [(rows.letter(r[:-1]), r[-1] or "") for r in await db.read(sql, (rows.stamp(now),))]
    if not found:
        return []
    ids = list(dict.fromkeys(letter.request for letter, _ in found))
    asked = {r.id: r for r in await read_requests(db, f"id in ({holes(len(ids))})", ids)}
    whole = [m for r in asked.values() for m in r.shown]
    texts = {}
    if whole:
        sql = f"select id, text from message where id in ({holes(len(whole))})"
        texts = {r[0]: r[1] or "" for r in await db.read(sql, whole)}
    there = await _around(db, [r.conversation for r in asked.values()])
    people = {
        r[0]: rows.person(r) for r in await db.read("select name, roles, departments, channels, active from person")
    }
    return [
        ToPost(letter, to, r, there[r.conversation], people.get(letter.person), _shown(r, texts))
        for letter, to in found
        for r in (asked[letter.request],)
    ]


async def _around(db: Database, ids: Sequence[int]) -> dict[int, Conversation]:
    sql = f"select {rows.CONVERSATION} from conversation where id in ({holes(len(ids))})"
    return {r[0]: rows.conversation(r) for r in await db.read(sql, ids)}


def _shown(request: Request, texts: dict[int, str]) -> tuple[str, ...]:
    """Return what the department reads, oldest first."""
    read = {**{id: texts[id] for id in request.shown if id in texts}, **request.texts}
    return tuple(read[id] for id in sorted(read))
