"""The inbox: list, thread, context, composer. Below 100 columns one pane at a time, with the same keys."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection, Sequence
from datetime import UTC, datetime

from textual import on
from textual import work as background
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.screen import Screen
from textual.timer import Timer

from inbox.domain.events import ContactsLinked, ContactsUnlinked, LinkDismissed, Recorded
from inbox.domain.views import Filter
from inbox.ports.desk import Counts, Row, View
from inbox.texts import t
from inbox.tui.models.counts import Count
from inbox.tui.models.lines import Line
from inbox.tui.models.listing import ListModel
from inbox.tui.models.rows import conversation_line
from inbox.tui.models.unread import unread
from inbox.tui.screens.reading import ReadingScreen
from inbox.tui.seat import Seat
from inbox.tui.widgets.bars import Bar
from inbox.tui.widgets.composer import Writing
from inbox.tui.widgets.listing import ConversationList, RowList

EMPTY = {
    View.MINE: "You own nothing that is open. g u shows what nobody owns; m takes one.",
    View.UNOWNED: "Nobody is without an owner. g w shows who waits.",
    View.WAITING: "Nobody waits for us.",
    View.SNOOZED: "Nothing sleeps. s puts a conversation away until a time.",
    View.REQUESTS: "No department is being asked. x asks one about a conversation.",
    View.HELD: "No reply waits for a sign-off.",
    View.UNKNOWN: "Every reply's delivery is known.",
    View.ALL: "No message has come in yet. inbox channel add opens a channel.",
}
SHOWN = (View.MINE, View.UNOWNED, View.WAITING, View.HELD, View.UNKNOWN, View.REQUESTS, View.ALL)
RANKS = {View.UNOWNED: 1, View.WAITING: 1, View.REQUESTS: 2, View.ALL: 3}
"""Which counts a narrow window does without: what is one's own, held or unknown always stands there."""
HELD = 0.06
"""Seconds between two moves below which a key is held down."""
ABOUT_CONTACTS = (ContactsLinked, ContactsUnlinked, LinkDismissed)
BUSY = 20_000
"""Rows above which a list's order is read anew at most once a second."""


class MainScreen(ReadingScreen):
    """Where community managers spend the day."""

    def __init__(self, seat: Seat, view: View) -> None:
        super().__init__(seat)
        self.view = view
        self.narrow = Filter()
        self.called = ""
        self.status = Bar(id="status")
        self.list_title = Bar(id="list-title")
        self.rows = ConversationList(self._line, id="rows")
        self.models: dict[View, ListModel] = {}
        self.counts: Counts | None = None
        self.words = ""
        self._ordered = 0.0
        self._later: Timer | None = None
        self._moved_at = 0.0
        self.origin: Callable[[], Screen[None]] | None = None
        """Makes the screen anew whose list led to what is read; None where it was this one."""

    def compose(self) -> ComposeResult:
        """Status, panes, notice, keys."""
        yield self.status
        with Horizontal(id="panes", classes="panes"):
            with Vertical(id="list-pane"):
                self.list_title.add_class("pane-title")
                yield self.list_title
                yield self.rows
            with Vertical(id="thread-pane"):
                self.thread_title.add_class("pane-title")
                yield self.thread_title
                yield self.pane
                yield self.composer
            yield self.context_pane
        yield from self.compose_edges()

    async def on_mount(self) -> None:
        """Show the first page at once; everything else follows."""
        self.rows.focus()
        self.work(lambda: self.show_view(self.view))
        self.set_interval(20, self._tick)
        self.set_interval(1, self._count_down)

    # --- what is chosen

    def context(self) -> str:
        """Where keys go now."""
        if self.focused is self.pane:
            return "thread"
        return super().context()

    @property
    def model(self) -> ListModel | None:
        """The list that is shown."""
        return self.models.get(self.view)

    def row(self) -> Row | None:
        """The conversation that is chosen. The cursor alone says which; the pane shows the same one."""
        current = self.model.current if self.model else None
        shown = self.thread()
        return current or (shown.thread.row if shown and shown.thread else None)

    def marked(self) -> list[int]:
        """The marked conversations in this list, else the chosen one; in the thread, what is read there."""
        if self.model and self.model.marked and self.focused is not self.pane:
            return sorted(self.model.marked)
        return super().marked()

    def show_marks(self) -> None:
        """Show which conversations are marked now."""
        self.rows.repaint()
        self.retitle()

    def chosen_id(self) -> int | None:
        """The conversation under the cursor."""
        return self.model.current_id if self.model else None

    # --- lists

    def _line(self, place: int, width: int) -> Line:
        row = self.model.row(place) if self.model else None
        if row is None:
            return [("  …", "dim")]
        marked = bool(self.model and row.conversation.id in self.model.marked)
        here = self.seat.nearby.sign(row.conversation.id)
        line = conversation_line(row, width, datetime.now(UTC), self.seat.person.name, marked=marked, here=here)
        left = bool(self.model and row.conversation.id == self.model.stayed)
        return [(text, "dim") for text, _ in line] if left else line

    async def show_view(self, view: View, narrow: Filter | None = None, called: str = "") -> None:
        """Show another view, its first page before the rest; `called` is the name it is kept under."""
        self.view, self.narrow, self.called = view, narrow if narrow is not None else Filter(), called
        model = self.models.get(view)
        if model is None or model.narrow != self.narrow:
            model = self.models[view] = ListModel(self.desk, view, self.narrow)
        model.settle()
        self.rows.model = model
        empty = unread(self.seat.person) or t(EMPTY[view])
        self.rows.empty = t("loading …") if not model.loaded else empty
        self.rows.repaint()
        known = len(model) > 0
        if not model.loaded:
            await (model.reopen() if known else model.open())
        if self.rows.model is not model:
            return
        self.rows.empty = empty
        self.rows.repaint()
        self.rows.show_line(self.rows.place)
        self.preview()
        self.work(self._rest)

    async def _rest(self) -> None:
        """Read what the first page does not show, without keeping the keys waiting."""
        await self._recount()
        if (model := self.model) is not None:
            await model.complete()
            self.retitle()
        await self._fill()

    async def _fill(self) -> None:
        if self.model is None:
            return
        await self.model.ensure(*self.rows.window)
        self.rows.repaint()
        self.rows.show_line(self.rows.place)

    @on(RowList.Moved)
    def _moved(self, event: RowList.Moved) -> None:
        event.stop()
        if self.model and self.model.lacks(*self.rows.window):
            self.work(self._fill_missing)
        self.preview()

    async def _fill_missing(self) -> None:
        if self.model:
            self.rows.repaint_lines(await self.model.ensure(*self.rows.window))

    @on(RowList.Opened)
    def _opened(self, event: RowList.Opened) -> None:
        event.stop()
        self.read()

    async def _recount(self) -> None:
        self.counts = await self.desk.counts()
        self.retitle()

    def retitle(self) -> None:
        """Say how many each view holds, and what the list shows."""
        views = self.counts.views if self.counts else {}
        parts = [
            Count(f"{t(v)} {views.get(v, 0)}", RANKS.get(v, 0))
            for v in SHOWN
            if views.get(v, 0) or v in (View.MINE, View.UNOWNED, View.WAITING, View.ALL)
        ]
        named = [Count(f"@ {self.counts.mentions}")] if self.counts and self.counts.mentions else []
        parts[1:1] = named
        self.status.say_counts(" INBOX  ", parts, self.who())
        size = self.model.size if self.model else 0
        kept = (self.narrow.channel, self.narrow.owner, self.narrow.tag, self.narrow.state, self.narrow.visibility)
        narrow = self.called or " ".join(t(x) for x in kept if x)
        marked = f" · {t('{n} marked', n=len(self.model.marked))}" if self.model and self.model.marked else ""
        self.list_title.say(f" {t(self.view)}{' / ' + narrow if narrow else ''} · {size}{marked}")

    # --- the thread

    def preview(self) -> None:
        """Show the chosen conversation beside the list; what is written about another is kept and put away."""
        id = self.model.current_id if self.model else None
        writing = self.composer.writing
        if writing is not None and writing.conversation != id:
            self.leave_writing()
        if id is None:
            self.show_nothing()
        elif self._thread is None or self._thread.conversation != id:
            self._preview(id)

    def show_nothing(self) -> None:
        """Show no conversation, and where there is no other pane the list."""
        super().show_nothing()
        if self.has_class("-reading"):
            self.back()

    @background(exclusive=True, group="thread")
    async def _preview(self, id: int) -> None:
        # A burst of moves opens only the last one's thread; while a key is held, that is when it is let go.
        now, before = asyncio.get_running_loop().time(), self._moved_at
        self._moved_at = now
        await asyncio.sleep(0.008 if now - before > HELD else HELD)
        self.work(lambda: self.open_thread(id))

    def read(self) -> None:
        """Go into the thread."""
        self.origin = None
        self.add_class("-reading")
        self.pane.focus()

    def back(self) -> None:
        """Go back to the list."""
        self.remove_class("-reading")
        self.remove_class("-zoomed")
        self.rows.focus()

    def go_on(self, done: Collection[int]) -> None:
        """Go on to the next conversation that is none of these."""
        if self.model is not None:
            self.rows.go(self.model.beyond(done))

    def open_writing(self, writing: Writing, text: str = "") -> None:
        """Begin to write, if it is still about the chosen conversation."""
        if self.model is not None and self.model.current_id == writing.conversation:
            super().open_writing(writing, text)

    def after_writing(self) -> None:
        """Back to the thread in a narrow window, to the list in a wide one."""
        if self.has_class("-narrow"):
            self.pane.focus()
        else:
            self.back()
        self.work(self.reload_thread)

    # --- live

    async def changed(self, facts: Sequence[Recorded]) -> None:
        """Show what happened, without moving the cursor off its conversation."""
        await self.cards_changed(facts)
        touched = {f.conversation for f in facts if f.conversation is not None}
        for view, model in self.models.items():
            if view is not self.view:
                model.loaded = False
        if self.model is not None and self.model.loaded:
            await self.model.refresh(touched)
            await self._order()
        await self._recount()
        if self._thread is not None and self._thread.conversation in touched:
            await self.reload_thread()
        known = self._known()
        beside = {row.conversation.id for row in known.conversations} if known else set()
        if touched & beside or any(isinstance(f.event, ABOUT_CONTACTS) for f in facts):
            self.acquaint()
        if self.model is not None and self.model.loaded:
            self.preview()
        self.refresh_footer()

    async def _order(self) -> None:
        """Read the list's order anew; a long one at most once a second, the last change included."""
        wait = self._ordered + 1 - asyncio.get_running_loop().time()
        if self.model is not None and len(self.model) >= BUSY and wait > 0:
            if self._later is None:
                self._later = self.set_timer(wait, lambda: self.work(self._order_late))
        elif self.model is not None:
            self._ordered = asyncio.get_running_loop().time()
            await self.model.complete()
        await self._fill()

    async def _order_late(self) -> None:
        self._later, self._ordered = None, 0.0
        await self._order()
        self.retitle()

    async def reload(self) -> None:
        """Read everything anew; the cursor stays on its conversation, though it may have left the view meanwhile."""
        for model in self.models.values():
            model.loaded = False
        if self.model is None or not len(self.model):
            await self.show_view(self.view, self.narrow, self.called)
        else:
            await self.model.reopen()
            await self._fill()
            await self._recount()
            self.preview()
        await self.reload_thread()

    def people_changed(self, ids: Collection[int]) -> None:
        """Show who is where now: the rows concerned, and what is read."""
        super().people_changed(ids)
        self.rows.show_people(ids)

    def _tick(self) -> None:
        """Times grow while nothing happens."""
        self.rows.repaint()
        super()._tick()
