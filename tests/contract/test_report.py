"""The report over both databases: a day in a small company, whose figures were worked out by hand."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from inbox.domain import commands as c
from inbox.domain.figures import By, Figure, Group, Spread
from inbox.domain.incoming import Kind
from inbox.domain.model import Delivery, Role
from inbox.errors import BadInput, NotAllowed
from inbox.ports.desk import View, made
from tests.served import Tokens, far, serving
from tests.world import NOON, World, message, world

HOUR = 3600


class Day:
    """Noon, and what happens after it; a person's reply leaves at once and arrives."""

    def __init__(self, w: World) -> None:
        self.w = w
        self.ids: dict[str, int] = {}

    async def writes(self, who: str, channel: str = "acme@x") -> None:
        """Let a contact write, now."""
        self.ids[who] = await self.w.arrives(who=who, channel=channel, occurred_at=self.w.clock())

    async def says(self, person: str, command: c.Command) -> int:
        """Let somebody do something."""
        return made(await (await self.w.desk(person)).perform(command)) or 0

    async def answers(self, person: str, who: str, became: Delivery = Delivery.SENT) -> int:
        """Let somebody answer a contact."""
        reply = await self.says(person, c.Reply(self.ids[who], "Antwort", now=True))
        await self.leaves(reply, became)
        return reply

    async def leaves(self, reply: int, became: Delivery = Delivery.SENT) -> None:
        """Carry a reply out."""
        await self.w.house._office.perform(c.BeginSend(reply), None)
        await self.w.house._office.perform(c.EndSend(reply, became), None)


@asynccontextmanager
async def day(place: Path | str) -> AsyncIterator[Day]:
    """From noon to eight.

    12:00 A, B, C, D, F and G write on acme@x, E on school@x · 12:30 anna answers A · 13:00 mia's reply to B is held ·
    14:00 jonas answers C · 15:00 lea signs mia's reply off · 16:00 lea closes D unanswered · 17:00 F is
    answered elsewhere · 18:00 lea's reply to G: nobody knows · legal is asked about A at 12:30 and answers at 18:00,
    development is asked at 13:00, answers at 15:00 and is accepted at 19:00, and is asked at 16:00 until 17:00.
    """
    async with world(place) as w:
        d, clock = Day(w), w.clock
        for who in "ABCDFG":
            await d.writes(who)
        await d.writes("E", "school@x")
        for who, owner in (("A", "anna"), ("B", "mia"), ("C", "jonas"), ("D", "lea"), ("G", "lea")):
            await d.says("lea", c.Assign(d.ids[who], owner))
        clock.move(minutes=30)
        await d.answers("anna", "A")
        legal = await d.says("anna", c.Ask(d.ids["A"], "legal", "Dürfen wir?"))
        clock.move(minutes=30)
        held = await d.says("mia", c.Reply(d.ids["B"], "Antwort"))
        slow = await d.says("anna", c.Ask(d.ids["A"], "development", "Wann?"))
        clock.move(hours=1)
        await d.answers("jonas", "C")
        clock.move(hours=1)
        await d.says("lea", c.Approve(held))
        await d.says("tom", c.Answer(slow, "Morgen."))
        clock.move(hours=1)
        await d.leaves(held)
        await d.says("lea", c.Close(d.ids["D"], "Spam"))
        await d.says("lea", c.Ask(d.ids["G"], "development", "Eilt?", due=clock() + timedelta(hours=1)))
        clock.move(hours=1)
        await w.take_in(message("echo", "Von dort", who="F", kind=Kind.ECHO, occurred_at=clock()))
        clock.move(hours=1)
        await d.answers("lea", "G", Delivery.UNKNOWN)
        await d.says("lea", c.Answer(legal, "Ja."))
        clock.move(hours=1)
        await d.says("anna", c.Accept(slow))
        clock.move(hours=1)
        yield d


async def test_the_figures_of_a_day_are_those_worked_out_by_hand(place: Path | str) -> None:
    async with day(place) as d:
        lea = await d.w.desk("lea")
        report = await lea.report(NOON - timedelta(hours=1))
        total, at = report.total, NOON + timedelta(hours=8)

        assert (report.at, report.until, report.by, report.groups) == (at, at, None, ())
        # Open are A, B, C, E, F and G; E waits, and G, of whose answer nobody knows, does not wait by the list either.
        waiting = [row.conversation.id for row in (await lea.conversations(View.WAITING)).items]
        assert (total.open, total.waiting, total.oldest) == (6, len(waiting), NOON)
        assert waiting == [d.ids["E"]]
        # Legal's answer waits to be accepted; of development is asked about G.
        assert (total.requests, total.overdue, total.held, total.unknown) == (2, 1, 0, 1)
        assert total.load == 6 + 1 + 2 / 2
        assert total.replies == 3  # G's is unknown, F's was written elsewhere
        # ½ h (A), 2 h (C), 3 h (B, held for two of them), 5 h (F)
        assert total.first == Spread(4, 5 * HOUR // 2, 5 * HOUR, 1)
        # development: 2 h; legal: 5½ h of usually 4
        assert total.turnaround == Spread(2, 15 * HOUR // 4, 11 * HOUR // 2, 1)


async def test_an_answer_is_on_time_by_the_hours_of_its_channel(place: Path | str) -> None:
    """Open from two, an answer within an hour: whoever wrote at noon has one until three."""
    async with day(place) as d:
        lea = await d.w.desk("lea")
        await lea.perform(c.SetHours("acme@x", "mon-sun 14-24", "UTC", within=60))

        first = (await lea.report(NOON - timedelta(hours=1))).total.first

        # A after ½ h, C after 2 h and B after exactly 3 h are on time, F after 5 h is not
        assert first is not None and (first.count, first.within) == (4, 3)


async def test_the_backlog_of_the_day_is_what_the_clock_says(place: Path | str) -> None:
    async with day(place) as d:
        hours = (await (await d.w.desk("lea")).report(NOON - timedelta(hours=1))).backlog

        assert [(h.at - NOON) // timedelta(hours=1) for h in hours] == list(range(-1, 8))
        # At 12 all seven wait. A is answered by 13, C by 14, B by 15, D closed by 16, F answered by 17; by 18 there is a
        # reply to G, of which nobody knows; E is left.
        assert [h.came for h in hours] == [7, 0, 0, 0, 0, 0, 0, 0, 0]
        assert [h.ended for h in hours] == [0, 1, 1, 1, 1, 1, 1, 0, 0]
        assert [h.waiting for h in hours] == [7, 6, 5, 4, 3, 2, 1, 1, 1]


async def test_parts_of_the_day_are_those_worked_out_by_hand(place: Path | str) -> None:
    async with day(place) as d:
        lea = await d.w.desk("lea")
        owners = await _groups(lea, By.OWNER)
        assert {k: g.open for k, g in owners.items()} == {"anna": 1, "mia": 1, "jonas": 1, "lea": 1, "": 2}
        assert {k: g.replies for k, g in owners.items() if g.replies} == {"anna": 1, "mia": 1, "jonas": 1}
        assert owners["mia"].first == Spread(1, 3 * HOUR, 3 * HOUR, 0)
        assert owners[""].first == Spread(1, 5 * HOUR, 5 * HOUR, 0)
        assert (owners["lea"].unknown, owners["lea"].overdue) == (1, 1)
        departments = await _groups(lea, By.DEPARTMENT)
        assert departments["legal"].turnaround == Spread(1, 11 * HOUR // 2, 11 * HOUR // 2, 0)
        assert departments["development"].turnaround == Spread(1, 2 * HOUR, 2 * HOUR, 1)
        assert departments["development"].overdue == 1
        channels = await _groups(lea, By.CHANNEL)
        assert {k: (g.open, g.waiting) for k, g in channels.items()} == {"acme@x": (5, 0), "school@x": (1, 1)}


async def _groups(desk, by: By) -> dict[str, Group]:  # type: ignore[no-untyped-def]
    return {g.key: g for g in (await desk.report(NOON - timedelta(hours=1), by=by)).groups}


async def test_behind_every_figure_are_as_many_conversations_as_it_counts(place: Path | str) -> None:
    async with day(place) as d:
        lea, since = await d.w.desk("lea"), NOON - timedelta(hours=1)

        async def names(figure: Figure, until: datetime | None = None, **of: object) -> str:
            ids = {id: who for who, id in d.ids.items()}
            return "".join(ids[id] for id in await lea.behind(figure, since, until, **of))  # type: ignore[arg-type]

        assert await names(Figure.FIRST) == "FBCA"
        assert await names(Figure.FIRST, by=By.OWNER, key="mia") == "B"
        assert await names(Figure.TURNAROUND) == "A"
        assert await names(Figure.UNKNOWN) == "G"
        assert await names(Figure.OVERDUE, by=By.DEPARTMENT, key="development") == "G"
        assert await names(Figure.WAITING) == "E"
        assert await names(Figure.OPEN) == "EAGBCF", "a question that waits makes heavier"
        assert await names(Figure.OPEN, by=By.OWNER, key="niemand") == ""
        assert await names(Figure.BACKLOG, NOON + timedelta(hours=4)) == "FGE"
        report = await lea.report(since)
        total = report.total
        counted = {
            Figure.OPEN: total.open,
            Figure.WAITING: total.waiting,
            Figure.HELD: total.held,
            Figure.UNKNOWN: total.unknown,
        }
        assert {f: len(await lea.behind(f, since)) for f in counted} == counted
        assert await names(Figure.REQUESTS) and await names(Figure.REPLIES)
        for hour in report.backlog:
            end = min(hour.at + timedelta(hours=1), report.until)
            assert len(await lea.behind(Figure.BACKLOG, since, end)) == hour.waiting


async def test_a_report_reaches_as_far_as_its_reader_does(place: Path | str) -> None:
    async with day(place) as d:
        await d.says("lea", c.AddPerson("lola", (Role.LEAD,), channels=("school@x",)))
        lola = await d.w.desk("lola")
        total = (await lola.report()).total

        assert (total.open, total.replies, total.first.count, total.requests, total.unknown) == (1, 0, 0, 0, 0)  # type: ignore[union-attr]
        assert list(await lola.behind(Figure.FIRST)) == []
        for who in ("anna", "mia", "tom", "adam", "otto"):
            for read in ((await d.w.desk(who)).report, _held(await d.w.desk(who))):
                with pytest.raises(NotAllowed, match="may not see how the work"):
                    await read()


def _held(desk) -> Callable[[], Awaitable[object]]:  # type: ignore[no-untyped-def]
    return lambda: desk.behind(Figure.HELD)


async def test_a_report_over_http_is_the_same_report(place: Path | str) -> None:
    async with day(place) as d:
        tokens, lea, since = Tokens(d.w.house), await d.w.desk("lea"), NOON - timedelta(hours=1)
        async with serving(d.w.house, tokens) as where, far(where, tokens.make("lea")) as house:
            afar = await house.desk("lea")
            until = NOON + timedelta(hours=5, minutes=7)
            for by in (None, *By):
                assert await afar.report(since, until, by) == await lea.report(since, until, by)
            for figure in Figure:
                assert await afar.behind(figure, since, by=By.CHANNEL, key="acme@x") == await lea.behind(
                    figure, since, by=By.CHANNEL, key="acme@x"
                )
            with pytest.raises(BadInput, match="begins before it ends"):
                await afar.report(until, until)
