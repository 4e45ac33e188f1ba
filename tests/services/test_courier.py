"""Replies on their way out: for every class of platform and every fault, no silent double and no silent loss."""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from inbox import fault
from inbox.domain import commands as c
from inbox.domain.incoming import Identity
from inbox.domain.model import Delivery, Message
from inbox.errors import InboxError, Refused, Rejected, Unreachable
from inbox.ports.adapter import Outgoing, Sent
from inbox.services import courier
from inbox.services.courier import Carried, Courier
from inbox.services.leases import Keeper
from inbox.services.runner import Runner
from tests.services.platform import Blind, Idempotent, Platform, Reconcilable
from tests.world import World, world

CLASSES = {"A": Idempotent, "B": Reconcilable, "C": Blind}


@asynccontextmanager
async def shop(
    folder: Path, kind: type[Blind], monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[tuple[World, Runner, Platform]]:
    """A world whose channels all lead to one platform."""
    monkeypatch.setattr(courier, "ASK", 0)
    platform = Platform()
    adapter = type("Adapter", (kind,), {"other": platform})
    async with world(folder) as w:
        runner = Runner(w.house._office, lambda _: adapter(None), random.Random(1))  # type: ignore[arg-type]
        yield w, runner, platform
        await runner.close()


async def deliveries(w: World) -> list[Message]:
    """Return our messages, oldest first."""
    rows = await w.db.read("select conversation, id from message where direction = 'out' order by id")
    lea = await w.desk("lea")
    return [m for cid, mid in rows for m in (await lea.thread(cid)).messages if m.id == mid]


async def carry(w: World, runner: Runner) -> None:
    """Carry until nothing is due, letting pauses pass."""
    for _ in range(14):
        await runner.courier.carry()
        w.clock.move(minutes=6)


@pytest.mark.parametrize("kind", CLASSES)
@pytest.mark.parametrize("fault_", ["well", "later", "lost before", "lost after", "refused", "breaks"])
async def test_whatever_happens_to_a_send_it_is_never_doubled_or_lost_in_silence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str, fault_: str
) -> None:
    async with shop(tmp_path, CLASSES[kind], monkeypatch) as (w, runner, platform):
        id = await w.arrives()
        await (await w.desk("anna")).perform(c.Reply(id, "Antwort", now=True))
        platform.script = [fault_]

        await carry(w, runner)

        (sent,) = await deliveries(w)
        assert len(platform.got) <= 1
        if sent.delivery is Delivery.SENT:
            assert len(platform.got) == 1
        elif sent.delivery is Delivery.FAILED:
            assert not platform.got
            assert fault_ == "refused"
        else:
            assert sent.delivery is Delivery.UNKNOWN
            assert kind == "C"
            assert fault_ in ("lost before", "lost after", "breaks")
        assert bool(sent.error and str(sent.error)) == (sent.delivery is not Delivery.SENT)
        draft = (await (await w.desk("anna")).thread(id)).draft
        assert (str(draft.words) if draft else "") == ("Antwort" if sent.delivery is Delivery.FAILED else "")


async def test_a_platform_that_never_says_what_became_of_a_send_is_not_asked_for_ever_though_the_clock_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Silent(Reconcilable):
        async def reconcile(self, out: Outgoing) -> Sent | None:
            raise Unreachable("The platform does not answer.")

    async with shop(tmp_path, Silent, monkeypatch) as (w, runner, platform):
        id, anna = await w.arrives(), await w.desk("anna")
        await anna.perform(c.Reply(id, "Preis 100 Euro", now=True))
        platform.script = ["lost after"]
        async with asyncio.timeout(20):
            carried = await runner.courier.carry()

        assert carried.unknown == 1


async def test_a_send_that_may_have_arrived_is_not_taken_back_while_it_is_tried_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with shop(tmp_path, Idempotent, monkeypatch) as (w, runner, platform):
        id, anna = await w.arrives(), await w.desk("anna")
        await anna.perform(c.Reply(id, "Preis 100 Euro", now=True))
        platform.script = ["lost after"]
        await runner.courier.carry()

        (sent,) = await deliveries(w)
        assert (sent.delivery, len(platform.got)) == (Delivery.QUEUED, 1)
        with pytest.raises(Refused, match="may have arrived"):
            await anna.perform(c.TakeBack(sent.id))


@pytest.mark.parametrize("then", ["refused", "later"])
async def test_a_send_that_may_have_arrived_never_counts_as_failed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, then: str
) -> None:
    async with shop(tmp_path, Idempotent, monkeypatch) as (w, runner, platform):
        id, anna = await w.arrives(), await w.desk("anna")
        await anna.perform(c.Reply(id, "Antwort", now=True))
        platform.script = ["lost after", *[then] * 20]
        ends = []
        for _ in range(14):
            ends.append(await runner.courier.carry())
            w.clock.move(minutes=6)

        (sent,) = await deliveries(w)
        assert (sent.delivery, len(platform.got)) == (Delivery.UNKNOWN, 1)
        assert (sum(e.unknown for e in ends), sum(e.failed for e in ends)) == (1, 0)
        assert (await anna.thread(id)).draft is None


@pytest.mark.parametrize("kind", CLASSES)
@pytest.mark.parametrize("point", ["write.begun", "write.commit", "write.done", "send.begin", "send.end"])
@pytest.mark.parametrize("nth", [1, 2, 3])
async def test_a_crash_at_any_point_of_a_send_is_classified_after_the_restart(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str, point: str, nth: int
) -> None:
    class Crash(BaseException):
        pass

    async with shop(tmp_path, CLASSES[kind], monkeypatch) as (w, runner, platform):
        id = await w.arrives()
        await (await w.desk("anna")).perform(c.Reply(id, "Antwort", now=True))
        left = nth
        await runner._keeper.look()

        def crash(name: str) -> None:
            nonlocal left
            left -= name == point
            if not left and name == point:
                raise Crash

        fault.listen(crash)
        try:
            await runner.courier.carry()
        except Crash:
            pass
        finally:
            fault.listen(None)
        fresh = Courier(w.house._office, runner.find, random.Random(2), Keeper(w.house._store, w.clock))
        await fresh.recover()
        for _ in range(14):
            await fresh.carry()
            w.clock.move(minutes=6)

        (sent,) = await deliveries(w)
        assert len(platform.got) <= 1
        assert sent.delivery is Delivery.SENT or (sent.delivery is Delivery.UNKNOWN and kind == "C")
        assert len(platform.got) == 1 or sent.delivery is Delivery.UNKNOWN
        assert (await (await w.desk("otto")).verify()).ok


async def test_an_unknown_reply_blocks_the_next_until_somebody_decides(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with shop(tmp_path, Blind, monkeypatch) as (w, runner, platform):
        id = await w.arrives()
        anna = await w.desk("anna")
        await anna.perform(c.Reply(id, "eins", now=True))
        await anna.perform(c.Reply(id, "zwei", now=True))
        platform.script = ["lost after"]
        await carry(w, runner)
        first, second = await deliveries(w)
        assert (first.delivery, second.delivery) == (Delivery.UNKNOWN, Delivery.QUEUED)
        assert (await anna.thread(id)).row.ball == "us"
        with pytest.raises(Refused, match="Nobody knows whether"):
            await anna.perform(c.Reply(id, "drei"))
        await anna.perform(c.Settle(first.id, "sent"))
        await carry(w, runner)
        assert [text for _, text in platform.got] == ["eins", "zwei"]


async def test_replies_leave_in_the_order_they_were_written_even_when_the_first_has_to_wait(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with shop(tmp_path, Idempotent, monkeypatch) as (w, runner, platform):
        id = await w.arrives()
        anna = await w.desk("anna")
        for text in ("eins", "zwei", "drei"):
            await anna.perform(c.Reply(id, text, now=True))
        platform.script = ["later", "lost before"]
        await carry(w, runner)
        assert [text for _, text in platform.got] == ["eins", "zwei", "drei"]


async def test_the_platforms_own_pause_is_honoured(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with shop(tmp_path, Idempotent, monkeypatch) as (w, runner, platform):
        id = await w.arrives()
        await (await w.desk("anna")).perform(c.Reply(id, "x", now=True))
        platform.script = ["later"]
        await runner.courier.carry()
        (waiting,) = await deliveries(w)
        assert waiting.due is not None
        assert waiting.due >= w.clock() + timedelta(seconds=40)
        w.clock.move(seconds=39)
        await runner.courier.carry()
        assert platform.attempts == 1


async def test_a_reply_waits_its_undo_time_and_a_closed_channel_costs_no_attempt(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with shop(tmp_path, Idempotent, monkeypatch) as (w, runner, platform):
        id = await w.arrives()
        await (await w.desk("anna")).perform(c.Reply(id, "x"))
        await runner.courier.carry()
        assert platform.attempts == 0
        w.clock.move(seconds=11)
        platform.down = True
        for _ in range(30):
            await runner.courier.carry()
            w.clock.move(minutes=1)
        (waiting,) = await deliveries(w)
        assert (waiting.delivery, waiting.attempts) == (Delivery.QUEUED, 0)
        platform.down = False
        await runner.courier.carry()
        assert (await deliveries(w))[0].delivery is Delivery.SENT


async def test_who_may_no_longer_write_gets_the_reply_back_as_a_draft(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with shop(tmp_path, Idempotent, monkeypatch) as (w, runner, platform):
        id = await w.arrives()
        await (await w.desk("jonas")).perform(c.Reply(id, "x", now=True))
        lea = await w.desk("lea")
        await lea.perform(c.Assign(id, "anna"))
        await lea.perform(c.RemovePerson("jonas"))
        await carry(w, runner)
        assert not platform.got
        assert str((await lea.thread(id)).draft.words) == "x"  # type: ignore[union-attr]


async def test_a_request_that_is_late_rings_once_and_a_snooze_ends(tmp_path: Path) -> None:
    from inbox.services import watch

    async with world(tmp_path) as w:
        id, other = await w.arrives(), await w.arrives(who="Ben")
        lea = await w.desk("lea")
        await lea.perform(c.Ask(id, "development", "?"))
        await lea.perform(c.Snooze(other, w.clock() + timedelta(hours=1)))
        assert await watch.look(w.house._office) == 0
        w.clock.move(hours=5)
        assert await watch.look(w.house._office) == 2
        assert await watch.look(w.house._office) == 0
        assert (await lea.counts()).overdue == 0
        assert len((await lea.overview()).overdue) == 1
        assert (await lea.thread(other)).row.conversation.snoozed_until is None


async def test_a_reply_that_fails_leaves_none_of_the_others_half_sent(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with shop(tmp_path, Blind, monkeypatch) as (w, runner, platform):
        lea = await w.desk("lea")
        for who in ("Eva", "Ida", "Uwe"):
            await lea.perform(c.Reply(await w.arrives(who=who), f"an {who}", now=True))
        left = 1

        def breaks(name: str) -> None:
            nonlocal left
            left -= name == "send.begin"
            if name == "send.begin" and not left:
                raise RuntimeError("a mistake of ours")

        fault.listen(breaks)
        try:
            with pytest.raises(InboxError, match="1 replies could not"):
                await runner.once()
        finally:
            fault.listen(None)

        assert [m.delivery for m in await deliveries(w)] == [Delivery.SENDING, Delivery.SENT, Delivery.SENT]
        assert len(platform.got) == 2


async def test_what_was_certainly_refused_is_failed_whatever_the_platform_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Mumbles(Blind):
        async def send(self, out: Outgoing) -> Sent:
            raise Rejected("\ud800{gap}", other=out.text)

    class Growls(Blind):
        async def send(self, out: Outgoing) -> Sent:
            raise Rejected(f"no \ud800 {out.text}")

    for kind in (Mumbles, Growls):
        folder = tmp_path / kind.__name__
        folder.mkdir()
        async with shop(folder, kind, monkeypatch) as (w, runner, _):
            await (await w.desk("lea")).perform(c.Reply(await w.arrives(), "x", now=True))

            assert await runner.courier.carry() == Carried(failed=1)
            (reply,) = await deliveries(w)
            assert reply.delivery is Delivery.FAILED
            assert str(reply.error)


@pytest.mark.parametrize("answer", [None, "id", Sent(5), Sent("\ud800")])  # type: ignore[arg-type]  # the mistake itself
async def test_an_answer_to_a_send_that_is_none_leaves_it_unknown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, answer: Sent
) -> None:
    class Strange(Blind):
        async def send(self, out: Outgoing) -> Sent:
            return answer

    async with shop(tmp_path, Strange, monkeypatch) as (w, runner, _):
        await (await w.desk("lea")).perform(c.Reply(await w.arrives(), "x", now=True))

        assert await runner.courier.carry() == Carried(unknown=1)
        assert (await deliveries(w))[0].delivery is Delivery.UNKNOWN


async def test_a_reply_to_a_linked_contact_leaves_only_by_the_handles_of_its_own_conversation(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent: list[tuple[str, tuple[Identity, ...], str]] = []

    class Noting(Idempotent):
        async def send(self, out: Outgoing) -> Sent:
            sent.append((out.conversation_key, out.to, out.name))
            return await super().send(out)

    async with shop(tmp_path, Noting, monkeypatch) as (w, runner, _platform):
        lea, mail = await w.desk("lea"), (Identity("email", "anna@example.com"),)
        ids = [await w.arrives(who="annab"), await w.arrives(who="A. Berg", channel="school@x", identities=mail)]
        a, b = [(await lea.portrait(id)).contacts[0].id for id in ids]
        await lea.perform(c.LinkContacts(a, b, "dieselbe"))
        for id in ids:
            await lea.perform(c.Reply(id, "Gern", now=True))
        await carry(w, runner)

    assert sorted(sent) == sorted([("annab", (Identity("x", "annab"),), "annab"), ("A. Berg", mail, "A. Berg")])
