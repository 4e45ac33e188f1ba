"""Reading on a screen: the conversation that is chosen, who its contact is elsewhere, and who else is at it."""

from __future__ import annotations

from collections.abc import Collection
from contextlib import suppress
from datetime import UTC, datetime

from textual import on
from textual import work as background

from inbox.domain.covering import Gap
from inbox.errors import InboxError, Unreachable
from inbox.ports.desk import Portrait
from inbox.texts import t
from inbox.tui.models.abilities import beside_lines as lacking_lines
from inbox.tui.models.contact import beside_lines, mark
from inbox.tui.models.context import context_lines, owner
from inbox.tui.models.nearby import Looked
from inbox.tui.models.thread import ThreadModel
from inbox.tui.screens.writing import WritingScreen
from inbox.tui.seat import Seat
from inbox.tui.widgets.bars import Bar
from inbox.tui.widgets.thread import ThreadView

KEPT = 30
"""Conversations kept as they were read last, to be read again while the desk is away."""


class ReadingScreen(WritingScreen):
    """A main screen with a thread pane."""

    def __init__(self, seat: Seat) -> None:
        super().__init__(seat)
        self.thread_title = Bar(id="thread-title")
        self.context_pane = Bar(id="context")
        self.pane = ThreadView(id="thread")
        self._thread: ThreadModel | None = None
        self._portrait: tuple[int, Portrait] | None = None
        self._gap: Gap | None = None
        self._read: dict[int, ThreadModel] = {}
        self._counted = False

    def chosen_id(self) -> int | None:
        """The conversation that is chosen."""
        raise AssertionError("a screen says what is chosen in it")

    def thread(self) -> ThreadModel | None:
        """The conversation that is read, once it is the chosen one."""
        return self._thread if self._thread and self._thread.conversation == self.chosen_id() else None

    async def chosen_thread(self) -> ThreadModel | None:
        """Return the chosen conversation, read and shown if it was not yet."""
        chosen = self.chosen_id()
        if chosen is not None and self.thread() is None:
            await self.open_thread(chosen)
        return self.thread()

    def show_nothing(self) -> None:
        """Show no conversation."""
        self._thread = None
        self.pane.show(None, to_end=False)
        self.thread_title.say("")
        self.context_pane.say("")

    async def open_thread(self, id: int) -> None:
        """Read a conversation and show its end, unless another was chosen meanwhile."""
        model = ThreadModel(self.desk, id)
        try:
            await model.load()
        except Unreachable:
            if (kept := self._read.get(id)) is None:
                self.show_nothing()
                raise
            model = kept  # as it was read last; the status line says since when
        except InboxError:
            self.show_nothing()  # rather than another conversation than the chosen one
            raise
        if self.chosen_id() == id:
            self._thread = model
            self._keep_read(model)
            self._show_thread(to_end=True)
            self.acquaint()

    def _keep_read(self, model: ThreadModel) -> None:
        """Keep what was read lately, for when the desk is away."""
        self._read.pop(model.conversation, None)
        self._read[model.conversation] = model
        if len(self._read) > KEPT:
            del self._read[next(iter(self._read))]

    @background(exclusive=True, group="portrait")
    async def acquaint(self) -> None:
        """Read who the contact is elsewhere, and what is needed here, once the conversation itself is shown."""
        if (model := self._thread) is not None:
            with suppress(InboxError):  # the thread itself says what is wrong
                self._portrait = model.conversation, await self.desk.portrait(model.conversation)
                if self._thread is model:
                    self._show_beside()
                self._gap = await self.desk.gap(model.conversation)
                if self._thread is model:
                    self._show_beside()

    def _known(self) -> Portrait | None:
        """Who the contact of the open conversation is, if that was read."""
        known = self._portrait
        return known[1] if known and self._thread and known[0] == self._thread.conversation else None

    def _show_thread(self, *, to_end: bool) -> None:
        if self._thread is None or self._thread.thread is None:
            return
        self.pane.show(self._thread, to_end=to_end)
        self._show_beside()
        self.refresh_footer()
        self.dwell()

    def _show_beside(self) -> None:
        """Show what is known beside the thread: whose it is in the title, the rest in the context pane."""
        if self._thread is None or self._thread.thread is None:
            return
        row, known = self._thread.thread.row, self._known()
        also = mark(known, row.conversation.id) if known else ""
        gap = self._gap if self._gap and self._gap.conversation == row.conversation.id else None
        if gap and gap.mapped and gap.lacks:
            also += f" · {t('lacks 1 (K)') if len(gap.lacks) == 1 else t('lacks {n} (K)', n=len(gap.lacks))}"
        visible = t("PUBLIC") if row.conversation.visibility == "public" else t("private")
        title = f" #{row.conversation.id} {row.contact} · {row.platform} · {visible} · {t('owner')}: {owner(row)}{also}"
        if here := self.seat.nearby.said(row.conversation.id):
            self.thread_title.say_between(title, f"{here} ")
        else:
            self.thread_title.say(title)
        now = datetime.now(UTC)
        beside = lacking_lines(gap) if gap else []
        beside += beside_lines(known, row.conversation.id, now) if known else []
        self.context_pane.say("\n".join([*context_lines(self._thread.thread, now), *beside]))

    @on(ThreadView.WantsOlder)
    def _older(self) -> None:
        self.work(self._load_older)

    async def _load_older(self) -> None:
        if self._thread and await self._thread.load_older():
            self._show_thread(to_end=False)

    async def reload_thread(self) -> None:
        """Read the open conversation again."""
        if self._thread is not None:
            at_end = self.pane.at_end
            await self._thread.load()
            self._show_thread(to_end=at_end)
            if self._thread.thread is not None:
                self.draft_changed(self._thread.thread)

    def looked_at(self) -> Looked:
        """Return what is in the thread pane, where there is one to be seen, or is being answered."""
        writing = super().looked_at()
        if writing[0] is not None:
            return writing
        shown = self.thread()
        return (shown.conversation if shown and self.pane.is_on_screen else None), False

    def people_changed(self, ids: Collection[int]) -> None:
        """Say who else is at what is read."""
        super().people_changed(ids)
        if self._thread is not None and self._thread.conversation in ids:
            self._show_beside()

    def _tick(self) -> None:
        """Times grow while nothing happens."""
        self._show_beside()

    def _count_down(self) -> None:
        """Show how long a queued reply can still be taken back."""
        counting = self._thread is not None and self._thread.counting(datetime.now(UTC))
        if counting or self._counted:
            self.pane.repaint()
        self._counted = counting
