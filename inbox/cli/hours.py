"""Commands about business hours: when a channel is attended, and how soon it answers."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import click

from inbox.cli.common import Session, common, do, keyed, more, page, paged, with_desk
from inbox.cli.plain import at
from inbox.cli.printing import emit, emit_json, table
from inbox.domain.commands import RemoveHours, SetHours
from inbox.domain.hours import Hours, later, zone
from inbox.domain.when import LOCAL, day, span
from inbox.texts import number, t
from inbox.tui.models.when import days_said

if TYPE_CHECKING:
    from inbox.ports.desk import Desk


@click.group()
def hours_() -> None:
    """When somebody is there, and until when a contact has an answer."""


def _minutes(text: str) -> int:
    return int(span(text).total_seconds() // 60) if text else 0


@hours_.command("set")
@click.argument("channel", default="")
@click.option("--times", required=True, metavar="TIMES", help="mon-fri 9:00-17:00, sat 10-14")
@click.option("--zone", default="Europe/Berlin", metavar="NAME", help="The time zone of these times (Europe/Berlin).")
@click.option("--holiday", "holidays", multiple=True, metavar="DATE", help="A day on which nobody is there.")
@click.option("--answer-within", default="", metavar="TIME", help="Open time until a contact has an answer: 4h.")
@click.option("--public-within", default="", metavar="TIME", help="The same for what everybody can read.")
@click.option(
    "--warn-at", default=75, type=click.IntRange(1, 100), help="Warn after this share of it, in percent (75)."
)
@keyed
@common
def set_(
    session: Session, channel: str, times: str, zone: str, holidays: tuple[str, ...], answer_within: str,
    public_within: str, warn_at: int, key: str,
) -> None:  # fmt: skip
    """Say when a channel is attended; no CHANNEL: all without hours of their own."""
    today = datetime.now(UTC).astimezone(LOCAL).date()
    days = tuple(day(one, today).isoformat() for one in holidays)
    command = SetHours(channel, times, zone, days, _minutes(answer_within), _minutes(public_within), warn_at)
    do(session, command, key, lambda _: _kept(channel))


def _kept(channel: str) -> str:
    return (
        t("The hours of {channel} are kept.", channel=channel) if channel else t("The hours of all channels are kept.")
    )


def _gone(channel: str) -> str:
    return (
        t("The hours of {channel} are gone.", channel=channel) if channel else t("The hours of all channels are gone.")
    )


@hours_.command("rm")
@click.argument("channel", default="")
@keyed
@common
def rm(session: Session, channel: str, key: str) -> None:
    """Forget the hours of a channel; no CHANNEL: those of all."""
    do(session, RemoveHours(channel), key, lambda _: _gone(channel))


@hours_.command("ls")
@paged
@common
def ls(session: Session, limit: int, after: str) -> None:
    """List the hours, and until when a message of now would have its answer."""

    async def work(desk: Desk) -> tuple[Hours, ...]:
        return await desk.hours()

    # Those of all channels have no name of their own: the cursor behind them is "-", which no channel is called.
    found = page(with_desk(session, work), lambda k: k.channel or "-", limit, after)
    now = datetime.now(UTC)
    if session.json:
        emit_json({"items": [_plain(k, now) for k in found.items], "next": found.next})
    elif session.quiet:
        for k in found.items:
            emit(k.channel)
    else:
        table(
            (
                (
                    k.channel or t("all"),
                    days_said(k.times),
                    k.zone,
                    _length(k.within),
                    _length(k.public),
                    _until(k, now),
                )
                for k in found.items
            ),
            [t("channel"), t("times"), t("zone"), t("answer within"), t("public"), t("of now, until")],
        )
        more(found)


def _length(minutes: int) -> str:
    return f"{number(minutes / 60)} h" if minutes else "–"


def _due(k: Hours, now: datetime) -> datetime | None:
    return later(k, now, timedelta(minutes=k.within)) if k.within else None


def _until(k: Hours, now: datetime) -> str:
    due = _due(k, now)
    return f"{due.astimezone(zone(k.zone)):%d.%m. %H:%M}" if due else "–"


def _plain(k: Hours, now: datetime) -> dict[str, Any]:
    due = _due(k, now)
    return {
        "channel": k.channel or None,
        "times": k.times,
        "zone": k.zone,
        "holidays": list(k.holidays),
        "answer_within_minutes": k.within,
        "public_within_minutes": k.public,
        "warn_at": k.warn_at,
        "of_now_until": at(due) if due else None,
    }
