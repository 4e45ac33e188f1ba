"""One person on two platforms: suggested, linked, read across, answered where they wrote, unlinked, as before."""

from __future__ import annotations

from pathlib import Path

import pytest

from inbox.bootstrap import House
from inbox.domain import commands as c
from inbox.domain.incoming import Identity, Incoming, Kind, Visibility
from inbox.ports.adapter import Batch, Entry
from inbox.ports.desk import View
from inbox.services.intake import take_in
from inbox.tui.screens.across import AcrossScreen
from tests.tui.stage import Stage, arrives, at_desk, company


async def writes(house: House, text: str, who: str, identity: Identity, channel: str) -> None:
    """Let a customer write under a handle of a platform."""
    said = Incoming(
        Kind.MESSAGE, text, identity.value, None, text, identities=(identity,), name=who,
        visibility=Visibility.PRIVATE, text=text,
    )  # fmt: skip
    await take_in(house._office, channel, Batch((Entry(text.encode(), (said,)),), "c"))


async def twice(house: House) -> None:
    """Let one person write by mail and on Mastodon, where they name their address; anna owns the latter."""
    await writes(house, "Die Rechnung fehlt", "A. Berg", Identity("email", "anna@example.com"), "acme@email")
    await writes(house, "Bin anna@example.com", "Annab", Identity("mastodon", "annab@a.example"), "acme@mastodon")
    lea = await house.desk("lea")
    rows = (await lea.conversations(View.ALL)).items
    await lea.perform(c.Assign(next(r.conversation.id for r in rows if r.contact == "Annab"), "anna"))


async def opened(stage: Stage, words: str) -> None:
    """Open the conversation with these words."""
    await stage.press("/")
    await stage.type(words)
    await stage.sees("1 found")
    await stage.press("enter")


@pytest.mark.parametrize("size", [(160, 40), (80, 24)])
async def test_a_person_on_two_platforms_is_linked_read_across_and_unlinked(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    async with company(tmp_path) as house:
        await twice(house)
        async with at_desk(await house.desk("anna"), size) as stage:
            wide = size[0] > 140
            await opened(stage, "Bin anna")
            await stage.sees("Bin anna@example.com", "≈1")
            if wide:
                await stage.sees("≈ A. Berg on email? L links")
            await stage.press("L")
            await stage.sees("Who is Annab as well?", "ml A. Berg", "find somebody else", "not the same: A. Berg")
            await stage.press("enter")
            await stage.sees("By what do you know that A. Berg is the same person?", "Annab wrote anna@example.com")
            await stage.press("ctrl+s")
            await stage.sees("Linked with A. Berg", "+ml")
            if wide:
                await stage.sees("known as: A. Berg", "ml acme@email", "Die Rechnung fehlt")

            await stage.press("T")
            await stage.sees("Everything with Annab", "ml acme@email", "Die Rechnung fehlt", "ma acme@mastodon")
            await stage.press("k", "enter")
            await stage.sees("Die Rechnung fehlt", "owner: nobody", "+ma")
            await stage.press("r")
            await stage.type("Kommt.")
            await stage.press("ctrl+s")
            await stage.sees("Kommt.", "Queued")

            await stage.press("U")
            await stage.sees("Take the link between A. Berg and Annab away?")
            await stage.press("y")
            await stage.sees("is taken away; everything is as before it.")
            await stage.misses("+ma")
            await stage.sees("≈1")
        lea = await house.desk("lea")
        rows = {r.contact: r.conversation for r in (await lea.conversations(View.ALL)).items}
        thread = await lea.thread(rows["A. Berg"].id)
        found = await house._store.outgoing(thread.messages[-1].id)
        assert found is not None
        assert found[2] == (("email", "anna@example.com"),)
        assert (await lea.verify()).ok


async def test_whoever_is_not_suggested_is_found_and_what_does_not_hold_is_turned_down(tmp_path: Path) -> None:
    async with company(tmp_path) as house:
        await twice(house)
        await arrives(house, "Hier auch", who="Carla")
        async with at_desk(await house.desk("anna")) as stage:
            await opened(stage, "Bin anna")
            await stage.sees("≈1")
            await stage.press("L")
            await stage.type("not the")
            await stage.press("enter")
            await stage.sees("They are not suggested again.")
            await stage.misses("≈1")
            await stage.press("L")
            await stage.sees("Find them by name or words")
            await stage.type("carla")
            await stage.sees("ma Carla")
            await stage.press("enter")
            await stage.sees("By what do you know that Carla is the same person?")
            await stage.type("Sie sagt es")
            await stage.press("ctrl+s")
            await stage.sees("Linked with Carla", "+ma")


async def test_whoever_owns_neither_is_told_before_a_word_is_written(tmp_path: Path) -> None:
    async with company(tmp_path) as house:
        await twice(house)
        async with at_desk(await house.desk("jonas")) as stage:
            await opened(stage, "Bin anna")
            await stage.sees("≈1")
            await stage.press("L", "enter")
            await stage.sees("You own no conversation with Annab or A. Berg")
        async with at_desk(await house.desk("mia")) as stage:
            await opened(stage, "Bin anna")
            await stage.sees("≈1")
            await stage.press("L")
            await stage.sees("Your role does not allow this.")
            await stage.press("T")
            await stage.sees("Everything with Annab")
            await stage.press("escape")
            await stage.press("U")
            await stage.sees("Your role does not allow this.")


async def _reads(stage: Stage, entries: int) -> None:
    screen = stage.app.screen
    assert isinstance(screen, AcrossScreen)
    await stage._until(lambda: len(screen._pane._keys) >= entries, f"reads {entries}")


async def test_a_long_common_history_is_read_page_by_page(tmp_path: Path) -> None:
    async with company(tmp_path) as house:
        for n in range(95):
            await arrives(house, f"Text {n:02}", who="A", key="A")
        async with at_desk(await house.desk("lea")) as stage:
            await stage.sees("Text 94")
            await stage.press("T")
            await stage.sees("Everything with A", "Text 94")
            for entries in (80, 95):
                await stage.press("home")
                await _reads(stage, entries)
            await stage.press("home")
            await stage.sees("Text 00")
            await stage.press("G")
            await stage.sees("Text 94")
            await stage.press("T")
            await stage.misses("Everything with A")
