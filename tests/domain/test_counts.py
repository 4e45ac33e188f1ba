"""The line at the top of a screen fits into the smallest usual window, in both languages, with everything at once."""

from __future__ import annotations

import pytest
from rich.cells import cell_len

from inbox.tui.models.counts import Count, counted

COUNTS = [Count("meine 7"), Count("@ 1"), Count("frei 14", 1), Count("zur Freigabe 2"), Count("alle 26", 3)]
RIGHTS = "❄ eingefroren · ⚡ Lieferverzögeru · lea ", "❄ eingefroren · ⚡ · lea ", "❄ ⚡ lea "


@pytest.mark.parametrize(
    ("width", "left", "right"),
    [
        (120, "X  meine 7 · @ 1 · frei 14 · zur Freigabe 2 · alle 26", RIGHTS[0]),
        (90, "X  meine 7 · @ 1 · frei 14 · zur Freigabe 2", RIGHTS[0]),
        (80, "X  meine 7 · @ 1 · frei 14 · zur Freigabe 2 · alle 26", RIGHTS[1]),
        (60, "X  meine 7 · @ 1 · frei 14 · zur Freigabe 2", RIGHTS[2]),
        (45, "X  meine 7 · @ 1 · zur Freigabe 2", RIGHTS[2]),
    ],
)
def test_what_matters_least_goes_first_and_nothing_is_cut(width: int, left: str, right: str) -> None:
    assert counted("X  ", COUNTS, RIGHTS, width) == (left, right)
    assert cell_len(left) + 1 + cell_len(right) <= width
