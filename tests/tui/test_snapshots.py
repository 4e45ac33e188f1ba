"""A few pictures of the real screens as text, so that a change of what people see is seen by whoever makes it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from syrupy.assertion import SnapshotAssertion

from inbox.domain import commands as c
from inbox.ports.desk import View
from tests.tui.stage import arrives, at_desk, company


def timeless(text: str) -> str:
    """Return a picture without what the clock says, nor the day it names for what is due after midnight."""
    text = re.sub(r"(\d{2}\.\d{2}\. )?\b\d{1,2}:\d{2}\b", "HH:MM", text)
    return re.sub(r"\b\d+ s\b", "0 s", text)


@pytest.mark.parametrize("size", [(80, 24), (120, 30)], ids=["80x24", "120x30"])
async def test_what_the_three_roles_see(tmp_path: Path, size: tuple[int, int], snapshot: SnapshotAssertion) -> None:
    async with company(tmp_path) as house:
        anna = await house.desk("anna")
        await arrives(house, "Wo bleibt meine Bestellung 4711?", who="Käthe Kunde")
        await arrives(house, "Die App stürzt seit gestern ab 😕", who="Müller Löwe", channel="acme@email")
        first, second = (await anna.conversations(View.ALL)).items
        shown = (await anna.thread(first.conversation.id)).messages[0].id
        await anna.perform(c.Take(second.conversation.id))
        await anna.perform(c.Ask(first.conversation.id, "development", "Ist das bekannt?", show=(shown,)))
        await anna.perform(c.WriteNote(second.conversation.id, "Liegt im Depot."))
        async with at_desk(anna, size) as stage:
            await stage.sees("Käthe Kunde", "waiting 2")
            assert timeless(await stage.settled()) == snapshot(name=f"inbox-{size[0]}")
            await stage.press("r")
            await stage.sees("reply to")
            assert timeless(await stage.settled()) == snapshot(name=f"reply-{size[0]}")
        async with at_desk(await house.desk("tom"), size) as stage:
            await stage.sees("Ist das bekannt?")
            assert timeless(await stage.settled()) == snapshot(name=f"requests-{size[0]}")
        async with at_desk(await house.desk("lea"), size) as stage:
            await stage.sees("waiting 2")
            await stage.press("w")
            await stage.sees("TEAM", "anna")
            assert timeless(await stage.settled()) == snapshot(name=f"team-{size[0]}")
