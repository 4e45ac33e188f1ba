"""A deed happens to what was chosen when its key was pressed, however the list moves meanwhile; z takes it back."""

from __future__ import annotations

from pathlib import Path

import pytest

from inbox.bootstrap import House
from inbox.domain import commands as c
from inbox.domain.model import Role, State
from inbox.ports.desk import Desk, View
from tests.tui.stage import arrives, at_desk, company


async def two(house: House, desk: Desk) -> tuple[int, int]:
    """Let two customers write; return their conversations in the order of the list."""
    await arrives(house, "Eins", who="Alf")
    await arrives(house, "Zwei", who="Bea")
    first, second = await desk.index(View.UNOWNED)
    return first, second


@pytest.mark.parametrize(
    ("keys", "asks", "then", "told"),
    [
        (("s",), "Until when?", ("enter",), "Asleep until"),
        (("t",), "Which tag?", ("v", "i", "p", "enter"), "Tagged: 1"),
        (("a",), "Hand it to whom?", ("a", "n", "n", "a", "enter", "ctrl+s"), "With anna now: 1"),
    ],
)
async def test_a_deed_happens_to_what_was_chosen_though_the_list_has_moved(
    tmp_path: Path, keys: tuple[str, ...], asks: str, then: tuple[str, ...], told: str
) -> None:
    async with company(tmp_path) as house:
        lea, jonas = await house.desk("lea"), await house.desk("jonas")
        chosen, other = await two(house, lea)
        async with at_desk(lea) as stage:
            await stage.press("g", "u")
            await stage.sees("unowned · 2", "Alf", "Bea")
            before = (await lea.rows([other]))[0].conversation
            await stage.press(*keys)
            await stage.sees(asks)
            await jonas.perform(c.Take(chosen))
            await stage.sees("unowned 1")
            await stage.press(*then)
            await stage.sees(told)
        assert (await lea.rows([other]))[0].conversation == before
        moved = (await lea.rows([chosen]))[0].conversation
        assert moved.owner == "anna" or moved.tags == ("vip",) or moved.state is State.SNOOZED


async def test_the_palette_acts_on_what_was_chosen_though_the_list_has_moved(tmp_path: Path) -> None:
    async with company(tmp_path) as house:
        lea, jonas = await house.desk("lea"), await house.desk("jonas")
        chosen, other = await two(house, lea)
        async with at_desk(lea) as stage:
            await stage.press("g", "u")
            await stage.sees("unowned · 2", "Alf")
            await stage.press(":")
            await stage.sees("What do you want to do?")
            await stage.type("Close and")
            await jonas.perform(c.Take(chosen))
            await stage.sees("unowned 1")
            await stage.press("enter")
            await stage.sees(f"Conversation {chosen} is closed.")
        assert [r.conversation.state for r in await lea.rows([chosen, other])] == [State.CLOSED, State.OPEN]


async def test_the_marked_are_handed_on_as_one_move_and_come_back_with_one_key(tmp_path: Path) -> None:
    async with company(tmp_path) as house:
        lea, jonas = await house.desk("lea"), await house.desk("jonas")
        ids = await two(house, lea)
        await jonas.perform(c.Take(ids[0]))
        async with at_desk(lea) as stage:
            await stage.press("g", "a")
            await stage.sees("all · 2")
            await stage.press("*", "a")
            await stage.sees("Hand 2 to whom?")
            before = await lea.last()
            await stage.press("a", "n", "n", "a", "enter", "ctrl+s")
            await stage.sees("With anna now: 2 · z takes it back")
            assert await lea.last() == before + 3
            await stage.press("z")
            await stage.sees("The move is taken back.")
        assert [r.conversation.owner for r in await lea.rows(ids)] == ["jonas", None]


async def test_one_that_is_handed_on_comes_back_with_one_key(tmp_path: Path) -> None:
    async with company(tmp_path) as house:
        anna = await house.desk("anna")
        id, _ = await two(house, anna)
        await anna.perform(c.Take(id))
        async with at_desk(anna) as stage:
            await stage.press("g", "m")
            await stage.sees("mine · 1")
            await stage.press("a")
            await stage.sees("Hand it to whom?")
            await stage.press("j", "o", "n", "a", "s", "enter", "ctrl+s")
            await stage.sees("With jonas now: 1")
            await stage.press("z")
            await stage.sees("The move is taken back.", "mine 1")


async def test_what_is_done_to_the_marked_comes_back_with_one_key(tmp_path: Path) -> None:
    async with company(tmp_path) as house:
        lea = await house.desk("lea")
        ids = await two(house, lea)
        async with at_desk(lea) as stage:
            await stage.press("g", "a")
            await stage.sees("all · 2")
            await stage.press("*", "t")
            await stage.sees("Which tag?")
            await stage.press("v", "i", "p", "enter")
            await stage.sees("Tagged: 2 · z undoes it")
            await stage.press("z")
            await stage.sees("Taken back: 2")
            assert [r.conversation.tags for r in await lea.rows(ids)] == [(), ()]
            await stage.press("*", "e")
            await stage.sees("Closed: 2 · z undoes it")
            assert [r.conversation.state for r in await lea.rows(ids)] == [State.CLOSED] * 2
            await stage.press("z")
            await stage.sees("Taken back: 2")
            assert [r.conversation.state for r in await lea.rows(ids)] == [State.OPEN] * 2
            await stage.press("*", "s")
            await stage.sees("Until when?")
            await stage.press("enter")
            await stage.sees(": 2 · z undoes it")
            await lea.perform(c.Reopen(ids[0]))
            await lea.perform(c.Reopen(ids[1]))
            await stage.press("z")
            await stage.sees("All of it was changed since")


async def test_closing_the_marked_goes_on_behind_one_that_is_refused(tmp_path: Path) -> None:
    async with company(tmp_path) as house:
        lea = await house.desk("lea")
        ids = await two(house, lea)
        async with at_desk(lea) as stage:
            await stage.press("g", "a")
            await stage.sees("all · 2", "Alf", "Bea")
            await stage.press("*")
            await stage.sees("2 marked")
            await lea.perform(c.Close(ids[0]))
            await stage.press("e")
            await stage.sees(f"Closed: 1 · 1 refused: Conversation {ids[0]} is closed already.")
            # What was refused stays marked, and the list says so at once.
            await stage.sees("1 marked")
        assert [r.conversation.state for r in await lea.rows(ids)] == [State.CLOSED, State.CLOSED]


async def test_a_name_with_braces_is_a_name(tmp_path: Path) -> None:
    async with company(tmp_path) as house:
        lea = await house.desk("lea")
        await lea.perform(c.AddPerson("{x}", (Role.MANAGER,)))
        await two(house, lea)
        async with at_desk(lea) as stage:
            await stage.sees("Alf")
            await stage.press("a")
            await stage.sees("Hand it to whom?")
            await stage.press("{", "enter", "ctrl+s")
            await stage.sees("With {x} now: 1")
