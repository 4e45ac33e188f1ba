"""The lead's overview: who carries how much, what is overdue, and moving work from one to another."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import UTC, datetime

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical

from inbox.domain.events import Recorded
from inbox.domain.model import State
from inbox.domain.people import Act, Reach, reach
from inbox.ports.desk import Filter, Load, Overview, Row, View
from inbox.texts import t
from inbox.tui.models.lines import Line, columns
from inbox.tui.models.listing import ListModel
from inbox.tui.models.rows import LOAD_HEAD, conversation_line, load_line
from inbox.tui.models.when import ahead
from inbox.tui.screens.base import HouseScreen
from inbox.tui.seat import Seat
from inbox.tui.widgets.bars import Bar
from inbox.tui.widgets.listing import ConversationList, ItemList, RowList


class LeadScreen(HouseScreen):
    """Load by person on the left, what the chosen one carries on the right."""

    def __init__(self, seat: Seat) -> None:
        super().__init__(seat)
        self.status = Bar(id="status")
        self.head = Bar(id="load-head")
        self.title_bar = Bar(id="thread-title")
        self.load: ItemList[Load] = ItemList(self._load_line, id="load")
        self.load.empty = t("loading …")
        self.work_rows = ConversationList(self._row_line, id="work")
        self.model: ListModel | None = None
        self.overview: Overview | None = None

    def compose(self) -> ComposeResult:
        """Status, load beside work, notice, keys."""
        yield self.status
        with Horizontal(id="panes", classes="panes"):
            with Vertical(id="load-pane"):
                yield self.head
                yield self.load
            with Vertical(id="work-pane"):
                self.title_bar.add_class("pane-title")
                yield self.title_bar
                yield self.work_rows
        yield from self.compose_edges()

    async def on_mount(self) -> None:
        """Show the whole."""
        self.load.focus()
        self.work(self.reload)

    def context(self) -> str:
        """Where keys go now."""
        return "lead"

    def row(self) -> Row | None:
        """The conversation that is chosen, while the keys go to the list of them."""
        return self.model.current if self.model and self.focused is self.work_rows else None

    def marked(self) -> list[int]:
        """The marked conversations, else the chosen one."""
        return sorted(self.model.marked) if self.model and self.model.marked else super().marked()

    def chosen_person(self) -> str:
        """The colleague under the cursor; "" is nobody."""
        return self.load.current.person if self.load.current else ""

    def _load_line(self, load: Load, width: int) -> Line:
        return load_line(load, width, datetime.now(UTC))

    def _row_line(self, place: int, width: int) -> Line:
        row = self.model.row(place) if self.model else None
        if row is None:
            return [("  …", "dim")]
        marked = bool(self.model and row.conversation.id in self.model.marked)
        here = self.seat.nearby.sign(row.conversation.id)
        return conversation_line(row, width, datetime.now(UTC), self.chosen_person(), marked=marked, here=here)

    async def reload(self) -> None:
        """Read the whole anew; colleagues who carry nothing are in it too."""
        overview = self.overview = await self.desk.overview()
        carried = {load.person for load in overview.loads}
        free = [
            Load(p.name, 0, 0, None, 0)
            for p in await self.desk.people()
            if p.name not in carried and reach(p, Act.SEND) is not Reach.NONE
        ]
        loads = sorted(overview.loads, key=lambda load: (-load.waiting, -load.open, load.person))
        self.load.show([*loads, *free, overview.unowned], lambda load: load.person)
        self.head.say(
            "".join(
                columns(62, *((t(h) if n == 0 else f"{t(h):>{w - 1}} ", w, "") for n, (h, w) in enumerate(LOAD_HEAD)))[
                    i
                ][0]
                for i in range(len(LOAD_HEAD))
            )
        )
        self.retitle()
        await self._show_work()

    def retitle(self) -> None:
        """Say how much there is, and what is late."""
        if (o := self.overview) is None:
            return
        total = sum(load.open for load in o.loads) + o.unowned.open
        now = datetime.now(UTC)
        late = f" · {t('{n} overdue', n=len(o.overdue))}" if o.overdue else ""
        if o.overdue:
            first = o.overdue[0].request
            late += f" (#{first.id} {first.department} {ahead(first.due, now) if first.due else ''})"
        held = f" · {t('{n} held', n=o.held)}" if o.held else ""
        unknown = f" · {t('{n} unknown', n=o.unknown)}" if o.unknown else ""
        text = f" {t('TEAM')}  {t('{n} open', n=total)} · {t('{n} unowned', n=o.unowned.open)}{late}{held}{unknown}"
        self.status.say_between(text, self.who())

    async def _show_work(self) -> None:
        person = self.chosen_person()
        view, narrow = (View.ALL, Filter(owner=person, state=State.OPEN)) if person else (View.UNOWNED, Filter())
        before = self.model if self.model and self.model.narrow == narrow and self.model.view is view else None
        chosen = before.current_id if before else None
        model = ListModel(self.desk, view, narrow, stays=False)
        await model.open()
        await model.complete()
        model.marked = before.marked if before else set()
        if chosen is not None:
            model.go_to(chosen)
        self.model = self.work_rows.model = model
        self.work_rows.empty = t("{name} carries nothing.", name=person or t("nobody"))
        self._title_work()
        self.work_rows.repaint()
        await model.ensure(*self.work_rows.window)
        self.work_rows.repaint()
        self.refresh_footer()

    def _title_work(self) -> None:
        marked = f" · {t('{n} marked', n=len(self.model.marked))}" if self.model and self.model.marked else ""
        self.title_bar.say(f" {self.chosen_person() or t('nobody')} · {len(self.model or ())}{marked}")

    @on(RowList.Moved)
    def _moved(self, event: RowList.Moved) -> None:
        event.stop()
        if event.rows is self.load:
            self.work(self._show_work)
        else:
            self.work(self._fill)

    async def _fill(self) -> None:
        if self.model and await self.model.ensure(*self.work_rows.window):
            self.work_rows.repaint()
        self.refresh_footer()

    @on(RowList.Opened)
    def _opened(self, event: RowList.Opened) -> None:
        event.stop()
        self.read()

    def read(self) -> None:
        """Go to the list of what the chosen colleague carries."""
        self.add_class("-reading")
        self.work_rows.focus()

    def back(self) -> None:
        """Go back to the colleagues."""
        self.remove_class("-reading")
        self.load.focus()

    def mark_here(self) -> None:
        """Mark the chosen conversation and go on to the next."""
        if self.model and self.model.current_id is not None:
            self.model.mark(self.model.current_id)
            self.work_rows.by(1)
            self.work_rows.repaint()
            self._title_work()

    def people_changed(self, ids: Collection[int]) -> None:
        """Show who is where now."""
        self.work_rows.show_people(ids)

    async def changed(self, facts: Sequence[Recorded]) -> None:
        """Show what happened."""
        await self.reload()
