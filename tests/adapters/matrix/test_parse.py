"""What Matrix events say: recorded ones, written ones, and ones made to hurt."""

from __future__ import annotations

import copy
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.matrix import Adapter
from adapters.matrix.content import ENCRYPTED
from adapters.matrix.parse import parse
from inbox.ports.adapter import Identity, Incoming, Kind, Parses, Visibility

PAYLOADS = sorted((Path(__file__).parent / "payloads").glob("*/*.*"))
ROOM, KAETHE, US = "!room:test", "@kaethe:test", "@shop:test"
WROTE = {
    "type": "m.room.message",
    "event_id": "$one",
    "room_id": ROOM,
    "sender": KAETHE,
    "origin_server_ts": 1784000000123,
    "content": {"msgtype": "m.text", "body": "Hallo"},
}


def all_of(payload: object, us: str = "") -> list[Incoming]:
    return parse(json.dumps(payload).encode(), {"X-Matrix-User": us} if us else {})


def of(payload: object, us: str = "") -> Incoming:
    """Read a payload that says one thing."""
    (found,) = all_of(payload, us)
    return found


def said(content: dict[str, object], **event: object) -> Incoming:
    """Read a message with this content."""
    return of({**WROTE, "content": content, **event})


def kinds(found: list[Incoming]) -> list[str]:
    return [said.kind.value for said in found]


@pytest.mark.parametrize("file", PAYLOADS, ids=lambda f: f"{f.parent.name}/{f.name}")
def test_every_recorded_payload_says_something_and_the_same_again(file: Path) -> None:
    found = parse(file.read_bytes(), {})

    assert found == parse(file.read_bytes(), {})
    assert found and all(f.dedupe_key and (f.kind is not Kind.UNKNOWN or f.why) for f in found)
    assert len({f.dedupe_key for f in found}) == len(found)


@pytest.mark.parametrize(
    ("name", "kind", "person", "text", "target"),
    [
        ("matrix-nio/message_notice.json", "message", "@_neb_github:matrix.org", "https://github.com/", ""),
        ("matrix-nio/reaction.json", "reaction", "@example:localhost", "❤️", "$B4UkDqYQ7JRC3GEMl7pTyu0x2vLFKgm_wgCR1mEw2CM"),
        ("matrix-nio/redaction.json", "delete", "@example:localhost", "", "$151957878228ssqrj:localhost"),
        ("matrix-nio/redacted_invalid.json", "delete", "", "", "$15275046980maRLj:localhost"),
        ("matrix-nio/member.json", "conversation", "@example:localhost", "", ""),
        ("matrix-nio/topic.json", "conversation", "@example:localhost", "", ""),
        ("matrix-nio/sticker.json", "message", "@example:example.org", "", ""),
        ("matrix-nio/fully_read.json", "receipt", "", "", "$someplace:example.org"),
        ("matrix-nio/joined_members_response.json", "contact", "@bar:example.com", "", ""),
        ("matrix-nio/unknown.json", "unknown", "", "", ""),
        ("matrix-nio/http_502.txt", "unknown", "", "", ""),
        ("matrix-nio/login_response_error.json", "unknown", "", "", ""),
        ("matrix-nio/list_public_rooms.json", "unknown", "", "", ""),
        ("matrix-spec/m.direct.json", "account", "", "", ""),
        ("matrix-spec/m.room.message-m.text.json", "message", "", "This is an example text message", ""),
        ("matrix-spec/m.room.tombstone.json", "conversation", "", "", ""),
        ("matrix-spec/m.room.encrypted-olm.json", "message", "", ENCRYPTED, ""),
        ("matrix-spec/m.typing.json", "conversation", "@alice:matrix.org", "", ""),
    ],
)  # fmt: skip
def test_a_recorded_payload_says_what_a_person_reads_in_it(
    name: str, kind: str, person: str, text: str, target: str
) -> None:
    (found,) = parse((Path(__file__).parent / "payloads" / name).read_bytes(), {})

    assert found.kind == kind and found.target_id == target
    assert [i.value for i in found.identities][:1] == ([person] if person else [])
    assert found.text.startswith(text) and bool(found.text) == bool(text)


def test_a_message_is_named_by_its_event_and_known_however_it_comes() -> None:
    found = of(WROTE)
    without_room = {key: value for key, value in WROTE.items() if key != "room_id"}
    ways = (
        [WROTE],
        {"chunk": [WROTE], "start": "a", "end": "b"},
        {"chunk": [WROTE], "next_batch": "b"},
        {"events": [WROTE]},
        {"event": WROTE, "events_before": [], "events_after": [], "start": "a"},
        {"rooms": {"join": {ROOM: {"timeline": {"events": [without_room]}}}}, "next_batch": "s1"},
        {"rooms": {"leave": {ROOM: {"timeline": {"events": [without_room]}}}}, "next_batch": "s1"},
        {"rooms": {ROOM: {"timeline": [without_room]}}, "pos": "1"},
        {"notifications": [{"room_id": ROOM, "event": without_room, "read": False}]},
        {"notification": {**WROTE, "sender_display_name": "", "devices": []}},
        {"around": {"room": ROOM}, "event": without_room},
        {**WROTE, "unsigned": {"age": 7}},
    )

    assert (found.kind, found.text, found.conversation_key, found.external_id) == (Kind.MESSAGE, "Hallo", ROOM, "$one")
    assert found.occurred_at == datetime(2026, 7, 14, 3, 33, 20, 123000, tzinfo=UTC)
    assert (found.identities, found.visibility) == ((Identity("matrix", KAETHE),), Visibility.PRIVATE)
    for way in ways:
        assert all_of(way) == [found]


def test_what_comes_before_and_after_is_told_in_the_order_it_happened() -> None:
    events = [{**WROTE, "event_id": f"${n}", "content": {"msgtype": "m.text", "body": str(n)}} for n in range(5)]
    found = all_of({"events_before": events[1::-1], "event": events[2], "events_after": events[3:], "state": []})

    assert [f.text for f in found] == ["0", "1", "2", "3", "4"]


@pytest.mark.parametrize(
    ("content", "text", "automatic"),
    [
        ({"msgtype": "m.text", "body": "a"}, "a", False),
        ({"msgtype": "m.emote", "body": "winkt"}, "winkt", False),
        ({"msgtype": "m.notice", "body": "a"}, "a", True),
        ({"msgtype": "m.server_notice", "body": "a", "server_notice_type": "x"}, "a", True),
        ({"msgtype": "m.key.verification.request", "body": "a", "to": US}, "a", True),
        ({"msgtype": "test.unknown", "body": "a"}, "a", False),
        ({"body": "a"}, "a", False),
        ({"msgtype": "m.text", "body": " ", "format": "org.matrix.custom.html", "formatted_body": "<b>a</b> <i>b</i>"}, "a b", False),
        ({"msgtype": "m.text", "body": "a", "format": "org.matrix.custom.html", "formatted_body": "<b>b</b>"}, "a", False),
        ({"msgtype": "m.text", "m.text": [{"mimetype": "text/html", "body": "<b>x</b>"}, {"body": "x"}]}, "x", False),
        ({"msgtype": "m.text", "org.matrix.msc1767.text": "x"}, "x", False),
    ],
)  # fmt: skip
def test_every_kind_of_text_is_read_and_a_machine_is_known(
    content: dict[str, object], text: str, automatic: bool
) -> None:
    found = said(content)

    assert (found.kind, found.text, found.automatic) == (Kind.MESSAGE, text, automatic)


@pytest.mark.parametrize(
    ("msgtype", "kind"),
    [("m.image", "image"), ("m.file", "file"), ("m.audio", "audio"), ("m.video", "video"), ("test.other", "file")],
)
def test_a_file_has_a_name_a_size_and_an_address_and_its_caption_is_what_is_said(msgtype: str, kind: str) -> None:
    content = {"msgtype": msgtype, "body": "Rechnung", "filename": "r.pdf", "url": "mxc://test/a", "info": {"size": 9}}
    found = said(content)
    (file,) = found.attachments

    assert (file.kind, file.name, file.url, file.size) == (kind, "r.pdf", "mxc://test/a", 9)
    assert found.text == "Rechnung"


@pytest.mark.parametrize("content", [{"body": "r.pdf"}, {"body": "r.pdf", "filename": "r.pdf"}, {"filename": "r.pdf"}])
def test_a_file_without_a_caption_says_nothing(content: dict[str, object]) -> None:
    found = said({"msgtype": "m.file", "url": "mxc://test/a", "info": {"size": -1}, **content})

    assert (found.text, found.attachments[0].name, found.attachments[0].size) == ("", "r.pdf", None)


def test_an_encrypted_file_a_voice_a_sticker_and_a_place_are_files_too() -> None:
    sealed = said({"msgtype": "m.image", "body": "a.png", "file": {"url": "mxc://test/a", "key": {}, "iv": ""}})
    voice = {"msgtype": "m.audio", "body": "Voice", "url": "mxc://test/v", "org.matrix.msc3245.voice": {}}
    place = said({"msgtype": "m.location", "body": "Berlin", "geo_uri": "geo:52.5,13.4;u=35"})
    sticker = of({**WROTE, "type": "m.sticker", "content": {"body": "Hai", "url": "mxc://test/s", "info": {}}})

    assert sealed.attachments[0].url == "mxc://test/a#encrypted"
    assert (said(voice).attachments[0].kind, said(voice).text) == ("audio", "")
    assert (place.text, place.attachments[0].url) == ("Berlin", "geo:52.5,13.4;u=35")
    assert (sticker.kind, sticker.attachments[0].kind, sticker.attachments[0].name) == (Kind.MESSAGE, "sticker", "Hai")


@pytest.mark.parametrize(
    ("body", "text", "folded"),
    [
        ("> <@shop:test> Wie?\n> zwei\n\nSo.\n> mein Zitat", "So.\n> mein Zitat", "> <@shop:test> Wie?\n> zwei"),
        ("> * <@shop:test> winkt\n\nSo.", "So.", "> * <@shop:test> winkt"),
        ("So.", "So.", ""),
        ("> nur ein Zitat", "> nur ein Zitat", ""),
    ],
)
def test_what_programs_quote_before_a_reply_is_folded(body: str, text: str, folded: str) -> None:
    relation = {"m.in_reply_to": {"event_id": "$zero"}}
    html = "<mx-reply><blockquote>Wie?</blockquote></mx-reply>So."
    found = said({"msgtype": "m.text", "body": body, "m.relates_to": relation})
    only_html = said({"msgtype": "m.text", "body": "", "formatted_body": html, "m.relates_to": relation})

    assert (found.text, found.folded, found.reply_to) == (text, folded, "$zero")
    assert only_html.text == "So."


def test_a_quote_of_somebody_who_answers_nobody_stays() -> None:
    assert said({"msgtype": "m.text", "body": "> Zitat\n\nText"}).text == "> Zitat\n\nText"


def test_in_a_thread_the_message_before_is_answered_or_else_its_beginning() -> None:
    thread = {"rel_type": "m.thread", "event_id": "$root"}
    both = said(
        {"body": "a", "m.relates_to": {**thread, "is_falling_back": True, "m.in_reply_to": {"event_id": "$last"}}}
    )
    alone = said({"body": "a", "m.relates_to": thread})

    assert (both.reply_to, alone.reply_to) == ("$last", "$root")


def edit(target: str, id: str = "$edit", **content: object) -> dict[str, object]:
    relation = {"rel_type": "m.replace", "event_id": target}
    return {
        **WROTE,
        "event_id": id,
        "content": {"msgtype": "m.text", "body": "* neu", **content, "m.relates_to": relation},
    }


def test_an_edit_says_what_the_message_says_now() -> None:
    found = of(edit("$one", **{"m.new_content": {"msgtype": "m.text", "body": "neu * x"}}))

    assert (found.kind, found.target_id, found.external_id, found.text) == (Kind.EDIT, "$one", "$edit", "neu * x")
    assert of(edit("$one")).text == "neu"
    assert of(edit("")).kind is Kind.UNKNOWN


def test_an_edit_of_an_edit_means_the_first_message_and_a_circle_ends() -> None:
    found = all_of([edit("$one", "$b"), edit("$b", "$c"), edit("$c", "$d")])
    circle = all_of([edit("$y", "$x"), edit("$x", "$y")])

    assert [f.target_id for f in found] == ["$one", "$one", "$one"]
    assert kinds(circle) == ["edit", "edit"]


def test_the_newest_edit_beside_a_message_is_told_too_and_is_the_one_that_comes_by_itself() -> None:
    newest = edit("$one", **{"m.new_content": {"body": "neu"}})
    found = all_of({**WROTE, "unsigned": {"m.relations": {"m.replace": newest}}})

    assert kinds(found) == ["message", "edit"]
    assert found[1] == of(newest)
    assert kinds(all_of({**WROTE, "unsigned": {"m.relations": {"m.replace": {"event_id": "$edit"}}}})) == ["message"]


def test_a_deletion_is_one_in_every_version_of_rooms_and_where_only_what_it_left_is_seen() -> None:
    redaction = {**WROTE, "type": "m.room.redaction", "event_id": "$gone", "content": {"reason": "falsch"}}
    old = of({**redaction, "redacts": "$one"})
    new = of({**redaction, "content": {"reason": "falsch", "redacts": "$one"}})
    seen = of({**WROTE, "content": {}, "unsigned": {"redacted_because": {**redaction, "redacts": "$one"}}})
    left = of({**WROTE, "content": {}})

    assert old == new == seen
    assert (old.kind, old.target_id, old.external_id, old.why) == (Kind.DELETE, "$one", "$gone", "falsch")
    assert old.identities == (Identity("matrix", KAETHE),)
    assert (left.kind, left.target_id, left.dedupe_key, left.identities) == (Kind.DELETE, "$one", old.dedupe_key, ())
    assert of(redaction).kind is Kind.UNKNOWN


def test_a_reaction_and_a_vote_name_what_they_are_about() -> None:
    felt = {"rel_type": "m.annotation", "event_id": "$one", "key": "👍"}
    vote = {
        "m.relates_to": {"rel_type": "m.reference", "event_id": "$poll"},
        "m.poll.response": {"answers": ["a", "b"]},
    }
    reaction = of({**WROTE, "type": "m.reaction", "event_id": "$r", "content": {"m.relates_to": felt}})
    voted = of({**WROTE, "type": "org.matrix.msc3381.poll.response", "content": vote})

    assert (reaction.kind, reaction.target_id, reaction.text) == (Kind.REACTION, "$one", "👍")
    assert (voted.kind, voted.target_id, voted.text) == (Kind.REACTION, "$poll", "a, b")
    assert of({**WROTE, "type": "m.reaction", "content": {"m.relates_to": {"key": "👍"}}}).kind is Kind.UNKNOWN


@pytest.mark.parametrize(
    ("type", "poll"),
    [
        ("m.poll.start", {"m.poll": {"question": {"m.text": [{"body": "Q?"}]}, "answers": [{"m.id": "1", "m.text": [{"body": "a"}]}]}}),
        ("org.matrix.msc3381.poll.start", {"org.matrix.msc3381.poll.start": {"question": {"org.matrix.msc1767.text": "Q?"}, "answers": [{"id": "1", "org.matrix.msc1767.text": "a"}]}}),
    ],
)  # fmt: skip
def test_a_poll_is_told_with_its_answers(type: str, poll: dict[str, object]) -> None:
    assert of({**WROTE, "type": type, "content": poll}).text == "Q?\n– a"


def test_who_read_how_far_is_told_of_each_and_what_we_read_says_nothing_about_a_reply() -> None:
    people = {KAETHE: {"ts": 1784000000123, "thread_id": "main"}, US: {"ts": 1}, "@x:test": "kaputt"}
    receipt = {
        "type": "m.receipt",
        "room_id": ROOM,
        "content": {"$one": {"m.read": people, "m.read.private": {US: {}}}},
    }
    found = all_of(receipt, US)

    assert [(f.kind.value, f.target_id, f.state) for f in found] == [
        ("receipt", "$one", "read"), ("receipt", "$one", ""), ("unknown", "", ""), ("receipt", "$one", ""),
    ]  # fmt: skip
    assert found[0].occurred_at == of(WROTE).occurred_at and found[0].conversation_key == ROOM
    assert len({f.dedupe_key for f in found}) == 4


def member(membership: str, who: str = KAETHE, by: str = KAETHE, before: str = "", **more: object) -> dict[str, object]:
    content = {"membership": membership, "displayname": "Käthe"}
    old = {"unsigned": {"prev_content": {"membership": before, "displayname": "Kathi"}}} if before else {}
    return {**WROTE, "type": "m.room.member", "state_key": who, "sender": by, "content": content, **old, **more}


@pytest.mark.parametrize(
    ("membership", "before", "kind"),
    [("join", "", "conversation"), ("join", "invite", "conversation"), ("join", "join", "contact"), ("invite", "", "conversation"),
     ("leave", "join", "conversation"), ("ban", "join", "conversation"), ("knock", "", "conversation")],
)  # fmt: skip
def test_who_comes_and_goes_changes_the_conversation_and_who_is_renamed_the_contact(
    membership: str, before: str, kind: str
) -> None:
    found = of(member(membership, before=before))

    assert (found.kind, found.name, found.identities) == (kind, "Käthe", (Identity("matrix", KAETHE),))


def test_a_room_closes_where_the_other_one_leaves_or_we_are_put_out_and_opens_again() -> None:
    def window(event: dict[str, object]) -> str:
        return of({"around": {"room": ROOM, "us": US, "peer": KAETHE}, "event": event}).window

    assert window(member("leave")) == window(member("ban", US)) == "blocked"
    assert window(member("join")) == "open"
    assert window(member("leave", "@max:test")) == ""
    assert of(member("leave")).window == ""


def test_our_own_new_name_is_not_the_customers() -> None:
    near = {"room": ROOM, "us": US, "peer": KAETHE}
    ours = of({"around": near, "event": member("join", US, US, "join")})
    others = of({"around": near, "event": member("join", "@max:test", "@max:test", "join")})

    assert (ours.kind, others.kind) == (Kind.ACCOUNT, Kind.CONVERSATION)


def test_what_happens_to_a_room_is_told_in_a_word() -> None:
    def why(type: str, **content: object) -> str:
        found = of({**WROTE, "type": type, "state_key": "", "content": content})
        assert found.kind is Kind.CONVERSATION and found.conversation_key == ROOM
        return found.why

    assert why("m.room.name", name="Laden") == "m.room.name: Laden"
    assert why("m.room.tombstone", replacement_room="!new:test") == "m.room.tombstone: !new:test"
    assert why("m.room.create", predecessor={"room_id": "!old:test"}) == "m.room.create: continues !old:test"
    assert why("m.room.topic") == "m.room.topic"
    assert why("test.widget", x=1) == "test.widget"


def test_what_is_encrypted_is_somebody_who_waits_and_closes_the_room_to_clear_words() -> None:
    sealed = {
        "algorithm": "m.megolm.v1.aes-sha2",
        "ciphertext": "A",
        "m.relates_to": {"m.in_reply_to": {"event_id": "$a"}},
    }
    found = of({**WROTE, "type": "m.room.encrypted", "content": sealed})
    edited = {**sealed, "m.relates_to": {"rel_type": "m.replace", "event_id": "$a"}}
    began = of({**WROTE, "type": "m.room.encryption", "state_key": "", "content": {"algorithm": "x"}})

    assert (found.kind, found.text, found.reply_to, found.window) == (Kind.MESSAGE, ENCRYPTED, "$a", "closed")
    assert of({**WROTE, "type": "m.room.encrypted", "content": edited}).kind is Kind.EDIT
    assert (began.kind, began.window) == (Kind.CONVERSATION, "closed")
    between = of({"type": "m.room.encrypted", "sender": KAETHE, "content": {"algorithm": "m.olm.v1", "ciphertext": {}}})
    assert between.kind is Kind.UNKNOWN and "devices" in between.why


def test_what_we_sent_comes_back_with_its_token_and_what_we_write_elsewhere_is_ours_too() -> None:
    ours = of({**WROTE, "sender": US, "unsigned": {"transaction_id": "1.x"}})
    elsewhere = of({**WROTE, "sender": US}, US)
    whoami = {
        "user_id": US,
        "rooms": {
            "join": {ROOM: {"summary": {"m.heroes": [KAETHE]}, "timeline": {"events": [{**WROTE, "sender": US}]}}}
        },
    }

    assert (ours.kind, ours.token, ours.external_id, ours.conversation_key) == (Kind.ECHO, "1.x", "$one", ROOM)
    assert (elsewhere.kind, elsewhere.token, elsewhere.dedupe_key) == (Kind.ECHO, "", ours.dedupe_key)
    assert of(whoami).identities == (Identity("matrix", KAETHE),)
    assert of(WROTE, US).kind is Kind.MESSAGE


def test_a_sync_tells_of_rooms_people_and_invitations_and_names_who_writes() -> None:
    public = {
        "type": "m.room.join_rules",
        "state_key": "",
        "sender": KAETHE,
        "event_id": "$j",
        "content": {"join_rule": "public"},
    }
    invite = {"type": "m.room.member", "sender": KAETHE, "state_key": US, "content": {"membership": "invite"}}
    sync = {
        "next_batch": "s",
        "rooms": {
            "join": {
                ROOM: {
                    "state": {"events": [public, member("join")]},
                    "timeline": {"events": [WROTE, 7], "limited": True},
                },
                "!broken:test": 5,
            },
            "invite": {"!new:test": {"invite_state": {"events": [invite]}}},
            "knock": {"!k:test": {"knock_state": {"events": [invite]}}},
        },
        "presence": {"events": [{"type": "m.presence", "sender": KAETHE, "content": {"presence": "online"}}]},
        "to_device": {"events": [{"type": "m.room_key", "sender": KAETHE, "content": {}}]},
        "account_data": {"events": [{"type": "m.push_rules", "content": {}}]},
        "device_lists": {"changed": []},
    }
    found = all_of(sync)

    assert kinds(found) == [
        "conversation", "conversation", "message", "unknown", "unknown", "conversation", "conversation", "unknown",
        "contact", "account",
    ]  # fmt: skip
    message = found[2]
    assert (message.name, message.visibility) == ("Käthe", Visibility.PUBLIC)
    assert (found[5].conversation_key, found[5].why) == ("!new:test", "m.room.member: invite")
    assert len({f.dedupe_key for f in found}) == len(found)


@pytest.mark.parametrize(
    "payload", [{"next_batch": "s"}, {"chunk": []}, {"errcode": "M_FORBIDDEN", "error": "no"}, {}, 7, None]
)
def test_an_answer_without_events_is_unknown_with_a_reason(payload: object) -> None:
    found = of(payload)

    assert found.kind is Kind.UNKNOWN and found.why


@pytest.mark.parametrize("type", ["m.call.invite", "m.call.hangup", "org.matrix.call.asserted_identity", "m.beacon"])
def test_calls_and_ways_happen_in_a_conversation(type: str) -> None:
    assert of({**WROTE, "type": type, "content": {"call_id": "1"}}).kind is Kind.CONVERSATION


@pytest.mark.parametrize("key", ["m.beacon_info", "org.matrix.msc3672.beacon_info"])
def test_whoever_shows_where_they_are_is_heard(key: str) -> None:
    event = {**WROTE, "type": key, "state_key": KAETHE, "content": {"description": "Ich bin hier", "live": True}}

    assert (of(event).kind, of(event).text) == (Kind.MESSAGE, "Ich bin hier")
    assert of({**event, "content": {"live": False}}).kind is Kind.CONVERSATION


@pytest.mark.parametrize(
    "broken",
    [{"sender": None}, {"sender": 7}, {"event_id": 7}, {"event_id": ""}, {"content": "x"}, {"content": None}, {"content": []},
     {"type": None}, {"type": ["m.room.message"]}, {"content": {"msgtype": "m.text"}}, {"content": {"body": 7}}],
)  # fmt: skip
def test_a_broken_event_is_unknown_with_a_reason_and_costs_no_neighbour(broken: dict[str, object]) -> None:
    found = all_of({"events": [{**WROTE, **broken}, {**WROTE, "event_id": "$two"}]})

    if broken == {"type": None}:
        # It lost its name, but not what it says.
        assert kinds(found) == ["message", "message"]
    else:
        assert [f.kind for f in found][1] is Kind.MESSAGE
        assert found[0].kind is Kind.UNKNOWN or broken == {"type": ["m.room.message"]}
    assert all(f.kind is not Kind.UNKNOWN or f.why for f in found)


@pytest.mark.parametrize("at", [0, -1, 10**30, "1784000000123", None, True, 1.5, {}])
def test_a_time_that_is_none_costs_the_time_only(at: object) -> None:
    found = of({**WROTE, "origin_server_ts": at})

    assert (found.kind, found.occurred_at) == (Kind.MESSAGE, None)


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_whatever_is_put_in_an_event_nothing_is_raised_and_everything_can_be_written_down(data: st.DataObject) -> None:
    events: list[object] = [
        WROTE,
        edit("$one"),
        member("join"),
        {"type": "m.receipt", "content": {"$a": {"m.read": {KAETHE: {}}}}},
    ]
    found = copy.deepcopy(data.draw(st.sampled_from(events)))
    odd = st.one_of(
        st.none(), st.integers(), st.text(), st.lists(st.integers(), max_size=2), st.just("\ud800"), st.just({"a": 1})
    )
    place = found
    for _ in range(data.draw(st.integers(0, 3))):
        inside = [key for key, value in place.items() if isinstance(value, dict)]
        place = place[data.draw(st.sampled_from(inside))] if inside else place
    place[data.draw(st.sampled_from([*place, "m.relates_to", "unsigned", "x"]))] = data.draw(odd)

    for one in all_of({"chunk": [found]}, US):
        assert isinstance(one, Incoming) and one.dedupe_key
        f"{one}".encode("utf-8", "strict")


def test_json_deeper_than_any_stack_is_unknown() -> None:
    (found,) = parse(b'{"type": "m.room.message", "content": ' + b"[" * 100_000 + b"]" * 100_000 + b"}", {})

    assert found.kind is Kind.UNKNOWN
    assert isinstance(Adapter, Parses)
