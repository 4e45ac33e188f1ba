"""Deeds that only move the eye: cursor, views, panes, help, palette."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime

from textual.containers import VerticalScroll

from inbox.domain.events import ReplyWritten
from inbox.domain.model import Delivery
from inbox.domain.views import Filter
from inbox.errors import InboxError
from inbox.ports.desk import View
from inbox.texts import t
from inbox.tui.deeds.finding import go_to
from inbox.tui.models.when import clock
from inbox.tui.screens.base import HouseScreen
from inbox.tui.screens.lead import LeadScreen
from inbox.tui.screens.main import MainScreen
from inbox.tui.screens.overlays import Choice, Confirm, Pick, Read
from inbox.tui.screens.requests import QuestionView, RequestsScreen
from inbox.tui.screens.signing import SigningScreen
from inbox.tui.widgets.listing import RowList
from inbox.tui.widgets.thread import ThreadView

VIEW_KEYS = dict(zip(("g m", "g u", "g w", "g s", "g q", "g h", "g x", "g a"), View, strict=True))
DIGITS = dict(zip("12345678", View, strict=True))


async def move(screen: HouseScreen, chord: str) -> None:
    """Move the cursor of whatever has the keys."""
    pane = screen.focused
    page = pane.page if isinstance(pane, RowList) else 10
    steps = {
        "j": 1,
        "down": 1,
        "k": -1,
        "up": -1,
        "ctrl+d": page // 2,
        "ctrl+u": -(page // 2),
        "pagedown": page,
        "pageup": -page,
    }
    end = chord in ("G", "end")
    if isinstance(pane, RowList):
        if isinstance(screen, LeadScreen) and screen.step_over(steps.get(chord, 0)):
            return
        if chord in steps:
            pane.by(steps[chord])
        else:
            pane.go(pane.count() - 1 if end else 0)
    elif isinstance(pane, ThreadView):
        if chord in ("j", "k", "down", "up"):
            pane.by(steps[chord])
        elif chord in steps:
            pane.page_by(1 if steps[chord] > 0 else -1)
        else:
            pane.to_edge(end=end)
    elif isinstance(pane, (QuestionView, VerticalScroll)):
        pane.scroll_relative(y=steps.get(chord, 10_000 if end else -10_000), animate=False)


async def enter(screen: HouseScreen, chord: str) -> None:
    """Go into what is chosen; on quoted history, unfold it."""
    if isinstance(screen, MainScreen) and isinstance(screen.focused, ThreadView):
        model = screen.thread()
        noun = model.current if model else None
        before = screen.pane.line_count()
        if model is not None and noun is not None:
            model.unfolded ^= {noun.id}
            screen.pane.show(model, to_end=False)
        if screen.pane.line_count() == before:
            screen.say(t("Nothing is folded here."))
    elif isinstance(screen, LeadScreen) and (row := screen.row()) is not None:
        place = screen.standing()
        await screen.app.pop_screen()
        if isinstance(main := screen.app.screen, MainScreen):
            await go_to(main, row.conversation.id)
            main.origin = lambda: LeadScreen(screen.seat, place)
    elif isinstance(screen, (MainScreen, RequestsScreen, LeadScreen, SigningScreen)):
        if not isinstance(screen, LeadScreen) and not screen.rows.count():
            screen.say(screen.rows.empty)  # there is nothing to go into
        elif isinstance(screen.focused, QuestionView):
            screen.say(t("That is all of it; q goes back."))
        else:
            screen.read()


async def back(screen: HouseScreen, chord: str) -> None:
    """Go back one step, also to the overview whose list led here; at the last one, end."""
    if isinstance(screen, MainScreen) and screen.origin is not None and screen.has_class("-reading"):
        origin, screen.origin = screen.origin(), None
        screen.back()
        await screen.app.push_screen(origin)
    elif isinstance(screen, (MainScreen, RequestsScreen, LeadScreen, SigningScreen)) and (
        screen.has_class("-reading")
        or isinstance(screen.focused, (ThreadView, QuestionView))
        or (isinstance(screen, LeadScreen) and screen.focused is screen.work_rows)
    ):
        screen.back()
    elif isinstance(screen, MainScreen) and screen.narrow != Filter():
        await screen.show_view(screen.view, Filter())
    elif len(screen.app.screen_stack) > 2:
        await screen.app.pop_screen()
    elif chord == "q":
        await leave(screen, chord)
    else:
        screen.say(t("This is the first page; q ends."))


async def leave(screen: HouseScreen, chord: str) -> None:
    """End; what is written is kept first. Asks while a reply still waits to leave, as far as that can be known."""
    waits = False
    # Whatever the desk says, one can end: a text that it does not take is kept at this seat.
    with suppress(InboxError):
        await screen.rescue()
    with suppress(InboxError):
        last = await screen.desk.undoable()
        # A held one waits for somebody else, whether this program runs or not.
        event = last.event if last is not None else None
        waits = isinstance(event, ReplyWritten) and event.delivery is Delivery.QUEUED and event.planned is None
    asked = (
        t("A reply of yours has not left yet. It leaves when an inbox runs again. End all the same?") if waits else ""
    )
    if screen.seat.others is not None:
        asked = t("Nothing of this demo is kept. End it?")
    if not asked or await screen.app.push_screen_wait(Confirm(asked)):
        screen.app.exit(0)


async def next_pane(screen: HouseScreen, chord: str) -> None:
    """Give the keys to the next pane."""
    if isinstance(screen, LeadScreen):
        screen.turn(1 if chord == "tab" else -1)
        return
    screen.focus_next() if chord == "tab" else screen.focus_previous()
    if screen.has_class("-narrow") and isinstance(screen, (MainScreen, RequestsScreen, SigningScreen)):
        screen.read() if not screen.has_class("-reading") else screen.back()


async def preview(screen: HouseScreen, chord: str) -> None:
    """Give the list the whole width, or put the thread beside it again."""
    screen.toggle_class("-list-only")


async def zoom(screen: HouseScreen, chord: str) -> None:
    """Show only the thread, or all panes again."""
    screen.toggle_class("-zoomed")
    if isinstance(screen, MainScreen):
        (screen.pane if screen.has_class("-zoomed") else screen.rows).focus()


async def show_view(screen: HouseScreen, chord: str) -> None:
    """Show another view of the inbox."""
    view = VIEW_KEYS.get(chord) or DIGITS[chord]
    while not isinstance(screen.app.screen, MainScreen) and len(screen.app.screen_stack) > 2:
        await screen.app.pop_screen()
    main = screen.app.screen
    if isinstance(main, MainScreen):
        main.back()
        await main.show_view(view)


async def show_requests(screen: HouseScreen, chord: str) -> None:
    """Show what this person's departments are asked."""
    if not isinstance(screen, RequestsScreen):
        await screen.app.push_screen(RequestsScreen(screen.seat))


async def show_team(screen: HouseScreen, chord: str) -> None:
    """Show who carries how much."""
    if isinstance(screen, LeadScreen):
        await screen.app.pop_screen()
    else:
        await screen.app.push_screen(LeadScreen(screen.seat))


async def next_waiting(screen: HouseScreen, chord: str) -> None:
    """Go to the next conversation in which somebody waits for us."""
    if isinstance(screen, MainScreen) and screen.model is not None:
        place = await screen.model.next_waiting(1 if chord == "]" else -1)
        if place is None:
            screen.say(t("Nobody else waits for us here."))
        else:
            screen.rows.go(place)


async def mark(screen: HouseScreen, chord: str) -> None:
    """Mark: a conversation in a list, a message in a thread for a department to read."""
    if isinstance(screen, LeadScreen) and screen.row() is None:
        screen.say(t("Conversations are marked in the list beside it; Enter goes there."))
    elif isinstance(screen, LeadScreen):
        screen.mark_here()
    elif isinstance(screen, MainScreen) and screen.context() == "thread":
        model = screen.thread()
        noun = model.current if model else None
        if model is not None and noun is not None and type(noun).__name__ == "Message":
            model.chosen ^= {noun.id}
            screen.pane.show(model, to_end=False)
            screen.pane.by(1)
        else:
            screen.say(t("Only messages are marked here, for a department to read."), error=True)
    elif isinstance(screen, MainScreen) and screen.model is not None and screen.model.current_id is not None:
        screen.model.mark(screen.model.current_id)
        screen.rows.by(1)
        screen.show_marks()
    else:
        screen.say(t("There is no conversation here."))


async def mark_all(screen: HouseScreen, chord: str) -> None:
    """Mark everything in the list, or nothing."""
    model = screen.model if isinstance(screen, (MainScreen, LeadScreen)) else None
    if model is not None:
        model.marked = set() if model.marked else set(model.ids)
        await screen.reload() if isinstance(screen, LeadScreen) else None
        screen.say(t("{n} marked", n=len(model.marked)))
        screen.rows.repaint() if isinstance(screen, MainScreen) else None


async def help_(screen: HouseScreen, chord: str) -> None:
    """Show the keys that work here, then all others."""
    await screen.app.push_screen_wait(Read(t("Keys"), screen.seat.actions.help(screen)))


async def palette(screen: HouseScreen, chord: str) -> None:
    """Choose any action by name."""
    choices = []
    for action in screen.seat.actions.here(screen):
        reason = action.reason(screen)
        choices.append(Choice(action.id, t(action.title), reason or ", ".join(action.keys)))
    chosen = await screen.app.push_screen_wait(Pick(t("What do you want to do?"), choices))
    if chosen:
        screen.start(chosen)


async def show_log(screen: HouseScreen, chord: str) -> None:
    """Show what happened and how the channels fare."""

    async def look() -> list[str]:
        lines = [
            f"{row.channel.name} ({row.channel.shown_platform}): {t(row.state)} {row.trouble}"
            for row in await screen.desk.channels()
        ]
        now = datetime.now(UTC)
        return [*lines, "", *(f"{clock(at, now)}  {text}" for at, text in screen.seat.log)]

    await screen.app.push_screen_wait(Read(t("Activity and errors"), await look(), look))


async def redraw(screen: HouseScreen, chord: str) -> None:
    """Read everything anew and paint it."""
    await screen.reload()
    screen.refresh(repaint=True, layout=True)


async def theme(screen: HouseScreen, chord: str) -> None:
    """Dark or light."""
    screen.app.theme = "textual-light" if screen.app.theme != "textual-light" else "textual-dark"


async def change_seats(screen: HouseScreen, chord: str) -> None:
    """Sit down at somebody else's desk (in the demo)."""
    if screen.seat.others is None:
        return
    people = await screen.desk.people()
    choices = [
        Choice(p.name, p.name, ", ".join([*sorted(t(r) for r in p.roles), *sorted(p.departments)])) for p in people
    ]
    chosen = await screen.app.push_screen_wait(Pick(t("At whose desk do you want to sit?"), choices))
    if chosen:
        desk = await screen.seat.others(chosen)
        await screen.app.sit(desk)  # type: ignore[attr-defined]  # the one app there is
