"""What a platform's adapter must be: a small required core and optional contracts beside it.

An adapter sees one channel's settings and secrets, a clock and a way to sleep. It never touches
the store, a screen or another channel. Everything foreign is translated here: payloads into
`Incoming`, a platform's refusals into the error tree of `inbox.errors`.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import ClassVar, Protocol, runtime_checkable

from inbox.domain.incoming import WHOLE, Attachment, File, Identity, Incoming, Kind, Visibility
from inbox.domain.limits import OPEN, Measure, ReplyWindow, Standing, Window

__all__ = [
    "OPEN",
    "WHOLE",
    "Account",
    "Adapter",
    "Attachment",
    "Batch",
    "Capabilities",
    "Checks",
    "Context",
    "Declares",
    "DeliveryClass",
    "Entry",
    "Fetches",
    "File",
    "Hooked",
    "Identity",
    "Incoming",
    "Kind",
    "Measure",
    "Measures",
    "Outgoing",
    "Parser",
    "Parses",
    "ParsesApart",
    "Posted",
    "Posts",
    "Reconciles",
    "ReplyWindow",
    "Request",
    "Response",
    "Sent",
    "Setting",
    "Standing",
    "Trial",
    "Tried",
    "Visibility",
    "Way",
    "Window",
    "Windows",
]


class DeliveryClass(StrEnum):
    """What can be known about a send whose answer was lost."""

    IDEMPOTENT = "A"
    """Repeat with the same token: the platform keeps one."""
    RECONCILABLE = "B"
    """Look for the token first, then decide."""
    BLIND = "C"
    """Nobody can know: a person decides."""
    MUTE = "–"
    """Nothing can be sent at all: replies are refused when they are written."""


class Way(StrEnum):
    """How what is said on a platform reaches us."""

    POLL = "poll"
    STREAM = "stream"
    WEBHOOK = "webhook"


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What an adapter can do; the table in the documentation is made of it, and the contract suite holds it to it.

    `tells` are the kinds of entries it can give, `sends` whether replies leave in public, in private
    or both. `files_out` says whether a reply may carry files, `splits` whether a reply that is too long
    may leave as several messages.
    """

    ways: frozenset[Way]
    tells: frozenset[Kind]
    sends: frozenset[Visibility]
    files_out: bool = False
    splits: bool = False


@dataclass(frozen=True, slots=True)
class Setting:
    """One thing an adapter must be told: shown in the set-up dialogue and checked there."""

    key: str
    help: str
    secret: bool = False
    required: bool = True
    default: str = ""


async def _forgets(secrets: Mapping[str, str]) -> None:
    """Keep nothing: for whoever only looks at settings."""


@dataclass(frozen=True, slots=True)
class Context:
    """What an adapter is given: its channel's name and settings, time, and a way to wait.

    `secrets` are never logged and never part of an error sentence. `now` returns aware UTC times.
    `sleep` takes seconds and may return early when the channel is stopped. `keep` keeps secrets that the
    platform renewed (a refreshed token) before it returns, and only then may they be used: the old ones
    may be worth nothing any more.
    """

    channel: str
    settings: Mapping[str, str]
    secrets: Mapping[str, str] = field(repr=False)
    now: Callable[[], datetime]
    sleep: Callable[[float], Awaitable[None]]
    keep: Callable[[Mapping[str, str]], Awaitable[None]] = field(default=_forgets, repr=False)


@dataclass(frozen=True, slots=True)
class Account:
    """Who we are on the platform, as the platform says it."""

    name: str
    address: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One received thing: the raw bytes as they came, and what they say.

    One raw payload may say several things. An entry whose `says` is a single `unknown` goes to the
    quarantine with its raw bytes. `headers` came with it and are kept with it, because its parser looks at them; no
    secret may be among them.
    """

    raw: bytes
    says: tuple[Incoming, ...]
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Batch:
    """What arrived together. The caller stores entries and cursor in one transaction, then asks on.

    `cursor` is the adapter's own text; the next `receive` starts behind it. `caught_up` is true
    when nothing more waits on the platform right now. `total` is how many entries there are in
    all, where that is known (for a progress bar).
    """

    entries: tuple[Entry, ...]
    cursor: str
    caught_up: bool = False
    total: int | None = None


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One reply on its way. `token` is made before the first attempt and the same on every repeat.

    `to` are the contact's identities on this channel, `reply_to` the external id of the message
    that is answered and `references` the external ids of the conversation so far, oldest first.
    """

    token: str
    conversation_key: str
    to: tuple[Identity, ...]
    text: str
    visibility: Visibility
    name: str = ""
    subject: str = ""
    reply_to: str = ""
    references: tuple[str, ...] = ()
    written_at: datetime | None = None
    files: tuple[File, ...] = ()


@dataclass(frozen=True, slots=True)
class Posted:
    """A request on its way by mail to a colleague: their address and name, the token that an answer comes back with."""

    to: str
    name: str
    token: str = field(repr=False)
    id: str
    subject: str
    text: str


@dataclass(frozen=True, slots=True)
class Sent:
    """The platform has the message under this id."""

    external_id: str


@runtime_checkable
class Adapter(Protocol):
    """Speaks to one platform for one channel."""

    platform: ClassVar[str]
    delivery_class: ClassVar[DeliveryClass]
    settings: ClassVar[tuple[Setting, ...]]

    def __init__(self, context: Context) -> None:
        """Look at the settings; connect to nothing. Raises: BadInput where one cannot work."""

    async def open(self) -> Account:
        """Connect and say who we are.

        Raises: Unreachable (nothing answers), Refused (wrong password, missing right), BadInput.
        """

    def receive(self, cursor: str) -> AsyncIterator[Batch]:
        """Yield what arrived behind `cursor`, forever, waiting where nothing is there.

        The first cursor is "". Must not yield a batch whose cursor claims more than its entries.
        One bad entry becomes `unknown` and does not stop the rest. When the platform is caught up,
        yields a batch with `caught_up` (it may be empty) before it waits.
        Raises: Unreachable (the caller waits and calls again with the last stored cursor), Refused.
        """

    async def send(self, out: Outgoing) -> Sent:
        """Hand one message to the platform.

        Raises: NotSent (certainly not sent, may be tried again), Rejected (certainly not sent and
        never will be), Ambiguous (may have been sent).
        """

    async def aclose(self) -> None:
        """Let go of every connection and process. May be called twice."""


@runtime_checkable
class Reconciles(Protocol):
    """For class B: can look whether an ambiguous message went out."""

    async def reconcile(self, out: Outgoing) -> Sent | None:
        """Return what the platform holds under `out.token`, None if it certainly holds nothing.

        Raises: Ambiguous (cannot tell yet), Unreachable.
        """


@runtime_checkable
class Posts(Protocol):
    """Can send requests to colleagues by mail; no customer is ever reached this way."""

    async def post(self, out: Posted) -> None:
        """Hand one letter over. Raises: NotSent, Rejected, Ambiguous."""


@runtime_checkable
class Parses(Protocol):
    """Turns a raw payload into entries without a network; never raises."""

    @staticmethod
    def parse(raw: bytes, headers: Mapping[str, str]) -> list[Incoming]:
        """Say what a payload says; what cannot be read is `unknown` with a reason."""


class Parser(Protocol):
    """Parses in a process of its own, which may die of what it reads."""

    async def parse(self, raw: bytes) -> list[Incoming]:
        """Say what a payload says; what cannot be read is `unknown` with a reason."""

    async def aclose(self) -> None:
        """End the process. May be called twice."""


@runtime_checkable
class ParsesApart(Protocol):
    """For payloads that are dangerous to read: has a parser with little memory and little time."""

    @staticmethod
    def apart() -> Parser:
        """Return a parser; the caller closes it."""


@runtime_checkable
class Checks(Protocol):
    """Can say whether a channel is set up well."""

    async def check(self) -> list[tuple[str, str, str]]:
        """Return rows of (`ok` | `warn` | `fail`, what was looked at, what to do)."""


@runtime_checkable
class Declares(Protocol):
    """Says what it can do."""

    can: ClassVar[Capabilities]


@runtime_checkable
class Measures(Protocol):
    """Knows how long a text is in the platform's own unit."""

    @staticmethod
    def measure(text: str, kind: str, settings: Mapping[str, str], to: tuple[Identity, ...] = ()) -> Measure:
        """Measure a reply as it will leave, with everything the adapter puts before it for `to`.

        `kind` is `dm`, `reply` or `comment`; "" is what is most usual on the platform. Pure and quick: it is
        asked at every key.
        """


@runtime_checkable
class Windows(Protocol):
    """Knows until when, and how, a platform lets a conversation be answered."""

    @staticmethod
    def window(standing: Standing, settings: Mapping[str, str], now: datetime) -> ReplyWindow:
        """Say whether a reply may leave now. Pure."""


@runtime_checkable
class Fetches(Protocol):
    """Can bring the bytes of an attachment."""

    def fetch(self, attachment: Attachment, limit: int) -> AsyncIterator[bytes]:
        """Yield its bytes, at most `limit` of them.

        Raises: Unreachable, Refused where it is longer, gone, or lies where we do not go.
        """


@dataclass(frozen=True, slots=True)
class Request:
    """A call to a channel's webhook as it came; names of headers are in lower case. `body` are the raw bytes."""

    method: str
    query: Mapping[str, str]
    headers: Mapping[str, str] = field(repr=False)
    body: bytes = field(repr=False)
    path: str = ""


@dataclass(frozen=True, slots=True)
class Response:
    """What a webhook is answered."""

    status: int
    body: bytes = b""
    type: str = "text/plain; charset=utf-8"


@runtime_checkable
class Hooked(Parses, Protocol):
    """Takes webhooks. Without a way to verify them an adapter that declares Way.WEBHOOK is not registered."""

    def handshake(self, request: Request) -> Response | None:
        """Answer a platform that asks whether this address is ours; None where it asks nothing. Pure."""

    def verify(self, request: Request, now: datetime) -> bool:
        """Tell whether the raw bytes come from the platform, by a comparison that takes the same time for all. Pure."""


@dataclass(frozen=True, slots=True)
class Trial:
    """What is needed to try an adapter without its platform.

    `settings` and `secrets` lead it to the trial's own server. `answer` says what the platform answers to a call where
    all is well, as (status, JSON), and is asked for what is taken only, so that it may remember it; `sends` which call
    hands the message over. `out` is a reply it can send, `samples`
    are payloads it can read.
    """

    settings: Mapping[str, str]
    secrets: Mapping[str, str] = field(repr=False)
    out: Outgoing
    answer: Callable[[Request], tuple[int, object]]
    sends: Callable[[Request], bool]
    samples: tuple[bytes, ...] = ()


@runtime_checkable
class Tried(Protocol):
    """Can be tried: `inbox adapter try` runs every fault of a network through it."""

    @staticmethod
    def trial(base: str) -> Trial:
        """Return how to try it against a server at `base` (http://127.0.0.1:PORT)."""
