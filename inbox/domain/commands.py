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
from inbox.domain.asking import (
    Accept,
    Answer,
    Ask,
    Decline,
    EndLetter,
    MarkCurrent,
    MarkOutdated,
    Redirect,
    Remind,
    Return,
    Reuse,
    SetMail,
    TakeRequest,
    Withdraw,
)
from inbox.domain.automation import RemoveRule, SetRule, SwitchRule
from inbox.domain.goals import EndCard, PublishGoal, PublishGuideline, See
from inbox.domain.hours import RemoveHours, SetHours, Warn
from inbox.domain.incoming import File, Incoming
from inbox.domain.intent import Command
from inbox.domain.knowing import DismissLink, LinkContacts, UnlinkContacts
from inbox.domain.mentions import SeeMentions
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
    ReleaseStatement,
    SetStormWatch,
    StateStorm,
    UnfreezeSending,
)
from inbox.domain.templates import RemoveTemplate, SetTemplate
from inbox.domain.views import ForgetView, KeepView

# What is handed on from the files about one noun; the others stand below.
__all__ = [
    "Accept",
    "AddChannel",
    "AddDepartment",
    "AddPerson",
    "Answer",
    "Ask",
    "CalmStorm",
    "Command",
    "ContestAbility",
    "Decline",
    "DismissLink",
    "EndAbsence",
    "EndCard",
    "EndLetter",
    "EndStorm",
    "ForgetView",
    "FreezeSending",
    "GroupStorm",
    "JoinStorm",
    "KeepView",
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
    "Redirect",
    "ReleaseStatement",
    "Remind",
    "RemoveChannel",
    "RemoveDepartment",
    "RemoveHours",
    "RemovePerson",
    "RemoveRule",
    "RemoveTemplate",
    "Return",
    "Reuse",
    "RevokeToken",
    "See",
    "SeeMentions",
    "SetAbility",
    "SetChannel",
    "SetDepartment",
    "SetGuard",
    "SetHours",
    "SetLogin",
    "SetMail",
    "SetNeed",
    "SetNeedRules",
    "SetPassword",
    "SetPerson",
    "SetRisks",
    "SetRule",
    "SetStormWatch",
    "SetTemplate",
    "StateStorm",
    "Stop",
    "SwitchRule",
    "TakeRequest",
    "TurnAbsence",
    "UnfreezeSending",
    "UnlinkContacts",
    "Warn",
    "Withdraw",
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
    with it. `template` is the one the text was begun from (0: none). `planned` is when it is to leave (None: as soon as it may). `knew` are the goal and guideline versions that stood
    when its writer looked (None: those of now); `canned` says that its words are a storm's holding statement.
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
    template: int = 0
    knew: tuple[int, ...] | None = None
    canned: bool = False
    planned: datetime | None = None


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
class CloseMany(Command):
    """Call these dialogues done in one step; those that cannot be closed like this, or without a reason, stay as they are."""

    conversations: tuple[int, ...]
    reason: str = ""


@dataclass(frozen=True, slots=True)
class SnoozeMany(Command):
    """Put these conversations away in one step; those that cannot be stay as they are."""

    conversations: tuple[int, ...]
    until: datetime


@dataclass(frozen=True, slots=True)
class TagMany(Command):
    """Add and remove tags of these conversations in one step; those that cannot be tagged stay as they are."""

    conversations: tuple[int, ...]
    add: tuple[str, ...] = ()
    remove: tuple[str, ...] = ()


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
    """Take back a bulk step: what nobody changed since is as it was before. None: the person's latest."""

    move: int | None = None


@dataclass(frozen=True, slots=True)
class Release(Command):
    """Stop owning a conversation."""

    conversation: int


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
