"""Lets automatic rules follow what was just recorded, in the same transaction; what they do sets off no other rule."""

from __future__ import annotations

from datetime import datetime

from inbox.domain.events import ConversationOpened, MessageReceived, Recorded
from inbox.domain.rules.automation import follows, set_off
from inbox.domain.rules.hours import excuse, long_past
from inbox.ports.store import Unit


async def automate(unit: Unit, at: datetime, *, past: bool = False) -> None:
    """Apply the rules that are on to the facts of this write. Of the `past`, what was said long ago sets off nothing."""
    facts = await _lately(unit, at) if past else unit.recorded
    causes = [(fact, set_off(fact)) for fact in facts]
    causes = [(fact, whens) for fact, whens in causes if whens]
    if not causes:
        return
    await unit.load_rules()
    rules = [rule for rule in sorted(unit.picture.rules.values(), key=lambda k: k.id) if rule.on]
    if not rules:
        return
    opened = {fact.conversation for fact in unit.recorded if isinstance(fact.event, ConversationOpened)}
    for fact, whens in causes:
        text = ""
        began: tuple[str, ...] = ()
        if isinstance(fact.event, MessageReceived):
            text = str(fact.event.words)
            if fact.conversation in opened:
                opened.discard(fact.conversation)
                began = ("opens",)
        for rule in rules:
            unit.record(follows(unit.picture, fact, (*whens, *began), text, rule, at), None, at)


async def _lately(unit: Unit, at: datetime) -> list[Recorded]:
    """Return the facts of a write but those of what was said long ago, and excuse whoever waits since then."""
    facts, old = list(unit.recorded), set()
    for fact in facts:
        if isinstance(fact.event, MessageReceived) and long_past(fact.event.said_at, at):
            old.add(fact.number)
    touched = list(dict.fromkeys(f.conversation for f in facts if f.number in old and f.conversation))
    await unit.load_targets(touched)
    unit.record(excuse(unit.picture, touched, at), None, at)
    return [fact for fact in facts if fact.number not in old]
