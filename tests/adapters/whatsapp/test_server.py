"""The WhatsApp adapter against a Cloud API that keeps its rules, and breaks off at any point."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import io
import json
import logging
import traceback
from collections.abc import AsyncIterator
from contextlib import aclosing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from adapters.whatsapp import Adapter
from adapters.whatsapp.outbound import checked, message
from adapters.whatsapp.places import Place
from inbox.bootstrap import create, open_house
from inbox.domain import commands as c
from inbox.domain.model import Delivery, Direction
from inbox.errors import Ambiguous, BadInput, InboxError, NotSent, Refused, Rejected, Unreachable
from inbox.ports.adapter import (
    Attachment,
    Batch,
    Checks,
    Context,
    Declares,
    DeliveryClass,
    Entry,
    Fetches,
    File,
    Hooked,
    Identity,
    Kind,
    Measures,
    Outgoing,
    Reconciles,
    Request,
    Standing,
    Visibility,
    Window,
    Windows,
)
from inbox.ports.desk import View
from inbox.services.intake import take_in
from tests.adapters.whatsapp import spec
from tests.servers.mail import free_port
from tests.servers.whatsapp import BUSINESS, NUMBER, SECRET, TOKEN, VERIFY, CloudApi, cloud_api, refused, unfit

NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)
KEY = f"{NUMBER}/16505551234"
SECRETS = {"token": TOKEN, "app_secret": SECRET, "verify_token": VERIFY}
SETTINGS = {"phone_number_id": NUMBER, "business_account_id": BUSINESS}


@pytest.fixture
async def api() -> AsyncIterator[CloudApi]:
    """A number's server."""
    async with cloud_api() as running:
        yield running


async def sleep(seconds: float) -> None:
    """Wait no time at all."""


def adapter(api: CloudApi, **settings: str) -> Adapter:
    given = {**SETTINGS, "api_base": api.base, **settings}
    return Adapter(Context("wa", given, SECRETS, lambda: NOW, sleep))


def reply(
    text: str = "Kommt morgen", key: str = KEY, reply_to: str = "wamid.IN", files: tuple[File, ...] = ()
) -> Outgoing:
    to = (Identity("whatsapp", "16505551234"),)
    return Outgoing("1.abc", key, to, text, Visibility.PRIVATE, "Sheena", reply_to=reply_to, files=files)


def tells(value: dict[str, object]) -> bytes:
    """Return a webhook as Meta sends it."""
    metadata = {"display_phone_number": "15550783881", "phone_number_id": NUMBER}
    change = {"field": "messages", "value": {"messaging_product": "whatsapp", "metadata": metadata, **value}}
    return json.dumps(
        {"object": "whatsapp_business_account", "entry": [{"id": BUSINESS, "changes": [change]}]}
    ).encode()


def wrote(id: str, text: str) -> bytes:
    said = {"from": "16505551234", "id": id, "timestamp": str(int(datetime.now(UTC).timestamp())), "type": "text"}
    contacts = [{"profile": {"name": "Sheena"}, "wa_id": "16505551234"}]
    return tells({"contacts": contacts, "messages": [{**said, "text": {"body": text}}]})


def became(state: str, id: str = "wamid.OUT1", **more: object) -> bytes:
    return tells({"statuses": [{"id": id, "status": state, "timestamp": "1", "recipient_id": "16505551234", **more}]})


# --- webhooks


def test_only_what_the_app_secret_signed_over_the_raw_bytes_is_taken(api_base: str = "http://127.0.0.1:1") -> None:
    whatsapp = Adapter(Context("wa", {**SETTINGS, "api_base": api_base}, SECRETS, lambda: NOW, sleep))
    body = wrote("wamid.1", "Größe?")
    signature = "sha256=" + hmac.new(SECRET.encode(), body, hashlib.sha256).hexdigest()
    good = Request("POST", {}, {"x-hub-signature-256": signature}, body)
    parsed = json.dumps(json.loads(body), ensure_ascii=False).encode()

    assert isinstance(whatsapp, Hooked) and whatsapp.verify(good, NOW)
    for bad in (
        Request("POST", {}, good.headers, body + b"\n"),
        Request("POST", {}, good.headers, parsed),
        Request("POST", {}, {}, body),
        Request("POST", {}, {"x-hub-signature-256": "sha256=ä"}, body),
    ):
        assert not whatsapp.verify(bad, NOW)


def test_metas_question_whether_the_address_is_ours_is_answered_by_the_words_alone() -> None:
    whatsapp = Adapter(Context("wa", SETTINGS, SECRETS, lambda: NOW, sleep))
    asked = {"hub.mode": "subscribe", "hub.verify_token": VERIFY, "hub.challenge": "1158201444"}

    good = whatsapp.handshake(Request("GET", asked, {}, b""))
    bad = whatsapp.handshake(Request("GET", {**asked, "hub.verify_token": "x"}, {}, b""))

    assert good and (good.status, good.body) == (200, b"1158201444")
    assert bad and bad.status == 403
    assert whatsapp.handshake(Request("POST", {}, {}, b"{}")) is None


async def test_receiving_says_at_once_that_it_has_caught_up_and_later_that_the_token_counts_no_more(
    api: CloudApi,
) -> None:
    whatsapp = adapter(api)
    api.faults["phone"] = [refused(190, "Error validating access token", 463, 401)]
    async with aclosing(whatsapp.receive("c")) as stream:  # type: ignore[type-var]  # it is a generator
        batches = aiter(stream)
        first = await anext(batches)
        calls = len(api.asked)
        with pytest.raises(Refused, match="access token"):
            await anext(batches)

    assert first == Batch((), "c", caught_up=True)
    assert calls == 0
    await whatsapp.aclose()


# --- out


async def test_a_reply_names_what_it_answers_and_carries_our_token(api: CloudApi) -> None:
    sent = await adapter(api).send(reply("*fett* <b>\n🙂"))

    assert sent.external_id == "wamid.OUT1"
    assert api.sent == [
        {
            "messaging_product": "whatsapp",
            "recipient_type": "individual",
            "to": "16505551234",
            "biz_opaque_callback_data": "1.abc",
            "context": {"message_id": "wamid.IN"},
            "type": "text",
            "text": {"body": "*fett* <b>\n🙂", "preview_url": False},
        }
    ]
    assert api.asked[0].path == f"/v25.0/{NUMBER}/messages"


async def test_a_scoped_id_a_group_and_another_number_of_ours_are_found_by_the_key(api: CloudApi) -> None:
    whatsapp = adapter(api)
    await whatsapp.send(reply(key=f"{NUMBER}/US.134"))
    await whatsapp.send(reply(key=f"{NUMBER}#Y2Fw", reply_to="callback:1"))
    await whatsapp.send(reply(key="1066/49"))

    scoped, group, other = api.sent
    assert scoped["recipient"] == "US.134" and "to" not in scoped
    assert (group["recipient_type"], group["to"]) == ("group", "Y2Fw") and "context" not in group
    assert (other["to"], api.asked[2].path) == ("49", "/v25.0/1066/messages")
    with pytest.raises(Rejected, match="no address"):
        await whatsapp.send(reply(key="nirgends"))


PHOTO = File("foto.jpg", "image/jpeg", b"\xff\xd8jpeg")


async def test_a_file_is_put_there_first_and_goes_with_the_words(api: CloudApi) -> None:
    whatsapp = adapter(api)
    await whatsapp.send(reply("Bitte", files=(PHOTO,)))
    await whatsapp.send(reply("", files=(File("a.pdf", "application/pdf", b"%PDF"),)))
    await whatsapp.send(reply("", files=(File("a.ogg", "audio/ogg", b"Ogg"),)))

    assert [body["type"] for body in api.sent] == ["image", "document", "audio"]
    assert api.sent[0]["image"] == {"id": "4490709327384034", "caption": "Bitte"}
    assert api.sent[1]["document"] == {"id": "4490709327384035", "filename": "a.pdf"}
    assert b"\xff\xd8jpeg" in api.uploads[0] and b'filename="foto.jpg"' in api.uploads[0]


@pytest.mark.parametrize(
    ("out", "words"),
    [
        (reply("ä" * 4097), "4097 of 4096"),
        (reply("a" * 1025, files=(PHOTO,)), "1025 of 1024"),
        (reply("  "), "without words"),
        (reply("x", files=(PHOTO, PHOTO)), "one file"),
        (reply("x", files=(File("a.ogg", "audio/ogg", b""),)), "sound without words"),
        (reply("", files=(File("a.png", "image/png", b"0" * (5 * 1024 * 1024 + 1)),)), "up to 5 MB"),
    ],
)
async def test_what_whatsapp_would_not_take_is_refused_before_it_leaves(
    api: CloudApi, out: Outgoing, words: str
) -> None:
    with pytest.raises(Rejected, match=words):
        await adapter(api).send(out)

    assert api.asked == []


@pytest.mark.parametrize(
    "fault", ["cut", "mute", "hang", "html", "noise", "odd", refused(2, "Service temporarily unavailable", status=500)]
)
async def test_a_file_that_may_lie_there_twice_is_no_message_yet(
    api: CloudApi, monkeypatch: pytest.MonkeyPatch, fault
) -> None:
    monkeypatch.setattr("adapters.kit.graph.NETWORK", 0.5)
    api.faults["media"] = [fault]
    whatsapp = adapter(api)

    with pytest.raises(NotSent) as caught:
        await whatsapp.send(reply(files=(PHOTO,)))
    await whatsapp.send(reply(files=(PHOTO,)))

    assert type(caught.value) is NotSent
    assert len(api.sent) == 1


@pytest.mark.parametrize(
    ("fault", "error", "words", "arrived"),
    [
        (refused(131047, "Re-engagement message"), Rejected, "template", 0),
        (refused(131026, "Message undeliverable"), Rejected, "does not deliver", 0),
        (refused(131009, "Parameter value is not valid"), Rejected, "Parameter value", 0),
        (refused(131051, "Unsupported message type"), Rejected, "Unsupported", 0),
        (refused(100, "Invalid parameter"), Rejected, "Invalid parameter", 0),
        (refused(130429, "Rate limit hit"), NotSent, "slow down", 0),
        (refused(131056, "(Business Account, Consumer Account) pair rate limit hit"), NotSent, "slow down", 0),
        (refused(131048, "Spam rate limit hit"), NotSent, "slow down", 0),
        (refused(80007, "Rate limit issues"), NotSent, "slow down", 0),
        ((429, {"error": {"code": 4}}, "Retry-After: 7\r\n"), NotSent, "slow down", 0),
        (refused(131016, "Service unavailable", status=500), NotSent, "just now", 0),
        (refused(190, "Error validating access token", 463, 401), NotSent, "access token", 0),
        (refused(10, "Application does not have permission", status=403), NotSent, "right", 0),
        (refused(131042, "Business eligibility payment issue"), NotSent, "payment", 0),
        (refused(368, "Temporarily blocked for policies violations"), Rejected, "blocked", 0),
        ((200, {"messaging_product": "whatsapp"}), Ambiguous, "name", 0),
        ("odd", Ambiguous, "name", 1),
        ("cut", Ambiguous, ".", 0),
        ("mute", Ambiguous, ".", 1),
        ("half", Ambiguous, ".", 1),
        ("short", Ambiguous, ".", 1),
        ("html", Ambiguous, "502", 0),
        ("redirect", Ambiguous, "302", 0),
        ("noise", Ambiguous, ".", 1),
        ("hang", Ambiguous, "no answer in time", 1),
    ],
)
async def test_whatever_breaks_while_sending_has_its_class(
    api: CloudApi, monkeypatch: pytest.MonkeyPatch, fault, error: type[InboxError], words: str, arrived: int
) -> None:
    monkeypatch.setattr("adapters.kit.graph.NETWORK", 0.5)
    api.faults["messages"] = [fault]

    with pytest.raises(error, match=words) as caught:
        await adapter(api).send(reply())

    assert type(caught.value) is error
    assert len(api.sent) == arrived
    assert len(api.asked) == 1, "nothing is repeated that may have arrived"


@pytest.mark.parametrize(
    ("fault", "seconds"),
    [
        ((429, {"error": {"code": 4}}, "Retry-After: 7\r\n"), 7.0),
        (refused(131056, "pair rate limit hit"), 6.0),
        (refused(131048, "spam"), 3600.0),
        (refused(130429, "Rate limit hit"), None),
    ],
)
async def test_a_limit_says_how_long_it_lasts(api: CloudApi, fault, seconds: float | None) -> None:
    api.faults["messages"] = [fault]

    with pytest.raises(NotSent) as caught:
        await adapter(api).send(reply())

    assert caught.value.retry_after == seconds


async def test_where_nothing_answers_nothing_was_sent(api: CloudApi) -> None:
    nowhere = adapter(api, api_base=f"http://127.0.0.1:{free_port()}")

    with pytest.raises(NotSent, match="cannot be reached") as caught:
        await nowhere.send(reply())
    with pytest.raises(Unreachable):
        await nowhere.open()

    assert type(caught.value) is NotSent


@pytest.mark.skipif(not spec.FILE.exists(), reason="Meta's specification is not part of this project")
def test_requests_are_as_metas_own_specification_wants_them() -> None:
    base, media = spec.section("    BaseMessageProperties:"), spec.section("    MediaObject_1:")
    outs = {
        "Text": reply("hi"),
        "Image": reply("hi", files=(PHOTO,)),
        "Video": reply("hi", files=(File("v.mp4", "video/mp4", b""),)),
        "Audio": reply("", files=(File("a.ogg", "audio/ogg", b""),)),
        "Document": reply("hi", files=(File("a.pdf", "application/pdf", b""),)),
    }
    for kind, out in outs.items():
        body = message(Place(NUMBER, "16505551234"), out, checked(out), "5")
        own = spec.section(f"    {kind}Message:")["allOf"][1]  # type: ignore[index]  # a document
        # The token is in Meta's pages but not in this file, as are a document's file name and the scoped recipient.
        assert set(body) - {"biz_opaque_callback_data"} <= {*base["properties"], *own["properties"]}  # type: ignore[index]  # a document
        assert {*base["required"], *own["required"]} <= set(body)  # type: ignore[index]  # a document
        assert body["recipient_type"] in base["properties"]["recipient_type"]["enum"]  # type: ignore[index]  # a document
        assert body["type"] in own["properties"]["type"]["enum"]
        part = body[kind.lower()]
        allowed = own["properties"]["text"]["properties"] if kind == "Text" else media["oneOf"][0]["properties"]  # type: ignore[index]  # a document
        assert set(part) - {"filename"} <= set(allowed)  # type: ignore[call-overload]  # a dict
        assert unfit(body) == ""


# --- limits


def test_characters_are_counted_and_nothing_is_added() -> None:
    to = (Identity("whatsapp", "16505551234"),)

    assert isinstance(Adapter, Measures)
    measured = Adapter.measure("ä🙂" * 2048, "dm", {}, to)
    assert (measured.used, measured.max, measured.fits) == (4096, 4096, True)
    assert not Adapter.measure("x" * 4097, "", {}).fits


def test_a_contact_may_be_answered_for_exactly_24_hours_and_then_by_template_only() -> None:
    def at(last: datetime | None, hint: str = "") -> Window:
        return Adapter.window(Standing(Visibility.PRIVATE, KEY, last, hint), {}, NOW).window

    assert isinstance(Adapter, Windows)
    day = timedelta(hours=24)
    assert at(NOW - day + timedelta(microseconds=1)) is Window.OPEN
    assert at(NOW - day) is Window.TEMPLATE
    assert at(None) is Window.TEMPLATE
    assert at(NOW, Window.BLOCKED) is Window.BLOCKED
    assert at(NOW, Window.OPEN) is Window.OPEN
    assert Adapter.window(Standing(Visibility.PRIVATE, KEY, NOW), {}, NOW).until == NOW + day
    assert "template" in Adapter.window(Standing(Visibility.PRIVATE, KEY, None), {}, NOW).why


# --- files in


async def fetched(whatsapp: Adapter, url: str, limit: int = 100) -> bytes:
    return b"".join([part async for part in whatsapp.fetch(Attachment("image", "a.jpg", url), limit)])


async def test_a_file_is_fetched_from_where_it_lies_just_now_with_our_token(api: CloudApi) -> None:
    whatsapp = adapter(api)
    api.files["77"] = b"jpeg" * 10

    assert isinstance(whatsapp, Fetches)
    assert await fetched(whatsapp, "wa:77") == b"jpeg" * 10
    assert [call.headers["authorization"] for call in api.asked] == [f"Bearer {TOKEN}"] * 2
    with pytest.raises(Refused, match="larger than 39"):
        await fetched(whatsapp, "wa:77", 39)
    assert len(api.asked) == 3, "what is too large is not begun"


@pytest.mark.parametrize(
    ("url", "answer"),
    [
        ("https://evil.test/x", None),
        ("wa:../me", None),
        ("wa:", None),
        ("wa:77", {"url": "https://evil.test/x"}),
        ("wa:77", {"url": "https://evilfbsbx.com/x"}),
        ("wa:77", {"url": "http://lookaside.fbsbx.com/x"}),
        ("wa:77", {"url": "https://[::bad/x"}),
        ("wa:77", {}),
    ],
)
async def test_our_token_goes_nowhere_but_to_meta(api: CloudApi, url: str, answer: dict[str, object] | None) -> None:
    if answer is not None:
        api.faults["where"] = [(200, {"id": "77", **answer})]

    with pytest.raises(Refused, match="not lie at WhatsApp"):
        await fetched(adapter(api), url)

    assert len(api.asked) == (answer is not None)


async def test_a_file_that_is_gone_or_breaks_off_says_so(api: CloudApi) -> None:
    api.files["77"] = b"jpeg"
    with pytest.raises(Unreachable, match="does not exist"):
        await fetched(adapter(api), "wa:78")
    for fault in ("cut", "html"):
        api.faults["file"] = [fault]
        with pytest.raises(Unreachable):
            await fetched(adapter(api), "wa:77")
    api.faults["file"] = [(404, {})]
    with pytest.raises(Refused, match="not there any more"):
        await fetched(adapter(api), "wa:77")


# --- set-up


async def test_the_number_says_who_we_are(api: CloudApi) -> None:
    account = await adapter(api).open()

    assert (account.name, account.address) == ("Acme", "+1 555-078-3881")
    api.faults["phone"] = [(200, {"id": "1"}), refused(190, "expired", status=401), "html"]
    for error in (Unreachable, Refused, Unreachable):
        with pytest.raises(error):
            await adapter(api).open()


async def test_a_good_set_up_has_only_good_rows(api: CloudApi) -> None:
    whatsapp = adapter(api)

    rows = await whatsapp.check()

    assert isinstance(whatsapp, Checks) and isinstance(whatsapp, Declares)
    assert {row[0] for row in rows} == {"ok"}
    said = "\n".join(row[1] for row in rows)
    for words in (
        "Acme +1 555-078-3881",
        "GREEN",
        "CONNECTED",
        "acme.test",
        "whatsapp_business_messaging",
        "Acme Inbox",
        "rate used: 3 %",
    ):
        assert words in said


async def test_whatever_is_wrong_with_the_set_up_is_named_with_where_to_mend_it(api: CloudApi) -> None:
    api.phone = {"quality_rating": "RED", "status": "BANNED", "webhook_configuration": {}}
    api.rights, api.subscribed, api.used = ("whatsapp_business_messaging",), False, 95

    rows = await adapter(api).check()

    bad = {said: (sign, advice) for sign, said, advice in rows if sign != "ok"}
    assert set(bad) == {
        "number: BANNED", "quality: RED", "no webhook is set, so nothing comes in",
        "missing right: whatsapp_business_management", "the app is not subscribed to the account, so nothing comes in",
        "rate used: 95 %",
    }  # fmt: skip
    assert all(advice for said, (_, advice) in bad.items() if not said.startswith("rate"))


async def test_a_token_that_counts_no_more_is_the_only_row(api: CloudApi) -> None:
    api.faults["phone"] = [refused(190, "Error validating access token", status=401)]

    ((sign, said, advice),) = await adapter(api).check()

    assert sign == "fail" and "access token" in said and advice.startswith("inbox channel set wa")


async def test_the_account_is_found_by_the_token_where_it_is_not_named(api: CloudApi) -> None:
    rows = await adapter(api, business_account_id="").check()

    assert ("ok", "subscribed: Acme Inbox", "") in rows
    api.faults["debug_token"] = ["html"]
    rows = await adapter(api, business_account_id="").check()
    assert [row[0] for row in rows].count("warn") == 2


@pytest.mark.parametrize(
    ("settings", "secrets"),
    [
        ({"phone_number_id": "+1 555"}, {}),
        ({"phone_number_id": ""}, {}),
        ({"business_account_id": "x"}, {}),
        ({"api_base": "http://graph.facebook.com"}, {}),
        ({}, {"token": ""}),
        ({}, {"app_secret": " "}),
        ({}, {"verify_token": "ä"}),
        ({}, {"token": "a\nb"}),
    ],
)
def test_a_set_up_that_cannot_work_is_refused(settings: dict[str, str], secrets: dict[str, str]) -> None:
    with pytest.raises(BadInput):
        Adapter(Context("wa", {**SETTINGS, **settings}, {**SECRETS, **secrets}, lambda: NOW, sleep))


async def test_no_secret_stands_in_an_error_a_log_or_a_name(api: CloudApi, caplog: pytest.LogCaptureFixture) -> None:
    seen = io.StringIO()
    handler = logging.StreamHandler(seen)
    logging.getLogger().addHandler(handler)
    caplog.set_level(logging.DEBUG)
    whatsapp = adapter(api)
    api.faults["messages"] = ["cut", "html", "noise", "redirect", refused(100, f"bad token {TOKEN} of {SECRET}")]
    api.faults["debug_token"] = ["cut", "html"]
    try:
        for _ in range(5):
            with pytest.raises(InboxError) as caught:
                await whatsapp.send(reply())
            seen.write("".join(traceback.format_exception(caught.value)) + repr(caught.value))
        for _ in range(2):
            seen.write(repr(await whatsapp.check()))
        seen.write(repr(whatsapp) + repr(whatsapp._graph) + repr(whatsapp._graph.http) + repr(whatsapp._context))
    finally:
        logging.getLogger().removeHandler(handler)

    assert "did not say" in seen.getvalue()
    assert "geheim" not in seen.getvalue() + caplog.text


# --- the whole house


async def lands(house, *bodies: bytes):
    """Take webhooks in as the server does: verified before, parsed apart, stored together."""
    entries = tuple(Entry(raw, tuple(Adapter.parse(raw, {}))) for raw in bodies)
    return await take_in(house._office, "wa", Batch(entries, ""), moves=False)


async def begun(house, api: CloudApi):
    """Return a lead's desk with the channel, and the conversation in which Sheena has asked something."""
    for key, value in SECRETS.items():
        house.keep_secret("wa", key, value)
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
        await lea.perform(c.Reply(row.conversation.id, "Kommt morgen", now=True))
        synced = await house.sync_once()
        await lands(house, became("read"), became("sent"), became("delivered"), wrote("wamid.IN2", "Danke!"))
    async with open_house(where) as again:
        await again.sync_once()
        thread = await (await again.desk("lea")).thread(row.conversation.id)

    assert (row.contact, synced.sent, synced.unknown) == ("Sheena", 1, 0)
    assert [(str(m.words), m.direction) for m in thread.messages] == [
        ("Wo ist mein Paket?", Direction.IN),
        ("Kommt morgen", Direction.OUT),
        ("Danke!", Direction.IN),
    ]
    assert thread.messages[1].delivery is Delivery.READ
    assert [body["context"] for body in api.sent] == [{"message_id": "wamid.IN1"}]


async def test_a_status_that_comes_before_the_answer_counts_and_the_name_is_kept(api: CloudApi, tmp_path: Path) -> None:
    where = str(tmp_path / "inbox.db")
    await create(where, lead="lea")
    async with open_house(where) as house:
        lea, row = await begun(house, api)
        await lea.perform(c.Reply(row.conversation.id, "Kommt morgen", now=True))
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
    monkeypatch.setattr("inbox.services.courier.ASK", 0.01)
    where = str(tmp_path / "inbox.db")
    await create(where, lead="lea")
    api.faults["messages"] = ["mute"]
    async with open_house(where) as house:
        lea, row = await begun(house, api)
        await lea.perform(c.Reply(row.conversation.id, "Antwort", now=True))
        syncing = asyncio.create_task(house.sync_once())
        async with asyncio.timeout(10):
            while not api.sent:
                await asyncio.sleep(0.01)
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
            while not api.sent:
                await asyncio.sleep(0.01)
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


async def test_whoever_cannot_be_reached_is_not_written_to_until_they_write_again(api: CloudApi, tmp_path: Path) -> None:
    where = str(tmp_path / "inbox.db")
    await create(where, lead="lea")
    async with open_house(where) as house:
        lea, row = await begun(house, api)
        await lea.perform(c.Reply(row.conversation.id, "Kommt morgen", now=True))
        await house.sync_once()
        await lands(house, became("failed", errors=[{"code": 131026, "title": "Message undeliverable"}]))
        with pytest.raises(InboxError, match="blocked us"):
            await lea.perform(c.Reply(row.conversation.id, "Noch da?", now=True))
        await lands(house, wrote("wamid.IN2", "Ja!"))
        window = (await lea.fit(row.conversation.id, "Gut")).window.window

    assert window is Window.OPEN
    assert len(api.sent) == 1
