"""WhatsApp through the whole house: questions in, answers out, and reports that come early, late or instead."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from adapters.whatsapp import Adapter
from inbox.bootstrap import create, open_house
from inbox.domain import commands as c
from inbox.domain.model import Delivery, Direction
from inbox.errors import InboxError
from inbox.ports.adapter import (
    Batch,
    DeliveryClass,
    Entry,
    Kind,
    Reconciles,
    Window,
)
from inbox.ports.desk import View
from inbox.services.intake import take_in
from tests.adapters.whatsapp.acme import SECRETS, SETTINGS, became, wrote
from tests.servers.whatsapp import CloudApi


async def lands(house, *bodies: bytes):
    """Take webhooks in as the server does: verified before, parsed apart, stored together."""
    entries = tuple(Entry(raw, tuple(Adapter.parse(raw, {}))) for raw in bodies)
    return await take_in(house._office, "wa", Batch(entries, ""), moves=False)


async def begun(house, api: CloudApi):
    """Return a lead's desk with the channel, and the conversation in which Sheena has asked something."""
    for key, value in SECRETS.items():
        await (await house.keeping("lea")).keep_secret("wa", key, value)
    lea = await house.desk("lea")
    await lea.perform(c.AddChannel("wa", "whatsapp", (*SETTINGS.items(), ("api_base", api.base))))
    await lands(house, wrote("wamid.IN1", "Wo ist mein Paket?"))
    (row,) = (await lea.conversations(View.ALL)).items
    return lea, row


async def test_through_the_house_a_question_comes_in_once_and_its_answer_goes_out_once(
    api: CloudApi, tmp_path: Path
) -> None:
    where = str(tmp_path / "inbox.db")
    await create(where, lead="lea")
    async with open_house(where) as house:
        lea, row = await begun(house, api)
        assert (await lands(house, wrote("wamid.IN1", "Wo ist mein Paket?"))).known == 1
        await lea.perform(c.Reply(row.conversation.id, "Ist unterwegs", now=True))
        synced = await house.sync_once()
        await lands(house, became("read"), became("sent"), became("delivered"), wrote("wamid.IN2", "Danke!"))
    async with open_house(where) as again:
        await again.sync_once()
        thread = await (await again.desk("lea")).thread(row.conversation.id)

    assert (row.contact, synced.sent, synced.unknown) == ("Sheena", 1, 0)
    assert [(str(m.words), m.direction) for m in thread.messages] == [
        ("Wo ist mein Paket?", Direction.IN),
        ("Ist unterwegs", Direction.OUT),
        ("Danke!", Direction.IN),
    ]
    assert thread.messages[1].delivery is Delivery.READ
    assert [body["context"] for body in api.sent] == [{"message_id": "wamid.IN1"}]


async def test_a_status_that_comes_before_the_answer_counts_and_the_name_is_kept(api: CloudApi, tmp_path: Path) -> None:
    where = str(tmp_path / "inbox.db")
    await create(where, lead="lea")
    async with open_house(where) as house:
        lea, row = await begun(house, api)
        await lea.perform(c.Reply(row.conversation.id, "Ist unterwegs", now=True))
        early: list[asyncio.Task[object]] = []
        api.arrived = lambda body: early.append(
            asyncio.create_task(
                lands(house, became("delivered", biz_opaque_callback_data=body["biz_opaque_callback_data"]))
            )
        )
        await house.sync_once()
        await asyncio.gather(*early)
        thread = await lea.thread(row.conversation.id)

    assert thread.messages[-1].delivery is Delivery.DELIVERED
    assert thread.messages[-1].external_id == "wamid.OUT1"


@pytest.mark.parametrize(("state", "becomes"), [("delivered", Delivery.DELIVERED), ("failed", Delivery.FAILED)])
async def test_a_reply_whose_answer_was_lost_is_settled_by_its_status_and_never_sent_again(
    api: CloudApi, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, state: str, becomes: Delivery
) -> None:
    monkeypatch.setattr("inbox.services.courier.ASK", 0.2)
    where = str(tmp_path / "inbox.db")
    await create(where, lead="lea")
    api.faults["messages"] = ["mute"]
    async with open_house(where) as house:
        lea, row = await begun(house, api)
        await lea.perform(c.Reply(row.conversation.id, "Antwort", now=True))
        syncing = asyncio.create_task(house.sync_once())
        async with asyncio.timeout(10):
            await api.came.wait()
            await lands(house, became(state, biz_opaque_callback_data=api.sent[0]["biz_opaque_callback_data"]))
            synced = await syncing
        await house.sync_once()
        thread = await lea.thread(row.conversation.id)

    assert Adapter.delivery_class is DeliveryClass.RECONCILABLE and issubclass(Adapter, Reconciles)
    assert thread.messages[-1].delivery is becomes
    assert (synced.unknown, synced.sent + synced.failed) == (0, 1)
    assert len(api.sent) == 1


async def test_after_a_restart_it_is_unknown_until_its_status_comes(api: CloudApi, tmp_path: Path) -> None:
    where = str(tmp_path / "inbox.db")
    await create(where, lead="lea")
    api.faults["messages"] = ["hang"]
    async with open_house(where) as house:
        lea, row = await begun(house, api)
        await lea.perform(c.Reply(row.conversation.id, "Antwort", now=True))
        syncing = asyncio.create_task(house.sync_once())
        async with asyncio.timeout(10):
            await api.came.wait()
        syncing.cancel()
        await asyncio.gather(syncing, return_exceptions=True)
    async with open_house(where) as again:
        lea = await again.desk("lea")
        await again.sync_once()
        before = (await lea.thread(row.conversation.id)).messages[-1].delivery
        await lands(again, became("sent", biz_opaque_callback_data=api.sent[0]["biz_opaque_callback_data"]))
        after = (await lea.thread(row.conversation.id)).messages[-1].delivery

    assert (before, after) == (Delivery.UNKNOWN, Delivery.SENT)
    assert len(api.sent) == 1


async def test_outside_the_window_the_words_stay_and_the_reason_names_templates(api: CloudApi, tmp_path: Path) -> None:
    where = str(tmp_path / "inbox.db")
    await create(where, lead="lea")
    api.closed.add("16505551234")
    async with open_house(where) as house:
        lea, row = await begun(house, api)
        await lea.perform(c.Reply(row.conversation.id, "Zu spät", now=True))
        synced = await house.sync_once()
        thread = await lea.thread(row.conversation.id)

    assert synced.failed == 1
    assert thread.messages[-1].delivery is Delivery.FAILED
    assert "template" in str(thread.messages[-1].error)
    assert Kind.MESSAGE in Adapter.can.tells and Adapter.can.files_out


async def test_whoever_cannot_be_reached_is_not_written_to_until_they_write_again(
    api: CloudApi, tmp_path: Path
) -> None:
    where = str(tmp_path / "inbox.db")
    await create(where, lead="lea")
    async with open_house(where) as house:
        lea, row = await begun(house, api)
        await lea.perform(c.Reply(row.conversation.id, "Ist unterwegs", now=True))
        await house.sync_once()
        await lands(house, became("failed", errors=[{"code": 131026, "title": "Message undeliverable"}]))
        with pytest.raises(InboxError, match="blocked us"):
            await lea.perform(c.Reply(row.conversation.id, "Noch da?", now=True))
        await lands(house, wrote("wamid.IN2", "Ja!"))
        window = (await lea.fit(row.conversation.id, "Gut")).window.window

    assert window is Window.OPEN
    assert len(api.sent) == 1
