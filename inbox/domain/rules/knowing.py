"""Who a contact is: linking two contacts that are one person, taking that back, and saying that they are not.

A link joins, it never fuses: contacts, handles and conversations stay as they are, so that taking the link away leaves
nothing behind, and no reply ever leaves by another contact's handle. Whoever may act only in own conversations
links from them: at least one conversation with one of the two must be theirs.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from inbox.domain import events as e
from inbox.domain.commands import DismissLink, LinkContacts, UnlinkContacts
from inbox.domain.model import Contact, Conversation, Link, Person
from inbox.domain.people import Act, Reach, contact_for, owns, require, sees
from inbox.domain.picture import Picture
from inbox.domain.rules.facts import Fact, Mint, Rules, seal, worded
from inbox.errors import NotAllowed, NotFound, Refused


def _pair(picture: Picture, person: Person, one: int, other: int) -> tuple[Contact, Contact]:
    """Return two contacts about which the person may decide, the older one first.

    Raises: NotAllowed, NotFound, Refused.
    """
    require(person, Act.LINK)
    a, b = (contact_for(picture, person, id) for id in sorted((one, other)))
    if a.id == b.id:
        raise Refused("{name} is one contact already; name two.", name=a.name)
    both = picture.conversations_of(a.id) + picture.conversations_of(b.id)
    may_decide(person, both, str(a.name), str(b.name))
    return a, b


def may_decide(person: Person, conversations: Iterable[Conversation], a: str, b: str) -> None:
    """Refuse who may not say who two contacts are, by the conversations with both.

    Raises: NotAllowed.
    """
    own = any(owns(person, c) and sees(person, c) for c in conversations)
    if require(person, Act.LINK) is Reach.OWN and not own:
        raise NotAllowed("You own no conversation with {a} or {b}; take one of them, or ask a lead.", a=a, b=b)


def between(picture: Picture, one: int, other: int) -> Link | None:
    """Return the link that joins exactly these two."""
    return next((link for link in picture.links.values() if {link.a, link.b} == {one, other}), None)


def link_contacts(picture: Picture, command: LinkContacts, person: Person, at: datetime, mint: Mint) -> list[Fact]:
    """Say that two contacts are one person; by what one knows is kept with it."""
    a, b = _pair(picture, person, command.a, command.b)
    if (known := between(picture, a.id, b.id)) is not None:
        raise Refused("{a} and {b} are linked already (link {id}).", a=a.name, b=b.name, id=known.id)
    evidence = worded(command.evidence, "evidence")
    return [(None, e.ContactsLinked(mint.id(), a.id, b.id, seal(evidence, mint)))]


def unlink_contacts(picture: Picture, command: UnlinkContacts, person: Person, at: datetime, mint: Mint) -> list[Fact]:
    """Take one link away; other links of the two stay."""
    require(person, Act.LINK)
    if command.between is not None:
        a, b = _pair(picture, person, *command.between)
        found = between(picture, a.id, b.id)
        if found is None:
            raise NotFound("{a} and {b} are not linked with each other.", a=a.name, b=b.name)
        return [(None, e.ContactsUnlinked(found.id))]
    found = picture.links.get(command.link or 0)
    if found is None or not _reads(picture, person, found):
        raise NotFound("There is no link {id} here for you.", id=command.link or "")
    _pair(picture, person, found.a, found.b)
    return [(None, e.ContactsUnlinked(found.id))]


def _reads(picture: Picture, person: Person, link: Link) -> bool:
    """Tell whether a person sees both ends of a link; a link to somebody foreign is as absent as they are."""
    return all(any(sees(person, c) for c in picture.conversations_of(id)) for id in (link.a, link.b))


def dismiss_link(picture: Picture, command: DismissLink, person: Person, at: datetime, mint: Mint) -> list[Fact]:
    """Say that two are not one person; said twice, it changes nothing."""
    a, b = _pair(picture, person, command.a, command.b)
    if (known := between(picture, a.id, b.id)) is not None:
        raise Refused("{a} and {b} are linked (link {id}); unlink them instead.", a=a.name, b=b.name, id=known.id)
    if any((d.a, d.b) == (a.id, b.id) for d in picture.dismissals.values()):
        return []
    return [(None, e.LinkDismissed(mint.id(), a.id, b.id))]


RULES: Rules = {
    LinkContacts: link_contacts,
    UnlinkContacts: unlink_contacts,
    DismissLink: dismiss_link,
}
