"""Deeds about being away: who is, who acts for them, being away oneself and coming back."""

from __future__ import annotations

from datetime import UTC, datetime

from inbox.domain import commands as c
from inbox.domain.absence import Absence
from inbox.domain.people import Act, Reach, reach
from inbox.domain.when import LOCAL, when
from inbox.texts import t
from inbox.tui.models.abilities import absence_line, planned
from inbox.tui.screens.base import HouseScreen
from inbox.tui.screens.overlays import Choice, Confirm, Pick

_PLAN = "plan"


def _read(typed: str, *, ends: bool = False, since: datetime | None = None) -> datetime:
    """Read a time; what is a length of time, or a day, counts from `since` (None: now)."""
    return when(typed, (since or datetime.now(UTC)).astimezone(LOCAL), ends=ends)


async def absences(screen: HouseScreen, chord: str) -> None:
    """Show who is away and who acts; plan another, or end one."""
    found: dict[str, Absence] = {}

    async def look() -> list[Choice]:
        now = datetime.now(UTC)
        choices = [Choice(_PLAN, t("somebody will be away …"))]
        for one in await screen.desk.absences():
            found[str(one.id)] = one
            choices.append(Choice(str(one.id), absence_line(one, now)))
        return choices

    chosen = await screen.app.push_screen_wait(Pick(t("Who is away, and who acts"), await look(), look=look))
    if chosen == _PLAN:
        await _plan(screen)
    elif chosen is not None:
        await _end(screen, found[chosen])


async def _plan(screen: HouseScreen) -> None:
    """Ask who, who acts meanwhile, from when, until when."""
    names = await _who(screen)
    begins = await _begins(screen) if names else None
    ends = begins and await _ends(screen)
    if names is None or not begins or not ends:
        return
    who, substitute = names
    first = None if begins == "now" else _read(begins)
    plan = c.PlanAbsence(who, substitute, _read(ends, ends=True, since=first), first)
    await screen.desk.perform(plan)
    screen.say(planned(plan, datetime.now(UTC)))
    await screen.reload()


async def _who(screen: HouseScreen) -> tuple[str, str] | None:
    """Return who will be away, for whoever does not lead themselves, and who acts; nobody for who owns nothing."""
    me, everybody = screen.seat.person, await screen.desk.people()
    people = [p for p in everybody if reach(p, Act.SEND) is not Reach.NONE]
    answering = [p for p in everybody if p not in people and reach(p, Act.ANSWER) is not Reach.NONE]
    who: str | None = me.name
    if reach(me, Act.ASSIGN) is Reach.ALL:
        names = sorted((p.name for p in (*people, *answering)), key=lambda name: (name != me.name, name))
        who = await screen.app.push_screen_wait(Pick(t("Who will be away?"), [Choice(n, n) for n in names]))
    if who is None:
        return None
    if who not in {p.name for p in people}:
        return who, ""
    others = [Choice(p.name, p.name, ", ".join(sorted(t(r) for r in p.roles))) for p in people if p.name != who]
    substitute = await screen.app.push_screen_wait(Pick(t("Who acts for {name} meanwhile?", name=who), others))
    return (who, substitute) if substitute else None


async def _begins(screen: HouseScreen) -> str | None:
    offers = [
        Choice(w, t(label))
        for w, label in (("now", "now"), ("tomorrow 0:00", "from tomorrow"), ("monday 0:00", "from monday"))
    ]
    return await _when(screen, t("From when?"), offers)


async def _ends(screen: HouseScreen) -> str | None:
    offers = [
        Choice(w, t(label))
        for w, label in (
            ("tomorrow 9:00", "tomorrow morning"),
            ("monday 9:00", "monday morning"),
            ("7d", "in a week"),
            ("14d", "in two weeks"),
        )
    ]
    return await _when(screen, t("Until when? Choose, or type 2h, 18:00, friday 9:00"), offers)


async def _when(screen: HouseScreen, title: str, offers: list[Choice]) -> str | None:
    def check(typed: str) -> object:
        return typed == "now" or _read(typed)

    chosen: str | None = await screen.app.push_screen_wait(Pick(title, offers, free=True, check=check))
    return chosen


async def _end(screen: HouseScreen, absence: Absence) -> None:
    question = t("Is {name} back, or not away after all?", name=absence.person)
    if await screen.app.push_screen_wait(Confirm(question, absence_line(absence, datetime.now(UTC)))):
        await screen.desk.perform(c.EndAbsence(absence.id))
        screen.say(t("Absence {id} is over.", id=absence.id))
        await screen.reload()
