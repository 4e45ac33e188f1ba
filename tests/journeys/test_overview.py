"""A lead looks at the figures, goes into what is behind them, and comes to the conversation where it is worked on."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from inbox.domain import commands as c
from inbox.ports.desk import View, made
from tests.tui.stage import arrives, at_desk, company


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_every_figure_opens_the_list_behind_it_and_that_the_conversation(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    async with company(tmp_path) as house:
        anna, lea = await house.desk("anna"), await house.desk("lea")
        for n in range(3):
            await arrives(house, f"Frage {n}", who=f"Kunde {n}")
        id = (await anna.conversations(View.UNOWNED)).items[0].conversation.id
        await anna.perform(c.Take(id))
        await anna.perform(c.Ask(id, "development", "Wann?"))
        async with at_desk(lea, size) as stage:
            await stage.press("w")
            await stage.sees("TEAM", "3 open", "open", "first answer", "who waits, by hour")
            await stage.press("shift+tab", "j", "j")  # open, waits, asked
            await stage.press("enter")
            await stage.sees("asked 1 · conversations: 1", "→ development")
            await stage.press("q")
            await stage.sees("first answer")
            await stage.press("j", "enter")
            await stage.sees("overdue 0 · conversations: 0", "Nothing is behind this figure.")
            await stage.press("q", "k", "k", "k", "enter")
            await stage.sees("open 3 · conversations: 3")
            await stage.press("enter")
            await stage.sees("Kunde")
            await stage.misses("TEAM")


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_back_from_a_conversation_leads_to_the_list_behind_the_figure_and_from_there_to_the_overview(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    async with company(tmp_path) as house:
        for n in range(3):
            await arrives(house, f"Frage {n}", who=f"Kunde {n}")
        async with at_desk(await house.desk("lea"), size) as stage:
            await stage.press("w")
            await stage.sees("TEAM", "Tab Pane")
            await stage.press("shift+tab", "j", "enter")
            await stage.sees("waits 3 · conversations: 3")
            await stage.press("j", "enter")
            await stage.misses("TEAM")
            await stage.sees("Frage 1", "owner: nobody")
            await stage.press("escape")
            await stage.sees("TEAM", "waits 3 · conversations: 3")
            await stage.press("enter")
            await stage.misses("TEAM")
            await stage.sees("Frage 1", "owner: nobody")
            await stage.press("escape")
            await stage.sees("TEAM", "waits 3 · conversations: 3")
            await stage.press("escape")
            await stage.sees("TEAM", "first answer")
            await stage.press("escape")
            await stage.misses("TEAM")


async def test_the_figures_are_reached_from_the_colleagues_by_moving_on(tmp_path: Path) -> None:
    async with company(tmp_path) as house:
        await arrives(house, "Frage", who="Kunde")
        async with at_desk(await house.desk("lea"), (80, 24)) as stage:
            await stage.press("w")
            await stage.sees("TEAM", "nobody")
            await stage.press("k", "enter")
            await stage.misses("who waits, by hour")
            await stage.sees("until ", "· conversations: ")
            await stage.press("escape", "j", "enter")
            await stage.sees("anna · conversations: 0")


async def test_replies_are_counted_by_goal_with_their_list_behind(tmp_path: Path) -> None:
    async with company(tmp_path) as house:
        lea = await house.desk("lea")
        until = datetime.now(UTC) + timedelta(days=3)
        card = made(await lea.perform(c.PublishGoal("Ehrlich", until, "erst fragen")))
        async with at_desk(lea) as stage:
            await stage.press("w")
            await stage.sees("TEAM", f"goal #{card}", "Ehrlich")
            await stage.press("shift+tab", *"jjjjjjjjj", "enter")
            await stage.sees(f"goal #{card} 0 · conversations: 0", "Nothing is behind this figure.")


async def test_the_figures_follow_what_happens(tmp_path: Path) -> None:
    async with company(tmp_path) as house:
        lea = await house.desk("lea")
        async with at_desk(lea) as stage:
            await stage.press("w")
            await stage.sees("TEAM", "0 open")
            await stage.press("shift+tab")
            await stage.sees("open 0 · conversations: 0")
            await arrives(house, "Hallo", who="Ben")
            await stage.sees("open 1 · conversations: 1", "load 2")


async def test_only_what_a_colleague_carries_is_handed_on_whole(tmp_path: Path) -> None:
    async with company(tmp_path) as house:
        lea = await house.desk("lea")
        async with at_desk(lea) as stage:
            await stage.press("w")
            await stage.sees("TEAM")
            await stage.press("shift+tab", "a")
            await stage.sees("Mark conversations with space first")
