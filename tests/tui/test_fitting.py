"""At the point of reply: how long it is on its platform, in how many messages it leaves, until when it may."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from inbox.domain.limits import OPEN, Measure, ReplyWindow, Standing, Window
from inbox.domain.model import Channel
from inbox.ports.desk import Fit
from inbox.tui.models.fitting import fitting
from tests.domain.test_parts import Short
from tests.tui.stage import arrives, at_desk, company

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


def seen(window: ReplyWindow = OPEN, used: int = 5, parts: int = 1, cost: str = "") -> tuple[str, bool]:
    return fitting(Fit(window, Measure(used, 10, "characters", used <= 10, cost), parts), NOW)


@pytest.mark.parametrize(
    ("said", "amiss", "what"),
    [
        (seen(), False, "5 of 10 characters"),
        (seen(used=30, parts=3), False, "30 of 10 characters · leaves as 3 messages"),
        (seen(used=30, parts=0), True, "TOO LONG: 30 of 10 characters"),
        (seen(cost="$0.010"), False, "5 of 10 characters · costs $0.010"),
        (seen(ReplyWindow(Window.AGENT, NOW + timedelta(hours=3))), False, "5 of 10 characters · window closes in 3 h"),
        (seen(ReplyWindow(Window.CLOSED, why="the day is over.")), True, "no reply now: the day is over."),
        (fitting(Fit(OPEN, None, 1), NOW), False, ""),
    ],
)
def test_a_reply_says_how_it_would_leave(said: tuple[str, bool], amiss: bool, what: str) -> None:
    assert said == (what, amiss)


async def test_the_composer_counts_in_the_platforms_unit_at_every_key(tmp_path: Path) -> None:
    async with company(tmp_path) as house:
        await arrives(house, "Frage")
        house._office.limits = Short()
        async with at_desk(await house.desk("anna")) as stage:
            await stage.sees("Frage")
            await stage.press("r")
            await stage.sees("reply to", "0 of 10 characters")
            await stage.type("Eins eins.")
            await stage.sees("10 of 10 characters")
            await stage.type(" Zwei zwei.")
            await stage.sees("21 of 10 characters", "leaves as 2 messages")
            await stage.press("ctrl+s")
            await stage.sees("part 1 of 2", "part 2 of 2")


async def test_on_a_small_screen_nothing_that_stands_for_a_reply_is_cut_off(tmp_path: Path) -> None:
    class Dear(Short):
        def measure(self, channel: Channel, standing: Standing, text: str) -> Measure:
            return Measure(len(text), 10, "weighted characters", len(text) <= 10, "$0.015")

        def window(self, *_: object) -> ReplyWindow:
            return ReplyWindow(Window.OPEN, datetime.now(UTC) + timedelta(hours=23, minutes=30))

    path = tmp_path / "vertrag.pdf"
    path.write_bytes(b"%PDF")
    async with company(tmp_path) as house:
        await arrives(house, "Frage")
        house._office.limits = Dear()
        async with at_desk(await house.desk("anna"), size=(80, 24)) as stage:
            await stage.sees("Frage")
            await stage.press("r")
            await stage.type("Eins eins. Zwei zwei.")
            await stage.press("ctrl+o")
            await stage.sees("Which file?")
            await stage.type(str(path))
            await stage.press("enter")
            await stage.sees("21 of 10 weighted", "leaves as 2 messages", "2 × $0.015", "closes in 23 h", "⎘ 1")
            await stage.press("ctrl+s")
            await stage.sees("part 2 of 2")
            await stage.press("z")
            await stage.sees("enclosed again")


async def test_the_composer_says_that_a_window_is_over_and_keeps_the_text(tmp_path: Path) -> None:
    class Over(Short):
        def window(self, *_: object) -> ReplyWindow:
            return ReplyWindow(Window.CLOSED, why="the day is over.")

    async with company(tmp_path) as house:
        await arrives(house, "Frage")
        house._office.limits = Over()
        async with at_desk(await house.desk("anna")) as stage:
            await stage.sees("Frage")
            await stage.press("r")
            await stage.sees("no reply now: the day is over.")
            await stage.type("doch")
            await stage.press("ctrl+s")
            await stage.sees("takes no reply here now: the day is over.", "doch")
