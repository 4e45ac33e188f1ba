"""A reply that is sent at a time: planned with a key, seen with its time, taken back."""

from __future__ import annotations

from pathlib import Path

import pytest

from inbox.domain.model import Delivery
from inbox.ports.desk import View
from tests.tui.stage import arrives, at_desk, company


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_a_reply_is_planned_in_three_keys_shown_with_its_time_and_taken_back(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    async with company(tmp_path) as house:
        await arrives(house, "Wie geht das?", who="Jana Beck")
        anna = await house.desk("anna")
        id = (await anna.index(View.ALL))[0]
        async with at_desk(anna, size) as stage:
            await stage.sees("Wie geht das?")
            await stage.press("r")
            await stage.sees("reply to Jana")
            await stage.type("Hier ist die Anleitung.")
            await stage.press("f9")
            await stage.sees("When does it leave?", "in an hour", "tomorrow morning")
            await stage.type("monday 9:00")
            await stage.press("enter")
            await stage.sees("Planned: leaves", "09:00 · z takes it back")
            assert stage.keys == 3
            reply = (await anna.thread(id)).messages[-1]
            assert reply.planned is not None
            assert reply.delivery is Delivery.QUEUED
            await stage.press("enter")
            await stage.sees("◷ planned for", "Hier ist die Anleitung.")
            await stage.press("r")
            await stage.sees("reply to Jana")
            assert any("reply to Jana" in line and "◷" in line for line in stage.text().splitlines())
            await stage.press("escape")
            await stage.press("z")
            await stage.sees("The reply is back in the draft")
        assert (await anna.thread(id)).draft is not None


async def test_who_leaves_the_question_when_or_writes_no_reply_plans_nothing(tmp_path: Path) -> None:
    async with company(tmp_path) as house:
        await arrives(house, "Wie geht das?", who="Jana Beck")
        anna = await house.desk("anna")
        async with at_desk(anna) as stage:
            await stage.sees("Wie geht das?")
            await stage.press("i")
            await stage.type("Nur intern")
            await stage.press("f9")
            await stage.sees("Only a reply is sent later.")
            await stage.press("escape", "r")
            await stage.sees("reply to Jana")
            await stage.type("Hier ist die Anleitung.")
            await stage.press("ctrl+l")
            await stage.sees("When does it leave?")
            await stage.type("yesterday")
            await stage.press("enter")
            await stage.sees("is no time")
            await stage.press("escape")
            await stage.press("ctrl+s")
            await stage.sees("Queued: leaves in 10 seconds")
