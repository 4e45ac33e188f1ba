"""The reply being written: one draft per conversation, shared by the team, and no text in it is lost.

Who saves says which draft they go on with, and learns when somebody else changed it meanwhile. A
reply's text that comes back stands above whatever is being written by then.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from inbox.domain import events as e
from inbox.domain.commands import Reply, SaveDraft
from inbox.domain.model import Draft, Message, Person, State
from inbox.domain.people import Act, Reach, conversation_for, require, require_here, sees
from inbox.domain.picture import Picture
from inbox.domain.rules.facts import MOST, Fact, Mint, Rules, seal, worded
from inbox.domain.rules.ownership import may_take
from inbox.domain.text import clean
from inbox.errors import Conflict


def save_draft(picture: Picture, command: SaveDraft, person: Person, at: datetime, mint: Mint) -> list[Fact]:
    """Keep what is being written; the same text again changes nothing."""
    conversation = conversation_for(picture, person, command.conversation)
    if require(person, Act.DRAFT) is Reach.OWN and conversation.owner is None:
        may_take(picture.channels.get(conversation.channel), conversation, person)
    else:
        require_here(person, Act.DRAFT, conversation)
    if command.text.strip():
        worded(command.text, "draft")
    # The blank edges stay: somebody is still writing.
    text = clean(command.text, max(MOST, len(command.text)))
    before = picture.drafts.get(conversation.id)
    if before and str(before.words) == text and before.answers == command.answers:
        return []
    if before:
        _goes_on(before, command, person)
    if not text.strip() and not command.answers:
        return [(conversation.id, e.DraftDiscarded())] if before else []
    hands = hands_of(before, person.name) if before else ()
    return [(conversation.id, e.DraftSaved(seal(text, mint), command.answers, hands=hands))]


def hands_of(draft: Draft, author: str) -> tuple[str, ...]:
    """Return who wrote in a draft beside its next author."""
    return tuple(sorted({draft.author, *draft.hands} - {author, ""}))


def _goes_on(before: Draft, command: SaveDraft, person: Person) -> None:
    if command.continues != before.version and not (command.continues is None and before.author == person.name):
        raise Conflict(
            "{author} changed the draft of conversation {id} meanwhile; read it before you save yours.",
            author=before.author or "–",
            id=before.conversation,
        )


def keeps(picture: Picture, command: Reply, person: Person, text: str) -> bool:
    """Tell whether a reply leaves the draft alone: it is somebody else's, and the reply does not come from it."""
    draft = picture.drafts.get(command.conversation)
    if draft is None or draft.author == person.name:
        return False
    return command.continues != draft.version and str(draft.words).strip() != text


def rejoined(picture: Picture, messages: Sequence[Message], mint: Mint) -> list[Fact]:
    """Join what is being written by now to the texts of a reply that come back into the draft, the reply's first.

    Where nothing is being written, the fact that brings one message back also makes it the draft.
    """
    first = messages[0]
    newer = picture.drafts.get(first.conversation)
    text = "\n\n".join(str(m.words) for m in messages)
    answers = tuple(dict.fromkeys(a for m in messages for a in m.answers))
    same = newer is not None and _same(newer, text)
    if newer is None and len(messages) == 1:
        return []
    if newer is not None and same and not set(newer.answers) - set(answers):
        return []
    author = first.author
    if newer is not None:
        written = str(newer.words)
        if _begins_with(written, text):
            # Who went on with the same draft has its words in their own already.
            text, author = written, author if same else newer.author
        else:
            text = f"{text}\n\n{written}" if written.strip() else text
        answers = tuple(dict.fromkeys((*answers, *newer.answers)))
    wrote = {first.author, *first.hands, *((newer.author, *newer.hands) if newer else ())} - {first.author, ""}
    return [(first.conversation, e.DraftSaved(seal(text, mint), answers, author, tuple(sorted(wrote))))]


def on_the_table(picture: Picture, message: Message, *, by_hand: bool = False) -> list[Fact]:
    """Put a dialogue that was closed or put away since back on the table: its reply came back, or did not arrive.

    Who takes a reply back by hand leaves the dialogue as it was before they wrote: closed or put away, if it was then.
    """
    conversation = picture.conversations[message.conversation]
    before = by_hand and conversation.id not in picture.put_away
    return [] if conversation.state is State.OPEN or before else [(conversation.id, e.Reopened())]


def given_back(picture: Picture, messages: Sequence[Message], why: str, mint: Mint) -> list[Fact]:
    """Give replies of one dialogue that must not leave back into the draft, on the table, with a word to whoever wrote them."""
    about, to = messages[0].conversation, ", ".join(dict.fromkeys(m.author for m in messages))
    files = " Its files have to be enclosed again." if any(m.files for m in messages) else ""
    note = e.NoteWritten(mint.id(), seal(f"→ {to}: {why}; the reply is back in the draft.{files}", mint))
    # Whoever owns the conversation is told anyway.
    where = picture.conversations[about]
    away = (p for name in dict.fromkeys(m.author for m in messages) if (p := picture.people.get(name)) is not None)
    told = [(about, e.Mentioned(mint.id(), note.id, p.name)) for p in away if p.name != where.owner and sees(p, where)]
    taken = [(about, e.ReplyTakenBack(m.id)) for m in reversed(messages)]
    # Where a reply opened what was closed, taking it back would close it again, unseen.
    opens = on_the_table(picture, messages[0]) or [
        (about, e.Reopened()) for m in [m for m in messages if m.was is not None][:1]
    ]
    return [(about, note), *told, *taken, *rejoined(picture, messages, mint), *opens]


def sent_again(picture: Picture, message: Message) -> list[Fact]:
    """Drop a draft that says only what leaves again anyway."""
    draft = picture.drafts.get(message.conversation)
    return [(message.conversation, e.DraftDiscarded())] if draft and _same(draft, str(message.words)) else []


def _begins_with(written: str, text: str) -> bool:
    """Tell whether what is written goes on from a text, and not by chance with the same letters."""
    return written.startswith(text) and not written[len(text) : len(text) + 1].isalnum()


def _same(draft: Draft, text: str) -> bool:
    return str(draft.words).strip() == text


RULES: Rules = {SaveDraft: save_draft}
