"""Deeds about competences: what a conversation needs and who covers it, whom it suits, and the map of who is able to do what."""

from __future__ import annotations

from datetime import UTC, datetime

from inbox.domain import commands as c
from inbox.domain.abilities import LEVELS, Ability
from inbox.domain.competence import Competence
from inbox.domain.covering import Gap
from inbox.domain.model import Person
from inbox.domain.people import Act, Reach, reach
from inbox.texts import t
from inbox.tui.models.abilities import DOTS, because, listed, named, sentence, suited
from inbox.tui.models.handover import together
from inbox.tui.models.when import clock
from inbox.tui.screens.base import HouseScreen
from inbox.tui.screens.handover import HandOver
from inbox.tui.screens.overlays import Choice, Pick, Read, WriteLines

_OTHER = "other"
CARDS = 30
"""Handover cards shown before several conversations change hands."""


async def needs(screen: HouseScreen, chord: str) -> None:
    """Show what it needs and who covers it; whom one chooses gets a note or is asked, a need is said anew by hand."""
    row = screen.row()
    if row is None:
        return
    id, gap = row.conversation.id, await screen.desk.gap(row.conversation.id)
    chosen = await screen.app.push_screen_wait(Pick(sentence(gap), _choices(gap)))
    if chosen is None:
        return
    kind, _, name = chosen.partition(" ")
    if kind == "department":
        screen.start("ask")
    elif kind == "person":
        title = t("A note for {name}; the contact never sees it", name=name)
        words = await screen.app.push_screen_wait(WriteLines(title, text=f"@{name} "))
        if words:
            await screen.desk.perform(c.WriteNote(id, words))
            screen.say(t("The note for {name} is kept.", name=name))
    else:
        await _say_need(screen, id, None if kind == _OTHER else Competence(name))


def _choices(gap: Gap) -> list[Choice]:
    """Return whom to bring in, what is needed, and the way to say more by hand."""
    lacks = {k.competence for k in gap.lacks}
    people = [
        Choice(
            f"{'department' if s.department else 'person'} {s.name}",
            f"+ {t('department {name}', name=s.name) if s.department else s.name}",
            listed(s.covers),
        )
        for s in gap.support
    ]
    needed = [
        Choice(
            f"need {n.competence}",
            f"{'✗' if n.competence in lacks else '✓'} {DOTS[n.level]} {named(n.competence)}",
            because(n),
        )
        for n in gap.needs
    ]
    return [*people, *needed, Choice(_OTHER, t("say by hand what it needs …"))]


async def _say_need(screen: HouseScreen, id: int, competence: Competence | None) -> None:
    competence = competence or await _competence(screen, t("What does it need?"))
    if competence is None:
        return
    levels = [Choice("rules", t("what the rules say")), Choice("0", t("not at all"))]
    levels += [Choice(str(n), f"{n} {DOTS[n]}") for n in range(1, LEVELS + 1)]
    title = t("How much {competence} does it need?", competence=named(competence))
    level = await screen.app.push_screen_wait(Pick(title, levels))
    if level is not None:
        await screen.desk.perform(c.SetNeed(id, competence, None if level == "rules" else int(level)))
        screen.say(t("That is said of conversation {id}.", id=id))
        await _read_again(screen)


async def _read_again(screen: HouseScreen) -> None:
    acquaint = getattr(screen, "acquaint", None)
    if acquaint is not None:
        acquaint()


async def _competence(screen: HouseScreen, title: str) -> Competence | None:
    chosen = await screen.app.push_screen_wait(Pick(title, [Choice(str(k), named(k)) for k in Competence]))
    return Competence(chosen) if chosen else None


# --- handing on


async def colleagues(screen: HouseScreen, but: str, ids: list[int]) -> list[Choice]:
    """Return who else may own it: of one conversation the most suitable first with the reasons, else by name."""
    people = [p for p in await screen.desk.people() if reach(p, Act.SEND) is not Reach.NONE and p.name != but]
    if len(ids) == 1:
        found = [Choice(x.name, x.name, suited(x)) for x in await screen.desk.candidates(ids[0]) if x.name != but]
        known = {choice.value for choice in found}
        return [*found, *(_colleague(p, {}) for p in people if p.name not in known)]
    loads: dict[str, int] = {}
    if reach(screen.seat.person, Act.ASSIGN) is Reach.ALL:
        loads = {load.person: load.open for load in (await screen.desk.overview()).loads}
    return [_colleague(p, loads) for p in people]


def _colleague(person: Person, loads: dict[str, int]) -> Choice:
    roles = ", ".join(sorted(t(r) for r in person.roles))
    return Choice(
        person.name, person.name, roles + (f" · {t('{n} open', n=loads.get(person.name, 0))}" if loads else "")
    )


async def line_for(screen: HouseScreen, name: str, ids: list[int]) -> str | None:
    """Show the card of what is handed on and return the line for whoever gets it, None where it is left."""
    cards = await screen.desk.handover(ids[:CARDS])
    lines = together(cards, datetime.now(UTC)) if cards else []
    if len(ids) > CARDS:
        lines.append(t("and {n} more conversations", n=len(ids) - CARDS))
    return await screen.app.push_screen_wait(HandOver(t("A line for {name} (may be empty)", name=name), lines))


async def handover(screen: HouseScreen, chord: str) -> None:
    """Show what whoever goes on with it has to know."""
    ids = screen.marked()
    cards = await screen.desk.handover(ids[:CARDS])
    await screen.app.push_screen_wait(Read(t("Handover"), together(cards, datetime.now(UTC))))


# --- the map


async def competences(screen: HouseScreen, chord: str) -> None:
    """Show levels: one's own to contest, for a lead everybody's to set."""
    found, now = await screen.desk.abilities(), datetime.now(UTC)
    leads = reach(screen.seat.person, Act.COMPETENCES) is Reach.ALL
    choices = [Choice(a.key, _label(a, leads), _known(a, now)) for a in found]
    if leads:
        choices.append(Choice(_OTHER, t("set another level …")))
    if not choices:
        screen.say(t("Nobody has said yet what your levels are; a lead does."))
        return
    title = t("Competences: choose one to set it anew") if leads else t("Your competences: choose one to contest it")
    chosen = await screen.app.push_screen_wait(Pick(title, choices))
    if chosen is None:
        return
    ability = next((a for a in found if a.key == chosen), None)
    if leads:
        await _set(screen, ability)
    elif ability is not None:
        await _contest(screen, ability)


def _label(ability: Ability, leads: bool) -> str:
    mark = "✗ " if ability.doubt else ""
    name = f"{ability.holder} · " if leads else ""
    return f"{mark}{DOTS[ability.level]} {name}{named(ability.competence)}"


def _known(ability: Ability, now: datetime) -> str:
    if ability.doubt:
        return t("contested: {why}", why=ability.doubt)
    return f"{clock(ability.at, now)} {ability.by}: {ability.evidence}"


async def _contest(screen: HouseScreen, ability: Ability) -> None:
    title = t("What is wrong about {competence} {level}?", competence=named(ability.competence), level=ability.level)
    why = await screen.app.push_screen_wait(WriteLines(title, hint=f"{ability.by}: {ability.evidence}"))
    if why:
        await screen.desk.perform(c.ContestAbility(ability.competence, why))
        screen.say(t("A lead sees that now."))


async def _set(screen: HouseScreen, ability: Ability | None) -> None:
    """Ask for what is missing: whose, which, how much, known by what."""
    holder = (ability.holder, ability.department) if ability else await _holder(screen)
    if holder is None:
        return
    which = (
        ability.competence if ability else await _competence(screen, t("Which competence of {name}?", name=holder[0]))
    )
    if which is None:
        return
    words = (t("not at all"), t("with support"), t("alone"), t("can teach it"))
    title = t("Which level has {name} in {competence}?", name=holder[0], competence=named(which))
    offers = [Choice(str(n), f"{n} {DOTS[n]}", said) for n, said in enumerate(words)]
    level = await screen.app.push_screen_wait(Pick(title, offers))
    if level is None:
        return
    hint = t("contested: {why}", why=ability.doubt) if ability and ability.doubt else ""
    evidence = await screen.app.push_screen_wait(WriteLines(t("By what is that known?"), hint=hint))
    if evidence:
        await screen.desk.perform(c.SetAbility(holder[0], which, int(level), evidence, holder[1]))
        screen.say(t("{name} has {competence} {level}.", name=holder[0], competence=named(which), level=level))
        await _read_again(screen)


async def _holder(screen: HouseScreen) -> tuple[str, bool] | None:
    people = [
        Choice(f"p{p.name}", p.name, ", ".join(sorted(t(r) for r in p.roles))) for p in await screen.desk.people()
    ]
    departments = [Choice(f"d{d.name}", t("department {name}", name=d.name)) for d in await screen.desk.departments()]
    chosen = await screen.app.push_screen_wait(Pick(t("Whose competence?"), [*people, *departments]))
    return (chosen[1:], chosen[0] == "d") if chosen else None
