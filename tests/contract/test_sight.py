"""What a desk keeps from whom, and what it does with values that are none."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from inbox.domain import commands as c
from inbox.domain import events as e
from inbox.domain.incoming import Incoming, Kind
from inbox.domain.views import Filter
from inbox.errors import BadInput, InboxError
from inbox.ports.desk import View, made
from inbox.storage.listing import to_cursor
from inbox.wire import command_from_json, command_to_json
from tests.world import world


async def test_settings_of_a_channel_are_for_who_may_change_them(place: Path | str) -> None:
    async with world(place) as w:
        lea = await w.desk("lea")
        await lea.perform(c.AddChannel("mail", "email", (("user", "login@acme.test"), ("training", "1"))))
        await lea.perform(c.SetPerson("anna", channels=()))
        for name, wanted in (
            ("anna", (("training", "1"),)),
            ("adam", (("training", "1"), ("user", "login@acme.test"))),
        ):
            desk = await w.desk(name)
            rows = {r.channel.name: r.channel for r in await desk.channels()}
            facts = [f.event for f in await desk.feed(0) if isinstance(f.event, e.ChannelSet)]
            assert tuple(sorted(rows["mail"].settings)) == wanted
            assert tuple(sorted(facts[-1].settings)) == wanted
            assert rows["acme@x"].shown_platform == "x"


async def test_nobody_hears_how_a_foreign_channel_is_set_up(place: Path | str) -> None:
    async with world(place) as w:
        await (await w.desk("lea")).perform(c.SetChannel("foreign@x", (("training", "1"),)))
        facts = [f.event for f in await (await w.desk("anna")).feed(0)]
        named = [f.name for f in facts if isinstance(f, e.ChannelSet)]

        assert named == ["acme@x", "school@x"]
        assert [f.name for f in facts if isinstance(f, e.PersonSet)][-1] == "otto"


async def test_a_department_hears_of_its_requests_and_of_nothing_else_in_their_conversations(place: Path | str) -> None:
    async with world(place) as w:
        anna, tom = await w.desk("anna"), await w.desk("tom")
        id = await w.arrives()
        request = made(await anna.perform(c.Ask(id, "development", "?"))) or 0
        await anna.perform(c.Take(id))
        await tom.perform(c.TakeRequest(request))
        await anna.perform(c.Withdraw(request))
        await anna.perform(c.Tag(id, ("lawsuit",)))
        await anna.perform(c.Ask(id, "legal", "?"))

        heard = [type(f.event) for f in await tom.feed(0) if f.conversation == id]
        assert heard == [e.Asked, e.RequestTaken, e.RequestWithdrawn]


FAR = datetime(9999, 12, 31, 23, 59, tzinfo=timezone(timedelta(hours=-10)))


async def test_values_that_are_none_are_refused_with_a_sentence(place: Path | str) -> None:
    async with world(place) as w:
        id = await w.arrives()
        anna, lea = await w.desk("anna"), await w.desk("lea")
        await anna.perform(c.Take(id))
        for deed in (
            anna.search("after:9999-12-31"),
            anna.search("foo\udcff"),
            anna.search("x", after=to_cursor("abc")),
            anna.search("x", after=to_cursor(2**70)),
            anna.search("wort " * 60),
            anna.conversations(View.ALL, after=to_cursor("x", 2**70, 0, 0)),
            anna.conversations(View.ALL, Filter(tag="\udcff")),
            anna.requests(after=to_cursor("x", 2**70)),
            anna.requests(department="\udcff"),
            anna.thread(2**63),
            anna.thread(id, before=2**63),
            anna.request(10**30),
            anna.perform(c.Take(2**63)),
            anna.perform(c.Ask(id, "legal", "?", show=(2**63,))),
            anna.perform(c.Assign(id, "jonas", "x\udcff")),
            anna.perform(c.WriteNote(id, "x"), "k\udcff"),
            anna.perform(c.Snooze(id, FAR)),
            anna.perform(c.Snooze(id, datetime(2027, 1, 1))),  # noqa: DTZ001 - the mistake itself
            lea.perform(c.AddChannel("c2", "demo", (("k", "\udcff"),))),
        ):
            with pytest.raises(InboxError) as said:
                await deed
            assert type(said.value).__name__ in ("BadInput", "NotFound")
        assert await anna.rows([2**63, id]) == await anna.rows([id])


async def test_what_steers_a_terminal_is_taken_from_what_people_write(place: Path | str) -> None:
    async with world(place) as w:
        id = await w.arrives("eins zwei")
        anna = await w.desk("anna")
        await anna.perform(c.WriteNote(id, "x\0\x1b]52;c;YQ==\x07 \u202ey"))

        (note,) = (await anna.thread(id)).notes
        assert str(note.words) == "x␀␛]52;c;YQ==␇ y"
        assert [hit.conversation for hit in (await anna.search("eins\0zwei")).items] == [id]


async def test_a_walk_from_page_to_page_loses_nobody_who_moves_meanwhile(place: Path | str) -> None:
    async with world(place) as w:
        ids = []
        for n in range(7):
            w.clock.move(minutes=1)
            ids.append(await w.arrives(who=f"K{n}", occurred_at=w.clock()))
        lea = await w.desk("lea")
        page = await lea.conversations(View.ALL, limit=2)
        seen = [r.conversation.id for r in page.items]
        for who in ("K1", "K2", "K3"):
            w.clock.move(minutes=1)
            await w.arrives("noch etwas", who=who, occurred_at=w.clock())
        while page.next:
            page = await lea.conversations(View.ALL, limit=2, after=page.next)
            assert len(page.items) <= 2
            seen += [r.conversation.id for r in page.items]

        assert sorted(seen) == ids


async def test_a_walk_from_page_to_page_shows_again_only_what_changed(place: Path | str) -> None:
    async with world(place) as w:
        ids = [await w.arrives(who=f"K{n}") for n in range(6)]
        lea = await w.desk("lea")
        page = await lea.conversations(View.UNOWNED, limit=4)
        seen = [r.conversation.id for r in page.items]
        await w.take_in(Incoming(Kind.ECHO, "ec", "K0", w.clock(), "ec", text="wir"))
        while page.next:
            page = await lea.conversations(View.UNOWNED, limit=4, after=page.next)
            seen += [r.conversation.id for r in page.items]

        assert set(seen) == set(ids)
        assert len(seen) - len(set(seen)) <= 1


def test_a_field_a_command_does_not_have_is_refused_by_its_name() -> None:
    with pytest.raises(BadInput, match="no field reson"):
        command_from_json(b'{"do":"Close","with":{"conversation":1,"reson":"typo"}}')
    close = c.Close(1, "darum")
    assert command_from_json(command_to_json(close)) == close
