"""Who is named in a text, and what somebody is told of what happens."""

from __future__ import annotations

from datetime import UTC, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inbox.domain import events as e
from inbox.domain.events import Event, Recorded
from inbox.domain.mentions import called_out
from inbox.domain.model import Delivery, Person, Role, Words
from inbox.errors import BadInput
from inbox.tui.models.notices import Telling, notices, telling, together

NAMES = ("anna", "anna-lena", "Anna Berg", "Jürgen", "legal")
NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
ME = Person("anna", frozenset({Role.LEAD}), frozenset({"legal"}))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("@anna", ("anna",)), ("Hallo @Anna!", ("anna",)), ("(@jürgen)", ("Jürgen",)), ("@anna-lena", ("anna-lena",)),
        ("@anna berg, schau", ("Anna Berg",)), ("@anna bergisch", ("anna",)), ("@annabell", ()), ("info@anna.de", ()),
        ("@@anna", ()), ("@anna@example.social", ()), ("https://x.y/@anna", ()), ("@legal @anna @legal", ("legal", "anna")),
        ("anna", ()), ("@", ()), ("@\nanna", ()),
    ],
)  # fmt: skip
def test_an_at_names_whom_it_stands_before_and_nobody_in_an_address(text: str, found: tuple[str, ...]) -> None:
    assert called_out(text, NAMES) == found


@given(st.text(alphabet="@ab -.", max_size=30), st.lists(st.text(alphabet="ab -", min_size=1, max_size=4), max_size=5))
def test_whoever_is_found_stands_in_the_text_behind_an_at(text: str, names: list[str]) -> None:
    for name in called_out(text, names):
        assert f"@{name}" in text


def told(event: Event, by: str | None = "jonas", mine: tuple[int, ...] = (7,)) -> list[str]:
    """What anna is told of a fact about conversation 7."""
    return [n.text for n in notices([Recorded(1, NOW, by, 7, event)], ME, mine)]


SECRET = Words.of("Geheimnis", "s")
TOLD: list[tuple[Event, bool]] = [
    (e.Mentioned(1, 1, "anna"), True),
    (e.Mentioned(1, 1, "tom"), False),
    (e.Assigned("anna"), True),
    (e.Assigned("tom"), False),
    (e.RequestAnswered(1, SECRET), True),
    (e.RequestDeclined(1, SECRET), True),
    (e.RequestFellDue(1), True),
    (e.Asked(1, "legal", SECRET), True),
    (e.Asked(1, "development", SECRET), False),
    (e.MessageReceived(1, SECRET, NOW), True),
    (e.MessageReceived(1, SECRET, NOW, automatic=True), False),
    (e.DeliveryChanged(1, Delivery.FAILED), True),
    (e.DeliveryChanged(1, Delivery.SENT), False),
    (e.NoteWritten(1, SECRET), False),
]


@pytest.mark.parametrize(("event", "is_told"), TOLD, ids=lambda x: type(x).__name__)
def test_somebody_is_told_what_concerns_them_by_others_and_never_in_a_customers_words(
    event: Event, is_told: bool
) -> None:
    said = told(event)

    assert bool(said) is is_told
    assert not any("Geheimnis" in text for text in said)
    assert told(event, by="anna") == []


def test_what_happens_to_others_is_told_to_nobody_and_the_urgent_comes_first() -> None:
    assert told(e.MessageReceived(1, SECRET, NOW), mine=()) == []
    facts = [Recorded(1, NOW, "jonas", 7, e.Mentioned(1, 1, "anna")), Recorded(2, NOW, None, 8, e.RequestFellDue(3))]
    found = notices(facts, ME, {7})
    assert [n.urgent for n in found] == [True, False]
    assert "3" in together(found) and together(found).endswith("And 1 more.")
    assert together([]) == ""


@pytest.mark.parametrize(
    ("quiet", "hour", "sleeps"),
    [
        ("18:00-8:00", 3, True),
        ("18:00-8:00", 18, True),
        ("18:00-8:00", 8, False),
        ("12:00-13:00", 12, True),
        ("12:00-13:00", 13, False),
        ("", 3, False),
    ],
)
def test_quiet_hours_may_go_past_midnight(quiet: str, hour: int, sleeps: bool) -> None:
    assert telling("", "", quiet).sleeps(datetime.combine(NOW.date(), time(hour))) is sleeps


@pytest.mark.parametrize(
    ("ways", "quiet"), [("bel", ""), ("bell", "immer"), ("bell", "8-9-10"), ("bell", "25:00-8:00")]
)
def test_a_mistake_in_how_one_is_told_is_said(ways: str, quiet: str) -> None:
    with pytest.raises(BadInput):
        telling(ways, "", quiet)


def test_nothing_said_means_bell_and_title() -> None:
    assert telling("", "", "") == Telling(frozenset({"bell", "title"}))
