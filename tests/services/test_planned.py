"""Replies that leave at a moment their writer chose, and what becomes of them meanwhile."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from inbox.domain import commands as c
from inbox.domain.events import ReplyFrozen, SendBegun, TargetMissed
from inbox.domain.figures import Figure
from inbox.domain.handover import Step
from inbox.domain.incoming import File, Kind, Visibility
from inbox.domain.model import Delivery, Role, State
from inbox.errors import BadInput, NotAllowed, NotFound, Refused
from inbox.ports.desk import View, made
from inbox.services import watch
from inbox.tui.models.notices import concerning
from tests.world import NOON, World, message, world

TOMORROW = NOON + timedelta(hours=20)


async def _plan(w: World, who: str = "anna", text: str = "Hier ist die Anleitung.", **more: object) -> tuple[int, int]:
    id = await w.arrives(visibility=more.pop("visibility", Visibility.PRIVATE), who=str(more.pop("contact", "Käthe")))
    desk = await w.desk(who)
    await desk.perform(c.Take(id))
    return id, made(await desk.perform(c.Reply(id, text, planned=more.pop("planned", TOMORROW), **more))) or 0  # type: ignore[arg-type]


async def _leave(w: World) -> list[int]:
    left = []
    while due := await w.house._store.to_send(w.clock(), 50):
        for one in due:
            facts = await w.house._office.perform(c.BeginSend(one.id), None)
            if SendBegun in [type(f.event) for f in facts]:
                left.append(one.id)
                await w.house._office.perform(c.EndSend(one.id, Delivery.SENT, f"x{one.id}"), None)
    return left


async def test_a_planned_reply_leaves_at_its_time_and_not_before(place: Path | str) -> None:
    async with world(place) as w:
        anna = await w.desk("anna")
        id, reply = await _plan(w)
        assert await w.house._store.next_due() == TOMORROW
        w.clock.move(hours=19, minutes=59)
        assert await _leave(w) == []
        w.clock.move(minutes=1)
        assert await _leave(w) == [reply]
        assert (await anna.thread(id)).messages[-1].planned == TOMORROW
        assert (await (await w.desk("lea")).verify()).ok


async def test_a_time_that_is_over_too_far_off_or_also_now_is_refused(tmp_path: Path) -> None:
    async with world(tmp_path) as w:
        id = await w.arrives(visibility=Visibility.PRIVATE)
        anna = await w.desk("anna")
        with pytest.raises(BadInput, match="is over"):
            await anna.perform(c.Reply(id, "Hier ist sie.", planned=NOON))
        with pytest.raises(BadInput, match="at most 366 days"):
            await anna.perform(c.Reply(id, "Hier ist sie.", planned=NOON + timedelta(days=400)))
        with pytest.raises(BadInput, match="one of the two"):
            await anna.perform(c.Reply(id, "Hier ist sie.", planned=TOMORROW, now=True))


async def test_when_the_contact_writes_it_goes_back_into_the_draft_and_its_writer_reads_why(place: Path | str) -> None:
    async with world(place) as w:
        anna = await w.desk("anna")
        id, _ = await _plan(w)
        await anna.perform(c.Close(id))
        before = await anna.last()
        w.clock.move(minutes=1)
        await w.arrives("Hat sich erledigt!", visibility=Visibility.PRIVATE, occurred_at=w.clock())
        told = [notice.text for notice in await concerning(anna, await anna.feed(before))]
        assert f"A reply in conversation {id} comes back." in told
        thread = await anna.thread(id)
        assert thread.draft is not None
        assert str(thread.draft.words) == "Hier ist die Anleitung."
        assert "the contact wrote before the planned reply left" in str(thread.notes[-1].words)
        assert thread.row.conversation.state is State.OPEN
        assert thread.row.conversation.waiting_since is not None
        w.clock.move(hours=24)
        assert await _leave(w) == []


async def test_what_a_machine_says_gives_nothing_back_and_an_answer_elsewhere_does(tmp_path: Path) -> None:
    async with world(tmp_path) as w:
        anna = await w.desk("anna")
        id, _ = await _plan(w)
        await w.arrives("Ich bin im Urlaub.", visibility=Visibility.PRIVATE, automatic=True)
        assert (await anna.thread(id)).draft is None
        w.clock.move(minutes=1)
        echo = message("echo", "Schon geklärt.", visibility=Visibility.PRIVATE, occurred_at=w.clock())
        await w.take_in(replace(echo, kind=Kind.ECHO))
        thread = await anna.thread(id)
        assert thread.draft is not None
        assert "answered elsewhere" in str(thread.notes[-1].words)


async def test_a_later_reply_does_not_wait_for_one_that_is_planned_for_tomorrow(place: Path | str) -> None:
    async with world(place) as w:
        id, planned = await _plan(w)
        second = made(await (await w.desk("anna")).perform(c.Reply(id, "Noch eines vorab."))) or 0
        w.clock.move(seconds=30)
        assert await _leave(w) == [second]
        w.clock.move(hours=20)
        assert await _leave(w) == [planned]


async def test_undo_takes_back_the_one_planned_last_and_by_name_any_until_it_leaves(place: Path | str) -> None:
    async with world(place) as w:
        anna = await w.desk("anna")
        id, reply = await _plan(w)
        assert (await anna.undoable()) is not None
        await _plan(w, contact="Jana", planned=None)
        w.clock.move(minutes=1)
        await _leave(w)
        assert await anna.undoable() is None
        with pytest.raises(Refused, match="no reply here that could be taken back"):
            await anna.perform(c.TakeBack())
        await anna.perform(c.TakeBack(reply))
        thread = await anna.thread(id)
        assert thread.draft is not None
        assert thread.messages[-1].id != reply


async def test_after_a_hand_over_it_leaves_unless_the_new_owner_takes_it_back(tmp_path: Path) -> None:
    async with world(tmp_path) as w:
        anna, jonas = await w.desk("anna"), await w.desk("jonas")
        id, reply = await _plan(w)
        with pytest.raises(NotAllowed, match="only they or a lead"):
            await jonas.perform(c.TakeBack(reply))
        await anna.perform(c.Assign(id, "jonas"))
        card = (await jonas.handover((id,)))[0]
        assert (card.step, card.about) == (Step.PLANNED, "anna")
        other, taken = await _plan(w, contact="Jana")
        await anna.perform(c.Assign(other, "jonas"))
        await jonas.perform(c.TakeBack(taken))
        w.clock.move(hours=20)
        assert await _leave(w) == [reply]


async def test_a_writer_who_may_not_answer_any_more_by_then_has_it_back(tmp_path: Path) -> None:
    async with world(tmp_path) as w:
        lea = await w.desk("lea")
        id, _ = await _plan(w)
        await lea.perform(c.SetPerson("anna", roles=(Role.SPECIALIST,)))
        w.clock.move(hours=20)
        assert await _leave(w) == []
        assert (await lea.thread(id)).draft is not None


@pytest.mark.parametrize("signed", [False, True])
async def test_a_freeze_stops_what_is_planned_also_when_it_was_signed_off(tmp_path: Path, signed: bool) -> None:
    async with world(tmp_path) as w:
        lea = await w.desk("lea")
        text = "Wir erstatten Ihnen 20 Euro." if signed else "Hier ist die Anleitung."
        _, reply = await _plan(w, text=text)
        if signed:
            await lea.perform(c.Approve(reply))
        await lea.perform(c.FreezeSending())
        w.clock.move(hours=20)
        facts = await w.house._office.perform(c.BeginSend(reply), None)
        assert [type(f.event) for f in facts] == [ReplyFrozen]
        await lea.perform(c.UnfreezeSending())
        assert await _leave(w) == [reply]


async def test_while_sending_is_frozen_what_is_planned_waits_for_a_lead_and_still_for_its_time(
    tmp_path: Path,
) -> None:
    async with world(tmp_path) as w:
        lea = await w.desk("lea")
        await lea.perform(c.FreezeSending())
        id, reply = await _plan(w)
        anna = await w.desk("anna")
        assert (await anna.thread(id)).messages[-1].delivery is Delivery.HELD
        await lea.perform(c.UnfreezeSending())
        w.clock.move(hours=1)
        assert await _leave(w) == []
        w.clock.move(hours=19)
        assert await _leave(w) == [reply]


async def test_what_is_signed_off_leaves_at_its_time_and_at_once_where_that_is_over(tmp_path: Path) -> None:
    async with world(tmp_path) as w:
        lea = await w.desk("lea")
        _, early = await _plan(w, text="Wir erstatten Ihnen 20 Euro.")
        id, late = await _plan(w, text="Wir erstatten Ihnen 30 Euro.", contact="Jana")
        assert id in {hit.conversation for hit in (await lea.search("is:planned")).items}
        await lea.perform(c.Approve(early))
        w.clock.move(hours=19)
        assert await _leave(w) == []
        w.clock.move(hours=2)
        assert await _leave(w) == [early]
        await lea.perform(c.Approve(late))
        w.clock.move(seconds=30)
        assert await _leave(w) == [late]


async def test_the_contact_waits_until_it_leaves_and_the_target_of_the_channel_counts_on(place: Path | str) -> None:
    async with world(place) as w:
        anna, lea = await w.desk("anna"), await w.desk("lea")
        await lea.perform(c.SetHours("", "mon-sun 0-24", within=60, public=60))
        id, _ = await _plan(w)
        row = (await anna.rows([id]))[0]
        assert (row.planned, row.conversation.waiting_since) == (TOMORROW, NOON)
        assert (await lea.report()).total.waiting == 1
        assert await anna.index(View.WAITING)
        w.clock.move(hours=19)
        await watch.look(w.house._office)
        assert TargetMissed in [type(f.event) for f in await lea.feed(0)]
        w.clock.move(hours=1)
        await _leave(w)
        assert (await anna.rows([id]))[0].conversation.waiting_since is None
        report = await lea.report()
        assert (report.total.waiting, report.total.first.count) == (0, 1)


async def test_an_outdated_answer_brings_what_it_was_in_back_on_the_table(tmp_path: Path) -> None:
    async with world(tmp_path) as w:
        anna, tom = await w.desk("anna"), await w.desk("tom")
        id = await w.arrives(visibility=Visibility.PRIVATE)
        await anna.perform(c.Take(id))
        request = made(await anna.perform(c.Ask(id, "development", "Wie geht das?"))) or 0
        await tom.perform(c.Answer(request, "So geht das."))
        await anna.perform(c.Accept(request))
        await anna.perform(c.Reply(id, "So geht das.", planned=TOMORROW, answers=(request,)))
        await anna.perform(c.Close(id))
        await anna.perform(c.Reply(id, "So geht das, noch einmal.", planned=TOMORROW, answers=(request,)))
        await tom.perform(c.MarkOutdated(request, "anders"))
        thread = await anna.thread(id)
        assert thread.row.conversation.state is State.OPEN
        assert thread.draft is not None


async def test_a_report_counts_it_from_when_it_left_and_a_search_finds_it_till_then(place: Path | str) -> None:
    async with world(place) as w:
        lea = await w.desk("lea")
        id, _ = await _plan(w)
        hits = (await lea.search("is:planned")).items
        assert {hit.conversation for hit in hits} == {id}
        await lea.perform(c.FreezeSending())
        w.clock.move(hours=20)
        await _leave(w)
        w.clock.move(hours=2)
        await lea.perform(c.UnfreezeSending())
        await _leave(w)
        w.clock.move(hours=1)
        assert (await lea.search("is:planned")).items == ()
        report = await lea.report(NOON - timedelta(hours=1), NOON + timedelta(hours=21))
        assert (report.total.replies, report.total.first.count) == (0, 0)
        report = await lea.report(NOON + timedelta(hours=21))
        assert report.total.replies == 1
        assert report.total.first.median == 22 * 3600
        assert list(await lea.behind(Figure.REPLIES, NOON + timedelta(hours=21))) == [id]


async def test_of_two_that_are_late_the_one_that_was_meant_to_leave_first_does(place: Path | str) -> None:
    async with world(place) as w:
        id, second = await _plan(w)
        earlier = c.Reply(id, "Vorab das hier.", planned=TOMORROW - timedelta(hours=1))
        first = made(await (await w.desk("anna")).perform(earlier)) or 0
        w.clock.move(hours=30)
        assert await _leave(w) == [first, second]


async def test_nothing_leaves_beside_one_that_is_out_or_past_one_of_which_nobody_knows(place: Path | str) -> None:
    async with world(place) as w:
        id, planned = await _plan(w)
        other = made(await (await w.desk("anna")).perform(c.Reply(id, "Noch eines vorab."))) or 0
        w.clock.move(hours=20)
        office, store = w.house._office, w.house._store
        await office.perform(c.BeginSend(other), None)
        for outcome in (None, Delivery.UNKNOWN):
            if outcome is not None:
                await office.perform(c.EndSend(other, outcome, doubt=True), None)
            assert await store.to_send(w.clock(), 50) == []
            assert await store.next_due() is None
            with pytest.raises(Refused, match="waits for reply"):
                await office.perform(c.BeginSend(planned), None)


@pytest.mark.parametrize("kind", [Kind.EDIT, Kind.DELETE])
async def test_a_contact_who_changes_or_takes_back_what_they_wrote_has_spoken(tmp_path: Path, kind: Kind) -> None:
    async with world(tmp_path) as w:
        anna = await w.desk("anna")
        id, _ = await _plan(w)
        said = message("change", "Ich habe gekündigt!", visibility=Visibility.PRIVATE)
        await w.take_in(replace(said, kind=kind, external_id="", target_id="Käthe-1"))
        assert (await anna.thread(id)).draft is not None


async def test_what_was_said_before_it_was_planned_and_comes_in_late_changes_nothing(tmp_path: Path) -> None:
    async with world(tmp_path) as w:
        anna = await w.desk("anna")
        id, _ = await _plan(w)
        await w.arrives("Von damals.", visibility=Visibility.PRIVATE, occurred_at=NOON - timedelta(days=700))
        assert (await anna.thread(id)).draft is None


async def test_a_second_try_is_given_back_and_frozen_as_the_first(tmp_path: Path) -> None:
    async with world(tmp_path) as w:
        anna, lea, office = await w.desk("anna"), await w.desk("lea"), w.house._office
        ids = []
        for contact in ("Käthe", "Jana"):
            id, reply = await _plan(w, contact=contact)
            ids.append((id, reply))
        w.clock.move(hours=20)
        for _, reply in ids:
            await office.perform(c.BeginSend(reply), None)
            again = c.EndSend(reply, Delivery.QUEUED, error="busy", due=w.clock() + timedelta(hours=1))
            await office.perform(again, None)
        await w.take_in(message("late", "Erledigt!", visibility=Visibility.PRIVATE, occurred_at=w.clock()))
        assert (await anna.thread(ids[0][0])).draft is not None
        await lea.perform(c.FreezeSending())
        w.clock.move(hours=2)
        assert [type(f.event) for f in await office.perform(c.BeginSend(ids[1][1]), None)] == [ReplyFrozen]


async def test_when_a_colleague_has_answered_meanwhile_it_comes_back_at_its_time(tmp_path: Path) -> None:
    async with world(tmp_path) as w:
        anna, lea = await w.desk("anna"), await w.desk("lea")
        id, _ = await _plan(w)
        w.clock.move(hours=1)
        other = made(await lea.perform(c.Reply(id, "Das habe ich schon erledigt."))) or 0
        w.clock.move(hours=19)
        assert await _leave(w) == [other]
        thread = await anna.thread(id)
        assert thread.draft is not None
        assert "lea answered before the planned reply left" in str(thread.notes[-1].words)


async def test_what_a_colleague_plans_for_later_is_no_answer_yet(tmp_path: Path) -> None:
    async with world(tmp_path) as w:
        lea = await w.desk("lea")
        id, reply = await _plan(w)
        w.clock.move(hours=1)
        await lea.perform(c.Reply(id, "Und das hier.", planned=TOMORROW + timedelta(hours=1)))
        w.clock.move(hours=19)
        assert await _leave(w) == [reply]


async def test_risk_rules_that_were_set_meanwhile_hold_it_at_its_time(tmp_path: Path) -> None:
    async with world(tmp_path) as w:
        lea = await w.desk("lea")
        id, reply = await _plan(w)
        await lea.perform(c.SetRisks("[guides] media\nwhy: It names a guide.\nany: anleitung\n"))
        w.clock.move(hours=20)
        assert await _leave(w) == []
        assert (await lea.thread(id)).messages[-1].delivery is Delivery.HELD
        await lea.perform(c.Approve(reply))
        w.clock.move(minutes=1)
        assert await _leave(w) == [reply]


async def test_what_a_freeze_keeps_of_what_is_planned_keeps_no_private_word(place: Path | str) -> None:
    async with world(place) as w:
        lea, anna = await w.desk("lea"), await w.desk("anna")
        id, planned = await _plan(w)
        await lea.perform(c.FreezeSending())
        w.clock.move(hours=20)
        await w.house._office.perform(c.BeginSend(planned), None)
        urgent = made(await anna.perform(c.Reply(id, "Bitte nicht einstecken."))) or 0
        w.clock.move(minutes=1)
        assert await _leave(w) == [urgent]


async def test_whoever_wrote_it_is_told_where_somebody_else_owns_the_conversation_by_then(tmp_path: Path) -> None:
    async with world(tmp_path) as w:
        anna = await w.desk("anna")
        id, _ = await _plan(w, files=(File("a.txt", "text/plain", b"x"),))
        await anna.perform(c.Assign(id, "jonas"))
        before = await anna.last()
        w.clock.move(minutes=1)
        await w.arrives("Erledigt!", visibility=Visibility.PRIVATE, occurred_at=w.clock())
        told = [notice.text for notice in await concerning(anna, await anna.feed(before))]
        assert told == [f"the inbox names you in conversation {id}."]
        assert "Its files have to be enclosed again." in str((await anna.thread(id)).notes[-1].words)


async def test_the_same_key_again_is_the_same_reply_whenever_in_two_hours_is(tmp_path: Path) -> None:
    async with world(tmp_path) as w:
        id = await w.arrives(visibility=Visibility.PRIVATE)
        anna = await w.desk("anna")
        first = await anna.perform(c.Reply(id, "Hier.", planned=w.clock() + timedelta(hours=2)), "k")
        w.clock.move(seconds=1)
        assert await anna.perform(c.Reply(id, "Hier.", planned=w.clock() + timedelta(hours=2)), "k") == first


async def test_nobody_takes_back_what_they_do_not_see(tmp_path: Path) -> None:
    async with world(tmp_path) as w:
        _, reply = await _plan(w)
        with pytest.raises((NotFound, NotAllowed)):
            await (await w.desk("otto")).perform(c.TakeBack(reply))
