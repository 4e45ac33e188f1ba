"""What follows when a platform tells us something.

Duplicates never come here: intake knows the dedupe keys of a channel. Entries about a message we
do not have (an edit that arrives first) change nothing; intake keeps them until they have one (`meant`).
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import asdict, replace
from datetime import datetime, timedelta

from inbox.domain import events as e
from inbox.domain.commands import Receive
from inbox.domain.differing import difference
from inbox.domain.incoming import Incoming, Kind
from inbox.domain.letters import for_requests
from inbox.domain.model import Contact, Conversation, Delivery, Direction, Handle, Message, Role, State, Words
from inbox.domain.people import sees
from inbox.domain.picture import Picture
from inbox.domain.rules.drafts import on_the_table
from inbox.domain.rules.facts import Fact, Mint, Rules, seal
from inbox.domain.rules.holding import risky
from inbox.domain.rules.parts import stopped
from inbox.domain.rules.planned import overtaken
from inbox.domain.text import clean_line
from inbox.errors import Refused

FELT = 100
"""Reactions kept of a message: the latest ones."""
FEELING = 64
"""Characters kept of one: some platforms take any text for a reaction, and all of them are written anew with each."""
_AHEAD = {Delivery.SENT: 1, Delivery.DELIVERED: 2, Delivery.READ: 3, Delivery.FAILED: 4}
"""Reports only ever move a reply ahead, so that their order does not matter. A failure is the last word: whoever is
told that a reply arrived though it bounced does not write again."""
_BEFORE = re.compile(
    r"^(?:\s*(?:\[ext(?:ern(?:al)?)?\]|(?:re|aw|fw|fwd|wg|antw|antwort|sv|vs|r|rif|odp)(?:\[\d+\])?\s*:))+",
    re.IGNORECASE,
)
"""What mail programs put before a subject when somebody answers or forwards, and mail servers where it came from outside."""
FUTURE = timedelta(minutes=5)
"""A platform's time further ahead than this is taken as now: a wrong clock must not pin a dialogue to the top."""


def receive(picture: Picture, command: Receive, person: None, at: datetime, mint: Mint) -> list[Fact]:
    """Turn one entry into facts."""
    said = command.incoming
    channel = picture.channels.get(command.channel)
    if channel is not None and for_requests(channel):
        raise Refused("{channel} is kept for requests; nobody is a customer there.", channel=command.channel)
    match said.kind:
        case Kind.MESSAGE | Kind.ECHO:
            return _message(picture, command.channel, said, at, mint)
        case Kind.EDIT:
            return _edited(picture, meant(picture, command.channel, said), said, mint, at)
        case Kind.DELETE:
            found = meant(picture, command.channel, said)
            if found is None or found.deleted:
                return []
            return [(found.conversation, e.MessageDeleted(found.id)), *_changed(picture, found, mint)]
        case Kind.DELIVERY | Kind.RECEIPT:
            about = _conversation(picture, command.channel, said.conversation_key)
            return [*_delivery(picture, command.channel, said, mint), *_window(about, said)]
        case Kind.REACTION:
            return _reaction(picture, command.channel, said, mint)
        case Kind.CONTACT:
            return _contact_told(picture, command.channel, said, mint)
        case Kind.CONVERSATION:
            return _window(_conversation(picture, command.channel, said.conversation_key), said)
        case _:
            return []


def _edited(picture: Picture, found: Message | None, said: Incoming, mint: Mint, at: datetime) -> list[Fact]:
    """Take what a message says by now; leads are told where it is a reply that was signed off, or that would be held."""
    if found is None or not said.text or str(found.words) == said.text:
        return []
    about = found.conversation
    facts: list[Fact] = [(about, e.MessageEdited(found.id, seal(said.text, mint))), *_changed(picture, found, mint)]
    where, author = picture.conversations[about], picture.people.get(found.author)
    if author is None:
        return facts
    holds = dict.fromkeys(hold.rule for hold in risky(picture, where, author, said.text, at))
    if not found.cleared_by and not holds:
        return facts
    text = f"Reply {found.id} was changed on the platform: {difference(str(found.words), said.text)}"
    text += f"\n{found.cleared_by} had signed off other words." if found.cleared_by else ""
    text += f"\nThe rules would hold it: {', '.join(holds)}." if holds else ""
    facts.append((about, note := e.NoteWritten(mint.id(), seal(text, mint))))
    leads = sorted(p.name for p in picture.people.values() if p.active and Role.LEAD in p.roles and sees(p, where))
    return [*facts, *((about, e.Mentioned(mint.id(), note.id, name)) for name in leads)]


def _changed(picture: Picture, found: Message, mint: Mint) -> list[Fact]:
    """Give back what was planned for a contact who changes or takes back what they said."""
    return overtaken(picture, found.conversation, Direction.IN, mint) if found.direction is Direction.IN else []


def meant(picture: Picture, channel: str, said: Incoming) -> Message | None:
    """Return the message an edit, a deletion or a report is about, None where it is not known."""
    return _target(picture, channel, said.target_id) or _by_token(picture, channel, said.token)


def _target(picture: Picture, channel: str, external_id: str) -> Message | None:
    return _find(picture, channel, lambda m: m.external_id == external_id) if external_id else None


def _by_token(picture: Picture, channel: str, token: str) -> Message | None:
    return _find(picture, channel, lambda m: m.token == token) if token else None


def _find(picture: Picture, channel: str, fits: Callable[[Message], bool]) -> Message | None:
    for message in picture.messages.values():
        if fits(message) and picture.conversations[message.conversation].channel == channel:
            return message
    return None


def _delivery(picture: Picture, channel: str, said: Incoming, mint: Mint) -> list[Fact]:
    message = meant(picture, channel, said)
    if message is None or message.direction is not Direction.OUT or said.state not in _AHEAD:
        return []
    state = Delivery(said.state)
    if _AHEAD[state] <= _AHEAD.get(message.delivery or Delivery.QUEUED, 0):
        return []
    error = seal(said.why, mint) if said.why else None
    changed = (message.conversation, e.DeliveryChanged(message.id, state, error=error))
    if state is not Delivery.FAILED:
        return [changed]
    rest = stopped(picture, message, mint, back=message.delivery is Delivery.SENDING)
    return [changed, *rest, *on_the_table(picture, message)]


def _reaction(picture: Picture, channel: str, said: Incoming, mint: Mint) -> list[Fact]:
    """Let somebody feel something about a message, something else, or nothing any more."""
    message = meant(picture, channel, said)
    if message is None:
        return []
    who = said.name or next((i.value for i in said.identities), "")
    before, now = message.felt, clean_line(said.text, FEELING)
    after = [(name, what) for name, what in before if name != who] + ([(who, now)] if now else [])
    if tuple(after[-FELT:]) == before:
        return []
    kept = seal(json.dumps(after[-FELT:], ensure_ascii=False), mint)
    return [(message.conversation, e.MessageReacted(message.id, kept))]


def _contact_told(picture: Picture, channel: str, said: Incoming, mint: Mint) -> list[Fact]:
    """Take what the platform says of a contact we know: a new name, a further handle, that they blocked us."""
    conversation = _conversation(picture, channel, said.conversation_key)
    known = next((c for i in said.identities if (c := picture.by_identity.get((i.kind, i.value))) is not None), None)
    if known is None and conversation is not None and not said.identities:
        known = conversation.contact
    facts = _renamed(picture, picture.contacts[known], said, mint) if known is not None else []
    return [*facts, *_window(conversation, said)]


def _window(conversation: Conversation | None, said: Incoming) -> list[Fact]:
    if conversation is None or not said.window or said.window == conversation.window:
        return []
    return [(conversation.id, e.WindowChanged(said.window))]


def _message(picture: Picture, channel: str, said: Incoming, at: datetime, mint: Mint) -> list[Fact]:
    ours, conversation = _by_token(picture, channel, said.token), _conversation(picture, channel, said.conversation_key)
    if ours is None and said.kind is Kind.ECHO:
        conversation = conversation or _answered(picture, channel, said)
        if conversation is None and not said.identities:
            # What we wrote elsewhere, to nobody the platform names, and below nothing we have.
            return []
        ours = _target(picture, channel, said.external_id) or _leaving(picture, conversation, said)
    if ours:
        settled = ours.delivery in _AHEAD
        return [] if settled else [(ours.conversation, e.DeliveryChanged(ours.id, Delivery.SENT, said.external_id))]
    facts: list[Fact] = []
    if conversation is None:
        contact, seen = _contact(picture, said, mint)
        facts += seen
        id, subject = mint.id(), seal(said.subject, mint) if said.subject else None
        key = seal(said.conversation_key, mint)
        facts.append((id, e.ConversationOpened(id, channel, contact, key, said.visibility, subject)))
    else:
        id = conversation.id
        known_contact = picture.contacts[conversation.contact]
        if said.kind is Kind.MESSAGE and _same(known_contact, said):
            facts += _renamed(picture, known_contact, said, mint)
    said_at = said.occurred_at if said.occurred_at and said.occurred_at <= at + FUTURE else at
    received = replace(_received(said, said_at, mint), subject=_anew(conversation, said, mint))
    speaks = received.direction is Direction.IN and not received.automatic
    if speaks and conversation and conversation.state is State.CLOSED and conversation.waiting_since is not None:
        facts.append((id, e.WaitEnded(conversation.waiting_since, said_at)))
    first = [] if received.automatic else overtaken(picture, id, received.direction, mint, said_at=said_at)
    return [*facts, (id, received), *first]


def _anew(conversation: Conversation | None, said: Incoming, mint: Mint) -> Words | None:
    """Return the subject under which a contact goes on, where it is another one; None where it is the same, or the first."""
    if conversation is None or said.kind is not Kind.MESSAGE or said.automatic or not said.subject:
        return None
    same = _bare(said.subject) in ("", _bare(str(conversation.subject or "")))
    return None if same else seal(said.subject, mint)


def _bare(subject: str) -> str:
    """Return a subject without what programs put before it when they answer or forward."""
    return " ".join(_BEFORE.sub("", subject).casefold().split())


def _answered(picture: Picture, channel: str, said: Incoming) -> Conversation | None:
    """Return whose dialogue an echo belongs to by the message it answers."""
    answered = None if said.identities else _target(picture, channel, said.reply_to)
    return picture.conversations[answered.conversation] if answered else None


def _leaving(picture: Picture, conversation: Conversation | None, said: Incoming) -> Message | None:
    """Return the reply on its way that an echo repeats word by word, where the platform gives no token back.

    It may come before the send has an answer, and after a send of which nobody knows.
    """
    if conversation is None or said.token or not said.text.split():
        return None
    for message in picture.messages.values():
        leaving = message.conversation == conversation.id and message.delivery in (Delivery.SENDING, Delivery.UNKNOWN)
        fresh = said.occurred_at is None or said.occurred_at >= message.at - FUTURE
        if leaving and fresh and not message.external_id and str(message.words).split() == said.text.split():
            return message
    return None


def _received(said: Incoming, said_at: datetime, mint: Mint) -> e.MessageReceived:
    files = (
        seal(json.dumps([asdict(a) for a in said.attachments], ensure_ascii=False), mint) if said.attachments else None
    )
    return e.MessageReceived(
        mint.id(),
        seal(said.text, mint),
        said_at,
        Direction.IN if said.kind is Kind.MESSAGE else Direction.OUT,
        said.external_id,
        said.reply_to,
        seal(said.folded, mint) if said.folded else None,
        files,
        said.automatic,
        said.window,
    )


def _conversation(picture: Picture, channel: str, key: str) -> Conversation | None:
    known = picture.by_key.get((channel, key))
    return None if known is None else picture.conversations[known]


def _contact(picture: Picture, said: Incoming, mint: Mint) -> tuple[int, list[Fact]]:
    for identity in said.identities:
        known = picture.by_identity.get((identity.kind, identity.value))
        if known is not None:
            return known, _renamed(picture, picture.contacts[known], said, mint)
    id = mint.id()
    handles = tuple(Handle(i.kind, seal(i.value, mint)) for i in dict.fromkeys(said.identities))
    return id, [(None, e.ContactSeen(id, seal(_name(said), mint), handles))]


def _name(said: Incoming) -> str:
    return said.name or (said.identities[0].value if said.identities else "?")


def _same(contact: Contact, said: Incoming) -> bool:
    """Tell whether it is the contact who speaks: somebody else in a room keeps their own handle and name."""
    known = {(h.kind, str(h.value)) for h in contact.handles}
    return not known or any((i.kind, i.value) in known for i in said.identities)


def _renamed(picture: Picture, contact: Contact, said: Incoming, mint: Mint) -> list[Fact]:
    """A contact with a further handle or another name. A handle somebody else has stays theirs."""
    known = {(h.kind, str(h.value)) for h in contact.handles}
    fresh = tuple(
        Handle(i.kind, seal(i.value, mint))
        for i in dict.fromkeys(said.identities)
        if (i.kind, i.value) not in known and (i.kind, i.value) not in picture.by_identity
    )
    renamed = bool(said.name) and said.name != str(contact.name)
    if not fresh and not renamed:
        return []
    name: Words = seal(said.name, mint) if renamed else contact.name
    return [(None, e.ContactSeen(contact.id, name, fresh))]


RULES: Rules = {Receive: receive}
