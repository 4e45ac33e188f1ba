"""The lines at the edges: where one is, how the channels fare, what happened last, which keys work here."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len
from textual.content import Content, Span
from textual.widgets import Static

from inbox.tui.models.counts import Count, counted
from inbox.tui.models.lines import fit

_MOST_LINES = 3
"""Lines a notice may take from what is read."""


class Bar(Static):
    """One line of text that is never parsed as markup."""

    def __init__(self, *, id: str) -> None:
        super().__init__("", id=id, markup=False)
        self._said: tuple[str, str | None] = "", None
        self._counts: tuple[str, tuple[Count, ...], tuple[str, ...]] | None = None

    @property
    def said(self) -> str:
        """What stands here."""
        return self._said[0]

    def say(self, text: str) -> None:
        """Show a text."""
        self._say(text, None)

    def say_between(self, left: str, right: str) -> None:
        """Show one text at the left edge and another at the right."""
        self._say(left, right)

    def say_counts(self, head: str, counts: Sequence[Count], rights: Sequence[str]) -> None:
        """Show counts at the left edge and a text at the right, as much of both as fits in whole parts."""
        if (head, tuple(counts), tuple(rights)) != self._counts:
            self._counts = head, tuple(counts), tuple(rights)
            self._paint()

    def _say(self, left: str, right: str | None) -> None:
        if (left, right) != self._said:
            self._said = left, right
            self._paint()

    def _paint(self) -> None:
        if self._counts is not None:
            self._said = counted(*self._counts, self.size.width or 80)
        left, right = self._said
        if right is not None:
            width = self.size.width or 80
            right = right if cell_len(right) <= width * 2 // 3 else fit(right, width * 2 // 3)
            left = fit(left, max(10, width - cell_len(right) - 1)) + " " + right
        self.update(Content(left), layout=False)  # a bar never changes its size

    def on_resize(self) -> None:
        """Fit the text to the new width."""
        self._paint()


class Notice(Bar):
    """What happened last: one line, and more only for a sentence that does not fit into one."""

    _lines = 1

    def _paint(self) -> None:
        needed = len(Content(self.said).wrap(max(10, self.size.width or 80))) if self.said else 1
        lines = min(_MOST_LINES, max(1, needed))
        if lines != self._lines:
            self._lines = lines
            self.styles.height = lines
        super()._paint()


class Hint(Static):
    """The keys of a window, below it: a line too long for it is broken between two keys, never within one."""

    def __init__(self, text: str = "", *, classes: str = "hint") -> None:
        super().__init__("", classes=classes, markup=False)
        self._text, self._told = text, ""

    def say(self, text: str) -> None:
        """Show other keys."""
        self._text, self._told = text, ""
        self._paint()

    def tell(self, text: str) -> None:
        """Say something above the keys, until other keys are shown."""
        self._told = text
        self._paint()

    def on_mount(self) -> None:
        """Show them."""
        self._paint()

    def on_resize(self) -> None:
        """Break them at the new width."""
        self._paint()

    def _paint(self) -> None:
        width, lines = self.size.width or 72, []
        for said in [*([self._told] if self._told else []), *self._text.split("\n")]:
            first, *more = said.split(" · ")
            lines.append(first)
            for piece in more:
                if cell_len(lines[-1]) + 3 + cell_len(piece) <= width:
                    lines[-1] += f" · {piece}"
                else:
                    lines.append(piece)
        self.update(Content("\n".join(lines)))


class KeyFooter(Static):
    """The keys that work here, as many as fit; those that do not right now are dimmed."""

    def __init__(self, *, id: str) -> None:
        super().__init__("", id=id, markup=False)
        self._shown: tuple[int, tuple[tuple[str, str, bool], ...]] = 0, ()

    def show(self, keys: Sequence[tuple[str, str, bool]]) -> None:
        """Show (key, label, enabled)."""
        if (self.size.width, tuple(keys)) == self._shown:
            return
        self._shown = self.size.width, tuple(keys)
        text, spans, room = "", [], (self.size.width or 80) - 1
        for key, label, enabled in keys:
            piece = f" {key} {label} "
            if cell_len(text) + cell_len(piece) > room:
                break
            start = len(text) + 1
            spans.append(Span(start, start + len(key), "bold" if enabled else "dim"))
            if not enabled:
                spans.append(Span(start + len(key), len(text) + len(piece), "dim"))
            text += piece
        self.update(Content(text, spans), layout=False)
