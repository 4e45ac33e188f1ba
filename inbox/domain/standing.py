"""What a reply is by the facts alone: who answers for it, what held it, what released it, whatever a table says by now.

The facts of its conversation are folded without their words; one that is missing shows, as a reply that began to leave
before anybody had released it, or under another release.
"""

from __future__ import annotations

from collections.abc import Iterable

from inbox.domain import events as e
from inbox.domain.model import Delivery, Message
from inbox.domain.picture import Picture
from inbox.domain.replay import apply

_TOLD = (
    e.ConversationOpened, e.MessageReceived, e.ReplyWritten, e.ReplyTakenBack, e.ReplyRefused, e.ReplyHeld, e.ReplyRevised,
    e.ReplyApproved, e.SendBegun, e.DeliveryChanged, e.MessageEdited, e.ReplyFrozen, e.ReplyThawed, e.ReplyPassed,
)  # fmt: skip
"""Facts that make a message what it is."""
_SAME = (
    *("author", "words", "visibility", "answers", "under", "hands", "holds", "mark", "cleared_by", "canned"),
    *("delivery", "edited", "files", "reply_to"),
)
"""What of a message says why it was said and who answers for it."""


def told(facts: Iterable[e.Recorded]) -> dict[int, Message]:
    """Return the messages that the facts of a conversation make; none that left without its release, or lacks a fact."""
    picture, wrong = Picture(), set[int]()
    for fact in facts:
        event = fact.event
        if not isinstance(event, _TOLD):
            continue
        about = getattr(event, "message", None)
        before = picture.messages.get(about) if about else None
        if isinstance(event, e.SendBegun) and (
            before is None or before.delivery is not Delivery.QUEUED or before.mark != event.mark
        ):
            wrong.add(event.message)
        try:
            apply(picture, fact)
        except KeyError:
            # What it is about was never made: the fact that made it is gone.
            wrong.add(about or 0)
    return {id: message for id, message in picture.messages.items() if id not in wrong}


def stands(kept: Message, facts: Message | None) -> bool:
    """Tell whether a stored message is what its facts make it, in all that says who answers for it."""
    if facts is None:
        return False
    return all(getattr(kept, name, None) == getattr(facts, name, None) for name in _SAME)
