"""By what two contacts may be one person: pure, so that every spelling can be tried."""

from __future__ import annotations

import pytest

from inbox.domain.model import Contact, Handle, Words
from inbox.domain.resemblance import COMMON, Strength, Tie, Trace, connected, named, own, suggestions


def contact(id: int, name: str, *handles: tuple[str, str]) -> Contact:
    """A contact with these handles."""
    return Contact(id, Words.of(name, "s"), tuple(Handle(k, Words.of(v, "s")) for k, v in handles))


def wrote(contact: int, message: int, text: str) -> list[Trace]:
    """What a contact names in a message."""
    return [Trace(trace.key, trace.shown, contact, message) for trace in named(text)]


@pytest.mark.parametrize(
    ("one", "other", "tie"),
    [
        (("email", "Anna@Example.com"), ("webhook", "anna@example.com"), Tie.MAIL),
        (("whatsapp", "491701234567"), ("phone", "+49 170 1234567"), Tie.PHONE),
        (("wa_id", "491701234567"), ("phone", "0049 (0)170 / 12 345 67"), Tie.PHONE),
        (("whatsapp", "491701234567"), ("phone", "0170 1234567"), Tie.ENDING),
        (("whatsapp", "491701234567"), ("phone", "+43 170 1234567"), None),
        (("whatsapp", "491701234567"), ("telegram", "491701234567"), None),
        (("wa_bsuid", "DE.491701234567"), ("phone", "+49 170 1234567"), None),
        (("mastodon", "anna@example.com"), ("email", "hilde@example.com"), None),
        (("mastodon", "@annaberg@social.example"), ("bluesky", "AnnaBerg.bsky.social"), Tie.NAME),
        (("x", "anna_berg"), ("instagram", "anna.berg"), Tie.NAME),
        (("x", "12345"), ("instagram", "12345"), None),
        (("bluesky", "did:plc:abc"), ("x", "did"), None),
    ],
)
def test_two_handles_of_people_with_the_same_name_are_compared_however_they_are_spelled(
    one: tuple[str, str], other: tuple[str, str], tie: Tie | None
) -> None:
    found = suggestions(own(contact(1, "Anna Berg", one)), own(contact(2, "anna berg", other)))

    assert [(s.contact, s.other, s.tie) for s in found] == ([(1, 2, tie)] if tie else [])


def test_the_same_handle_under_another_name_is_somebody_else() -> None:
    one, other = contact(1, "Anna Berg", ("x", "annab")), contact(2, "Anna Bell", ("mastodon", "annab@a.example"))

    assert suggestions(own(one), own(other)) == []


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Meine Mail ist Anna.Berg@Example.com.", ["anna.berg@example.com"]),
        ("<anna@example.com>, oder (hilde@example.org)!", ["anna@example.com", "hilde@example.org"]),
        ("Ruf mich an: 0170/123 45 67", ["01701234567"]),
        ("+49 (0)170 1234567", ["+491701234567"]),
        ("0049-170-1234567 und 0170 1234567", ["+491701234567"]),
        ("Ich bin @anna@social.example dort", []),
        ("Bestellung 4711004711 vom 01.02.2024 12:30", []),
        ("https://example.com/0170123456789", []),
        ("", []),
    ],
)
def test_addresses_and_numbers_are_found_in_a_text_and_nothing_that_looks_like_them(
    text: str, shown: list[str]
) -> None:
    assert [trace.shown for trace in named(text)] == shown


def test_whoever_writes_anothers_address_may_be_them_and_it_is_said_who_wrote_it_where() -> None:
    mine, theirs = own(contact(1, "Anna", ("x", "a1"))), own(contact(2, "A. Berg", ("email", "anna@example.com")))
    said = wrote(1, 30, "Meine Adresse: anna@example.com")

    (from_writer,) = suggestions([*mine, *said], theirs)
    (from_owner,) = suggestions(theirs, [*mine, *said])

    assert (from_writer.tie, from_writer.writer, from_writer.message, from_writer.other) == (Tie.WROTE, 1, 30, 2)
    assert (from_owner.tie, from_owner.writer, from_owner.message, from_owner.other) == (Tie.WROTE, 1, 30, 1)
    assert from_writer.strength is Strength.FAIR


def test_a_number_written_with_another_country_is_somebody_elses() -> None:
    theirs = own(contact(2, "Ben", ("whatsapp", "491701234567")))

    assert suggestions(wrote(1, 30, "+43 170 1234567"), theirs) == []
    assert [s.tie for s in suggestions(wrote(1, 30, "0170 1234567"), theirs)] == [Tie.WROTE]


def test_two_who_write_the_same_address_have_nothing_to_do_with_each_other() -> None:
    assert suggestions(wrote(1, 30, "support@acme.test"), wrote(2, 31, "support@acme.test")) == []


def test_what_many_share_says_nothing() -> None:
    mine = own(contact(1, "Info", ("email", "info@a.example")))
    crowd = [trace for n in range(COMMON + 1) for trace in own(contact(10 + n, "Info", ("x", "info")))]

    assert suggestions(mine, crowd) == []
    assert len(suggestions(mine, crowd[:-1])) == COMMON


def test_the_best_evidence_stands_for_somebody_and_the_strongest_comes_first() -> None:
    mine = own(contact(1, "Anna Berg", ("email", "annaberg@example.com"), ("whatsapp", "491701234567")))
    named_alike = own(contact(2, "Anna Berg", ("mastodon", "annaberg@a.example")))
    surely = own(contact(3, "Anna Berg", ("file", "annaberg@example.com"), ("x", "annaberg")))

    found = suggestions(mine, [*named_alike, *surely])

    assert [(s.other, s.tie) for s in found] == [(3, Tie.MAIL), (2, Tie.NAME)]


def test_a_text_of_any_length_and_kind_is_looked_through_quickly_and_without_an_error() -> None:
    for text in (
        "a@" * 50_000,
        "0" * 100_000,
        "+" * 10_000 + "@",
        "(0)" * 30_000,
        "a." * 50_000 + "@b.de",
        "\ud800@x.de",
    ):
        assert len(named(text)) <= 10


def test_links_join_whoever_is_reached_through_others_and_nobody_else() -> None:
    pairs = [(1, 2), (2, 3), (4, 5)]

    assert connected(3, pairs) == {1, 2, 3}
    assert connected(5, pairs) == {4, 5}
    assert connected(9, pairs) == {9}
