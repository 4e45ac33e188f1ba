"""A small company with a clock that is moved by hand: people of all roles, two departments, two channels."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from inbox.bootstrap import House, create, open_house
from inbox.domain import commands as c
from inbox.domain.events import Recorded
from inbox.domain.incoming import Identity, Incoming, Kind, Visibility
from inbox.domain.model import Role
from inbox.domain.picture import Picture
from inbox.domain.replay import apply
from inbox.ports.adapter import Batch, Entry
from inbox.ports.desk import Desk
from inbox.ports.keeping import Taken
from inbox.services.intake import take_in
from inbox.storage import abilities, cards, routine, rows, signing, stormy
from inbox.storage.database import Database
from tests.founding import founded

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
PEOPLE = {
    "anna": (Role.MANAGER,),
    "jonas": (Role.MANAGER,),
    "mia": (Role.TRAINEE,),
    "tom": (Role.SPECIALIST,),
    "adam": (Role.ADMIN,),
    "otto": (Role.AUDITOR,),
}


class Clock:
    """Time that stands until it is moved."""

    def __init__(self) -> None:
        self.at = NOON

    def __call__(self) -> datetime:
        return self.at

    def move(self, **span: float) -> datetime:
        """Let time pass."""
        self.at += timedelta(**span)
        return self.at


class World:
    """An opened inbox and the people in it."""

    def __init__(self, house: House, clock: Clock, where: str) -> None:
        self.house = house
        self.clock = clock
        self.where = where
        self._said = 0

    @property
    def path(self) -> Path:
        """The file, where it is one."""
        return Path(self.where)

    @property
    def db(self) -> Database:
        """The database below, for looking at what is really stored."""
        return self.house._store._db

    async def desk(self, name: str) -> Desk:
        """Somebody's desk."""
        return await self.house.desk(name)

    async def take_in(self, *says: Incoming, channel: str = "acme@x", cursor: str = "c") -> Taken:
        """Let a platform say something."""
        entries = tuple(Entry(said.text.encode("utf-8", "replace"), (said,)) for said in says)
        return await take_in(self.house._office, channel, Batch(entries, cursor))

    async def arrives(self, text: str = "Hallo", *, who: str = "Käthe", channel: str = "acme@x", **more: object) -> int:
        """Let a customer write; returns the conversation."""
        self._said += 1
        await self.take_in(message(f"{who}-{self._said}", text, who=who, **more), channel=channel)
        found = await self.db.read("select id from conversation where channel = $1 and key = $2", (channel, who))
        return int(found[0][0])


def message(id: str, text: str = "Hallo", *, who: str = "Käthe", **more: object) -> Incoming:
    """One message of a customer."""
    said = Incoming(Kind.MESSAGE, id, who, NOON, id, identities=(Identity("x", who),), name=who, text=text)
    return replace(said, **{"visibility": Visibility.PUBLIC, **more})  # type: ignore[arg-type]


@asynccontextmanager
async def world(place: Path | str) -> AsyncIterator[World]:
    """Found the company: in a folder, or at the address of an empty database."""
    where, clock = str(place / "inbox.db") if isinstance(place, Path) else place, Clock()
    await (founded("world", Path(where), _found) if isinstance(place, Path) else _found(where))
    async with open_house(where, now=clock) as house:
        yield World(house, clock, where)


async def _found(where: str) -> None:
    clock = Clock()
    await create(where, lead="lea", departments=["development", "legal"], now=clock)
    async with open_house(where, now=clock) as house:
        lea = await house.desk("lea")
        await lea.perform(c.AddChannel("acme@x", "demo", (("pretends", "x"),)))
        await lea.perform(c.AddChannel("school@x", "demo", (("training", "1"),)))
        await lea.perform(c.AddChannel("foreign@x", "demo"))
        for name, roles in PEOPLE.items():
            departments = ("development",) if name == "tom" else ()
            channels = () if name in ("adam", "otto") else ("acme@x", "school@x")
            await lea.perform(c.AddPerson(name, roles, departments, channels))


async def stored(db: Database) -> Picture:
    """Read every noun that is stored."""
    picture = Picture()
    for r in await db.read("select name, roles, departments, channels, active from person"):
        picture.people[r[0]] = rows.person(r)
    for r in await db.read(f"select {rows.DEPARTMENT} from department"):
        picture.departments[r[0]] = rows.department(r)
    for r in await db.read("select name, platform, settings, active from channel"):
        picture.channels[r[0]] = rows.channel(r)
    for r in await db.read(f"select {rows.TOKEN} from token"):
        picture.tokens[r[0]] = rows.token(r)
    for r in await db.read(f"select {rows.LOGIN} from login"):
        picture.logins[r[0]] = rows.login(r)
    for r in await db.read("select id, name, name_salt from contact"):
        handles = await db.read("select kind, value, salt from handle where contact = $1", (r[0],))
        picture.contacts[r[0]] = rows.contact(r, handles)
    for r in await db.read(f"select {rows.LINK} from link"):
        picture.links[r[0]] = rows.link(r)
    for r in await db.read(f"select {rows.DISMISSAL} from dismissal"):
        picture.dismissals[r[0]] = rows.dismissal(r)
    for r in await db.read(f"select {rows.CONVERSATION} from conversation"):
        picture.conversations[r[0]] = rows.conversation(r)
    for r in await db.read(f"select {rows.MESSAGE} from message"):
        picture.messages[r[0]] = rows.message(r)
    for r in await db.read(f"select {rows.NOTE} from note"):
        picture.notes[r[0]] = rows.note(r)
    for r in await db.read(f"select {rows.DRAFT} from draft"):
        picture.drafts[r[0]] = rows.draft(r)
    for r in await db.read(f"select {rows.REQUEST} from request"):
        remarks = await db.read(f"select {rows.REMARK} from remark where request = $1 order by n", (r[0],))
        picture.requests[r[0]] = rows.request(r, remarks)
    for r in await db.read(f"select {cards.CARD} from card"):
        picture.cards[r[0]] = cards.card(r)
    for r in await db.read(f"select {rows.MOVE} from move"):
        picture.moves[r[0]] = rows.move(r)
    for kind, found in (await routine.nouns(db)).items():
        getattr(picture, kind).update(found)
    ids = list(picture.conversations)
    picture.mentions = await routine.mentions_here(db, ids) if ids else {}
    picture.told = await routine.told_here(db, ids) if ids else {}
    for r in await db.read(f"select {abilities.NEED} from need"):
        picture.needs[r[0]] = abilities.by_hand(r)
    for kind, nouns in (await abilities.house(db)).items():
        getattr(picture, kind).update(nouns)
    for r in await db.read(f"select {rows.CORRESPONDENT} from correspondent"):
        picture.correspondents[r[0]] = rows.correspondent(r)
    for r in await db.read(f"select {rows.LETTER} from letter"):
        picture.letters[r[0]] = rows.letter(r)
    await signing.load(db, picture)
    for r in await db.read(f"select {stormy.STORM} from storm"):
        picture.storms[r[0]] = stormy.storm(r)
    for r in await db.read(f"select {stormy.FREEZE} from stop"):
        picture.freezes[r[0]] = stormy.freeze(r)
    for r in await db.read(f"select {stormy.WATCH} from storm_watch"):
        picture.watches[r[0]] = stormy.watch(r)
    return picture


def replayed(facts: list[Recorded]) -> Picture:
    """Fold a whole feed."""
    picture = Picture()
    for fact in facts:
        apply(picture, fact)
    return picture


def plain(picture: Picture) -> dict[str, object]:
    """Return a picture without words, to be compared: previews are no facts."""
    return {
        "people": picture.people,
        "departments": picture.departments,
        "channels": picture.channels,
        "tokens": picture.tokens,
        "logins": picture.logins,
        "contacts": {i: replace(k, handles=tuple(sorted(k.handles, key=str))) for i, k in picture.contacts.items()},
        "links": picture.links,
        "dismissals": picture.dismissals,
        "conversations": {i: replace(k, preview="") for i, k in picture.conversations.items()},
        "messages": picture.messages,
        "notes": picture.notes,
        "drafts": picture.drafts,
        "requests": picture.requests,
        "moves": picture.moves,
        "templates": picture.templates,
        "views": picture.views,
        "mentions": picture.mentions,
        "hours": picture.hours,
        "rules": picture.rules,
        "told": picture.told,
        "abilities": picture.abilities,
        "needs": picture.needs,
        "need_rules": picture.need_rules,
        "absences": picture.absences,
        "correspondents": picture.correspondents,
        "letters": picture.letters,
        "cards": picture.cards,
        "guards": picture.guards,
        "risks": picture.risks,
        "storms": picture.storms,
        "freezes": picture.freezes,
        "watches": picture.watches,
    }
