"""What WhatsApp's messages say: those of customers, those sent on our behalf, and those told long afterwards."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from inbox.ports.adapter import Attachment, Identity, Kind, Window
from tests.adapters.whatsapp.said import BSUID, KEY, OTHER, WA, WROTE, all_of, of, said


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


def test_what_whatsapp_does_not_hand_over_is_a_message_all_the_same_and_opens_the_window() -> None:
    error = {"code": 131051, "title": "Message type unknown", "error_data": {"details": "not supported"}}
    found = said("unsupported", errors=[error], unsupported={"type": "poll"})

    assert (found.kind, found.conversation_key, found.external_id) == (Kind.MESSAGE, KEY, "wamid.A")
    assert (found.attachments, found.window) == ((Attachment("unsupported", "unsupported: poll"),), Window.OPEN)
    assert "poll" in found.why and "131051" in found.why
    assert said("unknown", errors=[error]).attachments == (Attachment("unsupported", "unsupported"),)
    assert said("unsupported", errors=[error], text={"body": "Hallo"}).text == "Hallo"
    # It may be told later, and must not be taken for the same then.
    assert found.dedupe_key != said("text", {"body": "Hallo"}).dedupe_key
    empty = {**WROTE, "type": "interactive"}
    told = of({"messages": [empty], "errors": [{"code": 131000, "title": "Something went wrong"}]})
    assert told.kind is Kind.MESSAGE and "131000" in told.why
    ours = {**WROTE, "from": "15550783881", "to": "16505551234", "type": "unsupported", "errors": [error]}
    echo = of({"message_echoes": [ours]}, "smb_message_echoes")
    assert (echo.kind, echo.conversation_key, echo.window) == (Kind.ECHO, KEY, "")
    assert [a.kind for a in echo.attachments] == ["unsupported"]


def test_a_message_of_a_type_nobody_knows_is_set_aside_with_its_sender_and_the_reason() -> None:
    found = said("hologram", {"depth": 3})

    assert (found.kind, found.conversation_key, found.external_id) == (Kind.UNKNOWN, KEY, "wamid.A")
    assert "hologram" in found.why
    assert said("text", {"body": ""}).kind is Kind.UNKNOWN


def test_a_message_that_names_nobody_is_set_aside() -> None:
    nobody = {key: value for key, value in WROTE.items() if key != "from"}

    assert of({"messages": [{**nobody, "type": "text", "text": {"body": "Hallo"}}]}).kind is Kind.UNKNOWN


def test_a_form_is_told_whatever_its_answers_are_written_in() -> None:
    def form(answers: str) -> str:
        return said("interactive", {"type": "nfm_reply", "nfm_reply": {"body": "Sent", "response_json": answers}}).text

    assert form('["rot", "blau"]') == '["rot", "blau"]'
    assert form("{kaputt") == "{kaputt"
    assert form("[]") == "Sent"


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

    template = {"name": "versand", "components": [{"type": "body", "parameters": [{"type": "text", "text": "Köln"}]}]}
    sent = of({"message_echoes": [{**wrote, "type": "template", "template": template}]}, "standby")
    assert (sent.kind, sent.text) == (Kind.ECHO, "versand\nKöln")
    assert of({"messages": [wrote]}).kind is Kind.ECHO, "what our own number wrote is no customer's word"
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
    assert (later.kind, later.window) == (Kind.MESSAGE, "")
    mine = {"from": "15550783881", "to": "16505551234", "id": "wamid.2", "type": "image", "image": {"id": "5"}}
    echo = of({"messages": [mine]}, "history")
    assert (echo.kind, echo.conversation_key) == (Kind.ECHO, KEY)
    hidden = {**thread, "messages": [{**m, "from": m["from"][:4]} for m in messages[:1]]}
    unnamed = of({"metadata": {"phone_number_id": "1065"}, "history": [{"threads": [hidden]}]}, "history")
    assert unnamed.kind is Kind.ECHO, "whoever is not the customer is us"
    declined = of({"history": [{"errors": [{"code": 2593109, "title": "History sync is turned off"}]}]}, "history")
    assert declined.kind is Kind.ACCOUNT and "2593109" in declined.why
