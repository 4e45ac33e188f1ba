"""The last door before the terminal: deletes control characters from whatever any widget draws."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.filter import LineFilter

# C0, DEL, C1; bidi marks, overrides and isolates; line and paragraph separators; lone surrogates; tags.
_CONTROL = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u206f\ud800-\udfff\ufeff\U000e0000-\U000e007f]"
)
_SAFE_LINK = re.compile(r"https?://[!-~]+", re.IGNORECASE).fullmatch


class ControlGuard(LineFilter):
    """Deletes control and bidi characters from every segment, and links that are not plain http(s).

    They are deleted, not replaced, because the widths of a line are computed before filters run. An app
    appends one instance, the same each time (Textual caches by it), to what `get_line_filters` returns.
    """

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """Return the segments without anything that could steer the terminal; the same list if there is nothing."""
        found = _CONTROL.search
        for text, style, _ in segments:
            if found(text) or (style is not None and style._link is not None):  # noqa: SLF001 - the property would build a style for each segment
                return [_guarded(segment) for segment in segments]
        return segments


def guarded(filters: Sequence[LineFilter], guard: ControlGuard) -> Sequence[LineFilter]:
    """Return an app's own line filters with the guard behind them, where nothing can undo it."""
    return [*filters, guard]


def _guarded(segment: Segment) -> Segment:
    text, style, control = segment
    return Segment(_CONTROL.sub("", text), _without_unsafe_link(style), control)


def _without_unsafe_link(style: Style | None) -> Style | None:
    if style is None or style.link is None or _SAFE_LINK(style.link):
        return style
    return style.update_link(None)
