"""What leadership wants, on a screen where people write: its lines above the text, and a question where it changed meanwhile.

Also tells the desk who has had a colleague's reply before their eyes, once they have looked at it for a while.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime

from textual.timer import Timer

from inbox.domain.events import CardEnded, CardPublished, Recorded
from inbox.domain.goals import Card, See
from inbox.domain.heeding import Told, advice, applies, heeded, told
from inbox.domain.model import Direction, Message
from inbox.errors import GoalChanged, InboxError
from inbox.texts import explain, t
from inbox.tui.models.cards import changed_lines
from inbox.tui.models.thread import ThreadModel
from inbox.tui.screens.base import HouseScreen
from inbox.tui.screens.overlays import Confirm
from inbox.tui.seat import Seat
from inbox.tui.widgets.composer import Mode, Writing

DWELL = 2.0
"""Seconds for which a reply stands on the screen until it counts as seen."""


def messages(model: ThreadModel | None) -> list[Message]:
    """Return the messages of a thread as far as they were read, oldest first."""
    return [entry.noun for entry in model.entries if isinstance(entry.noun, Message)] if model else []


class GuidedScreen(HouseScreen):
    """A screen that knows the goals and guidelines that stand."""

    def __init__(self, seat: Seat) -> None:
        super().__init__(seat)
        self._cards: tuple[Card, ...] | None = None
        self._dwelling: Timer | None = None
        self._witnessed: dict[int, int] = {}

    def _to(self) -> Told | None:
        """Return what is being answered, once it is read."""
        model = self.thread()
        if model is None or model.thread is None:
            return None
        return told(model.thread.row.conversation, messages(model))

    def heeded(self) -> tuple[Card, ...]:
        """Return the cards that what is being written falls under."""
        to = self._to()
        return heeded(self._cards or (), to, self.composer.text, datetime.now(UTC)) if to is not None else ()

    def begin_guiding(self, writing: Writing) -> None:
        """Show what holds for a reply, and remember it as what its writer knows."""

        async def begin() -> None:
            if self._cards is None:
                with suppress(InboxError):  # the desk is away; whoever sends is told all the same
                    self._cards = await self.desk.cards()
            if self._cards is not None and self.composer.writing is writing:
                now = datetime.now(UTC)
                writing.knew = tuple(card for card in self._cards if card.holds(now))
                self.guide()

        self.app.run_worker(begin(), group="guide")

    def guide(self) -> None:
        """Show the lines that fit what is written now."""
        writing, to = self.composer.writing, self._to()
        if writing is None or writing.mode is not Mode.REPLY or not self._cards or to is None:
            self.composer.guide(())
            return
        text = self.composer.text
        self.composer.guide(advice(heeded(self._cards, to, text, datetime.now(UTC)), to, text))

    async def cards_changed(self, facts: Sequence[Recorded]) -> None:
        """Read the cards anew where one changed, and say so to whoever writes under it."""
        if self._cards is None or not any(isinstance(f.event, CardPublished | CardEnded) for f in facts):
            return
        before = self.heeded()
        self._cards = await self.desk.cards()
        writing = self.composer.writing
        if writing is None or writing.mode is not Mode.REPLY:
            return
        self.guide()
        if lines := changed_lines(before, self.heeded()):
            self.say(t("While you write: {what} · F6 reads it", what=lines[0]), error=True)

    async def accept_goals(self, writing: Writing, cause: GoalChanged) -> bool:
        """Show what changed, and ask; what was shown is known from then on."""
        self._cards = await self.desk.cards()
        now, to, text = datetime.now(UTC), self._to(), self.composer.text
        fresh = tuple(card for card in self._cards if card.holds(now))
        old = [card for card in writing.knew or () if to is None or applies(card, to, text)]
        shown = fresh if to is None else heeded(fresh, to, text, now)
        self.guide()
        writing.knew = fresh
        question = explain(cause) + "\n" + t("Send all the same?")
        return await self.app.push_screen_wait(Confirm(question, "\n".join(changed_lines(old, shown)))) is True

    # --- who has seen what

    def dwell(self) -> None:
        """Begin to count how long the thread stands on the screen."""
        if self._dwelling is not None:
            self._dwelling.stop()
        self._dwelling = self.set_timer(DWELL, self._dwelt)

    def _dwelt(self) -> None:
        self._dwelling = None
        model, me = self.thread(), self.seat.person.name
        if model is None or not self.app.app_focus or self.looked_at()[0] != model.conversation:
            return
        others = [m.number for m in messages(model) if m.direction is Direction.OUT and m.author not in ("", me)]
        if max(others, default=0) <= self._witnessed.get(model.conversation, 0):
            return
        upto = self._witnessed[model.conversation] = model.last_number

        async def tell() -> None:
            with suppress(InboxError):  # nobody is kept from reading because it cannot be noted
                await self.desk.perform(See(model.conversation, upto))

        self.app.run_worker(tell(), group="see")
