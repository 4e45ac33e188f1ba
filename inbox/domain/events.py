"""What happened, in the past tense. An event says only what is new; its envelope says when and who.

Events are facts: they carry ids, names and sealed words (`Words.commitment`), never a customer's text.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from inbox.domain.abilities import AbilityContested, AbilitySet, NeedRulesSet, NeedSet
from inbox.domain.absence import AbsenceBegun, AbsenceEnded, AbsencePlanned
from inbox.domain.access import LoginSet, PasswordSet, TokenMade, TokenRevoked
from inbox.domain.asking import (
    AnswerAccepted,
    AnswerOutdated,
    AnswerRenewed,
    AnswerReused,
    Asked,
    LetterFailed,
    LetterLeft,
    LetterWritten,
    MailNoted,
    MailSet,
    NobodyThere,
    RequestAnswered,
    RequestDeclined,
    RequestEscalated,
    RequestFellDue,
    RequestRedirected,
    RequestReminded,
    RequestReturned,
    RequestTaken,
    RequestWithdrawn,
)
from inbox.domain.automation import RuleApplied, RuleRemoved, RuleSet, RuleSwitched
from inbox.domain.goals import CardEnded, CardPublished, Seen
from inbox.domain.happened import Event
from inbox.domain.holding import Hold
from inbox.domain.hours import HoursRemoved, HoursSet, TargetExcused, TargetMissed, TargetNear, WaitEnded
from inbox.domain.knowing import ContactsLinked, ContactsUnlinked, LinkDismissed
from inbox.domain.mentions import Mentioned, MentionSeen
from inbox.domain.model import Delivery, Direction, Handle, State, Visibility, Words
from inbox.domain.setup import ChannelRemoved, ChannelSet, DepartmentRemoved, DepartmentSet, PersonSet
from inbox.domain.signing import GuardCounted, GuardSet, ReplyHeld, ReplyRevised, RisksSet
from inbox.domain.steps import MoveBegun, MoveUndone
from inbox.domain.storm import (
    FreezeBegun,
    FreezeEnded,
    FreezeNarrowed,
    ReplyFrozen,
    ReplyPassed,
    ReplyThawed,
    StatementReleased,
    StormEnded,
    StormGrew,
    StormJoined,
    StormLed,
    StormLeft,
    StormRaised,
    StormStated,
    StormWatchSet,
)
from inbox.domain.templates import TemplateRemoved, TemplateSet
from inbox.domain.views import ViewForgotten, ViewKept

# What is handed on from the files about one noun; the others stand below.
__all__ = [
    "AbilityContested",
    "AbilitySet",
    "AbsenceBegun",
    "AbsenceEnded",
    "AbsencePlanned",
    "AnswerAccepted",
    "AnswerOutdated",
    "AnswerRenewed",
    "AnswerReused",
    "Asked",
    "CardEnded",
    "CardPublished",
    "ChannelRemoved",
    "ChannelSet",
    "ContactsLinked",
    "ContactsUnlinked",
    "DepartmentRemoved",
    "DepartmentSet",
    "Event",
    "FreezeBegun",
    "FreezeEnded",
    "FreezeNarrowed",
    "GuardCounted",
    "GuardSet",
    "HoursRemoved",
    "HoursSet",
    "LetterFailed",
    "LetterLeft",
    "LetterWritten",
    "LinkDismissed",
    "LoginSet",
    "MailNoted",
    "MailSet",
    "MentionSeen",
    "Mentioned",
    "MoveBegun",
    "MoveUndone",
    "NeedRulesSet",
    "NeedSet",
    "NobodyThere",
    "PasswordSet",
    "PersonSet",
    "ReplyFrozen",
    "ReplyHeld",
    "ReplyPassed",
    "ReplyRevised",
    "ReplyThawed",
    "RequestAnswered",
    "RequestDeclined",
    "RequestEscalated",
    "RequestFellDue",
    "RequestRedirected",
    "RequestReminded",
    "RequestReturned",
    "RequestTaken",
    "RequestWithdrawn",
    "RisksSet",
    "RuleApplied",
    "RuleRemoved",
    "RuleSet",
    "RuleSwitched",
    "Seen",
    "StatementReleased",
    "StormEnded",
    "StormGrew",
    "StormJoined",
    "StormLed",
    "StormLeft",
    "StormRaised",
    "StormStated",
    "StormWatchSet",
    "TargetExcused",
    "TargetMissed",
    "TargetNear",
    "TemplateRemoved",
    "TemplateSet",
    "TokenMade",
    "TokenRevoked",
    "ViewForgotten",
    "ViewKept",
    "WaitEnded",
]


@dataclass(frozen=True, slots=True)
class Recorded:
    """An event in its envelope: `by` is None where the inbox itself acted."""

    number: int
    at: datetime
    by: str | None
    conversation: int | None
    event: Event


# --- contacts and dialogue


@dataclass(frozen=True, slots=True)
class ContactSeen(Event):
    """A contact wrote for the first time, or under a further name or handle."""

    contact: int
    name: Words
    handles: tuple[Handle, ...]


@dataclass(frozen=True, slots=True)
class ConversationOpened(Event):
    id: int
    channel: str
    contact: int
    key: Words
    visibility: Visibility
    subject: Words | None = None


@dataclass(frozen=True, slots=True)
class MessageReceived(Event):
    """The contact said something, or (direction out) we said it elsewhere. `said_at` is the platform's time.

    `subject` is what it is about, where that is new in its conversation (None: what was told before goes on).
    """

    id: int
    words: Words
    said_at: datetime
    direction: Direction = Direction.IN
    external_id: str = ""
    reply_to: str = ""
    folded: Words | None = None
    files: Words | None = None
    automatic: bool = False
    window: str = ""
    subject: Words | None = None


@dataclass(frozen=True, slots=True)
class WindowChanged(Event):
    """The platform said how the conversation may be answered from now on; `window` is one of `limits.Window`."""

    window: str


@dataclass(frozen=True, slots=True)
class MessageReacted(Event):
    """What people feel about a message on the platform is this now: pairs of who and what, as JSON."""

    message: int
    reactions: Words


@dataclass(frozen=True, slots=True)
class MessageEdited(Event):
    message: int
    words: Words


@dataclass(frozen=True, slots=True)
class MessageDeleted(Event):
    """The contact took a message back on the platform; its words stay readable, struck out."""

    message: int


@dataclass(frozen=True, slots=True)
class ReplyWritten(Event):
    """A reply stands in the queue (`due` is when it may leave) or is held for a sign-off.

    `seen` is the number of the last message its writer saw; `keeps_draft` says that the draft is
    somebody else's and stays; `was` and `was_until` are what it changed of the conversation's state. Where a
    reply leaves as several messages, this is `part` of `parts`, and `first` is the id of the first one (0: it is alone).
    `template` is the one its text was begun from (0: none).
    `under` are the goal and guideline versions it was written under.
    `hands` are who else wrote in it, `holds` what holds it (or marks it as one that waits a while in view), `mark` what its
    release is bound to ("": it needs one). `planned` is when its writer wants it to leave (None: as soon as it may).
    """

    id: int
    words: Words
    delivery: Delivery
    token: str
    visibility: Visibility
    due: datetime | None = None
    answers: tuple[int, ...] = ()
    reply_to: str = ""
    seen: int | None = None
    keeps_draft: bool = False
    was: State | None = None
    was_until: datetime | None = None
    first: int = 0
    part: int = 1
    parts: int = 1
    files: Words | None = None
    template: int = 0
    under: tuple[int, ...] = ()
    hands: tuple[str, ...] = ()
    mark: str = ""
    holds: tuple[Hold, ...] = ()
    canned: bool = False
    planned: datetime | None = None


@dataclass(frozen=True, slots=True)
class ReplyTakenBack(Event):
    message: int


@dataclass(frozen=True, slots=True)
class ReplyApproved(Event):
    """`under` are the goal and guideline versions that held for it when it was let go (None: nobody looked)."""

    message: int
    due: datetime
    mark: str = ""
    under: tuple[int, ...] | None = None


@dataclass(frozen=True, slots=True)
class ReplyRefused(Event):
    """A held reply went back into the draft; `why` is the note that says the reason."""

    message: int
    why: int


@dataclass(frozen=True, slots=True)
class SendBegun(Event):
    """The first byte may leave; `mark` is the release it leaves under."""

    message: int
    mark: str = ""


@dataclass(frozen=True, slots=True)
class DeliveryChanged(Event):
    """How far a reply got. `doubt` says that it may have arrived; `cleared_by` who had it sent again."""

    message: int
    delivery: Delivery
    external_id: str = ""
    error: Words | None = None
    due: datetime | None = None
    doubt: bool = False
    cleared_by: str = ""


@dataclass(frozen=True, slots=True)
class NoteWritten(Event):
    id: int
    words: Words


@dataclass(frozen=True, slots=True)
class DraftSaved(Event):
    """The draft has these words now; `author` is whose they are where somebody else, or the inbox, put them there.

    `hands` are who wrote in it before.
    """

    words: Words
    answers: tuple[int, ...] = ()
    author: str = ""
    hands: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DraftDiscarded(Event):
    pass


@dataclass(frozen=True, slots=True)
class Closed(Event):
    """`reason` is the note that says why, where one was needed; `move` numbers the bulk step it belongs to."""

    reason: int | None = None
    move: int | None = None


@dataclass(frozen=True, slots=True)
class Reopened(Event):
    pass


@dataclass(frozen=True, slots=True)
class Snoozed(Event):
    """`move` numbers the bulk step it belongs to."""

    until: datetime
    move: int | None = None


@dataclass(frozen=True, slots=True)
class Tagged(Event):
    """`move` numbers the bulk step it belongs to."""

    tags: tuple[str, ...]
    move: int | None = None


@dataclass(frozen=True, slots=True)
class Assigned(Event):
    """A conversation has a new owner. `move` numbers the bulk move it belongs to; `note` is the handover note."""

    owner: str
    before: str | None = None
    note: int | None = None
    move: int | None = None


@dataclass(frozen=True, slots=True)
class Released(Event):
    before: str


KINDS: dict[str, type[Event]] = {
    name: value
    for name, value in list(globals().items())
    if isinstance(value, type) and issubclass(value, Event) and value is not Event
}
"""Every kind of event by its name, for the codec."""
