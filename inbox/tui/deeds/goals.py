"""Deeds about what leadership wants: read it, publish it, end it; and tell why we said something."""

from __future__ import annotations

from datetime import UTC, datetime

from inbox.domain.commands import EndCard
from inbox.domain.events import CardPublished
from inbox.domain.goals import Card, CardKind
from inbox.domain.model import Message
from inbox.domain.people import Act, Reach, reach
from inbox.errors import InboxError
from inbox.texts import explain, t
from inbox.tui.models.cards import Blank
from inbox.tui.models.why import why_lines
from inbox.tui.screens.base import HouseScreen
from inbox.tui.screens.goals import CardForm, GoalsScreen, Wish
from inbox.tui.screens.guided import GuidedScreen
from inbox.tui.screens.overlays import Confirm, Read


async def goals(screen: HouseScreen, chord: str) -> None:
    """Show what leadership wants; leads change it there."""
    near = (
        {card.id for card in screen.heeded()} if isinstance(screen, GuidedScreen) and screen.composer.writing else set()
    )
    leads, at = reach(screen.seat.person, Act.GOALS) is Reach.ALL, 0

    async def look() -> list[Card]:
        return sorted(await screen.desk.cards(), key=lambda k: (k.id not in near, k.kind is not CardKind.GOAL, k.card))

    while True:
        wish = await screen.app.push_screen_wait(GoalsScreen(await look(), near, leads=leads, at=at, look=look))
        if wish is None:
            return
        at = wish.card.card if wish.card else 0
        if wish.deed == "end":
            await _end(screen, wish)
        else:
            at = await _publish(screen, wish) or at


async def _end(screen: HouseScreen, wish: Wish) -> None:
    card = wish.card
    assert card is not None  # only a chosen card is ended
    question = t("End {kind} #{id} “{title}”?", kind=t(card.kind), id=card.card, title=card.title)
    if await screen.app.push_screen_wait(Confirm(question, t("Replies written under it keep its number."))):
        await screen.desk.perform(EndCard(card.card))
        screen.say(t("#{id} holds no longer.", id=card.card))


async def _publish(screen: HouseScreen, wish: Wish) -> int:
    """Let somebody fill a card in until the desk takes it; return which it is, 0 for none."""
    changed = wish.card if wish.deed == "change" else None
    kind = changed.kind if changed else CardKind.GOAL if wish.deed == "new goal" else CardKind.GUIDELINE
    blank, text, said, at = Blank(kind, changed), "", "", None
    while True:
        filled = await screen.app.push_screen_wait(CardForm(blank, text, said, at))
        if filled is None:
            return 0
        try:
            facts = await screen.desk.perform(filled.command)
        except InboxError as cause:
            text, said, at = filled.text, explain(cause), filled.at
            continue
        event = next((f.event for f in facts if isinstance(f.event, CardPublished)), None)
        if event is None:
            screen.say(t("It says that already."))
            return changed.card if changed else 0
        screen.say(t("#{id} holds from now on (version {n}).", id=event.card, n=event.version))
        return event.card


async def why(screen: HouseScreen, chord: str) -> None:
    """Tell why we said this: the reply under the cursor, else the latest."""
    model = await screen.chosen_thread()
    if model is None or model.thread is None:
        return
    noun = model.current
    ours = [m for m in model.thread.messages if m.author]
    chosen = noun if isinstance(noun, Message) and noun.author else ours[-1] if ours else None
    if chosen is None:
        screen.say(t("Nothing was said by us here."))
        return
    found = await screen.desk.why(chosen.id)
    await screen.app.push_screen_wait(Read(t("Why we said this"), why_lines(found, datetime.now(UTC))))
