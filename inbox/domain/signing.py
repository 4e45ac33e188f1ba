"""Signing off: whose replies need which care, the house's own risk rules, and the commands and events about both.

A release is a mark: a keyed hash of a reply's text, recipient and visibility. Whatever changes, it fits no longer.
"""

from __future__ import annotations

import hmac
import json
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from inbox.domain.happened import Event
from inbox.domain.holding import Hold
from inbox.domain.intent import Command
from inbox.domain.model import Words

UNCHANGED = 10
"""Replies of somebody that were let go unchanged, one after the other, until the inbox proposes the next step."""
MINUTES = 10
"""How long a delayed reply waits in view of the leads."""
LONGEST_DELAY = 24 * 60
DELAYED, FOUR_EYES, STOPPED, CHANGED, REWRITTEN = "delayed", "four eyes", "stopped", "changed", "rewritten"
"""Rules by which a reply waits that stand in no file."""


class Step(StrEnum):
    """How freely somebody speaks for us: each step is freer than the one before."""

    DRAFT = "draft"
    """Writes drafts; others send them."""
    FOUR_EYES = "four_eyes"
    """Every reply waits until somebody else has let it go."""
    DELAYED = "delayed"
    """A reply leaves after a while in which a lead can stop it."""
    FREE = "free"
    """A reply leaves like everybody's; what the risk rules find is held all the same."""


STEPS = tuple(Step)


def after(step: Step) -> Step | None:
    """Return the next step, None behind the last."""
    return STEPS[STEPS.index(step) + 1] if step is not Step.FREE else None


@dataclass(frozen=True, slots=True)
class Guard:
    """How freely a person speaks on a channel, in public or in private ("" stands for all); `step` None goes by the role.

    `unchanged` counts the replies there that were let go as they were since the last that was not; `proposed` is the step that
    the inbox proposes for it.
    """

    person: str
    channel: str = ""
    visibility: str = ""
    step: Step | None = None
    minutes: int = MINUTES
    unchanged: int = 0
    proposed: Step | None = None

    @property
    def key(self) -> str:
        """What it is stored under."""
        return guard_key(self.person, self.channel, self.visibility)


def guard_key(person: str, channel: str, visibility: str) -> str:
    """Return the key of a guard."""
    return json.dumps([person, channel, visibility], ensure_ascii=False)


@dataclass(frozen=True, slots=True)
class Risks:
    """The house's own risk rules, as the text that a lead wrote."""

    text: str


def mark(
    words: Words,
    files: Words | None,
    seen: Iterable[str],
    channel: str,
    key: str,
    to: Iterable[tuple[str, str]],
    on: str,
) -> str:
    """Return what a release is bound to: the text and its files, who gets it where, and who can see it.

    `seen` are the visibilities of message and conversation, `to` the recipient's handles, `on` what it answers. The key is the
    text's own salt, so that nobody learns anything from a mark, and nothing is left of it once the words are erased.
    """
    said = [str(words), str(files or ""), *seen, channel, key, sorted(map(list, to)), on]
    return hmac.digest((words.salt or "").encode(), json.dumps(said, ensure_ascii=False).encode(), "sha256")[:20].hex()


# --- commands


@dataclass(frozen=True, slots=True)
class Stop(Command):
    """Stop a reply that leaves after a while: it waits for a sign-off then."""

    message: int


@dataclass(frozen=True, slots=True)
class SetGuard(Command):
    """Say how freely a person speaks on a channel, in public or in private ("" all); no step goes by the role again."""

    person: str
    step: Step | None
    channel: str = ""
    visibility: str = ""
    minutes: int = MINUTES


@dataclass(frozen=True, slots=True)
class SetRisks(Command):
    """Replace the risk rules; an empty text brings the standard ones back."""

    text: str


# --- events


@dataclass(frozen=True, slots=True)
class ReplyHeld(Event):
    """A reply that was to leave waits for a sign-off."""

    message: int
    holds: tuple[Hold, ...]


@dataclass(frozen=True, slots=True)
class ReplyRevised(Event):
    """Whoever signs a reply off wrote it anew; `note` is what tells its writer the difference.

    `holds` are what holds or marks the new text, `hands` who else wrote in it by now (None: as before).
    """

    message: int
    words: Words
    note: int
    holds: tuple[Hold, ...] | None = None
    hands: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class GuardSet(Event):
    """A person speaks so freely from now on."""

    person: str
    channel: str
    visibility: str
    step: Step | None
    minutes: int


@dataclass(frozen=True, slots=True)
class GuardCounted(Event):
    """So many replies of a person were let go unchanged; `proposed` is the step that this is enough for."""

    person: str
    channel: str
    visibility: str
    unchanged: int
    proposed: Step | None = None


@dataclass(frozen=True, slots=True)
class RisksSet(Event):
    """The house has other risk rules ("" the standard ones)."""

    text: str


SAID: dict[type[Event], str] = {
    ReplyHeld: "it is held: {holds}",
    ReplyRevised: "{by} wrote it anew",
    GuardSet: "{by} set how freely {person} speaks: {step}",
    GuardCounted: "{unchanged} replies of {person} were let go unchanged",
    RisksSet: "{by} changed the risk rules",
}
"""What each of these says of itself, for whoever asks why something was said."""
