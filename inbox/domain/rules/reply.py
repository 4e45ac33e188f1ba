"""When a reply may go out, when it waits for a sign-off, and how it is taken back.

A person's reply waits the undo time in the queue. What a guard or a risk rule holds waits until somebody else lets it
go; whatever leaves is bound to what it says, to whom and where. Replying to a conversation nobody owns takes it. If the contact wrote, or a colleague answered, since the
writer last looked, the writer is asked first, and so is who signs off; a reply that is in the queue already
leaves whatever the contact writes meanwhile. What may have arrived is never taken back.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from inbox.domain import events as e
from inbox.domain.commands import Reply, TakeBack
from inbox.domain.holding import Hold
from inbox.domain.letters import for_requests
from inbox.domain.likeness import likeness
from inbox.domain.model import Conversation, Delivery, Direction, Message, Person, RequestState, State, Visibility
from inbox.domain.people import Act, Reach, conversation_for, message_for, owns, reach, require
from inbox.domain.picture import Picture
from inbox.domain.rules import freezing, planned
from inbox.domain.rules.drafts import hands_of, keeps, on_the_table, rejoined
from inbox.domain.rules.enclosing import enclosed
from inbox.domain.rules.facts import Fact, Mint, Rules, seal, worded
from inbox.domain.rules.goals import written_under
from inbox.domain.rules.guard import counted_for, delay_of, held_by, step_of
from inbox.domain.rules.holding import holds, mark_of
from inbox.domain.rules.ownership import may_take
from inbox.domain.rules.parts import parts, together
from inbox.domain.rules.storm import spared
from inbox.domain.rules.templates import complete, fits
from inbox.domain.signing import DELAYED, Step
from inbox.errors import NotAllowed, NotFound, Outdated, Refused, Stale

UNDO = timedelta(seconds=10)
"""How long a reply can be taken back before it leaves."""
SAME = 0.6
"""From this likeness on a reply says what the draft said, whoever typed it anew."""


def reply(picture: Picture, command: Reply, person: Person, at: datetime, mint: Mint) -> list[Fact]:
    """Queue a reply, or hold it."""
    conversation = conversation_for(picture, person, command.conversation)
    how = may_answer(conversation, person)
    facts: list[Fact] = []
    if conversation.owner is None:
        may_take(picture.channels.get(conversation.channel), conversation, person)
        facts.append((conversation.id, e.Assigned(person.name)))
    text = complete(worded(command.text, "reply"))
    _from_template(picture, command, person)
    _fresh(picture, conversation, command, person)
    _answerable(picture, conversation)
    _unblocked(picture, conversation)
    _public(conversation, command)
    _accepted(picture, conversation, command)
    under = written_under(picture, conversation, command, text, at)
    leaves = planned.moment(command.planned, at, now=command.now)
    texts = parts(picture, conversation, text, leaves or at)
    step = step_of(picture, person, conversation)
    if step is Step.DRAFT:
        raise NotAllowed("You write drafts here, and somebody else sends them: your text can stay as the draft.")
    stays = _canned(command) or leaves is not None
    frozen = freezing.frozen(picture, conversation, person, stays=stays)
    freezing.may_begin(frozen, how)
    found = (*spared(picture, conversation, text, holds(picture, conversation, person, text, at)), *frozen)
    due = _leaves(picture, conversation, person, command, found, at)
    whole = replace(
        _written(picture, conversation, command, text, due, mint),
        holds=found or ((held_by(DELAYED),) if step is Step.DELAYED else ()),
        keeps_draft=keeps(picture, command, person, text),
        files=enclosed(picture, picture.channels[conversation.channel], command.files, mint),
        under=under,
        template=command.template,
    )
    whole = replace(whole, hands=_hands(picture, command, person, text, keeps_draft=whole.keeps_draft))
    written = [_marked(picture, conversation, part, person, at) for part in _parted(whole, texts, mint)]
    ids = [part.id for part in written if part.due is not None]
    past = freezing.passing(picture, conversation, person, ids, stays=stays)
    told = [(conversation.id, part) for part in written]
    return [*facts, *told, *past, *_sent_for(picture, conversation, person, text)]


def _canned(command: Reply) -> bool:
    """Tell whether a reply's words were not written for this contact."""
    return command.canned or command.template != 0


def _leaves(
    picture: Picture,
    conversation: Conversation,
    person: Person,
    command: Reply,
    found: tuple[Hold, ...],
    at: datetime,
) -> datetime | None:
    """Return when a reply may leave; None where it is held."""
    if found:
        return None
    if minutes := delay_of(picture, person, conversation):
        return max(at + timedelta(minutes=minutes), command.planned or at)
    return max(command.planned or at, at if command.now else at + UNDO)


def _hands(picture: Picture, command: Reply, person: Person, text: str, *, keeps_draft: bool) -> tuple[str, ...]:
    """Return who else wrote in a reply: in the draft it comes from or resembles, or the template it was begun from."""
    draft, template = picture.drafts.get(command.conversation), picture.templates.get(command.template)
    found = {template.by} if template else set()
    if draft is not None and (not keeps_draft or likeness(text, str(draft.words)) >= SAME):
        found.update(hands_of(draft, person.name))
    return tuple(sorted(found - {person.name, ""}))


def _marked(
    picture: Picture, conversation: Conversation, part: e.ReplyWritten, person: Person, at: datetime
) -> e.ReplyWritten:
    """Bind a reply that nothing holds to what it says, to whom and where: that is its writer's own release."""
    if part.delivery is Delivery.HELD:
        return part
    message = Message(part.id, conversation.id, 0, Direction.OUT, person.name, at, part.words, part.visibility)
    message = replace(message, files=part.files, reply_to=part.reply_to)
    return replace(part, mark=mark_of(picture, message))


def _sent_for(picture: Picture, conversation: Conversation, person: Person, text: str) -> list[Fact]:
    """Count somebody's draft that another one sends as it is."""
    draft = picture.drafts.get(conversation.id)
    if draft is None or draft.author == person.name or str(draft.words).strip() != text:
        return []
    writer = picture.people.get(draft.author)
    if writer is None or step_of(picture, writer, conversation) is not Step.DRAFT:
        return []
    return counted_for(picture, draft.author, conversation.id, unchanged=True)


def _from_template(picture: Picture, command: Reply, person: Person) -> None:
    """See that the template named is one this person may use. Raises: NotFound."""
    known = picture.templates.get(command.template)
    if command.template and (known is None or not fits(known, person)):
        raise NotFound("There is no template {name} here for you.", name=command.template)


def _written(
    picture: Picture, conversation: Conversation, command: Reply, text: str, due: datetime | None, mint: Mint
) -> e.ReplyWritten:
    opens = due is not None and conversation.state is not State.OPEN
    return e.ReplyWritten(
        id := mint.id(),
        seal(text, mint),
        Delivery.HELD if due is None else Delivery.QUEUED,
        f"{id}.{mint.salt()}",
        conversation.visibility,
        due,
        command.answers,
        _answered(picture, conversation),
        conversation.last_number if command.seen is None else command.seen,
        was=conversation.state if opens else None,
        was_until=conversation.snoozed_until if opens else None,
        canned=_canned(command),
        planned=command.planned,
    )


def _parted(whole: e.ReplyWritten, texts: list[str], mint: Mint) -> list[e.ReplyWritten]:
    """Return a reply as it leaves: as it is, or in parts of which each has its own token and delivery."""
    if len(texts) == 1:
        return [whole]
    found = [replace(whole, words=seal(texts[0], mint), first=whole.id, parts=len(texts))]
    for n, text in enumerate(texts[1:], start=2):
        id = mint.id()
        part = replace(whole, id=id, words=seal(text, mint), token=f"{id}.{mint.salt()}", first=whole.id)
        found.append(replace(part, part=n, parts=len(texts), answers=(), files=None, under=()))
    return found


def may_answer(conversation: Conversation, person: Person) -> Reach:
    """Return how far the person may answer here; nobody else's conversation, except as a lead. Raises: NotAllowed."""
    how = require(person, Act.SEND)
    if conversation.owner is not None and how is not Reach.ALL:
        require_owner(conversation, person)
    return how


def require_owner(conversation: Conversation, person: Person) -> None:
    """Refuse whoever does not own the conversation.

    Raises: NotAllowed, naming the owner.
    """
    if not owns(person, conversation):
        raise NotAllowed("{owner} owns conversation {id} and answers it.", owner=conversation.owner, id=conversation.id)


def _fresh(picture: Picture, conversation: Conversation, command: Reply, person: Person) -> None:
    if conversation.last_in == 0 and any(m.automatic for m in picture.messages_of(conversation.id)):
        raise Refused("Only a machine wrote in conversation {id}; nobody reads an answer.", id=conversation.id)
    if command.force or command.seen is None:
        return
    if (answered := _by_others(picture, conversation, command.seen, person.name)) is not None:
        raise _answered_by(answered)
    if n := _new(picture, conversation, command.seen):
        raise Stale(
            "{n} new since you looked: read conversation {id} again, or send all the same.", n=n, id=conversation.id
        )


def _new(picture: Picture, conversation: Conversation, seen: int) -> int:
    """Count what the contact wrote by hand behind a number."""
    said = [m for m in picture.messages_of(conversation.id) if m.direction is Direction.IN and not m.automatic]
    return max(int(conversation.last_in > seen), sum(m.number > seen for m in said))


def wrote_since(picture: Picture, message: Message) -> int:
    """Count what the contact wrote by hand since a reply's writer looked."""
    return _new(picture, picture.conversations[message.conversation], _looked_at(message))


def _looked_at(message: Message) -> int:
    return message.number if message.seen is None else message.seen


def _by_others(picture: Picture, conversation: Conversation, seen: int, author: str) -> Message | None:
    """Return the latest answer of somebody else behind a number; what the platform did not take is none."""
    for message in reversed(picture.messages_of(conversation.id)):
        ours = message.direction is Direction.OUT and message.author != author and not message.automatic
        if ours and message.number > seen and message.delivery is not Delivery.FAILED:
            return message
    return None


def _answered_by(message: Message) -> Stale:
    """Say who answered meanwhile, and when."""
    if not message.author:
        return Stale(
            "It was answered elsewhere in our name at {when}, after this was begun: read conversation {id} again, or send all the same.",
            when=message.at,
            id=message.conversation,
        )
    return Stale(
        "{author} answered at {when}, after this was begun: read conversation {id} again, or send all the same.",
        author=message.author,
        when=message.at,
        id=message.conversation,
    )


def still_fresh(picture: Picture, message: Message, *, force: bool) -> None:
    """Ask whoever lets a written reply go whether it still fits.

    Raises: Stale where the contact wrote, or somebody else answered, since its writer looked.
    """
    if force:
        return
    conversation = picture.conversations[message.conversation]
    if (answered := _by_others(picture, conversation, _looked_at(message), message.author)) is not None:
        raise _answered_by(answered)
    if n := wrote_since(picture, message):
        raise Stale(
            "{n} new since reply {id} was written: read conversation {conversation} again, or send it all the same.",
            n=n,
            id=message.id,
            conversation=message.conversation,
        )


def _answerable(picture: Picture, conversation: Conversation) -> None:
    channel = picture.channels.get(conversation.channel)
    if channel is None:
        raise Refused("There is no channel {name}.", name=conversation.channel)
    if for_requests(channel):
        raise Refused("{channel} is kept for requests; nobody is a customer there.", channel=channel.name)
    if picture.limits.mute(channel.platform):
        raise Refused(
            "Nobody can be answered on {channel}: what is there was imported. Answer on a channel of the platform itself.",
            channel=conversation.channel,
        )


def _unblocked(picture: Picture, conversation: Conversation) -> None:
    for message in picture.messages_of(conversation.id):
        if message.delivery is Delivery.UNKNOWN:
            raise Refused(
                "Nobody knows whether message {id} arrived; decide that first, so that answers do not overtake each other.",
                id=message.id,
            )
        if message.delivery is Delivery.HELD:
            raise Refused(
                "Reply {id} of {author} waits for a sign-off here; that comes first.",
                id=message.id,
                author=message.author,
            )


def _public(conversation: Conversation, command: Reply) -> None:
    if command.public and conversation.visibility is Visibility.PRIVATE:
        raise Refused("Conversation {id} is private; nothing can be said in public there.", id=conversation.id)


def _accepted(picture: Picture, conversation: Conversation, command: Reply) -> None:
    """See that the answers a reply carries were accepted here, and are not known to be out of date."""
    for id in command.answers:
        request = picture.requests.get(id)
        if request is None or request.conversation != conversation.id:
            raise NotFound("There is no request {id} here for you.", id=id)
        if request.state is not RequestState.ACCEPTED:
            raise Refused("The answer to request {id} is not accepted; accept it before you use it.", id=id)
        source = picture.requests.get(request.source, request)
        if (by := request.outdated_by or source.outdated_by) and not command.force:
            raise Outdated(
                "{person} marked the answer to request {id} as out of date; ask again, or send all the same.",
                person=by,
                id=id,
            )


def _answered(picture: Picture, conversation: Conversation) -> str:
    """The external id of the message this answers: the contact's latest."""
    said = [
        m
        for m in picture.messages_of(conversation.id)
        if m.direction is Direction.IN and m.external_id and not m.deleted
    ]
    return said[-1].external_id if said else ""


def take_back(picture: Picture, command: TakeBack, person: Person, at: datetime, mint: Mint) -> list[Fact]:
    """Take a queued or held reply back into the draft; its writer may, and a lead."""
    message = message_for(picture, person, command.message)
    inherited = message.planned is not None and owns(person, picture.conversations[message.conversation])
    if message.author != person.name and not inherited and reach(person, Act.ASSIGN) is not Reach.ALL:
        raise NotAllowed(
            "{author} wrote reply {id}; only they or a lead take it back.", author=message.author, id=message.id
        )
    if message.delivery not in (Delivery.QUEUED, Delivery.HELD):
        raise Refused("Reply {id} has left already ({delivery}).", id=message.id, delivery=message.delivery or "")
    if message.doubt:
        raise Refused("Reply {id} may have arrived already; what may have arrived is not taken back.", id=message.id)
    back = [m for m in together(picture, message, Delivery.QUEUED, Delivery.HELD) if not m.doubt]
    taken = ((m.conversation, e.ReplyTakenBack(m.id)) for m in reversed(back))
    return [*taken, *rejoined(picture, back, mint), *on_the_table(picture, message, by_hand=True)]


RULES: Rules = {Reply: reply, TakeBack: take_back}
