"""Reads why we said something: a reply, the facts of its conversation, and whether words and facts still fit each other."""

from __future__ import annotations

from collections.abc import Sequence

from inbox.domain import events as e
from inbox.domain import standing
from inbox.domain import why as domain
from inbox.domain.goals import Card
from inbox.domain.model import Direction, Message, Note, Person, Request, Words, unanswered
from inbox.errors import NotFound
from inbox.ports.desk import Row
from inbox.ports.guiding import Why
from inbox.storage import cards, rows
from inbox.storage.database import Database, Reading
from inbox.storage.gaps import chunks, holes
from inbox.storage.listing import read_rows, sight
from inbox.storage.threads import read_requests
from inbox.storage.unit import link

_FACTS = (
    "select f.number, f.at, f.by, f.conversation, f.kind, f.body, f.hash, coalesce(b.hash, '') from feed f"
    " left join feed b on b.number = f.number - 1"
)
"""Facts, each with the hash of the one before it."""


def _chained(r: rows.Row) -> bool:
    return link(r[7], *r[:6]) == str(r[6])


async def why(db: Database, person: Person, id: int) -> Why:
    """Return why we said this. Raises: NotFound, the same for absent and foreign."""
    async with db.snapshot() as then:
        seen, args = sight(person, 2)
        sql = (
            "select m.conversation from message m join conversation c on c.id = m.conversation"
            f" where m.id = $1 and m.author != '' and {seen}"
        )
        found = await then.read(sql, [id, *args])
        if not found:
            raise NotFound("There is no reply {id} here for you.", id=id)
        told = await _Told.read(then, person, found[0][0])
        return await told.why(then, next(m for m in told.messages if m.id == id))


async def reasons(db: Database, person: Person, conversation: int) -> tuple[Why, ...]:
    """Return why we said each of our replies in a conversation, oldest first. Raises: NotFound."""
    async with db.snapshot() as then:
        told = await _Told.read(then, person, conversation)
        ours = [m for m in told.messages if m.author and m.part == 1]
        return tuple([await told.why(then, m) for m in ours])


class _Told:
    """A conversation's messages and facts, as of one moment."""

    def __init__(self, row: Row, messages: list[Message], facts: list[e.Recorded], broken: set[int], head: str) -> None:
        self.row = row
        self.messages = messages
        self.facts = facts
        self.broken = broken
        self.made = standing.told(facts)
        self.head = head

    @staticmethod
    async def read(db: Reading, person: Person, id: int) -> _Told:
        """Read a conversation. Raises: NotFound."""
        found = await read_rows(db, person, [id])
        if not found:
            raise NotFound("There is no conversation {id} here for you.", id=id)
        said = await db.read(f"select {rows.MESSAGE} from message where conversation = $1 order by number", (id,))
        facts = await db.read(f"{_FACTS} where f.conversation = $1 order by f.number", (id,))
        broken = {r[0] for r in facts if not _chained(r)}
        ((last, head),) = await db.read("select feed, head from counter where one = 1")
        told = [rows.recorded(r[:6]) for r in facts]
        return _Told(found[0], [rows.message(r) for r in said], told, broken, f"{last}:{head}")

    async def why(self, db: Reading, message: Message) -> Why:
        """Return why one of our replies was said."""
        first = message.first or message.id
        parts = tuple(m for m in self.messages if m.id == message.id or (message.first and m.first == first))
        steps = domain.steps(self.facts, parts)
        origin = domain.written(self.facts, parts[0].id)
        before = [m for m in self.messages if m.number < parts[0].number]
        versions = await read_cards(db, parts[0].under)
        requests = await _requests(db, [a for m in parts for a in m.answers])
        notes = await _notes(db, [step.note for step in steps if step.note])
        proven = (
            not self.broken & {step.number for step in steps}
            and all(m.words.text is not None and standing.stands(m, self.made.get(m.id)) for m in parts)
            and not any(m.edited for m in parts)
            and all(_fits(r.answer, self._answered(r.id)) for r in requests if r.answer is not None)
            and await _cards_fit(db, versions)
            and origin is not None
        )
        return Why(
            parts,
            self.row.contact,
            self.row.conversation.channel,
            unanswered(before) if any(m.direction is Direction.IN for m in before) else (),
            domain.owner_then(self.facts, origin.number) if origin else "",
            tuple(versions),
            tuple(requests),
            steps,
            tuple(notes),
            domain.saw(steps),
            proven,
            self.head,
        )

    def _answered(self, request: int) -> Words | None:
        answers = [f.event for f in self.facts if isinstance(f.event, e.RequestAnswered) and f.event.request == request]
        return answers[-1].answer if answers else None


def _fits(kept: Words | None, said: Words | None) -> bool:
    return kept is not None and said is not None and kept.text is not None and kept == said


async def read_cards(db: Reading, ids: Sequence[int]) -> list[Card]:
    """Return these versions of goals and guidelines, oldest first."""
    found: list[Card] = []
    for chunk in chunks(list(ids)):
        sql = f"select {cards.CARD} from card where id in ({holes(len(chunk))}) order by id"
        found += map(cards.card, await db.read(sql, chunk))
    return found


async def _cards_fit(db: Reading, versions: Sequence[Card]) -> bool:
    """Tell whether cards say what was published."""
    for card in versions:
        sql = f"{_FACTS} where f.kind = 'CardPublished' and f.at = $1 order by f.number"
        facts = [r for r in await db.read(sql, (rows.stamp(card.at),)) if _chained(r)]
        published = [rows.recorded(r[:6]).event for r in facts]
        if not any(_same(card, event) for event in published if isinstance(event, e.CardPublished)):
            return False
    return True


def _same(card: Card, event: e.CardPublished) -> bool:
    kept, said = (card.title, card.do, card.dont, card.measure), (event.title, event.do, event.dont, event.measure)
    return card.id == event.id and card.scope == event.scope and kept == said


async def _notes(db: Reading, ids: Sequence[int]) -> list[Note]:
    sql = f"select {rows.NOTE} from note where id in ({holes(len(ids))}) order by id"
    return [rows.note(r) for r in await db.read(sql, list(ids))] if ids else []


async def _requests(db: Reading, ids: Sequence[int]) -> list[Request]:
    return await read_requests(db, f"id in ({holes(len(ids))}) order by id", list(ids)) if ids else []
