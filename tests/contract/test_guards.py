"""What must be refused, kept apart or cleaned, each said in one sentence through the door people and platforms use."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from inbox.domain import commands as c
from inbox.domain.incoming import Attachment
from inbox.domain.model import Delivery, Role
from inbox.domain.rules.receiving import FUTURE
from inbox.domain.rules.reply import UNDO
from inbox.domain.text import clean, clean_line
from inbox.errors import NotAllowed, NotFound, Refused, Stale
from inbox.ports.desk import View, made
from tests.world import NOON, World, message, world

BIDI = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"


async def test_a_signed_off_reply_can_still_be_taken_back_for_the_undo_time(place: Path | str) -> None:
    async with world(place) as w:
        id = await w.arrives(channel="school@x")
        mia, lea = await w.desk("mia"), await w.desk("lea")
        held = made(await mia.perform(c.Reply(id, "Hallo"))) or 0
        w.clock.move(minutes=3)
        await lea.perform(c.Approve(held))

        assert (await lea.thread(id)).messages[-1].due == w.clock() + UNDO
        assert await w.house._store.to_send(w.clock() + UNDO / 2, 10) == []
        assert [m.id for m in await w.house._store.to_send(w.clock() + UNDO, 10)] == [held]
        await mia.perform(c.TakeBack(held))
        assert str((await mia.thread(id)).draft.words) == "Hallo"  # type: ignore[union-attr]


@pytest.mark.parametrize("state", [Delivery.SENDING, Delivery.UNKNOWN])
async def test_a_reply_on_its_way_or_in_doubt_holds_the_next_one_of_its_conversation_back(
    place: Path | str, state: Delivery
) -> None:
    async with world(place) as w:
        id, other = await w.arrives(), await w.arrives(who="Ben")
        anna, office = await w.desk("anna"), w.house._office
        first, second = [made(await anna.perform(c.Reply(id, text, now=True))) or 0 for text in ("eins", "zwei")]
        apart = made(await anna.perform(c.Reply(other, "drei", now=True))) or 0
        await office.perform(c.BeginSend(first), None)
        if state is Delivery.UNKNOWN:
            await office.perform(c.EndSend(first, state), None)

        assert [m.id for m in await w.house._store.to_send(w.clock(), 10)] == [apart]
        with pytest.raises(Refused, match=f"Reply {second} waits for reply {first} before it"):
            await office.perform(c.BeginSend(second), None)
        await office.perform(c.EndSend(first, Delivery.SENT), None)
        await office.perform(c.BeginSend(second), None)


async def test_what_waits_behind_a_reply_on_its_way_wakes_nobody_early(place: Path | str) -> None:
    async with world(place) as w:
        id = await w.arrives()
        anna = await w.desk("anna")
        first = made(await anna.perform(c.Reply(id, "eins", now=True))) or 0
        await anna.perform(c.Reply(id, "zwei", now=True))
        assert await w.house._store.next_due() == w.clock()
        await w.house._office.perform(c.BeginSend(first), None)

        assert await w.house._store.next_due() is None


@pytest.mark.parametrize(("who", "may"), [("anna", True), ("lea", True), ("jonas", False), ("mia", False)])
async def test_a_reply_is_taken_back_by_its_writer_or_a_lead_and_nobody_else(
    place: Path | str, who: str, may: bool
) -> None:
    async with world(place) as w:
        id = await w.arrives()
        reply = made(await (await w.desk("anna")).perform(c.Reply(id, "Antwort"))) or 0
        desk = await w.desk(who)
        if may:
            await desk.perform(c.TakeBack(reply))
        else:
            with pytest.raises(NotAllowed, match="only they or a lead"):
                await desk.perform(c.TakeBack(reply))

        assert [m.id for m in await w.house._store.to_send(w.clock() + UNDO, 10)] == ([] if may else [reply])


@pytest.mark.parametrize("who", ["anna", "mia", "tom", "adam", "otto"])
async def test_only_a_lead_sees_who_carries_how_much(place: Path | str, who: str) -> None:
    async with world(place) as w:
        assert (await (await w.desk("lea")).overview()).unowned.open == 0
        with pytest.raises(NotAllowed):
            await (await w.desk(who)).overview()


@pytest.mark.parametrize(
    "command",
    [c.BeginSend(1), c.EndSend(1, Delivery.SENT), c.Ring(1), c.Wake(1), c.Receive("acme@x", message("m"))],
    ids=lambda command: type(command).__name__,
)
async def test_what_only_the_inbox_does_is_refused_to_a_person_whatever_it_is_about(
    place: Path | str, command: c.Command
) -> None:
    async with world(place) as w:
        before = await (await w.desk("lea")).last()
        with pytest.raises(NotAllowed, match="Only the inbox itself does that"):
            await (await w.desk("lea")).perform(command)
        assert await (await w.desk("lea")).last() == before


async def test_whoever_was_removed_undoes_nothing_they_did_before(place: Path | str) -> None:
    async with world(place) as w:
        for who in ("A", "B"):
            await w.arrives(who=who)
        anna, lea = await w.desk("anna"), await w.desk("lea")
        for id in await anna.index(View.UNOWNED):
            await anna.perform(c.Take(id))
        await anna.perform(c.AssignAll("anna", "jonas"))
        await lea.perform(c.RemovePerson("anna"))

        with pytest.raises(NotFound, match="There is nobody called anna here"):
            await anna.perform(c.UndoMove())
        assert (await (await w.desk("jonas")).counts()).views[View.MINE] == 2


@pytest.mark.parametrize(("seen", "news"), [(1, 2), (2, 1), (3, 0), (None, 0)])
async def test_a_reply_is_stale_by_as_many_messages_as_its_writer_did_not_see(
    place: Path | str, seen: int | None, news: int
) -> None:
    async with world(place) as w:
        for text in ("eins", "zwei", "drei"):
            id = await w.arrives(text)
        anna = await w.desk("anna")
        if news:
            with pytest.raises(Stale, match=f"^{news} new since you looked"):
                await anna.perform(c.Reply(id, "x", seen))
            assert (await anna.thread(id)).row.conversation.owner is None
        else:
            await anna.perform(c.Reply(id, "x", seen))
            assert (await anna.thread(id)).messages[-1].delivery is Delivery.QUEUED


@pytest.mark.parametrize(
    ("ahead", "kept"), [(timedelta(days=365), False), (FUTURE * 2, False), (FUTURE / 2, True), (-FUTURE, True)]
)
async def test_a_platforms_time_far_ahead_is_taken_as_now(place: Path | str, ahead: timedelta, kept: bool) -> None:
    async with world(place) as w:
        id = await w.arrives(occurred_at=NOON + ahead)
        thread = await (await w.desk("lea")).thread(id)

        assert thread.messages[0].at == (NOON + ahead if kept else NOON)
        assert thread.row.conversation.waiting_since == thread.messages[0].at


@pytest.mark.parametrize("sign", BIDI, ids=lambda sign: f"U+{ord(sign):04X}")
def test_no_bidi_control_is_kept_wherever_it_stands(sign: str) -> None:
    for text in (f"a{sign}b", f"{sign}ab", f"ab{sign}", f"א{sign}ב", f"مر{sign}حبا 👩{sign}"):
        assert sign not in clean(text)
        assert sign not in clean_line(text)
    assert clean(f"100{sign}€ an Käthe{sign}") == "100€ an Käthe"


async def test_every_text_of_an_entry_is_cleaned_names_of_files_included(place: Path | str) -> None:
    evil = "gnp\u202e\u2067.exe\x1b]0;x\x07\n\ud800"
    file = Attachment("file", evil, f"https://a.test/{evil}", 7)
    async with world(place) as w:
        id = await w.arrives(evil, name=evil, subject=evil, folded=evil, attachments=(file,), who=f"K{evil}"[:1])
        lea = await w.desk("lea")
        thread = await lea.thread(id)
        row, said = thread.row, thread.messages[0]
        kept = f"{row.contact}{row.conversation.subject}{row.conversation.preview}{said.words}{said.folded}{said.files}"

        assert "gnp.exe" in str(said.files) and "a.test" in str(said.files)
        assert not set(kept.replace("\n", "")) & {*BIDI, *map(chr, range(32)), *map(chr, range(0x7F, 0xA0)), "\ud800"}
        assert "\\u202e" not in kept and "\\u001b" not in kept and "\\n" not in str(said.files)


async def _insert(w: World, table: str, **changes: object) -> None:
    """Copy a row of a table to a conversation that does not exist, as somebody with the file at hand could."""
    with closing(sqlite3.connect(w.path)) as db, db:
        names = [r[1] for r in db.execute(f"pragma table_info({table})")]
        row = dict(zip(names, db.execute(f"select * from {table}").fetchone(), strict=True)) | changes
        gaps = ", ".join("?" * len(row))
        quoted = ", ".join(f'"{name}"' for name in row)
        db.execute(f"insert into {table} ({quoted}) values ({gaps})", tuple(row.values()))


@pytest.mark.parametrize("table", ["message", "note", "draft", "request"])
async def test_verify_notices_what_was_put_beside_every_conversation(tmp_path: Path, table: str) -> None:
    # PostgreSQL always refuses such a row.
    async with world(tmp_path) as w:
        id = await w.arrives()
        anna = await w.desk("anna")
        await anna.perform(c.WriteNote(id, "Notiz"))
        await anna.perform(c.SaveDraft(id, "Entwurf"))
        await anna.perform(c.Ask(id, "legal", "Was?"))
        otto = await w.desk("otto")
        assert (await otto.verify()).ok

        await _insert(w, table, conversation=777_777, **({} if table == "draft" else {"id": 888_888}))
        verdict = await otto.verify()

        assert not verdict.ok
        assert "777777" in verdict.why


@pytest.mark.parametrize("role", Role)
async def test_a_role_that_may_not_approve_sees_the_held_reply_stay_held(place: Path | str, role: Role) -> None:
    async with world(place) as w:
        id = await w.arrives(channel="school@x")
        lea, mia = await w.desk("lea"), await w.desk("mia")
        await lea.perform(c.AddPerson("neu", (role,), ("development",) if role is Role.SPECIALIST else ()))
        held = made(await mia.perform(c.Reply(id, "Hallo"))) or 0
        desk = await w.desk("neu")
        if role is Role.LEAD:
            await desk.perform(c.Approve(held))
        else:
            # Whoever might release another reply does not learn that this one is there.
            with pytest.raises(NotFound if role is Role.SPECIALIST else NotAllowed):
                await desk.perform(c.Approve(held))

        wanted = Delivery.QUEUED if role is Role.LEAD else Delivery.HELD
        assert (await lea.thread(id)).messages[-1].delivery is wanted
