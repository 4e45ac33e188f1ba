"""Automatic rules: when something happens, if it is so, then this is done; what a rule is, and when it fits. Pure.

A rule speaks for itself in one sentence, never takes a conversation away from anybody, never writes to a contact, and what
it does sets off no other rule.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import astuple, dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Literal
from zlib import crc32

from inbox.domain.happened import Event
from inbox.domain.hours import Hours, worked
from inbox.domain.intent import Command
from inbox.domain.model import Conversation

When = Literal["opens", "arrives", "near", "missed"]
WHENS: dict[str, str] = {
    "opens": "when a conversation begins",
    "arrives": "when a contact writes",
    "near": "when an answer is due soon",
    "missed": "when an answer is overdue",
}
"""What sets a rule off, in words."""
DEEDS: dict[str, str] = {
    "tag": "tag it {value}",
    "untag": "remove the tag {value}",
    "assign": "hand it to {value} if nobody owns it",
    "close": "close it",
}
"""What a rule may do, in words."""
CONDITIONS: dict[str, str] = {
    "channel": "on {channel}",
    "words": "with {words} in it",
    "tag": "tagged {tag}",
    "unowned": "owned by nobody",
    "outside_hours": "outside business hours",
}
"""What has to be so, in words."""


@dataclass(frozen=True, slots=True)
class If:
    """What has to be so, all of it; empty means whatever it is. `words`: one of them stands in the text, as a word."""

    channel: str = ""
    visibility: str = ""
    words: tuple[str, ...] = ()
    tag: str = ""
    unowned: bool = False
    outside_hours: bool = False


@dataclass(frozen=True, slots=True)
class Then:
    """One thing that is done: a key of DEEDS, and with what."""

    deed: str
    value: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """An automatic rule. `version` counts its changes; it does something only while it is `on`."""

    id: int
    name: str
    when: str
    if_: If
    then: tuple[Then, ...]
    version: int
    on: bool = False

    @property
    def trial(self) -> int:
        """The number that a try names and switching on wants: another one for every rule, and for each of its versions."""
        said = (self.name, self.when, astuple(self.if_), tuple(map(astuple, self.then)), self.version)
        return crc32(repr(said).encode()) % 1_000_000


@dataclass(frozen=True, slots=True)
class Applied:
    """That a rule did something in a conversation: `id` is the number of the fact that says so."""

    id: int
    at: datetime
    name: str
    done: tuple[Then, ...]


@lru_cache(maxsize=256)
def _word(word: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){re.escape(word.casefold())}(?!\w)")


def fits(if_: If, conversation: Conversation, text: str, hours: Hours | None, at: datetime) -> bool:
    """Tell whether it is so, of a conversation in which this was said at a moment."""
    said = text.casefold()
    return (
        if_.channel in ("", conversation.channel)
        and if_.visibility in ("", str(conversation.visibility))
        and (not if_.words or any(_word(word).search(said) for word in if_.words))
        and (not if_.tag or if_.tag in conversation.tags)
        and (not if_.unowned or conversation.owner is None)
        and (not if_.outside_hours or (hours is not None and not _attended(hours, at)))
    )


def _attended(hours: Hours, at: datetime) -> bool:
    return worked(hours, at, at + timedelta(minutes=1)) > timedelta()


def sentence(
    rule: Rule, say: Callable[..., str] = lambda text, **values: text.format(**values) if values else text
) -> str:
    """Return a rule as one sentence; `say` says ours in the reader's language."""
    i = rule.if_
    parts = [
        say(CONDITIONS["channel"], channel=i.channel) if i.channel else "",
        say(i.visibility) if i.visibility else "",
        say(CONDITIONS["words"], words=" / ".join(i.words)) if i.words else "",
        say(CONDITIONS["tag"], tag=i.tag) if i.tag else "",
        say(CONDITIONS["unowned"]) if i.unowned else "",
        say(CONDITIONS["outside_hours"]) if i.outside_hours else "",
    ]
    return f"{say(WHENS[rule.when])}{''.join(f', {p}' for p in parts if p)}: {deeds(rule.then, say)}"


def deeds(done: tuple[Then, ...], say: Callable[..., str]) -> str:
    """Return what is done in the words of a rule; `say` says ours in the reader's language."""
    return ", ".join(say(DEEDS[k.deed], value=k.value) for k in done)


# --- commands


@dataclass(frozen=True, slots=True)
class SetRule(Command):
    """Keep a rule under a name, in place of the one of that name; it is off until it was tried and switched on."""

    name: str
    when: str
    if_: If
    then: tuple[Then, ...]


@dataclass(frozen=True, slots=True)
class SwitchRule(Command):
    """Switch a rule on or off. On takes as `version` the number that a try over the past has named."""

    name: str
    on: bool
    version: int | None = None


@dataclass(frozen=True, slots=True)
class RemoveRule(Command):
    """Forget a rule; what it did stays."""

    name: str


# --- events


@dataclass(frozen=True, slots=True)
class RuleSet(Event):
    """A rule says this, and is off."""

    id: int
    name: str
    when: str
    if_: If
    then: tuple[Then, ...]
    version: int


@dataclass(frozen=True, slots=True)
class RuleSwitched(Event):
    """A rule is on or off from now on."""

    rule: int
    on: bool


@dataclass(frozen=True, slots=True)
class RuleRemoved(Event):
    """A rule stands no more."""

    rule: int
    name: str


@dataclass(frozen=True, slots=True)
class RuleApplied(Event):
    """A rule has done what follows; `done` is what of it changed something (nobody kept that at first)."""

    rule: int
    name: str
    version: int
    done: tuple[Then, ...] = ()
