"""Deeds for later: a moment is asked for, and a reply planned for it."""

from __future__ import annotations

from datetime import UTC, datetime

from inbox.domain.model import Delivery, Message
from inbox.domain.when import LOCAL, when
from inbox.texts import t
from inbox.tui.screens.base import HouseScreen
from inbox.tui.screens.main import MainScreen
from inbox.tui.screens.overlays import Choice, Pick
from inbox.tui.screens.writing import WritingScreen
from inbox.tui.widgets.thread import ThreadView


async def moment(screen: HouseScreen, title: str) -> datetime | None:
    """Ask for a time to come; None where whoever is asked leaves."""

    def read(typed: str) -> datetime:
        return when(typed, datetime.now(UTC).astimezone(LOCAL))

    offers = [
        Choice(words, t(label))
        for words, label in (
            ("1h", "in an hour"),
            ("3h", "in three hours"),
            ("tomorrow", "tomorrow morning"),
            ("monday", "monday morning"),
            ("7d", "in a week"),
        )
    ]
    chosen = await screen.app.push_screen_wait(Pick(title, offers, free=True, check=read))
    return read(chosen) if chosen else None


async def send_later(screen: HouseScreen, chord: str) -> None:
    """Plan the reply that is being written for a time; it waits in view till then."""
    if not isinstance(screen, WritingScreen) or (writing := screen.composer.writing) is None:
        return
    at = await moment(screen, t("When does it leave? Choose, or type 2h, 18:00, friday 9:00"))
    if at is None or screen.composer.writing is not writing:
        return
    writing.planned = at
    await screen.send()
    if not writing.unanswered:
        # What was refused is sent at once by the key for that.
        writing.planned = None


def planned_here(screen: HouseScreen) -> Message | None:
    """Return the planned reply under the cursor of the thread in which somebody reads."""
    if not isinstance(screen, MainScreen) or not isinstance(screen.focused, ThreadView):
        return None
    model = screen.thread()
    noun = model.current if model else None
    waits = isinstance(noun, Message) and noun.planned is not None and noun.delivery in (Delivery.QUEUED, Delivery.HELD)
    return noun if waits and isinstance(noun, Message) else None
