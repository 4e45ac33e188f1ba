"""What is open follows what others do, answers every key it names, and throws no text away unasked."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import cast

import pytest

from inbox import texts
from inbox.domain import commands as c
from inbox.domain.signing import Step
from inbox.ports.desk import Desk, View
from inbox.tui.screens.overlays import Choice, Read, Window
from inbox.tui.screens.weather import KEYS
from inbox.tui.widgets.bars import Notice
from inbox.tui.widgets.listing import ItemList
from tests.journeys.test_storm import stormy
from tests.tui.stage import Stage, arrives, at_desk, company

SMALL = 80, 24


async def only(desk: Desk) -> int:
    """The one conversation there is."""
    return (await desk.conversations(View.ALL)).items[0].conversation.id


async def test_the_weather_follows_what_others_do_and_the_keys_stay_where_they_are(tmp_path: Path) -> None:
    async with company(tmp_path) as house:
        lea = await house.desk("lea")
        async with at_desk(await house.desk("anna"), SMALL) as stage:
            await stage.press("S")
            await stage.sees("Weather", "No storm")
            before = stage.app.screen.focused
            storm = await stormy(house)
            await stage.sees("Depot", "lea should lead it")
            await lea.perform(c.LeadStorm(storm))
            await stage.misses("lea should lead it")
            await lea.perform(c.FreezeSending(storm=0))
            await stage.sees("Sending is frozen everywhere by lea")
            assert stage.app.screen.focused is before
            await stage.press("enter")
            await stage.sees("Enter goes to that conversation")
            for n in range(3):
                await arrives(house, f"Und weiter {n}", who="Ada")
            await stage.sees("Und weiter 2")


async def test_goals_absences_and_the_log_follow_too_and_the_cursor_stays_on_its_row(tmp_path: Path) -> None:
    async with company(tmp_path) as house:
        lea = await house.desk("lea")
        await lea.perform(c.PublishGuideline("Ruhig bleiben", "zuhören"))
        await lea.perform(c.PlanAbsence("lea", "anna", later(5), later(4)))
        await arrives(house, "Frage")
        async with at_desk(await house.desk("anna"), SMALL) as stage:
            await stage.press("f6")
            await stage.sees("Ruhig bleiben", "zuhören")
            await lea.perform(c.PublishGoal("Weniger versprechen", later(9), "fragen"))
            await stage.sees("Weniger versprechen", "+ zuhören")
            await stage.press("escape", "g", "i")
            await stage.sees("Who is away")
            await stage.press("down")
            await lea.perform(c.PlanAbsence("jonas", "anna", later(3)))
            await stage.sees("jonas", "Who is away")
            chosen = stage.app.screen.query_one(ItemList[Choice]).current
            assert chosen is not None and chosen.label.startswith("lea")
            await stage.press("escape", "f8")
            await stage.sees("Activity and errors")
            await lea.perform(c.WriteNote(await only(lea), "@anna schau bitte"))
            await stage.sees("Activity and errors", "lea names you")


def later(days: int) -> datetime:
    """A time so many days from now."""
    return datetime.now(UTC) + timedelta(days=days)


async def test_every_key_of_the_weather_says_something_where_there_is_no_storm(tmp_path: Path) -> None:
    async with company(tmp_path) as house, at_desk(await house.desk("lea"), SMALL) as stage:
        await stage.press("S")
        await stage.sees("No storm")
        for key in KEYS:
            if key != "F":
                await stage.press(key)
                await stage.sees("There is no storm to do that about.")
                cast("Window[None]", stage.app.screen).tell("")
                await stage.misses("to do that about")


@pytest.mark.parametrize(("lang", "held", "frozen"), [("en", "held 1", "❄ frozen"), ("de", "zur Freigabe 1", "❄ ")])
async def test_storm_freeze_and_what_is_held_stand_in_the_smallest_usual_window_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lang: str, held: str, frozen: str
) -> None:
    async with company(tmp_path) as house:
        await stormy(house)
        mia, lea = await house.desk("mia"), await house.desk("lea")
        id = await only(lea)
        await lea.perform(c.Assign(id, "mia"))
        await mia.perform(c.Reply(id, "Danke dir.", (await mia.thread(id)).messages[-1].number))
        await lea.perform(c.FreezeSending(storm=0))
        texts.speak(lang)
        try:
            async with at_desk(lea, SMALL) as stage:
                await stage.sees(held, frozen, "⚡")
                await _whole(stage)
                await stage.press("w")
                await stage.sees("TEAM", frozen, "⚡")
                await _whole(stage)
        finally:
            texts.speak("")


async def _whole(stage: Stage) -> None:
    first = (await stage.settled()).splitlines()[0]
    assert first.endswith("lea")
    assert "…" not in first


async def test_a_line_that_was_written_is_thrown_away_only_if_somebody_says_so(tmp_path: Path) -> None:
    async with company(tmp_path) as house:
        await arrives(house, "Frage")
        async with at_desk(await house.desk("anna"), SMALL) as stage:
            await stage.sees("Frage")
            for keys, title in ((("I",), "A note for this"), (("m", "a", "enter"), "A line for")):
                await stage.press(*keys[:-1])
                await stage.press(keys[-1])
                await stage.sees(title)
                await stage.type("Bitte bald")
                await stage.press("escape")
                await stage.sees("Throw away what you wrote?")
                await stage.press("n")
                await stage.sees("Bitte bald", title)
                await stage.press("escape", "y")
                await stage.misses(title)
            await stage.press("I")
            await stage.sees("A note for this")
            await stage.press("ctrl+s")
            await stage.sees("Nothing is written yet.")
            await stage.press("escape")
            await stage.misses("A note for this")


async def test_every_field_of_a_question_is_there_again(tmp_path: Path) -> None:
    async with company(tmp_path) as house:
        await arrives(house, "Frage")
        async with at_desk(await house.desk("anna"), SMALL) as stage:
            await stage.sees("Frage")
            await stage.press("x", "enter")
            await stage.sees("Ask development")
            await stage.press("tab")
            await stage.type("3h")
            await stage.press("tab")
            await stage.type("Im Depot")
            await stage.press("escape")
            await stage.sees("Your question to development is kept")
            await stage.press("x", "enter")
            await stage.sees("Ask development", "3h", "Im Depot")


async def test_whoever_leaves_a_text_is_told_that_it_is_kept(tmp_path: Path) -> None:
    async with company(tmp_path) as house:
        await arrives(house, "Frage")
        async with at_desk(await house.desk("anna"), SMALL, tmp_path / "inbox.db") as stage:
            await stage.sees("Frage")
            for key in ("r", "i"):
                await stage.press(key)
                await stage.sees("0 of 500" if key == "r" else "0 characters")
                await stage.type("Halb")
                await stage.press("escape")
                await stage.sees("Draft kept.")


async def test_keys_of_a_footer_say_something_where_there_is_nothing(tmp_path: Path) -> None:
    async with company(tmp_path) as house:
        async with at_desk(await house.desk("lea"), SMALL) as stage:
            await stage.sees("Nobody waits for us.")
            for key, said in (("space", "There is no conversation here."), ("enter", "Nobody waits for us.")):
                await stage.press(key)
                await _says(stage, said)
            await stage.press("w")
            await stage.sees("TEAM")
            await stage.press("space")
            await stage.sees("Conversations are marked in the list beside it")
            await stage.press("g", "p", "enter")
            await _says(stage, "No reply waits for a sign-off.")
        await arrives(house, "Frage")
        async with at_desk(await house.desk("lea"), SMALL) as stage:
            await stage.sees("Frage")
            await stage.press("enter", "enter")
            await stage.sees("Nothing is folded here.")


async def _says(stage: Stage, said: str) -> None:
    await stage._until(lambda: stage.app.screen.query_one("#notice", Notice).said == f" {said}", f"says {said!r}")


async def test_what_can_be_done_with_a_text_is_chosen_by_name_while_it_is_written(tmp_path: Path) -> None:
    async with company(tmp_path) as house:
        await arrives(house, "Frage")
        async with at_desk(await house.desk("anna"), SMALL) as stage:
            await stage.sees("Frage")
            await stage.press("i")
            await stage.type("Kurz")
            await stage.press("ctrl+p")
            await stage.sees("What do you want to do?", "Files go with replies only.")
            await stage.type("Send what")
            await stage.press("enter")
            await stage.sees("The note is kept")


async def test_enter_takes_what_a_template_asks_for(tmp_path: Path) -> None:
    async with company(tmp_path) as house:
        await arrives(house, "Frage")
        await (await house.desk("lea")).perform(c.SetTemplate("Gruß", "Hallo {?Ort}!"))
        async with at_desk(await house.desk("anna"), SMALL) as stage:
            await stage.sees("Frage")
            await stage.press("r", "ctrl+t")
            await stage.sees("Which template?")
            await stage.press("enter")
            await stage.sees("Enter takes it")
            await stage.type("Bonn")
            await stage.press("enter")
            await stage.sees("Hallo Bonn!")


async def test_how_freely_somebody_speaks_is_marked_and_a_second_enter_changes_nothing(tmp_path: Path) -> None:
    async with company(tmp_path) as house:
        lea = await house.desk("lea")
        await lea.perform(c.SetGuard("anna", Step.DELAYED))
        async with at_desk(lea, SMALL) as stage:
            await stage.press("g", "f")
            await stage.sees("Who speaks how freely")
            await stage.type("anna")
            await stage.press("enter")
            await stage.sees("as it is")
            assert "delayed" in next(line for line in stage.text().splitlines() if "as it is" in line)
            await stage.press("enter")
            await stage.sees("anna speaks so from now on: delayed")


async def test_what_a_key_could_not_do_is_said_no_longer_once_another_did_something(tmp_path: Path) -> None:
    async with company(tmp_path) as house:
        await arrives(house, "Frage")
        async with at_desk(await house.desk("anna"), SMALL) as stage:
            await stage.sees("Frage")
            await stage.press("P")
            await stage.sees("✗ ")
            await stage.press("j")
            await stage.misses("✗ ")


async def test_a_window_that_cannot_be_shown_anew_ends_nothing_and_reads_once_at_a_time(tmp_path: Path) -> None:
    async with company(tmp_path) as house, at_desk(await house.desk("anna"), SMALL) as stage:
        begun, go_on = 0, asyncio.Event()

        async def look() -> list[str]:
            nonlocal begun
            begun += 1
            await go_on.wait()
            raise ValueError

        await stage.sees("Nobody waits for us.")
        await stage.app.push_screen(Read("Titel", ["Zeile"], look))
        window = cast("Window[None]", stage.app.screen)
        window.changed()
        await stage._until(lambda: begun == 1, "reads")
        window.changed()
        assert window._later is None
        go_on.set()
        await stage._until(lambda: begun == 2, "reads what it missed")
        await stage.press("escape")
        await stage.sees("Something went wrong here (ValueError)")
