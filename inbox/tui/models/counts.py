"""A line of counts at the top of a screen that fits into any window: what matters least goes first, and nothing is cut."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rich.cells import cell_len

NEEDED = 1
"""The rank up to which a count stays at the left before what stands at the right is said in full."""


@dataclass(frozen=True, slots=True)
class Count:
    """One part of a line of counts; where the line is too short, the part of the highest rank goes first."""

    text: str
    rank: int = 0


def counted(head: str, counts: Sequence[Count], rights: Sequence[str], width: int) -> tuple[str, str]:
    """Return the left and the right of a line: whole parts only, `rights` from the longest to the shortest."""

    def left(rank: int) -> str:
        return head + " · ".join(count.text for count in counts if count.rank <= rank)

    def fits(rank: int, right: str) -> bool:
        return cell_len(left(rank)) + 1 + cell_len(right) <= width

    right = next((right for right in rights if fits(NEEDED, right)), rights[-1])
    rank = max((count.rank for count in counts), default=0)
    while rank > 0 and not fits(rank, right):
        rank -= 1
    return left(rank), right
