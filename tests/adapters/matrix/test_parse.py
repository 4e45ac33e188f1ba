"""What Matrix events say: recorded ones, written ones, and ones made to hurt."""

from __future__ import annotations

import copy
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.matrix import Adapter
from adapters.matrix.content import ENCRYPTED
from adapters.matrix.parse import parse
from inbox.ports.adapter import Identity, Incoming, Kind, Parses, Visibility
from tests.adapters.matrix.written import KAETHE, ROOM, US, WROTE, all_of, edit, kinds, member, of, said

PAYLOADS = sorted((Path(__file__).parent / "payloads").glob("*/*.*"))


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


def test_who_invites_us_is_the_contact_though_nobody_says_who_we_are() -> None:
    invited = {"type": "m.room.member", "state_key": US, "sender": KAETHE, "content": {"membership": "invite"}}

    (found,) = all_of({"next_batch": "s", "rooms": {"invite": {ROOM: {"invite_state": {"events": [invited]}}}}})

    assert (found.kind, found.conversation_key) == (Kind.CONVERSATION, ROOM)
    assert found.identities == (Identity("matrix", KAETHE),)


def test_events_are_found_in_search_results_and_in_a_list_of_data() -> None:
    searched = {"search_categories": {"room_events": {"count": 1, "results": [{"rank": 0.1, "result": WROTE}]}}}

    assert all_of(searched) == all_of({"data": [WROTE]}) == all_of(WROTE)


def test_several_files_in_one_message_are_all_named() -> None:
    items = [
        {"itemtype": "m.image", "body": "a.png", "url": "mxc://x.test/a"},
        {"itemtype": "m.file", "body": "b.pdf", "url": "mxc://x.test/b"},
    ]

    found = said({"msgtype": "dm.filament.gallery", "body": "two", "itemtypes": items})

    assert (found.text, [(a.kind, a.name) for a in found.attachments]) == (
        "two",
        [("image", "a.png"), ("file", "b.pdf")],
    )
