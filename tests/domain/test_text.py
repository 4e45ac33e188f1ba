"""What the text cleaner promises about every text, and about the texts that attackers and languages really use."""

from __future__ import annotations

import time
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inbox.domain.text import clean, clean_line, display_width_safe, folded

SHARP = "\x00\x1b\x7f\x9b\x85\r\n\t\u2028\u202e\u2066\u2069\u200b\u200c\u200d\ufe0e\ufe0f\ufe00\u20e3\u0301\u0316\u0345\u094d\u093c"
SHARPER = "\ud83d\ude00\ud800\udc00\ufffe\xad\u115f\u2800\u2329\u212b\u1100\u1161\u11a8\u0915\u0633\u4e00 1#❤👩🏽🏳é"
ASTRAL = "\U000e0041\U000e0100\U0001d165\U0001d167\U0001e8d0\U0001f3fd\U0001f1e9"
hostile = st.text(
    st.one_of(st.sampled_from(SHARP + SHARPER + ASTRAL), st.characters(exclude_categories=())), max_size=60
)
forbidden = frozenset(
    [chr(code) for code in (*range(0x20), *range(0x7F, 0xA0)) if chr(code) not in "\n\t"]
    + [*"\u061c\u200b\u200e\u200f\u2028\u2029\ufeff\u2800\u3164\xad"]
    + [
        chr(code)
        for code in (*range(0x202A, 0x202F), *range(0x2060, 0x2070), *range(0xE0000, 0xE0080), *range(0xD800, 0xE000))
    ]
)


@settings(max_examples=600, deadline=None)
@given(hostile)
def test_cleaning_twice_changes_nothing(text: str) -> None:
    once = clean(text)

    assert clean(once) == once


@settings(max_examples=400, deadline=None)
@given(hostile, st.integers(8, 30))
def test_a_cut_text_is_short_enough_and_stays_as_it_is(text: str, limit: int) -> None:
    once, line = clean(text, limit), clean_line(text, limit)

    assert len(once) <= limit and len(line) <= limit
    assert (clean(once, limit), clean_line(line, limit)) == (once, line)


@settings(max_examples=400, deadline=None)
@given(hostile)
def test_nothing_dangerous_gets_through(text: str) -> None:
    cleaned = clean(text)

    assert not forbidden & set(cleaned)
    assert (cleaned.encode() and unicodedata.is_normalized("NFC", cleaned)) or not cleaned
    assert not {"\n", "\t"} & set(clean_line(text))


@settings(max_examples=300, deadline=None)
@given(st.text("\u0301\u0316\u0345\u20dd\U0001d167\u200da", max_size=40))
def test_no_base_carries_more_than_four_marks(text: str) -> None:
    run = 0
    for character in clean(text):
        run = run + 1 if unicodedata.category(character) in ("Mn", "Me") else 0

        assert run <= 4


@pytest.mark.parametrize(
    "text",
    [
        "👨‍👩‍👧‍👦 👩🏽‍🚀 🏳️‍🌈 ❤️‍🩹 1️⃣ ™️",
        "🇩🇪🇺🇦",
        "मेरा ऑर्डर नहीं आया, क्‍षमा करें",
        "สวัสดีครับ ผมยังไม่ได้รับสินค้า",
        "می‌خواهم کتاب‌ها را ببینم",
        "র‍্যাব ന്‍ ක්‍රි",
        "Tiếng Việt Ă̰",
        "葛\U000e0100城市 が 한국어",
        "Straße\n\tGrüße – „schön“ 100 €",
    ],
)
def test_ordinary_writing_survives(text: str) -> None:
    assert clean(text) == unicodedata.normalize("NFC", text)


@pytest.mark.parametrize(
    ("raw", "cleaned"),
    [
        ("\x1b]0;pwned\x07", "␛]0;pwned␇"),
        ("\x9b2J", "�2J"),
        ("a\x00b\x7f", "a␀b␡"),
        ("a\r\nb\rc\u2028d\x85e", "a\nb\nc\nd\ne"),
        ("invoice\u202efdp.exe", "invoicefdp.exe"),
        ("if (admin\u2066 ) // \u2069{", "if (admin ) // {"),
        ("pay\u200bpal", "paypal"),
        ("pay\u200dpal\u200c", "paypal"),
        ("a\ufe0fb", "ab"),
        ("🏴\U000e0067\U000e0062\U000e007f", "🏴"),
        ("\u3164\u115f\u2800x", "x"),
        ("\ud83d\ude00 \ud800", "😀 �"),
        ("u\u0308 e\u200b\u0301", "ü é"),
        ("a" + "\u0316" * 3000, "a" + "\u0316" * 4),
    ],
)
def test_an_attack_becomes_visible_or_disappears(raw: str, cleaned: str) -> None:
    assert clean(raw) == cleaned


def test_a_long_text_is_cut_with_a_marker() -> None:
    assert clean("x" * 60_000) == "x" * 49_996 + " […]"


def test_a_name_is_one_line() -> None:
    assert clean_line("  Eva\t\n\u2028 Muster\x1b ") == "Eva Muster␛"
    assert clean_line("x" * 201) == "x" * 199 + "…"


HOSTILE_MEGABYTES = {
    "escapes": "\x1b",
    "zero width": "a\u200b",
    "marks": "\u0316",
    "unsorted marks": "\u0316\u0301",
    "marks with joiners": "\u0316\u200d\u0301",
    "joined emoji": "👩\u200d",
    "joiners": "\u200d",
    "selectors": "a\ufe0f",
    "surrogates": "\ud800",
    "overrides": "\u202e\u2066",
    "nonfinal viramas": "क\u094d\u200d",
    "jamo": "\u1100\u1161\u11a8",
}


@pytest.mark.parametrize("piece", HOSTILE_MEGABYTES.values(), ids=HOSTILE_MEGABYTES.keys())
def test_a_megabyte_takes_time_in_proportion(piece: str) -> None:
    """Ten times the text takes about ten times as long; quadratic work would take a hundred times."""
    small, large = piece * (100_000 // len(piece)), piece * (1_000_000 // len(piece))
    clean(small, 100)

    assert _seconds(large) < 30 * max(_seconds(small), 0.002)


def _seconds(text: str) -> float:
    best = 1e9
    for _ in range(2):
        start = time.process_time()
        clean(text, len(text))
        best = min(best, time.process_time() - start)
    return best


def test_widths_on_screen_are_the_ones_terminals_agree_on() -> None:
    assert display_width_safe("👨‍👩‍👧 🏳️‍🌈 ❤️‍🩹 👍🏽 1️⃣ ™️") == "👨 🏳 ❤ 👍 1 ™"
    assert display_width_safe("a\tb") == "a   b"
    assert display_width_safe("क्‍ष") == "क्‍ष"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Müller", "MUELLER"),
        ("Muller", "Mu\u0308ller"),
        ("Steuererklärung", "steuererklaerung"),
        ("Größe", "groesse"),
        ("GROẞ", "gross"),
        ("Israël", "Israel"),
        ("ﬁn", "FIN"),
        ("Ångström", "angstroem"),
    ],
)
def test_spellings_of_one_word_are_folded_alike(one: str, other: str) -> None:
    assert folded(one) == folded(other)


@given(st.text(max_size=40), st.text(max_size=10))
def test_what_begins_alike_is_folded_alike_to_its_last_letters(begun: str, rest: str) -> None:
    begun, rest = clean(begun), clean(rest)
    whole = folded(begun + rest)

    assert whole.startswith(folded(begun)[:-2])


def test_folding_a_pile_of_different_marks_takes_no_longer_than_reading_it() -> None:
    marks = "".join(chr(code) for code in range(0x300, 0x340)) * 780
    begun = time.process_time()

    assert folded("a" + marks) == "a"
    assert time.process_time() - begun < 0.5
