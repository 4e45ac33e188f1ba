"""Response targets by the hours of a channel: warned once, told once that it is late, whatever many wait, on both databases."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from inbox.domain import commands as c
from inbox.domain.events import Recorded, TargetMissed, TargetNear
from inbox.domain.hours import of, target
from inbox.domain.incoming import Visibility
from inbox.errors import BadInput, NotAllowed, NotFound
from inbox.ports.desk import View
from inbox.services import watch
from tests.world import NOON, World, message, world


async def _told(w: World) -> list[Recorded]:
    facts = await (await w.desk("lea")).feed(0)
    return [f for f in facts if isinstance(f.event, (TargetNear, TargetMissed))]


async def _kinds(w: World) -> list[str]:
    return [type(f.event).__name__ for f in await _told(w)]


async def test_a_contact_who_waits_is_warned_of_once_and_once_called_too_late(place: Path | str) -> None:
    async with world(place) as w:
        lea, anna = await w.desk("lea"), await w.desk("anna")
        await lea.perform(c.SetHours("", "mon-fri 9-17", within=60 * 8, public=60))
        id = await w.arrives()
        await anna.perform(c.Take(id))
        (row,) = (await anna.conversations(View.MINE)).items
        assert (row.near, row.target) == (NOON + timedelta(minutes=45), NOON + timedelta(hours=1))
        for minutes, wanted in ((44, 0), (1, 1), (10, 1), (5, 2), (500, 2)):
            w.clock.move(minutes=minutes)
            await watch.look(w.house._office)
            assert len(await _told(w)) == wanted, minutes
        assert await _kinds(w) == ["TargetNear", "TargetMissed"]
        assert [f.event.due for f in await _told(w)] == [NOON + timedelta(hours=1)] * 2  # type: ignore[attr-defined]


async def test_an_answer_ends_the_waiting_and_the_next_message_begins_another(place: Path | str) -> None:
    async with world(place) as w:
        lea, anna = await w.desk("lea"), await w.desk("anna")
        await lea.perform(c.SetHours("acme@x", "mon-sun 0-24", within=60))
        id = await w.arrives()
        w.clock.move(minutes=50)
        await watch.look(w.house._office)
        await anna.perform(c.Reply(id, "Hallo", now=True))
        w.clock.move(minutes=60)
        await watch.look(w.house._office)
        assert await _kinds(w) == ["TargetNear"]
        await w.arrives("Noch etwas", occurred_at=w.clock())
        w.clock.move(minutes=61)
        await watch.look(w.house._office)
        assert await _kinds(w) == ["TargetNear", "TargetMissed"]
        assert await watch.look(w.house._office) == 0


async def test_a_channel_has_its_own_hours_and_what_sleeps_or_is_closed_is_not_late(place: Path | str) -> None:
    async with world(place) as w:
        lea = await w.desk("lea")
        await lea.perform(c.SetHours("", "mon-sun 0-24", within=60))
        await lea.perform(c.SetHours("school@x", "mon-sun 0-24"))
        await w.arrives(channel="school@x")
        asleep, closed = await w.arrives(who="A"), await w.arrives(who="B")
        await lea.perform(c.Take(asleep))
        await lea.perform(c.Take(closed))
        await lea.perform(c.Snooze(asleep, w.clock() + timedelta(days=1)))
        await lea.perform(c.Close(closed))
        w.clock.move(hours=3)
        await watch.look(w.house._office)
        assert await _told(w) == []
        await lea.perform(c.RemoveHours(""))
        assert [k.channel for k in await lea.hours()] == ["school@x"]


async def test_at_every_moment_exactly_those_are_told_of_whose_target_has_passed(place: Path | str) -> None:
    """Two hundred contacts write over a week; the warnings are those that counting each one's open time gives."""
    chance = random.Random(5)
    async with world(place) as w:
        lea = await w.desk("lea")
        await lea.perform(c.SetHours("", "mon-fri 9-17, sat 10-14", within=240, public=60, holidays=("2026-11-26",)))
        start = datetime(2026, 11, 23, tzinfo=UTC)
        says = []
        for n in range(200):
            at = start + timedelta(minutes=chance.randrange(6 * 24 * 60))
            seen = chance.choice([Visibility.PUBLIC, Visibility.PRIVATE])
            says.append(replace(message(f"k{n}", who=f"K{n}", occurred_at=at), visibility=seen))
        await w.take_in(*says)
        rows = await w.house._store.rows(lea.person, list(await lea.index(View.ALL)))
        kept = {k.channel: k for k in await lea.hours()}
        due = {r.conversation.id: target(of(kept, "acme@x"), r.conversation) for r in rows}
        assert len(due) == 200 and all(due.values())
        for hours in range(0, 24 * 8, 7):
            w.clock.at = start + timedelta(hours=hours)
            while await watch.look(w.house._office):
                pass
            told = {f.conversation for f in await w.house._store.between(1, 10**9) if isinstance(f.event, TargetMissed)}
            assert told == {id for id, both in due.items() if both and both[1] <= w.clock()}, hours
        assert (await lea.verify()).ok


async def test_hours_are_a_leads_and_are_refused_where_nobody_could_read_them(place: Path | str) -> None:
    async with world(place) as w:
        lea, anna = await w.desk("lea"), await w.desk("anna")
        with pytest.raises(NotAllowed):
            await anna.perform(c.SetHours("", "mon-fri 9-17"))
        for command in (
            c.SetHours("", "immer"), c.SetHours("", "mon 9-17", "Mars/Olympus"), c.SetHours("", "mon 9-17", holidays=("Weihnachten",)),
            c.SetHours("", "mon 9-17", within=-1), c.SetHours("", "mon 9-17", warn_at=0),
            c.SetHours("", "monster-fr 9-17"), c.SetHours("", "m 9-17"), c.SetHours("", "mon 9-10", within=60 * 24 * 60),
        ):  # fmt: skip
            with pytest.raises(BadInput):
                await lea.perform(command)
        with pytest.raises(NotFound):
            await lea.perform(c.SetHours("nirgends@x", "mon 9-17"))
        with pytest.raises(NotFound):
            await lea.perform(c.RemoveHours(""))


async def test_hours_are_kept_as_they_are_read_and_a_night_says_how_it_is_written(place: Path | str) -> None:
    async with world(place) as w:
        lea = await w.desk("lea")
        await lea.perform(c.SetHours("", "montag-fr 9-17, Saturday 10-14", within=60, holidays=("20261124",)))
        assert (await lea.hours())[0].holidays == ("2026-11-24",)
        await w.arrives()
        (row,) = (await lea.conversations(View.ALL)).items
        assert row.target == datetime(2026, 11, 25, 9, tzinfo=UTC)
        with pytest.raises(BadInput, match="mon-sun 22-24, mon-sun 0-6"):
            await lea.perform(c.SetHours("", "mon-sun 22-6"))
        await lea.perform(c.SetHours("", "mon-sun 22-24, mon-sun 0-6"))
