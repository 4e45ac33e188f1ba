"""Lists with a cursor: conversations, requests, colleagues."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import Generic, TypeVar

from textual import events
from textual.message import Message

from inbox.tui.models.lines import Line, wrap
from inbox.tui.models.listing import ListModel
from inbox.tui.widgets.lines import LinesView

T = TypeVar("T")


class RowList(LinesView):
    """A list with a cursor. `empty` says what the list is and which key helps."""

    class Moved(Message):
        """The cursor is on another row."""

        def __init__(self, rows: RowList) -> None:
            super().__init__()
            self.rows = rows

        @property
        def control(self) -> RowList:
            """The list."""
            return self.rows

    class Opened(Moved):
        """A row was double-clicked."""

    empty = ""

    def count(self) -> int:
        """Return how many rows there are."""
        raise AssertionError("a list says how many rows it has")

    @property
    def place(self) -> int:
        """Where the cursor is."""
        raise AssertionError("a list says where its cursor is")

    @property
    def chosen(self) -> object:
        """What tells the row under the cursor from others: its place, where rows do not come and go."""
        return self.place

    def put(self, place: int) -> None:
        """Put the cursor on a place."""
        raise AssertionError("a list moves its cursor")

    def line_count(self) -> int:
        """Return the rows, or the lines of the sentence for an empty list."""
        return self.count() or len(self._empty_lines())

    def _empty_lines(self) -> list[str]:
        return ["", *wrap(self.empty, max(10, self.scrollable_content_region.width - 4))]

    def line(self, y: int, width: int) -> Line:
        """Return a row, or a line of the sentence for an empty list."""
        if not self.count():
            lines = self._empty_lines()
            return [("  " + lines[y], "dim")] if y < len(lines) else []
        return self.row(y, width)

    def row(self, place: int, width: int) -> Line:
        """Return one row's line."""
        raise AssertionError("a list says what its rows are")

    def is_cursor(self, y: int) -> bool:
        """Tell whether the cursor is here."""
        return bool(self.count()) and y == self.place

    def go(self, place: int) -> None:
        """Move the cursor, scroll to it, and tell."""
        was, before = self.place, (self.chosen, self.count())
        self.put(place)
        if self.count() != before[1]:
            self.repaint()  # what only stayed under the cursor is gone
        self.show_line(self.place)
        if self.chosen != before[0]:
            self.refresh_line(was)
            self.refresh_line(self.place)
            self.post_message(self.Moved(self))

    def by(self, step: int) -> None:
        """Move the cursor by some rows."""
        self.go(self.place + step)

    @property
    def page(self) -> int:
        """Rows that are visible at once."""
        return max(1, self.scrollable_content_region.height)

    def on_click(self, event: events.Click) -> None:
        """Put the cursor where somebody clicked; open on the second click."""
        place = event.y + self.scroll_offset.y
        if 0 <= place < self.count():
            self.go(place)
            if event.chain == 2:
                self.post_message(self.Opened(self))


class ConversationList(RowList):
    """A view of the conversations."""

    def __init__(self, line_of: Callable[[int, int], Line], *, id: str) -> None:
        super().__init__(id=id)
        self.model: ListModel | None = None
        self._line_of = line_of

    def count(self) -> int:
        """Return how many conversations the view holds."""
        return len(self.model) if self.model else 0

    @property
    def place(self) -> int:
        """Where the cursor is."""
        return self.model.cursor if self.model else 0

    @property
    def chosen(self) -> object:
        """The conversation under the cursor."""
        return self.model.current_id if self.model else None

    def put(self, place: int) -> None:
        """Put the cursor on a place."""
        if self.model:
            self.model.move(place)

    def row(self, place: int, width: int) -> Line:
        """Return one conversation's line."""
        return self._line_of(place, width)

    def show_people(self, ids: Collection[int]) -> None:
        """Paint the rows of these conversations anew, and no others."""
        shown = self.model.ids if self.model else ()
        self.repaint_lines([place for place in self.painted() if place < len(shown) and shown[place] in ids])

    @property
    def window(self) -> tuple[int, int]:
        """The first and last place worth reading now."""
        top = self.scroll_offset.y
        return max(0, top - 16), top + self.page + 32


class ItemList(RowList, Generic[T]):
    """A list of items that are all at hand."""

    def __init__(self, line_of: Callable[[T, int], Line], *, id: str) -> None:
        super().__init__(id=id)
        self.items: Sequence[T] = ()
        self._place = 0
        self._line_of = line_of

    def show(self, items: Sequence[T], key: Callable[[T], object]) -> None:
        """Show other items; the cursor stays on the same one if it is still there, and what is scrolled to stays too."""
        seen = self.shows(self._place)
        kept = key(self.items[self._place]) if self.items and self._place < len(self.items) else None
        places = {key(item): place for place, item in enumerate(items)}
        self.items = items
        self._place = places.get(kept, min(self._place, max(0, len(items) - 1)))
        self.repaint()
        if seen:
            self.show_line(self._place)

    @property
    def current(self) -> T | None:
        """The item under the cursor."""
        return self.items[self._place] if self._place < len(self.items) else None

    def count(self) -> int:
        """Return how many items there are."""
        return len(self.items)

    @property
    def place(self) -> int:
        """Where the cursor is."""
        return self._place

    def put(self, place: int) -> None:
        """Put the cursor on a place."""
        self._place = max(0, min(place, len(self.items) - 1))

    def row(self, place: int, width: int) -> Line:
        """Return one item's line."""
        return self._line_of(self.items[place], width)
