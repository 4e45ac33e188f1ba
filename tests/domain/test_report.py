"""What the lead's report makes of rows, against figures that were worked out by hand."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from inbox.domain.figures import By, Carried, Evidence, Figure, Hour, Put, Sent, Spread, Stuck, Wait
from inbox.domain.report import LONGEST, USUAL, backlog, behind, parted, period, report, spread, weight
from inbox.errors import BadInput

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def before(**span: float) -> datetime:
    return NOON - timedelta(**span)


def put(n: int, department: str = "legal", owner: str = "anna", **more: object) -> Put:
    usual: dict[str, object] = {
        "at": before(hours=10), "due": None, "pending": True, "theirs": True, "answered": None, "target": 4 * HOUR,
    }  # fmt: skip
    return Put(n, 100 + n, "acme@x", owner, department, **{**usual, **more})  # type: ignore[arg-type]


ROWS = Evidence(
    carried=(
        Carried(1, "acme@x", "anna", None),
        Carried(101, "acme@x", "anna", before(hours=30)),
        Carried(3, "shop@y", "anna", before(days=9)),
        Carried(4, "shop@y", "", before(minutes=5)),
    ),
    stuck=(Stuck(1, "acme@x", "anna", unknown=False), Stuck(5, "acme@x", "jonas", unknown=True)),
    waits=(
        Wait(1, "acme@x", before(hours=5), before(hours=4.5), answered=True, writer="anna", target=HOUR),
        Wait(7, "acme@x", before(hours=5), before(hours=4), answered=True, writer="anna", target=HOUR),
        Wait(8, "shop@y", before(hours=9), before(hours=2), answered=True, writer="jonas", target=HOUR),
        Wait(9, "acme@x", before(hours=3), before(hours=1)),
        Wait(101, "acme@x", before(hours=30)),
    ),
    sent=(Sent(1, "acme@x", "anna", before(hours=4.5)), Sent(1, "acme@x", "anna", before(hours=1))),
    put=(
        put(1, due=before(hours=1)),
        put(2, due=NOON + HOUR),
        put(3, "product", due=before(hours=2), theirs=False),
        put(4, answered=before(hours=7), pending=False),
        put(5, answered=before(hours=1), pending=False, owner="jonas"),
    ),
)


def test_a_reply_counts_for_every_goal_it_was_written_under_and_only_replies_are_a_goals() -> None:
    sent = (
        Sent(1, "acme@x", "anna", before(hours=3), ("1", "2")),
        Sent(2, "acme@x", "anna", before(hours=2), ("2",)),
        Sent(3, "acme@x", "anna", before(hours=1)),
    )
    rows = replace(ROWS, sent=sent, titles=(("1", "Ehrlich"), ("2", "Kurz")))
    found = report(rows, before(days=1), NOON, By.GOAL, NOON)

    assert [(g.key, g.title, g.replies) for g in found.groups] == [("2", "Kurz", 2), ("", "", 1), ("1", "Ehrlich", 1)]
    assert {(g.open, g.load, g.requests, g.overdue, g.held, g.first, g.turnaround) for g in found.groups} == {
        (None,) * 7
    }
    assert (found.total.replies, found.total.open) == (3, 4)
    assert behind(parted(rows, By.GOAL)["2"], Figure.REPLIES, before(days=1), NOON, NOON) == (2, 1)


def test_a_conversation_weighs_more_the_longer_the_contact_waits_and_the_more_is_asked_about_it() -> None:
    for since, requests, wanted in (
        (None, 0, 1),
        (None, 3, 2.5),
        (before(minutes=1), 0, 2),
        (before(hours=23), 0, 2),
        (before(hours=25), 1, 3.5),
        (before(days=3), 0, 5),
        (before(days=300), 2, 6),
        (NOON + HOUR, 0, 2),
    ):
        assert weight(Carried(1, "c", "anna", since), requests, NOON) == wanted, (since, requests)


def test_times_are_spread_by_median_nearest_rank_and_share_within_the_target() -> None:
    def minutes(*took: float) -> Spread:
        return spread((timedelta(minutes=t), HOUR) for t in took)

    assert minutes() == Spread(0, None, None, 0)
    assert minutes().share is None
    assert minutes(30) == Spread(1, 1800, 1800, 1)
    assert minutes(90, 30) == Spread(2, 3600, 5400, 1)
    assert minutes(60, 10, 600) == Spread(3, 3600, 36000, 2)  # an hour is within the hour
    # Of ten the ninth, of eleven the tenth, of twenty the eighteenth.
    assert minutes(*range(10, 110, 10)).p90 == 90 * 60
    assert minutes(*range(10, 120, 10)).p90 == 100 * 60
    assert minutes(*range(1, 21)) == Spread(20, 630, 18 * 60, 20)
    assert minutes(30, 90, 90, 90).share == 0.25


def test_the_whole_is_what_the_rows_say() -> None:
    total = report(ROWS, before(hours=24), NOON, None, NOON).total

    assert (total.open, total.waiting, total.oldest) == (4, 3, before(days=9))
    # 1 · 2 + 1 day + ½ for its request · 2 + 3 days · 2
    assert total.load == 1 + 3.5 + 5 + 2
    assert (total.requests, total.overdue, total.held, total.unknown, total.replies) == (3, 1, 1, 1, 2)
    assert total.first == Spread(3, 3600, 7 * 3600, 2)
    assert total.turnaround == Spread(2, 6 * 3600, 9 * 3600, 1)


def test_what_is_open_counts_for_its_owner_and_what_was_said_for_its_writer() -> None:
    groups = {g.key: g for g in report(ROWS, before(hours=24), NOON, By.OWNER, NOON).groups}

    assert list(groups) == ["anna", "", "jonas"]  # who carries most comes first
    anna, nobody, jonas = groups.values()
    assert (anna.open, anna.waiting, anna.load, anna.requests, anna.replies, anna.held) == (3, 2, 9.5, 3, 2, 1)
    assert anna.first == Spread(2, 2700, 3600, 2)
    assert anna.turnaround == Spread(1, 3 * 3600, 3 * 3600, 1)
    assert (nobody.open, nobody.load, nobody.first) == (1, 2, Spread())
    assert (jonas.open, jonas.unknown, jonas.first) == (0, 1, Spread(1, 7 * 3600, 7 * 3600, 0))
    assert jonas.turnaround == Spread(1, 9 * 3600, 9 * 3600, 0)


def test_a_department_has_requests_and_no_figure_that_is_none_of_its_own() -> None:
    legal, product = report(ROWS, before(hours=24), NOON, By.DEPARTMENT, NOON).groups

    assert (legal.key, legal.requests, legal.overdue, legal.turnaround.count) == ("legal", 2, 1, 2)
    assert (product.key, product.requests, product.overdue, product.turnaround) == ("product", 1, 0, Spread())
    assert {legal.open, legal.waiting, legal.load, legal.held, legal.unknown, legal.replies, legal.first} == {None}


def test_only_what_happened_in_the_period_counts_with_its_end_and_without_its_beginning() -> None:
    total = report(ROWS, before(hours=4.5), before(hours=2), None, NOON).total

    assert (total.replies, total.first, total.turnaround) == (0, Spread(2, 14400, 25200, 1), Spread())
    assert report(ROWS, before(hours=4.6), before(hours=4.5), None, NOON).total.replies == 1


def test_the_backlog_counts_who_waited_at_the_end_of_each_hour() -> None:
    hours = backlog(ROWS.waits, before(hours=6), before(hours=0.5))

    assert hours == (
        Hour(before(hours=6), 2, 0, 4),  # five o'clock belongs to the hour that it ends
        Hour(before(hours=5), 0, 2, 2),
        Hour(before(hours=4), 1, 0, 3),
        Hour(before(hours=3), 0, 1, 2),
        Hour(before(hours=2), 0, 1, 1),
        Hour(before(hours=1), 0, 0, 1),
    )


def test_the_backlog_of_any_hour_is_a_recount_of_who_waited_then() -> None:
    rng = random.Random(5)
    waits = []
    for n in range(300):
        since = before(minutes=rng.randrange(6000))
        ended = None if rng.random() < 0.2 else since + timedelta(minutes=rng.randrange(900))
        waits.append(Wait(n, "c", since, ended if ended is None or ended <= NOON else None))
    hours = backlog(waits, before(hours=80, minutes=20), NOON)

    assert len(hours) == 81
    for hour in hours:
        end = min(hour.at + HOUR, NOON)
        assert hour.waiting == len([w for w in waits if w.since <= end and (w.ended is None or w.ended > end)])
        assert hour.waiting == len(behind(Evidence(waits=tuple(waits)), Figure.BACKLOG, before(days=4), end, NOON))
    for one, after in pairwise(hours):
        assert after.waiting == one.waiting + after.came - after.ended


def test_every_figure_has_the_list_behind_it_with_what_is_worst_first() -> None:
    wanted = {
        Figure.OPEN: (3, 101, 4, 1),
        Figure.WAITING: (3, 101, 4),
        Figure.REQUESTS: (103, 101, 102),
        Figure.OVERDUE: (101,),
        Figure.HELD: (1,),
        Figure.UNKNOWN: (5,),
        Figure.REPLIES: (1,),
        Figure.FIRST: (8, 7, 1),
        Figure.TURNAROUND: (105, 104),
        Figure.BACKLOG: (101,),
    }
    assert {figure: behind(ROWS, figure, before(hours=24), NOON, NOON) for figure in Figure} == wanted


@pytest.mark.parametrize("by", [by for by in By if by is not By.GOAL])  # a reply may be written under several goals
def test_the_parts_add_up_to_the_whole(by: By) -> None:
    whole = report(ROWS, before(hours=24), NOON, by, NOON)

    for name in ("requests", "overdue") if by is By.DEPARTMENT else ("open", "waiting", "load", "held", "replies"):
        assert sum(getattr(g, name) for g in whole.groups) == getattr(whole.total, name), name
    assert sum(g.turnaround.count for g in whole.groups) == whole.total.turnaround.count
    assert {g.key for g in whole.groups} == set(parted(ROWS, by))


def test_a_report_is_about_a_week_where_nothing_else_is_said_and_never_about_what_is_to_come() -> None:
    assert period(None, None, NOON) == (NOON - USUAL, NOON)
    assert period(before(hours=2), NOON + DAY, NOON) == (before(hours=2), NOON)
    assert period(None, before(days=3), NOON) == (before(days=10), before(days=3))
    for since, until in ((NOON, None), (NOON + HOUR, None), (before(hours=1), before(hours=2)), (NOON, NOON)):
        with pytest.raises(BadInput, match="begins before it ends"):
            period(since, until, NOON)
    with pytest.raises(BadInput, match="366 days"):
        period(NOON - LONGEST - HOUR, None, NOON)
