"""Why we said this: what led to a reply, who saw it, whatever changed since; the same through every way to a desk."""

from __future__ import annotations

from array import array
from datetime import timedelta
from pathlib import Path

import pytest

from inbox.domain import commands as c
from inbox.domain.figures import By, Figure
from inbox.domain.goals import CardScope
from inbox.domain.incoming import Incoming, Kind
from inbox.domain.model import Delivery
from inbox.errors import BadInput, NotAllowed, NotFound
from inbox.ports.desk import Desk, made
from inbox.ports.guiding import Why
from inbox.storage.unit import link
from tests.served import Tokens, far, serving
from tests.world import NOON, World, world

LATER = NOON + timedelta(days=30)


async def sent(w: World, message: int) -> None:
    """Let the courier's part happen."""
    office = w.house._office
    await office.perform(c.BeginSend(message), None)
    await office.perform(c.EndSend(message, Delivery.SENT, f"ext-{message}"), None)


async def story(w: World) -> tuple[int, int, int]:
    """A trainee's reply with an accepted answer, refused once, signed off, sent; returns conversation, reply, request."""
    lea, mia, tom = [await w.desk(name) for name in ("lea", "mia", "tom")]
    id = await w.arrives("Wann kommt die Korrektur?")
    await lea.perform(c.PublishGoal("Ehrlich", LATER, "Termine nennen, die halten", "nichts versprechen"))
    await lea.perform(c.Assign(id, "mia"))
    asked = made(await mia.perform(c.Ask(id, "development", "Wann?"))) or 0
    await tom.perform(c.Answer(asked, "Morgen."))
    await mia.perform(c.Accept(asked))
    await mia.perform(c.SaveDraft(id, "Mor"))
    await mia.perform(c.SaveDraft(id, "Morgen"))
    first = made(await mia.perform(c.Reply(id, "Morgen!", answers=(asked,)))) or 0
    await lea.perform(c.Refuse(first, "ohne Ausrufezeichen"))
    reply = made(await mia.perform(c.Reply(id, "Morgen.", answers=(asked,)))) or 0
    await lea.perform(c.See(id, 9))
    await lea.perform(c.Approve(reply))
    w.clock.move(seconds=11)
    await sent(w, reply)
    await lea.perform(c.Assign(id, "jonas"))
    w.clock.move(minutes=5)
    await (await w.desk("jonas")).perform(c.See(id, 9))
    return id, reply, asked


def kinds(why: Why) -> list[tuple[str, str]]:
    return [(s.kind, s.by) for s in why.steps]


async def test_a_reply_tells_all_that_led_to_it_and_who_has_seen_it(place: Path | str) -> None:
    async with world(place) as w:
        _, reply, asked = await story(w)
        why = await (await w.desk("anna")).why(reply)

        assert (why.owner, why.contact, why.channel) == ("mia", "Käthe", "acme@x")
        assert [str(m.words) for m in why.to] == ["Wann kommt die Korrektur?"]
        assert [(str(k.title), k.version) for k in why.cards] == [("Ehrlich", 1)]
        assert [(r.id, r.answered_by, str(r.answer)) for r in why.requests] == [(asked, "tom", "Morgen.")]
        assert kinds(why) == [
            ("Assigned", "lea"),
            ("Asked", "mia"),
            ("RequestAnswered", "tom"),
            ("AnswerAccepted", "mia"),
            ("DraftSaved", "mia"),
            ("ReplyWritten", "mia"),
            ("ReplyRefused", "lea"),
            ("ReplyWritten", "mia"),
            ("Seen", "lea"),
            ("ReplyApproved", "lea"),
            ("SendBegun", ""),
            ("DeliveryChanged", ""),
            ("Seen", "jonas"),
        ]
        assert [s.times for s in why.steps if s.kind == "DraftSaved"] == [2]
        assert [s.number for s in why.steps] == sorted(s.number for s in why.steps)
        assert [s.person for s in why.saw] == ["mia", "lea", "jonas"]
        assert why.proven


async def test_a_goal_that_changed_since_is_shown_as_it_was_then(place: Path | str) -> None:
    async with world(place) as w:
        _, reply, _ = await story(w)
        lea = await w.desk("lea")
        (goal,) = await lea.cards()
        await lea.perform(c.PublishGoal("Ehrlich", LATER, "anders", card=goal.card))
        (then,) = (await lea.why(reply)).cards

        assert (str(then.do), then.version, then.ended is not None) == ("Termine nennen, die halten", 1, True)


@pytest.mark.parametrize(
    "sql",
    [
        "update message set text = 'Übermorgen.' where author = 'mia'",
        "update card set wanted = 'etwas anderes'",
        "update request set answer = 'Nie.'",
        "update feed set by = 'otto' where kind = 'ReplyApproved'",
        "update feed set by = 'otto' where kind = 'CardPublished'",
        "delete from feed where kind = 'ReplyApproved'",
        "update message set cleared_by = 'anna' where author = 'mia'",
        "update message set holds = '[]' where author = 'mia'",
        "update message set hands = '[\"tom\"]' where author = 'mia'",
    ],
)
async def test_what_was_changed_afterwards_is_not_proven(place: Path | str, sql: str) -> None:
    async with world(place) as w:
        _, reply, _ = await story(w)
        anna = await w.desk("anna")
        assert (await anna.why(reply)).proven
        async with w.db.writing() as writing:
            await writing.run(sql)

        assert not (await anna.why(reply)).proven
        assert not (await (await w.desk("otto")).verify()).ok


async def test_what_was_changed_on_the_platform_is_not_proven_and_the_leads_are_told(place: Path | str) -> None:
    async with world(place) as w:
        _, reply, _ = await story(w)
        said = Incoming(Kind.EDIT, "edit", target_id=f"ext-{reply}", text="Das war unser Fehler.")
        await w.take_in(said)
        lea = await w.desk("lea")
        why = await lea.why(reply)

        assert not why.proven and why.parts[0].edited
        (told,) = await lea.mentions()
        words = told.text
        assert "[-Morgen.-]" in words and "lea had signed off other words" in words and "admission of fault" in words
        assert (await (await w.desk("otto")).verify()).ok


async def test_a_chain_that_was_made_anew_is_noticed_by_who_kept_its_head(place: Path | str) -> None:
    async with world(place) as w:
        _, reply, _ = await story(w)
        lea, otto = await w.desk("lea"), await w.desk("otto")
        before = await otto.verify()
        kept = f"{before.events}:{before.head}"
        assert (await lea.why(reply)).head == kept
        assert (await otto.verify(kept)).ok
        await w.arrives("noch etwas", who="Ben")
        assert (await otto.verify(kept)).ok

        async with w.db.writing() as writing:
            await writing.run("update feed set by = 'otto' where kind = 'DraftSaved'")
            head = ""
            for r in await writing.read("select number, at, by, conversation, kind, body from feed order by number"):
                head = link(head, *r)
                await writing.run("update feed set hash = $1 where number = $2", (head, r[0]))
            await writing.run("update counter set head = $1", (head,))
        found = await otto.verify(kept)
        assert (found.ok, found.bad) == (False, before.events) and "made anew" in found.why
        assert "end before" in (await otto.verify(f"{10**6}:{before.head}")).why
        for known in ("12", "12:abc", "x:" + before.head):
            with pytest.raises(BadInput, match="NUMBER:HASH"):
                await otto.verify(known)


async def test_a_conversation_tells_the_reasons_of_all_its_replies(place: Path | str) -> None:
    async with world(place) as w:
        id, reply, _ = await story(w)
        jonas = await w.desk("jonas")
        later = made(await jonas.perform(c.Reply(id, "Noch etwas", force=True)))
        found = await jonas.reasons(id)

        assert [why.parts[0].id for why in found] == [reply, later]
        assert found == (await jonas.why(reply), await jonas.why(later or 0))
        assert [why.owner for why in found] == ["mia", "jonas"]
        assert not {s.number for s in found[0].steps if s.kind == "ReplyWritten"} & {s.number for s in found[1].steps}


async def test_who_has_seen_what_is_said_once(place: Path | str) -> None:
    async with world(place) as w:
        id, anna = await w.arrives(), await w.desk("anna")

        assert len(await anna.perform(c.See(id, 99))) == 1
        assert await anna.perform(c.See(id, 1)) == ()
        assert len(await (await w.desk("jonas")).perform(c.See(id, 1))) == 1
        await w.arrives()
        assert len(await anna.perform(c.See(id, 2))) == 1


async def test_replies_are_counted_by_goal_as_a_recount_of_the_facts_says_and_the_list_is_behind_it(
    place: Path | str,
) -> None:
    async with world(place) as w:
        lea, anna = await w.desk("lea"), await w.desk("anna")
        await lea.perform(c.PublishGuideline("X", "x", "", CardScope(("acme@x",))))
        await lea.perform(c.PublishGuideline("Preis", "", "kein Rabatt", CardScope(topics=("Rabatt",))))
        for n in range(9):
            if n == 6:
                (first, _) = await lea.cards()
                await lea.perform(c.EndCard(first.card))
            id = await w.arrives("Gibt es Rabatt?" if n % 3 == 0 else "Hallo", who=f"K{n}")
            reply = made(await anna.perform(c.Reply(id, "Antwort", now=True))) or 0
            if n != 4:
                await sent(w, reply)
        since, until = NOON - timedelta(days=1), w.clock.move(days=1)
        found = {g.key: g for g in (await lea.report(since, until, By.GOAL)).groups}
        written = [f for f in await lea.feed(0) if type(f.event).__name__ == "ReplyWritten"]
        arrived = {f.event.message for f in await lea.feed(0) if getattr(f.event, "delivery", None) is Delivery.SENT}  # type: ignore[attr-defined]
        recount: dict[str, set[int]] = {}
        for fact in (f for f in written if f.event.id in arrived):  # type: ignore[attr-defined]
            for version in fact.event.under or ("",):  # type: ignore[attr-defined]
                recount.setdefault(str(version), set()).add(fact.conversation or 0)

        assert {key: g.replies for key, g in found.items()} == {key: len(some) for key, some in recount.items()}
        assert sorted((g.title, g.replies) for g in found.values()) == [("", 2), ("Preis", 3), ("X", 5)]
        assert all((g.open, g.requests, g.first, g.turnaround) == (None,) * 4 for g in found.values())
        for key, some in recount.items():
            assert set(await lea.behind(Figure.REPLIES, since, until, By.GOAL, key)) == some
        assert (await lea.behind(Figure.OPEN, since, until, By.GOAL, next(iter(found)))) == array("q")
        w.clock.move(days=1)
        assert (await lea.report(until, w.clock(), By.GOAL)).groups == ()
        with pytest.raises(NotAllowed):
            await anna.report(since, until, By.GOAL)


async def test_far_away_the_same_is_told(tmp_path: Path) -> None:
    async with world(tmp_path) as w:
        id, reply, _ = await story(w)
        near = await w.desk("lea")
        tokens = Tokens(w.house)
        async with serving(w.house, tokens) as where, far(where, tokens.make("lea")) as house:
            desk: Desk = await house.desk("lea")
            (card,) = await desk.cards()

            assert told(await desk.why(reply)) == told(await near.why(reply))
            assert len(await desk.reasons(id)) == 1
            assert [str(v.title) for v in await desk.versions(card.card)] == ["Ehrlich"]
            with pytest.raises(NotFound, match="no reply 999"):
                await desk.why(999)
            with pytest.raises(NotFound):
                await desk.why(1)


def told(why: Why) -> tuple[object, ...]:
    """What a reader sees of it: words have no salt far away."""
    texts = [str(k.do) for k in why.cards], [str(m.words) for m in why.parts], [str(r.answer) for r in why.requests]
    return why.steps, why.saw, why.owner, why.proven, texts
