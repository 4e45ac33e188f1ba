"""What WhatsApp reports beside messages, and what is read from the envelopes all of it comes in."""

from __future__ import annotations

import json

import pytest

from adapters.whatsapp.parse import parse
from inbox.ports.adapter import Kind, Window
from tests.adapters.whatsapp.said import KEY, META, SHEENA, WA, WROTE, hook, of, said, status


@pytest.mark.parametrize(
    ("told", "kind", "state"),
    [
        ("sent", Kind.DELIVERY, "sent"),
        ("delivered", Kind.DELIVERY, "delivered"),
        ("read", Kind.RECEIPT, "read"),
        ("played", Kind.RECEIPT, "read"),
        ("failed", Kind.DELIVERY, "failed"),
        ("warning", Kind.DELIVERY, ""),
        ("deleted", Kind.DELETE, ""),
    ],
)
def test_a_status_says_what_became_of_which_message(told: str, kind: Kind, state: str) -> None:
    found = status(told, biz_opaque_callback_data="1.abc")

    assert (found.kind, found.state, found.target_id) == (kind, state, "wamid.OUT")
    assert (found.token, found.external_id, found.identities) == ("1.abc", "", (WA,))
    assert found.dedupe_key == status(told).dedupe_key != status(told, id="wamid.P").dedupe_key


def test_a_status_that_nobody_knows_is_set_aside_and_still_names_its_message() -> None:
    found = status("in_orbit")

    assert (found.kind, found.target_id, found.conversation_key) == (Kind.UNKNOWN, "wamid.OUT", KEY)
    assert "in_orbit" in found.why


def test_a_link_that_was_followed_is_something_in_the_dialogue_and_no_news_of_the_contact() -> None:
    click = {"timestamp": "1706822400", "action_type": "marketing_messages_link_click"}
    found = of({"contacts": [SHEENA], "user_actions": [click]})

    assert (found.kind, found.conversation_key, found.identities) == (Kind.CONVERSATION, KEY, (WA,))
    assert found.why == "marketing_messages_link_click" and found.external_id == ""


def test_an_error_beside_a_contact_is_no_news_of_the_contact() -> None:
    error = {"code": 0, "title": "We were unable to authenticate the app user"}
    found = of({"contacts": [SHEENA], "errors": [error]})

    assert found.kind is Kind.ACCOUNT and "authenticate" in found.why


def test_a_failure_says_why_and_closes_the_window_where_nobody_is_there() -> None:
    late = status(
        "failed",
        errors=[
            {
                "code": 131047,
                "title": "Re-engagement message",
                "message": "Re-engagement message",
                "error_data": {"details": "more than 24 hours"},
            }
        ],
    )
    gone = status("failed", errors=[{"code": 131026, "title": "Message undeliverable"}])

    assert late.why == "Re-engagement message – more than 24 hours (131047)"
    assert (late.window, gone.window) == ("", Window.BLOCKED)


def test_calls_and_payments_are_no_deliveries() -> None:
    rings = of(
        {
            "statuses": [
                {"id": "wacid.1", "type": "call", "status": "RINGING", "timestamp": "1", "recipient_id": "16505551234"}
            ]
        },
        "calls",
    )
    ended = of(
        {
            "calls": [
                {
                    "id": "wacid.1",
                    "to": "16505551234",
                    "from": "15550783881",
                    "direction": "BUSINESS_INITIATED",
                    "event": "terminate",
                    "status": ["COMPLETED"],
                    "timestamp": "1",
                }
            ]
        },
        "calls",
    )
    paid = status("captured", type="payment", payment={"reference_id": "r"})

    assert {f.kind for f in (rings, ended, paid)} == {Kind.CONVERSATION}
    assert {f.conversation_key for f in (rings, ended, paid)} == {KEY}
    assert (rings.why, ended.why) == ("call ringing", "call terminate COMPLETED")


@pytest.mark.parametrize(
    ("field", "value", "kind", "why"),
    [
        ("phone_number_name_update", {"decision": "APPROVED"}, Kind.ACCOUNT, "phone_number_name_update: decision APPROVED"),
        ("account_update", {"event": "ACCOUNT_VIOLATION", "violation_info": {"violation_type": "ADULT"}}, Kind.ACCOUNT, "account_update: event ACCOUNT_VIOLATION, violation_type ADULT"),
        ("message_template_quality_update", {"new_quality_score": "RED"}, Kind.ACCOUNT, "message_template_quality_update: new_quality_score RED"),
        ("business_capability_update", {"max_phone_numbers_per_waba": 25}, Kind.ACCOUNT, "business_capability_update: max_phone_numbers_per_waba 25"),
        ("security", {"event": "PIN_CHANGED"}, Kind.ACCOUNT, "security: event PIN_CHANGED"),
        ("messages", {"errors": [{"code": 130429, "title": "Rate limit hit"}]}, Kind.ACCOUNT, "messages: Rate limit hit (130429)"),
        ("messaging_handovers", {"sender": {"phone_number": "16505551234"}, "control_passed": {}}, Kind.CONVERSATION, "control_passed"),
        ("user_preferences", {"user_preferences": [{"wa_id": "1", "category": "marketing_messages", "value": "stop"}]}, Kind.CONTACT, "marketing_messages: stop"),
        ("smb_app_state_sync", {"state_sync": [{"type": "contact", "contact": {"full_name": "P", "phone_number": "1"}, "action": "add"}]}, Kind.CONTACT, "contact add"),
        ("contacts", {"contacts": [SHEENA]}, Kind.CONTACT, "contact"),
        ("hologram_update", {"x": 1}, Kind.UNKNOWN, "a change that is not known: hologram_update"),
    ],
)  # fmt: skip
def test_what_is_no_message_says_what_it_is_about(field: str, value: dict[str, object], kind: Kind, why: str) -> None:
    found = of(value, field, time=1739321024)

    assert (found.kind, found.why) == (kind, why)


# --- envelopes


def test_repeats_have_the_same_key_and_other_things_another() -> None:
    first, again = said("text", {"body": "x"}), said("text", {"body": "x"})
    others = [
        said("text", {"body": "x"}, id="wamid.B"),
        said("reaction", {"message_id": "wamid.Z"}),
        status("read"),
        status("sent"),
    ]
    account = [of({"event": "X"}, "account_update", time=at) for at in (1739321024, 1739321024, 1739321025)]

    assert first.dedupe_key == again.dedupe_key
    assert len({f.dedupe_key for f in (first, *others)}) == 5
    assert account[0].dedupe_key == account[1].dedupe_key != account[2].dedupe_key


def test_one_bad_thing_costs_no_other() -> None:
    good = {**WROTE, "type": "text", "text": {"body": "gut"}}
    messages = [7, None, {"type": "text"}, {**WROTE, "id": "wamid.C", "type": ["x"]}, good]
    body = {
        "entry": [
            "x",
            {"changes": ["y", {"value": 3}, {"field": "messages", "value": {"metadata": META, "messages": messages}}]},
        ]
    }

    found = parse(json.dumps({"object": "whatsapp_business_account", **body}).encode(), {})

    assert [f.text for f in found if f.kind is Kind.MESSAGE] == ["gut"]
    assert len([f for f in found if f.kind is Kind.UNKNOWN]) == len(found) - 1 == 7


def test_messages_and_statuses_of_several_entries_are_all_read() -> None:
    entry = json.loads(
        hook(
            {
                "contacts": [SHEENA],
                "messages": [{**WROTE, "type": "text", "text": {"body": "a"}}],
                "statuses": [{"id": "wamid.O", "status": "sent", "recipient_id": "1"}],
            }
        )
    )
    body = {**entry, "entry": entry["entry"] * 2}

    assert [f.kind for f in parse(json.dumps(body).encode(), {})] == [Kind.MESSAGE, Kind.DELIVERY] * 2


def test_parts_of_a_webhook_and_answers_of_the_api_are_understood() -> None:
    whole = json.loads(hook({"contacts": [SHEENA], "messages": [{**WROTE, "type": "text", "text": {"body": "a"}}]}))
    change = whole["entry"][0]["changes"][0]
    wanted = said("text", {"body": "a"})
    for part in (change, change["value"], whole["entry"][0], [whole], {"data": [whole]}):
        assert parse(json.dumps(part).encode(), {}) == [wanted]
    (accepted,) = parse(
        b'{"messaging_product": "whatsapp", "contacts": [{"input": "49", "wa_id": "49"}], "messages": [{"id": "wamid.O"}]}',
        {},
    )
    (bare,) = parse(json.dumps({**WROTE, "type": "text", "text": {"body": "a"}}).encode(), {})
    history = {
        "data": [
            {
                "id": "1",
                "message_id": "wamid.O",
                "events": {"data": [{"delivery_status": "READ", "timestamp": 1640995320}]},
            }
        ]
    }
    (looked,) = parse(json.dumps(history).encode(), {})

    assert (accepted.kind, accepted.state, accepted.target_id) == (Kind.DELIVERY, "sent", "wamid.O")
    assert (bare.kind, bare.text) == (Kind.MESSAGE, "a")
    assert (looked.kind, looked.target_id) == (Kind.RECEIPT, "wamid.O")


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        (b"", "no JSON"),
        (b"null", "no object"),
        (b"{}", "no webhook"),
        (b"[]", "nothing"),
        (b'{"object": "page", "entry": []}', "page"),
        (b'{"object": "whatsapp_business_account"}', "no webhook"),
        (b'{"object": "whatsapp_business_account", "entry": []}', "no entry"),
        (b'{"object": "whatsapp_business_account", "entry": [{"id": "1", "changes": []}]}', "without changes"),
        (b'{"error": {"message": "Invalid OAuth access token", "code": 190}}', "Invalid OAuth"),
        (b'{"success": true}', "no webhook"),
    ],
)
def test_what_is_no_webhook_says_so(raw: bytes, why: str) -> None:
    (found,) = parse(raw, {})

    assert found.kind is Kind.UNKNOWN and why in found.why


def test_half_characters_are_replaced() -> None:
    found = said("text", {"body": "a\ud83d"}, {"profile": {"name": "\udc00"}, "wa_id": "16505551234"})

    assert (found.text, found.name) == ("a\ufffd", "\ufffd")
