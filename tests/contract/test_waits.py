"""How long a contact waits: not beyond a closing, not since the past that a file brings in, on both databases."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from inbox.domain import commands as c
from inbox.domain.automation import If, Then
from inbox.domain.events import Recorded, TargetMissed
from inbox.domain.figures import Figure, Spread
from inbox.domain.incoming import Kind
from inbox.domain.model import Delivery
from inbox.ports.adapter import Batch, Entry
from inbox.ports.desk import Desk, made
from inbox.services import watch
from tests.world import NOON, World, message, plain, replayed, stored, world

ALWAYS, HOUR = "mon-sun 0-24", 3600


async def _answer(w: World, desk: Desk, id: int) -> None:
    """Answer, and let it arrive."""
    reply = made(await desk.perform(c.Reply(id, "Antwort", now=True)))
    assert reply is not None
    await w.house._office.perform(c.BeginSend(reply), None)
    await w.house._office.perform(c.EndSend(reply, Delivery.SENT), None)


async def _waits(desk: Desk, id: int) -> datetime | None:
    return (await desk.thread(id)).row.conversation.waiting_since


async def _missed(w: World) -> list[Recorded]:
    return [f for f in await (await w.desk("lea")).feed(0) if isinstance(f.event, TargetMissed)]


async def _whole(w: World) -> None:
    """See that what is stored is what the facts say."""
    assert plain(replayed(await w.house._store.between(1, 10**9))) == plain(await stored(w.db))
    assert (await (await w.desk("lea")).verify()).ok


async def test_a_contact_who_comes_back_after_a_closing_waits_anew(place: Path | str) -> None:
    async with world(place) as w:
        lea = await w.desk("lea")
        await lea.perform(c.SetHours("", ALWAYS, within=60))
        id = await w.arrives()
        await lea.perform(c.Take(id))
        w.clock.move(minutes=30)
        await lea.perform(c.Close(id))
        w.clock.move(days=20)
        back = w.clock()
        await w.arrives("Noch etwas", occurred_at=back)

        row = (await lea.thread(id)).row
        assert (row.conversation.waiting_since, row.target) == (back, back + timedelta(hours=1))
        assert await watch.look(w.house._office) == 0
        assert (await lea.report()).total.load == 2
        w.clock.move(minutes=10)
        await _answer(w, lea, id)
        assert (await lea.report()).total.first == Spread(1, 600, 600, 1)
        await _whole(w)


async def test_a_wait_that_a_closing_ended_stays_in_the_backlog_of_its_hours(place: Path | str) -> None:
    async with world(place) as w:
        lea = await w.desk("lea")
        id = await w.arrives()
        await lea.perform(c.Take(id))
        w.clock.move(hours=2)
        await lea.perform(c.Close(id))
        w.clock.move(hours=2)
        await w.arrives("Noch etwas", occurred_at=w.clock())
        w.clock.move(hours=1)

        hours = (await lea.report(NOON - timedelta(hours=1))).backlog
        assert [h.waiting for h in hours] == [1, 1, 0, 0, 1, 1]
        assert list(await lea.behind(Figure.BACKLOG, NOON - timedelta(hours=1), NOON + timedelta(hours=1))) == [id]
        assert list(await lea.behind(Figure.BACKLOG, NOON - timedelta(hours=1), NOON + timedelta(hours=3))) == []


async def test_an_answer_that_opens_a_closed_conversation_or_comes_from_elsewhere_does_not_answer_an_ended_wait(
    place: Path | str,
) -> None:
    async with world(place) as w:
        lea = await w.desk("lea")
        ours, theirs = await w.arrives(who="A"), await w.arrives(who="B")
        for id in (ours, theirs):
            await lea.perform(c.Take(id))
            await lea.perform(c.Close(id))
        w.clock.move(days=3)
        await _answer(w, lea, ours)
        await w.arrives("Noch etwas", who="B", occurred_at=w.clock())
        w.clock.move(hours=1)
        await w.take_in(message("echo", "Von dort", who="B", kind=Kind.ECHO, occurred_at=w.clock()))

        assert (await lea.report()).total.first == Spread(1, HOUR, HOUR, 1)
        hours = (await lea.report(NOON - timedelta(hours=1))).backlog
        assert [h.waiting for h in hours][-2:] == [1, 0]


async def test_whoever_takes_a_closing_back_has_the_wait_back(place: Path | str) -> None:
    async with world(place) as w:
        lea = await w.desk("lea")
        id = await w.arrives()
        await lea.perform(c.Take(id))
        await lea.perform(c.Close(id))
        w.clock.move(hours=1)
        await lea.perform(c.Reopen(id))

        assert await _waits(lea, id) == NOON
        await _whole(w)


async def test_an_answer_from_what_was_known_already_is_no_department_s_work(place: Path | str) -> None:
    async with world(place) as w:
        lea, tom = await w.desk("lea"), await w.desk("tom")
        first, second = await w.arrives(who="A"), await w.arrives(who="B")
        asked = made(await lea.perform(c.Ask(first, "development", "Wann kommt der Fehler weg?")))
        assert asked is not None
        w.clock.move(hours=2)
        await tom.perform(c.Answer(asked, "Morgen."))
        await lea.perform(c.Accept(asked))
        await lea.perform(c.Reuse(second, asked))

        assert (await lea.report()).total.turnaround == Spread(1, 2 * HOUR, 2 * HOUR, 1)
        assert list(await lea.behind(Figure.TURNAROUND)) == [first]


@pytest.mark.parametrize("days", [400, 0])
async def test_what_a_file_brings_in_sets_off_rules_and_alarms_only_if_it_is_not_long_past(
    place: Path | str, days: int
) -> None:
    async with world(place) as w:
        lea = await w.desk("lea")
        await lea.perform(c.SetHours("", ALWAYS, within=60))
        await lea.perform(c.SetRule("R", "arrives", If(), (Then("tag", "neu"),)))
        await lea.perform(c.SetRule("S", "missed", If(), (Then("tag", "spät"),)))
        for rule in await lea.rules():
            await lea.perform(c.SwitchRule(rule.name, on=True, version=rule.trial))
        said = message("alt", occurred_at=NOON - timedelta(days=days, hours=2))
        await (await w.house.keeping("adam")).take("acme@x", Batch((Entry(b"", (said,)),), ""))
        while await watch.look(w.house._office):
            pass

        ids = [f.conversation for f in await lea.feed(0) if f.conversation]
        row = (await lea.thread(ids[0])).row
        assert row.conversation.tags == (() if days else ("neu", "spät"))
        assert (row.target is None, not await _missed(w)) == (bool(days), bool(days))
        await _whole(w)
        # What is said now counts as ever, in the same conversation too.
        await _answer(w, lea, row.conversation.id)
        await w.take_in(replace(message("jetzt"), occurred_at=w.clock()))
        w.clock.move(hours=2)
        await watch.look(w.house._office)
        assert (await lea.thread(row.conversation.id)).row.conversation.tags == ("neu", "spät")


async def test_hours_without_a_target_measure_an_hour_of_theirs(place: Path | str) -> None:
    """Open from two: who wrote at noon and is answered at half past two waited half an hour of it."""
    async with world(place) as w:
        lea = await w.desk("lea")
        await lea.perform(c.SetHours("", "mon-sun 14-24", "UTC"))
        id = await w.arrives()
        w.clock.move(hours=2, minutes=30)
        await _answer(w, lea, id)

        first = (await lea.report(NOON - timedelta(hours=1))).total.first
        assert first is not None and (first.count, first.within) == (1, 1)
