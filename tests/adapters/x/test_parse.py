"""What answers and posts of X say: recorded ones, written ones, and ones made to hurt."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.x import Adapter
from adapters.x.parse import parse
from inbox.ports.adapter import Attachment, Hooked, Identity, Incoming, Kind, Parses, Visibility

PAYLOADS = sorted((Path(__file__).parent / "payloads").glob("*/*.json"))
US = "1000"
POST = {
    "id": "200",
    "text": "@acme hallo",
    "author_id": "7",
    "conversation_id": "100",
    "created_at": "2026-07-24T21:23:23.000Z",
    "edit_history_tweet_ids": ["200"],
    "entities": {"mentions": [{"start": 0, "end": 5, "username": "acme", "id": US}]},
}
KAETHE = {"id": "7", "name": "Käthe", "username": "kaethe"}
ACME = {"id": US, "name": "Acme", "username": "acme"}


def all_of(found: object) -> list[Incoming]:
    return parse(json.dumps(found).encode(), {})


def of(found: object) -> Incoming:
    (said,) = all_of(found)
    return said


def post(
    us: str = US, users: tuple[dict[str, str], ...] = (KAETHE, ACME), includes: object = None, **more: object
) -> Incoming:
    """Read one post as an answer that was fetched for us."""
    around = {"users": list(users), **(includes if isinstance(includes, dict) else {})}
    return of({"for_user_id": us, "data": {**POST, **more}, "includes": around})


@pytest.mark.parametrize("file", PAYLOADS, ids=lambda f: f"{f.parent.name}/{f.name}")
def test_every_recorded_payload_reads_the_same_again(file: Path) -> None:
    found = parse(file.read_bytes(), {})

    assert found == parse(file.read_bytes(), {})
    assert all(f.dedupe_key and (f.kind is not Kind.UNKNOWN or f.why) for f in found)
    assert isinstance(Adapter, Parses) and issubclass(Adapter, Hooked)


def test_a_recorded_direct_message_of_the_first_shape() -> None:
    (said,) = parse((Path(__file__).parent / "payloads/rtweet/direct_messages.json").read_bytes(), {})

    assert (said.kind, said.external_id, said.text) == (
        Kind.MESSAGE,
        "1589186754619260934",
        "Testing 2022-11-06 10:23:42",
    )
    assert said.conversation_key == "1051050384-1365671359137873920"
    assert said.occurred_at == datetime(2022, 11, 6, 9, 23, 42, 620000, tzinfo=UTC)
    assert said.identities == (Identity("x", "1365671359137873920"),)


def test_a_recorded_mention_of_version_one_with_a_film() -> None:
    said = parse((Path(__file__).parent / "payloads/rtweet/mentions.json").read_bytes(), {})[0]

    assert (said.name, said.text, said.reply_to) == ("Jose", "@rtweet_test @rstatstweet", "1547312211265171456")
    (film,) = said.attachments
    assert (film.kind, film.url) == ("video", "https://video.twimg.com/tweet_video/FXkwx1zXEAE0iZP.mp4")
    assert said.visibility is Visibility.PUBLIC


def test_a_mention_says_who_where_when_and_that_it_may_be_answered() -> None:
    said = post()

    assert (said.kind, said.external_id, said.conversation_key) == (Kind.MESSAGE, "200", "100/7")
    assert (said.name, said.identities, said.text) == ("Käthe", (Identity("x", "7"),), "@acme hallo")
    assert said.occurred_at == datetime(2026, 7, 24, 21, 23, 23, tzinfo=UTC)
    assert said.window == "open"


def test_the_same_post_has_one_key_however_it_comes() -> None:
    event = {"event_uuid": "-5", "filter": {"user_id": US}, "event_type": "post.mention.create", "payload": POST}
    body = {"for_user_id": US, "tweet_create_events": [{"id_str": "200", "text": "x", "user": {"id_str": "7"}}]}
    again = {**event, "event_uuid": "6"}

    keys = {
        of(found).dedupe_key
        for found in ({"data": POST}, {"data": [POST]}, [POST], {"data": event}, {"data": again}, body)
    }
    assert keys == {"post:200"}
    assert post(id="201").dedupe_key != post().dedupe_key


def test_a_reply_of_ours_is_an_echo_in_the_customers_dialogue() -> None:
    said = post(author_id=US, in_reply_to_user_id="7", referenced_tweets=[{"type": "replied_to", "id": "150"}])

    assert (said.kind, said.conversation_key, said.name) == (Kind.ECHO, "100/7", "Käthe")
    assert (said.identities, said.reply_to) == ((Identity("x", "7"),), "150")


@pytest.mark.parametrize("key", ["edit_history_tweet_ids", "edit_history_post_ids"])
def test_an_edited_post_changes_the_first_of_its_versions(key: str) -> None:
    said = post(**{"edit_history_tweet_ids": [], key: ["200", "205"]}, id="205", text="@acme hallo!")

    assert (said.kind, said.target_id, said.external_id) == (Kind.EDIT, "200", "205")
    assert (said.conversation_key, said.dedupe_key) == ("100/7", "post:205")


@pytest.mark.parametrize(
    ("more", "window"),
    [
        ({"entities": {}}, "unsummoned"),
        ({"entities": {"mentions": [{"username": "ACME", "start": 0, "end": 5}]}}, "open"),
        ({"entities": {}, "referenced_posts": [{"type": "quoted", "id": "90"}]}, "open"),
        ({"entities": {}, "referenced_posts": [{"type": "quoted", "id": "91"}]}, ""),
        (
            {"entities": {}, "note_tweet": {"text": "lang", "entities": {"mentions": [{"id": US, "username": "a"}]}}},
            "open",
        ),
    ],
)
def test_whoever_neither_mentions_nor_quotes_us_cannot_be_answered(more: dict[str, object], window: str) -> None:
    ours = {"tweets": [{"id": "90", "author_id": US, "text": "Neu!"}]}

    assert post(includes=ours, **more).window == window
    assert of({"data": {**POST, "entities": {}}}).window == "", "who we are is not said"


def test_a_quote_brings_what_it_quotes_folded_away() -> None:
    text = "@acme stimmt &amp; mehr https://t.co/aaa"
    link = {"url": "https://t.co/aaa", "expanded_url": "https://x.com/acme/status/90", "display_url": "x.com/acme/…"}
    ours = {"posts": [{"id": "90", "author_id": US, "text": "Neu &lt;3"}]}
    said = post(text=text, entities={"urls": [link]}, referenced_posts=[{"type": "quoted", "id": "90"}], includes=ours)

    assert (said.text, said.folded, said.reply_to) == ("@acme stimmt & mehr", "@acme: Neu <3", "")


def test_links_are_written_out_and_entities_read() -> None:
    link = {"url": "https://t.co/aaa", "expanded_url": "https://acme.de/hilfe?a=1&b=2", "display_url": "acme.de/hilfe"}
    said = post(text="&lt;da&gt; https://t.co/aaa https://t.co/aaab", entities={"urls": [link]})

    assert said.text == "<da> https://acme.de/hilfe?a=1&b=2 https://t.co/aaab"


def test_a_long_post_is_read_to_its_end() -> None:
    said = post(note_tweet={"text": "lang " * 100}, text="lang …")

    assert said.text.count("lang") == 100


def test_pictures_films_and_polls_are_attachments_and_no_links() -> None:
    media = [
        {"media_key": "3_1", "type": "photo", "url": "https://pbs.twimg.com/media/A.jpg", "alt_text": "ein Riss"},
        {"media_key": "7_2", "type": "video", "preview_image_url": "https://pbs.twimg.com/B.jpg", "variants": [
            {"bit_rate": 1, "content_type": "video/mp4", "url": "https://video.twimg.com/klein.mp4"},
            {"bit_rate": 9, "content_type": "video/mp4", "url": "https://video.twimg.com/gross.mp4?tag=1"},
            {"content_type": "application/x-mpegURL", "url": "https://video.twimg.com/a.m3u8"}]},
    ]  # fmt: skip
    polls = [{"id": "5", "options": [{"label": "ja"}, {"label": "nein"}]}]
    link = {"url": "https://t.co/m", "expanded_url": "https://x.com/k/status/200/photo/1", "display_url": "pic.x.com/m"}
    said = post(
        text="Schau https://t.co/m",
        entities={"urls": [link]},
        attachments={"media_keys": ["3_1", "7_2", "9_9"], "poll_ids": ["5"]},
        includes={"media": media, "polls": polls},
    )

    assert said.text == "Schau"
    assert said.attachments == (
        Attachment("image", "ein Riss", "https://pbs.twimg.com/media/A.jpg"),
        Attachment("video", "gross.mp4", "https://video.twimg.com/gross.mp4?tag=1"),
        Attachment("file", "9_9"),
        Attachment("poll", "ja / nein"),
    )


def test_a_repost_is_a_reaction_to_what_is_reposted() -> None:
    said = post(referenced_tweets=[{"type": "retweeted", "id": "90"}], includes={"tweets": [
        {"id": "90", "author_id": US, "conversation_id": "80", "text": "Neu"}]})  # fmt: skip

    assert (said.kind, said.target_id, said.text, said.conversation_key) == (Kind.REACTION, "90", "🔁", "80/7")


def test_errors_beside_data_cost_nothing_and_alone_are_named() -> None:
    gone = {
        "title": "Not Found Error",
        "detail": "Could not find tweet with referenced_tweets.id: [144].",
        "resource_id": "144",
    }
    beside = all_of({"data": [POST, "kaputt", {**POST, "id": "201"}], "errors": [gone]})
    alone = of({"errors": [gone]})
    refused = of({"title": "Forbidden", "detail": "You are not permitted.", "status": 403, "type": "about:blank"})

    assert [said.kind for said in beside] == [Kind.MESSAGE, Kind.UNKNOWN, Kind.MESSAGE]
    assert (alone.kind, refused.kind) == (Kind.UNKNOWN, Kind.UNKNOWN)
    assert "144" in alone.why and "not permitted" in refused.why


def test_an_answer_that_holds_nothing_says_nothing() -> None:
    assert all_of({"meta": {"result_count": 0}}) == []
    assert all_of({"data": []}) == all_of({"statuses": []}) == all_of([]) == []
    assert parse(b"\r\n", {}) == parse(b"", {}) == []


def test_people_that_were_looked_up_are_contacts() -> None:
    both = all_of({"data": [KAETHE, {"id": 8, "username": "x"}]})

    assert [(s.kind, s.name) for s in both] == [(Kind.CONTACT, "Käthe"), (Kind.CONTACT, "x")]
    assert [s.identities for s in both] == [(Identity("x", "7"),), (Identity("x", "8"),)]


def test_a_streams_lines_are_read_one_by_one() -> None:
    lines = b"\r\n" + json.dumps({"data": POST}).encode() + b"\r\n\r\n{kaputt\r\n" + json.dumps({"data": POST}).encode()

    assert [said.kind for said in parse(lines, {})] == [Kind.MESSAGE, Kind.UNKNOWN, Kind.MESSAGE]


@pytest.mark.parametrize(
    "raw", [b"\xff", b"null", b"3", b"[" * 99999, b'{"data": 1}', b'{"data": {"data": {"data": {"data": {}}}}}']
)
def test_what_is_nothing_of_xs_is_unknown_with_a_reason(raw: bytes) -> None:
    (said,) = parse(raw, {})

    assert said.kind is Kind.UNKNOWN and said.why


HURT = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=9)
    | st.sampled_from(["7", US, "2026-01-01"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                "id text data includes users tweets posts author_id conversation_id entities urls mentions media attachments media_keys"
                " referenced_tweets type event_type payload filter user_id direct_message_events message_create message_data target"
                " sender_id created_at edit_history_tweet_ids note_tweet quoted_status source tweet_create_events errors url"
                " expanded_url for_user_id follow_events favorite_events favorited_status conversation_id exchanges request response"
                " body uri user_event revoke events event delete status variants video_info extended_entities polls options".split()
            ),
            inner,
            max_size=6,
        )
    ),
    max_leaves=25,
)


@settings(max_examples=400, deadline=None)
@given(
    HURT, st.sampled_from(["post.create", "dm.received", "dm.read", "chat.received", "like.create", "block.block", "x"])
)
def test_nothing_that_comes_raises(found: object, kind: str) -> None:
    for one in (found, {"data": found}, {"data": {"event_type": kind, "filter": {"user_id": US}, "payload": found}}):
        for said in parse(json.dumps(one).encode(), {}):
            assert said.dedupe_key and (said.kind is not Kind.UNKNOWN or said.why)
            assert said.kind not in (Kind.MESSAGE, Kind.ECHO) or said.conversation_key


def test_half_characters_and_numbers_as_numbers_do_no_harm() -> None:
    said = of({"data": {**POST, "id": 200, "author_id": 7, "text": "a\ud83d"}})

    assert (said.external_id, said.identities, said.text) == ("200", (Identity("x", "7"),), "a\ufffd")


def test_an_edit_stays_in_the_dialogue_where_no_conversation_is_named() -> None:
    first = {"id": "200", "text": "hallo", "author_id": "7", "edit_history_tweet_ids": ["200"]}
    second = {**first, "id": "201", "text": "hallo!", "edit_history_tweet_ids": ["200", "201"]}

    message, edit = all_of({"data": [first, second]})

    assert (message.kind, edit.kind, edit.target_id) == (Kind.MESSAGE, Kind.EDIT, "200")
    assert message.conversation_key == edit.conversation_key


def test_the_link_to_a_quoted_post_is_left_out_where_it_is_named_apart() -> None:
    link = {"url": "https://t.co/q", "expanded": "https://twitter.com/b/status/6"}
    quoted = {"id_str": "6", "text": "hi", "user": {"id_str": "5", "screen_name": "b"}}
    found = {"id_str": "8", "text": "so gut https://t.co/q", "user": {"id_str": "4"}, "entities": {"urls": []}}

    said = of({**found, "quoted_status_id_str": "6", "quoted_status": quoted, "quoted_status_permalink": link})

    assert (said.text, said.folded) == ("so gut", "@b: hi")


def test_json_that_was_cut_off_is_one_thing_and_a_stream_s_garbled_line_costs_itself_only() -> None:
    (cut,) = parse(json.dumps({"data": [POST]}, indent=1).encode()[:-9], {})
    first, garbled, last = parse(
        b'{"data":{"id":"1","text":"a"}}\r\n502 Bad\r\n\r\n{"data":{"id":"2","text":"b"}}\r\n', {}
    )

    assert (cut.kind, garbled.kind) == (Kind.UNKNOWN, Kind.UNKNOWN)
    assert (first.external_id, last.external_id) == ("1", "2")


V1 = {
    "id_str": "12",
    "text": "hallo",
    "user": {"id_str": "2"},
    "in_reply_to_user_id_str": "7",
    "in_reply_to_status_id_str": "5",
}
EVENT = {"type": "message_create", "id": "1", "message_create": {
    "target": {"recipient_id": "7"}, "sender_id": "2", "message_data": {"text": "hallo"}}}  # fmt: skip


@pytest.mark.parametrize(
    ("method", "path", "sent", "body", "wanted"),
    [
        ("DELETE", "/2/tweets/12", None, {"data": {"deleted": True}}, (Kind.DELETE, "", "12", "")),
        ("POST", "/1.1/statuses/destroy/12.json", None, V1, (Kind.DELETE, "", "12", "")),
        ("POST", "/1.1/statuses/update.json?status=hallo", None, V1, (Kind.ECHO, "12", "", "hallo")),
        ("POST", "/1.1/direct_messages/events/new.json", None, {"event": EVENT}, (Kind.ECHO, "1", "", "hallo")),
        ("POST", "/2/tweets", {"text": "hallo"}, {"data": {"id": "12", "text": "hallo"}}, (Kind.ECHO, "12", "", "hallo")),
        (
            "POST", "/2/dm_conversations/with/7/messages", '{"text": "hallo"}',
            {"data": {"dm_conversation_id": "2-7", "dm_event_id": "1"}}, (Kind.ECHO, "1", "", "hallo"),
        ),
        ("POST", "/1.1/favorites/create.json", None, V1, (Kind.MESSAGE, "12", "", "hallo")),
        ("POST", "/2/users/2/likes", {"tweet_id": "12"}, {"data": {"liked": True}}, (Kind.UNKNOWN, "", "", "")),
    ],
)  # fmt: skip
def test_what_was_written_is_told_with_what_the_question_says(
    method: str, path: str, sent: object, body: object, wanted: tuple[object, ...]
) -> None:
    request = {"method": method, "uri": f"https://api.twitter.com{path}", "body": sent}

    said = of({"exchanges": [{"request": request, "response": {"body": body}}]})

    assert (said.kind, said.external_id, said.target_id, said.text) == wanted
    assert said.kind not in (Kind.ECHO, Kind.DELETE) or not said.identities or said.identities == (Identity("x", "7"),)


def test_what_was_refused_is_told_with_its_reason() -> None:
    body = {"title": "Forbidden", "detail": "You are not allowed to post twice.", "status": 403}
    request = {"method": "POST", "uri": "https://api.twitter.com/2/tweets"}

    said = of({"exchanges": [{"request": request, "response": {"body": body}}]})

    assert said.kind is Kind.UNKNOWN and "post twice" in said.why
