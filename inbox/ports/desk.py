"""The waist of the house: everything one person can do and see, through one interface.

Screens, command line and HTTP are three doors to the same Desk; the same promises hold behind each.
Reads return plain values that are safe to keep. Times are aware and in UTC.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from inbox.domain.access import Token
from inbox.domain.automation import Applied
from inbox.domain.commands import Command
from inbox.domain.events import Recorded
from inbox.domain.incoming import Attachment
from inbox.domain.limits import Measure, ReplyWindow
from inbox.domain.model import (
    Channel,
    Contact,
    Conversation,
    Delivery,
    Department,
    Draft,
    Link,
    Message,
    Note,
    Person,
    Request,
    RequestState,
)
from inbox.domain.resemblance import Suggestion
from inbox.domain.views import Filter
from inbox.ports.abilities import AbleDesk
from inbox.ports.asking import AskingDesk
from inbox.ports.guiding import Reasons
from inbox.ports.page import Page
from inbox.ports.presence import Around
from inbox.ports.reporting import Figures
from inbox.ports.routine import RoutineWork
from inbox.ports.signing import Releases
from inbox.ports.storms import StormDesk


class View(StrEnum):
    """A way to look at the conversations; each is ordered as its users need it."""

    MINE = "mine"
    """Open ones of this person, longest waiting first."""
    UNOWNED = "unowned"
    """Open ones nobody owns, longest waiting first."""
    WAITING = "waiting"
    """Open ones in which a contact waits for us, longest waiting first."""
    SNOOZED = "snoozed"
    """Put away, next to wake first."""
    REQUESTS = "requests"
    """With a request that wants something from somebody, latest first."""
    HELD = "held"
    """With a reply that waits for a sign-off, latest first."""
    UNKNOWN = "unknown"
    """With a reply of which nobody knows whether it arrived, latest first."""
    ALL = "all"
    """Every conversation, closed ones included, latest first."""


@dataclass(frozen=True, slots=True)
class Row:
    """One conversation as a list shows it.

    `ball` is `customer`, `us`, `lead` or `department:NAME`; `due` the earliest time something falls
    due; `requests` how many requests want something; `delivery` of the last message if it is ours;
    `since` when whoever has the ball got it; `back` the latest request that came back to us, answered or with a counter-question:
    (department, state); `acting` who acts for the owner while they are away ("": they are there); `target` until when a contact who waits
    has to have an answer by the channel's hours, `near` from when on that is near; `planned` is when a reply leaves that is in the queue
    for a moment its writer chose.
    """

    conversation: Conversation
    contact: str
    platform: str
    ball: str
    due: datetime | None
    requests: int
    delivery: Delivery | None = None
    draft: bool = False
    back: tuple[str, RequestState] | None = None
    near: datetime | None = None
    target: datetime | None = None
    acting: str = ""
    since: datetime | None = None
    planned: datetime | None = None


@dataclass(frozen=True, slots=True)
class Thread:
    """One conversation to read: newest messages last.

    `more` tells that older messages exist before `messages[0]`; `applied` is what automatic rules did here.
    """

    row: Row
    messages: tuple[Message, ...]
    notes: tuple[Note, ...]
    requests: tuple[Request, ...]
    draft: Draft | None
    more: bool
    applied: tuple[Applied, ...] = ()


@dataclass(frozen=True, slots=True)
class Suggested:
    """Somebody whom a contact may be as well: by what, and their latest conversation."""

    suggestion: Suggestion
    row: Row


@dataclass(frozen=True, slots=True)
class Portrait:
    """A contact as a person: `contacts` are the contact itself, then those it is linked with, directly or through others.

    `conversations` are theirs on all channels, latest first; `suggestions` strongest first. Nothing in here is of
    somebody whom the person does not see.
    """

    contacts: tuple[Contact, ...]
    links: tuple[Link, ...]
    conversations: tuple[Row, ...]
    suggestions: tuple[Suggested, ...]


@dataclass(frozen=True, slots=True)
class Across:
    """What was said with a contact and those linked with it, oldest first; `next` is the cursor to what came before."""

    conversations: tuple[Row, ...]
    messages: tuple[Message, ...]
    next: str | None


@dataclass(frozen=True, slots=True)
class RequestRow:
    """One request as its department sees it: the question and what was chosen to be shown.

    `shown` are the chosen messages, oldest first, barred where something is withheld; nothing else of the conversation.
    `conversation` is None where the person may not read the whole conversation.
    """

    request: Request
    shown: tuple[Message, ...]
    platform: str
    conversation: Row | None


@dataclass(frozen=True, slots=True)
class Hit:
    r"""One find: `kind` is `message`, `note`, `request` (its question or its answer) or `contact`.

    `snippet` marks the found words between \x02 and \x03. `contact` is empty where the person may not
    read the whole conversation.
    """

    kind: str
    id: int
    conversation: int
    contact: str
    at: datetime
    snippet: str


@dataclass(frozen=True, slots=True)
class Load:
    """What one person carries: open conversations, waiting ones, the longest wait, pending requests."""

    person: str
    open: int
    waiting: int
    oldest: datetime | None
    requests: int


@dataclass(frozen=True, slots=True)
class Overview:
    """The lead's look at the whole: load by person, what nobody owns, what is overdue.

    `overdue` are requests past their due time at a department, longest overdue first.
    """

    loads: tuple[Load, ...]
    unowned: Load
    overdue: tuple[RequestRow, ...]
    held: int
    unknown: int


@dataclass(frozen=True, slots=True)
class ChannelRow:
    """A channel and how it fares: `state` is `ok`, `idle`, `failing` or `off`; `trouble` says what is wrong."""

    channel: Channel
    state: str
    trouble: str
    last_in: datetime | None
    quarantined: int


@dataclass(frozen=True, slots=True)
class Counts:
    """How many conversations each view holds, how many requests wait for this person's departments, and how many mentions."""

    views: dict[str, int]
    to_answer: int
    overdue: int
    mentions: int = 0


@dataclass(frozen=True, slots=True)
class Fit:
    """How a reply would leave: until when and how the platform takes one, how long it is there, in how many parts.

    `measure` is of the whole text (None: nobody counts there); `parts` is 0 where it is too long to leave at all. `files` says
    whether it may carry files.
    """

    window: ReplyWindow
    measure: Measure | None
    parts: int
    files: bool = True


@dataclass(frozen=True, slots=True)
class Verdict:
    """What `verify` found: `bad` is the first number that does not fit, with the reason.

    `head` is the hash of the last fact, `events` its number: whoever keeps both elsewhere notices a chain that was made anew.
    """

    ok: bool
    events: int
    messages: int
    conversations: int
    bad: int | None = None
    why: str = ""
    head: str = ""


class Desk(RoutineWork, Reasons, Releases, AbleDesk, AskingDesk, StormDesk, Figures, Protocol):
    """Everything one person can do and see."""

    @property
    def person(self) -> Person:
        """Who sits at this desk."""

    async def perform(self, command: Command, key: str = "") -> tuple[Recorded, ...]:
        """Carry out a command and return the facts that followed, none if nothing changed.

        With a `key`, the same key again returns the first outcome and does nothing.
        Raises: Refused and its kinds, NotFound, BadInput, Unreachable.
        """

    async def conversations(
        self, view: View, narrow: Filter = Filter(), *, limit: int = 50, after: str = ""
    ) -> Page[Row]:
        """Return one page of a view, behind the cursor `after`.

        A walk from page to page loses nothing: what changed meanwhile comes at its end, where it may be
        a second time.
        """

    async def index(self, view: View, narrow: Filter = Filter()) -> array[int]:
        """Return the ids of a whole view in its order, for a list that scrolls anywhere."""

    async def rows(self, ids: Sequence[int]) -> list[Row]:
        """Return the rows of conversations, in the order asked for; what is not visible is left out."""

    async def counts(self) -> Counts:
        """Return how many each view holds."""

    async def thread(self, conversation: int, *, before: int | None = None, limit: int = 50) -> Thread:
        """Return a conversation with its newest messages, or those before message number `before`.

        Raises: NotFound.
        """

    async def fit(self, conversation: int, text: str) -> Fit:
        """Return how a reply would leave here, without writing it. Raises: NotFound."""

    async def fetch(self, message: int, n: int = 1) -> tuple[Attachment, bytes]:
        """Bring the bytes of a message's n-th attachment, from its platform or, where we sent it, from here.

        Raises: NotFound, Refused (too large, or not there any more), Unreachable.
        """

    async def portrait(self, id: int) -> Portrait:
        """Return a contact, by its own id or a conversation's, as a person on all channels.

        Raises: NotFound, where the person reads no conversation with them.
        """

    async def across(self, id: int, *, limit: int = 50, before: str = "") -> Across:
        """Return the newest of what was said with a contact on all channels the person reads, or what came before.

        Raises: NotFound, BadInput.
        """

    async def requests(
        self,
        *,
        department: str = "",
        state: RequestState | None = None,
        limit: int = 50,
        after: str = "",
    ) -> Page[RequestRow]:
        """Return requests the person may see: those that want something, earliest due first.

        With a `state`, those in that state instead, latest first; one that changes its state while
        somebody walks from page to page may be missing or come twice.
        """

    async def request(self, request: int) -> RequestRow:
        """Return one request. Raises: NotFound."""

    async def search(self, words: str, *, limit: int = 50, after: str = "") -> Page[Hit]:
        """Find words in messages, notes, requests with their answers, and contacts, newest first.

        Whoever serves a request finds it and the messages chosen for it. Understands `from:` `owner:` `channel:` `is:` `before:` `after:` `tag:`. Raises: BadInput.
        """

    async def overview(self) -> Overview:
        """Return the lead's look at the whole. Raises: NotAllowed."""

    async def people(self) -> tuple[Person, ...]:
        """Return who works here."""

    async def departments(self) -> tuple[Department, ...]:
        """Return who can be asked."""

    async def channels(self) -> tuple[ChannelRow, ...]:
        """Return our accounts and how they fare."""

    async def tokens(self) -> tuple[Token, ...]:
        """Return the tokens that stand: one's own, for whoever changes the set-up everybody's. Never their text."""

    async def undoable(self) -> Recorded | None:
        """Return this person's latest act that can be taken back: a reply still here, or a bulk move."""

    async def feed(self, after: int, *, limit: int = 500, wait: float = 0) -> tuple[Recorded, ...]:
        """Return what happened after number `after`, waiting up to `wait` seconds for something.

        Only facts about what this person may see; numbers may therefore have gaps here.
        """

    async def last(self) -> int:
        """Return the number of the latest fact."""

    async def look_at(self, conversation: int | None, *, writing: bool = False, screen: str = "") -> None:
        """Tell colleagues what this screen looks at (None: nothing any more), and whether it writes to the contact there.

        To be repeated every 15 seconds; who is silent for 40 is taken to be gone. It is no command and leaves no fact.
        Raises: NotFound, where the person may not read the conversation.
        """

    async def around(self, after: int = 0, *, wait: float = 0, screen: str = "") -> Around:
        """Return who else is at the conversations this person may read, waiting up to `wait` seconds for a change.

        A change is another number than `after`. One's own other screens are in it, this `screen` is not.
        """

    async def verify(self, known: str = "") -> Verdict:
        """Check the chain of facts and the invariants, and that it holds the fact `known`, a number:hash that was kept elsewhere.

        Raises: NotAllowed, BadInput.
        """


def made(facts: Sequence[Recorded]) -> int | None:
    """Return the id of what a command made: the last fact's own id, or that of a reply's first part."""
    for recorded in reversed(facts):
        id = getattr(recorded.event, "id", None)
        if id is not None:
            return int(getattr(recorded.event, "first", 0) or id)
    return None
