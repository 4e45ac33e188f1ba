"""What specialists see: what they are asked, what they may read about it, and room to answer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

from textual.widget import Widget

from inbox.domain.model import AT_DEPARTMENT, Direction, RequestState
from inbox.ports.desk import RequestRow
from inbox.texts import t
from inbox.tui.models.counts import Count
from inbox.tui.models.lines import Line, wrap
from inbox.tui.models.rows import request_line
from inbox.tui.models.when import ahead, clock
from inbox.tui.screens.beside import BesideScreen
from inbox.tui.screens.writing import WritingScreen
from inbox.tui.seat import Seat
from inbox.tui.widgets.lines import LinesView
from inbox.tui.widgets.listing import ItemList


def question_lines(row: RequestRow, width: int, now: datetime) -> list[Line]:
    """Return a request as its department reads it: what is wanted, until when, what is known."""
    r, room = row.request, width - 4
    lines: list[Line] = [[(f" {t('{name} asks {department}', name=r.author, department=r.department)}", "head")]]
    if r.due:
        lines.append([(f" {t('needed')}: {ahead(r.due, now)} ({clock(r.due, now)})", "warn" if r.due < now else "dim")])
    lines += [
        [],
        *(
            [("  ? " if n == 0 else "    ", "request-head"), (x, "strong")]
            for n, x in enumerate(wrap(str(r.question), room))
        ),
        [],
    ]
    if r.known is not None and str(r.known):
        lines.append([(f" {t('What we know already:')}", "dim")])
        lines += [*([("  = ", "dim"), (x, "note")] for x in wrap(str(r.known), room)), []]
    if r.escalated:
        late = t("{name} was told that it is late", name=r.escalated)
        absent = t("{name} was told that nobody of {department} is there", name=r.escalated, department=r.department)
        lines += [[(f" {late if r.rang else absent}", "warn")], []]
    if row.shown:
        lines.append([(f" {t('What the customer wrote on {platform}', platform=row.platform)}", "dim")])
        for m in row.shown:
            who = "" if m.direction is Direction.IN else f"{m.author or t('we')}: "
            lines += [[("  │ ", "dim"), (x, "in")] for x in wrap(f"{who}{m.words}", room)] + [[]]
    for remark in r.remarks:
        lines += [[("  · ", "dim"), (x, "note")] for x in wrap(remark.line, room)]
    if r.answer is not None:
        lines += [[], [(f" {t('Answer by {name}', name=r.answered_by or '')}", "dim")]]
        lines += [[("  ! ", "request-head"), (x, "answer")] for x in wrap(str(r.answer), room)]
    return lines


class QuestionView(LinesView):
    """One request to read."""

    row: RequestRow | None = None

    def _lines(self, width: int) -> list[Line]:
        return question_lines(self.row, width, datetime.now(UTC)) if self.row else []

    def line_count(self) -> int:
        """Return how many lines the request has at this width."""
        return max(1, len(self._lines(self.scrollable_content_region.width)))

    def line(self, y: int, width: int) -> Line:
        """Return one line."""
        lines = self._lines(width)
        return lines[y] if y < len(lines) else []

    def page_by(self, step: int) -> None:
        """Scroll by a page."""
        self.scroll_relative(y=step * max(1, self.scrollable_content_region.height - 2), animate=False)

    def by(self, step: int) -> None:
        """Scroll by lines."""
        self.scroll_relative(y=step, animate=False)


PAGE = 200
"""Requests read at once."""


class RequestsScreen(BesideScreen, WritingScreen):
    """The requests to this person's departments, earliest due first."""

    def __init__(self, seat: Seat) -> None:
        super().__init__(seat)
        self.question = QuestionView(id="question")
        self._begin(ItemList(self._line, id="rows"), self.question)
        self._wanted = PAGE
        self._more = False

    def beneath(self) -> Iterable[Widget]:
        """The answer being written."""
        return (self.composer,)

    def context(self) -> str:
        """Where keys go now."""
        where = super().context()
        return "requests" if where == "list" else where

    def request_row(self) -> RequestRow | None:
        """The request that is chosen, which is the one shown."""
        return self.question.row

    def _line(self, row: RequestRow, width: int) -> Line:
        return request_line(row, width, datetime.now(UTC))

    async def reload(self) -> None:
        """Read what wants something, then what this person has answered lately."""
        departments = self.seat.person.departments
        mine = [r for r in await self._pages() if not departments or r.request.department in departments]
        self.rows.empty = t("Nobody asks you anything. New questions appear here by themselves.")
        mine.sort(key=lambda r: r.request.state not in AT_DEPARTMENT)
        self.rows.show(mine, lambda r: r.request.id)
        open, late = await self._open(mine)
        names = ", ".join(sorted(departments)) or t("all departments")
        overdue = [Count(t("{n} overdue", n=late))] if late else []
        self._where = f" {t('REQUESTS')}  ", [Count(names, 2), Count(t("{n} open", n=open)), *overdue]
        self.retitle()
        self.list_title.say(f" {t('earliest due first')}")
        self._show()

    async def _pages(self) -> list[RequestRow]:
        """Read as much of the list as was scrolled to."""
        found: list[RequestRow] = []
        after: str | None = ""
        while after is not None and len(found) < self._wanted:
            page = await self.desk.requests(limit=PAGE, after=after)
            found += page.items
            after = page.next
        self._more = after is not None
        return found

    async def _open(self, read: Sequence[RequestRow]) -> tuple[int, int]:
        """Return how many requests wait for this person's departments, and how many of them too long."""
        if self.seat.person.departments:
            counts = await self.desk.counts()
            return counts.to_answer, counts.overdue
        waiting = [r.request for r in read if r.request.state in AT_DEPARTMENT]
        return len(waiting), sum(r.due is not None and r.due < datetime.now(UTC) for r in waiting)

    def _show(self) -> None:
        if self._more and self.rows.place >= self.rows.count() - self.rows.page:
            self._more, self._wanted = False, self._wanted + PAGE
            self.work(self.reload)
        current, writing = self.rows.current, self.composer.writing
        if writing is not None and (current is None or current.request.id != writing.about):
            return  # it was taken away while somebody writes about it: text and question stay together
        self.question.row = current
        self.question.repaint()
        if current is None:
            self.hint.say("")
        elif current.request.state is RequestState.ANSWERED:
            self.hint.say(f" {t('answered; r answers anew')}")
        elif current.request.state is RequestState.RETURNED:
            self.hint.say(f" {t('waits for whoever asked')}")
        else:
            self.hint.say(f" {t('r answers · c asks back · d declines · D passes on')}")
        self.refresh_footer()

    def moving(self) -> None:
        """What is written about the row before is kept."""
        if self.composer.writing is not None:
            self.leave_writing()

    def after_writing(self) -> None:
        """Back to the list, with the answer in it."""
        self.back()
        self.work(self.reload)
