"""A fluent driver for the screens: press, type, and wait until something is seen.

It presses keys without Pilot's waiting for an idle processor and looks at what was really composed.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from time import monotonic
from typing import Any, cast

from textual import events
from textual.pilot import Pilot

from inbox.bootstrap import House, create, open_house
from inbox.domain import commands as c
from inbox.domain.incoming import Identity, Incoming, Kind, Visibility
from inbox.domain.model import Role
from inbox.ports.adapter import Batch, Entry
from inbox.ports.desk import Desk
from inbox.services.intake import take_in
from inbox.tui.app import InboxApp
from inbox.tui.screens.base import BREATH, HouseScreen
from tests.founding import founded
from tests.served import Tokens, far, serving

PATIENCE = 15.0


class Stage:
    """The screens of one person, played by a test; counts the keys it presses."""

    def __init__(self, app: InboxApp, pilot: Pilot[int]) -> None:
        self.app = app
        self.pilot = pilot
        self.keys = 0

    async def press(self, *keys: str) -> Stage:
        """Press keys."""
        for key in keys:
            self.app.simulate_key(key)
            self.keys += 1
            await self.pilot.pause()
        return self

    async def type(self, text: str) -> Stage:
        """Type a text; free text does not count as keys."""
        for letter in text:
            key = {" ": "space", "\n": "enter"}.get(letter, letter)
            self.app.post_message(events.Key(key, letter))
        await self.pilot.pause()
        return self

    def text(self) -> str:
        """Return what is on the screen now, as lines."""
        return "\n".join(
            "".join(s.text for s in strip).rstrip() for strip in self.app.screen._compositor.render_strips()
        )

    async def sees(self, *wanted: str) -> Stage:
        """Wait until all of this is on the screen."""
        return await self._until(lambda: all(w in self.text() for w in wanted), f"sees {wanted}")

    async def misses(self, gone: str) -> Stage:
        """Wait until this is no longer on the screen."""
        return await self._until(lambda: gone not in self.text(), f"misses {gone!r}")

    async def settled(self) -> str:
        """Wait until nothing moves any more, and return what is on the screen then."""
        looks = [""]

        def steady() -> bool:
            looks.append(self.text())
            return len(looks) > 5 and len(set(looks[-5:])) == 1

        await self._until(steady, "settles")
        return looks[-1]

    async def breathes(self) -> Stage:
        """Wait as long as somebody who read a refusal and presses another key on purpose."""
        screen = self.app.screen
        assert isinstance(screen, HouseScreen)
        return await self._until(lambda: monotonic() - screen._refused >= BREATH, "breathes")

    async def _until(self, condition, what: str) -> Stage:  # type: ignore[no-untyped-def]
        loop = asyncio.get_running_loop()
        end = loop.time() + PATIENCE
        while not condition():
            assert loop.time() < end, f"{what}: not within {PATIENCE} s\n{self.text()}"
            await self.pilot.pause(0.01)
        return self


@asynccontextmanager
async def at_desk(desk: Desk, size: tuple[int, int] = (120, 40), inbox: Path | None = None) -> AsyncIterator[Stage]:
    """Open the screens at a desk; `inbox` is the file beside which unsent texts are kept."""
    app = InboxApp(desk, None, "", inbox)
    async with app.run_test(size=size) as pilot:
        stage = Stage(app, pilot)
        await pilot.pause()
        yield stage


far_away = False
"""Whether desks are reached over HTTP; the journeys set it."""


async def _found(where: str) -> None:
    await create(where, lead="lea", departments=["development", "legal"])
    async with open_house(where) as house:
        lea = await house.desk("lea")
        for name, role, departments in (
            ("anna", Role.MANAGER, ()),
            ("jonas", Role.MANAGER, ()),
            ("mia", Role.TRAINEE, ()),
            ("tom", Role.SPECIALIST, ("development",)),
        ):
            await lea.perform(c.AddPerson(name, (role,), departments))
        await lea.perform(c.AddChannel("acme@mastodon", "demo", (("pretends", "mastodon"), ("training", "1"))))
        await lea.perform(c.AddChannel("acme@email", "demo", (("pretends", "email"),)))


@asynccontextmanager
async def company(folder: Path) -> AsyncIterator[House]:
    """An inbox with people of all roles, two departments and two channels, without background work."""
    where = folder / "inbox.db"
    await founded("company", where, _found)
    async with open_house(str(where)) as house:
        if not far_away:
            yield house
            return
        async with AsyncExitStack() as stack:
            tokens = Tokens(house)
            served = await stack.enter_async_context(serving(house, tokens, house.keeping))
            yield cast("House", _Away(house, tokens, served, stack))


class _Away:
    """A house whose desks are at its server; what tests look at beside them is the house's own."""

    def __init__(self, house: House, tokens: Tokens, served: str, stack: AsyncExitStack) -> None:
        self._here = house
        self._tokens = tokens
        self._served = served
        self._stack = stack

    def __getattr__(self, name: str) -> Any:
        return getattr(self._here, name)

    async def desk(self, person: str) -> Desk:
        """Somebody's desk, over HTTP."""
        there = far(self._served, self._tokens.make(person))
        return await (await self._stack.enter_async_context(there)).desk(person)


async def arrives(
    house: House, text: str, *, who: str = "Käthe", key: str = "", channel: str = "acme@mastodon", number: int = 0
) -> None:
    """Let a customer write."""
    arrives.count += 1  # type: ignore[attr-defined]
    id = f"{who}-{arrives.count}"  # type: ignore[attr-defined]
    visibility = Visibility.PUBLIC if channel == "acme@mastodon" else Visibility.PRIVATE
    said = Incoming(
        Kind.MESSAGE,
        id,
        key or who,
        None,
        id,
        identities=(Identity("m", who),),
        name=who,
        visibility=visibility,
        text=text,
    )
    await take_in(house._office, channel, Batch((Entry(text.encode("utf-8", "replace"), (said,)),), "c"))


arrives.count = 0  # type: ignore[attr-defined]
