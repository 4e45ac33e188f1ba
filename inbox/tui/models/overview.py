"""What the lead's screen shows besides the colleagues: figures with bars, the hours behind, and a picture of the backlog."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from rich.cells import cell_len

from inbox.domain.figures import By, Figure, Hour, Report, Spread
from inbox.domain.goals import Card, CardKind
from inbox.domain.storm import StormState
from inbox.ports.desk import Desk, View
from inbox.ports.storms import Weather
from inbox.texts import number, t
from inbox.tui.models.lines import Line, columns
from inbox.tui.models.listing import WINDOW, ListModel
from inbox.tui.models.plots import bar, towers
from inbox.tui.models.weather import hourly
from inbox.tui.models.when import ago, length

HOURS = 24
"""Hours of the backlog that have a line of their own."""


@dataclass(frozen=True, slots=True)
class Shown:
    """One figure in the list: what is said of it, how long its bar is (0 to 1), and which conversations it opens.

    `sign` says without colour that somebody should look; `until` is the moment of an hour's backlog; `goal` the number of the
    goal whose replies these are.
    """

    figure: Figure
    title: str
    value: str
    part: float
    more: str = ""
    sign: str = ""
    until: datetime | None = None
    goal: str = ""

    @property
    def key(self) -> tuple[Figure, datetime | None, str]:
        """What tells it from the others."""
        return self.figure, self.until, self.goal


def gauge_line(weather: Weather | None, width: int) -> Line:
    """Return the storm's line, of the channel on which most more is written than usual; nothing where nobody measures it.

    Five times the usual fills the bar; `!` is a storm that rises, `❄` a freeze.
    """
    if weather is None or not weather.gauges:
        return []
    gauge = max(weather.gauges, key=lambda g: (g.lately / max(g.usual, 1), g.channel))
    times = gauge.lately / max(gauge.usual, 1)
    rising = [row for row in weather.storms if row.storm.state is StormState.RISING]
    sign = "❄" if weather.freeze else "!" if rising else " "
    about = str(rising[0].storm.topic) if rising else gauge.channel
    cells = [
        (f"{sign} {t('storm')}", 18, "warn" if sign != " " else "plain"),
        (f"{gauge.lately:>6} ", 7, "strong"),
        (bar(times, 5, 10), 11, "warn" if sign != " " else "dim"),
        (f"{hourly(gauge)} · S · {about}", 0, "dim"),
    ]
    return columns(width, *cells)


def figures(report: Report, goals: Sequence[Shown] = ()) -> list[Shown]:
    """Return the figures of a report, those of goals, then the last hours of its backlog, the latest first."""
    g = report.total
    most = max(g.open or 0, g.requests or 0, 1)
    oldest = t("the longest for {span}", span=ago(g.oldest, report.at)) if g.oldest else ""
    counted = (
        (Figure.OPEN, t("open"), g.open or 0, f"{t('load')} {number(g.load or 0)}", ""),
        (Figure.WAITING, t("waits"), g.waiting or 0, oldest, ""),
        (Figure.REQUESTS, t("asked"), g.requests or 0, t("at departments, or back from them"), ""),
        (Figure.OVERDUE, t("overdue"), g.overdue or 0, t("departments are late"), "!"),
        (Figure.HELD, t("held"), g.held or 0, t("replies wait for a sign-off"), "‖"),
        (Figure.UNKNOWN, t("unknown"), g.unknown or 0, t("replies may not have arrived"), "✗"),
    )
    now = [Shown(f, title, str(n), n / most, more, sign if n else "") for f, title, n, more, sign in counted]
    times = [
        _time(Figure.FIRST, t("first answer"), g.first or Spread(), t("goal: by the hours")),
        _time(Figure.TURNAROUND, t("departments"), g.turnaround or Spread(), t("goal: usual time")),
        Shown(Figure.REPLIES, t("replies"), str(g.replies or 0), 0, t("in {n} days", n=_days(report))),
    ]
    return [*now, *times, *goals, *_hours(report.backlog[-HOURS:], report.until)]


def goal_figures(cards: Sequence[Card], report: Report) -> list[Shown]:
    """Return how many replies went out under each goal that stands, of a report by goal."""
    counts = {group.key: group.replies or 0 for group in report.groups}
    most = max(report.total.replies or 0, 1)
    found = []
    for card in cards:
        if card.kind is CardKind.GOAL and card.holds(report.at):
            key, n = str(card.card), counts.get(str(card.card), 0)
            found.append(Shown(Figure.REPLIES, t("goal #{id}", id=key), str(n), n / most, str(card.title), goal=key))
    return found


def _days(report: Report) -> int:
    return max(1, round((report.until - report.since) / timedelta(days=1)))


def _time(figure: Figure, title: str, spread: Spread, target: str) -> Shown:
    if spread.share is None:
        return Shown(figure, title, "–", 0, target)
    median, p90 = (length(timedelta(seconds=s or 0)) for s in (spread.median, spread.p90))
    said = t("of {n} · half {median} · 90 % {p90} · {target}", n=spread.count, median=median, p90=p90, target=target)
    return Shown(figure, title, f"{round(100 * spread.share)} %", spread.share, said, "!" if spread.share < 0.8 else "")


def _hours(hours: Sequence[Hour], until: datetime) -> list[Shown]:
    most = max((h.waiting for h in hours), default=0) or 1
    found = []
    for hour in reversed(hours):
        end = min(hour.at + timedelta(hours=1), until)
        title = t("until {when}", when=f"{end.astimezone():%H:%M}")
        said = f"+{hour.came} −{hour.ended}"
        found.append(Shown(Figure.BACKLOG, title, str(hour.waiting), hour.waiting / most, said, until=end))
    return found


def figure_line(shown: Shown, width: int) -> Line:
    """Return a figure's line: sign, name, value, bar, and what it says."""
    style = "warn" if shown.sign else "plain"
    room = 10 if width < 90 else 20
    return columns(
        width,
        (f"{shown.sign or ' '} {shown.title}", 18, style),
        (f"{shown.value:>6} ", 7, "strong"),
        (bar(shown.part, 1, room), room + 1, "urgent" if shown.figure is Figure.BACKLOG else "dim"),
        (shown.more, 0, "dim"),
    )


def backlog_picture(report: Report, width: int, height: int) -> list[str]:
    """Return the backlog as columns, with its heights at the left and its times below; of a young inbox from its first day."""
    hours = report.backlog
    first = next((n for n, hour in enumerate(hours) if hour.waiting), len(hours))
    values = [hour.waiting for hour in hours[min(first, max(0, len(hours) - HOURS)) :]]
    begin, end = t("{span} ago", span=length(timedelta(hours=len(values)))), t("now")
    most = max(values, default=0)
    edge = max(3, len(str(most)))
    room = max(1, width - edge - 2)
    wide = max(1, room // max(1, len(values)))
    lines = towers([value for value in values for _ in range(wide)], room, height)
    heads = [str(most), *[""] * (height - 2), "0"] if height > 1 else [str(most)]
    between = max(1, max(map(len, lines)) - cell_len(begin) - cell_len(end))
    title = f" {t('who waits, by hour')} "
    below = f"{begin}{title:^{between}}{end}" if between > cell_len(title) else f"{begin}{'':{between}}{end}"
    return [*(f"{head:>{edge}} {line}" for head, line in zip(heads, lines, strict=True)), f"{'':>{edge}} {below}"]


class Behind(ListModel):
    """The conversations behind a figure, what is worst first."""

    def __init__(self, desk: Desk, shown: Shown) -> None:
        super().__init__(desk, View.ALL, stays=False)
        self.shown = shown

    async def open(self) -> None:
        """Read which they are, and the first of them."""
        by = By.GOAL if self.shown.goal else None
        self._replace(await self.desk.behind(self.shown.figure, None, self.shown.until, by, self.shown.goal))
        await self.ensure(0, WINDOW)
        self.loaded = True

    async def complete(self) -> None:
        """All of them are known since they were opened."""
