"""What holds a reply, who may release it, and what the release is bound to.

Each of CHECKS looks at a reply before it may leave; together they say what holds it. Whoever wrote in a text never releases it,
whatever else they may do here.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from inbox.domain.holding import Hold
from inbox.domain.incoming import Visibility
from inbox.domain.model import Conversation, Message, Person
from inbox.domain.people import Act, Reach, in_channels, reach
from inbox.domain.picture import Picture
from inbox.domain.risk.assessing import assess
from inbox.domain.risk.reading import signers, unread
from inbox.domain.risk.standard import STANDARD
from inbox.domain.rules.guard import guarded
from inbox.domain.signing import mark

SIGNS = 2
"""The level from which on somebody's word counts in a competence."""
Check = Callable[[Picture, Conversation, Person, str, datetime], tuple[Hold, ...]]


def written_risks(picture: Picture) -> str:
    """Return the risk rules that hold here: the house's own, else the standard ones.

    Own rules that were kept long ago may say what is no longer allowed: no reply must fail for that.
    """
    own = picture.risks.get(1)
    return own.text if own and not unread(own.text) else STANDARD


def risky(picture: Picture, conversation: Conversation, person: Person, text: str, at: datetime) -> tuple[Hold, ...]:
    """Return what the risk rules find in a text."""
    public, contact = conversation.visibility is Visibility.PUBLIC, picture.contacts.get(conversation.contact)
    names = (person.name, *((str(contact.name),) if contact else ()))
    return assess(text, written_risks(picture), public=public, names=names)


CHECKS: tuple[Check, ...] = (guarded, risky)
"""What looks at a reply before it may leave."""


def holds(picture: Picture, conversation: Conversation, person: Person, text: str, at: datetime) -> tuple[Hold, ...]:
    """Return everything that holds a reply of a person."""
    return tuple(hold for check in CHECKS for hold in check(picture, conversation, person, text, at))


def able(picture: Picture, person: Person) -> frozenset[str]:
    """Return the competences within which a person's word counts: their departments' by the risk rules, and what they are good at."""
    words = signers(written_risks(picture))
    known = (a for a in picture.abilities.values() if a.level >= SIGNS)
    good = (a.competence for a in known if a.holder in (person.departments if a.department else {person.name}))
    return frozenset(good).union(*(words.get(department.casefold(), ()) for department in person.departments))


def may_release(picture: Picture, person: Person, messages: Sequence[Message]) -> str:
    """Return why a person may not release these parts of a reply, "" where they may.

    The word for it: `own`, `role`, or the competences that are missing.
    """
    if any(person.name in (m.author, *m.hands) for m in messages):
        return "own"
    conversation = picture.conversations[messages[0].conversation]
    how = reach(person, Act.APPROVE)
    if not person.active or how is Reach.NONE or not in_channels(person, conversation.channel):
        return "role"
    if how is Reach.ALL:
        return ""
    asked = {hold.competence for m in messages for hold in m.holds}
    if not asked or "" in asked:
        return "role"
    return ", ".join(sorted(asked - able(picture, person)))


def mark_of(picture: Picture, message: Message) -> str:
    """Return the mark of a reply as it stands now."""
    conversation = picture.conversations[message.conversation]
    contact = picture.contacts.get(conversation.contact)
    return mark(
        message.words,
        message.files,
        (message.visibility, conversation.visibility),
        conversation.channel,
        str(conversation.key),
        ((h.kind, str(h.value)) for h in contact.handles) if contact else (),
        message.reply_to,
    )
