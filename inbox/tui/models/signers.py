"""Who may sign a held reply off now, as far as its writer can know it: departments, roles and absences, nobody's levels."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, datetime

from inbox.domain.events import ReplyWritten
from inbox.domain.holding import Hold, by_freeze_alone
from inbox.domain.model import Delivery, Person
from inbox.domain.people import Act, Reach, in_channels, reach
from inbox.domain.risk import reading
from inbox.errors import InboxError
from inbox.ports.desk import Desk
from inbox.texts import t
from inbox.tui.models.held import needs
from inbox.tui.models.when import clock

NAMED = 3
"""Names that are said at most."""


async def who_signs(desk: Desk, holds: Sequence[Hold], channel: str) -> str:
    """Name in brackets who may sign a reply of one's own off and is not away, or that nobody may; "" where that cannot be read."""
    now = datetime.now(UTC)
    try:
        away = {absence.person for absence in await desk.absences() if absence.lasts(now)}
        people = [p for p in await desk.people() if p.active and p.name not in {*away, desk.person.name}]
        signs = reading.signers(await desk.risks())
    except InboxError:
        return ""  # it is held all the same
    names = signers(people, holds, signs, channel)[:NAMED]
    return f" ({', '.join(names) or t('nobody here yet: a second lead may')})"


def signers(
    people: Sequence[Person], holds: Sequence[Hold], signs: Mapping[str, Collection[str]], channel: str
) -> list[str]:
    """Return who may sign off what these holds keep: departments' people first, then whoever leads.

    `signs` are the competences of the departments by the risk rules, the departments' names folded.
    """
    asked = {hold.competence for hold in holds}
    found = []
    for person in people:
        how = reach(person, Act.APPROVE)
        able = {k for department in person.departments for k in signs.get(department.casefold(), ())}
        fits = how is Reach.ALL or (how is not Reach.NONE and "" not in asked and asked <= able)
        if fits and in_channels(person, channel):
            found.append((how is Reach.ALL, person.name))
    return [name for _, name in sorted(found)]


async def word_needed(desk: Desk, holds: Sequence[Hold], channel: str) -> tuple[str, str]:
    """Return which rules hold something, and whose word it waits for, with names."""
    rules = ", ".join(dict.fromkeys(t(hold.rule) for hold in holds))
    return rules, needs(holds) + await who_signs(desk, holds, channel)


async def waits_for(desk: Desk, written: ReplyWritten, channel: str) -> str:
    """Say what becomes of a reply that was handed in: it leaves in a moment, at its time, or once somebody signs it off."""
    if by_freeze_alone(written.holds):
        return t("Held until the freeze ends. z takes it back.")
    if written.delivery is Delivery.HELD:
        said, who = await word_needed(desk, written.holds, channel)
        return t("Held ({why}): it waits for {who}. z takes it back.", why=said, who=who)
    if written.planned is not None:
        return t("Planned: leaves {when} · z takes it back", when=clock(written.planned, datetime.now(UTC)))
    return t("Queued: leaves in 10 seconds · z takes it back")
