"""Deeds of routine work: begin a reply from a template, keep and show views, name colleagues."""

from __future__ import annotations

from datetime import UTC, datetime

from inbox.domain import commands as c
from inbox.domain.filling import Filled, asked, mark
from inbox.domain.people import sees
from inbox.domain.templates import Template
from inbox.ports.desk import View
from inbox.ports.routine import Called, Saved
from inbox.texts import number, t
from inbox.tui.deeds.dialogue import each
from inbox.tui.deeds.finding import go_to
from inbox.tui.models.noted import noted
from inbox.tui.models.when import ago, days_said
from inbox.tui.screens.base import HouseScreen
from inbox.tui.screens.main import MainScreen
from inbox.tui.screens.overlays import Choice, Pick, Read, WriteLines
from inbox.tui.screens.writing import WritingScreen
from inbox.tui.widgets.composer import Mode


async def template(screen: HouseScreen, chord: str) -> None:
    """Put a template where the cursor is; what it asks is asked, what stays open is marked and does not leave."""
    writing = screen.composer.writing
    if not isinstance(screen, WritingScreen) or writing is None or writing.sending:
        return
    row = screen.row()
    here = row.conversation.channel if row else ""
    usable = {str(k.id): k for k in await screen.desk.templates() if not k.channels or here in k.channels}
    if not usable:
        screen.say(t("There is no template yet: inbox template set NAME TEXT"))
        return
    offers = [Choice(id, k.name, " ".join(str(k.words).split())) for id, k in usable.items()]
    chosen = await screen.app.push_screen_wait(Pick(t("Which template?"), offers))
    if chosen is None:
        return
    found = await _filled(screen, usable[chosen], writing.about)
    if screen.composer.writing is not writing:
        return  # it was left meanwhile
    screen.composer.insert(found.text)
    writing.template = usable[chosen].id
    if found.gaps:
        _go_to(screen, mark(found.gaps[0]))
        screen.say(t("Still open: {gaps}. It does not leave before that is filled in.", gaps=", ".join(found.gaps)))


async def _filled(screen: HouseScreen, template: Template, conversation: int) -> Filled:
    """Fill a template, asking its writer for what only they can say."""
    found = await screen.desk.filled(conversation, template.id)
    said = {}
    for gap in dict.fromkeys((*found.gaps, *asked(str(template.words)))):
        answer = await screen.app.push_screen_wait(
            WriteLines(t("{name}: {gap}?", name=template.name, gap=gap), may_be_empty=True, one_line=True)
        )
        if answer:
            said[gap] = answer
    return await screen.desk.filled(conversation, template.id, said) if said else found


def _go_to(screen: HouseScreen, words: str) -> None:
    """Put the cursor over words that stand in what is written, so that typing replaces them."""
    before, found, _ = screen.composer.text.partition(words)
    if found:
        line, column = before.count("\n"), len(before) - before.rfind("\n") - 1
        area = screen.composer.area
        area.move_cursor((line, column))
        area.move_cursor((line, column + len(words)), select=True)


async def saved_view(screen: HouseScreen, chord: str) -> None:
    """Show a view that is kept under a name."""
    kept = {str(k.view.id): k for k in await screen.desk.saved()}
    if not kept:
        screen.say(t("No view is kept yet; f narrows a list, g V keeps it."))
        return
    offers = [Choice(id, k.view.name, " · ".join(x for x in (str(k.count), _whose(k)) if x)) for id, k in kept.items()]
    chosen = await screen.app.push_screen_wait(Pick(t("Which view?"), offers))
    if chosen is None:
        return
    while not isinstance(screen.app.screen, MainScreen) and len(screen.app.screen_stack) > 2:
        await screen.app.pop_screen()
    main, view = screen.app.screen, kept[chosen].view
    if isinstance(main, MainScreen):
        main.back()
        await main.show_view(View(view.base), view.narrow, view.name)


async def keep_view(screen: HouseScreen, chord: str) -> None:
    """Keep the list that is shown under a name."""
    if not isinstance(screen, MainScreen):
        return
    own = [k.view.name for k in await screen.desk.saved() if k.view.owner]
    offers = [Choice(name, name, t("replace")) for name in own]
    name = await screen.app.push_screen_wait(Pick(t("Keep this list under which name?"), offers, free=True))
    if name:
        await screen.desk.perform(c.KeepView(name, str(screen.view), screen.narrow))
        screen.called = name
        screen.retitle()
        screen.say(t("The view {name} is kept; g v shows it.", name=name))


def _whose(k: Saved) -> str:
    """Say that a view is everybody's, and that whom it is about works here no more."""
    gone = t("{name} does not work here any more", name=k.view.narrow.owner) if k.gone else ""
    return " · ".join(x for x in ("" if k.view.owner else t("everybody"), gone) if x)


async def forget_view(screen: HouseScreen, chord: str) -> None:
    """Forget a view of one's own."""
    offers = [Choice(k.view.name, k.view.name, str(k.count)) for k in await screen.desk.saved() if k.view.owner]
    if not offers:
        screen.say(t("You keep no view of your own."))
        return
    if name := await screen.app.push_screen_wait(Pick(t("Forget which view?"), offers)):
        await screen.desk.perform(c.ForgetView(name))
        screen.say(t("The view {name} is gone.", name=name))


async def mentions(screen: HouseScreen, chord: str) -> None:
    """Go to where one was named; looking is enough to have seen it."""
    found: dict[str, Called] = {}

    async def look() -> list[Choice]:
        named, now = await screen.desk.mentions(seen=True), datetime.now(UTC)
        found.update((str(k.mention.id), k) for k in named)
        return [
            Choice(
                str(k.mention.id),
                f"{'  ' if k.mention.seen else '● '}{k.contact}: {' '.join(noted(k.text).split())}",
                f"{k.mention.by} · {ago(k.mention.at, now)}",
            )
            for k in named
        ]

    offers = await look()
    if not offers:
        screen.say(t("Nobody has named you yet; @name in a note tells a colleague."))
        return
    chosen = await screen.app.push_screen_wait(Pick(t("Where you were named"), offers, look=look))
    if chosen is None:
        return
    while not isinstance(screen.app.screen, MainScreen) and len(screen.app.screen_stack) > 2:
        await screen.app.pop_screen()
    main, mention = screen.app.screen, found[chosen].mention
    if isinstance(main, MainScreen):
        await go_to(main, mention.conversation)
        if not mention.seen:
            await screen.desk.perform(c.SeeMentions((mention.id,)))


async def name_somebody(screen: HouseScreen, chord: str) -> None:
    """Name a colleague or a department in the note that is being written."""
    writing, row = screen.composer.writing, screen.row()
    if writing is None or row is None:
        return
    if writing.mode is not Mode.NOTE:
        screen.say(t("Only a note names colleagues; the contact never sees it."), error=True)
        return
    people = [p for p in await screen.desk.people() if p.active and sees(p, row.conversation)]
    offers = [
        Choice(p.name, p.name, ", ".join(sorted(map(t, p.roles)))) for p in people if p.name != screen.seat.person.name
    ]
    asked = {name for p in people for name in p.departments}
    offers += [Choice(d.name, d.name, t("department")) for d in await screen.desk.departments() if d.name in asked]
    chosen = await screen.app.push_screen_wait(
        Pick(t("Whom do you name? (whoever may read this conversation)"), offers)
    )
    if chosen and screen.composer.writing is writing:
        screen.composer.insert(f"@{chosen} ")


def _span(minutes: int) -> str:
    return f"{number(minutes / 60)} h" if minutes % 30 == 0 else f"{minutes} min"


async def hours(screen: HouseScreen, chord: str) -> None:
    """Show when the channels are attended, and how soon they answer."""
    lines = []
    for k in await screen.desk.hours():
        lines.append(f"{k.channel or t('all')}: {days_said(k.times)} ({k.zone})")
        lines += [f"  {t('answer within {span}', span=_span(k.within))}"] if k.within else []
        lines += [f"  {t('in public within {span}', span=_span(k.public))}"] if k.public else []
        lines += [f"  {t('nobody there')}: {', '.join(k.holidays)}"] if k.holidays else []
    none = t("No hours are set; a lead says: inbox hours set --times TIMES --answer-within 4h")
    await screen.app.push_screen_wait(Read(t("Business hours"), lines or [none]))


async def note_each(screen: HouseScreen, chord: str) -> None:
    """Leave the same note at every marked conversation; what is refused is said and does not stop the rest."""
    ids = screen.marked()
    title = t("One note for {n} conversations", n=len(ids)) if len(ids) > 1 else t("A note for this conversation")
    words = await screen.app.push_screen_wait(WriteLines(title))
    if words:
        await each(screen, ids, lambda id: c.WriteNote(id, words), lambda n: t("Noted: {n}", n=n))
