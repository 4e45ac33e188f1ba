"""What a page's webhooks and the Graph API's answers say: recorded ones, written ones, and ones made to hurt."""

from __future__ import annotations

import copy
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.facebook import Adapter
from adapters.facebook.parse import parse
from adapters.kit.places import Place, place_of
from inbox.ports.adapter import Identity, Incoming, Kind, Parses, Visibility

HERE = Path(__file__).parent / "payloads"
PAYLOADS = sorted(HERE.glob("*/*.json"))
PAGE, KAETHE = "1001", "7"
AT = 1457764197627


def told(body: object) -> list[Incoming]:
    return parse(json.dumps(body).encode(), {})


def one(body: object) -> Incoming:
    (found,) = told(body)
    return found


def event(sender: object = KAETHE, recipient: object = PAGE, **content: object) -> Incoming:
    """Read one event of a page's webhook."""
    happened = {"sender": {"id": sender}, "recipient": {"id": recipient}, "timestamp": AT, **content}
    return one({"object": "page", "entry": [{"id": PAGE, "time": AT + 1, "messaging": [happened]}]})


def feed(field: str = "feed", **value: object) -> Incoming:
    """Read one change of a page's feed."""
    return one(
        {"object": "page", "entry": [{"id": PAGE, "time": 1449135009, "changes": [{"field": field, "value": value}]}]}
    )


COMMENT = {
    "item": "comment",
    "verb": "add",
    "comment_id": "5_9",
    "post_id": f"{PAGE}_5",
    "parent_id": f"{PAGE}_5",
    "from": {"id": KAETHE, "name": "Käthe"},
    "created_time": 1449135003,
    "message": "Wo ist mein Paket?",
}


@pytest.mark.parametrize("file", PAYLOADS, ids=lambda f: f"{f.parent.name}/{f.name}")
def test_every_recorded_payload_says_something_and_the_same_again(file: Path) -> None:
    found = parse(file.read_bytes(), {})

    assert found == parse(file.read_bytes(), {})
    assert found and all(f.dedupe_key and (f.kind is not Kind.UNKNOWN or f.why) for f in found)
    assert len({f.dedupe_key for f in found}) == len(found)


@pytest.mark.parametrize(
    ("name", "kind", "key", "target", "text"),
    [
        ("restfb/messaging-message-basic-echo.json", "echo", "12345654332:987654321432", "", "hello, world!"),
        ("restfb/standby-message-basic-echo.json", "echo", "12345654332:987654321432", "", "hello, world!"),
        ("restfb/messaging-message-edits.json", "edit", "12345654332:987654321432", "mid.1457764197618:41d102a3e1ae206a38", "hello, world!"),
        ("restfb/messaging-message-isdeleted.json", "delete", "12345654332:987654321432", "message_id", ""),
        ("restfb/messaging-reaction-1.json", "reaction", "PAGE_ID:USER_ID", "original_message_id", "😢"),
        ("restfb/messaging-read-basic.json", "receipt", "12345654332:987654321432", "", ""),
        ("restfb/messaging-message-location-attachment.json", "message", "12345654332:987654321432", "", "12.34, 43.21"),
        ("restfb/messaging-optin-basic.json", "conversation", "12345654332:987654321432", "", ""),
        ("restfb/messaging-policy-callback-unblock.json", "account", "", "", ""),
        ("restfb/feed-comment-edited-25.json", "edit", "1234567890321/900728623356296_900744590021366/1234567890321", "900728623356296_900744590021366", "Let's see the Webhooks in action :D"),
        ("restfb/feed-post-add-25.json", "message", "1234567890321/1234567890321_7293787835232/8423678347823", "", "Let's check this"),
        ("restfb/feed-post-hide.json", "conversation", "1234567890321/1234567890321_7293787835232/8423678347823", "1234567890321_7293787835232", ""),
        ("restfb/feed-video-mute.json", "account", "", "", "Test video"),
        ("restfb/ratings-rating-add-31.json", "message", "1234567890321/904801129604590/705955836155788", "", "Ja ziemlich coole Sache"),
        ("python-facebook/message_info.json", "message", "2121008874780932:2711636948859886", "", ""),
        ("python-facebook/error.json", "unknown", "", "", ""),
        ("botbuilder/Activities.json", "unknown", "", "", ""),
    ],
)  # fmt: skip
def test_a_recorded_payload_says_what_a_person_reads_in_it(
    name: str, kind: str, key: str, target: str, text: str
) -> None:
    (found,) = parse((HERE / name).read_bytes(), {})

    assert (found.kind.value, found.conversation_key, found.target_id, found.text) == (kind, key, target, text)


def test_a_message_is_the_customers_whatever_its_ids_are_made_of() -> None:
    as_number = event(int(KAETHE), int(PAGE), message={"mid": "m_1", "text": "Hallo"})

    assert as_number == event(message={"mid": "m_1", "text": "Hallo"})
    assert as_number.conversation_key == f"{PAGE}:{KAETHE}" and as_number.identities == (Identity("psid", KAETHE),)
    assert as_number.occurred_at == datetime.fromtimestamp(AT / 1000, UTC)
    assert as_number.visibility is Visibility.PRIVATE and as_number.external_id == "m_1"


def test_an_echo_is_in_the_customers_dialogue_and_brings_our_token_back() -> None:
    echo = event(PAGE, KAETHE, message={"mid": "m_2", "text": "Hi", "is_echo": True, "app_id": 1, "metadata": "t.1"})
    bare = event(PAGE, KAETHE, message={"mid": "m_2", "text": "Hi"})

    assert (echo.kind, echo.token, echo.conversation_key) == (Kind.ECHO, "t.1", f"{PAGE}:{KAETHE}")
    assert bare.kind is Kind.ECHO, "what the page itself sends is ours, said or not"
    assert echo.identities == (Identity("psid", KAETHE),)


def test_all_that_is_said_about_a_message_names_it_in_the_same_dialogue() -> None:
    about = [
        event(message_edit={"mid": "m_1", "text": "neu", "num_edit": 2}),
        event(message={"mid": "m_1", "is_deleted": True}),
        event(reaction={"mid": "m_1", "action": "react", "emoji": "❤", "reaction": "love"}),
        event(reaction={"mid": "m_1", "action": "unreact", "reaction": "love"}),
        event(read={"mid": "m_1"}),
        event(delivery={"mids": ["m_1"], "watermark": AT}),
    ]

    assert [a.kind.value for a in about] == ["edit", "delete", "reaction", "reaction", "receipt", "delivery"]
    assert {a.target_id for a in about} == {"m_1"} and {a.conversation_key for a in about} == {f"{PAGE}:{KAETHE}"}
    assert [a.text for a in about[:4]] == ["neu", "", "❤", ""]
    assert [a.state for a in about[4:]] == ["read", "delivered"]
    assert len({a.dedupe_key for a in about}) == len(about)


def test_a_report_on_several_messages_is_one_for_each_and_one_on_a_time_names_none() -> None:
    body = {"sender": {"id": KAETHE}, "recipient": {"id": PAGE}, "delivery": {"mids": ["m_1", "m_2", "m_1"]}}
    many = told({"entry": [{"id": PAGE, "messaging": [body]}]})
    upto = event(delivery={"watermark": AT}), event(read={"watermark": str(AT)})

    assert [m.target_id for m in many] == ["m_1", "m_2"]
    assert [(u.kind.value, u.target_id, u.state) for u in upto] == [
        ("delivery", "", "delivered"),
        ("receipt", "", "read"),
    ]


@pytest.mark.parametrize(
    ("message", "text", "kinds"),
    [
        ({"text": "", "attachments": [{"type": "image", "payload": {"url": "https://x.test/a.jpg"}}]}, "", ["image"]),
        ({"attachments": [{"type": t, "payload": {"url": "https://x.test/"}} for t in ("audio", "video", "file", "reel")]}, "", ["audio", "video", "file", "reel"]),
        ({"sticker_id": 369, "attachments": [{"type": "image", "payload": {"url": "https://x.test/s.png", "sticker_id": 369}}]}, "", ["sticker"]),
        ({"sticker_id": 369}, "", ["sticker"]),
        ({"attachments": [{"type": "image", "payload": {"url": "https://x.test/s.png", "sticker_id": 369}}, {"type": "sticker", "payload": {"sticker_id": 369}}]}, "", ["sticker"]),
        ({"attachments": [{"type": "sticker", "payload": {"url": "https://x.test/s.png", "sticker_id": 369}}]}, "", ["sticker"]),
        ({"attachments": [{"type": "fallback", "title": "Unser Laden", "url": "https://x.test", "payload": None}]}, "Unser Laden", ["fallback"]),
        ({"attachments": [{"type": "template", "payload": {"template_type": "generic", "elements": [{"title": "T", "subtitle": "S"}]}}]}, "T\nS", ["template"]),
        ({"quick_reply": {"payload": "JA"}, "text": "Ja"}, "Ja", []),
        ({"quick_reply": {"payload": "JA"}}, "JA", []),
        ({"commands": [{"name": "hilfe"}]}, "hilfe", []),
        ({}, "", ["unsupported"]),
        ({"attachments": "x", "text": 5}, "", ["unsupported"]),
        ({"is_unsupported": True}, "", ["unsupported"]),
        ({"is_unsupported": True, "text": "Hallo"}, "Hallo", ["unsupported"]),
        ({"attachments": [{"type": "unsupported_type", "payload": {"url": "https://x.test/"}}]}, "", ["unsupported"]),
    ],
)  # fmt: skip
def test_whatever_a_message_holds_is_told(message: dict[str, object], text: str, kinds: list[str]) -> None:
    found = event(message={"mid": "m_1", **message})

    assert (found.kind, found.text, [a.kind for a in found.attachments]) == (Kind.MESSAGE, text, kinds)
    assert ("hand over" in found.why) is ("unsupported" in kinds)


def test_buttons_are_what_the_customer_says_and_the_rest_happens_beside() -> None:
    pressed = event(postback={"mid": "m_3", "title": "Öffnungszeiten", "payload": "HOURS"})
    beside = [
        event(referral={"ref": "x", "source": "SHORTLINK"}),
        event(optin={"type": "notification_messages"}),
        event(pass_thread_control={"new_owner_app_id": 1}),
        event(account_linking={"status": "linked"}),
    ]

    assert (pressed.kind, pressed.text, pressed.external_id) == (Kind.MESSAGE, "Öffnungszeiten", "m_3")
    assert {b.kind for b in beside} == {Kind.CONVERSATION} and all(b.why for b in beside)
    assert event(app_roles={"1": ["primary_receiver"]}).kind is Kind.ACCOUNT
    assert event(something_new={"a": 1}).kind is Kind.UNKNOWN


def test_a_comment_and_what_is_said_of_it_belong_to_its_author_below_the_topmost() -> None:
    comment = feed(**COMMENT)
    below = feed(**{**COMMENT, "comment_id": "5_10", "parent_id": "5_9"})
    later = [feed(**{**COMMENT, "verb": verb}) for verb in ("edited", "remove", "hide", "unhide")]

    assert (comment.kind, comment.external_id, comment.visibility) == (Kind.MESSAGE, "5_9", Visibility.PUBLIC)
    assert comment.name == "Käthe" and comment.occurred_at == datetime.fromtimestamp(1449135003, UTC)
    assert {c.conversation_key for c in (comment, below, *later)} == {f"{PAGE}/5_9/{KAETHE}"}
    assert below.reply_to == "5_9" and comment.reply_to == f"{PAGE}_5"
    assert [s.kind.value for s in later] == ["edit", "delete", "conversation", "conversation"]
    assert {s.target_id for s in later} == {"5_9"}


def test_a_comment_of_ours_is_an_echo_and_old_and_new_shapes_of_an_author_are_one() -> None:
    old = {k: v for k, v in COMMENT.items() if k != "from"} | {"sender_id": int(KAETHE), "sender_name": "Käthe"}
    ours = feed(**{**COMMENT, "from": {"id": PAGE, "name": "Acme"}, "parent_id": "5_8", "comment_id": "5_11"})

    assert feed(**old) == feed(**COMMENT)
    assert (ours.kind, ours.identities, ours.reply_to) == (Kind.ECHO, (), "5_8")


def test_files_of_a_comment_and_reactions_are_told() -> None:
    photo = feed(**{**COMMENT, "message": "", "photo": "https://x.test/p/foto.jpg?oh=1"})
    liked = feed(item="like", verb="add", comment_id="5_9", sender_id=8, created_time=1450701319)
    taken = feed(item="reaction", verb="remove", post_id=f"{PAGE}_5", reaction_type="wow", **{"from": {"id": "8"}})

    assert [(a.kind, a.name) for a in photo.attachments] == [("image", "foto.jpg")] and photo.text == ""
    assert (liked.kind, liked.target_id, liked.text) == (Kind.REACTION, "5_9", "like")
    assert (taken.kind, taken.target_id, taken.text) == (Kind.REACTION, f"{PAGE}_5", "")


def test_what_the_page_itself_publishes_opens_no_dialogue_with_anybody() -> None:
    ours = feed(item="status", verb="add", post_id=f"{PAGE}_6", message="Neu!", **{"from": {"id": PAGE}})

    assert (ours.kind, ours.identities) == (Kind.ECHO, ())
    assert feed("about").kind is Kind.ACCOUNT and feed("leadgen", form_id="1").kind is Kind.UNKNOWN


def test_two_entries_standby_a_strange_page_and_a_bad_neighbour_each_count_for_themselves() -> None:
    def hello(page: str, mid: str) -> dict[str, object]:
        return {"sender": {"id": KAETHE}, "recipient": {"id": page}, "message": {"mid": mid, "text": "Hi"}}

    body = {
        "object": "page",
        "entry": [
            {"id": PAGE, "messaging": [hello(PAGE, "a"), "kaputt", {"sender": 5}], "standby": [hello(PAGE, "b")]},
            {"id": "4711", "messaging": [hello("4711", "c")]},
            None,
            {"id": PAGE},
        ],
    }
    found = told(body)

    assert [f.external_id for f in found if f.kind is Kind.MESSAGE] == ["a", "b", "c"]
    assert [f.conversation_key for f in found if f.kind is Kind.MESSAGE] == [f"{PAGE}:7", f"{PAGE}:7", "4711:7"]
    assert [f.why for f in found if f.kind is Kind.UNKNOWN].count("") == 0 and len(found) == 7


@pytest.mark.parametrize(
    "body",
    [
        {"object": "page"}, {"object": "page", "entry": []}, {"object": "page", "entry": "x"}, [], {}, 5, None, "x",
        {"object": "instagram", "entry": [{"id": "1", "messaging": [{"message": {"mid": "m"}}]}]},
        {"entry": [{"changes": [{"field": 5}]}]}, {"entry": [{"messaging": []}]}, {"data": []},
    ],
)  # fmt: skip
def test_what_says_nothing_is_unknown_with_a_reason(body: object) -> None:
    found = told(body)

    assert found and all(f.kind is Kind.UNKNOWN and f.why for f in found)


def test_a_try_from_the_dashboard_opens_no_dialogue() -> None:
    value = {"sender": {"id": "1"}, "recipient": {"id": "2"}, "message": {"mid": "test", "text": "test"}}
    found = one({"object": "page", "entry": [{"id": "0", "changes": [{"field": "messages", "value": value}]}]})

    assert (found.kind, found.conversation_key) == (Kind.ACCOUNT, "")


def test_old_message_ids_are_the_same_asked_for_and_told() -> None:
    asked = one(
        {"id": "m_mid.1:ab", "created_time": "2026-01-01T00:00:00+0000", "message": "x", "from": {"id": KAETHE}, "to": {"data": [{"id": PAGE}]}}
    )  # fmt: skip

    assert asked.external_id == event(message={"mid": "mid.1:ab", "text": "x"}).external_id
    assert asked.conversation_key == f"{PAGE}:{KAETHE}"


def test_places_find_their_way_back_from_their_keys() -> None:
    for place in (
        Place("1", "7"),
        Place("1", "7", "5_9"),
        Place("1", "", "5_9"),
        Place("1", "7", "9", "m"),
        Place("", "7"),
    ):
        assert place_of(place.key) == place
    assert place_of("t_1") is None and Place("1", "").key == ""


def shaken(value: object, how: st.DataObject) -> object:
    """Return a payload in which something has another type."""
    if isinstance(value, dict) and value:
        key = how.draw(st.sampled_from(sorted(value)))
        return {**value, key: shaken(value[key], how)}
    if isinstance(value, list) and value:
        n = how.draw(st.integers(0, len(value) - 1))
        return [*value[:n], shaken(value[n], how), *value[n + 1 :]]
    return how.draw(st.sampled_from([None, 5, -1, 1e300, True, "x", "\ud800", [], {}, [[]], {"id": {}}]))


@settings(deadline=None, max_examples=300)
@given(st.data())
def test_whatever_is_wrong_in_a_payload_nothing_raises(data: st.DataObject) -> None:
    body = json.loads(data.draw(st.sampled_from(PAYLOADS)).read_bytes())
    for _ in range(data.draw(st.integers(1, 3))):
        body = shaken(copy.deepcopy(body), data)

    for found in parse(json.dumps(body).encode(), {}):
        found.text.encode()
        assert found.dedupe_key and (found.kind is not Kind.UNKNOWN or found.why)


@settings(deadline=None)
@given(st.binary(max_size=200))
def test_no_bytes_at_all_make_it_raise(raw: bytes) -> None:
    assert isinstance(Adapter, Parses)
    assert parse(raw, {})


def test_depth_kills_nobody() -> None:
    assert parse(b'{"entry": ' + b"[" * 100_000 + b"]" * 100_000 + b"}", {})[0].kind is Kind.UNKNOWN


def test_answers_of_the_graph_api_are_told_by_what_they_are() -> None:
    by = {"id": KAETHE, "name": "Käthe"}
    bare = {"id": "5_9", "created_time": "2026-01-01T00:00:00+0000", "from": by, "message": "Hallo"}
    post = {"id": f"{PAGE}_5", "created_time": "2026-01-01T00:00:00+0000", "message": "Neu", "from": {"id": PAGE}}
    found = told(
        {
            "data": [
                bare,
                {**post, "comments": {"data": [{**bare, "id": "5_10"}]}},
                post,
                {k: v for k, v in post.items() if k != "from"},
                {"id": "m_1", "created_time": "2026-01-01T00:00:00+0000", "message": "?"},
                {"recipient_id": KAETHE, "message_id": "m_2"},
            ]
        }
    )

    assert [f.kind.value for f in found] == ["message", "echo", "message", "echo", "unknown", "unknown", "delivery"]
    assert found[0].conversation_key == f"/5_9/{KAETHE}" and found[2].conversation_key == f"{PAGE}/5_10/{KAETHE}"
    assert (found[6].target_id, found[6].state) == ("m_2", "sent")


def test_a_comment_in_a_group_of_the_pages_comes_among_the_messages_and_is_public() -> None:
    told = {"recipient": {"id": PAGE}, "from": {"id": KAETHE, "name": "Käthe"}, "group_id": "g", "comment_id": "5_9"}
    told |= {"parent_id": "5", "post_id": "5", "created_time": 1680575902, "message": "Wann?"}
    found = one({"object": "page", "entry": [{"id": PAGE, "time": 1680575902263, "messaging": [told]}]})

    assert (found.kind, found.external_id, found.text) == (Kind.MESSAGE, "5_9", "Wann?")
    assert (found.visibility, found.name) == (Visibility.PUBLIC, "Käthe")
    assert found.conversation_key == f"{PAGE}/5_9/{KAETHE}"


def test_an_order_is_what_the_customer_says_and_what_has_no_name_gets_none() -> None:
    goods = [{"id": 1, "retailer_id": "r1", "name": "Kuchen", "unit_price": 11, "currency": "EUR", "quantity": 2}]
    order = event(order={"products": [*goods, {"id": 2}], "note": "bitte als Geschenk"})
    pressed = event(postback={"title": "Los", "payload": "GO"})

    assert (order.kind, order.text) == (Kind.MESSAGE, "bitte als Geschenk\n2 × Kuchen (11 EUR)\n1 × 2")
    assert order.conversation_key == pressed.conversation_key == f"{PAGE}:{KAETHE}"
    assert order.external_id == pressed.external_id == ""
    assert pressed.dedupe_key == event(postback={"title": "Los", "payload": "GO"}).dedupe_key
    assert event(order={"products": []}).kind is Kind.CONVERSATION


def test_who_likes_the_page_itself_is_told_by_their_number_alone() -> None:
    found = feed(item="like", verb="add", user_id=10201978818232600)

    assert [i.value for i in found.identities] == ["10201978818232600"]


def test_a_like_of_the_page_itself_is_about_the_page() -> None:
    liked = feed(item="like", verb="add", sender_id=8, created_time=1450701319)

    assert (liked.kind, liked.target_id, liked.text) == (Kind.REACTION, PAGE, "like")


def test_a_dialogue_names_its_page_by_its_link_and_holds_its_messages() -> None:
    message = {"id": "m_1", "created_time": "2026-01-01T00:00:00+0000", "message": "x", "from": {"id": PAGE}}
    dialogue = {"id": "t_1", "link": f"/{PAGE}/inbox/1/", "updated_time": "2026-01-01T00:00:00+0000"}
    people = {"data": [{"id": KAETHE, "name": "Käthe"}, {"id": PAGE, "name": "Acme"}]}
    held = one({**dialogue, "messages": {"data": [{**message, "to": {"data": [{"id": KAETHE}]}}]}})
    empty = one({**dialogue, "participants": people})

    assert (held.kind, held.conversation_key) == (Kind.ECHO, f"{PAGE}:{KAETHE}")
    assert (empty.kind, empty.conversation_key, empty.name) == (Kind.CONVERSATION, f"{PAGE}:{KAETHE}", "Käthe")
