"""Finding, narrowing, doing the same again: what makes a long list short."""

from __future__ import annotations

from pathlib import Path

import pytest

from inbox.domain import commands as c
from inbox.domain.model import State
from inbox.ports.desk import View
from tests.tui.stage import arrives, at_desk, company


async def test_a_find_is_shown_while_it_is_typed_and_opens_its_conversation(tmp_path: Path) -> None:
    async with company(tmp_path) as house:
        await arrives(house, "Die Müllabfuhr ist zu laut", who="A")
        await arrives(house, "Etwas ganz anderes", who="B")
        async with at_desk(await house.desk("anna")) as stage:
            await stage.sees("Etwas ganz anderes")
            await stage.press("/")
            await stage.type("muellabf")
            await stage.sees("1 found", "A · message")
            await stage.press("enter")
            await stage.sees("Die Müllabfuhr ist zu laut", "owner: nobody")


async def test_what_cannot_be_looked_for_is_said_where_the_finds_would_be(tmp_path: Path) -> None:
    async with company(tmp_path) as house, at_desk(await house.desk("anna")) as stage:
        await stage.press("/")
        await stage.type("is:")
        await stage.sees("is: wants a value right behind it")
        await stage.type("purple")
        await stage.sees("is: knows open, snoozed, closed")
        await stage.press("enter", "escape")
        await stage.sees("Nobody waits for us.")


async def test_n_goes_to_the_next_place_of_the_words_whatever_their_spelling(tmp_path: Path) -> None:
    async with company(tmp_path) as house:
        for text in ("Der Müll stinkt", "Hallo?", "MUELL überall", "Bitte melden"):
            await arrives(house, text, who="A", key="A")
        async with at_desk(await house.desk("anna")) as stage:
            await stage.sees("Bitte melden")
            await stage.press("/")
            await stage.type("müll")
            await stage.sees("2 found")
            await stage.press("enter")
            model = await _read(stage)
            assert str(model.current.words) == "MUELL überall"
            await stage.press("N")
            assert str(model.current.words) == "Der Müll stinkt"
            await stage.press("N")
            await stage.sees("müll is nowhere else here.")
            await stage.press("n")
            assert str(model.current.words) == "MUELL überall"


async def _read(stage):  # type: ignore[no-untyped-def]
    await stage.sees("owner: nobody", "Bitte melden")
    return stage.app.screen.thread()


async def test_a_list_is_narrowed_to_a_channel_and_widened_by_q(tmp_path: Path) -> None:
    async with company(tmp_path) as house:
        await arrives(house, "Per Mail", who="A", channel="acme@email")
        await arrives(house, "Per Mastodon", who="B")
        async with at_desk(await house.desk("anna")) as stage:
            await stage.sees("Per Mail", "Per Mastodon")
            await stage.press("f")
            await stage.type("email")
            await stage.press("enter")
            await stage.sees("waiting / acme@email · 1", "Per Mail")
            await stage.misses("Per Mastodon")
            await stage.press("q")
            await stage.sees("Per Mastodon")


async def test_a_point_does_the_same_again_to_what_is_chosen_now(tmp_path: Path) -> None:
    async with company(tmp_path) as house:
        for who in ("A", "B", "C"):
            await arrives(house, f"Frage von {who}", who=who)
        anna = await house.desk("anna")
        async with at_desk(anna) as stage:
            await stage.sees("Frage von C")
            await stage.press(".")
            await stage.sees("Nothing was done yet that could be done again.")
            await stage.press("t")
            await stage.type("depot")
            await stage.press("enter")
            await stage.sees("Tagged: 1")
            await stage.press("j", "space", "space", ".")
            await stage.sees("Tagged: 2")
        rows = (await anna.conversations(View.ALL)).items
        assert [row.conversation.tags for row in rows] == [("depot",)] * 3


async def test_a_conversation_closed_with_a_point_is_closed(tmp_path: Path) -> None:
    async with company(tmp_path) as house:
        for who in ("A", "B"):
            await arrives(house, f"Frage von {who}", who=who)
        anna = await house.desk("anna")
        async with at_desk(anna) as stage:
            await stage.sees("Frage von B")
            await stage.press("space", "space", "m")
            await stage.sees("Yours now: 2")
            await stage.press("g", "g", "e")
            await stage.sees("is closed.")
            await stage.press(".")
            await stage.sees("Closed: 1", "Nobody waits for us.")
        assert {row.conversation.state for row in (await anna.conversations(View.ALL)).items} == {State.CLOSED}


async def test_the_list_can_have_the_whole_width(tmp_path: Path) -> None:
    async with company(tmp_path) as house:
        await arrives(house, "Eine Frage", who="A")
        async with at_desk(await house.desk("anna")) as stage:
            await stage.sees("owner: nobody")
            await stage.press("p")
            await stage.misses("owner: nobody")
            await stage.press("p")
            await stage.sees("owner: nobody")


@pytest.mark.parametrize(
    ("title", "wanted"),
    [
        ("Show what nobody owns", "unowned · 1"),
        ("Show all conversations", "all · 2"),
        ("Who carries how much", "TEAM"),
        ("What my departments are asked", "REQUESTS"),
        ("Next who waits for us", "Nobody else waits for us here."),
        ("Help", "Reply to the contact"),
        ("Hand to a colleague", "Hand it to whom?"),
    ],
)
async def test_what_has_a_key_can_be_started_from_the_palette(tmp_path: Path, title: str, wanted: str) -> None:
    async with company(tmp_path) as house:
        await arrives(house, "Eine Frage", who="A")
        await arrives(house, "Noch eine Frage", who="B")
        lea = await house.desk("lea")
        await lea.perform(c.Take((await lea.conversations(View.ALL)).items[0].conversation.id))
        async with at_desk(lea) as stage:
            await stage.sees("Eine Frage", "waiting · 2")
            await stage.press("j", "ctrl+p")
            await stage.sees("What do you want to do?")
            await stage.type(title)
            await stage.press("enter")
            await stage.sees(wanted)
