"""Everything with one person across channels, over the conversation it was opened from; Enter goes to a message's own."""

from __future__ import annotations

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from inbox.domain.model import Message
from inbox.ports.desk import Desk
from inbox.texts import t
from inbox.tui.models.across import AcrossModel
from inbox.tui.screens.overlays import Window
from inbox.tui.widgets.bars import Hint
from inbox.tui.widgets.thread import ThreadView

_STEPS = {"j": 1, "down": 1, "k": -1, "up": -1}
_PAGES = {"pagedown": 1, "ctrl+d": 1, "pageup": -1, "ctrl+u": -1}
_EDGES = {"G": True, "end": True, "g": False, "home": False}


class AcrossScreen(Window[int | None]):
    """Reads only: a reply is written in one conversation, and leaves by that one's handle. Returns where to go."""

    def __init__(self, desk: Desk, conversation: int, title: str) -> None:
        super().__init__()
        self._model = AcrossModel(desk, conversation)
        self._heading = title
        self._pane = ThreadView(id="across")

    def compose(self) -> ComposeResult:
        """A title, the messages, the keys."""
        with Vertical(classes="across"):
            yield Static(Content(self._heading), classes="title", markup=False)
            yield self._pane
            yield Hint(t("only to read · Enter goes to that conversation · Esc leaves"))

    async def load(self) -> None:
        """Read the newest page before anything is shown. Raises: NotFound."""
        await self._model.load()

    async def again(self) -> None:
        """Show what was said meanwhile; whoever stands at the end stays there."""
        to_end = self._pane.at_end
        await self._model.load_newer()
        self._pane.show(self._model, to_end=to_end)

    def on_mount(self) -> None:
        """Show the end, once there is room to measure."""
        self._pane.focus()
        self.call_after_refresh(lambda: self._pane.show(self._model, to_end=True))

    @on(ThreadView.WantsOlder)
    def _older(self, event: ThreadView.WantsOlder) -> None:
        event.stop()
        self.run_worker(self._load_older(), group="across")

    async def _load_older(self) -> None:
        if await self._model.load_older():
            self._pane.show(self._model, to_end=False)

    def on_key(self, event: events.Key) -> None:
        """Move as in a thread; go to a conversation; leave."""
        key = event.character if event.is_printable and event.character else event.key
        event.stop()
        event.prevent_default()
        if key in _STEPS:
            self._pane.by(_STEPS[key])
        elif key in _PAGES:
            self._pane.page_by(_PAGES[key])
        elif key in _EDGES:
            self._pane.to_edge(end=_EDGES[key])
        elif key in ("enter", "l", "right"):
            noun = self._model.current
            if isinstance(noun, Message):
                self.dismiss(noun.conversation)
        elif key in ("escape", "q", "h", "left", "T"):
            self.dismiss(None)
