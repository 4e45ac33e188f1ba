"""What people do with a dialogue besides answering: note, close, reopen, snooze, tag."""

from __future__ import annotations

from datetime import datetime

from inbox.domain import events as e
from inbox.domain.commands import Close, Reopen, Snooze, Tag, Wake, WriteNote
from inbox.domain.model import PENDING, Person, State
from inbox.domain.people import Act, Reach, conversation_for, reaches, require, require_here, serves
from inbox.domain.picture import Picture
from inbox.domain.rules.facts import Fact, Mint, Rules, ahead, seal, worded
from inbox.domain.rules.mentions import mentioned
from inbox.errors import BadInput, NeedsReason, NotFound, Refused


def write_note(picture: Picture, command: WriteNote, person: Person, at: datetime, mint: Mint) -> list[Fact]:
    """Leave an internal remark; a specialist only where their department is being asked."""
    how = require(person, Act.NOTE)
    if not (Reach.REQUEST in reaches(person, Act.NOTE) and _is_asked(picture, person, command.conversation)):
        if how is Reach.REQUEST:
            raise NotFound("There is no conversation {id} here for you.", id=command.conversation)
        require_here(person, Act.NOTE, conversation_for(picture, person, command.conversation))
    text = worded(command.text, "note")
    told = mentioned(picture, picture.conversations[command.conversation], person, text)
    note = e.NoteWritten(mint.id(), seal(text, mint))
    return [(command.conversation, note), *((command.conversation, e.Mentioned(mint.id(), note.id, n)) for n in told)]


def _is_asked(picture: Picture, person: Person, id: int) -> bool:
    """Tell whether a conversation has a pending request for this person to work on."""
    conversation = picture.conversations.get(id)
    return conversation is not None and any(
        serves(person, r, conversation) and r.state in PENDING for r in picture.requests_of(id)
    )


def close(picture: Picture, command: Close, person: Person, at: datetime, mint: Mint) -> list[Fact]:
    """Call a dialogue done. A pending blocking request needs a reason, kept as a note."""
    conversation = conversation_for(picture, person, command.conversation)
    require_here(person, Act.CLOSE, conversation)
    if conversation.state is State.CLOSED:
        raise Refused("Conversation {id} is closed already.", id=conversation.id)
    blocking = [r for r in picture.requests_of(conversation.id) if r.blocking and r.state in PENDING]
    if blocking and not command.reason.strip():
        raise NeedsReason(
            "{department} still owes an answer to request {request}; close with a reason, or wait.",
            department=blocking[0].department,
            request=blocking[0].id,
        )
    if not command.reason.strip():
        return [(conversation.id, e.Closed())]
    note = e.NoteWritten(mint.id(), seal(worded(command.reason, "reason"), mint))
    return [(conversation.id, note), (conversation.id, e.Closed(note.id))]


def reopen(picture: Picture, command: Reopen, person: Person, at: datetime, mint: Mint) -> list[Fact]:
    """Put a conversation back on the table."""
    conversation = conversation_for(picture, person, command.conversation)
    require_here(person, Act.CLOSE, conversation)
    if conversation.state is State.OPEN:
        raise Refused("Conversation {id} is open already.", id=conversation.id)
    return [(conversation.id, e.Reopened())]


def snooze(picture: Picture, command: Snooze, person: Person, at: datetime, mint: Mint) -> list[Fact]:
    """Put a conversation away until a later time."""
    conversation = conversation_for(picture, person, command.conversation)
    require_here(person, Act.CLOSE, conversation)
    if conversation.state is State.CLOSED:
        raise Refused("Conversation {id} is closed; reopen it before you snooze it.", id=conversation.id)
    return [(conversation.id, e.Snoozed(ahead(command.until, at)))]


def wake(picture: Picture, command: Wake, person: None, at: datetime, mint: Mint) -> list[Fact]:
    """Bring a snoozed conversation back once its time has come."""
    conversation = picture.conversations.get(command.conversation)
    if conversation is None or conversation.snoozed_until is None or conversation.snoozed_until > at:
        return []
    return [(conversation.id, e.Reopened())]


def tag_word(word: str) -> str:
    """Return a word that can be a tag. Raises: BadInput."""
    if not word or len(word) > 40 or any(not (c.isalnum() or c in "-_/:.") for c in word):
        raise BadInput("{tag} is no tag; use up to 40 letters, digits and -_/:.", tag=repr(word))
    return word


def tag(picture: Picture, command: Tag, person: Person, at: datetime, mint: Mint) -> list[Fact]:
    """Add and remove tags; they are short words without blanks."""
    conversation = conversation_for(picture, person, command.conversation)
    require_here(person, Act.NOTE, conversation)
    for word in command.add:
        tag_word(word)
    tags = tuple(sorted((set(conversation.tags) | set(command.add)) - set(command.remove)))
    return [(conversation.id, e.Tagged(tags))] if tags != conversation.tags else []


RULES: Rules = {
    WriteNote: write_note,
    Close: close,
    Reopen: reopen,
    Snooze: snooze,
    Wake: wake,
    Tag: tag,
}
