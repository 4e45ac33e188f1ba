"""Every intention somebody can have, in the imperative. One door (`Desk.perform`) takes them all.

A command names things by id or name; what its words mean is decided in `rules/`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from inbox.domain.abilities import ContestAbility, SetAbility, SetNeed, SetNeedRules
from inbox.domain.absence import EndAbsence, PlanAbsence, TurnAbsence
from inbox.domain.access import MakeToken, RevokeToken, SetLogin, SetPassword
from inbox.domain.asking import EndLetter, MarkCurrent, MarkOutdated, Remind, Reuse, SetMail
from inbox.domain.goals import EndCard, PublishGoal, PublishGuideline, See
from inbox.domain.incoming import File, Incoming
from inbox.domain.intent import Command
from inbox.domain.knowing import DismissLink, LinkContacts, UnlinkContacts
from inbox.domain.model import Delivery
from inbox.domain.setup import (
    AddChannel,
    AddDepartment,
    AddPerson,
    RemoveChannel,
    RemoveDepartment,
    RemovePerson,
    SetChannel,
    SetDepartment,
    SetPerson,
)
from inbox.domain.signing import SetGuard, SetRisks, Stop
from inbox.domain.storm import (
    CalmStorm,
    EndStorm,
    FreezeSending,
    GroupStorm,
    JoinStorm,
    LeadStorm,
    LetGo,
    RaiseStorm,
    SetStormWatch,
    StateStorm,
    UnfreezeSending,
)

# What is handed on from the files about one noun; the others stand below.
__all__ = [
    "AddChannel",
    "AddDepartment",
    "AddPerson",
    "CalmStorm",
    "Command",
    "ContestAbility",
    "DismissLink",
    "EndAbsence",
    "EndCard",
    "EndLetter",
    "EndStorm",
    "FreezeSending",
    "GroupStorm",
    "JoinStorm",
    "LeadStorm",
    "LetGo",
    "LinkContacts",
    "MakeToken",
    "MarkCurrent",
    "MarkOutdated",
    "PlanAbsence",
    "PublishGoal",
    "PublishGuideline",
    "RaiseStorm",
    "Remind",
    "RemoveChannel",
    "RemoveDepartment",
    "RemovePerson",
    "Reuse",
    "RevokeToken",
    "See",
    "SetAbility",
    "SetChannel",
    "SetDepartment",
    "SetGuard",
    "SetLogin",
    "SetMail",
    "SetNeed",
    "SetNeedRules",
    "SetPassword",
    "SetPerson",
    "SetRisks",
    "SetStormWatch",
    "StateStorm",
    "Stop",
    "TurnAbsence",
    "UnfreezeSending",
    "UnlinkContacts",
]


# --- dialogue


@dataclass(frozen=True, slots=True)
class Receive(Command):
    """Take in what a platform said on a channel (the inbox itself does this, no person)."""

    channel: str
    incoming: Incoming


@dataclass(frozen=True, slots=True)
class Reply(Command):
    """Answer the contact. Queued for the undo time, or held where a sign-off is needed.

    `seen` is the number of the last message the writer saw (None: whatever is there now);
    `force` sends although the contact wrote, or a colleague answered, since; `now` skips the undo time; `public` says that
    the writer takes the conversation for a public one (refused where it is private); `answers` are accepted requests the text uses;
    `continues` is the version of the draft the text comes from. Only that draft, or one's own, ends with it. `files` go out
    with it. `knew` are the goal and guideline versions that stood when its writer looked (None: those of now); `canned`
    says that its words are a template's or a storm's holding statement.
    """

    conversation: int
    text: str
    seen: int | None = None
    force: bool = False
    now: bool = False
    public: bool = False
    answers: tuple[int, ...] = ()
    continues: int | None = None
    files: tuple[File, ...] = ()
    knew: tuple[int, ...] | None = None
    canned: bool = False


@dataclass(frozen=True, slots=True)
class TakeBack(Command):
    """Take a reply that has not left yet back into the draft. None: the person's latest."""

    message: int | None = None


@dataclass(frozen=True, slots=True)
class Approve(Command):
    """Let a held reply go. Never one's own; with `force` although something was said since; `text` is what it says instead."""

    message: int
    force: bool = False
    text: str | None = None


@dataclass(frozen=True, slots=True)
class Refuse(Command):
    """Send a held reply back into the draft, with a reason for its writer."""

    message: int
    why: str


@dataclass(frozen=True, slots=True)
class Settle(Command):
    """Decide about a message whose delivery is unknown or failed: it arrived, send it again, or drop it.

    With `force` it is sent again although something was said since.
    """

    message: int
    as_: Literal["sent", "again", "dropped"]
    force: bool = False


@dataclass(frozen=True, slots=True)
class WriteNote(Command):
    """Leave an internal remark."""

    conversation: int
    text: str


@dataclass(frozen=True, slots=True)
class SaveDraft(Command):
    """Keep the reply being written; an empty text without answers discards it.

    `continues` is the version of the draft it goes on with (0: there was none). None goes on with
    one's own, whichever it is.
    """

    conversation: int
    text: str
    answers: tuple[int, ...] = ()
    continues: int | None = None


@dataclass(frozen=True, slots=True)
class Close(Command):
    """Call a dialogue done. With a blocking request still pending, only with a reason."""

    conversation: int
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Reopen(Command):
    """Put a closed or snoozed conversation back on the table."""

    conversation: int


@dataclass(frozen=True, slots=True)
class Snooze(Command):
    """Put a conversation away until a time, or until the contact writes."""

    conversation: int
    until: datetime


@dataclass(frozen=True, slots=True)
class Tag(Command):
    """Add and remove tags."""

    conversation: int
    add: tuple[str, ...] = ()
    remove: tuple[str, ...] = ()


# --- ownership


@dataclass(frozen=True, slots=True)
class Take(Command):
    """Become the owner of a conversation nobody owns; a lead also of somebody else's."""

    conversation: int


@dataclass(frozen=True, slots=True)
class Assign(Command):
    """Hand a conversation to a person, with a line for them."""

    conversation: int
    person: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class AssignAll(Command):
    """Hand everything open that one person owns to another."""

    of: str
    to: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class AssignMany(Command):
    """Hand these conversations to a person as one move, with a line; those they own already stay as they are."""

    conversations: tuple[int, ...]
    to: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class UndoMove(Command):
    """Take back an AssignAll or AssignMany: what is still with the receiver goes back. None: the person's latest."""

    move: int | None = None


@dataclass(frozen=True, slots=True)
class Release(Command):
    """Stop owning a conversation."""

    conversation: int


# --- requests


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


# --- what the inbox itself does


@dataclass(frozen=True, slots=True)
class BeginSend(Command):
    """Commit to a send before its first byte leaves."""

    message: int


@dataclass(frozen=True, slots=True)
class EndSend(Command):
    """Record how a send ended; `due` is when to try again, `doubt` says that it may have arrived all the same."""

    message: int
    delivery: Delivery
    external_id: str = ""
    error: str = ""
    due: datetime | None = None
    doubt: bool = False


@dataclass(frozen=True, slots=True)
class Wake(Command):
    """Bring back a snoozed conversation whose time has come."""

    conversation: int


@dataclass(frozen=True, slots=True)
class Ring(Command):
    """Announce that a request's due time has passed."""

    request: int


KINDS: dict[str, type[Command]] = {
    name: value
    for name, value in list(globals().items())
    if isinstance(value, type) and issubclass(value, Command) and value is not Command
}
"""Every kind of command by its name, for the codec."""
