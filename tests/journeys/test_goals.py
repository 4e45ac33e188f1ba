"""What leadership wants, on the screens: lines while somebody writes, a question where they changed, cards, and why."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from inbox.bootstrap import House
from inbox.domain import commands as c
from inbox.domain.events import Seen
from inbox.domain.goals import CardKind, CardScope
from inbox.domain.model import Direction, Message
from inbox.ports.desk import Desk, View, made
from inbox.tui.screens import guided
from tests.tui.stage import arrives, at_desk, company

SIZES = pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=["80x24", "120x40"])
LATER = datetime.now(UTC) + timedelta(days=20)


async def cards(house: House) -> int:
    """A goal, and a guideline on vouchers; returns the goal."""
    lea = await house.desk("lea")
    goal = made(await lea.perform(c.PublishGoal("Ehrlich", LATER, "Termine nennen, die halten", "nichts versprechen")))
    scope = CardScope(topics=("Gutschein",))
    await lea.perform(c.PublishGuideline("Gutscheine", "", "nie über 10 €", scope))
    return goal or 0


async def replies(desk: Desk) -> list[Message]:
    """Return what was said by us."""
    found = [await desk.thread(id) for id in await desk.index(View.ALL)]
    return [m for thread in found for m in thread.messages if m.direction is Direction.OUT]


@SIZES
async def test_the_lines_that_fit_stand_above_the_text_and_the_reply_keeps_them(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    async with company(tmp_path) as house:
        goal = await cards(house)
        await arrives(house, "Hallo, was nun?")
        anna = await house.desk("anna")
        async with at_desk(anna, size) as stage:
            await stage.sees("Hallo, was nun?")
            await stage.press("r")
            await stage.sees("reply to Käthe", "+ Termine nennen", "− nichts versprechen")
            assert "nie über" not in stage.text()
            await stage.type("Welcher Gutschein?")
            await stage.sees("− nie über 10 €")
            before = stage.keys
            await stage.press("ctrl+s")
            await stage.sees("Queued")
            assert stage.keys - before == 1
        (reply,) = await replies(anna)
        assert (reply.under[0], len(reply.under)) == (goal, 2)


@SIZES
async def test_a_goal_that_changes_while_somebody_writes_is_shown_before_it_leaves(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    async with company(tmp_path) as house:
        goal = await cards(house)
        await arrives(house, "Hallo, was nun?")
        anna, lea = await house.desk("anna"), await house.desk("lea")
        async with at_desk(anna, size) as stage:
            await stage.sees("Hallo, was nun?")
            await stage.press("r")
            await stage.sees("+ Termine nennen")
            await stage.type("Danke sehr")
            newer = made(await lea.perform(c.PublishGoal("Ehrlich", LATER, "keine Termine nennen", card=goal)))
            await stage.sees("While you write: goal", "+ keine Termine nennen")
            await stage.press("ctrl+s")
            await stage.sees("changed while this was written", "new: + keine Termine", "gone: + Termine nennen")
            assert await replies(anna) == []
            await stage.press("n")
            await stage.sees("reply to Käthe", "Danke sehr")
            await stage.press("ctrl+s")
            await stage.sees("Queued")
        (reply,) = await replies(anna)
        assert reply.under == (newer,)


async def test_what_changed_elsewhere_asks_nobody(tmp_path: Path) -> None:
    async with company(tmp_path) as house:
        await cards(house)
        await arrives(house, "Hallo, was nun?")
        anna, lea = await house.desk("anna"), await house.desk("lea")
        async with at_desk(anna) as stage:
            await stage.sees("Hallo, was nun?")
            await stage.press("r")
            await stage.sees("+ Termine nennen")
            await lea.perform(c.PublishGuideline("Mail", "mit Gruß", scope=CardScope(("acme@email",))))
            await stage.type("Danke sehr")
            await stage.press("ctrl+s")
            await stage.sees("Queued")
        assert len(await replies(anna)) == 1


@SIZES
async def test_a_lead_publishes_changes_and_ends_a_goal_by_its_text(tmp_path: Path, size: tuple[int, int]) -> None:
    async with company(tmp_path) as house:
        lea = await house.desk("lea")
        async with at_desk(lea, size) as stage:
            await stage.press("f6")
            await stage.sees("No goal and no guideline is set.", "n new goal")
            await stage.press("n")
            await stage.sees("New goal", "title:", "don't:", "until: 30d", "topics:")
            await stage.press("ctrl+s")
            await stage.sees("The title is empty")
            await stage.type("Ehrlich")
            await stage.press("down")
            await stage.type(" Termine nennen")
            await stage.press("ctrl+s")
            await stage.sees("Goals and guidelines", "Ehrlich", "+ Termine nennen", "for: every dialogue")
            await stage.press("e")
            await stage.sees("Change goal", "title: Ehrlich")
            await stage.type(" und kurz")
            await stage.press("ctrl+s")
            await stage.sees("Ehrlich und kurz", "version 2")
            await stage.press("d")
            await stage.sees("End goal", "Ehrlich und kurz")
            await stage.press("y")
            await stage.sees("No goal and no guideline is set.")
            await stage.press("escape")
            await stage.sees("holds no longer")
        assert await lea.cards() == ()


async def test_who_does_not_lead_reads_the_cards_and_changes_nothing(tmp_path: Path) -> None:
    async with company(tmp_path) as house:
        await cards(house)
        anna = await house.desk("anna")
        async with at_desk(anna) as stage:
            await stage.press("f6")
            await stage.sees("Goals and guidelines", "Ehrlich")
            assert "n new goal" not in stage.text()
            await stage.press("n", "e", "d", "j")
            await stage.sees("nie über 10 €")
            await stage.press("f6")
            await stage.misses("Goals and guidelines")
        assert {k.kind for k in await anna.cards()} == {CardKind.GOAL, CardKind.GUIDELINE}


@SIZES
async def test_one_key_tells_why_we_said_this(tmp_path: Path, size: tuple[int, int]) -> None:
    async with company(tmp_path) as house:
        await cards(house)
        await arrives(house, "Hallo, was nun?")
        anna = await house.desk("anna")
        (id,) = await anna.index(View.ALL)
        await anna.perform(c.Reply(id, "Danke sehr", now=True))
        async with at_desk(anna, size) as stage:
            await stage.press("g", "a")
            await stage.sees("Käthe")
            await stage.press("W")
            await stage.sees("Why we said this", "Danke sehr", "in answer to:", "owner then: anna", "seen by: anna")
            await stage.press("G")
            await stage.sees("written under:", "what happened:", "anna wrote the reply") if size[1] > 30 else None
            await stage.sees("words and facts fit each other")
            await stage.press("escape")
            await stage.misses("Why we said this")


async def test_a_colleagues_reply_that_stands_on_the_screen_for_a_while_was_seen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guided, "DWELL", 0.2)
    async with company(tmp_path) as house:
        await arrives(house, "Hallo, was nun?")
        anna, jonas = await house.desk("anna"), await house.desk("jonas")
        (id,) = await anna.index(View.ALL)
        reply = made(await anna.perform(c.Reply(id, "Danke sehr", now=True))) or 0

        for desk in (anna, jonas):
            async with at_desk(desk) as stage:
                await stage.press("g", "a")
                await stage.sees("Danke sehr")
                await stage._until(lambda: stage.app.screen._dwelling is None, "looked")  # type: ignore[attr-defined]
                await stage._until(lambda: not [w for w in stage.app.workers if w.group == "see"], "told")
        assert [f.by for f in await anna.feed(0) if isinstance(f.event, Seen)] == ["jonas"]
        assert [s.person for s in (await jonas.why(reply)).saw] == ["anna", "jonas"]


async def test_what_was_written_in_a_form_is_not_thrown_away_unasked_and_stays_where_it_was_refused(
    tmp_path: Path,
) -> None:
    async with company(tmp_path) as house:
        lea = await house.desk("lea")
        for n in range(3):
            await lea.perform(c.PublishGoal(f"Ziel {n}", LATER, "etwas"))
        async with at_desk(lea, (80, 24)) as stage:
            await stage.press("f6")
            await stage.sees("Goals and guidelines")
            await stage.press("n")
            await stage.sees("New goal")
            await stage.type("Ziel 4")
            await stage.press("down")
            await stage.type(" x")
            await stage.press("ctrl+s")
            await stage.sees("✗")
            await stage.type("yz")
            await stage.sees("Ziel 4", "do: xyz")
            await stage.press("escape")
            await stage.sees("Throw away what you wrote?")
            await stage.press("n")
            await stage.sees("xyz")
            await stage.press("escape", "y")
            await stage.misses("New goal")
