"""Tells colleagues what this screen looks at, and shows what they do: one watch over both for as long as a sitting lasts."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection
from contextlib import suppress
from time import monotonic

from inbox.errors import InboxError
from inbox.ports.presence import Around
from inbox.tui.models.nearby import Attention, Looked
from inbox.tui.seat import Seat

OFTEN, SELDOM = 0.1, 2.0
"""Seconds between two looks at what somebody looks at: while they do something, and while nothing happens."""
LIVELY = 2.0
"""Seconds after a key or a click in which what is looked at may still change."""
AGAIN = 2.0
"""Seconds until a desk that could not say who is here is asked again."""
PATIENCE = 10.0
"""Seconds for which a desk is asked to wait for a change; shorter than any proxy waits for an answer."""
PARTING = 1.0
"""Seconds that telling that one is gone may take; else silence tells it."""


class Attending:
    """One sitting's part in who is here. `looked` says what is looked at, `show` is told where that changed."""

    def __init__(self, seat: Seat, looked: Callable[[], Looked], show: Callable[[Collection[int]], None]) -> None:
        self._seat = seat
        self._looked = looked
        self._show = show
        self._attention = Attention()
        self._parted = False
        self._stirred = monotonic()
        self._stir = asyncio.Event()

    async def listen(self) -> None:
        """Show what colleagues do, until cancelled. Where the desk is away nobody is known to be here."""
        number, away, seat = 0, False, self._seat
        while True:
            try:
                around = await seat.desk.around(number, wait=PATIENCE, screen=seat.screen)
            except InboxError:
                self._take(Around())
                number, away = 0, True
                await asyncio.sleep(AGAIN)
                continue
            if away:
                self._attention.anew()  # who was told may not be there any more
            number, away = around.number, False
            self._take(around)

    def _take(self, around: Around) -> None:
        if changed := self._seat.nearby.take(around):
            self._show(changed)

    def stir(self) -> None:
        """Somebody does something: look at what they look at without delay."""
        self._stirred = monotonic()
        self._stir.set()

    async def tell(self) -> None:
        """Tell what is looked at here, whenever that is due, until this screen is gone."""
        seat = self._seat
        while not self._parted:
            looks = self._looked()
            if self._attention.due(looks, monotonic()):
                with suppress(InboxError):  # the feed says it where the desk cannot be reached
                    await seat.desk.look_at(looks[0], writing=looks[1], screen=seat.screen)
                self._attention.told(looks, monotonic())
            if monotonic() - self._stirred < LIVELY:
                await asyncio.sleep(OFTEN)
                continue
            self._stir.clear()
            with suppress(TimeoutError):
                async with asyncio.timeout(SELDOM):
                    await self._stir.wait()

    async def part(self) -> None:
        """Tell that this screen is gone, and nothing more."""
        self._parted = True
        with suppress(InboxError, TimeoutError):
            async with asyncio.timeout(PARTING):
                await self._seat.desk.look_at(None, screen=self._seat.screen)
