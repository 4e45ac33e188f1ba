"""Platforms promise no order: whatever comes first, the thread is the same, and nothing that was said about it is lost."""

from __future__ import annotations

import tempfile
from datetime import timedelta
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from inbox.domain import commands as c
from inbox.domain.incoming import Incoming, Kind
from inbox.domain.model import Delivery
from inbox.ports.desk import made
from tests.world import NOON, World, message, world

SAYS = (
    message("m0", "alt"),
    message("m1", "eins"),
    message("m2", "zwei"),
    Incoming(Kind.EDIT, "e1", "Käthe", NOON + timedelta(minutes=1), target_id="m0", text="früher"),
    Incoming(Kind.EDIT, "e2", "Käthe", NOON + timedelta(minutes=2), target_id="m0", text="später"),
    Incoming(Kind.DELETE, "d1", "Käthe", target_id="m1"),
    Incoming(Kind.REACTION, "r1", "Käthe", target_id="m2", text="👍"),
    Incoming(Kind.DELIVERY, "s1", target_id="E", state="sent"),
    Incoming(Kind.DELIVERY, "s2", target_id="E", state="delivered"),
    Incoming(Kind.DELIVERY, "s3", target_id="E", state="failed", why="550"),
    None,  # the courier learns what the platform calls our reply
)


async def _sending(w: World, text: str = "Antwort") -> tuple[int, int]:
    conversation = await w.arrives()
    reply = made(await (await w.desk("anna")).perform(c.Reply(conversation, text, now=True))) or 0
    await w.house._office.perform(c.BeginSend(reply), None)
    return conversation, reply


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    order=st.permutations(range(len(SAYS))),
    again=st.lists(st.integers(0, len(SAYS) - 1), max_size=8),
    size=st.integers(1, 4),
)
async def test_any_order_and_repetition_of_edits_deletions_and_reports_gives_the_same_thread(
    order: list[int], again: list[int], size: int
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        async with world(Path(folder)) as w:
            conversation, reply = await _sending(w)
            stream = [SAYS[n] for n in (*order, *again)]
            for start in range(0, len(stream), size):
                part = stream[start : start + size]
                await w.take_in(*(said for said in part if said))
                if None in part:
                    await w.house._office.perform(c.EndSend(reply, Delivery.SENT, "E"), None)
            lea = await w.desk("lea")
            thread = await lea.thread(conversation)

            said = {m.external_id: (str(m.words), m.edited, m.deleted) for m in thread.messages}
            assert said.pop("Käthe-1") == ("Hallo", False, False)
            assert said == {
                "m0": ("später", True, False),
                "m1": ("eins", False, True),
                "m2": ("zwei", False, False),
                "E": ("Antwort", False, False),
            }
            ours = next(m for m in thread.messages if m.external_id == "E")
            assert (ours.delivery, str(ours.error)) == (Delivery.FAILED, "550")
            assert thread.draft is None
            assert thread.row.conversation.waiting_since == NOON
            assert await w.db.read("select 1 from waiting") == []
            assert (await lea.verify()).ok


async def test_a_report_that_names_our_token_lands_while_nobody_knows_whether_the_reply_left(place: Path | str) -> None:
    async with world(place) as w:
        conversation, reply = await _sending(w)
        anna, office = await w.desk("anna"), w.house._office
        await office.perform(c.EndSend(reply, Delivery.UNKNOWN, error="no answer"), None)
        token = (await anna.thread(conversation)).messages[-1].token
        await w.take_in(Incoming(Kind.DELIVERY, "dsn", target_id="<x>", token=token, state="failed", why="550"))

        assert (await anna.thread(conversation)).messages[-1].delivery is Delivery.FAILED


async def test_a_failure_during_the_sending_joins_the_reply_to_a_newer_draft(place: Path | str) -> None:
    async with world(place) as w:
        conversation, _ = await _sending(w)
        anna = await w.desk("anna")
        await anna.perform(c.SaveDraft(conversation, "etwas Neues"))
        token = (await anna.thread(conversation)).messages[-1].token
        await w.take_in(Incoming(Kind.DELIVERY, "d1", token=token, state="failed", why="no"))

        draft = (await anna.thread(conversation)).draft
        assert draft is not None
        assert str(draft.words) == "Antwort\n\netwas Neues"
        assert (await (await w.desk("lea")).verify()).ok


async def test_a_bounce_during_the_sending_keeps_its_reason_when_the_sending_ends(place: Path | str) -> None:
    async with world(place) as w:
        conversation, reply = await _sending(w)
        lea = await w.desk("lea")
        token = (await lea.thread(conversation)).messages[-1].token
        await w.take_in(Incoming(Kind.DELIVERY, "d1", token=token, state="failed", why="550 no such user"))
        await w.house._office.perform(c.EndSend(reply, Delivery.SENT, "E"), None)

        ours = (await lea.thread(conversation)).messages[-1]
        assert (ours.delivery, str(ours.error), ours.external_id) == (Delivery.FAILED, "550 no such user", "E")
        assert (await lea.verify()).ok


async def test_a_bounced_reply_whose_sending_ends_late_leaves_an_answered_contact_answered(place: Path | str) -> None:
    async with world(place) as w:
        conversation, first = await _sending(w)
        lea, office = await w.desk("lea"), w.house._office
        token = (await lea.thread(conversation)).messages[-1].token
        await w.take_in(Incoming(Kind.DELIVERY, "d1", token=token, state="failed", why="550"))
        assert (await lea.thread(conversation)).row.conversation.waiting_since == NOON
        second = made(await (await w.desk("anna")).perform(c.Reply(conversation, "noch einmal", now=True))) or 0
        await office.perform(c.BeginSend(second), None)
        await office.perform(c.EndSend(second, Delivery.SENT, "F"), None)
        await office.perform(c.EndSend(first, Delivery.SENT, "E"), None)

        assert (await lea.thread(conversation)).row.conversation.waiting_since is None
        await lea.perform(c.Settle(first, "dropped"))
        assert (await lea.thread(conversation)).row.conversation.waiting_since is None
        assert (await lea.verify()).ok


async def test_an_entry_waits_a_month_for_its_message_and_no_longer(place: Path | str) -> None:
    async with world(place) as w:
        await w.take_in(Incoming(Kind.EDIT, "e1", target_id="never", text="x"))
        w.clock.move(days=31)
        await w.take_in(Incoming(Kind.EDIT, "e2", target_id="later", text="x"))

        assert await w.db.read("select target from waiting") == [("later",)]
