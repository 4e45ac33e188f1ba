"""Lets automatic rules follow what was just recorded, in the same transaction; what they do sets off no other rule."""

from __future__ import annotations

from datetime import datetime

from inbox.domain.events import ConversationOpened, MessageReceived
from inbox.domain.rules.automation import follows, set_off
from inbox.ports.store import Unit


async def automate(unit: Unit, at: datetime) -> None:
    """Apply the rules that are on to the facts of this write."""
    causes = [(fact, set_off(fact)) for fact in unit.recorded]
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
