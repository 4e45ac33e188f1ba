"""The inbox notices a storm by itself, gathers it under one lead, and lets nothing leave that a freeze stops."""

from __future__ import annotations

import itertools
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from inbox.domain import commands as c
from inbox.domain.events import ReplyWritten, StormEnded, StormRaised
from inbox.domain.incoming import Incoming
from inbox.domain.model import Delivery, Role
from inbox.domain.risk.assessing import assess
from inbox.domain.risk.standard import STANDARD
from inbox.domain.statement import PROPOSED, language
from inbox.domain.storm import Signals, StormState
from inbox.errors import NotAllowed
from inbox.services import watch
from tests.traffic import BEGIN, STORMS, Peak, Row, traffic
from tests.world import World, message, world

WHEN = BEGIN + timedelta(days=15, hours=14)
_COUNT = itertools.count()


def incoming(row: Row) -> Incoming:
    said = row.said
    return message(f"m{next(_COUNT)}", said.text, who=said.author, occurred_at=said.at)


async def live(w: World, rows: Sequence[Row], *, step: int = 40, fresh: datetime = WHEN) -> None:
    """Let customers write: what is long past all at once, what is fresh one by one, with the watch looking on."""
    w.clock.at = max(w.clock.at, fresh) if w.clock.at > fresh else fresh
    past = [r for r in rows if r.said.at < fresh]
    for start in range(0, len(past), 100):
        await w.take_in(*map(incoming, past[start : start + 100]))
    while await watch.hear(w.house._office):
        pass
    for row in (r for r in rows if r.said.at >= fresh):
        w.clock.at = max(w.clock.at, row.said.at)
        await w.take_in(incoming(row))
        await watch.hear(w.house._office)


@asynccontextmanager
async def weathered(place: Path | str) -> AsyncIterator[World]:
    """The company two weeks on, in which a storm about a depot has just been noticed."""
    async with world(place) as w:
        w.clock.at = WHEN
        rows = traffic(7, 15.1 / 7, 60, [Peak("depot", WHEN, 1, 8, STORMS["depot"])])
        await live(w, [r for r in rows if r.said.at < WHEN + timedelta(minutes=25)])
        yield w


async def test_a_storm_is_raised_once_gathered_led_stated_and_is_over_when_it_is_calm(place: Path | str) -> None:
    async with weathered(place) as w:
        lea, anna = await w.desk("lea"), await w.desk("anna")
        (row,) = (await lea.weather()).storms
        assert "depot" in str(row.storm.topic).casefold()
        assert (row.storm.state, row.storm.owner, row.storm.led) == (StormState.RISING, "lea", False)
        assert row.conversations >= 6
        assert row.unowned == row.conversations
        view = await lea.storm(row.storm.id)
        said = " ".join(t.last_words for t in view.threads).casefold()
        assert said.count("depot") >= 0.8 * len(view.threads)
        assert view.proposed in PROPOSED.values()

        with pytest.raises(NotAllowed, match="lead storms or freeze"):
            await anna.perform(c.LeadStorm(row.storm.id))
        await lea.perform(c.StateStorm(row.storm.id, "Wir prüfen das Depot."))
        await lea.perform(c.LeadStorm(row.storm.id, "anna"))
        (row,) = (await lea.weather()).storms
        assert (row.unowned, row.storm.owner, str(row.storm.statements["de"].words)) == (
            0,
            "anna",
            "Wir prüfen das Depot.",
        )
        assert dict((await anna.storm(row.storm.id)).texts) == {**PROPOSED, "de": "Wir prüfen das Depot."}

        w.clock.move(minutes=5)
        id = await w.arrives("Das Depot schon wieder, alles steht. Unverschämt!", who="late")
        await watch.hear(w.house._office)
        assert (await lea.thread(id)).row.conversation.owner == "anna"
        await lea.perform(c.UndoMove())
        assert (await lea.weather()).storms[0].unowned == row.conversations

        w.clock.move(minutes=70)
        await watch.hear(w.house._office)
        assert (await lea.weather()).storms[0].storm.state is StormState.OVER
        kinds = [type(f.event) for f in await lea.feed(0, limit=500) if isinstance(f.event, StormRaised | StormEnded)]
        assert kinds.count(StormRaised) <= 1
        assert (await lea.verify()).ok


async def test_each_thread_is_told_in_its_language_and_what_the_rules_hold_is_signed_off_once(
    place: Path | str,
) -> None:
    async with world(place) as w:
        lea = await w.desk("lea")
        for name in ("lou", "lola"):
            await lea.perform(c.AddPerson(name, (Role.LEAD,)))
        german, english = (
            await w.arrives("Wo ist mein Paket und wie lange noch?"),
            await w.arrives("Where is the parcel, and why is it late?", who="Ben"),
        )
        raised = c.RaiseStorm("Paket", Signals(9, 9, 9, 9), (german, english))
        storm = next(
            f.event.id for f in await w.house._office.perform(raised, None) if isinstance(f.event, StormRaised)
        )
        view = await lea.storm(storm)
        assert [view.text_for(id) for id in (german, english)] == [PROPOSED["de"], PROPOSED["en"]]

        text = "Das war unser Fehler, und wir sehen nach."
        await lea.perform(c.StateStorm(storm, text))
        view = await lea.storm(storm)
        assert view.waits == ("de",) and {o.conversation: o.in_the_way for o in view.threads} == {
            german: "statement",
            english: "",
        }
        with pytest.raises(NotAllowed, match="their own statement"):
            await lea.perform(c.ReleaseStatement(storm))
        await (await w.desk("lou")).perform(c.ReleaseStatement(storm))
        view = await lea.storm(storm)
        assert (view.waits, view.text_for(german), view.text_for(english)) == ((), text, PROPOSED["en"])

        for id in (german, english):
            facts = await lea.perform(c.Reply(id, view.text_for(id), canned=True))
            assert [f.event.delivery for f in facts if isinstance(f.event, ReplyWritten)] == [Delivery.QUEUED]
        third = await w.arrives("Und meins?", who="Cem")
        facts = await lea.perform(c.Reply(third, text, canned=True))
        assert [f.event.delivery for f in facts if isinstance(f.event, ReplyWritten)] == [Delivery.HELD]
        await lea.perform(c.StateStorm(storm, text))
        assert (await lea.storm(storm)).waits == ("de",)
        assert (await lea.verify()).ok


@pytest.mark.parametrize("lang", PROPOSED)
@pytest.mark.parametrize("public", [True, False])
def test_what_the_inbox_proposes_to_tell_is_not_held_by_the_rules_of_the_house(lang: str, public: bool) -> None:
    assert assess(PROPOSED[lang], STANDARD, public=public, names=()) == ()
    assert language([PROPOSED[lang]]) == lang


async def test_what_was_learnt_outlives_the_program_and_a_storm_is_known_again(place: Path | str) -> None:
    async with weathered(place) as w:
        lea = await w.desk("lea")
        _, learnt = (await w.house._store.usual())[""]
        before = (await lea.weather()).storms[0]
        office = w.house._office
        office.storms.__init__(w.house._store, w.clock)  # type: ignore[misc]  # as after a restart
        w.clock.move(minutes=2)
        for n in range(4):
            await w.arrives(f"Im Depot steht alles, unverschämt, {n} Tage!", who=f"spät {n}")
        while await watch.hear(office):
            pass
        (after,) = (await lea.weather()).storms
        assert after.storm.id == before.storm.id
        assert after.conversations >= before.conversations + 3
        assert '"terms"' in learnt


async def test_a_storm_that_was_harmless_is_not_raised_again(place: Path | str) -> None:
    async with weathered(place) as w:
        lea = await w.desk("lea")
        (row,) = (await lea.weather()).storms
        await lea.perform(c.EndStorm(row.storm.id, harmless=True))
        for n in range(30):
            w.clock.move(seconds=20)
            text = STORMS["depot"][n % 6].format(p="Kanne", o="Ulm", d="3. Mai")
            await w.arrives(text, who=f"noch {n}")
            await watch.hear(w.house._office)
        assert [s.storm.state for s in (await lea.weather()).storms] == [StormState.HARMLESS]


async def test_the_gauge_lays_what_came_beside_what_is_usual(place: Path | str) -> None:
    async with weathered(place) as w:
        gauges = {g.channel: g for g in (await (await w.desk("lea")).weather()).gauges}
        assert gauges["acme@x"].lately > 3 * max(1.0, gauges["acme@x"].usual)
        assert gauges["school@x"].lately == 0
        anna = await w.desk("anna")
        assert "foreign@x" not in {g.channel for g in (await anna.weather()).gauges}


async def test_the_gauges_of_all_desks_are_measured_once_in_a_while(place: Path | str) -> None:
    async with weathered(place) as w:
        before = await _written(w, "lea")
        await w.arrives("Und noch jemand.", who="ganz neu")
        w.clock.move(seconds=15)
        assert (await _written(w, "anna"), await _written(w, "lea")) == (before, before)
        w.clock.move(seconds=5)
        assert await _written(w, "anna") == before + 1


async def _written(w: World, name: str) -> int:
    """Return how many people wrote in the last hour, as somebody's gauge shows it."""
    return next(g.lately for g in (await (await w.desk(name)).weather()).gauges if g.channel == "acme@x")


# --- the freeze
