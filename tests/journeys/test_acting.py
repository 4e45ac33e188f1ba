"""What is acted upon is what is shown: whatever the list does under the cursor, a deed and a text stay where they began."""

from __future__ import annotations

from pathlib import Path

import pytest

from inbox.bootstrap import House
from inbox.domain import commands as c
from inbox.domain.model import Direction, State
from inbox.ports.desk import Desk, View
from tests.tui.stage import Stage, arrives, at_desk, company

SIZES = pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=["80x24", "120x40"])


async def answered(desk: Desk) -> dict[str, str]:
    """Return what each contact was answered."""
    rows = (await desk.conversations(View.ALL)).items
    threads = [await desk.thread(row.conversation.id) for row in rows]
    return {th.row.contact: str(m.words) for th in threads for m in th.messages if m.direction is Direction.OUT}


async def reply(stage: Stage, to: str, text: str = "Antwort") -> None:
    """Reply to what is chosen, and look that the composer and the pane are about the same contact."""
    await stage.press("r")
    await stage.sees(f"reply to {to} ", f" {to} · mastodon")
    await stage.type(text)
    await stage.press("ctrl+s")
    await stage.sees("Queued")


async def three_of_annas(house: House) -> Desk:
    """Let three customers write to Anna; return her desk."""
    for who in ("Ada", "Ben", "Cleo"):
        await arrives(house, f"Frage von {who}", who=who)
    anna = await house.desk("anna")
    for row in (await anna.conversations(View.ALL)).items:
        await anna.perform(c.Take(row.conversation.id))
    return anna


@SIZES
async def test_who_takes_a_conversation_and_replies_answers_that_one(tmp_path: Path, size: tuple[int, int]) -> None:
    async with company(tmp_path) as house:
        for who in ("Ada", "Ben", "Cleo"):
            await arrives(house, f"Frage von {who}", who=who)
        anna = await house.desk("anna")
        async with at_desk(anna, size) as stage:
            await stage.sees("Frage von Cleo")
            await stage.press("g", "u", "j", "m")
            await stage.sees("It is yours.", "unowned · 2")
            await reply(stage, "Ben")
        assert await answered(anna) == {"Ben": "Antwort"}


@SIZES
async def test_who_puts_a_conversation_away_and_replies_answers_that_one(tmp_path: Path, size: tuple[int, int]) -> None:
    async with company(tmp_path) as house:
        anna = await three_of_annas(house)
        async with at_desk(anna, size) as stage:
            await stage.sees("Frage von Cleo")
            await stage.press("j", "s", "enter")
            await stage.sees("Asleep until", "waiting · 2")
            await reply(stage, "Ben")
        assert await answered(anna) == {"Ben": "Antwort"}


@SIZES
async def test_closing_goes_on_to_the_next_which_a_reply_answers(tmp_path: Path, size: tuple[int, int]) -> None:
    async with company(tmp_path) as house:
        anna = await three_of_annas(house)
        async with at_desk(anna, size) as stage:
            await stage.sees("Frage von Cleo")
            await stage.press("j", "e")
            await stage.sees("is closed.", "waiting · 2")
            await reply(stage, "Cleo")
        assert await answered(anna) == {"Cleo": "Antwort"}


async def test_closing_in_an_opened_thread_opens_the_next_and_after_the_last_the_list(tmp_path: Path) -> None:
    async with company(tmp_path) as house:
        for who in ("Ada", "Ben"):
            await arrives(house, f"Frage von {who}", who=who)
        anna = await house.desk("anna")
        for row in (await anna.conversations(View.ALL)).items:
            await anna.perform(c.Take(row.conversation.id))
        async with at_desk(anna, (80, 24)) as stage:
            await stage.sees("Frage von Ben")
            await stage.press("enter")
            await stage.sees(" Ada · mastodon")
            await stage.press("e")
            await stage.sees(" Ben · mastodon", "Frage von Ben")
            await stage.press("e")
            await stage.sees("Nobody waits for us.")


async def test_a_row_stays_under_the_cursor_until_it_is_moved_and_j_skips_none(tmp_path: Path) -> None:
    async with company(tmp_path) as house:
        for who in ("Ada", "Ben", "Cleo"):
            await arrives(house, f"Frage von {who}", who=who)
        async with at_desk(await house.desk("anna")) as stage:
            await stage.sees("Frage von Cleo")
            await stage.press("g", "u", "m")
            await stage.sees("unowned · 2", "Frage von Ada", " Ada · mastodon")
            await stage.press("j")
            await stage.sees(" Ben · mastodon")
            await stage.misses("Frage von Ada")
            await stage.press("m", "j", "m")
            await stage.sees("unowned · 0", " Cleo · mastodon")
            await stage.press("g", "u")
            await stage.sees("Nobody is without an owner.")


async def test_a_text_stays_with_its_customer_when_the_list_is_sorted_anew(tmp_path: Path) -> None:
    async with company(tmp_path) as house:
        for who in ("Ada", "Ben", "Cleo"):
            await arrives(house, f"Frage von {who}", who=who, key=who)
        anna, lea = await house.desk("anna"), await house.desk("lea")
        async with at_desk(anna) as stage:
            await stage.sees("Frage von Cleo")
            await stage.press("g", "a", "j")  # latest first: the second is Ben
            await stage.sees(" Ben · mastodon")
            await stage.press("r")
            await stage.type("Für Ben")
            await arrives(house, "Nochmal Ada", who="Ada", key="Ada")
            row = next(r for r in (await lea.conversations(View.ALL)).items if r.contact == "Cleo")
            await lea.perform(c.Close(row.conversation.id))
            await stage.sees("Nochmal Ada", "reply to Ben ", " Ben · mastodon")
            await stage.press("ctrl+s")
            await stage.sees("Queued")
        assert await answered(anna) == {"Ben": "Für Ben"}


async def test_what_a_colleague_closes_under_the_cursor_is_still_what_is_acted_upon(tmp_path: Path) -> None:
    async with company(tmp_path) as house:
        for who in ("Ada", "Ben", "Cleo"):
            await arrives(house, f"Frage von {who}", who=who)
        anna, lea = await house.desk("anna"), await house.desk("lea")
        async with at_desk(anna) as stage:
            await stage.sees("Frage von Cleo")
            await stage.press("j")
            await stage.sees(" Ben · mastodon")
            row = next(r for r in (await lea.conversations(View.ALL)).items if r.contact == "Ben")
            await lea.perform(c.Close(row.conversation.id))
            await stage.sees("waiting · 2", " Ben · mastodon")
            await stage.press("i")
            await stage.sees("internal note on Ben ")
            await stage.type("Warum zu?")
            await stage.press("ctrl+s")
            await stage.sees("The note is kept", "Warum zu?")
        assert [str(n.words) for n in (await anna.thread(row.conversation.id)).notes] == ["Warum zu?"]


async def test_moving_on_while_writing_keeps_the_draft_and_puts_the_composer_away(tmp_path: Path) -> None:
    async with company(tmp_path) as house:
        for who in ("Ada", "Ben"):
            await arrives(house, f"Frage von {who}", who=who)
        async with at_desk(await house.desk("anna")) as stage:
            await stage.sees("Frage von Ben")
            await stage.press("r")
            await stage.type("Für Ada")
            await stage.press("shift+tab", "shift+tab")
            assert stage.app.screen.focused is stage.app.screen.rows  # type: ignore[attr-defined]
            await stage.press("j")
            await stage.sees(" Ben · mastodon", "✎")
            await stage.misses("reply to Ada")
            await stage.press("k", "r")
            await stage.sees("reply to Ada ", "Für Ada")


async def test_marks_in_the_list_are_not_acted_upon_from_a_thread(tmp_path: Path) -> None:
    async with company(tmp_path) as house:
        for who in ("Ada", "Ben", "Cleo"):
            await arrives(house, f"Frage von {who}", who=who)
        anna = await house.desk("anna")
        async with at_desk(anna) as stage:
            await stage.sees("Frage von Cleo")
            await stage.press("space", "space", "enter", "m")
            await stage.sees("It is yours.", "owner: anna")
        (taken,) = (await anna.conversations(View.MINE)).items
        assert taken.contact == "Cleo"


async def test_closing_marked_ones_tells_their_number_and_what_departments_still_owe(tmp_path: Path) -> None:
    async with company(tmp_path) as house:
        for who in ("Ada", "Ben"):
            await arrives(house, f"Frage von {who}", who=who)
        anna = await house.desk("anna")
        for row in (await anna.conversations(View.ALL)).items:
            await anna.perform(c.Take(row.conversation.id))
        await anna.perform(c.Ask(row.conversation.id, "legal", "Dürfen wir?"))
        async with at_desk(anna) as stage:
            await stage.sees("Frage von Ben")
            await stage.press("*", "e")
            await stage.sees("Closed: 2 · questions to departments still open there: 1")
        assert {row.conversation.state for row in (await anna.conversations(View.ALL)).items} == {State.CLOSED}


async def test_keys_typed_while_a_dialog_opens_are_the_dialogs(tmp_path: Path) -> None:
    async with company(tmp_path) as house:
        await arrives(house, "Frage")
        anna = await house.desk("anna")
        async with at_desk(anna) as stage:
            await stage.sees("Frage")
            await stage.type("xlegal\n")
            await stage.sees("Ask legal")
            assert len(stage.app.screen_stack) == 3
            await stage.press("escape")
            await stage.misses("Ask legal")
            await stage.type("rHallo, me")
            await stage.sees("reply to Käthe", "Hallo, me", "draft kept")
        assert (await anna.counts()).views[View.MINE] == 0


async def test_what_cannot_be_done_is_said_when_its_key_is_pressed(tmp_path: Path) -> None:
    async with company(tmp_path) as house:
        await arrives(house, "Frage")
        anna, tom = await house.desk("anna"), await house.desk("tom")
        id = (await anna.conversations(View.ALL)).items[0].conversation.id
        await anna.perform(c.Take(id))
        await anna.perform(c.Ask(id, "development", "Seit wann?"))
        async with at_desk(await house.desk("jonas")) as stage:
            await stage.sees("Frage")
            await stage.press("r")
            await stage.sees("anna owns conversation", "Ask a lead to hand it to you, or leave a note (i).")
            await stage.misses("reply to")
        (asked,) = (await tom.requests()).items
        await tom.perform(c.Answer(asked.request.id, "Seit gestern."))
        async with at_desk(tom) as stage:
            await stage.sees("Seit gestern.")
            await stage.press("c")
            await stage.sees("is answered already. r answers anew.")
            await stage.breathes()
            await stage.press("g", "u")
            await stage.sees("your role has no other lists")
            await stage.press("r")
            await stage.sees("answer to anna")


async def test_a_reply_to_nobodys_conversation_says_that_it_becomes_yours(tmp_path: Path) -> None:
    async with company(tmp_path) as house:
        await arrives(house, "Frage")
        async with at_desk(await house.desk("anna")) as stage:
            await stage.sees("owner: nobody")
            await stage.press("r")
            await stage.sees("reply to Käthe · PUBLIC on mastodon · becomes yours")
            await stage.type("Ja")
            await stage.press("ctrl+s")
            await stage.sees("… queued · 10 s · z takes it back", "owner: anna")
            await stage.press("r")
            await stage.sees("reply to Käthe")
            await stage.misses("becomes yours")
