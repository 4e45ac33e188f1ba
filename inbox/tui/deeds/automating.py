"""Deeds on automatic rules: look at them, try one over the past, switch it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from inbox.domain import commands as c
from inbox.domain.automation import DEEDS, Rule, sentence
from inbox.domain.people import Act, Reach, reach
from inbox.texts import t
from inbox.tui.screens.base import HouseScreen
from inbox.tui.screens.overlays import Choice, Confirm, Pick

DAYS = 30
SHOWN = 8
"""Conversations named before somebody is asked."""


async def rules(screen: HouseScreen, chord: str) -> None:
    """Show the rules; a lead switches the chosen one off, or tries it over the past and switches it on."""
    found: dict[str, Rule] = {}

    async def look() -> list[Choice]:
        rules = {str(k.id): k for k in await screen.desk.rules()}
        found.update(rules)
        return [Choice(id, f"{'●' if k.on else '○'} {k.name}", sentence(k, t)) for id, k in rules.items()]

    offers = await look()
    if not offers:
        screen.say(t("There is no automatic rule yet: inbox rule set NAME --when arrives --then tag:WORD"))
        return
    chosen = await screen.app.push_screen_wait(Pick(t("Automatic rules (● on, ○ off)"), offers, look=look))
    if chosen is None or reach(screen.seat.person, Act.ROUTINE) is not Reach.ALL:
        return
    rule = found[chosen]
    if rule.on:
        if await screen.app.push_screen_wait(Confirm(t("Switch {name} off?", name=rule.name), sentence(rule, t))):
            await screen.desk.perform(c.SwitchRule(rule.name, on=False))
            screen.say(t("The rule {name} is off.", name=rule.name))
        return
    tried = await screen.desk.rehearsed(rule.id, datetime.now(UTC) - timedelta(days=DAYS))
    lines = [sentence(rule, t), ""]
    lines += [
        f"#{m.conversation} {m.contact}: {', '.join(t(DEEDS[d.deed], value=d.value) for d in m.done)}"
        for m in tried.matches[-SHOWN:]
    ]
    more = len(tried.matches) - SHOWN
    lines += [t("… and {n} more", n=more)] if more > 0 else []
    question = t(
        "In {days} days it would have changed this many conversations: {n}. Switch {name} on?",
        days=DAYS,
        n=len(tried.matches),
        name=rule.name,
    )
    if await screen.app.push_screen_wait(Confirm(question, "\n".join(lines))):
        await screen.desk.perform(c.SwitchRule(rule.name, on=True, version=tried.rule.trial))
        screen.say(t("The rule {name} is on.", name=rule.name))
