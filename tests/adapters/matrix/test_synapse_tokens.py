"""The Matrix adapter against a real homeserver: tokens that end, devices that change, and the whole house."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from pathlib import Path

import pytest

from inbox.bootstrap import create, open_house
from inbox.domain import commands as c
from inbox.domain.model import Delivery, Direction
from inbox.errors import Refused
from inbox.ports.desk import View
from tests.adapters.matrix.real import adapter, kept, reply
from tests.servers.synapse import PASSWORD, Someone

pytestmark = [pytest.mark.real, pytest.mark.timeout(300)]


async def test_a_token_that_ended_is_renewed_and_kept(people: tuple[Someone, Someone]) -> None:
    us, _ = people
    await us.log_in(refresh_token=True)
    secrets = {"token": us.token, "refresh_token": us.refresh}
    matrix = adapter(us, secrets)
    await matrix.open()
    for _ in range(200):
        if not await us.known():
            break
        await asyncio.sleep(0.1)

    account = await matrix.open()

    assert account.address == us.id
    assert kept["token"] != us.token and kept["refresh_token"]
    assert (await adapter(us, dict(kept)).open()).address == us.id
    await matrix.aclose()


async def test_a_password_lets_us_in_again_as_the_same_device_so_that_a_repeat_is_no_double(
    people: tuple[Someone, Someone],
) -> None:
    us, customer = people
    room = await us.opens(customer.id)
    await customer.do("POST", f"rooms/{room}/join", {})
    matrix = adapter(us, {"password": PASSWORD}, user=us.id)
    sent = await matrix.send(reply(room, customer))
    us.token = kept["token"]
    await us.do("POST", "logout", {})

    again = await matrix.send(reply(room, customer))

    assert sent == again
    assert len(await customer.reads(room)) == 1
    assert kept["device"].startswith("CHEFSACHE-mx ")
    with pytest.raises(Refused, match="does not let"):
        await adapter(us, {"password": "falsch"}, user=us.id).open()
    await matrix.aclose()


async def test_a_token_made_anew_finds_what_the_one_before_has_sent(people: tuple[Someone, Someone]) -> None:
    us, customer = people
    room = await us.opens(customer.id)
    await customer.do("POST", f"rooms/{room}/join", {})
    first = adapter(us)
    written = datetime.now(UTC)
    sent = await first.send(reply(room, customer, written_at=written))
    await us.log_in()
    second = adapter(us)

    again = await second.send(reply(room, customer, written_at=written))

    assert sent == again
    assert len(await customer.reads(room)) == 1
    await first.aclose()
    await second.aclose()


async def test_a_wrong_token_is_refused_and_said_how_to_mend(people: tuple[Someone, Someone]) -> None:
    us, _ = people

    with pytest.raises(Refused, match=r"does not know this access token .* inbox channel set mx --secret token"):
        await adapter(us, {"token": "syt_falsch"}).open()
    assert {state for state, _, _ in await adapter(us).check()} == {"ok"}


async def test_through_the_house_a_question_is_answered_once_whatever_starts_anew(
    people: tuple[Someone, Someone], tmp_path: Path
) -> None:
    us, customer = people
    where = str(tmp_path / "inbox.db")
    await create(where, lead="lea")
    async with open_house(where) as house:
        await (await house.keeping("lea")).keep_secret("mx", "token", us.token)
        lea = await house.desk("lea")
        await lea.perform(c.AddChannel("mx", "matrix", (("homeserver", us.base), ("poll_seconds", "1"))))
        await house.sync_once()
        room = await customer.opens(us.id)
        await customer.says(room, "Wo ist mein Paket?")
        taken = [(await house.sync_once()).taken for _ in range(2)]
        (row,) = (await lea.conversations(View.ALL)).items
        await lea.perform(c.Reply(row.conversation.id, "Kommt morgen", now=True))
        await house.sync_once()
    async with open_house(where) as again:
        await customer.says(room, "Danke!")
        await again.sync_once()
        await again.sync_once()
        thread = await (await again.desk("lea")).thread(row.conversation.id)

    assert taken[1] == 0
    assert row.contact == customer.name
    assert [(str(m.words), m.direction) for m in thread.messages] == [
        ("Wo ist mein Paket?", Direction.IN),
        ("Kommt morgen", Direction.OUT),
        ("Danke!", Direction.IN),
    ]
    assert thread.messages[1].delivery is Delivery.SENT
    bodies = [event["content"]["body"] for event in await customer.reads(room)]  # type: ignore[index]
    assert bodies == ["Wo ist mein Paket?", "Kommt morgen", "Danke!"]
