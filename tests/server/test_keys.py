"""An idempotency key: the same key is the same act, once, for three days, however often and wherever it is said."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from inbox import wire
from inbox.domain import commands as c
from inbox.domain.events import NoteWritten
from inbox.errors import Reused, Underway
from tests.served import Tokens, far, serving
from tests.server.wire import call
from tests.world import World, world


def note(conversation: int, text: str) -> bytes:
    return wire.command_to_json(c.WriteNote(conversation, text))


async def notes(w: World) -> int:
    return int((await w.db.read("select count(*) from note"))[0][0])


async def test_the_same_key_again_gives_the_first_outcome_and_another_act_under_it_is_refused(tmp_path: Path) -> None:
    async with world(tmp_path) as w:
        there, tokens = await w.arrives(), Tokens(w.house)
        async with serving(w.house, tokens) as base:
            headers = {"Authorization": f"Bearer {tokens.make('lea')}", "Idempotency-Key": "k1"}
            first = await call(base, note(there, "Eins"), headers, path="/commands")
            again = await call(base, note(there, "Eins"), headers, path="/commands")
            other = await call(base, note(there, "Zwei"), headers, path="/commands")

            assert (first.status, again.status, other.status) == (200, 200, 422)
            assert first.body == again.body
            assert b'"Reused"' in other.body
            assert await notes(w) == 1


async def test_a_key_is_one_person_s_own(tmp_path: Path) -> None:
    async with world(tmp_path) as w:
        there, tokens = await w.arrives(), Tokens(w.house)
        async with serving(w.house, tokens) as base:
            for name in ("lea", "anna"):
                async with far(base, tokens.make(name)) as house:
                    await (await house.desk(name)).perform(c.WriteNote(there, f"Von {name}"), "k1")

        assert await notes(w) == 2


async def test_a_key_is_forgotten_after_three_days_with_the_next_command(tmp_path: Path) -> None:
    async with world(tmp_path) as w:
        there, lea = await w.arrives(), await w.desk("lea")
        await lea.perform(c.WriteNote(there, "Eins"), "k1")
        w.clock.move(hours=71)
        await lea.perform(c.WriteNote(there, "Eins"), "k1")
        assert await notes(w) == 1
        with pytest.raises(Reused):
            await lea.perform(c.WriteNote(there, "Zwei"), "k1")
        w.clock.move(hours=2)
        await lea.perform(c.WriteNote(there, "Drei"), "k2")

        assert [key for (key,) in await w.db.read("select key from outcome")] == ["k2"]
        await lea.perform(c.WriteNote(there, "Zwei"), "k1")
        assert await notes(w) == 3
        (plan,) = await w.db.read("explain query plan delete from outcome where at < '2026'")
        assert "outcome_by_age" in plan[3]


@pytest.mark.parametrize("nodes", [1, 2])
async def test_of_many_with_one_key_at_once_exactly_one_works(tmp_path: Path, nodes: int) -> None:
    async with world(tmp_path) as w:
        there, tokens = await w.arrives(), Tokens(w.house)
        headers = {"Authorization": f"Bearer {tokens.make('lea')}", "Idempotency-Key": "k1"}
        async with serving(w.house, tokens) as one, serving(w.house, tokens) as other:
            bases = [one, other][:nodes] * 10
            told = await asyncio.gather(*(call(base, note(there, "Eins"), headers, path="/commands") for base in bases))

        worked = [answer for answer in told if answer.status == 200]
        assert len({answer.body for answer in worked}) == 1
        assert {answer.status for answer in told} <= {200, 409}
        assert all(b'"Underway"' in answer.body for answer in told if answer.status == 409)
        assert await notes(w) == 1


async def test_a_command_that_is_underway_is_asked_for_again_until_its_outcome_is_there(tmp_path: Path) -> None:
    async with world(tmp_path) as w:
        there, tokens = await w.arrives(), Tokens(w.house)
        async with serving(w.house, tokens) as base, far(base, tokens.make("lea")) as house:
            lea = await house.desk("lea")
            told = await asyncio.gather(*(lea.perform(c.WriteNote(there, "Eins"), "k1") for _ in range(8)))

        assert len({facts[0].number for facts in told}) == 1
        assert isinstance(told[0][0].event, NoteWritten)
        assert await notes(w) == 1


async def test_a_key_whose_command_is_not_done_yet_is_said_to_be_underway(tmp_path: Path) -> None:
    async with world(tmp_path) as w:
        there, tokens = await w.arrives(), Tokens(w.house)
        headers = {"Authorization": f"Bearer {tokens.make('lea')}", "Idempotency-Key": "k1"}
        async with serving(w.house, tokens) as base:
            # Nobody else can write while this turn is held, so the first command waits.
            async with w.db.writing():
                asked = {
                    asyncio.create_task(call(base, note(there, "Eins"), headers, path="/commands")) for _ in range(2)
                }
                done, waiting = await asyncio.wait(asked, return_when=asyncio.FIRST_COMPLETED)
            refused, worked = done.pop().result(), await waiting.pop()

        assert (refused.status, worked.status) == (409, 200)
        assert Underway.__name__.encode() in refused.body
        assert await notes(w) == 1


@pytest.mark.parametrize("key", ["x" * 201, "a\tb"])
async def test_what_is_no_key_is_refused(tmp_path: Path, key: str) -> None:
    async with world(tmp_path) as w:
        there, tokens = await w.arrives(), Tokens(w.house)
        async with serving(w.house, tokens) as base:
            headers = {"Authorization": f"Bearer {tokens.make('lea')}", "Idempotency-Key": key}
            told = await call(base, note(there, "Eins"), headers, path="/commands")

        assert told.status == 422
        assert await notes(w) == 0
