"""What WhatsApp allows, where its files lie, and what a channel's set-up is told of itself."""

from __future__ import annotations

import io
import logging
import traceback
from datetime import datetime, timedelta

import pytest

from adapters.whatsapp import Adapter
from inbox.errors import BadInput, InboxError, Refused, Unreachable
from inbox.ports.adapter import (
    Attachment,
    Checks,
    Context,
    Declares,
    Fetches,
    Identity,
    Measures,
    Standing,
    Visibility,
    Window,
    Windows,
)
from tests.adapters.whatsapp.acme import KEY, NOW, SECRETS, SETTINGS, adapter, reply, sleep
from tests.servers.whatsapp import SECRET, TOKEN, CloudApi, refused

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


async def test_what_whatsapp_does_not_hand_over_can_be_seen_in_its_app_only(api: CloudApi) -> None:
    with pytest.raises(Refused, match="WhatsApp's own app"):
        await fetched(adapter(api), "")

    assert api.asked == []


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


async def test_a_field_that_meta_knows_no_more_does_not_keep_the_rest_from_being_looked_at(api: CloudApi) -> None:
    api.faults["phone"] = [refused(100, "(#100) Tried accessing nonexisting field (throughput)"), "html", "html"]

    rows = await adapter(api).check()
    unreachable = await adapter(api).check()

    assert rows[0][0] == unreachable[0][0] == "fail" and len(rows) == len(unreachable) == 1
    assert rows[0][2] == "", "another token does not help against a proxy"
    api.faults["phone"] = [refused(100, "(#100) Tried accessing nonexisting field (throughput)")]
    assert ("ok", "Acme +1 555-078-3881", "") in await adapter(api).check()


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
