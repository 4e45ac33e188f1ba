"""Open time: counted in the hours' own zone, right across a change of the clocks, and the same forwards and backwards."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inbox.domain.hours import Hours, earlier, later, week, worked
from inbox.errors import BadInput

BERLIN = ZoneInfo("Europe/Berlin")
OFFICE = Hours("", "Europe/Berlin", "mon-fri 9:00-17:00, sat 10-14", ("2026-12-25",))
KINDS = (
    OFFICE,
    Hours("", "Europe/Berlin", "mon-sun 0-24"),
    Hours("", "America/New_York", "tue 22:00-24:00, wed 0-2, fri 1-3"),
    Hours("", "Europe/Berlin", "sun 1:30-3:30"),
)


def here(text: str) -> datetime:
    """A moment in Berlin."""
    return datetime.fromisoformat(text).replace(tzinfo=BERLIN).astimezone(UTC)


@pytest.mark.parametrize(
    "times",
    [
        "Mo-Fr 9-17 Uhr, Sa 10-14 Uhr",
        "Montag bis Freitag von 9.00 bis 17.00 Uhr, Samstag 10–14",
        "Mon to Fri 9 to 17, Sat 10-14",
    ],
)
def test_open_times_are_read_as_people_write_them(times: str) -> None:
    assert week(times) == week(OFFICE.times)


@pytest.mark.parametrize(
    ("since", "hours", "due"),
    [
        ("2026-11-24 10:00", 4, "2026-11-24 14:00"),
        ("2026-11-24 15:00", 4, "2026-11-25 11:00"),
        ("2026-11-24 20:00", 1, "2026-11-25 10:00"),
        ("2026-11-27 16:30", 1, "2026-11-28 10:30"),
        ("2026-11-28 13:00", 2, "2026-11-30 10:00"),
        ("2026-12-24 16:00", 2, "2026-12-26 11:00"),
        ("2026-11-24 09:00", 8, "2026-11-24 17:00"),
        ("2026-10-23 16:00", 2, "2026-10-24 11:00"),
    ],
)
def test_an_answer_is_due_after_so_much_open_time(since: str, hours: int, due: str) -> None:
    assert later(OFFICE, here(since), timedelta(hours=hours)) == here(due)


def test_a_day_on_which_the_clocks_change_is_as_long_as_it_is() -> None:
    always = KINDS[1]
    assert later(always, here("2026-03-28 12:00"), timedelta(hours=24)) == here("2026-03-29 13:00")
    assert worked(KINDS[3], here("2026-03-29 00:00"), here("2026-03-30 00:00")) == timedelta(hours=1)
    assert worked(KINDS[3], here("2026-10-25 00:00"), here("2026-10-26 00:00")) == timedelta(hours=3)


MOMENTS = st.integers(0, 366 * 24 * 60).map(lambda m: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=m))
SPANS = st.integers(1, 60 * 60).map(lambda m: timedelta(minutes=m))


@given(st.sampled_from(KINDS), MOMENTS, SPANS)
def test_until_it_is_due_exactly_that_much_open_time_has_passed_and_looking_back_says_the_same(
    hours: Hours, at: datetime, span: timedelta
) -> None:
    due, since = later(hours, at, span), earlier(hours, at, span)
    assert due is not None and since is not None
    assert worked(hours, at, due) == span
    assert worked(hours, at, due - timedelta(seconds=1)) < span
    assert worked(hours, since, at) == span
    assert worked(hours, since + timedelta(seconds=1), at) < span


@given(st.sampled_from(KINDS), MOMENTS, MOMENTS, SPANS)
def test_whoever_waits_since_then_or_earlier_is_exactly_who_is_late(
    hours: Hours, since: datetime, now: datetime, span: timedelta
) -> None:
    due, cut = later(hours, since, span), earlier(hours, now, span)
    assert due is not None and cut is not None
    assert (now >= due) == (since <= cut)


@pytest.mark.parametrize(
    ("times", "monday", "saturday"),
    [
        ("mon-fri 9-17", ((540, 1020),), ()),
        ("Mo-Fr 9:30-12, Mo 13-17", ((570, 720), (780, 1020)), ()),
        ("monday 9-12, mon 11-15", ((540, 900),), ()),
        ("sat-mon 0-24", ((0, 1440),), ((0, 1440),)),
        ("montag 9-10,samstag 10-11", ((540, 600),), ((600, 660),)),
    ],
)
def test_times_are_read_as_people_write_them(times: str, monday: object, saturday: object) -> None:
    assert (week(times)[0], week(times)[5]) == (monday, saturday)


@pytest.mark.parametrize(
    "wrong", ["", "mon", "9-17", "mon 17-9", "mon 9-25", "mon 9:75-10", "xyz 9-17", "mon-xyz 9-17", "mon 9-17;tue 9-17"]
)
def test_times_that_are_none_are_refused(wrong: str) -> None:
    with pytest.raises(BadInput):
        week(wrong)


def test_hours_that_never_come_have_no_due_moment() -> None:
    never = Hours(
        "",
        "Europe/Berlin",
        "mon 9-10",
        tuple(f"{date(2026, 1, 5) + timedelta(days=7 * n):%Y-%m-%d}" for n in range(200)),
    )
    assert later(never, here("2026-01-01 00:00"), timedelta(hours=1)) is None
