"""The thread pane: one conversation, newest at the bottom, older read when somebody scrolls up."""

from __future__ import annotations

from bisect import bisect_right
from datetime import UTC, datetime

from textual import events
from textual.message import Message

from inbox.texts import t
from inbox.tui.models.lines import Line
from inbox.tui.models.thread import ThreadModel
from inbox.tui.widgets.lines import LinesView


class ThreadView(LinesView):
    """Paints a ThreadModel."""

    class WantsOlder(Message):
        """Somebody scrolled to the top, and there is more."""

    def __init__(self, *, id: str) -> None:
        super().__init__(id=id)
        self.model: ThreadModel | None = None
        self._starts: list[int] = []
        self._keys: list[tuple[str, int]] = []
        self._width = 0

    def _now(self) -> datetime:
        return datetime.now(UTC)

    def _measure(self) -> None:
        """Work out at which line each entry begins."""
        self._width = self.scrollable_content_region.width
        self._starts, total = [], 1 if self.model and self.model.more else 0
        self._keys = [entry.key for entry in self.model.entries] if self.model else []
        for entry in self.model.entries if self.model else ():
            self._starts.append(total)
            total += len(self.model.lines(entry, self._width, self._now())) if self.model else 0
        self._total = total

    _total = 0

    def line_count(self) -> int:
        """Return the lines of all entries read so far."""
        if self._width != self.scrollable_content_region.width:
            self._measure()
        return max(1, self._total)

    def line(self, y: int, width: int) -> Line:
        """Return one line of one entry."""
        if self.model is None or not self._starts:
            return []
        place = bisect_right(self._starts, y) - 1
        if place < 0:
            return [(f"  ↑ {t('older messages')}", "hint")]
        lines = self.model.lines(self.model.entries[place], width, self._now())
        offset = y - self._starts[place]
        return lines[offset] if offset < len(lines) else []

    def is_cursor(self, y: int) -> bool:
        """Tell whether a line is the head of the chosen entry."""
        model = self.model
        return bool(
            model and self.has_focus and 0 <= model.cursor < len(self._starts) and self._starts[model.cursor] == y
        )

    def show(self, model: ThreadModel | None, *, to_end: bool) -> None:
        """Show a conversation, at its end if asked to; else what was on top stays where it is."""
        top = self._on_top() if model is self.model else None
        self.model = model
        self._measure()
        self.repaint()
        if not to_end and top is not None and top[0] in self._keys:
            place = self._starts[self._keys.index(top[0])] + top[1]
            if place != self.scroll_offset.y:
                self.scroll_to(y=place, animate=False, force=True, immediate=True)
        if to_end:
            self.scroll_to(
                y=max(0, self._total - self.scrollable_content_region.height), animate=False, force=True, immediate=True
            )

    def _on_top(self) -> tuple[tuple[str, int], int] | None:
        """Return which entry is at the upper edge, and how many of its lines are above it."""
        place = max(0, bisect_right(self._starts, self.scroll_offset.y) - 1)
        return (self._keys[place], self.scroll_offset.y - self._starts[place]) if self._starts else None

    @property
    def at_end(self) -> bool:
        """Tell whether the newest line is visible."""
        return self.scroll_offset.y + self.scrollable_content_region.height >= self._total - 1

    def on_resize(self) -> None:
        """Wrap at the new width and stay at the end if that was shown."""
        was_at_end = self.at_end
        self._measure()
        super().on_resize()
        if was_at_end:
            self.scroll_to(
                y=max(0, self._total - self.scrollable_content_region.height), animate=False, force=True, immediate=True
            )

    def by(self, step: int) -> None:
        """Move to another entry, and ask for older ones above the first."""
        model = self.model
        if model is None or not model.entries:
            return
        if step < 0 and model.cursor + step < 0 and model.more:
            self.post_message(self.WantsOlder())
        model.cursor = max(0, min(model.cursor + step, len(model.entries) - 1))
        start = self._starts[model.cursor] if model.cursor < len(self._starts) else 0
        size = len(model.lines(model.entries[model.cursor], self._width, self._now()))
        self.show_line(min(start + size - 1, start + self.scrollable_content_region.height - 1))
        self.show_line(start)
        self.repaint()

    def page_by(self, step: int) -> None:
        """Scroll by a page."""
        if step < 0:
            self._want_older()
        self.scroll_relative(
            y=step * max(1, self.scrollable_content_region.height - 2), animate=False, force=True, immediate=True
        )

    def to_edge(self, *, end: bool) -> None:
        """Scroll to the end, or to the first line there is, and ask for what came before it."""
        self.scroll_to(y=self.line_count() if end else 0, animate=False, force=True, immediate=True)
        if not end:
            self._want_older()

    def on_mouse_scroll_up(self) -> None:
        """Ask for what came before the first line."""
        self._want_older()

    def _want_older(self) -> None:
        if self.scroll_offset.y == 0 and self.model and self.model.more:
            self.post_message(self.WantsOlder())

    def on_click(self, event: events.Click) -> None:
        """Choose the entry that was clicked."""
        if self.model and self._starts:
            self.model.cursor = max(0, bisect_right(self._starts, event.y + self.scroll_offset.y) - 1)
            self.repaint()
