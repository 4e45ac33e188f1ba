"""What is shown is all there is: no hole in a thread, no lost row, no wrong count, no trouble left unsaid."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from textual import events

from inbox.bootstrap import House
from inbox.domain import commands as c
from inbox.domain.model import Message, Words
from inbox.ports.desk import Desk, View, made
from inbox.tui import app
from inbox.tui.models.listing import ListModel
from inbox.tui.models.thread import PAGE, ThreadModel, message_lines
from inbox.tui.screens import main, requests
from tests.tui.stage import Stage, arrives, at_desk, company


async def talk(house: House, n: int) -> Desk:
    """Let one customer write many messages; return a desk to read them at."""
    for number in range(n):
        await arrives(house, f"Nummer {number:03}", key="k")
    return await house.desk("anna")


def numbers(model: ThreadModel) -> list[int]:
    """Return the numbers of the messages that are shown."""
    return [entry.noun.number for entry in model.entries if isinstance(entry.noun, Message)]


async def test_new_messages_push_nothing_out_of_a_thread_that_was_read_upwards(tmp_path: Path) -> None:
    async with company(tmp_path) as house:
        anna = await talk(house, 100)
        model = ThreadModel(anna, (await anna.index(View.ALL))[0])
        await model.load()
        await model.load_older()
        first = numbers(model)[0]
        await talk(house, 2)
        await model.load()
        assert numbers(model) == list(range(first, 103))
        await talk(house, PAGE + 5)
        await model.load()
        assert numbers(model) == list(range(first, 103 + PAGE + 5))
        assert model.more


async def test_a_thread_nobody_read_upwards_begins_anew_behind_a_gap(tmp_path: Path) -> None:
    async with company(tmp_path) as house:
        anna = await talk(house, 50)
        model = ThreadModel(anna, (await anna.index(View.ALL))[0])
        await model.load()
        await talk(house, PAGE + 5)
        await model.load()
        assert numbers(model) == list(range(50 + PAGE + 5 - PAGE + 1, 50 + PAGE + 5 + 1))
        assert model.more


@pytest.mark.parametrize("way", ["wheel", "g g", "k"])
async def test_older_messages_are_read_however_somebody_goes_up_and_nothing_jumps(tmp_path: Path, way: str) -> None:
    async with company(tmp_path) as house:
        anna = await talk(house, 100)
        async with at_desk(anna) as stage:
            await stage.sees("Nummer 099")
            await stage.press("enter")
            pane = stage.app.screen.pane  # type: ignore[attr-defined]
            if way == "g g":
                await stage.press("g", "g")
            elif way == "k":
                await stage.press(*["k"] * PAGE)
            else:
                pane.scroll_to(y=0, animate=False, immediate=True)
                pane.post_message(events.MouseScrollUp(pane, 1, 1, 0, -1, 0, False, False, False))
            await stage._until(lambda: len(pane.model.entries) == 2 * PAGE, "reads older ones")
            await stage.sees("Nummer 060")
            await stage.misses("Nummer 020")


async def lists(stage: Stage, *seen: str) -> ListModel:
    """Show all conversations and return the list."""
    await stage.press("g", "a")
    await stage.sees(*seen)
    model: ListModel = stage.app.screen.model  # type: ignore[attr-defined]
    return model


async def test_the_last_change_of_a_burst_is_shown_in_a_long_list_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(main, "BUSY", 1)
    async with company(tmp_path) as house:
        await arrives(house, "Hallo", who="Nulla")
        async with at_desk(await house.desk("anna")) as stage:
            await stage.sees("Nulla")
            for who in ("Uno", "Due", "Tre"):
                await arrives(house, "Hallo", who=who)
                await stage.sees(f"all {('Nulla', 'Uno', 'Due', 'Tre').index(who) + 1}")
            await stage.sees("Uno", "Due", "Tre")


async def test_the_cursor_is_on_its_conversation_when_a_view_is_shown_again(tmp_path: Path) -> None:
    async with company(tmp_path) as house:
        for n in range(90):
            await arrives(house, "Hallo", who=f"Kunde {n:02}")
        async with at_desk(await house.desk("anna")) as stage:
            model = await lists(stage, "all · 90")
            await stage.press("G", "k", "k")
            chosen = model.current_id
            await stage.press("g", "u")
            await stage.sees("unowned · 90")
            await arrives(house, "Hallo", who="Neu")
            await stage.sees("all 91")
            await lists(stage, "all · 91", "Kunde 02")
            assert model.current_id == chosen
            await stage.press("ctrl+l")
            await stage.sees("all · 91", "Kunde 02")
            assert stage.app.screen.model.current_id == chosen  # type: ignore[attr-defined]


async def test_who_waits_far_below_is_found(tmp_path: Path) -> None:
    async with company(tmp_path) as house:
        lea = await house.desk("lea")
        for n in range(300):
            await arrives(house, "Hallo", who=f"Kunde {n:03}")
        for id in list(await lea.index(View.ALL))[:-1]:
            await lea.perform(c.Close(id))
        async with at_desk(lea) as stage:
            await lists(stage, "all · 300", "Kunde 299")
            await stage.press("]")
            await stage.sees("Kunde 000")
            await stage.press("]")
            await stage.sees("Nobody else waits for us here.")


class Counted:
    """A desk that counts what it is asked."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self.asked: list[str] = []

    def __getattr__(self, name: str) -> Any:
        self.asked.append(name)
        return getattr(self._desk, name)


async def test_a_move_reads_rows_only_near_an_edge_and_paints_what_changed(tmp_path: Path) -> None:
    async with company(tmp_path) as house:
        for n in range(200):
            await arrives(house, "Hallo", who=f"Kunde {n:03}")
        desk = Counted(await house.desk("anna"))
        async with at_desk(desk) as stage:  # type: ignore[arg-type]
            await lists(stage, "all · 200", "Kunde 199")
            rows = stage.app.screen.rows  # type: ignore[attr-defined]
            painted, paint = [], rows._paint
            rows._paint = lambda place, width: painted.append(place) or paint(place, width)
            desk.asked.clear()
            await stage.press(*["j"] * 100)
            await stage.sees("Kunde 099")
        assert desk.asked.count("rows") <= 3
        assert len(painted) <= 4 * 100


async def test_the_requests_are_counted_by_the_desk_and_all_can_be_reached(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(requests, "PAGE", 40)
    async with company(tmp_path) as house:
        await arrives(house, "Frage")
        anna, tom = await house.desk("anna"), await house.desk("tom")
        id = (await anna.index(View.ALL))[0]
        for n in range(100):
            made(await anna.perform(c.Ask(id, "development", f"Was ist {n:03}?")))
        await tom.perform(c.Answer((await tom.requests()).items[0].request.id, "Das."))
        async with at_desk(tom) as stage:
            await stage.sees("Was ist 001?", "99 open")
            await stage.press("G")
            await stage._until(lambda: stage.app.screen.rows.count() > 40, "reads on")  # type: ignore[attr-defined]
            await stage.press("G")
            await stage._until(lambda: stage.app.screen.rows.count() == 100, "reads all")  # type: ignore[attr-defined]
            await stage.press("G", "k")
            await stage.sees("Was ist 099?", "99 open")


async def test_a_channel_that_fails_is_said_once_and_stays_in_sight(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(app, "LOOK", 0.01)
    async with company(tmp_path) as house, at_desk(await house.desk("anna")) as stage:
        await stage.sees("Nobody waits for us.")
        assert "✗" not in stage.text()
        now = datetime.now(UTC)
        await house._store.trouble("acme@email", "The password is refused.", now)
        await stage.sees("✗ acme@email · anna", "Channel acme@email fails: The password is refused.")
        await stage.press("]")
        await stage.sees("Nobody else waits")
        await house._store.trouble("acme@email", "", now)
        await stage.misses("✗ acme@email")
        said = [text for _, text in stage.app.seat.log if "fails" in text]
        assert len(said) == 1


async def test_ctrl_q_keeps_what_is_written_and_asks_about_a_waiting_reply(tmp_path: Path) -> None:
    async with company(tmp_path) as house:
        await arrives(house, "Frage")
        anna = await house.desk("anna")
        id = (await anna.index(View.ALL))[0]
        async with at_desk(anna) as stage:
            await stage.sees("Frage")
            await stage.press("r")
            await stage.sees("reply to")
            await stage.type("Antwort")
            await stage.press("ctrl+q")
            await stage._until(lambda: not stage.app.is_running, "has ended")
        assert str((await anna.thread(id)).draft.words) == "Antwort"  # type: ignore[union-attr]
        async with at_desk(anna) as stage:
            await stage.sees("Frage")
            await stage.press("?")
            await stage.sees("Keys", "Reply to the contact")
            while "End, from anywhere" not in await stage.settled():
                await stage.press("pagedown")
            await stage.press("escape", "r")
            await stage.sees("Antwort", "reply to")
            await stage.press("ctrl+s")
            await stage.sees("Queued")
            await stage.press("ctrl+q")
            await stage.sees("End all the same?")


async def test_one_quoted_line_is_one(tmp_path: Path) -> None:
    async with company(tmp_path) as house:
        anna = await talk(house, 1)
        message = (await anna.thread((await anna.index(View.ALL))[0])).messages[0]
        for quoted, wanted in (("> alt", "▸ 1 quoted line"), ("> alt\n> älter", "▸ 2 quoted lines")):
            folded = replace(message, folded=Words.of(quoted, "s"))
            lines = message_lines(folded, "Käthe", 60, datetime.now(UTC), chosen=False, unfolded=False)
            assert any(text.strip() == wanted for line in lines for text, _ in line)
