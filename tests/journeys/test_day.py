"""A day of a manager, a specialist and a lead on the real screens, and how many keys each thing takes, free text apart."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from inbox.domain.model import Delivery, State
from inbox.ports.desk import View
from tests.tui.stage import Stage, arrives, at_desk, company

MOST = {
    "next that needs me": 1, "take": 1, "ask a department": 6, "put the answer into the reply": 1, "reply and send": 2,
    "undo": 1, "close and next": 1, "why": 1, "approve": 2, "freeze": 1,
}  # fmt: skip


class Counted:
    """How many keys each thing took."""

    def __init__(self) -> None:
        self.keys: dict[str, int] = {}

    @contextmanager
    def __call__(self, what: str, stage: Stage) -> Iterator[None]:
        """Count the keys of one thing."""
        before = stage.keys
        yield
        self.keys[what] = stage.keys - before


@pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=["80x24", "120x40"])
async def test_a_day_takes_no_more_keys_than_were_promised(tmp_path: Path, size: tuple[int, int]) -> None:
    async with company(tmp_path) as house:
        for who, text in (("Ada", "Die App stürzt ab."), ("Ben", "Wo ist mein Paket?"), ("Cleo", "Ihr seid teuer.")):
            await arrives(house, text, who=who)
        anna, tom, lea = [await house.desk(who) for who in ("anna", "tom", "lea")]
        counted = Counted()
        async with at_desk(anna, size) as stage:
            await _morning(stage, counted)
            async with at_desk(tom, size) as his:
                await _answered(his)
            await _noon(stage, counted)
        async with at_desk(lea, size) as stage:
            await _evening(stage, counted)
        assert counted.keys.keys() == MOST.keys()
        assert {what: keys for what, keys in counted.keys.items() if keys > MOST[what]} == {}
        threads = {t.row.contact: t for t in [await lea.thread(id) for id in await lea.index(View.ALL)]}
        assert {who: t.row.conversation.state for who, t in threads.items()} == {
            "Ada": State.OPEN,
            "Ben": State.CLOSED,
            "Cleo": State.OPEN,
        }
        assert [threads[who].messages[-1].delivery for who in ("Ben", "Cleo")] == [Delivery.QUEUED, Delivery.QUEUED]
        assert threads["Ben"].messages[-1].answers == (threads["Ben"].requests[0].id,)


async def _morning(stage: Stage, counted: Counted) -> None:
    """Go to the next who waits, take them, and ask development."""
    await stage.sees("Wo ist mein Paket?", "Ihr seid teuer.")
    await stage.press("enter")
    await stage.sees("Ada · mastodon")
    with counted("next that needs me", stage):
        await stage.press("]")
        await stage.sees("Ben · mastodon", "owner: nobody")
    with counted("take", stage):
        await stage.press("m")
        await stage.sees("owner: anna")
    with counted("ask a department", stage):
        await stage.press("x", "enter")
        await stage.sees("Ask development")
        await stage.type("Ging es raus?")
        await stage.press("ctrl+s")
        await stage.sees("development is asked")


async def _answered(stage: Stage) -> None:
    """Answer what development is asked."""
    await stage.sees("Ging es raus?")
    await stage.settled()
    await stage.press("r")
    await stage.type("Ja, es liegt im Depot.")
    await stage.press("ctrl+s")
    await stage.sees("✓ answered")


async def _noon(stage: Stage, counted: Counted) -> None:
    """Put the answer into the reply, send, take that back, send it again, ask why, and go on to who is held."""
    await stage.sees("Ja, es liegt im Depot.")
    with counted("put the answer into the reply", stage):
        await stage.press("v")
        await stage.sees("uses answer #")
    await stage.press("ctrl+s")
    await stage.sees("Queued")
    with counted("undo", stage):
        await stage.press("z")
        await stage.sees("back in the draft")
    with counted("reply and send", stage):
        await stage.press("r")
        await stage.sees("reply to Ben")
        await stage.press("ctrl+s")
        await stage.sees("Queued")
    with counted("why", stage):
        await stage.press("W")
        await stage.sees("Why we said this", "owner then: anna")
    await stage.press("escape")
    with counted("close and next", stage):
        await stage.press("e")
        await stage.sees("Cleo · mastodon", "waiting 2")
    await stage.press("r")
    await stage.sees("reply to Cleo")
    await stage.type("Das war unser Fehler.")
    await stage.press("ctrl+s")
    await stage.sees("Held (admission of fault)")


async def _evening(stage: Stage, counted: Counted) -> None:
    """Sign the held reply off, and freeze what leaves."""
    await stage.press("g", "p")
    await stage.sees("1 for you", "admission of fault")
    with counted("approve", stage):
        await stage.press("P")
        await stage.sees("Signed off")
    with counted("freeze", stage):
        await stage.press("F")
        await stage.sees("Frozen: nothing leaves")
