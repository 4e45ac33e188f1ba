"""What a post's words and files are, and what no payload may do to the reader."""

from __future__ import annotations

import copy
import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.bluesky import Adapter
from adapters.bluesky.parse import parse
from inbox.ports.adapter import Incoming, Kind, Parses
from tests.adapters.bluesky.material import (
    ACME,
    BLOB,
    IMAGE,
    KAETHE,
    OURS,
    PAYLOADS,
    QUOTED,
    ROOT,
    SEEN,
    SHOWN,
    THEIRS,
    THUMB,
    Json,
    dm,
    event,
    log,
    note,
    one,
    record,
    says,
    view,
)  # fmt: skip

# --- words and files


def linked(text: str, shown: str, uri: str) -> str:
    start = len(text[: text.index(shown)].encode())
    index = {"byteStart": start, "byteEnd": start + len(shown.encode())}
    facet = {"index": index, "features": [{"$type": "app.bsky.richtext.facet#link", "uri": uri}]}
    return one(view(record(text, facets=[facet]))).text


@pytest.mark.parametrize(
    ("text", "shown", "uri", "read"),
    [
        ("😀 siehe shop.test/lang... !", "shop.test/lang...", "https://shop.test/lange/seite", "😀 siehe https://shop.test/lange/seite !"),
        ("ä shop.test/a…", "shop.test/a…", "https://www.shop.test/abc", "ä https://www.shop.test/abc"),
        ("👨‍👩‍👧 shop.test", "shop.test", "https://shop.test/", "👨‍👩‍👧 shop.test"),
        ("klick hier", "hier", "https://shop.test/x", "klick hier (https://shop.test/x)"),
        ("bank.test", "bank.test", "https://falle.test", "bank.test (https://falle.test)"),
    ],
)  # fmt: skip
def test_links_are_read_in_full_wherever_less_is_shown(text: str, shown: str, uri: str, read: str) -> None:
    assert linked(text, shown, uri) == read


@pytest.mark.parametrize(
    ("start", "end"), [(1, 3), (-1, 4), (4, 2), (0, 999), ("0", 4), (None, 4), (True, 4), (2**70, 2**71), (2, 2)]
)
def test_facets_that_fit_nowhere_change_nothing(start: object, end: object) -> None:
    feature = {"$type": "app.bsky.richtext.facet#link", "uri": "https://x.test"}
    facets = [7, {}, {"index": {"byteStart": start, "byteEnd": end}, "features": [feature]}]

    assert one(view(record("😀 ok", facets=facets))).text == "😀 ok"


def test_overlapping_facets_and_the_first_year_s_entities_are_read() -> None:
    def facet(start: int, end: int, uri: str) -> Json:
        return {"index": {"byteStart": start, "byteEnd": end}, "features": [{"uri": uri}]}

    twice = record(
        "a b", facets=[facet(2, 3, "https://b.test"), facet(0, 1, "https://a.test"), facet(0, 3, "https://c.test")]
    )
    old = record("😀 hier", entities=[{"type": "link", "index": {"start": 3, "end": 7}, "value": "https://a.test"}])

    assert one(view(twice)).text == "a (https://a.test) b (https://b.test)"
    assert one(view(old)).text == "😀 hier (https://a.test)"


@pytest.mark.parametrize(
    ("embed", "shown", "wanted"),
    [
        ({"images": [IMAGE]}, {}, [("image", "Ein Bild", f"blob:{THEIRS}/bafy", 7)]),
        ({"images": [IMAGE]}, {"images": [SHOWN]}, [("image", "Ein Bild", "https://cdn.test/f", 7)]),
        ({}, {"images": [SHOWN, {"alt": "", "fullsize": "https://cdn.test/g"}]}, [("image", "Ein Bild", "https://cdn.test/f", None), ("image", "image", "https://cdn.test/g", None)]),
        ({"items": [IMAGE]}, {"items": [{"thumbnail": "https://cdn.test/t", "alt": "x"}]}, [("image", "x", "https://cdn.test/t", 7)]),
        ({"media": [IMAGE]}, {}, [("image", "Ein Bild", f"blob:{THEIRS}/bafy", 7)]),
        ({"images": [{"image": {"cid": "alt", "mimeType": "image/png"}, "alt": ""}]}, {}, [("image", "image", f"blob:{THEIRS}/alt", None)]),
        ({"video": BLOB, "alt": "Film"}, {"playlist": "https://v.test/p.m3u8", "cid": "bafy"}, [("video", "Film", f"blob:{THEIRS}/bafy", 7)]),
        ({}, {"playlist": "https://v.test/p.m3u8", "cid": "bafy"}, [("video", "video.mp4", f"blob:{THEIRS}/bafy", None)]),
        ({"external": {"uri": "https://a.test", "title": "A", "description": ""}}, {}, [("link", "A", "https://a.test", None)]),
        ({"record": {"uri": ROOT, "cid": "c"}}, {}, [("quote", ROOT, f"https://bsky.app/profile/{OURS}/post/root", None)]),
        ({"record": {"uri": ROOT}}, {"record": QUOTED}, [("quote", "@acme.test: Unser Post", f"https://bsky.app/profile/{OURS}/post/root", None)]),
        ({"record": {"uri": ROOT}}, {"record": {"uri": ROOT, "notFound": True}}, [("quote", ROOT, f"https://bsky.app/profile/{OURS}/post/root", None)]),
        ({}, {"record": {"uri": f"at://{OURS}/app.bsky.feed.generator/f", "displayName": "Katzen"}}, [("quote", "Katzen", f"https://bsky.app/profile/{OURS}/feed/f", None)]),
        ({}, {"record": {"uri": f"at://{OURS}/app.bsky.graph.starterpack/s", "record": {"name": "Los"}}}, [("quote", "Los", f"https://bsky.app/starter-pack/{OURS}/s", None)]),
        ({"record": {"record": {"uri": ROOT}}, "media": {"images": [IMAGE]}}, {"record": {"record": QUOTED}, "media": {"images": [SHOWN]}}, [("image", "Ein Bild", "https://cdn.test/f", 7), ("quote", "@acme.test: Unser Post", f"https://bsky.app/profile/{OURS}/post/root", None)]),
        ({"images": "x", "record": 7, "external": []}, {"video": 1}, []),
    ],
)  # fmt: skip
def test_what_is_attached_is_told_by_record_and_by_view(embed: Json, shown: Json, wanted: list[object]) -> None:
    said = one(view(record("", embed=embed), embed=shown))

    assert said.kind is Kind.MESSAGE
    assert [(a.kind, a.name, a.url, a.size) for a in said.attachments] == wanted


# --- made to hurt


def test_envelopes_of_other_programs_are_opened() -> None:
    wrapped = {"success": True, "headers": {}, "data": {"notifications": [note("mention", record())]}}
    exchange = {
        "request": {"uri": "https://x/xrpc/chat.bsky.convo.getMessages?convoId=c7"},
        "response": {"body": {"messages": [dm()]}},
    }

    assert one(wrapped).kind is one([wrapped]).kind is Kind.MESSAGE
    assert one({"exchanges": [exchange]}).conversation_key == "c7"
    assert one({"exchanges": [{**exchange, "response": {"body": json.dumps({"messages": [dm()]})}}]}).text == "Hallo"
    assert one({"exchanges": [{**exchange, "response": {"body": "<html>"}}]}).kind is Kind.UNKNOWN
    assert one(record()).text == "Hallo"


def test_a_bad_entry_costs_itself_only() -> None:
    said = says({"notifications": [7, None, {}, note("mention", record()), note("reply", {"$type": [1]})]})

    assert [str(s.kind) for s in said] == ["unknown"] * 3 + ["message", "message"]


def test_a_session_is_told_without_its_tokens() -> None:
    said = one({"did": OURS, "handle": "acme.test", "accessJwt": "geheim", "refreshJwt": "geheim", "active": True})

    assert said.kind is Kind.ACCOUNT and "geheim" not in repr(said)


def test_half_characters_are_replaced() -> None:
    said = one(view(record("a\ud83d"), {**KAETHE, "displayName": "\udc00"}))

    assert (said.text, said.name) == ("a\ufffd", "\ufffd")


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=20,
)


@given(JSON)
@settings(max_examples=150, deadline=None)
def test_no_json_at_all_makes_it_raise(found: object) -> None:
    for said in says(found):
        assert said.dedupe_key


@given(st.binary(max_size=200))
@settings(max_examples=100, deadline=None)
def test_no_bytes_make_it_raise(raw: bytes) -> None:
    parse(raw, {})


WRITTEN = [
    {"thread": {"post": view(record(embed={"images": [IMAGE]}, facets=[{"index": {}, "features": [{}]}])), "replies": [{}]}},
    {"logs": [log("logAddReaction", message=dm(reactions=[THUMB], embed={"record": QUOTED}), reaction=THUMB)]},
    {"convos": [{"id": "c", "rev": "r", "members": [KAETHE, SEEN], "kind": {"lockStatus": ""}, "lastMessage": dm()}]},
    {"account": OURS, "members": [ACME, KAETHE], "convoId": "c", "said": log("logCreateMessage", message=dm())},
    event("update", of=record()),
]  # fmt: skip


@given(st.sampled_from([*PAYLOADS, *WRITTEN]), JSON, st.randoms(use_true_random=False))
@settings(max_examples=400, deadline=None)
def test_a_payload_with_one_part_exchanged_never_raises_and_can_be_kept(whole, part: object, chance) -> None:
    found = json.loads(whole.read_bytes()) if isinstance(whole, Path) else copy.deepcopy(whole)
    at = found
    while isinstance(at, dict | list) and at:
        key = chance.choice(list(at) if isinstance(at, dict) else range(len(at)))
        if not isinstance(at[key], dict | list) or chance.random() < 0.2:
            at[key] = part
            break
        at = at[key]

    for said in says(found):
        assert isinstance(said, Incoming) and said.dedupe_key
        f"{said}".encode("utf-8", "strict")


def test_json_deeper_than_any_stack_and_a_thread_longer_than_any_are_read() -> None:
    (deep,) = parse(b'{"posts": ' + b"[" * 100_000 + b"]" * 100_000 + b"}", {})
    thread: Json = {"post": view(record("0"))}
    for n in range(1, 200):
        thread = {"post": view(record(str(n))), "parent": thread}

    assert deep.kind is Kind.UNKNOWN
    assert [s.text for s in says({"thread": thread})] == [str(n) for n in range(200)]
    assert isinstance(Adapter, Parses)
