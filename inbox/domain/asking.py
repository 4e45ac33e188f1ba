"""Requests: the commands and events about question and answer, knowledge, letters and reminders."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from inbox.domain.happened import Event
from inbox.domain.intent import Command
from inbox.domain.letters import LetterKind
from inbox.domain.model import Words

# --- commands


@dataclass(frozen=True, slots=True)
class Ask(Command):
    """Ask a department about a conversation.

    `due` is when the answer is needed (None: as proposed, by the contact's time and the department's). `show` are the
    messages it may read (None: what the contact wrote since we last spoke). What is personal in them is withheld, and so
    are the pieces that `hide` names (None: nothing at all is). `known` is what we know already.
    """

    conversation: int
    department: str
    question: str
    due: datetime | None = None
    blocking: bool = False
    show: tuple[int, ...] | None = ()
    known: str = ""
    hide: tuple[str, ...] | None = ()


@dataclass(frozen=True, slots=True)
class TakeRequest(Command):
    """Say that one works on a request."""

    request: int


@dataclass(frozen=True, slots=True)
class Answer(Command):
    """Answer a request."""

    request: int
    text: str


@dataclass(frozen=True, slots=True)
class Return(Command):
    """Pass a request's ball back with words: a counter-question to the asker, or the asker's word on it."""

    request: int
    text: str


@dataclass(frozen=True, slots=True)
class Decline(Command):
    """Refuse a request, with a reason."""

    request: int
    why: str


@dataclass(frozen=True, slots=True)
class Redirect(Command):
    """Pass a request to the department that can answer it. `due` is when it has to (None: its usual time from now)."""

    request: int
    department: str
    note: str = ""
    due: datetime | None = None


@dataclass(frozen=True, slots=True)
class Accept(Command):
    """Accept an answer; from now on a reply may carry it. `version` is the answer that was read (None: whichever)."""

    request: int
    version: int | None = None


@dataclass(frozen=True, slots=True)
class Withdraw(Command):
    """Take a question back."""

    request: int


@dataclass(frozen=True, slots=True)
class Reuse(Command):
    """Use in a conversation what a department answered elsewhere before, instead of asking it again."""

    conversation: int
    request: int


@dataclass(frozen=True, slots=True)
class MarkOutdated(Command):
    """Say that an accepted answer is true no longer, and why; it is not offered any more."""

    request: int
    why: str


@dataclass(frozen=True, slots=True)
class MarkCurrent(Command):
    """Say that an answer that was marked out of date is true after all."""

    request: int


@dataclass(frozen=True, slots=True)
class SetMail(Command):
    """Name the mail address at which somebody is asked, so that they need no seat here ("": none)."""

    person: str
    address: str


@dataclass(frozen=True, slots=True)
class Remind(Command):
    """Remind a department of a request before it is due (the inbox itself does this)."""

    request: int


@dataclass(frozen=True, slots=True)
class EndLetter(Command):
    """Record how the sending of a letter ended (the inbox itself does this); `due` is when to try again."""

    letter: int
    error: str = ""
    due: datetime | None = None


# --- events


@dataclass(frozen=True, slots=True)
class Asked(Event):
    """A department was asked; it reads `shown` whole, and `redacted` as in `excerpts`.

    What is in both had nothing to withhold: it is read with its files, until its text changes. `subjects` tells that what
    it came under was looked at too, as it always is since messages have subjects.
    """

    id: int
    department: str
    question: Words
    due: datetime | None = None
    blocking: bool = False
    shown: tuple[int, ...] = ()
    known: Words | None = None
    redacted: tuple[int, ...] = ()
    excerpts: Words | None = None
    subjects: bool = False


@dataclass(frozen=True, slots=True)
class RequestTaken(Event):
    """Somebody says that they work on it."""

    request: int


@dataclass(frozen=True, slots=True)
class RequestAnswered(Event):
    """`again` says that it takes the place of an answer, which stays as a remark."""

    request: int
    answer: Words
    again: bool = False


@dataclass(frozen=True, slots=True)
class RequestReturned(Event):
    """The ball went back with words; `to_department` tells in which direction, `due` is a new due time."""

    request: int
    words: Words
    to_department: bool
    due: datetime | None = None


@dataclass(frozen=True, slots=True)
class RequestDeclined(Event):
    """The department refused it, with a reason."""

    request: int
    why: Words


@dataclass(frozen=True, slots=True)
class RequestRedirected(Event):
    """It is another department's now."""

    request: int
    department: str
    note: Words | None = None
    due: datetime | None = None


@dataclass(frozen=True, slots=True)
class AnswerAccepted(Event):
    """Its answer was accepted: a reply may carry it."""

    request: int


@dataclass(frozen=True, slots=True)
class RequestWithdrawn(Event):
    """Whoever asked took it back."""

    request: int


@dataclass(frozen=True, slots=True)
class RequestFellDue(Event):
    """Its due time has passed, and was announced."""

    request: int


@dataclass(frozen=True, slots=True)
class AnswerReused(Event):
    """An answer accepted elsewhere (request `source`) stands here too, accepted by whoever took it over."""

    id: int
    source: int
    department: str
    question: Words
    answer: Words
    answered_by: str


@dataclass(frozen=True, slots=True)
class AnswerOutdated(Event):
    """An accepted answer is true no longer."""

    request: int
    why: Words


@dataclass(frozen=True, slots=True)
class AnswerRenewed(Event):
    """An answer that was marked out of date is true after all."""

    request: int


@dataclass(frozen=True, slots=True)
class MailSet(Event):
    """Somebody is asked by mail at this address; at none any more where there is none."""

    person: str
    address: Words | None = None


@dataclass(frozen=True, slots=True)
class RequestReminded(Event):
    """The department was reminded that a request is due soon."""

    request: int


@dataclass(frozen=True, slots=True)
class RequestEscalated(Event):
    """A request's due time passed without an answer; `to` is who is to see to it ("": nobody leads here)."""

    request: int
    to: str


@dataclass(frozen=True, slots=True)
class NobodyThere(Event):
    """All of a department are away; `to` is who is to see to a request ("": nobody leads here)."""

    request: int
    to: str


@dataclass(frozen=True, slots=True)
class MailNoted(Event):
    """What became of a mail that was signed for `person` and names a request: it was set aside, or took an answer's place."""

    request: int
    person: str
    words: Words


@dataclass(frozen=True, slots=True)
class LetterWritten(Event):
    """A request leaves by mail to somebody; an answer to it counts `until` then."""

    request: int
    letter: int
    person: str
    kind: LetterKind
    until: datetime


@dataclass(frozen=True, slots=True)
class LetterLeft(Event):
    """The mail server has a letter."""

    request: int
    letter: int


@dataclass(frozen=True, slots=True)
class LetterFailed(Event):
    """The mail server has not taken a letter; `due` is when to try again (None: not any more)."""

    request: int
    letter: int
    error: Words
    due: datetime | None = None


SAID: dict[type[Event], str] = {
    AnswerReused: "An answer that was accepted before was used again.",
    AnswerOutdated: "The answer was marked out of date.",
    AnswerRenewed: "The answer was marked as true again.",
    RequestReminded: "The department was reminded.",
    RequestEscalated: "The due time passed; {to} was told.",
    NobodyThere: "Nobody of the department is there; {to} was told.",
    MailNoted: "A mail of {person} names the request; what became of it stands there.",
    LetterWritten: "{person} was asked by mail.",
    LetterLeft: "The mail left.",
    LetterFailed: "The mail did not leave.",
}
"""What each of these facts says, for whoever asks why something was said."""
