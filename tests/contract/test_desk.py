"""What every Desk promises, however it is reached: in this event loop, or across to the house's own thread."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from inbox.domain import commands as c
from inbox.domain.events import Assigned
from inbox.domain.model import Words
from inbox.domain.views import Filter
from inbox.errors import BadInput, Conflict, NotAllowed, NotFound, Refused
from inbox.joining import Threaded
from inbox.ports.desk import Desk, View, made
from inbox.ports.presence import Around
from tests.contract.reads import READS
from tests.served import Tokens, far, serving, socketed
from tests.world import World, message, world

Desks = Callable[[str], Awaitable[Desk]]


@asynccontextmanager
async def company(place: Path | str) -> AsyncIterator[World]:
    """The company, and thirty customers who wrote."""
    async with world(place) as w:
        await w.take_in(*(message(f"m{n}", f"Nachricht {n} Größe Straße", who=f"Kunde {n}") for n in range(30)))
        yield w


@asynccontextmanager
async def local(place: Path | str) -> AsyncIterator[Desks]:
    """Desks in this loop."""
    async with company(place) as w:
        yield w.desk


@asynccontextmanager
async def threaded(place: Path | str) -> AsyncIterator[Desks]:
    """Desks of a house on a thread of its own."""
    async with local(place):
        pass
    house = Threaded(place if isinstance(place, str) else str(place / "inbox.db"), run=False)
    house.start()
    try:
        yield house.desk
    finally:
        house.stop()


@asynccontextmanager
async def remote(place: Path | str) -> AsyncIterator[Desks]:
    """Desks at a server, each with a token of its own."""
    async with company(place) as w, AsyncExitStack() as stack:
        tokens = Tokens(w.house)
        where = await stack.enter_async_context(serving(w.house, tokens))

        async def desk(name: str) -> Desk:
            return await (await stack.enter_async_context(far(where, tokens.make(name)))).desk(name)

        yield desk


@asynccontextmanager
async def joined(place: Path | str) -> AsyncIterator[Desks]:
    """Desks through a socket of this machine."""
    with TemporaryDirectory() as folder:
        async with (
            company(place) as w,
            socketed(w.house, Path(folder) / "s") as path,
            far("", socket=path) as house,
        ):
            yield house.desk


WAYS = [local, threaded, remote, *([joined] if int(os.environ.get("INBOX_TEST_DOSE", "1")) > 1 else [])]
"""A socket differs from an address by its door only, which tests/server looks at: a heavier dose tries all of it."""


@pytest.fixture(params=WAYS, ids=lambda way: way.__name__)
async def desks(request: pytest.FixtureRequest, place: Path | str) -> AsyncIterator[Desks]:
    """Each way to reach a desk."""
    async with request.param(place) as found:
        yield found


async def test_paging_shows_each_conversation_once_in_the_views_order(desks: Desks) -> None:
    for view in (View.ALL, View.UNOWNED, View.WAITING):
        await _pages_in_order(await desks("anna"), view)


async def _pages_in_order(anna: Desk, view: View) -> None:
    found: list[int] = []
    after = ""
    while True:
        page = await anna.conversations(view, limit=7, after=after)
        found += [r.conversation.id for r in page.items]
        if page.next is None:
            break
        after = page.next

    assert found == list(await anna.index(view))
    assert len(found) == len(set(found)) == 30
    assert [r.conversation.id for r in await anna.rows(found[5:9])] == found[5:9]


async def test_paging_neither_skips_nor_repeats_what_was_there_while_others_come_and_go(desks: Desks) -> None:
    anna = await desks("anna")
    there = set(await anna.index(View.UNOWNED))
    page = await anna.conversations(View.UNOWNED, limit=10)
    seen = [r.conversation.id for r in page.items]
    await anna.perform(c.Take(seen[0]))
    while page.next:
        page = await anna.conversations(View.UNOWNED, limit=10, after=page.next)
        seen += [r.conversation.id for r in page.items]

    assert set(seen) == there
    assert len(seen) == len(set(seen))


async def test_a_cursor_that_is_none_is_refused_with_a_sentence(desks: Desks) -> None:
    anna = await desks("anna")
    for cursor in ("x", "W10", "WzEsMiwzXQ", "bnVsbA"):
        with pytest.raises(BadInput, match="is no cursor"):
            await anna.conversations(View.ALL, after=cursor)


async def test_of_fifty_who_take_at_once_one_wins_and_the_others_learn_the_name(desks: Desks) -> None:
    anna, jonas = await desks("anna"), await desks("jonas")
    id = (await anna.index(View.UNOWNED))[0]

    outcomes = await asyncio.gather(
        *((anna, jonas)[n % 2].perform(c.Take(id)) for n in range(50)), return_exceptions=True
    )

    winners = [o for o in outcomes if isinstance(o, tuple)]
    assert len(winners) == 1
    event = winners[0][0].event
    assert isinstance(event, Assigned)
    losers = [o for o in outcomes if isinstance(o, Conflict)]
    assert len(losers) == 25
    assert all(o.values["owner"] == event.owner for o in losers)


async def test_the_same_key_again_returns_the_first_outcome_and_does_nothing(desks: Desks) -> None:
    anna = await desks("anna")
    id = (await anna.index(View.UNOWNED))[0]
    first = await anna.perform(c.WriteNote(id, "einmal"), "k1")
    again = await anna.perform(c.WriteNote(id, "einmal"), "k1")

    assert made(again) == made(first)
    assert len((await anna.thread(id)).notes) == 1
    with pytest.raises(Refused, match="used for something else"):
        await anna.perform(c.WriteNote(id, "etwas anderes"), "k1")
    await (await desks("jonas")).perform(c.WriteNote(id, "von jonas"), "k1")


SPELLINGS = "größe", "groesse", "Grosse", "GRÖSSE", "strasse", "Straße", "nachricht", "Nachr*", '"Größe Straße"'


async def test_words_are_found_in_every_spelling(desks: Desks) -> None:
    anna = await desks("anna")

    assert [word for word in SPELLINGS if not (await anna.search(word, limit=5)).items] == []


async def test_notes_requests_answers_and_contacts_are_found_and_pages_go_on(desks: Desks) -> None:
    anna, tom = await desks("anna"), await desks("tom")
    id = (await anna.index(View.ALL))[0]
    await anna.perform(c.WriteNote(id, "Zettelkasten"))
    asked = await anna.perform(c.Ask(id, "development", "Wunderfrage?"))
    await tom.perform(c.Answer(made(asked) or 0, "Zauberantwort"))

    for word, kind in (
        ("zettelkasten", "note"),
        ("wunderfrage", "request"),
        ("zauberantwort", "request"),
        ("kunde", "contact"),
    ):
        assert kind in {h.kind for h in (await anna.search(word)).items}
    first = await anna.search("nachricht", limit=20)
    rest = await anna.search("nachricht", limit=20, after=first.next or "")
    assert len({h.id for h in (*first.items, *rest.items)}) == 30


NARROWED = {
    "from:Kunde nachricht": 30,
    "owner:me": 0,
    "is:unowned is:open": 30,
    "channel:acme@x größe": 30,
    "is:closed": 0,
    "before:2020-01-01": 0,
    "after:2020-01-01 nachricht": 30,
    "tag:vip": 0,
}


async def test_operators_narrow_a_search(desks: Desks) -> None:
    anna = await desks("anna")
    found = {words: len({h.conversation for h in (await anna.search(words, limit=100)).items}) for words in NARROWED}

    assert found == NARROWED


async def test_no_search_breaks_the_inbox(desks: Desks) -> None:
    anna = await desks("anna")
    for words in (
        "",
        "   ",
        '"',
        "is:nonsense",
        "before:gestern",
        "owner:",
        "NEAR(",
        "*",
        "a AND",
        "^x",
        "{a b}:c",
        "col:x OR",
        "-x",
        "'; drop table message; --",
    ):
        with suppress(BadInput):
            await anna.search(words)
        assert (await anna.counts()).views[View.ALL] == 30, words


async def test_the_feed_tells_everything_in_order_without_words_and_wakes_who_waits(desks: Desks) -> None:
    anna = await desks("anna")
    start = await anna.last()
    waiting = asyncio.create_task(anna.feed(start, wait=10))
    id = (await anna.index(View.UNOWNED))[0]
    await anna.perform(c.WriteNote(id, "still und leise"))
    facts = await asyncio.wait_for(waiting, 5)

    assert [f.number for f in facts] == [start + 1]
    assert facts[0].by == "anna"
    words = facts[0].event.words  # type: ignore[attr-defined]
    assert isinstance(words, Words)
    assert words.text is None
    assert words.commitment
    assert await anna.feed(await anna.last()) == ()


async def test_nobody_hears_of_foreign_channels(desks: Desks, tmp_path: Path) -> None:
    lea, anna = await desks("lea"), await desks("anna")
    await lea.perform(c.SetPerson("anna", channels=("school@x",)))
    assert not (await anna.conversations(View.ALL)).items
    assert (await anna.counts()).views[View.ALL] == 0
    assert not (await anna.search("nachricht")).items
    assert not [f for f in await anna.feed(0) if f.conversation is not None]
    id = (await lea.index(View.ALL))[0]
    for read in (anna.thread(id), anna.thread(424242)):
        with pytest.raises(NotFound):
            await read
    assert await anna.rows([id]) == []


async def test_a_bulk_move_is_one_step_and_taken_back_in_one(desks: Desks) -> None:
    anna, jonas, lea = [await desks(n) for n in ("anna", "jonas", "lea")]
    for id in list(await anna.index(View.UNOWNED))[:12]:
        await anna.perform(c.Take(id))
    await lea.perform(c.AssignAll("anna", "jonas", "krank"))
    assert (await jonas.counts()).views[View.MINE] == 12
    kept = next(iter(await jonas.index(View.MINE)))
    await jonas.perform(c.Release(kept))
    await lea.perform(c.UndoMove())
    assert (await anna.counts()).views[View.MINE] == 11
    assert (await lea.undoable()) is None
    with pytest.raises(Refused):
        await lea.perform(c.UndoMove())


async def test_chosen_conversations_of_several_people_are_handed_on_in_one_step_and_taken_back_in_one(
    desks: Desks,
) -> None:
    anna, jonas, lea = [await desks(n) for n in ("anna", "jonas", "lea")]
    ids = list(await lea.index(View.UNOWNED))[:4]
    await anna.perform(c.Take(ids[0]))
    await jonas.perform(c.Take(ids[1]))
    facts = await lea.perform(c.AssignMany(tuple(ids), "jonas", "bitte"))
    assert [f.conversation for f in facts if isinstance(f.event, Assigned)] == [ids[0], *ids[2:]]
    assert [r.conversation.owner for r in await lea.rows(ids)] == ["jonas"] * 4
    with pytest.raises(Refused):
        await lea.perform(c.AssignMany(tuple(ids), "jonas"))
    with pytest.raises(NotAllowed):
        await anna.perform(c.AssignMany(tuple(ids), "anna"))
    await lea.perform(c.UndoMove())
    assert [r.conversation.owner for r in await lea.rows(ids)] == ["anna", "jonas", None, None]
    await anna.perform(c.AssignMany((ids[0],), "jonas"))
    await anna.perform(c.UndoMove())
    assert [r.conversation.owner for r in await lea.rows(ids)] == ["anna", "jonas", None, None]


async def test_a_list_is_narrowed_by_channel_owner_and_tag(desks: Desks) -> None:
    anna = await desks("anna")
    id = (await anna.index(View.UNOWNED))[0]
    await anna.perform(c.Take(id))
    await anna.perform(c.Tag(id, ("vip",)))
    for narrow, count in (
        (Filter(tag="vip"), 1),
        (Filter(owner="anna"), 1),
        (Filter(channel="acme@x"), 30),
        (Filter(channel="school@x"), 0),
    ):
        assert len((await anna.conversations(View.ALL, narrow)).items) == count


async def test_somebody_who_was_removed_reads_nothing_any_more(desks: Desks) -> None:
    assert {*READS, "person", "perform"} == {name for name in dir(Desk) if not name.startswith("_")}
    lea, jonas = await desks("lea"), await desks("jonas")
    await lea.perform(c.RemovePerson("jonas"))
    for read in READS.values():
        with pytest.raises(NotAllowed, match=r"no longer works here|token that is valid now"):
            await read(jonas)


async def test_who_is_here_is_told_to_other_desks_and_heard_of_while_they_wait(desks: Desks) -> None:
    anna, jonas = await desks("anna"), await desks("jonas")
    id = (await anna.index(View.ALL))[0]
    waiting = asyncio.create_task(jonas.around(wait=10, screen="his"))
    await anna.look_at(id, screen="hers")
    seen = await waiting
    assert [(p.person, p.conversation, p.writing, p.screen) for p in seen.here] == [("anna", id, False, "hers")]
    assert await jonas.around(seen.number, wait=0.01, screen="his") == seen
    assert (await anna.around(screen="hers")).here == ()
    await anna.look_at(id, writing=True, screen="hers")
    wrote = await jonas.around(seen.number, wait=10, screen="his")
    assert wrote.number != seen.number
    assert wrote.here[0].writing
    await anna.look_at(None, screen="hers")
    assert await jonas.around(screen="his") == Around()


async def test_what_may_not_be_read_cannot_be_looked_at(desks: Desks) -> None:
    anna, tom = await desks("anna"), await desks("tom")
    id = (await anna.index(View.ALL))[0]
    for desk, there in ((tom, id), (anna, 10**9)):
        with pytest.raises(NotFound, match="There is no conversation"):
            await desk.look_at(there)
    await anna.look_at(id, writing=True)
    assert await tom.around() == Around()
