"""Times as people type them, in the zone they live in, also where the clocks change."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inbox.domain.when import LOCAL, day, past, span, when
from inbox.errors import BadInput

BERLIN = ZoneInfo("Europe/Berlin")
TUESDAY = datetime(2026, 11, 24, 14, 30, tzinfo=BERLIN)


def local(text: str, now: datetime = TUESDAY) -> str:
    """Read a time and write it as a clock on the wall would show it."""
    return f"{when(text, now).astimezone(BERLIN):%Y-%m-%d %H:%M}"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("45m", "2026-11-24 15:15"),
        ("2h", "2026-11-24 16:30"),
        ("2 std", "2026-11-24 16:30"),
        ("3 hours", "2026-11-24 17:30"),
        ("in 3 Stunden", "2026-11-24 17:30"),
        ("20 Minuten", "2026-11-24 14:50"),
        ("2 Tage", "2026-11-26 14:30"),
        ("3d", "2026-11-27 14:30"),
        ("1w", "2026-12-01 14:30"),
        ("18:00", "2026-11-24 18:00"),
        ("9:00", "2026-11-25 09:00"),
        ("tomorrow", "2026-11-25 09:00"),
        ("morgen", "2026-11-25 09:00"),
        ("Tomorrow 7:15", "2026-11-25 07:15"),
        ("heute 18:00", "2026-11-24 18:00"),
        ("monday 9:00", "2026-11-30 09:00"),
        ("montag", "2026-11-30 09:00"),
        ("tuesday", "2026-12-01 09:00"),
        ("fr 8", "2026-11-27 08:00"),
        ("2026-12-31", "2026-12-31 09:00"),
        ("1h30m", "2026-11-24 16:00"),
        ("1,5 Stunden", "2026-11-24 16:00"),
        ("28.11.", "2026-11-28 09:00"),
        ("28.11. 14:00", "2026-11-28 14:00"),
        ("20.11.", "2027-11-20 09:00"),
        ("25.12.2026", "2026-12-25 09:00"),
        ("Dec 25", "2026-12-25 09:00"),
        ("25. Dezember um 9 Uhr", "2026-12-25 09:00"),
        ("17 Uhr", "2026-11-24 17:00"),
        ("17.30 Uhr", "2026-11-24 17:30"),
        ("5pm", "2026-11-24 17:00"),
        ("friday, 9:30 am", "2026-11-27 09:30"),
        ("2026-12-31T23:59", "2026-12-31 23:59"),
        ("2026-12-31T22:59+00:00", "2026-12-31 23:59"),
        ("2026-12-31T22:59Z", "2026-12-31 23:59"),
    ],
)
def test_a_time_is_read_as_it_is_meant(typed: str, meant: str) -> None:
    assert local(typed) == meant


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("2026-12-30", "2026-12-30 23:59"),
        ("friday", "2026-11-27 23:59"),
        ("today", "2026-11-24 23:59"),
        ("friday 9:00", "2026-11-27 09:00"),
        ("2026-12-30T09:00", "2026-12-30 09:00"),
        ("9:00", "2026-11-25 09:00"),
        ("2d", "2026-11-26 14:30"),
    ],
)
def test_a_day_that_is_named_as_an_end_ends_with_itself(typed: str, meant: str) -> None:
    assert f"{when(typed, TUESDAY, ends=True).astimezone(BERLIN):%Y-%m-%d %H:%M}" == meant


@pytest.mark.parametrize(
    "typed",
    ["", " ", "soon", "25:00", "18:61", "2h30", "-2h", "monday noon", "2026-13-01", "99", "31.2.", "32.11.", "1h 30"],
)
def test_what_is_no_time_is_told_as_such(typed: str) -> None:
    with pytest.raises(BadInput):
        when(typed, TUESDAY)


@pytest.mark.parametrize("typed", ["2026-12-25", "25.12.2026", "25.12.", "Dec 25, 2026", "25. Dezember"])
def test_a_day_is_read_however_people_write_it(typed: str) -> None:
    assert day(typed, TUESDAY.date()).isoformat() == "2026-12-25"


def test_a_day_that_is_over_is_the_last_one_of_that_date() -> None:
    assert past("20.11.", TUESDAY).astimezone(BERLIN).date().isoformat() == "2026-11-20"
    assert past("25.12.", TUESDAY).astimezone(BERLIN).date().isoformat() == "2025-12-25"


@given(st.text(max_size=30))
def test_any_text_is_a_time_or_a_mistake(typed: str) -> None:
    try:
        found = when(typed, TUESDAY)
    except BadInput:
        return
    assert found.tzinfo is UTC


@given(st.integers(1, 9999), st.sampled_from(["m", "h"]))
def test_a_span_ahead_is_exactly_that_long(count: int, unit: str) -> None:
    assert when(f"{count}{unit}", TUESDAY) - TUESDAY == span(f"{count}{unit}")


@pytest.fixture
def berlin(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Put this computer to Berlin for a while."""
    with monkeypatch.context() as patched:
        patched.setenv("TZ", "Europe/Berlin")
        time.tzset()
        yield
    time.tzset()


def test_nine_in_the_morning_is_nine_also_after_the_clocks_change(berlin: None) -> None:
    saturday = datetime(2026, 10, 24, 12, tzinfo=UTC).astimezone(LOCAL)

    assert saturday.utcoffset() == timedelta(hours=2)
    assert when("monday 9:00", saturday) == datetime(2026, 10, 26, 8, tzinfo=UTC)
    assert when("2h", saturday) == datetime(2026, 10, 24, 14, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "begins", "ends"),
    [
        ("2h", "2026-11-24T12:30", None),
        ("7d", "2026-11-17T14:30", None),
        ("today", "2026-11-24T00:00", "2026-11-25T00:00"),
        ("gestern", "2026-11-23T00:00", "2026-11-24T00:00"),
        ("monday", "2026-11-23T00:00", "2026-11-24T00:00"),
        ("di", "2026-11-17T00:00", "2026-11-18T00:00"),
        ("2026-05-31", "2026-05-31T00:00", "2026-06-01T00:00"),
        ("2026-05-31T08:15", "2026-05-31T08:15", None),
        ("14:30", "2026-11-24T14:30", None),
        ("14:31", "2026-11-23T14:31", None),
    ],
)
def test_times_that_are_over_are_read_backwards_and_a_day_has_two_ends(
    text: str, begins: str, ends: str | None
) -> None:
    zone = timezone(timedelta(hours=1))
    now = datetime(2026, 11, 24, 14, 30, tzinfo=zone)  # a Tuesday

    assert past(text, now) == datetime.fromisoformat(begins).replace(tzinfo=zone)
    assert past(text, now, ends=True) == datetime.fromisoformat(ends or begins).replace(tzinfo=zone)


@pytest.mark.parametrize("text", ["", "tomorrow", "nonsense", "25:00", "2026-13-01", "0"])
def test_what_is_no_time_that_is_over_is_told_so(text: str) -> None:
    with pytest.raises(BadInput, match="is no time that is over"):
        past(text, datetime(2026, 11, 24, 14, 30, tzinfo=UTC))
