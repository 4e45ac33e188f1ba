"""Who is here: told to whoever may read the conversation, by every server, and forgotten when it falls silent."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from inbox.domain import commands as c
from inbox.errors import BadInput, NotFound
from inbox.ports.desk import Desk
from inbox.ports.presence import GONE, REPEATED, Around
from inbox.ports.store import WHISPER
from inbox.services import presence
from inbox.services.desk import LocalDesk
from inbox.services.office import Office
from inbox.services.presence import Presence
from tests.world import World, world


class Pulse:
    """Seconds that pass when a test says so."""

    def __init__(self) -> None:
        self.at = 1000.0

    def __call__(self) -> float:
        return self.at


async def here(desk: Desk, screen: str = "") -> list[tuple[str, int, bool]]:
    """Return who is here, as somebody sees it."""
    return [(p.person, p.conversation, p.writing) for p in (await desk.around(screen=screen)).here]


def another_server(w: World, pulse: Pulse) -> Office:
    """Return another server of the same inbox."""
    office = Office(w.house._store, w.clock)
    office.presence = Presence(w.house._store, w.clock, pulse)
    return office


async def at(office: Office, w: World, name: str) -> LocalDesk:
    """Return somebody's desk at a server."""
    return LocalDesk(office, (await w.desk(name)).person)


async def test_colleagues_see_who_reads_and_who_writes_and_since_when(tmp_path: Path) -> None:
    async with world(tmp_path) as w:
        id = await w.arrives()
        anna, jonas = await w.desk("anna"), await w.desk("jonas")
        assert await jonas.around() == Around()
        await anna.look_at(id, screen="one")
        first = w.clock.at
        w.clock.move(minutes=2)
        await anna.look_at(id, screen="one")
        assert await here(jonas) == [("anna", id, False)]
        assert (await jonas.around()).here[0].since == first
        await anna.look_at(id, writing=True, screen="one")
        assert await here(jonas) == [("anna", id, True)]
        assert (await jonas.around()).here[0].since == w.clock.at
        await anna.look_at(None, screen="one")
        assert await jonas.around() == Around()


async def test_one_sees_ones_other_screens_and_never_this_one(tmp_path: Path) -> None:
    async with world(tmp_path) as w:
        id, other = await w.arrives(), await w.arrives(who="Ben")
        anna = await w.desk("anna")
        await anna.look_at(id, screen="one")
        await anna.look_at(other, screen="two")
        assert await here(anna, "one") == [("anna", other, False)]
        assert await here(anna, "two") == [("anna", id, False)]
        await anna.look_at(other, screen="one")
        assert await here(anna, "two") == [("anna", other, False)]


async def test_nobody_hears_of_a_conversation_they_may_not_read(tmp_path: Path) -> None:
    async with world(tmp_path) as w:
        foreign, own = await w.arrives(channel="foreign@x"), await w.arrives(who="Ben")
        lea, anna = await w.desk("lea"), await w.desk("anna")
        await lea.look_at(foreign, writing=True)
        for name in ("anna", "tom", "adam", "otto"):
            assert await (await w.desk(name)).around() == Around(), name
        await lea.look_at(own)
        assert await here(anna) == [("lea", own, False)]
        assert await here(await w.desk("tom")) == []
        await lea.perform(c.SetPerson("anna", channels=("school@x",)))
        assert await anna.around() == Around()


async def test_a_foreign_conversation_and_an_absent_one_look_the_same_and_cannot_be_looked_at(tmp_path: Path) -> None:
    async with world(tmp_path) as w:
        foreign = await w.arrives(channel="foreign@x")
        anna, tom, lea = await w.desk("anna"), await w.desk("tom"), await w.desk("lea")
        told = []
        for desk, id in ((anna, foreign), (anna, 10**9), (tom, foreign), (anna, 2**70)):
            with pytest.raises(NotFound) as refused:
                await desk.look_at(id)
            told.append(str(refused.value).replace(str(id), "N"))
        assert told[0] == told[1] == told[2]
        assert await lea.around() == Around()
        with pytest.raises(BadInput):
            await anna.look_at(None, screen="\udcff")


async def test_a_change_is_told_at_once_and_only_to_whom_it_shows_something(tmp_path: Path) -> None:
    async with world(tmp_path) as w:
        id, foreign = await w.arrives(), await w.arrives(channel="foreign@x")
        anna, lea = await w.desk("anna"), await w.desk("lea")
        waiting = asyncio.create_task(anna.around(wait=20, screen="here"))
        for look in (lea.look_at(foreign), anna.look_at(id, screen="here"), lea.look_at(foreign, writing=True)):
            await look
            done, _ = await asyncio.wait([waiting], timeout=2 * presence.TOGETHER)
            assert not done
        await lea.look_at(id)
        seen = await asyncio.wait_for(waiting, 5)
        assert [p.person for p in seen.here] == ["lea"]
        assert await anna.around(seen.number, screen="here") == seen
        assert (await anna.around(seen.number, wait=0.01, screen="here")) == seen


async def test_who_is_silent_for_forty_seconds_is_gone(tmp_path: Path) -> None:
    async with world(tmp_path) as w:
        id, pulse = await w.arrives(), Pulse()
        office = another_server(w, pulse)
        anna, jonas = await at(office, w, "anna"), await at(office, w, "jonas")
        await anna.look_at(id)
        for _ in range(5):
            pulse.at += REPEATED
            await anna.look_at(id)
        pulse.at += GONE - 1
        assert await here(jonas) == [("anna", id, False)]
        pulse.at += 1
        assert await here(jonas) == []


async def test_other_servers_tell_what_their_screens_do_and_one_that_dies_is_forgotten(tmp_path: Path) -> None:
    async with world(tmp_path) as w:
        id, pulse = await w.arrives(), Pulse()
        one, two, lone = another_server(w, pulse), another_server(w, pulse), await w.arrives(channel="foreign@x")
        anna, mia, jonas = await at(one, w, "anna"), await at(one, w, "mia"), await at(two, w, "jonas")
        await (await at(one, w, "lea")).look_at(lone)
        await mia.look_at(id)
        await anna.look_at(id, writing=True)
        assert sorted(await here(jonas)) == [("anna", id, True), ("mia", id, False)]
        for _ in range(5):  # both are heard of, although only one of them makes the server speak
            pulse.at += REPEATED - 1
            await anna.look_at(id, writing=True)
            pulse.at += 1
            await mia.look_at(id)
            assert sorted(await here(jonas)) == [("anna", id, True), ("mia", id, False)]
        await mia.look_at(None)
        assert await here(jonas) == [("anna", id, True)]
        pulse.at += GONE
        assert await here(jonas) == []


async def test_a_screen_that_moves_to_another_server_is_not_gone_because_the_first_one_says_so(tmp_path: Path) -> None:
    async with world(tmp_path) as w:
        id, other, pulse = await w.arrives(), await w.arrives(who="Ben"), Pulse()
        one, two = another_server(w, pulse), another_server(w, pulse)
        here_anna, there_anna, jonas = await at(one, w, "anna"), await at(two, w, "anna"), await at(one, w, "jonas")
        await here_anna.look_at(id, screen="s")
        await there_anna.look_at(other, screen="s")
        assert await here(jonas) == [("anna", other, False)]
        pulse.at += REPEATED
        await jonas.look_at(id)  # what this server says now leaves out who moved
        assert await here(await at(two, w, "mia")) == [("anna", other, False), ("jonas", id, False)]


async def test_a_whisper_is_short_and_says_no_word_of_a_customer(tmp_path: Path) -> None:
    async with world(tmp_path) as w:
        heard: list[str] = []
        pulse = Pulse()
        office, other = another_server(w, pulse), another_server(w, pulse)
        w.house._store.listen(heard.append)
        desks = [await at(office, w, name) for name in ("lea", "anna")]
        looked = [await w.arrives("Geheimnis", who=f"Kunde {n}") for n in range(presence.MOST + 5)]

        async def look(n: int) -> None:
            for desk in desks:
                await desk.look_at(looked[n], screen=f"{n:02}" + "😀" * 100)

        for n in range(presence.MOST + 5):
            await look(n)
        heard.clear()
        pulse.at += REPEATED
        for n in range(5, presence.MOST + 5):
            await look(n)
        pulse.at += presence.ASIDE
        await look(presence.MOST)
        assert len(await here(await at(other, w, "jonas"))) == 2 * presence.MOST
        assert len(heard) == 3
        assert len(heard[1].encode()) > WHISPER // 2
        assert all(len(line.encode()) <= WHISPER for line in heard)
        assert "Geheimnis" not in "".join(heard)
        assert "Kunde" not in "".join(heard)


async def test_what_is_no_whisper_of_ours_is_nobodys_word(tmp_path: Path) -> None:
    async with world(tmp_path) as w:
        for line in ("", "{}", "[]", '{"node":"x","screens":[1]}', '{"node":"x","screens":[["lea","",1]]}', "\udcff"):
            await w.house._store.whisper(line)
        assert await (await w.desk("anna")).around() == Around()
