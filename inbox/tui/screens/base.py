"""What every main screen shares: keys through the one table, a notice line, a footer, live facts."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence

from textual import events
from textual.app import ComposeResult
from textual.screen import Screen
from textual.widgets import Static, TextArea

from inbox.domain.events import Recorded
from inbox.errors import InboxError
from inbox.ports.desk import Desk, RequestRow, Row
from inbox.texts import explain, t
from inbox.tui.models.keys import KeySequence
from inbox.tui.models.thread import ThreadModel
from inbox.tui.seat import Seat
from inbox.tui.widgets.bars import Bar, KeyFooter
from inbox.tui.widgets.composer import Composer

NARROW, WIDE = 100, 140
SMALLEST = 60, 16
"""Columns and rows below which nothing sensible can be shown."""


class HouseScreen(Screen[None]):
    """A main screen. What is chosen in it is asked by the actions through the methods below."""

    name_of_view = ""

    def __init__(self, seat: Seat) -> None:
        super().__init__()
        self.seat = seat
        self.sequence = KeySequence()
        self.composer = Composer(id="composer")
        self.notice = Bar(id="notice")
        self.footer = KeyFooter(id="footer")

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

    def thread(self) -> ThreadModel | None:
        """The conversation that is read."""
        return None

    # --- what screens do

    async def changed(self, facts: Sequence[Recorded]) -> None:
        """Show what happened."""

    async def reload(self) -> None:
        """Read everything anew."""

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
        self.notice.say(f" {'✗ ' if error else ''}{text}")

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
        self.set_class(width < NARROW, "-narrow")
        self.set_class(width >= WIDE, "-wide")
        for child in self.children:
            if child.id == "too-small":
                child.display = small
            elif child.id in ("status", "panes", "notice", "footer"):
                child.display = not small
        self.call_after_refresh(self.refresh_footer)

    async def on_key(self, event: events.Key) -> None:
        """Give a key to the one table of actions."""
        key = event.character if event.is_printable and event.character and event.character != " " else event.key
        context = self.context()
        if self.sequence.pending:
            self.notice.say("")  # the half chord stood there
        chord = self.sequence.feed(key, self.seat.actions.chords(context))
        if chord is None:
            return
        event.stop()
        event.prevent_default()
        if chord:
            self.start(self.seat.actions.find(chord, context), chord)
        else:
            self.notice.say(f" {self.sequence.pending} …")

    def start(self, id: str, chord: str = "") -> None:
        """Carry out an action, or say why it cannot be."""
        action = self.seat.actions[id]
        if reason := action.reason(self):
            self.say(reason, error=True)
            return
        self.work(lambda: action.run(self, chord or action.keys[0]))

    def work(self, job: Callable[[], Awaitable[None]]) -> None:
        """Do something that takes its time; what goes wrong is said, and nothing written is lost."""

        async def safely() -> None:
            try:
                await job()
            except InboxError as cause:
                self.say(explain(cause), error=True)
            self.refresh_footer()

        # The app's worker, not the screen's: a deed may leave this screen.
        self.app.run_worker(safely(), exit_on_error=True)
