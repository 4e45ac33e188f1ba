"""Files, the set-up of a channel and the whole house, with a Mastodon that keeps its rules."""

from __future__ import annotations

import asyncio
import io
import logging
import traceback
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from adapters.mastodon import Adapter
from inbox.bootstrap import create, open_house
from inbox.domain import commands as c
from inbox.domain.model import Delivery, Direction
from inbox.errors import BadInput, InboxError, NotSent, Refused, Rejected
from inbox.ports.adapter import Attachment, Checks, DeliveryClass, Fetches, File
from inbox.ports.desk import View
from tests.adapters.mastodon.stage import adapter, against_the_spec, reply
from tests.servers.mastodon import TOKEN, Masto, mastodon


@pytest.fixture
async def api() -> AsyncIterator[Masto]:
    """A server with our account."""
    async with mastodon() as running:
        yield running
        assert against_the_spec(running) == []


def ours(api: Masto) -> list[dict[str, object]]:
    """Return what stands under our name."""
    return [s for s in api.statuses.values() if s["account"]["id"] == "1001"]  # type: ignore[index]  # an account


# --- files


async def test_files_go_ahead_and_the_reply_waits_until_they_are_ready(api: Masto) -> None:
    id = api.says("Frage")
    api.media["next"] = 3
    files = (File("rechnung.pdf", "application/pdf", b"%PDF"), File("b.png", "image/png", b"x"))
    await adapter(api.base).send(reply(id, files=files))

    posted = next(a for a in api.asked if a.route == "POST /api/v1/statuses")
    assert posted.body.count(b'"0000') == 3 and b"media_ids" in posted.body
    assert any(b"%PDF" in a.body and b"rechnung.pdf" in a.body for a in api.asked if a.route == "POST /api/v2/media")


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        ((422, {"error": "zu groß"}), Rejected),
        ((403, {"error": "nein"}), NotSent),
        ("html", NotSent),
        ("mute", NotSent),
    ],
)
async def test_a_file_that_is_not_taken_keeps_the_reply_back(api: Masto, answer, error: type[Exception]) -> None:
    id = api.says("Frage")
    api.faults["POST /api/v2/media"] = [answer]

    with pytest.raises(error):
        await adapter(api.base).send(reply(id, files=(File("a.png", "image/png", b"x"),)))
    assert ours(api) == []


async def test_a_file_that_never_gets_ready_is_tried_again_later(api: Masto) -> None:
    id = api.says("Frage")
    api.media["next"] = 10_000

    with pytest.raises(NotSent, match=r"still working on a\.png") as caught:
        await adapter(api.base).send(reply(id, files=(File("a.png", "image/png", b"x"),)))
    assert caught.value.retry_after == 60


async def test_an_attachments_bytes_are_brought_up_to_a_limit(api: Masto) -> None:
    masto = adapter(api.base)
    file = Attachment("file", "x", f"{api.base}/media/x.png")
    found = b"".join([part async for part in masto.fetch(file, 9999)])

    assert found == b"PNG" * 9 and isinstance(masto, Fetches)
    with pytest.raises(Refused, match="larger than 5"):
        _ = [part async for part in masto.fetch(file, 5)]


# --- set-up


async def test_it_says_who_it_is_and_that_all_is_well(api: Masto) -> None:
    masto = adapter(api.base)
    account = await masto.open()
    rows = await masto.check()

    assert (account.name, account.address) == ("Shop", "@shop@shop.test")
    assert {state for state, _, _ in rows} == {"ok"} and isinstance(masto, Checks)
    assert ("ok", "calls left for now: 299", "") in rows
    await masto.aclose()
    await masto.aclose()


async def test_it_says_what_is_missing_and_where_to_mend_it(api: Masto) -> None:
    api.longest, api.sse, api.version = 5000, False, "3.0 (compatible; Neuland)"
    api.faults["GET /api/v1/notifications"] = [(403, {"error": "nein"})]
    api.faults["PUT /api/v1/statuses/0"] = [(403, {"error": "nein"})]
    rows = await adapter(api.base).check()
    stranger = await adapter(api.base, token="falsch").check()
    told = {looked: (state, advice) for state, looked, advice in rows}

    assert told["the token may not read:notifications"][0] == told["the token may not write:statuses"][0] == "fail"
    assert "Development" in told["the token may not write:statuses"][1]
    assert told["a status may have 5000 characters here, and the setting says 500"][1].endswith("max_characters=5000")
    assert [state for state, looked, _ in rows if looked.startswith(("streams", "the server is no"))] == [
        "warn",
        "warn",
    ]
    assert stranger[0][0] == "fail" and "make a new one there" in stranger[0][1]


@pytest.mark.parametrize(
    ("token", "settings"),
    [
        ("", {}),
        ("a b", {}),
        ("ü", {}),
        ("x\n", {}),
        ("x", {"server": "mastodon.social"}),
        ("x", {"server": "http://mastodon.social"}),
        ("x", {"since_days": "morgen"}),
        ("x", {"poll_seconds": "0"}),
        ("x", {"max_characters": "-1"}),
    ],
)
def test_settings_that_cannot_work_are_refused(token: str, settings: dict[str, str]) -> None:
    if token == "x\n":
        adapter("https://x.test", token=token)  # a line's end that came along
    else:
        with pytest.raises(BadInput):
            adapter("https://x.test", token=token, **settings)


async def test_the_token_stands_in_no_error_no_log_and_no_name(api: Masto, caplog: pytest.LogCaptureFixture) -> None:
    seen = io.StringIO()
    handler = logging.StreamHandler(seen)
    logging.getLogger().addHandler(handler)
    caplog.set_level(logging.DEBUG)
    masto, id = adapter(api.base), api.says("Frage")
    api.faults["POST /api/v1/statuses"] = ["cut", "html", "noise", "redirect", (400, {"error": f"Bearer {TOKEN}"})]
    try:
        for _ in range(5):
            with pytest.raises(InboxError) as caught:
                await masto.send(reply(id))
            seen.write("".join(traceback.format_exception(caught.value)) + repr(caught.value))
        seen.write(repr(masto._server.http) + repr(masto._context) + repr(masto._server))
    finally:
        logging.getLogger().removeHandler(handler)

    assert "refused it" in seen.getvalue()
    assert "geheim" not in seen.getvalue() + caplog.text


# --- the whole house


@pytest.mark.parametrize("fault", ["", "mute", "cut"])
async def test_through_the_house_a_question_comes_in_once_and_its_answer_goes_out_once(
    api: Masto, tmp_path: Path, fault: str
) -> None:
    where = str(tmp_path / "inbox.db")
    await create(where, lead="lea")
    async with open_house(where) as house:
        await (await house.keeping("lea")).keep_secret("masto", "token", TOKEN)
        lea = await house.desk("lea")
        await lea.perform(c.AddChannel("masto", "mastodon", (("server", api.base), ("poll_seconds", "1"))))
        id = api.says("Wo ist mein Paket?", "public")
        taken = [(await house.sync_once()).taken for _ in range(2)]
        (row,) = (await lea.conversations(View.ALL)).items
        api.now = datetime.now(UTC)
        api.faults["POST /api/v1/statuses"] = [fault] if fault else []
        await lea.perform(c.Reply(row.conversation.id, "Ist unterwegs", now=True))
        await house.sync_once()
    async with open_house(where) as again, asyncio.timeout(30):
        api.says("Danke!", "public", str(ours(api)[0]["id"]) if ours(api) else id)
        lea = await again.desk("lea")
        thread = await lea.thread(row.conversation.id)
        while thread.messages[1].delivery is not Delivery.SENT:
            await again.sync_once()
            thread = await lea.thread(row.conversation.id)
        await again.sync_once()
        thread = await lea.thread(row.conversation.id)

    assert taken == [1, 0] and row.contact == "Erna@Kunde.Test"
    assert [(str(m.words), m.direction) for m in thread.messages] == [
        ("@shop Wo ist mein Paket?", Direction.IN),
        ("Ist unterwegs", Direction.OUT),
        ("@shop Danke!", Direction.IN),
    ]
    assert len(ours(api)) == 1
    assert Adapter.delivery_class is DeliveryClass.IDEMPOTENT
