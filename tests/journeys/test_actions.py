"""Every action once, by its key: what each leaves behind at the desk or on the screen."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from inbox.domain import commands as c
from inbox.domain.model import Delivery, RequestState, State
from inbox.ports.desk import Desk, Thread, View, made
from inbox.tui.app import InboxApp
from tests.tui.stage import Stage, arrives, at_desk, company


async def _thread(desk: Desk, place: int = 0) -> Thread:
    """Return a conversation of all."""
    return await desk.thread((await desk.index(View.ALL))[place])


async def _reading(stage: Stage, *wanted: str) -> Stage:
    """Go into the thread of the chosen conversation, the keys with it."""
    await stage.sees("owner:", *wanted)
    await stage.press("enter")
    return await stage._until(lambda: stage.app.screen.context() == "thread", "reads")  # type: ignore[attr-defined]


async def test_a_note_is_kept_at_the_conversation_and_goes_to_nobody(tmp_path: Path) -> None:
    async with company(tmp_path) as house:
        await arrives(house, "Frage")
        anna = await house.desk("anna")
        async with at_desk(anna) as stage:
            await stage.sees("owner: nobody")
            await stage.press("i")
            await stage.sees("internal note on Käthe", "never sees it")
            await stage.type("Stammkundin")
            await stage.press("ctrl+s")
            await stage.sees("The note is kept", "◦ note anna", "Stammkundin")
        thread = await _thread(anna)
        assert [(n.author, str(n.words)) for n in thread.notes] == [("anna", "Stammkundin")]
        assert len(thread.messages) == 1 and thread.row.conversation.owner is None


async def test_a_note_left_half_written_is_there_when_its_writer_comes_back(tmp_path: Path) -> None:
    async with company(tmp_path) as house:
        await arrives(house, "Frage")
        anna = await house.desk("anna")
        async with at_desk(anna) as stage:
            await stage.sees("owner: nobody")
            await stage.press("i")
            await stage.type("Halb")
            await stage.press("escape")
            await stage.misses("internal note")
            await stage.press("i")
            await stage.sees("internal note", "Halb")
        assert (await _thread(anna)).notes == ()


@pytest.mark.parametrize(("typed", "hours"), [("", 1), ("3h", 3), ("2d", 48)])
async def test_a_conversation_sleeps_until_the_time_chosen_or_typed_and_is_woken_by_u(
    tmp_path: Path, typed: str, hours: int
) -> None:
    async with company(tmp_path) as house:
        await arrives(house, "Frage")
        anna = await house.desk("anna")
        async with at_desk(anna) as stage:
            await stage.sees("owner: nobody")
            await stage.press("m")
            await stage.sees("owner: anna")
            await stage.press("s")
            await stage.sees("Until when?", "in an hour")
            await stage.type(typed)
            await stage.press("enter")
            await stage.sees("Asleep until", "waiting · 0")
            until = (await _thread(anna)).row.conversation.snoozed_until
            assert until and abs(until - datetime.now(UTC) - timedelta(hours=hours)) < timedelta(minutes=1)
            await stage.press("g", "s")
            await stage.sees("snoozed · 1", "Frage")
            await stage.press("u")
            await stage.sees("Open again: 1")
        assert (await _thread(anna)).row.conversation.state is State.OPEN


async def test_a_conversation_given_back_is_nobodys(tmp_path: Path) -> None:
    async with company(tmp_path) as house:
        await arrives(house, "Frage")
        anna = await house.desk("anna")
        await anna.perform(c.Take((await anna.index(View.ALL))[0]))
        async with at_desk(anna) as stage:
            await stage.sees("owner: anna")
            await stage.press("A")
            await stage.sees("Given back: 1", "owner: nobody")
        assert (await anna.counts()).views[View.UNOWNED] == 1


async def test_a_closed_conversation_is_opened_again(tmp_path: Path) -> None:
    async with company(tmp_path) as house:
        await arrives(house, "Frage")
        anna = await house.desk("anna")
        id = (await anna.index(View.ALL))[0]
        await anna.perform(c.Take(id))
        await anna.perform(c.Close(id))
        async with at_desk(anna) as stage:
            await stage.press("g", "a")
            await stage.sees("Frage", "owner: anna")
            await stage.press("u")
            await stage.sees("Open again: 1")
        assert (await anna.thread(id)).row.conversation.state is State.OPEN


async def test_a_held_reply_goes_back_to_its_writer_with_a_reason(tmp_path: Path) -> None:
    async with company(tmp_path) as house:
        await arrives(house, "Frage")
        mia, lea = await house.desk("mia"), await house.desk("lea")
        await mia.perform(c.Reply((await mia.index(View.ALL))[0], "Nö."))
        async with at_desk(lea) as stage:
            await stage.press("g", "h")
            await stage.sees("‖ held", "Nö.")
            await stage.press("R")
            await stage.sees("What should mia change?")
            await stage.type("Freundlicher")
            await stage.press("ctrl+s")
            await stage.sees("The reply is back with mia.")
        thread = await _thread(mia)
        assert str(thread.draft.words) == "Nö."  # type: ignore[union-attr]
        assert [str(n.words) for n in thread.notes] == ["Freundlicher"]
        assert len(thread.messages) == 1


@pytest.mark.parametrize(
    ("downs", "becomes", "shown"),
    [(0, Delivery.SENT, "✓ sent"), (1, Delivery.QUEUED, "… queued"), (2, Delivery.FAILED, "dropped by anna")],
    ids=["it arrived", "again", "drop"],
)
async def test_what_nobody_knows_is_decided_by_a_person(
    tmp_path: Path, downs: int, becomes: Delivery, shown: str
) -> None:
    async with company(tmp_path) as house:
        await arrives(house, "Frage")
        anna, office = await house.desk("anna"), house._office
        reply = made(await anna.perform(c.Reply((await anna.index(View.ALL))[0], "Antwort", now=True))) or 0
        await office.perform(c.BeginSend(reply), None)
        await office.perform(c.EndSend(reply, Delivery.UNKNOWN, error="no answer in time"), None)
        async with at_desk(anna) as stage:
            await stage.press("g", "x")
            await _reading(stage, "? unknown", "no answer in time")
            await stage.press("!")
            await stage.sees("What became of this reply? no answer in time", "It arrived")
            await stage.press(*["down"] * downs, "enter")
            await stage.sees(shown)
        assert (await _thread(anna)).messages[-1].delivery is becomes


async def _asked(house, *, answered: bool) -> tuple[Desk, Desk, int]:  # type: ignore[no-untyped-def]
    await arrives(house, "Die App stürzt ab.")
    anna, tom = await house.desk("anna"), await house.desk("tom")
    id = (await anna.index(View.ALL))[0]
    asked = made(await anna.perform(c.Ask(id, "development", "Behoben?"))) or 0
    if answered:
        await tom.perform(c.Answer(asked, "Ja, in 5.2.1."))
    return anna, tom, asked


async def test_an_answer_is_accepted_without_being_used_yet(tmp_path: Path) -> None:
    async with company(tmp_path) as house:
        anna, _, asked = await _asked(house, answered=True)
        async with at_desk(anna) as stage:
            await stage.sees("Ja, in 5.2.1.")
            await stage.press("V")
            await stage.sees("The answer is accepted; v puts it into the reply.")
        assert (await anna.request(asked)).request.state is RequestState.ACCEPTED
        assert (await _thread(anna)).draft is None


async def test_a_question_is_taken_back_where_the_cursor_is_on_it(tmp_path: Path) -> None:
    async with company(tmp_path) as house:
        anna, _, asked = await _asked(house, answered=False)
        async with at_desk(anna) as stage:
            await _reading(stage, "Behoben?")
            await stage.press("k", "X")
            await stage.sees("Go to a request in the thread first.")
            await stage.press("j", "X")
            await stage.sees("The question is taken back.")
        assert (await anna.request(asked)).request.state is RequestState.WITHDRAWN


async def test_what_an_answer_lacks_is_said_to_its_department(tmp_path: Path) -> None:
    async with company(tmp_path) as house:
        anna, _, asked = await _asked(house, answered=True)
        async with at_desk(anna) as stage:
            await _reading(stage, "Ja, in 5.2.1.")
            await stage.press("c")
            await stage.sees(f"to development about request #{asked}")
            await stage.type("Seit wann?")
            await stage.press("ctrl+s")
            await stage.sees("It is with the department again.")
        request = (await anna.request(asked)).request
        assert [str(r.words) for r in request.remarks][-1] == "Seit wann?"


async def test_a_department_takes_declines_or_passes_a_question_on(tmp_path: Path) -> None:
    async with company(tmp_path) as house:
        anna, tom, first = await _asked(house, answered=False)
        id = (await anna.index(View.ALL))[0]
        second = made(await anna.perform(c.Ask(id, "development", "Und dies?"))) or 0
        async with at_desk(tom) as stage:
            await stage.sees("REQUESTS", "Behoben?", "Und dies?")
            await stage.press("m")
            await stage.sees(f"You work on request {first}; others see that.")
            await stage.press("d")
            await stage.sees(f"decline anna's request #{first}")
            await stage.type("Nicht unser Produkt")
            await stage.press("ctrl+s")
            await stage.sees("The request is declined.")
            await stage.misses("Behoben?")
            await stage.press("D")
            await stage.sees("Who can answer this?", "legal")
            await stage.press("enter")
            await stage.sees("A line for legal (may be empty)")
            await stage.type("Eher ihr")
            await stage.press("ctrl+s")
            await stage.sees(f"Request {second} is with legal.", "Nobody asks you anything.")
        declined, passed = (await anna.request(first)).request, (await anna.request(second)).request
        assert (declined.state, declined.taken_by) == (RequestState.DECLINED, "tom")
        assert (passed.state, passed.department) == (RequestState.OPEN, "legal")
        assert "Eher ihr" in [str(r.words) for r in passed.remarks]


async def test_what_is_under_the_cursor_is_copied(tmp_path: Path) -> None:
    async with company(tmp_path) as house:
        await arrives(house, "Meine Nummer ist 4711")
        async with at_desk(await house.desk("anna")) as stage:
            await _reading(stage, "4711")
            await stage.press("y")
            await stage.sees("Copied (terminal).")
            assert stage.app.clipboard == "Meine Nummer ist 4711"


async def test_a_link_is_opened_only_after_its_whole_target_was_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = tmp_path / "browser"
    browser.write_text(f'#!/bin/sh\nprintf "%s" "$1" > {tmp_path}/opened\n', "utf-8")
    browser.chmod(0o700)
    monkeypatch.setenv("BROWSER", str(browser))
    monkeypatch.setattr("webbrowser._tryorder", None)
    monkeypatch.setattr("webbrowser._browsers", {})
    opened = tmp_path / "opened"
    async with company(tmp_path) as house:
        await arrives(house, "Siehe https://a.test/eins und https://b.test/zwei?x=1.")
        async with at_desk(await house.desk("anna")) as stage:
            await _reading(stage, "Siehe")
            await stage.press("o")
            await stage.sees("Which link?", "https://b.test/zwei?x=1")
            await stage.press("down", "enter")
            await stage.sees("Open this link?", "https://b.test/zwei?x=1")
            await stage.press("n")
            await stage.misses("Open this link?")
            assert not opened.exists()
            await stage.press("o")
            await stage.sees("Which link?")
            await stage.press("down", "enter")
            await stage.sees("Open this link?")
            await stage.press("y")
            await stage._until(opened.exists, "opens")
            await stage._until(lambda: opened.read_text("utf-8") == "https://b.test/zwei?x=1", "opens the target")


async def test_the_keys_for_waiting_ones_pass_over_who_does_not_wait(tmp_path: Path) -> None:
    async with company(tmp_path) as house:
        for who in ("A", "B", "C"):
            await arrives(house, f"Frage von {who}", who=who)
        anna = await house.desk("anna")
        ids = list(await anna.index(View.ALL))
        await anna.perform(c.Reply(ids[1], "Antwort"))
        async with at_desk(anna) as stage:
            await stage.press("g", "a")
            await stage.sees("all · 3", "Antwort")
            model = stage.app.screen.model  # type: ignore[attr-defined]
            await stage._until(lambda: len(model.ids) == 3 and all(model.row(n) for n in range(3)), "reads the rows")
            await stage.press("g", "g")
            waiting = [n for n in range(3) if model.row(n).ball == "us"]
            model.move(0)
            await stage.press("]")
            assert model.cursor == next(n for n in waiting if n > 0)
            await stage.press("]", "]")
            await stage.sees("Nobody else waits for us here.")
            assert model.cursor == waiting[-1]
            await stage.press("[")
            assert model.cursor == waiting[-2]


async def test_all_are_marked_and_none_again(tmp_path: Path) -> None:
    async with company(tmp_path) as house:
        for who in ("A", "B", "C"):
            await arrives(house, f"Frage von {who}", who=who)
        anna = await house.desk("anna")
        async with at_desk(anna) as stage:
            await stage.sees("waiting · 3", "Frage von C")
            await stage.press("*")
            await stage.sees("3 marked")
            await stage.press("*")
            await stage.sees("0 marked")
            await stage.press("*", "m")
            await stage.sees("Yours now: 3")
        assert (await anna.counts()).views[View.MINE] == 3


async def test_a_manager_looks_at_what_departments_are_asked_and_comes_back(tmp_path: Path) -> None:
    async with company(tmp_path) as house:
        anna, _, _ = await _asked(house, answered=False)
        async with at_desk(anna) as stage:
            await stage.sees("Behoben?")
            await stage.press("g", "r")
            await stage.sees("REQUESTS", "anna asks development", "Behoben?")
            await stage.press("q")
            await stage.sees("INBOX", "owner:")


async def test_the_keys_go_from_pane_to_pane_and_the_thread_can_have_the_window(tmp_path: Path) -> None:
    async with company(tmp_path) as house:
        await arrives(house, "Frage")
        async with at_desk(await house.desk("anna")) as stage:
            await stage.sees("owner: nobody", "waiting · 1")
            screen = stage.app.screen
            assert screen.context() == "list"  # type: ignore[attr-defined]
            await stage.press("tab")
            await stage._until(lambda: screen.context() == "thread", "goes to the thread")  # type: ignore[attr-defined]
            await stage.press("shift+tab")
            await stage._until(lambda: screen.context() == "list", "goes back")  # type: ignore[attr-defined]
            await stage.press("+")
            await stage.misses("waiting · 1")
            assert screen.context() == "thread" and "Frage" in stage.text()  # type: ignore[attr-defined]
            await stage.press("+")
            await stage.sees("waiting · 1")
            assert screen.context() == "list"  # type: ignore[attr-defined]


async def test_in_the_demo_one_sits_down_at_anothers_desk(tmp_path: Path) -> None:
    async with company(tmp_path) as house:
        anna, _, _ = await _asked(house, answered=False)
        app = InboxApp(anna, house.desk, "")
        async with app.run_test(size=(120, 40)) as pilot:
            stage = Stage(app, pilot)
            await stage.sees("Behoben?")
            await stage.press("g", "d")
            await stage.sees("At whose desk do you want to sit?", "specialist")
            await stage.type("tom")
            await stage.press("enter")
            await stage.sees("You sit at tom's desk now.", "REQUESTS", "anna asks development")
            await arrives(house, "Neu", who="Ben")
            ben = (await anna.index(View.UNOWNED))[-1]
            await anna.perform(c.Ask(ben, "development", "Auch live?"))
            await stage.sees("Auch live?")
        assert app.seat.person.name == "tom"


async def test_outside_the_demo_nobody_sits_at_anothers_desk(tmp_path: Path) -> None:
    async with company(tmp_path) as house, at_desk(await house.desk("anna")) as stage:
        await stage.sees("Nobody waits for us.")
        await stage.press("g", "d")
        await stage.sees("Only in the demo.")
        assert stage.app.seat.person.name == "anna"


async def test_the_log_says_what_was_said_and_how_the_channels_fare(tmp_path: Path) -> None:
    async with company(tmp_path) as house:
        await arrives(house, "Frage")
        await house._store.trouble("acme@email", "The server does not answer.", datetime.now(UTC))
        async with at_desk(await house.desk("anna")) as stage:
            await stage.sees("owner: nobody")
            await stage.press("m")
            await stage.sees("It is yours.")
            await stage.press("g", "e")
            await stage.sees("Activity and errors", "acme@email", "The server does not answer.", "It is yours.")
            await stage.press("escape")
            await stage.misses("Activity and errors")


async def test_dark_becomes_light_and_dark_again(tmp_path: Path) -> None:
    async with company(tmp_path) as house, at_desk(await house.desk("anna")) as stage:
        await stage.sees("Nobody waits for us.")
        was = stage.app.current_theme.dark
        await stage.press("g", "l")
        await stage._until(lambda: stage.app.current_theme.dark is not was, "changes")
        await stage.press("g", "l")
        await stage._until(lambda: stage.app.current_theme.dark is was, "changes back")
        await stage.sees("Nobody waits for us.")


async def test_a_redraw_reads_what_the_screen_could_not_know(tmp_path: Path) -> None:
    async with company(tmp_path) as house:
        await arrives(house, "Frage")
        async with at_desk(await house.desk("anna")) as stage:
            await stage.sees("Frage", "owner: nobody")
            async with house._store._db.writing() as writing:
                await writing.run("update message set text = 'Heimlich anders'")
            await stage.press("ctrl+l")
            await stage.sees("Heimlich anders")
