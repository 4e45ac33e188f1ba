"""Who may do what: the one table of roles, as data, and how to read it.

● everywhere in one's own channels · ○ own conversations only · R within a pending request to one's
own department · A with another person's approval. Foreign and absent look the same: what a person
may not see is reported as not found.
"""

from __future__ import annotations

from enum import StrEnum

from inbox.domain.model import PENDING, Contact, Conversation, Direction, Message, Person, Request, Role
from inbox.domain.picture import Picture
from inbox.errors import NotAllowed, NotFound


class Act(StrEnum):
    """What can be allowed."""

    READ = "read"
    DRAFT = "draft"
    NOTE = "note"
    SEND = "send"
    APPROVE = "approve"
    ASK = "ask"
    ANSWER = "answer"
    TAKE = "take"
    ASSIGN = "assign"
    CLOSE = "close"
    LINK = "link"
    COMPETENCES = "competences"
    SETUP = "setup"
    FEED = "feed"
    ROUTINE = "routine"
    GOALS = "goals"
    GUARD = "guard"
    STORM = "storm"


class Reach(StrEnum):
    """How far an allowance goes."""

    ALL = "●"
    OWN = "○"
    REQUEST = "R"
    APPROVAL = "A"
    NONE = "–"


_ROLES = (Role.TRAINEE, Role.SPECIALIST, Role.MANAGER, Role.LEAD, Role.ADMIN, Role.AUDITOR)
TABLE: dict[Act, dict[Role, Reach]] = {
    act: dict(zip(_ROLES, (Reach(mark) for mark in marks.split()), strict=True))
    for act, marks in {
        # trainee specialist manager lead admin auditor
        Act.READ: "● R ● ● – –",
        Act.DRAFT: "○ – ● ● – –",
        Act.NOTE: "○ R ● ● – –",
        Act.SEND: "A – ○ ● – –",
        Act.APPROVE: "– R – ● – –",
        Act.ASK: "● – ● ● – –",
        Act.ANSWER: "– R ● ● – –",
        Act.TAKE: "○ – ● ● – –",
        Act.ASSIGN: "– – – ● – –",
        Act.CLOSE: "– – ○ ● – –",
        Act.LINK: "– – ○ ● – –",
        Act.COMPETENCES: "– – – ● – –",
        Act.SETUP: "– – – – ● –",
        Act.FEED: "– – – ● ● ●",
        Act.ROUTINE: "– – – ● – –",
        Act.GOALS: "– – – ● – –",
        Act.GUARD: "– – – ● – –",
        Act.STORM: "– – – ● – –",
    }.items()
}
_ORDER = (Reach.ALL, Reach.OWN, Reach.APPROVAL, Reach.REQUEST, Reach.NONE)


def reaches(person: Person, act: Act) -> frozenset[Reach]:
    """Return how far each of a person's roles carries for an act; one may carry where another does not."""
    return frozenset(TABLE[act][role] for role in person.roles) if person.active else frozenset()


def reach(person: Person, act: Act) -> Reach:
    """Return how far a person's best role carries for an act."""
    found = reaches(person, act)
    return next((r for r in _ORDER if r in found), Reach.NONE)


def in_channels(person: Person, channel: str) -> bool:
    """Tell whether a channel is one of the person's own (no channel named: all are)."""
    return not person.channels or channel in person.channels


def sees(person: Person, conversation: Conversation) -> bool:
    """Tell whether a person may read a whole conversation."""
    return reach(person, Act.READ) is Reach.ALL and in_channels(person, conversation.channel)


def require_house(person: Person) -> None:
    """Refuse whoever leads only some channels what is the whole house's. Raises: NotAllowed."""
    if person.channels:
        raise NotAllowed(
            "You lead {channels}; this is the whole house's, so ask a lead of all channels.",
            channels=", ".join(sorted(person.channels)),
        )


def owns(person: Person, conversation: Conversation) -> bool:
    """Tell whether a conversation is the person's to work on: their own, or of somebody they act for."""
    return conversation.owner == person.name or conversation.owner in person.stands_for


def serves(person: Person, request: Request, conversation: Conversation) -> bool:
    """Tell whether a request is for the person to work on: of an own department; a lead's are all they can see."""
    if reach(person, Act.ANSWER) is Reach.NONE:
        return False
    return request.department in person.departments or (Role.LEAD in person.roles and sees(person, conversation))


def sees_request(person: Person, request: Request, conversation: Conversation) -> bool:
    """Tell whether a person may read a request: whoever reads the conversation, or serves it."""
    return sees(person, conversation) or (
        serves(person, request, conversation) and (request.state in PENDING or request.answered_by == person.name)
    )


def conversation_for(picture: Picture, person: Person, conversation: int) -> Conversation:
    """Return a conversation the person may read.

    Raises: NotFound, the same for absent and foreign.
    """
    found = picture.conversations.get(conversation)
    if found is None or not sees(person, found):
        raise NotFound("There is no conversation {id} here for you.", id=conversation)
    return found


def contact_for(picture: Picture, person: Person, contact: int) -> Contact:
    """Return a contact in at least one conversation that the person may read.

    Raises: NotFound, the same for absent and foreign.
    """
    found = picture.contacts.get(contact)
    if found is None or not any(sees(person, c) for c in picture.conversations_of(contact)):
        raise NotFound("There is no contact {id} here for you.", id=contact)
    return found


def message_for(picture: Picture, person: Person, message: int | None) -> Message:
    """Return one of our messages in a conversation the person may read.

    Raises: NotFound, the same for absent and foreign.
    """
    found = picture.messages.get(message or 0)
    if found is None or found.direction is Direction.IN or not sees(person, picture.conversations[found.conversation]):
        raise NotFound("There is no reply {id} here for you.", id=message or "")
    return found


def request_for(picture: Picture, person: Person, request: int) -> Request:
    """Return a request the person may read.

    Raises: NotFound, the same for absent and foreign.
    """
    found = picture.requests.get(request)
    if found is None or not sees_request(person, found, picture.conversations[found.conversation]):
        raise NotFound("There is no request {id} here for you.", id=request)
    return found


_WHAT = {
    Act.DRAFT: "write drafts",
    Act.NOTE: "write notes",
    Act.SEND: "answer customers",
    Act.APPROVE: "sign off replies",
    Act.ASK: "ask departments",
    Act.ANSWER: "answer requests",
    Act.TAKE: "take conversations",
    Act.ASSIGN: "assign conversations for others",
    Act.CLOSE: "close or snooze conversations",
    Act.LINK: "link contacts",
    Act.COMPETENCES: "set competences",
    Act.SETUP: "change the set-up",
    Act.FEED: "read the feed",
    Act.GUARD: "say how freely others speak or change the risk rules",
    Act.STORM: "lead storms or freeze sending",
    Act.READ: "read conversations",
    Act.ROUTINE: "set up routine work for everybody",
    Act.GOALS: "set goals and guidelines",
}


def require(person: Person, act: Act) -> Reach:
    """Return how far the person may go.

    Raises: NotAllowed where the answer is not at all.
    """
    how = reach(person, act)
    if how is Reach.NONE:
        roles = ", ".join(sorted(person.roles)) or "no role"
        raise NotAllowed("As {roles} {person} may not {what}.", roles=roles, person=person.name, what=_WHAT[act])
    return how


def require_here(person: Person, act: Act, conversation: Conversation) -> Reach:
    """Return how far the person may go in this conversation.

    Raises: NotAllowed where only own conversations are allowed and this is another's.
    """
    how = require(person, act)
    if how in (Reach.OWN, Reach.APPROVAL) and not owns(person, conversation):
        if conversation.owner is None:
            raise NotAllowed(
                "Nobody owns conversation {id}; take it before you {what}.", id=conversation.id, what=_WHAT[act]
            )
        raise NotAllowed(
            "{owner} owns conversation {id}; take it before you {what}.",
            owner=conversation.owner,
            id=conversation.id,
            what=_WHAT[act],
        )
    return how
