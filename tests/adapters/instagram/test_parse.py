"""What an Instagram account's webhooks and the Graph API's answers say: recorded ones, written ones, and ones made to hurt."""

from __future__ import annotations

import copy
import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.instagram import Adapter
from adapters.instagram.parse import parse
from inbox.ports.adapter import Attachment, Identity, Incoming, Kind, Parses, Visibility
from tests.adapters.facebook.test_parse import shaken

HERE = Path(__file__).parent / "payloads"
PAYLOADS = sorted(HERE.glob("*/*.json"))
ACCOUNT, KAETHE = "178414", "7"


def told(body: object) -> list[Incoming]:
    return parse(json.dumps(body).encode(), {})


def one(body: object) -> Incoming:
    (found,) = told(body)
    return found


def event(sender: object = KAETHE, recipient: object = ACCOUNT, **content: object) -> Incoming:
    happened = {"sender": {"id": sender}, "recipient": {"id": recipient}, "timestamp": 1668022333735, **content}
    return one({"object": "instagram", "entry": [{"id": ACCOUNT, "time": 1668022334834, "messaging": [happened]}]})


def change(field: str, account: str = ACCOUNT, **value: object) -> Incoming:
    return one(
        {"object": "instagram", "entry": [{"id": account, "time": 1519399307, "changes": [{"field": field, "value": value}]}]}
    )  # fmt: skip


@pytest.mark.parametrize("file", PAYLOADS, ids=lambda f: f"{f.parent.name}/{f.name}")
def test_every_recorded_payload_says_something_and_the_same_again(file: Path) -> None:
    found = parse(file.read_bytes(), {})

    assert found == parse(file.read_bytes(), {})
    assert found and all(f.dedupe_key and (f.kind is not Kind.UNKNOWN or f.why) for f in found)
    assert len({f.dedupe_key for f in found}) == len(found)


DM = "chatwoot-app-user-id-1:Sender-id-1"


@pytest.mark.parametrize(
    ("name", "kind", "key", "text", "kinds"),
    [
        ("chatwoot/incoming_ig_text_message.json", "message", DM, "This is the first message from the customer", []),
        ("chatwoot/instagram_message_attachment_event.json", "message", DM, "", ["share"]),
        ("chatwoot/instagram_message_unsupported_event.json", "message", DM, "", ["unsupported"]),
        ("chatwoot/instagram_shared_reel_event.json", "message", DM, "", ["ig_reel"]),
        ("chatwoot/instagram_test_event.json", "account", "", "", []),
        ("chatwoot/instagram_test_text_event.json", "account", "", "", []),
        ("restfb/messaging-seen.json", "receipt", "17841452691600098:5614879045272581", "", []),
        ("restfb/wh-comments-2021.json", "message", "0/987654321/1234536447", "This is an example.", []),
        ("restfb/instagram-message-story.json", "message", ":123456789", "Nice shot !👍🏼", ["story"]),
        ("restfb/comment_missing_user.json", "message", "/17916477187142401/bincyshiona", "Nice", []),
        (
            "python-facebook/mentioned_media.json",
            "message",
            "17841406338772941@17889114512354744//",
            "@ikroskun hey",
            [],
        ),
        ("restfb/accesstoken.json", "unknown", "", "", []),
        ("restfb/wh-story_insights.json", "account", "", "", []),
    ],
)
def test_a_recorded_payload_says_what_a_person_reads_in_it(
    name: str, kind: str, key: str, text: str, kinds: list[str]
) -> None:
    (found,) = parse((HERE / name).read_bytes(), {})

    assert (found.kind.value, found.conversation_key, found.text) == (kind, key, text)
    assert [a.kind for a in found.attachments] == kinds


def test_an_echo_comes_from_our_account_and_belongs_to_the_customers_dialogue() -> None:
    echo = event(ACCOUNT, KAETHE, message={"mid": "m2", "text": "Hi", "is_echo": True})
    asked = event(message={"mid": "m1", "text": "Hallo"})

    assert echo.kind is Kind.ECHO and asked.kind is Kind.MESSAGE
    assert echo.conversation_key == asked.conversation_key == f"{ACCOUNT}:{KAETHE}"
    assert echo.identities == asked.identities == (Identity("igsid", KAETHE),)


def test_stories_gestures_and_unsent_messages_are_told() -> None:
    story = event(message={"mid": "m", "text": "Wow", "reply_to": {"story": {"url": "https://x.test/s", "id": "99"}}})
    mention = event(
        message={"mid": "m", "attachments": [{"type": "story_mention", "payload": {"url": "https://x.test/s"}}]}
    )
    heart = event(message={"mid": "m", "attachments": [{"type": "like_heart"}]})
    unsent = event(message={"mid": "m", "is_deleted": True})
    felt = event(reaction={"mid": "m", "action": "react", "reaction": "love", "emoji": "❤️"})
    edited = event(message_edit={"mid": "m", "text": "neu", "num_edit": 1})

    assert (story.reply_to, story.attachments[0].kind, story.attachments[0].url) == ("99", "story", "https://x.test/s")
    assert mention.attachments[0].kind == "story_mention" and heart.attachments[0].kind == "like_heart"
    assert (unsent.kind, felt.kind, edited.kind) == (Kind.DELETE, Kind.REACTION, Kind.EDIT)
    assert {unsent.target_id, felt.target_id, edited.target_id} == {"m"} and felt.text == "❤️"


def test_a_shared_post_that_is_told_in_the_old_and_the_new_shape_is_one() -> None:
    post = {"ig_post_media_id": "181", "title": "Werkbank", "url": "https://x.test/p.jpg"}
    both = [{"type": "share", "payload": post}, {"type": "ig_post", "payload": post}]

    for parts in (both, both[::-1]):
        found = event(message={"mid": "m_1", "attachments": parts})
        assert found.attachments == (Attachment("ig_post", "Werkbank", "https://x.test/p.jpg"),)
    two = [*both, {"type": "share", "payload": {"url": "https://x.test/other"}}]
    assert [a.kind for a in event(message={"mid": "m_1", "attachments": two}).attachments] == ["ig_post", "share"]


def test_comments_belong_to_their_author_below_the_topmost_and_ours_are_echoes() -> None:
    by = {"id": KAETHE, "username": "kaethe"}
    top = change("comments", id="9", text="Schön", media={"id": "5"}, **{"from": by})
    below = change("comments", id="10", text="Und?", parent_id="9", **{"from": by})
    ours = change("comments", id="11", text="Danke", parent_id="9", **{"from": {"id": ACCOUNT, "username": "acme"}})
    itself = change("comments", id="12", text="Danke", **{"from": {"id": "3", "self_ig_scoped_id": "4"}})
    example = {"id": "232323232", "username": "test", "self_ig_scoped_id": "232323232"}

    assert top.conversation_key == below.conversation_key == f"{ACCOUNT}/9/{KAETHE}"
    assert (top.visibility, top.name, below.reply_to) == (Visibility.PUBLIC, "kaethe", "9")
    assert (ours.kind, ours.reply_to, ours.identities) == (Kind.ECHO, "9", ()) and itself.kind is Kind.ECHO
    assert change("live_comments", id="13", text="Hi").kind is Kind.MESSAGE
    assert change("comments", "0", id="14", text="This is an example.", **{"from": example}).kind is Kind.MESSAGE
    assert change("comments", text="ohne").kind is Kind.UNKNOWN


def test_a_field_and_its_value_may_stand_in_the_entry_itself() -> None:
    value = {"id": "9", "text": "Schön", "from": {"id": KAETHE, "username": "kaethe"}}
    entry = {"id": ACCOUNT, "time": 1519399307, "field": "comments", "value": value}

    assert one([{"object": "instagram", "entry": [entry]}]) == change("comments", **value)


def test_a_mention_names_where_it_is_and_a_try_from_the_dashboard_nobody() -> None:
    mention = change("mentions", media_id="55", comment_id="66")
    real = change("messages", sender={"id": KAETHE}, recipient={"id": ACCOUNT}, message={"mid": "m", "text": "Hi"})
    trial = change("messages", "0", sender={"id": "1"}, recipient={"id": "2"}, message={"mid": "m", "text": "Hi"})

    assert (mention.kind, mention.external_id, mention.conversation_key) == (Kind.MESSAGE, "66", f"{ACCOUNT}@55/66/")
    assert (real.kind, trial.kind, trial.conversation_key) == (Kind.MESSAGE, Kind.ACCOUNT, "")
    assert change("mentions").kind is Kind.UNKNOWN and change("neu", a=1).kind is Kind.UNKNOWN


@pytest.mark.parametrize(
    "body", [{"object": "page", "entry": [{"id": "1"}]}, {"entry": [7]}, [], {}, None, {"data": [5]}]
)
def test_what_says_nothing_is_unknown_with_a_reason(body: object) -> None:
    found = told(body)

    assert found and all(f.kind is Kind.UNKNOWN and f.why for f in found)


@settings(deadline=None, max_examples=200)
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
