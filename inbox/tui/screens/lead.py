"""The lead's overview: pictures and figures with the list behind each, who carries how much, and moving work."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.timer import Timer

from inbox.domain.events import (
    DraftDiscarded,
    DraftSaved,
    Mentioned,
    MentionSeen,
    MessageReacted,
    NoteWritten,
    Recorded,
    Seen,
)
from inbox.domain.figures import By, Figure, Report
from inbox.domain.goals import CardKind
from inbox.domain.model import State
from inbox.domain.people import Act, Reach, reach
from inbox.domain.views import Filter
from inbox.ports.desk import Load, Overview, Row, View
from inbox.ports.storms import Weather
from inbox.texts import t
from inbox.tui.models.counts import Count
from inbox.tui.models.lines import Line, columns
from inbox.tui.models.listing import ListModel
from inbox.tui.models.overview import Behind, Shown, backlog_picture, figure_line, figures, gauge_line, goal_figures
from inbox.tui.models.rows import LOAD_HEAD, conversation_line, load_line
from inbox.tui.models.when import ahead
from inbox.tui.screens.base import HouseScreen
from inbox.tui.seat import Seat
from inbox.tui.widgets.bars import Bar
from inbox.tui.widgets.listing import ConversationList, ItemList, RowList

PAUSE = 2.0
"""Seconds after which the figures follow what happened."""
QUIET = (Seen, DraftSaved, DraftDiscarded, NoteWritten, Mentioned, MentionSeen, MessageReacted)
"""Facts that no figure here is about."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What is chosen in the overview: a figure, else a colleague ("": nobody), and one of the conversations behind it."""

    figure: tuple[Figure, datetime | None, str] | None
    person: str
    conversation: int


class LeadScreen(HouseScreen):
    """The backlog as a picture, figures, and load by person; beside them the conversations behind what is chosen."""

    def __init__(self, seat: Seat, place: Standing | None = None) -> None:
        super().__init__(seat)
        self._place = place
        self.status = Bar(id="status")
        self.picture = Bar(id="backlog")
        self.storm = Bar(id="gauge")
        self.figures: ItemList[Shown] = ItemList(figure_line, id="figures")
        self.head = Bar(id="load-head")
        self.title_bar = Bar(id="thread-title")
        self.load: ItemList[Load] = ItemList(self._load_line, id="load")
        self.load.empty = t("loading …")
        self.work_rows = ConversationList(self._row_line, id="work")
        self.model: ListModel | None = None
        self.overview: Overview | None = None
        self.report: Report | None = None
        self.weather: Weather | None = None
        self._left: ItemList[Load] | ItemList[Shown] = self.load
        self._behind: object = None
        self._later: Timer | None = None

    def compose(self) -> ComposeResult:
        """Status, load beside work, notice, keys."""
        yield self.status
        with Horizontal(id="panes", classes="panes"):
            with Vertical(id="load-pane"):
                yield self.picture
                yield self.storm
                yield self.figures
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
        self.work(self._stand)

    def standing(self) -> Standing:
        """Return what is chosen here, for coming back to it."""
        figure = self.figures.current if self._left is self.figures else None
        row = self.row()
        return Standing(figure.key if figure else None, self.chosen_person(), row.conversation.id if row else 0)

    async def _stand(self) -> None:
        """Show the whole; for whoever comes back from a conversation, the list that led there."""
        await self.reload()
        if (place := self._place) is None:
            return
        keys = [shown.key for shown in self.figures.items]
        if place.figure in keys:
            self._left = self.figures
            self.figures.put(keys.index(place.figure))
        else:
            self.load.put(next((n for n, one in enumerate(self.load.items) if one.person == place.person), 0))
        await self._show_work()
        if self.model is not None:
            self.model.go_to(place.conversation)
        self.read()
        self._left.repaint()

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
        """The colleague who is chosen; "" is nobody."""
        return self.load.current.person if self.load.current and self._left is self.load else ""

    def _load_line(self, load: Load, width: int) -> Line:
        weights = {g.key: g.load or 0 for g in self.report.groups} if self.report else {}
        most = max(weights.values(), default=0)
        return load_line(load, width, datetime.now(UTC), weights.get(load.person, 0), most)

    def _row_line(self, place: int, width: int) -> Line:
        row = self.model.row(place) if self.model else None
        if row is None:
            return [("  …", "dim")]
        marked = bool(self.model and row.conversation.id in self.model.marked)
        here = self.seat.nearby.sign(row.conversation.id)
        return conversation_line(row, width, datetime.now(UTC), self.chosen_person(), marked=marked, here=here)

    def show_marks(self) -> None:
        """Show which conversations are marked now."""
        self.work_rows.repaint()
        self._title_work()

    async def reload(self) -> None:
        """Read everything anew."""
        await self._count()
        await self.count()

    async def count(self) -> None:
        """Read the figures anew, and draw them."""
        self.report, self.weather = await self.desk.report(by=By.OWNER), await self.desk.weather()
        self.figures.show(figures(self.report, await self._goals()), lambda shown: shown.key)
        self.load.repaint()
        self._draw()
        if self._left is self.figures:
            await self._show_work()

    async def _goals(self) -> list[Shown]:
        """Count replies by goal, where one stands: it is a second look at everything."""
        cards = await self.desk.cards()
        stand = any(k.kind is CardKind.GOAL for k in cards)
        return goal_figures(cards, await self.desk.report(by=By.GOAL)) if stand else []

    def _draw(self) -> None:
        line = gauge_line(self.weather, self.figures.size.width or 80)
        self.storm.display = bool(line)
        self.storm.say("".join(text for text, _ in line))
        if self.report is not None:
            height = 5 if self.size.height >= 34 else 3
            self.picture.styles.height = height + 1
            lines = backlog_picture(self.report, self.picture.size.width or 78, height)
            self.picture.say("\n".join(f" {line}" for line in lines))

    def on_resize(self, event: events.Resize) -> None:
        """Fit the pictures too."""
        super().on_resize(event)
        self.call_after_refresh(self._draw)

    async def _count(self) -> None:
        """Read who carries how much anew; colleagues who carry nothing are in it too."""
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
                columns(69, *((t(h) if n == 0 else f"{t(h):>{w - 1}} ", w, "") for n, (h, w) in enumerate(LOAD_HEAD)))[
                    i
                ][0]
                for i in range(len(LOAD_HEAD))
            )
        )
        self.retitle()
        # The list behind a figure is read with the figures.
        if self._left is self.load:
            await self._show_work()

    def retitle(self) -> None:
        """Say how much there is, and what is late."""
        if (o := self.overview) is None:
            return
        total = sum(load.open for load in o.loads) + o.unowned.open
        now = datetime.now(UTC)
        counts = [Count(t("{n} open", n=total)), Count(t("{n} unowned", n=o.unowned.open), 1)]
        if o.overdue:
            first = o.overdue[0].request
            due = f" {ahead(first.due, now)}" if first.due else ""
            counts += [Count(t("{n} overdue", n=len(o.overdue))), Count(f"#{first.id} {first.department}{due}", 2)]
        counts += [Count(t("{n} held", n=o.held))] if o.held else []
        counts += [Count(t("{n} unknown", n=o.unknown))] if o.unknown else []
        self.status.say_counts(f" {t('TEAM')}  ", counts, self.who())

    async def _show_work(self) -> None:
        model, behind, empty = self._chosen()
        before = self.model if self._behind == behind else None
        chosen = before.current_id if before else None
        await model.open()
        await model.complete()
        model.marked = before.marked if before else set()
        if chosen is not None:
            model.go_to(chosen)
        self.model = self.work_rows.model = model
        self._behind, self.work_rows.empty = behind, empty
        self._title_work()
        self.work_rows.repaint()
        await model.ensure(*self.work_rows.window)
        self.work_rows.repaint()
        self.refresh_footer()

    def _chosen(self) -> tuple[ListModel, object, str]:
        """Return the list behind what is chosen at the left, what tells it from others, and what it says if it is empty."""
        shown = self.figures.current
        if self._left is self.figures and shown is not None:
            return Behind(self.desk, shown), shown.key, t("Nothing is behind this figure.")
        person = self.chosen_person()
        view, narrow = (View.ALL, Filter(owner=person, state=State.OPEN)) if person else (View.UNOWNED, Filter())
        empty = t("{name} carries nothing.", name=person or t("nobody"))
        return ListModel(self.desk, view, narrow, stays=False), person, empty

    def _title_work(self) -> None:
        marked = f" · {t('{n} marked', n=len(self.model.marked))}" if self.model and self.model.marked else ""
        name = self.chosen_person() or t("nobody")
        if self._left is self.figures and self.figures.current:
            name = f"{self.figures.current.title} {self.figures.current.value}"
        self.title_bar.say(f" {name} · {t('conversations: {n}', n=len(self.model or ()))}{marked}")

    @on(RowList.Moved)
    def _moved(self, event: RowList.Moved) -> None:
        event.stop()
        if event.rows in (self.load, self.figures):
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
        """Go to the list behind what is chosen."""
        self.add_class("-reading")
        self.work_rows.focus()

    def back(self) -> None:
        """Go back to what was chosen at the left."""
        self.remove_class("-reading")
        self._left.focus()

    def turn(self, step: int) -> None:
        """Give the keys to the next pane: figures, colleagues, conversations."""
        panes = (self.figures, self.load, self.work_rows)
        place = next((n for n, pane in enumerate(panes) if pane is self.focused), 1)
        pane = panes[(place + step) % len(panes)]
        self.set_class(pane is self.work_rows, "-reading")
        pane.focus()

    def step_over(self, step: int) -> bool:
        """Go from the first colleague up into the figures, and from the last figure down; tell whether it was that."""
        if step == -1 and self.focused is self.load and self.load.place == 0 and self.figures.items:
            self.figures.put(self.figures.count() - 1)
            self.figures.show_line(self.figures.place)
            self.figures.focus()
            return True
        if step == 1 and self.focused is self.figures and self.figures.place == self.figures.count() - 1:
            self.load.put(0)
            self.load.focus()
            return True
        return False

    def on_descendant_focus(self) -> None:
        """What is behind the figures, or the colleagues, is shown as soon as the keys go there."""
        super().on_descendant_focus()
        before = self._left
        if self.focused is self.figures:
            self._left = self.figures
        elif self.focused is self.load:
            self._left = self.load
        if before is not self._left and self.overview is not None:
            self.work(self._show_work)

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
        """Show what happened; the figures a little later, and only once for many facts."""
        if all(isinstance(fact.event, QUIET) for fact in facts):
            return
        await self._count()
        if self._later is None:
            self._later = self.set_timer(PAUSE, self._count_later)

    def _count_later(self) -> None:
        self._later = None
        self.work(self.count)
