"""What Mastodon's answers and events say: recorded ones, written ones, and ones made to hurt."""

from __future__ import annotations

import copy
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.mastodon import Adapter
from adapters.mastodon.parse import parse
from adapters.mastodon.places import Place, place_of
from inbox.ports.adapter import Identity, Incoming, Kind, Parses, Visibility, Window

PAYLOADS = Path(__file__).parent / "payloads"
FILES = sorted(PAYLOADS.glob("*/*.json"))
ERNA = {"id": "2", "username": "erna", "acct": "erna@kunde.test", "display_name": "Erna :blobcat:", "bot": False}
SHOP = {"id": "1", "username": "shop", "acct": "shop", "display_name": "Shop", "url": "https://shop.test/@shop"}
NAMED = [{"id": "1", "username": "shop", "acct": "shop", "url": "https://shop.test/@shop"}]
AT = "2026-08-01T13:00:00.000Z"
ASKED = {
    "id": "10", "created_at": AT, "in_reply_to_id": None, "in_reply_to_account_id": None, "visibility": "public",
    "content": "<p>@shop Wo ist es?</p>", "account": ERNA, "mentions": NAMED, "media_attachments": [], "edited_at": None,
}  # fmt: skip
OURS = {
    **ASKED, "id": "11", "content": "<p>@erna Kommt</p>", "account": SHOP, "in_reply_to_id": "10",
    "in_reply_to_account_id": "2", "mentions": [ERNA],
}  # fmt: skip
NOTE = {"id": "5", "type": "mention", "created_at": AT, "account": ERNA, "status": ASKED}


def all_of(found: object) -> list[Incoming]:
    """Read something that says several things."""
    return parse(json.dumps(found).encode(), {})


def of(found: object) -> Incoming:
    """Read something that says one thing."""
    (said,) = all_of(found)
    return said


def event(name: str, payload: object) -> Incoming:
    """Read one event as WebSockets give it."""
    return of(
        {"stream": ["user"], "event": name, "payload": payload if isinstance(payload, str) else json.dumps(payload)}
    )


def note(kind: str, status: object = None, **more: object) -> dict[str, object]:
    return {**NOTE, "type": kind, "status": status, **more}


@pytest.mark.parametrize("file", FILES, ids=lambda f: f.name)
def test_every_recorded_session_says_something_and_the_same_again(file: Path) -> None:
    found = parse(file.read_bytes(), {})

    assert found == parse(file.read_bytes(), {})
    assert found or file.name == "test_notifications_clear.json"
    assert all(f.dedupe_key and (f.kind is not Kind.UNKNOWN or f.why) for f in found)
    assert all(f.conversation_key for f in found if f.kind in (Kind.MESSAGE, Kind.ECHO))


@pytest.mark.parametrize(
    ("name", "kinds"),
    [
        ("test_conversations", "account echo echo echo echo echo echo delete"),
        ("test_stream_direct", "account contact account account echo echo message"),
        ("test_notifications_mentions_only", "echo message message delete"),
        (
            "test_grouped_notifications",
            "echo message message reaction reaction reaction reaction contact contact delete",
        ),
        ("test_status_edit", "echo edit edit message edit edit account"),
        ("test_lang_for_errors", "unknown unknown"),
        ("test_status_missing", "unknown"),
        ("test_status_reply", "echo account echo delete delete"),
    ],
)
def test_a_recorded_session_says_what_a_person_reads_in_it(name: str, kinds: str) -> None:
    assert [str(s.kind) for s in parse((PAYLOADS / "halcy" / f"{name}.json").read_bytes(), {})] == kinds.split()


def test_a_mention_is_a_message_with_all_that_it_holds() -> None:
    found = of(NOTE)

    assert found == Incoming(
        Kind.MESSAGE,
        "status:10",
        "thread/10/2",
        datetime(2026, 8, 1, 13, tzinfo=UTC),
        "10",
        identities=(Identity("mastodon", "erna@kunde.test"),),
        name="Erna :blobcat:",
        visibility=Visibility.PUBLIC,
        text="@shop Wo ist es?",
    )


def test_the_same_status_is_the_same_message_however_it_comes() -> None:
    direct = {**ASKED, "visibility": "direct"}
    talk = {"id": "c1", "accounts": [ERNA], "last_status": direct, "unread": True}
    grouped = {
        "accounts": [ERNA], "statuses": [direct],
        "notification_groups": [{"group_key": "ungrouped-5", "type": "mention", "sample_account_ids": ["2"], "status_id": "10"}],
    }  # fmt: skip
    sse = f":)\nevent: notification\ndata: {json.dumps({**NOTE, 'status': direct})}\n\n:thump\n".encode()
    ways = [
        of({**NOTE, "status": direct}), of(talk), of({**talk, "id": "c2"}), of(direct), event("conversation", talk),
        event("update", direct), *all_of([{**NOTE, "status": direct}]), *parse(sse, {}), of(grouped),
        of({"data": [direct]}), of({"ancestors": [], "descendants": [direct]}),
    ]  # fmt: skip

    assert {(s.kind, s.dedupe_key, s.conversation_key) for s in ways} == {(Kind.MESSAGE, "status:10", "direct/2")}


@pytest.mark.parametrize(
    ("visibility", "seen", "key"),
    [
        ("public", Visibility.PUBLIC, "thread/10/2"),
        ("unlisted", Visibility.PUBLIC, "thread/10/2"),
        ("private", Visibility.PRIVATE, "followers/10/2"),
        ("direct", Visibility.PRIVATE, "direct/2"),
        ("local", Visibility.PUBLIC, "thread/10/2"),
    ],
)
def test_who_may_read_it_is_kept_and_parts_dialogues(visibility: str, seen: Visibility, key: str) -> None:
    found = of({**ASKED, "visibility": visibility})

    assert (found.visibility, found.conversation_key) == (seen, key)
    assert place_of(key) == Place(*(key.split("/") if visibility != "direct" else ("direct", "", "2")))


def test_a_reply_seen_alone_is_named_by_what_it_answers_and_by_the_threads_beginning_where_that_is_said() -> None:
    again = {**ASKED, "id": "12", "in_reply_to_id": "11", "in_reply_to_account_id": "1"}

    assert of(again).conversation_key == "thread/11/2" and of(again).reply_to == "11"
    assert of({"event": "update", "payload": again, "ours": ["1"], "root": "10"}).conversation_key == "thread/10/2"


def test_what_is_said_about_our_answer_belongs_to_the_dialogue_it_answers() -> None:
    favourite, boost, ours = of(note("favourite", OURS)), of(note("reblog", OURS)), of({**OURS, "pinned": False})

    assert {s.conversation_key for s in (favourite, boost, ours, of(ASKED))} == {"thread/10/2"}
    assert [(s.kind, s.target_id, s.text) for s in (favourite, boost)] == [
        (Kind.REACTION, "11", "⭐"),
        (Kind.REACTION, "11", "🔁"),
    ]
    assert favourite.dedupe_key != boost.dedupe_key


def test_ours_is_told_by_what_only_the_author_sees_and_by_who_is_left_out_of_a_conversation() -> None:
    secret = {**OURS, "visibility": "direct"}
    echo = of({"id": "c", "accounts": [ERNA], "last_status": secret})

    assert (echo.kind, echo.conversation_key, echo.name) == (Kind.ECHO, "direct/2", "Erna :blobcat:")
    assert echo.identities == (Identity("mastodon", "erna@kunde.test"),)
    assert of({**OURS, "pinned": False}).kind is Kind.ECHO
    assert of({**OURS, "pinned": False, "pleroma": {}}).kind is Kind.MESSAGE
    assert of({**ASKED, "visibility": "direct", "mentions": []}).kind is Kind.ECHO
    assert [s.kind for s in all_of([{**SHOP, "source": {"privacy": "public"}}, OURS])] == [Kind.ACCOUNT, Kind.ECHO]


def test_an_edit_names_its_message_and_each_version_is_another_edit() -> None:
    changed = {**ASKED, "content": "<p>neu</p>", "edited_at": "2026-08-01T14:00:00Z"}
    found, again, noted = event("status.update", changed), event("status_update", changed), of(note("update", changed))
    later = event("status.update", {**changed, "edited_at": "2026-08-01T15:00:00Z"})

    assert (found.kind, found.target_id, found.text, found.conversation_key) == (Kind.EDIT, "10", "neu", "thread/10/2")
    assert found.occurred_at == datetime(2026, 8, 1, 14, tzinfo=UTC)
    assert found.dedupe_key == again.dedupe_key == noted.dedupe_key != later.dedupe_key
    assert of(changed).dedupe_key == "status:10"


def test_of_what_we_quoted_the_edited_status_is_meant() -> None:
    edited = {**ASKED, "edited_at": "2026-08-01T14:00:00Z"}
    found = of(note("quoted_update", {**OURS, "quote": {"state": "accepted", "quoted_status": edited}}))

    assert (found.kind, found.target_id) == (Kind.EDIT, "10")


def test_a_deletion_names_its_message_only_and_whoever_deletes_gets_it_back_once_more() -> None:
    found = event("delete", "10")
    answer = of({**{k: v for k, v in OURS.items() if k != "content"}, "text": "Kommt", "reblog": None, "pinned": False})

    assert found == Incoming(Kind.DELETE, "delete:10", target_id="10")
    assert (answer.kind, answer.target_id, answer.conversation_key) == (Kind.DELETE, "11", "thread/10/2")
    assert event("delete", '"10"').target_id == of({"event": "delete", "payload": 10}).target_id == "10"


def test_a_quote_is_how_somebody_feels_about_what_they_quote() -> None:
    quote = {**ASKED, "id": "20", "content": '<p class="quote-inline">RE: <a href="https://a/1">a/1</a></p><p>So!</p>'}
    accepted = {**quote, "quote": {"state": "accepted", "quoted_status": OURS}}
    found, shallow = of(note("quote", accepted)), of(note("quote", {**quote, "quote": {"quoted_status_id": "11"}}))

    assert (found.kind, found.target_id, found.text) == (Kind.REACTION, "11", "So!")
    assert found.dedupe_key == shallow.dedupe_key
    assert of(accepted).folded == "Shop: @erna Kommt"
    assert of({**quote, "quote": {"state": "pending", "quoted_status": None}}).text.startswith("RE: a/1")
    assert of({**quote, "quote": OURS}).folded == "Shop: @erna Kommt"
    assert of(note("quote", quote)).kind is Kind.UNKNOWN


@pytest.mark.parametrize(
    ("kind", "more", "expected", "text"),
    [
        ("follow", {}, Kind.CONTACT, ""),
        ("follow_request", {}, Kind.CONTACT, ""),
        ("move", {"target": ERNA}, Kind.CONTACT, ""),
        ("admin.sign_up", {}, Kind.ACCOUNT, ""),
        ("admin.report", {"report": {"id": "3", "comment": "böse"}}, Kind.ACCOUNT, "böse"),
        ("severed_relationships", {"event": {"id": "4", "type": "domain_block", "target_name": "x.test"}}, Kind.ACCOUNT, "domain_block x.test"),
        ("moderation_warning", {"moderation_warning": {"id": "4", "action": "none", "text": "Hm"}}, Kind.ACCOUNT, "none – Hm"),
        ("added_to_collection", {}, Kind.ACCOUNT, ""),
        ("pleroma:report", {}, Kind.ACCOUNT, ""),
        ("bite", {}, Kind.UNKNOWN, ""),
        ("mention", {}, Kind.UNKNOWN, ""),
    ],
)  # fmt: skip
def test_what_is_no_dialogue_says_what_it_is(kind: str, more: dict[str, object], expected: Kind, text: str) -> None:
    found = of(note(kind, **more))

    assert (found.kind, found.text) == (expected, text)
    assert kind in found.why


def test_a_poll_that_ended_tells_the_votes_and_one_that_runs_what_can_be_chosen() -> None:
    poll = {"options": [{"title": "ja", "votes_count": 3}, {"title": "nein", "votes_count": 0}]}
    ended = of(note("poll", {**OURS, "poll": poll}))

    assert (ended.kind, ended.target_id, ended.text) == (Kind.ACCOUNT, "11", "@erna Kommt\n– ja (3)\n– nein (0)")
    assert of({**ASKED, "poll": poll}).text == "@shop Wo ist es?\n\n– ja\n– nein"


def test_groups_say_the_same_as_single_notifications() -> None:
    group = {"group_key": "f", "type": "favourite", "status_id": "11", "latest_page_notification_at": AT}
    people = {
        "accounts": [ERNA],
        "partial_accounts": [{"id": "3", "acct": "kurt@kunde.test", "url": "https://kunde.test/@kurt"}],
    }
    found = all_of(
        {**people, "statuses": [OURS], "notification_groups": [{**group, "sample_account_ids": ["2", "3", "9"]}]}
    )

    assert found[0] == of(note("favourite", OURS))
    assert [s.name for s in found] == ["Erna :blobcat:", "kurt@kunde.test", ""]
    assert len({s.dedupe_key for s in found}) == 3


def test_other_servers_speak_too() -> None:
    flake = {**ASKED, "id": "AbC-1:x", "account": {**ERNA, "id": "9nV/b"}, "pinned": False, "pleroma": {"local": False}}
    emoji = of({**note("pleroma:emoji_reaction", {**OURS, "id": "Zz"}), "emoji": "🐸"})
    chat = {"id": "7", "chat_id": "3", "account_id": "9nV/b", "content": "Hi", "created_at": AT, "attachment": None}
    chatted = of(note("pleroma:chat_mention", chat_message=chat))

    assert of(flake).conversation_key == "thread/AbC-1%3Ax/9nV%2Fb"
    assert place_of(of(flake).conversation_key) == Place("thread", "AbC-1:x", "9nV/b")
    assert (emoji.kind, emoji.text, emoji.target_id) == (Kind.REACTION, "🐸", "Zz")
    assert (chatted.kind, chatted.conversation_key, chatted.text) == (Kind.MESSAGE, "direct/9nV%2Fb", "Hi")
    assert of(note("pending.reply", ASKED)) == of({**NOTE, "type": "mention"})
    assert of({**ASKED, "id": 10}) == of(ASKED)


def test_who_lives_on_our_server_is_named_by_its_address_and_short_ids_name_nobody() -> None:
    local = {"id": "117020565693913441", "acct": "kurt", "username": "kurt", "url": "https://shop.test:3000/@kurt"}

    assert of({**ASKED, "account": local}).identities == (
        Identity("mastodon", "kurt@shop.test:3000"),
        Identity("mastodon_id", "117020565693913441"),
    )
    assert of({**ASKED, "account": {**ERNA, "bot": True}}).automatic


def test_somebody_passing_on_a_status_says_nothing_new() -> None:
    found = of({**ASKED, "id": "30", "content": "", "reblog": OURS})

    assert (found.kind, found.target_id, found.dedupe_key) == (Kind.REACTION, "11", of(note("reblog", OURS)).dedupe_key)


@pytest.mark.parametrize(
    ("found", "kind"),
    [
        ({"error": "Not Found"}, Kind.UNKNOWN),
        ({"access_token": "x", "notification_id": 5, "notification_type": "mention", "title": "Erna"}, Kind.UNKNOWN),
        ({"id": "2", "following": True, "followed_by": False, "blocked_by": True}, Kind.CONTACT),
        (ERNA, Kind.CONTACT),
        ({"id": "1", "scheduled_at": AT, "params": {"text": "später"}}, Kind.ACCOUNT),
        ({"id": "m", "type": "image", "url": "https://x/y.png", "preview_url": None}, Kind.ACCOUNT),
        ({"id": "c", "unread": False, "accounts": [ERNA], "last_status": None}, Kind.CONVERSATION),
        ({"id": "q", "account": ERNA, "notifications_count": "1", "last_status": ASKED}, Kind.MESSAGE),
        ({"domain": "x", "title": "X", "version": "4.5"}, Kind.ACCOUNT),
        ({"stream": ["user"], "event": "filters_changed"}, Kind.ACCOUNT),
        ({"event": "announcement", "payload": '{"id":"1","content":"<p>Hallo</p>"}'}, Kind.ACCOUNT),
        ({"event": "announcement.delete", "payload": "1"}, Kind.ACCOUNT),
        ({"event": "notifications_merged", "payload": "1"}, Kind.ACCOUNT),
        ({"event": "ganz_neu", "payload": "1"}, Kind.UNKNOWN),
        ({"event": "update", "payload": '{"id": "1", "con'}, Kind.UNKNOWN),
        ({}, Kind.UNKNOWN),
        (7, Kind.UNKNOWN),
        ({"x": 1}, Kind.UNKNOWN),
    ],
)
def test_whatever_the_server_says_is_named(found: object, kind: Kind) -> None:
    said = of(found)

    assert said.kind is kind and said.dedupe_key
    assert said.why or said.kind is Kind.MESSAGE or said.identities


def test_what_a_servers_webhooks_say_is_read_too() -> None:
    def hook(event: str, found: object) -> Incoming:
        return of({"event": event, "created_at": AT, "object": found})

    changed = {**ASKED, "edited_at": "2026-08-01T14:00:00Z"}
    report = {"id": "4", "action_taken": False, "comment": "böse", "target_account": {}, "account": {}}

    assert hook("status.created", ASKED) == of(ASKED)
    assert hook("status.updated", changed) == event("status.update", changed)
    assert hook("account.created", {"id": "2", "email": "e@x", "confirmed": True, "account": ERNA}) == of(ERNA)
    assert (hook("report.created", report).kind, hook("report.created", report).text) == (Kind.ACCOUNT, "böse")


def test_who_blocks_us_cannot_be_written_to() -> None:
    assert of({"id": "2", "following": False, "followed_by": False, "blocked_by": True}).window == Window.BLOCKED


def test_a_stream_gives_each_event_even_where_it_was_cut_off() -> None:
    text = f":)\n\nevent: update\ndata: {json.dumps(ASKED)}\n\nevent: filters_changed\ndata: undefined\n\n:thump\nevent: delete\ndata: 10"

    assert [s.kind for s in parse(text.encode(), {})] == [Kind.MESSAGE, Kind.ACCOUNT, Kind.DELETE]
    assert [s.kind for s in parse(text.replace("\n", "\r\n").encode(), {})] == [Kind.MESSAGE, Kind.ACCOUNT, Kind.DELETE]
    assert parse(b":)\n:thump\n", {}) == parse(b"", {}) == parse(b"[]", {}) == []
    frames = "\n".join(json.dumps({"event": "delete", "payload": str(n)}) for n in range(3))
    assert [s.target_id for s in parse(frames.encode(), {})] == ["0", "1", "2"]


@pytest.mark.parametrize(
    "raw", [b"\xff\xfe", b"{", b"hallo", b"[" * 100_000, b'{"a":' * 50_000, b'"x"', b"null", b"\x00"]
)
def test_what_is_no_payload_is_unknown_with_a_reason(raw: bytes) -> None:
    (found,) = parse(raw, {})

    assert found.kind is Kind.UNKNOWN and found.why


def test_a_bad_entry_costs_itself_only() -> None:
    found = all_of([{**NOTE, "status": []}, NOTE, None, {**NOTE, "account": "x", "status": {**ASKED, "id": {}}}])

    assert [s.kind for s in found] == [Kind.UNKNOWN, Kind.MESSAGE, Kind.UNKNOWN, Kind.UNKNOWN]


def _parts(found: object, path: tuple[object, ...] = ()):
    if isinstance(found, dict):
        for key, value in found.items():
            yield (*path, key)
            yield from _parts(value, (*path, key))
    elif isinstance(found, list):
        for place, value in enumerate(found[:2]):
            yield (*path, place)
            yield from _parts(value, (*path, place))


def _changed(found: object, path: tuple[object, ...], value: object) -> object:
    found = copy.deepcopy(found)
    inner = found
    for step in path[:-1]:
        inner = inner[step]  # type: ignore[index]
    inner[path[-1]] = value  # type: ignore[index]
    return found


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
WHOLE = [NOTE, note("favourite", OURS), note("quote", {**OURS, "quote": {"quoted_status": ASKED}}), {"id": "c", "accounts": [ERNA], "last_status": OURS},
         {"accounts": [ERNA], "statuses": [OURS], "notification_groups": [{"type": "reblog", "status_id": "11", "sample_account_ids": ["2"]}]}]  # fmt: skip


@settings(max_examples=400, deadline=None)
@given(st.data())
def test_a_field_of_any_other_type_is_read_or_unknown_and_breaks_nothing(data: st.DataObject) -> None:
    whole = data.draw(st.sampled_from(WHOLE))
    found = _changed(whole, data.draw(st.sampled_from(list(_parts(whole)))), data.draw(JSON))

    for said in parse(json.dumps(found).encode(), {}):
        assert said.dedupe_key and isinstance(said.text, str)
        assert said.kind is not Kind.UNKNOWN or said.why
        assert said.occurred_at is None or said.occurred_at.tzinfo is UTC


def test_the_adapter_parses() -> None:
    assert issubclass(Adapter, Parses)
    assert Adapter.parse(json.dumps(NOTE).encode(), {}) == [of(NOTE)]
