"""Signing off on the screens, key by key: what will be held is said while writing, and what waits goes with one key."""

from __future__ import annotations

from pathlib import Path

import pytest

from inbox.bootstrap import House
from inbox.domain import commands as c
from inbox.domain.model import Delivery, Role
from inbox.domain.signing import Step
from inbox.ports.desk import View
from tests.tui.stage import arrives, at_desk, company

SIZES = pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=["80x24", "120x40"])
RISKY, HARMLESS = "Das war unser Fehler.", "Danke, wir sehen nach."


async def replied(house: House, who: str, text: str) -> int:
    """Let somebody take and answer the one conversation there is; returns it."""
    await arrives(house, "Was ist da los?")
    lea = await house.desk("lea")
    (row,) = (await lea.conversations(View.ALL)).items
    await lea.perform(c.Assign(row.conversation.id, who))
    await (await house.desk(who)).perform(c.Reply(row.conversation.id, text))
    return row.conversation.id


@SIZES
async def test_whoever_writes_sees_what_will_hold_it_and_whose_word_it_needs(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    async with company(tmp_path) as house:
        await arrives(house, "Was ist da los?")
        async with at_desk(await house.desk("anna"), size) as stage:
            await stage.sees("Was ist da los?")
            await stage.press("r")
            await stage.sees("reply to")
            await stage.type(RISKY)
            await stage.sees("will wait: admission of fault")
            await stage.press("ctrl+s")
            await stage.sees("Held (admission of fault): it waits for legal risk (lea). z takes it back.")


@SIZES
async def test_a_specialist_finds_what_waits_for_them_and_signs_off_with_one_key(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    async with company(tmp_path) as house:
        lea = await house.desk("lea")
        await lea.perform(c.AddPerson("eva", (Role.SPECIALIST,), ("legal",)))
        id = await replied(house, "anna", RISKY)
        async with at_desk(await house.desk("eva"), size) as stage:
            await stage.press("g", "p")
            await stage.sees("SIGN-OFF", "1 wait · 1 for you", "admission of fault")
            await stage.press("enter")
            await stage.sees("Was ist da los?", "It admits a fault.", "unser Fehler")
            await stage.press("P")
            await stage.sees("Signed off: anna's reply", "No reply waits for a sign-off.")
        assert (await lea.thread(id)).messages[-1].delivery is Delivery.QUEUED


async def test_the_signer_writes_it_anew_with_one_key_and_its_writer_reads_the_difference(tmp_path: Path) -> None:
    async with company(tmp_path) as house:
        lea = await house.desk("lea")
        id = await replied(house, "anna", RISKY)
        async with at_desk(lea) as stage:
            await stage.press("g", "p")
            await stage.sees("1 for you")
            await stage.press("E")
            await stage.sees("What anna's reply says instead")
            await stage.type(" Ehrlich.")
            await stage.press("ctrl+s")
            await stage.sees("Signed off: anna's reply")
        thread = await lea.thread(id)
        assert str(thread.messages[-1].words) == f"{RISKY} Ehrlich."
        assert any("{+" in str(note.words) for note in thread.notes)


async def test_a_lead_stops_a_delayed_reply_with_one_key(tmp_path: Path) -> None:
    async with company(tmp_path) as house:
        lea = await house.desk("lea")
        await lea.perform(c.SetGuard("anna", Step.DELAYED))
        id = await replied(house, "anna", HARMLESS)
        async with at_desk(lea) as stage:
            await stage.press("g", "p")
            await stage.sees("by itself · H stops it")
            await stage.press("H")
            await stage.sees("Stopped: anna's reply", "P signs off")
        assert (await lea.thread(id)).messages[-1].delivery is Delivery.HELD


async def test_a_lead_says_how_freely_somebody_speaks_from_the_screens(tmp_path: Path) -> None:
    async with company(tmp_path) as house:
        lea = await house.desk("lea")
        async with at_desk(lea) as stage:
            await stage.press("g", "f")
            await stage.sees("Who speaks how freely", "mia · by the role")
            await stage.press("m", "i", "a", "enter")
            await stage.sees("delayed: leaves after 10 minutes")
            await stage.press("f", "r", "e", "e", "enter")
            await stage.sees("mia speaks so from now on: free.")
        assert [(g.person, g.step) for g in await lea.guards()] == [("mia", Step.FREE)]


@SIZES
async def test_a_reply_that_is_taken_back_from_elsewhere_brings_one_to_its_customer(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    async with company(tmp_path) as house:
        await arrives(house, "Wo ist mein Paket?", who="Ada")
        await arrives(house, "Und meins?", who="Ben")
        anna = await house.desk("anna")
        async with at_desk(anna, size) as stage:
            await stage.sees("Ada", "Ben")
            await stage.press("r")
            await stage.sees("reply to Ada")
            await stage.type("Unterwegs")
            await stage.press("ctrl+s")
            await stage.sees("Queued")
            await stage.press("e")
            await stage.sees("waiting 1")
            await stage.press("z")
            await stage.sees("Taken back: 1", "Ada · mastodon", "queued")
            await stage.press("]")
            await stage.sees("Ben · mastodon")
            await stage.press("z")
            await stage.sees("The reply to Ada is back in the draft", "Ada · mastodon")
            await stage.press("r")
            await stage.sees("reply to Ada", "Unterwegs")
