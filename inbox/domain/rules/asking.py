"""What stands around a question: when it is needed, and what its department may read.

A department reads what was chosen for it, without what is personal, as it stood when it was asked.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from inbox.domain.hours import of, target
from inbox.domain.model import AT_DEPARTMENT, Conversation, Message, RequestState, unanswered
from inbox.domain.neededby import TARGET, Need, after, needed_by
from inbox.domain.picture import Picture
from inbox.domain.rules.parts import standing
from inbox.domain.when import span
from inbox.domain.withholding import Excerpt, withheld
from inbox.errors import BadInput, NotFound

UNMET = AT_DEPARTMENT | {RequestState.RETURNED}
"""States in which there is no answer yet."""


def chosen(picture: Picture, conversation: Conversation, show: tuple[int, ...] | None) -> tuple[Message, ...]:
    """Return the messages a department is to read; by default what is unanswered. Raises: NotFound."""
    if show is None:
        return unanswered(picture.messages_of(conversation.id))
    found = []
    for id in dict.fromkeys(show):
        message = picture.messages.get(id)
        if message is None or message.conversation != conversation.id:
            raise NotFound(
                "There is no message {id} in conversation {conversation}.", id=id, conversation=conversation.id
            )
        found.append(message)
    return tuple(found)


def named(picture: Picture, conversation: Conversation) -> list[str]:
    """Return what the contact of a conversation is called."""
    contact = picture.contacts.get(conversation.contact)
    return [str(contact.name), *(str(h.value) for h in contact.handles)] if contact else []


def pack(
    picture: Picture, conversation: Conversation, messages: tuple[Message, ...], hide: tuple[str, ...] | None
) -> list[Excerpt]:
    """Return messages as a department reads them.

    With `hide` None nothing is withheld, and that is meant: the department reads the messages themselves then, what the
    contact makes of them later too. Else it reads what they say now, however they are changed.
    """
    if hide is None:
        return [Excerpt(m.id, str(m.words)) for m in messages]
    found, names = [], named(picture, conversation)
    for message in messages:
        text, hidden = withheld(str(message.words), names, hide)
        # The subject, what was quoted, and what files are called, is not read through the bars either.
        beside = f"{message.subject or ''} {message.folded or ''} {' '.join(a.name for a in message.attachments)}"
        found.append(Excerpt(message.id, text, hidden + withheld(beside, names, hide)[1]))
    return found


def need(picture: Picture, conversation: Conversation, department: str, at: datetime) -> Need:
    """Propose when an answer is needed: by how long the contact waits, how long the platform takes a reply, and what is usual."""
    usual, hours = picture.departments[department].answers_in, of(picture.hours, conversation.channel)
    channel = picture.channels.get(conversation.channel)
    ends = []
    if (promised := target(hours, conversation)) is not None:
        ends.append(promised[1])
    elif conversation.waiting_since is not None:
        ends.append(conversation.waiting_since + _target(channel.setting("answer_in") if channel else ""))
    if channel is not None:
        until = picture.limits.window(channel, standing(picture, conversation), at).until
        ends += [until] if until is not None and until > at else []
    return needed_by(at, usual, min(ends, default=None), hours)


def usually(picture: Picture, conversation: Conversation, department: str, at: datetime) -> datetime:
    """Return when a department has usually answered what it is asked now."""
    return after(of(picture.hours, conversation.channel), at, picture.departments[department].answers_in)


def _target(said: str) -> timedelta:
    try:
        return span(said) if said else TARGET
    except BadInput:
        return TARGET
