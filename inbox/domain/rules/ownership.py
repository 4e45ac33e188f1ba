"""Who owns a conversation and how it changes hands: exactly one owner, and every change is told.

A conversation nobody owns is taken by whoever is first; a lead may take one away. Owners hand on
their own; only a lead assigns for others.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from inbox.domain import events as e
from inbox.domain.commands import Assign, AssignAll, AssignMany, Release, Take
from inbox.domain.model import Channel, Conversation, Person, State
from inbox.domain.people import Act, Reach, conversation_for, owns, reach, require, sees
from inbox.domain.picture import Picture
from inbox.domain.rules.facts import Fact, Mint, Rules, seal, worded
from inbox.errors import BadInput, Conflict, NotAllowed, NotFound, Refused


def may_take(channel: Channel | None, conversation: Conversation, person: Person) -> None:
    """Refuse who may not own this conversation.

    Raises: NotAllowed; a trainee takes only from channels set up for training.
    """
    if require(person, Act.TAKE) is Reach.OWN and (channel is None or channel.setting("training") != "1"):
        raise NotAllowed(
            "{channel} is no training channel; ask a lead to hand {id} to you, or an admin for: inbox channel set {channel} --set training=1",
            channel=conversation.channel,
            id=conversation.id,
        )


def take(picture: Picture, command: Take, person: Person, at: datetime, mint: Mint) -> list[Fact]:
    """Become the owner; who comes second learns who was first."""
    conversation = conversation_for(picture, person, command.conversation)
    may_take(picture.channels.get(conversation.channel), conversation, person)
    if conversation.owner == person.name:
        raise Refused("You own conversation {id} already.", id=conversation.id)
    if conversation.owner is not None and reach(person, Act.ASSIGN) is not Reach.ALL:
        raise Conflict("{owner} owns conversation {id}.", owner=conversation.owner, id=conversation.id)
    return [(conversation.id, e.Assigned(person.name, conversation.owner))]


def can_own(person: Person, conversation: Conversation) -> bool:
    """Tell whether a person may own a conversation: who can answer customers, and sees this one."""
    return reach(person, Act.SEND) is not Reach.NONE and sees(person, conversation)


def working(picture: Picture, name: str) -> Person:
    """Return somebody who works here and can own a conversation. Raises: NotFound, Refused."""
    receiver = picture.people.get(name)
    if receiver is None or not receiver.active:
        raise NotFound("There is nobody called {name} here.", name=name)
    if reach(receiver, Act.SEND) is Reach.NONE:
        raise Refused("{name} cannot answer customers and so cannot own a conversation.", name=name)
    return receiver


def _handed(conversation: Conversation, to: Person, line: str, mint: Mint, move: int | None = None) -> list[Fact]:
    if not line.strip():
        return [(conversation.id, e.Assigned(to.name, conversation.owner, None, move))]
    note = e.NoteWritten(mint.id(), seal(worded(line, "line"), mint))
    return [(conversation.id, note), (conversation.id, e.Assigned(to.name, conversation.owner, note.id, move))]


def assign(picture: Picture, command: Assign, person: Person, at: datetime, mint: Mint) -> list[Fact]:
    """Hand a conversation on, with a line for whoever gets it."""
    conversation = conversation_for(picture, person, command.conversation)
    if not owns(person, conversation):
        require(person, Act.ASSIGN)
    receiver = working(picture, command.person)
    _working_on(receiver, [conversation])
    if conversation.owner == receiver.name:
        raise Refused("{name} owns conversation {id} already.", name=receiver.name, id=conversation.id)
    return _handed(conversation, receiver, command.note, mint)


def assign_all(picture: Picture, command: AssignAll, person: Person, at: datetime, mint: Mint) -> list[Fact]:
    """Hand on everything one person has open; the picture holds exactly their conversations."""
    if command.of != person.name and command.of not in person.stands_for:
        require(person, Act.ASSIGN)
    if command.of not in picture.people:
        raise NotFound("There is nobody called {name} here.", name=command.of)
    receiver = working(picture, command.to)
    if command.of == command.to:
        raise BadInput("{name} cannot hand over to themselves.", name=command.of)
    owned = [c for c in picture.conversations.values() if c.owner == command.of and c.state is not State.CLOSED]
    seen = [c for c in owned if sees(person, c)]
    if not seen:
        raise Refused("{name} owns nothing that could be handed on.", name=command.of)
    _working_on(receiver, seen)
    own = all(owns(person, c) for c in seen)
    facts: list[Fact] = [(None, e.MoveBegun(move := mint.id(), command.of, command.to, own=own))]
    for conversation in sorted(seen, key=lambda c: c.id):
        facts += _handed(conversation, receiver, command.note, mint, move)
    return facts


def assign_many(picture: Picture, command: AssignMany, person: Person, at: datetime, mint: Mint) -> list[Fact]:
    """Hand these on as one move, all of them or none."""
    chosen = [conversation_for(picture, person, id) for id in dict.fromkeys(command.conversations)]
    if not (own := all(owns(person, c) for c in chosen)):
        require(person, Act.ASSIGN)
    receiver = working(picture, command.to)
    others = [c for c in chosen if c.owner != receiver.name]
    _working_on(receiver, others)
    if not others:
        raise Refused("{name} owns all of these already.", name=receiver.name)
    facts: list[Fact] = [(None, e.MoveBegun(move := mint.id(), "", command.to, own=own))]
    for conversation in others:
        facts += _handed(conversation, receiver, command.note, mint, move)
    return facts


def _working_on(receiver: Person, conversations: Iterable[Conversation]) -> None:
    """Refuse to hand somebody what they cannot see. Raises: Refused."""
    for conversation in conversations:
        if not sees(receiver, conversation):
            raise Refused("{name} does not work on {channel}.", name=receiver.name, channel=conversation.channel)


def release(picture: Picture, command: Release, person: Person, at: datetime, mint: Mint) -> list[Fact]:
    """Give a conversation back to the table."""
    conversation = conversation_for(picture, person, command.conversation)
    if conversation.owner is None:
        raise Refused("Nobody owns conversation {id}.", id=conversation.id)
    if not owns(person, conversation):
        require(person, Act.ASSIGN)
    return [(conversation.id, e.Released(conversation.owner))]


RULES: Rules = {
    Take: take,
    Assign: assign,
    AssignAll: assign_all,
    AssignMany: assign_many,
    Release: release,
}
