"""Texts cut into lines of cells, each piece with the name of a style; what the widgets paint.

A line is a list of (text, style) pieces; widths are counted in terminal cells as Textual counts them.
"""

from __future__ import annotations

from rich.cells import cell_len, chop_cells, set_cell_size

from inbox.domain.text import display_width_safe

Piece = tuple[str, str]
Line = list[Piece]


def fit(text: str, width: int) -> str:
    """Return a text of exactly this many cells, cut with an ellipsis or filled with blanks."""
    if width <= 0:
        return ""
    text = display_width_safe(text)
    if cell_len(text) > width:
        text = set_cell_size(text, width - 1) + "…"
    return set_cell_size(text, width)


def wrap(text: str, width: int) -> list[str]:
    """Cut a text into lines of at most this many cells, at blanks where there are any."""
    width = max(4, width)
    found: list[str] = []
    for paragraph in display_width_safe(text).split("\n"):
        line, room = "", width
        for word in paragraph.split(" "):
            size = cell_len(word)
            if line and size + 1 <= room:
                line, room = f"{line} {word}", room - size - 1
                continue
            if line:
                found.append(line)
            *full, rest = chop_cells(word, width) if size > width else [word]
            found += full
            line, room = rest, width - cell_len(rest)
        found.append(line)
    return found


def columns(width: int, *cells: tuple[str, int, str]) -> Line:
    """Put cells of (text, cells wide, style) side by side; width 0 takes what is left."""
    fixed = sum(size for _, size, _ in cells)
    rest = max(0, width - fixed)
    line: Line = []
    for text, size, style in cells:
        line.append((fit(text, size or rest), style))
        if not size:
            rest = 0
    return line
