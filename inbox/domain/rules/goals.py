"""What leadership wants: who may say it, how many goals hold at once, and what a reply must have known when it was written."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from inbox.domain.commands import Reply
from inbox.domain.goals import (
    MOST_GOALS,
    Card,
    CardEnded,
    CardKind,
    CardPublished,
    CardScope,
    EndCard,
    PublishGoal,
    PublishGuideline,
    See,
    Seen,
)
from inbox.domain.heeding import applies, heeded, told
from inbox.domain.model import Conversation, Message, Person
from inbox.domain.people import Act, Reach, conversation_for, in_channels, reach, require
from inbox.domain.picture import Picture
from inbox.domain.rules.facts import Fact, Mint, Rules, ahead, known_channel, seal, worded
from inbox.domain.text import clean_line
from inbox.errors import BadInput, GoalChanged, NotFound, Refused

TITLE, LINE, LINES, TOPICS = 80, 300, 12, 40
"""Characters of a title and of a line, lines of a part, words or tags of a scope."""
_GAP = "\n"


def sees_card(person: Person, card: Card) -> bool:
    """Tell whether a card may concern a person: whoever reads dialogues, and on a channel that the card is for."""
    if reach(person, Act.READ) is Reach.NONE:
        return False
    return not card.scope.channels or any(in_channels(person, channel) for channel in card.scope.channels)


def _leads(person: Person, scope: CardScope) -> bool:
    """Tell whether a scope lies within what somebody leads."""
    return not person.channels or (bool(scope.channels) and set(scope.channels) <= person.channels)


def _standing(picture: Picture, person: Person, card: int, kind: CardKind | None = None) -> Card:
    """Return the version of a card that is in force. Raises: NotFound, the same for absent and foreign."""
    for found in picture.cards.values():
        same = found.card == card and found.ended is None and kind in (None, found.kind)
        if same and _leads(person, found.scope):
            return found
    raise NotFound("There is no goal or guideline {id} here for you.", id=card)


def _scope(picture: Picture, scope: CardScope, person: Person) -> CardScope:
    """Return a scope as it is kept. Raises: NotFound, Refused, BadInput."""
    channels = tuple(sorted({known_channel(picture, name).name for name in scope.channels if _own(person, name)}))
    if set(scope.channels) - set(channels) or not _leads(person, CardScope(channels)):
        own = ", ".join(sorted(person.channels))
        raise Refused("You lead {channels}; name for which of them this is.", channels=own)
    tags, topics = _listed(scope.tags), _listed(scope.topics)
    return CardScope(channels, scope.visibility, tags, topics)


def _own(person: Person, channel: str) -> bool:
    return in_channels(person, channel)


def _listed(words: Sequence[str]) -> tuple[str, ...]:
    parts = (clean_line(part, LINE).strip() for word in words for part in word.split(","))
    found = tuple(dict.fromkeys(part for part in parts if part))
    if len(found) > TOPICS:
        raise BadInput("At most {most} words fit here.", most=TOPICS)
    return found


def _lines(text: str) -> str:
    """Return what to do, one thing a line. Raises: BadInput."""
    lines = [line for line in (clean_line(part, 2 * LINE).strip() for part in text.splitlines()) if line]
    if len(lines) > LINES or any(len(line) > LINE for line in lines):
        raise BadInput("At most {lines} lines of {most} characters fit on a card.", lines=LINES, most=LINE)
    return _GAP.join(lines)


def _published(
    picture: Picture,
    command: PublishGoal | PublishGuideline,
    person: Person,
    mint: Mint,
    kind: CardKind,
    measure: str = "",
    until: datetime | None = None,
) -> list[Fact]:
    require(person, Act.GOALS)
    before = None if command.card is None else _standing(picture, person, command.card, kind)
    title = clean_line(worded(command.title, "title"), 2 * TITLE)
    if len(title) > TITLE:
        raise BadInput("A title has at most {most} characters.", most=TITLE)
    do, dont, measured = _lines(command.do), _lines(command.dont), _lines(measure)
    if not do and not dont:
        raise BadInput("Say at least one thing to do, or not to do.")
    scope = _scope(picture, command.scope, person)
    if before is not None and _same(before, (title, do, dont, measured), scope, until):
        return []
    id, (a, b, c, d) = mint.id(), (seal(text, mint) for text in (title, do, dont, measured))
    card, version = (id, 1) if before is None else (before.card, before.version + 1)
    return [(None, CardPublished(id, card, version, kind, a, b, c, d, scope, until))]


def _same(before: Card, texts: tuple[str, str, str, str], scope: CardScope, until: datetime | None) -> bool:
    known = (str(before.title), str(before.do), str(before.dont), str(before.measure))
    return (known, before.scope, before.until) == (texts, scope, until)


def publish_goal(picture: Picture, command: PublishGoal, person: Person, at: datetime, mint: Mint) -> list[Fact]:
    """Publish a goal, or its next version; at most three hold at once for the same channel."""
    require(person, Act.GOALS)
    until = ahead(command.until, at).replace(second=0, microsecond=0)
    facts = _published(picture, command, person, mint, CardKind.GOAL, command.measure, until)
    others = [k for k in picture.cards.values() if k.kind is CardKind.GOAL and k.holds(at) and k.card != command.card]
    met = max((_on(others, name) for name in command.scope.channels or ("", *picture.channels)), key=len)
    if facts and len(met) >= MOST_GOALS:
        titles = " · ".join(f"#{k.card} {k.title}" for k in met)
        raise Refused("{n} goals hold already: {titles}. End one of them first.", n=len(met), titles=titles)
    return facts


def _on(cards: Sequence[Card], channel: str) -> list[Card]:
    """Return the cards that are for a channel ("": for every channel)."""
    return [k for k in cards if not k.scope.channels or channel in k.scope.channels]


def publish_guideline(
    picture: Picture, command: PublishGuideline, person: Person, at: datetime, mint: Mint
) -> list[Fact]:
    """Publish a guideline, or its next version."""
    return _published(picture, command, person, mint, CardKind.GUIDELINE)


def end_card(picture: Picture, command: EndCard, person: Person, at: datetime, mint: Mint) -> list[Fact]:
    """Let a goal or a guideline hold no longer."""
    require(person, Act.GOALS)
    found = _standing(picture, person, command.card)
    return [(None, CardEnded(found.id, found.card, found.kind))]


def see(picture: Picture, command: See, person: Person, at: datetime, mint: Mint) -> list[Fact]:
    """Keep who has seen what, once; the picture knows up to where this person was seen to read."""
    conversation = conversation_for(picture, person, command.conversation)
    upto = min(command.upto, conversation.last_number)
    return [(conversation.id, Seen(upto))] if upto > picture.seen.get(conversation.id, 0) else []


def _now_and_changed(
    picture: Picture, conversation: Conversation, knew: Sequence[int], text: str, at: datetime, but: Sequence[int] = ()
) -> tuple[tuple[Card, ...], list[Card]]:
    """Return the versions that a text falls under now, and what is new or gone since these were known.

    What it answers is told by the other messages than those in `but`.
    """
    to = told(conversation, [m for m in picture.messages_of(conversation.id) if m.id not in but])
    now = heeded(picture.cards.values(), to, text, at)
    gone = [k for k in (picture.cards.get(id) for id in knew) if k and not k.holds(at)]
    newer = {k.card for k in now}
    lost = [k for k in gone if k.card not in newer and applies(k, to, text)]
    return now, [*(k for k in now if k.id not in knew), *lost]


def _titles(cards: Sequence[Card]) -> str:
    return ", ".join(f"#{k.card} {k.title}" for k in cards)


def written_under(
    picture: Picture, conversation: Conversation, command: Reply, text: str, at: datetime
) -> tuple[int, ...]:
    """Return the versions a reply is written under.

    Raises: GoalChanged where one of them, or one that no longer holds, changed since its writer looked.
    """
    now, changed = _now_and_changed(picture, conversation, command.knew or (), text, at)
    if command.knew is not None and not command.force and changed:
        raise GoalChanged(
            "What leadership wants changed while this was written: {titles}. Look at it, then send again.",
            titles=_titles(changed),
        )
    return tuple(k.id for k in now)


def released_under(
    picture: Picture, held: Sequence[Message], text: str, at: datetime, *, force: bool
) -> tuple[int, ...]:
    """Return the versions that hold for a reply which is let go, as its text is now.

    Raises: GoalChanged where these are not what it was written under, as far as it still falls under those.
    """
    conversation = picture.conversations[held[0].conversation]
    now, changed = _now_and_changed(picture, conversation, held[0].under, text, at, [m.id for m in held])
    if changed and not force:
        raise GoalChanged(
            "This was not written under what leadership wants of it now: {titles}. Look at it, then let it go all the same.",
            titles=_titles(changed),
        )
    return tuple(k.id for k in now)


RULES: Rules = {
    PublishGoal: publish_goal,
    PublishGuideline: publish_guideline,
    EndCard: end_card,
    See: see,
}
