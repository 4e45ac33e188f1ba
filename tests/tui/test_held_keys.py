"""A key that is held down, or comes twice, closes a small window once: nothing beneath it goes, and nothing breaks."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual import events

from tests.tui.stage import arrives, at_desk, company


@pytest.mark.parametrize(
    ("opens", "sees", "closes"), [("?", "Help", "escape"), ("s", "Until when", "escape"), ("?", "Help", "q")]
)
async def test_a_held_key_closes_one_window_and_leaves_the_screen(
    tmp_path: Path, opens: str, sees: str, closes: str
) -> None:
    async with company(tmp_path) as house:
        await arrives(house, "Frage")
        async with at_desk(await house.desk("anna")) as stage:
            await stage.sees("Frage")
            await stage.press(opens)
            await stage.sees(sees)
            window = stage.app.screen
            for _ in range(4):
                # Straight to the window, as what was typed before it was gone.
                window.post_message(events.Key(closes, closes if len(closes) == 1 else None))
            await stage.sees("Frage", "INBOX")
            await stage.press("j")
            await stage.sees("Frage")
