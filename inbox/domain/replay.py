"""How facts become nouns: the one place that says what an event changes.

The store folds new events onto the nouns it loaded and writes what changed; a test folds the whole
feed and must reach the same nouns. So state and history cannot drift apart.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from inbox.domain import events as e
from inbox.domain import replay_abilities as abilities
from inbox.domain import replay_access as access
from inbox.domain import replay_asking as asking
from inbox.domain import replay_contacts as contacts
from inbox.domain import replay_goals as goals
from inbox.domain import replay_requests as requests
from inbox.domain import replay_routine as routine
from inbox.domain import replay_setup as setup
from inbox.domain import replay_signing as signing
from inbox.domain import replay_storm as storm
from inbox.domain.model import (
    ARRIVED,
    Contact,
    Conversation,
    Delivery,
    Direction,
    Draft,
    Message,
    Note,
    State,
)
from inbox.domain.picture import Move, Picture

PREVIEW = 120
"""Characters of the last words kept for the list."""


def apply(picture: Picture, recorded: e.Recorded) -> None:
    """Fold one fact onto the picture."""
    _FOLDS[type(recorded.event)](picture, recorded, recorded.event)


def _conversation(picture: Picture, recorded: e.Recorded, **changes: Any) -> None:
    if recorded.conversation is not None:
        before = picture.conversations[recorded.conversation]
        picture.put("conversations", before.id, replace(before, **changes))


def _message(picture: Picture, message: int, **changes: Any) -> None:
    picture.put("messages", message, replace(picture.messages[message], **changes))


def _contact_seen(picture: Picture, r: e.Recorded, event: e.ContactSeen) -> None:
    before = picture.contacts.get(event.contact, Contact(event.contact, event.name))
    contact = Contact(before.id, event.name, before.handles + event.handles)
    picture.put("contacts", contact.id, contact)
    picture.know(contact)


def _opened(picture: Picture, r: e.Recorded, event: e.ConversationOpened) -> None:
    opened = Conversation(
        event.id,
        event.channel,
        event.contact,
        event.key,
        event.visibility,
        State.OPEN,
        r.at,
        r.at,
        subject=event.subject,
    )
    picture.put("conversations", event.id, opened)
    picture.know(opened)


def _received(picture: Picture, r: e.Recorded, event: e.MessageReceived) -> None:
    conversation = picture.conversations[r.conversation or 0]
    number = conversation.last_number + 1
    out = event.direction is Direction.OUT
    message = Message(
        event.id,
        conversation.id,
        number,
        event.direction,
        "",
        event.said_at,
        event.words,
        conversation.visibility,
        Delivery.SENT if out else None,
        event.external_id,
        event.reply_to,
        event.folded,
        event.files,
        event.automatic,
        subject=event.subject or (conversation.subject if number == 1 else None),
    )
    picture.put("messages", message.id, message)
    changes: dict[str, Any] = {"subject": event.subject} if event.subject else {}
    changes |= {"last_number": number, "preview": str(event.words)[:PREVIEW] or _attached(message)}
    if event.said_at > conversation.last_at or conversation.last_number == 0:
        changes["last_at"] = event.said_at
    if out:
        changes["waiting_since"] = None
    elif not event.automatic:
        changes["last_in"] = number
        changes["window"] = event.window
        # What was said first may come last.
        changes["waiting_since"] = min(conversation.waiting_since or event.said_at, event.said_at)
        changes["state"], changes["snoozed_until"] = State.OPEN, None
    picture.put("conversations", conversation.id, replace(conversation, **changes))


def _attached(message: Message) -> str:
    """Name what came without a word, so that no line of a list is empty: an invitation, a sealed mail."""
    return ", ".join(f"⎘ {file.name or file.kind}" for file in message.attachments)[:PREVIEW]


def _edited(picture: Picture, r: e.Recorded, event: e.MessageEdited) -> None:
    _message(picture, event.message, words=event.words, edited=True)
    message, conversation = picture.messages[event.message], picture.conversations[r.conversation or 0]
    if message.number == conversation.last_number:
        _conversation(picture, r, preview=str(event.words)[:PREVIEW])


def _reacted(picture: Picture, r: e.Recorded, event: e.MessageReacted) -> None:
    _message(picture, event.message, reactions=event.reactions)


def _window(picture: Picture, r: e.Recorded, event: e.WindowChanged) -> None:
    _conversation(picture, r, window=event.window)


def _deleted(picture: Picture, r: e.Recorded, event: e.MessageDeleted) -> None:
    _message(picture, event.message, deleted=True)


def _reply(picture: Picture, r: e.Recorded, event: e.ReplyWritten) -> None:
    conversation = picture.conversations[r.conversation or 0]
    message = Message(
        event.id,
        conversation.id,
        conversation.last_number + 1,
        Direction.OUT,
        r.by or "",
        r.at,
        event.words,
        event.visibility,
        event.delivery,
        reply_to=event.reply_to,
        files=event.files,
        answers=event.answers,
        token=event.token,
        due=event.due,
        since=conversation.waiting_since,
        seen=event.seen,
        was=event.was,
        was_until=event.was_until,
        first=event.first,
        part=event.part,
        parts=event.parts,
        under=event.under,
        hands=event.hands,
        mark=event.mark,
        holds=event.holds,
        canned=event.canned,
        planned=event.planned,
    )
    picture.put("messages", message.id, message)
    changes: dict[str, Any] = {"last_number": message.number, "last_at": r.at, "preview": str(event.words)[:PREVIEW]}
    if event.delivery is Delivery.QUEUED:
        changes |= {"state": State.OPEN, "snoozed_until": None}
        # Until a planned one leaves, the contact waits.
        changes |= {"waiting_since": None} if event.planned is None else {}
    _conversation(picture, r, **changes)
    if not event.keeps_draft:
        picture.drop("drafts", conversation.id)


def _wait_again(picture: Picture, r: e.Recorded, message: Message) -> None:
    conversation = picture.conversations[message.conversation]
    if message.since is not None and message.delivery is not Delivery.HELD:
        picture.put("conversations", conversation.id, replace(conversation, waiting_since=message.since))


def _taken_back(picture: Picture, r: e.Recorded, event: e.ReplyTakenBack | e.ReplyRefused) -> None:
    message = picture.messages[event.message]
    _wait_again(picture, r, message)
    _as_before(picture, r, message)
    _to_the_draft(picture, r, message)
    picture.drop("messages", message.id)


def _as_before(picture: Picture, r: e.Recorded, message: Message) -> None:
    """Undo what a reply did to the list: its words as the last ones, and a closed dialogue opened by it.

    What the inbox itself gives back is for people to look at, so that stays open, as does a dialogue in which the
    beginning of the reply has left.
    """
    conversation = picture.conversations[message.conversation]
    last = [m for m in picture.messages_of(conversation.id) if m.id != message.id][-1:]
    changes: dict[str, Any] = {"preview": str(last[0].words)[:PREVIEW] if last else ""}
    whole = message.part == 1 and conversation.last_number == message.number + message.parts - 1
    untouched = conversation.state is State.OPEN and whole
    if message.was is not None and untouched and r.by is not None:
        changes |= {"state": message.was, "snoozed_until": message.was_until}
    picture.put("conversations", conversation.id, replace(conversation, **changes))


def _approved(picture: Picture, r: e.Recorded, event: e.ReplyApproved) -> None:
    under = picture.messages[event.message].under if event.under is None else event.under
    cleared = {"cleared_by": r.by or "", "mark": event.mark, "under": under}
    _message(picture, event.message, delivery=Delivery.QUEUED, due=event.due, **cleared)
    if picture.messages[event.message].planned is None:
        _waits_no_more(picture, picture.messages[event.message])


def _send_begun(picture: Picture, r: e.Recorded, event: e.SendBegun) -> None:
    attempts = picture.messages[event.message].attempts + 1
    _message(picture, event.message, delivery=Delivery.SENDING, attempts=attempts, due=None)
    if picture.messages[event.message].planned is not None:
        _waits_no_more(picture, picture.messages[event.message])


def _waits_no_more(picture: Picture, message: Message) -> None:
    conversation = picture.conversations[message.conversation]
    if message.number > conversation.last_in:
        picture.put("conversations", conversation.id, replace(conversation, waiting_since=None))


def _delivery(picture: Picture, r: e.Recorded, event: e.DeliveryChanged) -> None:
    message = picture.messages[event.message]
    changed = replace(
        message,
        delivery=event.delivery,
        external_id=event.external_id or message.external_id,
        error=event.error,
        due=event.due,
        doubt=event.doubt or (message.doubt and event.delivery not in ARRIVED),
        cleared_by=event.cleared_by or message.cleared_by,
    )
    picture.put("messages", message.id, changed)
    conversation = picture.conversations[message.conversation]
    if event.delivery in ARRIVED and message.number > conversation.last_in:
        picture.put("conversations", conversation.id, replace(conversation, waiting_since=None))
    # Said once more of the same state, it changes nothing: the contact may have had a later reply since.
    if event.delivery in (Delivery.FAILED, Delivery.HELD) and event.delivery is not message.delivery:
        _wait_again(picture, r, message)
    refused = event.delivery is Delivery.FAILED and message.delivery is Delivery.SENDING
    if refused and message.conversation not in picture.drafts:
        _to_the_draft(picture, r, message)


def _to_the_draft(picture: Picture, r: e.Recorded, message: Message) -> None:
    """Give a reply's text back to its writer. What somebody writes there by now is joined to it by a further fact."""
    author, hands = message.author, message.hands
    draft = Draft(message.conversation, author, r.at, message.words, message.answers, r.number, hands)
    picture.put("drafts", message.conversation, draft)


def _note(picture: Picture, r: e.Recorded, event: e.NoteWritten) -> None:
    picture.put("notes", event.id, Note(event.id, r.conversation or 0, r.by or "", r.at, event.words))


def _draft(picture: Picture, r: e.Recorded, event: e.DraftSaved) -> None:
    conversation = r.conversation or 0
    author = event.author or r.by or ""
    picture.put(
        "drafts", conversation, Draft(conversation, author, r.at, event.words, event.answers, r.number, event.hands)
    )


def _draft_gone(picture: Picture, r: e.Recorded, event: e.DraftDiscarded) -> None:
    picture.drop("drafts", r.conversation or 0)


def _moved(picture: Picture, r: e.Recorded, move: int | None, before: str | None) -> None:
    """Keep with a bulk step how the conversation was before it."""
    if move is not None:
        kept, here = picture.moves[move], r.conversation or 0
        changed = replace(kept, conversations=(*kept.conversations, here), before=(*kept.before, before))
        picture.put("moves", move, changed)


def _put_away(picture: Picture, r: e.Recorded) -> str | None:
    until = picture.conversations[r.conversation or 0].snoozed_until
    return until.isoformat() if until else None


def _closed(picture: Picture, r: e.Recorded, event: e.Closed) -> None:
    _moved(picture, r, event.move, _put_away(picture, r))
    _conversation(picture, r, state=State.CLOSED, snoozed_until=None)


def _reopened(picture: Picture, r: e.Recorded, event: e.Reopened) -> None:
    _conversation(picture, r, state=State.OPEN, snoozed_until=None)


def _snoozed(picture: Picture, r: e.Recorded, event: e.Snoozed) -> None:
    _moved(picture, r, event.move, _put_away(picture, r))
    _conversation(picture, r, state=State.SNOOZED, snoozed_until=event.until)


def _tagged(picture: Picture, r: e.Recorded, event: e.Tagged) -> None:
    _moved(picture, r, event.move, " ".join(picture.conversations[r.conversation or 0].tags))
    _conversation(picture, r, tags=event.tags)


def _assigned(picture: Picture, r: e.Recorded, event: e.Assigned) -> None:
    _conversation(picture, r, owner=event.owner)
    _moved(picture, r, event.move, event.before)


def _released(picture: Picture, r: e.Recorded, event: e.Released) -> None:
    _conversation(picture, r, owner=None)


def _move_begun(picture: Picture, r: e.Recorded, event: e.MoveBegun) -> None:
    picture.put("moves", event.id, Move(event.id, r.by or "", event.of, event.to, what=event.what, own=event.own))


def _move_undone(picture: Picture, r: e.Recorded, event: e.MoveUndone) -> None:
    picture.put("moves", event.move, replace(picture.moves[event.move], undone=True))


_FOLDS: dict[type[e.Event], Callable[[Picture, e.Recorded, Any], None]] = {
    e.ContactSeen: _contact_seen,
    e.ConversationOpened: _opened,
    e.MessageReceived: _received,
    e.MessageEdited: _edited,
    e.MessageDeleted: _deleted,
    e.MessageReacted: _reacted,
    e.WindowChanged: _window,
    e.ReplyWritten: _reply,
    e.ReplyTakenBack: _taken_back,
    e.ReplyRefused: _taken_back,
    e.ReplyApproved: _approved,
    e.SendBegun: _send_begun,
    e.DeliveryChanged: _delivery,
    e.NoteWritten: _note,
    e.DraftSaved: _draft,
    e.DraftDiscarded: _draft_gone,
    e.Closed: _closed,
    e.Reopened: _reopened,
    e.Snoozed: _snoozed,
    e.Tagged: _tagged,
    e.Assigned: _assigned,
    e.Released: _released,
    e.MoveBegun: _move_begun,
    e.MoveUndone: _move_undone,
    **abilities.FOLDS,
    **access.FOLDS,
    **asking.FOLDS,
    **contacts.FOLDS,
    **goals.FOLDS,
    **requests.FOLDS,
    **routine.FOLDS,
    **setup.FOLDS,
    **signing.FOLDS,
    **storm.FOLDS,
}
