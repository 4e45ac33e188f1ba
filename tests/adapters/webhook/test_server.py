"""The webhook adapter against somebody who takes replies, verifies them, and breaks off at any point."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from adapters.kit.signed import standard_key, standard_signature
from adapters.webhook import Adapter
from inbox.bootstrap import create, open_house
from inbox.domain import commands as c
from inbox.domain.model import Delivery
from inbox.errors import Ambiguous, BadInput, InboxError, NotSent, Refused, Rejected
from inbox.ports.adapter import (
    Attachment,
    Batch,
    Checks,
    Context,
    DeliveryClass,
    Entry,
    Fetches,
    File,
    Hooked,
    Identity,
    Measures,
    Outgoing,
    Request,
    Visibility,
)
from inbox.ports.desk import View
from inbox.services.intake import take_in
from tests.servers.mail import free_port
from tests.servers.webhook import SECRET, Receiver, receiver

VECTOR = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


@pytest.fixture
async def other() -> AsyncIterator[Receiver]:
    """Whoever takes our replies."""
    async with receiver() as running:
        yield running


async def sleep(seconds: float) -> None:
    await asyncio.sleep(0)


def adapter(url: str = "", *, secret: str = SECRET, before: str = "", signs: str = "", **more: str) -> Adapter:
    settings, secrets = {"reply_url": url, **more}, {"secret": secret, "secret_before": before, "reply_secret": signs}
    return Adapter(Context("shop", settings, secrets, lambda: NOON, sleep))


def reply(text: str = "Kommt morgen", token: str = "tok1", files: tuple[File, ...] = ()) -> Outgoing:
    to = (Identity("webhook", "k7"),)
    return Outgoing(
        token, "order 5", to, text, Visibility.PRIVATE, "Käthe", reply_to="m1", written_at=NOON, files=files
    )


# --- verifying


def request(body: bytes, **headers: str) -> Request:
    return Request("POST", {}, {key.replace("_", "-"): value for key, value in headers.items()}, body)


def test_the_published_vectors_verify_and_what_must_fail_fails() -> None:
    body, at = b'{"test": 2432232314}', datetime.fromtimestamp(1614265330, UTC)
    good = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
    bad = "v1,Ceo5qEr07ixe2NLpvHk3FH9bwy/WavXrAFQ/9tdO6mc="
    given = {"webhook_id": "msg_p5jXN8AQM9LWM0D4loKWxJek", "webhook_timestamp": "1614265330"}
    hook = adapter(secret=VECTOR)

    def verified(now: datetime = at, raw: bytes = body, **headers: str) -> bool:
        return hook.verify(request(raw, **{**given, "webhook_signature": good, **headers}), now)

    assert verified()
    assert verified(webhook_signature=f"{bad} v2,{bad[3:]} {good}")
    assert verified(at + timedelta(seconds=300)) and verified(at - timedelta(seconds=300))
    assert not verified(at + timedelta(seconds=301)) and not verified(at - timedelta(seconds=301))
    assert not any(verified(webhook_signature=s) for s in (bad, "v1,", "", "v1a," + good[3:], "v2," + good[3:], "ä"))
    assert not any(verified(webhook_timestamp=s) for s in ("", "hello", "1614265330.5", "-1614265330", "٣"))
    assert not verified(webhook_id="") and not verified(webhook_id="other")
    assert not verified(raw=body[:-1]) and not verified(raw=body + b"\n")
    assert not adapter(secret=SECRET).verify(request(body, **given, webhook_signature=good), at)
    assert adapter(secret=SECRET, before=VECTOR).verify(request(body, **given, webhook_signature=good), at)


def test_github_s_vector_verifies_and_no_secret_lets_nobody_in() -> None:
    body = b"Hello, World!"
    sign = "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17"
    hook = adapter(secret="It's a Secret to Everybody")

    assert hook.verify(request(body, x_hub_signature_256=sign), NOON)
    assert not any(
        hook.verify(request(body, x_hub_signature_256=s), NOON) for s in (sign[:-1], "", "sha256=", sign[7:])
    )
    assert not adapter(secret="").verify(request(body, x_hub_signature_256=sign), NOON)
    assert hook.handshake(Request("GET", {"hub.mode": "subscribe"}, {}, b"")) is None


def test_a_secret_that_is_no_base64_signs_as_the_text_it_is() -> None:
    secret, body = "a secret that somebody typed", b"{}"
    sign = standard_signature(secret.encode(), "1", NOON, body)

    assert adapter(secret=secret).verify(
        request(body, webhook_id="1", webhook_timestamp=str(int(NOON.timestamp())), webhook_signature=sign), NOON
    )


# --- out


async def test_a_reply_is_signed_and_says_whom_it_is_for(other: Receiver) -> None:
    hook = adapter(other.base)
    assert (await hook.send(reply("Grüße 👍"))).external_id == "tok1"
    other.says = b'{"id": 4711}'
    assert (await hook.send(reply(token="tok2"))).external_id == "4711"
    await hook.aclose()

    (method, path, headers, body), _ = other.calls
    assert (method, path, headers["content-type"]) == ("POST", "/replies?shop=1", "application/json")
    assert headers["webhook-id"] == "tok1"
    assert other.forged == 0
    assert json.loads(body) == {
        "type": "message.created",
        "timestamp": NOON.isoformat(),
        "data": {
            "id": "tok1",
            "contact": "k7",
            "contact_name": "Käthe",
            "identities": [["webhook", "k7"]],
            "conversation": "order 5",
            "direction": "out",
            "visibility": "private",
            "at": NOON.isoformat(),
            "subject": "",
            "text": "Grüße 👍",
            "reply_to": "m1",
        },
    }


@pytest.mark.parametrize(
    ("fault", "raised", "arrived"),
    [
        ("cut", Ambiguous, 0),
        ("mute", Ambiguous, 1),
        ("half", Ambiguous, 1),
        ("html", Ambiguous, 0),
        ("hang", Ambiguous, 1),
        ((500, ""), Ambiguous, 0),
        ((503, "Retry-After: 7\r\n"), Ambiguous, 0),
        ((302, "Location: /elsewhere\r\n"), Ambiguous, 0),
        ((429, "Retry-After: 7\r\n"), NotSent, 0),
        ((429, ""), NotSent, 0),
        ((401, ""), NotSent, 0),
        ((408, ""), NotSent, 0),
        ((400, ""), Rejected, 0),
        ((404, ""), Rejected, 0),
        ((410, ""), Rejected, 0),
        ((413, ""), Rejected, 0),
    ],
)
async def test_every_fault_is_what_can_be_known_and_a_repeat_is_no_double(
    other: Receiver,
    monkeypatch: pytest.MonkeyPatch,
    fault: str | tuple[int, str],
    raised: type[InboxError],
    arrived: int,
) -> None:
    other.faults.append(fault)
    hook = adapter(other.base)

    with monkeypatch.context() as patched:
        if fault == "hang":
            patched.setattr("adapters.webhook.NETWORK", 1.0)
        with pytest.raises(raised) as said:
            await hook.send(reply())
    assert len(other.got) == arrived
    assert type(said.value) is raised
    assert SECRET not in str(said.value) and "shop=1" not in str(said.value)
    if isinstance(fault, tuple) and fault[0] == 429:
        assert isinstance(said.value, NotSent) and said.value.retry_after == (7 if fault[1] else None)
    if raised is not Rejected:
        await hook.send(reply())
        assert other.texts == ["Kommt morgen"]
        assert len({call[3] for call in other.calls}) == 1, "a repeat is the same bytes"
    await hook.aclose()


async def test_files_go_out_in_the_body(other: Receiver) -> None:
    hook = adapter(other.base)
    await hook.send(reply(files=(File("Plan.pdf", "application/pdf", b"\x00%PDF"),)))
    await hook.aclose()

    sent = json.loads(other.got["tok1"])["data"]["attachments"]
    assert sent == [
        {"kind": "application", "name": "Plan.pdf", "type": "application/pdf", "size": 5, "content": "ACVQREY="}
    ]
    (back,) = Adapter.parse(other.got["tok1"], {})
    assert [(a.name, a.size) for a in back.attachments] == [("Plan.pdf", 5)]


async def test_who_says_gone_is_not_called_again(other: Receiver) -> None:
    other.faults.append((410, ""))
    hook = adapter(other.base)
    for _ in range(2):
        with pytest.raises(Rejected, match="inbox channel set shop --set reply_url"):
            await hook.send(reply())
    await hook.aclose()

    assert len(other.calls) == 1


async def test_what_cannot_leave_is_refused_before_anybody_is_called(other: Receiver) -> None:
    for hook, out, said in (
        (adapter(), reply(), "only listens"),
        (adapter(other.base, max_characters="5"), reply("123456"), "6 of 5"),
        (adapter(other.base), reply(files=(File("a", "text/plain", b"x" * 11_000_000),)), "files are too large"),
    ):
        with pytest.raises(Rejected, match=said):
            await hook.send(out)
        await hook.aclose()
    closed = adapter(f"http://127.0.0.1:{free_port()}")
    with pytest.raises(NotSent, match="cannot be reached"):
        await closed.send(reply())
    await closed.aclose()

    assert other.calls == []


async def test_replies_may_be_signed_with_another_secret(other: Receiver) -> None:
    wrong = adapter(other.base, secret=VECTOR)
    with pytest.raises(NotSent, match="reply_secret"):
        await wrong.send(reply())
    right = adapter(other.base, secret=VECTOR, signs=SECRET)
    await right.send(reply())
    for hook in (wrong, right):
        await hook.aclose()

    assert (len(other.got), other.forged) == (1, 1)


def test_settings_that_cannot_work_are_said_at_once() -> None:
    for wrong in (
        {"url": "http://shop.example"},
        {"url": "nonsense"},
        {"max_characters": "many"},
        {"max_characters": "0"},
    ):
        with pytest.raises(BadInput):
            adapter(**wrong)  # type: ignore[arg-type]
    with pytest.raises(BadInput, match="too short") as said:
        adapter(secret="kurz")
    assert "kurz" not in str(said.value)


def test_the_length_of_a_reply_is_a_setting() -> None:
    assert isinstance(Adapter, Measures) and issubclass(Adapter, Fetches | Checks | Hooked)
    assert Adapter.delivery_class is DeliveryClass.IDEMPOTENT
    measured = Adapter.measure("x" * 10_001, "", {})
    assert (measured.used, measured.max, measured.unit, measured.fits) == (10_001, 10_000, "chars", False)
    assert Adapter.measure("äöü", "", {"max_characters": "3"}).fits


async def test_a_check_says_whether_replies_have_somewhere_to_go(other: Receiver) -> None:
    async def states(hook: Adapter) -> list[str]:
        rows = await hook.check()
        await hook.aclose()
        return [state for state, _, _ in rows]

    assert await states(adapter()) == ["ok", "warn"]
    assert await states(adapter(other.base)) == ["ok", "ok"]
    other.faults.append((405, ""))
    assert await states(adapter(other.base)) == ["ok", "ok"]
    other.faults.append((410, ""))
    assert await states(adapter(other.base)) == ["ok", "fail"]
    assert await states(adapter(f"http://127.0.0.1:{free_port()}")) == ["ok", "fail"]
    assert all(not body for _, _, _, body in other.calls)


async def test_a_file_is_brought_and_none_from_a_network_of_ours(other: Receiver) -> None:
    other.says = b"bytes of a file"
    hook = adapter(other.base)
    place = other.base.partition("/replies")[0] + "/a.png"
    assert b"".join([part async for part in hook.fetch(Attachment("image", "a", place), 100)]) == other.says
    with pytest.raises(Refused):
        [part async for part in hook.fetch(Attachment("image", "a", place), 3)]
    await hook.aclose()
    listening = adapter()
    with pytest.raises(Refused):
        [part async for part in listening.fetch(Attachment("image", "a", place), 100)]
    await listening.aclose()


# --- the whole house


@pytest.mark.parametrize(
    ("faults", "becomes", "arrived"),
    [
        ([], Delivery.SENT, 1),
        (["mute"], Delivery.SENT, 1),
        (["cut", "half", (503, "")], Delivery.SENT, 1),
        ([(429, "")], Delivery.SENT, 1),
        ([(410, "")], Delivery.FAILED, 0),
        (["mute", "mute", "mute", "mute", "mute", "mute"] * 2, Delivery.UNKNOWN, 1),
    ],
)
async def test_a_reply_arrives_once_whatever_the_line_does(
    tmp_path: Path, other: Receiver, faults: list[str | tuple[int, str]], becomes: Delivery, arrived: int
) -> None:
    where, at = str(tmp_path / "inbox.db"), [NOON]
    await create(where, lead="lea", now=lambda: at[0])
    async with open_house(where, now=lambda: at[0]) as house:
        await (await house.keeping("lea")).keep_secret("shop", "secret", SECRET)
        lea = await house.desk("lea")
        await lea.perform(c.AddChannel("shop", "webhook", (("reply_url", other.base),)))
        raw = json.dumps({"contact": "k7", "id": "m1", "text": "Wo?", "direction": "in"}).encode()
        await take_in(house._office, "shop", Batch((Entry(raw, tuple(Adapter.parse(raw, {}))),), ""))
        (row,) = (await lea.conversations(View.ALL, limit=5)).items
        await lea.perform(c.Reply(row.conversation.id, "Unterwegs", now=True))
        other.faults = list(faults)
        for _ in range(len(faults) + 1):
            await house.sync_once()
            at[0] += timedelta(hours=1)

        message = (await lea.thread(row.conversation.id)).messages[-1]
        assert (message.delivery, len(other.got), other.forged) == (becomes, arrived, 0)
        if becomes is Delivery.SENT:
            # The receiver tells our reply back; it is the one we have.
            back = other.calls[-1][3]
            await take_in(house._office, "shop", Batch((Entry(back, tuple(Adapter.parse(back, {}))),), ""))
            assert len((await lea.thread(row.conversation.id)).messages) == 2
        assert (await lea.verify()).ok


def test_our_key_is_the_one_in_the_secret() -> None:
    assert standard_key(SECRET) == b"0123456789abcdef0123456789abcdef"
