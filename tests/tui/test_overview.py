"""The lead's figures and pictures: what is drawn is what is counted, at every width, and never by colour alone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from inbox.domain.figures import Carried, Evidence, Figure, Put, Stuck, Wait
from inbox.domain.model import Words
from inbox.domain.report import report
from inbox.domain.storm import Freeze, Signals, Storm, Thresholds
from inbox.ports.storms import Gauge as StormGauge
from inbox.ports.storms import StormRow, Weather
from inbox.tui.models.overview import backlog_picture, figure_line, figures, gauge_line
from inbox.tui.models.plots import bar, gathered, sparkline, towers

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
LATE = Put(1, 1, "c", "anna", "legal", NOON - 9 * HOUR, NOON - HOUR, True, True, None, 4 * HOUR)
ROWS = Evidence(
    (Carried(1, "c", "anna", NOON - 3 * HOUR), Carried(2, "c", "", None)),
    (Stuck(1, "c", "anna", unknown=False),),
    (
        Wait(1, "c", NOON - 3 * HOUR),
        Wait(2, "c", NOON - 6 * HOUR, NOON - 2 * HOUR, answered=True, writer="anna", target=HOUR),
    ),
    put=(LATE,),
)
WEEK = report(ROWS, NOON - timedelta(days=7), NOON, None, NOON)


def test_bars_are_as_long_as_what_they_show() -> None:
    assert [bar(v, 8, 4) for v in (0, 1, 2, 4, 8, 80)] == ["", "▌", "█", "██", "████", "████"]
    assert bar(1, 10_000, 4) == "▏"  # whatever is not nothing is seen
    assert bar(1, 0, 4) == bar(1, 1, 0) == ""


def test_columns_are_as_high_as_what_they_show() -> None:
    assert sparkline([0, 1, 4, 8], 10) == "·▁▄█"
    assert sparkline([], 10) == sparkline([1], 0) == ""
    assert towers([0, 1, 8, 16], 10, 2) == ["   █", "·▁██"]
    assert towers([0, 0], 10, 2) == ["  ", "··"]


@given(st.lists(st.integers(0, 500), max_size=400), st.integers(1, 120))
def test_no_highest_value_is_lost_where_many_share_a_column(values: list[int], width: int) -> None:
    shown = gathered(values, width)

    assert len(shown) <= width
    assert max(shown, default=0) == max(values, default=0)
    assert not values or shown[-1] >= values[-1]
    assert gathered(values, max(1, len(values))) == values
    assert all(cell_len(line) == len(shown) for line in towers(values, width, 3))


@pytest.mark.parametrize("width", [40, 66, 80, 120])
def test_every_line_is_as_wide_as_its_pane(width: int) -> None:
    lines = [figure_line(shown, width) for shown in figures(WEEK)] + [
        gauge_line(weather(StormGauge("c", 50, 4, 9), topic="Akku", frozen=True), width)
    ]
    assert {sum(cell_len(text) for text, _ in line) for line in lines} == {width}
    assert all(cell_len(line) <= width for line in backlog_picture(WEEK, width, 3))


def test_what_somebody_should_look_at_has_a_sign_and_not_only_a_colour() -> None:
    signs = {shown.figure: shown.sign for shown in figures(WEEK)}

    assert (signs[Figure.OVERDUE], signs[Figure.HELD], signs[Figure.FIRST]) == ("!", "‖", "!")
    assert (signs[Figure.UNKNOWN], signs[Figure.OPEN], signs[Figure.TURNAROUND]) == ("", "", "")
    for shown in figures(WEEK):
        assert ("warn" in [style for _, style in figure_line(shown, 80)]) == bool(shown.sign)


def test_the_last_day_has_a_line_for_each_hour_with_who_came_and_went() -> None:
    hours = [shown for shown in figures(WEEK) if shown.figure is Figure.BACKLOG]

    assert len(hours) == 24
    assert [(h.value, h.more, h.until) for h in hours[:3]] == [
        ("1", "+0 −0", NOON),
        ("1", "+0 −0", NOON - HOUR),
        ("1", "+0 −1", NOON - 2 * HOUR),
    ]
    assert [h.value for h in hours[3:7]] == ["2", "1", "1", "1"]


def test_the_picture_says_how_high_it_is_and_from_when_to_when() -> None:
    picture = backlog_picture(WEEK, 80, 3)

    assert len(picture) == 4
    assert picture[0].startswith("  2 ")
    assert picture[2].startswith("  0 ")
    assert picture[3].split()[:3] == ["24", "h", "ago"]
    assert picture[3].endswith("now")
    # Three columns an hour: the first contact wrote at six, the end of the eighteenth hour; from nine to ten two waited.
    assert picture[0].strip("2 ") == "███"
    assert picture[2].removeprefix("  0 ").count("·") == 3 * 17


def test_the_picture_of_an_older_inbox_is_that_of_its_week() -> None:
    old = report(Evidence(waits=(Wait(1, "c", NOON - timedelta(days=30)),)), NOON - timedelta(days=7), NOON, None, NOON)

    assert backlog_picture(old, 80, 3)[3].split()[:3] == ["7", "d", "ago"]
    assert backlog_picture(report(Evidence(), NOON - timedelta(days=7), NOON, None, NOON), 80, 3)[0].strip() == "0"


def weather(*gauges: StormGauge, topic: str = "", frozen: bool = False) -> Weather:
    storm = Storm(1, Words(topic, "salt"), NOON, NOON, Signals(20, 15, 60, 5), ("c",))
    rows = (StormRow(storm, 20, 20, 20),) if topic else ()
    return Weather(rows, (Freeze(2, "lea", NOON),) if frozen else (), (), gauges, Thresholds())


def test_the_gauge_shows_the_channel_on_which_most_more_is_written_than_usual() -> None:
    usual, much = StormGauge("acme@x", 3, 4, 0), StormGauge("acme@y", 20, 4, 50)
    calm, storm, frozen = [
        "".join(text for text, _ in gauge_line(shown, 80))
        for shown in (weather(usual), weather(usual, much, topic="Akku"), weather(much, topic="Akku", frozen=True))
    ]

    assert gauge_line(None, 80) == gauge_line(weather(), 80) == []
    assert calm.startswith("  storm")
    assert "storm 3 █▌" in " ".join(calm.split())
    assert "in the last hour, usually 4 · S · acme@x" in calm
    assert storm.startswith("! storm")
    assert "20 ██████████ in the last hour, usually 4 · S · Akku" in " ".join(storm.split())
    assert frozen.startswith("❄ storm")
