"""Figures as pictures made of letters: bars, a line of columns, columns several lines high. Colour never says anything alone."""

from __future__ import annotations

from collections.abc import Sequence

_ACROSS = " ▏▎▍▌▋▊▉█"
_UP = " ▁▂▃▄▅▆▇█"


def bar(value: float, most: float, width: int) -> str:
    """Return a bar of at most `width` cells, in eighths of a cell; whatever is not nothing is seen."""
    if value <= 0 or most <= 0 or width <= 0:
        return ""
    eighths = max(1, min(8 * width, round(8 * width * value / most)))
    return "█" * (eighths // 8) + (_ACROSS[eighths % 8] if eighths % 8 else "")


def gathered(values: Sequence[int], width: int) -> list[int]:
    """Return at most `width` values: the largest of each stretch, the latest one whole."""
    if width <= 0 or not values:
        return []
    size = -(-len(values) // width)
    first = len(values) % size
    parts = [values[:first]] if first else []
    parts += [values[start : start + size] for start in range(first, len(values), size)]
    return [max(part) for part in parts]


def sparkline(values: Sequence[int], width: int) -> str:
    """Return one line of columns, the highest a whole cell; nothing is a dot, whatever is not nothing is seen."""
    shown = gathered(values, width)
    most = max(shown, default=0)
    return "".join("·" if value <= 0 else _UP[max(1, round(8 * value / most))] for value in shown)


def towers(values: Sequence[int], width: int, height: int) -> list[str]:
    """Return columns that are `height` lines high, the top line first; each column is one value wide."""
    shown = gathered(values, width)
    most = max(shown, default=0)
    lines = []
    for level in reversed(range(height)):
        line = ""
        for value in shown:
            eighths = max(1, round(8 * height * value / most)) if value > 0 else 0
            part = min(8, max(0, eighths - 8 * level))
            line += "·" if not level and not eighths else _UP[part]
        lines.append(line)
    return lines
