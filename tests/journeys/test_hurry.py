"""Whoever types fast, or presses a key of the lists by habit, still does only what the screen said."""

from __future__ import annotations

from pathlib import Path

from inbox.domain import commands as c
from inbox.domain.model import Delivery, State
from inbox.ports.desk import Desk, View
from tests.tui.stage import Stage, arrives, at_desk, company


async def only(desk: Desk) -> int:
    """Return the one conversation."""
    return (await desk.index(View.ALL))[0]


async def at_once(stage: Stage, *keys: str) -> None:
    """Press keys without waiting for what the one before does."""
    for key in keys:
        stage.app.simulate_key(key)
    await stage.pilot.pause()


async def test_what_follows_enter_at_once_is_no_part_of_what_is_chosen(tmp_path: Path) -> None:
    async with company(tmp_path) as house:
        await arrives(house, "Frage")
        anna = await house.desk("anna")
        await anna.perform(c.Take(await only(anna)))
        async with at_desk(anna) as stage:
            await stage.sees("Frage")
            await stage.press("x")
            await stage.sees("Ask which department?")
            await at_once(stage, "enter", "l", "e")
            await stage.sees("Ask development", "le")
            await stage.press("escape")
            await stage.misses("Ask development")
            await stage.press("s")
            await stage.sees("Until when?")
            await at_once(stage, "enter", "r")
            await stage.sees("reply to Käthe")
        assert (await anna.thread(await only(anna))).row.conversation.state is State.SNOOZED


async def test_what_is_typed_after_a_time_that_is_none_is_typed_on(tmp_path: Path) -> None:
    async with company(tmp_path) as house:
        await arrives(house, "Frage")
        anna = await house.desk("anna")
        await anna.perform(c.Take(await only(anna)))
        async with at_desk(anna) as stage:
            await stage.sees("Frage")
            await stage.press("s")
            await stage.sees("Until when?")
            await at_once(stage, *"zz", "enter")
            await stage.sees("'zz' is no time")
            await at_once(stage, "y")
            await stage.sees("zzy", "Enter takes what you typed")


async def test_a_key_that_moves_is_no_yes_and_a_sign_off_can_be_taken_back(tmp_path: Path) -> None:
    async with company(tmp_path) as house:
        await arrives(house, "Frage", key="k")
        mia, lea = await house.desk("mia"), await house.desk("lea")
        await mia.perform(c.Reply(await only(lea), "Ja gern"))
        await arrives(house, "Halt!", key="k")
        async with at_desk(lea) as stage:
            await stage.press("g", "h")
            await stage.sees("‖", "Sign off", "Give back")
            await stage.press("P")
            await stage.sees("Send all the same?")
            await stage.press("j")
            await stage.sees("Send all the same?")
            await stage.press("y")
            await stage.sees("Signed off")
            await stage.press("z")
            await stage.sees("The reply you signed off is back in the draft")
        thread = await lea.thread(await only(lea))
        assert not [m for m in thread.messages if m.delivery is Delivery.QUEUED]
        assert str(thread.draft.words) == "Ja gern"  # type: ignore[union-attr]


async def test_a_trainee_hears_before_writing_where_no_answer_of_theirs_can_go(tmp_path: Path) -> None:
    async with company(tmp_path) as house:
        await arrives(house, "Frage", channel="acme@email")
        mia = await house.desk("mia")
        async with at_desk(mia) as stage:
            await stage.sees("Frage")
            await stage.press("r")
            await stage.sees("acme@email is no training channel")
            await stage.misses("reply to")


async def test_the_help_says_what_the_signs_in_the_lists_mean(tmp_path: Path) -> None:
    async with company(tmp_path) as house:
        await arrives(house, "Frage")
        async with at_desk(await house.desk("anna"), size=(80, 24)) as stage:
            await stage.sees("Frage")
            await stage.press("?")
            await stage.sees("Keys")
            await stage.press("end")
            await stage.sees("a department asks back", "fb facebook")


async def test_a_text_whose_beginning_was_refused_does_not_become_commands(tmp_path: Path) -> None:
    async with company(tmp_path) as house:
        await arrives(house, "Frage", channel="acme@email")
        mia, anna = await house.desk("mia"), await house.desk("anna")
        id = await only(anna)
        async with at_desk(mia) as stage:
            await stage.sees("Frage")
            await at_once(stage, "r", *"Hallo:gm")
            await stage.sees("acme@email is no training channel")
            await stage.misses("What do you want to do?")
        await anna.perform(c.Take(id))
        async with at_desk(await house.desk("jonas")) as stage:
            await stage.sees("Frage")
            await at_once(stage, "r", *"Nie wieder")
            await stage.sees("anna owns conversation", "waiting · 1")
            await stage.misses("internal note")
