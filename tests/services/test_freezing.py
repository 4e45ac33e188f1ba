"""What a freeze stops, who goes past it, and what becomes of it at the end."""

from __future__ import annotations

import itertools
import random
from pathlib import Path

import pytest

from inbox.domain import commands as c
from inbox.domain.events import ReplyThawed, SendBegun
from inbox.domain.incoming import Visibility
from inbox.domain.model import Delivery, Message, Role, State
from inbox.domain.signing import Step
from inbox.errors import NotAllowed, Refused
from inbox.ports.desk import made
from tests.world import World, world

_COUNT = itertools.count()


async def _reply(
    w: World, who: str, visibility: Visibility, *, canned: bool = False, name: str = ""
) -> tuple[int, int]:
    id = await w.arrives(who=name or f"k{next(_COUNT)}", visibility=visibility)
    desk = await w.desk(who)
    await desk.perform(c.Take(id))
    return id, made(await desk.perform(c.Reply(id, "Antwort", canned=canned))) or 0


async def _begin(w: World, message: int) -> list[type]:
    facts = await w.house._office.perform(c.BeginSend(message), None)
    return [type(f.event) for f in facts]


async def _leave(w: World) -> list[int]:
    """Carry out by the book whatever may leave now, and return it in order."""
    left = []
    while due := await w.house._store.to_send(w.clock(), 50):
        for one in due:
            if SendBegun in await _begin(w, one.id):
                left.append(one.id)
                await w.house._office.perform(c.EndSend(one.id, Delivery.SENT, f"x{one.id}"), None)
    return left


async def test_a_freeze_stops_what_leaves_in_public_or_from_a_template_and_unfreezing_lets_it_go_in_order(
    place: Path | str,
) -> None:
    async with world(place) as w:
        lea = await w.desk("lea")
        public = [(await _reply(w, "anna", Visibility.PUBLIC))[1] for _ in range(3)]
        template = (await _reply(w, "jonas", Visibility.PRIVATE, canned=True))[1]
        by_hand = (await _reply(w, "anna", Visibility.PRIVATE))[1]
        await lea.perform(c.FreezeSending())
        w.clock.move(seconds=30)

        assert await _leave(w) == [by_hand]
        assert await w.house._store.next_due() is None
        weather = await lea.weather()
        assert [s.message for s in weather.stopped] == [*public, template]
        assert weather.freeze is not None
        assert weather.freeze.by == "lea"
        with pytest.raises(Refused, match="sending is frozen"):
            await _begin(w, public[0])

        facts = await lea.perform(c.UnfreezeSending())
        assert [f.event.message for f in facts if isinstance(f.event, ReplyThawed)] == [*public, template]
        assert await _leave(w) == [*public, template]
        assert (await lea.verify()).ok


async def test_while_sending_is_frozen_a_managers_public_reply_waits_for_a_lead_whose_own_goes(
    place: Path | str,
) -> None:
    async with world(place) as w:
        lea = await w.desk("lea")
        await lea.perform(c.FreezeSending(("acme@x",)))
        _, held = await _reply(w, "anna", Visibility.PUBLIC)
        _, own = await _reply(w, "lea", Visibility.PUBLIC)
        _, private = await _reply(w, "anna", Visibility.PRIVATE)
        row = await w.db.read("select delivery from message where id = $1", (held,))
        assert row == [("held",)]
        w.clock.move(seconds=30)
        assert await _leave(w) == [own, private]
        await lea.perform(c.Approve(held))
        w.clock.move(seconds=30)
        assert await _leave(w) == [held]


async def test_while_sending_is_frozen_a_trainee_keeps_the_draft(place: Path | str) -> None:
    async with world(place) as w:
        lea, mia = await w.desk("lea"), await w.desk("mia")
        id = await w.arrives(channel="school@x")
        await mia.perform(c.Take(id))
        await lea.perform(c.FreezeSending())
        with pytest.raises(NotAllowed, match="stays in the draft"):
            await mia.perform(c.Reply(id, "Antwort"))
        await lea.perform(c.UnfreezeSending())
        await mia.perform(c.Reply(id, "Antwort"))


async def test_a_lead_lets_one_frozen_reply_go_and_what_waits_behind_another_keeps_its_place(place: Path | str) -> None:
    async with world(place) as w:
        lea, anna = await w.desk("lea"), await w.desk("anna")
        id, first = await _reply(w, "anna", Visibility.PUBLIC)
        second = made(await anna.perform(c.Reply(id, "Noch etwas", force=True))) or 0
        await lea.perform(c.FreezeSending())
        w.clock.move(seconds=30)
        assert await _leave(w) == []
        with pytest.raises(Refused, match="is not frozen"):
            await lea.perform(c.LetGo(await _sent(w)))
        await lea.perform(c.LetGo(first))
        assert await _leave(w) == [first]
        await lea.perform(c.UnfreezeSending())
        assert await _leave(w) == [second]


async def _sent(w: World) -> int:
    _, message = await _reply(w, "anna", Visibility.PRIVATE)
    return message


async def test_each_lead_freezes_and_unfreezes_the_own_channels_and_a_lead_of_all_widens_it(place: Path | str) -> None:
    async with world(place) as w:
        lea = await w.desk("lea")
        await lea.perform(c.AddPerson("lola", (Role.LEAD,), channels=("acme@x",)))
        await lea.perform(c.AddPerson("fred", (Role.LEAD,), channels=("foreign@x",)))
        lola, fred = await w.desk("lola"), await w.desk("fred")
        await lola.perform(c.FreezeSending())
        assert (await fred.weather()).freezes == ()
        await fred.perform(c.FreezeSending())
        assert [(f.by, f.channels) for f in (await lea.weather()).freezes] == [
            ("lola", ("acme@x",)),
            ("fred", ("foreign@x",)),
        ]
        with pytest.raises(Refused, match="has frozen sending"):
            await fred.perform(c.FreezeSending())

        await lea.perform(c.FreezeSending(("acme@x", "school@x")))
        assert [f.channels for f in (await lea.weather()).freezes] == [("acme@x",), ("foreign@x",), ("school@x",)]
        await fred.perform(c.UnfreezeSending())
        assert [f.by for f in (await lea.weather()).freezes] == ["lola", "lea"]
        await lea.perform(c.FreezeSending())
        with pytest.raises(Refused, match="lea has frozen sending"):
            await lea.perform(c.FreezeSending())
        with pytest.raises(NotAllowed, match="not yours"):
            await fred.perform(c.UnfreezeSending())
        await lea.perform(c.UnfreezeSending())
        assert (await lea.weather()).freezes == ()
        assert (await lea.verify()).ok


async def test_who_leads_one_of_two_frozen_channels_unfreezes_only_that(place: Path | str) -> None:
    async with world(place) as w:
        lea = await w.desk("lea")
        await lea.perform(c.AddPerson("lola", (Role.LEAD,), channels=("acme@x",)))
        _, here = await _reply(w, "anna", Visibility.PUBLIC)
        there = await w.arrives(channel="school@x")
        other = made(await lea.perform(c.Reply(there, "Antwort")))
        await lea.perform(c.FreezeSending(("acme@x", "school@x")))
        w.clock.move(seconds=30)
        assert await _leave(w) == []

        await (await w.desk("lola")).perform(c.UnfreezeSending())
        assert [f.channels for f in (await lea.weather()).freezes] == [("school@x",)]
        assert await _leave(w) == [here]
        await lea.perform(c.UnfreezeSending())
        assert await _leave(w) == [other]
        assert (await lea.verify()).ok


async def test_what_the_freeze_alone_held_leaves_at_its_end_and_other_holds_stay(place: Path | str) -> None:
    async with world(place) as w:
        lea = await w.desk("lea")
        _, queued = await _reply(w, "anna", Visibility.PUBLIC)
        await lea.perform(c.FreezeSending())
        held = [(await _reply(w, "anna", Visibility.PUBLIC))[1] for _ in range(2)]
        risky = made(
            await (await w.desk("anna")).perform(c.Reply(await w.arrives(who="Rita"), "Das war unser Fehler."))
        )
        w.clock.move(seconds=30)
        assert await _leave(w) == []
        assert [s.message for s in (await lea.weather()).stopped] == [queued, *held]
        await lea.perform(c.SetGuard("jonas", Step.FREE))
        await lea.perform(c.UnfreezeSending())

        assert await _leave(w) == [queued, *held]
        (row,) = (await lea.held()).items
        assert row.message.id == risky and [h.rule for h in row.message.holds] == ["admission of fault"]
        assert (await lea.verify()).ok


async def test_who_speaks_with_a_delay_by_the_end_of_a_freeze_does_so_then(place: Path | str) -> None:
    async with world(place) as w:
        lea = await w.desk("lea")
        await lea.perform(c.FreezeSending())
        _, held = await _reply(w, "anna", Visibility.PUBLIC)
        await lea.perform(c.SetGuard("anna", Step.DELAYED, minutes=15))
        await lea.perform(c.UnfreezeSending())
        w.clock.move(minutes=14)
        assert await _leave(w) == []
        await lea.perform(c.Stop(held))


async def test_what_the_contact_wrote_since_sends_a_stopped_reply_back_to_its_writer(place: Path | str) -> None:
    async with world(place) as w:
        lea, anna = await w.desk("lea"), await w.desk("anna")
        id, late = await _reply(w, "anna", Visibility.PUBLIC, name="Rita")
        behind = made(await anna.perform(c.Reply(id, "Noch etwas", force=True))) or 0
        _, fresh = await _reply(w, "anna", Visibility.PUBLIC)
        await lea.perform(c.FreezeSending())
        other, held = await _reply(w, "anna", Visibility.PUBLIC, name="Ben")
        w.clock.move(seconds=30)
        assert await _leave(w) == []
        await w.arrives("Mein Hund ist gestorben.", who="Rita")
        await w.arrives("Hört auf!", who="Ben")
        await anna.perform(c.Close(other))
        await lea.perform(c.UnfreezeSending())

        assert await _leave(w) == [fresh]
        for there, text in ((id, "Antwort\n\nNoch etwas"), (other, "Antwort")):
            thread = await anna.thread(there)
            assert thread.row.conversation.state is State.OPEN
            assert thread.draft is not None and (thread.draft.author, str(thread.draft.words)) == ("anna", text)
            assert "→ anna: the contact wrote while sending was frozen" in str(thread.notes[-1].words)
        gone = await w.db.read(f"select id from message where id in ({late}, {behind}, {held})")
        assert gone == []
        assert (await lea.verify()).ok


@pytest.mark.parametrize("seed", range(5))
async def test_whatever_happens_nothing_that_is_covered_leaves_while_frozen(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    async with world(tmp_path) as w:
        lea, frozen_since = await w.desk("lea"), None
        left: list[Message] = []
        for _ in range(60):
            w.clock.move(seconds=chance.choice((1, 12)))
            try:
                match chance.randint(0, 6):
                    case 0 if frozen_since is None:
                        await lea.perform(c.FreezeSending())
                        frozen_since = w.clock()
                    case 1 if frozen_since is not None and chance.random() < 0.3:
                        await lea.perform(c.UnfreezeSending())
                        frozen_since = None
                    case 2 | 3 | 4:
                        who = chance.choice(("anna", "jonas", "lea"))
                        await _reply(w, who, chance.choice(list(Visibility)), canned=chance.random() < 0.3)
                    case _:
                        for one in await w.house._store.to_send(w.clock(), 5):
                            if SendBegun not in await _begin(w, one.id):
                                continue
                            covered = one.visibility is Visibility.PUBLIC or one.canned
                            assert frozen_since is None or not covered or one.author == "lea", one
                            assert frozen_since is None or not covered or one.at >= frozen_since, one
                            left.append(one)
                            outcome = chance.choice((Delivery.SENT, Delivery.QUEUED))
                            await w.house._office.perform(
                                c.EndSend(one.id, outcome, due=w.clock() if outcome is Delivery.QUEUED else None), None
                            )
            except Refused:
                continue
        assert left
        assert (await lea.verify()).ok
