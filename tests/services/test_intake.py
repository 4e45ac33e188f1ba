"""What comes in: all of it or none, each thing once, and what cannot be read is set aside visibly."""

from __future__ import annotations

import asyncio
import random
from dataclasses import replace
from pathlib import Path

import pytest

from inbox import fault
from inbox.bootstrap import import_file
from inbox.domain import commands as c
from inbox.domain.incoming import Identity, Incoming, Kind
from inbox.domain.model import Delivery, State
from inbox.ports.adapter import Batch, Entry
from inbox.ports.desk import View
from inbox.services.intake import take_in
from inbox.services.runner import Runner
from tests.services.platform import Idempotent, Platform
from tests.world import message, world


async def test_one_bad_entry_among_a_thousand_is_set_aside_and_the_rest_lands(tmp_path: Path) -> None:
    async with world(tmp_path) as w:
        says = [message(f"m{n}", f"Text {n}", who=f"w{n % 50}") for n in range(1000)]
        says[567] = Incoming(Kind.UNKNOWN, "bad", external_id="line:568", why="line 568: it is no JSON")

        taken = await w.take_in(*says)

        assert (taken.taken, taken.known) == (999, 0)
        assert taken.refused == (("line:568", "line 568: it is no JSON"),)
        lea = await w.desk("lea")
        assert next(r for r in await lea.channels() if r.channel.name == "acme@x").quarantined == 1
        again = await w.take_in(*says)
        assert (again.taken, again.known) == (0, 1000)


async def test_one_thing_that_breaks_the_intake_costs_its_own_payload_nothing_else(tmp_path: Path) -> None:
    async with world(tmp_path) as w:
        says = [message(f"m{n}", f"Text {n}", who=f"w{n % 50}") for n in range(1000)]
        says[3] = replace(says[3], external_id="\ud800")
        says[567] = replace(says[567], automatic=[{"not": "a yes"}])  # type: ignore[arg-type]
        says[999] = says[0]
        whole = Batch((Entry(b"all of it", tuple(says)), Entry(b"another", (message("other"),))), "7")

        taken = await take_in(w.house._office, "acme@x", whole)

        assert taken.taken == 998
        assert [name for name, _ in taken.refused] == ["m3", "m567"]
        assert await w.house._store.cursor("acme@x") == "7"
        aside = await w.db.read("select r.body, q.why from quarantine q join raw r on r.id = q.raw order by q.id")
        assert [row[0] for row in aside] == [b"all of it"] * 2
        assert all(row[1] for row in aside)
        assert (await w.db.read("select count(*) from raw"))[0][0] == 2, "what is large is kept once"
        again = await take_in(w.house._office, "acme@x", whole)
        assert (again.taken, again.refused) == (0, ())
        assert (await (await w.desk("lea")).verify()).ok


@pytest.mark.parametrize("point", ["write.begun", "write.commit"])
async def test_a_crash_before_the_commit_leaves_neither_messages_nor_cursor(tmp_path: Path, point: str) -> None:
    class Crash(BaseException):
        pass

    def crash(name: str) -> None:
        if name == point:
            raise Crash

    async with world(tmp_path) as w:
        fault.listen(crash)
        with pytest.raises(Crash):
            await w.take_in(message("m1"), cursor="7")
        fault.listen(None)
        lea = await w.desk("lea")
        assert (await lea.counts()).views[View.ALL] == 0
        assert await w.house._store.cursor("acme@x") == ""
        assert (await w.take_in(message("m1"), cursor="7")).taken == 1
        assert await w.house._store.cursor("acme@x") == "7"
        assert (await lea.verify()).ok


async def test_an_import_leaves_alone_how_far_its_channel_was_read(tmp_path: Path) -> None:
    path = tmp_path / "old.jsonl"
    path.write_text('{"contact": "c", "id": "1", "at": "2026-11-24T10:00:00Z", "text": "x", "direction": "in"}\n')
    async with world(tmp_path) as w:
        await w.take_in(message("m1"), cursor="7")

        done = await import_file(w.house, "lea", str(path), "acme@x", "", lambda *_: None)

        assert done.taken == 1
        assert await w.house._store.cursor("acme@x") == "7"


async def test_what_comes_in_is_cleaned_once_and_the_raw_bytes_are_kept(tmp_path: Path) -> None:
    async with world(tmp_path) as w:
        id = await w.arrives("\x1b]0;böse\x07 \u202etext\ud800", name="\x1b[31mMallory")
        lea = await w.desk("lea")
        thread = await lea.thread(id)
        shown = str(thread.messages[0].words) + thread.row.contact + thread.row.conversation.preview
        assert not any(ord(ch) < 32 or 0x7F <= ord(ch) < 0xA0 or ch == "\u202e" for ch in shown)
        assert b"\x1b" in (await w.db.read("select body from raw"))[0][0]


async def test_a_new_message_wakes_a_closed_or_sleeping_conversation_and_keeps_its_owner(tmp_path: Path) -> None:
    async with world(tmp_path) as w:
        id = await w.arrives()
        lea, anna = await w.desk("lea"), await w.desk("anna")
        await anna.perform(c.Take(id))
        await anna.perform(c.Close(id))
        await w.arrives("Noch etwas")
        row = (await lea.thread(id)).row.conversation
        assert (row.state, row.owner) == (State.OPEN, "anna")


async def test_our_own_echo_is_matched_to_the_reply_it_repeats(tmp_path: Path) -> None:
    async with world(tmp_path) as w:
        id = await w.arrives()
        anna = await w.desk("anna")
        facts = await anna.perform(c.Reply(id, "Antwort", now=True))
        reply = facts[-1].event
        await w.house._office.perform(c.BeginSend(reply.id), None)  # type: ignore[attr-defined]
        await w.take_in(message("echo", "Antwort", kind=Kind.ECHO, token=reply.token))  # type: ignore[attr-defined]
        thread = await anna.thread(id)
        assert len(thread.messages) == 2
        assert thread.messages[-1].delivery is Delivery.SENT


async def test_an_echo_of_what_was_said_elsewhere_is_shown_and_ends_the_waiting(tmp_path: Path) -> None:
    async with world(tmp_path) as w:
        id = await w.arrives()
        await w.take_in(message("echo", "vom Telefon aus", kind=Kind.ECHO))
        thread = await (await w.desk("lea")).thread(id)
        assert str(thread.messages[-1].words) == "vom Telefon aus"
        assert thread.row.conversation.waiting_since is None


async def test_what_we_said_to_nobody_in_particular_opens_no_dialogue(tmp_path: Path) -> None:
    async with world(tmp_path) as w:
        to_nobody = Incoming(Kind.ECHO, "neu", "900", external_id="900", text="Unser neues Produkt")
        to_kaethe = replace(to_nobody, dedupe_key="re", conversation_key="901", identities=(Identity("x", "7"),))
        await w.take_in(to_nobody)
        await w.take_in(to_kaethe)
        shown = (await (await w.desk("lea")).conversations(View.ALL)).items

    assert [row.contact for row in shown] == ["7"]


@pytest.mark.parametrize("unknown", [False, True])
async def test_an_echo_without_a_token_settles_the_reply_it_repeats_word_by_word(tmp_path: Path, unknown: bool) -> None:
    async with world(tmp_path) as w:
        id = await w.arrives()
        anna = await w.desk("anna")
        facts = await anna.perform(c.Reply(id, "Antwort  mit\nZeilen", now=True))
        reply = facts[-1].event.id  # type: ignore[attr-defined]  # a reply was queued
        await w.house._office.perform(c.BeginSend(reply), None)
        if unknown:
            await w.house._office.perform(c.EndSend(reply, Delivery.UNKNOWN, error="?"), None)
        await w.take_in(message("e1", "etwas anderes", kind=Kind.ECHO))
        await w.take_in(message("e2", "Antwort mit Zeilen", kind=Kind.ECHO))
        await w.take_in(message("e3", "Antwort mit Zeilen", kind=Kind.ECHO))
        thread = await anna.thread(id)

        assert [str(m.words).split()[0] for m in thread.messages] == ["Hallo", "Antwort", "etwas", "Antwort"]
        assert (thread.messages[1].delivery, thread.messages[1].external_id) == (Delivery.SENT, "e2")


async def test_an_echo_to_nobody_belongs_to_what_it_answers_and_else_to_nothing(tmp_path: Path) -> None:
    async with world(tmp_path) as w:
        id = await w.arrives()
        lea = await w.desk("lea")
        below = message("e1", "darunter", who="wir", kind=Kind.ECHO, reply_to="Käthe-1", identities=())
        alone = message("e2", "ein Beitrag", who="wir", kind=Kind.ECHO, reply_to="anderswo", identities=())
        await w.take_in(below, alone)
        thread = await lea.thread(id)

        assert [str(m.words) for m in thread.messages] == ["Hallo", "darunter"]
        assert (await lea.counts()).views[View.ALL] == 1


async def test_a_failing_channel_does_not_stop_the_others_and_a_new_one_is_noticed(tmp_path: Path) -> None:
    platform = Platform()

    class Broken(Idempotent):
        other = Platform()

    Broken.other.down = True

    class Fine(Idempotent):
        other = platform

        async def receive(self, cursor):  # type: ignore[no-untyped-def]
            yield Batch((Entry(b"x", (message(f"{self.context}-1", who=self.context),)),), "1", caught_up=True)
            await asyncio.Event().wait()

    async with world(tmp_path) as w:
        make = lambda channel: Broken(None) if channel.name == "foreign@x" else Fine(channel.name)  # type: ignore[arg-type]  # noqa: E731
        runner = Runner(w.house._office, make, random.Random(1))
        running = asyncio.create_task(runner.forever())
        lea = await w.desk("lea")

        async def has(n: int) -> None:
            async with asyncio.timeout(10):
                while (await lea.counts()).views[View.ALL] < n:
                    await w.house._store.wait(await lea.last(), 0.2)

        await has(2)
        await lea.perform(c.AddChannel("neu@x", "demo"))
        await has(3)
        states = {r.channel.name: r.state for r in await lea.channels()}
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
        assert states["foreign@x"] == "failing"
        assert states["acme@x"] == "ok"


async def test_a_bounce_days_later_marks_the_reply_as_failed_and_the_customer_waits_again(tmp_path: Path) -> None:
    async with world(tmp_path) as w:
        id = await w.arrives()
        anna, office = await w.desk("anna"), w.house._office
        reply = (await anna.perform(c.Reply(id, "Antwort", now=True)))[-1].event
        await office.perform(c.BeginSend(reply.id), None)  # type: ignore[attr-defined]
        await office.perform(c.EndSend(reply.id, Delivery.SENT, "<ours@x>"), None)  # type: ignore[attr-defined]
        bounce = Incoming(Kind.DELIVERY, "dsn", target_id="<ours@x>", state="failed", why="550 no such user")
        await w.take_in(bounce, bounce)
        thread = await anna.thread(id)
        assert thread.messages[-1].delivery is Delivery.FAILED
        assert str(thread.messages[-1].error) == "550 no such user"
        assert thread.row.conversation.waiting_since is not None
