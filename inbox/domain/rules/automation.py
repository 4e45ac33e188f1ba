"""Who sets automatic rules (leads, for channels of theirs), what one may say, and what follows when one fits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from inbox.domain import events as e
from inbox.domain.automation import DEEDS, WHENS, If, Rule, Then, fits
from inbox.domain.commands import RemoveRule, SetRule, SwitchRule
from inbox.domain.events import Recorded
from inbox.domain.hours import of
from inbox.domain.model import PENDING, Conversation, Person, State, Visibility
from inbox.domain.people import Act, in_channels, require
from inbox.domain.picture import Picture
from inbox.domain.rules.dialogue import tag_word
from inbox.domain.rules.facts import Fact, Mint, Rules
from inbox.domain.rules.ownership import can_own
from inbox.domain.rules.templates import called
from inbox.errors import BadInput, Conflict, NotFound

MOST = 20
"""Words and deeds of a rule."""


def _named(picture: Picture, person: Person, name: str) -> Rule:
    require(person, Act.ROUTINE)
    wanted = " ".join(name.split()).casefold()
    for rule in picture.rules.values():
        if rule.name.casefold() == wanted and sees_rule(person, rule):
            return rule
    raise NotFound("There is no rule {name} here for you.", name=name)


def sees_rule(person: Person, rule: Rule) -> bool:
    """Tell whether a rule is about channels of a person."""
    return not person.channels or (bool(rule.if_.channel) and in_channels(person, rule.if_.channel))


def _sensible(picture: Picture, person: Person, command: SetRule) -> None:
    """See that a rule can be understood and is about a lead's own channels. Raises: BadInput, NotFound."""
    i = command.if_
    if command.when not in WHENS:
        raise BadInput("{value} is none of: {known}.", value=repr(command.when), known=", ".join(WHENS))
    if i.visibility and i.visibility not in set(map(str, Visibility)):
        raise BadInput("{value} is none of: {known}.", value=repr(i.visibility), known=", ".join(Visibility))
    if i.channel and (i.channel not in picture.channels or not in_channels(person, i.channel)):
        raise NotFound("There is no channel {name} here for you.", name=i.channel)
    if person.channels and not i.channel:
        raise BadInput("Name a channel of yours; you do not lead all of them.")
    if any(not word.strip() for word in i.words) or not 1 <= len(command.then) <= MOST or len(i.words) > MOST:
        raise BadInput("A rule has up to {most} words to look for, and 1 to {most} things to do.", most=MOST)
    for then in command.then:
        _deed(picture, then)


def _deed(picture: Picture, then: Then) -> None:
    if then.deed not in DEEDS:
        raise BadInput("{value} is none of: {known}.", value=repr(then.deed), known=", ".join(DEEDS))
    if then.deed in ("tag", "untag"):
        tag_word(then.value)
    if then.deed == "assign" and then.value not in picture.people:
        raise NotFound("There is nobody called {name} here.", name=then.value)
    if then.deed == "close" and then.value:
        raise BadInput("{deed} takes nothing behind it, and here stands {value}.", deed="close", value=repr(then.value))


def set_rule(picture: Picture, command: SetRule, person: Person, at: datetime, mint: Mint) -> list[Fact]:
    """Keep a rule; whatever it was before, it is off now."""
    require(person, Act.ROUTINE)
    name = called(command.name, "rule")
    _sensible(picture, person, command)
    before = next((k for k in picture.rules.values() if k.name.casefold() == name.casefold()), None)
    if before is not None and not sees_rule(person, before):
        raise BadInput("The name {name} is taken; choose another.", name=name)
    if_ = replace(command.if_, words=tuple(" ".join(word.split()) for word in command.if_.words))
    id, version = (before.id, before.version + 1) if before else (mint.id(), 1)
    if before is not None and replace(before, on=False) == Rule(
        id, name, command.when, if_, command.then, before.version
    ):
        return []
    return [(None, e.RuleSet(id, name, command.when, if_, command.then, version))]


def switch_rule(picture: Picture, command: SwitchRule, person: Person, at: datetime, mint: Mint) -> list[Fact]:
    """Switch a rule; on only what was tried as it stands."""
    rule = _named(picture, person, command.name)
    if command.on and command.version is None:
        raise BadInput(
            "Try the rule first: {trial} says how it is switched on then.", trial=f'inbox rule try "{rule.name}"'
        )
    if command.on and command.version != rule.trial:
        raise Conflict("The rule {name} was not tried as it stands; try it again.", name=rule.name)
    return [] if rule.on is command.on else [(None, e.RuleSwitched(rule.id, command.on))]


def remove_rule(picture: Picture, command: RemoveRule, person: Person, at: datetime, mint: Mint) -> list[Fact]:
    """Forget a rule."""
    rule = _named(picture, person, command.name)
    return [(None, e.RuleRemoved(rule.id, rule.name))]


def set_off(fact: Recorded) -> tuple[str, ...]:
    """Return what a fact sets off: keys of WHENS."""
    match fact.event:
        case e.TargetNear():
            return ("near",)
        case e.TargetMissed():
            return ("missed",)
        case e.MessageReceived(direction="in", automatic=False):
            return ("arrives",)
    return ()


def wanted(rule: Rule, picture: Picture, conversation: Conversation) -> list[Fact]:
    """Return what a rule would change of a conversation as it is; nothing where all of it is so already."""
    found: list[Fact] = []
    tags, id = set(conversation.tags), conversation.id
    for then in rule.then:
        if then.deed == "tag":
            tags.add(then.value)
        elif then.deed == "untag":
            tags.discard(then.value)
        elif then.deed == "assign":
            owner = picture.people.get(then.value)
            if conversation.owner is None and owner is not None and owner.active and can_own(owner, conversation):
                found.append((id, e.Assigned(owner.name)))
        elif then.deed == "close" and conversation.state is State.OPEN and not _asked(picture, id):
            found.append((id, e.Closed()))
    changed = tuple(sorted(tags))
    return [(id, e.Tagged(changed)), *found] if changed != conversation.tags else found


def changing(rule: Rule, picture: Picture, conversation: Conversation) -> tuple[Then, ...]:
    """Return what of a rule would change something."""
    return tuple(deed for deed in rule.then if wanted(replace(rule, then=(deed,)), picture, conversation))


def _asked(picture: Picture, conversation: int) -> bool:
    return any(r.state in PENDING for r in picture.requests_of(conversation))


def follows(picture: Picture, fact: Recorded, whens: Sequence[str], text: str, rule: Rule, at: datetime) -> list[Fact]:
    """Return what a rule does because of a fact, with the name of the rule before it."""
    conversation = picture.conversations.get(fact.conversation or 0)
    if conversation is None or not rule.on or rule.when not in whens:
        return []
    if not fits(rule.if_, conversation, text, of(picture.hours, conversation.channel), at):
        return []
    done = wanted(rule, picture, conversation)
    if not done:
        return []
    deeds = changing(rule, picture, conversation)
    return [(conversation.id, e.RuleApplied(rule.id, rule.name, rule.version, deeds)), *done]


RULES: Rules = {SetRule: set_rule, SwitchRule: switch_rule, RemoveRule: remove_rule}
__all__ = ["RULES", "If", "follows", "sees_rule", "set_off", "wanted"]
