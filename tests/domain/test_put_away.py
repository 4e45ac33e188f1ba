"""What becomes of a dialogue that was put away while its reply was on the way."""

from __future__ import annotations

import pytest

from inbox.domain import commands as c
from inbox.domain.incoming import Incoming, Kind
from inbox.domain.model import Delivery, State
from inbox.ports.desk import View
from tests.domain.test_replies import last, looked, tried, w, written
from tests.world import World

__all__ = ["w"]


@pytest.mark.parametrize("way", ["taken back", "given back", "refused by the platform", "bounced days later"])
async def test_whose_reply_comes_back_or_does_not_arrive_is_on_the_table_again_though_it_was_closed(
    w: World, way: str
) -> None:
    id, anna, lea = await w.arrives(), await w.desk("anna"), await w.desk("lea")
    text = "Das war unser Fehler." if way == "given back" else "Antwort"
    reply = await written(anna, id, text)
    if way == "bounced days later":
        await tried(w, reply, Delivery.SENT)
    await anna.perform(c.Close(id))

    if way == "taken back":
        await anna.perform(c.TakeBack(reply))
    elif way == "given back":
        await lea.perform(c.Refuse(reply, "so nicht"))
    elif way == "refused by the platform":
        await tried(w, reply, Delivery.FAILED)
    else:
        token = (await last(w, id)).token
        await w.take_in(Incoming(Kind.DELIVERY, "b1", token=token, state="failed", why="weg"))

    there = (await looked(w, id)).row
    assert (there.conversation.state, there.ball) == (State.OPEN, "us")
    assert await anna.index(View.WAITING)


@pytest.mark.parametrize("since", ["nothing", "put away again", "signed off"])
async def test_a_held_reply_that_is_taken_back_leaves_the_dialogue_as_it_was_before_it(w: World, since: str) -> None:
    """What was closed before somebody wrote is closed again, unless somebody closed it with the reply waiting in it."""
    id, anna = await w.arrives(), await w.desk("anna")
    await anna.perform(c.Take(id))
    await anna.perform(c.Close(id))
    reply = await written(anna, id, "Das war unser Fehler.")
    if since == "put away again":
        await anna.perform(c.Reopen(id))
        await anna.perform(c.Close(id))
    elif since == "signed off":
        await (await w.desk("lea")).perform(c.Approve(reply))

    await anna.perform(c.TakeBack(reply))

    there = (await looked(w, id)).row.conversation.state
    assert there is (State.OPEN if since == "put away again" else State.CLOSED)
