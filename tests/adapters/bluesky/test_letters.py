"""How Bluesky counts what we write, what becomes a link in it, and under which key it is kept."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.bluesky import Adapter
from adapters.bluesky.letters import facets, graphemes, measured, mentioned, rkey
from inbox.ports.adapter import OPEN, Standing, Visibility, Window

FAMILY = "👨‍👩‍👧‍👦"
NOW = datetime(2026, 1, 1, tzinfo=UTC)
TIDS = (Path(__file__).parent / "payloads" / "interop" / "tid_syntax_valid.txt").read_text("utf-8").split()


@pytest.mark.parametrize(
    ("text", "used"),
    [
        ("", 0),
        ("abc", 3),
        ("ä", 1),
        ("a\u0308", 1),
        (FAMILY, 1),
        ("🇩🇪🇫🇷", 2),
        ("👍🏽", 1),
        ("\r\n", 1),
        ("각", 1),
        ("नि", 1),
    ],
)
def test_it_is_counted_as_a_person_sees_it(text: str, used: int) -> None:
    assert graphemes(text) == used == Adapter.measure(text, "", {}).used


@pytest.mark.parametrize(
    ("text", "kind", "used", "most", "fits", "why"),
    [
        ("x" * 300, "reply", 300, 300, True, ""),
        ("x" * 301, "comment", 301, 300, False, ""),
        (FAMILY * 120, "", 120, 300, True, ""),
        (FAMILY * 121, "", 121, 300, False, "3025 / 3000 bytes"),
        ("x" * 1000, "dm", 1000, 1000, True, ""),
        ("x" * 1001, "dm", 1001, 1000, False, ""),
        (FAMILY * 401, "dm", 401, 1000, False, "10025 / 10000 bytes"),
        ("\ud800" * 300, "", 300, 300, True, ""),
    ],
)
def test_both_limits_count(text: str, kind: str, used: int, most: int, fits: bool, why: str) -> None:
    found = measured(text, kind)

    assert (found.used, found.max, found.unit, found.fits, found.why) == (used, most, "graphemes", fits, why)


def marked(text: str, **dids: str) -> list[tuple[str, str, str]]:
    """Return what each facet covers, its kind and its value."""
    raw, found = text.encode(), []
    for facet in facets(text, {"kaethe.test": "did:k"} | dids):
        index, (feature,) = facet["index"], facet["features"]  # type: ignore[misc]  # a list of one
        shown = raw[index["byteStart"] : index["byteEnd"]].decode()  # type: ignore[index]  # a dict
        kind = feature["$type"].rpartition("#")[2]
        found.append((shown, kind, next(v for k, v in feature.items() if k != "$type")))
    return found


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("😀 https://acme.test/a?b=c#d.", [("https://acme.test/a?b=c#d", "link", "https://acme.test/a?b=c#d")]),
        ("(https://acme.test/x) ok", [("https://acme.test/x", "link", "https://acme.test/x")]),
        ("https://de.wikipedia.test/wiki/A_(B)", [("https://de.wikipedia.test/wiki/A_(B)", "link", "https://de.wikipedia.test/wiki/A_(B)")]),
        ("„https://a.test“, https://b.test!", [("https://a.test", "link", "https://a.test"), ("https://b.test", "link", "https://b.test")]),
        ("ä @kaethe.test: ja", [("@kaethe.test", "mention", "did:k")]),
        ("@Kaethe.Test.", [("@Kaethe.Test", "mention", "did:k")]),
        ("mail an a@kaethe.test, @niemand.test, @kaethe", []),
        ("#Straße, #1 ## # #a😀b", [("#Straße", "tag", "Straße"), ("##", "tag", "#"), ("#a😀b", "tag", "a😀b")]),
        ("https://a.test/#tag @kaethe.test", [("https://a.test/#tag", "link", "https://a.test/#tag"), ("@kaethe.test", "mention", "did:k")]),
        ("javascript:alert(1) ftp://x.test acme.test", []),
    ],
)  # fmt: skip
def test_links_mentions_and_tags_are_marked_by_bytes(text: str, wanted: list[object]) -> None:
    assert marked(text) == wanted


@given(st.text(alphabet="a.@#:/() \n😀äß-", max_size=40))
def test_facets_lie_in_order_within_the_text_and_cut_through_no_character(text: str) -> None:
    last = 0
    for facet in facets(text, {"a.a": "did:a"}):
        start, end = facet["index"]["byteStart"], facet["index"]["byteEnd"]  # type: ignore[index]  # a dict
        assert last <= start < end <= len(text.encode())
        text.encode()[start:end].decode()
        last = end


def test_handles_are_named_once_and_small() -> None:
    assert mentioned("@A.test @a.test (@b-c.test) x@d.test @e") == ["a.test", "b-c.test"]


def test_a_key_is_a_tid_the_same_for_a_repeat_and_another_for_another_reply() -> None:
    valid = re.compile(r"[234567abcdefghij][234567abcdefghijklmnopqrstuvwxyz]{12}")
    keys = {rkey(f"t{n}", NOW) for n in range(500)}

    assert all(valid.fullmatch(tid) for tid in TIDS if tid and not tid.startswith("#") and len(tid) == 13)
    assert rkey("t1", NOW) == rkey("t1", NOW) and rkey("t1", None) == rkey("t1", None)
    assert len(keys) == 500 and all(valid.fullmatch(key) for key in (*keys, rkey("x", None)))
    assert rkey("t", NOW) < rkey("t", NOW.replace(year=2027)), "they sort by time"


@pytest.mark.parametrize(
    ("hint", "key", "window"),
    [
        ("", "c1", Window.OPEN),
        ("blocked", "c1", Window.BLOCKED),
        ("closed", "c1", Window.CLOSED),
        ("open", "c1", Window.OPEN),
    ],
)
def test_a_dialogue_is_open_until_somebody_blocks_or_locks(hint: str, key: str, window: Window) -> None:
    found = Adapter.window(Standing(Visibility.PRIVATE, key, None, hint), {}, NOW)

    assert found.window is window
    assert found == OPEN or found.why
