"""What every main screen shares: keys through the one table, a notice line, a footer, live facts."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Collection, Sequence
from datetime import UTC, datetime
from time import monotonic
from traceback import format_exception

from textual import events
from textual.app import ComposeResult
from textual.screen import Screen
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import Static, TextArea

from inbox.domain.events import Recorded
from inbox.errors import InboxError, Unreachable
from inbox.ports.desk import Desk, RequestRow, Row
from inbox.ports.signing import HeldRow
from inbox.texts import explain, t
from inbox.tui.models.keys import KeySequence
from inbox.tui.models.nearby import Looked
from inbox.tui.models.thread import ThreadModel
from inbox.tui.models.when import clock
from inbox.tui.seat import Seat
from inbox.tui.widgets.bars import KeyFooter, Notice
from inbox.tui.widgets.composer import Composer

_log = logging.getLogger("inbox")
NARROW, WIDE = 100, 140
SMALLEST = 60, 16
"""Columns and rows below which nothing sensible can be shown."""
FADES = 10.0, 30.0
"""Seconds after which a notice, an error goes away by itself; both stay in the log."""
WRONG = " ✗ "
"""What begins the notice of something that could not be done."""
BREATH = 0.3
"""Seconds without a key after which somebody no longer types the text that was refused."""


class HouseScreen(Screen[None]):
    """A main screen. What is chosen in it is asked by the actions through the methods below."""

    def __init__(self, seat: Seat) -> None:
        super().__init__()
        self.seat = seat
        self.sequence = KeySequence()
        self.composer = Composer(id="composer")
        self.notice = Notice(id="notice")
        self.footer = KeyFooter(id="footer")
        self._fading: Timer | None = None
        self._deeds = 0
        self._ahead: list[events.Key] = []
        self._small = False
        self._focused: Widget | None = None
        self._refused = -BREATH
        self._wrong = ""

    @property
    def desk(self) -> Desk:
        """The desk of whoever sits here."""
        return self.seat.desk

    # --- what is chosen here

    def context(self) -> str:
        """Return where keys go now: a name from the action table."""
        return "composer" if isinstance(self.focused, TextArea) else "list"

    def row(self) -> Row | None:
        """The conversation that is chosen."""
        return None

    def marked(self) -> list[int]:
        """The conversations marked, else the chosen one."""
        row = self.row()
        return [row.conversation.id] if row else []

    def request_row(self) -> RequestRow | None:
        """The request that is chosen."""
        return None

    def held_row(self) -> HeldRow | None:
        """The reply that waits for a sign-off and is chosen."""
        return None

    def thread(self) -> ThreadModel | None:
        """The conversation that is read, once it is the chosen one."""
        return None

    async def chosen_thread(self) -> ThreadModel | None:
        """Return the chosen conversation, read and shown if it was not yet."""
        return self.thread()

    # --- what screens do

    async def changed(self, facts: Sequence[Recorded]) -> None:
        """Show what happened."""

    def looked_at(self) -> Looked:
        """Return the conversation that is read here, and whether somebody writes to its contact."""
        return None, False

    def people_changed(self, ids: Collection[int]) -> None:
        """Show who else is at these conversations now."""

    async def reload(self) -> None:
        """Read everything anew."""

    async def returned(self) -> None:
        """The desk is there again: read anew what may have changed meanwhile."""
        await self.reload()

    async def rescue(self) -> None:
        """Keep what somebody is writing."""

    def shelter(self) -> None:
        """Keep what somebody is writing at this seat, because the desk did not take it in time."""

    async def stumbled(self, cause: Exception) -> None:
        """Go on after an error nobody expected: what is written is kept, then it is said and logged."""
        _log.error("%s", "".join(format_exception(cause)))
        try:
            await self.rescue()
        # The desk may be what went wrong; the text is still where it is written.
        except Exception as another:
            _log.error("%s", "".join(format_exception(another)))
        self.say(
            t("Something went wrong here ({kind}); nothing written is lost.", kind=type(cause).__name__), error=True
        )

    def compose_edges(self) -> ComposeResult:
        """The lines at the bottom."""
        yield self.notice
        yield self.footer
        yield Static(
            t("The window is too small: at least {w}×{h}.", w=SMALLEST[0], h=SMALLEST[1]), id="too-small", markup=False
        )

    def say(self, text: str, *, error: bool = False) -> None:
        """Say something in the notice line, and keep it in the log."""
        self.seat.note(text)
        self.notice.say(f"{WRONG if error else ' '}{text}")
        if self._fading is not None:
            self._fading.stop()
        self._fading = self.set_timer(FADES[error], lambda: self.notice.say(""))

    def mention(self, text: str) -> None:
        """Say what nobody asked about; what somebody's own key brought stays on the line, and this is in the log."""
        if self.notice.said:
            self.seat.note(text)
        else:
            self.say(text, error=True)

    def who(self) -> tuple[str, ...]:
        """Return who sits here, behind what fails (the desk itself, else channels), from the longest to the shortest."""
        name = f"{self.seat.person.name} "
        if self.seat.away is not None:
            since = clock(self.seat.away, datetime.now(UTC))
            return (f"✗ {t('offline since {when}, trying again', when=since)} · {name}",)
        first, *others = sorted(self.seat.troubles) or [""]
        more = f" +{len(others)}" if others else ""
        trouble, bare = (f"✗ {first[:30]}{more} · ", f"✗ {1 + len(others)} · ") if first else ("", "")
        full, short, sign = self.seat.weather
        return f"{full}{trouble}{name}", f"{short}{trouble}{name}", f"{sign}{bare}{name}"

    def retitle(self) -> None:
        """Say anew where one is and how the channels fare."""

    def refresh_footer(self) -> None:
        """Show the keys that work here."""
        if self.is_mounted:
            self.footer.show(self.seat.actions.footer(self))

    def on_descendant_focus(self) -> None:
        """Other keys work in another pane."""
        self.sequence.clear()
        self.refresh_footer()

    def on_resize(self, event: events.Resize) -> None:
        """Fit the panes to the window."""
        width, height = event.size
        small = width < SMALLEST[0] or height < SMALLEST[1]
        if small and not self._small:
            self._small, self._focused = True, self.focused  # what is hidden loses the keys
        elif self._small and not small:
            self.call_after_refresh(self._fits_again)
        self.set_class(width < NARROW, "-narrow")
        self.set_class(width >= WIDE, "-wide")
        for child in self.children:
            if child.id == "too-small":
                child.display = small
            elif child.id in ("status", "panes", "notice", "footer"):
                child.display = not small
        self.call_after_refresh(self.refresh_footer)

    def _fits_again(self) -> None:
        """Give the keys back to whatever had them before the window became too small."""
        self._small = False
        if self._focused is not None:
            self._focused.focus()

    async def on_key(self, event: events.Key) -> None:
        """Give a key to the one table of actions; one deed at a time, what is typed meanwhile waits."""
        if self._small or self._deeds:
            event.stop()
            event.prevent_default()
            self._ahead += [] if self._small else [event]
            return
        if self._types_on(event):
            event.stop()
            event.prevent_default()
            return
        key = event.character if event.is_printable and event.character and event.character != " " else event.key
        context = self.context()
        if self.sequence.pending:
            self.notice.say("")  # the half chord stood there
        chord = self.sequence.feed(key, self.seat.actions.chords(context))
        if chord is None:
            self._unknown(event, context)
            return
        event.stop()
        event.prevent_default()
        if chord:
            self.start(self.seat.actions.find(chord, context), chord)
        else:
            self.notice.say(f" {self.sequence.pending} …")

    def _types_on(self, event: events.Key) -> bool:
        """Tell whether this is the next letter of a text whose beginning was refused: it must not become a command."""
        if not event.is_printable or monotonic() - self._refused >= BREATH or self.context() == "composer":
            return False
        self._refused = monotonic()
        return True

    def _unknown(self, event: events.Key, context: str) -> None:
        """A key that is no action: said so, or given to the text that has opened since it was pressed."""
        if context == "composer":
            if event.is_printable:
                self.app.post_message(events.Key(event.key, event.character))
        elif event.key not in {"ctrl+s", "alt+enter", *self.active_bindings}:  # sending twice is no mistake to name
            name = event.character if event.is_printable and event.character else event.key
            self.notice.say(f" {t('{key} does nothing here; ? shows the keys.', key=name)}")

    def on_screen_suspend(self) -> None:
        """What was typed while a dialog opened is meant for the dialog."""
        if self._ahead:
            self.app.screen.call_after_refresh(self._type_ahead)

    def _type_ahead(self) -> None:
        keys, self._ahead = self._ahead, []
        for key in keys:
            self.app.post_message(events.Key(key.key, key.character))

    def start(self, id: str, chord: str = "") -> None:
        """Carry out an action, or say why it cannot be."""
        action = self.seat.actions[id]
        if reason := action.reason(self):
            self._refused_text(action.writes)
            self.say(reason, error=True)
            self._wrong = self.notice.said
            return
        self._deeds += 1
        before = self.notice.said

        async def deed() -> None:
            try:
                await action.run(self, chord or action.keys[0])
                self._answered(before)
            except Unreachable as cause:
                self._refused_text(action.writes)
                self.say(t("Not done ({title}): {why}", title=t(action.title), why=explain(cause)), error=True)
            except InboxError as cause:
                self._refused_text(action.writes)
                self._wrong = WRONG + explain(cause)
                raise
            finally:
                self._deeds -= 1
                if self._ahead and not self._deeds:
                    self._type_ahead()

        self.work(deed)

    def _answered(self, before: str) -> None:
        """What a key before this one could not do is said no longer, once this one has done something else."""
        now = self.notice.said
        if now == before == self._wrong:
            self.notice.say("")
        self._wrong = now if now != before and now.startswith(WRONG) else ""

    def _refused_text(self, writes: bool) -> None:
        if writes:
            self._ahead.clear()
            self._refused = monotonic()

    def work(self, job: Callable[[], Awaitable[None]]) -> None:
        """Do something that takes its time; what goes wrong is said, and nothing written is lost."""

        async def safely() -> None:
            try:
                await job()
            except InboxError as cause:
                # That the desk is away stands in the status line; it must not hide what somebody's own key brought.
                known = isinstance(cause, Unreachable) and self.seat.away is not None
                (self.mention(explain(cause)) if known else self.say(explain(cause), error=True))
            # Whatever else goes wrong must take neither the program nor the text somebody is writing.
            except Exception as cause:
                await self.stumbled(cause)
            self.refresh_footer()

        # The app's worker, not the screen's: a deed may leave this screen.
        self.app.run_worker(safely(), exit_on_error=True)
