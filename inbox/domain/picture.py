"""What is known at a moment: all nouns after a replay, the needed ones while a rule decides."""

from __future__ import annotations

from dataclasses import dataclass, field

from inbox.domain.abilities import Ability, ByHand, NeedRules
from inbox.domain.absence import Absence
from inbox.domain.access import Login, Token
from inbox.domain.automation import Rule
from inbox.domain.goals import Card
from inbox.domain.hours import Hours, Told
from inbox.domain.letters import Correspondent, Letter
from inbox.domain.limits import Limits, Unlimited
from inbox.domain.mentions import Mention
from inbox.domain.model import (
    Channel,
    Contact,
    Conversation,
    Department,
    Dismissal,
    Draft,
    Link,
    Message,
    Note,
    Person,
    Request,
)
from inbox.domain.signing import Guard, Risks
from inbox.domain.steps import What
from inbox.domain.storm import Freeze, Storm, Thresholds
from inbox.domain.templates import Template
from inbox.domain.views import SavedView


@dataclass(frozen=True, slots=True)
class Move:
    """A bulk step: who changed `what` of which conversations, and whether it was taken back.

    `before` says how each was: its owner, until when it was put away (None: it was open), or its tags with blanks between. Where
    they changed hands, `of` had them (empty: several people), `to` got them, and `own` tells that they were the mover's to hand on.
    """

    id: int
    by: str
    of: str
    to: str
    conversations: tuple[int, ...] = ()
    before: tuple[str | None, ...] = ()
    undone: bool = False
    what: What = What.OWNER
    own: bool = False


@dataclass(slots=True)
class Picture:
    """The nouns known here and now: all of them after a replay, the needed ones while deciding.

    `touched` names what changed since it was last emptied, as (kind of noun, key). `by_key` and
    `by_identity` find conversations by (channel, key) and contacts by (kind, value). `limits` knows
    what the platforms allow, `seen` up to which message whoever acts has seen a conversation, `latest` which move changed a
    conversation last (None: something else did), `planned` the conversations in which a reply waits for a planned moment,
    `put_away` which ones were closed or put away since a reply was written that is taken back now.
    """

    people: dict[str, Person] = field(default_factory=dict)
    departments: dict[str, Department] = field(default_factory=dict)
    channels: dict[str, Channel] = field(default_factory=dict)
    tokens: dict[int, Token] = field(default_factory=dict)
    logins: dict[str, Login] = field(default_factory=dict)
    contacts: dict[int, Contact] = field(default_factory=dict)
    links: dict[int, Link] = field(default_factory=dict)
    dismissals: dict[int, Dismissal] = field(default_factory=dict)
    conversations: dict[int, Conversation] = field(default_factory=dict)
    messages: dict[int, Message] = field(default_factory=dict)
    notes: dict[int, Note] = field(default_factory=dict)
    drafts: dict[int, Draft] = field(default_factory=dict)
    requests: dict[int, Request] = field(default_factory=dict)
    moves: dict[int, Move] = field(default_factory=dict)
    templates: dict[int, Template] = field(default_factory=dict)
    views: dict[int, SavedView] = field(default_factory=dict)
    mentions: dict[int, Mention] = field(default_factory=dict)
    hours: dict[str, Hours] = field(default_factory=dict)
    rules: dict[int, Rule] = field(default_factory=dict)
    told: dict[int, Told] = field(default_factory=dict)
    abilities: dict[str, Ability] = field(default_factory=dict)
    needs: dict[int, ByHand] = field(default_factory=dict)
    need_rules: dict[int, NeedRules] = field(default_factory=dict)
    absences: dict[int, Absence] = field(default_factory=dict)
    correspondents: dict[str, Correspondent] = field(default_factory=dict)
    letters: dict[int, Letter] = field(default_factory=dict)
    cards: dict[int, Card] = field(default_factory=dict)
    guards: dict[str, Guard] = field(default_factory=dict)
    risks: dict[int, Risks] = field(default_factory=dict)
    storms: dict[int, Storm] = field(default_factory=dict)
    freezes: dict[int, Freeze] = field(default_factory=dict)
    watches: dict[str, Thresholds] = field(default_factory=dict)
    touched: set[tuple[str, int | str]] = field(default_factory=set)
    by_key: dict[tuple[str, str], int] = field(default_factory=dict)
    by_identity: dict[tuple[str, str], int] = field(default_factory=dict)
    limits: Limits = field(default_factory=Unlimited)
    seen: dict[int, int] = field(default_factory=dict)
    latest: dict[int, int | None] = field(default_factory=dict)
    planned: set[int] = field(default_factory=set)
    put_away: set[int] = field(default_factory=set)

    def put(self, kind: str, key: int | str, noun: object) -> None:
        """Set one noun."""
        getattr(self, kind)[key] = noun
        self.touched.add((kind, key))

    def know(self, noun: Conversation | Contact) -> None:
        """Let a conversation be found by its key, or a contact by its handles."""
        if isinstance(noun, Conversation):
            self.conversations[noun.id] = noun
            self.by_key[noun.channel, str(noun.key)] = noun.id
        else:
            self.contacts[noun.id] = noun
            self.by_identity.update({(h.kind, str(h.value)): noun.id for h in noun.handles})

    def drop(self, kind: str, key: int | str) -> None:
        """Take one noun away."""
        getattr(self, kind).pop(key, None)
        self.touched.add((kind, key))

    def conversations_of(self, contact: int) -> list[Conversation]:
        """Return a contact's conversations known here."""
        return [c for c in self.conversations.values() if c.contact == contact]

    def requests_of(self, conversation: int) -> list[Request]:
        """Return a conversation's requests, oldest first."""
        return sorted((r for r in self.requests.values() if r.conversation == conversation), key=lambda r: r.id)

    def messages_of(self, conversation: int) -> list[Message]:
        """Return a conversation's messages known here, oldest first."""
        return sorted((m for m in self.messages.values() if m.conversation == conversation), key=lambda m: m.number)
