"""The command that counts: report, for people, as JSON, and as a table for spreadsheets."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

import click

from inbox.cli import plain
from inbox.cli.common import Session, common, more, now, page, paged, with_desk
from inbox.cli.printing import emit, emit_json, table
from inbox.cli.reading import list_rows, listed
from inbox.cli.sheet import sheet
from inbox.domain.figures import By, Figure, Group, Report, Spread
from inbox.domain.when import past
from inbox.errors import BadInput
from inbox.ports.desk import Desk, Row
from inbox.ports.page import Page
from inbox.texts import number, t
from inbox.tui.models.plots import sparkline
from inbox.tui.models.when import ago, length

HOUR = "hour"
SPREAD = ("count", "median", "p90", "share")
HEADS = (
    "by", "key", "open", "waiting", "oldest", "load", "requests", "overdue", "held", "unknown", "replies",
    *(f"{what}_{name}" for what in ("first", "turnaround") for name in SPREAD),
    "title",
)  # fmt: skip
"""The columns of the table; lengths of time are in seconds, shares from 0 to 1."""
HOURS = ("at", "came", "ended", "waiting")


@click.command()
@click.option("--since", default="", metavar="WHEN", help="Behind which moment: 7d, yesterday, 2026-05-31 (a week).")
@click.option("--until", default="", metavar="WHEN", help="Up to which moment, a day with its end (now).")
@click.option(
    "--by", type=click.Choice([*map(str, By), HOUR]), default=None, help="Parted by what; by hour is the backlog."
)
@click.option("--csv", "csv_", is_flag=True, help="Print a table for spreadsheets.")
@click.option(
    "--behind", type=click.Choice(list(map(str, Figure))), default=None, help="List what is behind a figure instead."
)
@click.option("--key", default=None, metavar="NAME", help="With --behind and --by: only of this one.")
@paged
@common
def report_(
    session: Session,
    since: str,
    until: str,
    by: str | None,
    csv_: bool,
    behind: str | None,
    key: str | None,
    limit: int,
    after: str,
) -> None:
    """Tell how the work goes: load, first answers, requests, backlog by hour."""
    if csv_ and session.json:
        raise BadInput("Either --csv or --json.")
    begin = past(since, now()) if since else None
    end = past(until, now(), ends=True) if until else None
    parted = By(by) if by and by != HOUR else None
    if behind is not None:
        if (key is None) != (parted is None):
            raise BadInput("The option --key says of whom, --by of what: owner, department, channel or goal.")
        _behind(session, Figure(behind), begin, end, parted, key or "", limit, after)
        return
    if key is not None or after:
        raise BadInput("Only --behind takes --key and --after.")
    found: Report = with_desk(session, lambda desk: desk.report(begin, end, parted))
    if csv_:
        emit(_sheet(found, hours=by == HOUR))
    elif session.json:
        emit_json(plain.report(found))
    elif session.quiet:
        for group in found.groups:
            emit(group.key)
    else:
        _show(found, hours=by == HOUR)


def _behind(
    session: Session, figure: Figure, begin: datetime | None, end: datetime | None, by: By | None, key: str, limit: int,
    after: str,
) -> None:  # fmt: skip
    async def work(desk: Desk) -> Page[Row]:
        some = page(await desk.behind(figure, begin, end, by, key), lambda id: id, limit, after)
        return Page(tuple(await desk.rows(list(some.items))), some.next)

    found: Page[Row] = with_desk(session, work)
    if not listed(session, found, plain.row, lambda r: r.conversation.id):
        list_rows(found.items)
        more(found)


def _sheet(report: Report, *, hours: bool) -> str:
    if hours:
        return sheet(HOURS, ((plain.at(h.at), h.came, h.ended, h.waiting) for h in report.backlog))
    rows = [("total", report.total), *((str(report.by), group) for group in report.groups)]
    return sheet(HEADS, (list(_cells(by, group)) for by, group in rows))


def _cells(by: str, group: Group) -> Iterable[object]:
    said = plain.group(group)
    yield from (by, *(said[name] for name in HEADS[1:11]))
    for what in ("first", "turnaround"):
        yield from ((said[what] or {}).get(name) for name in SPREAD)
    yield group.title


def _show(report: Report, *, hours: bool) -> None:
    total = report.total
    emit(f"{_day(report.since)} – {_day(report.until)}")
    oldest = f", {t('the longest for {span}', span=ago(total.oldest, report.at))}" if total.oldest else ""
    emit(f"{t('open')}: {total.open} · {t('waits')}: {total.waiting}{oldest} · {t('load')}: {number(total.load or 0)}")
    emit(f"{t('requests')}: {total.requests} · {t('{n} overdue', n=total.overdue)}")
    replies = t("1 reply") if total.replies == 1 else t("{n} replies", n=total.replies)
    emit(f"{t('{n} held', n=total.held)} · {t('{n} unknown', n=total.unknown)} · {replies}")
    emit(f"{t('first answer')}: {_spread(total.first)}")
    emit(f"{t('answers of departments')}: {_spread(total.turnaround)}")
    emit(f"{t('backlog by hour')}: {sparkline([h.waiting for h in report.backlog], 56)}")
    if hours:
        rows = ((_day(h.at), str(h.came), str(h.ended), str(h.waiting)) for h in report.backlog)
        table(rows, [t("hour"), t("came"), t("ended"), t("waiting")])
    elif report.by is not None:
        table((_row(g, report.at) for g in report.groups), [t(report.by), *map(t, COLUMNS)])


COLUMNS = ("open", "waits", "oldest", "load", "asked", "late", "replies", "first answer", "departments")
"""Heads of the table for people."""


def _row(group: Group, at: datetime) -> list[str]:
    def said(value: float | None) -> str:
        return "–" if value is None else number(value)

    oldest = ago(group.oldest, at) if group.oldest else "–"
    figures = [
        said(group.open),
        said(group.waiting),
        oldest,
        said(group.load),
        said(group.requests),
        said(group.overdue),
    ]
    name = f"#{group.key} {group.title}" if group.title else group.key or "–"
    return [name, *figures, said(group.replies), _short(group.first), _short(group.turnaround)]


def _day(at: datetime) -> str:
    return f"{at.astimezone():%d.%m. %H:%M}"


def _length(seconds: int | None) -> str:
    return length(timedelta(seconds=seconds or 0))


def _spread(spread: Spread | None) -> str:
    if spread is None or spread.share is None:
        return t("none in this time")
    return t(
        "{n}, half within {median}, nine of ten within {p90}, {share} % in time",
        n=spread.count,
        median=_length(spread.median),
        p90=_length(spread.p90),
        share=round(100 * spread.share),
    )


def _short(spread: Spread | None) -> str:
    if spread is None or spread.share is None:
        return "–"
    return f"{_length(spread.median)} / {_length(spread.p90)} / {round(100 * spread.share)} %"
