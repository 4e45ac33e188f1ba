"""How long a post is: twitter-text's own conformance cases, and what they leave open."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest

from adapters.x import Adapter
from adapters.x.urls import links
from adapters.x.weighted import weighed
from inbox.ports.adapter import Measures

CASES = Path(__file__).parent / "twitter-text"
VALIDATE = json.loads((CASES / "validate.json").read_text())
EXTRACT = json.loads((CASES / "extract.json").read_text())
WEIGHED = [*VALIDATE["WeightedTweetsWithDiscountedEmojiCounterTest"], *VALIDATE["UnicodeDirectionalMarkerCounterTest"]]


def found(text: str) -> list[str]:
    return [text[start : start + length] for start, length in links(text)]


@pytest.mark.parametrize("case", WEIGHED, ids=lambda case: case["description"][:50])
def test_it_weighs_what_twitter_text_weighs(case) -> None:
    measure = Adapter.measure(case["text"], "", {})

    assert (measure.used, measure.fits) == (case["expected"]["weightedLength"], case["expected"]["valid"])
    assert (measure.max, measure.unit) == (280, "x-weighted")


@pytest.mark.parametrize("section", ["urls", "urls_with_indices", "tco_urls_with_params"])
def test_it_finds_the_links_that_twitter_text_finds(section: str) -> None:
    wrong = {}
    for case in EXTRACT[section]:
        wanted = [one["url"] if isinstance(one, dict) else one for one in case["expected"]]
        if found(case["text"]) != wanted:
            wrong[case["description"]] = (found(case["text"]), wanted)

    assert len(EXTRACT[section]) >= 3 and not wrong


@pytest.mark.parametrize(
    ("text", "used"),
    [
        ("example.com", 23),
        ("http://example.com:8080/a?b=c#d", 23),
        ("日本語example.comです", 23 + 10),
        ("https://日本.jp", 23),
        ("日本.jp", 7),
        ("https://xn--fsqu00a.xn--0zwm56d", 23),
        ("foo@example.com", 15),
        ("ftp://example.com", 17),
        ("example.com/a).", 25),
        ("https://en.wikipedia.org/wiki/X_(Twitter).", 24),
        ("https://t.co/abc/def", 23 + 4),
        ("https://t.co/" + "a" * 41, 13 + 41),
        (f"https://{'a' * 63}.com", 23),
        (f"https://{'a' * 64}.com", 76),
        ("\u202aexample.com\u202c", 27),
        ("http://a_b.example.com", 23),
        ("a_b.example.com", 2 + 23),
        ("foo_bar.com", 11),
        ("και.gr", 2 + 23),
    ],
)
def test_a_link_weighs_23_and_what_is_none_weighs_its_letters(text: str, used: int) -> None:
    assert weighed(text).weight == used


@pytest.mark.parametrize(
    ("text", "used"),
    [
        ("😀", 2),
        ("👨‍👩‍👧‍👦", 2),
        ("👩🏽‍🔬", 2),
        ("🏳️‍🌈", 2),
        ("🇩🇪", 2),
        ("🇩🇩", 4),
        ("1️⃣", 2),
        ("☺️", 2),
        ("☺︎", 4),
        ("❤️‍🔥", 2),
        ("🧑🏿‍🤝‍🧑🏻", 2),
        ("🏴󠁧󠁢󠁳󠁣󠁴󠁿", 2),
        ("👨‍🐱", 5),
        ("©", 1),
        ("™", 2),
        ("🙂‍↔️", 2),
    ],
)
def test_an_emoji_weighs_two_however_many_characters_it_is_made_of(text: str, used: int) -> None:
    assert weighed(text).weight == used


def test_letters_weigh_by_their_script_and_in_nfc() -> None:
    weights = [weighed(text).weight for text in ("äöü", "a\u0308", "漢字", "안녕", "“–”", "€", "ກ", "Ω")]

    assert weights == [3, 1, 4, 4, 3, 2, 1, 1]


def test_a_direct_message_counts_characters_and_costs_its_own() -> None:
    fits, long = (Adapter.measure("é" * n, "dm", {}) for n in (10_000, 10_001))

    assert isinstance(Adapter, Measures)
    assert (fits.used, fits.max, fits.fits, fits.cost) == (10_000, 10_000, True, "$0.015")
    assert not long.fits


def test_what_a_reply_costs_depends_on_a_link_and_on_the_prices_given() -> None:
    dearer = {"prices": "link=0.5 dm=1"}

    assert Adapter.measure("Danke!", "reply", {}).cost == "$0.010"
    assert Adapter.measure("Siehe acme.de/hilfe", "reply", {}).cost == "$0.20"
    assert Adapter.measure("acme.de", "reply", dearer).cost == "$0.5"
    assert Adapter.measure("Danke!", "reply", {"prices": "unsinn"}).cost == "$0.010"


def test_an_empty_text_is_no_post_but_nobody_is_told_while_beginning_to_write() -> None:
    assert not weighed("").valid
    assert Adapter.measure("", "reply", {}).fits
    assert "U+FFFE" in Adapter.measure("a\ufffe", "reply", {}).why


@pytest.mark.parametrize(
    "text",
    ["あ" * 10_000, "あ." * 5000, "a." * 5000, "a.com_x_" * 1500, "http://a.com/" + "(a" * 4000, "_a" * 5000 + ".com"],
    ids=lambda text: text[:6],
)
def test_measuring_takes_no_time_whatever_is_typed(text: str) -> None:
    begun = time.process_time()
    weighed(text)

    assert time.process_time() - begun < 1
