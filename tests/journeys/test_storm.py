"""A storm on the screens: seen at the top, led, stated, answered thread by thread, and frozen with one key."""

from __future__ import annotations

from pathlib import Path

import pytest

from inbox.bootstrap import House
from inbox.domain import commands as c
from inbox.domain.model import Direction, Role
from inbox.domain.storm import Signals
from inbox.ports.desk import View
from tests.tui.stage import arrives, at_desk, company

SIZES = pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=["80x24", "120x40"])
WORDS = "Im Depot steht alles, unverschämt"


async def stormy(house: House) -> int:
    """Three customers are angry about the same."""
    for who in ("Ada", "Ben", "Cleo"):
        await arrives(house, f"{WORDS}, {who}", who=who)
    lea = await house.desk("lea")
    ids = tuple(r.conversation.id for r in (await lea.conversations(View.ALL)).items)
    await house._office.perform(c.RaiseStorm("Depot", Signals(3, 3, 5, 9, 100, 60, 100), ids), None)
    return (await lea.weather()).storms[0].storm.id


@SIZES
async def test_a_lead_sees_a_storm_takes_it_says_what_is_told_and_answers_thread_by_thread(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    async with company(tmp_path) as house:
        storm = await stormy(house)
        lea = await house.desk("lea")
        async with at_desk(lea, size) as stage:
            await stage.sees("⚡ Depot")
            await stage.press("S")
            await stage.sees("Weather", "Depot", "3 people wrote 3 messages", "lea should lead")
            await stage.press("l")
            await stage.sees("You lead it")
            await stage.press("b")
            await stage.sees("1 of 3")
            await stage.press("y")
            await stage.sees("2 of 3")
            await stage.press("n")
            await stage.sees("3 of 3")
            await stage.press("y")
            await stage.sees("2 replies are on their way")
            await stage.press("escape")
        view = await lea.storm(storm)
        assert {t.owner for t in view.threads} == {"lea"}
        threads = [await lea.thread(t.conversation) for t in view.threads]
        ours = [m for th in threads for m in th.messages if m.direction is Direction.OUT]
        assert len(ours) == 2
        assert all(m.canned for m in ours)


@SIZES
async def test_one_key_freezes_and_unfreezing_is_asked_first(tmp_path: Path, size: tuple[int, int]) -> None:
    async with company(tmp_path) as house:
        await arrives(house, "Frage", who="Ada")
        lea = await house.desk("lea")
        async with at_desk(lea, size) as stage:
            await stage.sees("Ada")
            stage.keys = 0
            await stage.press("F")
            await stage.sees("Frozen: nothing leaves", "❄ frozen")
            assert stage.keys == 1
            assert (await lea.weather()).freeze is not None
            await stage.press("F")
            await stage.sees("Let them leave in their old order? Replies: 0")
            await stage.press("y")
            await stage.sees("Sending is free again")
        assert (await lea.weather()).freeze is None


async def test_who_is_no_lead_sees_the_weather_but_does_not_freeze(tmp_path: Path) -> None:
    async with company(tmp_path) as house:
        await stormy(house)
        anna = await house.desk("anna")
        async with at_desk(anna) as stage:
            await stage.sees("⚡ Depot")
            await stage.press("F")
            await stage.sees("Only leads freeze")
            await stage.press("S")
            await stage.sees("Weather")
            await stage.press("l")
            await stage.sees("may not lead storms")


async def test_the_statement_of_a_storm_is_put_into_the_reply(tmp_path: Path) -> None:
    async with company(tmp_path) as house:
        storm = await stormy(house)
        lea, anna = await house.desk("lea"), await house.desk("anna")
        await lea.perform(c.StateStorm(storm, "Wir prüfen das Depot."))
        async with at_desk(anna) as stage:
            await stage.sees(WORDS[:12])
            await stage.press("B")
            await stage.sees("Wir prüfen das Depot.")
            await stage.press("ctrl+s")
            await stage.sees("Queued")


async def test_a_statement_that_is_held_says_so_wherever_somebody_asks(tmp_path: Path) -> None:
    async with company(tmp_path) as house:
        await stormy(house)
        lea = await house.desk("lea")
        await lea.perform(c.AddPerson("lou", (Role.LEAD,)))
        async with at_desk(lea, (80, 24)) as stage:
            await stage.sees("⚡ Depot")
            await stage.press("S", "s")
            await stage.sees("What is told to everybody")
            await stage.press("ctrl+a")
            await stage.type("Das war unser Fehler. ")
            await stage.press("ctrl+s")
            await stage.sees(
                "Held (admission of fault): what is told for now waits for legal",
                "Weather",
                "de: For now: ",
                "unser Fehler",
            )
            await stage.press("w")
            await stage.sees("w does nothing in this window")
            await stage.press("?")
            await stage.sees("The keys of this window stand below")
            await stage.press("b")
            await stage.sees("Held (admission of fault): what is told for now waits for legal", "(lou)")


async def test_a_long_message_is_quoted_with_a_sign_that_it_goes_on(tmp_path: Path) -> None:
    async with company(tmp_path) as house:
        await stormy(house)
        await arrives(house, "Und warum? " * 20, who="Ada")
        async with at_desk(await house.desk("lea"), (120, 40)) as stage:
            await stage.press("S")
            await stage.sees("Weather", "Depot")
            await stage.press("b")
            await stage._until(lambda: "« Und warum?" in stage.text() and "…" in stage.text(), "quotes")
