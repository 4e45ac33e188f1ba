"""What WhatsApp's webhooks say: recorded ones, those of Meta's own specification, written ones, and ones made to hurt."""

from __future__ import annotations

import copy
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.whatsapp import Adapter
from adapters.whatsapp.parse import parse
from adapters.whatsapp.places import Place, place_of
from inbox.ports.adapter import Hooked, Identity, Incoming, Kind, Visibility, Window
from tests.adapters.whatsapp import spec

PAYLOADS = sorted((Path(__file__).parent / "payloads").glob("*/*.json"))
META = {"display_phone_number": "+1 (555) 078-3881", "phone_number_id": "1065"}
SHEENA = {"profile": {"name": "Sheena"}, "wa_id": "16505551234"}
WROTE: dict[str, object] = {"from": "16505551234", "id": "wamid.A", "timestamp": "1749416383"}
BSUID, OTHER = "US.13491208655302741918", "US.99"
KEY = "1065/16505551234"
WA = Identity("whatsapp", "16505551234")


def hook(value: dict[str, object], field: str = "messages", **entry: object) -> bytes:
    """Return a webhook with one change."""
    change = {"field": field, "value": {"messaging_product": "whatsapp", "metadata": META, **value}}
    return json.dumps(
        {"object": "whatsapp_business_account", "entry": [{"id": "9", "changes": [change], **entry}]}
    ).encode()


def all_of(value: dict[str, object], field: str = "messages", **entry: object) -> list[Incoming]:
    return parse(hook(value, field, **entry), {})


def of(value: dict[str, object], field: str = "messages", **entry: object) -> Incoming:
    """Read a change that says one thing."""
    (found,) = all_of(value, field, **entry)
    return found


def said(kind: str, content: object = None, contact: dict[str, object] = SHEENA, **more: object) -> Incoming:
    """Read one message of Sheena's."""
    part = {} if content is None else {kind: content}
    return of({"contacts": [contact], "messages": [{**WROTE, "type": kind, **part, **more}]})


def status(state: str, **more: object) -> Incoming:
    given = {"id": "wamid.OUT", "status": state, "timestamp": "1750263773", "recipient_id": "16505551234", **more}
    return of({"statuses": [given]})


@pytest.mark.parametrize("file", PAYLOADS, ids=lambda f: f"{f.parent.name}/{f.name}")
def test_every_recorded_payload_says_something_and_the_same_again(file: Path) -> None:
    found = parse(file.read_bytes(), {})

    assert found == parse(file.read_bytes(), {})
    assert found and all(f.dedupe_key and (f.kind is not Kind.UNKNOWN or f.why) for f in found)
    assert len({f.dedupe_key for f in found}) == len(found)


@pytest.mark.parametrize(
    ("name", "kind", "key", "author", "text"),
    [
        ("pywa/callback_button__button.json", "message", "1122334455667/972987654321", "Test Name", "title"),
        ("pywa/edited_message__image.json", "edit", "106540352242922/16505551234", "Test Name", "Updated image caption"),
        ("pywa/message__order.json", "message", "1122334455667/972987654321", "Test Name", "3 × HAMBURGER (30 ILS)\n2 × FRENCH_FRIES (35 ILS)\n2 × SODA (10 ILS)"),
        ("pywa/message__unreaction_empty.json", "reaction", "1122334455667/972987654321", "Test Name", ""),
        ("pywa/message__unsupported.json", "unknown", "1122334455667/972987654321", "Test Name", ""),
        ("pywa/message_status__delivered.json", "delivery", "1122334455667/972987654321", "Test Name", ""),
        ("pywa/message_status__read.json", "receipt", "1122334455667/972987654321", "Test Name", ""),
        ("pywa/outgoing_message__edit.json", "edit", "1122334455667/972123456789", "", "Text was edited"),
        ("pywa/system__identity_change.json", "contact", "1122334455667/972987654321", "User A", "User identity changed"),
        ("restfb/webhook-accountUpdate-verified.json", "account", "", "", ""),
        ("restfb/webhook-incoming-message-emoji.json", "reaction", "10634295353625/491234567890", "TestUser", "👍🏻"),
        ("restfb/webhook-incoming-message-contacts-request-bsuid.json", "message", f"106540352242922/{BSUID}", "Sheena Nelson", "Sheena Nelson, 15551234567"),
        ("restfb/webhook-incoming-message-status-bsuid.json", "delivery", f"106540352242922/{BSUID}", "Pablo M.", ""),
    ],
)  # fmt: skip
def test_a_recorded_payload_says_what_a_person_reads_in_it(
    name: str, kind: str, key: str, author: str, text: str
) -> None:
    (found,) = parse((Path(__file__).parent / "payloads" / name).read_bytes(), {})

    assert (found.kind, found.conversation_key, found.name, found.text) == (kind, key, author, text)
    assert found.visibility is Visibility.PRIVATE


@pytest.mark.skipif(not spec.FILE.exists(), reason="Meta's specification is not part of this project")
def test_the_examples_of_metas_own_specification_say_what_their_titles_say() -> None:
    kinds = {"Reaction Message": "reaction", "Unsupported Message": "unknown", "System Message": "contact"}
    hooks = spec.section("  /whatsapp/webhooks:")
    examples = hooks["post"]["requestBody"]["content"]["application/json"]["examples"]  # type: ignore[index]  # a document

    for title, example in examples.items():
        (found,) = parse(json.dumps(example["value"]).encode(), {})
        wanted = "conversation" if title.startswith("Group") else kinds.get(title, "message")
        assert (title, found.kind) == (title, wanted)
        assert found.conversation_key and found.occurred_at
        assert wanted != "message" or found.text or found.attachments
    assert len(examples) == 16


# --- who and where


def test_a_dialogue_has_one_key_whatever_tells_of_it() -> None:
    told = [
        said("text", {"body": "hi"}),
        said("reaction", {"message_id": "wamid.Z"}),
        said("edit", {"original_message_id": "wamid.Z", "message": {"type": "text", "text": {"body": "x"}}}),
        said("revoke", {"original_message_id": "wamid.Z"}),
        status("delivered"),
        status("read"),
        of({"message_echoes": [{**WROTE, "from": "15550783881", "to": "+16505551234", "type": "text", "text": {"body": "x"}}]}),
        of({"user_preferences": [{"wa_id": "16505551234", "category": "marketing_messages", "value": "stop"}]}),
        of({"messages": [{**WROTE, "type": "system", "system": {"type": "user_changed_number", "wa_id": "12"}}]}),
        of({"calls": [{"id": "wacid.1", "from": "16505551234", "to": "15550783881", "event": "connect"}]}, "calls"),
    ]  # fmt: skip

    assert {f.conversation_key for f in told} == {KEY}
    assert all(WA in f.identities for f in told)
    assert place_of(KEY) == Place("1065", "16505551234")


def test_whoever_shows_no_number_is_known_by_their_scoped_id() -> None:
    contact = {"profile": {"name": "Sheena", "username": "@sheena"}, "user_id": BSUID, "parent_user_id": "US.ENT.1"}
    without = {key: value for key, value in WROTE.items() if key != "from"}
    ids = (Identity("whatsapp_user", BSUID), Identity("whatsapp_parent", "US.ENT.1"))
    ways = [{**without}, {**without, "from_user_id": BSUID}, {**without, "from": BSUID}]
    for message in ways:
        found = of({"contacts": [contact], "messages": [{**message, "type": "text", "text": {"body": "x"}}]})
        assert (found.conversation_key, found.identities, found.name) == (f"1065/{BSUID}", ids, "Sheena")

    told = of({"statuses": [{"id": "wamid.O", "status": "sent", "timestamp": "1", "recipient_user_id": BSUID}]})
    echo = of({"message_echoes": [{**without, "to_user_id": BSUID, "type": "text", "text": {"body": "x"}}]})
    assert told.conversation_key == echo.conversation_key == f"1065/{BSUID}"


def test_a_contact_has_every_handle_that_is_told_and_a_username_is_a_name_only() -> None:
    contact = {"profile": {"username": "@s"}, "wa_id": "16505551234", "user_id": BSUID, "parent_user_id": "US.ENT.1"}

    found = said("text", {"body": "x"}, contact)

    assert [i.kind for i in found.identities] == ["whatsapp", "whatsapp_user", "whatsapp_parent"]
    assert (found.name, found.conversation_key) == ("@s", KEY)


def test_of_several_contacts_the_one_who_wrote_is_meant() -> None:
    other = {"profile": {"name": "Max"}, "wa_id": "4930"}
    wrote = [{**WROTE, "type": "text", "text": {"body": "a"}}]
    wrote += [{**WROTE, "id": "wamid.B", "from": "4930", "type": "text", "text": {"body": "b"}}]

    found = all_of({"contacts": [other, SHEENA], "messages": wrote})

    assert [(f.name, f.conversation_key) for f in found] == [("Sheena", KEY), ("Max", "1065/4930")]
    stranger = {**WROTE, "from_user_id": OTHER, "from": "77", "type": "text", "text": {"body": "b"}}
    assert of({"contacts": [{**SHEENA, "user_id": BSUID}], "messages": [stranger]}).name == ""


def test_the_same_person_at_two_numbers_of_ours_has_two_dialogues() -> None:
    one = said("text", {"body": "x"})
    two = of({"metadata": {"phone_number_id": "1066"}, "messages": [{**WROTE, "type": "text", "text": {"body": "x"}}]})

    assert (one.conversation_key, two.conversation_key) == (KEY, "1066/16505551234")


def test_a_group_is_one_dialogue_with_several_people() -> None:
    wrote = said("text", {"body": "hallo"}, group_id="Y2Fw")
    read = [
        status("read", recipient_id="Y2Fw", recipient_type="group", recipient_participant_id=who) for who in ("1", "2")
    ]
    left = of(
        {"groups": [{"group_id": "Y2Fw", "type": "group_delete", "timestamp": "1750269342"}]}, "group_lifecycle_update"
    )

    assert {f.conversation_key for f in (wrote, *read, left)} == {"1065#Y2Fw"}
    assert wrote.identities == (WA,)
    assert read[0].dedupe_key != read[1].dedupe_key
    assert (left.kind, left.why) == (Kind.CONVERSATION, "group_delete")
    assert place_of("1065#Y2Fw") == Place("1065", group="Y2Fw")


# --- messages


@pytest.mark.parametrize(
    ("kind", "content", "text"),
    [
        ("text", {"body": "Wo ist mein Paket?"}, "Wo ist mein Paket?"),
        ("location", {"latitude": 52.5, "longitude": 13.4, "name": "Büro", "address": "Gasse 1"}, "Büro\nGasse 1\n52.5, 13.4"),
        ("contacts", [{"name": {"first_name": "Max", "last_name": "M."}, "phones": [{"phone": "+49 30 1"}], "emails": [{"email": "a@b.test"}]}], "Max M., +49 30 1, a@b.test"),
        ("contacts", [{"vcard": "BEGIN:VCARD\nFN:Max\nEND:VCARD"}], "Max"),
        ("button", {"payload": "p", "text": "Ja"}, "Ja"),
        ("interactive", {"type": "button_reply", "button_reply": {"id": "x", "title": "Abbrechen"}}, "Abbrechen"),
        ("interactive", {"type": "list_reply", "list_reply": {"id": "x", "title": "Express", "description": "1 Tag"}}, "Express\n1 Tag"),
        ("interactive", {"type": "nfm_reply", "nfm_reply": {"name": "flow", "body": "Sent", "response_json": '{"flow_token": "t", "ort": "Köln", "n": 2}'}}, "ort: Köln\nn: 2"),
        ("interactive", {"type": "nfm_reply", "nfm_reply": {"name": "address_message", "body": "Max\nGasse 1", "response_json": "kaputt"}}, "Max\nGasse 1\nkaputt"),
        ("interactive", {"type": "call_permission_reply", "call_permission_reply": {"response": "accept"}}, "accept"),
        ("interactive", {"type": "product", "product": {"id": "7", "title": "Kaktus"}}, "Kaktus"),
        ("order", {"text": "Bitte bald", "product_items": [{"product_retailer_id": "k1", "quantity": 2, "item_price": 9.5, "currency": "EUR"}]}, "Bitte bald\n2 × k1 (9.5 EUR)"),
        ("image", {"id": "5", "mime_type": "image/jpeg", "caption": "Schau"}, "Schau"),
    ],
)  # fmt: skip
def test_a_message_says_what_its_author_saw(kind: str, content: object, text: str) -> None:
    found = said(kind, content)

    assert (found.kind, found.text, found.external_id) == (Kind.MESSAGE, text, "wamid.A")
    assert (found.dedupe_key, found.window) == ("message:wamid.A", Window.OPEN)
    assert found.occurred_at == datetime(2025, 6, 8, 20, 59, 43, tzinfo=UTC)


@pytest.mark.parametrize(
    ("kind", "content", "wanted"),
    [
        ("image", {"id": "5", "mime_type": "image/jpeg"}, ("image", "image.jpg", "wa:5")),
        ("video", {"id": 6, "mime_type": "video/mp4"}, ("video", "video.mp4", "wa:6")),
        ("audio", {"id": "7", "mime_type": "audio/ogg; codecs=opus", "voice": True}, ("audio", "voice.ogg", "wa:7")),
        ("voice", {"id": "7"}, ("audio", "voice", "wa:7")),
        ("document", {"id": "8", "filename": "Rechnung.pdf", "mime_type": "application/pdf"}, ("file", "Rechnung.pdf", "wa:8")),
        ("document", {"id": "8", "mime_type": "image/png"}, ("image", "document.png", "wa:8")),
        ("sticker", {"id": "9", "mime_type": "image/webp", "animated": False}, ("sticker", "sticker.webp", "wa:9")),
        ("image", {"url": "https://lookaside.fbsbx.com/x"}, ("image", "image", "https://lookaside.fbsbx.com/x")),
    ],
)  # fmt: skip
def test_a_file_brings_its_name_and_what_fetches_it(kind: str, content: object, wanted: tuple[str, str, str]) -> None:
    found = said(kind, content)

    assert [(a.kind, a.name, a.url) for a in found.attachments] == [wanted]
    assert (found.kind, found.text) == (Kind.MESSAGE, "")


def test_a_message_names_what_it_answers_what_led_to_it_and_whether_it_was_passed_on() -> None:
    answer = said("text", {"body": "ja"}, context={"from": "1", "id": "wamid.Q"})
    asked = said("text", {"body": "?"}, context={"id": "wamid.Q", "referred_product": {"product_retailer_id": "k1"}})
    led = said("text", {"body": "Hi"}, referral={"headline": "Kakteen", "source_url": "https://fb.me/x"})

    assert (answer.reply_to, asked.folded, led.folded) == ("wamid.Q", "k1", "Kakteen\nhttps://fb.me/x")
    assert said("text", {"body": "x"}, context={"forwarded": True}).why == "forwarded"
    assert said("text", {"body": "x"}, context={"frequently_forwarded": True}).why == "forwarded many times"


def test_a_reaction_is_taken_back_by_an_empty_or_a_missing_emoji() -> None:
    heart = said("reaction", {"message_id": "wamid.Z", "emoji": "❤"})
    gone = [said("reaction", {"message_id": "wamid.Z", **part}, id="wamid.B") for part in ({}, {"emoji": ""})]

    assert (heart.kind, heart.target_id, heart.text) == (Kind.REACTION, "wamid.Z", "❤")
    assert [(g.kind, g.target_id, g.text) for g in gone] == [(Kind.REACTION, "wamid.Z", "")] * 2
    assert heart.dedupe_key != gone[0].dedupe_key == gone[1].dedupe_key
    assert said("reaction", {"emoji": "❤"}).kind is Kind.UNKNOWN


def test_an_edit_and_a_deletion_name_their_message() -> None:
    after = {"context": {"id": "M0"}, "type": "image", "image": {"id": "5", "caption": "neu"}}
    edit = said("edit", {"original_message_id": "wamid.Z", "message": after})
    gone = said("revoke", {"original_message_id": "wamid.Z"})

    assert (edit.kind, edit.target_id, edit.external_id, edit.text) == (Kind.EDIT, "wamid.Z", "wamid.A", "neu")
    assert (edit.attachments[0].url, edit.reply_to) == ("wa:5", "")
    assert (gone.kind, gone.target_id) == (Kind.DELETE, "wamid.Z")
    assert said("edit", {}).kind is said("revoke", {}).kind is Kind.UNKNOWN


def test_what_whatsapp_does_not_hand_over_is_set_aside_with_its_sender_and_the_reason() -> None:
    error = {"code": 131051, "title": "Message type unknown", "error_data": {"details": "not supported"}}
    found = said("unsupported", errors=[error], unsupported={"type": "poll"})

    assert (found.kind, found.conversation_key, found.external_id) == (Kind.UNKNOWN, KEY, "wamid.A")
    assert "poll" in found.why and "131051" in found.why
    assert said("hologram", {"depth": 3}).kind is Kind.UNKNOWN
    assert said("text", {"body": ""}).kind is Kind.UNKNOWN
    empty = {**WROTE, "type": "interactive"}
    told = of({"messages": [empty], "errors": [{"code": 131000, "title": "Something went wrong"}]})
    assert told.kind is Kind.UNKNOWN and "131000" in told.why


def test_a_changed_number_is_news_of_the_contact_in_the_dialogue_under_the_old_one() -> None:
    changed = {
        "type": "user_changed_number",
        "body": "User S changed",
        "wa_id": "12195555358",
        "user_id": OTHER,
        "previous_user_id": BSUID,
    }
    found = of({"messages": [{**WROTE, "type": "system", "system": changed}]})
    hidden = {"type": "user_changed_user_id", "body": "changed", "user_id": OTHER, "previous_user_id": BSUID}
    renamed = of({"messages": [{"id": "wamid.S", "timestamp": "1", "type": "system", "system": hidden}]})

    assert (found.kind, found.conversation_key, found.text) == (Kind.CONTACT, KEY, "User S changed")
    assert [i.value for i in found.identities] == ["16505551234", "12195555358", OTHER, BSUID]
    assert (renamed.kind, renamed.conversation_key) == (Kind.CONTACT, f"1065/{BSUID}")
    update = {"user_id": {"previous": BSUID, "current": OTHER}, "timestamp": "1750269342"}
    third = of({"user_id_update": [update]}, "user_id_update")
    assert (third.kind, third.conversation_key) == (Kind.CONTACT, f"1065/{BSUID}")
    assert [i.value for i in third.identities] == [OTHER, BSUID]


def test_a_chat_opened_for_the_first_time_is_no_message() -> None:
    assert said("request_welcome").kind is Kind.CONVERSATION


@pytest.mark.parametrize("stamp", ["morgen", "", None, True, "1e9", -5, 10**30, [], "<TIMESTAMP>"])
def test_a_time_that_is_none_is_none_and_the_message_lands(stamp: object) -> None:
    found = said("text", {"body": "x"}, timestamp=stamp)

    assert (found.kind, found.occurred_at) == (Kind.MESSAGE, None)


def test_seconds_come_as_text_and_as_numbers_and_ids_too() -> None:
    plain = said("text", {"body": "x"})
    numbers = of(
        {
            "metadata": {"phone_number_id": 1065},
            "messages": [
                {**WROTE, "from": 16505551234, "timestamp": 1749416383, "type": "text", "text": {"body": "x"}}
            ],
        }
    )

    assert (plain.occurred_at, plain.conversation_key) == (numbers.occurred_at, numbers.conversation_key)


# --- what was said on our behalf, and long ago


def test_what_the_business_app_sends_is_an_echo_in_the_customers_dialogue() -> None:
    wrote = {**WROTE, "from": "15550783881", "to": "16505551234", "type": "text", "text": {"body": "Gern!"}}
    for key, field in (("message_echoes", "smb_message_echoes"), ("message_echoes", "standby")):
        found = of({key: [wrote]}, field)
        assert (found.kind, found.conversation_key, found.text) == (Kind.ECHO, KEY, "Gern!")
        assert (found.identities, found.external_id, found.window) == ((WA,), "wamid.A", "")

    gone = of({"message_echoes": [{**wrote, "type": "revoke", "revoke": {"original_message_id": "wamid.Z"}}]})
    assert (gone.kind, gone.target_id, gone.conversation_key) == (Kind.DELETE, "wamid.Z", KEY)


def test_a_told_history_knows_who_said_what() -> None:
    messages = [
        {"from": "15550783881", "id": "wamid.1", "timestamp": "1739230955", "type": "text", "text": {"body": "Hier"}},
        {"from": "15550783881", "id": "wamid.2", "timestamp": "1739230956", "type": "media_placeholder"},
        {"from": "16505551234", "id": "wamid.3", "timestamp": "1739230957", "type": "text", "text": {"body": "Danke"}},
    ]
    thread = {"id": "16505551234", "context": {"user_id": BSUID}, "messages": messages}
    found = all_of({"history": [{"metadata": {"phase": 0}, "threads": [thread]}]}, "history")
    later = of(
        {"messages": [{"from": "16505551234", "id": "wamid.2", "type": "image", "image": {"id": "5"}}]}, "history"
    )

    assert [f.kind for f in found] == [Kind.ECHO, Kind.UNKNOWN, Kind.MESSAGE]
    assert {f.conversation_key for f in (*found, later)} == {KEY}
    assert Identity("whatsapp_user", BSUID) in found[0].identities
    assert found[1].dedupe_key != later.dedupe_key, "the file that comes apart must land"
    declined = of({"history": [{"errors": [{"code": 2593109, "title": "History sync is turned off"}]}]}, "history")
    assert declined.kind is Kind.ACCOUNT and "2593109" in declined.why


# --- reports


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
        ("account_update", {"event": "ACCOUNT_VIOLATION", "violation_info": {"violation_type": "ADULT"}}, Kind.ACCOUNT, "account_update: event ACCOUNT_VIOLATION"),
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


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=20,
)


@given(JSON)
@settings(max_examples=150, deadline=None)
def test_no_json_at_all_makes_it_raise(found: object) -> None:
    whole = {"object": "whatsapp_business_account", "entry": found}
    for one in (*parse(json.dumps(found).encode(), {}), *parse(json.dumps(whole).encode(), {})):
        assert one.dedupe_key


@given(st.binary(max_size=200))
@settings(max_examples=100, deadline=None)
def test_no_bytes_make_it_raise(raw: bytes) -> None:
    assert parse(raw, {})


@given(st.sampled_from(PAYLOADS), JSON, st.randoms(use_true_random=False))
@settings(max_examples=300, deadline=None)
def test_a_payload_with_one_part_exchanged_never_raises_and_can_be_kept(file: Path, part: object, chance) -> None:
    found = copy.deepcopy(json.loads(file.read_bytes()))
    at = found
    while isinstance(at, dict | list) and at:
        key = chance.choice(list(at) if isinstance(at, dict) else range(len(at)))
        if not isinstance(at[key], dict | list) or chance.random() < 0.3:
            at[key] = part
            break
        at = at[key]

    for one in parse(json.dumps(found).encode(), {}):
        assert isinstance(one, Incoming) and one.dedupe_key
        assert not one.why.startswith(("this cannot be read", "this change cannot be read")), one.why
        f"{one}".encode("utf-8", "strict")


def test_json_deeper_than_any_stack_is_unknown() -> None:
    (found,) = parse(b'{"entry": ' + b"[" * 100_000 + b"]" * 100_000 + b"}", {})

    assert found.kind is Kind.UNKNOWN
    assert issubclass(Adapter, Hooked)
