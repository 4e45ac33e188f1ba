"""The WhatsApp adapter against a Cloud API that keeps its rules, and breaks off at any point."""

from __future__ import annotations

import hashlib
import hmac
import json
from contextlib import aclosing

import pytest

from adapters.whatsapp import Adapter
from adapters.whatsapp.outbound import checked, message
from adapters.whatsapp.places import Place
from inbox.errors import Ambiguous, InboxError, NotSent, Refused, Rejected, Unreachable
from inbox.ports.adapter import (
    Batch,
    Context,
    File,
    Hooked,
    Outgoing,
    Request,
)
from tests.adapters.whatsapp import spec
from tests.adapters.whatsapp.acme import NOW, PHOTO, SECRETS, SETTINGS, adapter, reply, sleep, wrote
from tests.servers.mail import free_port
from tests.servers.whatsapp import NUMBER, SECRET, VERIFY, CloudApi, refused, unfit

# --- webhooks


def test_only_what_the_app_secret_signed_over_the_raw_bytes_is_taken() -> None:
    whatsapp = Adapter(Context("wa", SETTINGS, SECRETS, lambda: NOW, sleep))
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


async def test_asked_what_became_of_a_send_it_waits_for_a_while_and_then_leaves_it_to_a_person(api: CloudApi) -> None:
    whatsapp = adapter(api)
    for _ in range(2):
        for _ in range(23):
            with pytest.raises(Unreachable, match="not said yet"):
                await whatsapp.reconcile(reply())
        with pytest.raises(Ambiguous, match="may still say so"):
            await whatsapp.reconcile(reply())

    assert api.asked == []
