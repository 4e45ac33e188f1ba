"""How a status is read, and how long it is: as a person sees it, and as Mastodon counts."""

from __future__ import annotations

import time

import pytest

from adapters.mastodon import Adapter
from adapters.mastodon.content import files, text
from adapters.mastodon.measure import addressed, used
from inbox.ports.adapter import Attachment, Identity, Measures

LINK = (
    '<a href="https://example.com/ein/langer/weg?a=1" rel="nofollow noopener" translate="no"><span class="invisible">https://'
    '</span><span class="ellipsis">example.com/ein/lan</span><span class="invisible">ger/weg?a=1</span></a>'
)


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>eins</p><p>zwei<br>drei<br/>vier</p>", "eins\n\nzwei\ndrei\nvier"),
        (f"<p>Siehe {LINK} bitte</p>", "Siehe https://example.com/ein/langer/weg?a=1 bitte"),
        ('<p><a href="https://example.com/"><span class="invisible">https://</span><span class="">example.com/</span></a></p>', "https://example.com/"),
        ('<p><span class="h-card" translate="no"><a href="https://a.test/@erna" class="u-url mention">@<span>erna</span></a></span> hi</p>', "@erna hi"),
        ('<p><a href="https://a.test/tags/x" class="mention hashtag" rel="tag">#<span>x</span></a></p>', "#x"),
        ('<p><a class="hashtag" data-tag="x" href="https://pl.test/tag/x">#x</a></p>', "#x"),
        ('<p><a href="https://böse.test">Ihre Bank</a></p>', "Ihre Bank (https://böse.test)"),
        ("<p>Hallo :blobcat: &lt;b&gt; &amp; Grüße 👩‍👩‍👧</p>", "Hallo :blobcat: <b> & Grüße 👩‍👩‍👧"),
        ('<p>x <img class="emoji" alt=":blobcat:" src="https://a.test/b.png"></p>', "x :blobcat:"),
        ("<ul><li>a</li><li>b</li></ul><blockquote><p>zitiert</p></blockquote>", "- a\n- b\n\n> zitiert"),
        ("nackter Text", "nackter Text"),
        ("<p>offen <b>und <i>schief</p>", "offen und schief"),
        ("", ""),
    ],
)  # fmt: skip
def test_a_status_reads_as_a_person_sees_it(html: str, expected: str) -> None:
    assert text({"content": html}) == expected


def test_a_warning_stands_in_front_and_a_status_may_hold_nothing_but_files() -> None:
    media = {"type": "gifv", "url": None, "remote_url": "https://a.test/x/katze%20a.mp4", "description": None}

    assert text({"spoiler_text": "Essen", "content": "<p>Pizza</p>"}) == "Essen\n\nPizza"
    assert text({"content": "", "media_attachments": [media]}) == ""
    assert (
        files({"media_attachments": [media, 7, {"type": "neu"}]})
        == (
            Attachment("video", "katze a.mp4", "https://a.test/x/katze%20a.mp4"),
            Attachment("file", "file", ""),
        )[:1]
    )
    assert files(
        {"media_attachments": [{"type": "unknown", "url": "https://a.test/y.pdf", "description": "Die\nRechnung"}]}
    ) == (Attachment("file", "Die Rechnung", "https://a.test/y.pdf"),)


@pytest.mark.parametrize(
    ("said", "length"),
    [
        ("", 0),
        ("abc", 3),
        ("äöü", 3),
        ("a\u0308o\u0308", 2),
        ("👩‍👩‍👧", 1),
        ("🇩🇪🇦🇹", 2),
        ("👍🏽", 1),
        ("a\r\nb", 3),
        ("https://example.com", 23),
        ("http://a.de", 23),
        ("https://example.com/" + "x" * 300, 23),
        ("siehe https://example.com/a, ja", 6 + 23 + 4),
        ("(https://example.com/a_(b))", 25),
        ("https://example.com/weg?a=1&b=2#c.", 24),
        ("https://täst.example/ü", 23),
        ("gemini://example.org/x", 23),
        ("example.com/ohne", 16),
        ("ftp://example.com", 17),
        ("https://a.de https://b.de", 47),
        ("https://", 8),
        ("https://localhost", 17),
        ("@erna", 5),
        ("@erna@kunde.test hallo", 11),
        ("@erna@kunde.test.", 6),
        ("@er.na-x@sub.kunde.test", 8),
        ("mail@kunde.test", 15),
        ("a@erna@kunde.test", 17),
        ("@erna@kunde.test@x", 18),
        ("https://kunde.test/@erna@kunde.test", 23),
        ("#tag", 4),
    ],
)
def test_length_is_counted_as_mastodon_does(said: str, length: int) -> None:
    assert used(said) == length


def test_a_warning_counts_and_the_receiver_in_front_too() -> None:
    to = (Identity("email", "e@kunde.test"), Identity("mastodon", "erna@kunde.test"))

    assert used("abc", "Essen") == 8
    assert Adapter.measure("abc", "", {}, to).used == len("@erna abc")
    assert Adapter.measure("@Erna@kunde.test abc", "", {}, to).used == len("@erna abc")
    assert Adapter.measure("abc", "dm", {}).used == 3
    assert issubclass(Adapter, Measures)


def test_what_fits_is_what_the_setting_says() -> None:
    measure = Adapter.measure("x" * 501, "", {})

    assert (measure.max, measure.unit, measure.fits) == (500, "characters", False)
    assert Adapter.measure("x" * 500, "", {}).fits
    assert Adapter.measure("x" * 501, "", {"max_characters": "5000"}).fits
    assert Adapter.measure("x", "", {"max_characters": "0"}).max == 500


@pytest.mark.parametrize(
    ("said", "acct", "expected"),
    [
        ("Hallo", "erna@kunde.test", "@erna@kunde.test Hallo"),
        ("Hallo @ERNA@kunde.test", "erna@kunde.test", "Hallo @ERNA@kunde.test"),
        ("Hallo @erna", "erna@kunde.test", "@erna@kunde.test Hallo @erna"),
        ("@erna@kunde.test.example hallo", "erna@kunde.test", "@erna@kunde.test @erna@kunde.test.example hallo"),
        ("@kurt hallo", "kurt", "@kurt hallo"),
        ("@kurt@anderswo.test hallo", "kurt", "@kurt @kurt@anderswo.test hallo"),
        ("", "kurt", "@kurt"),
        ("Hallo", "", "Hallo"),
    ],
)
def test_the_receiver_is_named_once(said: str, acct: str, expected: str) -> None:
    assert addressed(said, acct) == expected


@pytest.mark.parametrize(
    "said",
    ["https://a.de/" + "(" * 5000, "https://" + "a." * 5000, "@a" * 9000, "@a@" + "b-" * 9000, "e\u0301" * 20000],
)
def test_a_text_made_to_hurt_is_counted_quickly(said: str) -> None:
    began = time.perf_counter()
    used(said)

    assert time.perf_counter() - began < 5
