"""How facts about routine work become nouns."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from inbox.domain.automation import Rule, RuleApplied, RuleRemoved, RuleSet, RuleSwitched
from inbox.domain.events import Event, Recorded
from inbox.domain.hours import HoursRemoved, HoursSet, TargetExcused, TargetMissed, TargetNear, Told, WaitEnded
from inbox.domain.mentions import Mention, Mentioned, MentionSeen
from inbox.domain.picture import Picture
from inbox.domain.templates import Template, TemplateRemoved, TemplateSet
from inbox.domain.views import SavedView, ViewForgotten, ViewKept


def _template_set(picture: Picture, r: Recorded, event: TemplateSet) -> None:
    kept = Template(event.id, event.name, event.words, event.channels, event.owner, r.by or "", r.at)
    picture.put("templates", event.id, kept)


def _template_removed(picture: Picture, r: Recorded, event: TemplateRemoved) -> None:
    picture.drop("templates", event.template)


def _view_kept(picture: Picture, r: Recorded, event: ViewKept) -> None:
    picture.put("views", event.id, SavedView(event.id, event.name, event.base, event.narrow, event.owner))


def _view_forgotten(picture: Picture, r: Recorded, event: ViewForgotten) -> None:
    picture.drop("views", event.view)


def _mentioned(picture: Picture, r: Recorded, event: Mentioned) -> None:
    named = Mention(event.mention, r.conversation or 0, event.note, event.person, r.by or "", r.at)
    picture.put("mentions", event.mention, named)


def _mention_seen(picture: Picture, r: Recorded, event: MentionSeen) -> None:
    picture.put("mentions", event.mention, replace(picture.mentions[event.mention], seen=True))


def _hours_set(picture: Picture, r: Recorded, event: HoursSet) -> None:
    picture.put("hours", event.hours.channel, event.hours)


def _hours_removed(picture: Picture, r: Recorded, event: HoursRemoved) -> None:
    picture.drop("hours", event.channel)


def _told(picture: Picture, r: Recorded, event: TargetNear | TargetMissed) -> None:
    here = r.conversation or 0
    picture.put("told", here, Told(here, event.since, isinstance(event, TargetMissed)))


def _excused(picture: Picture, r: Recorded, event: TargetExcused) -> None:
    here = r.conversation or 0
    picture.put("told", here, Told(here, event.since, missed=True, excused=True))


def _wait_ended(picture: Picture, r: Recorded, event: WaitEnded) -> None:
    here = r.conversation or 0
    picture.put("conversations", here, replace(picture.conversations[here], waiting_since=None))


def _rule_set(picture: Picture, r: Recorded, event: RuleSet) -> None:
    kept = Rule(event.id, event.name, event.when, event.if_, event.then, event.version)
    picture.put("rules", event.id, kept)


def _rule_switched(picture: Picture, r: Recorded, event: RuleSwitched) -> None:
    picture.put("rules", event.rule, replace(picture.rules[event.rule], on=event.on))


def _rule_removed(picture: Picture, r: Recorded, event: RuleRemoved) -> None:
    picture.drop("rules", event.rule)


def _rule_applied(picture: Picture, r: Recorded, event: RuleApplied) -> None:
    """Say which rule did what follows; what it did are facts of their own."""


FOLDS: dict[type[Event], Callable[[Picture, Recorded, Any], None]] = {
    TemplateSet: _template_set,
    TemplateRemoved: _template_removed,
    ViewKept: _view_kept,
    ViewForgotten: _view_forgotten,
    Mentioned: _mentioned,
    MentionSeen: _mention_seen,
    HoursSet: _hours_set,
    HoursRemoved: _hours_removed,
    TargetNear: _told,
    TargetMissed: _told,
    TargetExcused: _excused,
    WaitEnded: _wait_ended,
    RuleSet: _rule_set,
    RuleSwitched: _rule_switched,
    RuleRemoved: _rule_removed,
    RuleApplied: _rule_applied,
}
