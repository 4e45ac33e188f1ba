"""The program people see: opens the right screen for whoever sits here and keeps it live."""

from __future__ import annotations

import asyncio
import logging
import random
from collections.abc import Callable, Collection, Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

from textual import events
from textual.app import App
from textual.filter import LineFilter

from inbox.domain.events import (
    DeliveryChanged,
    Mentioned,
    MessageReceived,
    Recorded,
    RequestAnswered,
    RequestFellDue,
    Seen,
)
from inbox.domain.model import Delivery
from inbox.domain.people import Act, Reach, reach
from inbox.domain.storm import StormRaised
from inbox.errors import InboxError, Stranger, Unreachable
from inbox.ports.desk import Desk, View
from inbox.texts import explain, t
from inbox.tui.actions import Actions
from inbox.tui.attending import Attending
from inbox.tui.guard import ControlGuard, guarded
from inbox.tui.models.nearby import Looked
from inbox.tui.models.notices import Telling, concerning
from inbox.tui.models.unsent import Unsent, beside
from inbox.tui.models.weather import STORMY, signs
from inbox.tui.models.when import length
from inbox.tui.notifying import Notifier
from inbox.tui.screens.base import HouseScreen
from inbox.tui.screens.main import MainScreen
from inbox.tui.screens.overlays import Window
from inbox.tui.screens.requests import RequestsScreen
from inbox.tui.seat import Others, Seat
from inbox.tui.start import in_browser, settle, terminal_driver

_log = logging.getLogger("inbox")
TOGETHER = 0.05
"""Seconds in which changes are gathered before they are shown."""
Shown = Callable[[Callable[[str], object]], None]
AGAIN = 0.5, 5.0
"""Seconds until a desk that is away is asked again: at first, and at most."""
BLINK = timedelta(seconds=2)
"""For how long a desk may be away without anybody being told how long that was."""
LAST = 3.0
"""Seconds in which what is being written must be kept once the terminal is gone."""
LOOK = 5.0
"""Seconds between two looks at how the channels fare."""


class InboxApp(App[int]):
    """The screens on one desk."""

    CSS_PATH = "styles/house.tcss"
    ENABLE_COMMAND_PALETTE = False
    BINDINGS = []  # noqa: RUF012 - Textual's own; ours are in the one table of actions
    TITLE = "inbox"

    def __init__(
        self,
        desk: Desk,
        others: Others | None,
        notice: str,
        inbox: Path | None = None,
        shown: Shown | None = None,
        how: Telling = Telling(),
    ) -> None:
        super().__init__(driver_class=terminal_driver())
        self._inbox = inbox
        self._shown = shown
        self._guard = ControlGuard()
        self._notice = notice
        self.seat = self._seated(desk, others)
        self._attending: Attending | None = None
        self._word = ""
        self._ending = False
        self._notifier = Notifier(how, self._put, self.bell, lambda: self.app_focus)

    def _seated(self, desk: Desk, others: Others | None) -> Seat:
        seat = Seat(desk, others, Unsent(beside(self._inbox, desk.person.name) if self._inbox else None))
        seat.actions = Actions()
        return seat

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Textual's own filters, and behind them the one that no control character passes."""
        return guarded(super().get_line_filters(), self._guard)

    async def on_mount(self) -> None:
        """Show the first screen, then follow what happens."""
        await self.push_screen(self._first_screen())
        if self._notice:
            self.call_after_refresh(self._main().say, self._notice)
        self._live()
        self.set_interval(LOOK, self._look)
        self.call_after_refresh(self._settle)

    async def on_event(self, event: events.Event) -> None:
        """Whoever presses a key or clicks may look at something else from now on."""
        if isinstance(event, events.AppFocus):
            self._notifier.looked()
        if isinstance(event, events.InputEvent) and self._attending is not None:
            self._attending.stir()
        await super().on_event(event)

    def _settle(self) -> None:
        """The first picture stands: let the house go on with what could wait, and tell us what becomes of it."""
        settle()
        self.run_worker(self._look(), group="look")
        if self._shown is not None:
            loop = asyncio.get_running_loop()
            self._shown(lambda word: loop.call_soon_threadsafe(self._told, word))

    def _told(self, word: str) -> None:
        """Show what the house says about itself."""
        if self.is_running:
            self._word = word
            self._main().say(word)

    def action_help_quit(self) -> None:
        """Say in our own words how to end; Textual does it in English, and names another key."""
        self._main().say(t("q ends; in a text, Esc leaves it first."))

    def _first_screen(self) -> HouseScreen:
        person = self.seat.person
        if reach(person, Act.READ) is not Reach.ALL and reach(person, Act.ANSWER) is not Reach.NONE:
            return RequestsScreen(self.seat)
        return MainScreen(self.seat, View.WAITING)

    def _main(self) -> HouseScreen:
        return next(s for s in reversed(self.screen_stack) if isinstance(s, HouseScreen))

    async def sit(self, desk: Desk) -> None:
        """Sit down at another desk: everything begins anew there."""
        await self.part()
        self.seat = self._seated(desk, self.seat.others)
        while len(self.screen_stack) > 1:
            await self.pop_screen()
        await self.push_screen(self._first_screen())
        self._main().say(t("You sit at {name}'s desk now.", name=desk.person.name))
        self._live()

    def _live(self) -> None:
        """Show at this desk what happens anywhere and who is where, and tell what is looked at here."""
        self._attending = Attending(self.seat, self._looked_at, self._people_changed)
        for name, work in (
            ("follow", self._follow()),
            ("listen", self._attending.listen()),
            ("tell", self._attending.tell()),
        ):
            self.run_worker(work, group=name, exclusive=True)

    def _looked_at(self) -> Looked:
        screens = self._screens()
        return screens[-1].looked_at() if screens else (None, False)

    def _people_changed(self, ids: Collection[int]) -> None:
        for screen in self._screens():
            screen.people_changed(ids)

    def _screens(self) -> list[HouseScreen]:
        return [s for s in self.screen_stack if isinstance(s, HouseScreen)]

    async def on_unmount(self) -> None:
        """However the screens end, nobody is shown at them any more."""
        self._notifier.end()
        await self.part()

    async def part(self) -> None:
        """Tell colleagues that nobody sits at this screen any more."""
        if self._attending is not None and self.seat.away is None:
            await self._attending.part()

    def _away(self, cause: InboxError) -> None:
        """Say that the desk cannot be reached, once; the status line says so until it can be again."""
        if self.seat.away is None:
            self.seat.reached.lost(datetime.now(UTC))
            self._main().mention(explain(cause))
            for screen in self._screens():
                screen.retitle()

    async def _returned(self) -> None:
        """Show what happened meanwhile, and hand over what waited for it."""
        gone = self.seat.reached.found()
        if gone is not None:
            away = datetime.now(UTC) - gone
            span = length(away, nearest=True)
            text = t("The inbox is there again after {span}.", span=span) if away >= BLINK else t("The inbox is there again.")  # fmt: skip
            main = self._main()
            if self._word and main.notice.said.endswith(self._word):
                self.seat.note(text)  # what stands there says more: which program goes on
            else:
                main.say(text)
            for screen in self._screens():
                screen.retitle()
                screen.work(screen.returned)

    async def _follow(self) -> None:
        """Show what happens anywhere, without a key press; where the desk is away, go on at the number it stopped at."""
        desk, after, tries = self.seat.reached.itself, -1, 0
        while True:
            try:
                last = await desk.last()
                after = last if after < 0 else after
                await self._returned()
                facts = await desk.feed(after, wait=20)
            except Unreachable as cause:
                self._away(cause)
                # Not all screens at once, when a server is there again.
                await asyncio.sleep(min(AGAIN[-1], AGAIN[0] * 2**tries) * random.uniform(0.5, 1))  # noqa: S311 - no secret
                tries = min(tries + 1, 10)
                continue
            except Stranger as cause:
                await self._shut_out(cause)
                return
            except InboxError as cause:
                self._main().say(explain(cause), error=True)
                await asyncio.sleep(1)
                continue
            tries = 0
            after = facts[-1].number if facts else max(after, last)
            facts = tuple(f for f in facts if not isinstance(f.event, Seen))  # nothing that is shown comes of it
            if not facts:
                continue
            await self._tell(facts)
            self._announce(facts)
            await self._show(facts)
            await asyncio.sleep(TOGETHER)

    async def _show(self, facts: Sequence[Recorded]) -> None:
        """Show what happened on every screen and in every window that is open."""
        for window in self.screen_stack:
            if isinstance(window, Window):
                window.changed()
        for screen in self._screens():
            try:
                await screen.changed(facts)
            except InboxError as cause:
                screen.say(explain(cause), error=True)
            # What one screen cannot show must not end the program.
            except Exception as cause:
                await screen.stumbled(cause)

    async def _shut_out(self, cause: Stranger) -> None:
        """End at once, so that nothing here can be read any longer; what is being written is kept for who comes back."""
        for screen in self._screens():
            with suppress(InboxError):  # it is kept at this seat where the desk does not take it
                await screen.rescue()
        self.exit(
            return_code=1, message=f"{explain(cause)}\n{t('What was being written is kept, and there again then.')}"
        )

    def _announce(self, facts: Sequence[Recorded]) -> None:
        """Say what must not be missed: a department that is late, a reply that did not get through."""
        if any(isinstance(f.event, STORMY) for f in facts):
            self.run_worker(self._weather(), group="weather", exclusive=True)
        for fact in facts:
            match fact.event:
                case RequestFellDue(request=id):
                    self._main().say(t("Request {id} has passed its due time.", id=id))
                case StormRaised() if not self._main().seat.actions["weather"].reason(self._main()):
                    self._main().mention(t("A storm rises; S shows it."))
                case DeliveryChanged(delivery=Delivery.FAILED):
                    text = t(
                        "A reply in conversation {id} was refused; r shows the text again.", id=fact.conversation or ""
                    )
                    self._main().say(text, error=True)
                case DeliveryChanged(delivery=Delivery.UNKNOWN):
                    text = t(
                        "Nobody knows whether a reply in conversation {id} arrived; ! decides.",
                        id=fact.conversation or "",
                    )
                    self._main().say(text, error=True)

    async def _look(self) -> None:
        """See how the channels fare and how the weather is; what is new is said once and stays in the status line."""
        seat = self.seat
        if reach(seat.person, Act.READ) is not Reach.ALL:
            return
        await self._weather()
        with suppress(InboxError):  # the feed says it where the desk cannot be reached
            found = {r.channel.name: r.trouble for r in await seat.desk.channels() if r.state == "failing"}
            for name, trouble in found.items():
                if name not in seat.troubles:
                    self._main().mention(t("Channel {name} fails: {trouble}", name=name, trouble=trouble))
            if found.keys() != seat.troubles.keys():
                seat.troubles = found
                for screen in self._screens():
                    screen.retitle()

    async def _weather(self) -> None:
        """See which storm rises and whether sending is frozen."""
        if reach(self.seat.person, Act.READ) is not Reach.ALL:
            return
        with suppress(InboxError):  # the feed says it where the desk cannot be reached
            seen = signs(await self.seat.desk.weather(gauges=False))
            if seen != self.seat.weather:
                self.seat.weather = seen
                for screen in self._screens():
                    screen.retitle()

    def keep_and_exit(self, return_code: int) -> None:
        """End because the terminal was closed or the program is told to; what is being written is kept first.

        A terminal that is closed is told twice, by a signal and by its end; what is begun at the first must not be cut off.
        """
        if not self._ending:
            self._ending = True
            self.run_worker(self._keep_and_exit(return_code), group="end")

    async def _keep_and_exit(self, return_code: int) -> None:
        try:
            async with asyncio.timeout(LAST):
                for screen in self._screens():
                    await screen.rescue()
        # There is nobody left to tell, and no terminal to say it on.
        except (InboxError, TimeoutError) as cause:
            _log.warning("what was written last is kept at this seat only: %r", cause)
            for screen in self._screens():
                screen.shelter()
        finally:
            self.exit(return_code=return_code)

    async def action_quit(self) -> None:
        """Leave as every other key does: what is written is kept, and a waiting reply is asked about."""
        self._main().start("leave")

    async def _tell(self, facts: Sequence[Recorded]) -> None:
        """Tell whoever sits here what concerns them; who does not look is told by bell, title and desktop, never in a customer's words."""
        told = await concerning(self.seat.desk, facts)
        new = any(isinstance(f.event, (MessageReceived, RequestAnswered, RequestFellDue)) for f in facts)
        self._notifier.tell(told, now=datetime.now(UTC), rings=new or bool(told))
        for notice in (n for n in told if n.shown):
            self._main().say(notice.text)
        for fact in facts:
            if isinstance(fact.event, Mentioned) and fact.event.person == self.seat.person.name:
                by, id = fact.by or "", fact.conversation or ""
                self._main().say(t("{by} names you in conversation {id}; g @ goes there.", by=by, id=id))

    def _put(self, sequence: str) -> None:
        """Hand a sequence to the terminal; a page has none."""
        if self._driver is not None and not in_browser():
            self._driver.write(sequence)


def run(
    desk: Desk,
    *,
    others: Others | None = None,
    notice: str = "",
    inbox: Path | None = None,
    shown: Shown | None = None,
    how: Telling = Telling(),
) -> int:
    """Run the screens at a desk until they are left; returns the exit code.

    `inbox` is the file, where it is one. `shown` is called after the first picture, with whom to tell about the house.
    `how` is how whoever sits there wants to be told of what happens.
    """
    app = InboxApp(desk, others, notice, inbox, shown, how)
    return app.run() or app.return_code or 0
