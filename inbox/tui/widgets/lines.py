"""Paints lines of styled pieces straight to the screen: the base of every list and of the thread.

No widget for a row: a list of a million rows paints what is visible and keeps the painted strips
until something changes.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

from inbox.tui.models.lines import Line

STYLES = (
    "plain", "dim", "strong", "urgent", "warn", "mark", "hint", "in", "in-head", "out", "out-head", "note", "note-head",
    "request", "request-head", "answer", "struck", "head", "cursor", "cursor-away",
)  # fmt: skip


class LinesView(ScrollView, can_focus=True):
    """A scrolling pane of lines; those who inherit say how many there are and what each one says."""

    # Lines are no text to be marked with the mouse: `y` copies a whole message, cleaned.
    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {f"lines--{name}" for name in STYLES}

    def __init__(self, *, id: str) -> None:
        super().__init__(id=id)
        self._strips: dict[int, dict[tuple[int, bool, bool], Strip]] = {}
        self._styles: dict[str, Style] = {}

    def line_count(self) -> int:
        """Return how many lines there are."""
        raise AssertionError("a pane says how many lines it has")

    def line(self, y: int, width: int) -> Line:
        """Return one line."""
        raise AssertionError("a pane says what its lines are")

    def is_cursor(self, y: int) -> bool:
        """Tell whether a line belongs to what the cursor is on."""
        return False

    def style_of(self, name: str) -> Style:
        """Return a style by name, as the theme has it."""
        if name not in self._styles:
            self._styles[name] = self.get_component_rich_style(f"lines--{name}", partial=True)
        return self._styles[name]

    def repaint(self) -> None:
        """Paint everything anew."""
        self._strips.clear()
        self.virtual_size = Size(self.scrollable_content_region.width, self.line_count())
        self.refresh()

    def painted(self) -> list[int]:
        """Return the lines that are painted, seen or not."""
        return [*self._strips]

    def repaint_lines(self, places: Iterable[int]) -> None:
        """Paint only these lines anew."""
        top, height = self.scroll_offset.y, self.scrollable_content_region.height
        for place in places:
            self._strips.pop(place, None)
            if top <= place < top + height:
                self.refresh_line(place)

    def notify_style_update(self) -> None:
        """Forget styles of a theme that has changed."""
        super().notify_style_update()
        self._styles.clear()
        self._strips.clear()

    def on_resize(self) -> None:
        """Paint at the new width."""
        self.repaint()

    def on_focus(self) -> None:
        """Show the cursor strongly where the keys go."""
        self.repaint()

    def on_blur(self) -> None:
        """Show the cursor weakly where they do not."""
        self.repaint()

    def render_line(self, y: int) -> Strip:
        """Paint one line of the visible part."""
        place = y + self.scroll_offset.y
        width = self.scrollable_content_region.width
        if place >= self.line_count() or width <= 0:
            return Strip.blank(width, self.rich_style)
        if place not in self._strips and len(self._strips) > 2000:
            self._strips.clear()
        kept, key = self._strips.setdefault(place, {}), (width, self.is_cursor(place), self.has_focus)
        if key not in kept:
            kept[key] = self._paint(place, width)
        return kept[key]

    def _paint(self, place: int, width: int) -> Strip:
        base = self.rich_style
        if self.is_cursor(place):
            base += self.style_of("cursor" if self.has_focus else "cursor-away")
        pieces = [
            Segment(text, base + self.style_of(name))
            if not self.is_cursor(place)
            else Segment(text, self.style_of(name) + base)
            for text, name in self.line(place, width)
        ]
        return Strip(pieces).adjust_cell_length(width, base)

    def shows(self, place: int) -> bool:
        """Tell whether a line is seen now."""
        return 0 <= place - self.scroll_offset.y < max(1, self.scrollable_content_region.height)

    def show_line(self, place: int) -> None:
        """Scroll no further than needed to see a line."""
        top, height = self.scroll_offset.y, self.scrollable_content_region.height
        if place < top:
            self.scroll_to(y=place, animate=False, force=True, immediate=True)
        elif place >= top + height:
            self.scroll_to(y=place - height + 1, animate=False, force=True, immediate=True)
