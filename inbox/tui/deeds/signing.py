"""Deeds on replies that were written: take back, sign off, give back, decide what became of one."""

from __future__ import annotations

from collections.abc import Callable

from inbox.domain import commands as c
from inbox.domain.events import ReplyApproved, ReplyWritten
from inbox.domain.model import Delivery, Message
from inbox.errors import Stale
from inbox.texts import t
from inbox.tui.screens.base import HouseScreen
from inbox.tui.screens.overlays import Choice, Pick, WriteLines
from inbox.tui.screens.writing import all_the_same


async def undo(screen: HouseScreen, chord: str) -> None:
    """Take back the latest act of one's own that can be."""
    last = await screen.desk.undoable()
    if last is None:
        screen.say(t("There is nothing of yours that could be taken back."))
    elif isinstance(last.event, ReplyWritten):
        # Of several parts the first one carries the files.
        parts, first = (await screen.desk.thread(last.conversation or 0)).messages, last.event.first or last.event.id
        await screen.desk.perform(c.TakeBack(last.event.id))
        back, lost = (
            t("The reply is back in the draft; r goes on writing."),
            any(m.files for m in parts if m.id == first),
        )
        # What is lost comes first: the end of a line may not fit on the screen.
        screen.say(f"{t('Its files have to be enclosed again.')} {back}" if lost else back)
    elif isinstance(last.event, ReplyApproved):
        await screen.desk.perform(c.TakeBack(last.event.message))
        screen.say(t("The reply you signed off is back in the draft of conversation {id}.", id=last.conversation or ""))
    else:
        await screen.desk.perform(c.UndoMove())
        screen.say(t("The move is taken back."))


async def _message(screen: HouseScreen, *deliveries: Delivery) -> Message | None:
    model = await screen.chosen_thread()
    if model is None or model.thread is None:
        return None
    noun = model.current
    if isinstance(noun, Message) and noun.delivery in deliveries:
        return noun
    return next((m for m in reversed(model.thread.messages) if m.delivery in deliveries), None)


async def approve(screen: HouseScreen, chord: str) -> None:
    """Let the held reply go."""
    if (held := await _message(screen, Delivery.HELD)) is None:
        screen.say(t("No reply waits for a sign-off here."), error=True)
        return
    if not await _let_go(screen, held, lambda force: c.Approve(held.id, force)):
        return
    screen.say(t("Signed off: {name}'s reply leaves in 10 seconds.", name=held.author))


async def _let_go(screen: HouseScreen, message: Message, command: Callable[[bool], c.Command]) -> bool:
    """Let a written reply go; where something was said since, ask first."""
    try:
        await screen.desk.perform(command(False))
    except Stale as cause:
        thread = await screen.desk.thread(message.conversation)
        seen = message.number if message.seen is None else message.seen
        if not await screen.app.push_screen_wait(all_the_same(cause, thread, seen, message.author)):
            return False
        await screen.desk.perform(command(True))
    return True


async def refuse(screen: HouseScreen, chord: str) -> None:
    """Give the held reply back to its writer, with a reason."""
    if (held := await _message(screen, Delivery.HELD)) is None:
        screen.say(t("No reply waits for a sign-off here."), error=True)
        return
    why = await screen.app.push_screen_wait(WriteLines(t("What should {name} change?", name=held.author)))
    if why:
        await screen.desk.perform(c.Refuse(held.id, why))
        screen.say(t("The reply is back with {name}.", name=held.author))


async def settle(screen: HouseScreen, chord: str) -> None:
    """Decide about a reply of which nobody knows whether it arrived."""
    if (message := await _message(screen, Delivery.UNKNOWN, Delivery.FAILED)) is None:
        screen.say(t("Every reply's delivery is known here."), error=True)
        return
    offers = [Choice("sent", t("It arrived")), Choice("again", t("Send it again")), Choice("dropped", t("Drop it"))]
    chosen = await screen.app.push_screen_wait(
        Pick(t("What became of this reply? {error}", error=str(message.error or "")), offers)
    )
    if chosen in ("sent", "again", "dropped") and await _let_go(
        screen,
        message,
        lambda force: c.Settle(message.id, chosen, force),  # type: ignore[arg-type]  # it is one of the three
    ):
        screen.say(t("That is decided."))
