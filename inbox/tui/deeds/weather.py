"""Deeds in a storm: freeze and unfreeze, see the weather, lead, tell everybody the same for now, answer thread by thread."""

from __future__ import annotations

from collections.abc import Sequence

from inbox.domain import commands as c
from inbox.domain.events import StormStated
from inbox.domain.holding import Hold
from inbox.domain.storm import Storm
from inbox.errors import InboxError, Refused
from inbox.ports.storms import StormView
from inbox.texts import explain, t
from inbox.tui.deeds.finding import go_to
from inbox.tui.models import weather as told
from inbox.tui.models.signers import word_needed
from inbox.tui.screens.base import HouseScreen
from inbox.tui.screens.main import MainScreen
from inbox.tui.screens.overlays import Choice, Confirm, Pick, WriteLines
from inbox.tui.screens.weather import OneOfBatch, ThreadsWindow, WeatherWindow
from inbox.tui.widgets.composer import Mode


async def freeze(screen: HouseScreen, chord: str, storm: int = 0) -> None:
    """Freeze with this one key; unfreezing lets things leave, so it is asked first."""
    weather = await screen.desk.weather()
    if weather.freeze is None:
        await screen.desk.perform(c.FreezeSending(storm=storm))
        screen.say(t("Frozen: nothing leaves in public, from templates or as meant for later. F lets it go again."))
        return
    late = sum(s.wrote_since for s in weather.stopped)
    asked = t("Let them leave in their old order? Replies: {n}", n=len(weather.stopped))
    more = t("In {n} of them the contact wrote since; those go back into the draft.", n=late) if late else ""
    if await screen.app.push_screen_wait(Confirm(asked, more)):
        await screen.desk.perform(c.UnfreezeSending())
        screen.say(t("Sending is free again."))


async def weather(screen: HouseScreen, chord: str) -> None:
    """See how it is, and do something about it; it stays open until one leaves."""
    chosen = 0
    while True:
        asked = await screen.app.push_screen_wait(
            WeatherWindow(await screen.desk.weather(), screen.desk.weather, chosen)
        )
        if asked is None:
            return
        what, chosen = asked
        try:
            if await _done(screen, what, chosen):
                return
        except InboxError as cause:
            screen.say(explain(cause), error=True)


async def _done(screen: HouseScreen, what: str, storm: int) -> bool:
    """Do what was asked for; tell whether that leads away from the window."""
    match what:
        case "freeze":
            await freeze(screen, "F", storm)
        case "lead":
            await screen.desk.perform(c.LeadStorm(storm))
            screen.say(t("You lead it: what nobody owned in it is yours; z gives it back."))
        case "give":
            return await _give(screen, storm)
        case "end" | "harmless":
            await screen.desk.perform(c.EndStorm(storm, harmless=what == "harmless"))
        case "state":
            await _state(screen, await screen.desk.storm(storm))
        case "release":
            await screen.desk.perform(c.ReleaseStatement(storm))
            screen.say(_offered(screen))
        case "batch":
            return await _batch(screen, await screen.desk.storm(storm))
        case _:
            view = await screen.desk.storm(storm)
            found = await screen.app.push_screen_wait(ThreadsWindow(view, lambda: screen.desk.storm(storm)))
            if found is not None and isinstance(screen, MainScreen):
                await go_to(screen, found)
                return True
    return False


async def _give(screen: HouseScreen, storm: int) -> bool:
    people = [Choice(p.name, p.name) for p in await screen.desk.people()]
    chosen = await screen.app.push_screen_wait(Pick(t("Who leads it?"), people))
    if chosen:
        await screen.desk.perform(c.LeadStorm(storm, chosen))
    return False


async def _state(screen: HouseScreen, view: StormView) -> None:
    title = t("What is told to everybody for now?")
    text = await screen.app.push_screen_wait(WriteLines(title, text=view.proposed))
    if text:
        facts = await screen.desk.perform(c.StateStorm(view.row.storm.id, text))
        holds = [h for fact in facts if isinstance(fact.event, StormStated) for h in fact.event.holds]
        screen.say(await _waits(screen, view.row.storm, holds) if holds else _offered(screen))


async def _waits(screen: HouseScreen, storm: Storm, holds: Sequence[Hold]) -> str:
    """Say which rules hold what is told for now, and who may sign it off."""
    rules, who = await word_needed(screen.desk, holds, storm.channels[0] if storm.channels else "")
    return t("Held ({rules}): what is told for now waits for {who} (S r).", rules=rules, who=who)


def _offered(screen: HouseScreen) -> str:
    key = screen.seat.actions["statement"].keys[0]
    return t("Whoever answers there is offered this; {key} puts it into the reply.", key=key)


async def _batch(screen: HouseScreen, view: StormView) -> bool:
    """Go through the threads that the statement fits, and decide each by itself. Tell whether one was opened."""
    fitting = [one for one in view.threads if not told.in_the_way(one)]
    held = [hold for lang, said in view.row.storm.statements.items() if lang in view.waits for hold in said.holds]
    if not fitting and held and any(one.in_the_way == "statement" for one in view.threads):
        raise Refused(await _waits(screen, view.row.storm, held))
    if not fitting:
        raise Refused("There is no thread in this storm that waits for an answer.")
    sent, refused = 0, ""
    for place, one in enumerate(fitting, 1):
        chosen = await screen.app.push_screen_wait(
            OneOfBatch(one, view.text_for(one.conversation), place, len(fitting))
        )
        if chosen is None:
            break
        if chosen == "open" and isinstance(screen, MainScreen):
            await go_to(screen, one.conversation)
            return True
        if chosen == "send":
            try:
                await screen.desk.perform(
                    c.Reply(one.conversation, view.text_for(one.conversation), one.number, canned=True)
                )
                sent += 1
            except InboxError as cause:
                # The others must not wait for one that does not take it.
                refused = f"{one.contact}: {explain(cause)}"
    said = t("{n} replies are on their way.", n=sent) if sent != 1 else t("1 reply is on its way.")
    screen.say(f"{refused} {said}" if refused else said, error=bool(refused))
    return False


async def use_statement(screen: HouseScreen, chord: str) -> None:
    """Put what is told to everybody for now into the reply."""
    row = screen.row()
    if row is None or not isinstance(screen, MainScreen):
        return
    id = row.conversation.id
    storms = [r.storm.id for r in (await screen.desk.weather()).storms if id in r.storm.conversations]
    if not storms:
        raise Refused("Conversation {id} belongs to no storm.", id=id)
    view = await screen.desk.storm(storms[0])
    if any(one.conversation == id and one.lang in view.waits for one in view.threads):
        raise Refused("What is told for now waits for a sign-off.")
    text = view.text_for(id)
    model = await screen.chosen_thread()
    writing = screen.composer.writing
    if writing is None or writing.mode is not Mode.REPLY or writing.about != id:
        thread = await screen.desk.thread(id, limit=1)
        screen.add_class("-reading")
        screen.open_reply(thread, model.last_number if model else thread.messages[-1].number)
    if screen.composer.writing is not None:
        before = screen.composer.text
        screen.composer.insert(("\n\n" if before.strip() else "") + text)
