"""What is done to many conversations in one step, and how one step is taken back: where nobody changed the same since."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from inbox.domain import events as e
from inbox.domain.commands import Close, CloseMany, Snooze, SnoozeMany, Tag, TagMany, UndoMove
from inbox.domain.model import Conversation, Person, State
from inbox.domain.people import Act, Reach, reach, require, sees
from inbox.domain.picture import Move, Picture
from inbox.domain.rules.dialogue import close, snooze, tag
from inbox.domain.rules.facts import Fact, Mint, Rules
from inbox.domain.rules.ownership import can_own
from inbox.domain.steps import What
from inbox.errors import InboxError, NotFound, Refused


def _step(what: What, ids: tuple[int, ...], one: Callable[[int], list[Fact]], mint: Mint) -> list[Fact]:
    """Do the same to each; what cannot be done stays. Raises: what the first says, where nothing can be done at all."""
    facts: list[Fact] = [(None, e.MoveBegun(move := mint.id(), "", "", what))]
    refused: InboxError | None = None
    for id in dict.fromkeys(ids):
        try:
            found = one(id)
        except InboxError as cause:
            refused = refused or cause
            continue
        for here, event in found:
            if isinstance(event, e.Closed | e.Snoozed | e.Tagged):
                facts.append((here, replace(event, move=move)))
            else:
                facts.append((here, event))
    if len(facts) == 1 and refused is not None:
        raise refused
    return facts if len(facts) > 1 else []


def close_many(picture: Picture, command: CloseMany, person: Person, at: datetime, mint: Mint) -> list[Fact]:
    """Close these; one that needs a reason stays open where none is given."""

    def one(id: int) -> list[Fact]:
        return close(picture, Close(id, command.reason), person, at, mint)

    return _step(What.CLOSED, command.conversations, one, mint)


def snooze_many(picture: Picture, command: SnoozeMany, person: Person, at: datetime, mint: Mint) -> list[Fact]:
    """Put these away."""
    return _step(
        What.SNOOZED,
        command.conversations,
        lambda id: snooze(picture, Snooze(id, command.until), person, at, mint),
        mint,
    )


def tag_many(picture: Picture, command: TagMany, person: Person, at: datetime, mint: Mint) -> list[Fact]:
    """Tag these."""
    wanted = (command.add, command.remove)
    return _step(What.TAGS, command.conversations, lambda id: tag(picture, Tag(id, *wanted), person, at, mint), mint)


_ACTS = {What.OWNER: Act.SEND, What.CLOSED: Act.CLOSE, What.SNOOZED: Act.CLOSE, What.TAGS: Act.NOTE}
"""What somebody must still be able to do who takes back a step of their own."""


def undo_move(picture: Picture, command: UndoMove, person: Person, at: datetime, mint: Mint) -> list[Fact]:
    """Make what a bulk step changed as it was before; what was changed since stays as it is.

    Who did it may, and a lead; what was not theirs to hand on goes back only by whoever may still hand it on. The picture
    holds the move, its conversations and by what they were changed last.
    """
    move = picture.moves.get(command.move or 0)
    lead = reach(person, Act.ASSIGN) is Reach.ALL
    moved = [picture.conversations[id] for id in move.conversations] if move else []
    if move is None or not (lead or move.by == person.name) or not all(sees(person, c) for c in moved):
        raise NotFound("There is no move to take back.")
    foreign = move.by != person.name or (move.what is What.OWNER and not _handed_on_own(move, person))
    require(person, Act.ASSIGN if foreign else _ACTS[move.what])
    if move.undone:
        raise Refused("That move was taken back already.")
    facts: list[Fact] = [(None, e.MoveUndone(move.id))]
    for conversation, before in zip(moved, move.before, strict=True):
        if picture.latest.get(conversation.id) == move.id:
            facts += _as_before(picture, move, conversation, before, at)
    return facts


def _handed_on_own(move: Move, person: Person) -> bool:
    """Tell whether it was theirs to hand on; of moves of before that is not kept."""
    return move.own or all(owner == person.name or owner in person.stands_for for owner in move.before)


def _as_before(
    picture: Picture, move: Move, conversation: Conversation, before: str | None, at: datetime
) -> list[Fact]:
    """Make one as it was; to the table if whoever had it may not have it any more, open if its time has come."""
    id = conversation.id
    match move.what:
        case What.OWNER if conversation.owner == move.to:
            owner = picture.people.get(before or "")
            back = owner is not None and owner.active and can_own(owner, conversation)
            return [(id, e.Assigned(before, move.to) if back and before else e.Released(move.to))]
        case What.TAGS:
            return [(id, e.Tagged(tuple((before or "").split())))]
        case What.CLOSED | What.SNOOZED if conversation.state == State(move.what):
            until = datetime.fromisoformat(before) if before else at
            return [(id, e.Snoozed(until) if until > at else e.Reopened())]
    return []


RULES: Rules = {CloseMany: close_many, SnoozeMany: snooze_many, TagMany: tag_many, UndoMove: undo_move}
