"""What updates of the Bot API say: recorded ones, written ones, and ones made to hurt."""

from __future__ import annotations

import copy
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.telegram import Adapter
from adapters.telegram.parse import parse, said_by
from adapters.telegram.places import Place, place_of
from inbox.ports.adapter import Identity, Incoming, Kind, Parses, Visibility

PAYLOADS = sorted((Path(__file__).parent / "payloads").glob("*/*.json"))
KAETHE = {"id": 7, "is_bot": False, "first_name": "Käthe", "last_name": "K."}
BOT = {"id": 1, "is_bot": True, "first_name": "Acme"}
PRIVATE = {"id": 7, "first_name": "Käthe", "last_name": "K.", "type": "private"}
GROUP = {"id": -100123, "title": "Kunden", "type": "supergroup"}
WROTE = {"message_id": 5, "from": KAETHE, "chat": PRIVATE, "date": 1784000000}


def said(kind: str, **content: object) -> Incoming:
    """Read one update of a message-like kind."""
    return of({kind: {**WROTE, **content}})


def of(update: dict[str, object]) -> Incoming:
    """Read one update that says one thing."""
    (found,) = parse(json.dumps({"update_id": 10, **update}).encode(), {})
    return found


def payload(name: str) -> Incoming:
    """Read a recorded payload that says one thing."""
    (found,) = parse((Path(__file__).parent / "payloads" / name).read_bytes(), {})
    return found


@pytest.mark.parametrize("file", PAYLOADS, ids=lambda f: f"{f.parent.name}/{f.name}")
def test_every_recorded_payload_says_something_and_the_same_again(file: Path) -> None:
    found = parse(file.read_bytes(), {})

    assert found == parse(file.read_bytes(), {})
    assert found and all(f.dedupe_key and (f.kind is not Kind.UNKNOWN or f.why) for f in found)


@pytest.mark.parametrize(
    ("name", "kind", "key", "author", "text"),
    [
        ("teloxide/update__0.json", "message", "218485655", "Waffle", "hello there"),
        ("teloxide/message__3.json", "message", "250918540", "Андрей Власов", "Лол кек 😂"),
        ("teloxide/message__9.json", "message", "0", "f", "Title\nAddress\n0.0, 0.0"),
        ("teloxide/message__13.json", "message", "-1001847508954/1253681278#4", "вафель'", "blah"),
        ("teloxide/update__2.json", "message", "-1001293752024/5964236329", "the Cable Guy", "/report"),
        ("teloxide/update__4.json", "conversation", "-1001276785818/408258968", "Hirrolot", ""),
        ("teloxide/update__7.json", "contact", "0", "FN LN", ""),
        ("teloxide/update__9.json", "reaction", "-1002199793788/-1002199793788", "тест", ""),
        ("teloxide/message__7.json", "conversation", "-599075523/729497414", "nullptr", ""),
        ("teloxide/message_reaction_count_updated__0.json", "reaction", "-1002236736395/-1002236736395", "", "🗿 2 🌭 1"),
        ("teloxide/callback_query__0.json", "message", "12345", "firstName", "some_data"),
        ("teloxide/webhook_info__0.json", "unknown", "", "", ""),
        ("telegrambots-java/ResponseWithError.json", "unknown", "", "", ""),
        ("telegrambots-java/Update.json", "message", "1111111", "Test Firstname Test Lastname", "Bold and italics"),
        ("chatwoot/incoming_message_service_0.json", "message", "", "", "test"),
    ],
)  # fmt: skip
def test_a_recorded_payload_says_what_a_person_reads_in_it(
    name: str, kind: str, key: str, author: str, text: str
) -> None:
    found = payload(name)

    assert (found.kind, found.conversation_key, found.name, found.text) == (kind, key, author, text)


def test_of_a_picture_in_several_sizes_the_largest_comes() -> None:
    found = payload("teloxide/message__11.json")

    (picture,) = found.attachments
    assert found.text == "www.example.com"
    assert (picture.kind, picture.size) == ("image", 162061)
    assert picture.url == "tg:AgACAgQAAxkBAAINhGKvijUVSn2i3980bQIIc1fqWGNCAAJpvDEbEmaBUfuA43fR-BnlAQADAgADeQADJAQ"


def test_a_file_brings_its_name_its_size_and_what_fetches_it() -> None:
    (file,) = payload("chatwoot/incoming_message_service_6.json").attachments

    assert (file.kind, file.name, file.size) == ("video", "IMG_2170.MOV", 291286)
    assert file.url.startswith("tg:BAACAgUAAxk")


def test_a_private_chat_is_private_and_everything_else_is_read_by_others() -> None:
    assert said("message", text="hi").visibility is Visibility.PRIVATE
    assert said("message", text="hi", chat=GROUP).visibility is Visibility.PUBLIC
    assert said("channel_post", text="hi", chat={**GROUP, "type": "channel"}).visibility is Visibility.PUBLIC
    assert said("message", text="hi", chat={**GROUP, "is_direct_messages": True}).visibility is Visibility.PRIVATE


def test_each_person_in_a_group_has_a_dialogue_of_their_own() -> None:
    one, other = said("message", text="a", chat=GROUP), said("message", text="b", chat=GROUP, **{"from": BOT})

    assert (one.conversation_key, other.conversation_key) == ("-100123/7", "-100123/1")
    assert one.identities == (Identity("telegram", "7"),)
    assert place_of(one.conversation_key) == Place("-100123")


def test_a_message_is_named_by_chat_and_number_and_known_however_it_comes() -> None:
    found = said("message", text="hi", reply_to_message={"message_id": 4, "chat": PRIVATE})
    again = parse(
        json.dumps({"ok": True, "result": [{"update_id": 99, "message": {**WROTE, "text": "hi"}}]}).encode(), {}
    )

    assert (found.external_id, found.reply_to) == ("7:5", "7:4")
    assert [a.dedupe_key for a in again] == [found.dedupe_key] == ["message:7:5"]
    assert found.occurred_at == datetime.fromtimestamp(1784000000, UTC)


def test_another_bot_in_a_group_writes_by_machine_and_an_admin_without_a_name_does_not() -> None:
    machine = said("message", text="a", chat=GROUP, **{"from": BOT})
    admin = said("message", text="a", chat=GROUP, sender_chat=GROUP, **{"from": BOT})

    assert (machine.automatic, admin.automatic, said("message", text="a").automatic) == (True, False, False)
    assert (admin.name, admin.conversation_key) == ("Kunden", "-100123/-100123")


def test_an_album_is_several_messages() -> None:
    photos = [{**WROTE, "message_id": n, "media_group_id": "1", "photo": [{"file_id": f"f{n}"}]} for n in (5, 6)]
    found = parse(json.dumps([{"update_id": m["message_id"], "message": m} for m in photos]).encode(), {})

    assert [(f.external_id, f.attachments[0].url) for f in found] == [("7:5", "tg:f5"), ("7:6", "tg:f6")]


def test_an_edit_names_its_message_and_one_without_change_is_the_same_edit() -> None:
    first = said("edited_message", text="neu", edit_date=1784000100)
    again, later = (
        said("edited_message", text="neu", edit_date=1784000100),
        said("edited_message", text="x", edit_date=1784000100),
    )

    assert (first.kind, first.target_id, first.text) == (Kind.EDIT, "7:5", "neu")
    assert first.occurred_at == datetime.fromtimestamp(1784000100, UTC)
    assert first.dedupe_key == again.dedupe_key != later.dedupe_key


def test_what_a_business_account_writes_itself_is_an_echo_and_its_chats_are_others() -> None:
    asked = said("business_message", text="hi", business_connection_id="bc")
    answered = said("business_message", text="ja", business_connection_id="bc", message_id=6, **{"from": {"id": 99}})

    assert (asked.kind, answered.kind) == (Kind.MESSAGE, Kind.ECHO)
    assert asked.conversation_key == answered.conversation_key == "7@bc"
    assert answered.identities == (Identity("telegram", "7"),)
    assert asked.external_id == "7@bc:5"


def test_deleted_business_messages_are_deleted_one_by_one() -> None:
    deleted = {"business_connection_id": "bc", "chat": PRIVATE, "message_ids": [5, "x", 6, 6]}
    found = parse(json.dumps({"update_id": 1, "deleted_business_messages": deleted}).encode(), {})

    assert [(f.kind, f.target_id) for f in found] == [(Kind.DELETE, "7@bc:5"), (Kind.DELETE, "7@bc:6")]


def test_a_reaction_is_what_stands_now_and_nothing_when_it_is_taken_back() -> None:
    reacted = {"chat": PRIVATE, "message_id": 5, "user": KAETHE, "date": 1784000000, "old_reaction": []}
    heart = of({"message_reaction": {**reacted, "new_reaction": [{"type": "emoji", "emoji": "❤"}]}})
    gone = of({"message_reaction": {**reacted, "new_reaction": []}})

    assert (heart.kind, heart.target_id, heart.text, heart.name) == (Kind.REACTION, "7:5", "❤", "Käthe K.")
    assert gone.text == "" and gone.dedupe_key != heart.dedupe_key


@pytest.mark.parametrize("message", [{**WROTE, "from": BOT}, {"message_id": 5, "chat": PRIVATE, "date": 0}])
def test_a_pressed_button_is_said_by_whoever_pressed_it_even_below_what_cannot_be_seen_any_more(
    message: object,
) -> None:
    found = of(
        {"callback_query": {"id": "q1", "from": KAETHE, "chat_instance": "1", "message": message, "data": "yes"}}
    )

    assert (found.kind, found.text, found.name, found.conversation_key) == (Kind.MESSAGE, "yes", "Käthe K.", "7")
    assert (found.external_id, found.reply_to) == ("callback:q1", "7:5")


@pytest.mark.parametrize(
    ("content", "text"),
    [
        ({"contact": {"first_name": "Max", "phone_number": "+49 30 1"}}, "Max +49 30 1"),
        ({"location": {"latitude": 52.5, "longitude": 13.4}}, "52.5, 13.4"),
        ({"poll": {"question": "Q?", "options": [{"text": "a"}, {"text": "b"}]}}, "Q?\n– a\n– b"),
        ({"dice": {"emoji": "🎲", "value": 4}}, "🎲 4"),
        ({"web_app_data": {"data": "form", "button_text": "b"}}, "form"),
        ({"story": {"chat": {"username": "acme"}, "id": 3}}, "https://t.me/acme/s/3"),
        ({"rich_message": {"blocks": [{"type": "p", "text": "eins"}, {"type": "p", "text": ["zwei"]}]}}, "eins\nzwei"),
    ],
)
def test_what_has_no_words_is_told_in_some(content: dict[str, object], text: str) -> None:
    assert (said("message", **content).kind, said("message", **content).text) == (Kind.MESSAGE, text)


def test_a_sticker_a_voice_and_an_animation_are_files() -> None:
    sticker = said("message", sticker={"file_id": "s", "emoji": "🍿"})
    moving = said("message", animation={"file_id": "a"}, document={"file_id": "a"})

    assert [(a.kind, a.name, a.url) for a in sticker.attachments] == [("sticker", "🍿", "tg:s")]
    assert [(a.kind, a.url) for a in moving.attachments] == [("video", "tg:a")]
    assert said("message", voice={"file_id": "v"}).attachments[0].name == "voice.ogg"


@pytest.mark.parametrize(("status", "state"), [("kicked", "blocked"), ("member", "unblocked")])
def test_a_customer_who_blocks_the_bot_or_takes_it_back_is_news_of_the_contact(status: str, state: str) -> None:
    member = {"chat": PRIVATE, "from": KAETHE, "date": 1784000000, "new_chat_member": {"user": BOT, "status": status}}

    found = of({"my_chat_member": member})
    assert (found.kind, found.state) == (Kind.CONTACT, state)
    assert of({"my_chat_member": {**member, "chat": GROUP}}).kind is Kind.ACCOUNT
    assert of({"chat_member": {**member, "chat": GROUP}}).kind is Kind.CONVERSATION


@pytest.mark.parametrize("kind", ["inline_query", "poll", "poll_answer", "shipping_query", "hologram"])
def test_what_belongs_to_no_dialogue_is_unknown_and_says_why(kind: str) -> None:
    found = of({kind: {"id": "1", "from": KAETHE}})

    assert found.kind is Kind.UNKNOWN and kind in found.why


@pytest.mark.parametrize(
    ("bare", "kind", "key", "text"),
    [
        ({**WROTE, "text": "hi"}, Kind.MESSAGE, "7", "hi"),
        ({**WROTE, "poll": {"question": "Ja?", "options": []}}, Kind.MESSAGE, "7", "Ja?"),
        ({**WROTE, "chat": GROUP, "new_chat_member": KAETHE}, Kind.CONVERSATION, "-100123/7", ""),
        (
            {"id": "3", "from": KAETHE, "chat_instance": "1", "data": "yes", "message": {**WROTE, "from": BOT}},
            Kind.MESSAGE,
            "7",
            "yes",
        ),
        ({"id": "3", "from": KAETHE, "chat_instance": "1", "data": "yes"}, Kind.MESSAGE, "7", "yes"),
        (
            {"chat": PRIVATE, "message_id": 5, "user": KAETHE, "date": 1, "new_reaction": [{"emoji": "🔥"}]},
            Kind.REACTION,
            "7",
            "🔥",
        ),
        ({"chat": PRIVATE, "business_connection_id": "b", "message_ids": [5]}, Kind.DELETE, "7@b", ""),
        (
            {"chat": PRIVATE, "from": KAETHE, "new_chat_member": {"user": BOT, "status": "kicked"}},
            Kind.CONTACT,
            "7",
            "",
        ),
        ({"chat": GROUP, "from": KAETHE, "new_chat_member": {"user": BOT, "status": "left"}}, Kind.ACCOUNT, None, ""),
        ({"chat": GROUP, "from": KAETHE, "new_chat_member": {"user": KAETHE}}, Kind.CONVERSATION, "-100123/7", ""),
        ({"chat": GROUP, "from": KAETHE, "user_chat_id": 7, "date": 1}, Kind.CONVERSATION, "-100123/7", ""),
        ({"user": KAETHE, "status": "member"}, Kind.CONTACT, "", ""),
        ({"poll_id": "1", "user": KAETHE, "option_ids": [0]}, Kind.UNKNOWN, "", ""),
        ({"file_id": "a", "file_unique_id": "b", "duration": 3}, Kind.UNKNOWN, "", ""),
    ],
)
def test_what_comes_without_its_update_is_known_by_its_shape(
    bare: dict[str, object], kind: Kind, key: str | None, text: str
) -> None:
    (found,) = parse(json.dumps(bare).encode(), {})

    assert (found.kind, found.text) == (kind, text)
    assert key is None or found.conversation_key == key


def test_a_bare_button_and_the_same_in_its_update_are_one() -> None:
    pressed = {"id": "3", "from": KAETHE, "chat_instance": "1", "data": "yes", "message": {**WROTE, "from": BOT}}

    assert parse(json.dumps(pressed).encode(), {}) == [of({"callback_query": pressed})]


def test_what_the_bot_sent_is_an_echo_to_whom_it_answered_in_a_group_too() -> None:
    result = {**WROTE, "from": BOT, "chat": GROUP, "text": "sent", "reply_to_message": {**WROTE, "chat": GROUP}}

    (found,) = parse(json.dumps({"ok": True, "result": result}).encode(), {})

    assert (found.kind, found.conversation_key, found.automatic) == (Kind.ECHO, "-100123/7", False)
    assert of({"message": result}).kind is Kind.MESSAGE


def test_what_a_channel_answers_in_its_direct_messages_is_an_echo_in_the_same_dialogue() -> None:
    chat = {**GROUP, "is_direct_messages": True}
    theirs = said("message", chat=chat, direct_messages_topic={"topic_id": 7, "user": KAETHE}, text="hi")
    ours = said(
        "message",
        chat=chat,
        direct_messages_topic={"topic_id": 7, "user": KAETHE},
        text="hello",
        sender_chat={"id": -1001, "title": "Acme", "type": "channel"},
    )

    assert (theirs.kind, ours.kind) == (Kind.MESSAGE, Kind.ECHO)
    assert theirs.conversation_key == ours.conversation_key == "-100123/7~7"
    assert (ours.identities, ours.visibility) == (theirs.identities, Visibility.PRIVATE)


def test_a_boost_happened_when_it_says() -> None:
    boost = {"boost_id": "b", "add_date": 1721399621}

    assert of({"chat_boost": {"chat": GROUP, "boost": boost}}).occurred_at == datetime(
        2024, 7, 19, 14, 33, 41, tzinfo=UTC
    )


def test_a_message_of_a_new_kind_is_set_aside_and_not_overlooked() -> None:
    assert said("message", hologram={"file_id": "h"}).kind is Kind.UNKNOWN
    assert said("message", forum_topic_closed={}).kind is Kind.CONVERSATION


def test_a_date_of_zero_is_no_time_and_wrong_types_are_nothing() -> None:
    assert said("message", text="hi", date=0).occurred_at is None
    assert said("message", text="hi", date="morgen").occurred_at is None
    assert said("message", text="hi", date=10**30).occurred_at is None
    assert said("message", text="hi", chat={**PRIVATE, "id": True}).conversation_key == ""


def test_half_characters_are_replaced() -> None:
    found = said("message", text="a\ud83d", chat={**PRIVATE, "first_name": "\udc00", "last_name": ""})

    assert (found.text, found.name) == ("a\ufffd", "\ufffd")


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=20,
)


@given(JSON)
@settings(max_examples=150, deadline=None)
def test_no_json_at_all_makes_it_raise(found: object) -> None:
    for one in (*parse(json.dumps(found).encode(), {}), *said_by(found)):
        assert one.dedupe_key


@given(st.binary(max_size=200))
@settings(max_examples=100, deadline=None)
def test_no_bytes_make_it_raise(raw: bytes) -> None:
    parse(raw, {})


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
        f"{one}".encode("utf-8", "strict")


def test_json_deeper_than_any_stack_is_unknown() -> None:
    (found,) = parse(b'{"update_id": 1, "message": ' + b"[" * 100_000 + b"]" * 100_000 + b"}", {})

    assert found.kind is Kind.UNKNOWN
    assert isinstance(Adapter, Parses)
