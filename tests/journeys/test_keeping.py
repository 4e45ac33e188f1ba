"""Nothing typed is lost: not by leaving, by a window that became too small, by a long paragraph, or by an error."""

from __future__ import annotations

import stat
from datetime import UTC, datetime
from pathlib import Path

import pytest

from inbox import texts
from inbox.domain import commands as c
from inbox.domain.model import State
from inbox.ports.desk import Desk, View
from tests.tui.stage import arrives, at_desk, company


async def asked(desk: Desk) -> int:
    """Ask development about the newest conversation and return which that is."""
    id = (await desk.conversations(View.ALL)).items[0].conversation.id
    await desk.perform(c.Ask(id, "development", "Seit wann?"))
    return id


async def test_an_answer_begun_is_there_again_after_a_restart_and_readable_by_nobody_else(tmp_path: Path) -> None:
    inbox = tmp_path / "inbox.db"
    async with company(tmp_path) as house:
        await arrives(house, "Frage")
        await asked(await house.desk("anna"))
        tom = await house.desk("tom")
        async with at_desk(tom, inbox=inbox) as stage:
            await stage.sees("Seit wann?")
            await stage.press("r")
            await stage.type("Seit 5.2, aber")
            await stage.sees("· draft kept")
        (kept,) = tmp_path.glob("*.unsent")
        assert stat.S_IMODE(kept.stat().st_mode) == 0o600
        async with at_desk(tom, inbox=inbox) as stage:
            await stage.sees("Seit wann?")
            await stage.press("r")
            await stage.sees("Seit 5.2, aber")
            await stage.press("ctrl+s")
            await stage.sees("The answer is with whoever asked.")
        assert not list(tmp_path.glob("*.unsent*"))


async def test_a_reply_whose_draft_the_desk_refuses_is_not_lost(tmp_path: Path) -> None:
    async with company(tmp_path) as house:
        await arrives(house, "Frage")
        mia, lea = await house.desk("mia"), await house.desk("lea")
        id = (await lea.conversations(View.ALL)).items[0].conversation.id
        await mia.perform(c.Take(id))
        async with at_desk(mia) as stage:
            await stage.sees("Frage")
            await stage.press("r")
            await stage.sees("reply to Käthe")
            await lea.perform(c.Assign(id, "anna"))
            await stage.type("Noch meine Antwort")
            await stage.press("escape")
            await stage.sees("✗ anna owns conversation")
            await stage.misses("reply to Käthe")
            await lea.perform(c.Assign(id, "mia"))
            await stage.sees("owner: mia")
            await stage.press("r")
            await stage.sees("reply to Käthe", "Noch meine Antwort", "will wait")


async def test_leaving_a_text_and_ending_at_once_loses_nothing(tmp_path: Path) -> None:
    async with company(tmp_path) as house:
        await arrives(house, "Frage")
        anna = await house.desk("anna")
        async with at_desk(anna) as stage:
            await stage.sees("Frage")
            await stage.press("r")
            await stage.sees("reply to Käthe")
            await stage.type("Halb")
            await stage.press("escape", "q")
        draft = (await anna.thread((await anna.conversations(View.ALL)).items[0].conversation.id)).draft
        assert draft is not None
        assert str(draft.words) == "Halb"


async def test_where_a_note_cannot_be_kept_the_screen_does_not_say_so(tmp_path: Path) -> None:
    async with company(tmp_path) as house:
        await arrives(house, "Frage")
        async with at_desk(await house.desk("anna"), inbox=tmp_path / "nowhere" / "inbox.db") as stage:
            await stage.sees("Frage")
            await stage.press("i")
            await stage.type("Halb")
            await stage.sees("· kept until you end")


async def test_a_question_begun_is_kept_for_its_conversation_and_department(tmp_path: Path) -> None:
    async with company(tmp_path) as house:
        await arrives(house, "Frage")
        anna = await house.desk("anna")
        async with at_desk(anna) as stage:
            await stage.sees("Frage")
            await stage.press("x", "enter")
            await stage.sees("Ask development")
            await stage.type("Ist das bekannt")
            await stage.press("escape")
            await stage.sees("Your question to development is kept; x goes on with it.")
            await stage.press("x", "down", "enter")
            await stage.sees("Ask legal")
            assert "Ist das bekannt" not in stage.text()
            await stage.press("escape", "x", "enter")
            await stage.sees("Ask development", "Ist das bekannt")
            await stage.type("?")
            await stage.press("ctrl+s")
            await stage.sees("development is asked")
            await stage.press("x", "enter")
            await stage.sees("Ask development")
        request = (await anna.requests()).items[0].request
        assert str(request.question) == "Ist das bekannt?"


async def test_the_keys_go_back_to_the_composer_when_the_window_is_large_enough_again(tmp_path: Path) -> None:
    async with company(tmp_path) as house:
        await arrives(house, "Frage")
        anna = await house.desk("anna")
        async with at_desk(anna, (80, 24)) as stage:
            await stage.sees("Frage")
            await stage.press("r")
            await stage.type("Guten ")
            await stage.pilot.resize_terminal(40, 10)
            await stage.sees("too small")
            await stage.type("me")
            await stage.pilot.resize_terminal(80, 24)
            await stage.sees("Guten", "anna")
            await stage.type("Tag")
            await stage.sees("Guten Tag")
        assert (await anna.conversations(View.ALL)).items[0].conversation.state is State.OPEN


@pytest.mark.parametrize("size", [(60, 16), (80, 24), (120, 40)])
async def test_in_a_long_paragraph_one_sees_what_one_writes(tmp_path: Path, size: tuple[int, int]) -> None:
    async with company(tmp_path) as house:
        await arrives(house, "Frage")
        async with at_desk(await house.desk("anna"), size) as stage:
            await stage.sees("Käthe")
            await stage.press("r")
            await stage.sees("reply to Käthe")
            stage.app.screen.composer.insert("Wort " * 1200)  # type: ignore[attr-defined]
            await stage.type("und Schluss")
            await stage.sees("und Schluss")


async def test_a_request_passed_on_is_no_longer_in_the_list(tmp_path: Path) -> None:
    async with company(tmp_path) as house:
        await arrives(house, "Frage")
        await asked(await house.desk("anna"))
        async with at_desk(await house.desk("tom")) as stage:
            await stage.sees("Seit wann?")
            await stage.press("D", "enter")
            await stage.sees("A line for legal")
            await stage.press("ctrl+s")
            await stage.sees("is with legal", "Nobody asks you anything.")


async def test_an_answer_stays_with_its_question_when_that_is_taken_back_meanwhile(tmp_path: Path) -> None:
    async with company(tmp_path) as house:
        await arrives(house, "Frage", who="Ada")
        await arrives(house, "Noch eine", who="Ben")
        anna, tom = await house.desk("anna"), await house.desk("tom")
        first, second = (row.conversation.id for row in (await anna.conversations(View.WAITING)).items)
        await anna.perform(c.Ask(first, "development", "Seit wann?"))
        await anna.perform(c.Ask(second, "development", "Wie lange?"))
        async with at_desk(tom) as stage:
            await stage.sees("  ? Seit wann?")
            await stage.press("r")
            await stage.type("Seit 5.2.")
            await anna.perform(c.Withdraw((await anna.thread(first)).requests[0].id))
            stage.app.screen.work(stage.app.screen.reload)  # type: ignore[attr-defined]  # as every 20 seconds
            await stage.sees("development · 1 open", "  ? Seit wann?", "Seit 5.2.")
            await stage.press("ctrl+s")
            await stage.sees("✗", "Seit 5.2.")
            await stage.press("escape")
            await stage.sees("  ? Wie lange?")


async def test_a_time_that_cannot_be_read_is_said_in_the_dialog_and_can_be_mended(tmp_path: Path) -> None:
    async with company(tmp_path) as house:
        await arrives(house, "Frage")
        anna = await house.desk("anna")
        await anna.perform(c.Take((await anna.conversations(View.ALL)).items[0].conversation.id))
        async with at_desk(anna) as stage:
            await stage.sees("Frage")
            await stage.press("s")
            await stage.type("3 lightyears")
            await stage.press("enter")
            await stage.sees("'3 lightyears' is no time", "Until when?")
            await stage.press(*["backspace"] * len("lightyears"))
            await stage.type("Stunden")
            await stage.press("enter")
            await stage.sees("Asleep until")
        until = (await anna.conversations(View.SNOOZED)).items[0].conversation.snoozed_until
        assert until is not None
        assert 10_700 < (until - datetime.now(UTC)).total_seconds() <= 10_800


async def test_a_find_by_an_operator_or_of_a_single_place_says_nothing_wrong(tmp_path: Path) -> None:
    async with company(tmp_path) as house:
        await arrives(house, "Charge 7 raucht", who="Ada")
        await arrives(house, "Etwas anderes", who="Ben")
        anna = await house.desk("anna")
        ada = (await anna.conversations(View.WAITING)).items[0].conversation.id
        await anna.perform(c.Tag(ada, ("umzug",), ()))
        async with at_desk(anna) as stage:
            for words in ("tag:umzug", "charge"):
                await stage.sees("Etwas anderes")
                await stage.press("G", "/")
                await stage.type(words)
                await stage.sees("1 found")
                await stage.press("enter")
                await stage.sees(" Ada · mastodon")
                assert "looked for" not in stage.text()
                assert "nowhere" not in stage.text()
                await stage.press("q")


async def test_every_key_that_does_nothing_says_so_and_those_in_the_thread_work_there(tmp_path: Path) -> None:
    async with company(tmp_path) as house:
        await arrives(house, "Frage A", who="Ada")
        await arrives(house, "Frage B", who="Ben")
        async with at_desk(await house.desk("anna")) as stage:
            await stage.sees("Frage B")
            await stage.press("Q")
            await stage.sees("Q does nothing here; ? shows the keys.")
            await stage.press("escape")
            await stage.sees("This is the first page; q ends.")
            await stage.press("enter", "]")
            await stage.sees(" Ben · mastodon")
            await stage.press("f")
            await stage.sees("Only which channel, owner or tag?")
            await stage.press("escape", "?")
            await stage.sees("Here:")
            await stage.press("G")
            await stage.misses("Here:")


async def test_notices_go_away_by_themselves(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("inbox.tui.screens.base.FADES", (0.1, 0.1))
    async with company(tmp_path) as house, at_desk(await house.desk("anna")) as stage:
        await stage.sees("Nobody waits for us.")
        stage.app.screen.say("Das ist gesagt.")  # type: ignore[attr-defined]
        await stage.sees("Das ist gesagt.")
        await stage.misses("Das ist gesagt.")


async def test_ctrl_c_says_in_ones_own_language_how_to_end(tmp_path: Path) -> None:
    texts.speak("de")
    try:
        async with company(tmp_path) as house, at_desk(await house.desk("anna")) as stage:
            await stage.press("ctrl+c")
            await stage.sees("q beendet")
            assert "Press" not in stage.text()
    finally:
        texts.speak("")
