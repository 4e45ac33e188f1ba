"""Storms and the freeze: bursts of similar or hostile messages under one lead, and stopping what would make them worse.

Commands, events and nouns. A storm's topic and its holding statement are words; all else about it is numbers and names.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from inbox.domain.happened import Event
from inbox.domain.holding import Hold
from inbox.domain.intent import Command
from inbox.domain.model import Words


class StormState(StrEnum):
    """Where a storm stands."""

    RISING = "rising"
    OVER = "over"
    HARMLESS = "harmless"
    """Somebody said that it was none; nothing alike is raised for a while."""


@dataclass(frozen=True, slots=True)
class Thresholds:
    """When the watch speaks up; a lead sets them.

    `times` the usual volume, `people` at least, `sureness` (how surprising it must be: 10 to the minus so many is its
    probability on a usual day), and after how many minutes of `calm` a storm is over.
    """

    times: int = 3
    people: int = 6
    sureness: int = 6
    calm: int = 60


@dataclass(frozen=True, slots=True)
class Signals:
    """Why it is a storm, in numbers: `times` is how many times the usual came; the last ones are percent, but `channels`.

    `troubled` are those who say that something is wrong, however politely; the `sour` ones are among them.
    """

    messages: int
    authors: int
    minutes: int
    times: int
    sour: int = 0
    alike: int = 0
    public: int = 0
    channels: int = 1
    troubled: int = 0


@dataclass(frozen=True, slots=True)
class Statement:
    """What is told to everybody in a storm in one language.

    While `holds` hold it, it waits for somebody else's word than that of `by`. `cleared` are the rules that somebody let it
    past: a reply in these very words, of the commitment `released`, is not held by them again.
    """

    words: Words
    by: str = ""
    holds: tuple[Hold, ...] = ()
    cleared: tuple[str, ...] = ()
    released: str = ""


@dataclass(frozen=True, slots=True)
class Storm:
    """A burst of messages that belong together. `topic` is empty where it has no one topic.

    `owner` leads it, by the inbox's proposal until somebody has `led` it; `at` is when it was noticed, `last_at` when it last grew; `signals` are why.
    """

    id: int
    topic: Words
    at: datetime
    last_at: datetime
    signals: Signals
    channels: tuple[str, ...]
    conversations: tuple[int, ...] = ()
    owner: str | None = None
    led: bool = False
    state: StormState = StormState.RISING
    statements: dict[str, Statement] = field(default_factory=dict)
    ended_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Freeze:
    """What leaves by itself does not leave: replies in public, from templates, or meant for later.

    On these channels; on all of them where none is named. It stands while `ended_at` is None.
    """

    id: int
    by: str
    at: datetime
    channels: tuple[str, ...] = ()
    storm: int = 0
    ended_at: datetime | None = None
    ended_by: str = ""

    def covers(self, channel: str) -> bool:
        """Tell whether it stands on a channel."""
        return self.ended_at is None and (not self.channels or channel in self.channels)


# --- commands


@dataclass(frozen=True, slots=True)
class RaiseStorm(Command):
    """Say that a storm rises, or that the one of the number `of` grows (the inbox itself does this, no person)."""

    topic: str = field(repr=False)
    signals: Signals
    conversations: tuple[int, ...]
    of: int = 0


@dataclass(frozen=True, slots=True)
class JoinStorm(Command):
    """Put what belongs to a storm with it (the inbox itself does this, no person)."""

    storm: int
    conversations: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class CalmStorm(Command):
    """Say that a storm is over (the inbox itself does this, no person)."""

    storm: int


@dataclass(frozen=True, slots=True)
class LeadStorm(Command):
    """Lead a storm, or have a person lead it ("": oneself). What nobody owns in it is theirs; with `all`, everything in it."""

    storm: int
    person: str = ""
    all: bool = False


@dataclass(frozen=True, slots=True)
class StateStorm(Command):
    """Say what is told for now to everybody in a storm who writes in a language, `de` or `en` ("": that of the text).

    It is offered to whoever answers there; what the risk rules hold in it waits for somebody else's word first.
    """

    storm: int
    text: str
    lang: str = ""


@dataclass(frozen=True, slots=True)
class ReleaseStatement(Command):
    """Let a storm's statement that the risk rules hold be told, in a language ("": the first one that waits)."""

    storm: int
    lang: str = ""


@dataclass(frozen=True, slots=True)
class GroupStorm(Command):
    """Put conversations with a storm by hand, and others out of it."""

    storm: int
    add: tuple[int, ...] = ()
    remove: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class EndStorm(Command):
    """Say that a storm is over, or that it was `harmless` all along."""

    storm: int
    harmless: bool = False


@dataclass(frozen=True, slots=True)
class SetStormWatch(Command):
    """Say when the watch speaks up; None leaves as it is."""

    times: int | None = None
    people: int | None = None
    sureness: int | None = None
    calm: int | None = None


@dataclass(frozen=True, slots=True)
class FreezeSending(Command):
    """Stop what leaves in public, from templates, or was meant for later; on these channels (none named: all of one's own)."""

    channels: tuple[str, ...] = ()
    storm: int = 0


@dataclass(frozen=True, slots=True)
class UnfreezeSending(Command):
    """Let what was stopped on one's channels leave again, in its order; what the contact overtook goes back into the draft."""


@dataclass(frozen=True, slots=True)
class LetGo(Command):
    """Let one reply leave although sending is frozen."""

    message: int


# --- events


@dataclass(frozen=True, slots=True)
class StormRaised(Event):
    """A storm rises; each conversation in it has a StormJoined of its own."""

    id: int
    topic: Words
    signals: Signals
    channels: tuple[str, ...]
    owner: str | None = None


@dataclass(frozen=True, slots=True)
class StormGrew(Event):
    """A storm is this large now; one that was over goes on."""

    storm: int
    signals: Signals
    channels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StormJoined(Event):
    """A conversation belongs to a storm."""

    storm: int


@dataclass(frozen=True, slots=True)
class StormLeft(Event):
    """A conversation does not belong to a storm."""

    storm: int


@dataclass(frozen=True, slots=True)
class StormLed(Event):
    """Somebody leads a storm."""

    storm: int
    owner: str
    before: str | None = None


@dataclass(frozen=True, slots=True)
class StormStated(Event):
    """What is told for now to everybody in a storm who writes in a language; `holds` are for what it waits."""

    storm: int
    statement: Words
    lang: str = "de"
    holds: tuple[Hold, ...] = ()


@dataclass(frozen=True, slots=True)
class StatementReleased(Event):
    """Somebody else let a statement be told: that of this commitment, and no other."""

    storm: int
    lang: str
    commitment: str


@dataclass(frozen=True, slots=True)
class StormEnded(Event):
    """A storm is over, or was none."""

    storm: int
    harmless: bool = False


@dataclass(frozen=True, slots=True)
class StormWatchSet(Event):
    """The watch speaks up from here on."""

    times: int
    people: int
    sureness: int
    calm: int


@dataclass(frozen=True, slots=True)
class FreezeBegun(Event):
    """What leaves by itself stays, on these channels (none named: all)."""

    id: int
    channels: tuple[str, ...] = ()
    storm: int = 0


@dataclass(frozen=True, slots=True)
class FreezeEnded(Event):
    """What was stopped is free to leave."""

    freeze: int


@dataclass(frozen=True, slots=True)
class FreezeNarrowed(Event):
    """Only on these channels does a freeze stand any more."""

    freeze: int
    channels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReplyFrozen(Event):
    """A reply that was to leave stays for as long as the freeze stands."""

    message: int
    freeze: int


@dataclass(frozen=True, slots=True)
class ReplyThawed(Event):
    """A reply that was stopped is free to leave; of one that was held, `holds` are what still holds or marks it.

    With nothing left that holds it, it stands in the queue: `due` is when it may leave, `mark` its writer's own release.
    """

    message: int
    holds: tuple[Hold, ...] | None = None
    due: datetime | None = None
    mark: str = ""


@dataclass(frozen=True, slots=True)
class ReplyPassed(Event):
    """A lead lets a reply leave in spite of the freeze."""

    message: int
    freeze: int


SAID: dict[type[Event], str] = {
    StormJoined: "it joined storm #{storm}",
    StormLeft: "it was put out of storm #{storm}",
    ReplyFrozen: "sending was frozen: it stayed",
    ReplyThawed: "sending was free again: it could leave",
    ReplyPassed: "{by} let it leave in spite of the freeze",
}
"""What is said of these facts where a conversation is explained."""
