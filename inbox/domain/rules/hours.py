"""Who says when somebody is there, and when people are warned that a contact waits too long: each time once."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from inbox.domain import events as e
from inbox.domain.commands import RemoveHours, SetHours, Warn
from inbox.domain.hours import FARTHEST, Hours, later, named_days, of, target, week, zone
from inbox.domain.model import Conversation, Person, State
from inbox.domain.people import Act, in_channels, require
from inbox.domain.picture import Picture
from inbox.domain.rules.facts import Fact, Mint, Rules
from inbox.errors import BadInput, NotFound

LONGEST = 60 * 24 * 60
"""Open minutes a target may have."""
PAST = timedelta(days=1)
"""What a file brings in and is older than this is history."""


def _here(picture: Picture, person: Person, channel: str) -> str:
    require(person, Act.ROUTINE)
    if channel and (channel not in picture.channels or not in_channels(person, channel)):
        raise NotFound("There is no channel {name} here for you.", name=channel)
    return channel


def set_hours(picture: Picture, command: SetHours, person: Person, at: datetime, mint: Mint) -> list[Fact]:
    """Keep hours that can be read, with a target that can be met."""
    channel = _here(picture, person, command.channel)
    week(command.times)
    named_days(command.times)
    zone(command.zone)
    if not (0 <= command.within <= LONGEST and 0 <= command.public <= LONGEST and 1 <= command.warn_at <= 100):
        raise BadInput("A target has up to 60 days of open time, and warns at 1 to 100 percent of it.")
    times, holidays = " ".join(command.times.split()), tuple(sorted(set(map(_day, command.holidays))))
    kept = Hours(channel, command.zone, times, holidays, command.within, command.public, command.warn_at)
    longest = timedelta(minutes=max(command.within, command.public))
    if longest and later(kept, at, longest) is None:
        raise BadInput(
            "There is too little open time in these hours: {hours} h of it would take longer than {days} days.",
            hours=f"{longest / timedelta(hours=1):g}",
            days=FARTHEST,
        )
    return [] if picture.hours.get(channel) == kept else [(None, e.HoursSet(kept))]


def _day(text: str) -> str:
    """Return a date in the one form that is compared. Raises: BadInput."""
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError as cause:
        raise BadInput("{day} is no date; write it like 2026-12-25.", day=repr(text)) from cause


def remove_hours(picture: Picture, command: RemoveHours, person: Person, at: datetime, mint: Mint) -> list[Fact]:
    """Forget hours."""
    channel = _here(picture, person, command.channel)
    if channel not in picture.hours:
        raise NotFound("There are no hours of {name} here.", name=channel or "–")
    return [(None, e.HoursRemoved(channel))]


def warn(picture: Picture, command: Warn, person: None, at: datetime, mint: Mint) -> list[Fact]:
    """Warn once that it is near, and once that it is too late, for as long as the same contact waits."""
    conversation = picture.conversations.get(command.conversation)
    if conversation is None or conversation.state is not State.OPEN or conversation.waiting_since is None:
        return []
    both = target(of(picture.hours, conversation.channel), conversation)
    told = picture.told.get(conversation.id)
    known = told if told is not None and told.since == conversation.waiting_since else None
    if both is None or (known is not None and known.missed):
        return []
    near, due = both
    if at >= due:
        return [(conversation.id, e.TargetMissed(conversation.waiting_since, due))]
    if at >= near and known is None:
        return [(conversation.id, e.TargetNear(conversation.waiting_since, due))]
    return []


def excuse(picture: Picture, conversations: Iterable[int], at: datetime) -> list[Fact]:
    """Return that nobody is to be blamed for waits that a file brought in, whose first words are older than a day."""
    found = (picture.conversations[id] for id in conversations)
    return [
        (k.id, e.TargetExcused(k.waiting_since))
        for k in found
        if k.waiting_since is not None and long_past(k.waiting_since, at) and not _excused(picture, k)
    ]


def _excused(picture: Picture, conversation: Conversation) -> bool:
    told = picture.told.get(conversation.id)
    return told is not None and told.excused and told.since == conversation.waiting_since


def long_past(said: datetime, at: datetime) -> bool:
    """Tell whether what a file brings in was said so long ago that nothing is set off by it."""
    return at - said > PAST


RULES: Rules = {SetHours: set_hours, RemoveHours: remove_hours, Warn: warn}
